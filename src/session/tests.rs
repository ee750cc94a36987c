//! A quiz driven through its inputs, with a catalog, a screen and a log that are plain values.

use std::cell::RefCell;
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Card, Catalog, Effect, Input, Options, Overrule, Prompter, Recorder, Session, Slot, Standing, Summary,
    Waiting,
};
use crate::error::{Error, Result};
use crate::event::{Body, Draft, Purpose};
use crate::judge::{Marked, Outcome, Rule, Verdict};
use crate::memory::{Parameters, Scheduler};
use crate::question::ask::Rating;
use crate::question::kinds::TextKey;
use crate::question::{Ask, Key, Mode, Name, Place, Question, Response};
use crate::text::Text;
use crate::time::{Calendar, Day, Timestamp};

/// Questions q0, q1, …; even and odd neighbours (0 and 1, 2 and 3, …) are siblings.
struct Fake;

impl Catalog for Fake {
    fn deck_id(&self, _deck: u32) -> Text {
        Text::from("deck")
    }

    fn deck_title(&self, _deck: u32) -> Text {
        Text::from("Deck")
    }

    fn question(&self, card: Card) -> Arc<Question> {
        let name = Name { text: Text::from("right"), accept: Vec::new(), term: None };
        Arc::new(Question {
            id: format!("q{}", card.index).into(),
            was: Vec::new(),
            prompt: Text::from(format!("Question {}?", card.index)),
            key: Key::Text(TextKey { name }),
            reject: Vec::new(),
            near: Vec::new(),
            strict: false,
            hints: vec![Text::from("first hint"), Text::from("second hint")],
            explanation: None,
            source: None,
            tags: Vec::new(),
            points: 1.0,
            as_of: None,
            allow: Vec::new(),
            requires: Vec::new(),
            sibling: Some(format!("s{}", card.index / 2).into()),
            meaning: u64::from(card.index),
            place: Place::default(),
        })
    }

    fn ask(&self, _card: Card, _mode: Mode, _seed: u64) -> Ask {
        Ask::Text { form: String::new() }
    }

    fn mark(&self, _card: Card, _ask: &Ask, response: &Response) -> Marked {
        let score = match response {
            Response::Text(text) if text.raw() == "right" => 1.0,
            Response::Text(text) if text.raw() == "near" => 0.7,
            Response::Text(text) if text.raw() == "06/07/2020" => {
                return Marked::AskAgain("two readings".to_owned());
            }
            _ => 0.0,
        };
        Marked::Verdict(Verdict {
            score,
            outcome: Outcome::of(score),
            rule: Rule::Equal,
            difference: None,
            feedback: None,
            confusion: None,
            parts: Vec::new(),
        })
    }
}

const START: Timestamp = Timestamp(1_790_000_000_000);

fn options(limit_seconds: Option<f64>, cram: bool) -> Options {
    Options {
        session: Uuid::nil(),
        seed: 7,
        mode: Mode::Typed,
        cram,
        limit_seconds,
        calendar: Calendar::new(jiff::tz::TimeZone::UTC, 4),
        loads: vec![0; 60],
        unseen: 9,
    }
}

fn slots(count: u32, standing: Standing) -> Vec<Slot> {
    (0..count).map(|index| Slot { card: Card { deck: 0, index }, standing, state: None }).collect()
}

fn scheduler() -> Scheduler {
    Scheduler::new(&Parameters::default(), 0.9)
}

fn give(text: &str) -> Input {
    Input::Respond(Response::Text(Text::from(text)))
}

/// The ids asked for in some effects.
fn asked(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Ask(asked) => Some(asked.id.raw().to_owned()),
            _ => None,
        })
        .collect()
}

fn saved(effects: &[Effect]) -> Vec<Body> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Save(drafts) => Some(drafts.iter().map(|draft| draft.body.clone())),
            _ => None,
        })
        .flatten()
        .collect()
}

fn summary(effects: &[Effect]) -> Option<Summary> {
    effects.iter().find_map(|effect| match effect {
        Effect::Finished(summary) => Some((**summary).clone()),
        _ => None,
    })
}

#[test]
fn an_answer_is_to_be_saved_before_its_verdict_is_shown() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(1, Standing::New), options(None, false));
    assert_eq!(asked(&session.start(START)), ["q0"]);
    let effects = session.step(give("right"), Timestamp(START.0 + 4_000));
    let [Effect::Save(drafts), Effect::Judged(judged)] = &effects[..] else { panic!("{effects:?}") };
    let Body::Review(subject, review) = &drafts[0].body else { panic!("{drafts:?}") };
    assert_eq!((subject.deck.raw(), subject.question.raw()), ("deck", "q0"));
    assert_eq!((review.rating, review.seconds, review.purpose), (Rating::Good, 4.0, Purpose::Study));
    assert_eq!(review.due, judged.due.map(|(day, _)| day));
    let end = summary(&session.step(Input::Next, START)).unwrap();
    assert_eq!((end.right, end.new, end.left, end.unseen), (1, 1, 0, 8));
}

