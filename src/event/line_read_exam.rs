//! Reading the events of a mock exam: arrays that belong together must be equally long.

use serde_json::value::RawValue;

use super::{Fields, texts, wrong};
use crate::error::Result;
use crate::event::exam::{AMOUNT_MAX, Certainty, End, Exam, Given, Item, Marks, Paper, Score};
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
    let parts = questions.into_iter().zip(meanings).zip(sections).zip(points);
    Ok(parts
        .map(|(((question, meaning), section), points)| Item { question, meaning, section, points })
        .collect())
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
