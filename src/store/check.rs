//! Is the file sound? SQLite's own check, a checksum for every event, and the replay against what is stored.

use super::Store;
use super::append::{Copies, Sql};
use super::trouble::explain;
use crate::error::Result;
use crate::event::checksum;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What SQLite says; empty if all is well.
    pub integrity: Vec<String>,
    /// Events read.
    pub events: u64,
    /// Row numbers of events whose checksum does not fit.
    pub damaged: Vec<i64>,
    /// Questions whose stored state is not what replay gives.
    pub stale: usize,
    /// Events set aside because their id was there with other bytes.
    pub quarantined: u64,
}

impl Report {
    /// True if nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.integrity.is_empty() && self.damaged.is_empty() && self.stale == 0
    }
}

impl Store {
    /// Checks the file. Stale states are mended by the check itself, for it rebuilds them to compare.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn check(&mut self) -> Result<Report> {
        let mut report = Report { integrity: self.integrity()?, ..Report::default() };
        self.checksums(&mut report)?;
        let before = self.fingerprint()?;
        self.rebuild()?;
        let after = self.fingerprint()?;
        report.stale = before.iter().filter(|row| !after.contains(*row)).count()
            + after.len().saturating_sub(before.len());
        report.quarantined = self.count("select count(*) from quarantine")?;
        Ok(report)
    }

    fn integrity(&self) -> Result<Vec<String>> {
        let work = || -> Sql<Vec<String>> {
            let mut statement = self.connection.prepare("pragma integrity_check")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        let found = work().map_err(|error| explain(&error, &self.path))?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }

    fn checksums(&self, report: &mut Report) -> Result<()> {
        let mut work = || -> Sql<()> {
            let sql = "select id, device, sequence, time, clock, offset, day, kind, body,
                         n, checksum, target, rating, purpose, meaning, due from event";
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                report.events += 1;
                // A column of another type than its own is damage too, not an end of the check.
                let fits = || -> Sql<bool> {
                    let Ok(event) = super::read::event(row)? else { return Ok(false) };
                    let copies = Copies {
                        target: row.get(11)?,
                        rating: row.get(12)?,
                        purpose: row.get(13)?,
                        meaning: row.get(14)?,
                        due: row.get(15)?,
                    };
                    let stored = row.get_ref(10)?.as_blob()?;
                    Ok(stored == checksum(&event.to_line()).as_slice() && copies == Copies::of(&event.body))
                };
                if !fits().unwrap_or(false) {
                    report.damaged.push(row.get(9)?);
                }
            }
            Ok(())
        };
        work().map_err(|error| explain(&error, &self.path))
    }

    #[cfg(test)]
    pub(super) fn damaged_rows(&self) -> Vec<i64> {
        let mut report = Report::default();
        self.checksums(&mut report).unwrap();
        report.damaged
    }

    /// Every state as one comparable line.
    fn fingerprint(&self) -> Result<std::collections::BTreeSet<String>> {
        let work = || -> Sql<_> {
            let mut statement = self.connection.prepare(
                "select json_array(s, stability, difficulty, last, due, reviews, lapses, rating, relearning,
                   suspended, meaning) from state",
            )?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        work().map_err(|error| explain(&error, &self.path))
    }

    fn count(&self, sql: &str) -> Result<u64> {
        let count = self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        count.map(i64::cast_unsigned).map_err(|error| explain(&error, &self.path))
    }
}
