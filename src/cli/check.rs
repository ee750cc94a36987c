//! `shiken check`: every mistake of every deck in one run.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::deck::lint;
use crate::error::{Error, Exit, Result};
use crate::library::{self, Loaded};
use crate::source::{Diagnostic, Severity, codes, render};
use crate::terminal::jsonl::out::json_line;

/// How mistakes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people, with or without colour.
    Text {
        /// Coloured by escape sequences.
        colour: bool,
    },
    /// For programs: one JSON object a line.
    Json,
}

/// Checks the decks at `paths`: mistakes go to `out`, the summary and what could not be read at all to `aside`.
/// The exit is [`Exit::Failed`] if there is an error, and [`Exit::Done`] if there are only warnings.
///
/// # Errors
/// If `out` or `aside` cannot be written.
pub fn check(paths: &[PathBuf], form: Form, out: &mut dyn Write, aside: &mut dyn Write) -> Result<Exit> {
    let mut run = Run { form, counts: Counts::default(), ids: HashMap::new() };
    let written = paths.iter().try_for_each(|path| run.deck(path, out, aside)).and_then(|()| out.flush());
    match written.and_then(|()| writeln!(aside, "{}", run.counts.summary())) {
        Ok(()) => Ok(run.counts.exit()),
        // The reader has seen enough, as in `shiken check | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(run.counts.exit()),
        Err(error) => Err(Error::new(format!("cannot write the mistakes: {error}"))),
    }
}

struct Run {
    form: Form,
    counts: Counts,
    /// The paths of the decks by their ids.
    ids: HashMap<String, PathBuf>,
}

impl Run {
    fn deck(&mut self, path: &Path, out: &mut dyn Write, aside: &mut dyn Write) -> io::Result<()> {
        let mut loaded = match library::load(path) {
            Ok(loaded) => loaded,
            Err(error) => {
                self.counts.errors += 1;
                return match self.form {
                    Form::Text { .. } => writeln!(aside, "error: {error}"),
                    Form::Json => write!(out, "{}", json_line(&no_deck(path, &error))),
                };
            }
        };
        loaded.parsed.diagnostics.extend(lint::lint(&loaded.parsed, &loaded.files));
        loaded.parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        self.same_id(path, &mut loaded);
        self.counts.files += loaded.files.len();
        self.counts.questions += loaded.parsed.deck.questions.len();
        for diagnostic in &loaded.parsed.diagnostics {
            match diagnostic.severity() {
                Severity::Error => self.counts.errors += 1,
                Severity::Warning => self.counts.warnings += 1,
            }
            match self.form {
                Form::Text { colour } => {
                    writeln!(out, "{}", render::text(diagnostic, &loaded.files, colour))?
                }
                Form::Json => write!(out, "{}", json_line(&render::json(diagnostic, &loaded.files)))?,
            }
        }
        Ok(())
    }

    /// Progress follows deck id and question id: two decks with one id would share it.
    fn same_id(&mut self, path: &Path, loaded: &mut Loaded) {
        let id = loaded.parsed.deck.id.to_string();
        match self.ids.get(&id) {
            Some(other) if other != path => {
                let message = format!("the deck {} has the id `{id}` too", other.display());
                let diagnostic = Diagnostic::new(codes::SAME_DECK_ID, loaded.parsed.place, message)
                    .help("give one of them another id; progress follows it");
                loaded.parsed.diagnostics.push(diagnostic);
                loaded.parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
            }
            Some(_) => {}
            None => {
                self.ids.insert(id, path.to_owned());
            }
        }
    }
}

/// A deck that could not be read at all, as a diagnostic without a place in its file.
fn no_deck(path: &Path, error: &Error) -> Value {
    json!({
        "code": codes::UNREADABLE.id,
        "severity": Severity::Error.name(),
        "file": path.to_string_lossy(),
        "line": null,
        "column": null,
        "end_line": null,
        "end_column": null,
        "message": error.what,
        "help": error.help,
        "labels": [],
        "fix": null,
    })
}

