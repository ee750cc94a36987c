use proptest::prelude::*;

use super::*;
use crate::event::arbitrary;

/// A line by way of the members.
fn slowly(event: &Event) -> String {
    Envelope::of(event).line(&line::members(event))
}

proptest! {
    #[test]
    fn both_ways_give_the_same(event in arbitrary::event()) {
        let text = slowly(&event);
        if let Some(quick) = write(&event) {
            prop_assert_eq!(&quick, &text);
        }
        if let Some(quick) = read(&text) {
            prop_assert_eq!(&quick, &event);
        }
        if let Some(object) = rest(&event) {
            let members = crate::event::members::read(&object).unwrap();
            prop_assert_eq!(&crate::event::members::write(&members), &object);
            if let Some(pieces) = Pieces::split(&object) {
                prop_assert_eq!(pieces.object(), object);
            }
        }
    }

    #[test]
    fn only_canonical_lines_are_read(
        event in arbitrary::event(), at in any::<prop::sample::Index>(), byte in "[ -~]", insert in any::<bool>(),
    ) {
        let mut text: Vec<char> = slowly(&event).chars().collect();
        let at = at.index(text.len());
        if insert { text.insert(at, byte.chars().next().unwrap()) } else { text[at] = byte.chars().next().unwrap() }
        let text: String = text.into_iter().collect();
        if let Some(quick) = read(&text) {
            let slow = line::read_members(&text);
            prop_assert_eq!(slow.as_ref().ok(), Some(&quick), "{}", text);
            prop_assert_eq!(slowly(&quick), text);
        }
    }
}

#[test]
fn plain_reviews_go_the_quick_way() {
    let plain = r#"{"id":"00000000-0000-0000-0000-000000000007","device":"00000000-0000-0000-0000-000000000009","sequence":12,"time":1795400000001,"clock":1795400000000,"offset":540,"day":"2026-11-23","kind":"review","deck":"jp","due":"2026-11-26","hints":1,"meaning":"00000000000000ff","mode":"typed","outcome":"near","purpose":"study","question":"act","rating":"hard","response":{"text":"Bäsic Act"},"rule":"slip","score":0.6,"seconds":4.213,"session":"00000000-0000-0000-0000-000000000003"}"#;
    let event = read(plain).unwrap();
    assert_eq!(event, line::read_members(plain).unwrap());
    assert_eq!(write(&event).unwrap(), plain);
    for (from, to) in [
        ("4.213", "4.210"),
        ("4.213", "4."),
        ("4.213", "04.2"),
        ("0.6", ".6"),
        ("540", "+540"),
        ("540", "-0"),
        ("ff\"", "FF\""),
    ] {
        assert!(read(&plain.replace(from, to)).is_none(), "{to}");
    }
    for seconds in ["0", "3600", "0.001", "59.05"] {
        assert!(read(&plain.replace("4.213", seconds)).is_some(), "{seconds}");
    }
}
