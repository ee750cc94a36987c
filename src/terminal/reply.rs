//! From what a student typed to a response of the shape that was asked: numbers, options, orders, pairs, grades.
//!
//! Judging is left to the session; here a reply is only refused if it cannot be a response at all, with a
//! sentence that says what can.

use crate::judge::clip;
use crate::judge::fold::{fold, key};
use crate::question::ask::{Rating, Response};
use crate::question::truth_option;
use crate::text::Text;

/// A response, or why there is none, in words for the student.
pub type Reply<T> = Result<T, String>;

/// The labels of `options`: numbers from 1; letters if an option is such a number itself, so that a typed "2"
/// has one meaning.
pub fn labels(options: &[Text]) -> Vec<String> {
    let confusing = options
        .iter()
        .any(|option| option.raw().trim().parse::<usize>().is_ok_and(|n| (1..=options.len()).contains(&n)));
    (1..=options.len()).map(|n| if confusing { letters(n) } else { n.to_string() }).collect()
}

/// a … z, aa, ab …: the count `n`, from 1, in letters.
fn letters(mut n: usize) -> String {
    let mut reversed = String::new();
    while n > 0 {
        n -= 1;
        reversed.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
    }
    reversed.chars().rev().collect()
}

/// The option that `typed` names: by its text or its label, by yes or no where true and false are offered, or by
/// words that are in no other option. An index into `options`.
pub fn index_of(options: &[Text], typed: &str) -> Option<usize> {
    let meant = || {
        let truth = truth_option(typed)?;
        options.iter().position(|option| *option == truth)
    };
    named(options, typed).or_else(meant).or_else(|| only_with(options, typed))
}

/// The option of this text or label.
fn named(options: &[Text], typed: &str) -> Option<usize> {
    let wanted = typed.trim().to_lowercase();
    let by_text = options.iter().position(|option| option.raw().trim().to_lowercase() == wanted);
    let label = wanted.trim_matches(['(', ')', '.', '[', ']']);
    let by_label = || labels(options).iter().position(|own| own == label);
    let folded = key(clip(typed));
    by_text.or_else(by_label).or_else(|| {
        let same = |option: &Text| !folded.is_empty() && key(option.raw()) == folded;
        only(options.iter().map(same))
    })
}

/// The only option that has the typed words, one after the other.
fn only_with(options: &[Text], typed: &str) -> Option<usize> {
    let words = fold(clip(typed));
    if words.chars().nth(1).is_none() || !words.contains(char::is_alphabetic) {
        return None;
    }
    let within = format!(" {words} ");
    only(options.iter().map(|option| format!(" {} ", fold(option.raw())).contains(&within)))
}

/// The place of the only one that is true.
fn only(all: impl Iterator<Item = bool>) -> Option<usize> {
    let mut found = all.enumerate().filter(|(_, is)| *is).map(|(at, _)| at);
    found.next().filter(|_| found.next().is_none())
}

/// The option with `number`, from 1.
pub fn numbered(options: &[Text], number: usize) -> Reply<Text> {
    let found = number.checked_sub(1).and_then(|index| options.get(index));
    found.cloned().ok_or_else(|| format!("There is no option {number}: there are {}.", options.len()))
}

/// Exactly one option, as [`Response::Text`].
pub fn pick_one(options: &[Text], typed: &str) -> Reply<Response> {
    one(options, typed).map(Response::Text)
}

/// Exactly one option.
pub fn one(options: &[Text], typed: &str) -> Reply<Text> {
    index_of(options, typed)
        .and_then(|index| options.get(index).cloned())
        .ok_or_else(|| format!("No option is called that. Type {}, or the option itself.", span(options)))
}

/// One or several options, as [`Response::Texts`] in the order of the options; one named twice counts once.
pub fn pick_some(options: &[Text], typed: &str) -> Reply<Response> {
    let mut picked = several(options, typed)?;
    picked.sort_unstable();
    picked.dedup();
    Ok(Response::Texts(picked.iter().filter_map(|index| options.get(*index).cloned()).collect()))
}

