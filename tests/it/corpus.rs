//! Runs `tests/data/judge-corpus.tsv`: hundreds of responses and what the judge must say of each.

use shiken::judge::number::NumberTolerance;
use shiken::judge::{Date, DateTolerance, Foreseen, Lexicon, Marked, When, date, number};
use shiken::question::ask::Rating;
use shiken::question::kinds::{
    Blank, ChoiceKey, ClozeKey, DateKey, Key, ListKey, MatchKey, NumberKey, OrderKey, TextKey,
};
use shiken::question::{Mode, Name, Pool, Question, Response, Term, lexicon};
use shiken::text::Text;

const CORPUS: &str = include_str!("../data/judge-corpus.tsv");

struct Row {
    line: usize,
    question: Question,
    response: Response,
    expected: String,
}

#[test]
fn the_judge_agrees_with_the_corpus() {
    let terms: Vec<Term> = fields().filter_map(|(_, fields)| term(&fields)).collect();
    let rows: Vec<Row> =
        fields().filter(|(_, fields)| fields[0] != "term").map(|row| read(row, &terms)).collect();
    assert!(rows.len() >= 1060, "{} rows", rows.len());
    let lexicon = lexicon(&terms, &[]);
    let wrong: Vec<String> = rows.iter().filter_map(|row| disagreement(row, &lexicon)).collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// No name of one term earns anything as the answer to another: the deck is full of look-alikes.
#[test]
fn no_term_passes_for_another() {
    let terms: Vec<Term> = fields().filter_map(|(_, fields)| term(&fields)).collect();
    let lexicon = lexicon(&terms, &[]);
    let asked = question(0, read_key("text", "@first", &Options::read("-"), &terms), &Options::read("-"));
    for asked_of in &terms {
        let key = read_key("text", &format!("@{}", asked_of.key), &Options::read("-"), &terms);
        let asked = Question { key, ..asked.clone() };
        for other in terms.iter().filter(|other| other.key != asked_of.key) {
            for form in std::iter::once(&other.name).chain(&other.aliases) {
                let Marked::Verdict(verdict) = mark_text(&asked, form.raw(), &lexicon) else { panic!() };
                assert_eq!(verdict.score, 0.0, "{form:?} for {:?}", asked_of.name);
                assert_eq!(verdict.confusion.unwrap().term.as_deref(), Some(&*other.key));
            }
        }
    }
}

/// A year that is not its own is never dropped from a name.
#[test]
fn no_name_passes_with_another_year() {
    let terms: Vec<Term> = fields().filter_map(|(_, fields)| term(&fields)).collect();
    let lexicon = lexicon(&terms, &[]);
    for term in &terms {
        let key = read_key("text", &format!("@{}", term.key), &Options::read("-"), &terms);
        let asked = question(0, key, &Options::read("-"));
        let own: Vec<i16> = term.date.iter().flat_map(|date| date.ends()).map(|date| date.year).collect();
        for year in (1995..2025).filter(|year| !own.contains(year)) {
            for typed in [format!("{} ({year})", term.name.raw()), format!("{year} {}", term.name.raw())] {
                let Marked::Verdict(verdict) = mark_text(&asked, &typed, &lexicon) else { panic!() };
                assert!(verdict.score < 0.6, "{typed}");
            }
        }
    }
}

/// One letter left out of one long word: nearly always forgiven, and never fully right.
#[test]
fn a_lost_letter_is_a_slip() {
    let terms: Vec<Term> = fields().filter_map(|(_, fields)| term(&fields)).collect();
    let lexicon = lexicon(&terms, &[]);
    let (mut tried, mut forgiven) = (0, 0);
    for term in &terms {
        let key = read_key("text", &format!("@{}", term.key), &Options::read("-"), &terms);
        let asked = question(0, key, &Options::read("-"));
        let name = term.name.raw();
        for (at, letter) in name.char_indices().filter(|(_, c)| c.is_lowercase() && c.is_ascii()) {
            let word = name[..at].rsplit(' ').next().unwrap_or("").len()
                + name[at..].find(' ').unwrap_or(name.len() - at);
            if word < 6 {
                continue;
            }
            let typed = format!("{}{}", &name[..at], &name[at + letter.len_utf8()..]);
            let Marked::Verdict(verdict) = mark_text(&asked, &typed, &lexicon) else { panic!() };
            assert!(verdict.score < 1.0, "{typed}");
            tried += 1;
            forgiven += usize::from(verdict.score > 0.6);
        }
    }
    assert!(tried > 500 && forgiven * 100 >= tried * 95, "{forgiven} of {tried}");
}

fn mark_text(question: &Question, response: &str, lexicon: &Lexicon) -> Marked {
    let ask = question.ask(Mode::Typed, &Pool { terms: &[], questions: &[] }, 1);
    question.mark(&ask, &Response::Text(response.into()), lexicon)
}

fn disagreement(row: &Row, lexicon: &Lexicon) -> Option<String> {
    let pool = Pool { terms: &[], questions: &[] };
    let ask = row.question.ask(Mode::Typed, &pool, 1);
    let said = match row.question.mark(&ask, &row.response, lexicon) {
        Marked::AskAgain(_) => "again".to_owned(),
        Marked::Verdict(verdict) => {
            assert_eq!(
                verdict.confusion.is_some(),
                verdict.rule.name() == "confused" || verdict.confusion.is_some()
            );
            let score = (verdict.score * 1000.0).round() / 1000.0;
            format!("{} {score} {}", verdict.outcome.name(), verdict.rule.name())
        }
    };
    let agrees = agree(&row.expected, &said);
    let shown = format!("{:?}", row.response);
    let shown: String = shown.chars().take(100).collect();
    (!agrees).then(|| {
        format!(
            "line {}: {} ← {shown}: expected {}, got {said}",
            row.line,
            row.question.answer().raw(),
            row.expected
        )
    })
}

/// Scores are written with as many digits as a reader wants.
fn agree(expected: &str, said: &str) -> bool {
    let split = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (expected, said) = (split(expected), split(said));
    let close = |a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() < 0.002,
        _ => a == b,
    };
    expected.len() == said.len() && expected.iter().zip(&said).all(|(a, b)| close(a, b))
}

