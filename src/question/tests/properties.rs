//! Properties of every kind, over questions made at random.

use proptest::prelude::*;

use super::*;
use crate::judge::fold;
use crate::judge::fold::key as fold_key;

/// Anything a keyboard, a clipboard or a hostile client may send.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        any::<String>(),
        "[0-9./ ,\\-–to]{0,14}",
        "[ivxIVX0-9 a-cé\u{300}-\u{303}\u{200d}\u{202e}가-각ᄀ-ᄃ試験.,'-]{0,14}",
        "[0-3]?[0-9][ ./-][01]?[0-9][ ./-][0-9]{2,4}",
        Just("x".repeat(100_000)),
    ]
}

fn response() -> impl Strategy<Value = Response> {
    prop_oneof![
        anything().prop_map(|text| Response::Text(text.into())),
        prop::collection::vec(anything(), 0..6)
            .prop_map(|all| Response::Texts(all.into_iter().map(Text::from).collect())),
        prop::collection::vec((anything(), anything()), 0..4)
            .prop_map(|all| Response::Pairs(all.into_iter().map(|(a, b)| (a.into(), b.into())).collect())),
    ]
}

fn typed(question: &Question, response: &str, lexicon: &Lexicon) -> Marked {
    let ask = Ask::Text { form: String::new() };
    question.mark(&ask, &Response::Text(response.into()), lexicon)
}

fn score(question: &Question, response: &str, lexicon: &Lexicon) -> f64 {
    match typed(question, response, lexicon) {
        Marked::Verdict(verdict) => verdict.score,
        Marked::AskAgain(_) => 0.0,
    }
}

