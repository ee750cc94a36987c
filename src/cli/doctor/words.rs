//! What the doctor says: one line a finding, and what was done.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::cli::log::events;
use crate::event::Subject;
use crate::store::{Clock, Mended, Report, Settings, Surroundings};
use crate::terminal::words::{count, span};
use crate::text::{self, Text};
use crate::time::{Calendar, Day, Timestamp};

/// How many of a kind are named.
const NAMED: usize = 8;

/// Bytes below which a disk is nearly full: a month of answers, and a backup.
const FREE_MIN: u64 = 64 << 20;

/// Something that was found.
pub(super) struct Finding {
    word: &'static str,
    what: String,
}

impl Finding {
    pub fn fine(what: impl Into<String>) -> Self {
        Self { word: "fine ", what: what.into() }
    }

    pub fn note(what: impl Into<String>) -> Self {
        Self { word: "note ", what: what.into() }
    }

    pub fn wrong(what: impl Into<String>) -> Self {
        Self { word: "wrong", what: what.into() }
    }
}

pub(super) fn report(user: &Text, path: &Path, findings: &[Finding]) -> String {
    let mut said = format!("The progress of {} in {}\n", user.terminal(), text::path(path));
    for Finding { word, what } in findings {
        said += &format!("  {word}  {}\n", what.replace('\n', "\n         "));
    }
    said
}

/// What can be seen from outside.
pub(super) fn around(around: &Surroundings) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(bytes) = around.free.filter(|free| *free < FREE_MIN.max(around.bytes.unwrap_or(0) * 2)) {
        found.push(Finding::note(format!("only {} MiB are free on this disk: make room", bytes >> 20)));
    }
    for path in &around.open {
        found.push(Finding::note(format!(
            "others on this machine could read {path}; opening it closed it to them"
        )));
    }
    found
}

/// What a check of the file has shown. A backup has `gone` events that the file lacks.
pub(super) fn checked(report: &Report, gone: u64) -> Vec<Finding> {
    let mut found = Vec::new();
    for says in report.integrity.iter().take(NAMED) {
        found.push(Finding::wrong(format!("the file: {}", text::terminal(says))));
    }
    for name in report.schema.iter().take(NAMED) {
        // Behind its kind and name stands its table.
        let name = name.rsplit_once(' ').map_or(name.as_str(), |(name, _)| name);
        found.push(Finding::wrong(format!("the file: {name} is not as Shiken makes it")));
    }
    if !report.damaged.is_empty() {
        let numbers = report.damaged.iter().map(|(arrival, _)| arrival.to_string());
        let damaged = events(report.damaged.len() as u64);
        found
            .push(Finding::wrong(format!("{damaged} of the log not as written: number {}", listed(numbers))));
    }
    if gone > 0 {
        let (here, gone) = (events(report.events), events(gone));
        found.push(Finding::wrong(format!("the log has {here}, and its newest backup {gone} that it lacks")));
    }
    if report.settings_damaged {
        found.push(Finding::wrong("the settings are not what was set"));
    }
    if !report.differing.is_empty() {
        let questions = report.differing.iter().map(named);
        let figures = count(report.differing.len(), "question");
        found.push(Finding::wrong(format!(
            "what is remembered of {figures} does not follow from the log: {}",
            listed(questions)
        )));
    }
    if report.miscounted && report.differing.is_empty() {
        let says = "what is remembered is not of as many questions as were counted";
        found.push(Finding::wrong(says));
    }
    if found.is_empty() {
        let log = events(report.events);
        found.push(Finding::fine(format!("{log}, each as it was written, and all that follows from them")));
    }
    if !report.quarantined.is_empty() {
        let aside = events(report.quarantined.len() as u64);
        found.push(Finding::note(format!(
            "{aside} set aside: came in with a known id and other content, and never counted"
        )));
    }
    found
}

fn named(subject: &Subject) -> String {
    format!("{} of {}", subject.question.terminal(), subject.deck.terminal())
}

/// The first of many.
fn listed(all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(NAMED);
    let mut said = all.take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        said += &format!(" and {more} more");
    }
    said
}

/// `unsound` are those of them that cannot be used.
pub(super) fn backups(backups: &[(PathBuf, Day)], unsound: &[PathBuf], events: u64) -> Vec<Finding> {
    let sound = || backups.iter().filter(|(path, _)| !unsound.contains(path));
    let mut found = match sound().next_back() {
        Some((_, day)) => {
            vec![Finding::fine(format!("{}, the newest of {day}", count(sound().count(), "backup")))]
        }
        None if events > 0 && unsound.is_empty() => {
            vec![Finding::note("no backup yet: the next answer makes one")]
        }
        None => Vec::new(),
    };
    if !unsound.is_empty() {
        let names = listed(unsound.iter().map(|path| name(path)));
        found.push(Finding::note(format!(
            "{} of no use, damaged or cut: {names}\ndelete them; the first answer of a day makes a new one",
            count(unsound.len(), "backup")
        )));
    }
    found
}

