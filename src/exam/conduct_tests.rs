use super::*;
use crate::event::Event;
use crate::event::exam::{Item, Paper};
use crate::exam::port::event;
use crate::exam::{draw, paper};
use crate::question::lexicon;

const START: Timestamp = Timestamp(1_795_000_000_000);
const SECONDS: i64 = 1000;

fn after(seconds: i64) -> Timestamp {
    Timestamp(START.0 + seconds * SECONDS)
}

fn calendar() -> Calendar {
    Calendar::new(jiff::tz::TimeZone::UTC, 4)
}

/// The paper of the sample deck with ten minutes.
fn paper_of(deck: &Deck, certainty: bool) -> Paper {
    let exam = paper::find(deck, "mock").unwrap();
    let drawn = draw(deck, exam, 7, 0).unwrap();
    let item = |drawn: &crate::exam::Drawn| {
        let question = &deck.questions[drawn.question];
        let section = u32::try_from(drawn.section).unwrap();
        Item {
            question: (&*question.id).into(),
            meaning: question.meaning,
            section,
            points: question.points,
            shown: crate::exam::shown(deck, question, 7),
        }
    };
    Paper {
        deck: "d".into(),
        version: "1.2".into(),
        exam: "mock".into(),
        title: "Mock".into(),
        seed: 7,
        limit_seconds: Some(600),
        certainty,
        pass: Some(50.0),
        bands: Vec::new(),
        negative: 0.0,
        sections: exam.sections.iter().map(|section| (section.title.clone(), section.weight)).collect(),
        items: drawn.iter().map(item).collect(),
    }
}

pub(crate) fn begun(deck: &Deck, certainty: bool) -> Event {
    event(&Draft {
        id: uuid::Uuid::from_u128(1),
        clock: START,
        offset_minutes: 0,
        day: calendar().day(START),
        body: Body::Exam(Box::new(Exam::Sitting(paper_of(deck, certainty)))),
    })
}

/// What was shown, in short; what was saved goes to `log`.
fn said(effects: Vec<Effect>, log: &mut Vec<Event>) -> Vec<String> {
    let short = |effect: Effect| match effect {
        Effect::Save(draft) => {
            log.push(event(&draft));
            "save".to_owned()
        }
        Effect::Put(put) => {
            let given = if put.given.is_some() { "+" } else { "" };
            let flagged = if put.flagged { "!" } else { "" };
            format!("{}{given}{flagged}", put.number)
        }
        Effect::Note(notice) => format!("{notice:?}").split(['(', ' ']).next().unwrap().to_owned(),
        Effect::AskCertainty => "sure?".to_owned(),
        Effect::Overview(all) => format!("overview {}", all.rows.iter().filter(|row| row.answered).count()),
        Effect::Left(left) => format!("left {left:?}"),
        Effect::Close(end) => end.name().to_owned(),
    };
    effects.into_iter().map(short).collect()
}

struct Hall<'a> {
    conduct: Conduct<'a>,
    log: Vec<Event>,
}

impl<'a> Hall<'a> {
    fn on(deck: &'a Deck, lexicon: &'a Lexicon, certainty: bool) -> Self {
        let sitting = Sitting::begin(&begun(deck, certainty)).unwrap();
        Self { conduct: Conduct::new(deck, lexicon, calendar(), sitting, 5), log: Vec::new() }
    }

    fn start(&mut self, seconds: i64) -> String {
        said(self.conduct.start(after(seconds)), &mut self.log).join(" ")
    }

    fn step(&mut self, input: Input, seconds: i64) -> String {
        said(self.conduct.step(input, after(seconds)), &mut self.log).join(" ")
    }
}

fn text(text: &str) -> Input {
    Input::Respond(Response::Text(text.into()))
}

