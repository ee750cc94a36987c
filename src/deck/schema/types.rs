//! The shape of a deck file, with a line of help for each key. Only the schema is made of these types: decks are
//! read by hand, for the sake of good diagnostics.
#![expect(dead_code, reason = "a schema is all that is wanted of them")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::json;

use super::values::*;

/// A deck of questions for shiken, or one chapter of a deck that is a folder.
#[derive(JsonSchema)]
#[schemars(title = "Shiken deck", deny_unknown_fields, extend("dependencies" = json!({ "deck": ["format"] })))]
pub(super) struct File {
    /// The version of the deck format: 1. Only the file with [deck] says it.
    format: Option<Format>,
    /// What the deck is called and who made it. Chapters have none.
    deck: Option<Deck>,
    /// Where the facts stand, each under a short name: [source.book]
    source: Option<BTreeMap<String, Source>>,
    /// Names written once, each under a short key: [term.rome]. Questions point at one with "@rome".
    term: Option<BTreeMap<String, Term>>,
    /// The questions, each under [[question]]
    question: Option<Vec<Question>>,
    /// Blueprints of mock exams, each under [[exam]]
    exam: Option<Vec<Exam>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Deck {
    /// Small letters, digits, dots, dashes. Progress follows it, so it must never change.
    id: Id,
    /// The name for people.
    title: Said,
    /// As you count, such as "1.2.0".
    version: Option<Said>,
    /// Language tag such as "en": decides articles, spellings and the wording of made questions.
    language: Option<Said>,
    /// Such as "CC-BY-4.0".
    license: Option<Said>,
    /// Who made the deck.
    authors: Option<Texts>,
    /// What the deck is about.
    description: Option<Said>,
    /// Where the deck is published.
    homepage: Option<Said>,
    /// What holds for every question that does not say otherwise.
    defaults: Option<Defaults>,
    /// Codes of advice that does not hold in this deck.
    allow: Option<Warnings>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Defaults {
    /// Added to the tags of every question.
    tags: Option<Tags>,
    /// The source of questions that name none.
    source: Option<Said>,
    /// What a question counts for in an exam, if it does not say.
    points: Option<Points>,
    /// true: no slip of the pen is forgiven.
    strict: Option<Truth>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = json!([
    { "required": ["title"] }, { "required": ["author"] }, { "required": ["authors"] },
])))]
struct Source {
    /// Its title.
    title: Option<Said>,
    /// Who wrote it.
    author: Option<Texts>,
    /// Who wrote it, if they are several.
    authors: Option<Texts>,
    /// The year it appeared.
    year: Option<Year>,
    /// Where it can be read.
    url: Option<Said>,
    /// Who published it.
    publisher: Option<Said>,
    /// Which edition.
    edition: Option<Noted>,
    /// Anything else.
    note: Option<Said>,
    /// Its ISBN.
    isbn: Option<Said>,
    /// The day you read it, for what may change.
    accessed: Option<Noted>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Term {
    /// What sort of thing: wrong options are drawn from terms of the same kind. Any word will do.
    kind: TermKind,
    /// Its name.
    name: Said,
    /// Other names that are as right.
    aliases: Option<Texts>,
    /// When it was: "2014", "2014-11", "2014-11-12", or a range such as "2019/2023".
    date: Option<Date>,
    /// What it is, in words that do not give the name away.
    about: Option<Said>,
    /// Makes questions of the term: for its "date", for its "name", or both.
    ask: Option<Asks>,
    /// Shown with its questions: a key of [source.…] and anything behind it, such as "book, page 4".
    source: Option<Said>,
    /// Tags of its questions.
    tags: Option<Tags>,
    /// Prompts to use instead of the made ones.
    prompts: Option<Prompts>,
    /// Shown after the verdict on its questions.
    explanation: Option<Said>,
    /// Earlier keys of this term: progress follows.
    was: Option<Ids>,
    /// What each of its questions counts for in an exam.
    points: Option<Points>,
    /// The date for which its answers hold, if they may change.
    as_of: Option<Date>,
    /// Codes of advice that does not hold here.
    allow: Option<Warnings>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Prompts {
    /// What to ask for its date.
    date: Option<Said>,
    /// What to ask for its name.
    name: Option<Said>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Question {
    /// A name that is unique in the deck and stays: progress follows it.
    id: Id,
    /// What the student is asked.
    prompt: Option<Said>,
    /// Answer key of a date: "2014", "2014-11", "2014-11-12", or "2019/2023". As precise as it is to be asked.
    date: Option<Date>,
    /// Answer key of a text ("…" or "@term"), a number, or true and false.
    answer: Option<Answer>,
    /// Answer key of a choice: the right option, or a list of all that are right. Needs `wrong`.
    choose: Option<Choose>,
    /// Answer key of a list: what is to be named, in any order; "a|b" takes both for one.
    list: Option<List>,
    /// Answer key of an order: the items as they come, the earliest first.
    order: Option<Order>,
    /// Answer key of a match: pairs of what belongs together.
    #[schemars(rename = "match")]
    pairs: Option<Match>,
    /// Answer key of a cloze: a sentence with {blanks}; {a|b} takes both, {{ is a brace.
    cloze: Option<Cloze>,
    /// Answer key of a flip card: its back. Students grade themselves.
    card: Option<Said>,
    /// Wrong options, or how many to draw from terms of the same kind.
    wrong: Option<Wrong>,
    /// How many of the list are enough.
    need: Option<Count>,
    /// Other forms of the answer that are right.
    accept: Option<Texts>,
    /// Forms that must be refused: a test of the key.
    reject: Option<Texts>,
    /// Responses you foresee, with what they are worth and what to say.
    near: Option<Vec<Near>>,
    /// How far off is right: "1 year", "2 months", "3 days" for a date; 0.5 or "10 %" for a number.
    tolerance: Option<DateTolerance>,
    /// What the number counts; students may leave it out.
    unit: Option<Said>,
    /// true: no slip of the pen is forgiven.
    strict: Option<Truth>,
    /// A hint, or several from mild to strong. An answer with a hint counts as hard at best.
    hint: Option<Texts>,
    /// Shown after the verdict.
    explanation: Option<Said>,
    /// A key of [source.…] and anything behind it, such as "book, page 4"; or any text.
    source: Option<Said>,
    /// Words to study and report by.
    tags: Option<Tags>,
    /// What it counts for in an exam.
    points: Option<Points>,
    /// The date for which the answer holds, if it may change.
    as_of: Option<Date>,
    /// Earlier ids of this question: progress follows.
    was: Option<Ids>,
    /// Codes of advice that does not hold here.
    allow: Option<Warnings>,
    /// Ids of questions to be learnt first.
    requires: Option<Ids>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Near {
    /// The response you foresee.
    answer: Said,
    /// What it is worth, from 0 to below 1.
    score: Option<Score>,
    /// What to say to it.
    feedback: Option<Said>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Exam {
    /// A name that is unique in the deck.
    id: Id,
    /// The name for people.
    title: Said,
    /// How long it takes.
    minutes: Option<Count>,
    /// From how many percent it is passed.
    pass: Option<Percent>,
    /// Grades, each with the percent from which it is given: { A = 85, B = 70 }
    bands: Option<BTreeMap<String, Percent>>,
    /// The share of its points that a wrong answer costs, from 0 to 1; 0 if left out.
    #[schemars(range(min = 0.0, max = 1.0))]
    negative: Option<f64>,
    /// The parts, each with how many questions to draw and from which.
    #[schemars(length(min = 1, max = 64))]
    section: Vec<Section>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Section {
    /// The name for people.
    title: Said,
    /// How many questions to draw.
    draw: Count,
    /// Only questions with one of these tags.
    tags: Option<Texts>,
    /// Only questions of these kinds, or that ask for terms of these kinds.
    kinds: Option<Kinds>,
    /// Only questions about these terms.
    terms: Option<Texts>,
    /// What the section weighs against the others.
    weight: Option<Weight>,
}
