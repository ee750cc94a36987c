//! The one layout: what is changed, what is kept, and that nothing means anything else.

use super::*;
use crate::deck::parse;
use crate::source::SourceFile;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn becomes(text: &str, expected: &Expect) {
    let once = formatted(text).expect("is TOML");
    expected.assert_eq(&once);
    assert_eq!(formatted(&once).as_deref(), Some(once.as_str()), "twice is once");
}

#[test]
fn tables_stand_apart_and_pairs_are_spaced() {
    becomes(
        "\u{feff}\r\n\r\nformat=1\r\n[deck]\r\n\r\nid   =\t\"d\"  \r\n  title='D'\r\n\r\n\r\nallow=[ \"W501\" ,]\r\n[ term . \"a b\" ]\r\n\
        prompts={date=\"?\",name = \"!\"}\r\na . b=1\r\n[[ question ]]\r\nid=\"q\"",
        &expect![[r#"
            format = 1

            [deck]
            id = "d"
            title = 'D'

            allow = ["W501"]

            [term."a b"]
            prompts = { date = "?", name = "!" }
            a.b = 1

            [[question]]
            id = "q"
        "#]],
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    becomes(
        "\n# head  \n\n\n# more\nformat = 1 # one\n# about deck\n[deck] # here\n\n# first\nid = \"d\"# tight\n\ttitle = 1      # far\n\
        # hint = \"x\"\n\n[[question]]\n# inside\n\n\n# ── next ──\n\n# a\n# b\n[[question]]\nid = 1\n\n\n# end\n\n\n",
        &expect![[r#"
            # head

            # more
            format = 1  # one

            # about deck
            [deck]  # here
            # first
            id = "d"   # tight
            title = 1  # far
            # hint = "x"

            [[question]]
            # inside

            # ── next ──

            # a
            # b
            [[question]]
            id = 1

            # end
        "#]],
    );
}

#[test]
fn long_and_broken_arrays_have_an_item_a_line() {
    let long = "x".repeat(40);
    let text = format!(
        "short = [ \"a\",\"b\" ]\nlong = [\"{long}\",\"{long}\", \"zz\"]\npairs = [[\"{long}\", \"{long}\", \"{long}\"], [1,2]]\n\
        broken = [ \"a\", # of a\n  \"b\" # of b\n  , # of b too\n # above c\n\n \"c\", \"d\"\n # tail\n ]\nempty = [\n]\n\
        section = [\n{{ t=[ \"a\" ],w = 40 }}, {{ t = [ # why\n1] }},\n]\ntext = [\"\"\"a  \n  b\"\"\", 2]\n"
    );
    becomes(
        &text,
        &expect![[r#"
            short = ["a", "b"]
            long = [
              "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
              "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
              "zz",
            ]
            pairs = [
              [
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
              ],
              [1, 2],
            ]
            broken = [
              "a",  # of a
              "b",  # of b
              # of b too
              # above c
              "c",
              "d",
              # tail
            ]
            empty = []
            section = [
              { t = ["a"], w = 40 },
              { t = [
                # why
                1,
              ] },
            ]
            text = ["""a  
              b""", 2]
        "#]],
    );
}

#[test]
fn comments_of_lines_that_follow_each_other_stand_in_one_column() {
    becomes(
        "[deck] # why\nid = \"d\"#one\ntitle   = \"試験\"       # two columns each\n\nlicense = 1 # a run of its own\n\
        long = 'none'\n# alone\nlist = [ \"a\", # first\n\"bcd\", # second\n\"e\"\n] # end\n\
        text = \"\"\"\na # b\"\"\" # c\nx = 1 # d\n",
        &expect![[r#"
            [deck]          # why
            id = "d"        #one
            title = "試験"  # two columns each

            license = 1  # a run of its own
            long = 'none'
            # alone
            list = [
              "a",    # first
              "bcd",  # second
              "e",
            ]  # end
            text = """
            a # b"""  # c
            x = 1     # d
        "#]],
    );
}

#[test]
fn what_is_not_toml_is_left_alone() {
    for broken in ["a = ", "a = 1\na = 2\n", "a = { b = 1, }\n", "[x\n", "a = 1\r", "[a]\n[a]\n"] {
        assert_eq!(formatted(broken), None, "{broken:?}");
    }
    assert_eq!(formatted("").as_deref(), Some(""));
    assert_eq!(formatted("\n \n").as_deref(), Some(""));
}

/// What a deck says, without where it says it; and what is wrong with it.
fn meaning(text: &str) -> String {
    let mut parsed = parse(&[SourceFile::new("d.toml", text)]);
    for question in &mut parsed.deck.questions {
        question.place = crate::question::Place::default();
    }
    let mut wrong: Vec<_> =
        parsed.diagnostics.iter().map(|found| (found.code.id, found.message.raw())).collect();
    wrong.sort_unstable();
    format!("{:?} {wrong:?} {:?}", parsed.deck, parsed.credits)
}

const DECKS: [&str; 3] = [
    include_str!("../../tests/data/all-kinds.toml"),
    include_str!("../../tests/data/good-questions.toml"),
    include_str!("../../decks/japan-cyber-defence/deck.toml"),
];
const PIECES: [&str; 14] =
    [" ", "\t", "\n", "\n\n\n", "\r\n", "# note \n", " # x", ",", "[", "]", "\"", "=", "'''", "{}"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn layout_changes_no_meaning(
        deck in 0usize..3,
        part in 0.0f64..1.0,
        edits in proptest::collection::vec((0.0f64..1.0, 0usize..PIECES.len(), 0usize..4), 0..6),
    ) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let place = |text: &str, at: f64| text.floor_char_boundary((text.len() as f64 * at) as usize);
        // A window of the deck, from a line to another, so that many cases are sound.
        let whole = DECKS[deck];
        let start = whole[..place(whole, part)].rfind("\n[").map_or(0, |at| at + 1);
        let window = &whole[start..whole.floor_char_boundary((start + 3_000).min(whole.len()))];
        let mut text = format!("format = 1\n{}", &window[..window.rfind('\n').map_or(0, |at| at + 1)]);
        for (at, piece, cut) in edits {
            let at = place(&text, at);
            let end = text.floor_char_boundary((at + cut).min(text.len())).max(at);
            text.replace_range(at..end, PIECES[piece]);
        }
        if let Some(once) = formatted(&text) {
            prop_assert_eq!(formatted(&once), Some(once.clone()), "twice is once");
            prop_assert!(!once.contains(" \n") || text.contains("\"\"\"") || text.contains("'''"));
            let plain = text.replace("\r\n", "\n");
            prop_assert_eq!(meaning(&plain), meaning(&once));
        }
    }
}
