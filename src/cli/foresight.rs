//! What has become of the forecasts: read from the log, for `shiken plan`.

use serde_json::{Value, json};

use super::desk::Desk;
use super::sittings::sittings;
use crate::error::Result;
use crate::event::{Foreseen, Goal};
use crate::exam::{Sitting, marks};
use crate::memory::Answer;
use crate::plan::evidence::{RECENT, days};
use crate::question::ask::Rating;
use crate::stats::foresight::{self, ENOUGH_ANSWERS, Record, Sat, Seen};
use crate::time::Day;

/// How many days before an exam the forecast must have been made that is held against its score: the last one,
/// and the last one that is at least a week old.
const BEFORE: [u32; 2] = [1, 7];

/// What was foreseen, and what came of it.
pub(super) struct Past {
    /// Answers to the questions of the exam that a chance had been foreseen of.
    pub answers: usize,
    /// Chances against answers; `None` while there are too few.
    pub record: Option<Record>,
    /// Forecasts against scores, the oldest exam first.
    pub exams: Vec<Sat>,
}

impl Past {
    /// That of the decks of a goal; what other decks have shown of the student is taken into account.
    pub fn of(desk: &Desk<'_>, goal: &Goal) -> Result<Self> {
        let told = desk.store.foreseen(u32::try_from(RECENT).unwrap_or(u32::MAX))?;
        let mut seen: Vec<Seen> = Vec::new();
        for (subject, answers) in desk.store.answers(None)? {
            let counts = goal.decks.contains(&subject.deck);
            let then = |day: Day| told.get(&(subject.clone(), day)).copied();
            seen.extend(days(&answers).filter_map(|(_, first, foreseen)| {
                let retrievability = then(first.day).or(foreseen.retrievability)?;
                foreseen.retrievability.map(|_| self::seen(first, retrievability, counts))
            }));
        }
        seen.sort_by_key(|seen| std::cmp::Reverse(seen.day));
        seen.truncate(RECENT);
        let answers = seen.iter().filter(|seen| seen.counts).count();
        let record = foresight::record(seen, desk.scheduler().decay());
        let mut exams = exams(desk, &desk.store.scored()?)?;
        exams.extend(mocks(desk, goal)?);
        exams.sort_by_key(|sat| (sat.day, sat.days_before));
        Ok(Self { answers, record, exams })
    }

    /// The same as data.
    pub fn json(&self) -> Value {
        let bin = |bin: &foresight::Bin| {
            json!({
                "from": bin.low, "below": bin.high, "answers": bin.recalled.of, "foreseen": bin.foreseen,
                "right": bin.recalled.value(), "interval": bin.recalled.interval(),
            })
        };
        let record = self.record.as_ref().map(|record| {
            json!({
                "foreseen": record.foreseen, "right": record.recalled.value(),
                "interval": record.recalled.interval(), "brier": record.brier,
                "brier_of_share": record.brier_of_share,
                "mean_error_points": (record.foreseen - record.recalled.value()) * 100.0,
                "bins": record.bins.iter().map(bin).collect::<Vec<_>>(),
            })
        });
        let exam = |sat: &Sat| {
            let between = sat.between.map(|(low, high)| json!([low, high]));
            json!({
                "date": sat.day.to_string(), "mock": sat.mock, "days_before": sat.days_before, "foreseen": sat.foreseen,
                "between": between, "scored": sat.scored,
            })
        };
        json!({
            "answers": self.answers, "needed": ENOUGH_ANSWERS, "chances": record,
            "exams": self.exams.iter().map(exam).collect::<Vec<_>>(),
            "mean_error_points": foresight::mean_error(&self.exams),
        })
    }
}

fn seen(first: &Answer, retrievability: f32, counts: bool) -> Seen {
    Seen { day: first.day, retrievability, recalled: first.rating != Rating::Again, counts }
}

/// The forecasts of exams whose score the student has told.
pub(super) fn exams(desk: &Desk<'_>, scored: &[Goal]) -> Result<Vec<Sat>> {
    let mut exams = Vec::new();
    for goal in scored {
        let made = desk.store.forecasts(&goal.decks, goal.exam)?;
        let scored = f64::from(goal.scored.unwrap_or(0)) / 100.0;
        let last = BEFORE
            .map(|least| made.iter().rev().find(|(day, made)| known(made) && goal.exam.since(*day) >= least));
        let mut days: Vec<Day> = Vec::new();
        for (day, made) in last.into_iter().flatten() {
            if !days.contains(day) {
                days.push(*day);
                exams.push(sat(goal.exam, *day, made, scored));
            }
        }
    }
    Ok(exams)
}

/// Mock exams of the only deck of a goal, each against what was foreseen last of an exam sat at that moment.
fn mocks(desk: &Desk<'_>, goal: &Goal) -> Result<Vec<Sat>> {
    let [deck] = goal.decks.as_slice() else { return Ok(Vec::new()) };
    let made = desk.store.forecasts(&goal.decks, goal.exam)?;
    let known: Vec<&(Day, Foreseen)> = made.iter().filter(|(_, made)| known(made)).collect();
    let sat = |sitting: Sitting| {
        let day = desk.calendar.day(sitting.begun);
        let (_, closing) = sitting.marks.as_ref().filter(|_| sitting.paper.deck == *deck)?;
        let percent = marks::total(&sitting.paper, &closing.scores).percent?;
        // Later ones of the same day may know how it went.
        let same_day = known.iter().find(|(made, _)| *made == day);
        let (then, made) = same_day.or_else(|| known.iter().rfind(|(made, _)| *made < day))?;
        let (days_before, scored) = (day.since(*then), percent / 100.0);
        Some(Sat { day, mock: true, days_before, foreseen: made.now, between: None, scored })
    };
    Ok(sittings(desk)?.into_iter().filter_map(sat).collect())
}

/// True if enough was known of the student for the forecast to be shown as one.
fn known(made: &Foreseen) -> bool {
    made.answers as usize >= super::prepare::ENOUGH
}

fn sat(exam: Day, day: Day, made: &Foreseen, scored: f64) -> Sat {
    let between = Some((made.low, made.high));
    Sat { day: exam, mock: false, days_before: exam.since(day), foreseen: made.expected, between, scored }
}
