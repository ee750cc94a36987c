//! What the log tells of a student: seconds, ratings, how well things are kept.
//!
//! Nothing is believed at once: each figure begins at its default and weighs as much as [`PRIOR`] answers.

use super::calibrate::Calibration;
use super::habits::{Costs, Habits};
use super::planner::Student;
use crate::event::Purpose;
use crate::memory::answer::Foreseen;
use crate::memory::{Answer, Scheduler};
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// How many answers a default weighs.
const PRIOR: f64 = 20.0;

/// Answers that calibrate at most, the latest: what was long ago says little of now.
pub const RECENT: usize = 4000;

/// A time above so many times the median is a pause and not thought.
const PAUSE: f64 = 4.0;

/// A gap between two answers above so many seconds is the end of a sitting.
const SITTING_SECONDS: f64 = 600.0;

/// A response as the clock saw it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// The study day.
    pub day: Day,
    /// When it was given.
    pub at: Timestamp,
    /// Seconds from the question to it.
    pub seconds: f64,
}

/// Seconds that some responses took, in order of time, with the reading of verdicts between them.
pub fn seconds_spent(moments: impl IntoIterator<Item = Moment>) -> f64 {
    seconds_each(moments).sum()
}

/// The seconds of each, with what has passed since the one before it in the same sitting.
pub fn seconds_each(moments: impl IntoIterator<Item = Moment>) -> impl Iterator<Item = f64> {
    moments.into_iter().scan(None::<Timestamp>, |last, moment| {
        let since = |last: Timestamp| moment.at.0.saturating_sub(last.0) as f64 / 1000.0;
        let gap = last.replace(moment.at).map(since);
        let gap = gap.filter(|gap| (0.0..=SITTING_SECONDS).contains(gap));
        Some(gap.unwrap_or(0.0).max(moment.seconds))
    })
}

/// How many seconds pass for each second of thought, 1 to 5: verdicts are read too.
pub fn overhead(moments: &[Moment]) -> f64 {
    let thought: f64 = moments.iter().map(|moment| moment.seconds).sum();
    let all = seconds_spent(moments.iter().copied());
    if thought > 0.0 { (all / thought).clamp(1.0, 5.0) } else { 1.0 }
}

/// What reviews cost as far as the moments of the last answers tell, without what became of them: the defaults, by
/// how much slower or faster this student is.
pub fn pace(moments: &[Moment]) -> Costs {
    let default = Costs::default();
    let spent = seconds_spent(moments.iter().copied()) + PRIOR * f64::from(default.recalled);
    let scale = (spent / (moments.len() as f64 + PRIOR)) as f32 / default.recalled;
    let Costs { new, recalled, lapsed } = default;
    Costs { new: new * scale, recalled: recalled * scale, lapsed: lapsed * scale }
}

/// The student whose answers these are, question by question, each in order of time.
pub fn student<'a>(
    questions: impl Iterator<Item = &'a [Answer]>,
    overhead: f64,
    scheduler: &Scheduler,
) -> Student {
    let mut found = Found::default();
    questions.for_each(|answers| found.question(answers));
    Student {
        costs: found.costs(overhead),
        habits: found.habits(),
        calibration: found.calibration(scheduler.decay()),
        scheduler: scheduler.clone(),
    }
}

/// Each day's answers to one question with the one among them that counted.
pub fn days(answers: &[Answer]) -> impl Iterator<Item = (&[Answer], &Answer, Foreseen)> {
    let days = answers.chunk_by(|one, next| one.day == next.day);
    days.filter_map(|of_day| of_day.iter().find_map(|answer| Some((of_day, answer, answer.counted?))))
}

/// What was seen in the answers.
#[derive(Default)]
struct Found {
    /// Seconds of a question on one day: new, recalled, lapsed.
    seconds: [Vec<f64>; 3],
    /// Ratings of first answers, and of all others.
    ratings: [[f64; 4]; 2],
    /// Chances foreseen, and whether it was recalled.
    chances: Vec<(Day, f32, bool)>,
}

impl Found {
    fn question(&mut self, answers: &[Answer]) {
        for (of_day, first, foreseen) in days(answers) {
            let recalled = first.rating != Rating::Again;
            let class = match foreseen.retrievability {
                None => 0,
                Some(_) if recalled => 1,
                Some(_) => 2,
            };
            let studied = of_day.iter().filter(|answer| answer.purpose != Purpose::Cram);
            let seconds: f64 = studied.map(|answer| f64::from(answer.milliseconds) / 1000.0).sum();
            if let Some(times) = self.seconds.get_mut(class) {
                times.push(seconds);
            }
            let counts = self.ratings.get_mut(class.min(1));
            if let Some(count) = counts.and_then(|counts| counts.get_mut(first.rating as usize - 1)) {
                *count += 1.0;
            }
            self.chances.extend(foreseen.retrievability.map(|chance| (first.day, chance, recalled)));
        }
    }

