//! Parameters of the memory model from a student's own answers, and whether they foresee better than others.
//!
//! The fitting is the `fsrs` crate's. This file says which answers take part, where time is cut in two so that
//! parameters are judged on answers they have not seen, and when they are better by more than chance. Reading the log
//! and keeping the parameters are left to the edge. Why it is done so stands in docs/memory.md.

use std::sync::{Arc, Mutex};

use fsrs::{CombinedProgressState, ComputeParametersInput, FSRS, FSRSItem, FSRSReview};

use super::schedule::Step;
use super::{Answer, Parameters, Scheduler};
use crate::error::{Error, Result};
use crate::question::ask::Rating;
use crate::time::Day;

/// Repeated answers that fitting takes at least: 21 numbers cannot be told from fewer.
pub const ENOUGH_EARLIER: usize = 400;

/// Repeated answers that judging takes at least.
pub const ENOUGH_LATER: usize = 100;

/// One answer in so many is held out, the latest, if the others are enough.
const HELD_OUT: usize = 3;

/// How many standard errors a gain must be to be believed.
const CLEAR: f64 = 1.5;

/// How far a fit is, shared with whoever shows it.
pub type Progress = Arc<Mutex<CombinedProgressState>>;

/// A memory from its first answer to the last, or to the reset that ended it: counted answers only.
#[derive(Debug, Clone, PartialEq, Default)]
struct Life {
    steps: Vec<Step>,
    days: Vec<Day>,
}

/// The counted answers of a student, as fitting takes them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    lives: Vec<Life>,
    /// The days of the repeated answers, sorted.
    days: Vec<Day>,
}

/// A repeated answer: that of some life with so many answers before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    day: Day,
    life: usize,
    before: usize,
}

