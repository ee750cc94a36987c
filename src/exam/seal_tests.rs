use super::*;
use crate::deck::parse;
use crate::exam::sample;
use crate::question::Key as AnswerKey;

/// All questions of the sample on one paper, sealed.
pub(crate) fn sealed() -> (Deck, String, Key) {
    let deck = sample::deck();
    let questions = deck.questions.iter().filter(|own| !matches!(own.key, AnswerKey::Card(_)));
    let items = questions.map(|own| Item {
        question: Text::from(&*own.id),
        meaning: own.meaning,
        section: 0,
        points: own.points,
    });
    let paper = Paper {
        deck: Text::from(&*deck.id),
        version: deck.version.clone(),
        exam: Text::from("mock"),
        title: Text::from("Mock"),
        seed: 7,
        limit_seconds: Some(600),
        certainty: false,
        pass: Some(50.0),
        bands: vec![(Text::from("A"), 80.0)],
        negative: 0.0,
        sections: vec![(Text::from("All"), 1.0)],
        items: items.collect(),
    };
    let files = [SourceFile::new("/secret/place/deck.toml", sample::text())];
    let (text, key) = seal(&deck, &files, &paper, 99, "0123456789abcdef0123456789abcdef".to_owned()).unwrap();
    (deck, text, key)
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
    assert_eq!(key.paper_sha256, digest(text.as_bytes()));
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
        assert_eq!(sealed.asked(item).unwrap(), (question.shown_prompt(), ask(&deck, question, 99)));
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
fn a_paper_that_makes_no_sense_is_refused() {
    let (_, text, key) = sealed();
    for (from, to) in [
        ("\"section\": 0", "\"section\": 9"),
        ("\"points\": 2.0", "\"points\": -2.0"),
        ("exam 1\"", "exam 2\""),
        ("0123456789abcdef0", "zzz3456789abcdef0"),
        ("\"negative\": 0.0", "\"negative\": 7.0"),
        ("\"title\"", "\"tittle\""),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text, "{from}");
        assert!(Sealed::read(&bad).is_err(), "{to}");
    }
    let cut = key.text().unwrap().replacen("\"choice\",", "", 1);
    assert!(Key::read(&cut).is_err());
    assert!(Key::read(&text).unwrap_err().what.starts_with("this is no key"));
}
