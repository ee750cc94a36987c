//! The deck that the house gives away: what is promised of each of its questions, and forms that a fair marker takes.

use std::collections::BTreeSet;
use std::path::Path;

use shiken::deck::{Deck, exam};
use shiken::judge::Marked;
use shiken::question::{Mode, Pool, Response, lexicon};
use shiken::text::Text;

fn real_deck() -> Deck {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks/japan-cyber-defence");
    shiken::library::load(&path).unwrap().parsed.deck
}

#[test]
fn every_question_says_why_and_from_where() {
    let deck = real_deck();
    let bare = |text: &Option<Text>| text.as_ref().is_none_or(Text::is_blank);
    let unexplained = deck.questions.iter().filter(|question| bare(&question.explanation));
    let unexplained: Vec<&str> = unexplained.map(|question| &*question.id).collect();
    assert!(unexplained.is_empty(), "no explanation: {unexplained:?}");
    let unfounded = deck.questions.iter().filter(|question| bare(&question.source));
    let unfounded: Vec<&str> = unfounded.map(|question| &*question.id).collect();
    assert!(unfounded.is_empty(), "no source: {unfounded:?}");
}

#[test]
fn all_kinds_are_there_and_enough_to_draw_an_exam_from() {
    let deck = real_deck();
    assert!(deck.questions.len() >= 280, "{}", deck.questions.len());
    let kinds: BTreeSet<&str> = deck.questions.iter().map(|question| question.kind()).collect();
    assert_eq!(kinds, BTreeSet::from(exam::KINDS));
    assert!(!deck.exams.is_empty());
    for blueprint in &deck.exams {
        let wanted: usize = blueprint.sections.iter().map(|section| section.draw).sum();
        assert_eq!(shiken::exam::draw(&deck, blueprint, 1, 0).unwrap().len(), wanted);
    }
}

/// Every person that the paper cites is the answer to something.
#[test]
fn nobody_who_is_cited_goes_unasked() {
    let deck = real_deck();
    let answers: Vec<String> =
        deck.questions.iter().map(|question| question.answer().raw().to_owned()).collect();
    for term in deck.terms.iter().filter(|term| &*term.kind == "person") {
        assert!(answers.iter().any(|answer| answer.contains(term.name.raw())), "{:?}", term.name);
    }
}

/// Question, and responses with the same right: the items of a list and the blanks of a cloze are parted by "; ".
const FAIR: &[(&str, &[&str])] = &[
    ("abstract-uncertain-source", &["the perpetrator", "origin of the attack", "where it comes from"]),
    ("author-school", &["international relations"]),
    (
        "basic-act.name",
        &["Basic Cyber Security Law", "Japan's Basic Act on Cybersecurity", "サイバーセキュリティ基本法"],
    ),
    ("control-purpose", &["to prevent crime", "preventing cybercrime"]),
    ("cs-2013.name", &["World-Leading, Resilient and Vigorous Cyberspace"]),
    ("cs-2015-edition", &["2", "two", "II"]),
    ("cyber-coalition.name", &["NATO Cyber Coalition"]),
    ("cyber-council-event", &["2020 Olympics", "Tokyo Olympics 2020", "Tokyo Olympic and Paralympic Games"]),
    ("denial", &["denial", "deterrence through denial"]),
    ("dhs.name", &["US DHS"]),
    ("diet.name", &["National Diet of Japan", "国会"]),
    ("dprk-programme", &["its nuclear missile program", "missiles", "nuclear bomb"]),
    ("dprk-sector", &["banking sector", "financial industry"]),
    ("joint-chiefs", &["Joint Chiefs of Staff"]),
    ("leaks-2009", &["leaks of personal information"]),
    ("meti-exercise-subject", &["infrastructure control systems"]),
    ("meti.name", &["METI Japan", "経済産業省"]),
    ("mofa.name", &["MOFA of Japan", "外務省"]),
    ("network-law-issue", &["personal information protection", "privacy protection", "data privacy"]),
    ("nye.name", &["Joseph S. Nye", "Joseph Nye Jr"]),
    ("policy-group-department", &["Defense Policy Department"]),
    ("policy-group-forces", &["SDF; USA", "自衛隊; America"]),
    ("policy-group.name", &["Cyber Defense Policy WG"]),
    ("program-rank", &["No. 1", "number one", "first priority", "top priority"]),
    ("sdf.name", &["Japan SDF", "SDF of Japan", "自衛隊"]),
    ("similar-policy", &["outer space"]),
    ("sonoura-office", &["Special Adviser to the PM"]),
    ("special-unit-branches", &["Land SDF; Air SDF; Maritime SDF", "GSDF; MSDF; ASDF"]),
    ("threat-perceptions-authors", &["Tsvetkova; Stadnik"]),
    ("us-emphasis", &["on offense", "offensive operations"]),
    ("wannacry-currency", &["cryptocurrency Bitcoin", "Bitcoin (cryptocurrency)", "BTC"]),
    ("wannacry.name", &["WannaCry 2.0 virus"]),
    ("white-paper-use", &["for intelligence", "intelligence collection", "collecting intelligence"]),
    ("white-paper.name", &["Japanese Defence White Paper", "防衛白書"]),
];

#[test]
fn a_fair_marker_takes_other_words_for_the_same() {
    let deck = real_deck();
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let pool = Pool { terms: &deck.terms, questions: &deck.questions };
    for (id, typed) in FAIR {
        let question = deck.questions.iter().find(|question| &*question.id == *id).unwrap();
        let ask = question.ask(Mode::Typed, &pool, 1);
        for typed in *typed {
            let Marked::Verdict(verdict) = question.mark(&ask, &Response::Text((*typed).into()), &lexicon)
            else {
                panic!("{id}: {typed} was asked again")
            };
            assert!(verdict.score >= 1.0, "{id}: {typed} earned {}", verdict.score);
        }
    }
}