impl History {
    /// The answers of questions, each question's in canonical order. What was relearnt, crammed or answered twice on
    /// a day does not count; an answer counts as overruled; after a reset a question begins anew.
    pub fn of<'a>(questions: impl IntoIterator<Item = &'a [Answer]>) -> Self {
        let mut lives: Vec<Life> = Vec::new();
        for answers in questions {
            let mut open: Option<Life> = None;
            for (answer, counted) in answers.iter().filter_map(|answer| Some((answer, answer.counted?))) {
                if counted.retrievability.is_none() {
                    lives.extend(open.take());
                }
                let life = open.get_or_insert_default();
                let elapsed_days = if life.steps.is_empty() { 0 } else { counted.elapsed_days };
                life.steps.push(Step { elapsed_days, rating: answer.rating });
                life.days.push(answer.day);
            }
            lives.extend(open);
        }
        let mut history = Self { lives, days: Vec::new() };
        history.days = history.places().map(|place| place.day).collect();
        history.days.sort_unstable();
        history
    }

    /// How many repeated answers there are: those at least a day after one to the same question.
    pub fn repeated(&self) -> usize {
        self.days.len()
    }

    /// How many of them were given on `day` or later.
    pub fn repeated_since(&self, day: Day) -> usize {
        self.days.len() - self.days.partition_point(|given| *given < day)
    }

    /// The day from which answers are held out: a third of the repeated ones, whole days, and at least
    /// [`ENOUGH_LATER`] of them. `None` if [`ENOUGH_EARLIER`] are not left before it.
    pub fn cut(&self) -> Option<Day> {
        let most = self.repeated().saturating_sub(ENOUGH_EARLIER);
        let later = (self.repeated() / HELD_OUT).min(most).max(ENOUGH_LATER);
        let cut = *self.days.get(self.repeated().checked_sub(later)?)?;
        (self.repeated() - self.repeated_since(cut) >= ENOUGH_EARLIER).then_some(cut)
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        self.lives.iter().enumerate().flat_map(|(life, own)| {
            let steps = own.steps.iter().zip(&own.days).enumerate();
            steps.filter(|(_, (step, _))| step.elapsed_days > 0).map(move |(before, (_, day))| Place {
                day: *day,
                life,
                before,
            })
        })
    }

    /// The repeated answers that `wanted` takes by their day, in order of time, as the crate wants them: each with all
    /// that came before it, and the life it belongs to.
    fn items(&self, wanted: impl Fn(Day) -> bool) -> (Vec<FSRSItem>, Vec<i64>) {
        let mut places: Vec<Place> = self.places().filter(|place| wanted(place.day)).collect();
        places.sort_unstable();
        let item = |place: &Place| {
            let steps = self.lives.get(place.life)?.steps.get(..=place.before)?;
            let review = |step: &Step| FSRSReview { rating: step.rating as u32, delta_t: step.elapsed_days };
            Some((FSRSItem { reviews: steps.iter().map(review).collect() }, i64::try_from(place.life).ok()?))
        };
        places.iter().filter_map(item).unzip()
    }

    /// Parameters fitted to the repeated answers before `until`, or to all.
    ///
    /// # Errors
    /// If the crate finds none, or `progress` was told to stop.
    pub fn fit(&self, until: Option<Day>, progress: Option<Progress>) -> Result<Parameters> {
        let (train_set, card_ids) = self.items(|day| until.is_none_or(|until| day < until));
        let input = ComputeParametersInput {
            train_set,
            card_ids: Some(card_ids),
            progress,
            ..ComputeParametersInput::default()
        };
        let fitted = fsrs::compute_parameters(input)
            .map_err(|error| Error::new(format!("no parameters fit these answers: {error}")))?;
        Parameters::new(&fitted)
    }

    /// How well some parameters foresee the repeated answers from `since` on, each from the answers before it.
    ///
    /// # Errors
    /// If there are none.
    pub fn score(&self, parameters: &Parameters, since: Day) -> Result<Score> {
        let refused = |error: fsrs::FSRSError| Error::new(format!("these answers cannot be judged: {error}"));
        let (items, card_ids) = self.items(|day| day >= since);
        let model = FSRS::new(parameters.values()).map_err(refused)?;
        let rmse_bins = model.evaluate_with_card_ids(items, card_ids, |_| true).map_err(refused)?.rmse_bins;
        let lives = self.losses(parameters, since);
        let (sum, answers) = lives.iter().fold((0.0, 0), |(sum, n), (loss, count)| (sum + loss, n + count));
        Ok(Score { answers, log_loss: sum / answers.max(1) as f64, rmse_bins: f64::from(rmse_bins), lives })
    }

    /// For each life with repeated answers from `since` on: the sum of their losses, and how many they are.
    fn losses(&self, parameters: &Parameters, since: Day) -> Vec<(f64, usize)> {
        let scheduler = Scheduler::new(parameters, super::schedule::DEFAULT_RETENTION);
        let of_life = |life: &Life| {
            if life.days.last().is_none_or(|last| *last < since) {
                return (0.0, 0);
            }
            let foreseen = scheduler.predictions(&life.steps);
            let steps = life.steps.iter().zip(&life.days).zip(foreseen);
            let later = steps.filter(|((step, day), _)| step.elapsed_days > 0 && **day >= since);
            later.fold((0.0, 0), |(sum, n), ((step, _), chance)| {
                (sum + chance.map_or(0.0, |chance| loss(chance, step.rating != Rating::Again)), n + 1)
            })
        };
        self.lives.iter().map(of_life).collect()
    }
}

/// What a chance of recall that was foreseen lost by what came: minus the logarithm of the chance it gave to that.
fn loss(chance: f32, recalled: bool) -> f64 {
    let chance = f64::from(chance).clamp(1e-6, 1.0 - 1e-6);
    -(if recalled { chance } else { 1.0 - chance }).ln()
}

/// How well some parameters foresaw some answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// How many answers.
    pub answers: usize,
    /// The mean of minus the natural logarithm of the chance given to what came: less is better, 0 is perfect.
    pub log_loss: f64,
    /// The root mean square of foreseen less recalled over bins of like answers, 0 to 1, by the `fsrs` crate, which
    /// weighs recent answers more: less is better.
    pub rmse_bins: f64,
    /// By life: the sum of the losses, and how many answers.
    lives: Vec<(f64, usize)>,
}

impl Score {
    /// How much less the log loss is than that of `other` on the same answers.
    pub fn gain_over(&self, other: &Self) -> Gain {
        let pairs = || self.lives.iter().zip(&other.lives);
        let answers = self.answers.max(1) as f64;
        let mean = pairs().map(|((own, _), (others, _))| others - own).sum::<f64>() / answers;
        // The answers to one question are not independent, so questions are what is counted (a ratio estimate).
        let square = |((own, n), (others, _)): (&(f64, usize), &(f64, usize))| {
            (others - own - mean * *n as f64).powi(2)
        };
        Gain { mean, error: pairs().map(square).sum::<f64>().sqrt() / answers }
    }
}

/// A difference of two log losses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// The mean over the answers; above 0 is better.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
}