/// All items in an order, as [`Response::Texts`].
pub fn order(items: &[Text], typed: &str) -> Reply<Response> {
    let given = several(items, typed)?;
    permutation(items, &given)
}

/// All items in the order of the indices; refused unless each comes once.
pub fn permutation(items: &[Text], given: &[usize]) -> Reply<Response> {
    let mut sorted = given.to_vec();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(0..items.len()) {
        return Err(format!(
            "Put all {} in order, each once: {} in the right order.",
            items.len(),
            span(items)
        ));
    }
    Ok(Response::Texts(given.iter().filter_map(|index| items.get(*index).cloned()).collect()))
}

/// A partner for each of `left`, given as labels in the order of `left`; `None` if `typed` is not such a list.
pub fn all_partners(left: &[Text], right: &[Text], typed: &str) -> Option<Vec<Text>> {
    let words: Vec<&str> = words(typed).collect();
    if words.len() < 2 || words.len() != left.len() || right.iter().any(|r| r.raw().trim() == typed.trim()) {
        return None;
    }
    words.iter().map(|word| named(right, word).and_then(|at| right.get(at).cloned())).collect()
}

/// The pairs of `left` with the partners found for it; blank where none was.
pub fn pairs(left: &[Text], partners: &[Text]) -> Response {
    let found = left.iter().zip(partners).filter(|(_, partner)| !partner.is_blank());
    let pairs: Vec<(Text, Text)> = found.map(|(left, partner)| (left.clone(), partner.clone())).collect();
    if pairs.is_empty() { Response::Unknown } else { Response::Pairs(pairs) }
}

/// The student's own grade: a number from 1 to 4, the word, or its first letter.
pub fn grade(typed: &str) -> Reply<Rating> {
    let typed = typed.trim().to_lowercase();
    Rating::ALL
        .into_iter()
        .find(|rating| {
            typed == rating.name()
                || rating.name().starts_with(typed.as_str()) && typed.len() == 1
                || typed.parse() == Ok(*rating as i64)
        })
        .ok_or_else(|| "How well did you know it? 1 again, 2 hard, 3 good, 4 easy.".to_owned())
}

/// One option; or several by whatever names one, between semicolons, commas or "and"; or by labels with spaces between.
fn several(options: &[Text], typed: &str) -> Reply<Vec<usize>> {
    let all = |names: Vec<&str>, find: fn(&[Text], &str) -> Option<usize>| {
        let found: Option<Vec<usize>> = names.iter().map(|name| find(options, name)).collect();
        found.filter(|found| !found.is_empty())
    };
    let commas = typed.replace(" and ", ",").replace('&', ",");
    let pieces = || commas.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    if typed.contains(';') {
        all(typed.split(';').map(str::trim).filter(|name| !name.is_empty()).collect(), index_of)
    } else {
        index_of(options, typed)
            .map(|index| vec![index])
            .or_else(|| all(pieces(), index_of))
            .or_else(|| all(words(&commas).collect(), named))
    }
    .ok_or_else(|| format!("That names no options. Type {}, with spaces between.", span(options)))
}

