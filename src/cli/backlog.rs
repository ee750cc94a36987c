//! `shiken backlog`: what is overdue after a break, how long it takes to work off, and how.

use serde_json::{Value, json};

use super::args;
use super::desk::{self, Desk, read_preferences};
use super::preferences::BACKLOG;
use crate::error::{Exit, Result};
use crate::library;
use crate::memory::State;
use crate::plan::{self, Backlog, Moment, evidence};
use crate::terminal::jsonl::out::json_line;
use crate::terminal::style::paragraph;
use crate::terminal::words::{count, date, span};
use crate::terminal::{Facts, Style, Tone};
use crate::time::Day;
use crate::world::World;

/// Overdue questions below which it is no backlog, however long each takes.
const LEAST: usize = 10;

/// Where the minutes are kept while it is off.
const KEPT: &str = "backlog-minutes";

/// A rest of the day below so many seconds is none.
const LEAST_SECONDS: f32 = 30.0;

/// Answers whose moments tell how much time an answer takes.
const MOMENTS: u32 = 2000;

pub(super) fn backlog(world: &World, user: Option<&str>, args: &args::Backlog) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    turn(&mut desk, args)?;
    let states = states(&desk)?;
    let found = of(&desk, || states.iter())?;
    if args.json {
        let minutes = desk.preferences.backlog;
        return super::print_json(&json!({ "minutes": minutes, "backlog": found.as_ref().map(data) }));
    }
    super::print(&said(found.as_ref(), &desk, super::facts(world).style()))
}

/// Turns it on or off, or takes other minutes. Those that were set are kept while it is off.
fn turn(desk: &mut Desk<'_>, args: &args::Backlog) -> Result<()> {
    let minutes = desk.preferences.backlog;
    if args.off && minutes.is_some() {
        desk.store.set(KEPT, minutes.as_ref())?;
        desk.store.set(BACKLOG, Some(&Value::Null))?;
    } else if args.on && minutes.is_none() {
        let kept: Option<Value> = desk.store.setting(KEPT)?;
        desk.store.set(BACKLOG, kept.as_ref())?;
    } else if let Some(minutes) = args.minutes {
        desk.store.set(BACKLOG, Some(&minutes))?;
    }
    desk.preferences = read_preferences(&desk.store)?;
    Ok(())
}

/// What is remembered of the questions of the decks that are found. What was answered of others cannot be asked.
fn states(desk: &Desk<'_>) -> Result<Vec<State>> {
    let mut states = Vec::new();
    for found in library::find(&desk::roots(desk.world)) {
        let Ok(deck) = desk::index(desk.world, &found.path) else { continue };
        let mut known = desk.states(&deck.id)?;
        states.extend(deck.questions.iter().filter_map(|brief| known.remove(&*brief.id)));
    }
    Ok(states)
}

fn said(found: Option<&Backlog>, desk: &Desk<'_>, style: Style) -> String {
    let words = match (desk.preferences.backlog, found) {
        (None, _) => {
            "A backlog changes nothing: all that is due is asked, and new questions come as always. \
             `shiken backlog --on` works off what is overdue first."
        }
        (Some(_), Some(found)) => return whole(found, desk.today(), style),
        (Some(minutes), None) => &format!("No backlog: what is overdue fits into {minutes} min."),
    };
    style.render(&paragraph(Tone::Plain, words, 0, style))
}

/// How things stand, what that means, and what can be done.
fn whole(backlog: &Backlog, today: Day, style: Style) -> String {
    let mut lines = paragraph(Tone::Strong, &sentence(backlog, today), 0, style);
    lines.extend(paragraph(Tone::Plain, HOW, 0, style));
    style.render(&lines)
}

const HOW: &str = "What is most worth saving comes first; new questions wait until then. \
     `shiken backlog --minutes 30` takes other minutes, `--off` asks all that is due, with new ones.";

/// What a session begins with.
pub(super) fn beginning(backlog: &Backlog, today: Day, facts: Facts) -> String {
    if facts.jsonl {
        let mut data = data(backlog);
        if let Some(object) = data.as_object_mut() {
            object.insert("type".to_owned(), "backlog".into());
        }
        return json_line(&data);
    }
    whole(backlog, today, facts.style())
}