#[test]
fn a_wrong_one_comes_back_until_it_is_right_and_then_leaves_the_memory_alone() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(8, Standing::New), options(None, false));
    session.start(START);
    session.step(give("wrong"), START);
    let mut order = Vec::new();
    let mut effects = session.step(Input::Next, START);
    let mut purposes = Vec::new();
    while summary(&effects).is_none() {
        order.extend(asked(&effects));
        for body in saved(&session.step(give("right"), START)) {
            let Body::Review(_, review) = body else { continue };
            purposes.push((review.purpose, review.due.is_some()));
        }
        effects = session.step(Input::Next, START);
    }
    // Five on would be between q5 and q6; its sibling q1 is far.
    assert_eq!(order, ["q1", "q2", "q3", "q4", "q5", "q0", "q6", "q7"]);
    assert_eq!(purposes[5], (Purpose::Relearn, false));
    let end = summary(&effects).unwrap();
    assert_eq!((end.questions, end.answers, end.right, end.wrong, end.left), (8, 9, 7, 1, 0));
}

#[test]
fn a_hint_makes_it_hard_and_hints_end() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(1, Standing::New), options(None, false));
    session.start(START);
    assert_eq!(session.step(Input::Hint, START), [Effect::Hint(Text::from("first hint"))]);
    assert_eq!(session.step(Input::Hint, START), [Effect::Hint(Text::from("second hint"))]);
    assert_eq!(session.step(Input::Hint, START), [Effect::NoHint]);
    let effects = session.step(give("right"), START);
    let Some(Body::Review(_, review)) = saved(&effects).pop() else { panic!("{effects:?}") };
    assert_eq!((review.rating, review.hints), (Rating::Hard, 2));
}

#[test]
fn what_cannot_be_read_is_asked_again_and_not_marked() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(1, Standing::New), options(None, false));
    session.start(START);
    assert_eq!(session.step(give("06/07/2020"), START), [Effect::AskAgain("two readings".to_owned())]);
    assert!(matches!(session.step(give("right"), START)[..], [Effect::Save(_), Effect::Judged(_)]));
}

#[test]
fn i_was_right_takes_the_question_out_again_even_when_it_is_on_the_screen() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(1, Standing::New), options(None, false));
    session.start(START);
    session.step(give("wrong"), START);
    assert_eq!(asked(&session.step(Input::Next, START)), ["q0"], "the only one comes back at once");
    let effects = session.step(Input::Overrule(Overrule::Right), START);
    assert!(matches!(saved(&effects)[..], [Body::Overrule { rating: Rating::Good, .. }]));
    let end = summary(&effects).unwrap();
    assert_eq!((end.right, end.wrong, end.left), (1, 0, 0));
}

#[test]
fn i_was_wrong_brings_it_back() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(1, Standing::New), options(None, false));
    session.start(START);
    session.step(give("right"), START);
    session.step(Input::Overrule(Overrule::Wrong), START);
    assert_eq!(asked(&session.step(Input::Next, START)), ["q0"]);
}

#[test]
fn undo_takes_back_one_answer_at_a_time_and_asks_again() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(3, Standing::New), options(None, false));
    session.start(START);
    session.step(give("wrong"), START);
    session.step(Input::Next, START);
    session.step(give("right"), START);
    let effects = session.step(Input::Undo, START);
    assert!(matches!(saved(&effects)[..], [Body::Void(_)]));
    assert_eq!(asked(&effects), ["q1"]);
    assert_eq!(asked(&session.step(Input::Undo, START)), ["q0"]);
    assert_eq!(session.step(Input::Undo, START), [Effect::NothingToUndo]);
    for expected in ["q1", "q2"] {
        session.step(give("right"), START);
        assert_eq!(asked(&session.step(Input::Next, START)), [expected], "the undone relearning is gone");
    }
}

#[test]
fn the_minutes_end_a_session_between_two_questions_and_pauses_do_not_count() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(5, Standing::Due), options(Some(60.0), false));
    session.start(START);
    session.step(give("right"), Timestamp(START.0 + 30_000));
    assert_eq!(asked(&session.step(Input::Next, Timestamp(START.0 + 31_000))), ["q1"]);
    let later = Timestamp(START.0 + 61_000);
    session.step(give("right"), later);
    let end = summary(&session.step(Input::Next, later)).unwrap();
    assert_eq!((end.questions, end.left, end.unasked), (2, 0, 3));
    assert!((end.seconds - 61.0).abs() < 1e-9);
}

