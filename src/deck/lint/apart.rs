//! What keeps two questions off one paper: they are made from one fact, ask for one term, or the prompt of one
//! says the answer of the other. The words are compared as the lint compares them.

use std::sync::Arc;

use super::words::{contains, content, hashes};
use super::{forms, says_something, wanted, words_of};
use crate::question::kinds::Key;
use crate::question::{Name, Question};

/// What a question asks for and what its prompt says.
#[derive(Debug, Clone)]
pub struct Apart {
    /// Sorted: the terms it asks for, and the fact it is made from.
    facts: Vec<Arc<str>>,
    answers: Vec<Vec<u64>>,
    prompt: Box<[u64]>,
}

impl Apart {
    /// Of one question.
    pub fn of(question: &Question) -> Self {
        let names = wanted(question);
        let terms = names.iter().copied().chain(placed(question)).filter_map(|name| name.term.clone());
        let mut facts: Vec<Arc<str>> = terms.chain(question.sibling.clone()).collect();
        facts.sort();
        facts.dedup();
        let telling = |form: &str| {
            let words = hashes(form);
            (says_something(form) && !content(&words).is_empty()).then_some(words)
        };
        let answers = names.into_iter().flat_map(forms).filter_map(telling).collect();
        Self { facts, answers, prompt: words_of(question).all }
    }

    /// True if whoever has seen one of the two has a help with the other.
    pub fn clashes(&self, other: &Self) -> bool {
        let shared = self.facts.iter().any(|fact| other.facts.binary_search(fact).is_ok());
        shared || self.tells(other) || other.tells(self)
    }

    /// True if the prompt says an answer of the other.
    fn tells(&self, other: &Self) -> bool {
        other.answers.iter().any(|answer| contains(&self.prompt, answer))
    }
}

/// The names that are shown, to be put in their places.
fn placed(question: &Question) -> Vec<&Name> {
    match &question.key {
        Key::Order(key) => key.items.iter().collect(),
        Key::Match(key) => key.pairs.iter().flat_map(|(left, right)| [left, right]).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn clash(questions: &str) -> bool {
        let head = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\nversion = \"1\"\n[term.nisc]\nkind = \
                    \"institution\"\nname = \"National Centre\"\naliases = [\"NISC\"]\ndate = \"2015\"\n\
                    about = \"the office in the middle\"\nask = [\"date\", \"name\"]\n";
        let file = SourceFile::new("deck.toml", format!("{head}{questions}"));
        let deck = crate::deck::parse(&[file]).deck;
        let [.., one, two] = deck.questions.as_slice() else { panic!("two questions") };
        let (one, two) = (Apart::of(one), Apart::of(two));
        assert_eq!(one.clashes(&two), two.clashes(&one));
        one.clashes(&two)
    }

    fn pair(one: &str, two: &str) -> bool {
        let question = |id: &str, body: &str| format!("[[question]]\nid = \"{id}\"\n{body}\n");
        clash(&(question("one", one) + &question("two", two)))
    }

    #[test]
    fn siblings_terms_and_prompts_that_tell_are_kept_apart() {
        assert!(clash(""), "the two questions of one term");
        let about = "prompt = \"Which office is it?\"\nanswer = \"@nisc\"";
        assert!(pair(about, "prompt = \"Who leads?\"\nchoose = \"@nisc\"\nwrong = [\"Nobody\"]"));
        assert!(pair(about, "prompt = \"Where does the NISC stand?\"\nanswer = \"Tokyo\""), "an alias");
        assert!(pair(about, "prompt = \"In which order?\"\norder = [\"@nisc\", \"another\"]"));
        assert!(!pair(about, "prompt = \"Who leads?\"\nchoose = \"Nobody\"\nwrong = [\"@nisc\"]"));
        assert!(!pair(about, "prompt = \"Where does it stand?\"\nanswer = \"Tokyo\""));
        assert!(!pair(
            "prompt = \"How many?\"\nanswer = 7",
            "prompt = \"In what year, 7?\"\ndate = \"2014\""
        ));
    }
}
