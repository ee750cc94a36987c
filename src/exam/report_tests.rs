use super::*;
use crate::event::Event;
use crate::event::exam::Given;
use crate::exam::port::event;
use crate::exam::sample::deck;
use crate::memory::Parameters;
use crate::question::lexicon;

const START: i64 = 1_795_000_000_000;

fn respond(sitting: &Sitting, id: &str, response: &str, late: bool, seconds: i64) -> Event {
    let item = sitting.paper.items.iter().position(|item| item.question.raw() == id).unwrap();
    let given = Given {
        sitting: sitting.id,
        item: u32::try_from(item).unwrap(),
        response: Some(if response == "?" { Response::Unknown } else { Response::Text(response.into()) }),
        spent: 2_000,
        late,
    };
    event(&Draft {
        id: Uuid::from_u128(3),
        clock: Timestamp(START + seconds * 1000),
        offset_minutes: 60,
        day: Day(20_775),
        body: Body::Exam(Box::new(Exam::Response(given))),
    })
}

/// Right, in part, not known, and one that came late.
fn sat(deck: &Deck) -> Sitting {
    let mut sitting = Sitting::begin(&crate::exam::conduct::tests::begun(deck, false)).unwrap();
    for (id, response, late) in [
        ("choice", "azure", false),
        ("date", "November 2014", false),
        ("number", "?", false),
        ("list", "granite", true),
    ] {
        let given = respond(&sitting, id, response, late, 60);
        sitting.take(&given);
    }
    sitting
}

fn drafts(deck: &Deck, sitting: &Sitting, states: &dyn Fn(&str) -> Option<State>) -> (Report, Vec<Draft>) {
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let report = Report::of(deck, &lexicon, sitting, End::HandedIn);
    let scheduler = Scheduler::new(&Parameters::default(), 0.9);
    let kept = Kept { states, scheduler: &scheduler };
    let closing = Draft {
        id: Uuid::nil(),
        clock: Timestamp(START + 600_000),
        offset_minutes: 0,
        day: Day(20_776),
        body: Body::Void(Uuid::nil()),
    };
    let drafts = report.drafts(deck, sitting, &kept, &closing);
    (report, drafts)
}

#[test]
fn each_response_is_marked_and_only_what_came_in_time_counts() {
    let deck = deck();
    let (report, _) = drafts(&deck, &sat(&deck), &|_| None);
    let of = |id: &str| report.items.iter().find(|item| item.id.raw() == id).unwrap();
    assert_eq!(of("choice").score, Score::Counted(1.0));
    assert_eq!((of("date").score, of("date").earned.points), (Score::Counted(0.6), 1.2));
    assert_eq!(of("number").score, Score::Blank);
    assert_eq!(of("list").score, Score::Blank);
    assert!(of("list").verdict.as_ref().unwrap().score > 0.0, "what it would have been worth");
    assert_eq!(report.total.percent, Some(58.0), "40 × 1 + 60 × 1.2/4");
    let tags: Vec<(&str, f64)> = report.tags.iter().map(|(tag, earned)| (&**tag, earned.points)).collect();
    assert_eq!(tags, [("pick", 1.0), ("typed", 1.2)]);
}

#[test]
fn every_response_is_one_review_whoever_marks_it_and_when() {
    let deck = deck();
    let sitting = sat(&deck);
    let (_, first) = drafts(&deck, &sitting, &|_| None);
    let (_, again) = drafts(&deck, &sitting, &|_| None);
    assert_eq!(first, again);
    let reviews: Vec<(&Draft, &Review)> = first
        .iter()
        .filter_map(|draft| match &draft.body {
            Body::Review(_, review) => Some((draft, &**review)),
            _ => None,
        })
        .collect();
    assert_eq!((first.len(), reviews.len()), (5, 4), "the marks, and a review each");
    for (draft, review) in &reviews {
        assert_eq!(
            (draft.clock, draft.day, draft.offset_minutes),
            (Timestamp(START + 60_000), Day(20_775), 60)
        );
        assert_eq!((review.session, review.seconds, review.hints), (sitting.id, 2.0, 0));
        let wrong = review.rating == Rating::Again;
        assert!(!wrong || review.due == Some(Day(20_776)), "the wrong ones are due on the next day");
    }
    let answered = State { last: Some(Day(20_775)), ..State::default() };
    let (_, later) = drafts(&deck, &sitting, &|_| Some(answered.clone()));
    let due = |draft: &Draft| matches!(&draft.body, Body::Review(_, review) if review.due.is_some());
    assert!(!later.iter().any(due), "a second answer on one day leaves the schedule alone");
}

#[test]
fn what_was_decided_stands_when_the_deck_changes() {
    let mut deck = deck();
    let mut sitting = sat(&deck);
    let (_, closing) = drafts(&deck, &sitting, &|_| None);
    sitting.take(&event(&closing[0]));
    assert!(sitting.marks.is_some());
    deck.questions.retain(|question| &*question.id != "choice");
    let (report, _) = drafts(&deck, &sitting, &|_| None);
    assert_eq!((report.total.percent, report.end), (Some(58.0), End::HandedIn));
    sitting.marks = None;
    let (report, drafts) = drafts(&deck, &sitting, &|_| None);
    assert_eq!(report.total.percent, Some(30.0), "before the closing it is dropped, and its section with it");
    assert_eq!(drafts.len(), 4, "there is no question to review");
}

const PICKED: &str = r#"
[[question]]
id = "colour"
prompt = "Which colour is the sky?"
choose = "azure"
wrong = ["crimson", "emerald"]

[[question]]
id = "even"
prompt = "Which are even?"
choose = ["two", "four"]
wrong = ["three", "five"]

