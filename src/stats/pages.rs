//! The pages of `shiken stats` and of the report: which pictures stand on which, made of rows given as arguments.

mod hard;
mod memory;

use std::sync::Arc;

use super::activity::{Activity, Background};
use super::calendar::{self, DUE_DAYS, Year};
use super::figures::{Answer, Known};
use super::hours::{self, Spent, WEEKDAYS};
use super::meaning;
use super::picture::{Bar, Cell, Chance, Note, Picture, Shape, count, span};
use super::sessions::Sitting;
use crate::memory::Scheduler;
use crate::text::Text;
use crate::time::Day;

/// Said in place of figures on answers.
const NO_ANSWERS: &str = "No answers yet.";

/// A page of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The days of a year, and what falls due.
    Calendar,
    /// What is recalled, and what the model foresaw.
    Memory,
    /// By tag, kind of term and chapter.
    Topics,
    /// Hard questions, leeches and confusions.
    Hard,
    /// By hour and day.
    Time,
    /// The history of sessions.
    Sessions,
}

impl Page {
    /// Every page, in the order of the report.
    pub const ALL: [Self; 6] =
        [Self::Calendar, Self::Memory, Self::Topics, Self::Hard, Self::Time, Self::Sessions];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Memory => "memory",
            Self::Topics => "topics",
            Self::Hard => "hard",
            Self::Time => "time",
            Self::Sessions => "sessions",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Calendar => "Calendar",
            Self::Memory => "Memory",
            Self::Topics => "Topics",
            Self::Hard => "What is hard",
            Self::Time => "Time",
            Self::Sessions => "Sessions",
        }
    }

    /// The page of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.name() == name)
    }
}

/// What the decks say of a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// The deck's id.
    pub deck: Text,
    /// The question's id.
    pub question: Text,
    /// What is asked; blank if the deck is not at hand.
    pub prompt: Text,
    /// The kind of the term it is about, if it is about one.
    pub kinds: Vec<Arc<str>>,
    /// The chapter it stands in, if the deck has chapters.
    pub chapters: Vec<Arc<str>>,
}

/// What is taken for something else, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The right answer.
    pub right: Text,
    /// What was given instead.
    pub given: Text,
    /// The question's id.
    pub question: Text,
    /// How often.
    pub times: u32,
    /// The study day of the last time.
    pub last: Day,
}

/// All that pages are made of. What a page does not show may be empty.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The answers.
    pub answers: &'a [Answer],
    /// The questions.
    pub questions: &'a [Known<'a>],
    /// What the decks say of the questions, one for one; only for topics and what is hard.
    pub sheets: &'a [Sheet],
    /// Only for what is hard.
    pub confusions: &'a [Pair],
    /// Only for sessions.
    pub sittings: &'a [Sitting],
    /// What counts for streaks besides.
    pub background: &'a Background,
    /// The day on which the parameters of the memory model were fitted to answers of this log; `None` for the defaults.
    pub fitted: Option<Day>,
    /// The first day that answers are of; `None` if they are all.
    pub since: Option<Day>,
    /// The study day.
    pub today: Day,
    /// What gives the chance of recall.
    pub scheduler: &'a Scheduler,
}

