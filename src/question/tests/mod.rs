//! What holds for questions of every kind.

mod properties;

use super::kinds::{
    Blank, ChoiceKey, ClozeKey, DateKey, ListKey, MatchKey, NumberKey, NumberTolerance, OrderKey,
};
use super::*;
use crate::judge::{Date, Outcome, Rule, When};

pub(super) fn name(text: &str) -> Name {
    Name { text: text.into(), accept: Vec::new(), term: None }
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| name(text)).collect()
}

pub(super) fn question(id: &str, key: Key) -> Question {
    Question {
        id: id.into(),
        was: Vec::new(),
        prompt: "?".into(),
        key,
        reject: Vec::new(),
        near: Vec::new(),
        strict: false,
        hints: Vec::new(),
        explanation: None,
        source: None,
        tags: vec!["law".into()],
        points: 1.0,
        as_of: None,
        allow: Vec::new(),
        requires: Vec::new(),
        sibling: None,
        meaning: 0,
        place: Place::default(),
    }
}

fn term(key: &str, kind: &str, name: &str, date: &str) -> Term {
    Term {
        key: key.into(),
        kind: kind.into(),
        name: name.into(),
        aliases: Vec::new(),
        date: When::from_iso(date),
        about: Some(format!("what {key} is").into()),
    }
}

pub(super) fn terms() -> Vec<Term> {
    vec![
        term("first", "document", "First National Strategy on Information Security", "2006"),
        term("second", "document", "Second National Strategy on Information Security", "2009"),
        term("protecting", "document", "Information Security Strategy for Protecting the Nation", "2010-05"),
        term("basic-act", "document", "Basic Act on Cybersecurity", "2014"),
        term("it-act", "document", "IT Basic Act", "2000"),
        term("ndpg", "document", "National Defence Program Guidelines", "2018"),
        term("council", "institution", "Cybersecurity Council", "2018"),
        term("headquarters", "institution", "Cybersecurity Strategic Headquarters", "2014"),
    ]
}

fn of_term(term: &Term) -> Key {
    Key::Text(TextKey { name: Name { term: Some(term.key.clone()), ..name(term.name.raw()) } })
}

fn number_key(value: f64, shown: &str) -> Key {
    let tolerance = NumberTolerance::Absolute(0.0);
    Key::Number(NumberKey { value, shown: shown.into(), tolerance, unit: Some("companies".into()) })
}

fn date_key(iso: &str) -> Key {
    Key::Date(DateKey { when: When::from_iso(iso).unwrap(), tolerance: None })
}

/// One question of each kind and shape.
pub(super) fn deck() -> Vec<Question> {
    let choice = |right: &[&str], several| {
        Key::Choice(ChoiceKey {
            right: names(right),
            several,
            wrong: names(&["Diet", "Cabinet Office"]),
            draw: 0,
        })
    };
    let pairs =
        [("2006", "First National Strategy"), ("2009", "Second National Strategy"), ("2018", "Third")];
    let cloze = ClozeKey {
        text: ["The ", " adopted it in ", ", with ", " others."].map(Text::from).to_vec(),
        blanks: vec![
            Blank::Text(name("Cabinet")),
            Blank::Date { shown: "July 2018".into(), date: Date::from_iso("2018-07").unwrap() },
            Blank::Number { shown: "1,200".into(), value: 1200.0 },
        ],
    };
    let mut keys = vec![
        ("year", date_key("1921")),
        ("month", date_key("2014-11")),
        ("day", date_key("2020-06-26")),
        ("range", date_key("2019/2023")),
        ("caesar", date_key("-44-03-15")),
        ("number", number_key(45.0, "45")),
        ("grouped", number_key(100_000.0, "100,000")),
        ("true-false", Key::Truth(false)),
        ("one", choice(&["Cabinet"], false)),
        ("some", choice(&["Cabinet", "Ministry of Defence"], true)),
        ("list", Key::List(ListKey { items: names(&["land", "sea", "air", "space"]), need: 3 })),
        (
            "order",
            Key::Order(OrderKey { items: names(&["IT Basic Act", "First Strategy", "Basic Act", "NDPG"]) }),
        ),
        ("match", Key::Match(MatchKey { pairs: pairs.map(|(a, b)| (name(a), name(b))).to_vec() })),
        ("cloze", Key::Cloze(cloze)),
        ("card", Key::Card("Deterrence by denial".into())),
        ("cjk", Key::Text(TextKey { name: name("防衛白書") })),
        ("plain", Key::Text(TextKey { name: name("The U.S. Self-Defence Forces & allies") })),
    ];
    let terms = terms();
    keys.extend(terms.iter().map(|term| ("term", of_term(term))));
    keys.into_iter().enumerate().map(|(at, (id, key))| question(&format!("{id}-{at}"), key)).collect()
}

