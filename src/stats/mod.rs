//! Figures from the log, each with the number of answers behind it, and silent when these are too few.
//!
//! Pure: rows and states are arguments. Reading them is left to the store, drawing tables and charts to the
//! terminal.

pub mod activity;
pub mod calendar;
pub mod figures;
pub mod foresight;
pub mod glance;
pub mod hard;
pub mod hours;
pub mod items;
pub mod items_report;
pub mod meaning;
pub mod overruled;
pub mod pages;
pub mod picture;
pub mod recall;
pub mod report;
#[cfg(test)]
mod samples;
pub mod sessions;
pub mod share;
pub mod spread;
pub mod topics;

pub use activity::{Activity, Background, Studied};
pub use figures::{Answer, Figures, Known, Retention, figures};
pub use foresight::{Record, Sat, Seen};
pub use pages::{Material, Page};
pub use picture::{Picture, Shape};
pub use share::{ENOUGH, Share};
pub use topics::Topic;
