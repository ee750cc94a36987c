//! What a session begins with: its list of questions, and what it must know of its user and day.

use uuid::Uuid;

use super::port::Card;
use crate::memory::State;
use crate::plan::Standing;
use crate::question::ask::Mode;
use crate::time::Calendar;

/// A question in the queue.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Which one.
    pub card: Card,
    /// Why it is there.
    pub standing: Standing,
    /// What is remembered of it; `None` if it was never answered.
    pub state: Option<State>,
}

/// What a session needs to know of its user and day.
#[derive(Debug, Clone)]
pub struct Options {
    /// The id of the session.
    pub session: Uuid,
    /// Everything random comes from it. Event ids too: a seed must not come twice in one log.
    pub seed: u64,
    /// How questions are put.
    pub mode: Mode,
    /// Practice that leaves the schedule alone.
    pub cram: bool,
    /// Stop after this time.
    pub limit_seconds: Option<f64>,
    /// Where the user's days begin.
    pub calendar: Calendar,
    /// Questions due on each day from today on: what load balancing looks at.
    pub loads: Vec<u32>,
    /// Questions never seen in the decks of the session, those in the queue included.
    pub unseen: usize,
}