#[test]
fn a_student_moves_freely_flags_changes_and_hands_in() {
    let deck = crate::exam::sample::deck();
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let mut exam = Hall::on(&deck, &lexicon, false);
    assert_eq!(exam.start(1), "1");
    assert_eq!(exam.step(text("azure"), 5), "save 2");
    assert_eq!(exam.step(Input::Flag, 6), "save Flagged 2!");
    assert_eq!(exam.step(Input::Next, 7), "3");
    assert_eq!(exam.step(Input::Go(1), 8), "1+");
    assert_eq!(exam.step(text("crimson"), 9), "save 2!");
    assert_eq!(exam.step(Input::Go(9), 9), "NoSuchNumber");
    assert_eq!(exam.step(Input::Clear, 9), "NothingToClear 2!");
    assert_eq!(exam.step(Input::Done, 10), "overview 1");
    assert_eq!(exam.step(text("not here"), 10), "", "nothing is a response at the overview");
    assert_eq!(exam.step(Input::Back, 11), "2!");
    assert_eq!(exam.step(Input::Go(1), 11), "1+");
    assert_eq!(exam.step(Input::Clear, 11), "save Cleared 1");
    assert_eq!(exam.step(Input::Done, 12), "overview 0");
    assert_eq!(exam.step(Input::Done, 13), "handed in");
    assert_eq!(exam.step(Input::Next, 14), "", "it is over");
    let replayed = Sitting::replay(&begun(&deck, false), &exam.log).unwrap();
    assert_eq!(&replayed, exam.conduct.sitting(), "what is shown is what the log says");
}

#[test]
fn behind_the_last_question_stands_the_overview() {
    let deck = crate::exam::sample::deck();
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let mut exam = Hall::on(&deck, &lexicon, false);
    exam.start(0);
    assert_eq!(exam.step(Input::Go(4), 1), "4");
    assert_eq!(exam.step(Input::Next, 1), "overview 0");
    assert_eq!(exam.step(Input::Leave, 10), "left Some(590.0)");
}

#[test]
fn a_late_response_is_kept_and_closes_the_sitting() {
    let deck = crate::exam::sample::deck();
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let mut exam = Hall::on(&deck, &lexicon, false);
    exam.start(0);
    exam.step(text("azure"), 599);
    assert_eq!(exam.step(text("13"), 600), "save Late time up");
    let answers = &exam.conduct.sitting().answers;
    assert!(answers[0].reply.is_some() && answers[0].late.is_none());
    assert!(answers[1].reply.is_none() && answers[1].late.is_some());
    let mut again = Hall::on(&deck, &lexicon, false);
    again.conduct.sitting = Sitting::replay(&begun(&deck, false), &exam.log).unwrap();
    assert_eq!(again.start(30), "time up", "a clock set back gives no time back");
}

#[test]
fn what_can_be_read_in_two_ways_is_kept_and_asked_again() {
    let deck = crate::exam::sample::deck();
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let mut exam = Hall::on(&deck, &lexicon, false);
    exam.start(0);
    let place =
        exam.conduct.sitting.paper.items.iter().position(|item| item.question.raw() == "date").unwrap();
    exam.step(Input::Go(place + 1), 1);
    assert_eq!(exam.step(text("12/11/2014"), 2), format!("save Unclear {}+", place + 1));
    let unclear = exam.conduct.sitting().answers[place].reply.clone().unwrap();
    assert_eq!(unclear.response, Response::Text("12/11/2014".into()));
}

#[test]
fn certainty_is_asked_when_the_response_is_kept_already() {
    let deck = crate::exam::sample::deck();
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let mut exam = Hall::on(&deck, &lexicon, true);
    exam.start(0);
    assert_eq!(exam.step(text("azure"), 1), "save sure?");
    assert_eq!(exam.step(Input::Certain(Some(Certainty::Sure)), 2), "save 2");
    assert_eq!(exam.step(Input::Respond(Response::Unknown), 3), "save sure?");
    assert_eq!(exam.step(Input::Certain(None), 4), "3");
    let certain = |place: usize| exam.conduct.sitting().answers[place].certainty;
    assert_eq!((certain(0), certain(1)), (Some(Certainty::Sure), None));
}

#[test]
fn a_question_that_the_deck_has_no_more_is_passed_over() {
    let mut deck = crate::exam::sample::deck();
    let begin = begun(&deck, false);
    deck.questions.retain(|question| &*question.id != "choice");
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let mut conduct = Conduct::new(&deck, &lexicon, calendar(), Sitting::begin(&begin).unwrap(), 5);
    assert_eq!(said(conduct.start(after(0)), &mut Vec::new()), ["2"]);
    assert_eq!(said(conduct.step(Input::Back, after(1)), &mut Vec::new()), ["overview 0"]);
}
