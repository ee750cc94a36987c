//! Where the questions of a paper come from while it is sat: the deck, or a sealed paper that has no keys.

use super::report;
use super::reworded::Reworded;
use crate::deck::Deck;
use crate::event::exam::{Item, Shown};
use crate::judge::{Lexicon, Marked};
use crate::question::{Ask, Key, Mode, Pool, Question, Response};
use crate::text::Text;

/// The questions of a paper, as far as whoever puts them must know them.
pub trait Asking {
    /// What is asked and what a response looks like; `None` if there is no such question any more.
    fn asked(&self, item: &Item) -> Option<(Text, Ask)>;

    /// Why the response can be read in two ways, or in none, in words for the student.
    fn unclear(&self, item: &Item, ask: &Ask, response: &Response) -> Option<String>;

    /// True if the question is still there.
    fn has(&self, item: &Item) -> bool;
}

/// The questions of a deck, in the words that the paper was drawn with.
pub(super) struct FromDeck<'a> {
    pub(super) deck: &'a Deck,
    pub(super) lexicon: &'a Lexicon,
    /// What the options are shuffled with.
    pub(super) seed: u64,
}

impl FromDeck<'_> {
    fn question(&self, item: &Item) -> Option<&Question> {
        report::question(self.deck, &item.question)
    }
}

impl Asking for FromDeck<'_> {
    fn asked(&self, item: &Item) -> Option<(Text, Ask)> {
        let question = self.question(item)?;
        let drawn = || (question.shown_prompt(), ask(self.deck, question, self.seed));
        let kept = item.shown.as_ref().map(|shown| (shown.prompt.clone(), shown.ask.clone()));
        Some(kept.unwrap_or_else(drawn))
    }

    fn unclear(&self, item: &Item, _: &Ask, response: &Response) -> Option<String> {
        let question = self.question(item)?;
        let words = Reworded::since_drawn(self.deck, item, question, self.seed)?;
        match question.mark(&words.ask, &words.response(response), self.lexicon) {
            Marked::AskAgain(reason) => Some(reason),
            Marked::Verdict(_) => None,
        }
    }

    fn has(&self, item: &Item) -> bool {
        self.question(item).is_some()
    }
}

/// How a question is put on a paper with this seed. An order may stand in its right order: if it never did, two items
/// would always stand the wrong way round.
pub fn ask(deck: &Deck, question: &Question, seed: u64) -> Ask {
    let pool = Pool { terms: &deck.terms, questions: &deck.questions };
    match question.key {
        Key::Order(_) => ask_in_order(deck, question, seed, seed),
        _ => question.ask(Mode::Typed, &pool, seed),
    }
}

/// A question in the words of now, to be kept with a paper; `None` for a flip card, which no paper has.
pub fn shown(deck: &Deck, question: &Question, seed: u64) -> Option<Shown> {
    let ask = ask(deck, question, seed);
    let right = match ask {
        Ask::Reveal => return None,
        Ask::Text { .. } | Ask::Texts { .. } => Response::Unknown,
        _ => question.right_response(&ask),
    };
    Some(Shown { prompt: question.shown_prompt(), ask, right })
}

/// The same options in an order that `order` decides. Papers of one seed have the same options: where two had others,
/// what stands on both would be right.
pub fn ask_in_order(deck: &Deck, question: &Question, seed: u64, order: u64) -> Ask {
    let pool = Pool { terms: &deck.terms, questions: &deck.questions };
    question.ask_in_order(Mode::Typed, &pool, seed, order)
}
