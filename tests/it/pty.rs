//! A real pseudo-terminal: keys in, text out, and the state of the terminal before and after.
//!
//! `at_terminal(["study", "deck.toml"]).file(…).start()`, then `sees("…")`, `types("…")`, and `ends()`, which checks
//! that echo, line mode and the cursor are as they were. Escape sequences are stripped from what is seen.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rexpect::process::{PtyProcess, WaitStatus};
use tempfile::TempDir;

/// How long a text is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

pub const ENTER: &str = "\r";
pub const CTRL_C: &str = "\x03";
pub const CTRL_D: &str = "\x04";
pub const ESC: &str = "\x1b";
pub const DOWN: &str = "\x1b[B";
pub const UP: &str = "\x1b[A";

/// Sets the terminal up, runs the program in it, and writes down the modes of the terminal before and after.
/// The shell must outlive a Ctrl-C that the whole terminal gets.
const SCRIPT: &str = r#"trap : INT
stty sane rows "$TEST_ROWS" cols "$TEST_COLS" && stty -g > "$TEST_STATE/before"
"$@"
code=$?
stty -g > "$TEST_STATE/after"
exit $code"#;

/// A terminal in the making.
pub struct Terminal {
    args: Vec<String>,
    env: Vec<(String, String)>,
    rows: u16,
    columns: u16,
    place: TempDir,
}

/// The program with these arguments in a terminal of 24 rows and 80 columns, in a home and a folder of its own.
pub fn at_terminal<const N: usize>(args: [&str; N]) -> Terminal {
    let place = tempfile::tempdir().unwrap();
    for folder in ["home", "work", "state"] {
        std::fs::create_dir(place.path().join(folder)).unwrap();
    }
    let mut env = super::run::environment(&place.path().join("home"));
    env.push(("TERM".to_owned(), "xterm-256color".to_owned()));
    Terminal { args: args.map(str::to_owned).to_vec(), env, rows: 24, columns: 80, place }
}

impl Terminal {
    /// Another size.
    pub fn size(mut self, rows: u16, columns: u16) -> Self {
        (self.rows, self.columns) = (rows, columns);
        self
    }

    /// One variable more, or another value for one.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file where the program will run.
    pub fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.place.path().join("work").join(name), text).unwrap();
        self
    }

    /// Starts the program.
    pub fn start(self) -> Live {
        self.start_program(env!("CARGO_BIN_EXE_shiken"))
    }

    fn start_program(self, program: &str) -> Live {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "sh", program]).args(&self.args);
        command.current_dir(self.place.path().join("work")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(self.env.iter().cloned());
        command.env("TEST_STATE", self.place.path().join("state"));
        command.env("TEST_ROWS", self.rows.to_string()).env("TEST_COLS", self.columns.to_string());
        let mut process = PtyProcess::new(command).unwrap();
        process.set_kill_timeout(Some(1000));
        let keyboard = process.get_file_handle().unwrap();
        let output = reading(process.get_file_handle().unwrap());
        let state = self.place.path().join("state");
        Live { process, keyboard, output, raw: Vec::new(), seen: 0, state, place: self.place }
    }
}

/// At the end of a process Linux answers a read of its terminal with an error, others with nothing.
fn reading(mut from: File) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if sender.send(bytes[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// A program that runs in a terminal.
pub struct Live {
    process: PtyProcess,
    keyboard: File,
    output: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    /// Bytes of the stripped text that were matched already.
    seen: usize,
    state: PathBuf,
    place: TempDir,
}

impl Live {
    /// Writes a file where the program runs.
    pub fn saves(&mut self, name: &str, text: &str) -> &mut Self {
        std::fs::write(self.place.path().join("work").join(name), text).unwrap();
        self
    }

    /// All that was shown, with its escape sequences.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    /// All that was shown, without escape sequences.
    pub fn text(&self) -> String {
        console::strip_ansi_codes(&self.raw()).replace('\r', "")
    }

    /// Waits until `wanted` is shown behind what was seen before.
    pub fn sees(&mut self, wanted: &str) -> &mut Self {
        let start = Instant::now();
        loop {
            let text = self.text();
            // The text behind an unfinished escape sequence may change; what was seen stays seen.
            let fresh = text.get(self.seen.min(text.len())..).unwrap_or_default();
            if let Some(at) = fresh.find(wanted) {
                self.seen += at + wanted.len();
                return self;
            }
            match self.output.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(bytes) => self.raw.extend(bytes),
                Err(RecvTimeoutError::Timeout) => panic!("{wanted:?} was not shown in time:\n{text}"),
                Err(RecvTimeoutError::Disconnected) => panic!("{wanted:?} was never shown:\n{text}"),
            }
        }
    }

    /// Presses keys.
    pub fn types(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
        self
    }

    /// Waits for the end; the terminal must be as it was. The exit code; a signal is 128 and its number.
    pub fn ends(&mut self) -> i32 {
        let start = Instant::now();
        loop {
            match self.output.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(bytes) => self.raw.extend(bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the program did not end:\n{}", self.text()),
            }
        }
        let status = self.process.wait().unwrap();
        let mode = |name: &str| std::fs::read_to_string(self.state.join(name)).unwrap();
        assert_eq!(mode("before"), mode("after"), "the modes of the terminal were changed");
        assert!(self.cursor_is_shown(), "the cursor is hidden");
        match status {
            WaitStatus::Exited(_, code) => code,
            other => panic!("the shell ended so: {other:?}"),
        }
    }

    /// The last word on the cursor was that it be shown.
    fn cursor_is_shown(&self) -> bool {
        let raw = self.raw();
        match (raw.rfind("\x1b[?25l"), raw.rfind("\x1b[?25h")) {
            (Some(hidden), Some(shown)) => shown > hidden,
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

mod tests {
    use super::*;

    /// The shell stands in for the program: the driver itself is tested here.
    fn sh(script: &str) -> Live {
        at_terminal(["-c", script]).size(30, 100).start_program("sh")
    }

    fn fails(ends: impl FnOnce() -> i32 + std::panic::UnwindSafe) -> bool {
        std::panic::catch_unwind(ends).is_err()
    }

    #[test]
    fn keys_go_in_and_text_comes_out() {
        let mut live = sh("stty size; printf 'na\\033[31mme? '; read name; echo hello $name; exit 4");
        live.sees("30 100").sees("name?").types("試験\r").sees("hello 試験");
        assert_eq!(live.ends(), 4);
    }

    #[test]
    fn ctrl_c_reaches_the_program_and_not_the_shell_around_it() {
        let mut live =
            sh("trap 'echo caught; sleep 0.2; exit 5' INT; echo ready; while :; do sleep 0.05; done");
        live.sees("ready").types(CTRL_C).sees("caught");
        assert_eq!(live.ends(), 5);
    }

    #[test]
    fn a_terminal_left_in_disorder_is_noticed() {
        assert!(fails(|| sh("stty -echo").ends()));
        assert!(fails(|| sh("printf '\\033[?25l'").ends()));
        assert!(!fails(|| sh("printf '\\033[?25l\\033[?25h'").ends()));
        assert!(fails(|| {
            sh("echo one").sees("two");
            0
        }));
    }
}
