//! A paper on paper: pages of HTML to print, and the key that belongs to them.
//!
//! Each sheet has a code that names its deck, blueprint, seed and version; the key has the same. All text of the deck
//! goes through [`Text::html`]; nothing is fetched, so a page works from a stick without a network.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::asking::ask_in_order;
use super::paper::Drawn;
use crate::deck::Deck;
use crate::deck::exam::Exam;
use crate::question::{Ask, Question, Response};
use crate::text::Text;

/// How large the paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Size {
    fn css(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// One version of a paper.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The deck.
    pub deck: &'a Deck,
    /// The blueprint it was drawn from.
    pub exam: &'a Exam,
    /// The questions in their order.
    pub drawn: &'a [Drawn],
    /// What all versions were drawn with.
    pub seed: u64,
    /// Which version, from 0.
    pub version: u32,
    /// How large the paper is.
    pub size: Size,
}

/// Letters and digits that cannot be taken for each other.
const CLEAR: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

const STYLE: &str = include_str!("print.css");

impl Sheet<'_> {
    /// "K7QX2-B": the same on a sheet and its key, another for every deck, blueprint, seed and version, and wherever
    /// another thing is printed. Versions of one paper share what stands before the hyphen.
    pub fn code(&self) -> String {
        let exam = self.exam;
        let mut own: Vec<String> = self.questions().map(|(drawn, own)| self.printed(drawn, own)).collect();
        // In no order: versions differ in it.
        own.sort_unstable();
        let deck =
            [self.deck.id.to_string(), self.deck.version.raw().to_owned(), self.deck.title.raw().to_owned()];
        let terms = [exam.id.to_string(), exam.title.raw().to_owned()];
        let rules =
            format!("{} {:?} {:?} {} {:?}", self.seed, exam.minutes, exam.pass, exam.negative, exam.bands);
        let mut hash = Sha256::new();
        for part in deck.iter().chain(&terms).chain([&rules]).chain(&own) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let letters = hash.finalize();
        let clear = |byte: &u8| CLEAR.get(usize::from(byte % 32)).copied().map_or('A', char::from);
        let first: String = letters.iter().take(5).map(clear).collect();
        format!("{first}-{}", letter(self.version as usize))
    }

    /// All that a sheet and its key say of a question, in an order that no version changes.
    fn printed(&self, drawn: &Drawn, question: &Question) -> String {
        // The order of the first version stands for that of all.
        let ask = ask_in_order(self.deck, question, self.seed, self.seed);
        let section = self.exam.sections.get(drawn.section).map(|own| (own.title.raw(), own.weight));
        let words =
            (question.shown_prompt(), &question.key, question.strict, &question.near, &question.reject);
        format!("{section:?} {} {ask:?} {words:?}", question.points)
    }

    /// The page for students.
    pub fn paper(&self) -> String {
        let mut page = self.head("", true);
        self.each(&mut page, |page, _, question| {
            let ask = self.ask(question);
            line(page, "p", "prompt", &question.shown_prompt());
            space(page, &ask);
        });
        page += "<footer>End of the paper.</footer>\n";
        page + "</body>\n</html>\n"
    }

    /// The page for who marks it.
    pub fn key(&self) -> String {
        let mut page = self.head(" – answer key", false);
        self.each(&mut page, |page, _, question| {
            line(page, "p", "prompt", &question.shown_prompt());
            self.answer(page, question);
        });
        self.rules(&mut page);
        page + "</body>\n</html>\n"
    }

    /// How a question is put on this version.
    fn ask(&self, question: &Question) -> Ask {
        ask_in_order(self.deck, question, self.seed, self.seed.wrapping_add(u64::from(self.version)))
    }

    fn head(&self, kind: &str, names: bool) -> String {
        let Self { deck, exam, size, .. } = self;
        let (title, code) = (exam.title.html(), self.code());
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}{kind} {code}</title>\n<style>\n\
             @page {{ size: {}; margin: 18mm 16mm 20mm; @bottom-left {{ content: \"{code}\"; font: 9pt monospace; }} \
             @bottom-right {{ content: counter(page) \" / \" counter(pages); font: 9pt serif; }} }}\n{STYLE}</style>\n\
             </head>\n<body>\n<header>\n<div class=\"code\">{code}</div>\n<h1>{title}{kind}</h1>\n",
            deck.language.html(),
            size.css(),
        );
        let points: f64 = self.questions().map(|(_, question)| question.points).sum();
        let time = exam.minutes.map_or_else(String::new, |minutes| format!(" · {minutes}\u{a0}minutes"));
        let pass = exam
            .pass
            .map_or_else(String::new, |pass| format!(" · {}\u{a0}%\u{a0}to\u{a0}pass", number(pass)));
        let _ = writeln!(
            page,
            "<p>{}</p>\n<p>Version {} · {}\u{a0}questions · {}\u{a0}points{time}{pass}</p>",
            deck.title.html(),
            letter(self.version as usize),
            self.drawn.len(),
            number(points),
        );
        if exam.negative > 0.0 {
            let cost = number(exam.negative * 100.0);
            let _ =
                writeln!(page, "<p>A wrong answer costs {cost} % of its points; a blank costs nothing.</p>");
        }
        if names {
            page += "<div class=\"names\"><div>Name</div><div>Class, number</div><div>Points</div></div>\n";
        } else {
            let _ = writeln!(page, "<p>Deck version {}, seed {}.</p>", deck.version.html(), self.seed);
        }
        page + "</header>\n"
    }

    fn questions(&self) -> impl Iterator<Item = (&Drawn, &Question)> {
        self.drawn.iter().filter_map(|drawn| Some((drawn, self.deck.questions.get(drawn.question)?)))
    }

    /// Every question under the title of its section, with its number and points.
    fn each(&self, page: &mut String, body: impl Fn(&mut String, usize, &Question)) {
        let class = if page.contains("class=\"names\"") { "question" } else { "question key" };
        let mut section = None;
        for ((drawn, question), number) in self.questions().zip(1..) {
            if section != Some(drawn.section) {
                if section.is_some() {
                    *page += "</ol>\n";
                }
                section = Some(drawn.section);
                self.section(page, drawn.section);
            }
            let _ = write!(page, "<li class=\"{class}\"><div class=\"number\">{number}</div><div>");
            body(page, number, question);
            let points = self::number(question.points);
            let _ = writeln!(page, "</div><div class=\"points\">/ {points}</div></li>");
        }
        if section.is_some() {
            *page += "</ol>\n";
        }
    }

    fn section(&self, page: &mut String, section: usize) {
        let own = self.questions().filter(|(drawn, _)| drawn.section == section);
        let points: f64 = own.map(|(_, question)| question.points).sum();
        let all: f64 = self.exam.sections.iter().map(|section| section.weight).sum();
        let Some(section) = self.exam.sections.get(section) else { return };
        let share = if all > 0.0 { section.weight / all * 100.0 } else { 0.0 };
        let _ = writeln!(
            page,
            "<h2><span>{}</span><span>{} points · {} % of the total</span></h2>\n<ol>",
            section.title.html(),
            number(points),
            number(share),
        );
    }

    /// How responses earn a part of the points, kind by kind, and how the total is made.
    fn rules(&self, page: &mut String) {
        let kinds: BTreeSet<&str> = self.questions().map(|(_, question)| question.kind()).collect();
        *page += "<h2><span>How to mark</span></h2>\n<div class=\"key\"><dl>";
        for kind in kinds {
            let _ = write!(page, "<dt>{kind}</dt><dd>{}</dd>", Text::from(marking(kind)).html());
        }
        *page += "</dl></div>\n";
        let exam = self.exam;
        let bands: Vec<String> = exam
            .bands
            .iter()
            .map(|(name, from)| format!("{} from {} %", name.html(), number(*from)))
            .collect();
        let bands = if bands.is_empty() { String::new() } else { format!(" Bands: {}.", bands.join(", ")) };
        let _ = writeln!(
            page,
            "<footer>Each section is the share of its points that was earned, never below 0; the total is their mean \
             by their share of the total, rounded once to a tenth of a percent, halves up.{bands}</footer>"
        );
    }

    /// The answer with all that helps to mark one.
    fn answer(&self, page: &mut String, question: &Question) {
        let ask = self.ask(question);
        line(page, "p", "answer", &shown(question, &ask));
        *page += "<dl>";
        let mut row = |name: &str, text: &Text| {
            let _ = write!(page, "<dt>{name}</dt><dd>{}</dd>", text.html());
        };
        let joined = |texts: &[Text]| Text::from(texts.iter().map(Text::raw).collect::<Vec<_>>().join("; "));
        let accepted = question.accepted();
        if !accepted.is_empty() {
            row("Also right", &joined(&accepted));
        }
        for near in &question.near {
            let said = near.feedback.as_ref().map_or("", |feedback| feedback.raw());
            let text = format!("“{}” earns {} of its points. {said}", near.answer.raw(), number(near.score));
            row("Foreseen", &Text::from(text));
        }
        if !question.reject.is_empty() {
            row("Not right", &joined(&question.reject));
        }
        let strict = if question.strict { ", no slip of the pen is forgiven" } else { "" };
        row("Kind", &Text::from(format!("{}{strict}", question.kind())));
        if let Some(explanation) = &question.explanation {
            row("Explanation", explanation);
        }
        if let Some(source) = &question.source {
            row("Source", source);
        }
        row("Question", &Text::from(&*question.id));
        *page += "</dl>";
    }
}

fn line(page: &mut String, tag: &str, class: &str, text: &Text) {
    let _ = write!(page, "<{tag} class=\"{class}\">{}</{tag}>", text.html());
}

/// Where the student writes or ticks.
fn space(page: &mut String, ask: &Ask) {
    let how = |page: &mut String, text: &str| line(page, "p", "how", &Text::from(text));
    let lines = |page: &mut String, labels: &[Text]| {
        for label in labels {
            let _ = write!(page, "<div class=\"line\"><span>{}</span></div>", label.html());
        }
    };
    match ask {
        Ask::Text { form } => {
            let label = if form.is_empty() { Text::default() } else { Text::from(format!("({form})")) };
            lines(page, &[label]);
        }
        Ask::Texts { count, labels } if labels.is_empty() => {
            let numbered: Vec<Text> = (1..=*count).map(|n| Text::from(format!("{n}."))).collect();
            lines(page, &numbered);
        }
        Ask::Texts { labels, .. } => lines(page, labels),
        Ask::PickOne { options } => {
            how(page, "Tick one.");
            boxes(page, options, "box round");
        }
        Ask::PickSome { options } => {
            how(page, "Tick all that are right.");
            boxes(page, options, "box");
        }
        Ask::Order { items } => {
            how(page, "Number them in their order, 1 for the earliest.");
            boxes(page, items, "box wide");
        }
        Ask::Match { left, right } => pairs(page, left, right),
        Ask::Reveal => lines(page, &vec![Text::default(); 4]),
    }
}

fn boxes(page: &mut String, options: &[Text], class: &str) {
    *page += "<ol class=\"options\">";
    for (nth, option) in options.iter().enumerate() {
        let letter = if class == "box wide" { String::new() } else { format!("{})", letter(nth)) };
        let _ = write!(
            page,
            "<li><span class=\"{class}\"></span><span>{letter}</span><span>{}</span></li>",
            option.html()
        );
    }
    *page += "</ol>";
}

fn pairs(page: &mut String, left: &[Text], right: &[Text]) {
    line(page, "p", "how", &Text::from("Write the letter of its partner into each box."));
    *page += "<div class=\"pairs\"><ol>";
    for item in left {
        let _ = write!(page, "<li><span class=\"box wide\"></span> {}</li>", item.html());
    }
    *page += "</ol><ol>";
    for (nth, partner) in right.iter().enumerate() {
        let _ = write!(page, "<li>{}) {}</li>", letter(nth), partner.html());
    }
    *page += "</ol></div>";
}

/// The right answer as it stands on the sheet: with its letters, or the numbers in the boxes from top to bottom.
fn shown(question: &Question, ask: &Ask) -> Text {
    let place = |among: &[Text], text: &Text| {
        among.iter().position(|other| other == text).map_or_else(|| "?".to_owned(), letter)
    };
    match (ask, question.right_response(ask)) {
        (Ask::PickOne { options }, Response::Text(text)) => {
            Text::from(format!("{}) {}", place(options, &text), text.raw()))
        }
        (Ask::PickSome { options }, Response::Texts(texts)) => {
            let each = texts.iter().map(|text| format!("{}) {}", place(options, text), text.raw()));
            Text::from(each.collect::<Vec<_>>().join("; "))
        }
        (Ask::Order { items }, Response::Texts(order)) => {
            let number = |item: &Text| order.iter().position(|own| own == item).map_or(0, |nth| nth + 1);
            let each = items.iter().map(|item| format!("{} {}", number(item), item.raw()));
            Text::from(each.collect::<Vec<_>>().join("\n"))
        }
        (Ask::Match { right, .. }, Response::Pairs(pairs)) => {
            let each = pairs
                .iter()
                .map(|(left, own)| format!("{}) {} – {}", place(right, own), left.raw(), own.raw()));
            Text::from(each.collect::<Vec<_>>().join("\n"))
        }
        _ => question.answer(),
    }
}

/// How a response of a kind earns a part of the points.
fn marking(kind: &str) -> &'static str {
    match kind {
        "date" => {
            "Any way to write it. A more precise date is right if it agrees. In part: of a day the month and year 0.6, \
             the year 0.3; of a month the month beside it 0.6, the year 0.5; of a range each end 0.5. A right month \
             in a wrong year is wrong."
        }
        "number" => "Any way to write the number.",
        "true-false" => "Right or wrong.",
        "choice" => {
            "With one right option: right or wrong. With several: the share of the right ones ticked, less the share of \
             the wrong ones ticked, never below 0."
        }
        "list" => {
            "In any order. One share for each right one, less one for each that is too many, never below 0."
        }
        "order" => {
            "Count the pairs that stand the wrong way round, of n items n × (n − 1) / 2 in all: 1 − 2 × wrong / all, \
             never below 0."
        }
        "match" => "One share for each right pair.",
        "cloze" => "One share for each right blank.",
        _ => {
            "Capitals, accents, punctuation and articles do not count, nor does one slip of the pen in a longer word."
        }
    }
}

/// A, B, … Z, then AA and on.
fn letter(nth: usize) -> String {
    let own = char::from(b'A' + u8::try_from(nth % 26).unwrap_or(0));
    if nth < 26 { own.to_string() } else { format!("{}{own}", letter(nth / 26 - 1)) }
}

/// Two decimals at most.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
#[path = "print_tests.rs"]
mod tests;
