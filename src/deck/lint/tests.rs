use super::*;
use crate::deck::parse;

#[path = "tests_given.rs"]
mod given_away;

const HEAD: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n";

/// The codes of the advice on a deck, in the order of the places.
fn advice(text: &str) -> Vec<&'static str> {
    let files = [SourceFile::new("deck.toml", text)];
    let parsed = parse(&files);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
    lint(&parsed, &files).iter().map(|found| found.code.id).collect()
}

fn questions(body: &str) -> Vec<&'static str> {
    advice(&format!("{HEAD}{body}"))
}

fn text(prompt: &str, answer: &str) -> String {
    format!("[[question]]\nid = \"q{:x}\"\nprompt = '{prompt}'\nanswer = '{answer}'\n", words::hash(prompt))
}

#[test]
fn a_word_inside_another_gives_nothing_away() {
    assert!(questions(&text("Which art is shown in the Artemis hall?", "Temi")).is_empty());
    assert!(questions(&text("Who led the Cabinets?", "Cabinet")) == ["W201"], "a plural does");
    assert!(questions(&text("What do we call it?", "it is called so")).is_empty());
}

#[test]
fn what_is_asked_of_another_thing_is_no_duplicate() {
    let two = |one: &str, other: &str| questions(&(text(one, "Napoleon") + &text(other, "Napoleon")));
    let one = "Which general won the great battle near the town of Austerlitz?";
    assert_eq!(two(one, "Which general won the great battle near the town of Jena?"), Vec::<&str>::new());
    assert_eq!(two(one, "Which general won that great battle at the town of Austerlitz?"), ["W205"]);
    assert_eq!(
        two("Which general lost battle 7 of the war?", "Which general lost battle 8 of the war?").len(),
        0
    );
}

#[test]
fn english_rules_hold_for_english_only() {
    let weak = "[[question]]\nid = \"a\"\nprompt = \"Who is not the current head?\"\nchoose = \"x\"\nwrong = [\"all of the above\", \"y\"]\n";
    assert_eq!(questions(weak), ["W207", "W208", "W301"]);
    let german = format!("{}language = \"de\"\n", HEAD);
    assert_eq!(advice(&(german + weak)), Vec::<&str>::new());
}

#[test]
fn a_question_a_term_and_a_deck_can_allow() {
    let idle = "[term.x]\nkind = \"person\"\nname = \"Somebody\"\n";
    let asked = text("Who?", "Nobody");
    assert_eq!(questions(&format!("{idle}{asked}")), ["W503"]);
    assert!(questions(&format!("{idle}allow = \"W503\"\n{asked}")).is_empty());
    assert!(advice(&format!("{HEAD}allow = [\"W503\"]\n{idle}{asked}")).is_empty());
    assert!(questions(&(text("Which colour has an orange?", "orange") + "allow = [\"W201\"]\n")).is_empty());
}

#[test]
fn what_allows_everything_is_refused() {
    let files =
        [SourceFile::new("deck.toml", format!("{HEAD}allow = [\"E101\", \"W999\"]\n{}", text("Who?", "I")))];
    let codes: Vec<_> = parse(&files).diagnostics.iter().map(|found| found.code.id).collect();
    assert_eq!(codes, ["E112", "E112"]);
}

#[test]
fn the_allowance_of_a_deck_reaches_the_parser() {
    let deck = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\nallow = [\"W103\"]\n";
    assert!(parse(&[SourceFile::new("deck.toml", deck)]).diagnostics.is_empty());
}

#[test]
fn dates_that_say_more_or_less_agree() {
    let dated = |id: &str, prompt: &str, date: &str| {
        format!("[[question]]\nid = \"{id}\"\nprompt = \"{prompt}\"\ndate = \"{date}\"\n")
    };
    let when = dated("a", "When was the peace of Lyon signed?", "1601-01-17");
    let both = |date: &str| {
        questions(&(when.clone() + &dated("b", "In which year was the peace of Lyon signed?", date)))
    };
    assert_eq!(both("1601"), Vec::<&str>::new());
    assert_eq!(both("1600/1602"), Vec::<&str>::new());
    assert_eq!(both("1602"), ["W404"]);
    let lost = dated("b", "When was the peace of Lyon broken?", "1610");
    assert!(questions(&(when + &lost)).is_empty(), "another event");
}

#[test]
fn names_one_letter_apart_are_seen_and_numbers_are_not() {
    assert_eq!(
        questions(&(text("Who came first?", "Johann Meier") + &text("Who came last?", "Johann Maier"))),
        ["W402"]
    );
    assert!(questions(&(text("Which one?", "Henry IV") + &text("And then?", "Henry V"))).is_empty());
    assert!(questions(&(text("Which?", "Act 11") + &text("Then?", "Act 12"))).is_empty());
}

#[test]
fn acronyms_are_spelled_out_anywhere() {
    let asked = text("What does the SDFC do?", "it commands");
    assert_eq!(questions(&asked), ["W209"]);
    assert!(questions(&format!("{asked}hint = \"Self-Defence Forces Command\"\n")).is_empty());
    assert!(questions(&(asked.clone() + &text("Who is over the corps?", "Command (SDFC)"))).is_empty());
    let term = "[term.sdfc]\nkind = \"unit\"\nname = \"joint command\"\naliases = [\"SDFC\"]\nask = [\"name\"]\nabout = \"a unit\"\n";
    assert!(questions(&(term.to_owned() + &asked)).is_empty());
}

#[test]
fn the_thousands_are_read_on_two_threads_and_in_order() {
    let many: String = (0..2_500)
        .map(|n| text(&format!("Which treaty has number {n} in the north?"), &format!("Treaty {n}x")))
        .collect();
    let weak = text("Which fruit is an orange?", "orange");
    let found = advice(&format!(
        "{HEAD}{weak}{many}{}",
        text("Which plant bears the largest orange of all?", "orange")
    ));
    assert_eq!(found, ["W501", "W201", "W201"]);
}

#[test]
fn forms_to_refuse_are_put_to_the_judge() {
    let refused = |more: &str| questions(&(text("Which law?", "Basic Act on Cyber-Defence") + more));
    assert_eq!(refused("reject = [\"basic act on cyber defense\"]\n"), ["E225"]);
    assert!(refused("reject = [\"Basic Act on Defence\", \"Basic Act\"]\n").is_empty());
    let near = "reject = [\"IT Act\"]\nnear = [{ answer = \"IT Act\", score = 0.3 }]\n";
    assert!(refused(near).is_empty(), "what is foreseen is let through on purpose");
    assert_eq!(refused("accept = [\"?\"]\n"), ["E226"]);
}

#[test]
fn a_deck_with_every_kind_of_question_has_no_error() {
    let files = [SourceFile::new("all.toml", include_str!("../../../tests/data/all-kinds.toml"))];
    let found = lint(&parse(&files), &files);
    assert_eq!(found.iter().map(|found| found.code.id).collect::<Vec<_>>(), ["W501"]);
}
