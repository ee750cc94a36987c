//! The blueprint of a mock exam, as the deck writes it. Drawing and marking one is left to the exam module.

use std::sync::Arc;

use crate::question::Question;
use crate::text::Text;

/// `[[exam]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Exam {
    /// Unique in its deck.
    pub id: Arc<str>,
    /// For people.
    pub title: Text,
    /// Minutes allowed; `None` is untimed.
    pub minutes: Option<u32>,
    /// Percent needed to pass, 0 to 100.
    pub pass: Option<f64>,
    /// Bands by the percent they begin at, the highest first.
    pub bands: Vec<(Text, f64)>,
    /// The share of its points that a wrong response costs, 0 to 1; 0 unless the deck says so.
    pub negative: f64,
    /// At least one.
    pub sections: Vec<Section>,
}

/// A section of an exam: how many questions of which sort, and what they weigh together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// For people.
    pub title: Text,
    /// Questions to draw, at least one.
    pub draw: usize,
    /// Questions with one of these tags; empty for any.
    pub tags: Vec<Arc<str>>,
    /// Questions of one of these kinds (of question or of term); empty for any.
    pub kinds: Vec<Arc<str>>,
    /// Questions about one of these terms; empty for any.
    pub terms: Vec<Arc<str>>,
    /// Share of the total, in the same unit for all sections of an exam.
    pub weight: f64,
}

/// The kinds of questions, as a section's `kinds` names them.
pub const KINDS: [&str; 10] =
    ["date", "text", "number", "true-false", "choice", "list", "order", "match", "cloze", "card"];

impl Exam {
    /// An exam without a blueprint: any `questions` questions in so many minutes. Its id is empty.
    pub fn any(questions: usize, minutes: Option<u32>) -> Self {
        let count =
            |number: u64, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let time =
            minutes.map_or_else(|| "no time limit".to_owned(), |minutes| count(minutes.into(), "minute"));
        let title = Text::from("All questions");
        let section =
            Section { title, draw: questions, tags: vec![], kinds: vec![], terms: vec![], weight: 1.0 };
        Self {
            id: "".into(),
            title: Text::from(format!("{}, {time}", count(questions as u64, "question"))),
            minutes,
            pass: None,
            bands: Vec::new(),
            negative: 0.0,
            sections: vec![section],
        }
    }
}

impl Section {
    /// True if the section may draw this question. `term_kind` is the kind of the term it is about, which its
    /// `sibling` names, if it is about one.
    pub fn admits(&self, question: &Question, term_kind: Option<&str>) -> bool {
        let about = question.sibling.as_ref();
        let any = |wanted: &[Arc<str>], has: &dyn Fn(&Arc<str>) -> bool| {
            wanted.is_empty() || wanted.iter().any(has)
        };
        any(&self.tags, &|tag| question.tags.contains(tag))
            && any(&self.kinds, &|kind| **kind == *question.kind() || term_kind == Some(&**kind))
            && any(&self.terms, &|term| about == Some(term))
    }
}
