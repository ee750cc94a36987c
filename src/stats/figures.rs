//! All the figures of a student over some decks.

use std::sync::Arc;

use super::activity::{Activity, Background};
use super::share::Share;
use crate::event::Purpose;
use crate::judge::Outcome;
use crate::memory::{Scheduler, State};
use crate::question::ask::Rating;
use crate::time::Day;

/// Days of a "mature" interval, the line that programs of the field draw between young and mature.
pub const MATURE_DAYS: u32 = 21;

/// How many days ahead due questions are counted.
pub const AHEAD_DAYS: usize = 14;

/// One answer of the log that has not been undone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Its question, as an index into the questions; `None` if that is in no deck any more.
    pub question: Option<usize>,
    /// Its study day.
    pub day: Day,
    /// The hour on the student's clock, 0 to 23.
    pub hour: u8,
    /// What it counts as, overrules included.
    pub rating: Rating,
    /// What the judge said.
    pub outcome: Outcome,
    /// Seconds to the answer, at least 0.
    pub seconds: f64,
    /// Why it was asked.
    pub purpose: Purpose,
    /// Days since the counted answer before it; `None` if there was none.
    pub elapsed_days: Option<u32>,
    /// The chance of recall the model gave just before it; `None` if it had no memory to go by.
    pub predicted: Option<f32>,
    /// True if it is the first answer to its question on its day that was given to study.
    pub first_of_day: bool,
}

/// A question of the decks, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its tags.
    pub tags: &'a [Arc<str>],
    /// Its state; `None` is the same as new.
    pub state: Option<&'a State>,
}

/// What was recalled, and what was expected to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retention {
    /// Recalled, of the first answers of a day after at least one day.
    pub recalled: Share,
    /// The mean chance of recall that the model gave the same answers, 0 to 1.
    pub predicted: f64,
}

/// Every figure; what is `None` stands on too few answers. The meaning of each is in [`super::meaning`].
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Answers of any purpose.
    pub answers: u32,
    /// Answers by the judge's word: right, near, wrong.
    pub outcomes: [u32; 3],
    /// Seconds of all answers.
    pub seconds: f64,
    /// Days and streaks.
    pub activity: Activity,
    /// First answers of a day that were not forgotten.
    pub right: Option<Share>,
    /// The same by the hour on the student's clock, 0 to 23.
    pub hours: [Share; 24],
    /// True retention against what was predicted.
    pub retention: Option<Retention>,
    /// Questions due today, those overdue included.
    pub due_today: u32,
    /// Questions due tomorrow, the day after, and so on.
    pub due_next: [u32; AHEAD_DAYS],
    /// Questions never answered.
    pub new: u32,
    /// Questions with an interval below [`MATURE_DAYS`].
    pub young: u32,
    /// Questions with an interval of [`MATURE_DAYS`] or more.
    pub mature: u32,
    /// Questions set aside; in no count but this.
    pub suspended: u32,
    /// Questions forgotten too often.
    pub leeches: u32,
}

impl Answer {
    /// The first to its question on its day, and neither relearning nor cramming.
    pub fn is_first(&self) -> bool {
        self.first_of_day && self.purpose == Purpose::Study
    }

    /// Right, near, or overruled so.
    pub fn is_recalled(&self) -> bool {
        self.rating != Rating::Again
    }
}

impl Known<'_> {
    /// True if it is set aside.
    pub fn is_suspended(&self) -> bool {
        self.state.is_some_and(|state| state.suspended)
    }

    /// The chance of recall on `today`, 0 to 1; `None` while new.
    pub fn recall(&self, today: Day, scheduler: &Scheduler) -> Option<f64> {
        self.state?.retrievability(today, scheduler).map(f64::from)
    }
}

