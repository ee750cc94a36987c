//! What to study until the exam: with a date and some minutes a day, what raises the expected score most.
//!
//! Time left is given a price ([`super::price`]), chosen by trial runs ([`super::trial`]) on the real state of the
//! deck ([`super::choose`]); today's list is what gains most per second at that price, counting what can still be
//! done later. Questions are those of one exam, of however many decks. A plan follows from their state alone, so
//! they may appear or vanish at any time. Asking in a good order is left to [`super::queue`] and the session.

use super::calibrate::Calibration;
use super::choose::{Contest, Shelf};
use super::field::{Field, SAMPLE};
use super::forecast::Forecast;
use super::habits::{Costs, Habits};
use super::kernel::{Kernel, Model};
use super::price::Price;
use super::trial::{Budget, Policy, Stage, today};
use crate::memory::{Memory, Scheduler};

/// Days to the exam at most; farther off, nothing would be planned better.
pub const MOST_DAYS: u32 = 3650;

/// A choice of the price is made anew after so many days.
const KEEP_DAYS: u32 = 3;

/// Trials of a forecast.
const TRIALS: usize = 16;

/// A question of the exam.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// What is remembered; `None` if it was never answered.
    pub memory: Option<Memory>,
    /// Days since the last counted answer; 0 is today, and then it is not asked again before tomorrow.
    pub elapsed_days: u32,
    /// What it counts in the exam, above 0; else it is left out.
    pub marks: f32,
}

/// The exam, and the time until then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// Days from today to the exam, which is in the morning: 1 is tomorrow.
    pub days_left: u32,
    /// Seconds of study on each day after today.
    pub seconds_a_day: f32,
    /// Seconds left for today.
    pub seconds_today: f32,
    /// Days since the goal was set, today not counted. One in ten is expected to be skipped at first; then what
    /// is seen counts.
    pub days_past: u32,
    /// On how many of these nothing was done.
    pub days_skipped: u32,
}

/// Who prepares for the exam.
#[derive(Debug, Clone)]
pub struct Student {
    /// The memory model with the student's parameters.
    pub scheduler: Scheduler,
    /// What answers cost.
    pub costs: Costs,
    /// Which ratings are given.
    pub habits: Habits,
    /// What is known of how much longer things are kept than foreseen.
    pub calibration: Calibration,
}

/// What a plan rests on, to be kept and given to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The price of time.
    pub price: Price,
    /// Days left when it was chosen.
    pub chosen_days_left: u32,
    /// Days left when it was used last.
    pub used_days_left: u32,
    /// Seconds a day that it was chosen for.
    pub seconds_a_day: f32,
    /// How many questions it was chosen for.
    pub questions: usize,
}

impl Choice {
    /// True if it may be used once more: not after three days, a skipped day, or a change of the goal or deck.
    fn holds(&self, goal: &Goal, questions: usize) -> bool {
        let passed = |since: u32| since.checked_sub(goal.days_left);
        passed(self.chosen_days_left).is_some_and(|days| days < KEEP_DAYS)
            && passed(self.used_days_left).is_some_and(|days| days <= 1)
            && (self.seconds_a_day - goal.seconds_a_day).abs() <= 0.01 * goal.seconds_a_day
            && self.questions == questions
    }
}

/// A question to ask today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// Its index among the questions.
    pub index: usize,
    /// What it is expected to take.
    pub seconds: f32,
    /// What it adds to the expected score per second, 1 being all marks, counting what can still be done later.
    pub gain: f32,
}

/// Today's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// All that is worth asking today, the most first. If there is time for more than is foreseen, go on.
    pub today: Vec<Pick>,
    /// How many of these fit into today's seconds, the one that exceeds them included.
    pub fits: usize,
    /// What it rests on.
    pub choice: Choice,
}

/// The answer to how much time a target needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Needed {
    /// Seconds a day.
    Seconds(f32),
    /// Even the most time does not suffice.
    OutOfReach {
        /// The score to expect with that.
        most: f32,
    },
}