    /// Each class begins at its default, by how much slower or faster this student is in all: who is slow at what is
    /// new is not quick at what comes back.
    fn costs(&mut self, overhead: f64) -> Costs {
        let Costs { new, recalled, lapsed } = Costs::default();
        let defaults = [new, recalled, lapsed].map(f64::from);
        let sums = self.seconds.each_mut().map(|times| {
            times.sort_unstable_by(f64::total_cmp);
            let most = times.get(times.len() / 2).map_or(0.0, |median| PAUSE * median);
            times.iter().map(|seconds| seconds.min(most) * overhead).sum::<f64>()
        });
        let counts = self.seconds.each_ref().map(|times| times.len() as f64);
        let usual: f64 = counts.iter().zip(defaults).map(|(count, default)| count * default).sum();
        let prior = PRIOR * f64::from(recalled);
        let scale = (sums.iter().sum::<f64>() + prior) / (usual + prior);
        let mut classes = sums.into_iter().zip(counts).zip(defaults);
        let mut mean = || {
            let ((sum, count), default) = classes.next().unwrap_or_default();
            ((sum + PRIOR * default * scale) / (count + PRIOR)) as f32
        };
        Costs { new: mean(), recalled: mean(), lapsed: mean() }
    }

    fn habits(&self) -> Habits {
        let default = Habits::default();
        let [first, [_, hard, good, easy]] = self.ratings;
        Habits { first: shares(first, default.first), recalled: shares([hard, good, easy], default.recalled) }
    }

    fn calibration(&mut self, decay: f32) -> Calibration {
        self.chances.sort_unstable_by_key(|(day, ..)| std::cmp::Reverse(*day));
        let mut calibration = Calibration::new(decay);
        for (_, chance, recalled) in self.chances.iter().take(RECENT) {
            calibration.observe(*chance, *recalled);
        }
        calibration
    }
}

fn shares<const N: usize>(counts: [f64; N], default: [f32; N]) -> [f32; N] {
    let all = counts.iter().sum::<f64>() + PRIOR;
    let mut shares = default;
    for (share, count) in shares.iter_mut().zip(counts) {
        *share = ((count + PRIOR * f64::from(*share)) / all) as f32;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Outcome;
    use crate::memory::answer::Foreseen;

    fn answer(day: i32, rating: Rating, seconds: u32, chance: Option<f32>) -> Answer {
        Answer {
            day: Day(day),
            minute: 0,
            rating,
            outcome: Outcome::Right,
            purpose: Purpose::Study,
            score: 1.0,
            milliseconds: seconds * 1000,
            counted: Some(Foreseen { elapsed_days: 0, retrievability: chance }),
        }
    }

    #[test]
    fn without_answers_the_defaults_hold() {
        let none = student(std::iter::empty(), 3.0, &Scheduler::default());
        assert_eq!((none.costs, none.habits), (Costs::default(), Habits::default()));
        assert!((none.calibration.factor() - 1.0).abs() < 1e-3);
    }

    #[test]
    fn many_answers_speak_for_themselves() {
        let again = Answer { counted: None, purpose: Purpose::Relearn, ..answer(5, Rating::Good, 4, None) };
        let one = [
            answer(1, Rating::Easy, 30, None),
            answer(5, Rating::Again, 6, Some(0.9)),
            again,
            answer(9, Rating::Hard, 5, Some(0.9)),
        ];
        let mut all = vec![one.to_vec(); 400];
        all.push(vec![answer(1, Rating::Easy, 3600, None)]);
        let found = student(all.iter().map(Vec::as_slice), 2.0, &Scheduler::default());
        let near = |found: f32, expected: f32| assert!((found / expected - 1.0).abs() < 0.06, "{found}");
        near(found.costs.new, 60.0);
        near(found.costs.lapsed, 20.0);
        near(found.costs.recalled, 10.0);
        assert!(found.habits.first[3] > 0.95 && found.habits.recalled[0] > 0.95);
        assert!(found.calibration.factor() < 0.5, "half forgotten where a tenth was foreseen");
    }

    #[test]
    fn who_is_slow_at_what_is_new_is_taken_for_slow_at_what_comes_back() {
        let new = vec![vec![answer(1, Rating::Good, 57, None)]; 300];
        let found = student(new.iter().map(Vec::as_slice), 1.0, &Scheduler::default()).costs;
        for (slow, usual) in [(found.new, 22.8), (found.recalled, 7.8), (found.lapsed, 22.9)] {
            assert!((slow / usual / 2.5 - 1.0).abs() < 0.05, "{slow} {usual}");
        }
    }

    #[test]
    fn a_slow_student_is_slow_at_everything() {
        assert_eq!(pace(&[]), Costs::default());
        let moment = |n: i64| Moment { day: Day(0), at: Timestamp(n * 15_600), seconds: 9.0 };
        let costs = pace(&(0..2000).map(moment).collect::<Vec<_>>());
        let twice = Costs::default();
        for (slow, usual) in [(costs.recalled, twice.recalled), (costs.lapsed, twice.lapsed)] {
            assert!((slow / usual - 2.0).abs() < 0.03, "{slow} {usual}");
        }
    }

    #[test]
    fn time_goes_on_between_answers_but_not_between_sittings() {
        let moment = |at: i64, seconds: f64| Moment { day: Day(0), at: Timestamp(at * 1000), seconds };
        let moments = [moment(10, 4.0), moment(20, 4.0), moment(2000, 4.0), moment(1990, 4.0)];
        assert!((seconds_spent(moments) - 22.0).abs() < 1e-9);
        assert_eq!(seconds_each(moments).collect::<Vec<_>>(), [4.0, 10.0, 4.0, 4.0]);
        assert!((overhead(&moments) - 22.0 / 16.0).abs() < 1e-9);
        assert!((overhead(&[]) - 1.0).abs() < 1e-9);
    }
}
