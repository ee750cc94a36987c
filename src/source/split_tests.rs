use super::*;

const SECTIONS: [Section; 3] = [
    Section { name: "deck", named: false },
    Section { name: "term", named: true },
    Section { name: "question", named: false },
];

fn cut(text: &str) -> Vec<&str> {
    let chunks = split(text, &SECTIONS);
    let mut end = chunks[0].start;
    for chunk in &chunks {
        assert_eq!(chunk.start, end);
        end = chunk.end;
    }
    assert_eq!(end as usize, text.len());
    chunks.iter().map(|chunk| &text[chunk.range()]).collect()
}

#[test]
fn cuts_at_headers_of_known_sections_only() {
    let parts = [
        "format = 1\n",
        "[deck]\nid = 1\n[deck.x]\n",
        "[term]\n",
        "[term.a]\n[term.a.p]\n[other]\n",
        "[term.b]\n",
    ];
    assert_eq!(cut(&parts.concat()), parts);
    let parts =
        ["", "[[question]]\n[[question.near]]\n", " [[ question ]] # two\r\n[question.x]\n", "[[question]\n"];
    assert_eq!(cut(&parts.concat()), parts);
}

#[test]
fn strings_comments_and_arrays_hide_what_looks_like_a_header() {
    let parts = [
        "",
        "[[question]]\na = \"\"\"\nx\n\n[[question]]\n\\\"\"\"\"\"\"\nb = '''\n[deck]\n'''\n# \"\"\"\nc = [\n  [\"question\"],\n]\nd = \"'''\"\n",
        "[deck]\n",
    ];
    assert_eq!(cut(&parts.concat()), parts);
}

#[test]
fn an_open_string_costs_one_section() {
    let parts = [
        "",
        "[[question]]\na = \"\"\"x\n",
        "[[question]]\nb = \"\"\"y\n",
        "[deck]\nc = \"\"\"z\"\"\"\n",
        "[term.a]\n",
    ];
    assert_eq!(cut(&parts.concat()), parts);
    let parts = [
        "",
        "[[question]]\na = \"x\n",
        "[[question]]\nb = '''y\n",
        "[[question]]\nb = '''y'''\n",
        "[term.a]\n",
    ];
    assert_eq!(cut(&parts.concat()), parts);
}

#[test]
fn a_byte_order_mark_is_left_out() {
    let chunks = split("\u{feff}[deck]\n", &SECTIONS);
    assert_eq!(chunks.iter().map(|c| c.start).collect::<Vec<_>>(), [3, 3]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_covered(text in "(\\[{1,2}(question|deck|term)(\\.[ax])?\\]{1,2}|[\"'#\\\\\n =a]|\"\"\"|''')*") {
        cut(&text);
    }
}
