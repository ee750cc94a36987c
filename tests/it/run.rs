//! Runs the finished program and looks at its status, its output and its errors, all three, always.
//!
//! `shiken(["study", "deck.toml"]).file("deck.toml", DECK).stdin("x\n").run().stdout(expect![…])`
//!
//! A run whose status is not 0, or that writes to the standard error, fails the test unless the test says that it
//! expects so. Nothing of the machine is inherited but `PATH`; the clock, the seed and the home are fixed.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use expect_test::Expect;
use tempfile::TempDir;

/// The clock of every run unless a test sets another: Monday, 23 November 2026, 09:00 UTC.
pub const NOW: &str = "2026-11-23T09:00:00Z";
/// A run that takes longer is stopped and fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// A run in the making.
pub struct Run {
    args: Vec<String>,
    stdin: String,
    env: Vec<(String, String)>,
    home: PathBuf,
    work: PathBuf,
    own: Option<TempDir>,
}

/// The program with these arguments, with an empty home of its own, in an empty folder.
pub fn shiken<const N: usize>(args: [&str; N]) -> Run {
    let own = tempfile::tempdir().unwrap();
    let home = own.path().join("home");
    let work = own.path().join("work");
    std::fs::create_dir(&home).unwrap();
    std::fs::create_dir(&work).unwrap();
    let args = args.map(str::to_owned).to_vec();
    Run { args, stdin: String::new(), env: Vec::new(), home, work, own: Some(own) }
}

/// The environment of every run, besides `PATH`.
pub fn environment(home: &Path) -> Vec<(String, String)> {
    [
        ("SHIKEN_HOME", home.to_str().unwrap()),
        ("SHIKEN_NOW", NOW),
        ("SHIKEN_SEED", "1"),
        ("LANG", "C.UTF-8"),
        ("TZ", "UTC"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

impl Run {
    /// Keeps progress in `home`, to share it between runs; the folder the run stands in is `home` too, and reads
    /// `$PLACE`.
    pub fn home(mut self, home: &Path) -> Self {
        home.clone_into(&mut self.home);
        home.clone_into(&mut self.work);
        self.own = None;
        self
    }

    /// What the program reads.
    pub fn stdin(mut self, text: &str) -> Self {
        text.clone_into(&mut self.stdin);
        self
    }

    /// One variable more, or another value for one.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What the clock says, as RFC 3339.
    pub fn now(self, now: &str) -> Self {
        self.env("SHIKEN_NOW", now)
    }

    /// Where chance begins.
    pub fn seed(self, seed: u64) -> Self {
        self.env("SHIKEN_SEED", &seed.to_string())
    }

    /// Writes a file where the program will run.
    pub fn file(self, name: &str, text: &str) -> Self {
        let path = self.work.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Runs the program to its end.
    pub fn run(self) -> Ran {
        self.run_program(env!("CARGO_BIN_EXE_shiken"))
    }

    fn run_program(self, program: &str) -> Ran {
        let mut command = Command::new(program);
        command.args(&self.args).current_dir(&self.work).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(environment(&self.home)).envs(self.env.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = std::mem::take(&mut self.stdin.clone());
        // A program that does not read all of its input is no error here.
        let feeding = std::thread::spawn(move || drop(input.write_all(text.as_bytes())));
        let (out, err) = (reading(child.stdout.take().unwrap()), reading(child.stderr.take().unwrap()));
        let status = wait(&mut child);
        feeding.join().unwrap();
        let place = self.work.parent().filter(|_| self.own.is_some()).unwrap_or(&self.home).to_owned();
        let read = |text: std::thread::JoinHandle<Vec<u8>>| {
            let text = String::from_utf8(text.join().unwrap()).expect("the output is UTF-8");
            text.replace(place.to_str().unwrap(), "$PLACE")
        };
        let (stdout, stderr) = (read(out), read(err));
        Ran { status, stdout, stderr, seen: [false; 2], _own: self.own }
    }
}

fn reading(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// The exit code; a signal is 128 and its number.
fn wait(child: &mut Child) -> i32 {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return code(status);
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the program did not end in {} s", PATIENCE.as_secs());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn code(status: std::process::ExitStatus) -> i32 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
    }
    #[cfg(not(unix))]
    status.code().unwrap_or(-1)
}

/// A run that has ended. What was not looked at must be quiet: status 0, no errors.
pub struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
    seen: [bool; 2],
    _own: Option<TempDir>,
}

impl Ran {
    /// The program ends with this status.
    pub fn status(mut self, code: i32) -> Self {
        self.seen[0] = true;
        assert_eq!(self.status, code, "{}", self.report());
        self
    }

    /// The standard output is exactly this; the temporary folder reads `$PLACE`.
    pub fn stdout(self, expected: Expect) -> Self {
        expected.assert_eq(&self.stdout);
        self
    }

    /// The standard error is exactly this; the temporary folder reads `$PLACE`.
    pub fn stderr(mut self, expected: Expect) -> Self {
        self.seen[1] = true;
        expected.assert_eq(&self.stderr);
        self
    }

    /// The standard error is as `check` has it.
    pub fn stderr_is(mut self, check: impl FnOnce(&str)) -> Self {
        self.seen[1] = true;
        check(&self.stderr);
        self
    }

    /// The standard output, to look at in other ways.
    pub fn output(&self) -> &str {
        &self.stdout
    }

    fn report(&self) -> String {
        let mut text = format!("status {}\n", self.status);
        let _ = write!(text, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        text
    }
}

impl Drop for Ran {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        assert!(self.seen[0] || self.status == 0, "unexpected status: {}", self.report());
        assert!(self.seen[1] || self.stderr.is_empty(), "unexpected errors: {}", self.report());
    }
}

#[cfg(unix)]
mod tests {
    use super::*;
    use expect_test::expect;

    /// The shell stands in for the program: the builder itself is tested here.
    fn sh(script: &str) -> Run {
        shiken(["-c", script])
    }

    fn fails(ran: impl FnOnce() + std::panic::UnwindSafe) -> bool {
        std::panic::catch_unwind(ran).is_err()
    }

    #[test]
    fn all_that_a_run_shows_is_compared() {
        let script = "cat; cat deck.toml; echo $SHIKEN_NOW $SHIKEN_SEED $HOME; pwd; echo bad >&2; exit 3";
        sh(script)
            .file("deck.toml", "x = 1\n")
            .stdin("one\n")
            .seed(7)
            .now("2027-01-01T00:00:00Z")
            .run_program("sh")
            .status(3)
            .stdout(expect![[r#"
                one
                x = 1
                2027-01-01T00:00:00Z 7
                $PLACE/work
            "#]])
            .stderr(expect!["bad\n"]);
    }

    #[test]
    fn what_is_not_expected_fails() {
        assert!(fails(|| drop(sh("exit 1").run_program("sh"))));
        assert!(fails(|| drop(sh("echo oh >&2").run_program("sh"))));
        assert!(fails(|| drop(sh("exit 1").run_program("sh").status(2))));
        assert!(!fails(|| drop(sh("exit 0").run_program("sh"))));
    }

    #[test]
    fn a_long_input_to_a_program_that_does_not_read_is_no_error() {
        sh("exit 0").stdin(&"x".repeat(1 << 20)).run_program("sh");
    }
}
