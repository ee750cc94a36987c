//! The decks of a session, ready to be asked from.
//!
//! Choosing needs an [`Index`] only. Of a big deck whose index was kept, the first question is read alone, and the
//! whole deck while the student looks at it.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

use super::cache::Slot;
use super::{Files, Loaded};
use crate::deck::{self, Deck, Index};
use crate::error::Result;
use crate::judge::{Lexicon, Marked};
use crate::question::{Ask, Mode, Pool, Private, Question, Response, lexicon};
use crate::session::{Card, Catalog};
use crate::source::SourceFile;
use crate::text::Text;

/// A deck that was opened to be studied.
#[derive(Debug)]
pub enum Opened {
    /// Read whole; its index can be kept in the slot if it is sound.
    Whole(Box<Loaded>, Option<Slot>),
    /// Its index was kept, and it is sound and unchanged since.
    Known(Index, Vec<SourceFile>),
}

/// Opens the deck at `path`, by its index below the folder `cache` if that fits.
///
/// # Errors
/// As [`super::load`].
pub fn open(path: &Path, cache: &Path) -> Result<Opened> {
    let Files { files, diagnostics } = super::read(path)?;
    let slot = Slot::of(cache, path, &files).filter(|_| diagnostics.is_empty());
    if let Some(index) = slot.as_ref().and_then(Slot::read) {
        return Ok(Opened::Known(index, files));
    }
    Ok(Opened::Whole(Box::new(super::parsed(files, diagnostics)), slot))
}

/// Some decks, side by side.
#[derive(Default)]
pub struct Shelf {
    books: Vec<Book>,
    keeping: Vec<JoinHandle<()>>,
}

struct Book {
    index: Arc<Index>,
    /// The first question asked, if it was read alone.
    first: OnceCell<(u32, Arc<Question>)>,
    asked: Vec<OnceCell<Arc<Question>>>,
    deck: OnceCell<Arc<Deck>>,
    private: HashMap<String, Private>,
    lexicon: OnceCell<Lexicon>,
    /// What is still to be read, before [`Shelf::prepare`].
    files: Cell<Vec<SourceFile>>,
    making: Cell<Option<Making>>,
}

/// What is made while the student reads the first question.
struct Making {
    deck: Receiver<Arc<Deck>>,
    lexicon: Receiver<Lexicon>,
}

impl Shelf {
    /// Puts a whole deck on the shelf, and its index into `slot`, to begin faster the next time.
    pub fn add(&mut self, deck: Deck, slot: Option<Slot>) {
        let index = Arc::new(Index::of(&deck));
        if let Some(slot) = slot {
            let index = Arc::clone(&index);
            let keep = thread::Builder::new().name("index".into()).spawn(move || slot.write(&index));
            self.keeping.extend(keep);
        }
        let book = Book::new(index, Vec::new());
        drop(book.deck.set(Arc::new(deck)));
        self.books.push(book);
    }

    /// Puts a deck on the shelf whose index is known.
    pub fn add_known(&mut self, index: Index, files: Vec<SourceFile>) {
        self.books.push(Book::new(Arc::new(index), files));
    }

    /// The decks in brief, in the order they were added.
    pub fn decks(&self) -> impl Iterator<Item = &Index> {
        self.books.iter().map(|book| &*book.index)
    }

    /// Adds what the student has added to the questions of each deck, by their ids; `own` is asked deck by deck.
    ///
    /// # Errors
    /// If `own` fails.
    pub fn personal(&mut self, own: impl Fn(&str) -> Result<HashMap<String, Private>>) -> Result<()> {
        self.books.iter_mut().try_for_each(|book| {
            book.private = own(&book.index.id)?;
            Ok(())
        })
    }

    /// Reads the question that will be asked first, and begins what will be needed behind it.
    pub fn prepare(&self, first: Card) {
        if let Some(book) = self.books.get(first.deck as usize) {
            book.read_first(first.index);
        }
        self.books.iter().for_each(Book::make);
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        for keeping in self.keeping.drain(..) {
            // An index that was not kept is made again.
            drop(keeping.join());
        }
    }
}

