//! The members of the events of a mock exam: parallel arrays, one for each thing that an item, a section or a band
//! has, so that a later version can add one.

use super::{list, meaning, response, string, text, uuid};
use crate::event::exam::{AMOUNT_MAX, COUNT_MAX, Exam, Given, Item, Marks, Paper, Score, Shown};
use crate::question::Ask;
use crate::text::{Text, terminal};

/// The longest time that is spent on one response, in milliseconds.
pub(super) const SPENT_MAX: u32 = 3_600_000;

/// The event as its line gives it back.
pub(super) fn normal(event: &mut Exam) {
    match event {
        Exam::Sitting(paper) => {
            paper.pass = paper.pass.map(amount);
            paper.negative = super::within_one(paper.negative);
            let amounts = paper.bands.iter_mut().chain(&mut paper.sections).map(|(_, amount)| amount);
            amounts.chain(paper.items.iter_mut().map(|item| &mut item.points)).for_each(|n| *n = amount(*n));
            let whole = shown(paper).is_some();
            paper
                .items
                .iter_mut()
                .for_each(|item| item.shown = item.shown.take().filter(|_| whole).map(possible));
        }
        Exam::Response(given) => given.spent = given.spent.min(SPENT_MAX),
        Exam::Marks(marks) => {
            for score in &mut marks.scores {
                if let Score::Counted(score) = score {
                    *score = super::within_one(*score);
                }
            }
        }
        Exam::Flag { .. } | Exam::Certainty { .. } => {}
    }
}

/// What each item looked like; `None` if that is not known of each, or there is none.
fn shown(paper: &Paper) -> Option<Vec<&Shown>> {
    let puttable = |item: &'_ &Item| item.shown.as_ref().is_some_and(|shown| shown.ask != Ask::Reveal);
    let all = paper.items.iter().all(|item| puttable(&item));
    (all && !paper.items.is_empty())
        .then(|| paper.items.iter().filter_map(|item| item.shown.as_ref()).collect())
}

fn possible(mut shown: Shown) -> Shown {
    match &mut shown.ask {
        // Screens take the form for a word of our own.
        Ask::Text { form } => *form = terminal(form).into_owned(),
        Ask::Texts { count, .. } => *count = (*count).min(COUNT_MAX),
        _ => {}
    }
    shown
}

pub(super) fn members(event: &Exam, put: &mut impl FnMut(&str, String)) {
    match event {
        Exam::Sitting(paper) => self::paper(paper, put),
        Exam::Response(given) => self::given(given, put),
        Exam::Flag { item, on, .. } => {
            put("item", item.to_string());
            put("on", on.to_string());
        }
        Exam::Certainty { item, certainty, .. } => {
            put("certainty", string(certainty.name()));
            put("item", item.to_string());
        }
        Exam::Marks(Marks { end, scores, .. }) => {
            put("end", string(end.name()));
            put("scores", list(scores.iter().map(|score| self::score(*score))));
        }
    }
    if let Some(sitting) = event.sitting() {
        put("target", uuid(sitting));
    }
}

fn paper(paper: &Paper, put: &mut impl FnMut(&str, String)) {
    let numbers = |numbers: &[f64]| list(numbers.iter().map(|number| amount(*number).to_string()));
    let names = |named: &[(Text, f64)]| list(named.iter().map(|(name, _)| text(name)));
    let amounts = |named: &[(Text, f64)]| numbers(&named.iter().map(|(_, n)| *n).collect::<Vec<_>>());
    let items = |each: &dyn Fn(&Item) -> String| list(paper.items.iter().map(each));
    put("ask_certainty", paper.certainty.to_string());
    if let Some(shown) = shown(paper) {
        let each = |each: &dyn Fn(&Shown) -> String| list(shown.iter().map(|shown| each(shown)));
        put("asks", each(&|shown| ask(&shown.ask)));
        put("prompts", each(&|shown| text(&shown.prompt)));
        put("rights", each(&|shown| response(&shown.right)));
    }
    put("bands", names(&paper.bands));
    put("bands_from", amounts(&paper.bands));
    put("deck_id", text(&paper.deck));
    put("deck_version", text(&paper.version));
    put("exam", text(&paper.exam));
    if let Some(seconds) = paper.limit_seconds {
        put("limit", seconds.to_string());
    }
    put("meanings", items(&|item| meaning(item.meaning)));
    put("negative", super::within_one(paper.negative).to_string());
    if let Some(pass) = paper.pass {
        put("pass", amount(pass).to_string());
    }
    put("points", items(&|item| amount(item.points).to_string()));
    put("questions", items(&|item| text(&item.question)));
    put("section_of", items(&|item| item.section.to_string()));
    put("sections", names(&paper.sections));
    put("seed", meaning(paper.seed));
    put("title", text(&paper.title));
    put("weights", amounts(&paper.sections));
}

/// How a response is asked for, by the names of its parts.
fn ask(ask: &Ask) -> String {
    let all = |texts: &[Text]| list(texts.iter().map(text));
    match ask {
        Ask::Text { form } => format!("{{\"form\":{}}}", string(&terminal(form))),
        Ask::Texts { count, labels } => {
            format!("{{\"count\":{},\"labels\":{}}}", (*count).min(COUNT_MAX), all(labels))
        }
        Ask::PickOne { options } => format!("{{\"one_of\":{}}}", all(options)),
        Ask::PickSome { options } => format!("{{\"some_of\":{}}}", all(options)),
        Ask::Order { items } => format!("{{\"order\":{}}}", all(items)),
        Ask::Match { left, right } => format!("{{\"left\":{},\"right\":{}}}", all(left), all(right)),
        Ask::Reveal => "null".to_owned(),
    }
}

fn given(given: &Given, put: &mut impl FnMut(&str, String)) {
    put("item", given.item.to_string());
    put("late", given.late.to_string());
    if let Some(own) = &given.response {
        put("response", response(own));
    }
    put("spent", given.spent.min(SPENT_MAX).to_string());
}

fn score(score: Score) -> String {
    match score {
        Score::Counted(score) => super::score(score),
        Score::Blank => "null".to_owned(),
        Score::Dropped => string("dropped"),
    }
}

/// Points, weights and percents are finite, from 0 to [`AMOUNT_MAX`].
pub(super) fn amount(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, AMOUNT_MAX) + 0.0 }
}