pub(super) fn verdict(marked: Marked) -> Verdict {
    match marked {
        Marked::Verdict(verdict) => verdict,
        Marked::AskAgain(reason) => panic!("asked again: {reason}"),
    }
}

fn by_id<'a>(deck: &'a [Question], id: &str) -> &'a Question {
    deck.iter().find(|question| question.id.starts_with(id)).unwrap()
}

#[test]
fn the_right_answer_is_right_in_every_mode() {
    let (deck, terms) = (deck(), terms());
    let (pool, lexicon) = (Pool { terms: &terms, questions: &deck }, lexicon(&terms, &deck));
    for question in &deck {
        for mode in [Mode::Typed, Mode::Choice, Mode::Flip] {
            let ask = question.ask(mode, &pool, 3);
            let marked = verdict(question.mark(&ask, &question.right_response(&ask), &lexicon));
            assert_eq!(marked.outcome, Outcome::Right, "{} {mode:?} {marked:?}", question.id);
            assert_eq!(verdict(question.mark(&ask, &Response::Unknown, &lexicon)).rule, Rule::Unknown);
        }
    }
}

#[test]
fn wrong_options_are_look_alikes_and_never_right() {
    let (deck, terms) = (deck(), terms());
    let (pool, lexicon) = (Pool { terms: &terms, questions: &deck }, lexicon(&terms, &deck));
    let mut picked = 0;
    for (question, seed) in deck.iter().flat_map(|question| (0..20).map(move |seed| (question, seed))) {
        let Ask::PickOne { options } = question.ask(Mode::Choice, &pool, seed) else { continue };
        picked += 1;
        let ask = Ask::PickOne { options: options.clone() };
        let right: Vec<&Text> = options
            .iter()
            .filter(|option| {
                verdict(question.mark(&ask, &Response::Text((*option).clone()), &lexicon)).score > 0.0
            })
            .collect();
        assert_eq!(right.len(), 1, "{} {options:?}", question.id);
        let typed = question.ask(Mode::Typed, &pool, seed);
        for wrong in options.iter().filter(|option| *option != right[0]) {
            if let Ask::Text { .. } = typed {
                let marked = verdict(question.mark(&typed, &Response::Text(wrong.clone()), &lexicon));
                assert!(marked.score < 1.0, "{}: {wrong:?}", question.id);
            }
        }
        let mut keys: Vec<String> =
            options.iter().map(|option| crate::judge::fold::key(option.raw())).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), options.len());
        assert_eq!(question.ask(Mode::Choice, &pool, seed), ask, "the seed decides");
    }
    assert!(picked > 14 * 20, "{picked}");
}

#[test]
fn terms_of_the_same_kind_stand_beside_each_other() {
    let (deck, terms) = (deck(), terms());
    let pool = Pool { terms: &terms, questions: &deck };
    let act = deck.iter().find(|question| question.answer().raw() == "Basic Act on Cybersecurity").unwrap();
    let Ask::PickOne { options } = act.ask(Mode::Choice, &pool, 1) else { panic!() };
    let documents = |text: &Text| terms.iter().any(|term| term.name == *text && &*term.kind == "document");
    assert!(options.iter().all(documents), "{options:?}");
}

#[test]
fn sets_earn_their_share() {
    let (deck, lexicon) = (deck(), Lexicon::default());
    let pool = Pool { terms: &[], questions: &[] };
    let score = |id: &str, response: Response| {
        let question = by_id(&deck, id);
        let marked = verdict(question.mark(&question.ask(Mode::Typed, &pool, 1), &response, &lexicon));
        assert_eq!(marked.outcome, Outcome::of(marked.score));
        (marked.score * 100.0).round()
    };
    let texts = |texts: &[&str]| Response::Texts(texts.iter().map(|text| Text::from(*text)).collect());
    assert_eq!(score("list", texts(&["Sea", "the land", "space"])), 100.0);
    assert_eq!(score("list", texts(&["sea", "land"])), 67.0);
    assert_eq!(score("list", texts(&["sea", "land", "cyber"])), 67.0);
    assert_eq!(score("list", texts(&["sea", "land", "cyber", "fire"])), 33.0);
    assert_eq!(score("list", texts(&["sea", "land", "air", "cyber"])), 67.0);
    assert_eq!(score("list", texts(&["sea", "sea", "sea"])), 33.0);
    assert_eq!(score("list", texts(&["sea", "land", "air", "space"])), 100.0);
    assert_eq!(score("list", Response::Text("sea; land; air".into())), 100.0);
    assert_eq!(score("some", texts(&["Cabinet", "Ministry of Defence"])), 100.0);
    assert_eq!(score("some", texts(&["Cabinet", "Diet"])), 0.0);
    assert_eq!(score("some", texts(&["Cabinet"])), 50.0);
    assert_eq!(score("order", texts(&["IT Basic Act", "Basic Act", "First Strategy", "NDPG"])), 67.0);
    assert_eq!(score("order", texts(&["NDPG", "Basic Act", "First Strategy", "IT Basic Act"])), 0.0);
    let pair = |a: &str, b: &str| (Text::from(a), Text::from(b));
    let two = vec![pair("2009", "Second National Strategy"), pair("2006", "Third"), pair("2018", "Third")];
    assert_eq!(score("match", Response::Pairs(two)), 67.0);
    assert_eq!(score("cloze", texts(&["the cabinet", "2018-07", "1200"])), 100.0);
    assert_eq!(score("cloze", texts(&["Cabinet", "August 2018", "1300"])), 53.0);
    assert_eq!(score("cloze", texts(&["Cabinet"])), 33.0);
    assert_eq!(score("true-false", Response::Text("f".into())), 100.0);
    assert_eq!(score("true-false", Response::Text("Yes".into())), 0.0);
    assert_eq!(score("card", Response::Recalled(ask::Rating::Hard)), 80.0);
}

