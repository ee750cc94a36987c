//! What questions say of each other: ids that are unique, old ids that are free, requirements that lead somewhere.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use toml::de::DeTable;

use crate::question::read::common;
use crate::question::{Place, Question, QuestionId};
use crate::source::table::entries;
use crate::source::value::Origin;
use crate::source::{At, Diagnostic, Sink, SourceFile, Span, Value, codes, suggest};

/// Spelling suggestions cost a walk over all ids: enough for a person to read.
const MAX_SUGGESTIONS: usize = 50;

/// What a question that is not sound says of itself and of others.
#[derive(Debug, Default)]
pub(crate) struct Broken {
    /// Its id, so that what points at it is not reported too.
    pub(super) id: Option<At<QuestionId>>,
    requires: Vec<At<QuestionId>>,
    /// Its own tags, without those of the deck.
    pub(super) tags: Vec<Arc<str>>,
}

impl Broken {
    /// That of a question which was reported already.
    pub(crate) fn of(value: Value<'_>) -> Self {
        let (unheard, mut broken) = (Sink::new(), Self::default());
        let table = value.get().as_table();
        for entry in table.into_iter().flat_map(|table| entries(table, value.origin())) {
            match entry.key {
                "id" => broken.id = common::id_of(entry.value, "id", &unheard),
                "requires" => {
                    let ids = items(entry.value).into_iter();
                    broken.requires = ids.filter_map(|id| common::id_of(id, "requires", &unheard)).collect();
                }
                "tags" => {
                    let tags = items(entry.value).into_iter();
                    broken.tags =
                        tags.filter_map(|tag| tag.get().as_str().map(|tag| tag.trim().into())).collect();
                }
                _ => {}
            }
        }
        broken
    }
}

/// The items of an array, or the one that stands for it.
fn items(value: Value<'_>) -> Vec<Value<'_>> {
    value.array("", "", &Sink::new()).unwrap_or_else(|| vec![value])
}

/// Drops questions whose id is taken and requirements that lead nowhere or round in a circle; all is reported.
pub(crate) fn check(questions: &mut Vec<Question>, broken: &[Broken], files: &[SourceFile], sink: &Sink) {
    unique(questions, broken, files, sink);
    let links = Links::of(questions, broken, files, sink);
    links.check_old(questions);
    let cut = links.unknown(questions, broken);
    let cycles = links.cycles(questions, &cut);
    drop(links);
    for (index, required) in cut.into_iter().chain(cycles) {
        if let Some(question) = questions.get_mut(index) {
            question.requires.retain(|id| *id != required);
        }
    }
}

fn unique(questions: &mut Vec<Question>, broken: &[Broken], files: &[SourceFile], sink: &Sink) {
    let mut first: HashMap<QuestionId, Place> = HashMap::with_capacity(questions.len());
    questions.retain(|question| {
        let Some(other) = first.get(&question.id) else {
            first.insert(question.id.clone(), question.place);
            return true;
        };
        let (span, other) = (id_span(question.place, files), id_span(*other, files));
        sink.report(duplicate(&question.id, span, other));
        false
    });
    for id in broken.iter().filter_map(|broken| broken.id.as_ref()) {
        match first.get(&id.value) {
            Some(other) if Span::from(*other) != id.span => {
                sink.report(duplicate(&id.value, id.span, id_span(*other, files)));
            }
            Some(_) => {}
            None => {
                first.insert(id.value.clone(), id.span.into());
            }
        }
    }
}

fn duplicate(id: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_ID, span, format!("the id `{id}` is used twice"))
        .label(first, "first used here")
        .help("give one of them another id; the one that students know should keep it")
}

struct Links<'a> {
    index: HashMap<&'a str, usize>,
    broken: HashSet<&'a str>,
    /// Old ids and the questions that had them.
    old: HashMap<&'a str, usize>,
    files: &'a [SourceFile],
    sink: &'a Sink,
}

impl<'a> Links<'a> {
    fn of(questions: &'a [Question], broken: &'a [Broken], files: &'a [SourceFile], sink: &'a Sink) -> Self {
        // Most decks have neither old ids nor requirements, and need no index.
        let wanted = broken.iter().any(|broken| !broken.requires.is_empty())
            || questions.iter().any(|question| !question.was.is_empty() || !question.requires.is_empty());
        let all = || questions.iter().enumerate().filter(|_| wanted);
        Self {
            index: all().map(|(index, question)| (&*question.id, index)).collect(),
            broken: broken.iter().filter_map(|broken| broken.id.as_ref()).map(|id| &*id.value).collect(),
            old: all().flat_map(|(index, q)| q.was.iter().map(move |id| (&**id, index))).collect(),
            files,
            sink,
        }
    }

    fn check_old(&self, questions: &[Question]) {
        for (index, question) in questions.iter().enumerate() {
            for old in &question.was {
                let span = || locate(question.place, "was", old, self.files);
                let taken = self.index.get(&**old).copied();
                let other = taken.or_else(|| self.old.get(&**old).copied().filter(|other| *other != index));
                let Some(other) = other.and_then(|other| questions.get(other)) else { continue };
                let message = if taken.is_some() {
                    format!("`{old}` cannot be an old id: a question has it now")
                } else {
                    format!("two questions were once `{old}`; progress can follow one only")
                };
                let label = if taken.is_some() { "this one" } else { "the other one" };
                self.sink.report(
                    Diagnostic::new(codes::WAS_CLASH, span(), message)
                        .label(id_span(other.place, self.files), label)
                        .help("take it out of `was`"),
                );
            }
        }
    }

