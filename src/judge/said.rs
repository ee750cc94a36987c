//! What a prompt says of its answers may be left out of them, or said again: asked for two means, "electronic" is
//! "electronic means".
//!
//! Only the words for what is asked count, which stand behind "which", "what" or a number, or beside an ellipsis:
//! another word of the prompt may tell two things apart, as security does information and information security.

use super::fold::fold;
use super::rephrase::{LITTLE, one_form};

/// The words of a prompt for what is asked, sorted.
#[derive(Debug)]
pub struct Said(Vec<String>);

/// Folded words behind which stands what is asked.
const ASKING: [&str; 12] =
    ["forms", "give", "kinds", "list", "name", "sorts", "types", "ways", "what", "which", "who", "whose"];

/// Words that are never left out: they turn a meaning round.
const TURNING: [&str; 8] = ["against", "anti", "less", "never", "no", "non", "not", "without"];

/// Words that are taken for what is asked, little ones aside.
const REACH: usize = 2;

impl Said {
    /// Folds the prompt once.
    pub fn new(prompt: &str) -> Self {
        let mut words = Vec::new();
        let mut before: Vec<String> = Vec::new();
        let mut reach = 0;
        for token in prompt.split_whitespace() {
            if token.contains('…') || token.contains("...") {
                words.extend(before.drain(..).rev().take(REACH));
                reach = REACH;
            }
            for word in fold(token).split(' ').filter(|word| !LITTLE.contains(word)) {
                if ASKING.contains(&word) || word.parse::<u8>().is_ok() {
                    reach = REACH;
                } else if is_plain(word) {
                    before.push(one_form(word));
                    words.extend((reach > 0).then(|| one_form(word)));
                    reach = reach.saturating_sub(1);
                }
            }
            if token.ends_with(['.', ',', ':', ';', '?', '!']) {
                before.clear();
                reach = 0;
            }
        }
        words.sort_unstable();
        Self(words)
    }

    /// A text without the words for what is asked, and without "to" at its beginning; `None` if nothing is left
    /// that says anything.
    pub fn without(&self, text: &str) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let kept: Vec<&str> = words.iter().copied().filter(|word| !self.has(word)).collect();
        let is_little = |word: &&str| LITTLE.contains(&&*fold(word)) || fold(word).is_empty();
        let mut rest = kept.as_slice();
        // "of democracy" is left of "values of democracy".
        while let [first, behind @ ..] = rest
            && (*first == "to" || kept.len() < words.len() && is_little(first))
        {
            rest = behind;
        }
        while let [before @ .., last] = rest
            && kept.len() < words.len()
            && is_little(last)
        {
            rest = before;
        }
        (!rest.iter().all(is_little)).then(|| rest.join(" "))
    }

    /// True if all that stands between two spaces is said.
    fn has(&self, word: &str) -> bool {
        let folded = fold(word);
        folded.split(' ').all(|word| self.0.binary_search(&one_form(word)).is_ok())
    }
}

/// True for a word that says something, and nothing that turns a meaning round or counts.
fn is_plain(word: &str) -> bool {
    word.len() >= 3 && !TURNING.contains(&word) && !word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_what_is_asked_may_be_left_out() {
        for (prompt, text, expected) in [
            ("By which two means, named in the act, is it carried?", "electronic means", Some("electronic")),
            ("It was an instrument of two policies. Which?", "foreign policy", Some("foreign")),
            ("What is vital: means of “cyber …” and “cyber …”?", "means of cyber offence", Some("offence")),
            ("Of what sorts were they: “… institutions”?", "financial institutions", Some("financial")),
            ("Which four sorts of damage are there?", "physical damage", Some("physical")),
            ("Name three values.", "values of democracy", Some("democracy")),
            ("Name three values.", "of democracy", Some("of democracy")),
            ("What, in two verbs, is it to do?", "to repel", Some("repel")),
            ("Which two means?", "means", None),
            ("Which two means?", "to", None),
            ("Which two means?", "", None),
        ] {
            assert_eq!(Said::new(prompt).without(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_tells_things_apart_stays() {
        for (prompt, text) in [
            ("Which two things make its security environment complicated?", "information security"),
            ("Which non-state actors are there?", "non-state"),
            ("Which second strategies of 2015?", "second 2015"),
            ("What is it not, and against whom?", "not against it"),
        ] {
            assert_eq!(Said::new(prompt).without(text).as_deref(), Some(text));
        }
    }
}