/// Computes every figure; `besides` counts for streaks only.
pub fn figures(answers: &[Answer], questions: &[Known<'_>], besides: &Background, today: Day) -> Figures {
    let mut figures = Figures {
        answers: u32::try_from(answers.len()).unwrap_or(u32::MAX),
        outcomes: [0; 3],
        // The sum of nothing is -0.
        seconds: answers.iter().map(|answer| answer.seconds).sum::<f64>() + 0.0,
        activity: Activity::of(answers.iter().map(|answer| (answer.day, answer.seconds)), besides, today),
        right: None,
        hours: [Share::default(); 24],
        retention: retention(answers),
        due_today: 0,
        due_next: [0; AHEAD_DAYS],
        new: 0,
        young: 0,
        mature: 0,
        suspended: 0,
        leeches: 0,
    };
    figures.count_answers(answers);
    for question in questions {
        figures.count_question(question, today);
    }
    figures
}

impl Figures {
    fn count_answers(&mut self, answers: &[Answer]) {
        let mut all = Share::default();
        let [right, near, wrong] = &mut self.outcomes;
        for answer in answers {
            match answer.outcome {
                Outcome::Right => *right += 1,
                Outcome::Near => *near += 1,
                Outcome::Wrong => *wrong += 1,
            }
            if answer.is_first() {
                all.add(answer.is_recalled());
                if let Some(hour) = self.hours.get_mut(usize::from(answer.hour)) {
                    hour.add(answer.is_recalled());
                }
            }
        }
        self.right = all.enough();
    }

    fn count_question(&mut self, question: &Known<'_>, today: Day) {
        if question.is_suspended() {
            self.suspended += 1;
            return;
        }
        let Some((state, due)) = question.state.and_then(|state| Some((state, state.comes(today)?))) else {
            self.new += 1;
            return;
        };
        let mature = state.interval_days().is_some_and(|days| days >= MATURE_DAYS);
        *if mature { &mut self.mature } else { &mut self.young } += 1;
        self.leeches += u32::from(state.is_leech());
        if due <= today {
            self.due_today += 1;
        } else if let Some(count) = self.due_next.get_mut(due.since(today) as usize - 1) {
            *count += 1;
        }
    }
}

/// Answers that test the memory: first of the day, at least a day after the one before, with a prediction.
fn retention(answers: &[Answer]) -> Option<Retention> {
    let (mut recalled, mut predicted) = (Share::default(), 0.0);
    for answer in answers.iter().filter(|answer| answer.is_first()) {
        if let (Some(1..), Some(chance)) = (answer.elapsed_days, answer.predicted) {
            recalled.add(answer.is_recalled());
            predicted += f64::from(chance);
        }
    }
    let recalled = recalled.enough()?;
    Some(Retention { recalled, predicted: predicted / f64::from(recalled.of) })
}

#[cfg(test)]
mod tests {
    use super::super::samples::answer;
    use super::*;
    use crate::memory::Memory;

    const TODAY: Day = Day(500);

    fn state(last: i32, due: i32) -> State {
        State {
            memory: Some(Memory { stability: 10.0, difficulty: 5.0 }),
            last: Some(Day(last)),
            due: Some(Day(due)),
            reviews: 3,
            ..State::default()
        }
    }

    fn of(answers: &[Answer], questions: &[Known<'_>]) -> Figures {
        figures(answers, questions, &Background::default(), TODAY)
    }

    #[test]
    fn of_nothing_nothing_is_claimed() {
        let found = of(&[], &[]);
        assert_eq!((found.answers, found.right, found.retention), (0, None, None));
        assert_eq!(found.activity.streak_days, 0);
    }

    #[test]
    fn only_first_answers_to_study_make_the_right_share() {
        let mut rows: Vec<Answer> = (0..18).map(|n| answer(0, n, Rating::Good)).collect();
        rows.push(answer(0, 20, Rating::Again));
        rows.push(Answer { first_of_day: false, ..answer(0, 20, Rating::Good) });
        rows.push(Answer { purpose: Purpose::Relearn, ..answer(0, 21, Rating::Good) });
        rows.push(Answer { purpose: Purpose::Cram, ..answer(0, 22, Rating::Good) });
        assert_eq!(of(&rows, &[]).right, None);
        rows.push(Answer { outcome: Outcome::Near, ..answer(0, 23, Rating::Hard) });
        let found = of(&rows, &[]);
        assert_eq!(found.right, Some(Share { hits: 19, of: 20 }));
        assert_eq!(found.hours[20], Share { hits: 19, of: 20 });
        assert_eq!((found.answers, found.outcomes, found.seconds), (23, [21, 1, 1], 138.0));
    }

    #[test]
    fn an_overruled_answer_is_recalled_whatever_the_judge_said() {
        let overruled = Answer { outcome: Outcome::Wrong, ..answer(0, 1, Rating::Good) };
        let rows = vec![overruled; 20];
        assert_eq!(of(&rows, &[]).right, Some(Share { hits: 20, of: 20 }));
    }

    #[test]
    fn retention_needs_a_day_between_and_a_prediction() {
        let mut rows: Vec<Answer> = (0..15).map(|n| answer(0, n, Rating::Good)).collect();
        rows.extend((15..20).map(|n| Answer { predicted: Some(0.5), ..answer(0, n, Rating::Again) }));
        rows.push(Answer { elapsed_days: Some(0), ..answer(0, 30, Rating::Again) });
        rows.push(Answer { elapsed_days: None, predicted: None, ..answer(1, 30, Rating::Again) });
        let found = of(&rows, &[]).retention.unwrap();
        assert_eq!(found.recalled, Share { hits: 15, of: 20 });
        assert!((found.predicted - 0.8).abs() < 1e-6); // (15 × 0.9 + 5 × 0.5) / 20
    }

    #[test]
    fn every_question_is_counted_once() {
        let leech = State { lapses: 8, ..state(490, 495) };
        let suspended = State { suspended: true, ..state(490, 495) };
        let wrong = State { relearning: true, ..state(499, 530) };
        let states = [
            wrong,
            state(495, 500),
            leech,
            state(480, 501),
            state(490, 511),
            state(490, 514),
            state(490, 515),
        ];
        let mut questions: Vec<Known<'_>> =
            states.iter().map(|state| Known { tags: &[], state: Some(state) }).collect();
        questions.push(Known { tags: &[], state: Some(&suspended) });
        questions.push(Known { tags: &[], state: None });
        let found = of(&[], &questions);
        assert_eq!(
            (found.due_today, found.due_next[0], found.due_next[10], found.due_next[13]),
            (3, 1, 1, 1),
            "a wrong answer is to be made good at once"
        );
        assert_eq!((found.new, found.young, found.mature), (1, 2, 5));
        assert_eq!((found.suspended, found.leeches), (1, 1));
        assert_eq!(found.due_next.iter().sum::<u32>(), 3);
    }
}