    /// Requirements of ids that no question has: all are reported, those of sound questions are given back.
    fn unknown(&self, questions: &[Question], broken: &[Broken]) -> Vec<(usize, QuestionId)> {
        let is_unknown = |id: &str| !self.index.contains_key(id) && !self.broken.contains(id);
        let requires = questions.iter().enumerate().flat_map(|(index, question)| {
            question.requires.iter().filter(|id| is_unknown(id)).map(move |id| (index, id.clone()))
        });
        let unknown: Vec<(usize, QuestionId)> = requires.collect();
        let of_sound = unknown.iter().filter_map(|(index, id)| {
            let own = questions.get(*index)?;
            Some((&*own.id, id, locate(own.place, "requires", id, self.files)))
        });
        let of_broken = broken.iter().flat_map(|broken| &broken.requires).filter(|id| is_unknown(&id.value));
        let of_broken = of_broken.map(|At { value, span }| ("", value, *span));
        for (nth, (own, id, span)) in of_sound.chain(of_broken).enumerate() {
            let renamed = self.old.get(&**id).and_then(|new| questions.get(*new));
            let help = match renamed {
                Some(new) => Some(format!("it is now called `{}`", new.id)),
                None if nth < MAX_SUGGESTIONS => {
                    let others = questions.iter().map(|other| &*other.id).filter(|other| *other != own);
                    suggest::did_you_mean(id, others)
                }
                None => None,
            };
            let message = format!("there is no question `{id}` to be learnt first");
            self.sink.report(Diagnostic::new(codes::UNKNOWN_REQUIRED, span, message).maybe_help(help));
        }
        unknown
    }

    /// For each circle of requirements, the one that closes it.
    fn cycles(&self, questions: &[Question], cut: &[(usize, QuestionId)]) -> Vec<(usize, QuestionId)> {
        let cut: HashSet<(usize, &str)> = cut.iter().map(|(index, id)| (*index, &**id)).collect();
        let mut state = vec![State::New; if self.index.is_empty() { 0 } else { questions.len() }];
        let mut closing = Vec::new();
        for root in 0..state.len() {
            let mut path = vec![(root, 0usize)];
            while let Some((at, next)) = path.last_mut() {
                let at = *at;
                if *next == 0 && state.get(at) != Some(&State::New) {
                    path.pop();
                    continue;
                }
                if let Some(state) = state.get_mut(at) {
                    *state = State::Open;
                }
                let required = questions.get(at).and_then(|question| question.requires.get(*next));
                *next += 1;
                let Some(id) = required else {
                    if let Some(state) = state.get_mut(at) {
                        *state = State::Done;
                    }
                    path.pop();
                    continue;
                };
                let target = self.index.get(&**id).copied().filter(|_| !cut.contains(&(at, &**id)));
                match target.and_then(|target| Some((target, *state.get(target)?))) {
                    Some((target, State::New)) => path.push((target, 0)),
                    Some((target, State::Open)) => {
                        let from = path.iter().position(|(on, _)| *on == target).unwrap_or(0);
                        self.report_cycle(path.get(from..).unwrap_or_default(), id, questions);
                        closing.push((at, id.clone()));
                    }
                    _ => {}
                }
            }
        }
        closing
    }

    fn report_cycle(&self, path: &[(usize, usize)], closing: &QuestionId, questions: &[Question]) {
        let ids: Vec<&Question> = path.iter().filter_map(|(index, _)| questions.get(*index)).collect();
        let Some((last, others)) = ids.split_last() else { return };
        let names: Vec<&str> = ids.iter().map(|question| &*question.id).chain([&**closing]).collect();
        let message = match others {
            [] => format!("`{closing}` requires itself"),
            _ => format!("these questions require each other: {}", names.join(" → ")),
        };
        let span = locate(last.place, "requires", closing, self.files);
        let mut diagnostic =
            Diagnostic::new(codes::CYCLE, span, message).help("take one of the requirements out");
        for other in others.iter().take(5) {
            diagnostic = diagnostic.label(id_span(other.place, self.files), "one of them");
        }
        self.sink.report(diagnostic);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Where the id of a question stands, found again in its text: keeping it for every question would cost more.
fn id_span(place: Place, files: &[SourceFile]) -> Span {
    locate(place, "id", "", files)
}

/// Where `value` stands under `key` of the question at `place`, or the key's value if it is not found.
pub(super) fn locate(place: Place, key: &str, value: &str, files: &[SourceFile]) -> Span {
    let whole = Span::from(place);
    let text =
        files.get(place.file as usize).and_then(|file| file.text().get(whole.range())).unwrap_or_default();
    let origin = Origin { file: place.file, offset: place.start as usize, text };
    let (tree, _) = DeTable::parse_recoverable(text);
    let question = tree.get_ref().get("question").and_then(|question| question.get_ref().get(0));
    let Some(found) = question.and_then(|question| question.get_ref().get(key)) else {
        return first_line(whole, text);
    };
    let items = found.get_ref().as_array().into_iter().flat_map(|items| items.iter());
    let item = items.into_iter().find(|item| item.get_ref().as_str() == Some(value));
    Value::new(item.unwrap_or(found), origin).span()
}

fn first_line(span: Span, text: &str) -> Span {
    let line = text.lines().next().unwrap_or_default();
    Span { end: span.start + crate::source::file::small(line.len()), ..span }
}
