//! Exams to study for, what was foreseen of them, and the moments of the last answers.

use std::collections::{BTreeSet, HashMap};

use super::Store;
use super::log::{self, ORDER};
use super::trouble::damaged;
use crate::error::Result;
use crate::event::{Body, Course, Event, Foreseen, Goal, Subject};
use crate::memory::replay::struck;
use crate::plan::Moment;
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// True for the same decks, in whatever order.
fn same(some: &[Text], others: &[Text]) -> bool {
    let ids = |decks: &[Text]| decks.iter().map(|deck| deck.raw().to_owned()).collect::<BTreeSet<_>>();
    some == others || ids(some) == ids(others)
}

impl Store {
    /// The goals that stand, followed or paused, the oldest first. A goal takes the place of those before it that
    /// are about any of its decks.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn goals(&self) -> Result<Vec<Goal>> {
        let mut goals: Vec<Goal> = Vec::new();
        for event in self.standing("goal")? {
            let Body::Goal(goal) = event.body else { continue };
            goals.retain(|other| !other.decks.iter().any(|deck| goal.decks.contains(deck)));
            goals.push(goal);
        }
        goals.retain(|goal| goal.course != Course::Ended);
        Ok(goals)
    }

    /// Every forecast of an exam on `exam` about exactly these decks, in any order, with the day it was made on,
    /// the oldest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn forecasts(&self, decks: &[Text], exam: Day) -> Result<Vec<(Day, Foreseen)>> {
        let forecast = |event: Event| match event.body {
            Body::Forecast(made) if made.exam == exam && same(&made.decks, decks) => Some((event.day, made)),
            _ => None,
        };
        Ok(self.standing("forecast")?.into_iter().filter_map(forecast).collect())
    }

    /// The chances of recall that were foreseen of the last answers, at most `most`, by question and study day.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn foreseen(&self, most: u32) -> Result<HashMap<(Subject, Day), f32>> {
        let sql = "SELECT deck, question, day, body ->> '$.retrievability' FROM event
             WHERE kind = 'review' ORDER BY time DESC LIMIT ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([most])?;
        let mut foreseen = HashMap::new();
        while let Some(row) = rows.next()? {
            let Some(chance) = row.get::<_, Option<f64>>(3)? else { continue };
            let text = |column| -> Result<Text> {
                Ok(row.get_ref(column)?.as_str().map_err(|e| damaged(&e.to_string()))?.into())
            };
            let subject = Subject { deck: text(0)?, question: text(1)? };
            // The latest is first here, the earliest of a day is the one that counts.
            foreseen.insert((subject, Day(row.get(2)?)), chance as f32);
        }
        Ok(foreseen)
    }

    /// The exams whose score is known, the oldest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn scored(&self) -> Result<Vec<Goal>> {
        let mut scored: Vec<Goal> = Vec::new();
        for event in self.standing("goal")? {
            let Body::Goal(goal) = event.body else { continue };
            if goal.scored.is_some() {
                scored.retain(|other| !same(&other.decks, &goal.decks) || other.exam != goal.exam);
                scored.push(goal);
            }
        }
        Ok(scored)
    }

    /// The last answers, `most` of them at most, in order of time; with the deck that each is about.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn moments(&self, most: u32) -> Result<Vec<(Text, Moment)>> {
        let sql = "SELECT deck, day, clock, milliseconds FROM (
                 SELECT * FROM event WHERE kind = 'review' ORDER BY time DESC LIMIT ?1)
             ORDER BY time";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([most])?;
        let mut moments = Vec::new();
        while let Some(row) = rows.next()? {
            let deck = row.get_ref(0)?.as_str().map_err(|e| damaged(&e.to_string()))?;
            let milliseconds: i64 = row.get(3)?;
            let (day, at) = (Day(row.get(1)?), Timestamp(row.get(2)?));
            moments.push((Text::from(deck), Moment { day, at, seconds: milliseconds as f64 / 1000.0 }));
        }
        Ok(moments)
    }

    /// The events of a rare kind that were not taken back, in canonical order.
    pub(super) fn standing(&self, kind: &str) -> Result<Vec<Event>> {
        let fit = format!("kind = '{kind}'");
        let mut events = log::sound_events(&self.conn, &format!("WHERE {fit} {ORDER}"), [])?;
        if !events.is_empty() {
            let struck = struck(&log::voids(&self.conn, &fit, [])?);
            events.retain(|event| !struck.contains(&event.id));
        }
        Ok(events)
    }
}
