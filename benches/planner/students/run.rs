//! One preparation, from today to the exam, by one student with one policy.

use shiken::memory::{Memory, Scheduler};
use shiken::plan::planner::Question;
use shiken::question::ask::Rating;

use super::draw;
use super::human::{Human, Kind, Mind};

/// What is studied, and the time for it.
#[derive(Debug, Clone)]
pub struct Task {
    pub questions: usize,
    pub days: u32,
    /// Seconds a question over the whole preparation.
    pub seconds_each: f64,
    /// The share of days skipped at random.
    pub skipped: f64,
    /// Marks of each question in turn.
    pub marks: Vec<f32>,
    pub kind: Kind,
}

impl Task {
    pub fn new(kind: Kind, days: u32, seconds_each: f64) -> Self {
        Self { questions: 300, days, seconds_each, skipped: 0.0, marks: vec![1.0], kind }
    }

    pub fn seconds_a_day(&self) -> f64 {
        self.seconds_each * self.questions as f64 / f64::from(self.days)
    }
}

/// What a policy sees in the morning.
pub struct View<'a> {
    pub questions: &'a [Question],
    pub scheduler: &'a Scheduler,
    pub days_left: u32,
    pub seconds_a_day: f64,
    /// Seconds for today: less what was overdrawn before.
    pub seconds: f64,
    pub days_past: u32,
    pub days_skipped: u32,
    pub seed: u64,
}

/// Chooses what to study.
pub trait Policy {
    fn name(&self) -> &'static str;
    /// Questions for today, the first first; as many are asked as there is time for.
    fn today(&mut self, view: &View<'_>) -> Vec<usize>;
    /// The answer to a question not new: what chance was foreseen, and whether it was recalled.
    fn heard(&mut self, _foreseen: f32, _recalled: bool) {}
    /// The state on the morning of the exam.
    fn exam(&mut self, _view: &View<'_>) {}
}

/// How it ended.
#[derive(Debug, Clone, Default)]
pub struct Result {
    /// Expected score, 0 to 1.
    pub score: f64,
    /// The score of one sitting.
    pub sitting: f64,
    pub unseen: usize,
}

struct Life<'a> {
    task: &'a Task,
    human: Human,
    scheduler: Scheduler,
    questions: Vec<Question>,
    minds: Vec<Option<Mind>>,
    asked: Vec<u64>,
}

/// Lives one preparation.
pub fn run(task: &Task, seed: u64, policy: &mut dyn Policy) -> Result {
    let mut life = Life::new(task, seed);
    let (mut owed, mut skipped) = (0.0, 0);
    for day in 0..task.days {
        let seconds = task.seconds_a_day() - owed;
        if draw(seed, 4, u64::from(day)) < task.skipped {
            skipped += 1;
        } else if seconds > 0.0 {
            let list = policy.today(&life.view(day, skipped, seconds, seed));
            owed = life.study(&list, seconds, policy);
        } else {
            owed -= task.seconds_a_day();
        }
        for question in &mut life.questions {
            question.elapsed_days += 1;
        }
    }
    policy.exam(&life.view(task.days, skipped, 0.0, seed));
    life.exam(seed)
}

impl<'a> Life<'a> {
    fn new(task: &'a Task, seed: u64) -> Self {
        let question = |nth: usize| {
            let marks = task.marks[(draw(seed, 5, nth as u64) * task.marks.len() as f64) as usize];
            Question { memory: None, elapsed_days: 0, marks }
        };
        Self {
            task,
            human: Human::new(task.kind, seed),
            scheduler: Scheduler::default(),
            questions: (0..task.questions).map(question).collect(),
            minds: vec![None; task.questions],
            asked: vec![0; task.questions],
        }
    }

    fn view(&self, day: u32, days_skipped: u32, seconds: f64, seed: u64) -> View<'_> {
        View {
            questions: &self.questions,
            scheduler: &self.scheduler,
            days_left: self.task.days - day,
            seconds_a_day: self.task.seconds_a_day(),
            seconds,
            days_past: day,
            days_skipped,
            seed,
        }
    }

    /// Studies until time is out; gives what was taken too much.
    fn study(&mut self, list: &[usize], mut seconds: f64, policy: &mut dyn Policy) -> f64 {
        for &nth in list {
            if seconds <= 0.0 {
                break;
            }
            let elapsed = self.questions[nth].elapsed_days;
            let reply = self.human.ask(nth, self.minds[nth], elapsed, self.asked[nth]);
            if let Some(memory) = self.questions[nth].memory {
                policy.heard(self.scheduler.retrievability(memory, elapsed), reply.rating > 1);
            }
            self.asked[nth] += 1;
            self.minds[nth] = Some(reply.mind);
            let memory = self.believed(nth, elapsed, reply.rating);
            self.questions[nth].memory = Some(memory);
            self.questions[nth].elapsed_days = 0;
            seconds -= reply.seconds;
        }
        (-seconds).max(0.0)
    }

    /// The memory as the program keeps it: by the first answer of the day.
    fn believed(&self, nth: usize, elapsed: u32, rating: usize) -> Memory {
        let futures = self.scheduler.futures(self.questions[nth].memory, elapsed);
        futures.of(Rating::ALL[rating - 1]).memory
    }

    fn exam(&self, seed: u64) -> Result {
        let (mut result, mut all) = (Result::default(), 0.0);
        for (nth, question) in self.questions.iter().enumerate() {
            let marks = f64::from(question.marks);
            all += marks;
            let Some(mind) = self.minds[nth] else {
                result.unseen += 1;
                continue;
            };
            let recall = self.human.recall(nth, mind, question.elapsed_days);
            result.score += marks * recall;
            result.sitting += if draw(seed, 6, nth as u64) < recall { marks } else { 0.0 };
        }
        Result { score: result.score / all, sitting: result.sitting / all, ..result }
    }
}