impl Gain {
    /// True if it is above 0 by more than chance would often have it: one and a half standard errors.
    pub fn is_clear(self) -> bool {
        self.mean > 0.0 && self.mean > CLEAR * self.error
    }
}

/// The parameters that the states are derived with.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// They themselves.
    pub parameters: Parameters,
    /// The day they were adopted; `None` if none ever were.
    pub since: Option<Day>,
}

impl InForce {
    /// True if they are the defaults of the crate.
    pub fn is_default(&self) -> bool {
        self.parameters == Parameters::default()
    }
}

/// What came of a fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The first day of the answers held out.
    pub cut: Day,
    /// Repeated answers before it.
    pub earlier: usize,
    /// How the defaults foresaw those held out.
    pub defaults: Score,
    /// How parameters fitted to the earlier answers foresaw them.
    pub fitted: Score,
    /// How those in force did, if they are not the defaults; they may have seen some of these answers.
    pub in_force: Option<Score>,
    /// The gain over those in force on answers that neither has seen.
    pub over_in_force: Option<Gain>,
    /// Parameters fitted to all answers: what is adopted.
    pub parameters: Parameters,
}

/// What to do with fitted parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// They foresee better: adopt them.
    Adopt,
    /// They do not foresee clearly better than the defaults.
    NoBetter,
    /// Those in force foresee clearly better.
    Worse,
}

impl Trial {
    /// Fits and judges; `progress` hears of the fit to all answers.
    ///
    /// # Errors
    /// If there are too few answers, or the crate fails.
    pub fn run(history: &History, in_force: &InForce, progress: Option<Progress>) -> Result<Self> {
        let cut = history.cut().ok_or_else(|| too_few(history))?;
        let own = (!in_force.is_default()).then_some(&in_force.parameters);
        let fresh = in_force.since.filter(|_| own.is_some()).map_or(cut, |day| day.plus(1));
        if history.repeated_since(fresh) < ENOUGH_LATER {
            return Err(too_soon(history.repeated_since(fresh)));
        }
        // Two fits on two threads: the one that is judged, and the one that would be adopted.
        let (earlier, all) = std::thread::scope(|scope| {
            let all = scope.spawn(|| history.fit(None, progress));
            let earlier = history.fit(Some(cut), None);
            (earlier, all.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let (earlier, parameters) = (earlier?, all?);
        let unseen = cut.max(fresh);
        let over = |own: &Parameters| {
            Ok::<_, Error>(history.score(&earlier, unseen)?.gain_over(&history.score(own, unseen)?))
        };
        Ok(Self {
            cut,
            earlier: history.repeated() - history.repeated_since(cut),
            defaults: history.score(&Parameters::default(), cut)?,
            fitted: history.score(&earlier, cut)?,
            in_force: own.map(|own| history.score(own, cut)).transpose()?,
            over_in_force: own.map(over).transpose()?,
            parameters,
        })
    }

    /// The gain of fitting over the defaults, on the answers held out.
    pub fn over_defaults(&self) -> Gain {
        self.fitted.gain_over(&self.defaults)
    }

    /// Fitting must have foreseen clearly better than the defaults, and those in force not clearly better still.
    pub fn advice(&self) -> Advice {
        let worse = |gain: Gain| Gain { mean: -gain.mean, ..gain }.is_clear();
        if self.over_in_force.is_some_and(worse) {
            Advice::Worse
        } else if self.over_defaults().is_clear() {
            Advice::Adopt
        } else {
            Advice::NoBetter
        }
    }
}

/// Says how many answers it takes, and why.
fn too_few(history: &History) -> Error {
    let needed = ENOUGH_EARLIER + ENOUGH_LATER;
    let have = history.repeated();
    let what = if have < needed {
        format!("fitting takes {needed} repeated answers, and there are {have}")
    } else {
        format!("the {have} repeated answers lie on too few days to be cut into earlier and later ones")
    };
    Error::new(what).help(format!(
        "{ENOUGH_EARLIER} to fit 21 numbers and {ENOUGH_LATER} later ones to see whether they foresee better; \
         until then the defaults, which fit most people, are better than a guess"
    ))
}

/// Says how many answers another fit takes.
fn too_soon(have: usize) -> Error {
    Error::new(format!(
        "another fit takes {ENOUGH_LATER} repeated answers since the last, and there are {have}"
    ))
    .help("a fit to nearly the same answers would find nearly the same")
}

#[cfg(test)]
mod tests;
