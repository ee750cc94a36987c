//! The file in which a student's machine keeps a sitting of a sealed paper, line by line.
//!
//! Each line is `{"before":"…","…":{…},"sum":"…"}`: the SHA-256 of the line before (of the paper and its nonce for
//! the first), what happened, and the SHA-256 of the nonce and all of the line that stands before it. So no byte can
//! change, no line be taken out, put in or moved, without it being seen. It does not help against somebody who
//! writes the whole file anew: `docs/class.md` says so. A mark at the beginning, another line ending, blank lines at the end
//! and a missing last line break are what mail and editors do to a file: the sums stand without them, so they change nothing. Reading
//! and writing files is left to the edge.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use super::fault::Fault;
use super::port;
use super::seal::{Sealed, digest, hex};
use super::shape::{clipped, fits};
use super::sitting::Sitting;
use crate::event::exam::{End, Exam, Paper};
use crate::event::{Body, Draft, Event, line};
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// No result file is larger, in bytes: a thousand questions, each answered many times, are less.
pub const RESULT_MAX: u64 = 8 << 20;

/// The longest name of a student, in characters.
pub const NAME_MAX: usize = 200;

/// True for what a student may be called: something to be seen, and not too long for a list.
pub fn is_name(name: &Text) -> bool {
    !name.is_blank() && name.raw().chars().count() <= NAME_MAX
}

/// How the first line begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begin {
    format: u32,
    paper: String,
    nonce: String,
    name: String,
    sitting: Uuid,
    at: i64,
    offset: i32,
    day: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    at: i64,
    why: String,
}

const FORMAT: u32 = 1;
/// Milliseconds that handing in may take behind the limit: a disk may be slow.
const HAND_IN_MAX: i64 = 5_000;
/// How each line begins.
const START: &str = "{\"before\":\"";
/// What some editors put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Hexadecimal digits of a SHA-256.
const DIGITS: usize = 64;

/// Makes the lines of one file, each bound to the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    nonce: String,
    before: String,
}

impl Chain {
    /// The chain of a paper, before its first line.
    pub fn new(paper_sha256: &str, nonce: &str) -> Self {
        Self { nonce: nonce.to_owned(), before: digest(format!("{paper_sha256} {nonce}").as_bytes()) }
    }

    /// The next line, with its line break. The chain stays where it is until the line is on disk: see [`Self::take`].
    fn line(&self, name: &str, json: &str) -> String {
        let head = format!("{{\"before\":\"{}\",\"{name}\":{json}", self.before);
        let sum = self.sum(head.as_bytes());
        format!("{head},\"sum\":\"{sum}\"}}\n")
    }

    fn sum(&self, head: &[u8]) -> String {
        hex(&Sha256::new().chain_update(self.nonce.as_bytes()).chain_update(head).finalize())
    }

    /// The line that begins a sitting.
    pub fn begin(&self, paper_sha256: &str, name: &Text, draft: &Draft) -> String {
        let begin = Begin {
            format: FORMAT,
            paper: paper_sha256.to_owned(),
            nonce: self.nonce.clone(),
            name: name.raw().to_owned(),
            sitting: draft.id,
            at: draft.clock.0,
            offset: draft.offset_minutes,
            day: draft.day.0,
        };
        self.line("begin", &serde_json::to_string(&begin).unwrap_or_default())
    }

    /// The line of what a student did; of a long text only what a judge looks at.
    pub fn event(&self, draft: &Draft, sealed: &Sealed) -> String {
        let mut event = port::event(draft);
        if let Body::Exam(exam) = &mut event.body
            && let Exam::Response(given) = &mut **exam
            && let Some((ask, response)) = sealed.ask(given.item as usize).zip(given.response.take())
        {
            given.response = Some(clipped(&ask, response));
        }
        self.line("event", &line::write(&event))
    }

    /// The line that ends a sitting.
    pub fn end(&self, end: End, at: Timestamp) -> String {
        let ending = Ending { at: at.0, why: end.name().to_owned() };
        self.line("end", &serde_json::to_string(&ending).unwrap_or_default())
    }

    /// Goes on behind a line that is on disk.
    pub fn take(&mut self, line: &str) {
        self.before = digest(line.trim_end_matches('\n').as_bytes());
    }

    /// What stands for all lines by now.
    fn mark(&self) -> u128 {
        self.before.get(..32).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or_default()
    }

