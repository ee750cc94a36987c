use super::*;
use crate::stats::share::Share;
use crate::stats::{Activity, Studied};
use expect_test::expect;
use proptest::prelude::*;

const RICH: Style = Style { symbols: true, ..Style::PLAIN };

fn shown(shape: Shape, style: Style, rows: bool) -> String {
    let picture = Picture {
        key: "one",
        title: "One",
        meaning: "What it means.",
        behind: "2 answers".to_owned(),
        shape,
    };
    style.render(&super::picture(&picture, Looks { style, rows }))
}

fn year() -> Shape {
    let day = |day, answers| Studied { day: Day(day), answers, seconds: 1.0 };
    // A year up to Wednesday, 25 November 2026.
    let days = vec![day(20_500, 9), day(20_700, 1), day(20_780, 3), day(20_782, 5)];
    Shape::Year(Year::of(&Activity { days, ..Activity::default() }, Day(20_782)))
}

fn bars() -> Vec<Bar> {
    vec![Bar::new("under 1 day", 1.0), Bar::new("1 to 3 days\x1b[2J", 200.0), Bar::new("over a year", 0.0)]
}

fn chance(label: &str, hits: u32, of: u32) -> Chance {
    Chance {
        label: label.into(),
        share: Share { hits, of },
        foreseen: Some(0.9),
        note: "5 of 7 seen".to_owned(),
    }
}

#[test]
fn a_year_of_days() {
    expect![[r#"
        One – 2 answers
        What it means.
             Nov   Jan Feb Mar  Apr May Jun  Jul Aug  Sep Oct Nov
        Mon  ············█·······································▒
             ·····················································
        Wed  ····················································▓
             ····················································
        Fri  ········································░···········
             ····················································
        Sun  ····················································
             · none  ░ up to 1  ▒ up to 3  ▓ up to 5  █ more answers
    "#]]
    .assert_eq(&shown(year(), RICH, false));
    expect![[r#"
        One - 2 answers
        What it means.
             Nov   Jan Feb Mar  Apr May Jun  Jul Aug  Sep Oct Nov
        Mon  ............#.......................................+
             .....................................................
        Wed  ....................................................*
             ....................................................
        Fri  ........................................-...........
             ....................................................
        Sun  ....................................................
             . none  - up to 1  + up to 3  * up to 5  # more answers
    "#]]
    .assert_eq(&shown(year(), Style::PLAIN, false));
    expect![[r#"
        One - 2 answers
        What it means.
          2026-02  1 day, 9 answers
          2026-09  1 day, 1 answer
          2026-11  2 days, 8 answers
          none in the other months
    "#]]
    .assert_eq(&shown(year(), Style::PLAIN, true));
}

#[test]
fn bars_and_columns() {
    expect![[r#"
        One – 2 answers
        What it means.
          under 1 day      █                         1
          1 to 3 days�[2J  ████████████████████    200
          over a year                                0
    "#]]
    .assert_eq(&shown(Shape::Bars(bars()), RICH, false));
    let days = |n: i32| (0..n).map(|nth| Bar::new(Day(20_780 + nth).to_string(), (nth * nth) % 7)).collect();
    expect![[r#"
        One - 2 answers
        What it means.
              4     #     #       #     #       #     #       #     #
                    #     #       #     #       #     #       #     #
                    #     #       #     #       #     #       #     #
                    # # # #       # # # #       # # # #       # # # #
                  # # # # # #   # # # # # #   # # # # # #   # # # # # #   #
                  # # # # # #   # # # # # #   # # # # # #   # # # # # #   #
              0 -----------------------------------------------------------
                2026-11-23                                       2026-12-22
                57 questions in all, 4 on the fullest day
    "#]]
    .assert_eq(&shown(Shape::Columns(days(30), "questions"), Style::PLAIN, false));
    expect![[r#"
        One - 2 answers
        What it means.
          2026-11-24  1 question
          2026-11-25  4 questions
          2026-11-26  2 questions
          none on the other days
    "#]]
    .assert_eq(&shown(Shape::Columns(days(4), "questions"), Style::PLAIN, true));
}

#[test]
fn shares_and_their_intervals() {
    let rows = vec![
        chance("law", 15, 20),
        chance("a tag that is longer than the column is wide", 999, 1000),
        chance("few", 2, 3),
    ];
    expect![[r#"
        One – 2 answers
        What it means.
          law                       ██████████▒▒▒▒▒┃▒▒··  75 % (53 to 89) of 20
                                    90 % foreseen; 5 of 7 seen
          a tag that is longer th…  ███████████████████┃  100 % (99 to 100) of 1000
                                    90 % foreseen; 5 of 7 seen
          few                                             too few to say: 3 of 20
                                    5 of 7 seen
    "#]]
    .assert_eq(&shown(Shape::Chances(rows.clone()), RICH, false));
    let short = vec![
        Chance { note: String::new(), ..chance("law", 15, 20) },
        Chance { note: String::new(), ..chance("few", 2, 3) },
    ];
    expect![[r#"
        One - 2 answers
        What it means.
          law  ##########=====|==..  75 % (53 to 89) of 20; 90 % foreseen
          few                        too few to say: 3 of 20
    "#]]
    .assert_eq(&shown(Shape::Chances(short), Style::PLAIN, true));
}

#[test]
fn tables_and_what_is_withheld() {
    let rows = vec![vec![Cell::word("Cabinet\x1b[2J"), Cell::count(4)]];
    expect![[r#"
        One - 2 answers
        What it means.
         for           times
        ---------------------
         Cabinet�[2J       4
    "#]]
    .assert_eq(&shown(Shape::Rows(vec!["for", "times"], rows), Style::PLAIN, false));
    expect![[r#"
        One - 2 answers
        What it means.
          Too few to say.
    "#]]
    .assert_eq(&shown(Shape::Withheld("Too few to say.".to_owned()), Style::PLAIN, true));
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_screen(
        values in prop::collection::vec(0.0..5000.0f64, 0..32),
        shares in prop::collection::vec(("\\PC{0,40}", 0..400u32, 0..400u32), 0..6),
        width in 72usize..120,
        symbols in any::<bool>(),
        rows in any::<bool>(),
    ) {
        let style = Style { width, symbols, colour: false };
        let bars: Vec<Bar> = values.iter().map(|value| Bar::new("2026-11-23", *value)).collect();
        let chances = shares.iter().map(|(label, hits, more)| chance(label, *hits, hits + more)).collect();
        for shape in [Shape::Bars(bars.clone()), Shape::Columns(bars, "answers"), Shape::Chances(chances), year()] {
            for line in shown(shape, style, rows).lines() {
                prop_assert!(columns(line) <= width, "{line}");
                prop_assert!(symbols || line.is_ascii() || !shares.is_empty(), "{line}");
            }
        }
    }
}
