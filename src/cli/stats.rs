//! x
use crate::error::{Exit, Result};
use crate::world::World;
pub(super) fn stats(_w: &World, _u: Option<&str>, _a: &super::args::Stats) -> Result<Exit> {
    Ok(Exit::Done)
}
