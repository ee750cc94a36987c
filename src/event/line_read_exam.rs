//! Reading the events of a mock exam: arrays that belong together must be equally long.

use serde_json::value::RawValue;

use super::{Fields, response, texts, wrong};
use crate::error::Result;
use crate::event::exam::{
    AMOUNT_MAX, COUNT_MAX, Certainty, End, Exam, Given, Item, Marks, Paper, Score, Shown,
};
use crate::event::members;
use crate::question::Ask;
use crate::text::Text;

/// The event of this kind; `None` if the kind is none of a mock exam.
pub(super) fn exam(kind: &str, fields: &mut Fields) -> Result<Option<Exam>> {
    Ok(Some(match kind {
        "sitting" => Exam::Sitting(paper(fields)?),
        "response" => Exam::Response(given(fields)?),
        "flag" => {
            Exam::Flag { sitting: fields.uuid("target")?, item: fields.json("item")?, on: fields.json("on")? }
        }
        "certainty" => Exam::Certainty {
            sitting: fields.uuid("target")?,
            item: fields.json("item")?,
            certainty: fields.word("certainty", &Certainty::ALL, Certainty::name)?,
        },
        "marks" => Exam::Marks(Marks {
            sitting: fields.uuid("target")?,
            end: fields.word("end", &End::ALL, End::name)?,
            scores: scores(fields)?,
        }),
        _ => return Ok(None),
    }))
}

fn paper(fields: &mut Fields) -> Result<Paper> {
    Ok(Paper {
        deck: fields.text("deck_id")?,
        version: fields.text("deck_version")?,
        exam: fields.text("exam")?,
        title: fields.text("title")?,
        seed: fields.hexadecimal("seed")?,
        limit_seconds: if fields.has("limit") { Some(fields.json("limit")?) } else { None },
        certainty: fields.json("ask_certainty")?,
        pass: if fields.has("pass") { Some(fields.number("pass", AMOUNT_MAX)?) } else { None },
        bands: named(fields, "bands", "bands_from")?,
        negative: fields.number("negative", 1.0)?,
        sections: named(fields, "sections", "weights")?,
        items: items(fields)?,
    })
}

fn given(fields: &mut Fields) -> Result<Given> {
    let spent: u32 = fields.json("spent")?;
    if spent > super::super::exam::SPENT_MAX {
        return Err(wrong("spent", &spent.to_string(), "at most an hour"));
    }
    Ok(Given {
        sitting: fields.uuid("target")?,
        item: fields.json("item")?,
        response: if fields.has("response") { Some(fields.response()?) } else { None },
        spent,
        late: fields.json("late")?,
    })
}

/// Names and the amounts beside them.
fn named(fields: &mut Fields, names: &str, amounts: &str) -> Result<Vec<(Text, f64)>> {
    let (all, numbers) = (texts(fields.json(names)?), numbers(fields, amounts)?);
    same_length(amounts, numbers.len(), all.len())?;
    Ok(all.into_iter().zip(numbers).collect())
}

fn items(fields: &mut Fields) -> Result<Vec<Item>> {
    let questions = texts(fields.json("questions")?);
    let sections: Vec<u32> = fields.json("section_of")?;
    let points = numbers(fields, "points")?;
    let hashes: Vec<String> = fields.json("meanings")?;
    let meanings =
        hashes.iter().map(|hash| super::hexadecimal("meanings", hash)).collect::<Result<Vec<u64>>>()?;
    for (name, length) in
        [("section_of", sections.len()), ("points", points.len()), ("meanings", meanings.len())]
    {
        same_length(name, length, questions.len())?;
    }
    let mut shown = shown(fields, questions.len())?.into_iter();
    let parts = questions.into_iter().zip(meanings).zip(sections).zip(points);
    let item = |(((question, meaning), section), points)| Item {
        question,
        meaning,
        section,
        points,
        shown: shown.next(),
    };
    Ok(parts.map(item).collect())
}

/// What each of the items looked like; empty if the log does not say.
fn shown(fields: &mut Fields, items: usize) -> Result<Vec<Shown>> {
    if !fields.has("asks") {
        return Ok(Vec::new());
    }
    let asks: Vec<Ask> = raws(fields, "asks")?.iter().map(|raw| ask(raw)).collect::<Result<_>>()?;
    let rights: Vec<_> = raws(fields, "rights")?.iter().map(|raw| response(raw)).collect::<Result<_>>()?;
    let prompts = texts(fields.json("prompts")?);
    for (name, length) in [("asks", asks.len()), ("rights", rights.len()), ("prompts", prompts.len())] {
        same_length(name, length, items)?;
    }
    let parts = prompts.into_iter().zip(asks).zip(rights);
    Ok(parts.map(|((prompt, ask), right)| Shown { prompt, ask, right }).collect())
}

/// The elements of a list, as they came.
fn raws(fields: &mut Fields, name: &str) -> Result<Vec<String>> {
    let items: Vec<Box<RawValue>> = fields.json(name)?;
    Ok(items.iter().map(|item| item.get().to_owned()).collect())
}

fn ask(raw: &str) -> Result<Ask> {
    let bad = || wrong("asks", raw, "a list of what is asked for");
    let mut parts = Fields(members::read(raw).map_err(|_| bad())?);
    let names: Vec<String> = parts.0.keys().cloned().collect();
    let mut all = |name: &str| parts.json(name).map(texts);
    Ok(match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["form"] => {
            let form: String = parts.json("form")?;
            Ask::Text { form: crate::text::terminal(&form).into_owned() }
        }
        ["count", "labels"] => {
            let labels = all("labels")?;
            let count = parts.json("count")?;
            if count > COUNT_MAX {
                return Err(bad());
            }
            Ask::Texts { count, labels }
        }
        ["one_of"] => Ask::PickOne { options: all("one_of")? },
        ["some_of"] => Ask::PickSome { options: all("some_of")? },
        ["order"] => Ask::Order { items: all("order")? },
        ["left", "right"] => Ask::Match { left: all("left")?, right: all("right")? },
        _ => return Err(bad()),
    })
}

fn same_length(name: &str, length: usize, wanted: usize) -> Result<()> {
    if length == wanted { Ok(()) } else { Err(wrong(name, &length.to_string(), &format!("{wanted} long"))) }
}

/// Numbers digit by digit: the parser of JSON may be off by the last bit.
fn numbers(fields: &mut Fields, name: &str) -> Result<Vec<f64>> {
    let raw = fields.raw(name)?;
    let bad = || wrong(name, &raw, &format!("a list of numbers from 0 to {AMOUNT_MAX}"));
    let items: Vec<&RawValue> = serde_json::from_str(&raw).map_err(|_| bad())?;
    let number = |json: &str| json.parse().ok().filter(|n| (0.0..=AMOUNT_MAX).contains(n)).map(|n| n + 0.0);
    items.iter().map(|item| number(item.get()).ok_or_else(bad)).collect()
}

fn scores(fields: &mut Fields) -> Result<Vec<Score>> {
    let raw = fields.raw("scores")?;
    let bad = || wrong("scores", &raw, "a list of numbers from 0 to 1, null and \"dropped\"");
    let items: Vec<&RawValue> = serde_json::from_str(&raw).map_err(|_| bad())?;
    let score = |json: &str| match json {
        "null" => Some(Score::Blank),
        "\"dropped\"" => Some(Score::Dropped),
        number => {
            let number = number.parse().ok().filter(|n: &f64| (0.0..=1.0).contains(n));
            number.map(|n| Score::Counted(n + 0.0))
        }
    };
    items.iter().map(|item| score(item.get()).ok_or_else(bad)).collect()
}
