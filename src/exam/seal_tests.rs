use super::*;
use crate::deck::parse;
use crate::exam::sample;
use crate::question::Key as AnswerKey;

/// All questions of the sample on one paper, sealed.
pub(crate) fn sealed() -> (Deck, String, Key) {
    let (text, key) = sealed_of(&sample::deck(), &sample::text(), 7, 99);
    (sample::deck(), text, key)
}

/// All questions of a deck but its cards on one paper, sealed.
pub(crate) fn sealed_of(deck: &Deck, text: &str, seed: u64, shuffle: u64) -> (String, Key) {
    let questions = deck.questions.iter().filter(|own| !matches!(own.key, AnswerKey::Card(_)));
    let items = questions.map(|own| Item {
        question: Text::from(&*own.id),
        meaning: own.meaning,
        section: 0,
        points: own.points,
        shown: None,
    });
    let paper = Paper {
        deck: Text::from(&*deck.id),
        version: deck.version.clone(),
        exam: Text::from("mock"),
        title: Text::from("Mock"),
        seed,
        limit_seconds: Some(600),
        certainty: false,
        pass: Some(50.0),
        bands: vec![(Text::from("A"), 80.0)],
        negative: 0.0,
        sections: vec![(Text::from("All"), 1.0)],
        items: items.collect(),
    };
    let files = [SourceFile::new("/secret/place/deck.toml", text.to_owned())];
    seal(deck, &files, &paper, shuffle, "0123456789abcdef0123456789abcdef".to_owned()).unwrap()
}

/// A deck of what is shuffled: drawn options, a match, an order of two.
fn shuffled() -> (Deck, String) {
    let terms = (0..30)
        .map(|n| format!("[term.t{n}]\nkind = \"person\"\nname = \"Name {n}\"\nabout = \"number {n}\"\n"));
    let questions = "[[question]]\nid = \"drawn\"\nprompt = \"Who was the third?\"\nchoose = \"@t3\"\nwrong = 3\n\
         [[question]]\nid = \"two\"\nprompt = \"Order?\"\norder = [\"bud\", \"apple\"]\n\
         [[question]]\nid = \"pairs\"\nprompt = \"Which?\"\n\
         match = [[\"a\", \"one\"], [\"b\", \"two\"], [\"c\", \"three\"], [\"d\", \"four\"]]\n";
    let body = terms.collect::<String>() + questions;
    (sample::deck_of(&body), sample::text_of(&body))
}

