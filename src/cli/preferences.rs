//! The settings that last: their names, defaults and limits. Storing them is the store's work.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::memory::schedule::{DEFAULT_MAX_INTERVAL_DAYS, DEFAULT_RETENTION};
use crate::question::Mode;
use crate::store::settings::{MAX_INTERVAL, RETENTION};
use crate::time::DEFAULT_ROLLOVER_HOUR;

/// The setting that `shiken backlog` changes.
pub(super) const BACKLOG: &str = "backlog";

/// What a user has set, or the defaults.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Preferences {
    /// New questions a day.
    pub new: u32,
    /// Reviews a day; `None` is no limit.
    pub reviews: Option<u32>,
    /// Minutes a session; `None` is no limit.
    pub minutes: Option<u32>,
    /// Minutes a day for a backlog; `None` treats it as any other day.
    pub backlog: Option<u32>,
    /// How questions are put.
    pub mode: Mode,
    /// Chance of recall at which a question is due, 0.7 to 0.97.
    pub retention: f32,
    /// The hour at which a study day begins.
    pub rollover: i8,
    /// The longest interval in days.
    pub max_interval: u32,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            new: 20,
            reviews: None,
            minutes: None,
            backlog: Some(20),
            mode: Mode::Typed,
            retention: DEFAULT_RETENTION,
            rollover: DEFAULT_ROLLOVER_HOUR,
            max_interval: DEFAULT_MAX_INTERVAL_DAYS,
        }
    }
}

/// One setting, for the list and for the help.
pub(super) struct Key {
    pub name: &'static str,
    pub meaning: &'static str,
    pub allowed: &'static str,
}

/// All settings in the order they are listed.
pub(super) const KEYS: [Key; 8] = [
    Key { name: "new", meaning: "new questions a day", allowed: "0 to 9999" },
    Key { name: "reviews", meaning: "reviews a day", allowed: "1 to 9999, or none" },
    Key { name: "minutes", meaning: "minutes a session", allowed: "1 to 1440, or none" },
    Key {
        name: BACKLOG,
        meaning: "minutes a day for what is overdue after a break",
        allowed: "1 to 1440, or none",
    },
    Key { name: "mode", meaning: "how questions are put", allowed: "typed, choice or flip" },
    Key { name: RETENTION, meaning: "chance of recall at which a question is due", allowed: "0.70 to 0.97" },
    Key { name: "rollover", meaning: "hour at which a study day begins", allowed: "0 to 23" },
    Key { name: MAX_INTERVAL, meaning: "longest interval in days", allowed: "1 to 36500" },
];

impl Preferences {
    /// The value of a setting, as it is written.
    pub fn get(&self, key: &str) -> String {
        let or_none =
            |value: Option<u32>| value.map_or_else(|| "none".to_owned(), |number| number.to_string());
        match key {
            "new" => self.new.to_string(),
            "reviews" => or_none(self.reviews),
            "minutes" => or_none(self.minutes),
            BACKLOG => or_none(self.backlog),
            "mode" => self.mode.name().to_owned(),
            RETENTION => format!("{:.2}", self.retention),
            MAX_INTERVAL => self.max_interval.to_string(),
            _ => self.rollover.to_string(),
        }
    }

    /// The value of a setting as it is stored: a number, a word, or null for no limit.
    pub fn json(&self, key: &str) -> Value {
        let shown = self.get(key);
        match (shown.as_str(), serde_json::from_str::<serde_json::Number>(&shown)) {
            ("none", _) => Value::Null,
            (_, Ok(number)) => Value::Number(number),
            _ => Value::String(shown),
        }
    }

    /// Takes a stored value; one that is no longer allowed changes nothing.
    pub fn take(&mut self, key: &str, value: &Value) {
        let written = match value {
            Value::Null => "none".to_owned(),
            Value::String(word) => word.clone(),
            other => other.to_string(),
        };
        drop(self.set(key, &written));
    }

