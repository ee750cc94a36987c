//! `shiken user`: who studies on this machine.

use std::io::{self, IsTerminal};

use serde_json::json;

use super::args;
use crate::error::{Error, Exit, Result};
use crate::store::Registry;
use crate::text;
use crate::world::World;

pub(super) fn user(world: &World, command: args::User) -> Result<Exit> {
    let mut registry = Registry::open(&world.folders.data)?;
    let said = match command {
        args::User::List { json } => return super::print(&list(&registry, json)),
        args::User::Add { name } => {
            let added = registry.add(&name, world.fresh_id())?;
            let note = if added.default { ", who studies when nobody is named" } else { "" };
            format!("added {}{note}", added.name.terminal())
        }
        args::User::Rename { name, new_name } => {
            registry.rename(&name, &new_name)?;
            format!("{} is now {}", text::terminal(&name), text::terminal(new_name.trim()))
        }
        args::User::Remove { name, yes } => {
            registry.find(&name)?;
            if !yes {
                confirm(&name)?;
            }
            match registry.remove(&name)? {
                Some(folder) => format!(
                    "removed {}; the progress is set aside in {}",
                    text::terminal(&name),
                    text::terminal(&folder.display().to_string())
                ),
                None => format!("removed {}, who had no progress yet", text::terminal(&name)),
            }
        }
        args::User::Default { name } => {
            registry.set_default(&name)?;
            format!("{} studies when nobody is named", text::terminal(&name))
        }
    };
    super::print(&(said + "\n"))
}

fn list(registry: &Registry, json: bool) -> String {
    if json {
        let users = registry.users().iter();
        let users: Vec<_> = users
            .map(|user| json!({ "id": user.id, "name": user.name.raw(), "default": user.default }))
            .collect();
        return format!("{}\n", json!(users));
    }
    if registry.users().is_empty() {
        return "nobody yet: the first `shiken study` makes a user, or `shiken user add NAME`\n".to_owned();
    }
    let mut lines = String::new();
    for user in registry.users() {
        let mark = if user.default { '*' } else { ' ' };
        lines += &format!("{mark} {}\n", user.name.terminal());
    }
    lines
}

fn confirm(name: &str) -> Result<()> {
    let refused = || Error::new("nothing was removed").help("say `--yes` to remove without being asked");
    if !io::stdin().is_terminal() {
        return Err(refused());
    }
    super::aside(&format!("Remove {}? The progress is set aside, not deleted. [y/N]", text::terminal(name)));
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|_| refused())?;
    if matches!(line.trim(), "y" | "Y" | "yes") { Ok(()) } else { Err(refused()) }
}
