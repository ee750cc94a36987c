//! `shiken stats`: figures from the log, as pages for a person or as data.

use serde_json::{Map, Value, json};

use super::args;
use super::desk::Desk;
use super::progress::{Progress, Source, restricted};
use crate::deck::Deck;
use crate::error::{Error, Exit, Result};
use crate::stats::pages::{Material, Page, Pair, Sheet};
use crate::stats::picture::{Bar, Cell, Chance, Note, Picture, Shape};
use crate::stats::sessions::Sitting;
use crate::stats::{Figures, Share, Topic, figures, topics};
use crate::terminal::charts::{self, Looks};
use crate::terminal::{Facts, Line, figures as shown};
use crate::text;
use crate::time::Day;
use crate::world::World;

/// Which pages were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Overview,
    One(Page),
    All,
}

pub(super) fn stats(world: &World, user: Option<&str>, args: &args::Stats) -> Result<Exit> {
    let (wanted, deck) = read_words(&args.words)?;
    if deck.is_some() && args.scope.deck.is_some() {
        return Err(Error::usage("two decks are named").help("name one, or none for all"));
    }
    let scope = args::Scope {
        deck: args.scope.deck.clone().or(deck),
        tag: args.scope.tag.clone(),
        since: args.scope.since,
    };
    let mut desk = Desk::open(world, user)?;
    let pages: Vec<Page> = match wanted {
        Wanted::Overview => Vec::new(),
        Wanted::One(page) => vec![page],
        Wanted::All => Page::ALL.to_vec(),
    };
    let source =
        Source::read(world, &mut desk, &scope, &pages).map_err(|error| meant_a_page(error, &args.words))?;
    let progress = Progress::of(&source, &scope, &desk)?;
    let facts = super::facts(world);
    // Who reads it by ear or by a program counts no columns.
    let plain = args.plain || facts.dumb || !facts.output_is_terminal;
    let facts = Facts { plain, ..facts };
    if args.json {
        let mut data = Map::new();
        if wanted == Wanted::Overview || wanted == Wanted::All {
            data = overview_data(&progress, source.only.as_deref(), &desk);
        }
        let gathered = Gathered::of(&progress, &desk, &pages)?;
        for page in &pages {
            data.insert(
                page.name().to_owned(),
                page_data(&gathered.material(&progress, &desk).pictures(*page)),
            );
        }
        return super::print_json(&Value::Object(data));
    }
    let mut lines = Vec::new();
    let style = facts.style();
    if pages.len() != 1 {
        let figures = figures(&progress.rows, &progress.known, &progress.background, desk.today());
        lines.extend(shown::overview(&source.title(), &figures, desk.today(), style));
    }
    let only = restricted(&scope, desk.today());
    if !only.is_blank() {
        let at = usize::from(pages.len() != 1);
        lines.splice(at..at, shown::only(&only, style));
    }
    let looks = Looks { style, rows: plain };
    let gathered = Gathered::of(&progress, &desk, &pages)?;
    let material = gathered.material(&progress, &desk);
    for picture in pages.iter().flat_map(|page| material.pictures(*page)) {
        if !lines.is_empty() {
            lines.push(Line::blank());
        }
        lines.extend(charts::picture(&picture, looks));
    }
    if wanted == Wanted::Overview {
        lines.extend(shown::more(style));
    }
    super::print(&style.render(&lines))
}

/// The page and the deck of at most two words: a word that names a page is one.
fn read_words(words: &[String]) -> Result<(Wanted, Option<String>)> {
    let page = |word: &String| match word.as_str() {
        "all" => Some(Wanted::All),
        name => Page::named(name).map(Wanted::One),
    };
    match words {
        [] => Ok((Wanted::Overview, None)),
        [first] => Ok(page(first).map_or((Wanted::Overview, Some(first.clone())), |page| (page, None))),
        [first, second, ..] => match (page(first), page(second)) {
            (Some(wanted), _) => Ok((wanted, Some(second.clone()))),
            (None, Some(wanted)) => Ok((wanted, Some(first.clone()))),
            (None, None) => {
                let names: Vec<&str> = Page::ALL.iter().map(|page| page.name()).collect();
                Err(Error::usage(format!("there is no page “{}”", text::terminal(first)))
                    .help(format!("there are: {}, all", names.join(", "))))
            }
        },
    }
}

/// Says which page a word may have meant that names no deck.
fn meant_a_page(error: Error, words: &[String]) -> Error {
    let [word] = words else { return error };
    let near = Page::ALL.into_iter().map(Page::name).find(|name| strsim::osa_distance(word, name) <= 2);
    match near {
        Some(name) => error.help(format!("did you mean the page `{name}`?")),
        None => error,
    }
}

/// What pages show besides answers and questions; read only if one of them does.
pub(super) struct Gathered {
    sheets: Vec<Sheet>,
    confusions: Vec<Pair>,
    sittings: Vec<Sitting>,
    fitted: Option<Day>,
}

impl Gathered {
    /// What `pages` need.
    pub fn of(progress: &Progress<'_>, desk: &Desk<'_>, pages: &[Page]) -> Result<Self> {
        let has = |page| pages.contains(&page);
        let asks = has(Page::Topics) || has(Page::Hard);
        let decks: Vec<Deck> = if asks { progress.whole() } else { Vec::new() };
        let adopted = if has(Page::Memory) { desk.store.adopted()? } else { None };
        Ok(Self {
            fitted: adopted.map(|adopted| adopted.day),
            sheets: if asks { progress.sheets(&decks) } else { Vec::new() },
            confusions: if has(Page::Hard) { progress.confusions(desk, &decks)? } else { Vec::new() },
            sittings: if has(Page::Sessions) { progress.sittings(desk)? } else { Vec::new() },
        })
    }

