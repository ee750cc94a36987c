//! Decks in git repositories, read by the `git` command: what stands in a commit, and what another place holds.
//!
//! Repositories are other people's. Nothing is ever checked out: files are read as blobs, so no link is followed, no
//! filter or hook runs and no submodule is fetched. Addresses and names come behind `--`, git may not ask questions,
//! and only protocols that fetch are allowed.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{MAX_DEPTH, MAX_FILE_BYTES, MAX_FILES};
use crate::deck;
use crate::error::{Error, Result};
use crate::text;

/// Most bytes that git may list.
const MAX_LIST_BYTES: u64 = 64 << 20;
/// What a repository is asked with: neither its own settings nor those of a caller may run anything.
const SETTINGS: [&str; 14] = [
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "submodule.recurse=false",
    "-c",
    "http.lowSpeedLimit=100",
    "-c",
    "http.lowSpeedTime=60",
];
/// What points git elsewhere when this program is run by one of its hooks.
const POINTERS: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its path from the root of the repository, with `/`.
    pub path: String,
    id: String,
    bytes: u64,
}

/// Files with their names, the first of a deck first.
pub type Chapters = Vec<(String, Vec<u8>)>;

/// The commit that `revision` names in the repository at `folder`.
///
/// # Errors
/// If there is no such commit, or no repository, or no git.
pub fn commit(folder: &Path, revision: &str) -> Result<String> {
    let wanted = format!("{revision}^{{commit}}");
    let found = run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let found = found.map_err(|_| {
        let what = format!("git knows no revision “{}” in {}", text::terminal(revision), text::path(folder));
        Error::new(what).help("`git log --oneline` lists commits, `git tag` tags, `git branch` branches")
    })?;
    Ok(String::from_utf8_lossy(&found).trim().to_owned())
}

/// The root of the work tree that holds `path`, which need not exist any more, and the path from there.
///
/// # Errors
/// If the path is in no work tree of git.
pub fn inside(path: &Path) -> Result<(PathBuf, String)> {
    let mut standing = path;
    while !standing.is_dir() {
        standing = match standing.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
    }
    let root = run(standing, &["rev-parse", "--show-toplevel"])?;
    let outside = || Error::new(format!("{} is not in a git repository", text::path(path)));
    let root = root.map_err(|_| outside().help("name two decks to compare: `shiken diff OLD NEW`"))?;
    let root = PathBuf::from(String::from_utf8_lossy(&root).trim_end_matches('\n'));
    let real = |path: &Path| std::fs::canonicalize(path).map_err(|_| outside());
    let rest = path.strip_prefix(standing).unwrap_or(Path::new(""));
    let full = real(standing)?.join(rest);
    let inner = full.strip_prefix(real(&root)?).map_err(|_| outside())?;
    let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
    Ok((root, parts.join("/")))
}

/// The files of a commit at or below `path`; an empty path is the root. Links and submodules are left out.
///
/// # Errors
/// If git fails, or there are too many.
pub fn blobs(folder: &Path, commit: &str, path: &str) -> Result<Vec<Blob>> {
    let mut args = vec!["ls-tree", "-r", "-z", "-l", "--full-tree", commit];
    if !path.is_empty() {
        args.extend(["--", path]);
    }
    let listed = run(folder, &args)?.map_err(|said| failed("list the files of the repository", &said))?;
    if listed.len() as u64 >= MAX_LIST_BYTES {
        return Err(Error::new("the repository has too many files").help("name the folder of the deck"));
    }
    Ok(listed.split(|byte| *byte == 0).filter_map(blob).collect())
}

