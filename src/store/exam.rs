//! The events of mock exams. What follows from them is left to [`crate::exam`].

use super::Store;
use super::log::{self, ORDER};
use crate::error::Result;
use crate::event::Event;

/// The beginning of a sitting, and its events in canonical order.
pub type SittingEvents = (Event, Vec<Event>);

impl Store {
    /// Every sitting that was not taken back, the oldest first. A damaged event is passed over.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sittings(&self) -> Result<Vec<SittingEvents>> {
        let begun = self.standing("sitting")?;
        let with_events = |event: Event| {
            let own =
                format!("WHERE target = ?1 AND kind IN ('response', 'flag', 'certainty', 'marks') {ORDER}");
            let events = log::sound_events(&self.conn, &own, [event.id.as_bytes()])?;
            Ok((event, events))
        };
        begun.into_iter().map(with_events).collect()
    }
}
