//! What a student does to a question rather than with it: notes, further answers, setting it aside.

use super::input::{Effect, Overrule};
use super::machine::{Phase, Session};
use super::port::Card;
use crate::event::{Body, Own};
use crate::text::Text;
use crate::time::Timestamp;

impl Session<'_> {
    /// The question on the screen, if one is asked, and the one that words are about: that, or the last answered.
    fn subject_now(&self) -> (Option<Card>, Option<Card>) {
        let asking = match &self.phase {
            Some(Phase::Asking(current)) => Some(current.slot.card),
            _ => None,
        };
        (asking, asking.or_else(|| self.history.last().map(|answered| answered.slot.card)))
    }

    /// Keeps words of the student's own.
    pub(super) fn own(&mut self, own: Own, words: Text, now: Timestamp) -> Vec<Effect> {
        let (_, Some(card)) = self.subject_now() else { return Vec::new() };
        let draft = self.draft(Body::Own(self.subject(card), own, words), now);
        vec![Effect::Save(vec![draft]), Effect::Noted]
    }

    /// The last answer was right, and is from now on.
    pub(super) fn accept(&mut self, now: Timestamp) -> Vec<Effect> {
        let last = self.history.last().and_then(|last| Some((last.slot.card, last.typed.clone()?)));
        let Some((card, typed)) = last else { return vec![Effect::NotAccepted] };
        let draft = self.draft(Body::Own(self.subject(card), Own::Accept, typed.clone()), now);
        let mut effects = vec![Effect::Save(vec![draft]), Effect::Accepted(typed)];
        effects.extend(self.overrule(Overrule::Right, now));
        effects
    }

    /// Never asks it again.
    pub(super) fn suspend(&mut self, now: Timestamp) -> Vec<Effect> {
        let (asking, Some(card)) = self.subject_now() else { return Vec::new() };
        self.queue.retain(|slot| slot.card != card);
        let draft = self.draft(Body::Suspend(self.subject(card), true), now);
        let mut effects = vec![Effect::Save(vec![draft]), Effect::Suspended];
        if asking.is_some() {
            self.phase = None;
            effects.extend(self.advance(now));
        }
        effects
    }
}
