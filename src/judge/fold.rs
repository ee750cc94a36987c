//! Folding: two texts that a fair reader would call the same become the same string.
//!
//! Unicode form, case, Latin diacritics, quotes, dashes, punctuation, spaces, leading articles, British or American
//! spelling, and "APT-10" against "APT10" are folded away. Digits, order and words never are. Folding is idempotent.
//! It runs for every answer of a deck at load, so pure ASCII takes a path without tables. Slips are left to
//! `slip.rs`.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::spelling;

/// Folds a text into words parted by single spaces. A text of nothing but punctuation stands for
/// itself; empty is only what is blank, or nothing but apostrophes.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let joined = text.contains(['\'', '`']).then(|| text.replace(['\'', '`'], ""));
        return fold_plain(joined.as_deref().unwrap_or(text));
    }
    // Parting words can bring characters together, or apart, that Unicode composes. Once more is nearly always
    // enough to come to rest; the bound only keeps a hostile text from mattering.
    let mut folded = fold_plain(&plain(text));
    for _ in 0..4 {
        let again = fold_plain(&plain(&folded));
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

/// The folded text without its spaces, except those between two digits: "cyber security" is "cybersecurity",
/// but "1 0" is not "10". This is what is compared.
pub fn key(text: &str) -> String {
    compact(&fold(text))
}

/// See [`key`]; for a text that is folded already.
pub fn compact(folded: &str) -> String {
    let bytes = folded.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    let kept = |&(i, c): &(usize, char)| c != ' ' || (digit(i.checked_sub(1)) && digit(Some(i + 1)));
    folded.char_indices().filter(kept).map(|(_, c)| c).collect()
}

/// True for a letter of the Latin script.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
            && c.is_alphabetic())
}

/// Compatibility form, case folded, without Latin diacritics and characters nobody sees.
fn plain(text: &str) -> String {
    let decomposed = text
        .chars()
        .filter(|&c| !is_ignored(c))
        .nfkd()
        .default_case_fold()
        .nfkd()
        .default_case_fold()
        .nfkd()
        .filter(|&c| !is_ignored(c));
    let mut kept = String::with_capacity(text.len());
    let mut takes_marks = false;
    for c in decomposed {
        if is_combining_mark(c) {
            if takes_marks {
                kept.push(c);
            }
            continue;
        }
        takes_marks = c.is_alphabetic() && !is_latin(c);
        match c {
            'ø' => kept.push('o'),
            'ł' => kept.push('l'),
            'đ' | 'ð' => kept.push('d'),
            'ħ' => kept.push('h'),
            'ı' => kept.push('i'),
            'æ' => kept.push_str("ae"),
            'œ' => kept.push_str("oe"),
            'þ' => kept.push_str("th"),
            '\u{2212}' => kept.push('-'),
            other => kept.push(other),
        }
    }
    kept.nfc().collect()
}

/// Characters that join what stands on either side: apostrophes, and those that are not seen at all.
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{2b9}'
            ..='\u{2bf}' | '\u{2c8}'
    ) || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// What a character does to the word it stands at.
enum Part {
    Inside,
    Alone(&'static str),
    AloneItself,
    Parts,
}

fn part_of(c: char) -> Part {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Part::Inside,
        ' ' | '\0'..='\u{1f}' => Part::Parts,
        '&' => Part::Alone("and"),
        '%' => Part::Alone("percent"),
        '<' | '>' | '=' | '$' | '^' | '@' => Part::AloneItself,
        _ if c.is_ascii() => Part::Parts,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Part::Inside,
        _ if c.is_whitespace() || c.is_control() || is_punctuation(c) => Part::Parts,
        _ => Part::AloneItself,
    }
}

/// Punctuation beyond ASCII; other symbols, such as "€" or "→", carry a meaning and are words of their own.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a1}' | '\u{a7}' | '\u{a8}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}')
        || matches!(c, '\u{2010}'..='\u{205e}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{303f}' | '\u{30a0}' | '\u{30fb}')
        || matches!(c, '\u{fe10}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff0f}' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{60c}' | '\u{61b}' | '\u{61f}')
}

fn fold_plain(text: &str) -> String {
    let mut words = Words::new(text.len());
    let mut rest = text;
    loop {
        // Most of a text is runs of plain letters: they are taken whole.
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (letters, behind) = rest.split_at(run);
        words.push_run(letters);
        let mut chars = behind.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        match part_of(c) {
            _ if c == ' ' => words.end(),
            Part::Inside => words.push(c),
            Part::Alone(word) => words.alone(word),
            Part::AloneItself => words.alone(c.encode_utf8(&mut [0; 4])),
            Part::Parts if words.continues(c, rest) => {}
            Part::Parts => words.end(),
        }
    }
    words.finish().unwrap_or_else(|| {
        let marks = text.split(|c: char| c.is_whitespace() || c.is_control());
        marks.filter(|mark| !mark.is_empty()).collect::<Vec<_>>().join(" ")
    })
}

/// The words so far; the last one is open from `start` on.
struct Words {
    out: String,
    start: usize,
    /// Letters since the word began or since its last dot: 1 in "U.S."
    letters: usize,
    /// The open word has digits, and is to be parted.
    has_digits: bool,
}

impl Words {
    fn new(capacity: usize) -> Self {
        Self { out: String::with_capacity(capacity + 8), start: 0, letters: 0, has_digits: false }
    }

    fn push(&mut self, c: char) {
        self.out.push(c);
        self.letters += 1;
        self.has_digits |= is_numeric(c);
    }

    fn push_run(&mut self, letters: &str) {
        let at = self.out.len();
        self.out.push_str(letters);
        if let Some(added) = self.out.get_mut(at..) {
            added.make_ascii_lowercase();
        }
        self.letters += letters.len();
        self.has_digits |= letters.bytes().any(|byte| byte.is_ascii_digit());
    }

