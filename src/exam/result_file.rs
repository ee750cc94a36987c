//! The file in which a student's machine keeps a sitting of a sealed paper, line by line.
//!
//! Each line is `{"before":"…","…":{…},"sum":"…"}`: the SHA-256 of the line before (of the paper and its nonce for
//! the first), what happened, and the SHA-256 of the nonce and all of the line that stands before it. So no byte can
//! change, no line be taken out, put in or moved, without it being seen. It does not help against somebody who
//! writes the whole file anew: `docs/class.md` says so. Reading and writing files is left to the edge.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::port;
use super::seal::{Sealed, digest, hex};
use super::sitting::Sitting;
use crate::event::exam::{End, Exam, Paper};
use crate::event::{Body, Draft, Event, line};
use crate::text::Text;
use crate::time::{Day, Timestamp};

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

    /// The line of what a student did.
    pub fn event(&self, draft: &Draft) -> String {
        self.line("event", &line::write(&port::event(draft)))
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

    /// Sixteen digits that stand for all lines by now, to be read out and compared.
    pub fn receipt(&self) -> String {
        let digits: Vec<char> = self.before.chars().take(16).collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}

/// What is wrong with a file. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has no first line of a sitting at all.
    NoResult,
    /// It is of another paper, or of another sealing of the same.
    OtherPaper,
    /// This line is not as it was written.
    Altered(usize),
    /// This line is as it was written, but belongs elsewhere: lines are missing, were moved or put in.
    Moved(usize),
    /// The file ends in the middle of this line.
    Torn(usize),
    /// This line is bound as it should be, yet makes no sense: somebody wrote the chain anew.
    Forged(usize),
}

impl Fault {
    /// In words, for a person.
    pub fn words(&self) -> String {
        match self {
            Self::NoResult => "not a result file".to_owned(),
            Self::OtherPaper => "made for another paper".to_owned(),
            Self::Altered(line) => format!("altered at line {line}"),
            Self::Moved(line) => format!("lines missing or moved before line {line}"),
            Self::Torn(line) => format!("cut in line {line}"),
            Self::Forged(line) => format!("line {line} makes no sense: written by another program"),
        }
    }

    /// The name in `--json` and `--csv`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoResult => "no result",
            Self::OtherPaper => "other paper",
            Self::Altered(_) | Self::Forged(_) => "altered",
            Self::Moved(_) => "lines missing or moved",
            Self::Torn(_) => "cut",
        }
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
    /// Times that the clock went back from one line to the next.
    pub back: usize,
    /// Bytes of the sound lines.
    pub bytes: usize,
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
    let mut chain = Chain::new(paper_sha256, sealed.nonce());
    let mut lines = Lines { rest: bytes, number: 0 };
    let first = match lines.next() {
        None => return (None, Some(Fault::NoResult)),
        Some(Err(fault)) if bytes.starts_with(b"{\"before\":\"") => return (None, Some(fault)),
        Some(Err(_)) => return (None, Some(Fault::NoResult)),
        Some(Ok(line)) => line,
    };
    let begin = match begin(first, paper_sha256, sealed.nonce()) {
        Ok(begin) => begin,
        Err(fault) => return (None, Some(fault)),
    };
    if let Err(fault) = chain.check(first, 1) {
        return (None, Some(fault));
    }
    chain.take(first);
    let Some(sitting) = begin.sitting(paper) else { return (None, Some(Fault::Forged(1))) };
    let bytes = first.len() + 1;
    let mut sheet = Sheet { name: Text::from(begin.name), sitting, end: None, back: 0, bytes, chain };
    while let Some(line) = lines.next() {
        let taken = line.and_then(|line| sheet.take(line, lines.number));
        if let Err(fault) = taken {
            return (Some(sheet), Some(fault));
        }
    }
    (Some(sheet), None)
}

/// The first line, whatever paper it is of; an error if it is not as it was written, or of another paper.
fn begin(line: &str, paper_sha256: &str, nonce: &str) -> Result<Begin, Fault> {
    let (head, sum) = parted(line).ok_or(Fault::NoResult)?;
    let (_, name, json) = member(head).ok_or(Fault::NoResult)?;
    let begin = serde_json::from_str::<Begin>(json).ok().filter(|_| name == "begin");
    let begin = begin.ok_or(Fault::Altered(1))?;
    let own = Chain { nonce: begin.nonce.clone(), before: String::new() };
    if own.sum(head.as_bytes()) != sum {
        return Err(Fault::Altered(1));
    }
    if begin.paper != paper_sha256 || begin.nonce != nonce {
        return Err(Fault::OtherPaper);
    }
    if begin.format == FORMAT { Ok(begin) } else { Err(Fault::Forged(1)) }
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
    fn take(&mut self, line: &str, number: usize) -> Result<(), Fault> {
        let (name, json) = self.chain.check(line, number)?;
        let forged = || Fault::Forged(number);
        if self.end.is_some() {
            return Err(forged());
        }
        match name {
            "event" => self.event(line::read(json).map_err(|_| forged())?).ok_or_else(forged)?,
            "end" => {
                let ending: Ending = serde_json::from_str(json).map_err(|_| forged())?;
                let end = End::ALL.into_iter().find(|end| end.name() == ending.why).ok_or_else(forged)?;
                self.end = Some((Timestamp(ending.at), end));
            }
            _ => return Err(forged()),
        }
        self.chain.take(line);
        self.bytes += line.len() + 1;
        Ok(())
    }

    /// Takes what the student did; `None` if no student can have done it.
    fn event(&mut self, mut event: Event) -> Option<()> {
        let clock = event.clock;
        let Body::Exam(exam) = &mut event.body else { return None };
        if exam.sitting() != Some(self.sitting.id) {
            return None;
        }
        let item = match &mut **exam {
            Exam::Response(given) => {
                // The clock of the line decides, not the word of the program.
                given.late |= self.sitting.is_over(clock);
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
    let rest = head.strip_prefix("{\"before\":\"")?;
    let (before, rest) = (rest.get(..DIGITS)?, rest.get(DIGITS..)?);
    let (name, json) = rest.strip_prefix("\",\"")?.split_once("\":")?;
    Some((before, name, json))
}

/// The lines of a file; the last must be ended as all others are.
struct Lines<'a> {
    rest: &'a [u8],
    number: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<Result<&'a str, Fault>> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') else {
            return Some(Err(Fault::Torn(self.number)));
        };
        let line = self.rest.get(..end).unwrap_or_default();
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        Some(std::str::from_utf8(line).map_err(|_| Fault::Altered(self.number)))
    }
}

#[cfg(test)]
#[path = "result_file_tests.rs"]
pub(crate) mod tests;
