//! `shiken try`: a judge's bench. Type responses, see the verdict, the rule that decided, and what differed.

use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::json;

use super::{args, desk, why};
use crate::deck::Deck;
use crate::error::{Error, Exit, Result};
use crate::judge::{Lexicon, Marked, Part, Rule, Verdict, fold};
use crate::question::{Ask, Mode, Pool, Question, Response, lexicon};
use crate::terminal::jsonl::out::json_line;
use crate::terminal::reply;
use crate::text::{self, Text};
use crate::world::World;

/// Judges the responses of the command line, else those that are typed, one a line.
pub(super) fn try_(world: &World, args: &args::Try) -> Result<Exit> {
    let deck = desk::deck(world, &args.deck)?;
    let chosen = args.question.as_deref().map(|id| why::find(&deck, id)).transpose()?;
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let seed = world.seed;
    let bench =
        Bench { deck: &deck, lexicon: &lexicon, json: args.json, seed, asks: io::stdin().is_terminal() };
    let out = &mut io::stdout().lock();
    let tried = match chosen {
        Some(question) if !args.responses.is_empty() => bench.judge_all(question, &args.responses, out),
        Some(question) => bench.question(question, &mut io::stdin().lock(), out).map(drop),
        None => bench.deck(&mut io::stdin().lock(), out),
    };
    match tried.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("the bench cannot go on: {error}")))
        }
        _ => Ok(Exit::Done),
    }
}

/// A deck under the judge's lamp.
struct Bench<'a> {
    deck: &'a Deck,
    lexicon: &'a Lexicon,
    json: bool,
    seed: u64,
    /// A person types: what is to be typed is said.
    asks: bool,
}

impl Bench<'_> {
    /// One question after the other; an empty line goes to the next.
    fn deck(&self, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
        for question in &self.deck.questions {
            if !self.question(question, input, out)? {
                break;
            }
        }
        Ok(())
    }

    /// Shows a question and judges lines until an empty one, or the end of the input: then false.
    fn question(
        &self,
        question: &Question,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<bool> {
        let ask = self.ask(question);
        if !self.json {
            self.show(question, &ask, out)?;
        }
        loop {
            if self.asks {
                write!(out, "> ")?;
                out.flush()?;
            }
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                return Ok(false);
            }
            let line = String::from_utf8_lossy(&line);
            if line.trim().is_empty() {
                return Ok(true);
            }
            self.judge(question, &ask, line.trim_end_matches(['\n', '\r']), out)?;
        }
    }

    fn judge_all(&self, question: &Question, responses: &[String], out: &mut dyn Write) -> io::Result<()> {
        let ask = self.ask(question);
        if !self.json {
            self.show(question, &ask, out)?;
        }
        responses.iter().try_for_each(|typed| self.judge(question, &ask, typed, out))
    }

    fn ask(&self, question: &Question) -> Ask {
        let pool = Pool { terms: &self.deck.terms, questions: &self.deck.questions };
        question.ask(Mode::Typed, &pool, self.seed)
    }

    fn show(&self, question: &Question, ask: &Ask, out: &mut dyn Write) -> io::Result<()> {
        let prompt = question.shown_prompt();
        writeln!(out, "{} ({}): {}", question.id, question.kind(), prompt.terminal())?;
        writeln!(out, "  answer: {}", question.answer().terminal().replace('\n', "; "))?;
        listed(out, "accept", question.accepted().iter())?;
        listed(out, "reject", question.reject.iter())?;
        listed(out, "near", question.near.iter().map(|near| &near.answer))?;
        let (options, how) = match ask {
            Ask::PickOne { options } | Ask::PickSome { options } => (options.as_slice(), "options"),
            Ask::Order { items } => (items.as_slice(), "items"),
            Ask::Match { right, .. } => (right.as_slice(), "partners"),
            Ask::Texts { .. } => (&[][..], "several, with semicolons between"),
            _ => return Ok(()),
        };
        writeln!(out, "  {how}{}", if options.is_empty() { "" } else { ":" })?;
        let labels = reply::labels(options);
        options
            .iter()
            .zip(labels)
            .try_for_each(|(option, label)| writeln!(out, "    {label}) {}", option.terminal()))
    }

    fn judge(&self, question: &Question, ask: &Ask, typed: &str, out: &mut dyn Write) -> io::Result<()> {
        let marked = match response(ask, typed) {
            Ok(response) => question.mark(ask, &response, self.lexicon),
            Err(reason) => Marked::AskAgain(reason),
        };
        if self.json {
            return write!(out, "{}", json_line(&as_json(question, typed, &marked)));
        }
        match marked {
            Marked::AskAgain(reason) => {
                writeln!(out, "{}: asked again: {}", text::terminal(typed), text::terminal(&reason))
            }
            Marked::Verdict(verdict) => said(typed, &verdict, out),
        }
    }
}