    /// Sets a setting from what was written.
    ///
    /// # Errors
    /// If there is no such setting, or the value is not allowed.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let key = find(key)?;
        let taken = match key.name {
            "new" => within(value, 0, 9999).map(|number| self.new = number),
            "reviews" => optional(value, 9999).map(|number| self.reviews = number),
            "minutes" => optional(value, 1440).map(|number| self.minutes = number),
            BACKLOG => optional(value, 1440).map(|number| self.backlog = number),
            "mode" => mode(value).map(|mode| self.mode = mode),
            RETENTION => retention(value).map(|share| self.retention = share),
            MAX_INTERVAL => within(value, 1, DEFAULT_MAX_INTERVAL_DAYS).map(|days| self.max_interval = days),
            _ => {
                within(value, 0, 23).and_then(|hour| i8::try_from(hour).ok()).map(|hour| self.rollover = hour)
            }
        };
        taken.ok_or_else(|| {
            Error::usage(format!("“{}” is not a value for {}", crate::text::terminal(value), key.name))
                .help(format!("{}: {}; `default` goes back to the default", key.meaning, key.allowed))
        })
    }
}

/// The setting with this name.
///
/// # Errors
/// If there is none; the help names the nearest, or all.
pub(super) fn find(name: &str) -> Result<&'static Key> {
    KEYS.iter().find(|key| key.name == name).ok_or_else(|| {
        let near = KEYS.iter().min_by_key(|key| strsim::osa_distance(key.name, name));
        let near = near.filter(|key| strsim::osa_distance(key.name, name) <= 2);
        let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        let help = near.map_or_else(
            || format!("there are {}", names.join(", ")),
            |key| format!("did you mean `{}`?", key.name),
        );
        Error::usage(format!("there is no setting “{}”", crate::text::terminal(name))).help(help)
    })
}

fn within(value: &str, least: u32, most: u32) -> Option<u32> {
    value.parse().ok().filter(|number| (least..=most).contains(number))
}

fn optional(value: &str, most: u32) -> Option<Option<u32>> {
    if value == "none" { Some(None) } else { within(value, 1, most).map(Some) }
}

fn mode(value: &str) -> Option<Mode> {
    [Mode::Typed, Mode::Choice, Mode::Flip].into_iter().find(|mode| mode.name() == value)
}

fn retention(value: &str) -> Option<f32> {
    let share: f32 = match value.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f32>().ok()? / 100.0,
        None => value.parse().ok()?,
    };
    (0.70..=0.97).contains(&share).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_reads_back_what_it_shows() {
        let mut preferences = Preferences::default();
        for (key, value) in [
            ("new", "0"),
            ("reviews", "50"),
            ("minutes", "none"),
            ("backlog", "none"),
            ("mode", "flip"),
            ("retention", "0.85"),
            ("rollover", "0"),
            ("max-interval", "365"),
        ] {
            preferences.set(key, value).unwrap();
            assert_eq!(preferences.get(key), value);
            let mut again = Preferences::default();
            again.take(key, &preferences.json(key));
            assert_eq!(again.get(key), value);
        }
        assert_eq!(
            preferences.set("retention", "88%").map(|()| preferences.get("retention")),
            Ok("0.88".to_owned())
        );
    }

    #[test]
    fn what_is_not_allowed_changes_nothing_and_says_what_is() {
        let mut preferences = Preferences::default();
        for (key, value) in [
            ("new", "-1"),
            ("reviews", "0"),
            ("minutes", "1441"),
            ("mode", "typing"),
            ("retention", "0.99"),
            ("rollover", "24"),
        ] {
            let error = preferences.set(key, value).unwrap_err();
            assert!(error.help.unwrap_or_default().contains("default"), "{key}");
        }
        assert_eq!(preferences, Preferences::default());
        assert_eq!(find("minuts").map(|_| ()).unwrap_err().help.as_deref(), Some("did you mean `minutes`?"));
    }
}