/// Events that a device has written and that are not here.
pub(super) fn holes(holes: &[(Uuid, Vec<u64>)], own: Uuid) -> Vec<Finding> {
    let say = |(device, numbers): &(Uuid, Vec<u64>)| {
        let (gone, whose) = (events(numbers.len() as u64), whose(*device, own));
        let numbers = listed(numbers.iter().map(u64::to_string));
        Finding::note(format!(
            "{gone} of {whose} not here, number {numbers}: another device, an export or a backup may have them"
        ))
    };
    holes.iter().map(say).collect()
}

/// Folders of progress that belong to no user.
pub(super) fn nobodys(folders: &[PathBuf]) -> Vec<Finding> {
    let say = |path: &PathBuf| Finding::note(format!("{} belongs to no user", text::path(path)));
    folders.iter().map(say).collect()
}

pub(super) fn clocks(clocks: &BTreeMap<Uuid, Clock>, own: Uuid) -> Vec<Finding> {
    let mut found = Vec::new();
    for (device, Clock { back, most, ahead }) in clocks {
        let whose = whose(*device, own);
        if *back > 0 {
            let most = span(*most as f64 / 1000.0);
            let times = if *back == 1 { "once".to_owned() } else { format!("{back} times") };
            found.push(Finding::note(format!(
                "the clock of {whose} was set back {times}, by up to {most}: the order of answers was kept"
            )));
        }
        if *ahead > 0 {
            found.push(Finding::note(format!(
                "{} of {whose} dated after today: its clock was ahead",
                events(*ahead)
            )));
        }
    }
    found
}

/// Questions that are kept back by an answer of a clock that was ahead.
pub(super) fn hidden(questions: &[Subject]) -> Option<Finding> {
    let names = listed(questions.iter().map(named));
    let many = count(questions.len(), "question");
    (!questions.is_empty()).then(|| {
        Finding::note(format!(
            "{many} answered later than today, by a clock that was ahead, and not asked before: {names}\n\
             `shiken study DECK --ahead` asks now, and the days come right"
        ))
    })
}

fn whose(device: Uuid, own: Uuid) -> String {
    if device == own { "this device".to_owned() } else { format!("device {device}") }
}

/// `touched` has the questions no deck has, by deck; a deck that was found has its path behind its id.
pub(super) fn strays(touched: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
    let say = |(deck, questions): (&String, &BTreeSet<String>)| {
        let asked = count(questions.len(), "question");
        match deck.split_once('\n') {
            None => Finding::note(format!(
                "answers to {asked} of {}, a deck that is not found from here",
                text::terminal(deck)
            )),
            Some((deck, path)) => {
                let ids = listed(questions.iter().map(|id| text::terminal(id).into_owned()));
                Finding::note(format!(
                    "answers to {asked} that {} no longer has: {ids}\nif they have new ids, `shiken deck renames {path}` finds them",
                    text::terminal(deck)
                ))
            }
        }
    };
    touched.iter().map(say).collect()
}

/// Exactly what was done.
pub(super) fn mended(mended: &Mended, own: Uuid) -> String {
    let mut said = format!("mended: a new progress file with {} of the damaged one", events(mended.kept));
    for (day, more) in &mended.restored {
        said += &format!(",\n  {} of the backup of {day}", events(*more));
    }
    said += "; all that follows from them was made anew\n";
    for (device, numbers) in &mended.missing {
        let whose = whose(*device, own);
        let gone = count(numbers.len(), "event");
        let numbers = listed(numbers.iter().map(u64::to_string));
        said += &format!(
            "  lost: {gone} of {whose}, number {numbers}; another device or an export may still have them\n"
        );
    }
    if let Some((clock, offset)) = mended.last {
        let local = Timestamp(clock.0.saturating_add(i64::from(offset) * 60_000));
        let last = Calendar::new(TimeZone::UTC, 0).local(local).strftime("%Y-%m-%d %H:%M").to_string();
        said += &if mended.is_cut {
            format!(
                "  lost, perhaps: what came after {last}, the last event found; `shiken sync` or `shiken log import`\n  \
                 brings back what another copy has\n"
            )
        } else {
            format!("  the last event is of {last}\n")
        };
    } else if mended.is_cut {
        said +=
            "  lost: everything; `shiken sync` or `shiken log import` brings back what another copy has\n";
    }
    said += &match &mended.settings {
        Settings::Lost => "  lost: the settings; they are the defaults now\n".to_owned(),
        Settings::From(path) if name(path) != "progress.db" => {
            format!("  the settings are those of the backup {}\n", name(path))
        }
        Settings::From(_) | Settings::Defaults => String::new(),
    };
    if let Some(aside) = &mended.aside {
        said += &format!("  the damaged file is kept as {}\n", text::path(aside));
    }
    said
}

/// The name of a file without its folders, as a person reads it.
pub(super) fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| text::path(Path::new(name)))
}
