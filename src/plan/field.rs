//! The questions of an exam, made ready for trial runs: what each is worth, and what may come of answering it on
//! any day that is left.
//!
//! Scores do not depend on the number of questions if the time is in proportion, so trials run on a sample.

use std::collections::BTreeSet;

use super::chance::scatter;
use super::kernel::{Kernel, Model, Prospect};
use super::planner::Question;
use super::price::{Price, Table};
use crate::memory::Memory;

/// Questions in trial runs at most.
pub(super) const SAMPLE: usize = 300;

/// Different marks that are told apart at most; others count as the nearest.
const CLASSES: usize = 6;

/// An answer longer ago than a hundred years counts as that.
const LONGEST_DAYS: u32 = 36_500;

/// A question of the exam.
#[derive(Debug, Clone)]
pub(super) struct Card {
    /// Its index among the questions.
    pub(super) index: usize,
    /// True memory as the calibration has it; `None` if never answered.
    pub(super) memory: Option<Memory>,
    /// Days since the last answer; 0 is today.
    pub(super) elapsed: u32,
    /// Marks over the mean of all.
    pub(super) marks: f32,
    /// Its class of marks.
    pub(super) class: usize,
}

/// Cards, and what may come of answering them.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) cards: Vec<Card>,
    /// The marks of each class, over the mean of all.
    classes: Vec<f32>,
    /// By card and period left, from 1: what may come of a first answer in the plan.
    ahead: Vec<Option<Prospect>>,
    /// By card: the chance of recall at the exam if it is left alone.
    never: Vec<f32>,
    pub(super) periods: usize,
    /// Cards here for each question in all, 0 to 1.
    pub(super) share: f32,
}

impl Field {
    /// All questions that have marks, or a sample of `most` of them: every n-th from the unseen and the weakest to
    /// the strongest, in which `seed` decides where to begin and between equals.
    pub(super) fn new(
        questions: &[Question],
        model: &Model,
        kernel: &Kernel,
        most: usize,
        seed: u64,
    ) -> Self {
        let mut cards = cards(questions, model);
        let all = cards.len();
        if all > most {
            cards = sample(cards, most, seed);
        }
        let classes = classes(&mut cards);
        let periods = kernel.timeline.periods();
        let ahead = cards.iter().flat_map(|card| ahead(card, model, kernel)).collect();
        let days = kernel.timeline.days;
        let never = |card: &Card| {
            card.memory.map_or(0.0, |memory| model.scheduler.retrievability(memory, card.elapsed + days))
        };
        let never = cards.iter().map(never).collect();
        let share = if all == 0 { 1.0 } else { cards.len() as f32 / all as f32 };
        Self { cards, classes, ahead, never, periods, share }
    }

    /// The price as each class of marks sees it.
    pub(super) fn prices(&self, price: Price) -> impl Iterator<Item = Price> {
        self.classes.iter().map(move |&marks| price.seen_by(marks))
    }

    /// Gains per second of answering each card for the first time in the plan, by card and period left, from 1.
    /// `tables` are those of the classes.
    pub(super) fn paths<T: AsRef<Table>>(&self, kernel: &Kernel, tables: &[T]) -> Vec<f32> {
        let rows = self.ahead.chunks(self.periods.max(1));
        let each = self.cards.iter().zip(rows).zip(&self.never);
        let path = |((card, row), &never): ((&Card, &[Option<Prospect>]), &f32)| {
            let path = tables
                .get(card.class)
                .map(|table| table.as_ref().path(kernel, row.iter().map(Option::as_ref), never));
            path.unwrap_or_default()
        };
        each.flat_map(path).collect()
    }

    /// The expected score if nothing more is done, 0 to 1.
    pub(super) fn now(&self) -> f32 {
        let marks: f32 = self.cards.iter().map(|card| card.marks).sum();
        let kept = self.cards.iter().zip(&self.never).map(|(card, never)| card.marks * never);
        kept.sum::<f32>() / marks.max(f32::MIN_POSITIVE)
    }

    /// What a first answer today may come to; `None` if the card was answered today.
    pub(super) fn today(&self, place: usize) -> Option<&Prospect> {
        self.ahead.chunks(self.periods.max(1)).nth(place)?.last()?.as_ref()
    }
}

/// The questions that have marks, with these over their mean.
fn cards(questions: &[Question], model: &Model) -> Vec<Card> {
    let marks = |question: &Question| if question.marks > 0.0 { question.marks.min(1e6) } else { 0.0 };
    let counted = || questions.iter().enumerate().filter(|(_, question)| marks(question) > 0.0);
    let mean = counted().map(|(_, question)| marks(question)).sum::<f32>() / counted().count().max(1) as f32;
    let card = |(index, question): (usize, &Question)| Card {
        index,
        memory: question.memory.filter(is_sound).map(|memory| model.scaled(memory)),
        elapsed: question.elapsed_days.min(LONGEST_DAYS),
        marks: marks(question) / mean,
        class: 0,
    };
    counted().map(card).collect()
}