#[test]
fn practice_never_counts() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(2, Standing::Cram), options(None, true));
    session.start(START);
    for text in ["wrong", "right", "right"] {
        for body in saved(&session.step(give(text), START)) {
            let Body::Review(_, review) = body else { panic!("{body:?}") };
            assert_eq!((review.purpose, review.due), (Purpose::Cram, None));
        }
        session.step(Input::Next, START);
    }
}

#[test]
fn a_suspended_question_is_gone_at_once() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(2, Standing::New), options(None, false));
    session.start(START);
    let effects = session.step(Input::Suspend, START);
    assert!(matches!(saved(&effects)[..], [Body::Suspend(_, true)]));
    assert_eq!(asked(&effects), ["q1"]);
}

/// A screen that reads from a script, and a log that fails when told to.
struct Script(RefCell<Vec<Input>>);

impl Prompter for Script {
    fn show(&mut self, _effect: &Effect) -> Result<()> {
        Ok(())
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        if matches!(waiting, Waiting::Read(_)) {
            return Ok(Input::Next);
        }
        Ok(self.0.borrow_mut().pop().unwrap_or(Input::Quit))
    }

    fn not_saved(&mut self, _reason: &Error) -> Result<bool> {
        Ok(true)
    }
}

#[derive(Default)]
struct Log {
    drafts: Vec<Draft>,
    failures: usize,
}

impl Recorder for Log {
    fn record(&mut self, drafts: &[Draft]) -> Result<()> {
        if self.failures > 0 {
            self.failures -= 1;
            return Err(Error::new("the disk is full"));
        }
        self.drafts.extend_from_slice(drafts);
        Ok(())
    }

    fn outlook(&mut self, _from: Day, days: u32) -> Result<Vec<u32>> {
        Ok((0..days).map(|day| u32::from(day == 2) * 4).collect())
    }
}

#[test]
fn a_failed_write_is_tried_again_with_the_same_event() {
    let scheduler = scheduler();
    let mut session = Session::new(&Fake, &scheduler, slots(2, Standing::New), options(None, false));
    let mut log = Log { failures: 3, ..Log::default() };
    let mut screen = Script(RefCell::new(vec![give("right"), give("right")]));
    let end = super::run(&mut session, &mut screen, &mut log, &|| START).unwrap();
    assert_eq!((end.right, log.drafts.len()), (2, 2));
    assert_eq!(end.next.iter().map(|(_, away, due)| (*away, *due)).collect::<Vec<_>>(), [(2, 4)]);
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        4 => Just(give("right")),
        2 => Just(give("wrong")),
        1 => Just(give("near")),
        1 => Just(Input::Respond(Response::Unknown)),
        4 => Just(Input::Next),
        1 => Just(Input::Hint),
        1 => Just(Input::Undo),
        1 => Just(Input::Suspend),
        1 => Just(Input::Overrule(Overrule::Right)),
        1 => Just(Input::Overrule(Overrule::Wrong)),
        1 => Just(Input::Overrule(Overrule::Easy)),
    ]
}

proptest! {
    /// Whatever the student does: a question stands once in the session, every verdict has its review in the log,
    /// and the figures add up.
    #[test]
    fn any_inputs_keep_the_session_whole(inputs in prop::collection::vec(input(), 0..60), count in 1u32..12) {
        let scheduler = scheduler();
        let mut session = Session::new(&Fake, &scheduler, slots(count, Standing::New), options(None, false));
        let mut reviews = 0;
        let mut verdicts = 0;
        let mut end = None;
        let mut effects = session.start(START);
        for input in inputs.into_iter().chain([Input::Quit]) {
            reviews += saved(&effects).iter().filter(|body| matches!(body, Body::Review(..))).count();
            verdicts += effects.iter().filter(|effect| matches!(effect, Effect::Judged(_))).count();
            for effect in &effects {
                if let Effect::Ask(asked) = effect {
                    prop_assert!(asked.progress.of <= count as usize);
                    prop_assert!(asked.progress.done < asked.progress.of);
                }
            }
            if let Some(summary) = summary(&effects) {
                end = Some(summary);
                break;
            }
            effects = session.step(input, START);
        }
        let end = end.or_else(|| summary(&effects)).unwrap();
        prop_assert_eq!(reviews, verdicts);
        prop_assert_eq!(end.questions, end.right + end.near + end.wrong);
        prop_assert!(end.questions + end.left <= count as usize + end.wrong);
        let mut ids: Vec<u32> = session.waiting().map(|card| card.index).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), all, "a question stands twice");
    }
}
