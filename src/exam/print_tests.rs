use super::*;
use crate::exam::draw;
use crate::exam::sample::{deck, deck_of};

fn pages(deck: &Deck, exam: &Exam, version: u32) -> (String, String, String) {
    let drawn = draw(deck, exam, 7, version).unwrap();
    let sheet = Sheet { deck, exam, drawn: &drawn, seed: 7, version, size: Size::A4 };
    (sheet.code(), sheet.paper().replace('\u{a0}', " "), sheet.key())
}

#[test]
fn the_paper_asks_and_only_the_key_answers() {
    let deck = deck();
    let (code, paper, key) = pages(&deck, &deck.exams[0], 0);
    assert!(code.ends_with("-A") && paper.contains(&code) && key.contains(&code));
    for asked in
        ["Which colour is the sky?", "Tick one.", "(day, month and year)", "10 minutes", "50 % to pass"]
    {
        assert!(paper.contains(asked), "{asked}: {paper}");
    }
    assert_eq!(
        paper.matches("class=\"line\"").count(),
        5,
        "three for the list, one for the date and the number"
    );
    for answer in ["granite; marble", "12 November 2014", ">13<"] {
        assert!(key.contains(answer) && !paper.contains(answer), "{answer}: {key}");
    }
    assert!(key.contains(") azure</p>"));
}

#[test]
fn versions_hold_the_same_questions_under_codes_that_belong_together() {
    let deck = deck();
    let exam = &deck.exams[0];
    let [(a, one, _), (b, two, _)] = [pages(&deck, exam, 0), pages(&deck, exam, 1)];
    assert_eq!(a.strip_suffix("-A"), b.strip_suffix("-B"));
    assert_ne!(one, two);
    for question in deck.questions.iter().filter(|question| &*question.id != "card") {
        assert!(one.contains(question.prompt.raw()) && two.contains(question.prompt.raw()));
    }
    let other = draw(&deck, exam, 8, 0).unwrap();
    let other = Sheet { deck: &deck, exam, drawn: &other, seed: 8, version: 0, size: Size::Letter };
    assert_ne!(other.code(), a);
    assert!(other.paper().contains("size: letter"));
}

#[test]
fn another_code_wherever_another_thing_is_printed() {
    let deck = |edit: (&str, &str)| {
        let text = crate::exam::sample::text().replace(edit.0, edit.1);
        let deck = crate::deck::parse(&[crate::source::SourceFile::new("deck.toml", text)]).deck;
        let [one, other] = [0, 1].map(|version| pages(&deck, &deck.exams[0], version).0);
        assert_eq!(one.strip_suffix("-A"), other.strip_suffix("-B"));
        one
    };
    let edits = [
        ("", ""),
        ("crimson", "scarlet"),
        ("points = 2", "points = 3"),
        ("Which colour is", "What colour has"),
        ("date = \"2014-11-12\"", "date = \"2014-11-12\"\nstrict = true"),
        ("answer = 13", "answer = 13\ntolerance = 1"),
        ("minutes = 10", "minutes = 11"),
        ("pass = 50", "pass = 50\nnegative = 0.25"),
        ("pass = 50", "pass = 51"),
        ("B = 50", "B = 51"),
        ("weight = 40", "weight = 41"),
        ("title = \"Picked\"", "title = \"Chosen\""),
    ];
    let codes: Vec<String> = edits.into_iter().map(deck).collect();
    for (nth, code) in codes.iter().enumerate() {
        assert!(!codes[nth + 1..].contains(code), "{:?}", edits[nth]);
    }
    assert_eq!(
        codes[0],
        deck(("tags = [\"pick\"]", "tags = [\"pick\", \"colour\"]")),
        "tags are not printed"
    );
}

#[test]
fn hostile_text_stays_text() {
    let hostile = r#"<script>alert("x")</script>&'"#;
    let toml = format!("{hostile:?}");
    let body = format!(
        "[[question]]\nid = \"one\"\nprompt = {toml}\nanswer = {toml}\naccept = [\"<b>\"]\nexplanation = {toml}\n\
         near = [{{ answer = \"<i>\", score = 0.3, feedback = {toml} }}]\nsource = {toml}\n\
         [[question]]\nid = \"two\"\nprompt = \"Which?\"\nmatch = [[\"<u>\", \"a\"], [\"b\", {toml}]]\n\
         [[question]]\nid = \"three\"\nprompt = \"Order?\"\norder = [\"<s>\", \"c\"]\n\
         [[question]]\nid = \"four\"\nprompt = \"Pick?\"\nchoose = \"<a>\"\nwrong = [{toml}]\n\
         [[exam]]\nid = \"e\"\ntitle = {toml}\nbands = {{ \"<em>\" = 5 }}\n\
         section = [{{ title = {toml}, draw = 3 }}]\n"
    );
    let deck = deck_of(&body);
    for seed in 0..8 {
        let drawn = draw(&deck, &deck.exams[0], seed, 0).unwrap();
        let sheet =
            Sheet { deck: &deck, exam: &deck.exams[0], drawn: &drawn, seed, version: 0, size: Size::A4 };
        for page in [sheet.paper(), sheet.key()] {
            for tag in ["<script", "<b>", "<i>", "<u>", "<s>", "<a>", "<em>"] {
                assert!(!page.contains(tag), "{tag}: {page}");
            }
            assert!(page.contains("&lt;script&gt;"));
        }
    }
}

#[test]
fn letters_go_on_behind_z() {
    assert_eq!([0, 25, 26, 701].map(letter), ["A", "Z", "AA", "ZZ"]);
}

#[test]
fn versions_have_the_same_options_in_another_order() {
    let terms =
        (0..30).map(|n| format!("[term.t{n}]\nkind = \"person\"\nname = \"Name {n}!\"\nabout = \"{n}\"\n"));
    let body = terms.collect::<String>()
        + "[[question]]\nid = \"drawn\"\nprompt = \"Who?\"\nchoose = \"@t3\"\nwrong = 3\ntags = [\"q\"]\n\
           [[exam]]\nid = \"e\"\ntitle = \"E\"\nsection = [{ title = \"S\", draw = 1, tags = [\"q\"] }]\n";
    let deck = deck_of(&body);
    let options = |version: u32| -> Vec<String> {
        let paper = pages(&deck, &deck.exams[0], version).1;
        let each = paper.split("Name ").skip(1).filter_map(|rest| rest.split_once('!'));
        each.map(|(number, _)| number.to_owned()).collect()
    };
    let mut orders = std::collections::BTreeSet::new();
    let mut first = options(0);
    first.sort();
    for version in 0..12 {
        let own = options(version);
        orders.insert(own.clone());
        let mut own = own;
        own.sort();
        assert_eq!((own.len(), &own), (4, &first), "what two versions share would be right");
    }
    assert!(orders.len() > 3);
}
