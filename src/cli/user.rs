//! `shiken user`: who studies on this machine.

use std::io::{self, IsTerminal};

use serde_json::json;

use super::args;
use crate::error::{Error, Exit, Result};
use crate::store::{Registry, User};
use crate::terminal::jsonl::out::json_line;
use crate::text::{self, Text};
use crate::world::World;

pub(super) fn user(world: &World, command: args::User) -> Result<Exit> {
    let registry = Registry::open(&world.folders.data)?;
    let said = match command {
        args::User::List { json } => return super::print(&list(&registry.list()?, json)),
        args::User::Add { name } => {
            let added = registry.add(&Text::from(name), world.fresh_id())?;
            let note = if added.is_default { ", who studies when nobody is named" } else { "" };
            format!("added {}{note}", added.name.terminal())
        }
        args::User::Rename { name, new_name } => {
            let renamed = registry.rename(&Text::from(&*name), &Text::from(new_name))?;
            format!("{} is now {}", text::terminal(&name), renamed.name.terminal())
        }
        args::User::Remove { name, yes } => {
            let name = Text::from(name);
            registry.resolve(Some(&name), world.fresh_id())?;
            if !yes {
                confirm(&name)?;
            }
            match registry.remove(&name, world.now())? {
                Some(folder) => format!(
                    "removed {}; the progress is set aside in {}",
                    name.terminal(),
                    text::terminal(&folder.display().to_string())
                ),
                None => format!("removed {}, who had no progress yet", name.terminal()),
            }
        }
        args::User::Default { name } => {
            let user = registry.set_default(&Text::from(name))?;
            format!("{} studies when nobody is named", user.name.terminal())
        }
    };
    super::print(&(said + "\n"))
}

fn list(users: &[User], json: bool) -> String {
    if json {
        let users: Vec<_> = users
            .iter()
            .map(|user| json!({ "id": user.id, "name": user.name.raw(), "default": user.is_default }))
            .collect();
        return json_line(&json!(users));
    }
    if users.is_empty() {
        return "nobody yet: the first `shiken study` makes a user, or `shiken user add NAME`\n".to_owned();
    }
    let mut lines = String::new();
    for user in users {
        let mark = if user.is_default { '*' } else { ' ' };
        lines += &format!("{mark} {}\n", user.name.terminal());
    }
    lines
}

fn confirm(name: &Text) -> Result<()> {
    let refused = || Error::new("nothing was removed").help("say `--yes` to remove without being asked");
    if !io::stdin().is_terminal() {
        return Err(refused());
    }
    super::aside(&format!("Remove {}? The progress is set aside, not deleted. [y/N]", name.terminal()));
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|_| refused())?;
    if matches!(line.trim(), "y" | "Y" | "yes") { Ok(()) } else { Err(refused()) }
}