/// Plans for one exam as things stand now.
#[derive(Debug)]
pub struct Planner {
    questions: Vec<Question>,
    goal: Goal,
    model: Model,
    calibration: Calibration,
    kernel: Kernel,
    field: Field,
    shelf: Shelf,
    seed: u64,
}

impl Planner {
    /// Makes the questions ready. `seed` decides the luck of trial runs, and nothing else.
    pub fn new(questions: &[Question], student: &Student, goal: &Goal, seed: u64) -> Self {
        let goal = goal.sound();
        let model = Model {
            scheduler: student.scheduler.clone(),
            costs: student.costs.sound(),
            habits: student.habits.sound(),
            factor: student.calibration.factor(),
        };
        let kernel = Kernel::new(&model, goal.days_left);
        let field = Field::new(questions, &model, &kernel, SAMPLE, seed);
        let calibration = student.calibration.clone();
        let (questions, shelf) = (questions.to_vec(), Shelf::default());
        Self { questions, goal, model, calibration, kernel, field, shelf, seed }
    }

    /// Today's list. `previous` is the choice of the plan before, if there was one; it is kept while it holds.
    pub fn plan(&mut self, previous: Option<&Choice>) -> Plan {
        let choice = self.choose(previous);
        let all = Field::new(&self.questions, &self.model, &self.kernel, usize::MAX, self.seed);
        let Self { kernel, model, shelf, goal, .. } = self;
        let stage = Stage { field: &all, kernel, model, budget: goal.budget(all.share) };
        let tables = shelf.tables(&stage, choice.price);
        let policy = Policy { paths: all.paths(&self.kernel, &tables).into(), tables };
        let marks: f32 = all.cards.iter().map(|card| card.marks).sum();
        let list = today(&all, &policy);
        let pick = |(gain, card, prospect): (f32, &super::field::Card, &super::kernel::Prospect)| Pick {
            index: card.index,
            seconds: prospect.seconds,
            gain: gain / marks,
        };
        let today: Vec<Pick> = list.into_iter().map(pick).collect();
        let fits = fitting(&today, self.goal.seconds_today);
        Plan { today, fits, choice }
    }

    /// The price to plan with.
    fn choose(&mut self, previous: Option<&Choice>) -> Choice {
        let (days, questions) = (self.goal.days_left, self.questions.len());
        if let Some(choice) = previous.filter(|choice| choice.holds(&self.goal, questions)) {
            return Choice { used_days_left: days, ..*choice };
        }
        let price = self.price(self.goal, previous.map(|choice| choice.price));
        let seconds_a_day = self.goal.seconds_a_day;
        Choice { price, chosen_days_left: days, used_days_left: days, seconds_a_day, questions }
    }

    /// What to expect if the goal is followed as planned with `choice`.
    pub fn forecast(&mut self, choice: &Choice) -> Forecast {
        self.foresee(self.goal, choice.price)
    }

    /// The score to expect of an exam sat at this moment, 0 to 1.
    pub fn now(&self) -> f32 {
        let marks: f32 = self.questions.iter().map(|question| question.marks.max(0.0)).sum();
        let recall = |question: &Question| {
            let memory = self.model.scaled(question.memory?);
            Some(self.model.scheduler.retrievability(memory, question.elapsed_days) * question.marks.max(0.0))
        };
        self.questions.iter().filter_map(recall).sum::<f32>() / marks.max(f32::MIN_POSITIVE)
    }

    /// What to expect if nothing more is done today.
    pub fn if_skipped_today(&mut self, choice: &Choice) -> Forecast {
        let goal = Goal { seconds_today: 0.0, ..self.goal };
        let price = self.price(goal, Some(choice.price));
        self.foresee(goal, price)
    }

