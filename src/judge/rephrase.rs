//! A name in other words for the same: words in another order, usual abbreviations, other little words, a rank
//! before a person, an initial.
//!
//! Only names are looked at, which are written with capitals: in "attack on Japan" every little word matters. And
//! only a whole name is the name: nothing may be missing, nothing may be there besides.

/// How a typed name differs from one that it is in other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// In nothing that matters.
    Same,
    /// One word is only its initial.
    Initial,
    /// The words are in another order.
    Order,
}

/// True if a text is written like a name: every word but the little ones begins with a capital or a digit.
pub(super) fn is_name(raw: &str) -> bool {
    let words = || raw.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let big = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    words().next().is_some() && words().all(|word| big(word) || LITTLE.contains(&word) || word == "s")
}

/// How the folded words of a response are those of a folded name; `None` if they are not.
pub(super) fn likeness(name: &str, typed: &str) -> Option<Likeness> {
    let (name, mut given) = (canonical(name), canonical(typed));
    let mut fewest = 2;
    if let Some((bare, alone)) = without_rank(typed).filter(|_| given.len() > name.len()) {
        given = canonical(bare);
        fewest = if alone { 1 } else { 2 };
    }
    let (name, given) = (joined(&name, &given), joined(&given, &name));
    if name.len() != given.len() || name.len() < fewest {
        return None;
    }
    if name == given {
        return Some(Likeness::Same);
    }
    if is_by_initials(&name, &given) {
        return Some(Likeness::Initial);
    }
    let sorted = |mut words: Vec<String>| {
        words.sort_unstable();
        words
    };
    (sorted(name) == sorted(given)).then_some(Likeness::Order)
}

/// Words that may be left out of a name or put into it.
pub(super) const LITTLE: [&str; 10] = ["the", "a", "an", "of", "on", "in", "for", "and", "its", "to"];

/// Folded abbreviations that anybody writes, and their words, folded.
const SHORT: [(&str, &str); 20] = [
    ("admin", "administration"),
    ("assn", "association"),
    ("assoc", "association"),
    ("bros", "brothers"),
    ("corp", "corporation"),
    ("cttee", "committee"),
    ("dept", "department"),
    ("gov", "government"),
    ("govt", "government"),
    ("hq", "headquarters"),
    ("info", "information"),
    ("inst", "institute"),
    ("intl", "international"),
    ("min", "ministry"),
    ("mt", "mount"),
    ("nat", "national"),
    ("natl", "national"),
    ("org", "organisation"),
    ("tech", "technology"),
    ("univ", "university"),
];

/// Folded adjectives of countries, and their nouns.
const OF_A_COUNTRY: [(&str, &str); 30] = [
    ("american", "us"),
    ("australian", "australia"),
    ("austrian", "austria"),
    ("belgian", "belgium"),
    ("brazilian", "brazil"),
    ("british", "uk"),
    ("canadian", "canada"),
    ("chinese", "china"),
    ("czech", "czechia"),
    ("dutch", "netherland"),
    ("estonian", "estonia"),
    ("european", "europe"),
    ("french", "france"),
    ("german", "germany"),
    ("greek", "greece"),
    ("hungarian", "hungary"),
    ("indian", "india"),
    ("iranian", "iran"),
    ("israeli", "israel"),
    ("italian", "italy"),
    ("japanese", "japan"),
    ("korean", "korea"),
    ("mexican", "mexico"),
    ("polish", "poland"),
    ("russian", "russia"),
    ("spanish", "spain"),
    ("swedish", "sweden"),
    ("swiss", "switzerland"),
    ("ukrainian", "ukraine"),
    ("usa", "us"),
];

/// Words before a person's name that are no part of it, and whether they say enough before a surname alone: "Mr Abe"
/// is Abe, but Mrs Abe is somebody else, and a general assembly is no assembly of that rank.
const RANKS: [(&str, bool); 43] = [
    ("adm", true),
    ("admiral", true),
    ("baron", true),
    ("capt", true),
    ("captain", true),
    ("chancellor", true),
    ("col", true),
    ("colonel", true),
    ("dr", true),
    ("duke", true),
    ("emperor", true),
    ("empress", false),
    ("gen", true),
    ("general", false),
    ("gov", true),
    ("governor", true),
    ("justice", false),
    ("king", true),
    ("lady", false),
    ("lieutenant", true),
    ("lord", false),
    ("lt", true),
    ("marquis", true),
    ("marshal", true),
    ("minister", true),
    ("miss", false),
    ("mr", true),
    ("mrs", false),
    ("ms", false),
    ("pm", true),
    ("pres", true),
    ("president", true),
    ("prime", false),
    ("prince", true),
    ("princess", false),
    ("prof", true),
    ("professor", true),
    ("queen", false),
    ("secretary", false),
    ("sen", true),
    ("senator", true),
    ("sir", true),
    ("viscount", true),
];

/// The words that make a name, each in one form for all its forms.
fn canonical(folded: &str) -> Vec<String> {
    let words = folded.split(' ').filter(|word| !word.is_empty() && !LITTLE.contains(word));
    words.map(one_form).collect()
}