fn fields() -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    let lines = CORPUS.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| (at + 1, line.split('\t').collect()))
}

fn term(fields: &[&str]) -> Option<Term> {
    let &["term", key, kind, name, ref more @ ..] = fields else { return None };
    let aliases = more.first().map_or_else(Vec::new, |aliases| aliases.split(';').map(Text::from).collect());
    let aliases = aliases.into_iter().filter(|alias| !alias.is_blank()).collect();
    let date = more.get(1).map(|date| When::from_iso(date).unwrap());
    let about = Some(Text::from(format!("about {key}")));
    Some(Term { key: key.into(), kind: kind.into(), name: name.into(), aliases, date, about })
}

fn read((line, fields): (usize, Vec<&str>), terms: &[Term]) -> Row {
    let [kind, key, options, response, expected] = fields[..] else { panic!("line {line}: {fields:?}") };
    let options = Options::read(options);
    let key = read_key(kind, key, &options, terms);
    let question = question(line, key, &options);
    Row { line, question, response: read_response(kind, response), expected: expected.to_owned() }
}

/// `name=value;value`, where a part without a name belongs to the option before it.
struct Options(Vec<(String, Vec<String>)>);

impl Options {
    fn read(text: &str) -> Self {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        for part in text.split(';').filter(|part| *part != "-") {
            match (part.split_once('='), all.last_mut()) {
                (Some((name, value)), _) => all.push((name.into(), vec![value.into()])),
                (None, Some((_, values))) if !matches!(part, "strict" | "several") => {
                    values.push(part.into())
                }
                (None, _) => all.push((part.into(), Vec::new())),
            }
        }
        Self(all)
    }

    fn get(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|(option, _)| option == name).map(|(_, values)| values.as_slice())
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|values| values.first()).map(String::as_str)
    }

    fn texts(&self, name: &str) -> Vec<Text> {
        self.get(name).unwrap_or_default().iter().map(|value| Text::from(value.as_str())).collect()
    }
}

fn question(line: usize, key: Key, options: &Options) -> Question {
    let foreseen = |text: &Text| {
        let (answer, score) = text.raw().rsplit_once(':').unwrap();
        Foreseen { answer: answer.into(), score: score.parse().unwrap(), feedback: None }
    };
    Question {
        id: format!("line-{line}").into(),
        was: Vec::new(),
        prompt: options.one("prompt").unwrap_or("?").into(),
        key,
        reject: options.texts("reject"),
        near: options.texts("near").iter().map(foreseen).collect(),
        strict: options.get("strict").is_some(),
        hints: Vec::new(),
        explanation: None,
        source: None,
        tags: Vec::new(),
        points: 1.0,
        as_of: None,
        allow: Vec::new(),
        requires: Vec::new(),
        sibling: None,
        meaning: 0,
        place: Default::default(),
    }
}

