//! Drawing a paper from a blueprint: the same seed, deck and version always give the same paper.
//!
//! No two questions on a paper share a term or give each other away; [`Apart`] says which do. To fill all sections
//! under that rule is a hard problem in general, so a paper is tried many times by chance, then with the questions
//! first that stand in nobody's way. What cannot be filled is said before anything begins.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::deck::Deck;
use crate::deck::exam::{Exam, Section};
use crate::deck::lint::Apart;
use crate::question::chance::Chance;
use crate::question::{Key, Question, Term};
use crate::text::Text;

/// A question on a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Its index in the deck.
    pub question: usize,
    /// Its section's index in the blueprint.
    pub section: usize,
}

/// A section that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// The section.
    pub title: Text,
    /// Questions wanted.
    pub wanted: usize,
    /// Questions that fit.
    pub there: usize,
    /// Of these, how many can stand on one paper, beside those of the other sections.
    pub together: usize,
    /// Flip cards that would fit: no program can mark these, so they are never drawn.
    pub cards: usize,
}

/// Tries by chance, then as many that begin with what clashes least.
const TRIES: usize = 40;
/// Above this many questions it is not counted which clash: there are enough to choose from.
const COUNTED_MAX: usize = 1_500;

/// Draws a paper, section by section in the order of the blueprint. Versions of a paper hold the same questions in
/// another order inside their sections.
///
/// # Errors
/// Every section that cannot be filled.
pub fn draw(deck: &Deck, exam: &Exam, seed: u64, version: u32) -> Result<Vec<Drawn>, Vec<Shortage>> {
    let kinds: Kinds<'_> = deck.terms.iter().map(|term| (&*term.key, &*term.kind)).collect();
    let pools: Vec<Vec<usize>> = exam.sections.iter().map(|section| pool(deck, &kinds, section)).collect();
    let short = |together: &dyn Fn(usize) -> usize| {
        let shortages = exam.sections.iter().zip(&pools).enumerate();
        let short = shortages.filter(|(at, (section, _))| together(*at) < section.draw);
        short
            .map(|(at, (section, pool))| shortage(deck, &kinds, section, [pool.len(), together(at)]))
            .collect()
    };
    if exam.sections.iter().zip(&pools).any(|(section, pool)| pool.len() < section.draw) {
        return Err(short(&|at| pools.get(at).map_or(0, Vec::len)));
    }
    let filled = Filling::new(deck, exam, &pools).fill(seed);
    if filled.iter().zip(&exam.sections).any(|(got, section)| got.len() < section.draw) {
        return Err(short(&|at| filled.get(at).map_or(0, Vec::len)));
    }
    let mut drawn = Vec::new();
    for (section, mut questions) in filled.into_iter().enumerate() {
        questions.sort_unstable();
        Chance::new(seed, &format!("order {section} {version}")).shuffle(&mut questions);
        drawn.extend(questions.into_iter().map(|question| Drawn { question, section }));
    }
    Ok(drawn)
}

/// The kind of each term.
type Kinds<'a> = HashMap<&'a str, &'a str>;

/// The questions that a section may draw, without flip cards.
fn pool(deck: &Deck, kinds: &Kinds<'_>, section: &Section) -> Vec<usize> {
    let fits = |(_, question): &(usize, &Question)| !is_card(question) && admits(kinds, section, question);
    deck.questions.iter().enumerate().filter(fits).map(|(at, _)| at).collect()
}

fn admits(kinds: &Kinds<'_>, section: &Section, question: &Question) -> bool {
    let kind = question.sibling.as_ref().and_then(|term| kinds.get(&**term).copied());
    section.admits(question, kind)
}

fn is_card(question: &Question) -> bool {
    matches!(question.key, Key::Card(_))
}

fn shortage(deck: &Deck, kinds: &Kinds<'_>, section: &Section, [there, together]: [usize; 2]) -> Shortage {
    let fits = |question: &&Question| is_card(question) && admits(kinds, section, question);
    let cards = deck.questions.iter().filter(fits).count();
    Shortage { title: section.title.clone(), wanted: section.draw, there, together, cards }
}

/// One search for a paper.
struct Filling<'a> {
    deck: &'a Deck,
    exam: &'a Exam,
    pools: &'a [Vec<usize>],
    terms: HashMap<&'a str, &'a Term>,
    apart: Vec<OnceCell<Apart>>,
}

