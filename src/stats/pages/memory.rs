//! The page of what is remembered.

use super::{Material, unless};
use crate::stats::foresight::ENOUGH_ANSWERS;
use crate::stats::picture::{Bar, Chance, Note, Picture, Shape, count};
use crate::stats::share::ENOUGH;
use crate::stats::spread::{self, ENOUGH_MEMORIES};
use crate::stats::{Answer, Retention, meaning, recall};
use crate::time::Day;

impl Material<'_> {
    pub(super) fn memory(&self) -> Vec<Picture> {
        let mut pictures = recalled(self.answers, self.fitted, self.today);
        let spread = spread::spread(self.questions, self.today, self.scheduler);
        let behind = count(spread.questions as usize, "question");
        let enough = spread.questions >= ENOUGH_MEMORIES;
        let classes = |names: &[&str], counts: &[u32]| {
            let bars = names.iter().zip(counts).map(|(name, count)| Bar::new(*name, *count)).collect();
            unless(
                !enough,
                &format!("Too few to say: it takes {ENOUGH_MEMORIES} questions answered."),
                Shape::Bars(bars),
            )
        };
        let of_each = [
            ("chances", "Chance of recall today", meaning::CHANCES, classes(&spread::CHANCE, &spread.chance)),
            ("stability", "Stability", meaning::STABILITY, classes(&spread::STABILITY, &spread.stability)),
            (
                "difficulty",
                "Difficulty",
                meaning::DIFFICULTY,
                classes(&spread::DIFFICULTY, &spread.difficulty),
            ),
        ];
        pictures.extend(of_each.map(|(key, title, meaning, shape)| Picture {
            key,
            title,
            meaning,
            behind: behind.clone(),
            shape,
        }));
        pictures
    }
}

/// Retention, the same by week, and calibration.
fn recalled(answers: &[Answer], fitted: Option<Day>, today: Day) -> Vec<Picture> {
    let found = recall::recall(answers, today);
    let n = found.all.recalled.of;
    let mut behind = count(n as usize, "answer");
    if let Some(day) = fitted {
        // Agreement with what it was fitted to proves nothing.
        behind += &format!("; the model was fitted to those up to {day}");
    }
    let row = |label: &str, retention: Retention| Chance {
        label: label.into(),
        share: retention.recalled,
        foreseen: (retention.recalled.of > 0).then_some(retention.predicted),
        note: Note::None,
    };
    let kinds = [("all", found.all), ("young", found.young), ("mature", found.mature)];
    let kinds = kinds.map(|(label, retention)| row(label, retention)).into();
    let weeks = found.weeks.iter().map(|week| row(&week.monday.to_string(), week.retention)).collect();
    let takes = format!("Too few to say: it takes {ENOUGH} answers after a day or more.");
    let shown = |shape| unless(n < ENOUGH, &takes, shape);
    let record = recall::calibration(answers);
    let brier = record.as_ref().map_or(String::new(), |record| {
        format!(
            "; Brier score {:.3}, {:.3} if the same were said every time",
            record.brier, record.brier_of_share
        )
    });
    let bins = record.iter().flat_map(|record| &record.bins).map(|bin| Chance {
        label: format!("{:.0} to {:.0} %", bin.low * 100.0, bin.high * 100.0).into(),
        share: bin.recalled,
        foreseen: Some(bin.foreseen),
        note: Note::Foreseen(bin.low, bin.high),
    });
    let bins = unless(
        record.is_none(),
        &format!("Too few to say: it takes {ENOUGH_ANSWERS} answers after a day or more."),
        Shape::Chances(bins.collect()),
    );
    let pictures = [
        ("retention", "Recalled", meaning::RETENTION_KINDS, behind.clone(), shown(Shape::Chances(kinds))),
        ("weeks", "Recalled by week", meaning::WEEKS, behind.clone(), shown(Shape::Chances(weeks))),
        ("calibration", "Calibration", meaning::CALIBRATION, behind + &brier, bins),
    ];
    pictures.map(|(key, title, meaning, behind, shape)| Picture { key, title, meaning, behind, shape }).into()
}
