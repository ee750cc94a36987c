use expect_test::{Expect, expect};

use super::*;
use crate::judge::{Confusion, Part, Rule};
use crate::question::ask::{Ask, Rating, Response};
use crate::session::{Asked, Judged, Standing, Summary};
use crate::terminal::samples::{any_text, asked, judged as sample, summary as done, texts, today};
use crate::text::Text;

const WIDE: Style = Style { width: 80, colour: false, symbols: true };
const NARROW: Style = Style { width: 40, ..WIDE };

fn screen(asked: &Asked, style: Style) -> String {
    let help = shape_help(&asked.ask);
    style.render(&[question(asked, style), options(&asked.ask, style)].concat()) + &help
}

fn check(shown: &str, expected: &Expect) {
    expected.assert_eq(shown);
    let widest = shown.lines().map(crate::terminal::wrap::columns).max();
    assert!(widest <= Some(80), "{widest:?}");
}

#[test]
fn a_text_is_asked() {
    let ask = asked(
        "date",
        "When did the Information Security Policy Council publish its first comprehensive strategy?\n(防衛省は計画を定めた。)",
        any_text(),
    );
    check(
        &screen(&ask, WIDE),
        &expect![[r#"
        [3/20] date · due · 2 of 2 right · 4 min left
        When did the Information Security Policy Council publish its first comprehensive
        strategy?
        (防衛省は計画を定めた。)
        Expected: month and year"#]],
    );
    check(
        &screen(&ask, NARROW),
        &expect![[r#"
            [3/20] date · 2 of 2 right · 4 min left
            When did the Information Security Policy
            Council publish its first comprehensive
            strategy?
            (防衛省は計画を定めた。)
            Expected: month and year"#]],
    );
}

#[test]
fn options_are_numbered_and_hang() {
    let options =
        texts(&["NISC", "a national center of incident readiness and strategy for all", "\x1b[2Jx"]);
    let mut ask = asked("choice", "Which?", Ask::PickOne { options });
    ask.standing = Standing::New;
    ask.changed = true;
    check(
        &screen(&ask, NARROW),
        &expect![[r#"
            [3/20] choice · 4 min left
            This question has changed since you
            learned it.
            Which?
              1) NISC
              2) a national center of incident
                 readiness and strategy for all
              3) �[2Jx
            Pick one."#]],
    );
    let some = asked("choice", "Which?", Ask::PickSome { options: texts(&["2", "1", "3"]) });
    check(
        &screen(&some, WIDE),
        &expect![[r#"
        [3/20] choice · due · 2 of 2 right · 4 min left
        Which?
          a) 2
          b) 1
          c) 3
        Pick all that are right, such as "1 3"."#]],
    );
    let order = asked("order", "In order?", Ask::Order { items: texts(&["b", "a"]) });
    check(
        &screen(&order, Style { symbols: false, ..WIDE }),
        &expect![[r#"
        [3/20] order | due | 2 of 2 right | 4 min left
        In order?
          1) b
          2) a
        Put them in order, the earliest first, such as "2 1 3"."#]],
    );
}

#[test]
fn pairs_lists_blanks_and_cards_are_asked() {
    let left = texts(&["NISC", "METI"]);
    let pairs = asked("match", "Whose?", Ask::Match { left, right: texts(&["r1", "r2", "r3"]) });
    check(
        &screen(&pairs, WIDE),
        &expect![[r#"
        [3/20] match · due · 2 of 2 right · 4 min left
        Whose?
          - NISC
          - METI
        Partners:
          1) r1
          2) r2
          3) r3
        Find the partner of each: one by one, or all at once in their order."#]],
    );
    let list = asked("list", "Name them", Ask::Texts { count: 2, labels: Vec::new() });
    check(
        &screen(&list, WIDE),
        &expect![[r#"
        [3/20] list · due · 2 of 2 right · 4 min left
        Name them
        Name 2 items, one a line; an empty line ends."#]],
    );
    let cloze = asked("cloze", "The […1] in […2].", Ask::Texts { count: 2, labels: texts(&["1", "2"]) });
    check(
        &screen(&cloze, WIDE),
        &expect![[r#"
        [3/20] cloze · due · 2 of 2 right · 4 min left
        The […1] in […2].
        Fill 2 blanks, one a line."#]],
    );
    let card = asked("card", "Explain", Ask::Reveal);
    check(
        &screen(&card, WIDE),
        &expect![[r#"
        [3/20] card · due · 2 of 2 right · 4 min left
        Explain
        Recall the answer, then press Enter to see it."#]],
    );
}

fn shown(judgement: &Judged, style: Style) -> String {
    style.render(&judged(judgement, style))
}

#[test]
fn a_right_answer_says_little() {
    let plain = sample("May 2010", "May 2010", 1.0, Rule::Equal);
    check(
        &shown(&plain, WIDE),
        &expect![[r#"
        ✓ Right
          Answer:   May 2010
          Counts as good: again in 3 days (26 November).
    "#]],
    );
    let slip = sample("Cybersecurty Basic Act", "Basic Act on Cybersecurity", 1.0, Rule::Accepted);
    check(
        &shown(&slip, Style { symbols: false, ..WIDE }),
        &expect![[r#"
        + Right
          You said: Cybersecurty Basic Act
          Answer:   Basic Act on Cybersecurity
          Counts as good: again in 3 days (26 November).
    "#]],
    );
}

#[test]
fn a_wrong_answer_says_why() {
    let mut wrong = sample("IT Basic Act", "Basic Act on Cybersecurity", 0.3, Rule::Foreseen);
    wrong.verdict.feedback = Some("That one is of 2000 and speaks of the network society.".into());
    wrong.verdict.difference = Some("another law".into());
    wrong.verdict.confusion = Some(Confusion {
        name: "IT Basic Act".into(),
        about: Some("the law of 2000 on forming an advanced network society".into()),
        term: Some("it-basic-act".into()),
        question: None,
    });
    wrong.explanation = Some("Passed in 2014.\nIn force since 2015.".into());
    wrong.source = Some("E. Ukhanova (2021), section 2".into());
    wrong.again = true;
    wrong.leech = true;
    wrong.due = Some((today().plus(1), 1));
    check(
        &shown(&wrong, WIDE),
        &expect![[r#"
            ✗ Wrong: 30 %
              You said: IT Basic Act
              Answer:   Basic Act on Cybersecurity
              Another law.
              That one is of 2000 and speaks of the network society.
              That is the other one: IT Basic Act – the law of 2000 on forming an advanced
              network society
              Passed in 2014.
              In force since 2015.
              Source: E. Ukhanova (2021), section 2
              Counts as again: comes back in this session, then again tomorrow (24
              November).
              You keep forgetting this one: write yourself a better cue, look the fact up in
              its context, or suspend it.
        "#]],
    );
    check(
        &shown(&wrong, NARROW),
        &expect![[r#"
            ✗ Wrong: 30 %
              You said: IT Basic Act
              Answer:   Basic Act on Cybersecurity
              Another law.
              That one is of 2000 and speaks of the
              network society.
              That is the other one: IT Basic Act –
              the law of 2000 on forming an advanced
              network society
              Passed in 2014.
              In force since 2015.
              Source: E. Ukhanova (2021), section 2
              Counts as again: comes back in this
              session, then again tomorrow (24
              November).
              You keep forgetting this one: write
              yourself a better cue, look the fact
              up in its context, or suspend it.
        "#]],
    );
}

#[test]
fn parts_are_marked_one_by_one() {
    let mut near = sample("", "first\nsecond\nthird", 0.7, Rule::Parts);
    near.response = Response::Texts(texts(&["a", "x"]));
    let part = |expected: Option<&str>, given: Option<&str>, score| Part {
        expected: expected.map(Text::from),
        given: given.map(Text::from),
        score,
    };
    near.verdict.parts = vec![
        part(Some("Cabinet"), Some("the cabinet"), 1.0),
        part(Some("July"), Some("June"), 0.6),
        part(Some("2018"), None, 0.0),
        part(Some("2018"), Some("1918"), 0.0),
        part(None, Some("NASA"), 0.0),
    ];
    near.due = None;
    check(
        &shown(&near, WIDE),
        &expect![[r#"
        ≈ Nearly: 70 %
          ✓ Cabinet
          ≈ June (right: July)
          ✗ missing: 2018
          ✗ 1918 (right: 2018)
          ✗ too many: NASA
          Answer: first
                  second
                  third
    "#]],
    );
}

#[test]
fn not_known_and_self_graded() {
    let mut unknown = sample("", "May 2010", 0.0, Rule::Unknown);
    unknown.response = Response::Unknown;
    check(
        &shown(&unknown, WIDE),
        &expect![[r#"
        ✗ Not known
          Answer:   May 2010
          Counts as again: again in 3 days (26 November).
    "#]],
    );
    let mut card = sample("", "the back", 1.0, Rule::SelfGraded);
    card.response = Response::Recalled(Rating::Easy);
    card.rating = Rating::Easy;
    check(
        &shown(&card, WIDE),
        &expect![[r#"
        ✓ You say: easy
          Answer:   the back
          Counts as easy: again in 3 days (26 November).
    "#]],
    );
    check(
        &("after:\n".to_owned() + &WIDE.render(&overruled(Rating::Good, None, WIDE))),
        &expect![[r#"
            after:
              You were right: the answer counts as good.
        "#]],
    );
}

#[test]
fn the_end_says_what_comes_next() {
    check(
        &WIDE.render(&summary(&done(), WIDE)),
        &expect![[r#"
        12 answered in 6 min, 9 right first time (75 %), 1 nearly, 2 wrong, 2 new.
        1 question still to be answered right.
        Tomorrow (24 November): 14 due. In 3 days (26 November): 2 due. 20 not seen yet.
    "#]],
    );
    check(
        &NARROW.render(&summary(&done(), NARROW)),
        &expect![[r#"
        12 answered in 6 min, 9 right first time
        (75 %), 1 nearly, 2 wrong, 2 new.
        1 question still to be answered right.
        Tomorrow (24 November): 14 due. In 3
        days (26 November): 2 due. 20 not seen
        yet.
    "#]],
    );
    let nothing = Summary::default();
    check(
        &WIDE.render(&summary(&nothing, WIDE)),
        &expect![[r#"
        Nothing answered.
    "#]],
    );
    let cram = Summary { questions: 1, right: 1, cram: true, ..Summary::default() };
    check(
        &WIDE.render(&summary(&cram, WIDE)),
        &expect![[r#"
        1 answered in 0 s, 1 right first time (100 %).
        This was practice: nothing was scheduled by it.
    "#]],
    );
}

#[test]
fn the_commands_are_explained() {
    check(
        &("help:\n".to_owned() + &NARROW.render(&help(NARROW))),
        &expect![[r#"
            help:
              ?         I don't know (the same as
                        :skip)
              :hint     show the next hint
              !         the last verdict was unfair:
                        I was right (or, after a
                        right one, I was wrong)
              :easy     the last answer was easy
              :undo     take the last answer back
                        and ask again
              :suspend  never ask this question
                        again
              :accept   what I typed last is right,
                        and always will be
              :note     keep the words behind it
                        with this question;
                        :mnemonic keeps them as a
                        hint
              :quit     leave; everything answered
                        is kept
              ::text    give the response ":text"
        "#]],
    );
}
