//! An exam made ready to be planned: the goal, the questions, and what the log tells of the student.

use std::collections::BTreeSet;

use super::desk::Desk;
use super::today::Today;
use crate::error::Result;
use crate::event::{Body, Course, Foreseen, Goal};
use crate::library::Shelf;
use crate::memory::Answer;
use crate::plan::planner::{self, Choice, Plan, Planner};
use crate::plan::price::Price;
use crate::plan::{Forecast, Moment, evidence};
use crate::terminal::plan::{Headline, Score};
use crate::text::Text;
use crate::time::Day;

/// Below so many answers to the questions of an exam, what is foreseen is that of an average student.
pub(super) const ENOUGH: usize = 30;

/// A rest of the day below so many seconds is none.
const LEAST_SECONDS: f32 = 30.0;

/// Answers whose moments tell how much time is spent beside answering.
const MOMENTS: u32 = 2000;

/// An exam that is planned for.
pub(super) struct Preparation {
    pub goal: Goal,
    pub today: Day,
    pub planner: Planner,
    /// What the plan before rested on.
    pub previous: Option<Choice>,
    /// Seconds left for today.
    pub seconds_today: f32,
    /// Answers to its questions that counted.
    pub answers: usize,
    /// Questions that it is about.
    pub questions: usize,
    /// See [`Today::fingerprint`].
    fingerprint: u32,
    last: Option<(Day, Foreseen)>,
}

impl Preparation {
    /// Makes `goal` ready, whose decks are those of the shelf. `limit` is how many seconds shall be left for today,
    /// if not what the goal leaves.
    pub fn of(desk: &Desk<'_>, shelf: &Shelf, state: &Today, goal: Goal, limit: Option<f32>) -> Result<Self> {
        let today = desk.today();
        let log = Log::read(desk, &goal, today)?;
        let daily = goal.minutes as f32 * 60.0;
        let left = daily - log.spent as f32;
        let left = if (0.0..LEAST_SECONDS).contains(&left) { 0.0 } else { left };
        let seconds_today = limit.unwrap_or(left);
        let days_past = today.since(goal.since);
        let done = log.days.iter().filter(|day| (goal.since..today).contains(day)).count();
        let aim = planner::Goal {
            days_left: goal.exam.since(today),
            seconds_a_day: daily,
            seconds_today,
            days_past,
            days_skipped: days_past.saturating_sub(u32::try_from(done).unwrap_or(u32::MAX)),
        };
        let questions = state.questions(shelf, today);
        // One seed a day: what is asked twice is answered alike.
        let planner = Planner::new(&questions, &log.student, &aim, u64::from(today.0.cast_unsigned()));
        let last = desk.store.forecasts(&goal.decks, goal.exam)?.pop();
        let fingerprint = state.fingerprint(shelf);
        let previous = last.as_ref().and_then(|(day, made)| choice(*day, made, fingerprint));
        let questions = questions.iter().filter(|question| question.marks > 0.0).count();
        let (answers, seconds_today) = (log.answers, seconds_today.max(0.0));
        Ok(Self { goal, today, planner, previous, seconds_today, answers, questions, fingerprint, last })
    }

    /// Today's list.
    pub fn plan(&mut self) -> Plan {
        let plan = self.planner.plan(self.previous.as_ref());
        self.previous = Some(plan.choice);
        plan
    }

    /// Keeps a forecast that is shown, unless it is the last one of today once more.
    pub fn keep(&mut self, desk: &mut Desk<'_>, choice: &Choice, forecast: &Forecast) -> Result<()> {
        let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let goal = &self.goal;
        let made = Foreseen {
            decks: goal.decks.clone(),
            exam: goal.exam,
            minutes: goal.minutes,
            now: rounded(self.planner.now()),
            expected: rounded(forecast.score),
            low: rounded(forecast.low),
            high: rounded(forecast.high),
            questions: whole(self.questions),
            answers: whole(self.answers),
            price: choice.price.code(),
            chosen: Day(goal.exam.0.saturating_sub(choice.chosen_days_left.cast_signed())),
            fingerprint: Some(self.fingerprint),
        };
        let made = (self.today, made);
        if self.last.as_ref() == Some(&made) {
            return Ok(());
        }
        desk.save(Body::Forecast(made.1.clone()))?;
        self.last = Some(made);
        Ok(())
    }

    /// True if there are enough answers to say something of this student.
    pub fn is_known(&self) -> bool {
        self.answers >= ENOUGH
    }

    /// Whole minutes left for today: 1 at least, if any time is left.
    pub fn minutes_left(&self) -> u32 {
        (self.seconds_today / 60.0).round() as u32
    }

    /// What a session begins with.
    pub fn headline(&self, forecast: &Forecast, questions: usize) -> Headline {
        Headline {
            exam: self.goal.exam,
            days: self.goal.exam.since(self.today),
            score: self.is_known().then(|| score(forecast)),
            minutes_left: self.minutes_left(),
            questions,
        }
    }
}

pub(super) fn score(forecast: &Forecast) -> Score {
    let Forecast { score, low, high, .. } = forecast;
    Score { expected: f64::from(*score), low: f64::from(*low), high: f64::from(*high) }
}

/// To a hundredth of a point: what is behind it is luck.
fn rounded(share: f32) -> f64 {
    (f64::from(share) * 1e4).round() / 1e4
}

/// What a plan made on `day` rested on. If the deck was another one, it is only what a new choice begins with.
fn choice(day: Day, made: &Foreseen, fingerprint: u32) -> Option<Choice> {
    let same = made.fingerprint.is_none_or(|known| known == fingerprint);
    Some(Choice {
        price: Price::from_code(made.price)?,
        chosen_days_left: made.exam.since(made.chosen),
        used_days_left: made.exam.since(day),
        seconds_a_day: made.minutes as f32 * 60.0,
        questions: if same { made.questions as usize } else { usize::MAX },
    })
}

/// What the log tells.
struct Log {
    student: planner::Student,
    /// Days with answers to the questions of the exam.
    days: BTreeSet<Day>,
    /// Answers to these that counted.
    answers: usize,
    /// Seconds spent on these today.
    spent: f64,
}

impl Log {
    fn read(desk: &Desk<'_>, goal: &Goal, today: Day) -> Result<Self> {
        let moments = desk.store.moments(MOMENTS)?;
        let is_own = |deck: &Text| goal.decks.contains(deck);
        // What lies between two answers belongs to the second: other decks may have been studied before it.
        let of_today = || moments.iter().filter(|(_, moment)| moment.day == today);
        let each = evidence::seconds_each(of_today().map(|(_, moment)| *moment));
        let own_today = of_today().zip(each).filter(|((deck, _), _)| is_own(deck));
        let spent = own_today.map(|(_, seconds)| seconds).sum();
        let moments: Vec<Moment> = moments.iter().map(|(_, moment)| *moment).collect();
        let all = desk.store.answers(None)?;
        let lists = all.iter().map(|(_, answers)| answers.as_slice());
        let student = evidence::student(lists, evidence::overhead(&moments), desk.scheduler());
        let own = || all.iter().filter(|(subject, _)| is_own(&subject.deck)).flat_map(|(_, answers)| answers);
        Ok(Self {
            student,
            days: own().map(|answer: &Answer| answer.day).collect(),
            answers: own().filter(|answer| answer.counted.is_some()).count(),
            spent,
        })
    }
}

/// True if `goal` decides today what to study.
pub(super) fn is_followed(goal: &Goal, today: Day) -> bool {
    goal.course == Course::Active && goal.exam > today
}