#[derive(Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    files: usize,
    questions: usize,
}

impl Counts {
    fn exit(&self) -> Exit {
        if self.errors > 0 { Exit::Failed } else { Exit::Done }
    }

    /// "2 errors, 1 warning in 3 files; 128 questions sound".
    fn summary(&self) -> String {
        let mut found: Vec<String> = Vec::new();
        if self.errors > 0 {
            found.push(counted(self.errors, "error"));
        }
        if self.warnings > 0 {
            found.push(counted(self.warnings, "warning"));
        }
        let found = if found.is_empty() { "no mistakes".to_owned() } else { found.join(", ") };
        if self.files == 0 {
            return format!("{found}; nothing was checked");
        }
        format!("{found} in {}; {} sound", counted(self.files, "file"), counted(self.questions, "question"))
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECK: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n";
    const QUESTION: &str = "[[question]]\nid = \"a\"\nprompt = \"?\"\nanswer = \"x\"\n";

    fn run(decks: &[(&str, &str)], form: Form) -> (Exit, String, String) {
        let home = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = decks
            .iter()
            .map(|(name, text)| {
                let path = home.path().join(name);
                std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
                path
            })
            .chain((decks.is_empty()).then(|| home.path().join("none.toml")))
            .collect();
        let (mut out, mut aside) = (Vec::new(), Vec::new());
        let exit = check(&paths, form, &mut out, &mut aside).unwrap();
        let home = format!("{}/", home.path().display());
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&home, "");
        (exit, text(out), text(aside))
    }

    #[test]
    fn a_sound_deck_says_so() {
        let sound = format!("{DECK}{QUESTION}");
        let (exit, out, aside) = run(&[("a.toml", &sound)], Form::Text { colour: false });
        assert_eq!((exit, out.as_str()), (Exit::Done, ""));
        assert_eq!(aside, "no mistakes in 1 file; 1 question sound\n");
    }

    #[test]
    fn mistakes_are_drawn_and_counted() {
        let bad = format!("{DECK}{QUESTION}promt = 1\n");
        let (exit, out, aside) = run(&[("a.toml", &bad)], Form::Text { colour: false });
        assert_eq!(exit, Exit::Failed);
        assert_eq!(aside, "1 error in 1 file; 0 questions sound\n");
        expect_test::expect![[r"
            error[E101]: `promt` is not a key of a question
             --> a.toml:9:1
              |
            9 | promt = 1
              | ^^^^^
              |
              = help: `prompt` is there already; take one of the two out

        "]]
        .assert_eq(&out);
    }

    #[test]
    fn two_decks_with_one_id_are_a_mistake() {
        let sound = format!("{DECK}{QUESTION}");
        let (exit, out, aside) = run(&[("a.toml", &sound), ("b.toml", &sound)], Form::Json);
        assert_eq!(exit, Exit::Failed);
        let line: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((line["code"].as_str(), line["line"].as_u64()), (Some("E114"), Some(3)));
        assert_eq!(line["file"].as_str(), Some("b.toml"));
        assert_eq!(aside, "1 error in 2 files; 2 questions sound\n");
    }

    #[test]
    fn warnings_alone_are_no_failure_and_a_missing_file_is() {
        let (exit, _, aside) = run(&[("a.toml", DECK)], Form::Text { colour: false });
        assert_eq!((exit, aside.as_str()), (Exit::Done, "1 warning in 1 file; 0 questions sound\n"));
        let (exit, out, aside) = run(&[], Form::Json);
        assert_eq!((exit, aside.as_str()), (Exit::Failed, "1 error; nothing was checked\n"));
        let line: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((line["code"].as_str(), line["line"].as_u64()), (Some("E006"), None));
        assert_eq!(line["message"], "there is no file or folder none.toml");
        let (_, out, aside) = run(&[], Form::Text { colour: false });
        assert_eq!(out, "");
        assert!(aside.starts_with("error: there is no file or folder none.toml\n"), "{aside}");
    }
}
