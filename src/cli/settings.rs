//! `shiken settings`: what lasts.

use serde_json::{Value, json};

use super::args;
use super::desk::Desk;
use super::preferences::{KEYS, Preferences, find};
use crate::error::{Exit, Result};
use crate::terminal::jsonl::out::json_line;
use crate::world::World;

pub(super) fn settings(world: &World, user: Option<&str>, args: &args::Settings) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    let Some(name) = &args.key else { return super::print(&all(&desk.preferences, args.json)) };
    let key = find(name)?;
    let Some(value) = &args.value else {
        return super::print(&format!("{}\n", desk.preferences.get(key.name)));
    };
    if value == "default" {
        desk.store.set::<Value>(key.name, None)?;
    } else {
        desk.preferences.set(key.name, value)?;
        desk.store.set(key.name, Some(&desk.preferences.json(key.name)))?;
    }
    let now = super::desk::read_preferences(&desk.store)?.get(key.name);
    super::print(&format!("{} is {now}\n", key.name))
}

fn all(preferences: &Preferences, json: bool) -> String {
    if json {
        let values: serde_json::Map<_, _> =
            KEYS.iter().map(|key| (key.name.to_owned(), preferences.json(key.name))).collect();
        return json_line(&json!(values));
    }
    let mut lines = String::new();
    for key in &KEYS {
        let value = preferences.get(key.name);
        lines += &format!("{:<12}  {value:<6}  {} ({})\n", key.name, key.meaning, key.allowed);
    }
    lines
}