impl Material<'_> {
    /// The pictures of a page.
    pub fn pictures(&self, page: Page) -> Vec<Picture> {
        match page {
            Page::Calendar => self.calendar(),
            Page::Memory => self.memory(),
            Page::Topics => self.topics(),
            Page::Hard => self.hard(),
            Page::Time => self.time(),
            Page::Sessions => vec![self.sessions()],
        }
    }

    fn activity(&self) -> Activity {
        Activity::of(
            self.answers.iter().map(|answer| (answer.day, answer.seconds)),
            self.background,
            self.today,
        )
    }

    fn calendar(&self) -> Vec<Picture> {
        let activity = self.activity();
        let year = Year::of(&activity, self.today, self.since);
        let streak = format!(
            "{} of {} days with answers; {} in a row now, {} at most",
            year.studied(),
            year.days(),
            count(activity.streak_days as usize, "day"),
            activity.longest_streak_days,
        );
        let due = calendar::due(self.questions, self.today);
        let sum: u32 = due.iter().sum();
        let days = (0..).zip(due).map(|(ahead, due)| Bar::new(self.today.plus(ahead).to_string(), due));
        vec![
            Picture {
                key: "year",
                title: "A year of days",
                meaning: meaning::YEAR,
                behind: streak,
                shape: unless(activity.days.is_empty(), NO_ANSWERS, Shape::Year(year)),
            },
            Picture {
                key: "due",
                title: "Due in the next 30 days",
                meaning: meaning::DUE,
                behind: format!("{}, {DUE_DAYS} days", count(sum as usize, "question")),
                shape: unless(sum == 0, "Nothing falls due.", Shape::Columns(days.collect(), "questions")),
            },
        ]
    }

    fn time(&self) -> Vec<Picture> {
        let found = hours::hours(self.answers);
        let days = hours::last_days(&self.activity(), self.today);
        let minutes: f64 = days.iter().map(|(_, _, minutes)| minutes).sum();
        let recent: u32 = days.iter().map(|(_, answers, _)| answers).sum();
        let all = count(self.answers.len(), "answer");
        let shown = |none: bool, shape| unless(none, NO_ANSWERS, shape);
        let by = |value: fn(&(Day, u32, f64)) -> f64| {
            days.iter().map(|day| Bar::new(day.0.to_string(), value(day))).collect::<Vec<_>>()
        };
        let hour = |(nth, spent): (usize, &Spent)| {
            (spent.answers > 0).then(|| spent_row(format!("{nth:02}:00"), spent))
        };
        let day = |(name, spent): (&&str, &Spent)| spent_row((*name).to_owned(), spent);
        let none = self.answers.is_empty();
        let pictures = [
            (
                "days",
                "Answers, last 30 days",
                meaning::DAYS_ANSWERS,
                count(recent as usize, "answer"),
                shown(recent == 0, Shape::Columns(by(|day| f64::from(day.1)), "answers")),
            ),
            (
                "minutes",
                "Minutes, last 30 days",
                meaning::DAYS_MINUTES,
                span(minutes * 60.0),
                shown(recent == 0, Shape::Columns(by(|day| day.2), "minutes")),
            ),
            (
                "hours",
                "By hour",
                meaning::HOURS,
                all.clone(),
                shown(none, Shape::Chances(found.hours.iter().enumerate().filter_map(hour).collect())),
            ),
            (
                "weekdays",
                "By day of the week",
                meaning::WEEKDAYS,
                all,
                shown(none, Shape::Chances(WEEKDAYS.iter().zip(&found.weekdays).map(day).collect())),
            ),
        ];
        pictures
            .map(|(key, title, meaning, behind, shape)| Picture { key, title, meaning, behind, shape })
            .into()
    }

    fn sessions(&self) -> Picture {
        let row = |sitting: &Sitting| {
            let decks: Vec<&str> = sitting.decks.iter().map(Text::raw).collect();
            vec![
                Cell::Text(Text::from(format!(
                    "{} {:02}:{:02}",
                    sitting.date,
                    sitting.minute / 60,
                    sitting.minute % 60
                ))),
                Cell::Minutes(sitting.seconds / 60.0),
                Cell::Count(sitting.answers),
                Cell::Hits(sitting.right),
                Cell::Text(Text::from(decks.join(", "))),
            ]
        };
        let rows = self.sittings.iter().map(row).collect();
        let header = vec!["began", "minutes", "answers", "right at first", "decks"];
        Picture {
            key: "sessions",
            title: "The last sessions",
            meaning: meaning::SESSIONS,
            behind: count(self.sittings.len(), "session"),
            shape: unless(self.sittings.is_empty(), "No sessions yet.", Shape::Rows(header, rows)),
        }
    }
}

/// `shape`, unless it would say nothing: then why.
fn unless(nothing: bool, why: &str, shape: Shape) -> Shape {
    if nothing { Shape::Withheld(why.to_owned()) } else { shape }
}

fn spent_row(label: String, spent: &Spent) -> Chance {
    let note = Note::Spent(spent.answers, spent.seconds);
    Chance { label: label.into(), share: spent.right, foreseen: None, note }
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
