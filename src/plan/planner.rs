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
use super::trial::{Budget, Ending, Policy, Stage, today};
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
    /// Seconds left for today; below 0 is what was spent beyond them.
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
    /// How many questions that count it was chosen for; another number is another deck.
    pub questions: usize,
}

impl Choice {
    /// True if it may be used once more: not after three days, a skipped day, or a change of the goal or deck.
    fn holds(&self, goal: &Goal, questions: usize) -> bool {
        let passed = |since: u32| since.checked_sub(goal.days_left);
        passed(self.chosen_days_left).is_some_and(|days| days < KEEP_DAYS)
            && passed(self.used_days_left).is_some_and(|days| days <= 1)
            && self.is_for(goal)
            && self.questions == questions
    }

    /// True if it was made for the seconds a day that there are.
    fn is_for(&self, goal: &Goal) -> bool {
        (self.seconds_a_day - goal.seconds_a_day).abs() <= 0.01 * goal.seconds_a_day
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
    /// Seconds a day; 0 if nothing more needs to be done.
    Seconds(f32),
    /// Even the most time does not suffice.
    OutOfReach {
        /// The score to expect with that.
        most: f32,
        /// Seconds a day that bring all but half a point of it.
        seconds: f32,
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
        let questions = self.questions.iter().filter(|question| question.marks > 0.0).count();
        let days = self.goal.days_left;
        if let Some(choice) = previous.filter(|choice| choice.holds(&self.goal, questions)) {
            return Choice { used_days_left: days, ..*choice };
        }
        let goal = self.goal;
        let mut contest = self.contest(&goal);
        let price = match previous {
            None => contest.search(),
            Some(choice) if choice.is_for(&goal) => contest.near(choice.price),
            Some(choice) => {
                let price = contest.adapted(choice.price);
                contest.near(price)
            }
        };
        let seconds_a_day = self.goal.seconds_a_day;
        Choice { price, chosen_days_left: days, used_days_left: days, seconds_a_day, questions }
    }

    /// What to expect if the goal is followed as planned with `choice`.
    pub fn forecast(&mut self, choice: &Choice) -> Forecast {
        let endings = self.endings(self.goal, choice.price, true);
        let questions = self.field.cards.len() as f32 / self.field.share;
        Forecast::of(&endings, self.field.now(), questions.round() as usize, self.goal.days_left)
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

    /// The score to expect if nothing more is done today, 0 to 1.
    pub fn if_skipped_today(&mut self, choice: &Choice) -> f32 {
        let goal = Goal { seconds_today: 0.0, ..self.goal };
        let price = self.contest(&goal).close(choice.price, Price::OCTAVE / 2);
        self.score(goal, price)
    }

    /// What so many seconds more bring today, beyond what is left of it, as a share of all marks: the same luck with
    /// them and without.
    pub fn more_today(&mut self, seconds: f32, choice: &Choice) -> f32 {
        let left = self.goal.seconds_today.max(0.0);
        let with = |seconds| Goal { seconds_today: left + seconds, ..self.goal };
        let (more, same) = (with(seconds), with(0.0));
        (self.score(more, choice.price) - self.score(same, choice.price)).max(0.0)
    }

    /// What to expect with another number of seconds a day; what is spent of today's is spent. The course day by
    /// day is left out.
    pub fn at(&mut self, seconds_a_day: f32, choice: &Choice) -> Forecast {
        let goal = self.goal.with(seconds_a_day);
        let same = goal == self.goal;
        let price = if same { choice.price } else { self.contest(&goal).adapted(choice.price) };
        let endings = self.endings(goal, price, false);
        let questions = self.field.cards.len() as f32 / self.field.share;
        Forecast::of(&endings, self.field.now(), questions.round() as usize, goal.days_left)
    }

    /// The seconds a day for an expected score of `target`, 0 to 1, of at most `most_seconds_a_day`. Without a
    /// limit the model's answer would be to learn everything on the last day.
    pub fn needed(&mut self, target: f32, most_seconds_a_day: f32, choice: &Choice) -> Needed {
        let most = self.goal.with(most_seconds_a_day).seconds_a_day;
        let mut ladder = Ladder { planner: self, price: choice.price, tried: Vec::new() };
        if let Some(seconds) = ladder.least(target, most) {
            return Needed::Seconds(seconds);
        }
        let score = ladder.score(most);
        let seconds = ladder.least(score - 0.005, most).unwrap_or(most);
        Needed::OutOfReach { most: score, seconds }
    }

    /// The expected score under another goal, 0 to 1.
    fn score(&mut self, goal: Goal, price: Price) -> f32 {
        let endings = self.endings(goal, price, false);
        endings.iter().map(|ending| ending.score).sum::<f32>() / endings.len().max(1) as f32
    }

    fn endings(&mut self, goal: Goal, price: Price, by_period: bool) -> Vec<Ending> {
        let ratios = self.calibration.ratios(TRIALS);
        self.contest(&goal).endings(price, &ratios, by_period)
    }

    fn contest(&mut self, goal: &Goal) -> Contest<'_> {
        let share = self.field.share;
        let Self { field, kernel, model, shelf, .. } = self;
        Contest::new(Stage { field, kernel, model, budget: goal.budget(share) }, shelf, self.seed)
    }
}

/// Scores at some numbers of seconds a day, one after the other.
struct Ladder<'a> {
    planner: &'a mut Planner,
    /// A price that suits the last of them.
    price: Price,
    /// Seconds a day and the score, in the order in which they were tried.
    tried: Vec<(f32, f32)>,
}

impl Ladder<'_> {
    /// The least seconds a day for a score of `target`; `None` if `most` do not suffice.
    fn least(&mut self, target: f32, most: f32) -> Option<f32> {
        if self.planner.field.now() >= target {
            return Some(0.0);
        }
        // From the present limit up or down, as trials with much time are slow.
        let mut high = self.planner.goal.seconds_a_day.clamp(most.min(60.0), most);
        let mut low = 0.0;
        while self.score(high) < target {
            if high >= most {
                return None;
            }
            low = high;
            high = (2.0 * high).min(most);
        }
        while high - low > (0.02 * high).max(10.0) {
            let middle = if low > 0.0 { 0.5 * (low + high) } else { 0.6 * high };
            if self.score(middle) >= target { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The score to expect with so many seconds a day.
    fn score(&mut self, seconds: f32) -> f32 {
        if let Some((_, score)) = self.tried.iter().find(|(known, _)| *known == seconds) {
            return *score;
        }
        let goal = self.planner.goal.with(seconds);
        let before = self.tried.last().map_or(self.planner.goal.seconds_a_day, |(seconds, _)| *seconds);
        // A price suits a little more or less time too.
        if (seconds / before.max(1.0)).log2().abs() > 0.3 {
            self.price = self.planner.contest(&goal).close(self.price, Price::OCTAVE);
        }
        let score = self.planner.score(goal, self.price);
        self.tried.push((seconds, score));
        score
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
            seconds_today: if self.seconds_today > 0.0 {
                day(self.seconds_today)
            } else {
                self.seconds_today.max(-86_400.0)
            },
            days_past,
            days_skipped: self.days_skipped.min(days_past),
        }
    }

    /// The same with another number of seconds a day; what is spent of today's is spent.
    fn with(self, seconds_a_day: f32) -> Self {
        let seconds_today = self.seconds_today + seconds_a_day - self.seconds_a_day;
        Self { seconds_a_day, seconds_today, ..self }.sound()
    }

    /// The time for a sample of the questions.
    fn budget(&self, share: f32) -> Budget {
        Budget {
            today: self.seconds_today.max(0.0) * share,
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
