//! `shiken preview`: questions as students see them, and what they do not see: every form that is right, refused or
//! foreseen.

use super::{args, desk, why};
use crate::deck::Deck;
use crate::error::{Exit, Result};
use crate::question::{Ask, Mode, Pool, Question};
use crate::session::{Asked, Progress, Standing};
use crate::terminal::style::{Line, Style, Tone, labelled};
use crate::terminal::view;
use crate::text::Text;
use crate::world::World;

pub(super) fn preview(world: &World, args: &args::Preview) -> Result<Exit> {
    let (deck, whole) = desk::checked(world, &args.deck)?;
    let questions = match &args.question {
        Some(id) => vec![why::find(&deck, id)?],
        None => deck.questions.iter().collect(),
    };
    let style = super::facts(world).style();
    let mode = args.mode.map_or(Mode::Typed, super::study::mode);
    let count = questions.len();
    let shown = |(nth, question): (usize, &&Question)| {
        let asked = asked(&deck, question, mode, world.seed, (nth, count));
        style.render(&page(question, &asked, style))
    };
    let pages: Vec<String> = questions.iter().enumerate().map(shown).collect();
    let exit = super::print(&pages.join("\n"))?;
    // What is left out for a mistake is not seen here: a script must hear of it.
    Ok(if whole { exit } else { Exit::Failed })
}

fn asked(deck: &Deck, question: &Question, mode: Mode, seed: u64, (nth, count): (usize, usize)) -> Asked {
    let pool = Pool { terms: &deck.terms, questions: &deck.questions };
    let ask = question.ask(mode, &pool, seed);
    Asked {
        deck: deck.title.clone(),
        id: Text::from(&*question.id),
        kind: question.kind(),
        prompt: question.shown_prompt(),
        back: None,
        ask,
        standing: Standing::New,
        changed: false,
        hints: question.hints.len(),
        first: true,
        progress: Progress { done: nth, of: count, answered: nth, ..Progress::default() },
    }
}

fn page(question: &Question, asked: &Asked, style: Style) -> Vec<Line> {
    let mut page = Page { lines: view::question(asked, style), style };
    page.lines.extend(view::options(&asked.ask, style));
    let help = view::shape_help(&asked.ask);
    if !help.is_empty() && !matches!(asked.ask, Ask::Reveal) {
        page.lines.push(Line::of(Tone::Dim, help));
    }
    page.add("id", &asked.id);
    for hint in &question.hints {
        page.add("hint", hint);
    }
    page.add("answer", &question.answer());
    for form in question.accepted() {
        page.add("right too", &form);
    }
    for form in &question.reject {
        page.add("refused", form);
    }
    for foreseen in &question.near {
        let words = foreseen.feedback.as_ref().map_or("", Text::raw);
        let score = format!("{:.0} %", foreseen.score * 100.0);
        page.add("foreseen", &Text::from(format!("{} ({score}) {words}", foreseen.answer.raw())));
    }
    let explanation = question.explanation.iter().map(|text| ("explanation", text));
    for (name, text) in explanation.chain(question.source.iter().map(|text| ("source", text))) {
        page.add(name, text);
    }
    if !question.tags.is_empty() {
        page.add("tags", &Text::from(question.tags.join(", ")));
    }
    page.lines
}

/// Lines in the making.
struct Page {
    lines: Vec<Line>,
    style: Style,
}

impl Page {
    fn add(&mut self, name: &str, text: &Text) {
        let label = format!("{name:<12}");
        self.lines.extend(labelled(&label, Tone::Plain, text, 2, self.style));
    }
}
