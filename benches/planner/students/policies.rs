//! What people do today, what a careful person could do by one simple rule, and the planner.

use shiken::memory::{Parameters, Scheduler};
use shiken::plan::planner::{Choice, Goal, Planner, Question, Student};
use shiken::plan::{Calibration, Costs, Forecast, Habits};

use super::run::{Policy, View};

/// What a review is taken to cost, when time for a last pass is set aside.
const REVIEW_SECONDS: f64 = 9.0;

/// Reviews when due, first or after the new questions, and what is done about the exam.
pub struct Intervals {
    name: &'static str,
    retention: f32,
    /// New questions before reviews, as many as there is time for; else reviews first, and new questions spread
    /// evenly over the days.
    new_first: bool,
    /// On so many last days, the lowest retrievability first.
    cram_days: u32,
    /// A last look at everything, when there is just time for it.
    last_pass: bool,
    /// With time to spare, the lowest retrievability.
    ahead: bool,
}

impl Intervals {
    pub fn fsrs90() -> Self {
        let name = "FSRS 0.90";
        Self { name, retention: 0.9, new_first: false, cram_days: 0, last_pass: false, ahead: false }
    }

    pub fn cram() -> Self {
        Self { name: "3-day cram", cram_days: 3, ..Self::fsrs90() }
    }

    pub fn last_pass() -> Self {
        Self { name: "last pass", last_pass: true, ..Self::fsrs90() }
    }

    pub fn simple() -> Self {
        let name = "simple rule";
        Self { name, retention: 0.8, new_first: true, cram_days: 0, last_pass: true, ahead: true }
    }

    fn is_due(&self, question: &Question, view: &View<'_>) -> bool {
        question.elapsed_days > 0 && recall(question, view.scheduler) <= self.retention + 0.005
    }
}

impl Policy for Intervals {
    fn name(&self) -> &'static str {
        self.name
    }

    fn today(&mut self, view: &View<'_>) -> Vec<usize> {
        let weak = |nth: &usize| recall(&view.questions[*nth], view.scheduler);
        let mut seen: Vec<usize> =
            (0..view.questions.len()).filter(|&nth| view.questions[nth].memory.is_some()).collect();
        seen.sort_by(|a, b| weak(a).total_cmp(&weak(b)));
        let unseen: Vec<usize> =
            (0..view.questions.len()).filter(|&nth| view.questions[nth].memory.is_none()).collect();
        let pass_days = (view.questions.len() as f64 * REVIEW_SECONDS / view.seconds_a_day).ceil();
        if view.days_left <= self.cram_days {
            return seen.into_iter().chain(unseen).collect();
        }
        if self.last_pass && f64::from(view.days_left) <= pass_days {
            // Everything once: what was answered since the pass began is left out.
            let begun = pass_days as u32 - view.days_left;
            seen.retain(|&nth| view.questions[nth].elapsed_days > begun);
            return seen.into_iter().chain(unseen).collect();
        }
        let (due, later): (Vec<usize>, Vec<usize>) =
            seen.into_iter().partition(|&nth| self.is_due(&view.questions[nth], view));
        let later = if self.ahead { later } else { Vec::new() };
        if self.new_first {
            return unseen.into_iter().chain(due).chain(later).collect();
        }
        // What is new is to be seen before the end begins.
        let end = if self.last_pass { pass_days as u32 } else { self.cram_days };
        let share = unseen.len().div_ceil(view.days_left.saturating_sub(end).max(1) as usize);
        due.into_iter().chain(unseen.into_iter().take(share)).chain(later).collect()
    }
}

fn recall(question: &Question, scheduler: &Scheduler) -> f32 {
    question.memory.map_or(0.0, |memory| scheduler.retrievability(memory, question.elapsed_days))
}

/// What gains most per second by the exam if it were never asked again.
pub struct Greedy;

impl Policy for Greedy {
    fn name(&self) -> &'static str {
        "greedy"
    }

    fn today(&mut self, view: &View<'_>) -> Vec<usize> {
        let index = |question: &Question| {
            let (costs, habits, days) = (Costs::default(), Habits::default(), view.days_left);
            let futures = view.scheduler.futures(question.memory, question.elapsed_days);
            let then = [futures.again, futures.hard, futures.good, futures.easy]
                .map(|future| view.scheduler.retrievability(future.memory, days));
            let gain = match question.memory {
                None => {
                    habits.first.iter().zip(then).map(|(share, then)| share * then).sum::<f32>() / costs.new
                }
                Some(memory) => {
                    let now = recall(question, view.scheduler);
                    let kept: f32 =
                        habits.recalled.iter().zip(&then[1..]).map(|(share, then)| share * then).sum();
                    let left = view.scheduler.retrievability(memory, question.elapsed_days + days);
                    (now * kept + (1.0 - now) * then[0] - left)
                        / (now * costs.recalled + (1.0 - now) * costs.lapsed)
                }
            };
            gain * question.marks
        };
        let gains: Vec<f32> = view.questions.iter().map(index).collect();
        let mut list: Vec<usize> = (0..gains.len())
            .filter(|&nth| gains[nth] > 0.0)
            .filter(|&nth| view.questions[nth].memory.is_none() || view.questions[nth].elapsed_days > 0)
            .collect();
        list.sort_by(|&a, &b| gains[b].total_cmp(&gains[a]));
        list
    }
}

/// The planner of the library, as the program uses it.
pub struct Planned {
    pub choice: Option<Choice>,
    pub calibration: Calibration,
    /// Mornings on which a forecast is asked for, by days left.
    pub asked: Vec<u32>,
    /// These forecasts.
    pub forecasts: Vec<(u32, Forecast)>,
}

impl Planned {
    pub fn new() -> Self {
        let calibration = Calibration::new(Parameters::default().decay());
        Self { choice: None, calibration, asked: Vec::new(), forecasts: Vec::new() }
    }

    /// The planner as things stand in `view`.
    pub fn planner(&self, view: &View<'_>) -> Planner {
        let student = Student {
            scheduler: view.scheduler.clone(),
            costs: Costs::default(),
            habits: Habits::default(),
            calibration: self.calibration.clone(),
        };
        let goal = Goal {
            days_left: view.days_left,
            seconds_a_day: view.seconds_a_day as f32,
            seconds_today: view.seconds as f32,
            days_past: view.days_past,
            days_skipped: view.days_skipped,
        };
        Planner::new(view.questions, &student, &goal, view.seed)
    }
}

impl Policy for Planned {
    fn name(&self) -> &'static str {
        "planner"
    }

    fn today(&mut self, view: &View<'_>) -> Vec<usize> {
        let mut planner = self.planner(view);
        let plan = planner.plan(self.choice.as_ref());
        self.choice = Some(plan.choice);
        if self.asked.contains(&view.days_left) {
            self.forecasts.push((view.days_left, planner.forecast(&plan.choice)));
        }
        plan.today.iter().map(|pick| pick.index).collect()
    }

    fn heard(&mut self, foreseen: f32, recalled: bool) {
        self.calibration.observe(foreseen, recalled);
    }

    fn exam(&mut self, view: &View<'_>) {
        if let Some(choice) = self.choice.filter(|_| self.asked.contains(&0)) {
            self.forecasts.push((0, self.planner(view).forecast(&choice)));
        }
    }
}