/// A line of `git ls-tree -l`: mode, type, id, size, tab, path. Only plain files, whose mode begins with `100`.
fn blob(line: &[u8]) -> Option<Blob> {
    let (facts, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut facts = facts.split_ascii_whitespace();
    let (mode, kind, id, bytes) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    let plain = mode.starts_with("100") && kind == "blob";
    plain.then_some(Blob { path: path.to_owned(), id: id.to_owned(), bytes: bytes.parse().ok()? })
}

/// The places of the decks among files: folders with a `deck.toml`, or, if there is none, files that are decks.
pub fn decks(folder: &Path, blobs: &[Blob]) -> Result<Vec<String>> {
    let near = |blob: &&Blob| {
        blob.path.matches('/').count() <= MAX_DEPTH + 1
            && !blob.path.split('/').any(|part| part.starts_with('.'))
    };
    let home = |blob: &Blob| match blob.path.rsplit_once('/') {
        Some((home, "deck.toml")) => Some(home.to_owned()),
        None if blob.path == "deck.toml" => Some(String::new()),
        _ => None,
    };
    let homes: Vec<String> = blobs.iter().filter(near).filter_map(home).collect();
    if !homes.is_empty() {
        return Ok(homes);
    }
    let alone: Vec<Blob> = blobs
        .iter()
        .filter(near)
        .filter(|blob| blob.path.ends_with(".toml"))
        .take(MAX_FILES)
        .cloned()
        .collect();
    let named =
        |bytes: &[u8]| deck::peek(&String::from_utf8_lossy(bytes)).is_some_and(|(id, _)| id.is_some());
    let read = read(folder, &alone)?;
    Ok(alone.into_iter().zip(read).filter(|(_, bytes)| named(bytes)).map(|(blob, _)| blob.path).collect())
}

/// The files of the deck at `path`, a folder or a file of the commit, with their names; none if it is no deck.
///
/// # Errors
/// If git fails, or a file is too large.
pub fn chapters(folder: &Path, blobs: &[Blob], path: &str) -> Result<Chapters> {
    let name = |blob: &Blob| -> Option<String> {
        if blob.path == path {
            return blob.path.rsplit('/').next().map(str::to_owned);
        }
        let inner =
            if path.is_empty() { &*blob.path } else { blob.path.strip_prefix(path)?.strip_prefix('/')? };
        let chapter = inner.ends_with(".toml") && !inner.contains('/') && !inner.starts_with('.');
        chapter.then(|| inner.to_owned())
    };
    let mut found: Vec<(String, Blob)> =
        blobs.iter().filter_map(|blob| Some((name(blob)?, blob.clone()))).collect();
    let alone = found.iter().any(|(_, blob)| blob.path == path);
    if !alone && !found.iter().any(|(name, _)| name == "deck.toml") {
        return Ok(Vec::new());
    }
    found.sort_by(|(one, _), (two, _)| (one != "deck.toml", one).cmp(&(two != "deck.toml", two)));
    if found.len() > MAX_FILES {
        return Err(Error::new(format!("the deck has {} files, more than {MAX_FILES}", found.len())));
    }
    let (names, blobs): (Vec<String>, Vec<Blob>) = found.into_iter().unzip();
    Ok(names.into_iter().zip(read(folder, &blobs)?).collect())
}

/// What stands in some files, by one run of git.
fn read(folder: &Path, blobs: &[Blob]) -> Result<Vec<Vec<u8>>> {
    let bytes: u64 = blobs.iter().map(|blob| blob.bytes).sum();
    if bytes > MAX_FILE_BYTES {
        return Err(Error::new(format!("the deck has more than {} MiB", MAX_FILE_BYTES >> 20)));
    }
    if blobs.is_empty() {
        return Ok(Vec::new());
    }
    let ids: String = blobs.iter().map(|blob| format!("{}\n", blob.id)).collect();
    let mut command = git(folder);
    command.args(["cat-file", "--batch"]).stdin(Stdio::piped());
    let most = bytes + blobs.len() as u64 * 200;
    let found = finish(command, ids.into_bytes(), most)?;
    let found = found.map_err(|said| failed("read the files of the repository", &said))?;
    let mut rest = found.as_slice();
    let mut all = Vec::with_capacity(blobs.len());
    for blob in blobs {
        let contents = next(&mut rest).filter(|contents| contents.len() as u64 == blob.bytes);
        let missing = || Error::new(format!("git does not give {}", text::terminal(&blob.path)));
        all.push(contents.ok_or_else(missing)?.to_vec());
    }
    Ok(all)
}

/// The next object of `git cat-file --batch`: a line with id, type and size, the contents, a line break.
fn next<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let line = rest.iter().position(|byte| *byte == b'\n')?;
    let (facts, after) = (rest.get(..line)?, rest.get(line + 1..)?);
    let bytes: usize = std::str::from_utf8(facts).ok()?.rsplit(' ').next()?.parse().ok()?;
    let contents = after.get(..bytes)?;
    *rest = after.get(bytes + 1..).unwrap_or_default();
    Some(contents)
}

/// The commit that a tag or branch of another repository names now; without one, its main branch.
///
/// # Errors
/// If it cannot be reached or has no such tag or branch.
pub fn remote_commit(here: &Path, url: &str, reference: Option<&str>) -> Result<String> {
    let listed = run(here, &["ls-remote", "--quiet", "--", url])?;
    let listed = listed.map_err(|said| failed("reach the repository", &said))?;
    let listed = String::from_utf8_lossy(&listed);
    let find = |name: &str| listed.lines().find_map(|line| line.strip_suffix(name)?.strip_suffix('\t'));
    let found = match reference {
        None => find("HEAD"),
        Some(name) => find(&format!("refs/tags/{name}^{{}}"))
            .or_else(|| find(&format!("refs/tags/{name}")))
            .or_else(|| find(&format!("refs/heads/{name}"))),
    };
    let name = reference.unwrap_or("HEAD");
    let missing = || Error::new(format!("the repository has no tag or branch “{}”", text::terminal(name)));
    found.map(str::to_owned).ok_or_else(missing)
}

