//! `shiken diff`: what is different between two versions of a deck, for the instructor who made the changes and for
//! the student who is about to take them over.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args;
use super::desk;
use super::renames::line;
use crate::deck::diff::{Alike, Change, Diff, ExamChange, Kept, diff as compare};
use crate::deck::{self, Deck};
use crate::error::{Error, Exit, Result};
use crate::library::{self, git};
use crate::question::Question;
use crate::source::SourceFile;
use crate::terminal::jsonl::out::json_line;
use crate::text;
use crate::world::World;

/// One of the two versions.
enum Side {
    /// The files as they are.
    Files(PathBuf),
    /// The files as git has them.
    Revision { revision: String, path: PathBuf },
}

pub(super) fn diff(world: &World, args: &args::Diff) -> Result<Exit> {
    let read = || {
        let (old, new) = sides(world, args)?;
        Ok((load(&old)?, load(&new)?))
    };
    // As `diff` has it: 1 is for differences.
    let (old, new) = read().map_err(|error: Error| Error { exit: Exit::Usage, ..error })?;
    let found = compare(&old, &new);
    let said = if args.json { json_line(&as_json(&found, &old, &new)) } else { as_text(&found, &new) };
    super::print(&said)?;
    Ok(if found.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The two versions that are meant.
fn sides(world: &World, args: &args::Diff) -> Result<(Side, Side)> {
    let here = &world.folders.here;
    let found = |name: &str| library::resolve(name, &desk::roots(world));
    // `../old` is a path, there or not.
    let is_range = |(_, to): &(&str, &str)| !to.starts_with('/') && !here.join(&args.old).exists();
    let range = args.old.split_once("..").filter(is_range);
    if let Some((from, to)) = range {
        let from = if from.is_empty() { "HEAD" } else { from };
        // The deck may be gone, or not be there yet. Without one, it is the deck here.
        let new = args.new.as_deref().unwrap_or(".");
        let path = found(new).unwrap_or_else(|_| here.join(new));
        let to = if to.is_empty() { Side::Files(path.clone()) } else { at(to, path.clone()) };
        return Ok((at(from, path), to));
    }
    let Some(new) = &args.new else {
        let path = found(&args.old)?;
        return Ok((at("HEAD", path.clone()), Side::Files(path)));
    };
    let side = |name: &str| match name.split_once(':') {
        Some((revision, path)) if !here.join(name).exists() && !revision.is_empty() => {
            Ok(at(revision, here.join(path)))
        }
        _ => found(name).map(Side::Files),
    };
    Ok((side(&args.old)?, side(new)?))
}

fn at(revision: &str, path: PathBuf) -> Side {
    Side::Revision { revision: revision.to_owned(), path }
}

/// Reads one version. What is wrong with it is said, and what is concerned is left out.
fn load(side: &Side) -> Result<Deck> {
    let (name, files) = match side {
        Side::Files(path) => (path.display().to_string(), library::read(path)?.files),
        Side::Revision { revision, path } => {
            (format!("{revision}:{}", path.display()), at_revision(revision, path)?)
        }
    };
    let parsed = deck::parse(&files);
    if parsed.has_errors() {
        let name = text::terminal(&name);
        super::aside(&format!(
            "note: {name} has mistakes; what they concern is left out: `shiken check` shows them"
        ));
    }
    Ok(parsed.deck)
}

fn at_revision(revision: &str, path: &Path) -> Result<Vec<SourceFile>> {
    library::no_chapter(path)?;
    // The head of a deck names its folder, as it does on disk.
    let path =
        if path.file_name().is_some_and(|name| name == "deck.toml") { path.parent() } else { Some(path) };
    let (root, inner) = git::inside(path.unwrap_or(Path::new(".")))?;
    let commit = git::commit(&root, revision)?;
    let chapters = git::chapters(&root, &git::blobs(&root, &commit, &inner)?, &inner)?;
    if chapters.is_empty() {
        let place = if inner.is_empty() { "." } else { &inner };
        let (revision, place) = (text::terminal(revision), text::terminal(place));
        return Err(Error::new(format!("in {revision} there is no deck at {place}")));
    }
    Ok(chapters
        .into_iter()
        .map(|(name, bytes)| SourceFile::from_bytes(format!("{revision}:{name}"), bytes))
        .collect())
}

/// The differences for people.
pub(super) fn as_text(diff: &Diff<'_>, new: &Deck) -> String {
    if diff.is_empty() {
        return format!("{}: nothing differs\n", line(&new.title));
    }
    let mut said = format!("{}\n", line(&new.title));
    for differs in &diff.head {
        let _ = writeln!(said, "  {}: {} → {}", differs.key, line(&differs.old), line(&differs.new));
        if differs.key == "id" {
            said += "    progress follows the deck's id: what was learnt stays with the old one\n";
        }
    }
    changed(&mut said, diff, Change::Key, "another answer, to be learnt anew");
    changed(&mut said, diff, Change::Wording, "reworded");
    changed(&mut said, diff, Change::Id, "renamed");
    whole(&mut said, "new", '+', &diff.fresh);
    whole(&mut said, "gone", '-', &diff.gone);
    changed(&mut said, diff, Change::Rest, "otherwise edited");
    if !diff.exams.is_empty() {
        let _ = writeln!(said, "mock exams: {}", diff.exams.len());
        for (id, change) in &diff.exams {
            let _ = writeln!(said, "  {}: {}", text::terminal(id), word(*change));
        }
    }
    alike(&mut said, &diff.alike);
    let _ = writeln!(said, "unchanged: {}", diff.same);
    said
}

fn changed(said: &mut String, diff: &Diff<'_>, change: Change, title: &str) {
    let count = diff.of(change).count();
    if count > 0 {
        let _ = writeln!(said, "{title}: {count}");
    }
    for kept in diff.of(change) {
        let _ = writeln!(said, "  {}{}", name(kept), also(kept));
        let (old, new) = (kept.old, kept.new);
        let lines = match change {
            Change::Key if old.prompt == new.prompt => {
                format!(
                    "      {}\n    - {}\n    + {}\n",
                    line(&old.prompt),
                    line(&old.answer()),
                    line(&new.answer())
                )
            }
            Change::Key => {
                let side = |question: &Question| {
                    format!("{} → {}", line(&question.shown_prompt()), line(&question.answer()))
                };
                format!("    - {}\n    + {}\n", side(old), side(new))
            }
            Change::Wording => {
                format!("    - {}\n    + {}\n", line(&old.shown_prompt()), line(&new.shown_prompt()))
            }
            Change::Id | Change::Rest => String::new(),
        };
        *said += &lines;
    }
}

/// The id, with the one it was.
fn name(kept: &Kept<'_>) -> String {
    let new = text::terminal(&kept.new.id).into_owned();
    if kept.old.id == kept.new.id { new } else { format!("{} → {new}", text::terminal(&kept.old.id)) }
}

fn also(kept: &Kept<'_>) -> String {
    match (kept.keys.is_empty(), kept.change) {
        (true, _) => String::new(),
        (false, Change::Rest) => format!(": {}", kept.keys.join(", ")),
        (false, _) => format!(" (also: {})", kept.keys.join(", ")),
    }
}

fn whole(said: &mut String, title: &str, mark: char, questions: &[&Question]) {
    if !questions.is_empty() {
        let _ = writeln!(said, "{title}: {}", questions.len());
    }
    for question in questions {
        let _ = writeln!(said, "  {mark} {}: {}", text::terminal(&question.id), line(&question.prompt));
    }
}

fn alike(said: &mut String, pairs: &[Alike<'_>]) {
    if pairs.is_empty() {
        return;
    }
    let _ = writeln!(said, "looks renamed: {}; progress follows with this line in the question", pairs.len());
    for Alike { old, new, likeness } in pairs {
        let (old, new) = (text::terminal(&old.id), text::terminal(&new.id));
        let shared = likeness.map_or("words alike", crate::deck::likeness::Likeness::words);
        let _ = writeln!(said, "  {new}: was = [\"{old}\"]    # {shared}");
    }
}

fn word(change: ExamChange) -> &'static str {
    match change {
        ExamChange::New => "new",
        ExamChange::Gone => "gone",
        ExamChange::Changed => "changed",
    }
}

fn as_json(diff: &Diff<'_>, old: &Deck, new: &Deck) -> Value {
    let deck =
        |deck: &Deck| json!({ "id": &*deck.id, "title": deck.title.raw(), "version": deck.version.raw() });
    let kept = |change| -> Vec<Value> { diff.of(change).map(kept_json).collect() };
    let whole = |questions: &[&Question]| -> Vec<Value> {
        questions.iter().map(|question| json!({ "id": &*question.id, "question": side(question) })).collect()
    };
    let alike = |alike: &Alike<'_>| {
        let shared = alike.likeness.map(crate::deck::likeness::Likeness::words);
        json!({ "old_id": &*alike.old.id, "id": &*alike.new.id, "likeness": shared })
    };
    let head =
        diff.head.iter().map(|line| json!({ "key": line.key, "old": line.old.raw(), "new": line.new.raw() }));
    json!({
        "old": deck(old),
        "new": deck(new),
        "deck": head.collect::<Vec<_>>(),
        "answer_changed": kept(Change::Key),
        "reworded": kept(Change::Wording),
        "renamed": kept(Change::Id),
        "edited": kept(Change::Rest),
        "added": whole(&diff.fresh),
        "gone": whole(&diff.gone),
        "looks_renamed": diff.alike.iter().map(alike).collect::<Vec<_>>(),
        "exams": diff.exams.iter().map(|(id, change)| json!({ "id": id, "change": word(*change) })).collect::<Vec<_>>(),
        "unchanged": diff.same,
    })
}

fn kept_json(kept: &Kept<'_>) -> Value {
    json!({
        "id": &*kept.new.id,
        "old_id": &*kept.old.id,
        "old": side(kept.old),
        "new": side(kept.new),
        "keys": kept.keys,
    })
}

fn side(question: &Question) -> Value {
    json!({
        "kind": question.kind(),
        "prompt": question.shown_prompt().raw(),
        "answer": question.answer().raw(),
    })
}
