//! What a session changes in a terminal, and puts back at its end, in a panic too.
//!
//! Keys are read one by one, and between two keys dialoguer puts the terminal back as it found it. A key that comes
//! just then, or while an answer is being saved, would be echoed into the screen, and a Ctrl-C be lost or fatal.
//! So the terminal is in one mode for the whole session: no echo, no line editing, Ctrl-C a key like any other.
//!
//! At that key dialoguer raises the signal which would end the process there and then, with the cursor hidden.
//! The signal is therefore taken too, and so is the polite request to end (SIGTERM): the prompt ends, the session
//! with its summary, and an answer that is being saved is saved.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use console::Term;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, Result};

/// Holds the terminal and its signals while it lives.
#[derive(Debug)]
pub struct Guard {
    term: Term,
    signals: &'static Signals,
    modes: Modes,
}

/// What the handlers know. They are set up once: a handler cannot be taken back to what was before.
#[derive(Debug, Default)]
struct Signals {
    /// A signal came.
    interrupted: Arc<AtomicBool>,
    /// No guard lives: the handler ends the process itself.
    released: Arc<AtomicBool>,
}

static SIGNALS: OnceLock<Signals> = OnceLock::new();

impl Signals {
    fn taken_over() -> Result<&'static Self> {
        if let Some(known) = SIGNALS.get() {
            return Ok(known);
        }
        let signals = Self::default();
        for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] {
            flag::register(signal, Arc::clone(&signals.interrupted))
                .and_then(|_| {
                    flag::register_conditional_shutdown(signal, status, Arc::clone(&signals.released))
                })
                .map_err(|cause| Error::new(format!("cannot take over Ctrl-C: {cause}")))?;
        }
        Ok(SIGNALS.get_or_init(|| signals))
    }
}

impl Guard {
    /// Takes over the terminal that `term` and the standard input are. Only one guard lives at a time.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn new(term: Term) -> Result<Self> {
        let signals = Signals::taken_over()?;
        signals.released.store(false, Ordering::SeqCst);
        let modes = Modes::quiet()?;
        Ok(Self { term, signals, modes })
    }

    /// True if a signal came since the last time this was asked.
    pub fn take_interrupt(&self) -> bool {
        self.signals.interrupted.swap(false, Ordering::SeqCst)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.signals.released.store(true, Ordering::SeqCst);
        self.modes.restore();
        // There is nobody to tell if this fails.
        let _ = self.term.show_cursor();
    }
}

/// The modes of the terminal as they were.
#[cfg(unix)]
#[derive(Debug)]
struct Modes(rustix::termios::Termios);

#[cfg(unix)]
impl Modes {
    /// Turns off echo, line editing and signals by keys.
    fn quiet() -> Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).map_err(|cause| refused(&cause))?;
        let mut quiet = before.clone();
        quiet.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        tcsetattr(&stdin, OptionalActions::Drain, &quiet).map_err(|cause| refused(&cause))?;
        Ok(Self(before))
    }

    fn restore(&self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // There is nobody to tell if this fails.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Drain, &self.0);
    }
}

#[cfg(unix)]
fn refused(cause: &rustix::io::Errno) -> Error {
    Error::new(format!("cannot set up the terminal: {cause}")).help("--plain works on any terminal")
}

/// Elsewhere the console reads keys without modes.
#[cfg(not(unix))]
#[derive(Debug)]
struct Modes;

#[cfg(not(unix))]
impl Modes {
    fn quiet() -> Result<Self> {
        Ok(Self)
    }

    fn restore(&self) {}
}
