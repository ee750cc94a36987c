//! `shiken schema`: the JSON Schema of deck files, for editors and other checkers.

use crate::deck::schema::SCHEMA;
use crate::error::{Exit, Result};

pub(super) fn schema() -> Result<Exit> {
    super::print(SCHEMA)
}
