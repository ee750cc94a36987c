//! What the student has added to the questions of a deck: notes, mnemonics, further right answers.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::{Store, log};
use crate::error::Result;
use crate::event::{Body, Event, Own, Subject};
use crate::memory::replay::struck;
use crate::question::Private;
use crate::text::Text;

impl Store {
    /// What the student has added to each question of a deck that has any of it, by the ids they have now.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn own(&self, deck: &str) -> Result<HashMap<String, Private>> {
        let mut events = Vec::new();
        for own in Own::ALL {
            events.extend(of_kind(&self.conn, deck, own)?);
        }
        events.sort_by_key(|event| (event.time, event.device, event.sequence, event.id));
        let mut all: HashMap<String, Private> = HashMap::new();
        for event in events {
            let Body::Own(subject, own, words) = event.body else { continue };
            let question = now(&self.conn, deck, subject.question.raw())?;
            add(all.entry(question).or_default(), own, words);
        }
        all.retain(|_, private| *private != Private::default());
        Ok(all)
    }

    /// True if the log has something on a question under this id, or an older one, that follows to no newer id yet.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_history(&self, subject: &Subject) -> Result<bool> {
        let mut found = self.conn.prepare_cached(
            "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM alias WHERE deck = ?1 AND question = ?2)
             AND (EXISTS (SELECT 1 FROM event WHERE deck = ?1 AND question = ?2 AND kind <> 'rename')
                  OR EXISTS (SELECT 1 FROM alias WHERE deck = ?1 AND now = ?2))",
        )?;
        Ok(found.exists([subject.deck.raw(), subject.question.raw()])?)
    }
}

/// Those that stand. One query a kind, for which there is an index.
fn of_kind(conn: &Connection, deck: &str, own: Own) -> Result<Vec<Event>> {
    let fit = format!("kind = '{}' AND deck = ?1", own.name());
    let mut events = log::sound_events(conn, &format!("WHERE {fit}"), [deck])?;
    if !events.is_empty() {
        let struck = struck(&log::voids(conn, &fit, [deck])?);
        events.retain(|event| !struck.contains(&event.id));
    }
    Ok(events)
}

fn now(conn: &Connection, deck: &str, question: &str) -> Result<String> {
    let mut now = conn.prepare_cached("SELECT now FROM alias WHERE deck = ?1 AND question = ?2")?;
    let found = now.query_row([deck, question], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_else(|| question.to_owned()))
}

fn add(private: &mut Private, own: Own, words: Text) {
    let given = (!words.is_blank()).then(|| words.clone());
    match own {
        Own::Note => private.note = given,
        Own::Mnemonic => private.mnemonic = given,
        Own::Accept | Own::Unaccept => {
            private.accept.retain(|other| *other != words);
            private.accept.extend(given.filter(|_| own == Own::Accept));
        }
    }
}