    /// Sixteen digits that stand for all lines by now, to be read out and compared.
    pub fn receipt(&self) -> String {
        let digits: Vec<char> = self.before.chars().take(16).collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}

/// The sound lines of a file, up to the first fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name that the student gave: anything at all.
    pub name: Text,
    /// The sitting, with all sound lines taken.
    pub sitting: Sitting,
    /// How and when it was ended; `None` if the file has no end.
    pub end: Option<(Timestamp, End)>,
    /// Times that the clock went back behind what stands in the lines before, the end included.
    pub back: usize,
    /// It was handed in after the time was up, by its own clock.
    pub overtime: bool,
    /// Bytes of the sound lines.
    pub bytes: usize,
    /// The last of these lines has lost its line break.
    pub unended: bool,
    /// What stands for each sound line and all before it.
    pub trail: Vec<u128>,
    /// The chain behind them.
    pub chain: Chain,
}

/// Reads a file of this paper. The sheet is `None` if not even its first line is sound and of this paper.
pub fn read(
    bytes: &[u8],
    paper_sha256: &str,
    sealed: &Sealed,
    paper: &Paper,
) -> (Option<Sheet>, Option<Fault>) {
    let mut lines = Lines::of(bytes);
    let ours = lines.begins_well();
    let first = match lines.next() {
        None => return (None, Some(Fault::NoResult)),
        Some(Err(fault)) if ours => return (None, Some(fault)),
        Some(Err(_)) => return (None, Some(Fault::NoResult)),
        Some(Ok(line)) => line,
    };
    let mut sheet = match begun(first, paper_sha256, sealed.nonce(), paper) {
        Ok(sheet) => sheet,
        // A line that is not ended is not whole, unless its sum says so.
        Err(Fault::Altered(_)) if lines.unended => return (None, Some(Fault::Torn(1))),
        Err(fault) => return (None, Some(fault)),
    };
    sheet.ended(first, &lines);
    while let Some(line) = lines.next() {
        match line.and_then(|line| sheet.take(line, lines.number, sealed).map(|()| line)) {
            Ok(line) => sheet.ended(line, &lines),
            Err(Fault::Altered(line)) if lines.unended => return (Some(sheet), Some(Fault::Torn(line))),
            Err(fault) => return (Some(sheet), Some(fault)),
        }
    }
    (Some(sheet), None)
}

/// The sheet of a file that has this first line, before the line is counted.
fn begun(first: &str, paper_sha256: &str, nonce: &str, paper: &Paper) -> Result<Sheet, Fault> {
    let begin = begin(first, paper_sha256, nonce)?;
    let chain = Chain::new(paper_sha256, nonce);
    chain.check(first, 1)?;
    let sitting = begin.sitting(paper).ok_or(Fault::Forged(1))?;
    let name = Text::from(begin.name);
    if !is_name(&name) {
        return Err(Fault::Forged(1));
    }
    Ok(Sheet {
        name,
        sitting,
        end: None,
        back: 0,
        overtime: false,
        bytes: 0,
        unended: false,
        trail: Vec::new(),
        chain,
    })
}

/// The format that a first line says it has, whatever else it is.
fn format_of(line: &str) -> Option<u64> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    line.get("begin")?.get("format")?.as_u64()
}

/// The first line, whatever paper it is of; an error if it is not as it was written, or of another paper.
fn begin(line: &str, paper_sha256: &str, nonce: &str) -> Result<Begin, Fault> {
    if format_of(line).is_some_and(|format| format != u64::from(FORMAT)) {
        return Err(Fault::OtherVersion);
    }
    let strange = if line.starts_with(START) { Fault::Altered(1) } else { Fault::NoResult };
    let (head, sum) = parted(line).ok_or_else(|| strange.clone())?;
    let (_, name, json) = member(head).ok_or(strange)?;
    let begin = serde_json::from_str::<Begin>(json).ok().filter(|_| name == "begin");
    let begin = begin.ok_or(Fault::Altered(1))?;
    let own = Chain { nonce: begin.nonce.clone(), before: String::new() };
    if own.sum(head.as_bytes()) != sum {
        return Err(Fault::Altered(1));
    }
    if begin.paper != paper_sha256 || begin.nonce != nonce {
        return Err(Fault::OtherPaper);
    }
    Ok(begin)
}

impl Begin {
    fn sitting(&self, paper: &Paper) -> Option<Sitting> {
        let draft = Draft {
            id: self.sitting,
            clock: Timestamp(self.at),
            offset_minutes: self.offset,
            day: Day(self.day),
            body: Body::Exam(Box::new(Exam::Sitting(paper.clone()))),
        };
        // A moment that no clock shows would overflow later sums.
        (0..1 << 53).contains(&self.at).then(|| Sitting::begin(&port::event(&draft))).flatten()
    }
}

