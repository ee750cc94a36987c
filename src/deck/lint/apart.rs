//! What keeps two questions off one paper: they are made from one fact, ask for one term, or the prompt of one
//! says the answer of the other, be it a name, a date or a number. The words are compared as the lint compares them.

use std::sync::Arc;

use super::figures::{Asked, Said};
use super::words::{contains, content, hashes};
use super::{forms, says_something, wanted, words_of};
use crate::question::kinds::Key;
use crate::question::{Name, Question, Term};

/// What a question asks for and what its prompt says.
#[derive(Debug, Clone)]
pub struct Apart {
    /// Sorted: the terms it asks for, and the fact it is made from.
    facts: Vec<Arc<str>>,
    answers: Vec<Vec<u64>>,
    asked: Asked,
    prompt: Box<[u64]>,
    said: Said,
}

impl Apart {
    /// Of one question, and of the term that it is made from.
    pub fn of(question: &Question, term: Option<&Term>) -> Self {
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
        let called = term.into_iter().flat_map(|term| std::iter::once(&term.name).chain(&term.aliases));
        let called = called.filter_map(|name| telling(name.raw())).collect();
        let prompt = words_of(question).all;
        let asked = Asked::by(question, &prompt, called);
        Self { facts, answers, asked, said: Said::in_text(question.shown_prompt().raw()), prompt }
    }

    /// True if whoever has seen one of the two has a help with the other.
    pub fn clashes(&self, other: &Self) -> bool {
        let shared = self.facts.iter().any(|fact| other.facts.binary_search(fact).is_ok());
        shared || self.tells(other) || other.tells(self)
    }

    /// True if the prompt says an answer of the other.
    fn tells(&self, other: &Self) -> bool {
        other.answers.iter().any(|answer| contains(&self.prompt, answer))
            || other.asked.told_by(&self.prompt, &self.said)
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
        let of = |question: &Question| {
            Apart::of(question, deck.terms.iter().find(|term| Some(&term.key) == question.sibling.as_ref()))
        };
        let (one, two) = (of(one), of(two));
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

    #[test]
    fn dates_and_numbers_that_a_prompt_says_are_kept_apart_from_those_who_ask_for_them() {
        let told = |asks: &str, says: &str| {
            pair(
                &format!("prompt = \"When did the plan on knights appear?\"\n{asks}"),
                &format!("prompt = \"{says}\"\nanswer = \"a castle\""),
            )
        };
        for says in
            ["What did the paper of July 2018 want?", "Where, on 2018-07-26?", "Where, on July 26th, 2018?"]
        {
            assert!(told("date = \"2018-07\"", says), "{says}");
            assert!(told("date = \"2018-07-26\"", says), "{says}");
            assert!(told("cloze = \"In {July 2018}.\"", says), "{says}");
            assert!(told("choose = \"July 2018\"\nwrong = [\"May 2019\"]", says), "{says}");
            assert!(!told("date = \"2018-06\"", says), "{says}");
            assert!(!told("date = \"2018\"", says), "the year of something else: {says}");
        }
        assert!(told("date = \"2018\"", "Where did the plan on knights of 2018 appear?"));
        assert!(told("date = \"2018/2020\"", "Where did the plan on knights (2018–2020) appear?"));
        let count = |number: &str, says: &str| {
            pair(
                &format!("prompt = \"How many knights were there?\"\nanswer = {number}"),
                &format!("prompt = \"{says}\"\nanswer = \"Arthur\""),
            )
        };
        assert!(count("137", "Who led the 137 knights?"));
        assert!(count("100000", "Who led the 100,000?") && count("12", "Who led the twelve?"));
        assert!(count("7", "Who led seven knights?") && !count("7", "Who led them for 7 years?"));
        assert!(!count("37", "Who led the 137 knights?"));
    }

    #[test]
    fn a_year_beside_a_name_of_the_term_tells_its_date() {
        let of = "[term.rite]\nkind = \"event\"\nname = \"Great Rite\"\ndate = \"1921\"\nask = [\"date\"]\n";
        let says = |prompt: &str| {
            clash(&format!("{of}[[question]]\nid = \"q\"\nprompt = \"{prompt}\"\nanswer = \"X\""))
        };
        assert!(says("Who led the Great Rite of 1921?"));
        assert!(!says("Who led the Great Rite?") && !says("Who was born in 1921?"));
    }
}