/// What is said when the minutes of today are used.
pub(super) fn done(backlog: &Backlog, facts: Facts) -> String {
    let Backlog { overdue, minutes, .. } = *backlog;
    let are = if overdue == 1 { "is" } else { "are" };
    let said = format!(
        "Today's {minutes} min are done; {} {are} still overdue. `shiken study --minutes 5` goes on.",
        count(overdue, "question")
    );
    if facts.jsonl {
        return json_line(&json!({ "type": "nothing", "message": said }));
    }
    said + "\n"
}

fn data(backlog: &Backlog) -> Value {
    json!({
        "overdue": backlog.overdue,
        "seconds": backlog.seconds.round(),
        "minutes": backlog.minutes,
        "minutes_left": (backlog.seconds_today / 60.0).round(),
        "clear": backlog.clear.map(|day| day.to_string()),
        "instead": backlog.instead.map(|(minutes, day)| json!({ "minutes": minutes, "clear": day.to_string() })),
    })
}

/// The backlog of some questions; `None` if there is none, or the student does not want to know of it.
pub(super) fn of<'a, I: Iterator<Item = &'a State>>(
    desk: &Desk<'_>,
    states: impl Fn() -> I,
) -> Result<Option<Backlog>> {
    let (today, minutes) = (desk.today(), desk.preferences.backlog);
    let is_overdue = |state: &&State| !state.suspended && state.due.is_some_and(|due| due < today);
    let Some(minutes) = minutes.filter(|_| states().filter(is_overdue).take(LEAST).count() == LEAST) else {
        return Ok(None);
    };
    let seed = u64::from(today.0.cast_unsigned());
    let moments: Vec<Moment> = desk.store.moments(MOMENTS)?.into_iter().map(|(_, moment)| moment).collect();
    let of_today = moments.iter().copied().filter(|moment| moment.day == today);
    let spent = evidence::seconds_spent(of_today) as f32;
    let found =
        plan::backlog(states(), today, desk.scheduler(), evidence::pace(&moments), minutes, spent, seed);
    Ok(found.map(|found| Backlog {
        seconds_today: if found.seconds_today < LEAST_SECONDS { 0.0 } else { found.seconds_today },
        ..found
    }))
}

/// "214 questions are overdue, about 1 h 10 min. At 20 min a day they are worked off by 3 March."
fn sentence(backlog: &Backlog, today: Day) -> String {
    let Backlog { overdue, seconds, minutes, clear, instead, .. } = *backlog;
    let mut said = format!(
        "{} {} overdue, about {}. ",
        count(overdue, "question"),
        if overdue == 1 { "is" } else { "are" },
        span(seconds.into())
    );
    said += &match (clear, instead) {
        (Some(day), _) => format!("At {minutes} min a day that is worked off by {}.", date(day, today)),
        (None, Some((more, day))) => format!(
            "At {minutes} min a day that is not worked off within a year; at {more} it is by {}.",
            date(day, today)
        ),
        (None, None) => format!("At {minutes} min a day that is not worked off within a year."),
    };
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_end_is_named_or_what_it_takes() {
        let today = Day(20_780);
        let worked_off = Backlog {
            overdue: 214,
            seconds: 4200.0,
            minutes: 20,
            seconds_today: 1200.0,
            clear: Some(Day(20_880)),
            instead: None,
        };
        let never = Backlog { overdue: 1, clear: None, instead: Some((60, Day(20_800))), ..worked_off };
        let lost = Backlog { instead: None, ..never };
        let all = [worked_off, never, lost].map(|backlog| sentence(&backlog, today) + "\n").concat();
        expect![[r#"
            214 questions are overdue, about 1 h 10 min. At 20 min a day that is worked off by 3 March 2027.
            1 question is overdue, about 1 h 10 min. At 20 min a day that is not worked off within a year; at 60 it is by 13 December.
            1 question is overdue, about 1 h 10 min. At 20 min a day that is not worked off within a year.
        "#]].assert_eq(&all);
    }
}