impl Book {
    fn new(index: Arc<Index>, files: Vec<SourceFile>) -> Self {
        let asked = std::iter::repeat_with(OnceCell::new).take(index.questions.len()).collect();
        Self {
            index,
            first: OnceCell::new(),
            asked,
            deck: OnceCell::new(),
            private: HashMap::new(),
            lexicon: OnceCell::new(),
            files: Cell::new(files),
            making: Cell::new(None),
        }
    }

    fn read_first(&self, index: u32) {
        let Some(brief) = self.index.questions.get(index as usize).filter(|_| self.deck.get().is_none())
        else {
            return;
        };
        let files = self.files.take();
        if let Some(question) = deck::one(&files, &self.index, brief) {
            drop(self.first.set((index, self.personal(question))));
        }
        self.files.set(files);
    }

    fn make(&self) {
        let (send_deck, deck) = channel();
        let (send_lexicon, lexicon_made) = channel();
        let (known, files) = (self.deck.get().cloned(), self.files.take());
        // Nobody may be left to receive: the student was faster, or has gone.
        let work = move || {
            let deck = known.unwrap_or_else(|| Arc::new(deck::parse(&files).deck));
            drop(send_deck.send(Arc::clone(&deck)));
            drop(send_lexicon.send(lexicon(&deck.terms, &deck.questions)));
        };
        if thread::Builder::new().name("deck".into()).spawn(work).is_ok() {
            self.making.set(Some(Making { deck, lexicon: lexicon_made }));
        }
    }

    fn deck(&self) -> &Deck {
        self.deck.get_or_init(|| {
            let making = self.making.take();
            let made = making.as_ref().and_then(|making| making.deck.recv().ok());
            self.making.set(making);
            made.unwrap_or_else(|| Arc::new(deck::parse(&self.files.take()).deck))
        })
    }

    fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| {
            let deck = self.deck();
            // Without the thread, or if it died, the work is done here.
            let made = self.making.take().and_then(|making| making.lexicon.recv().ok());
            made.unwrap_or_else(|| lexicon(&deck.terms, &deck.questions))
        })
    }

    fn question(&self, index: u32) -> Arc<Question> {
        match self.first.get() {
            Some((first, question)) if *first == index => Arc::clone(question),
            _ => {
                let index = index as usize;
                self.asked[index].get_or_init(|| self.personal(self.deck().questions[index].clone())).clone()
            }
        }
    }

    fn personal(&self, question: Question) -> Arc<Question> {
        Arc::new(match self.private.get(&*question.id) {
            Some(private) => private.on(question),
            None => question,
        })
    }
}

impl Catalog for Shelf {
    fn deck_id(&self, deck: u32) -> Text {
        Text::from(&*self.books[deck as usize].index.id)
    }

    fn deck_title(&self, deck: u32) -> Text {
        Text::from(&*self.books[deck as usize].index.title)
    }

    fn question(&self, card: Card) -> Arc<Question> {
        self.books[card.deck as usize].question(card.index)
    }

    fn note(&self, card: Card) -> Option<Text> {
        let book = &self.books[card.deck as usize];
        let brief = book.index.questions.get(card.index as usize)?;
        book.private.get(&*brief.id)?.note.clone()
    }

    fn ask(&self, card: Card, mode: Mode, seed: u64) -> Ask {
        let question = self.question(card);
        let pool = if question.draws(mode) {
            let deck = self.books[card.deck as usize].deck();
            Pool { terms: &deck.terms, questions: &deck.questions }
        } else {
            Pool { terms: &[], questions: &[] }
        };
        question.ask(mode, &pool, seed)
    }

    fn mark(&self, card: Card, ask: &Ask, response: &Response) -> Marked {
        self.question(card).mark(ask, response, self.books[card.deck as usize].lexicon())
    }
}
