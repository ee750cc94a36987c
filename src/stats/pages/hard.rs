//! The pages of topics, and of what is hard.

use super::{Material, Sheet, unless};
use crate::stats::picture::{Cell, Chance, Picture, Shape, count, of_all};
use crate::stats::topics::{Topic, topics};
use crate::stats::{hard, meaning};
use crate::text::Text;

impl Material<'_> {
    pub(super) fn topics(&self) -> Vec<Picture> {
        let (answers, questions) = (self.answers, self.questions);
        let sheet = |nth: usize| self.sheets.get(nth);
        let tags = |nth: usize| questions.get(nth).map_or(&[][..], |known| known.tags);
        let kinds = |nth: usize| sheet(nth).map_or(&[][..], |sheet| &sheet.kinds[..]);
        let chapters = |nth: usize| sheet(nth).map_or(&[][..], |sheet| &sheet.chapters[..]);
        let tags = topics(answers, questions, tags, self.today, self.scheduler);
        let kinds = topics(answers, questions, kinds, self.today, self.scheduler);
        let chapters = topics(answers, questions, chapters, self.today, self.scheduler);
        vec![
            by_topic("tags", "By tag", &tags),
            by_topic("kinds", "By kind of term", &kinds),
            by_topic("chapters", "By chapter", &chapters),
        ]
    }

    pub(super) fn hard(&self) -> Vec<Picture> {
        let hardest = hard::hardest(self.answers, self.questions);
        let leeches = hard::leeches(self.answers, self.questions);
        let right = |hard: &hard::Hard| of_all(hard.right);
        let lapses = |hard: &hard::Hard| format!("{} in {:.0} min", hard.lapses, hard.minutes);
        let pairs = self.confusions;
        let times: u32 = pairs.iter().map(|pair| pair.times).sum();
        let rows = pairs.iter().map(|pair| {
            let words = [&pair.given, &pair.right].map(|text| Cell::Text(text.clone()));
            let [given, right] = words;
            vec![given, right, Cell::count(pair.times), Cell::Figure(pair.last.to_string())]
        });
        let header = vec!["you answer", "for", "times", "last"];
        vec![
            self.listed("hardest", "Hardest questions", meaning::HARDEST, &hardest, ("right", &right)),
            self.listed("leeches", "Leeches", meaning::LEECHES, &leeches, ("forgotten", &lapses)),
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
        (column, figure): (&'static str, &dyn Fn(&hard::Hard) -> String),
    ) -> Picture {
        let rows = all.iter().take(hard::MOST).map(|hard| {
            let sheet = self.sheets.get(hard.question).cloned().unwrap_or_default();
            vec![Cell::Text(self.name(&sheet)), Cell::Text(sheet.prompt), Cell::Figure(figure(hard))]
        });
        let takes =
            if key == "leeches" { "None." } else { "None so far: it takes 5 first answers to a question." };
        let shape = Shape::Rows(vec!["question", "asks", column], rows.collect());
        let more = if all.len() > hard::MOST { format!(", {} shown", hard::MOST) } else { String::new() };
        let behind = count(all.len(), "question") + &more;
        Picture { key, title, meaning, behind, shape: unless(all.is_empty(), takes, shape) }
    }
}

fn by_topic(key: &'static str, title: &'static str, topics: &[Topic]) -> Picture {
    let row = |topic: &Topic| {
        let recall = topic.retrievability.map(|share| format!(", {:.0} % recall today", share * 100.0));
        let note = format!("{} of {} seen{}", topic.seen, topic.questions, recall.unwrap_or_default());
        Chance { label: Text::from(&*topic.name), share: topic.right, foreseen: None, note }
    };
    let firsts: u32 = topics.iter().map(|topic| topic.right.of).sum();
    let takes = match key {
        "tags" => "No question has a tag.",
        "kinds" => "No question is about a term.",
        _ => "No deck has chapters.",
    };
    Picture {
        key,
        title,
        meaning: meaning::TOPICS,
        behind: count(firsts as usize, "first answer"),
        shape: unless(topics.is_empty(), takes, Shape::Chances(topics.iter().map(row).collect())),
    }
}
