//! (in the making)
#![allow(missing_docs)]
use crate::error::Result;
use crate::session::Prompter;
use crate::time::Day;
pub enum Door {
    JsonLines,
    Plain { pause: bool, width: usize },
    Rich { colour: bool, width: usize },
}
impl Door {
    pub fn prompter(self) -> Box<dyn Prompter> {
        unimplemented!()
    }
}
pub fn width() -> usize {
    80
}
pub fn table(_h: &[&str], rows: &[Vec<String>], _w: Option<usize>) -> String {
    rows.iter().map(|r| r.join("  ") + "\n").collect()
}
pub fn menu(_t: &str, _i: &[String], _c: bool) -> Result<Option<usize>> {
    Ok(None)
}
pub fn when(d: Day, _n: u32) -> String {
    d.date().to_string()
}