fn words(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

/// "1 to 4": the labels that there are.
fn span(options: &[Text]) -> String {
    let labels = labels(options);
    match (labels.first(), labels.last()) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(all: &[&str]) -> Vec<Text> {
        all.iter().map(|text| Text::from(*text)).collect()
    }

    #[test]
    fn an_option_is_named_by_label_or_text() {
        let options = texts(&["NISC", "Cabinet", "METI"]);
        assert_eq!(pick_one(&options, " 2) "), Ok(Response::Text("Cabinet".into())));
        assert_eq!(pick_one(&options, "meti"), Ok(Response::Text("METI".into())));
        assert_eq!(
            pick_one(&options, "4"),
            Err("No option is called that. Type 1 to 3, or the option itself.".to_owned())
        );
    }

    #[test]
    fn an_option_is_named_as_loosely_as_it_is_the_only_one() {
        let options = texts(&["Ministry of Defence", "Ministry of Foreign Affairs", "5 states"]);
        let picked = |typed| index_of(&options, typed);
        assert_eq!(picked("“Ministry of Defense.”"), Some(0));
        assert_eq!(picked("(2)"), Some(1));
        assert_eq!(picked("foreign affairs"), Some(1));
        for typed in ["Ministry", "5", "Affairs foreign", "Defences", "s", "", "?", "4"] {
            assert_eq!(picked(typed), None, "{typed}");
        }
        let truth = texts(&["True", "False"]);
        let all = ["yes", "Y", "t", "TRUE.", "no", "n", "f", "false!"].map(|typed| index_of(&truth, typed));
        assert_eq!(all, [Some(0), Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), Some(1)]);
        assert_eq!(["not true", "true or false", "maybe"].map(|typed| index_of(&truth, typed)), [None; 3]);
        assert_eq!(index_of(&texts(&["Norway", "Sweden"]), "no"), None);
    }

    #[test]
    fn options_that_are_numbers_get_letters() {
        let options = texts(&["3", "2", "7"]);
        assert_eq!(labels(&options), ["a", "b", "c"]);
        assert_eq!(pick_one(&options, "2"), Ok(Response::Text("2".into())));
        assert_eq!(pick_one(&options, "c"), Ok(Response::Text("7".into())));
        assert_eq!(labels(&texts(&["2014", "2015"])), ["1", "2"]);
        assert_eq!([letters(26), letters(27)], ["z", "aa"]);
    }

    #[test]
    fn several_by_any_spelling() {
        let options = texts(&["a b", "c", "d, e"]);
        for typed in ["1 3", "1,3", "3, 1", "3 1 1", "a b; d, e"] {
            assert_eq!(pick_some(&options, typed), Ok(Response::Texts(texts(&["a b", "d, e"]))), "{typed}");
        }
        for typed in ["1 and 3", "1 & 3", "1, and 3", "a b and 3"] {
            assert!(pick_some(&options, typed) == pick_some(&options, "1 3"), "{typed}");
        }
        assert_eq!(pick_some(&options, "a b"), Ok(Response::Texts(texts(&["a b"]))));
        assert!(pick_some(&options, "1 9").is_err());
        assert!(pick_some(&options, ",").is_err());
    }

    #[test]
    fn an_order_needs_each_once() {
        let items = texts(&["x", "y", "z"]);
        assert_eq!(order(&items, "3 1 2"), Ok(Response::Texts(texts(&["z", "x", "y"]))));
        assert_eq!(
            order(&items, "3 1"),
            Err("Put all 3 in order, each once: 1 to 3 in the right order.".to_owned())
        );
        assert!(order(&items, "1 1 2").is_err());
    }

    #[test]
    fn partners_all_at_once_or_not_at_all() {
        let (left, right) = (texts(&["l1", "l2"]), texts(&["r1", "r2", "r3"]));
        assert_eq!(all_partners(&left, &right, "3 1"), Some(texts(&["r3", "r1"])));
        assert_eq!(all_partners(&left, &right, "3"), None);
        assert_eq!(all_partners(&left, &right, "3 9"), None);
    }

    #[test]
    fn a_grade_is_a_number_a_word_or_a_letter() {
        assert_eq!(
            ["1", "hard", "G", "Easy"].map(|typed| grade(typed).unwrap()),
            [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy]
        );
        assert!(grade("5").is_err() && grade("").is_err() && grade("go").is_err());
    }

    proptest! {
        #[test]
        fn a_label_always_names_its_own_option(options in prop::collection::vec("[a-z0-9]{1,2}", 1..30)) {
            let texts: Vec<Text> = options.iter().map(|o| Text::from(o.as_str())).collect();
            for (index, label) in labels(&texts).iter().enumerate() {
                let found = index_of(&texts, label);
                let named_so = options.iter().any(|option| option == label);
                prop_assert!(found == Some(index) || named_so);
            }
        }

        #[test]
        fn nothing_typed_breaks_it(typed in "\\PC{0,20}") {
            let options = texts(&["one", "2", "試験"]);
            let _ = (pick_one(&options, &typed), pick_some(&options, &typed), order(&options, &typed));
            let _ = (all_partners(&options, &options, &typed), grade(&typed));
        }
    }
}
