//! Where a deck comes from, as a person writes it: a path, or the address of a git repository with a tag.

use std::path::Path;

use crate::error::{Error, Result};
use crate::text;

/// Where a deck comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder or a file.
    Path(String),
    /// A git repository.
    Git {
        /// Its address, or its path.
        url: String,
        /// A tag or a branch; without one, the main branch.
        reference: Option<String>,
    },
}

impl Origin {
    /// Reads `PATH`, `URL` or `URL#TAG`. Paths become absolute, from the folder `here`. A folder that is a deck is
    /// taken as it stands, even if git keeps it; with a tag behind it, as git has it.
    ///
    /// # Errors
    /// If it is neither, or not to be trusted with: an option, a password, a protocol that runs programs.
    pub fn parse(text: &str, here: &Path) -> Result<Self> {
        let shown_text = text::terminal(text);
        if text.starts_with('-') || text.contains(|c: char| c.is_control()) {
            return Err(Error::usage(format!("“{shown_text}” is no path and no address")));
        }
        let whole = here.join(text);
        if whole.exists() && (!is_repository(&whole) || whole.join("deck.toml").is_file()) {
            return Ok(Self::Path(absolute(here, text)));
        }
        let (place, reference) = match text.rsplit_once('#') {
            Some((place, reference)) => (place, Some(checked(reference)?)),
            None => (text, None),
        };
        let path = here.join(place);
        if path.exists() {
            if is_repository(&path) {
                return Ok(Self::Git { url: absolute(here, place), reference });
            }
            let what = format!("{} is not a git repository, so it has no tag", text::path(&path));
            return Err(Error::usage(what));
        }
        if !is_address(place) {
            return Err(Error::usage(format!("there is no file or folder {shown_text}")).help(
                "give a path, or the address of a git repository such as https://example.org/deck.git#v1",
            ));
        }
        safe(place)?;
        Ok(Self::Git { url: place.to_owned(), reference })
    }
}

/// True for a folder that git would know: bare, or with a work tree.
fn is_repository(path: &Path) -> bool {
    let bare = path.join("HEAD").is_file() && path.join("objects").is_dir();
    bare || path.join(".git").exists()
}

fn absolute(here: &Path, text: &str) -> String {
    here.join(text).to_string_lossy().into_owned()
}

/// `scheme://…`, or `host:path` as ssh has it.
fn is_address(text: &str) -> bool {
    text.contains("://")
        || text
            .split_once(':')
            .is_some_and(|(host, path)| !host.is_empty() && !host.contains('/') && !path.is_empty())
}

/// Refuses what git would run, and what would be written into the lock file for all to read.
fn safe(url: &str) -> Result<()> {
    let shown = text::terminal(url);
    if let Some((scheme, rest)) = url.split_once("://") {
        if !["https", "http", "ssh", "git", "file"].contains(&scheme) {
            return Err(Error::usage(format!("decks are not fetched by “{}”", text::terminal(scheme)))
                .help("https, ssh, http, git and file are known"));
        }
        let host = rest.split('/').next().unwrap_or_default();
        if host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
            return Err(Error::usage(
                "the address holds a password, which would be kept where others may read it",
            )
            .help("leave it out, and let git remember it: https://git-scm.com/docs/gitcredentials"));
        }
        if host.starts_with('-') || rest.is_empty() {
            return Err(Error::usage(format!("“{shown}” is no address")));
        }
    } else if url.contains("::") {
        return Err(Error::usage(format!("“{shown}” would run a program")));
    }
    Ok(())
}

/// A tag or branch that git cannot take for anything else.
///
/// # Errors
/// If it is none.
pub fn checked(reference: &str) -> Result<String> {
    let strange = |c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\@{".contains(c);
    if reference.is_empty()
        || reference.starts_with('-')
        || reference.contains("..")
        || reference.contains(strange)
    {
        return Err(Error::usage(format!("“{}” is no tag or branch", text::terminal(reference))));
    }
    Ok(reference.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(url: &str, reference: Option<&str>) -> Origin {
        Origin::Git { url: url.into(), reference: reference.map(str::to_owned) }
    }

    #[test]
    fn addresses_are_told_from_paths() {
        let home = tempfile::tempdir().unwrap();
        let here = home.path();
        let path = |name: &str| here.join(name).to_string_lossy().into_owned();
        std::fs::create_dir_all(here.join("bare.git/objects")).unwrap();
        std::fs::File::create(here.join("bare.git/HEAD")).unwrap();
        std::fs::File::create(here.join("deck#1.toml")).unwrap();
        let parse = |text| Origin::parse(text, here).unwrap();
        assert_eq!(parse("deck#1.toml"), Origin::Path(path("deck#1.toml")));
        assert_eq!(parse("bare.git"), git(&path("bare.git"), None));
        assert_eq!(parse("bare.git#v1.0"), git(&path("bare.git"), Some("v1.0")));
        assert_eq!(parse("https://a.org/d.git#v1"), git("https://a.org/d.git", Some("v1")));
        assert_eq!(parse("git@a.org:me/d.git"), git("git@a.org:me/d.git", None));
    }

    #[test]
    fn what_is_not_safe_is_refused() {
        let here = Path::new("/nowhere");
        for text in [
            "--upload-pack=x",
            "ext::sh -c x",
            "https://me:secret@a.org/d.git",
            "ssh://-oProxyCommand=x/d",
            "gopher://a.org/d",
            "https://",
            "https://a.org/d.git#-x",
            "https://a.org/d.git#a..b",
            "https://a.org/d.git#",
            "no-such-folder",
            "a\u{1b}[2J",
        ] {
            assert!(Origin::parse(text, here).is_err(), "{text}");
        }
    }
}