impl Chain {
    /// The name and the JSON of what the line holds, if it is as it was written and belongs here.
    fn check<'l>(&self, line: &'l str, number: usize) -> Result<(&'l str, &'l str), Fault> {
        let (head, sum) = parted(line).ok_or(Fault::Altered(number))?;
        if self.sum(head.as_bytes()) != sum {
            return Err(Fault::Altered(number));
        }
        let (before, name, json) = member(head).ok_or(Fault::Altered(number))?;
        if before == self.before { Ok((name, json)) } else { Err(Fault::Moved(number)) }
    }
}

impl Sheet {
    /// Counts a line that was found sound.
    fn ended(&mut self, line: &str, lines: &Lines<'_>) {
        self.chain.take(line);
        self.trail.push(self.chain.mark());
        (self.bytes, self.unended) = (lines.taken, lines.unended);
    }

    fn take(&mut self, line: &str, number: usize, sealed: &Sealed) -> Result<(), Fault> {
        let (name, json) = self.chain.check(line, number)?;
        let forged = || Fault::Forged(number);
        if self.end.is_some() {
            return Err(forged());
        }
        match name {
            "event" => self.event(line::read(json).map_err(|_| forged())?, sealed).ok_or_else(forged),
            "end" => self.close(json).ok_or_else(forged),
            _ => Err(forged()),
        }
    }

    fn close(&mut self, json: &str) -> Option<()> {
        let ending: Ending = serde_json::from_str(json).ok()?;
        let end = End::ALL.into_iter().find(|end| end.name() == ending.why)?;
        let at = Timestamp(ending.at);
        self.back += usize::from(at < self.sitting.last);
        let taken = ending.at.saturating_sub(self.sitting.begun.0).saturating_sub(HAND_IN_MAX);
        let limit = self.sitting.paper.limit_seconds.map(|limit| i64::from(limit) * 1_000);
        self.overtime = end == End::HandedIn && limit.is_some_and(|limit| taken >= limit);
        self.end = Some((at, end));
        Some(())
    }

    /// Takes what the student did; `None` if no student can have done it.
    fn event(&mut self, mut event: Event, sealed: &Sealed) -> Option<()> {
        let clock = event.clock;
        let Body::Exam(exam) = &mut event.body else { return None };
        if exam.sitting() != Some(self.sitting.id) {
            return None;
        }
        let item = match &mut **exam {
            Exam::Response(given) => {
                // The clock of the line decides, not the word of the program.
                given.late |= self.sitting.is_over(clock);
                if let Some(response) = given.response.take() {
                    let ask = sealed.ask(given.item as usize)?;
                    if !fits(&ask, &response) {
                        return None;
                    }
                    given.response = Some(clipped(&ask, response));
                }
                given.item
            }
            Exam::Flag { item, .. } | Exam::Certainty { item, .. } => *item,
            Exam::Sitting(_) | Exam::Marks(_) => return None,
        };
        self.sitting.answers.get(item as usize)?;
        self.back += usize::from(clock < self.sitting.last);
        self.sitting.take(&event);
        Some(())
    }
}

/// A line without its sum, and the sum.
fn parted(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_suffix("\"}")?;
    let at = rest.len().checked_sub(DIGITS)?;
    let (head, sum) = (rest.get(..at)?, rest.get(at..)?);
    Some((head.strip_suffix(",\"sum\":\"")?, sum))
}

/// What stands before a line, the name of what it holds, and its JSON.
fn member(head: &str) -> Option<(&str, &str, &str)> {
    let rest = head.strip_prefix(START)?;
    let (before, rest) = (rest.get(..DIGITS)?, rest.get(DIGITS..)?);
    let (name, json) = rest.strip_prefix("\",\"")?.split_once("\":")?;
    Some((before, name, json))
}

/// The lines of a file, without their ends.
struct Lines<'a> {
    whole: &'a [u8],
    /// Bytes behind which the next line begins.
    taken: usize,
    number: usize,
    /// The line before had no line break.
    unended: bool,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let taken = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        Self { whole: bytes, taken, number: 0, unended: false }
    }

    /// True if the file looks like one of ours.
    fn begins_well(&self) -> bool {
        self.whole.get(self.taken..).is_some_and(|rest| rest.starts_with(START.as_bytes()))
    }

    fn next(&mut self) -> Option<Result<&'a str, Fault>> {
        // Blank lines at the end are an editor's.
        let rest = self.whole.get(self.taken..).filter(|rest| !rest.trim_ascii().is_empty())?;
        self.number += 1;
        let end = rest.iter().position(|byte| *byte == b'\n');
        self.unended = end.is_none();
        let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.taken += line.len() + usize::from(end.is_some());
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some(std::str::from_utf8(line).map_err(|_| Fault::Altered(self.number)))
    }
}

#[cfg(test)]
#[path = "result_file_tests.rs"]
pub(crate) mod tests;
