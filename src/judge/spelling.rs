//! One spelling for a word that has two: British and American, and numbers up to twelve in words.
//!
//! The result need not be a word; it only has to be the same for both spellings and different for different words.

/// The one spelling of a lower-case word, or nothing if it is spelt so already.
pub(super) fn canonical(word: &str) -> Option<String> {
    if let Some(digits) = small_number(word) {
        return Some(digits.to_owned());
    }
    if word.len() < 4 || !word.is_ascii() {
        return None;
    }
    let stem = stem(word);
    let begun = stem.map(|(from, to)| format!("{to}{}", word.get(from.len()..).unwrap_or_default()));
    match begun {
        Some(begun) => Some(ending(&begun).unwrap_or(begun)),
        None => ending(word),
    }
}

/// "first" → "1st", "twelve" → "12".
fn small_number(word: &str) -> Option<&'static str> {
    if !(3..=8).contains(&word.len()) || !word.starts_with(['z', 'o', 't', 'f', 's', 'e', 'n']) {
        return None;
    }
    Some(match word {
        "zero" => "0",
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "first" => "1st",
        "second" => "2nd",
        "third" => "3rd",
        "fourth" => "4th",
        "fifth" => "5th",
        "sixth" => "6th",
        "seventh" => "7th",
        "eighth" => "8th",
        "ninth" => "9th",
        "tenth" => "10th",
        "eleventh" => "11th",
        "twelfth" => "12th",
        _ => return None,
    })
}

type Pairs = &'static [(&'static str, &'static str)];

/// The other spellings that fold to this one: "defense" is also "defence". A slip is measured from the nearest.
pub(super) fn variants(word: &str) -> Vec<String> {
    const ENDINGS: Pairs =
        &[("or", "our"), ("ter", "tre"), ("ber", "bre"), ("log", "logue"), ("is", "iz"), ("ys", "yz")];
    let stems = stems(word).iter().filter_map(|(from, to)| Some(format!("{from}{}", word.strip_prefix(to)?)));
    let endings = ENDINGS.iter().filter_map(|(to, from)| {
        let at = word.rfind(to)?;
        Some(format!("{}{from}{}", word.get(..at)?, word.get(at + to.len()..)?))
    });
    stems.chain(endings).filter(|variant| canonical(variant).as_deref() == Some(word)).collect()
}

/// The beginning of the word that is spelt in two ways, and the one way.
fn stem(word: &str) -> Option<(&'static str, &'static str)> {
    let (from, to) = stems(word).iter().find(|(from, _)| word.starts_with(from))?;
    // "programmed" and "programmer" are spelt one way; so is "tyrell".
    let rest = word.get(from.len()..)?;
    let whole = matches!(*from, "programme" | "tyre" | "towards" | "amongst" | "whilst" | "advisor");
    (!whole || rest.is_empty() || rest == "s").then_some((*from, *to))
}

/// Beginnings with two spellings, by their first letter: the other one and the one.
fn stems(word: &str) -> Pairs {
    match word.as_bytes().first().unwrap_or(&b' ') {
        b'a' => &[
            ("archaeo", "archeo"),
            ("anaem", "anem"),
            ("aesthe", "esthe"),
            ("aluminium", "aluminum"),
            ("artefact", "artifact"),
            ("aeroplane", "airplane"),
            ("acknowledgement", "acknowledgment"),
            ("ageing", "aging"),
            ("amongst", "among"),
            ("advisor", "adviser"),
        ],
        b'c' => &[
            ("counsell", "counsel"),
            ("cancell", "cancel"),
            ("channell", "channel"),
            ("cosy", "cozy"),
            ("cheque", "check"),
        ],
        b'd' => &[("defenc", "defens"), ("draught", "draft"), ("diarrhoea", "diarrhea")],
        b'e' => &[("encyclopaed", "encycloped"), ("enroll", "enrol")],
        b'f' => &[("fulfill", "fulfil"), ("foet", "fet"), ("fuell", "fuel")],
        b'g' => &[("gynaec", "gynec"), ("grey", "gray"), ("gaol", "jail")],
        b'h' => &[("haemo", "hemo")],
        b'i' => &[("installment", "instalment")],
        b'j' => &[("judgement", "judgment"), ("jewell", "jewel")],
        b'l' => &[("licenc", "licens"), ("labell", "label"), ("leukaem", "leukem"), ("levell", "level")],
        b'm' => &[("manoeuv", "maneuv"), ("mediaeval", "medieval"), ("modell", "model"), ("mould", "mold")],
        b'o' => &[("offenc", "offens"), ("orthopaed", "orthoped"), ("oesoph", "esoph"), ("oestr", "estr")],
        b'p' => &[
            ("programme", "program"),
            ("practis", "practic"),
            ("paediatr", "pediatr"),
            ("palaeo", "paleo"),
            ("pretenc", "pretens"),
            ("plough", "plow"),
        ],
        b'q' => &[("quarrell", "quarrel")],
        b's' => &[("sceptic", "skeptic"), ("skillful", "skilful"), ("signall", "signal"), ("sulph", "sulf")],
        b't' => &[("travell", "travel"), ("towards", "toward"), ("tunnell", "tunnel"), ("tyre", "tire")],
        b'w' => &[("willful", "wilful"), ("whilst", "while")],
        _ => &[],
    }
}