/// Ways to write a text differently that change nothing.
fn dressed(text: &str, way: usize) -> String {
    match way {
        0 => text.to_uppercase(),
        1 => format!("  “{text}” "),
        2 => text.replace(' ', "  "),
        3 => text.replace('-', " ").replace("Defence", "Defense"),
        4 => text.chars().flat_map(|c| if c == 'a' { vec!['a', '\u{304}'] } else { vec![c] }).collect(),
        5 => format!("the {text}"),
        _ => text.replace('c', "\u{ff43}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_response_to_every_kind_gets_a_sound_verdict(response in response(), seed: u64) {
        let (deck, terms) = (deck(), terms());
        let (pool, lexicon) = (Pool { terms: &terms, questions: &deck }, lexicon(&terms, &deck));
        for question in &deck {
            for mode in [Mode::Typed, Mode::Choice, Mode::Flip] {
                let ask = question.ask(mode, &pool, seed);
                if let Marked::Verdict(verdict) = question.mark(&ask, &response, &lexicon) {
                    prop_assert!((0.0..=1.0).contains(&verdict.score));
                    prop_assert_eq!(verdict.outcome, Outcome::of(verdict.score));
                    prop_assert!(verdict.parts.iter().all(|part| (0.0..=1.0).contains(&part.score)));
                }
            }
        }
    }

    #[test]
    fn a_changed_digit_is_never_right(at in 0usize..64, digit in 0u8..10) {
        let (deck, terms) = (deck(), terms());
        let lexicon = lexicon(&terms, &deck);
        let extra = ["APT 10 Group", "WannaCry 2.0", "Article 9", "Cyber Coalition 2015", "45 of 100,000"];
        let extra = extra.map(|text| question("digits", Key::Text(TextKey { name: name(text) })));
        for question in deck.iter().chain(&extra) {
            let answer = question.answer();
            let digits: Vec<usize> = answer.raw().char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
            let is_text = matches!(question.key, Key::Text(_) | Key::Date(_) | Key::Number(_));
            if digits.is_empty() || !is_text {
                continue;
            }
            let place = digits[at % digits.len()];
            let mut changed = answer.raw().to_owned();
            changed.replace_range(place..=place, &digit.to_string());
            if changed != answer.raw() {
                prop_assert!(score(question, &changed, &lexicon) < 1.0, "{changed} for {answer:?}");
            }
        }
    }

    #[test]
    fn what_folds_to_the_answer_is_right(way in 0usize..7) {
        let (deck, terms) = (deck(), terms());
        let lexicon = lexicon(&terms, &deck);
        for question in deck.iter().filter(|question| matches!(question.key, Key::Text(_))) {
            let dressed = dressed(question.answer().raw(), way);
            prop_assert_eq!(fold_key(&dressed), fold_key(question.answer().raw()));
            prop_assert!(score(question, &dressed, &lexicon) >= 1.0, "{}", dressed);
        }
    }

    #[test]
    fn equal_is_equal_both_ways(a in anything(), b in anything(), way in 0usize..7) {
        let rule = |answer: &str, response: &str| {
            let question = question("q", Key::Text(TextKey { name: name(answer) }));
            match typed(&question, response, &Lexicon::default()) {
                Marked::Verdict(verdict) => verdict.rule == Rule::Equal,
                Marked::AskAgain(_) => false,
            }
        };
        prop_assert_eq!(rule(&a, &b), rule(&b, &a));
        let (short, dressed): (String, String) = { let s: String = a.chars().take(500).collect(); (s.clone(), dressed(&s, way)) };
        prop_assert_eq!(rule(&short, &dressed), rule(&dressed, &short));
        prop_assert_eq!(fold(&fold(&a)), fold(&a));
    }

    #[test]
    fn any_answer_is_right_as_shown(answer in "\\PC{1,40}") {
        let question = question("q", Key::Text(TextKey { name: name(&answer) }));
        if !question.answer().is_blank() {
            prop_assert!(score(&question, &answer, &Lexicon::default()) >= 1.0);
        }
    }

    #[test]
    fn any_date_is_right_as_shown(year in -9999i16..=9999, month in prop::option::of(1u8..=12), day in prop::option::of(1u8..=28), later in 1i16..50) {
        if let Some(date) = Date::new(year, month, day) {
            for when in [Some(When::Point(date)), Date::new(year.saturating_add(later), month, day).and_then(|end| When::range(date, end))] {
                let Some(when) = when else { continue };
                let question = question("q", Key::Date(DateKey { when, tolerance: None }));
                prop_assert!(score(&question, question.answer().raw(), &Lexicon::default()) >= 1.0, "{}", when);
            }
        }
    }

    #[test]
    fn any_number_is_right_as_shown(value in prop_oneof![-1e6..1e6f64, (-1_000_000i64..1_000_000).prop_map(|n| n as f64)]) {
        for shown in [value.to_string(), format!("{value:.2}")] {
            let key = NumberKey { value: shown.parse().unwrap(), shown: shown.as_str().into(), tolerance: NumberTolerance::Absolute(0.0), unit: None };
            let question = question("q", Key::Number(key));
            prop_assert!(score(&question, &shown, &Lexicon::default()) >= 1.0);
            let about = format!("about {shown}");
            prop_assert!(score(&question, &about, &Lexicon::default()) >= 1.0 || shown.contains('.'));
        }
    }

    #[test]
    fn a_try_in_a_list_is_never_worse_than_a_blank(
        tries in prop::collection::vec(prop::sample::select(vec!["land", "sea", "air", "space", "cyber", "fire"]), 1..=3)
    ) {
        let (deck, lexicon) = (deck(), Lexicon::default());
        let list = by_id(&deck, "list");
        let score = |texts: &[&str]| {
            let texts = texts.iter().map(|text| Text::from(*text)).collect();
            let ask = Ask::Texts { count: 3, labels: Vec::new() };
            verdict(list.mark(&ask, &Response::Texts(texts), &lexicon)).score
        };
        let (_, before) = tries.split_last().unwrap();
        prop_assert!(score(&tries) >= score(before), "{:?}", tries);
    }
}
