use super::*;
use crate::event::Purpose;
use crate::judge::Outcome;
use crate::memory::{Memory, Scheduler, State};
use crate::question::ask::Rating;
use crate::stats::picture::Note;
use crate::stats::share::Share;
use crate::stats::{Activity, Answer, Known, Material, Page, Studied};
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
    Shape::Year(Year::of(&Activity { days, ..Activity::default() }, Day(20_782), None))
}

fn bars() -> Vec<Bar> {
    vec![Bar::new("under 1 day", 1.0), Bar::new("1 to 3 days\x1b[2J", 200.0), Bar::new("over a year", 0.0)]
}

fn chance(label: &str, hits: u32, of: u32) -> Chance {
    Chance {
        label: label.into(),
        share: Share { hits, of },
        foreseen: Some(0.9),
        note: Note::Seen(5, 7, None),
    }
}

#[test]
fn a_year_of_days() {
    expect![[r#"
        One – 2 answers
        What it means.
              Dec  Jan Feb Mar  Apr May Jun  Jul Aug  Sep Oct Nov
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
              Dec  Jan Feb Mar  Apr May Jun  Jul Aug  Sep Oct Nov
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
        Chance { note: Note::None, ..chance("law", 15, 20) },
        Chance { note: Note::None, ..chance("few", 2, 3) },
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
    let rows = vec![vec![Cell::word("Cabinet\x1b[2J"), Cell::Count(4)]];
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

/// Sixty days of one answer each, of which every fifth is wrong, to a dozen questions on law.
fn page(page: Page) -> String {
    let answer = |n: i32| Answer {
        question: Some(n.unsigned_abs() as usize % 12),
        day: Day(20_721 + n),
        hour: if n % 2 == 0 { 8 } else { 20 },
        rating: if n % 5 == 0 { Rating::Again } else { Rating::Good },
        outcome: Outcome::Right,
        seconds: 60.0,
        purpose: Purpose::Study,
        elapsed_days: Some(12),
        predicted: Some(if n < 30 { 0.75 } else { 0.92 }),
        first_of_day: true,
    };
    let answers: Vec<Answer> = (0..60).map(answer).collect();
    let memory = Some(Memory { stability: 30.0, difficulty: 4.2 });
    let state = State { memory, last: Some(Day(20_775)), due: Some(Day(20_800)), ..State::default() };
    let tags: [std::sync::Arc<str>; 1] = ["law".into()];
    let known = [Known { tags: &tags, state: Some(&state) }; 12];
    let scheduler = Scheduler::default();
    let material = Material {
        answers: &answers,
        questions: &known,
        sheets: &[],
        confusions: &[],
        sittings: &[],
        background: &crate::stats::Background::default(),
        fitted: None,
        since: None,
        today: Day(20_780),
        scheduler: &scheduler,
    };
    let looks = Looks { style: RICH, rows: false };
    RICH.render(
        &material
            .pictures(page)
            .iter()
            .flat_map(|picture| super::picture(picture, looks))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn the_page_of_memory_at_eighty_columns() {
    expect![[r#"
        Recalled – 60 answers
        Share recalled at the first answer of a day, when last answered the day before
        or longer ago: young under 21 days, mature from 21 days on. Foreseen is what the
        memory model of today makes of the same answers.
          all     █████████████▒▒▒┃▒··  80 % (68 to 88) of 60; 84 % foreseen
          young   █████████████▒▒▒┃▒··  80 % (68 to 88) of 60; 84 % foreseen
          mature                        too few to say: 0 of 20
        Recalled by week – 60 answers
        The same by week, each under its Monday. Far from what was foreseen, the model
        needs fitting.
          2026-09-21                        too few to say: 3 of 20
          2026-09-28                        too few to say: 7 of 20
          2026-10-05                        too few to say: 7 of 20
          2026-10-12                        too few to say: 7 of 20
          2026-10-19                        too few to say: 7 of 20
          2026-10-26                        too few to say: 7 of 20
          2026-11-02                        too few to say: 7 of 20
          2026-11-09                        too few to say: 7 of 20
          2026-11-16                        too few to say: 7 of 20
          2026-11-23                        too few to say: 1 of 20
        Calibration – 60 answers; Brier score 0.168, 0.160 if the same were said every
        time
        Answers by the chance that the model of today gives them: where it says 80 %, 80
        of 100 should be right.
          70 to 80 %  ████████████▒▒▒▒┃▒▒·  80 % (63 to 90) of 30; 75 % foreseen
          90 to 95 %  ████████████▒▒▒▒┃▒▒·  80 % (63 to 90) of 30; 92 % foreseen
        Chance of recall today – 12 questions
        Questions answered so far, by the chance that you would recall them today.
          under 10 %                               0
          10 to 20 %                               0
          20 to 30 %                               0
          30 to 40 %                               0
          40 to 50 %                               0
          50 to 60 %                               0
          60 to 70 %                               0
          70 to 80 %                               0
          80 to 90 %                               0
          90 % and over  ████████████████████     12
        Stability – 12 questions
        Questions by the time after which that chance has fallen to 90 %.
          under 1 day                                    0
          1 to 3 days                                    0
          3 to 7 days                                    0
          1 to 3 weeks                                   0
          3 weeks to 2 months  ████████████████████     12
          2 to 6 months                                  0
          6 to 12 months                                 0
          over a year                                    0
        Difficulty – 12 questions
        Questions by how slowly their stability grows, 1 to 10, as the model has learnt
        it.
          1 to 2, easy                             0
          2 to 3                                   0
          3 to 4                                   0
          4 to 5         ████████████████████     12
          5 to 6                                   0
          6 to 7                                   0
          7 to 8                                   0
          8 to 9                                   0
          9 to 10, hard                            0
    "#]]
    .assert_eq(&page(Page::Memory));
}

#[test]
fn the_pages_of_topics_and_time_at_eighty_columns() {
    expect![[r#"
        By tag – 60 first answers
        First answers of a day that were not forgotten, with a 95 % interval, and how
        much of the topic you have seen.
          law  █████████████▒▒▒┃▒··  80 % (68 to 88) of 60
               12 of 12 seen, 98 % recall today
        By kind of term – 0 first answers
        First answers of a day that were not forgotten, with a 95 % interval, and how
        much of the topic you have seen.
          No question is about a term.
        By chapter – 0 first answers
        First answers of a day that were not forgotten, with a 95 % interval, and how
        much of the topic you have seen.
          No deck has chapters.
    "#]]
    .assert_eq(&page(Page::Topics));
    expect![[r#"
        Answers, last 30 days – 30 answers
        Answers on each of the last 30 days, those of relearning and cramming included.
              1 █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
              0 ───────────────────────────────────────────────────────────
                2026-10-25                                       2026-11-23
                30 answers in all, 1 on the fullest day
        Minutes, last 30 days – 30 min
        Minutes from questions to answers on each of the last 30 days.
              1 █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
              0 ───────────────────────────────────────────────────────────
                2026-10-25                                       2026-11-23
                30 minutes in all, 1 on the fullest day
        By hour – 60 answers
        First answers of a day that were not forgotten, by the hour on your clock, and
        all answers and minutes.
          08:00  ████████████▒▒▒▒┃▒▒·  80 % (63 to 90) of 30; 30 answers, 30 min
          20:00  ████████████▒▒▒▒┃▒▒·  80 % (63 to 90) of 30; 30 answers, 30 min
        By day of the week – 60 answers
        The same by study day of the week.
          Monday                           too few to say: 9 of 20; 9 answers, 9 min
          Tuesday                          too few to say: 8 of 20; 8 answers, 8 min
          Wednesday                        too few to say: 8 of 20; 8 answers, 8 min
          Thursday                         too few to say: 8 of 20; 8 answers, 8 min
          Friday                           too few to say: 9 of 20; 9 answers, 9 min
          Saturday                         too few to say: 9 of 20; 9 answers, 9 min
          Sunday                           too few to say: 9 of 20; 9 answers, 9 min
    "#]]
    .assert_eq(&page(Page::Time));
}

#[test]
fn no_page_is_wider_than_eighty_columns() {
    let wide: Vec<String> = Page::ALL
        .into_iter()
        .flat_map(|page| self::page(page).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| columns(line) > 80)
        .collect();
    assert_eq!(wide, [""; 0]);
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_screen(
        values in prop::collection::vec(0.0..5000.0f64, 0..32),
        shares in prop::collection::vec(("\\PC{0,40}", 0..400u32, 0..400u32), 0..6),
        width in 60usize..120,
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
