//! Sessions and confusions as the log tells them.

use super::*;

fn given(number: u32, question: &str, session: u128, confused_with: Option<&str>) -> Draft {
    let rating = if confused_with.is_some() { Rating::Again } else { Rating::Good };
    let confused_with = confused_with.map(Into::into);
    let review = Review { confused_with, session: Uuid::from_u128(session), ..reviewed(rating) };
    draft(number, Body::Review(subject(question), Box::new(review)))
}

#[test]
fn the_last_sessions_come_whole_and_without_what_was_taken_back() {
    let home = Home::new();
    let mut store = home.open();
    let overruled = Body::Overrule { review: id(3), rating: Rating::Good, said: "right".into() };
    store
        .append(&[
            given(1, "a", 1, None),
            given(2, "a", 2, None),
            given(3, "b", 2, Some("@x")),
            draft(4, overruled),
            given(5, "c", 3, None),
            draft(6, Body::Void(id(5))),
            given(7, "c", 3, None),
        ])
        .unwrap();
    let short = |sessions| -> Vec<_> {
        let given = store.given(sessions, Some(100), |_, _| true).unwrap();
        given
            .iter()
            .map(|one| (one.session.as_u128(), one.subject.question.raw().to_owned(), one.rating))
            .collect()
    };
    let (b, c) = ((2, "b".to_owned(), Rating::Good), (3, "c".to_owned(), Rating::Good));
    assert_eq!(short(1), std::slice::from_ref(&c));
    assert_eq!(short(2), [(2, "a".to_owned(), Rating::Good), b, c]);
    // 2026-11-23T00:07Z, an hour east of Greenwich.
    let all = |_: &Subject, _| true;
    assert_eq!(store.given(1, None, all).unwrap()[0].minute, 67);
    assert_eq!(store.given(9, Some(1), all).unwrap().len(), 1);
    // What does not count takes no session's place.
    let only_a = store.given(1, None, |subject, _| subject.question.raw() == "a").unwrap();
    assert_eq!(only_a.len(), 1);
}

#[test]
fn confusions_follow_a_renamed_question_and_leave_out_what_was_overruled() {
    let home = Home::new();
    let mut store = home.open();
    let overruled =
        |review| Body::Overrule { review: id(review), rating: Rating::Good, said: "right".into() };
    store
        .append(&[
            given(1, "a", 1, Some("@x")),
            given(2, "a", 1, Some("b")),
            given(3, "b", 1, Some("@x")),
            draft(4, overruled(3)),
            given(5, "b", 1, Some("@y")),
            draft(6, Body::Void(id(5))),
            given(7, "b", 1, None),
            given(8, "b", 1, Some("@z")),
            draft(9, overruled(8)),
            draft(10, Body::Void(id(9))),
            draft(11, Body::Rename { from: subject("a"), to: "new".into() }),
        ])
        .unwrap();
    let mut found: Vec<_> = store
        .mistaken(None)
        .unwrap()
        .into_iter()
        .map(|one| (one.subject.question.raw().to_owned(), one.other.raw().to_owned(), one.day))
        .collect();
    found.sort();
    let pair = |question: &str, other: &str| (question.to_owned(), other.to_owned(), Day(20_780));
    assert_eq!(found, [pair("b", "@z"), pair("new", "@x"), pair("new", "b")]);
    assert_eq!(store.mistaken(Some("deck")).unwrap().len(), 3);
    assert_eq!(store.mistaken(Some("other")).unwrap(), []);
}
