//! The codes of all diagnostics, in one table. They are stable: people search for them and allow them.
//!
//! E0 the file · E1 keys and values of any section · E2 questions · E3 terms · E4 exams · W1 warnings of reading ·
//! W2 wording · W3 options · W4 keys · W5 what questions stand on. What each means, with an example, is said by
//! `deck::lint::page` and `shiken explain`.

use super::diagnostic::Severity;

/// A sort of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// Such as `E101`; `E` is an error, `W` a warning.
    pub id: &'static str,
    /// What sort of mistake it is, in a few words.
    pub title: &'static str,
}

impl Code {
    /// Error or warning.
    pub fn severity(self) -> Severity {
        if self.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// The code with this id.
pub fn find(id: &str) -> Option<Code> {
    ALL.iter().copied().find(|code| code.id == id)
}

macro_rules! codes {
    ($($name:ident = $id:literal $title:literal;)*) => {
        $(#[doc = concat!("`", $id, "`: ", $title, ".")]
        pub const $name: Code = Code { id: $id, title: $title };)*
        /// Every code, in order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    NOT_UTF8 = "E001" "the file is not UTF-8";
    SYNTAX = "E002" "not TOML";
    NEWER_TOML = "E003" "TOML 1.1, which other editors refuse";
    DUPLICATE_KEY = "E004" "written twice";
    TOO_LARGE = "E005" "the file is too large";
    UNREADABLE = "E006" "the file cannot be read";

    UNKNOWN_KEY = "E101" "unknown key";
    WRONG_TYPE = "E102" "a value of the wrong type";
    MISSING_KEY = "E103" "a key is missing";
    NO_FORMAT = "E104" "no `format`";
    NEWER_FORMAT = "E105" "a format this version does not know";
    NO_DECK = "E106" "no `[deck]`";
    BAD_ID = "E107" "not an id";
    DUPLICATE_ID = "E108" "an id used twice";
    EMPTY = "E109" "nothing is written";
    TOO_LONG = "E110" "too long or too many";
    OUT_OF_RANGE = "E111" "a number out of range";
    BAD_ALLOW = "E112" "not a code that can be allowed";
    SECOND_DECK = "E113" "a second `[deck]`";
    SAME_DECK_ID = "E114" "two decks with one id";

    NO_ANSWER = "E201" "no answer key";
    TWO_ANSWERS = "E202" "two answer keys";
    MISPLACED_KEY = "E203" "a key that means nothing here";
    IMPOSSIBLE_DATE = "E204" "a date that never was";
    UNREADABLE_DATE = "E205" "not a date";
    REVERSED_RANGE = "E206" "a range that ends before it begins";
    BAD_TOLERANCE = "E207" "not a tolerance";
    CONTRADICTION = "E208" "the key contradicts itself";
    UNKNOWN_TERM = "E209" "an unknown term";
    WAS_CLASH = "E210" "an old id that is in use";
    UNKNOWN_REQUIRED = "E211" "requires an unknown question";
    CYCLE = "E212" "questions that require each other";
    NO_WRONG = "E213" "nothing wrong to choose from";
    WRONG_IS_RIGHT = "E214" "a wrong option that is right";
    DUPLICATE_ITEM = "E215" "the same item twice";
    SMALL_POOL = "E216" "more distractors than there are";
    DRAW_WITHOUT_TERM = "E217" "no pool to draw distractors from";
    NEED_TOO_MANY = "E218" "needs more than there are";
    TOO_FEW = "E219" "too few items";
    BAD_PAIR = "E220" "not a pair";
    NO_BLANK = "E221" "a cloze without a blank";
    BAD_BRACES = "E222" "braces that do not match";
    EMPTY_BLANK = "E223" "an empty blank";
    BAD_NUMBER = "E224" "not a number that can be judged";
    LET_THROUGH = "E225" "a form to refuse that the judge lets through";
    REFUSED_FORM = "E226" "an accepted form that the judge refuses";

    ASK_WITHOUT = "E301" "asks for what the term does not say";
    UNKNOWN_ASK = "E302" "asks for something unknown";
    IDLE_PROMPT = "E303" "a prompt for what is not asked";

    CANNOT_FILL = "E401" "a section that cannot be filled";
    UNKNOWN_FILTER = "E402" "a section asks for what the deck does not have";
    BAD_BAND = "E403" "bands that contradict each other";

    HOSTILE = "W101" "control characters";
    NEAR_SOURCE = "W102" "perhaps a misspelt source";
    NO_QUESTIONS = "W103" "a deck without questions";

    GIVEN_AWAY = "W201" "the answer stands in its own prompt or hint";
    GIVEN_AWAY_ELSEWHERE = "W202" "another prompt gives the answer away";
    ONE_PROMPT = "W203" "one prompt with different answers";
    FITS_SEVERAL = "W204" "a name or description that fits several terms";
    NEAR_DUPLICATE = "W205" "nearly the same question twice";
    LONG_PROMPT = "W206" "a prompt too long to read at a glance";
    GOES_STALE = "W207" "true now, and not for ever";
    UNMARKED_NOT = "W208" "a negative that is easily missed";
    ACRONYM = "W209" "an acronym that is never spelled out";

    ALL_OF_THE_ABOVE = "W301" "all or none of the above";
    LONGEST_OPTION = "W302" "the right option is much the longest";
    ARTICLE_CUE = "W303" "an article that gives the option away";
    MIXED_OPTIONS = "W304" "options of mixed kinds";

    LONG_LIST = "W401" "more than six to remember at once";
    SLIP_APART = "W402" "two answers one slip apart";
    ONE_FORM = "W403" "one accepted form for a long name";
    TWO_DATES = "W404" "one event with two dates";

    NO_SOURCE = "W501" "no source";
    NEAR_TAG = "W502" "perhaps a misspelt tag";
    IDLE_TERM = "W503" "a term that nothing uses";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_order() {
        assert!(ALL.iter().filter(|c| c.id.starts_with('E')).is_sorted_by(|a, b| a.id < b.id));
        assert!(ALL.iter().filter(|c| c.id.starts_with('W')).is_sorted_by(|a, b| a.id < b.id));
        assert_eq!(find("E101"), Some(UNKNOWN_KEY));
        assert_eq!(find("E999"), None);
        assert_eq!(HOSTILE.severity(), Severity::Warning);
    }
}
