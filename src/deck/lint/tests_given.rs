//! What gives an answer away, and what only looks so; and prompts that are true for a time, or turn on a "not".

use super::*;

fn dated(id: &str, prompt: &str, date: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nprompt = \"{prompt}\"\ndate = \"{date}\"\n")
}

const CENTRE: &str = "[term.nisc]\nkind = \"institution\"\nname = \"National Centre of Incident Readiness\"\naliases = [\"NISC\"]\n";

#[test]
fn every_form_of_an_answer_gives_it_away() {
    let asked = |more: &str| {
        questions(&format!(
            "{CENTRE}{}{more}",
            text("Which office leads the readiness drills of Japan?", "@nisc")
        ))
    };
    assert_eq!(asked("hint = \"It is called NISC.\"\n"), ["W201"]);
    assert_eq!(asked("hint = \"It stands in Tokyo.\"\n"), NONE);
    assert_eq!(
        asked(&text(
            "What does the NISC, the office that leads readiness drills in Japan, publish?",
            "Reports"
        )),
        ["W202"]
    );
    assert_eq!(
        asked(&text("What does the NISC publish for Japan?", "Reports")),
        NONE,
        "it says nothing of drills"
    );
}

const NONE: [&str; 0] = [];

#[test]
fn a_prompt_says_its_own_date() {
    let own = |prompt: &str, date: &str| questions(&dated("q", prompt, date));
    assert_eq!(own("When did the March revolution of 1848 break out?", "1848-03"), ["W201"]);
    assert_eq!(own("In which month of 1848 did the revolution break out?", "1848-03"), NONE);
    assert_eq!(own("When did the March revolution break out?", "1848-03"), NONE);
    assert_eq!(own("When was the treaty of 9th May 1950 proposed?", "1950-05-09"), ["W201"]);
    assert_eq!(own("On which day in May 1950 was the treaty proposed?", "1950-05-09"), NONE);
    let term = |name: &str| {
        questions(&format!(
            "[term.t]\nkind = \"document\"\nname = \"{name}\"\ndate = \"1957\"\nask = [\"date\"]\n"
        ))
    };
    assert_eq!(term("Treaty of 1957"), ["W201"], "the quotation marks are of the program");
    assert_eq!(term("Treaty of 1958"), NONE);
    assert_eq!(own("In which year was the novel “1984” written?", "1948"), NONE);
}

#[test]
fn another_prompt_says_the_date_if_it_is_of_the_same_event() {
    let when = dated("when", "In what year did Alexander Fleming discover penicillin?", "1928");
    let beside = |prompt: &str, answer: &str| questions(&(when.clone() + &text(prompt, answer)));
    assert_eq!(beside("Who discovered penicillin in 1928?", "Alexander Fleming"), ["W202"]);
    assert_eq!(
        beside("What did Alexander Fleming discover in 1928?", "penicillin"),
        ["W202"; 2],
        "each of the other"
    );
    assert_eq!(beside("Who discovered penicillin?", "Alexander Fleming"), NONE);
    assert_eq!(
        beside("Which Soviet scientist crossed the pole in 1928?", "Otto Schmidt"),
        NONE,
        "another event"
    );
    assert_eq!(
        beside("Which medicine was new in 1928?", "penicillin of Alexander Fleming"),
        NONE,
        "the reverse"
    );
    assert_eq!(
        beside("In which city did Alexander Fleming work in 1928?", "London"),
        NONE,
        "of the same person"
    );
}

#[test]
fn what_is_true_for_a_time_is_seen_without_a_question_mark() {
    let asked = |prompt: &str| questions(&text(prompt, "an answer"));
    for stale in [
        "Name the current Prime Minister of Japan.",
        "Write down the current number of members. Digits will do.",
        "True or false: there are currently 27 member states.",
        "Name the current president of the U.S. Senate.",
        "Who now leads the party?",
        "How many members does NATO have now?",
    ] {
        assert_eq!(asked(stale), ["W207"], "{stale}");
    }
    for sound in [
        "The defendant now moves to dismiss. Which rule decides?",
        "In which court can Ann, who now lives in Ohio, be sued?",
        "He now sues. In which court?",
        "In which country is the city now called Mumbai?",
        "If the buyer now refuses the goods, which remedy is there?",
        "The currently owed sum is paid. Name the rule.",
    ] {
        assert_eq!(asked(sound), NONE, "{sound}");
    }
    let cloze = "[[question]]\nid = \"c\"\ncloze = \"The treaty currently has {27} parties.\"\n";
    assert_eq!(questions(cloze), ["W207"]);
}

#[test]
fn a_not_is_a_trap_only_where_the_question_turns_on_it() {
    let asked = |prompt: &str| {
        questions(&format!(
            "[[question]]\nid = \"a\"\nprompt = \"{prompt}\"\nchoose = \"x\"\nwrong = [\"y\", \"z\"]\n"
        ))
    };
    for trap in
        ["Choose the animal that is not a mammal.", "Iron is not:", "How many of these are not metals?"]
    {
        assert_eq!(asked(trap), ["W208"], "{trap}");
    }
    for sound in [
        "Why did the court say that it could not hear the case?",
        "How can a firm that does not file its books be fined?",
        "A firm that does not file its books is",
        "Choose the animal that is NOT a mammal.",
    ] {
        assert_eq!(asked(sound), NONE, "{sound}");
    }
    let all = "[[question]]\nid = \"a\"\nprompt = \"Which is it?\"\nchoose = \"x\"\nwrong = [\"y\", \"All of them\"]\n";
    assert_eq!(questions(all), ["W301"]);
}

#[test]
fn short_prompts_and_lists_in_another_order_are_compared() {
    let two = |one: &str, other: &str| questions(&(text(one, "Paris") + &text(other, "Paris")));
    assert_eq!(two("What is the capital of France?", "Which city is the capital of France?"), ["W205"]);
    assert_eq!(two("What is the capital of France?", "Which town hosted the games of 1924?"), NONE);
    assert_eq!(two("What is 3 times 4?", "What is 4 times 3?"), NONE);
    let list = |id: &str, prompt: &str, items: &str| {
        format!("[[question]]\nid = \"{id}\"\nprompt = \"{prompt}\"\nlist = [{items}]\n")
    };
    let one = list("a", "Name the three Baltic states.", "\"Estonia\", \"Latvia\", \"Lithuania\"");
    let other = list("b", "Name all the Baltic states.", "\"Lithuania\", \"Latvia\", \"Estonia\"");
    assert_eq!(questions(&(one + &other)), ["W205"]);
}

#[test]
fn what_a_term_makes_is_told_where_the_term_says_it() {
    let files = [SourceFile::new(
        "deck.toml",
        format!(
            "{HEAD}[term.a]\nkind = \"person\"\nname = \"Jo\"\nabout = \"the current head\"\nask = [\"name\"]\n\
             [term.b]\nkind = \"person\"\nname = \"Al\"\nabout = \"the current head\"\nask = [\"name\"]\nas_of = \"2026\"\n"
        ),
    )];
    let parsed = parse(&files);
    let told = lint(&parsed, &files);
    let places: Vec<(&str, &str)> =
        told.iter().map(|found| (found.code.id, &files[0].text()[found.span.range()])).collect();
    assert_eq!(places, [("W207", "\"the current head\""), ("W204", "\"the current head\"")]);
    assert_eq!(parsed.deck.questions[1].as_of.as_ref().map(|date| date.raw()), Some("2026"));
}
