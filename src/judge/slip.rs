//! Slips of the hand: few edits, word by word, and every reason to refuse them.
//!
//! Rules by length alone accept most confusions between look-alike names. Here a typed word that the deck itself
//! knows is no slip, nor is anything that touches a digit, an ordinal, a Roman numeral or an acronym.

use strsim::osa_distance;

use super::fold::{fold, is_latin};
use super::lexicon::Lexicon;
use super::{lookalike, number_words, spelling};

/// What is asked for, as words.
pub(super) struct Target<'a> {
    /// Folded words.
    pub(super) words: &'a [&'a str],
    /// Folded words that are acronyms as the deck writes them.
    pub(super) acronyms: &'a [String],
}

/// The number of edits from the target to the typed words if they are slips, all of them; `None` if any word
/// differs in a way that is refused. 0 if nothing differs.
pub(super) fn edits(target: &Target<'_>, typed: &[&str], lexicon: &Lexicon) -> Option<usize> {
    if target.words.len() != typed.len() {
        return None;
    }
    let letters: usize = target.words.iter().map(|word| word.chars().count()).sum();
    let mut total = 0;
    for (&word, &typed) in target.words.iter().zip(typed) {
        if word != typed {
            total += word_edits(word, typed, target.acronyms, lexicon)?;
        }
    }
    (total <= allowed_in_answer(letters)).then_some(total)
}

/// Edits allowed in an answer of so many letters.
pub(super) fn allowed_in_answer(letters: usize) -> usize {
    if letters < 12 { 1 } else { 2 }
}