    /// All that pages are made of.
    pub fn material<'a>(&'a self, progress: &'a Progress<'_>, desk: &'a Desk<'_>) -> Material<'a> {
        Material {
            answers: &progress.rows,
            questions: &progress.known,
            sheets: &self.sheets,
            confusions: &self.confusions,
            sittings: &self.sittings,
            background: &progress.background,
            fitted: self.fitted,
            since: progress.first,
            today: desk.today(),
            scheduler: desk.scheduler(),
        }
    }
}

/// The data of the overview, by name.
fn overview_data(progress: &Progress<'_>, deck: Option<&str>, desk: &Desk<'_>) -> Map<String, Value> {
    let figures = figures(&progress.rows, &progress.known, &progress.background, desk.today());
    let tags = |nth: usize| progress.known.get(nth).map_or(&[][..], |known| known.tags);
    let topics = topics::topics(&progress.rows, &progress.known, tags, desk.today(), desk.scheduler());
    match data(&figures, &topics, deck, desk.today()) {
        Value::Object(data) => data,
        _ => Map::new(),
    }
}

fn data(figures: &Figures, topics: &[Topic], deck: Option<&str>, today: Day) -> Value {
    let [right, near, wrong] = figures.outcomes;
    let ahead: Vec<Value> = (1..)
        .zip(figures.due_next)
        .map(|(days, due)| json!({ "date": today.plus(days).to_string(), "due": due }))
        .collect();
    let hours: Vec<Value> =
        figures.hours.iter().map(|share| json!({ "right": share.hits, "of": share.of })).collect();
    let days: Vec<Value> = figures
        .activity
        .days
        .iter()
        .map(|day| json!({ "date": day.day.to_string(), "answers": day.answers, "seconds": day.seconds }))
        .collect();
    json!({
        "deck": deck,
        "today": today.to_string(),
        "answers": figures.answers,
        "outcomes": { "right": right, "near": near, "wrong": wrong },
        "seconds": figures.seconds,
        "streak_days": figures.activity.streak_days,
        "longest_streak_days": figures.activity.longest_streak_days,
        "right": figures.right.map(share),
        "retention": figures.retention.map(|found| json!({
            "recalled": share(found.recalled), "predicted": found.predicted,
        })),
        "due_today": figures.due_today,
        "due_next": ahead,
        "questions": {
            "new": figures.new, "young": figures.young, "mature": figures.mature,
            "suspended": figures.suspended, "leeches": figures.leeches,
        },
        "tags": topics.iter().map(topic).collect::<Vec<_>>(),
        "hours": hours,
        "days": days,
    })
}

fn share(share: Share) -> Value {
    let (low, high) = share.interval();
    json!({ "share": share.value(), "hits": share.hits, "of": share.of, "low": low, "high": high })
}

fn topic(topic: &Topic) -> Value {
    json!({
        "tag": &*topic.name,
        "questions": topic.questions,
        "answers": topic.answers,
        "right": topic.right.enough().map(share),
        "seen": topic.seen,
        "retrievability": topic.retrievability,
        "minutes": topic.minutes,
    })
}

/// The pictures of a page by their names; `null` where too little is known.
fn page_data(pictures: &[Picture]) -> Value {
    let named = pictures.iter().map(|picture| (picture.key.to_owned(), picture_data(&picture.shape)));
    Value::Object(named.collect())
}

fn picture_data(shape: &Shape) -> Value {
    let bar = |bar: &Bar| json!({ "label": bar.label.raw(), "value": bar.value });
    let chance = |chance: &Chance| {
        let mut value = json!({
            "label": chance.label.raw(), "right": chance.share.enough().map(share), "of": chance.share.of,
            "foreseen": chance.foreseen,
        });
        let more = match chance.note {
            Note::None => json!({}),
            Note::Spent(answers, seconds) => json!({ "answers": answers, "seconds": seconds }),
            Note::Seen(seen, of, recall) => {
                json!({ "seen": seen, "questions": of, "retrievability": recall })
            }
            Note::Foreseen(low, high) => json!({ "low": low, "high": high }),
        };
        if let (Some(into), Value::Object(more)) = (value.as_object_mut(), more) {
            into.extend(more);
        }
        value
    };
    match shape {
        Shape::Withheld(_) => Value::Null,
        Shape::Year(year) => {
            json!({ "first": year.first.to_string(), "answers": year.answers, "edges": year.edges })
        }
        Shape::Bars(bars) | Shape::Columns(bars, _) => bars.iter().map(bar).collect(),
        Shape::Chances(chances) => chances.iter().map(chance).collect(),
        Shape::Rows(header, rows) => {
            let value = |cell: &Cell| match cell {
                Cell::Count(number) => json!(number),
                Cell::Minutes(minutes) => json!(minutes),
                Cell::Share(of) => share(*of),
                Cell::Hits(of) => json!({ "hits": of.hits, "of": of.of }),
                Cell::Text(_) | Cell::Day(_) => json!(cell.shown()),
            };
            let cell = |(name, cell): (&&str, &Cell)| (name.replace(' ', "_"), value(cell));
            rows.iter().map(|row| Value::Object(header.iter().zip(row).map(cell).collect())).collect()
        }
    }
}