/// Fetches one commit of another repository into the new folder `into`, without its history and without a work tree.
///
/// # Errors
/// If it cannot be reached or has no such tag or branch.
pub fn fetch(here: &Path, url: &str, reference: Option<&str>, into: &Path) -> Result<()> {
    let branch = reference.map(|name| format!("--branch={name}"));
    let into = into.to_string_lossy();
    let mut args = vec![
        "clone",
        "--quiet",
        "--bare",
        "--depth=1",
        "--single-branch",
        "--no-tags",
        "--no-local",
        "--template=",
    ];
    args.extend(branch.as_deref());
    args.extend(["--", url, &into]);
    run(here, &args)?.map(drop).map_err(|said| failed("fetch the repository", &said))
}

/// Runs git in `folder`: what it wrote, or what it said when it failed.
fn run(folder: &Path, args: &[&str]) -> Result<std::result::Result<Vec<u8>, String>> {
    let mut command = git(folder);
    command.args(args).stdin(Stdio::null());
    finish(command, Vec::new(), MAX_LIST_BYTES)
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.args(SETTINGS).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "").env("LC_ALL", "C");
    command.env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1");
    for pointer in POINTERS {
        command.env_remove(pointer);
    }
    if folder.join("HEAD").is_file() && folder.join("objects").is_dir() {
        // Some users forbid git to find bare repositories by itself.
        command.env("GIT_DIR", ".");
    }
    command
}

/// Lets a command run to its end and reads at most `most` bytes of what it writes.
fn finish(mut command: Command, input: Vec<u8>, most: u64) -> Result<std::result::Result<Vec<u8>, String>> {
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::new("the program `git` was not found")
            .help("install git, or give the path of a folder or file that holds the deck"),
        _ => Error::new(format!("git cannot be run: {}", text::terminal(&error.to_string()))),
    })?;
    let feeding = child.stdin.take().map(|mut pipe| std::thread::spawn(move || drop(pipe.write_all(&input))));
    let complaints = child.stderr.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            // All of it, so that git never waits for a reader; what git says is short.
            drop(pipe.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        })
    });
    let mut written = Vec::new();
    let broken =
        |error: io::Error| Error::new(format!("git broke off: {}", text::terminal(&error.to_string())));
    if let Some(pipe) = child.stdout.take() {
        pipe.take(most).read_to_end(&mut written).map_err(broken)?;
    }
    let status = child.wait().map_err(broken)?;
    feeding.into_iter().for_each(|thread| drop(thread.join()));
    let said = complaints.and_then(|thread| thread.join().ok()).unwrap_or_default();
    let full = written.len() as u64 >= most;
    Ok(if status.success() || full { Ok(written) } else { Err(said) })
}

/// An error with the last line of what git said.
fn failed(what: &str, said: &str) -> Error {
    let mut why = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = why.clone().find(|line| line.starts_with("fatal:") || line.starts_with("ERROR"));
    let why = fatal.or(why.next_back()).unwrap_or("it did not say why").trim_start_matches("fatal: ");
    Error::new(format!("git cannot {what}: {}", text::terminal(why)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_submodules_and_nonsense_are_no_files() {
        let file = blob(b"100644 blob 0123 17\tdecks/a b.toml").unwrap();
        assert_eq!(file, Blob { path: "decks/a b.toml".into(), id: "0123".into(), bytes: 17 });
        for line in [
            &b"120000 blob 0123 17\tlink.toml"[..],
            b"160000 commit 0123 -\tmodule",
            b"040000 tree 0123 -\tfolder",
            b"100644 blob 0123 17\t\xff.toml",
            b"",
        ] {
            assert_eq!(blob(line), None);
        }
    }

    #[test]
    fn objects_are_cut_by_their_size() {
        let mut rest = &b"0123 blob 3\na\nb\n4567 blob 0\n\n89 missing\n"[..];
        assert_eq!(next(&mut rest), Some(&b"a\nb"[..]));
        assert_eq!(next(&mut rest), Some(&b""[..]));
        assert_eq!(next(&mut rest), None);
    }

    #[test]
    fn what_git_says_is_told_in_one_safe_line() {
        let said = "Cloning\nfatal: repository '\u{1b}[2J' does not exist\nhint: look\n";
        let error = failed("fetch it", said);
        assert_eq!(error.what, "git cannot fetch it: repository '\u{fffd}[2J' does not exist");
    }
}
