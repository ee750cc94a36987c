//! `shiken report`
use super::args;
use crate::error::{Exit, Result};
use crate::world::World;
pub(super) fn report(_: &World, _: Option<&str>, _: &args::Report) -> Result<Exit> {
    Ok(Exit::Done)
}
