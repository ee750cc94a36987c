use std::collections::HashSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::exam::sample::{deck, deck_of};

fn ids(deck: &Deck, drawn: &[Drawn]) -> Vec<String> {
    drawn.iter().map(|drawn| deck.questions[drawn.question].id.to_string()).collect()
}

#[test]
fn a_section_is_filled_from_what_it_admits_and_never_with_cards() {
    let deck = deck();
    let drawn = draw(&deck, &deck.exams[0], 7, 0).unwrap();
    let mut all = ids(&deck, &drawn);
    assert_eq!(all.remove(0), "choice");
    all.sort();
    assert_eq!(all, ["date", "list", "number"]);
    assert_eq!(drawn.iter().map(|drawn| drawn.section).collect::<Vec<_>>(), [0, 1, 1, 1]);
}

#[test]
fn what_cannot_be_filled_is_said_with_figures() {
    let deck = deck();
    let exam = Exam::any(9, None);
    let short = draw(&deck, &exam, 1, 0).unwrap_err();
    let title = Text::from("All questions");
    assert_eq!(short, [Shortage { title, wanted: 9, there: 4, together: 4, cards: 1 }]);
}

#[test]
fn questions_that_clash_do_not_make_up_for_each_other() {
    let mut body = String::new();
    for id in ["one", "two", "three"] {
        let _ = write!(body, "[[question]]\nid = \"{id}\"\nprompt = \"Case {id}?\"\nanswer = \"@nisc\"\n");
    }
    body += "[[question]]\nid = \"free\"\nprompt = \"How many?\"\nanswer = 7\n";
    body += "[term.nisc]\nkind = \"office\"\nname = \"National Centre\"\n";
    let deck = deck_of(&body);
    let short = draw(&deck, &Exam::any(3, None), 1, 0).unwrap_err();
    assert_eq!((short[0].wanted, short[0].there, short[0].together), (3, 4, 2));
    assert_eq!(draw(&deck, &Exam::any(2, None), 1, 0).unwrap().len(), 2);
}

/// A deck whose questions ask for shared terms and name each other's answers at random.
fn tangled() -> impl Strategy<Value = Deck> {
    let question = (0..12_usize, prop::option::of(0..12_usize), 0..3_usize);
    prop::collection::vec(question, 4..24).prop_map(|questions| {
        let mut body = String::new();
        for term in 0..12 {
            let _ = write!(body, "[term.t{term}]\nkind = \"place\"\nname = \"Place{}\"\n", word(term));
        }
        for (nth, (term, told, tag)) in questions.into_iter().enumerate() {
            let told = told.filter(|told| *told != term).map_or_else(String::new, |told| format!("Place{}", word(told)));
            let _ = write!(
                body,
                "[[question]]\nid = \"q{nth}\"\nprompt = \"Which {} lies beside {told}?\"\nanswer = \"@t{term}\"\n\
                 tags = [\"tag{tag}\"]\n",
                word(nth)
            );
        }
        deck_of(&body)
    })
}

/// A word of its own for each number.
fn word(number: usize) -> String {
    let letter = |nth: usize| char::from(b'a' + u8::try_from(nth % 26).unwrap());
    format!("{}{}qz", letter(number), letter(number / 26 + 3))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_paper_follows_from_its_seed_and_nothing_on_it_clashes(
        deck in tangled(), seed in any::<u64>(), wanted in 1..6_usize, tag in 0..3_usize,
    ) {
        let mut exam = Exam::any(wanted, None);
        exam.sections.push(Section { tags: vec![format!("tag{tag}").into()], draw: 2, ..exam.sections[0].clone() });
        let one = draw(&deck, &exam, seed, 0);
        prop_assert_eq!(&one, &draw(&deck, &exam, seed, 0));
        let Ok(one) = one else { return Ok(()) };
        let two = draw(&deck, &exam, seed, 1).unwrap();
        let set = |drawn: &[Drawn]| drawn.iter().map(|drawn| drawn.question).collect::<HashSet<_>>();
        prop_assert_eq!(set(&one), set(&two), "a version has the same questions");
        prop_assert_eq!(set(&one).len(), wanted + 2);
        for (nth, a) in one.iter().enumerate() {
            let section = &exam.sections[a.section];
            prop_assert!(section.admits(&deck.questions[a.question], None));
            for b in &one[nth + 1..] {
                let apart = |drawn: &Drawn| Apart::of(&deck.questions[drawn.question], None);
                prop_assert!(!apart(a).clashes(&apart(b)));
            }
        }
    }
}

#[test]
fn a_deck_is_told_when_only_cards_would_fill_a_section() {
    let body = "[[question]]\nid = \"card\"\nprompt = \"Explain.\"\ncard = \"all\"\n[[exam]]\nid = \"e\"\ntitle = \"E\"\n\
                negative = 0.25\nsection = [{ title = \"All\", draw = 1 }]\n";
    let head = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\nversion = \"1\"\n";
    let read = |body: &str| {
        crate::deck::parse(&[crate::source::SourceFile::new("deck.toml", format!("{head}{body}"))])
    };
    let told: Vec<String> =
        read(body).diagnostics.iter().map(|found| found.message.raw().to_owned()).collect();
    assert_eq!(told, ["no question fits this section"]);
    let marked = read(&body.replace("card = \"all\"", "answer = 7"));
    assert_eq!((marked.diagnostics.len(), marked.deck.exams[0].negative), (0, 0.25));
}
