//! What a student has added to a question: it changes how the question is put and marked for this student alone.

use super::kinds::Key;
use super::{Question, TextKey};
use crate::text::Text;

/// A student's own additions to one question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Private {
    /// Shown after the verdict.
    pub note: Option<Text>,
    /// The first hint.
    pub mnemonic: Option<Text>,
    /// Further right answers.
    pub accept: Vec<Text>,
}

impl Private {
    /// The question as this student has it.
    pub fn on(&self, mut question: Question) -> Question {
        if let Some(mnemonic) = &self.mnemonic {
            question.hints.insert(0, mnemonic.clone());
        }
        if let Key::Text(TextKey { name }) = &mut question.key {
            name.accept.extend(self.accept.iter().cloned());
        }
        question
    }
}

impl Question {
    /// True if a student may add an answer: it asks for one text.
    pub fn takes_answers(&self) -> bool {
        matches!(self.key, Key::Text(_))
    }
}