/// "forces" → "force", "hq" → "headquarter", "japanese" → "japan", "2nd" and "ii" → "2".
pub(super) fn one_form(word: &str) -> String {
    let listed = |list: &[(&'static str, &'static str)]| {
        list.iter().find(|(from, _)| *from == word).map(|(_, to)| *to)
    };
    let word = listed(&SHORT).or_else(|| listed(&OF_A_COUNTRY)).unwrap_or(word);
    if let Some(value) = numeral(word) {
        return value;
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 4 && !stem.ends_with(['s', 'u', 'i']) => match stem.strip_suffix("ie") {
            Some(stem) => format!("{stem}y"),
            None => stem.to_owned(),
        },
        _ => word.to_owned(),
    }
}

/// The digits of an ordinal, or of a Roman numeral that is no other word.
fn numeral(word: &str) -> Option<String> {
    const ROMAN: [&str; 11] = ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv"];
    if ROMAN.contains(&word) {
        return super::slip::roman(word).map(|value| value.to_string());
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending))?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

/// What is left behind the ranks that a person's name begins with, and whether it may be a surname alone. "Minister
/// of Defence" is no person's name.
fn without_rank(typed: &str) -> Option<(&str, bool)> {
    let (mut rest, mut alone) = (typed, false);
    while let Some((word, behind)) = rest.split_once(' ')
        && let Some((_, is_enough)) = RANKS.iter().find(|(rank, _)| *rank == word)
    {
        rest = behind;
        alone |= is_enough;
    }
    let is_person = !rest.split(' ').next().is_some_and(|word| LITTLE.contains(&word));
    (rest.len() < typed.len() && is_person).then_some((rest, alone))
}

/// The words, with two that stand together as one where the other text has them as one: "cyber security".
fn joined(words: &[String], other: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let parts_digits = |last: &String| last.ends_with(is_digit) && word.starts_with(is_digit);
        match out.last_mut().filter(|last| !parts_digits(last)) {
            Some(last) if other.iter().any(|one| one.strip_prefix(last.as_str()) == Some(word)) => {
                last.push_str(word);
            }
            _ => out.push(word.clone()),
        }
    }
    out
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// True if each word is itself or only its initial, and the last, which is the surname, is whole.
fn is_by_initials(name: &[String], given: &[String]) -> bool {
    let short = |(word, given): (&String, &String)| {
        word == given || (given.len() == 1 && word.len() > 2 && word.starts_with(given.as_str()))
    };
    name.last() == given.last()
        && name.last().is_some_and(|last| last.len() > 2)
        && name.iter().zip(given).all(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fold::fold;

    fn of(name: &str, typed: &str) -> Option<Likeness> {
        likeness(&fold(name), &fold(typed))
    }

    #[test]
    fn names_in_other_words() {
        use Likeness::{Initial, Order, Same};
        for (name, typed, expected) in [
            ("Ministry of Defence of Japan", "Min. of Defense, Japan", Same),
            ("Ministry of Defence of Japan", "Japanese Ministry of Defence", Order),
            ("Ministry of Defence of Japan", "Japan's Ministry of Defence", Order),
            ("Self-Defence Forces", "Self Defence Force", Same),
            ("National Security Strategy 2022", "2022 National Security Strategies", Order),
            ("Second National Strategy", "National Strategy II", Order),
            ("Cybersecurity Strategic Headquarters", "Cybersecurity Strategic HQ", Same),
            ("Shinzo Abe", "Prime Minister Shinzo Abe", Same),
            ("Shinzo Abe", "Adm. Shinzo Abe", Same),
            ("Abe", "PM Abe", Same),
            ("Abe", "Mr. Abe", Same),
            ("Cybersecurity Strategy of 2013", "Cyber Security Strategy 2013", Same),
            ("Cyber Security Strategy of 2013", "2013 Cybersecurity Strategy", Order),
            ("Shinzo Abe", "Abe Shinzo", Order),
            ("Shinzo Abe", "S. Abe", Initial),
        ] {
            assert_eq!(of(name, typed), Some(expected), "{name} / {typed}");
        }
    }

    #[test]
    fn nothing_is_missing_and_nothing_is_there_besides() {
        for (name, typed) in [
            ("Ministry of Defence of Japan", "Ministry of Defence"),
            ("Ministry of Defence", "Ministry of Defence of China"),
            ("Ministry of Defence", "Minister of Defence"),
            ("National Security Strategy 2022", "National Security Strategy 2013"),
            ("Second National Strategy", "Third National Strategy"),
            ("Second National Strategy", "National Strategy"),
            ("Shinzo Abe", "K. Abe"),
            ("Shinzo Abe", "S. A."),
            ("Shinzo Abe", "Shintaro Abe"),
            ("Japan", "Prime Minister of Japan"),
            ("Abe", "Mrs Abe"),
            ("Abe", "Mr Aso"),
            ("Abe", "Mr A"),
            ("Assembly", "General Assembly"),
            ("Foreign Affairs", "Minister of Foreign Affairs"),
            ("APT 10", "APT 1 0"),
            ("NATO", "OTAN"),
        ] {
            assert_eq!(of(name, typed), None, "{name} / {typed}");
        }
    }

    #[test]
    fn names_have_capitals() {
        assert!(is_name("Basic Act on Cybersecurity") && is_name("Japan's 2nd Strategy"));
        assert!(!is_name("attack on Japan") && !is_name("Attack from Japan"));
    }

    #[test]
    fn the_lists_are_folded_and_sorted() {
        for (from, to) in SHORT.iter().chain(&OF_A_COUNTRY) {
            assert_eq!((fold(from).as_str(), fold(to).as_str()), (*from, *to));
        }
        assert!(SHORT.is_sorted() && OF_A_COUNTRY.is_sorted() && RANKS.is_sorted());
    }
}