/// Words in -tre and -bre; of others it would be a slip.
const TRE: [&str; 11] = [
    "centre", "theatre", "metre", "litre", "fibre", "calibre", "sabre", "sombre", "spectre", "lustre",
    "mitre",
];

/// -ize, -our, -tre, -logue and their inflections.
fn ending(word: &str) -> Option<String> {
    let changed = |at: usize, cut: usize, put: &str| {
        let (before, behind) = (word.get(..at)?, word.get(at + cut..)?);
        Some(format!("{before}{put}{behind}"))
    };
    if let Some(at) = word.bytes().rposition(|byte| byte == b'z').filter(|&at| at >= 4) {
        let vowel = matches!(word.as_bytes().get(at - 1), Some(b'i' | b'y'));
        let behind = word.get(at + 1..)?;
        if vowel && (is_verb_ending(behind) || matches!(behind, "ation" | "ations" | "ational")) {
            return changed(at, 1, "s");
        }
    }
    if let Some(at) = word.as_bytes().windows(3).rposition(|three| three == b"our").filter(|&at| at >= 3) {
        let behind = word.get(at + 3..)?;
        let known = [
            "", "s", "ed", "ing", "er", "ers", "able", "ably", "ite", "ites", "hood", "al", "ful", "less",
            "ly",
        ];
        if known.contains(&behind) {
            return changed(at, 3, "or");
        }
    }
    // "cyberdefence"
    if let Some(at) = ["defence", "offence"].iter().find_map(|end| Some(word.strip_suffix(end)?.len())) {
        return changed(at + 5, 1, "s");
    }
    let singular = word.strip_suffix('s').unwrap_or(word);
    if singular.ends_with("re") && TRE.iter().any(|tre| singular.ends_with(tre)) {
        return changed(singular.len() - 2, 2, "er");
    }
    if singular.ends_with("logue") {
        return changed(singular.len() - 2, 2, "");
    }
    None
}

fn is_verb_ending(behind: &str) -> bool {
    matches!(behind, "e" | "ed" | "es" | "er" | "ers" | "ing" | "able")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(word: &str) -> String {
        canonical(word).unwrap_or_else(|| word.to_owned())
    }

    #[test]
    fn british_is_american() {
        for (british, american) in [
            ("defence", "defense"),
            ("offences", "offenses"),
            ("organisation", "organization"),
            ("standardisation", "standardization"),
            ("recognise", "recognize"),
            ("analysed", "analyzed"),
            ("programme", "program"),
            ("programmes", "programs"),
            ("behaviour", "behavior"),
            ("labour", "labor"),
            ("neighbourhood", "neighborhood"),
            ("centre", "center"),
            ("theatres", "theaters"),
            ("dialogue", "dialog"),
            ("catalogues", "catalogs"),
            ("licence", "license"),
            ("practise", "practice"),
            ("travelled", "traveled"),
            ("fulfilment", "fulfillment"),
            ("judgement", "judgment"),
            ("towards", "toward"),
            ("advisors", "advisers"),
            ("archaeological", "archeological"),
        ] {
            assert_eq!(spelt(british), spelt(american));
            assert_eq!(spelt(&spelt(british)), spelt(british));
        }
    }

    #[test]
    fn both_spellings_are_known_again() {
        assert_eq!(variants("defense"), ["defence"]);
        assert_eq!(variants("center"), ["centre"]);
        assert_eq!(variants("labor"), ["labour"]);
        assert_eq!(variants("organisation"), ["organization"]);
        assert!(variants("cyber").is_empty() && variants("").is_empty());
    }

    #[test]
    fn other_words_stay() {
        for word in
            ["four", "hour", "tour", "size", "prize", "seize", "programmed", "cyber", "horizon", "filled"]
        {
            let expected = if word == "four" { "4" } else { word };
            assert_eq!(spelt(word), expected);
        }
    }
}