/// False for what the scheduler, too, takes for no memory at all.
fn is_sound(memory: &Memory) -> bool {
    memory.stability.is_finite() && memory.stability > 0.0 && memory.difficulty.is_finite()
}

fn sample(mut cards: Vec<Card>, most: usize, seed: u64) -> Vec<Card> {
    let strength = |card: &Card| card.memory.map_or(0, |memory| memory.stability.max(0.0).to_bits());
    cards.sort_by_cached_key(|card| (strength(card), scatter(seed ^ card.index as u64)));
    let step = cards.len() as f64 / most as f64;
    let start = (scatter(seed) >> 11) as f64 / (1u64 << 53) as f64;
    let taken: BTreeSet<usize> = (0..most).map(|n| ((n as f64 + start) * step) as usize).collect();
    let mut chosen: Vec<Card> =
        cards.into_iter().enumerate().filter(|(n, _)| taken.contains(n)).map(|(_, card)| card).collect();
    chosen.sort_by_key(|card| card.index);
    chosen
}

/// Puts the cards in classes and gives the marks of these: all that differ by some quarter octave, in so many
/// classes as there may be.
fn classes(cards: &mut [Card]) -> Vec<f32> {
    for width in [1.0, 2.0, 4.0, 8.0, 16.0, 1000.0] {
        let step = |card: &Card| (card.marks.log2() * f32::from(Price::OCTAVE) / width).round() as i32;
        let steps: BTreeSet<i32> = cards.iter().map(step).collect();
        if steps.len() <= CLASSES {
            for card in cards.iter_mut() {
                let own = step(card);
                card.class = steps.iter().take_while(|&&step| step < own).count();
            }
            let marks = |step: i32| (step as f32 * width / f32::from(Price::OCTAVE)).exp2();
            return steps.into_iter().map(marks).collect();
        }
    }
    vec![1.0]
}

/// What may come of a first answer in each period left, from 1.
fn ahead(card: &Card, model: &Model, kernel: &Kernel) -> Vec<Option<Prospect>> {
    let first = model.first();
    let one = |left: usize| {
        let Some(memory) = card.memory else { return Some(first) };
        let elapsed = card.elapsed + kernel.timeline.days - kernel.timeline.to_exam(left);
        (elapsed > 0).then(|| model.review(memory, elapsed))
    };
    (1..=kernel.timeline.periods()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Scheduler;
    use crate::plan::habits::{Costs, Habits};

    fn model() -> Model {
        let (costs, habits) = (Costs::default(), Habits::default());
        Model { scheduler: Scheduler::default(), costs, habits, factor: 1.0 }
    }

    fn field(marks: &[f32], most: usize) -> Field {
        let question = |&marks: &f32| Question { memory: None, elapsed_days: 0, marks };
        let questions: Vec<Question> = marks.iter().map(question).collect();
        Field::new(&questions, &model(), &Kernel::new(&model(), 3), most, 5)
    }

    #[test]
    fn what_has_no_marks_is_left_out() {
        let field = field(&[0.0, 1.0, f32::NAN, 3.0, -2.0], 10);
        let cards: Vec<(usize, f32)> = field.cards.iter().map(|card| (card.index, card.marks)).collect();
        assert_eq!(cards, [(1, 0.5), (3, 1.5)]);
        assert_eq!(field.classes.len(), 2);
    }

    #[test]
    fn classes_are_few() {
        let many: Vec<f32> = (1..200).map(|n| n as f32).collect();
        let field = field(&many, 500);
        assert!((2..=CLASSES).contains(&field.classes.len()));
        for card in &field.cards {
            let off = (card.marks / field.classes[card.class]).log2().abs();
            assert!(off <= 1.01, "{} {}", card.marks, field.classes[card.class]);
        }
    }

    #[test]
    fn a_sample_looks_like_the_whole() {
        let questions: Vec<Question> = (0..1000)
            .map(|n| Question {
                memory: (n % 4 != 0).then_some(Memory { stability: 1.0 + n as f32, difficulty: 5.0 }),
                elapsed_days: 3,
                marks: 1.0,
            })
            .collect();
        let field = Field::new(&questions, &model(), &Kernel::new(&model(), 2), 100, 9);
        assert_eq!((field.cards.len(), field.share), (100, 0.1));
        assert_eq!(field.cards.iter().filter(|card| card.memory.is_none()).count(), 25);
        assert!(field.cards.is_sorted_by_key(|card| card.index));
    }

    #[test]
    fn what_was_answered_today_waits() {
        let memory = Some(Memory { stability: 2.0, difficulty: 5.0 });
        let seen = |elapsed_days| Question { memory, elapsed_days, marks: 1.0 };
        let kernel = Kernel::new(&model(), 3);
        let field = Field::new(&[seen(0), seen(1)], &model(), &kernel, 10, 1);
        assert!(field.today(0).is_none() && field.today(1).is_some());
        let paths = field.paths(&kernel, &[std::sync::Arc::new(Table::new(&kernel, Price::GREEDY))]);
        assert_eq!(paths[2], f32::NEG_INFINITY);
        assert!(paths[0] > 0.0 && paths[5] > f32::NEG_INFINITY);
    }
}
