use super::*;
use crate::judge::lexicon::Entry;

const STRATEGIES: [(&str, &str); 8] = [
    ("first", "The First National Strategy on Information Security"),
    ("second", "The Second National Strategy on Information Security"),
    ("protecting", "Information Security Strategy for Protecting the Nation"),
    ("council", "Cybersecurity Council"),
    ("headquarters", "Cybersecurity Strategic Headquarters"),
    ("it-headquarters", "Strategic Headquarters"),
    ("storm-iv", "Cyber Storm IV"),
    ("storm-iii", "Cyber Storm III"),
];

fn deck() -> Lexicon {
    let names: Vec<(Text, &str)> = STRATEGIES.iter().map(|(term, name)| (Text::from(*name), *term)).collect();
    Lexicon::new(names.iter().map(|(name, term)| Entry {
        name,
        forms: &[],
        term: Some(term),
        kind: None,
        question: None,
        about: None,
        date: None,
    }))
}

fn marked(term: &str, response: &str) -> Verdict {
    let (_, name) = STRATEGIES.iter().find(|(key, _)| *key == term).unwrap();
    let name = Text::from(*name);
    let own = Own { term: Some(term), question: None };
    let expected = Expected { name: &name, accept: &[], reject: &[], foreseen: &[], strict: false, own };
    mark(&expected, response, &deck())
}

#[test]
fn the_deck_tells_slips_from_confusions() {
    for (term, response, rule) in [
        ("first", "first national strategy on information security", Rule::Equal),
        ("first", "1st National Strategy on Information Security", Rule::Equal),
        ("first", "second national strategy on information security", Rule::Confused),
        ("first", "First National Strategy, Information Security", Rule::SignificantWords),
        ("first", "First Natoinal Strategy Information Security", Rule::Slip),
        ("protecting", "Information Security Strategy Protecting Nation", Rule::SignificantWords),
        ("council", "cyber-security council", Rule::Equal),
        ("council", "Cybersecurty Council", Rule::Slip),
        ("council", "Cybersecurity Counsel", Rule::Different),
        ("council", "Cybersecurity Strategic Headquarters", Rule::Confused),
        ("council", "Cybersecurity Strategic Headquaters", Rule::Confused),
        ("storm-iv", "Cyber Storm III", Rule::Confused),
        ("storm-iv", "Cyber Storm 4", Rule::Accepted),
        ("storm-iv", "Cyber Storm VI", Rule::Different),
        ("storm-iv", "Cyber Strom IV", Rule::Slip),
        ("storm-iv", "", Rule::Unknown),
        ("storm-iv", " ?? ", Rule::Unknown),
    ] {
        let verdict = marked(term, response);
        assert_eq!(verdict.rule, rule, "{response}: {verdict:?}");
    }
}

#[test]
fn a_slip_says_what_was_meant() {
    let verdict = marked("council", "the Cybersecurty Council");
    assert_eq!(verdict.difference.unwrap().raw(), "you wrote “Cybersecurty”; it is “Cybersecurity”");
    assert_eq!(verdict.score, SLIP_SCORE);
    let said = |name: &str, response: &str| {
        let (name, own) = (Text::from(name), Own::default());
        let expected = Expected { name: &name, accept: &[], reject: &[], foreseen: &[], strict: false, own };
        mark(&expected, response, &Lexicon::default()).difference.unwrap()
    };
    assert_eq!(
        said("Self-Defence Forces", "Self-Defence Froces").raw(),
        "you wrote “Froces”; it is “Forces”"
    );
    assert_eq!(
        said("Self-Defence Forces", "Self-Defnce-Forces").raw(),
        "you wrote “Defnce”; it is “Defence”"
    );
}

#[test]
fn the_instructor_has_the_first_word() {
    let (name, alias) = (Text::from("Basic Act on Cybersecurity"), [Text::from("Cybersecurity Basic Act")]);
    let reject = [Text::from("Basic Act on Cyberscurity")];
    let foreseen = [Foreseen {
        answer: "IT Basic Act".into(),
        score: 0.3,
        feedback: Some("That one is of 2000.".into()),
    }];
    let own = Own::default();
    let expected =
        Expected { name: &name, accept: &alias, reject: &reject, foreseen: &foreseen, strict: false, own };
    let rule = |response| mark(&expected, response, &Lexicon::default()).rule;
    assert_eq!(rule("cybersecurity basic act"), Rule::Accepted);
    assert_eq!(rule("the it basic act"), Rule::Foreseen);
    assert_eq!(rule("Basic Act on Cyberscurity"), Rule::Rejected);
    assert_eq!(rule("Basic Act on Cybersecurity (Cybersecurity Basic Act)"), Rule::Accepted);
    assert_eq!(rule("Basic Act on Cyberscurty"), Rule::Different, "as close to what is refused");
    let strict = Expected { strict: true, ..expected };
    assert_eq!(mark(&strict, "Basic Act on Cybersecurit", &Lexicon::default()).rule, Rule::Different);
}

#[test]
fn the_answer_of_another_question_is_no_news_if_it_is_part_of_the_right_one() {
    let other = Text::from("second");
    let lexicon = Lexicon::new([Entry {
        name: &other,
        forms: &[],
        term: None,
        kind: None,
        question: Some("edition"),
        about: None,
        date: None,
    }]);
    let rule = |name: &str, response: &str| {
        let (name, own) = (Text::from(name), Own::default());
        let expected = Expected { name: &name, accept: &[], reject: &[], foreseen: &[], strict: false, own };
        mark(&expected, response, &lexicon).rule
    };
    assert_eq!(rule("third", "second"), Rule::Confused);
    assert_eq!(rule("second Cybersecurity Strategy", "second"), Rule::Different);
}
