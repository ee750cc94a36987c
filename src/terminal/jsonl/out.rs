//! What goes out: one object a line, named by its `type`. All fields are always there, `null` if empty.

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::judge::{Confusion, Part, Verdict};
use crate::question::ask::{Ask, Rating, Response};
use crate::session::{Asked, Effect, Judged, Progress, Standing, Summary};
use crate::text::{Text, is_hostile};
use crate::time::Day;

/// A line that goes out.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Out<'a> {
    /// A question; a response is awaited.
    Question(Box<QuestionOut<'a>>),
    /// A hint for the question that stands; a response is still awaited.
    Hint {
        /// The hint.
        text: &'a str,
    },
    /// There is no further hint; a response is still awaited.
    NoHint,
    /// The response has two readings; another is awaited.
    AskAgain {
        /// Which two.
        message: &'a str,
    },
    /// The verdict on the response; nothing is awaited.
    Verdict(Box<VerdictOut<'a>>),
    /// The student's word on the last verdict was taken.
    Overruled {
        /// What the answer counts as now.
        rating: &'static str,
        /// When it is due now.
        due: Option<DueOut>,
    },
    /// The last answer was taken back; its question follows.
    Undone,
    /// There is no answer to take back.
    NothingToUndo,
    /// The question will not be asked again.
    Suspended,
    /// The note or the mnemonic is kept.
    Noted,
    /// This answer is right from now on.
    Accepted {
        /// The answer.
        text: &'a str,
    },
    /// Only a typed text can be made right for good.
    NotAccepted,
    /// The end; nothing follows.
    Summary(SummaryOut),
    /// The line that came in could not be used; another is awaited.
    Error {
        /// Why.
        message: &'a str,
    },
    /// The last answer could not be saved; "retry" or "quit" is awaited.
    NotSaved {
        /// Why.
        message: &'a str,
    },
}

/// A question.
#[derive(Debug, Serialize)]
pub struct QuestionOut<'a> {
    deck: &'a str,
    id: &'a str,
    kind: &'a str,
    prompt: &'a str,
    ask: AskOut<'a>,
    standing: &'static str,
    changed: bool,
    hints: usize,
    back: Option<&'a str>,
    progress: ProgressOut,
}

