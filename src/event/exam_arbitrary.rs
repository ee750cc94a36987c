//! Arbitrary events of mock exams for property tests.

use proptest::prelude::*;
use uuid::Uuid;

use super::arbitrary::{response, text};
use super::exam::{Certainty, End, Exam, Given, Item, Marks, Paper, Score, Shown};
use crate::question::Ask;

prop_compose! {
    fn item()(
        question in text(), meaning in any::<u64>(), section in 0..3_u32,
        points in prop_oneof![Just(1.0), 0.1..10.0_f64],
        shown in prop_oneof![9 => shown().prop_map(Some), 1 => Just(None)],
    ) -> Item {
        Item { question, meaning, section, points, shown }
    }
}

fn shown() -> impl Strategy<Value = Shown> {
    let texts = || prop::collection::vec(text(), 0..3);
    let ask = prop_oneof![
        text().prop_map(|form| Ask::Text { form: form.raw().to_owned() }),
        (any::<usize>(), texts()).prop_map(|(count, labels)| Ask::Texts { count, labels }),
        texts().prop_map(|options| Ask::PickOne { options }),
        texts().prop_map(|options| Ask::PickSome { options }),
        texts().prop_map(|items| Ask::Order { items }),
        (texts(), texts()).prop_map(|(left, right)| Ask::Match { left, right }),
    ];
    (text(), ask, response()).prop_map(|(prompt, ask, right)| Shown { prompt, ask, right })
}

prop_compose! {
    fn paper()(
        texts in (text(), text(), text(), text()),
        seed in any::<u64>(),
        limit_seconds in prop::option::of(any::<u32>()),
        certainty in any::<bool>(),
        pass in prop::option::of(0.0..=100.0_f64),
        bands in prop::collection::vec((text(), 0.0..=100.0_f64), 0..3),
        negative in 0.0..=1.0_f64,
        sections in prop::collection::vec((text(), 0.1..100.0_f64), 1..4),
        items in prop::collection::vec(item(), 0..5),
    ) -> Paper {
        let (deck, version, exam, title) = texts;
        Paper { deck, version, exam, title, seed, limit_seconds, certainty, pass, bands, negative, sections, items }
    }
}

fn score() -> impl Strategy<Value = Score> {
    prop_oneof![(0.0..=1.0_f64).prop_map(Score::Counted), Just(Score::Blank), Just(Score::Dropped)]
}

/// Any event of a mock exam about a sitting of `ids`.
pub(crate) fn exam(ids: impl Strategy<Value = Uuid> + Clone) -> impl Strategy<Value = Exam> {
    let certainty = prop::sample::select(Certainty::ALL.to_vec());
    let end = prop::sample::select(End::ALL.to_vec());
    prop_oneof![
        paper().prop_map(Exam::Sitting),
        (ids.clone(), 0..5_u32, prop::option::of(response()), any::<u32>(), any::<bool>()).prop_map(
            |(sitting, item, response, spent, late)| Exam::Response(Given {
                sitting,
                item,
                response,
                spent,
                late
            })
        ),
        (ids.clone(), 0..5_u32, any::<bool>()).prop_map(|(sitting, item, on)| Exam::Flag {
            sitting,
            item,
            on
        }),
        (ids.clone(), 0..5_u32, certainty).prop_map(|(sitting, item, certainty)| Exam::Certainty {
            sitting,
            item,
            certainty
        }),
        (ids, end, prop::collection::vec(score(), 0..5))
            .prop_map(|(sitting, end, scores)| Exam::Marks(Marks { sitting, end, scores })),
    ]
}
