//! The states of a quiz and what each input does to them.

use std::collections::VecDeque;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::history::{Answered, History, Pace, seconds_between};
use super::input::{Effect, Input, Overrule};
use super::options::{Options, Slot};
use super::port::{Card, Catalog};
use super::view::{Asked, Judged};
use crate::event::{Body, Draft, Own, Purpose, Review, Subject};
use crate::judge::{Marked, Verdict};
use crate::memory::replay::outcome;
use crate::memory::{LEECH_LAPSES, Scheduler, fuzz};
use crate::plan::Standing;
use crate::question::ask::{Ask, Rating, Response};
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// Whose turn it is: what a [`super::Prompter`] waits for.
#[derive(Debug)]
pub(super) enum Turn<'s> {
    Asking(&'s Asked),
    Reading(&'s Judged),
}

#[derive(Debug)]
pub(super) enum Phase {
    Asking(Box<Current>),
    Reading(Box<Judged>),
}

#[derive(Debug)]
pub(super) struct Current {
    pub(super) slot: Slot,
    asked: Asked,
    at: Timestamp,
    hints: u32,
}

/// Seconds that one answer can take at most; a longer time is a pause.
const LONGEST_ANSWER_SECONDS: f64 = 3600.0;

/// How many questions stand between a wrong answer and its next try, if there are so many.
const RELEARN_GAP: usize = 5;

/// A quiz.
pub struct Session<'a> {
    catalog: &'a dyn Catalog,
    scheduler: &'a Scheduler,
    options: Options,
    pub(super) queue: VecDeque<Slot>,
    pub(super) phase: Option<Phase>,
    pub(super) history: History,
    pace: Pace,
    chance: StdRng,
}

impl<'a> Session<'a> {
    /// A session over `queue`, asked in this order.
    pub fn new(
        catalog: &'a dyn Catalog,
        scheduler: &'a Scheduler,
        queue: impl IntoIterator<Item = Slot>,
        options: Options,
    ) -> Self {
        let chance = StdRng::seed_from_u64(options.seed);
        let pace = Pace::new(Timestamp::default());
        let queue = queue.into_iter().collect();
        Self { catalog, scheduler, options, queue, phase: None, history: History::default(), pace, chance }
    }

    /// Asks the first question, or finishes if there is none.
    pub fn start(&mut self, now: Timestamp) -> Vec<Effect> {
        self.pace = Pace::new(now);
        self.advance(now)
    }

    /// The study day.
    pub fn today(&self, now: Timestamp) -> Day {
        self.options.calendar.day(now)
    }

    /// Does what the student said. After [`Effect::Finished`] nothing happens any more.
    pub fn step(&mut self, input: Input, now: Timestamp) -> Vec<Effect> {
        self.pace.tick(now);
        match input {
            Input::Respond(response) => self.respond(response, now),
            Input::Hint => self.hint(),
            Input::Overrule(said) => self.overrule(said, now),
            Input::Next => match self.phase {
                Some(Phase::Reading(_)) => self.advance(now),
                _ => Vec::new(),
            },
            Input::Undo => self.undo(now),
            Input::Suspend => self.suspend(now),
            Input::Note(words) => self.own(Own::Note, words, now),
            Input::Mnemonic(words) => self.own(Own::Mnemonic, words, now),
            Input::Accept => self.accept(now),
            Input::Quit => self.finish(),
        }
    }