impl<'a> Filling<'a> {
    fn new(deck: &'a Deck, exam: &'a Exam, pools: &'a [Vec<usize>]) -> Self {
        let apart = deck.questions.iter().map(|_| OnceCell::new()).collect();
        let terms = deck.terms.iter().map(|term| (&*term.key, term)).collect();
        Self { deck, exam, pools, terms, apart }
    }

    /// The questions of each section; as many as could be found if it is not to be filled.
    fn fill(&self, seed: u64) -> Vec<Vec<usize>> {
        let mut best = Vec::new();
        let mut counted = None;
        for attempt in 0..2 * TRIES {
            let rivals = (attempt >= TRIES).then(|| &*counted.get_or_insert_with(|| self.rivals()));
            let filled = self.attempt(&mut Chance::new(seed, &format!("draw {attempt}")), rivals);
            let count = |filled: &[Vec<usize>]| filled.iter().map(Vec::len).sum::<usize>();
            if count(&filled) > count(&best) || best.is_empty() {
                best = filled;
            }
            if best.iter().zip(&self.exam.sections).all(|(got, section)| got.len() == section.draw) {
                break;
            }
        }
        best
    }

    /// One try. The sections with the least to spare choose first.
    fn attempt(&self, chance: &mut Chance, rivals: Option<&Vec<usize>>) -> Vec<Vec<usize>> {
        let mut filled: Vec<Vec<usize>> = vec![Vec::new(); self.pools.len()];
        let mut chosen: Vec<usize> = Vec::new();
        let mut turns: Vec<(usize, &Vec<usize>, usize)> = self
            .pools
            .iter()
            .zip(&self.exam.sections)
            .enumerate()
            .map(|(at, (pool, section))| (at, pool, section.draw))
            .collect();
        turns.sort_by_key(|(_, pool, draw)| pool.len().saturating_sub(*draw));
        for (at, pool, draw) in turns {
            let mut order = pool.clone();
            chance.shuffle(&mut order);
            if let Some(rivals) = rivals {
                order.sort_by_key(|question| rivals.get(*question).copied().unwrap_or(0));
            }
            for question in order {
                let Some(got) = filled.get_mut(at).filter(|got| got.len() < draw) else { break };
                if !chosen.iter().any(|other| self.clash(*other, question)) {
                    got.push(question);
                    chosen.push(question);
                }
            }
        }
        filled
    }

    fn clash(&self, one: usize, other: usize) -> bool {
        if one == other {
            return true;
        }
        match (self.apart(one), self.apart(other)) {
            (Some(one), Some(other)) => one.clashes(other),
            _ => false,
        }
    }

    fn apart(&self, question: usize) -> Option<&Apart> {
        let known = self.deck.questions.get(question)?;
        let term = || known.sibling.as_ref().and_then(|term| self.terms.get(&**term).copied());
        self.apart.get(question).map(|apart| apart.get_or_init(|| Apart::of(known, term())))
    }

    /// With how many others each question clashes.
    fn rivals(&self) -> Vec<usize> {
        let mut wanted: Vec<usize> = self.pools.concat();
        wanted.sort_unstable();
        wanted.dedup();
        let mut rivals = vec![0; self.deck.questions.len()];
        if wanted.len() > COUNTED_MAX {
            return rivals;
        }
        for one in &wanted {
            let count = wanted.iter().filter(|other| *other != one && self.clash(*one, **other)).count();
            if let Some(own) = rivals.get_mut(*one) {
                *own = count;
            }
        }
        rivals
    }
}

/// The points of a drawn question.
pub fn points(deck: &Deck, drawn: Drawn) -> f64 {
    deck.questions.get(drawn.question).map_or(0.0, |question| question.points)
}

/// The blueprint with this id.
pub fn find<'a>(deck: &'a Deck, id: &str) -> Option<&'a Exam> {
    deck.exams.iter().find(|exam| *exam.id == *id)
}

/// All ids of blueprints, to be named in an error.
pub fn ids(deck: &Deck) -> Vec<Arc<str>> {
    deck.exams.iter().map(|exam| exam.id.clone()).collect()
}

#[cfg(test)]
#[path = "paper_tests.rs"]
mod tests;