fn read_key(kind: &str, key: &str, options: &Options, terms: &[Term]) -> Key {
    let names = |text: &str| text.split(';').map(|part| name(part, terms)).collect::<Vec<_>>();
    match kind {
        "text" => {
            let mut name = name(key, terms);
            name.accept.extend(options.texts("accept"));
            Key::Text(TextKey { name })
        }
        "date" => {
            let tolerance = options.one("tolerance").map(date_tolerance);
            Key::Date(DateKey { when: When::from_iso(key).unwrap(), tolerance })
        }
        "number" => Key::Number(NumberKey {
            value: key.parse().unwrap(),
            shown: options.get("shown").map_or_else(|| key.to_owned(), |shown| shown.join(",")).into(),
            tolerance: options.one("tolerance").map_or(NumberTolerance::Absolute(0.0), number_tolerance),
            unit: options.one("unit").map(Text::from),
        }),
        "truth" => Key::Truth(key == "true"),
        "choice" => Key::Choice(ChoiceKey {
            right: names(key),
            several: options.get("several").is_some(),
            wrong: names(&options.get("wrong").unwrap().join(";")),
            draw: 0,
        }),
        "list" => {
            let items = names(key);
            Key::List(ListKey {
                need: options.one("need").map_or(items.len(), |need| need.parse().unwrap()),
                items,
            })
        }
        "order" => Key::Order(OrderKey { items: names(key) }),
        "match" => {
            let pair =
                |text: &str| text.split_once('=').map(|(a, b)| (name(a, terms), name(b, terms))).unwrap();
            Key::Match(MatchKey { pairs: key.split(';').map(pair).collect() })
        }
        "cloze" => Key::Cloze(cloze(key, terms)),
        "card" => Key::Card(key.into()),
        other => panic!("{other}"),
    }
}

fn name(text: &str, terms: &[Term]) -> Name {
    let Some(key) = text.strip_prefix('@') else {
        let mut forms = text.split('|').map(Text::from);
        return Name { text: forms.next().unwrap(), accept: forms.collect(), term: None };
    };
    let term = terms.iter().find(|term| &*term.key == key).unwrap();
    Name { text: term.name.clone(), accept: term.aliases.clone(), term: Some(term.key.clone()) }
}

fn date_tolerance(text: &str) -> DateTolerance {
    let (count, unit) = text.split_once(' ').unwrap();
    let count = count.parse().unwrap();
    match unit.trim_end_matches('s') {
        "year" => DateTolerance::Years(count),
        "month" => DateTolerance::Months(count),
        _ => DateTolerance::Days(count),
    }
}

fn number_tolerance(text: &str) -> NumberTolerance {
    match text.strip_suffix('%') {
        Some(percent) => NumberTolerance::Relative(percent.parse::<f64>().unwrap() / 100.0),
        None => NumberTolerance::Absolute(text.parse().unwrap()),
    }
}

fn cloze(text: &str, terms: &[Term]) -> ClozeKey {
    let mut key = ClozeKey { text: Vec::new(), blanks: Vec::new() };
    for part in text.split('}') {
        let (before, blank) =
            part.split_once('{').map_or((part, None), |(before, blank)| (before, Some(blank)));
        key.text.push(before.into());
        key.blanks.extend(blank.map(|blank| read_blank(blank, terms)));
    }
    key
}

fn read_blank(written: &str, terms: &[Term]) -> Blank {
    let any_year = When::Point(Date::from_iso("2000").unwrap());
    if let date::Reading::One(When::Point(date)) = date::read(written, any_year) {
        return Blank::Date { shown: written.into(), date };
    }
    if let Some(number) = number::read(written, None) {
        return Blank::Number { shown: written.into(), value: number.value };
    }
    Blank::Text(name(written, terms))
}

fn read_response(kind: &str, written: &str) -> Response {
    let text = unescaped(written);
    let texts = || Response::Texts(text.split(';').map(Text::from).collect());
    match (kind, written) {
        (_, "*again") => Response::Recalled(Rating::Again),
        (_, "*hard") => Response::Recalled(Rating::Hard),
        (_, "*good") => Response::Recalled(Rating::Good),
        (_, "*easy") => Response::Recalled(Rating::Easy),
        ("match", _) => {
            let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
            Response::Pairs(pairs.map(|(a, b)| (a.into(), b.into())).collect())
        }
        ("choice", _) if text.contains(';') => texts(),
        ("list" | "order" | "cloze", _) => texts(),
        _ => Response::Text(text.into()),
    }
}

/// `\u{…}` is a character, `<5000 x>` repeats.
fn unescaped(text: &str) -> String {
    if let Some((count, repeated)) =
        text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')?.split_once(' '))
    {
        return repeated.repeat(count.parse().unwrap());
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\u{") {
        let (code, after) = behind.split_once('}').unwrap();
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    out + rest
}