[[question]]
id = "steps"
prompt = "In which order?"
order = ["draft", "vote", "seal"]

[[question]]
id = "sounds"
prompt = "Who says what?"
match = [["cow", "moo"], ["dog", "woof"], ["cat", "meow"]]

[[question]]
id = "phone"
prompt = "Who picks up the phone?"
answer = "the desk"
"#;

/// A sitting of all questions of a deck, with right answers.
fn sat_right(deck: &Deck) -> Sitting {
    let item = |question: &Question| Item {
        question: (&*question.id).into(),
        meaning: question.meaning,
        section: 0,
        points: 1.0,
        shown: crate::exam::shown(deck, question, 7),
    };
    let mut sitting =
        Sitting::begin(&crate::exam::conduct::tests::begun(&crate::exam::sample::deck(), false)).unwrap();
    sitting.paper.items = deck.questions.iter().map(item).collect();
    sitting.paper.sections = vec![("All".into(), 1.0)];
    let right = |question: &Question| question.right_response(&crate::exam::conduct::ask(deck, question, 7));
    let reply = |question: &Question| Reply {
        response: right(question),
        at: Timestamp(START),
        offset_minutes: 0,
        day: Day(20_775),
    };
    let answers = deck.questions.iter().map(|own| Answer { reply: Some(reply(own)), ..Answer::default() });
    sitting.answers = answers.collect();
    sitting
}

#[test]
fn an_edit_of_the_deck_turns_no_right_answer_wrong() {
    let deck = crate::exam::sample::deck_of;
    let sitting = sat_right(&deck(PICKED));
    let marked = |edits: &[(&str, &str)]| {
        let text = edits.iter().fold(PICKED.to_owned(), |text, (old, new)| text.replace(old, new));
        let (report, drafts) = drafts(&deck(&text), &sitting, &|_| None);
        let asked_otherwise = report.items.iter().filter(|item| item.asked_otherwise);
        let odd: Vec<String> = asked_otherwise.map(|item| item.id.raw().to_owned()).collect();
        (report.total.percent, odd, drafts.len())
    };
    assert_eq!(marked(&[]), (Some(100.0), vec![], 6));
    let reworded = [
        ("\"azure\"", "\"light blue\""),
        ("\"crimson\"", "\"red\""),
        ("\"two\"", "\"number two\""),
        ("\"draft\"", "\"first draft\""),
        ("\"moo\"", "\"mooo\""),
        ("Which are even?", "Which of these are even numbers?"),
    ];
    // What is asked and what is right are both others in `even` then: nobody can say what it is worth.
    assert_eq!(marked(&reworded[..5]), (Some(100.0), vec![], 6));
    assert_eq!(marked(&reworded), (Some(100.0), vec!["even".to_owned()], 5));
    let negated = [("Who picks up", "Who never picks up"), ("the desk", "the director")];
    assert_eq!(marked(&negated[..1]), (Some(100.0), vec![], 6));
    assert_eq!(marked(&negated), (Some(100.0), vec!["phone".to_owned()], 5));
    let new_options = [("\"two\", \"four\"", "\"ten\", \"twelve\", \"six\"")];
    assert_eq!(marked(&new_options), (Some(100.0), vec!["even".to_owned()], 5));
    let asks_for_more = [("answer = \"the desk\"", "list = [\"the desk\", \"the clerk\"]")];
    assert_eq!(marked(&asks_for_more), (Some(100.0), vec!["phone".to_owned()], 5));
    // A key that was wrong and was mended counts as mended.
    let mended = [("choose = \"azure\"\nwrong = [\"crimson\"", "choose = \"crimson\"\nwrong = [\"azure\"")];
    assert_eq!(marked(&mended), (Some(80.0), vec![], 6));
}

#[test]
fn the_questions_are_put_as_they_were_drawn() {
    use crate::exam::Asking;
    let deck = crate::exam::sample::deck_of;
    let sitting = sat_right(&deck(PICKED));
    let edited = deck(&PICKED.replace("azure", "blue").replace("Who picks", "Who then picks"));
    let lexicon = lexicon(&edited.terms, &edited.questions);
    let asking = crate::exam::asking::FromDeck { deck: &edited, lexicon: &lexicon, seed: 7 };
    for item in &sitting.paper.items {
        let shown = item.shown.clone().unwrap();
        assert_eq!(asking.asked(item), Some((shown.prompt, shown.ask)));
    }
    let old = Item { shown: None, ..sitting.paper.items[4].clone() };
    assert_eq!(
        asking.asked(&old).unwrap().0,
        "Who then picks up the phone?".into(),
        "an older log has no words"
    );
}

#[test]
fn a_key_that_has_changed_since_the_drawing_is_told() {
    let mut deck = deck();
    let sitting = sat(&deck);
    let changed = |deck: &Deck| {
        let (report, _) = drafts(deck, &sitting, &|_| None);
        report
            .items
            .iter()
            .filter(|item| item.changed)
            .map(|item| item.id.raw().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(changed(&deck), [""; 0]);
    let number = deck.questions.iter_mut().find(|question| &*question.id == "number").unwrap();
    number.meaning ^= 1 << 40;
    assert_eq!(changed(&deck), ["number"]);
}

#[test]
fn certainty_is_held_against_what_came_of_it() {
    let found = calibration([(Certainty::Guess, 1.0), (Certainty::Sure, 1.0), (Certainty::Sure, 0.6)]);
    let figures: Vec<_> = found.iter().map(|found| (found.certainty, found.right, found.of)).collect();
    assert_eq!(figures, [(Certainty::Sure, 1, 2), (Certainty::Guess, 1, 1)]);
}