/// The shape of the response.
#[derive(Debug, Serialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
enum AskOut<'a> {
    Text { form: &'a str },
    Texts { count: usize, labels: Vec<&'a str> },
    PickOne { options: Vec<&'a str> },
    PickSome { options: Vec<&'a str> },
    Order { items: Vec<&'a str> },
    Match { left: Vec<&'a str>, right: Vec<&'a str> },
    Reveal,
}

#[derive(Debug, Serialize)]
struct ProgressOut {
    done: usize,
    of: usize,
    answered: usize,
    owed: usize,
    right: usize,
    seconds: f64,
    limit_seconds: Option<f64>,
}

/// A verdict.
#[derive(Debug, Serialize)]
pub struct VerdictOut<'a> {
    outcome: &'static str,
    score: f64,
    rule: &'static str,
    rating: &'static str,
    response: ResponseOut<'a>,
    answer: &'a str,
    difference: Option<&'a str>,
    feedback: Option<&'a str>,
    confusion: Option<ConfusionOut<'a>>,
    parts: Vec<PartOut<'a>>,
    explanation: Option<&'a str>,
    source: Option<&'a str>,
    note: Option<&'a str>,
    due: Option<DueOut>,
    again: bool,
    leech: bool,
    progress: ProgressOut,
}

/// As it came in: `null` is "don't know".
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ResponseOut<'a> {
    Unknown,
    Text(&'a str),
    Texts(Vec<&'a str>),
    Pairs(Vec<[&'a str; 2]>),
    Recalled { rating: &'static str },
}

#[derive(Debug, Serialize)]
struct ConfusionOut<'a> {
    name: &'a str,
    about: Option<&'a str>,
    term: Option<&'a str>,
    question: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PartOut<'a> {
    expected: Option<&'a str>,
    given: Option<&'a str>,
    score: f64,
}

/// When a question is asked again.
#[derive(Debug, Serialize)]
pub struct DueOut {
    date: String,
    days: u32,
}

/// The end of a session.
#[derive(Debug, Serialize)]
pub struct SummaryOut {
    session: String,
    questions: usize,
    answers: usize,
    right: usize,
    near: usize,
    wrong: usize,
    new: usize,
    seconds: f64,
    left: usize,
    unasked: usize,
    next: Vec<NextOut>,
    unseen: usize,
    cram: bool,
}

#[derive(Debug, Serialize)]
struct NextOut {
    date: String,
    days: u32,
    due: usize,
}

impl<'a> Out<'a> {
    /// The line for an effect; [`Effect::Save`] has none.
    pub fn of(effect: &'a Effect) -> Option<Self> {
        Some(match effect {
            Effect::Save(_) => return None,
            Effect::Ask(asked) => Self::Question(Box::new(question(asked))),
            Effect::Hint(text) => Self::Hint { text: text.raw() },
            Effect::NoHint => Self::NoHint,
            Effect::AskAgain(message) => Self::AskAgain { message },
            Effect::Judged(judged) => Self::Verdict(Box::new(verdict(judged))),
            Effect::Overruled(rating, due) => {
                Self::Overruled { rating: rating.name(), due: due.map(due_out) }
            }
            Effect::Undone => Self::Undone,
            Effect::NothingToUndo => Self::NothingToUndo,
            Effect::Suspended => Self::Suspended,
            Effect::Noted => Self::Noted,
            Effect::Accepted(text) => Self::Accepted { text: text.raw() },
            Effect::NotAccepted => Self::NotAccepted,
            Effect::Finished(end) => Self::Summary(summary(end)),
        })
    }

    /// The line itself.
    ///
    /// # Errors
    /// None that is known of: every value here is a JSON value.
    pub fn line(&self) -> Result<String> {
        line_of(self)
    }
}

/// A value as a line. Characters that could steer a terminal are written as `\u` escapes.
///
/// # Errors
/// If it is no JSON value.
pub fn line_of(value: &impl Serialize) -> Result<String> {
    let json = serde_json::to_string(value)
        .map_err(|cause| Error::new(format!("cannot write the line as JSON: {cause}")))?;
    Ok(escaped(&json) + "\n")
}

/// The same for what is a JSON value already.
pub fn json_line(value: &Value) -> String {
    escaped(&value.to_string()) + "\n"
}

/// JSON in which characters that could steer a terminal are written as `\u` escapes: outside of strings there are none.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if is_hostile(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn question(asked: &Asked) -> QuestionOut<'_> {
    QuestionOut {
        deck: asked.deck.raw(),
        id: asked.id.raw(),
        kind: asked.kind,
        prompt: asked.prompt.raw(),
        ask: shape(&asked.ask),
        standing: match asked.standing {
            Standing::New => "new",
            Standing::Due => "due",
            Standing::Relearn => "relearn",
            Standing::Ahead => "ahead",
            Standing::Cram => "cram",
        },
        changed: asked.changed,
        hints: asked.hints,
        back: asked.back.as_ref().map(Text::raw),
        progress: progress(asked.progress),
    }
}

/// The shape of a response, to go out.
pub fn ask(ask: &Ask) -> impl Serialize {
    shape(ask)
}

/// A response, to go out.
pub fn given(given: &Response) -> impl Serialize {
    response(given)
}

fn shape(ask: &Ask) -> AskOut<'_> {
    match ask {
        Ask::Text { form } => AskOut::Text { form },
        Ask::Texts { count, labels } => AskOut::Texts { count: *count, labels: raw(labels) },
        Ask::PickOne { options } => AskOut::PickOne { options: raw(options) },
        Ask::PickSome { options } => AskOut::PickSome { options: raw(options) },
        Ask::Order { items } => AskOut::Order { items: raw(items) },
        Ask::Match { left, right } => AskOut::Match { left: raw(left), right: raw(right) },
        Ask::Reveal => AskOut::Reveal,
    }
}

fn raw(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::raw).collect()
}

fn progress(progress: Progress) -> ProgressOut {
    let Progress { done, of, answered, owed, right, seconds, limit_seconds } = progress;
    ProgressOut { done, of, answered, owed, right, seconds: rounded(seconds), limit_seconds }
}

/// To the millisecond.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

fn due_out((day, days): (Day, u32)) -> DueOut {
    DueOut { date: date(day), days }
}

fn verdict(judged: &Judged) -> VerdictOut<'_> {
    let Verdict { score, outcome, rule, difference, feedback, confusion: other, parts } = &judged.verdict;
    VerdictOut {
        outcome: outcome.name(),
        score: *score,
        rule: rule.name(),
        rating: judged.rating.name(),
        response: response(&judged.response),
        answer: judged.answer.raw(),
        difference: difference.as_ref().map(Text::raw),
        feedback: feedback.as_ref().map(Text::raw),
        confusion: other.as_ref().map(confusion),
        parts: parts.iter().map(part).collect(),
        explanation: judged.explanation.as_ref().map(Text::raw),
        source: judged.source.as_ref().map(Text::raw),
        note: judged.note.as_ref().map(Text::raw),
        due: judged.due.map(due_out),
        again: judged.again,
        leech: judged.leech,
        progress: progress(judged.progress),
    }
}

fn response(response: &Response) -> ResponseOut<'_> {
    match response {
        Response::Unknown => ResponseOut::Unknown,
        Response::Text(text) => ResponseOut::Text(text.raw()),
        Response::Texts(texts) => ResponseOut::Texts(raw(texts)),
        Response::Pairs(pairs) => {
            ResponseOut::Pairs(pairs.iter().map(|(left, right)| [left.raw(), right.raw()]).collect())
        }
        Response::Recalled(rating) => ResponseOut::Recalled { rating: Rating::name(*rating) },
    }
}

fn confusion(other: &Confusion) -> ConfusionOut<'_> {
    ConfusionOut {
        name: other.name.raw(),
        about: other.about.as_ref().map(Text::raw),
        term: other.term.as_deref(),
        question: other.question.as_deref(),
    }
}

fn part(part: &Part) -> PartOut<'_> {
    PartOut {
        expected: part.expected.as_ref().map(Text::raw),
        given: part.given.as_ref().map(Text::raw),
        score: part.score,
    }
}

fn summary(end: &Summary) -> SummaryOut {
    let next = end
        .next
        .iter()
        .map(|(day, days, due)| NextOut { date: date(*day), days: *days, due: *due })
        .collect();
    SummaryOut {
        session: end.session.to_string(),
        questions: end.questions,
        answers: end.answers,
        right: end.right,
        near: end.near,
        wrong: end.wrong,
        new: end.new,
        seconds: rounded(end.seconds),
        left: end.left,
        unasked: end.unasked,
        next,
        unseen: end.unseen,
        cram: end.cram,
    }
}

fn date(day: Day) -> String {
    day.date().to_string()
}