/// What is shown shuffled, by the id of the question, in its order.
fn shown(key: &Key) -> Vec<Vec<String>> {
    let raw = |texts: Vec<Text>| texts.iter().map(|text| text.raw().to_owned()).collect();
    (0..key.questions.len())
        .map(|at| match key.paper.ask(at).unwrap() {
            Ask::PickOne { options: shown }
            | Ask::Order { items: shown }
            | Ask::Match { right: shown, .. } => raw(shown),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn two_sealings_of_one_seed_show_the_same_options_in_another_order() {
    let (deck, text) = shuffled();
    let mut first = None;
    let (mut orders, mut matches) = ([0; 2], std::collections::BTreeSet::new());
    let mut drawn = std::collections::BTreeSet::new();
    for secret in 0..64 {
        let shown = shown(&sealed_of(&deck, &text, 7, secret).1);
        assert_eq!(shown[0].len(), 4);
        drawn.insert(shown[0].clone());
        let mut sorted = shown.clone();
        sorted.iter_mut().for_each(|own| own.sort());
        assert_eq!(first.get_or_insert_with(|| sorted.clone()), &sorted, "what is on both would be right");
        orders[usize::from(shown[1][0] == "bud")] += 1;
        matches.insert(shown[2].clone());
    }
    assert!(drawn.len() > 12 && matches.len() > 12, "the secret shuffles");
    // An order of two stands in its right order as often as not.
    assert!(orders.iter().all(|times| *times > 16), "{orders:?}");
    let other = shown(&sealed_of(&deck, &text, 8, 0).1);
    assert_ne!(other[0].iter().collect::<std::collections::BTreeSet<_>>(), shown_set(&first.unwrap()[0]));
}

fn shown_set(texts: &[String]) -> std::collections::BTreeSet<&String> {
    texts.iter().collect()
}

#[test]
fn a_sealed_paper_says_nothing_of_its_keys() {
    let (deck, text, key) = sealed();
    for word in
        ["2014-11-12", "granite", "marble", "basalt", "13", "meaning", "seed", "deck", "answer", "place"]
    {
        assert!(!text.contains(word), "{word} is in\n{text}");
    }
    for question in &deck.questions {
        assert!(!text.contains(&format!("\"id\": \"{}\"", question.id)), "the id {} is in", question.id);
        assert!(!text.contains(&format!("{:016x}", question.meaning)));
    }
    // The options of a choice are there, the right one among them.
    assert!(text.contains("azure") && text.contains("crimson"));
    assert!(key.text().unwrap().contains("\"deck.toml\""), "only the name of a file is kept");
    assert!(!key.text().unwrap().contains("secret"));
    assert_eq!(key.paper_sha256, Sealed::read(&text).unwrap().digest().unwrap());
    let read = Key::read(&key.text().unwrap()).unwrap();
    assert_eq!(read, key);
    assert_eq!(parse(&read.files()).deck.questions, deck.questions);
}

#[test]
fn a_paper_is_read_again_and_puts_the_same_questions() {
    let (deck, text, key) = sealed();
    let sealed = Sealed::read(&text).unwrap();
    assert_eq!(&sealed, key.paper());
    let paper = sealed.paper();
    assert_eq!((paper.items.len(), paper.limit_seconds, paper.pass), (4, Some(600), Some(50.0)));
    for (item, id) in paper.items.iter().zip(key.questions()) {
        let question = crate::exam::report::question(&deck, &id).unwrap();
        assert_eq!(
            sealed.asked(item).unwrap(),
            (question.shown_prompt(), ask_in_order(&deck, question, 7, 99))
        );
        assert!(sealed.has(item));
    }
}

#[test]
fn what_cannot_be_read_is_told_without_a_key() {
    let sealed = Sealed::read(&sealed().1).unwrap();
    let items = sealed.paper().items;
    let unclear = |at: usize, text: &str| {
        let (_, ask) = sealed.asked(&items[at]).unwrap();
        sealed.unclear(&items[at], &ask, &Response::Text(Text::from(text)))
    };
    assert!(unclear(0, "a colour").unwrap().contains("options"));
    assert_eq!(unclear(0, "azure"), None);
    assert!(unclear(1, "6/7/2014").unwrap().contains("or"));
    assert_eq!((unclear(1, "6 July 2014"), unclear(1, "?")), (None, None));
    assert!(unclear(3, "some").is_some() && unclear(3, "1.000").is_some());
    assert_eq!(unclear(3, "twelve"), None);
}

#[test]
fn a_paper_is_bound_by_what_it_says_and_not_by_its_bytes() {
    let (_, text, key) = sealed();
    for same in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text.replace("  ", "\t")] {
        assert_ne!(same, text);
        assert_eq!(Sealed::read(&same).unwrap().digest().unwrap(), key.paper_sha256);
    }
    for (from, to) in
        [("\"azure\"", "\"azures\""), ("600", "601"), ("50.0", "50.5"), ("members?", "members ?")]
    {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text, "{from}");
        assert_ne!(Sealed::read(&other).unwrap().digest().unwrap(), key.paper_sha256, "{to}");
    }
}

#[test]
fn a_newer_version_is_told_before_anything_else_is_read() {
    let (_, text, key) = sealed();
    let newer = text.replacen("sealed exam 1\"", "sealed exam 2\", \"group\": 7", 1);
    let newer_key = key.text().unwrap().replacen("exam key 1\"", "exam key 12\", \"group\": 7", 1);
    for error in [Sealed::read(&newer).unwrap_err(), Key::read(&newer_key).unwrap_err()] {
        assert_eq!(error.what, "another version of shiken made it");
    }
}

#[test]
fn a_paper_that_makes_no_sense_is_refused() {
    let (_, text, key) = sealed();
    for (from, to) in [
        ("\"section\": 0", "\"section\": 9"),
        ("\"points\": 2.0", "\"points\": -2.0"),
        ("exam 1\"", "exam 2\""),
        ("0123456789abcdef0", "zzz3456789abcdef0"),
        ("\"negative\": 0.0", "\"negative\": 7.0"),
        ("\"title\"", "\"tittle\""),
        ("\"id\": \"q2\"", "\"id\": \"q1\""),
        ("\"count\": 3", "\"count\": 0"),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text, "{from}");
        assert!(Sealed::read(&bad).is_err(), "{to}");
    }
    let cut = key.text().unwrap().replacen("\"choice\",", "", 1);
    assert!(Key::read(&cut).is_err());
    assert!(Key::read(&text).unwrap_err().what.starts_with("this is no key"));
}
