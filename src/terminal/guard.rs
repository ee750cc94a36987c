//! What a session changes in a terminal, and puts back at its end, in a panic too.
//!
//! Keys are read one by one, and between two keys dialoguer puts the terminal back as it found it. A key that comes
//! just then, or while an answer is being saved, would be echoed into the screen, and a Ctrl-C be lost or fatal.
//! So the terminal is in one mode for the whole session: no echo, no line editing, Ctrl-C a key like any other.
//!
//! At that key dialoguer raises the signal which would end the process there and then, with the cursor hidden.
//! The signal is therefore taken too, and so is the polite request to end (SIGTERM): the prompt ends, the session
//! with its summary, and an answer that is being saved is saved.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use console::Term;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, Result};

/// Holds the terminal and its signals while it lives.
#[derive(Debug)]
pub struct Guard {
    term: Term,
    interrupted: Arc<AtomicBool>,
    released: Arc<AtomicBool>,
    modes: Modes,
}

impl Guard {
    /// Takes over the terminal that `term` and the standard input are.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn new(term: Term) -> Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let released = Arc::new(AtomicBool::new(false));
        for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] {
            flag::register(signal, Arc::clone(&interrupted))
                .and_then(|_| flag::register_conditional_shutdown(signal, status, Arc::clone(&released)))
                .map_err(|cause| Error::new(format!("cannot take over Ctrl-C: {cause}")))?;
        }
        let modes = Modes::quiet()?;
        Ok(Self { term, interrupted, released, modes })
    }

    /// True if a signal came since the last time this was asked.
    pub fn take_interrupt(&self) -> bool {
        self.interrupted.swap(false, Ordering::SeqCst)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // A handler cannot be taken back to what was before, so from here on it ends the process itself.
        self.released.store(true, Ordering::SeqCst);
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
