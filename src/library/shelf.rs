//! The decks of a session, ready to be asked from.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crate::deck::Deck;
use crate::judge::{Lexicon, Marked};
use crate::question::{Ask, Mode, Pool, Question, Response, lexicon};
use crate::session::{Card, Catalog};
use crate::text::Text;

/// Some decks, side by side.
#[derive(Default)]
pub struct Shelf {
    books: Vec<Book>,
}

struct Book {
    deck: Arc<Deck>,
    asked: Vec<OnceCell<Arc<Question>>>,
    lexicon: OnceCell<Lexicon>,
    /// The lexicon is made while the student reads the first question.
    making: Cell<Option<JoinHandle<Lexicon>>>,
}

impl Shelf {
    /// Puts a deck on the shelf.
    pub fn add(&mut self, deck: Deck) {
        let deck = Arc::new(deck);
        let asked = std::iter::repeat_with(OnceCell::new).take(deck.questions.len()).collect();
        self.books.push(Book { deck, asked, lexicon: OnceCell::new(), making: Cell::new(None) });
    }

    /// The decks, in the order they were added.
    pub fn decks(&self) -> impl Iterator<Item = &Deck> {
        self.books.iter().map(|book| &*book.deck)
    }

    /// Begins what will be needed to mark the first response.
    pub fn prepare(&self) {
        for book in &self.books {
            let deck = book.deck.clone();
            let make = move || lexicon(&deck.terms, &deck.questions);
            if let Ok(thread) = thread::Builder::new().name("lexicon".into()).spawn(make) {
                book.making.set(Some(thread));
            }
        }
    }
}

impl Book {
    fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| {
            // Without the thread, or if it died, the work is done here.
            let made = self.making.take().and_then(|thread| thread.join().ok());
            made.unwrap_or_else(|| lexicon(&self.deck.terms, &self.deck.questions))
        })
    }
}

impl Catalog for Shelf {
    fn deck_id(&self, deck: u32) -> Text {
        Text::from(&*self.books[deck as usize].deck.id)
    }

    fn deck_title(&self, deck: u32) -> Text {
        self.books[deck as usize].deck.title.clone()
    }

    fn question(&self, card: Card) -> Arc<Question> {
        let book = &self.books[card.deck as usize];
        let index = card.index as usize;
        book.asked[index].get_or_init(|| Arc::new(book.deck.questions[index].clone())).clone()
    }

    fn ask(&self, card: Card, mode: Mode, seed: u64) -> Ask {
        let deck = &self.books[card.deck as usize].deck;
        let pool = Pool { terms: &deck.terms, questions: &deck.questions };
        self.question(card).ask(mode, &pool, seed)
    }

    fn mark(&self, card: Card, ask: &Ask, response: &Response) -> Marked {
        let book = &self.books[card.deck as usize];
        self.question(card).mark(ask, response, book.lexicon())
    }
}