/// What was typed, as the shape that the question asks for.
fn response(ask: &Ask, typed: &str) -> reply::Reply<Response> {
    let parts = || typed.split(';').map(|part| Text::from(part.trim())).collect::<Vec<_>>();
    match ask {
        Ask::PickOne { options } => reply::pick_one(options, typed),
        Ask::PickSome { options } => reply::pick_some(options, typed),
        Ask::Order { items } => reply::order(items, typed),
        Ask::Match { left, right } => match reply::all_partners(left, right, typed) {
            Some(partners) => Ok(reply::pairs(left, &partners)),
            None if parts().len() == left.len() => Ok(reply::pairs(left, &parts())),
            None => Err(format!("type a partner for each of {}, with semicolons between", left.len())),
        },
        Ask::Texts { .. } => Ok(Response::Texts(parts())),
        // The back of a card can be typed here, to see what the judge would make of it.
        Ask::Text { .. } | Ask::Reveal => Ok(Response::Text(Text::from(typed))),
    }
}

fn listed<'t>(out: &mut dyn Write, what: &str, forms: impl Iterator<Item = &'t Text>) -> io::Result<()> {
    let forms: Vec<String> = forms.map(|form| form.terminal().into_owned()).collect();
    if forms.is_empty() { Ok(()) } else { writeln!(out, "  {what}: {}", forms.join("; ")) }
}

fn said(typed: &str, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let score = format!("{:.0} %", verdict.score * 100.0);
    let rule = verdict.rule;
    writeln!(
        out,
        "{}: {} ({score}), rule {}: {}",
        text::terminal(typed),
        verdict.outcome.name(),
        rule.name(),
        meaning(rule)
    )?;
    let folded = fold(typed);
    if !folded.is_empty() && folded != typed {
        writeln!(out, "  read as: {}", text::terminal(&folded))?;
    }
    for (label, words) in [("differs", &verdict.difference), ("feedback", &verdict.feedback)] {
        if let Some(words) = words {
            writeln!(out, "  {label}: {}", words.terminal())?;
        }
    }
    if let Some(other) = &verdict.confusion {
        writeln!(out, "  names another: {}", other.name.terminal())?;
    }
    verdict.parts.iter().try_for_each(|part| part_said(part, out))
}

fn part_said(part: &Part, out: &mut dyn Write) -> io::Result<()> {
    let text =
        |text: &Option<Text>| text.as_ref().map_or("nothing".into(), |text| text.terminal().into_owned());
    writeln!(out, "  {:>3.0} %  {} for {}", part.score * 100.0, text(&part.given), text(&part.expected))
}

fn as_json(question: &Question, typed: &str, marked: &Marked) -> serde_json::Value {
    match marked {
        Marked::AskAgain(reason) => {
            json!({ "question": &*question.id, "response": typed, "ask_again": reason })
        }
        Marked::Verdict(verdict) => json!({
            "question": &*question.id,
            "response": typed,
            "outcome": verdict.outcome.name(),
            "score": verdict.score,
            "rule": verdict.rule.name(),
            "folded": fold(typed),
            "difference": verdict.difference.as_ref().map(Text::raw),
            "feedback": verdict.feedback.as_ref().map(Text::raw),
            "names": verdict.confusion.as_ref().map(|other| other.name.raw()),
        }),
    }
}

