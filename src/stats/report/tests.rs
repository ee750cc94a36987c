use super::*;
use crate::stats::picture::Note;
use crate::stats::share::Share;
use crate::stats::{Activity, Studied};
use expect_test::expect;
use proptest::prelude::*;

/// What no text of a deck may become.
const HOSTILE: &str = "<script>alert('1')</script> & \"q\"";

fn report(shape: Shape) -> Report {
    let picture = Picture {
        key: "one",
        title: "One",
        meaning: "What it means.",
        behind: "2 answers".to_owned(),
        shape,
    };
    Report {
        title: HOSTILE.into(),
        scope: HOSTILE.into(),
        today: Day(20_780),
        facts: vec![Fact { name: "Due today", value: "3".to_owned(), meaning: "Due." }],
        pages: vec![(Page::Time, vec![picture])],
    }
}

fn shapes() -> Vec<Shape> {
    let studied = vec![Studied { day: Day(20_779), answers: 7, seconds: 9.0 }];
    let year = Year::of(&Activity { days: studied, ..Activity::default() }, Day(20_780), None);
    let bars = || vec![Bar::new(HOSTILE, 3.0), Bar::new("b", 0.0)];
    let chance = Chance {
        label: HOSTILE.into(),
        share: Share { hits: 15, of: 20 },
        foreseen: Some(0.8),
        note: Note::Seen(7, 9, None),
    };
    let few = Chance { share: Share { hits: 1, of: 1 }, ..chance.clone() };
    vec![
        Shape::Withheld("Too few.".to_owned()),
        Shape::Year(year),
        Shape::Bars(bars()),
        Shape::Columns(bars(), "answers"),
        Shape::Chances(vec![chance, few]),
        Shape::Rows(vec!["name", "times"], vec![vec![Cell::Text(HOSTILE.into()), Cell::Count(4)]]),
    ]
}

/// The tags of a page, in order, without attributes.
fn tags(page: &str) -> Vec<&str> {
    let inside = page.split_once("<body>").unwrap().1;
    let names = inside.split('<').skip(1).map(|rest| rest.split([' ', '>', '\n']).next().unwrap());
    names.collect()
}

#[test]
fn every_element_is_closed_and_no_deck_writes_one() {
    for shape in shapes() {
        let page = html(&report(shape));
        let mut open = Vec::new();
        for tag in tags(&page).into_iter().filter(|tag| !tag.ends_with('/')) {
            match tag.strip_prefix('/') {
                Some("body" | "html") => {}
                Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
                None if ["rect", "line", "polyline", "circle"].contains(&tag) => {}
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;"));
    }
}

#[test]
fn a_page_asks_for_nothing_from_elsewhere() {
    for shape in shapes() {
        let page = html(&report(shape)).replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for word in ["http://", "https://", "src=", "url(", "@import", "<link"] {
            assert!(!page.contains(word), "{word}");
        }
    }
}

#[test]
fn every_picture_has_words_or_a_figure_beside_it() {
    for shape in shapes() {
        let page = html(&report(shape));
        for head in page.split("<svg").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            assert!(head.contains("role=\"img\" aria-labelledby=") || head.contains("aria-hidden"), "{head}");
        }
        let ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "{ids:?}");
        for word in ["labelledby", "describedby"] {
            let attribute = format!("aria-{word}=\"");
            let named = page.split(&attribute).skip(1).map(|rest| rest.split('"').next().unwrap());
            named.for_each(|id| assert!(ids.contains(&id), "{id}"));
        }
    }
}

#[test]
fn a_share_is_drawn_where_it_is_said() {
    let chance = Chance {
        label: "a".into(),
        share: Share { hits: 15, of: 20 },
        foreseen: Some(0.8),
        note: Note::None,
    };
    // 240 units wide from 5 on: the interval from 0.531 to 0.888, the share at 0.75, foreseen at 0.8.
    expect![[r##"
        <svg width="250" height="16" viewBox="0 0 250 16" xmlns="http://www.w3.org/2000/svg" aria-hidden="true">
        <polyline fill="none" opacity="1" stroke="#040404" stroke-width="2" points="5,8 245,8 "/>
        <rect x="132" y="3" width="86" height="10" opacity="1" fill="#020202" stroke="none"/>
        <rect x="184" y="1" width="3" height="14" opacity="1" fill="#030303" stroke="none"/>
        <circle cx="197" cy="8" r="4" opacity="1" fill="none" stroke="#050505" stroke-width="2"/>
        </svg>
    "##]].assert_eq(&draw::chance(&chance));
    expect![[r##"
        <svg width="240" height="14" viewBox="0 0 240 14" xmlns="http://www.w3.org/2000/svg" aria-hidden="true">
        <rect x="0" y="1" width="80" height="12" opacity="1" fill="#010101" stroke="none"/>
        </svg>
    "##]].assert_eq(&draw::bar(1.0, 3.0));
    assert_eq!(
        draw::bar(0.0, 0.0),
        "<svg width=\"240\" height=\"14\" viewBox=\"0 0 240 14\" xmlns=\"http://www.w3.org/2000/svg\" aria-hidden=\"true\">\n</svg>\n"
    );
}

#[test]
fn pictures_are_counted() {
    let report = report(Shape::Withheld(String::new()));
    assert_eq!(told(&report.pages), "0 of 1 picture");
    let both = [report.pages, self::report(shapes().remove(1)).pages].concat();
    assert_eq!(told(&both), "1 of 2 pictures");
    assert_eq!(told(&both[1..]), "1 picture");
}

proptest! {
    #[test]
    fn no_figure_leaves_its_picture(hits in 0..200u32, more in 0..200u32, foreseen in prop::option::of(-0.5..1.5f64)) {
        let share = Share { hits, of: hits + more };
        let drawn = draw::chance(&Chance { label: "".into(), share, foreseen, note: Note::None });
        prop_assert!(!drawn.contains("NaN") && !drawn.contains("=\"-"), "{}", drawn);
    }

    #[test]
    fn no_column_leaves_its_picture(values in prop::collection::vec(0.0..1e6f64, 0..40)) {
        let bars: Vec<Bar> = values.into_iter().map(|value| Bar::new("x", value)).collect();
        let words = Words { id: "a", title: "b", description: "c" };
        let drawn = draw::columns(&bars, words);
        prop_assert!(!drawn.is_empty() && !drawn.contains("NaN") && !drawn.contains("=\"-"), "{}", drawn);
    }
}
