//! A sitting as the log tells it: what was given to each question by now, and whether it is closed.

use uuid::Uuid;

use crate::event::exam::{Certainty, Exam, Given, Marks, Paper};
use crate::event::{Body, Event};
use crate::question::Response;
use crate::time::{Day, Timestamp};

/// A response with the moment it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What was given.
    pub response: Response,
    /// When, by the clock.
    pub at: Timestamp,
    /// The zone's offset then, minutes east.
    pub offset_minutes: i32,
    /// The study day.
    pub day: Day,
}

/// What a sitting has of one question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The response that counts.
    pub reply: Option<Reply>,
    /// One that came after the time was up: kept, and not counted.
    pub late: Option<Reply>,
    /// Marked to come back to.
    pub flagged: bool,
    /// How sure the student was.
    pub certainty: Option<Certainty>,
    /// Milliseconds spent on it, until its last response.
    pub spent: u64,
}

/// A sitting by now.
#[derive(Debug, Clone, PartialEq)]
pub struct Sitting {
    /// Its id: that of its first event.
    pub id: Uuid,
    /// When the time began to run.
    pub begun: Timestamp,
    /// The study day it began on.
    pub day: Day,
    /// The paper.
    pub paper: Paper,
    /// One for each question on it.
    pub answers: Vec<Answer>,
    /// The last moment that the log has of it.
    pub last: Timestamp,
    /// The question that was last worked on, from 0.
    pub place: usize,
    /// When it was closed, and the marks.
    pub marks: Option<(Timestamp, Marks)>,
}

impl Sitting {
    /// The sitting that begins with this event; `None` if none does.
    pub fn begin(event: &Event) -> Option<Self> {
        let paper = match &event.body {
            Body::Exam(exam) => match &**exam {
                Exam::Sitting(paper) => paper.clone(),
                _ => return None,
            },
            _ => return None,
        };
        Some(Self {
            id: event.id,
            begun: event.clock,
            day: event.day,
            answers: vec![Answer::default(); paper.items.len()],
            paper,
            last: event.clock,
            place: 0,
            marks: None,
        })
    }

    /// The sitting after all its events, in canonical order.
    pub fn replay<'e>(begin: &Event, events: impl IntoIterator<Item = &'e Event>) -> Option<Self> {
        let mut sitting = Self::begin(begin)?;
        events.into_iter().for_each(|event| sitting.take(event));
        Some(sitting)
    }

    /// Takes the next event in canonical order; one of another sitting changes nothing, and so does one that comes
    /// after the end.
    pub fn take(&mut self, event: &Event) {
        let Body::Exam(exam) = &event.body else { return };
        if exam.sitting() != Some(self.id) || self.marks.is_some() {
            return;
        }
        self.last = self.last.max(event.clock);
        match &**exam {
            Exam::Sitting(_) => {}
            Exam::Response(given) => self.give(given, event),
            Exam::Flag { item, on, .. } => self.change(*item, |answer| answer.flagged = *on),
            Exam::Certainty { item, certainty, .. } => {
                self.change(*item, |answer| answer.certainty = Some(*certainty));
            }
            Exam::Marks(marks) => self.marks = Some((event.clock, marks.clone())),
        }
    }

    fn give(&mut self, given: &Given, event: &Event) {
        let reply = given.response.clone().map(|response| Reply {
            response,
            at: event.clock,
            offset_minutes: event.offset_minutes,
            day: event.day,
        });
        self.change(given.item, |answer| {
            answer.spent = answer.spent.saturating_add(u64::from(given.spent));
            if given.late {
                answer.late = reply;
            } else {
                // How sure one was of another response says nothing of this one.
                answer.certainty = None;
                answer.reply = reply;
            }
        });
    }

    fn change(&mut self, item: u32, change: impl FnOnce(&mut Answer)) {
        let place = item as usize;
        if let Some(answer) = self.answers.get_mut(place) {
            self.place = place;
            change(answer);
        }
    }

    /// Seconds since it began. The clock never runs back behind what the log has.
    pub fn elapsed_seconds(&self, now: Timestamp) -> f64 {
        let elapsed = now.max(self.last).0.saturating_sub(self.begun.0).max(0);
        elapsed as f64 / 1000.0
    }

    /// Seconds left, never below 0; `None` if it is untimed.
    pub fn left_seconds(&self, now: Timestamp) -> Option<f64> {
        let limit = f64::from(self.paper.limit_seconds?);
        Some((limit - self.elapsed_seconds(now)).max(0.0))
    }

    /// True if the time is up.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.left_seconds(now).is_some_and(|left| left <= 0.0)
    }

    /// Questions with a response that counts.
    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| answer.reply.is_some()).count()
    }
}

#[cfg(test)]
#[path = "sitting_tests.rs"]
mod tests;
