//! Acronyms in prompts that nothing in the deck spells out.

use std::collections::{BTreeMap, HashSet};

use super::report::Finding;
use super::{Lint, all_names, forms};
use crate::question::Question;
use crate::source::codes;

/// What everybody reads without help, and words that are written large for emphasis or by custom.
const KNOWN: &str = "USA USSR NATO DNA RNA HIV AIDS NASA UNESCO UNICEF CEO GDP GPS BBC CNN FBI CIA KGB VAT PDF HTML XML \
    HTTP HTTPS URL SQL JSON CSS API CPU GPU RAM ROM USB LED LCD DVD FAQ ASCII UTF CSV YAML TOML SSH FTP TCP UDP DNS \
    WWW SMS GMT UTC IBM IKEA LEGO FIFA UEFA NBA NFL NHL MLB IOC WHO OPEC ATP ADP PHP SIM PIN ATM DIY VIP UFO IQ \
    NOT EXCEPT AND NAND NOR XOR ALL ANY BEST MOST LEAST FIRST LAST NEVER ALWAYS ONLY ONE TWO BOTH EACH NONE TRUE \
    FALSE MUST SHOULD SELECT WHERE FROM JOIN INSERT UPDATE DELETE NULL BCE";

/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=7;

pub(super) fn check(lint: &Lint<'_>) {
    if !lint.english {
        return;
    }
    let mut found: BTreeMap<&str, &Question> = BTreeMap::new();
    let known: HashSet<&str> = KNOWN.split_whitespace().collect();
    for (question, _) in lint.questions() {
        let prompt = question.prompt.raw();
        let capitals = |pair: &[u8]| pair.iter().all(u8::is_ascii_uppercase);
        if !prompt.as_bytes().windows(2).any(capitals) || is_shouted(prompt) {
            continue;
        }
        for acronym in acronyms(prompt).filter(|acronym| !known.contains(acronym)) {
            found.entry(acronym).or_insert(question);
        }
    }
    if found.is_empty() {
        return;
    }
    let spelled = Spelled::of(lint, found.keys().copied().collect());
    for (acronym, question) in found.into_iter().filter(|(acronym, _)| !spelled.has(acronym)) {
        let message = format!("nothing in this deck says what {acronym} stands for");
        let help = format!(
            "spell it out where it comes first: “… ({acronym})”, or add it to the `aliases` of a term"
        );
        lint.report.question(question, "prompt", "", Finding::new(codes::ACRONYM, message, help));
    }
}

/// Words of capitals only; Roman numerals are none.
fn acronyms(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
        .filter(|word| LETTERS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase()))
        .filter(|word| !word.bytes().all(|byte| b"IVXLCDM".contains(&byte)))
        // A row of bases is no acronym.
        .filter(|word| !word.bytes().all(|byte| b"ACGTU".contains(&byte)))
}

/// True if most of a text is in capitals: then they say nothing.
fn is_shouted(text: &str) -> bool {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    upper * 2 > lower
}

/// The acronyms that the deck says in full somewhere.
struct Spelled<'a> {
    wanted: HashSet<&'a str>,
    found: HashSet<&'a str>,
}

impl<'a> Spelled<'a> {
    fn of(lint: &Lint<'_>, wanted: HashSet<&'a str>) -> Self {
        let mut spelled = Self { wanted, found: HashSet::new() };
        for term in &lint.deck.terms {
            let names = || std::iter::once(&term.name).chain(&term.aliases).map(|form| form.raw());
            spelled.same(names);
            term.about.iter().for_each(|about| spelled.text(about.raw()));
        }
        for question in &lint.deck.questions {
            spelled.text(question.prompt.raw());
            spelled.text(question.answer().raw());
            question.explanation.iter().chain(&question.hints).for_each(|text| spelled.text(text.raw()));
            all_names(question).iter().for_each(|name| spelled.same(|| forms(name)));
        }
        spelled
    }

    fn has(&self, acronym: &str) -> bool {
        self.found.contains(acronym)
    }

    /// Names of one thing: an acronym among them stands for a longer one.
    fn same<'n, I: Iterator<Item = &'n str>>(&mut self, names: impl Fn() -> I) {
        let long = names().any(|name| name.split_whitespace().nth(1).is_some());
        for name in names() {
            self.text(name);
            if long && let Some(acronym) = self.wanted.get(name.trim()) {
                self.found.insert(acronym);
            }
        }
    }

    /// A text may hold the words behind the letters, or the letters in brackets behind the words.
    fn text(&mut self, text: &str) {
        if text.contains('(') {
            let inside = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
            let found: Vec<&'a str> =
                inside.flat_map(acronyms).filter_map(|acronym| self.wanted.get(acronym).copied()).collect();
            self.found.extend(found);
        }
        let all: Vec<u8> = initials(text, |_| true);
        let great: Vec<u8> = initials(text, |word| {
            !matches!(word, "of" | "and" | "the" | "for" | "in" | "on" | "to" | "a" | "de")
        });
        for letters in [all, great] {
            for length in LETTERS {
                for window in letters.windows(length) {
                    if let Some(acronym) =
                        std::str::from_utf8(window).ok().and_then(|word| self.wanted.get(word))
                    {
                        self.found.insert(acronym);
                    }
                }
            }
        }
    }
}

/// The first letters of the words that count, as capitals.
fn initials(text: &str, counts: impl Fn(&str) -> bool) -> Vec<u8> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty() && counts(word))
        // An acronym does not spell itself, nor others.
        .filter(|word| word.len() < 2 || word.bytes().any(|byte| byte.is_ascii_lowercase()))
        .filter_map(|word| word.bytes().next())
        .map(|byte| byte.to_ascii_uppercase())
        .collect()
}
