//! Decks from elsewhere: from a folder and from a local bare repository, added, updated and removed.

use std::path::{Path, PathBuf};

use expect_test::expect;
use tempfile::TempDir;

use super::changed_decks::{HEAD, git, question};
use super::run::{Run, shiken};

/// A home, a work tree and the bare repository it pushes to.
struct Stand {
    home: TempDir,
}

impl Stand {
    fn new() -> Self {
        let stand = Self { home: tempfile::tempdir().unwrap() };
        std::fs::create_dir(stand.work()).unwrap();
        git(stand.home.path(), &["init", "--quiet", "--bare", "remote.git"]);
        git(&stand.work(), &["init", "--quiet"]);
        git(&stand.work(), &["remote", "add", "origin", "../remote.git"]);
        stand
    }

    fn work(&self) -> PathBuf {
        self.home.path().join("author")
    }

    fn library(&self) -> PathBuf {
        self.home.path().join("decks")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.work().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Publishes what stands in the work tree, under a tag.
    fn publish(&self, tag: &str) {
        git(&self.work(), &["add", "--all"]);
        git(&self.work(), &["commit", "--quiet", "-m", tag]);
        git(&self.work(), &["tag", "-a", tag, "-m", tag]);
        git(&self.work(), &["push", "--quiet", "origin", "HEAD:main", tag]);
    }

    fn shiken<const N: usize>(&self, args: [&str; N]) -> Run {
        shiken(args).home(self.home.path())
    }

    fn names(&self) -> Vec<String> {
        names(&self.library())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn answer(answer: &str) -> String {
    question("a", "Which?", &format!("answer = \"{answer}\""))
}

#[test]
fn a_deck_comes_from_a_repository_and_follows_its_tags() {
    let stand = Stand::new();
    stand.write("deck.toml", HEAD);
    stand.write("1.toml", &answer("one"));
    stand.write("notes.md", "not for the library");
    stand.publish("v1");
    stand.shiken(["deck", "list"]).run().stdout(expect![[r#"
        no decks yet: `shiken deck add PATH|URL[#TAG]` fetches one
    "#]]);
    stand.shiken(["deck", "add", "remote.git#v1"]).run().stdout(expect![[r#"
        added Demo deck, 1 question
        `shiken study demo` studies it
    "#]]);
    assert_eq!(names(&stand.library().join("demo")), ["1.toml", "deck.toml"]);
    let listed = stand.shiken(["deck", "list", "--json"]).run();
    let listed: serde_json::Value = serde_json::from_str(listed.output()).unwrap();
    let commit = git(&stand.work(), &["rev-parse", "v1^{commit}"]);
    assert_eq!((listed[0]["commit"].as_str(), listed[0]["ref"].as_str()), (Some(&*commit), Some("v1")));
    assert_eq!(listed[0]["state"], "as it came");
    stand.shiken(["study", "demo", "--plain"]).stdin("one\n\n").run();
    stand.write("1.toml", &answer("two"));
    stand.publish("v2");
    stand.shiken(["deck", "update"]).run().stdout(expect!["demo: up to date\n"]);
    let asked = stand.shiken(["deck", "update", "demo", "--to", "v2"]).run();
    asked
        .status(1)
        .stdout(expect![[r#"
        Demo deck
        another answer, to be learnt anew: 1
          a
              Which?
            - one
            + two
        unchanged: 0
    "#]])
        .stderr(expect![[r#"
        error: demo: nothing was updated
          help: say `--yes` to go on without being asked
    "#]]);
    stand.shiken(["deck", "update", "demo"]).run().stdout(expect!["demo: up to date\n"]);
    stand.shiken(["deck", "update", "demo", "--to", "v2", "--yes"]).run().status(0);
    assert_eq!(std::fs::read_to_string(stand.library().join("demo/1.toml")).unwrap(), answer("two"));
    assert_eq!(stand.names(), [".lock", "decks.lock", "demo"]);
    stand.shiken(["deck", "remove", "demo"]).run().status(1).stderr(expect![[r#"
        error: nothing was removed
          help: say `--yes` to go on without being asked
    "#]]);
    stand.shiken(["deck", "remove", "demo", "--yes"]).run().stdout(expect![[r#"
        removed demo; your progress with it is kept
    "#]]);
    assert_eq!(stand.names(), [".lock", "decks.lock"]);
}

#[test]
fn the_main_branch_is_followed_and_what_was_edited_here_is_kept() {
    let stand = Stand::new();
    stand.write("decks/a/deck.toml", &format!("{HEAD}{}", answer("one")));
    stand.write("decks/b/deck.toml", &format!("{}{}", HEAD.replace("demo", "other"), answer("one")));
    stand.publish("v1");
    stand.shiken(["deck", "add", "remote.git"]).run().status(2).stderr(expect![[r#"
        error: there are several decks in the repository
          help: say which by --folder: decks/a, decks/b
    "#]]);
    stand.shiken(["deck", "add", "remote.git", "--folder", "decks/a/"]).run().status(0);
    let (head, text) = (stand.library().join("demo/deck.toml"), format!("{HEAD}{}", answer("two")));
    stand.write("decks/a/deck.toml", &text);
    stand.publish("v2");
    let edited = format!("{HEAD}{}", answer("mine"));
    std::fs::write(&head, &edited).unwrap();
    stand.shiken(["deck", "update", "--yes"]).run().status(1).stderr(expect![[r#"
        error: demo: it was edited here, and an update would replace that
          help: copy it elsewhere, or update with --force
    "#]]);
    assert_eq!(std::fs::read_to_string(&head).unwrap(), edited);
    stand.shiken(["deck", "update", "--yes", "--force"]).run().status(0);
    assert_eq!(std::fs::read_to_string(&head).unwrap(), text);
}

#[test]
fn a_deck_comes_from_a_path_and_is_read_again_from_there() {
    let stand = Stand::new();
    stand.write("demo.toml", &format!("{HEAD}{}", answer("one")));
    stand.shiken(["deck", "add", "author/demo.toml"]).run().status(0);
    assert_eq!(names(&stand.library().join("demo")), ["deck.toml"]);
    stand.shiken(["deck", "add", "author/demo.toml"]).run().status(1).stderr(expect![[r#"
        error: the library has a deck demo already
          help: `shiken deck update demo` fetches a newer version, `shiken deck remove demo` makes room
    "#]]);
    stand.shiken(["deck", "update"]).run().stdout(expect!["demo: up to date\n"]);
    stand
        .write("demo.toml", &format!("{HEAD}{}{}", answer("one"), question("b", "New?", "answer = \"yes\"")));
    stand.shiken(["deck", "update", "demo", "--yes"]).run().stdout(expect![[r#"
        Demo deck
        new: 1
          + b: New?
        unchanged: 1
        demo: updated
    "#]]);
    stand.write("demo.toml", &format!("{HEAD}{}promt = 1\n", answer("one")));
    stand.shiken(["deck", "update", "--yes"]).run().status(1).stderr(expect![[r#"
        error[E101]: `promt` is not a key of a question
          --> deck.toml:10:1
           |
        10 | promt = 1
           | ^^^^^
           |
           = help: `prompt` is there already; take one of the two out
        error: demo: it is no deck with an id and questions
    "#]]);
    stand.write("demo.toml", &format!("{}{}", HEAD.replace("demo", "other"), answer("one")));
    stand.shiken(["deck", "update", "--yes"]).run().status(1).stderr(expect![[r#"
        error: demo: it has another id now, other
          help: progress follows the id; to study the new deck, remove this one and add it
    "#]]);
    std::fs::remove_file(stand.work().join("demo.toml")).unwrap();
    stand.shiken(["deck", "update", "--yes"]).run().status(1).stderr(expect![[r#"
        error: demo: there is no file or folder $PLACE/author/demo.toml
          help: give the path of a .toml file, or of a folder with a deck.toml
    "#]]);
    stand.shiken(["list", "demo"]).run().status(0);
}

#[cfg(unix)]
#[test]
fn a_hostile_repository_brings_only_its_text() {
    let stand = Stand::new();
    std::fs::write(stand.home.path().join("secret.toml"), question("s", "Secret?", "answer = \"yes\""))
        .unwrap();
    stand.write("deck.toml", &format!("{HEAD}{}", answer("one")));
    stand.write(".gitattributes", "*.toml filter=evil\n");
    stand.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% ran\n");
    std::os::unix::fs::symlink("../../secret.toml", stand.work().join("link.toml")).unwrap();
    stand.write("hidden/x.toml", "");
    stand.publish("v1");
    // As if a hook of another repository ran it.
    stand.shiken(["deck", "add", "remote.git"]).env("GIT_DIR", "elsewhere").run().status(0);
    assert_eq!(names(&stand.library().join("demo")), ["deck.toml"]);
    stand.write("a;b.toml", "");
    stand.publish("v2");
    stand.shiken(["deck", "update", "--yes"]).run().status(1).stderr(expect![[r#"
        error: demo: the deck has a file with a name that cannot be kept: a;b.toml
          help: names have letters, digits, `-`, `_` and `.`, and end in .toml
    "#]]);
    assert_eq!(stand.names(), [".lock", "decks.lock", "demo"]);
    stand.shiken(["deck", "add", "ext::sh -c touch% ran"]).run().status(2).stderr(expect![[r#"
        error: “ext::sh -c touch% ran” would run a program
    "#]]);
    stand.shiken(["deck", "add", "--", "--upload-pack=touch ran"]).run().status(2).stderr(expect![[r#"
        error: “--upload-pack=touch ran” is no path and no address
    "#]]);
    assert!(!stand.home.path().join("ran").exists());
}

#[test]
fn without_git_or_a_repository_it_is_said_plainly() {
    let stand = Stand::new();
    let url = format!("file://{}/none.git", stand.home.path().display());
    stand.shiken(["deck", "add", &url]).run().status(1).stderr(expect![[r#"
        error: git cannot fetch the repository: '$PLACE/none.git' does not appear to be a git repository
    "#]]);
    stand.shiken(["deck", "add", &url]).env("PATH", "").run().status(1).stderr(expect![[r#"
        error: the program `git` was not found
          help: install git, or give the path of a folder or file that holds the deck
    "#]]);
    stand.shiken(["deck", "add", "nowhere"]).run().status(2).stderr(expect![[r#"
        error: there is no file or folder nowhere
          help: give a path, or the address of a git repository such as https://example.org/deck.git#v1
    "#]]);
    stand.shiken(["deck", "remove", "demo"]).run().status(2).stderr(expect![[r#"
        error: the library has no deck “demo” from elsewhere
    "#]]);
    assert_eq!(stand.names(), [".lock"]);
}

#[test]
fn a_killed_update_leaves_the_old_deck_or_the_new_one() {
    let stand = Stand::new();
    let version = |nth: usize| format!("{}{}", HEAD.replace("1.0.0", &format!("1.0.{nth}")), answer("one"));
    stand.write("demo.toml", &version(0));
    stand.shiken(["deck", "add", "author/demo.toml"]).run().status(0);
    let head = stand.library().join("demo/deck.toml");
    for nth in 1..15 {
        let before = std::fs::read_to_string(&head).unwrap();
        stand.write("demo.toml", &version(nth));
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shiken"));
        command.args(["deck", "update", "--yes"]).envs(super::run::environment(stand.home.path()));
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(nth as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let after = std::fs::read_to_string(&head).unwrap();
        assert!(after == before || after == version(nth), "{after}");
    }
    stand.shiken(["deck", "update", "--yes"]).run().status(0);
    assert_eq!(std::fs::read_to_string(&head).unwrap(), version(14));
    assert_eq!(stand.names(), [".lock", "decks.lock", "demo"]);
}

#[test]
fn an_id_that_is_found_twice_is_named_once() {
    let deck = "format = 1\n[deck]\nid = \"geo\"\ntitle = \"Geo\"\n";
    let run = shiken(["list", "xyzzy"]).file("decks/geo.toml", deck).file("decks/copy.toml", deck);
    run.run().status(1).stderr(expect![[r#"
        error: there is no deck “xyzzy”
          help: there are: geo
    "#]]);
}
