//! `shiken exam sit`: a sealed paper on a student's machine. Every answer is in the result file before the next
//! question; whoever is interrupted goes on with the same command, and the clock has run on.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use serde_json::json;

use crate::cli;
use crate::cli::args::ExamSit;
use crate::cli::files::{cannot, contents, create_new, within};
use crate::error::{Error, Exit, Result};
use crate::event::exam::{End, Exam, Paper};
use crate::event::{Body, Draft};
use crate::exam::result_file::{self, Chain, Fault, NAME_MAX, RESULT_MAX, Sheet};
use crate::exam::seal::{PAPER_MAX, Sealed};
use crate::exam::{Conduct, Effect, Input, Outcome, Room, Sitting, Waiting, port};
use crate::session::Recorder;
use crate::terminal::Facts;
use crate::terminal::exam::view;
use crate::text::{self, Text};
use crate::time::{Calendar, Day};
use crate::world::World;

/// Bytes that are left for the line that ends a sitting.
const END_BYTES: u64 = 1_000;
/// When a day of study ends; a result file only notes the day.
const ROLLOVER: i8 = 4;

pub(super) fn sit(world: &World, args: &ExamSit) -> Result<Exit> {
    let name = Text::from(args.name.trim());
    if !result_file::is_name(&name) {
        let what = format!("a name has 1 to {NAME_MAX} letters");
        return Err(Error::usage(what).help("--name \"Your Name\""));
    }
    let bytes = contents(&args.file, PAPER_MAX)?;
    let broken = |_| Error::new(format!("{} is no sealed exam", text::path(&args.file)));
    let text = String::from_utf8(bytes).map_err(broken)?;
    let sealed = Sealed::read(&text)?;
    let paper = Sitter { sha256: sealed.digest()?, paper: sealed.paper(), sealed, name };
    let out = args.out.clone().unwrap_or_else(|| args.file.with_extension("result.jsonl"));
    let facts = Facts { plain: args.plain, jsonl: args.jsonl, ..cli::facts(world) };
    let calendar = world.calendar(ROLLOVER);
    let (sitting, mut file) = match paper.resume(&out)? {
        Some((sitting, file)) => {
            let begun = calendar.local(sitting.begun).strftime("%-d %B at %H:%M").to_string();
            cli::aside(&format!("Going on with {}, begun on {begun}.", sitting.paper.title.terminal()));
            (sitting, file)
        }
        None => {
            if !facts.ready(&view::instructions(&paper.paper, facts.style()))? {
                return Ok(Exit::Interrupted);
            }
            paper.begin(world, &calendar, &out)?
        }
    };
    let asking = Box::new(paper.sealed.clone());
    let mut conduct = Conduct::with(asking, calendar, sitting, world.seed);
    let outcome = {
        let mut room = Away { room: facts.exam_room()?, hides: !facts.jsonl };
        port::run(&mut conduct, &mut room, &mut file, &|| world.now())?
    };
    match outcome {
        Outcome::Left => away(facts, args, conduct.sitting().left_seconds(world.now())),
        Outcome::Over(end) => {
            let at = crate::exam::report::closing(conduct.sitting(), world.now());
            let line = file.chain.end(end, at);
            file.append(&line).map_err(|error| {
                cannot("write", &out, &error).help("nothing is lost: the same command hands in again")
            })?;
            over(facts, &out, conduct.sitting(), end, &file.chain)
        }
    }
}

fn away(facts: Facts, args: &ExamSit, left_seconds: Option<f64>) -> Result<Exit> {
    if facts.jsonl {
        return Ok(Exit::Done);
    }
    let clock =
        left_seconds.map_or(String::new(), |left| format!(" The clock runs on: {}.", view::time(Some(left))));
    let file = text::path(&args.file);
    // Without it the same command would begin anew elsewhere.
    let out = args.out.as_ref().map_or(String::new(), |out| format!(" --out {}", text::path(out)));
    cli::print(&format!(
        "All you gave is kept.{clock} Go on with\n  shiken exam sit {file} --name \"YOUR NAME\"{out}\n"
    ))
}

fn over(facts: Facts, out: &Path, sitting: &Sitting, end: End, chain: &Chain) -> Result<Exit> {
    let (answered, of, receipt) = (sitting.answered(), sitting.answers.len(), chain.receipt());
    let file = text::path(out);
    if facts.jsonl {
        let line = json!({ "type": "result", "end": end.name(), "answered": answered, "questions": of,
                           "file": file, "receipt": receipt });
        return cli::print_json(&line);
    }
    let how = match end {
        End::HandedIn => "Handed in",
        End::TimeUp => "Time was up",
    };
    cli::print(&format!(
        "\n{how}: {answered} of {of} answered. The marks come from your instructor.\n\
         Give this file to your instructor, as it is: {file}\n\
         Receipt: {receipt}. Note it down: it stands for every answer in the file.\n"
    ))
}

/// A student with a paper.
struct Sitter {
    sealed: Sealed,
    sha256: String,
    paper: Paper,
    name: Text,
}

