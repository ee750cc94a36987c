//! A class's sittings of one paper, put together: the table of marks, what was answered wrongly, what was taken for
//! what, how long it took, and which refused answers look as if they should be accepted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::items::{Item, Table, Whole, mean, median};
use crate::event::exam::{Paper, Score};
use crate::judge::fold::key as folded;
use crate::judge::{Outcome, Rule, Verdict};
use crate::question::{Key, Question, Response};
use crate::text::{Text, is_hostile};

/// A refused answer is proposed if so many good students gave it, and good students no less than others: a third of
/// all are good, so a third of those who gave it.
pub const GOOD_MIN: usize = 3;

/// What one student has of one question.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// What was given in time.
    pub response: &'a Response,
    /// What the judge says of it; `None` if the question is gone.
    pub verdict: Option<&'a Verdict>,
}

/// One sitting.
#[derive(Debug, Clone)]
pub struct Sat<'a> {
    /// What the student is called here: a pseudonym, unless names were asked for.
    pub name: Text,
    /// One an item.
    pub scores: &'a [Score],
    /// One an item.
    pub given: Vec<Option<Given<'a>>>,
    /// Seconds spent on each item.
    pub seconds: Vec<f64>,
}

/// A wrong answer, after folding.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrong {
    /// As it was first written.
    pub text: Text,
    /// Who gave it, as indices of students.
    pub students: Vec<usize>,
    /// How many of these are good students: in the upper third by their total.
    pub good: usize,
    /// What it names instead, if it names something else of the deck.
    pub confused_with: Option<Text>,
    /// Nothing but the key says that it is wrong: no other thing, no form that the deck refuses or foresaw.
    pub unforeseen: bool,
}

/// A question, and what a class made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number on the paper, from 1.
    pub number: usize,
    /// Its id.
    pub id: Text,
    /// What is asked.
    pub prompt: Text,
    /// The right answer.
    pub answer: Text,
    /// The figures.
    pub figures: Item,
    /// Students with full marks.
    pub right: usize,
    /// Students who gave nothing, or said that they did not know.
    pub blank: usize,
    /// The median of the seconds that were spent on it, by those who answered.
    pub seconds: Option<f64>,
    /// The wrong answers, the most frequent first.
    pub wrong: Vec<Wrong>,
}

/// What a class knows and spends of one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The tag.
    pub tag: Arc<str>,
    /// Questions on the paper.
    pub questions: usize,
    /// Its share of the total, 0 to 1.
    pub share: f64,
    /// The mean score, 0 to 1, of `n` answers, blanks included.
    pub mean: f64,
    /// Students times questions.
    pub n: usize,
    /// The mean seconds that a student spent on all of it.
    pub seconds: f64,
}

/// Two things that are taken for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confused {
    /// The names of both, in order of the alphabet.
    pub pair: [Text; 2],
    /// How many answers.
    pub n: usize,
}

/// A refused answer that good students gave: is it right after all?
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The number of the question on the paper, from 1.
    pub number: usize,
    /// The id of the question, as the deck has it.
    pub question: Text,
    /// The right answer.
    pub key: Text,
    /// The answer that was refused, as it was written.
    pub text: Text,
    /// Students who gave it.
    pub n: usize,
    /// Good students among them.
    pub good: usize,
    /// The students, as indices.
    pub students: Vec<usize>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The title of the exam.
    pub title: Text,
    /// What each student is called, and the total in percent, not rounded.
    pub students: Vec<(Text, f64)>,
    /// The figures of the whole exam, in points of percent.
    pub whole: Whole,
    /// Question by question, in the order of the paper; what is gone from the deck is left out.
    pub rows: Vec<Row>,
    /// By tag.
    pub tags: Vec<Tagged>,
    /// What is taken for what, the most frequent first.
    pub confused: Vec<Confused>,
    /// What may be accepted.
    pub proposals: Vec<Proposal>,
}

