//! The pages of `shiken stats` and of the report: which pictures stand on which, made of rows given as arguments.

use std::sync::Arc;

use super::activity::Activity;
use super::calendar::{self, DUE_DAYS, Year};
use super::figures::{Answer, Known};
use super::foresight::ENOUGH_ANSWERS;
use super::hours::{self, Spent, WEEKDAYS};
use super::picture::{Bar, Cell, Chance, Picture, Shape, count, of_all};
use super::sessions::Sitting;
use super::share::{ENOUGH, Share};
use super::spread::{self, ENOUGH_MEMORIES};
use super::topics::{Topic, topics};
use super::{hard, meaning, recall};
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
        Activity::of(self.answers.iter().map(|answer| (answer.day, answer.seconds)), self.today)
    }

    fn calendar(&self) -> Vec<Picture> {
        let activity = self.activity();
        let year = Year::of(&activity, self.today);
        let streak = format!(
            "{} of {} days with answers; {} in a row now, {} at most",
            year.studied(),
            year.answers.len(),
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

    fn memory(&self) -> Vec<Picture> {
        let mut pictures = recalled(self.answers, self.today);
        let spread = spread::spread(self.questions, self.today, self.scheduler);
        let behind = count(spread.questions as usize, "question");
        let enough = spread.questions >= ENOUGH_MEMORIES;
        let classes = |names: &[&str], counts: &[u32]| {
            let bars = names.iter().zip(counts).map(|(name, count)| Bar::new(*name, *count)).collect();
            unless(
                !enough,
                &format!("Too few to say: it takes {ENOUGH_MEMORIES} questions answered."),
                Shape::Bars(bars),
            )
        };
        let of_each = [
            ("chances", "Chance of recall today", meaning::CHANCES, classes(&spread::CHANCE, &spread.chance)),
            ("stability", "Stability", meaning::STABILITY, classes(&spread::STABILITY, &spread.stability)),
            (
                "difficulty",
                "Difficulty",
                meaning::DIFFICULTY,
                classes(&spread::DIFFICULTY, &spread.difficulty),
            ),
        ];
        pictures.extend(of_each.map(|(key, title, meaning, shape)| Picture {
            key,
            title,
            meaning,
            behind: behind.clone(),
            shape,
        }));
        pictures
    }

    fn topics(&self) -> Vec<Picture> {
        let (answers, questions) = (self.answers, self.questions);
        let sheet = |nth: usize| self.sheets.get(nth);
        let tags = |nth: usize| questions.get(nth).map_or(&[][..], |known| known.tags);
        let kinds = |nth: usize| sheet(nth).map_or(&[][..], |sheet| &sheet.kinds[..]);
        let chapters = |nth: usize| sheet(nth).map_or(&[][..], |sheet| &sheet.chapters[..]);
        let tags = topics(answers, questions, tags, self.today, self.scheduler);
        let kinds = topics(answers, questions, kinds, self.today, self.scheduler);
        let chapters = topics(answers, questions, chapters, self.today, self.scheduler);
        vec![
            by_topic("tags", "By tag", &tags),
            by_topic("kinds", "By kind of term", &kinds),
            by_topic("chapters", "By chapter", &chapters),
        ]
    }

    fn hard(&self) -> Vec<Picture> {
        let hardest = hard::hardest(self.answers, self.questions);
        let leeches = hard::leeches(self.answers, self.questions);
        let right = |hard: &hard::Hard| of_all(hard.right);
        let lapses = |hard: &hard::Hard| format!("{} in {:.0} min", hard.lapses, hard.minutes);
        let pairs = self.confusions;
        let times: u32 = pairs.iter().map(|pair| pair.times).sum();
        let rows = pairs.iter().map(|pair| {
            let words = [&pair.given, &pair.right].map(|text| Cell::Text(text.clone()));
            let [given, right] = words;
            vec![given, right, Cell::count(pair.times), Cell::Figure(pair.last.to_string())]
        });
        let header = vec!["you answer", "for", "times", "last"];
        vec![
            self.listed("hardest", "Hardest questions", meaning::HARDEST, &hardest, ("right", &right)),
            self.listed("leeches", "Leeches", meaning::LEECHES, &leeches, ("forgotten", &lapses)),
            Picture {
                key: "confusions",
                title: "Taken for one another",
                meaning: meaning::CONFUSIONS,
                behind: count(times as usize, "wrong answer"),
                shape: unless(
                    pairs.is_empty(),
                    "Nothing was taken for the same other thing twice.",
                    Shape::Rows(header, rows.collect()),
                ),
            },
        ]
    }

    fn listed(
        &self,
        key: &'static str,
        title: &'static str,
        meaning: &'static str,
        all: &[hard::Hard],
        (column, figure): (&'static str, &dyn Fn(&hard::Hard) -> String),
    ) -> Picture {
        let rows = all.iter().take(hard::MOST).map(|hard| {
            let sheet = self.sheets.get(hard.question).cloned().unwrap_or_default();
            vec![Cell::Text(sheet.question), Cell::Text(sheet.prompt), Cell::Figure(figure(hard))]
        });
        let takes =
            if key == "leeches" { "None." } else { "None so far: it takes 5 first answers to a question." };
        let shape = Shape::Rows(vec!["question", "asks", column], rows.collect());
        let more = if all.len() > hard::MOST { format!(", {} shown", hard::MOST) } else { String::new() };
        let behind = count(all.len(), "question") + &more;
        Picture { key, title, meaning, behind, shape: unless(all.is_empty(), takes, shape) }
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
                format!("{minutes:.0} min"),
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
            let Share { hits, of } = sitting.right;
            let decks: Vec<&str> = sitting.decks.iter().map(Text::raw).collect();
            vec![
                Cell::Text(Text::from(format!(
                    "{} {:02}:{:02}",
                    sitting.day,
                    sitting.minute / 60,
                    sitting.minute % 60
                ))),
                Cell::Figure(format!("{:.0}", sitting.seconds / 60.0)),
                Cell::count(sitting.answers),
                Cell::Figure(if of == 0 { "practice".to_owned() } else { format!("{hits} of {of}") }),
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
    let note = format!("{}, {:.0} min", count(spent.answers as usize, "answer"), spent.minutes());
    Chance { label: label.into(), share: spent.right, foreseen: None, note }
}

/// Retention, the same by week, and calibration.
fn recalled(answers: &[Answer], today: Day) -> Vec<Picture> {
    let found = recall::recall(answers, today);
    let n = found.all.recalled.of;
    let behind = count(n as usize, "answer");
    let row = |label: &str, retention: super::Retention| Chance {
        label: label.into(),
        share: retention.recalled,
        foreseen: (retention.recalled.of > 0).then_some(retention.predicted),
        note: String::new(),
    };
    let kinds = [("all", found.all), ("young", found.young), ("mature", found.mature)];
    let kinds = kinds.map(|(label, retention)| row(label, retention)).into();
    let weeks = found.weeks.iter().map(|week| row(&week.monday.to_string(), week.retention)).collect();
    let takes = format!("Too few to say: it takes {ENOUGH} answers after a day or more.");
    let shown = |shape| unless(n < ENOUGH, &takes, shape);
    let record = recall::calibration(answers);
    let brier = record.as_ref().map_or(String::new(), |record| {
        format!(
            "; Brier score {:.3}, {:.3} if the same were said every time",
            record.brier, record.brier_of_share
        )
    });
    let bins = record.iter().flat_map(|record| &record.bins).map(|bin| Chance {
        label: format!("{:.0} to {:.0} %", bin.low * 100.0, bin.high * 100.0).into(),
        share: bin.recalled,
        foreseen: Some(bin.foreseen),
        note: String::new(),
    });
    let bins = unless(
        record.is_none(),
        &format!("Too few to say: it takes {ENOUGH_ANSWERS} answers after a day or more."),
        Shape::Chances(bins.collect()),
    );
    let pictures = [
        ("retention", "Recalled", meaning::RETENTION_KINDS, behind.clone(), shown(Shape::Chances(kinds))),
        ("weeks", "Recalled by week", meaning::WEEKS, behind.clone(), shown(Shape::Chances(weeks))),
        ("calibration", "Calibration", meaning::CALIBRATION, behind + &brier, bins),
    ];
    pictures.map(|(key, title, meaning, behind, shape)| Picture { key, title, meaning, behind, shape }).into()
}

fn by_topic(key: &'static str, title: &'static str, topics: &[Topic]) -> Picture {
    let row = |topic: &Topic| {
        let recall = topic.retrievability.map(|share| format!(", {:.0} % recall today", share * 100.0));
        let note = format!("{} of {} seen{}", topic.seen, topic.questions, recall.unwrap_or_default());
        Chance { label: Text::from(&*topic.name), share: topic.right, foreseen: None, note }
    };
    let firsts: u32 = topics.iter().map(|topic| topic.right.of).sum();
    let takes = match key {
        "tags" => "No question has a tag.",
        "kinds" => "No question is about a term.",
        _ => "No deck has chapters.",
    };
    Picture {
        key,
        title,
        meaning: meaning::TOPICS,
        behind: count(firsts as usize, "first answer"),
        shape: unless(topics.is_empty(), takes, Shape::Chances(topics.iter().map(row).collect())),
    }
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
