//! A log as JSON Lines: one event a line, as docs/log.md has it.
//!
//! A line that cannot be read is reported with its number and never keeps the others from being read. A single event
//! is [`crate::event::line`]'s work; which of several files a line came from is the caller's.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::event::{Event, line};
use crate::text;
use crate::time::Timestamp;

/// The most bytes of a line. A longer one is damage: no student types a mebibyte.
pub const LINE_MAX: usize = 1 << 20;

/// What a piece of a log holds.
#[derive(Debug, Default)]
pub struct Piece {
    /// The events that could be read, in the order of their lines.
    pub events: Vec<Event>,
    /// The lines that could not.
    pub damaged: Vec<Damaged>,
    /// Lines in the piece, empty ones included.
    pub lines: u64,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong; safe to print.
    pub what: String,
}

/// Reads a piece of a log of whole lines; `before` lines came earlier. Empty lines are nothing; a byte order mark and
/// carriage returns, which editors leave, are passed over.
pub fn read(bytes: &[u8], before: u64) -> Piece {
    let mut piece = Piece::default();
    for line in lines(bytes) {
        piece.lines += 1;
        match event(line, before + piece.lines == 1) {
            None => {}
            Some(Ok(event)) => piece.events.push(event),
            Some(Err(what)) => piece.damaged.push(Damaged { line: before + piece.lines, what }),
        }
    }
    piece
}

/// The lines, without their ends; the last may lack one.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let empty = whole.is_empty() && bytes.is_empty();
    whole.split(|byte| *byte == b'\n').take(if empty { 0 } else { usize::MAX })
}

/// The event of a line; `None` if it is empty.
fn event(bytes: &[u8], is_first: bool) -> Option<Result<Event, String>> {
    let bytes = if is_first { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        return None;
    }
    if bytes.len() > LINE_MAX {
        return Some(Err(format!("it has more than {LINE_MAX} bytes")));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(Err("it is not UTF-8".to_owned())) };
    // The reader of JSON knows one line only, and calls it the first.
    let plain = |what: &str| text::terminal(what).replace(" at line 1 column ", " at column ");
    Some(line::read(text).map_err(|error| plain(&error.what)))
}

/// Several logs as one: a set of events, whatever the order, the split or the copies they came in.
#[derive(Debug, Default)]
pub struct Union {
    events: BTreeMap<Place, String>,
    places: BTreeMap<Uuid, Place>,
    conflicts: u64,
}

/// Where an event stands in the canonical order: ordering time, device, sequence, id.
type Place = (Timestamp, Uuid, u64, Uuid);

impl Union {
    /// Adds an event. Of two with one id and other content, which no honest log has, the one whose line is the
    /// smaller one stays: so the union is the same from whichever side it is made.
    pub fn add(&mut self, event: &Event) {
        let place = (event.time, event.device, event.sequence, event.id);
        let line = line::write(event);
        let known = self.places.get(&event.id).and_then(|place| self.events.get(place));
        if let Some(known) = known {
            if *known == line {
                return;
            }
            self.conflicts += 1;
            if *known < line {
                return;
            }
        }
        if let Some(old) = self.places.insert(event.id, place) {
            self.events.remove(&old);
        }
        self.events.insert(place, line);
    }

    /// The lines in canonical order, without line breaks.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.events.values().map(String::as_str)
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// How often an event came with a known id and other content.
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::arbitrary;

    fn file(events: &[Event]) -> String {
        events.iter().map(|event| line::write(event) + "\n").collect()
    }

    proptest! {
        #[test]
        fn a_damaged_line_costs_itself_alone(events in arbitrary::events(1..8), at in any::<prop::sample::Index>()) {
            let mut lines: Vec<Vec<u8>> = events.iter().map(|event| line::write(event).into_bytes()).collect();
            let bad = at.index(lines.len());
            lines[bad][0] = 0xff;
            let piece = read(&lines.join(&b"\r\n"[..]), 10);
            let mut rest = events.clone();
            rest.remove(bad);
            prop_assert_eq!(piece.events, rest);
            prop_assert_eq!(piece.damaged, [Damaged { line: 11 + bad as u64, what: "it is not UTF-8".to_owned() }]);
            prop_assert_eq!(piece.lines, lines.len() as u64);
        }

        #[test]
        fn a_union_is_the_same_from_every_side(
            (one, two) in (arbitrary::events(0..12), arbitrary::events(0..12)).prop_flat_map(|(a, b)| {
                let both: Vec<Event> = a.iter().chain(&b).chain(&a).cloned().collect();
                (Just(both.clone()), Just(both).prop_shuffle())
            }),
        ) {
            let union = |events: &[Event]| {
                let mut union = Union::default();
                events.iter().for_each(|event| union.add(event));
                union.lines().collect::<Vec<_>>().join("\n")
            };
            let joined = union(&one);
            prop_assert_eq!(&joined, &union(&two));
            let again = read(joined.as_bytes(), 0);
            prop_assert!(again.damaged.is_empty());
            prop_assert_eq!(joined, union(&again.events));
        }
    }

    #[test]
    fn what_editors_leave_is_no_damage() {
        let piece = read(b"\xef\xbb\xbf\r\n\n  \n", 0);
        assert_eq!((piece.events.len(), piece.damaged.len(), piece.lines), (0, 0, 3));
        assert_eq!(read(b"", 0).lines, 0);
        let what = |bytes: &[u8]| read(bytes, 0).damaged.swap_remove(0).what;
        assert_eq!(
            what(b"[1]"),
            "the event is not a JSON object: invalid type: sequence, expected an object at column 0"
        );
        assert_eq!(what(&vec![b'x'; LINE_MAX + 1]), "it has more than 1048576 bytes");
        assert!(!what(b"{\"a\x1b[2J\":1}").contains('\x1b'));
        assert!(file(&[]).is_empty());
    }
}
