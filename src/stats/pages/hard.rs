//! The pages of topics, and of what is hard.

use std::sync::Arc;

use super::{Material, Sheet, unless};
use crate::stats::picture::{Cell, Chance, Note, Picture, Shape, count};
use crate::stats::topics::{Topic, topics};
use crate::stats::{Answer, hard, meaning};
use crate::text::Text;

impl Material<'_> {
    pub(super) fn topics(&self) -> Vec<Picture> {
        let (answers, questions) = (self.answers, self.questions);
        let sheet = |nth: usize| self.sheets.get(nth);
        let own_tags = |nth: usize| questions.get(nth).map_or(&[][..], |known| known.tags);
        let own_kinds = |nth: usize| sheet(nth).map_or(&[][..], |sheet| &sheet.kinds[..]);
        let own_chapters = |nth: usize| sheet(nth).map_or(&[][..], |sheet| &sheet.chapters[..]);
        let tags = topics(answers, questions, own_tags, self.today, self.scheduler);
        let kinds = topics(answers, questions, own_kinds, self.today, self.scheduler);
        let chapters = topics(answers, questions, own_chapters, self.today, self.scheduler);
        vec![
            self.by_topic("tags", "By tag", &tags, own_tags),
            self.by_topic("kinds", "By kind of term", &kinds, own_kinds),
            self.by_topic("chapters", "By chapter", &chapters, own_chapters),
        ]
    }

    pub(super) fn hard(&self) -> Vec<Picture> {
        let hardest = hard::hardest(self.answers, self.questions);
        let leeches = hard::leeches(self.answers, self.questions);
        let right = |hard: &hard::Hard| vec![Cell::Share(hard.right)];
        let lapses = |hard: &hard::Hard| vec![Cell::Count(hard.lapses), Cell::Minutes(hard.minutes)];
        let pairs = self.confusions;
        let times: u32 = pairs.iter().map(|pair| pair.times).sum();
        let rows = pairs.iter().map(|pair| {
            let words = [&pair.given, &pair.right].map(|text| Cell::Text(text.clone()));
            let [given, right] = words;
            vec![given, right, Cell::Count(pair.times), Cell::Day(pair.last)]
        });
        let header = vec!["you answer", "for", "times", "last"];
        vec![
            self.listed("hardest", "Hardest questions", meaning::HARDEST, &hardest, &["right"], &right),
            self.listed("leeches", "Leeches", meaning::LEECHES, &leeches, &["forgotten", "minutes"], &lapses),
            Picture {
                key: "confusions",
                title: "Taken for one another",
                meaning: meaning::CONFUSIONS,
                behind: count(times as usize, "wrong answer"),
                shape: unless(
                    pairs.is_empty(),
                    "Nothing was taken for the same other thing twice.",
                    Shape::Rows(header, rows.collect()),
                ),
            },
        ]
    }

    /// The id of a question, behind that of its deck if there are several decks.
    fn name(&self, sheet: &Sheet) -> Text {
        let several =
            self.sheets.first().is_some_and(|first| self.sheets.iter().any(|one| one.deck != first.deck));
        if several {
            Text::from(format!("{} {}", sheet.deck.raw(), sheet.question.raw()))
        } else {
            sheet.question.clone()
        }
    }

    fn listed(
        &self,
        key: &'static str,
        title: &'static str,
        meaning: &'static str,
        all: &[hard::Hard],
        columns: &[&'static str],
        figures: &dyn Fn(&hard::Hard) -> Vec<Cell>,
    ) -> Picture {
        let rows = all.iter().take(hard::MOST).map(|hard| {
            let sheet = self.sheets.get(hard.question).cloned().unwrap_or_default();
            let mut row = vec![Cell::Text(self.name(&sheet)), Cell::Text(sheet.prompt)];
            row.extend(figures(hard));
            row
        });
        let takes = if key == "leeches" {
            "None."
        } else {
            "None is surely harder than all together, which takes 5 first answers to say."
        };
        let shape = Shape::Rows([&["question", "asks"], columns].concat(), rows.collect());
        let more = if all.len() > hard::MOST { format!(", {} shown", hard::MOST) } else { String::new() };
        let behind = count(all.len(), "question") + &more;
        Picture { key, title, meaning, behind, shape: unless(all.is_empty(), takes, shape) }
    }

    /// `own` are the topics of a question: an answer stands in the row of each of them, and counts once above.
    fn by_topic<'t>(
        &self,
        key: &'static str,
        title: &'static str,
        topics: &[Topic],
        own: impl Fn(usize) -> &'t [Arc<str>],
    ) -> Picture {
        let row = |topic: &Topic| {
            let note = Note::Seen(topic.seen, topic.questions, topic.retrievability);
            Chance { label: Text::from(&*topic.name), share: topic.right, foreseen: None, note }
        };
        let has_topic = |answer: &&Answer| answer.question.is_some_and(|nth| !own(nth).is_empty());
        let firsts = self.answers.iter().filter(|answer| answer.is_first()).filter(has_topic).count();
        let takes = match key {
            _ if self.is_without_decks() => WITHOUT_DECKS,
            "tags" => "No question has a tag.",
            "kinds" => "No question is about a term.",
            _ => "No deck has chapters.",
        };
        Picture {
            key,
            title,
            meaning: meaning::TOPICS,
            behind: count(firsts, "first answer"),
            shape: unless(topics.is_empty(), takes, Shape::Chances(topics.iter().map(row).collect())),
        }
    }

    /// True if there are questions, and no deck says what they ask.
    fn is_without_decks(&self) -> bool {
        !self.sheets.is_empty() && self.sheets.iter().all(|sheet| sheet.prompt.is_blank())
    }
}

/// Said where the decks would be needed.
const WITHOUT_DECKS: &str = "The decks of these questions are not found from here: `--deck` names one, `shiken deck list` those in the library.";
