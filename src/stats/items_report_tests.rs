use super::*;
use crate::deck::parse;
use crate::event::exam::Item as PaperItem;
use crate::judge::Marked;
use crate::question::{Mode, Pool, lexicon};
use crate::source::SourceFile;

const DECK: &str = r#"
format = 1
[deck]
id = "d"
title = "D"
version = "1"
language = "en"
[term.act]
kind = "document"
name = "Seal Act"
[term.charter]
kind = "document"
name = "Harbour Charter"
[[question]]
id = "which"
prompt = "Which law was it?"
answer = "@act"
tags = ["law"]
[[question]]
id = "who"
prompt = "Who kept the seal?"
answer = "the registrar"
tags = ["people"]
[[question]]
id = "two"
prompt = "Name both."
list = ["granite", "marble"]
tags = ["law"]
"#;

/// Students with their responses, one line each, items parted by `|`, blank is nothing.
fn report(lines: &[&str]) -> Report {
    let parsed = parse(&[SourceFile::new("d.toml", DECK)]);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
    let deck = parsed.deck;
    let names = lexicon(&deck.terms, &deck.questions);
    let pool = Pool { terms: &deck.terms, questions: &deck.questions };
    let items = deck.questions.iter().map(|own| PaperItem {
        question: Text::from(&*own.id),
        meaning: 0,
        section: u32::from(&*own.id == "two"),
        points: 1.0,
        shown: None,
    });
    let paper = Paper {
        deck: Text::from("d"),
        version: Text::default(),
        exam: Text::default(),
        title: Text::from("Mock"),
        seed: 0,
        limit_seconds: None,
        certainty: false,
        pass: None,
        bands: Vec::new(),
        negative: 0.5,
        sections: vec![(Text::from("a"), 60.0), (Text::from("b"), 40.0)],
        items: items.collect(),
    };
    let judged: Vec<Vec<Option<(Response, Verdict)>>> = lines
        .iter()
        .map(|line| {
            let each = line.split('|').zip(&deck.questions).map(|(text, question)| {
                let texts: Vec<Text> = text.split('+').map(Text::from).collect();
                let response = match &question.key {
                    Key::List(_) => Response::Texts(texts),
                    _ => Response::Text(Text::from(text)),
                };
                let marked = question.mark(&question.ask(Mode::Typed, &pool, 0), &response, &names);
                let Marked::Verdict(verdict) = marked else { panic!("{text} is not clear") };
                (!text.is_empty()).then_some((response, verdict))
            });
            each.collect()
        })
        .collect();
    let score = |own: &Option<(Response, Verdict)>| {
        own.as_ref().map_or(Score::Blank, |(_, verdict)| Score::Counted(verdict.score))
    };
    let scores: Vec<Vec<Score>> = judged.iter().map(|row| row.iter().map(score).collect()).collect();
    let sat: Vec<Sat<'_>> = judged
        .iter()
        .zip(&scores)
        .enumerate()
        .map(|(at, (row, scores))| Sat {
            name: Text::from(format!("S{at}")),
            scores,
            given: row
                .iter()
                .map(|own| own.as_ref().map(|(response, verdict)| Given { response, verdict: Some(verdict) }))
                .collect(),
            seconds: vec![10.0, 20.0, 30.0],
        })
        .collect();
    let questions: Vec<Option<&Question>> = deck.questions.iter().map(Some).collect();
    Report::of(&paper, &questions, &sat)
}

#[test]
fn marks_are_percents_of_the_total_with_the_weights_of_the_sections() {
    let report = report(&["Seal Act|the registrar|granite+marble", "Harbour Charter||granite"]);
    let totals: Vec<f64> = report.students.iter().map(|(_, total)| *total).collect();
    // 30 + 30 + 40; then a wrong one that costs half of 30, a blank, and half of 40.
    assert_eq!(totals, [100.0, 5.0]);
    assert_eq!(report.rows[0].figures.intended, 0.3);
    assert_eq!((report.rows[1].blank, report.rows[1].right, report.rows[1].seconds), (1, 1, Some(20.0)));
    assert_eq!(report.rows[0].figures.facility, 0.5);
    let law = &report.tags[0];
    assert_eq!((&*law.tag, law.questions, law.n, law.seconds), ("law", 2, 4, 40.0));
    assert!((law.share - 0.7).abs() < 1e-12 && (law.mean - 0.625).abs() < 1e-12);
}

#[test]
fn wrong_answers_are_folded_and_confusions_counted_by_pair() {
    let report =
        report(&["harbour charter|x|slate+granite", "Harbour-Charter|x|Slate+marble", "seal act|y|"]);
    let which = &report.rows[0].wrong;
    assert_eq!((which.len(), which[0].students.as_slice()), (1, [0, 1].as_slice()));
    assert_eq!(which[0].confused_with.as_ref().map(Text::raw), Some("Harbour Charter"));
    let slate = &report.rows[2].wrong[0];
    assert_eq!((slate.text.raw(), slate.students.len()), ("slate", 2));
    assert_eq!(report.confused.len(), 1);
    assert_eq!(report.confused[0].pair.each_ref().map(Text::raw), ["Harbour Charter", "Seal Act"]);
    assert_eq!(report.confused[0].n, 2);
}

#[test]
fn what_good_students_gave_in_vain_is_proposed_and_confusions_never_are() {
    let good = "Seal Act|the keeper of rolls|granite+marble";
    let mut lines = vec![good, good, "Seal Act|Keeper of Rolls|granite+marble"];
    lines.extend(["Harbour Charter|nobody|slate+tuff"; 7]);
    let found = report(&lines);
    assert_eq!(found.proposals.len(), 1, "{:?}", found.proposals);
    let proposal = &found.proposals[0];
    assert_eq!((proposal.question.raw(), proposal.n, proposal.good), ("who", 3, 3));
    assert_eq!((proposal.text.raw(), proposal.key.raw()), ("the keeper of rolls", "the registrar"));
    // Two good ones are not enough, nor is what weak students give more often than good ones.
    assert_eq!(report(&lines[1..]).proposals, []);
    lines.extend(["Harbour Charter|keeper of rolls|slate+tuff"; 8]);
    assert_eq!(report(&lines).proposals, []);
}