impl Sitter {
    /// Goes on with the sitting in the file; `None` if none has begun there.
    fn resume(&self, out: &Path) -> Result<Option<(Sitting, ResultFile)>> {
        let file = match OpenOptions::new().read(true).write(true).open(out) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|error| cannot("write", out, &error))?,
        };
        let mut file = ResultFile::of(file, out, self)?;
        let bytes = file.contents().map_err(|error| cannot("write", out, &error))?;
        let (sheet, fault) = result_file::read(&bytes, &self.sha256, &self.sealed, &self.paper);
        if bytes.is_empty() || fault == Some(Fault::Torn(1)) {
            // Stopped before it had begun.
            drop(file);
            return std::fs::remove_file(out).map(|()| None).map_err(|error| cannot("write", out, &error));
        }
        // What was cut off was never acknowledged: no question came after it.
        if let Some(fault) = fault.filter(|fault| !matches!(fault, Fault::Torn(_))) {
            let what = format!("{} cannot go on: {}", text::path(out), fault.words());
            return Err(Error::new(what).help("--out names another result file"));
        }
        let Some(sheet) = sheet else {
            let what = format!("{} is no result file of this paper", text::path(out));
            return Err(Error::new(what).help("--out names another result file"));
        };
        if sheet.end.is_some() {
            let what = format!("{} is handed in already", text::path(out));
            let receipt = sheet.chain.receipt();
            return Err(Error::usage(what).help(format!(
                "its receipt is {receipt}; give it to your instructor; --out names another result file"
            )));
        }
        if sheet.name != self.name {
            let what = format!("{} is the sitting of {}", text::path(out), sheet.name.terminal());
            return Err(Error::usage(what).help("--out names another result file"));
        }
        file.go_on(&sheet).map_err(|error| cannot("write", out, &error))?;
        Ok(Some((sheet.sitting, file)))
    }

    /// Begins a sitting: from here on the time runs.
    fn begin(&self, world: &World, calendar: &Calendar, out: &Path) -> Result<(Sitting, ResultFile)> {
        let now = world.now();
        let draft = Draft {
            id: world.fresh_id(),
            clock: now,
            offset_minutes: calendar.offset_minutes(now),
            day: calendar.day(now),
            body: Body::Exam(Box::new(Exam::Sitting(self.paper.clone()))),
        };
        let file = create_new(out, true).map_err(|error| cannot("write", out, &error))?;
        let mut file = ResultFile::of(file, out, self)?;
        let line = file.chain.begin(&self.sha256, &self.name, &draft);
        file.append(&line).map_err(|error| cannot("write", out, &error))?;
        sync_folder(out);
        let sitting = Sitting::begin(&port::event(&draft));
        sitting.map(|sitting| (sitting, file)).ok_or_else(|| Error::new("the sitting could not be begun"))
    }
}

/// A new file is there after a power cut only if its folder is on disk too; where folders cannot be synced, it is.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
}

/// An open result file, held by one terminal.
struct ResultFile {
    file: File,
    sealed: Sealed,
    chain: Chain,
    bytes: u64,
}

impl ResultFile {
    fn of(file: File, path: &Path, sitter: &Sitter) -> Result<Self> {
        // Where files cannot be locked at all, one goes on without.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            let what = format!("{} is open in another terminal", text::path(path));
            return Err(Error::new(what).help("go on there, or close it"));
        }
        let sealed = sitter.sealed.clone();
        let chain = Chain::new(&sitter.sha256, sealed.nonce());
        Ok(Self { file, sealed, chain, bytes: 0 })
    }

    /// All that is in it, read by the one who holds it: on some systems nobody else may.
    fn contents(&mut self) -> io::Result<Vec<u8>> {
        within(&self.file, RESULT_MAX)
    }

    /// Goes on behind the sound lines; what stands behind them is cut off.
    fn go_on(&mut self, sheet: &Sheet) -> io::Result<()> {
        (self.bytes, self.chain) = (sheet.bytes as u64, sheet.chain.clone());
        self.file.set_len(self.bytes)?;
        if sheet.unended {
            self.file.seek(SeekFrom::Start(self.bytes))?;
            self.file.write_all(b"\n")?;
            self.bytes += 1;
        }
        Ok(())
    }

    /// Puts a line behind the others, on disk before it returns. What a failed try has left is cut off by the next.
    fn append(&mut self, line: &str) -> io::Result<()> {
        self.file.set_len(self.bytes)?;
        self.file.seek(SeekFrom::Start(self.bytes))?;
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()?;
        self.bytes += line.len() as u64;
        self.chain.take(line);
        Ok(())
    }
}

impl Recorder for ResultFile {
    fn record(&mut self, drafts: &[Draft]) -> Result<()> {
        for draft in drafts {
            let line = self.chain.event(draft, &self.sealed);
            // A larger one could not be read again; what ends it must still fit.
            if self.bytes + line.len() as u64 > RESULT_MAX - END_BYTES {
                let what = format!("the result file would be larger than {} MiB", RESULT_MAX >> 20);
                return Err(Error::new(what).help("nothing more can be kept in it: leave, and hand in"));
            }
            self.append(&line).map_err(|error| {
                let why = text::terminal(&error.to_string()).into_owned();
                Error::new(format!("the result file cannot be written: {why}"))
            })?;
        }
        Ok(())
    }

    fn outlook(&mut self, _: Day, _: u32) -> Result<Vec<u32>> {
        Ok(Vec::new())
    }
}

/// A room whose leave-taking is said by this command, which knows how to go on.
struct Away {
    room: Box<dyn Room>,
    hides: bool,
}

impl Room for Away {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        if self.hides && matches!(effect, Effect::Left(_)) { Ok(()) } else { self.room.show(effect) }
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        self.room.read(waiting)
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.room.not_saved(reason)
    }
}
