//! What a judge says of a response: a score, a word for it, and the rule that decided.

use crate::text::Text;

/// The judge's word on one response.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// From 0 (nothing right) to 1 (all right); partial credit counts towards exam points.
    pub score: f64,
    /// The score as one word.
    pub outcome: Outcome,
    /// The rule that decided.
    pub rule: Rule,
    /// What differed from the right answer, in words for the student.
    pub difference: Option<Text>,
    /// What the instructor says to exactly this response.
    pub feedback: Option<Text>,
    /// The other thing that the response names, if it names one.
    pub confusion: Option<Confusion>,
    /// The verdict part by part, for lists, orders, pairs, blanks and several choices.
    pub parts: Vec<Part>,
}

impl Verdict {
    /// A verdict with this score (clamped to 0 to 1; not a number is 0) and nothing more to say.
    pub fn new(score: f64, rule: Rule) -> Self {
        let score = if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) };
        Self {
            score,
            outcome: Outcome::of(score),
            rule,
            difference: None,
            feedback: None,
            confusion: None,
            parts: Vec::new(),
        }
    }

    /// The verdict on "don't know" and on nothing.
    pub fn unknown() -> Self {
        Self::new(0.0, Rule::Unknown)
    }

    /// Says what differed.
    #[must_use]
    pub fn differing(mut self, difference: impl Into<Text>) -> Self {
        self.difference = Some(difference.into());
        self
    }

    /// Marked part by part.
    #[must_use]
    pub fn of_parts(score: f64, parts: Vec<Part>) -> Self {
        Self { parts, ..Self::new(score, Rule::Parts) }
    }
}

/// A response the instructor foresaw.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// The response.
    pub answer: Text,
    /// The score it gets, from 0 to below 1.
    pub score: f64,
    /// What to say to it.
    pub feedback: Option<Text>,
}

/// A verdict as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Score below 0.6.
    Wrong,
    /// Score from 0.6 to below 1.
    Near,
    /// Score 1.
    Right,
}

impl Outcome {
    /// The word for `score`.
    pub fn of(score: f64) -> Self {
        if score >= 1.0 {
            Self::Right
        } else if score >= 0.6 {
            Self::Near
        } else {
            Self::Wrong
        }
    }

    /// The word itself, as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Near => "near",
            Self::Right => "right",
        }
    }
}

/// The rule that decided a verdict. The names are stable: they are stored in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The student said "don't know", or gave nothing.
    Unknown,
    /// Equal to the answer after folding.
    Equal,
    /// Equal to another accepted form after folding.
    Accepted,
    /// A form the instructor refuses.
    Rejected,
    /// A response the instructor foresaw, with a score and words of its own.
    Foreseen,
    /// A slip of the hand: within the allowed edits.
    Slip,
    /// All significant words of a long title, in order.
    SignificantWords,
    /// The name in other words for the same: another order, abbreviations, a rank or an initial.
    Rephrased,
    /// A date or number that agrees exactly, however it was written.
    Same,
    /// A date that agrees and says more than was asked.
    MorePrecise,
    /// A date that agrees and says less than was asked.
    LessPrecise,
    /// Within the tolerance the deck allows.
    Tolerance,
    /// A date off by a little, for part of the score.
    Close,
    /// Marked part by part.
    Parts,
    /// An option was picked.
    Picked,
    /// The student graded it themself.
    SelfGraded,
    /// The response is the right answer to something else.
    Confused,
    /// Nothing matched.
    Different,
}

impl Rule {
    /// Every rule, in the order of the declaration.
    pub const ALL: [Self; 18] = [
        Self::Unknown,
        Self::Equal,
        Self::Accepted,
        Self::Rejected,
        Self::Foreseen,
        Self::Slip,
        Self::SignificantWords,
        Self::Rephrased,
        Self::Same,
        Self::MorePrecise,
        Self::LessPrecise,
        Self::Tolerance,
        Self::Close,
        Self::Parts,
        Self::Picked,
        Self::SelfGraded,
        Self::Confused,
        Self::Different,
    ];

    /// The name in the log and in `--json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Equal => "equal",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Foreseen => "foreseen",
            Self::Slip => "slip",
            Self::SignificantWords => "significant-words",
            Self::Rephrased => "rephrased",
            Self::Same => "same",
            Self::MorePrecise => "more-precise",
            Self::LessPrecise => "less-precise",
            Self::Tolerance => "tolerance",
            Self::Close => "close",
            Self::Parts => "parts",
            Self::Picked => "picked",
            Self::SelfGraded => "self-graded",
            Self::Confused => "confused",
            Self::Different => "different",
        }
    }
}

/// A response that is the right answer to something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    /// The name of the other thing.
    pub name: Text,
    /// What the other thing is: a term's `about`, or another question's prompt.
    pub about: Option<Text>,
    /// The key of the term it is, if it is a term.
    pub term: Option<Box<str>>,
    /// The id of the question it answers, if it is no term.
    pub question: Option<Box<str>>,
}

/// One part of an answer: an item of a list, a blank, a pair, an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What was right, or nothing for a response too many.
    pub expected: Option<Text>,
    /// What was given, or nothing for a part left out.
    pub given: Option<Text>,
    /// From 0 to 1.
    pub score: f64,
}

/// What comes of marking a response.
#[derive(Debug, Clone, PartialEq)]
pub enum Marked {
    /// The judge has decided.
    Verdict(Verdict),
    /// The response has two readings; the reason, for the student, and no mark.
    AskAgain(String),
}