/// What a rule looks at, in words for an instructor.
fn meaning(rule: Rule) -> &'static str {
    match rule {
        Rule::Unknown => "nothing, or “don't know”",
        Rule::Equal => "equal to the answer after folding",
        Rule::Accepted => "equal to an accepted form after folding",
        Rule::Rejected => "a form in `reject`",
        Rule::Foreseen => "a response in `near`",
        Rule::Slip => "a slip of the hand",
        Rule::SignificantWords => "all significant words of a long title, in order",
        Rule::Rephrased => "the name in other words for the same",
        Rule::Same => "the same date or number, however it was written",
        Rule::MorePrecise => "agrees and says more than was asked",
        Rule::LessPrecise => "agrees and says less than was asked",
        Rule::Tolerance => "within the tolerance",
        Rule::Close => "off by a little",
        Rule::Parts => "marked part by part",
        Rule::Picked => "an option was picked",
        Rule::SelfGraded => "graded by the student",
        Rule::Confused => "the right answer to something else",
        Rule::Different => "nothing matched",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse;
    use crate::source::SourceFile;

    const DECK: &str = r#"
format = 1
[deck]
id = "d"
title = "D"
[[question]]
id = "act"
prompt = "Which law?"
answer = "Basic Act on Cybersecurity"
accept = ["BAC"]
reject = ["Cyber Act"]
near = [{ answer = "IT Basic Act", score = 0.3, feedback = "That one is older." }]
[[question]]
id = "when"
prompt = "When?"
date = "2014-11"
[[question]]
id = "metals"
prompt = "Which are metals?"
choose = ["iron", "zinc"]
wrong = ["neon"]
[[question]]
id = "pairs"
prompt = "Match."
match = [["one", "eins"], ["two", "zwei"]]
"#;

    fn tried(id: &str, typed: &str, json: bool) -> String {
        let parsed = parse(&[SourceFile::new("deck.toml", DECK.trim_start())]);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        let lexicon = lexicon(&parsed.deck.terms, &parsed.deck.questions);
        let bench = Bench { deck: &parsed.deck, lexicon: &lexicon, json, seed: 1, asks: false };
        let mut out = Vec::new();
        let question = parsed.deck.questions.iter().find(|question| *question.id == *id).unwrap();
        let more = bench.question(question, &mut typed.as_bytes(), &mut out).unwrap();
        assert_eq!(more, typed.ends_with("\n\n"), "only an empty line goes on");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_rule_and_the_difference_are_said() {
        expect_test::expect![[r#"
            act (text): Which law?
              answer: Basic Act on Cybersecurity
              accept: BAC
              reject: Cyber Act
              near: IT Basic Act
            the basic act on Cyber-security: right (100 %), rule equal: equal to the answer after folding
              read as: basic act on cyber security
            bac: right (100 %), rule accepted: equal to an accepted form after folding
            Basic Act on Cybersecurty: near (90 %), rule slip: a slip of the hand
              read as: basic act on cybersecurty
              differs: you wrote “Cybersecurty”; it is “Cybersecurity”
            Cyber Act: wrong (0 %), rule rejected: a form in `reject`
              read as: cyber act
            it basic act: wrong (30 %), rule foreseen: a response in `near`
              feedback: That one is older.
        "#]]
        .assert_eq(&tried(
            "act",
            "the basic act on Cyber-security\nbac\nBasic Act on Cybersecurty\nCyber Act\nit basic act\n",
            false,
        ));
    }

    #[test]
    fn dates_choices_and_pairs_are_tried_too() {
        let dates = tried("when", "11/2014\n2014\n", false);
        assert!(
            dates.contains("11/2014: right") && dates.contains("2014: wrong (50 %), rule less-precise"),
            "{dates}"
        );
        let options = tried("metals", "iron; zinc\nlead\n", false);
        assert!(options.contains("right (100 %)") && options.contains("asked again"), "{options}");
        let pairs = tried("pairs", "eins; zwei\n\n", false);
        assert!(pairs.contains("right (100 %)"), "{pairs}");
    }

    #[test]
    fn the_same_as_data() {
        let line = tried("when", "2014-11\n", true);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((value["rule"].as_str(), value["score"].as_f64()), (Some("same"), Some(1.0)));
    }
}
