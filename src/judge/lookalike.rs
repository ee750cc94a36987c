//! Pairs of real words that a slip of the hand seems to join but that mean different things, whatever the deck.
//!
//! The deck's own words are guarded by the lexicon. These are the pairs that a deck may name only one half of:
//! "asymmetric" is asked for, "symmetric" is typed, and nobody meant a typo.

/// Words that are one or two edits apart and yet never each other.
const GROUPS: &[&[&str]] = &[
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    &[
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    &["iran", "iraq"],
    &["ireland", "iceland"],
    &["austria", "australia", "austrian", "australian"],
    &["slovakia", "slovenia", "slovak", "slovene", "slovenian"],
    &["niger", "nigeria"],
    &["mali", "malawi", "malta"],
    &["latvia", "lithuania"],
    &["libya", "lebanon", "liberia"],
    &["mauritania", "mauritius"],
    &["guinea", "guyana", "guiana"],
    &["baltic", "balkan", "balkans"],
    &["council", "counsel", "consul", "counsellor", "councillor", "counselor", "councilor"],
    &["principle", "principal", "principles", "principals"],
    &["complement", "compliment"],
    &["statute", "statue", "stature", "status", "statutes", "statues"],
    &["county", "country", "counties", "countries"],
    &["trial", "trail", "trials", "trails"],
    &["causal", "casual", "causality", "casualty"],
    &["martial", "marital"],
    &["minister", "ministry", "ministers", "ministries"],
    &["united", "untied"],
    &["personal", "personnel"],
    &["moral", "morale", "mortal"],
    &["marine", "maritime"],
    &["conversation", "conservation", "conversion", "conservatism"],
    &["prosecution", "persecution", "prosecute", "persecute"],
    &["perspective", "prospective"],
    &["public", "publican", "republic", "republican"],
    &["nation", "notion", "national", "notional"],
    &["nature", "mature", "natural", "neutral", "neural"],
    &["formal", "former", "format", "normal"],
    &["treaty", "treatise"],
    &["federal", "federation", "confederation"],
    &["regional", "religion", "region", "regions", "regime"],
    &["general", "generic", "genetic"],
    &["liberal", "literal", "lateral"],
    &["unilateral", "bilateral", "trilateral", "multilateral"],
    &["message", "massage"],
    &["cooperation", "corporation", "operation", "incorporation"],
    &["international", "intentional", "national"],
    &["defective", "detective", "defensive"],
    &["adaption", "adoption", "adaptation"],
    &["adviser", "advisory"],
    &["accession", "secession", "succession", "recession"],
    &["ratification", "rectification", "gratification"],
    &["convention", "contention", "convection", "invention"],
    &["declaration", "declamation"],
    &["expansion", "expulsion", "explosion"],
    &["immigration", "emigration", "migration"],
    &["monarchy", "anarchy", "monarch"],
    &["legislation", "legislature", "legislator"],
    &["assertion", "insertion", "assentation"],
    &["desert", "dessert"],
    &["police", "policy", "polices", "policies"],
    &["secure", "security", "secret", "sector"],
    &["commission", "omission", "mission", "commissioner"],
    &["communication", "communion", "community", "commune", "commute"],
    &["production", "protection", "prediction", "reduction"],
    &["constitution", "institution", "substitution", "destitution"],
    &["conference", "confidence", "inference"],
    &["million", "billion", "trillion"],
    &["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
    &["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    &["meiosis", "mitosis"],
    &["artery", "arteries", "arterial"],
    &["ureter", "urethra"],
    &["ilium", "ileum"],
    &["afferent", "efferent"],
    &["alkane", "alkene", "alkyne"],
    &["latitude", "altitude", "attitude", "aptitude", "longitude"],
];

/// Beginnings that turn a word into another.
const PREFIXES: &[(&str, &str)] = &[
    ("inter", "intra"),
    ("macro", "micro"),
    ("hyper", "hypo"),
    ("ab", "ad"),
    ("anti", "ante"),
    ("pre", "pro"),
    ("sub", "super"),
    ("sub", "sur"),
    ("exo", "endo"),
    ("co", "contra"),
    ("poly", "oligo"),
];

/// Endings that turn a word into another: who does and who is done to, and the salts and hydrocarbons.
const ENDINGS: &[(&str, &str)] = &[
    ("er", "ee"),
    ("or", "ee"),
    ("ist", "ism"),
    ("ane", "ene"),
    ("ane", "yne"),
    ("ene", "yne"),
    ("ose", "ase"),
    ("fate", "fite"),
    ("fate", "fide"),
    ("fite", "fide"),
    ("trate", "trite"),
    ("trate", "tride"),
    ("trite", "tride"),
    ("lorate", "lorite"),
    ("lorate", "loride"),
    ("lorite", "loride"),
    ("ful", "less"),
];

/// True if two folded words are different words, however few edits part them.
pub(super) fn differ(a: &str, b: &str) -> bool {
    GROUPS.iter().any(|group| group.contains(&a) && group.contains(&b))
        || PREFIXES
            .iter()
            .any(|&(one, other)| swapped_front(a, b, one, other) || swapped_front(b, a, one, other))
        || ENDINGS.iter().any(|&(one, other)| swapped_end(a, b, one, other) || swapped_end(b, a, one, other))
        || changed_front(a, b)
}

fn swapped_front(a: &str, b: &str, one: &str, other: &str) -> bool {
    matches!((a.strip_prefix(one), b.strip_prefix(other)), (Some(x), Some(y)) if x == y && x.len() >= 3)
}

fn swapped_end(a: &str, b: &str, one: &str, other: &str) -> bool {
    matches!((a.strip_suffix(one), b.strip_suffix(other)), (Some(x), Some(y)) if x == y)
}

/// A first letter is rarely mistyped, and a changed one often changes the meaning: offensive and defensive,
/// symmetric and asymmetric, proactive and reactive. Two first letters swapped, or a first consonant left out,
/// is a slip all the same.
fn changed_front(a: &str, b: &str) -> bool {
    let (mut x, mut y) = (a.chars(), b.chars());
    let (Some(a1), Some(b1)) = (x.next(), y.next()) else { return true };
    if a1 == b1 {
        return false;
    }
    let swapped = x.next() == Some(b1) && y.next() == Some(a1);
    let lost = |long: &str, short: &str| long.strip_prefix(|c| !"aeiou".contains(c)) == Some(short);
    !(swapped || lost(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meaning_is_not_a_typo() {
        for (a, b) in [
            ("asymmetric", "symmetric"),
            ("offensive", "defensive"),
            ("proactive", "reactive"),
            ("thursday", "tuesday"),
            ("austria", "australia"),
            ("employer", "employee"),
            ("interstate", "intrastate"),
            ("sulfate", "sulfite"),
            ("hypertension", "hypotension"),
            ("socialism", "socialist"),
        ] {
            assert!(differ(a, b) && differ(b, a), "{a} and {b}");
        }
        for (a, b) in [("cybersecurity", "cybersecurty"), ("cyber", "ycber"), ("definite", "definate")] {
            assert!(!differ(a, b), "{a} and {b}");
        }
        assert!(!differ("headquarters", "eadquarters"));
    }
}
