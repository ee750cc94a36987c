use super::*;
use crate::deck::parse;
use crate::event::{Purpose, Review};
use crate::question::ask::Rating;
use crate::question::lexicon;
use crate::source::SourceFile;
use crate::time::{Day, Timestamp};

const DECK: &str = r#"
format = 1
[deck]
id = "d"
title = "D"
version = "1"
language = "en"
[term.act]
kind = "document"
name = "Seal Act"
date = "1987"
ask = ["name"]
about = "the act on seals"
[[question]]
id = "who"
was = ["keeper"]
prompt = "Who kept the seal?"
answer = "the registrar"
reject = ["clerk"]
"#;

/// One log under way.
struct Student {
    number: u128,
    events: Vec<Event>,
}

impl Student {
    fn new(number: u128) -> Self {
        Self { number, events: Vec::new() }
    }

    fn add(&mut self, body: Body) -> Uuid {
        let sequence = self.events.len() as u64 + 1;
        let id = Uuid::from_u128(self.number << 64 | u128::from(sequence));
        let device = Uuid::from_u128(self.number);
        let time = Timestamp(1_000 * sequence as i64);
        let extra = Text::default();
        let (clock, day) = (time, Day(20_000));
        self.events.push(Event { id, device, sequence, time, clock, offset_minutes: 0, day, body, extra });
        id
    }

    fn answers(&mut self, question: &str, text: &str, outcome: Outcome) -> Uuid {
        let review = Review {
            rating: Rating::Again,
            score: 0.0,
            outcome,
            rule: Rule::Different,
            response: Response::Text(text.into()),
            confused_with: None,
            hints: 0,
            seconds: 4.0,
            mode: Mode::Typed,
            purpose: Purpose::Study,
            session: Uuid::nil(),
            meaning: 1,
            due: None,
            retrievability: None,
        };
        self.add(Body::Review(subject(question), Box::new(review)))
    }

    fn says(&mut self, review: Uuid, said: &str) -> Uuid {
        self.add(Body::Overrule { review, rating: Rating::Good, said: said.into() })
    }
}

fn subject(question: &str) -> Subject {
    Subject { deck: "d".into(), question: question.into() }
}

fn deck() -> Deck {
    let parsed = parse(&[SourceFile::new("d.toml", DECK)]);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
    parsed.deck
}

/// Question, text, called right, students, times.
fn list(deck: &Deck, students: &[&Student]) -> Vec<(String, String, bool, usize, usize)> {
    let mut all = Overrules::new(deck);
    for student in students {
        let words = Words::of(student.events.iter().filter(|event| is_word(event)).cloned().collect());
        all.student(&words);
        student.events.iter().for_each(|event| all.hear(&words, event));
    }
    let row = |own: Overruled| {
        let [question, text] = [own.question, own.text].map(|text| text.raw().to_owned());
        (question, text, own.right, own.students, own.times)
    };
    all.list().into_iter().map(row).collect()
}

#[test]
fn what_students_call_right_and_wrong_is_counted_by_student_and_folded() {
    let (mut one, mut two) = (Student::new(1), Student::new(2));
    for text in ["Head of rolls", "head of  ROLLS"] {
        let review = one.answers("who", text, Outcome::Wrong);
        one.says(review, "right");
    }
    let review = two.answers("keeper", "head of rolls", Outcome::Near);
    two.says(review, "easy");
    let review = two.answers("act.name", "Seal Act", Outcome::Right);
    two.says(review, "wrong");
    let expected = vec![
        ("who".to_owned(), "Head of rolls".to_owned(), true, 2, 3),
        ("act.name".to_owned(), "Seal Act".to_owned(), false, 1, 1),
    ];
    assert_eq!(list(&deck(), &[&one, &two]), expected);
    // A log that is handed in twice, or by two, is one.
    assert_eq!(list(&deck(), &[&one, &two, &one]), expected);
}

#[test]
fn what_was_taken_back_agrees_or_is_of_another_deck_does_not_count() {
    let mut one = Student::new(1);
    let review = one.answers("who", "a", Outcome::Wrong);
    let said = one.says(review, "right");
    one.add(Body::Void(said));
    let review = one.answers("who", "b", Outcome::Wrong);
    one.says(review, "right");
    one.add(Body::Void(review));
    let review = one.answers("who", "c", Outcome::Wrong);
    one.says(review, "right");
    one.says(review, "wrong");
    let review = one.answers("who", "registrar", Outcome::Right);
    one.says(review, "easy");
    let review = one.answers("gone", "d", Outcome::Wrong);
    one.says(review, "right");
    one.add(Body::Own(Subject { deck: "other".into(), question: "who".into() }, Own::Accept, "e".into()));
    one.add(Body::Own(subject("who"), Own::Accept, "f".into()));
    one.add(Body::Own(subject("who"), Own::Unaccept, "f".into()));
    assert_eq!(list(&deck(), &[&one]), []);
    // The order in which the lines stand is no matter.
    one.add(Body::Own(subject("who"), Own::Accept, "g".into()));
    one.events.reverse();
    assert_eq!(list(&deck(), &[&one]), [("who".to_owned(), "g".to_owned(), true, 1, 0)]);
}

#[test]
fn three_students_propose_what_nothing_speaks_against() {
    let deck = deck();
    let names = lexicon(&deck.terms, &deck.questions);
    let overruled = |question: &str, text: &str, right, students| Overruled {
        question: question.into(),
        key: Text::default(),
        text: text.into(),
        right,
        students,
        times: students,
    };
    let all = [
        overruled("who", "head of rolls", true, 3),
        overruled("who", "head of papers", true, 2),
        overruled("who", "head of seals", false, 3),
        // What the deck refuses, what names something else, what it takes already, and what no form can go into.
        overruled("who", "clerk", true, 9),
        overruled("who", "Seal Act", true, 9),
        overruled("who", "registrar", true, 9),
        overruled("act.name", "seal law of the land", true, 9),
        overruled("who", "\u{1b}[31mred", true, 9),
    ];
    let found: Vec<&str> = candidates(&deck, &names, &all).iter().map(|own| own.text.raw()).collect();
    assert_eq!(found, ["head of rolls"]);
}
