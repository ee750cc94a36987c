//! Texts as rows of hashed words: cheap to keep for a whole deck, and cheap to compare.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::judge::fold;

/// Words that say nothing of what a question is about.
const STOP: &str = "a about above according after all also am an and any are as asks at be because been before being \
    below between both but by called can complete could date day describe did do does done during each else every \
    false fill following for from give given had has have he her him his how i if in into is it its itself just kind \
    let made make may me might month more most much must name named no not of on one only or other our out over own \
    put she should since so some sort such than that the their them then there these they this those through time to \
    true two type under until up us use used very was we were what when where which while who whom whose why will \
    with within without word would year you your";

/// What is kept by a hash that is made already.
pub(super) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Made>>;

/// Hands a hash on as it is.
#[derive(Debug, Default)]
pub(super) struct Made(u64);

impl Hasher for Made {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = pair(self.0, u64::from(*byte)));
    }

    fn write_u64(&mut self, hash: u64) {
        // The low bits choose the bucket, the high ones the slot: both must vary.
        self.0 = hash ^ hash.rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

static STOP_WORDS: LazyLock<HashSet<u64, BuildHasherDefault<Made>>> =
    LazyLock::new(|| STOP.split_whitespace().map(|word| hash(stem(word))).collect());

/// Stands in a text for words that are not shown: no answer reaches across it.
pub(super) fn gap() -> &'static str {
    " \u{25a1} "
}

/// The words of a prompt.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// All of them, in order.
    pub(super) all: Box<[u64]>,
    /// Those that carry the meaning: sorted, each once.
    pub(super) content: Box<[u64]>,
    /// A hash of the names and numbers in the text: prompts that differ in these are two, however alike.
    pub(super) telling: u64,
    /// The words of the answer, if it is one name; empty if not.
    pub(super) answer: Box<[u64]>,
}

impl Words {
    /// Reads a text.
    pub(super) fn of(text: &str) -> Self {
        let all = hashes(text);
        let content = content(&all);
        Self { all: all.into(), content: content.into(), telling: telling(text), answer: Box::default() }
    }
}

/// The words that carry the meaning: sorted, each once.
pub(super) fn content(all: &[u64]) -> Vec<u64> {
    let mut content: Vec<u64> = all.iter().copied().filter(|word| !STOP_WORDS.contains(word)).collect();
    content.sort_unstable();
    content.dedup();
    content
}

/// The folded words of a text, hashed, without the `s` of a plural.
pub(super) fn hashes(text: &str) -> Vec<u64> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(|word| hash(stem(word))).collect()
}

/// The word without the `s` of a plural.
fn stem(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if word.len() > 3 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

/// FNV-1a of a text.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Two hashes as one; the order counts.
pub(super) fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// True if `part` stands in `all`, word after word.
pub(super) fn contains(all: &[u64], part: &[u64]) -> bool {
    !part.is_empty() && all.windows(part.len()).any(|window| window == part)
}

/// How many of the sorted `a` are in the sorted `b`.
pub(super) fn shared(a: &[u64], b: &[u64]) -> usize {
    let mut rest = b.iter().peekable();
    a.iter()
        .filter(|word| {
            while rest.next_if(|other| other < word).is_some() {}
            rest.peek() == Some(word)
        })
        .count()
}

/// A hash of the words that name something: with a digit, or with a capital that begins no sentence.
fn telling(text: &str) -> u64 {
    let mut sum = 0u64;
    let mut begins = true;
    for token in text.split_whitespace() {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
        let names =
            bare.contains(|c: char| c.is_numeric()) || (!begins && bare.starts_with(char::is_uppercase));
        if names {
            sum = sum.wrapping_add(hash(&bare.to_lowercase()));
        }
        begins = token.ends_with(['.', '?', '!', ':']);
    }
    sum
}

/// The text without what stands in quotation marks: what is quoted is spoken of, and gives nothing away.
pub(super) fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut closing = None;
    for c in text.chars() {
        match (closing, c) {
            (Some(end), _) if c == end => closing = None,
            (Some(_), _) => {}
            (None, '“') => closing = Some('”'),
            (None, '‘') => closing = Some('’'),
            (None, '«') => closing = Some('»'),
            (None, '„') => closing = Some('“'),
            (None, '"' | '`') => closing = Some(c),
            (None, _) => {
                out.push(c);
                continue;
            }
        }
        if closing.is_none() {
            out.push_str(gap());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_order() {
        let prompt = Words::of("Which laws gave Japan a definition?");
        assert!(contains(&prompt.all, &hashes("the law")));
        assert!(!contains(&prompt.all, &hashes("Japan law")));
        assert!(!contains(&prompt.all, &[]));
        assert_eq!(prompt.content.len(), 4, "law, gave, Japan, definition");
    }

    #[test]
    fn what_two_sorted_rows_share_is_counted() {
        assert_eq!(shared(&[1, 3, 5], &[0, 1, 2, 5, 9]), 2);
        assert_eq!(shared(&[], &[1]), 0);
        assert_eq!(shared(&[7], &[1]), 0);
    }

    #[test]
    fn names_and_numbers_tell_prompts_apart() {
        let telling = |text| Words::of(text).telling;
        assert_ne!(telling("When was Iran attacked?"), telling("When was Estonia attacked?"));
        assert_eq!(telling("When was Iran attacked?"), telling("In which year did they attack Iran?"));
        assert_ne!(telling("What was treaty 7?"), telling("What was treaty 8?"));
    }

    #[test]
    fn quoted_words_are_left_out() {
        assert!(!unquoted("What is the plural of “sheep”?").contains("sheep"));
        assert!(!unquoted("What is the plural of \"sheep\"?").contains("sheep"));
        assert!(unquoted("It's the dog's").contains("dog"));
        assert!(!contains(&hashes(&unquoted("one \"x\" two")), &hashes("one two")));
    }
}