fn allowed_in_word(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn word_edits(word: &str, typed: &str, acronyms: &[String], lexicon: &Lexicon) -> Option<usize> {
    let letters = word.chars().count();
    let allowed = allowed_in_word(letters);
    if allowed == 0 || typed.chars().count().abs_diff(letters) > 2 * allowed {
        return None;
    }
    if [word, typed].into_iter().any(is_protected) || acronyms.iter().any(|acronym| acronym == word) {
        return None;
    }
    if is_plural(word, typed) {
        return Some(1);
    }
    if lexicon.has_word(typed) || lookalike::differ(word, typed) {
        return None;
    }
    nearest(word, typed).filter(|edits| *edits <= allowed)
}

/// The fewest edits between any spelling of the one and any spelling of the other.
fn nearest(word: &str, typed: &str) -> Option<usize> {
    let all =
        |word: &str| std::iter::once(word.to_owned()).chain(spelling::variants(word)).collect::<Vec<_>>();
    let typed = all(typed);
    all(word).iter().flat_map(|word| typed.iter().map(|typed| osa_distance(word, typed))).min()
}

/// Words whose every letter counts, and scripts where one character is a word.
fn is_protected(word: &str) -> bool {
    is_roman(word) || number_words::is_number_word(word) || !word.chars().all(is_alphabetic)
}

/// A plural is one slip even if the deck knows both forms: "Force" for "Forces", "property" for "properties".
fn is_plural(word: &str, typed: &str) -> bool {
    is_plural_of(word, typed) || is_plural_of(typed, word)
}

/// Words whose plural ends in -ves.
const VES: [&str; 11] =
    ["calf", "elf", "half", "knife", "leaf", "life", "loaf", "self", "shelf", "thief", "wife"];

fn is_plural_of(long: &str, short: &str) -> bool {
    let stem_of = |ending: &str| long.strip_suffix(ending);
    let vowel = |c: char| "aeiou".contains(c);
    short.chars().count() >= 4
        && (stem_of("s") == Some(short)
            || stem_of("es").is_some_and(|stem| stem == short && short.ends_with(['s', 'x', 'z', 'h', 'o']))
            || stem_of("ies")
                .is_some_and(|stem| short.strip_suffix('y') == Some(stem) && !stem.ends_with(vowel))
            || stem_of("ves").is_some_and(|stem| {
                VES.iter().any(|f| short.ends_with(f))
                    && short.strip_suffix("fe").or_else(|| short.strip_suffix('f')) == Some(stem)
            }))
}

fn is_alphabetic(c: char) -> bool {
    is_latin(c)
        || (c.is_alphabetic()
            && matches!(c, '\u{370}'..='\u{58f}' | '\u{10a0}'..='\u{10ff}' | '\u{1f00}'..='\u{1fff}'))
}

const SIGNS: [(&str, u32); 13] = [
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
];

/// Digits from 1 to 39, as names carry them, as a lower-case Roman numeral.
pub(super) fn to_roman(digits: &str) -> Option<String> {
    let mut value: u32 = digits.parse().ok().filter(|value| (1..40).contains(value))?;
    let mut numeral = String::new();
    for (sign, worth) in SIGNS {
        while value >= worth {
            value -= worth;
            numeral.push_str(sign);
        }
    }
    Some(numeral)
}

/// True for a well-formed Roman numeral below 4000, in lower case.
pub(super) fn is_roman(word: &str) -> bool {
    roman(word).is_some()
}

/// The value of a well-formed lower-case Roman numeral.
pub(super) fn roman(word: &str) -> Option<u32> {
    let mut rest = word;
    let mut value = 0;
    for (sign, worth) in SIGNS {
        let mut times = 0;
        while let Some(behind) = rest.strip_prefix(sign) {
            rest = behind;
            value += worth;
            times += 1;
        }
        let most = if matches!(sign, "m" | "c" | "x" | "i") { 3 } else { 1 };
        if times > most {
            return None;
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

/// The acronyms of a name as the deck writes it, folded: two capitals or more and next to nothing else.
pub(super) fn acronyms(raw: &str) -> Vec<String> {
    let is_acronym = |token: &&str| {
        let upper = token.chars().filter(|c| c.is_uppercase()).count();
        let lower = token.chars().filter(|c| c.is_lowercase()).count();
        upper >= 2 && (lower <= 1 || upper + lower <= 4)
    };
    raw.split(|c: char| !c.is_alphanumeric()).filter(is_acronym).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(target: &str, typed: &str) -> Option<usize> {
        let (folded, acronyms) = (fold(target), acronyms(target));
        let words: Vec<&str> = folded.split(' ').collect();
        let typed = fold(typed);
        let typed: Vec<&str> = typed.split(' ').collect();
        edits(&Target { words: &words, acronyms: &acronyms }, &typed, &Lexicon::default())
    }

    #[test]
    fn a_typo_is_a_typo() {
        assert_eq!(slip("Cybersecurity", "Cybersecurty"), Some(1));
        assert_eq!(
            slip("Cybersecurity Strategic Headquarters", "Cybersecruity Strategic Headquaters"),
            Some(2)
        );
        assert_eq!(slip("Cabinet", "Cabinte"), Some(1));
        assert_eq!(slip("Estonia", "Estonnia"), Some(1));
        for (one, many) in
            [("property", "properties"), ("life", "lives"), ("body", "bodies"), ("process", "processes")]
        {
            assert_eq!((slip(one, many), slip(many, one)), (Some(1), Some(1)), "{one}");
        }
    }

    #[test]
    fn what_is_refused() {
        for (target, typed) in [
            ("1921", "1920"),
            ("First Strategy", "Fifth Strategy"),
            ("Cyber Storm IV", "Cyber Storm VI"),
            ("NDPG", "NDGP"),
            ("SDF", "SDR"),
            ("twentieth century", "thirtieth century"),
            ("防衛白書", "防衛自書"),
            ("Cabinet", "Cabonte"),
            ("asymmetric", "symmetric"),
            ("belief", "believes"),
            ("safe", "saves"),
            ("police", "policies"),
            ("Tokyo", "Tokio rises"),
        ] {
            assert_eq!(slip(target, typed), None, "{target} and {typed}");
        }
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(
            ["iv", "xix", "mcmxc", "iiii", "vx", "", "mix"].map(roman),
            [Some(4), Some(19), Some(1990), None, None, None, Some(1009)]
        );
    }
}