    /// What to expect with another number of seconds a day; today's are in proportion.
    pub fn at(&mut self, seconds_a_day: f32, choice: &Choice) -> Forecast {
        let goal = self.goal.with(seconds_a_day);
        let price = self.price(goal, Some(choice.price));
        self.foresee(goal, price)
    }

    /// The seconds a day for an expected score of `target`, 0 to 1, of at most `most_seconds_a_day`. Without a
    /// limit the model's answer would be to learn everything on the last day.
    pub fn needed(&mut self, target: f32, most_seconds_a_day: f32, choice: &Choice) -> Needed {
        let most = self.goal.with(most_seconds_a_day).seconds_a_day;
        let mut price = choice.price;
        // From the present limit up or down, as trials with much time are slow.
        let mut high = self.goal.seconds_a_day.clamp(most.min(60.0), most);
        let mut low = 0.0;
        while !self.reaches(target, high, &mut price) {
            if high >= most {
                return Needed::OutOfReach { most: self.at(most, choice).score };
            }
            low = high;
            high = (2.0 * high).min(most);
        }
        while high - low > (0.02 * high).max(10.0) {
            let middle = if low > 0.0 { 0.5 * (low + high) } else { 0.6 * high };
            if self.reaches(target, middle, &mut price) { high = middle } else { low = middle }
        }
        Needed::Seconds(high)
    }

    /// Whether `target` is to be expected with so many seconds a day; `price` becomes one that suits them.
    fn reaches(&mut self, target: f32, seconds_a_day: f32, price: &mut Price) -> bool {
        let goal = self.goal.with(seconds_a_day);
        *price = self.contest(&goal).close(*price);
        self.foresee(goal, *price).score >= target
    }

    fn price(&mut self, goal: Goal, near: Option<Price>) -> Price {
        let mut contest = self.contest(&goal);
        match near {
            Some(price) => contest.near(price),
            None => contest.search(),
        }
    }

    fn foresee(&mut self, goal: Goal, price: Price) -> Forecast {
        let ratios = self.calibration.ratios(TRIALS);
        let endings = self.contest(&goal).endings(price, &ratios);
        let questions = self.field.cards.len() as f32 / self.field.share;
        Forecast::of(&endings, self.field.now(), questions.round() as usize, goal.days_left)
    }

    fn contest(&mut self, goal: &Goal) -> Contest<'_> {
        let share = self.field.share;
        let Self { field, kernel, model, shelf, .. } = self;
        Contest::new(Stage { field, kernel, model, budget: goal.budget(share) }, shelf, self.seed)
    }
}

impl Goal {
    /// The same with numbers that make sense.
    fn sound(self) -> Self {
        let day = |seconds: f32| if seconds > 0.0 { seconds.min(86_400.0) } else { 0.0 };
        let days_past = self.days_past.min(MOST_DAYS);
        Self {
            days_left: self.days_left.min(MOST_DAYS),
            seconds_a_day: day(self.seconds_a_day),
            seconds_today: day(self.seconds_today),
            days_past,
            days_skipped: self.days_skipped.min(days_past),
        }
    }

    /// The same with another number of seconds a day, and today in proportion.
    fn with(self, seconds_a_day: f32) -> Self {
        let share = if self.seconds_a_day > 0.0 { self.seconds_today / self.seconds_a_day } else { 1.0 };
        Self { seconds_a_day, seconds_today: seconds_a_day * share, ..self }.sound()
    }

    /// The time for a sample of the questions.
    fn budget(&self, share: f32) -> Budget {
        Budget {
            today: self.seconds_today * share,
            daily: self.seconds_a_day * share,
            past: self.days_past,
            skipped: self.days_skipped,
        }
    }
}

/// How many of `list` begin before `seconds` are over.
fn fitting(list: &[Pick], seconds: f32) -> usize {
    let mut left = seconds;
    list.iter()
        .take_while(|pick| {
            let begins = left > 0.0;
            left -= pick.seconds;
            begins
        })
        .count()
}

#[cfg(test)]
mod tests;