    fn alone(&mut self, word: &str) {
        self.end();
        self.out.push_str(word);
        self.end();
    }

    /// The last character of the open word.
    fn last(&self) -> Option<char> {
        self.out.get(self.start..).and_then(|word| word.chars().next_back())
    }

    /// True if the punctuation mark belongs to the word, or vanishes in it: "2.0", "U.S.", "1,000", "C++", "-5".
    fn continues(&mut self, mark: char, next: &str) -> bool {
        let after = next.chars().next();
        let digit_next = after.is_some_and(|c| c.is_ascii_digit());
        let last = self.last();
        let digit_before = last.is_some_and(|c| c.is_ascii_digit());
        match mark {
            '.' if digit_before && digit_next => self.out.push('.'),
            '.' => {
                let initial = self.letters == 1 && last.is_some_and(|c| c.is_alphabetic() && c < '\u{600}');
                if !(initial && after.is_some_and(|c| c.is_alphabetic() && c < '\u{600}')) {
                    return false;
                }
                self.letters = 0;
            }
            ',' => return digit_before && next.bytes().take_while(u8::is_ascii_digit).count() == 3,
            '-' if self.out.is_empty() && digit_next => self.out.push('-'),
            '+' | '#' if last.is_some_and(|c| c.is_alphabetic() || c == '+') => self.out.push(mark),
            '+' => self.alone("+"),
            _ => return false,
        }
        true
    }

    /// Closes the open word: parts letters from digits and spells it the one way.
    fn end(&mut self) {
        self.letters = 0;
        let has_digits = std::mem::take(&mut self.has_digits);
        let Some(word) = self.out.get(self.start..).filter(|word| !word.is_empty()) else { return };
        if has_digits {
            let word = word.to_owned();
            self.out.truncate(self.start);
            self.part(&word);
        } else {
            if let Some(canonical) = spelling::canonical(word) {
                self.out.truncate(self.start);
                self.out.push_str(&canonical);
            }
            self.out.push(' ');
        }
        self.start = self.out.len();
    }

    /// "apt10" becomes "apt 10"; "2nd" stays.
    fn part(&mut self, word: &str) {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let digits = is_numeric(first);
            let end = rest.find(|c| is_numeric(c) != digits).unwrap_or(rest.len());
            let (piece, behind) = rest.split_at(end);
            if digits && matches!(behind, "st" | "nd" | "rd" | "th") {
                self.out.push_str(rest);
                self.out.push(' ');
                return;
            }
            match spelling::canonical(piece) {
                Some(canonical) if !digits => self.out.push_str(&canonical),
                _ => self.out.push_str(piece),
            }
            self.out.push(' ');
            rest = behind;
        }
    }

    /// The folded text, or nothing if there was no word.
    fn finish(mut self) -> Option<String> {
        self.end();
        self.out.pop();
        drop_articles(&mut self.out);
        Some(self.out).filter(|out| !out.is_empty())
    }
}

/// Digits, and the signs that stand between or before them; numerals of the Han script count as letters.
fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || c == '-' || (c.is_numeric() && !('\u{3000}'..='\u{9fff}').contains(&c))
}

/// Leading articles; "a" stays where it may be a letter: "A 10", "A and B".
fn drop_articles(out: &mut String) {
    while let Some((first, rest)) = out.split_once(' ') {
        let next = rest.split(' ').next().unwrap_or_default();
        let is_word = next.chars().next().is_some_and(char::is_alphabetic) && next.chars().nth(1).is_some();
        let dropped = match first {
            "the" => true,
            "a" | "an" => is_word && !matches!(next, "and" | "or" | "to"),
            _ => false,
        };
        if !dropped {
            return;
        }
        out.drain(..=first.len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_to_a_fair_reader() {
        for (a, b) in [
            ("Shinzō Abe", "shinzo abe"),
            ("APT-10", "apt 10"),
            ("APT10", "APT 10"),
            ("the U.S. Navy", "US Navy"),
            ("Ministry of Defence", "ministry of defense"),
            ("Organisation for Security & Co-operation", "organization for security and co operation"),
            ("«Cyber Coalition»", "\"Cyber Coalition\""),
            ("First Strategy", "1st strategy"),
            ("twelve stars", "12 stars"),
            ("100,000 people", "100000 people"),
            ("Japan’s policy", "Japan's policy"),
            ("５０％", "50 percent"),
            ("Straße", "STRASSE"),
            ("Ångström", "angstrom"),
            ("Ⅳ", "iv"),
            ("Cyber\u{ad}security\u{200e}", "cybersecurity"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_eq!(key("cyber-security"), key("Cybersecurity"));
    }

    #[test]
    fn what_must_stay_apart() {
        for (a, b) in [
            ("1921", "1920"),
            ("WannaCry 2.0", "WannaCry 20"),
            ("APT 1 0", "APT 10"),
            ("A1", "1"),
            ("C", "C++"),
            ("<=", ">="),
            ("-5", "5"),
            ("First", "Second"),
            ("й", "и"),
            ("が", "か"),
            ("5 €", "5 $"),
        ] {
            assert_ne!(key(a), key(b), "{a} and {b}");
        }
        assert_eq!(fold("  "), "");
        assert_eq!(fold("The"), "the");
        assert_eq!(fold("?!"), "?!");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,24}|[ -~]{0,24}|[a-dàéø0-2.,' \\-]{0,12}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert_eq!(compact(&compact(&once)), compact(&once));
        }

        #[test]
        fn ascii_takes_no_other_turn(text in "[ -~]{0,24}") {
            prop_assert_eq!(fold(&text), fold_plain(&plain(&text)));
        }
    }
}