#[test]
fn a_wrong_option_says_what_it_is() {
    let (mut deck, terms) = (deck(), terms());
    let lexicon = lexicon(&terms, &deck);
    let at =
        deck.iter().position(|question| question.answer().raw() == "Basic Act on Cybersecurity").unwrap();
    deck[at].near.push(Foreseen {
        answer: "IT Basic Act".into(),
        score: 0.3,
        feedback: Some("of 2000".into()),
    });
    let question = &deck[at];
    let ask = Ask::PickOne {
        options: vec!["IT Basic Act".into(), question.answer(), "Cybersecurity Council".into()],
    };
    let picked = verdict(question.mark(&ask, &Response::Text("it basic act".into()), &lexicon));
    assert_eq!((picked.score, picked.rule), (0.0, Rule::Picked));
    assert_eq!(picked.feedback.unwrap().raw(), "of 2000");
    assert_eq!(picked.confusion.unwrap().term.as_deref(), Some("it-act"));
    let typed = Ask::Text { form: String::new() };
    let foreseen = verdict(question.mark(&typed, &Response::Text("the IT Basic Act".into()), &lexicon));
    assert_eq!((foreseen.score, foreseen.rule), (0.3, Rule::Foreseen));
    assert!(foreseen.confusion.is_some());
    assert!(matches!(question.mark(&ask, &Response::Text("banana".into()), &lexicon), Marked::AskAgain(_)));
}

#[test]
fn shuffles_never_give_the_answer_away() {
    let deck = deck();
    let (order, pool) = (by_id(&deck, "order"), Pool { terms: &[], questions: &[] });
    let right: Vec<&str> = order.answer().raw().to_owned().leak().lines().collect();
    for seed in 0..100 {
        let Ask::Order { items } = order.ask(Mode::Typed, &pool, seed) else { panic!() };
        assert_ne!(items.iter().map(Text::raw).collect::<Vec<_>>(), right);
    }
}

#[test]
fn the_date_of_one_other_thing_is_a_confusion() {
    let (deck, terms) = (deck(), terms());
    let lexicon = lexicon(&terms, &deck);
    let month = by_id(&deck, "month");
    let marked = |response: &str| {
        verdict(month.mark(&Ask::Text { form: String::new() }, &Response::Text(response.into()), &lexicon))
    };
    let confused = marked("May 2010");
    assert_eq!((confused.score, confused.rule), (0.0, Rule::Confused));
    assert_eq!(confused.confusion.unwrap().term.as_deref(), Some("protecting"));
    assert_eq!(marked("2018").rule, Rule::Different, "two things are of 2018");
    assert_eq!(marked("2014").rule, Rule::LessPrecise);
}

#[test]
fn a_blank_that_cannot_be_read_costs_only_itself_when_nobody_can_be_asked_again() {
    let (deck, terms) = (deck(), terms());
    let lexicon = lexicon(&terms, &deck);
    let cloze = by_id(&deck, "cloze");
    let ask = Ask::Texts { count: 3, labels: Vec::new() };
    let given = Response::Texts(["the cabinet", "2018-07", "many"].map(Text::from).to_vec());
    assert!(matches!(cloze.mark(&ask, &given, &lexicon), Marked::AskAgain(_)));
    let marked = cloze.mark_for_good(&ask, &given, &lexicon);
    assert_eq!((marked.score * 100.0).round(), 67.0);
    assert_eq!(marked.parts.iter().map(|part| part.score).collect::<Vec<_>>(), [1.0, 1.0, 0.0]);
}