impl Report {
    /// Puts the sittings of a paper together; `questions` has one an item, `None` if the deck has it no more.
    pub fn of(paper: &Paper, questions: &[Option<&Question>], sat: &[Sat<'_>]) -> Self {
        let kept: Vec<(usize, &Question)> =
            questions.iter().enumerate().filter_map(|(at, own)| own.map(|own| (at, own))).collect();
        let table = table(paper, &kept, sat);
        let totals = table.totals();
        let good = good(&totals);
        let figures = table.items();
        let rows: Vec<Row> = kept
            .iter()
            .zip(&figures)
            .map(|((at, question), figures)| row(*at, paper, question, *figures, sat, &good))
            .collect();
        Self {
            title: paper.title.clone(),
            students: sat.iter().map(|own| own.name.clone()).zip(totals).collect(),
            whole: table.whole(),
            tags: tags(&kept, &table, sat),
            confused: confused(&kept, sat),
            proposals: kept
                .iter()
                .zip(&rows)
                .flat_map(|((_, question), row)| proposals(question, row))
                .collect(),
            rows,
        }
    }
}

/// What each kept item is worth in percent of the total, and what each student has of it.
fn table(paper: &Paper, kept: &[(usize, &Question)], sat: &[Sat<'_>]) -> Table {
    let item = |at: usize| paper.items.get(at);
    let mut sums = vec![0.0; paper.sections.len()];
    for own in kept.iter().filter_map(|(at, _)| item(*at)) {
        if let Some(sum) = sums.get_mut(own.section as usize) {
            *sum += own.points;
        }
    }
    let weight = |section: usize| paper.sections.get(section).map_or(0.0, |(_, weight)| *weight);
    let weights: f64 =
        (0..sums.len()).filter(|at| sums.get(*at).is_some_and(|sum| *sum > 0.0)).map(weight).sum();
    let worth = |at: usize| {
        let own = item(at)?;
        let sum = *sums.get(own.section as usize)?;
        (sum > 0.0 && weights > 0.0)
            .then(|| own.points / sum * weight(own.section as usize) / weights * 100.0)
    };
    let worth: Vec<f64> = kept.iter().map(|(at, _)| worth(*at).unwrap_or(0.0)).collect();
    let scores: Vec<Vec<Score>> = sat
        .iter()
        .map(|own| kept.iter().map(|(at, _)| own.scores.get(*at).copied().unwrap_or(Score::Blank)).collect())
        .collect();
    let mark = |(score, worth): (&Score, &f64)| match score {
        Score::Counted(0.0) => -paper.negative * worth,
        other => value(*other) * worth,
    };
    Table {
        scores: scores.iter().map(|row| row.iter().map(|score| value(*score)).collect()).collect(),
        marks: scores.iter().map(|row| row.iter().zip(&worth).map(mark).collect()).collect(),
        worth,
    }
}

fn value(score: Score) -> f64 {
    match score {
        Score::Counted(score) => score,
        Score::Blank | Score::Dropped => 0.0,
    }
}

/// Who is in the upper third by the total, those equal to its last included, if they are above the mean at all.
fn good(totals: &[f64]) -> Vec<bool> {
    let mut sorted = totals.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let last = sorted.get((totals.len() / 3).saturating_sub(1)).copied().unwrap_or(f64::INFINITY);
    let middle = mean(totals).unwrap_or(f64::INFINITY);
    totals.iter().map(|total| *total >= last && *total > middle).collect()
}

fn row(at: usize, paper: &Paper, question: &Question, figures: Item, sat: &[Sat<'_>], good: &[bool]) -> Row {
    let scores = || sat.iter().filter_map(|own| own.scores.get(at));
    let answered = sat.iter().filter(|own| own.given.get(at).is_some_and(Option::is_some));
    let seconds: Vec<f64> = answered.filter_map(|own| own.seconds.get(at).copied()).collect();
    Row {
        number: at + 1,
        id: paper.items.get(at).map(|item| item.question.clone()).unwrap_or_default(),
        prompt: question.shown_prompt(),
        answer: question.answer(),
        figures,
        right: scores().filter(|score| value(**score) >= 1.0).count(),
        blank: scores().filter(|score| matches!(score, Score::Blank)).count(),
        seconds: median(&seconds),
        wrong: wrong(at, sat, good),
    }
}

/// The wrong answers to an item, folded together.
fn wrong(at: usize, sat: &[Sat<'_>], good: &[bool]) -> Vec<Wrong> {
    let mut all: HashMap<String, Wrong> = HashMap::new();
    for (student, own) in sat.iter().enumerate() {
        let Some((given, verdict)) = given(own, at) else { continue };
        for text in wrong_texts(given.response, verdict) {
            let fresh = Wrong {
                text: text.clone(),
                students: Vec::new(),
                good: 0,
                confused_with: verdict.confusion.as_ref().map(|other| other.name.clone()),
                unforeseen: verdict.rule == Rule::Different && verdict.score <= 0.0,
            };
            let entry = all.entry(folded(text.raw())).or_insert(fresh);
            if entry.students.last() != Some(&student) {
                entry.students.push(student);
                entry.good += usize::from(good.get(student).copied().unwrap_or(false));
            }
        }
    }
    let mut all: Vec<Wrong> = all.into_values().collect();
    all.sort_by(|a, b| b.students.len().cmp(&a.students.len()).then_with(|| a.text.cmp(&b.text)));
    all
}

fn given<'a>(sat: &Sat<'a>, at: usize) -> Option<(Given<'a>, &'a Verdict)> {
    let given = (*sat.given.get(at)?)?;
    let verdict = given.verdict?;
    Some((given, verdict))
}

/// What is wrong of a response: part by part if it has parts, else all of it.
fn wrong_texts(response: &Response, verdict: &Verdict) -> Vec<Text> {
    if verdict.outcome == Outcome::Right || verdict.rule == Rule::Unknown {
        return Vec::new();
    }
    if !verdict.parts.is_empty() {
        let bad = verdict.parts.iter().filter(|part| Outcome::of(part.score) == Outcome::Wrong);
        return bad.filter_map(|part| part.given.clone()).filter(|text| !text.is_blank()).collect();
    }
    match response {
        // What is nearly right is no wrong answer.
        _ if verdict.outcome != Outcome::Wrong => Vec::new(),
        Response::Text(text) => vec![text.clone()],
        Response::Texts(texts) => {
            let joined: Vec<&str> = texts.iter().map(Text::raw).collect();
            vec![Text::from(joined.join("; "))]
        }
        Response::Pairs(_) | Response::Unknown | Response::Recalled(_) => Vec::new(),
    }
}

fn tags(kept: &[(usize, &Question)], table: &Table, sat: &[Sat<'_>]) -> Vec<Tagged> {
    let mut by_tag: BTreeMap<&Arc<str>, Vec<usize>> = BTreeMap::new();
    for (column, (_, question)) in kept.iter().enumerate() {
        question.tags.iter().for_each(|tag| by_tag.entry(tag).or_default().push(column));
    }
    let whole: f64 = table.worth.iter().sum();
    let tagged = |(tag, columns): (&Arc<str>, Vec<usize>)| {
        let worth: f64 = columns.iter().filter_map(|at| table.worth.get(*at)).sum();
        let of = |row: &Vec<f64>| columns.iter().filter_map(|at| row.get(*at).copied()).collect::<Vec<f64>>();
        let scores: Vec<f64> = table.scores.iter().flat_map(of).collect();
        let spent = |own: &Sat<'_>| {
            let items = columns.iter().filter_map(|column| kept.get(*column));
            items.filter_map(|(at, _)| own.seconds.get(*at)).sum::<f64>()
        };
        Tagged {
            tag: Arc::clone(tag),
            questions: columns.len(),
            share: if whole > 0.0 { worth / whole } else { 0.0 },
            mean: mean(&scores).unwrap_or(0.0),
            n: scores.len(),
            seconds: mean(&sat.iter().map(spent).collect::<Vec<f64>>()).unwrap_or(0.0),
        }
    };
    by_tag.into_iter().map(tagged).collect()
}

fn confused(kept: &[(usize, &Question)], sat: &[Sat<'_>]) -> Vec<Confused> {
    let mut pairs: HashMap<[Text; 2], usize> = HashMap::new();
    // Only where one thing is asked for by its name: no date and no sentence is taken for a thing.
    let is_name =
        |key: &Key| matches!(key, Key::Text(_)) || matches!(key, Key::Choice(choice) if !choice.several);
    for (at, question) in kept.iter().filter(|(_, question)| is_name(&question.key)) {
        let right = question.answer();
        for own in sat {
            let Some(other) = given(own, *at).and_then(|(_, verdict)| verdict.confusion.as_ref()) else {
                continue;
            };
            let mut pair = [right.clone(), other.name.clone()];
            pair.sort();
            *pairs.entry(pair).or_default() += 1;
        }
    }
    let mut all: Vec<Confused> = pairs.into_iter().map(|(pair, n)| Confused { pair, n }).collect();
    all.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.pair.cmp(&b.pair)));
    all
}

/// True if a new form can go into the question: only a written text question has an `accept`; what `ask` makes of a
/// term has none.
pub(super) fn takes_forms(question: &Question) -> bool {
    let of_term =
        |term: &Arc<str>| question.id.strip_prefix(&**term).is_some_and(|rest| rest.starts_with('.'));
    matches!(question.key, Key::Text(_)) && !question.sibling.as_ref().is_some_and(of_term)
}

/// True if nobody has to fear such a text in a deck.
pub(super) fn may_be_form(text: &Text) -> bool {
    let text = text.raw();
    text.chars().count() <= 200 && !text.chars().any(|c| is_hostile(c) || c.is_control())
}

fn proposals(question: &Question, row: &Row) -> Vec<Proposal> {
    if !takes_forms(question) {
        return Vec::new();
    }
    let fits = |wrong: &&Wrong| {
        wrong.good >= GOOD_MIN
            && wrong.good * 3 >= wrong.students.len()
            && wrong.unforeseen
            && wrong.confused_with.is_none()
            && may_be_form(&wrong.text)
    };
    let proposal = |wrong: &Wrong| Proposal {
        number: row.number,
        key: row.answer.clone(),
        question: Text::from(&*question.id),
        text: Text::from(wrong.text.raw().trim()),
        n: wrong.students.len(),
        good: wrong.good,
        students: wrong.students.clone(),
    };
    row.wrong.iter().filter(fits).map(proposal).collect()
}

#[cfg(test)]
#[path = "items_report_tests.rs"]
mod tests;