    /// What is waited for; once finished, the last verdict stays.
    pub(super) fn turn(&self) -> Option<Turn<'_>> {
        match self.phase.as_ref()? {
            Phase::Asking(current) => Some(Turn::Asking(&current.asked)),
            Phase::Reading(judged) => Some(Turn::Reading(judged)),
        }
    }

    /// The questions in the queue.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> impl Iterator<Item = Card> {
        self.queue.iter().map(|slot| slot.card)
    }

    pub(super) fn advance(&mut self, now: Timestamp) -> Vec<Effect> {
        let late = self.options.limit_seconds.is_some_and(|limit| self.pace.seconds >= limit);
        match self.queue.pop_front() {
            Some(slot) if !late => self.put(slot, now),
            slot => {
                self.queue.extend(slot);
                self.finish()
            }
        }
    }

    fn finish(&mut self) -> Vec<Effect> {
        let on_screen = match self.phase.take() {
            Some(Phase::Asking(asking)) => Some(asking.slot.card),
            _ => None,
        };
        let cards: Vec<Card> = self.queue.iter().map(|slot| slot.card).chain(on_screen).collect();
        let owed = cards.iter().filter(|card| self.history.is_open(**card)).count();
        let left = (owed, cards.len() - owed);
        let Options { session, unseen, cram, .. } = self.options;
        vec![Effect::Finished(Box::new(self.history.summary(session, left, unseen, cram, &self.pace)))]
    }

    /// Puts a question on the screen.
    fn put(&mut self, slot: Slot, now: Timestamp) -> Vec<Effect> {
        let question = self.catalog.question(slot.card);
        let ask = self.catalog.ask(slot.card, self.options.mode, self.chance.next_u64());
        let mut progress =
            self.history.progress(self.queue.len() + 1, &self.pace, self.options.limit_seconds);
        progress.owed -= usize::from(self.history.is_open(slot.card));
        let asked = Asked {
            deck: self.catalog.deck_title(slot.card.deck),
            id: Text::from(&*question.id),
            kind: question.kind(),
            prompt: question.shown_prompt(),
            back: matches!(ask, Ask::Reveal).then(|| question.answer()),
            ask,
            standing: slot.standing,
            first: !self.history.has(slot.card),
            changed: slot
                .state
                .as_ref()
                .is_some_and(|state| state.is_changed(|then| question.has_key_of(then))),
            hints: question.hints.len(),
            progress,
        };
        let effect = Effect::Ask(Box::new(asked.clone()));
        self.phase = Some(Phase::Asking(Box::new(Current { slot, asked, at: now, hints: 0 })));
        vec![effect]
    }

    fn hint(&mut self) -> Vec<Effect> {
        let Some(Phase::Asking(current)) = &mut self.phase else { return Vec::new() };
        let question = self.catalog.question(current.slot.card);
        match question.hints.get(current.hints as usize) {
            Some(hint) => {
                current.hints += 1;
                current.asked.hints = current.asked.hints.saturating_sub(1);
                vec![Effect::Hint(hint.clone())]
            }
            None => vec![Effect::NoHint],
        }
    }

    fn respond(&mut self, response: Response, now: Timestamp) -> Vec<Effect> {
        let Some(Phase::Asking(current)) = self.phase.take() else { return Vec::new() };
        match self.catalog.mark(current.slot.card, &current.asked.ask, &response) {
            Marked::AskAgain(reason) => {
                self.phase = Some(Phase::Asking(current));
                vec![Effect::AskAgain(reason)]
            }
            Marked::Verdict(verdict) => self.judge(*current, response, verdict, now),
        }
    }

    fn judge(
        &mut self,
        current: Current,
        response: Response,
        verdict: Verdict,
        now: Timestamp,
    ) -> Vec<Effect> {
        let Current { slot, hints, at, .. } = current;
        let question = self.catalog.question(slot.card);
        let rating = match response {
            Response::Recalled(rating) => rating,
            _ => Rating::of(verdict.score, hints),
        };
        let today = self.today(now);
        let due = self.due(&slot, rating, today);
        let review = Review {
            rating,
            score: verdict.score,
            outcome: verdict.outcome,
            rule: verdict.rule,
            response: response.clone(),
            confused_with: verdict.confusion.as_ref().and_then(confused_with),
            hints,
            seconds: seconds_between(at, now).min(LONGEST_ANSWER_SECONDS),
            mode: self.options.mode,
            purpose: purpose(slot.standing),
            session: self.options.session,
            meaning: question.meaning,
            due,
            retrievability: due.and_then(|_| slot.state.as_ref()?.foreseen(today, self.scheduler)),
        };
        let draft = self.draft(Body::Review(self.subject(slot.card), Box::new(review)), now);
        let due_in = due.map(|day| day.since(today));
        self.load(due_in, true);
        let lapses = slot.state.as_ref().map_or(0, |state| state.lapses);
        let first = !self.history.has(slot.card);
        let typed = match &response {
            Response::Text(text) if question.takes_answers() => Some(text.clone()),
            _ => None,
        };
        let answered = Answered { slot: slot.clone(), event: draft.id, rating, first, due_in, typed };
        self.history.push(answered);
        let again = rating == Rating::Again;
        if again {
            self.ask_again_later(slot.card);
        }
        let judged = Judged {
            verdict,
            response,
            answer: question.answer(),
            explanation: question.explanation.clone(),
            source: question.source.clone(),
            note: self.catalog.note(slot.card),
            rating,
            due: due.map(|day| (day, day.since(today))),
            again,
            leech: again && slot.standing != Standing::Relearn && lapses + 1 >= LEECH_LAPSES,
            progress: self.history.progress(self.queue.len(), &self.pace, self.options.limit_seconds),
        };
        self.phase = Some(Phase::Reading(Box::new(judged.clone())));
        vec![Effect::Save(vec![draft]), Effect::Judged(Box::new(judged))]
    }

    /// The day an answer makes a question due; `None` if the answer leaves the schedule alone: practice,
    /// relearning, or a second answer on one day.
    fn due(&self, slot: &Slot, rating: Rating, today: Day) -> Option<Day> {
        let counted_today = slot.state.as_ref().and_then(|state| state.last) == Some(today);
        if purpose(slot.standing) != Purpose::Study || counted_today {
            return None;
        }
        let subject = self.subject(slot.card);
        let state = slot.state.as_ref();
        let elapsed_days = state.and_then(|state| state.last).map_or(0, |last| today.since(last));
        let futures = self.scheduler.futures(state.and_then(|state| state.memory), elapsed_days);
        let reviews = state.map_or(0, |state| state.reviews);
        let seed = fuzz::seed(subject.deck.raw(), subject.question.raw(), reviews);
        let loads = &self.options.loads;
        let busy = |day: Day| loads.get(day.since(today) as usize).copied().unwrap_or(0);
        Some(*self.scheduler.dues(&futures, today, seed, &busy).of(rating))
    }

    fn load(&mut self, due_in: Option<u32>, more: bool) {
        let Some(load) = due_in.and_then(|days| self.options.loads.get_mut(days as usize)) else { return };
        *load = if more { load.saturating_add(1) } else { load.saturating_sub(1) };
    }

    /// Puts a question back a few places on, away from its siblings if possible.
    fn ask_again_later(&mut self, card: Card) {
        let question = self.catalog.question(card);
        let sibling = question.sibling.clone();
        let is_sibling = |slot: Option<&Slot>| {
            let other = slot.and_then(|slot| self.catalog.question(slot.card).sibling.clone());
            other.is_some() && other == sibling
        };
        let last = self.queue.len();
        let from = RELEARN_GAP.min(last);
        let apart = (from..=last.min(from + RELEARN_GAP)).find(|at| {
            !is_sibling(at.checked_sub(1).and_then(|before| self.queue.get(before)))
                && !is_sibling(self.queue.get(*at))
        });
        let mut state = self.history.last().and_then(|answered| answered.slot.state.clone());
        // That it has changed was told with the answer just given.
        state.iter_mut().for_each(|state| state.meaning = Some(question.meaning));
        let standing = if self.options.cram { Standing::Cram } else { Standing::Relearn };
        self.queue.insert(apart.unwrap_or(from), Slot { card, standing, state });
    }

    pub(super) fn overrule(&mut self, said: Overrule, now: Timestamp) -> Vec<Effect> {
        let (rating, word) = match said {
            Overrule::Right => (Rating::Good, "right"),
            Overrule::Wrong => (Rating::Again, "wrong"),
            Overrule::Easy => (Rating::Easy, "easy"),
        };
        let Some(answered) = self.history.last_mut() else { return Vec::new() };
        answered.rating = rating;
        let (review, card, recorded) = (answered.event, answered.slot.card, answered.due_in);
        let state = answered.slot.state.clone().unwrap_or_default();
        let body = Body::Overrule { review, rating, said: Text::from(word) };
        let (today, subject) = (self.today(now), self.subject(card));
        let due = recorded.map(|days| {
            let recorded = Some(today.plus(days));
            let (_, due) = outcome(&state, &subject, today, rating, recorded, self.scheduler);
            (due, due.since(today))
        });
        let mut effects = vec![Effect::Save(vec![self.draft(body, now)]), Effect::Overruled(rating, due)];
        effects.extend(self.settle(card, rating, now));
        effects
    }

    /// Brings the queue and the screen in line with what the last answer to `card` counts as by now.
    fn settle(&mut self, card: Card, rating: Rating, now: Timestamp) -> Vec<Effect> {
        let again = rating == Rating::Again;
        let on_screen = matches!(&self.phase, Some(Phase::Asking(current)) if current.slot.card == card);
        if again && !on_screen && !self.queue.iter().any(|slot| slot.card == card) {
            self.ask_again_later(card);
        }
        if !again {
            self.queue.retain(|slot| slot.card != card);
        }
        if let Some(Phase::Reading(judged)) = &mut self.phase {
            judged.rating = rating;
            judged.again = again;
        }
        if !on_screen || again {
            return Vec::new();
        }
        self.phase = None;
        self.advance(now)
    }

    fn undo(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(answered) = self.history.pop() else { return vec![Effect::NothingToUndo] };
        let draft = self.draft(Body::Void(answered.event), now);
        self.load(answered.due_in, false);
        if let Some(Phase::Asking(current)) = self.phase.take() {
            self.queue.push_front(current.slot);
        }
        let card = answered.slot.card;
        self.queue.retain(|slot| slot.card != card);
        let mut effects = vec![Effect::Save(vec![draft]), Effect::Undone];
        effects.extend(self.put(answered.slot, now));
        effects
    }

    pub(super) fn subject(&self, card: Card) -> Subject {
        let question = self.catalog.question(card);
        Subject { deck: self.catalog.deck_id(card.deck), question: Text::from(&*question.id) }
    }

    pub(super) fn draft(&mut self, body: Body, now: Timestamp) -> Draft {
        let mut random = [0; 10];
        self.chance.fill_bytes(&mut random);
        let milliseconds = u64::try_from(now.0).unwrap_or(0);
        Draft {
            id: uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid(),
            clock: now,
            offset_minutes: self.options.calendar.offset_minutes(now),
            day: self.today(now),
            body,
        }
    }
}

fn purpose(standing: Standing) -> Purpose {
    match standing {
        Standing::New | Standing::Due | Standing::Ahead => Purpose::Study,
        Standing::Relearn => Purpose::Relearn,
        Standing::Cram => Purpose::Cram,
    }
}

fn confused_with(confusion: &crate::judge::Confusion) -> Option<Text> {
    let term = confusion.term.as_ref().map(|key| Text::from(format!("@{key}")));
    term.or_else(|| confusion.question.as_ref().map(|id| Text::from(&**id)))
}
