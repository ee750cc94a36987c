//! Mends what has one clear fix: the edits that diagnostics carry, each kept only if it helps.
//!
//! A fix may bring to light what could not be read before it; other mistakes than there were it must not make.
//! Everything else of a file stays as it is, byte for byte. Reading and writing files is left to the edge.

use std::collections::BTreeMap;

use super::parse;
use crate::source::{Diagnostic, Fix, Severity, SourceFile, codes};

/// Most rounds: a fix may uncover what could not be read before it.
const ROUNDS: usize = 10;
/// Most readings of the deck in one round, to find out which of its fixes helps.
const TRIES: usize = 100;

/// The texts of the files with everything mended that can be; `None` for a file that stays as it is.
pub fn mended(files: &[SourceFile]) -> Vec<Option<String>> {
    let mut state = State::of(copies(files));
    let (mut best, mut least) = (copies(files), badness(&state.found));
    for _ in 0..ROUNDS {
        let Some(next) = state.next() else { break };
        if badness(&next.found) < least {
            (best, least) = (copies(&next.files), badness(&next.found));
        }
        state = next;
    }
    let changed = |(old, new): (&SourceFile, SourceFile)| {
        (old.text() != new.text() && old.damage().is_none()).then(|| new.text().to_owned())
    };
    files.iter().zip(best).map(changed).collect()
}

/// What is no TOML counts first: it hides the mistakes behind it.
fn badness(found: &[Diagnostic]) -> (usize, usize) {
    (unreadable(found), errors(found).count())
}

fn errors(found: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    found.iter().filter(|found| found.severity() == Severity::Error)
}

fn unreadable(found: &[Diagnostic]) -> usize {
    let hiding = [codes::SYNTAX, codes::NEWER_TOML, codes::DUPLICATE_KEY];
    found.iter().filter(|found| hiding.contains(&found.code)).count()
}

/// True if more can be read than before, or as much and there is no new mistake that a later round cannot mend.
fn helps(before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let lasting = |found| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for error in errors(found).filter(|error| error.fix.is_none()) {
            *counts.entry(error.code.id).or_default() += 1;
        }
        counts
    };
    match unreadable(after).cmp(&unreadable(before)) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Equal => {
            let before = lasting(before);
            lasting(after).iter().all(|(code, count)| before.get(code).is_some_and(|most| count <= most))
        }
    }
}

fn copies(files: &[SourceFile]) -> Vec<SourceFile> {
    files.iter().map(|file| SourceFile::new(file.name.clone(), file.text())).collect()
}

/// Files and what is wrong with them.
struct State {
    files: Vec<SourceFile>,
    found: Vec<Diagnostic>,
}

impl State {
    fn of(files: Vec<SourceFile>) -> Self {
        let found = parse(&files).diagnostics;
        Self { files, found }
    }

    /// After the fixes of one round; `None` if none helps. Ids come last, when the prompts they are made from can be
    /// read, and only in a deck: a chapter alone does not know which ids are taken.
    fn next(&self) -> Option<Self> {
        let is_chapter = self.found.iter().any(|found| found.code == codes::NO_DECK);
        let (ids, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            self.found.iter().partition(|found| found.code == codes::MISSING_KEY);
        let round = |fixes| {
            let mut round = Round { before: self, kept: Vec::new(), after: None, tries: TRIES };
            round.keep(&apart(fixes));
            round.after
        };
        round(others).or_else(|| if is_chapter { None } else { round(ids) })
    }
}

/// The fixes that do not overlap, in the order of their places.
fn apart(found: Vec<&Diagnostic>) -> Vec<&Fix> {
    let mut fixes: Vec<_> = found.into_iter().filter_map(|found| found.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| (fix.span.file, fix.span.start, fix.span.end));
    fixes.dedup_by(|next, before| {
        next.span.file == before.span.file && next.span.start < before.span.end.max(before.span.start + 1)
    });
    fixes
}

/// The fixes of one round, and those among them that help.
struct Round<'a> {
    before: &'a State,
    kept: Vec<&'a Fix>,
    after: Option<State>,
    tries: usize,
}

impl<'a> Round<'a> {
    /// Keeps these fixes if together they help, else those of each half that do.
    fn keep(&mut self, fixes: &[&'a Fix]) {
        if fixes.is_empty() || self.tries == 0 {
            return;
        }
        self.tries -= 1;
        let mut kept = [&self.kept, fixes].concat();
        kept.sort_by_key(|fix| fix.span);
        let after = State::of(edited(&self.before.files, &kept));
        if helps(&self.after.as_ref().unwrap_or(self.before).found, &after.found) {
            (self.kept, self.after) = (kept, Some(after));
        } else if fixes.len() > 1 {
            let (left, right) = fixes.split_at(fixes.len() / 2);
            self.keep(left);
            self.keep(right);
        }
    }
}

/// The files after these edits, which are in order and do not overlap. What is put in has the line breaks of its file.
fn edited(files: &[SourceFile], fixes: &[&Fix]) -> Vec<SourceFile> {
    let edit = |(number, file): (u32, &SourceFile)| {
        let mut text = file.text().to_owned();
        let is_crlf = text.contains("\r\n");
        for fix in fixes.iter().rev().filter(|fix| fix.span.file == number) {
            let range = fix.span.range();
            if text.get(range.clone()).is_some() {
                let new = fix.text.raw();
                text.replace_range(range, &if is_crlf { new.replace('\n', "\r\n") } else { new.to_owned() });
            }
        }
        SourceFile::new(file.name.clone(), text)
    };
    (0..).zip(files).map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;

    const BROKEN: &str = "[deck]\nid = \"d\"\ntitle = \"D\"  # mine\n\n[[question]]\n# which year?\nprompt = \"When was it?\"\n\
        date = 2014-11\nexplanaton = \"So it was.\"\n";

    #[test]
    fn what_has_one_fix_is_mended_and_the_rest_stays() {
        let mended = mended(&[SourceFile::new("d.toml", BROKEN)]);
        expect![[r#"
            format = 1

            [deck]
            id = "d"
            title = "D"  # mine

            [[question]]
            id = "when-was-it"
            # which year?
            prompt = "When was it?"
            date = "2014-11"
            explanation = "So it was."
        "#]]
        .assert_eq(mended[0].as_deref().unwrap());
        let again = super::mended(&[SourceFile::new("d.toml", mended[0].clone().unwrap())]);
        assert_eq!(again, [None]);
    }

    fn fixed(texts: &[&str]) -> Vec<String> {
        let files: Vec<SourceFile> = texts.iter().map(|text| SourceFile::new("d.toml", *text)).collect();
        let new = mended(&files);
        texts.iter().zip(new).map(|(old, new)| new.unwrap_or_else(|| (*old).to_owned())).collect()
    }

    /// What becomes of a deck with this body.
    fn body(text: &str) -> String {
        let [head, text] = [HEAD, text].map(|part| format!("{part}\n"));
        let fixed = fixed(&[&(head.clone() + &text)]).remove(0);
        fixed.strip_prefix(&head).unwrap().trim_end().to_owned()
    }

    const HEAD: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"";

    #[test]
    fn ids_are_made_of_prompts_and_given_once_in_all_files() {
        let japanese = "[[question]]\nprompt = \"首都はどこですか\"\nanswer = \"東京\"\n";
        let long = "[[question]]\npromt = \"Which great law of the land came first?\"\nanswer = \"x\"\n";
        let taken = "[[question]]\nid = \"great-law-land-came\"\nprompt = \"?\"\nanswer = \"x\"\n";
        let texts = [format!("{HEAD}\n{japanese}{long}"), format!("{japanese}{taken}{long}")];
        let fixed = fixed(&[&texts[0], &texts[1]]);
        let ids = fixed.iter().flat_map(|text| text.lines()).filter(|line| line.starts_with("id"));
        expect![[r#"
            id = "d"
            id = "text"
            id = "great-law-land-came-2"
            id = "text-2"
            id = "great-law-land-came"
            id = "great-law-land-came-3""#]]
        .assert_eq(&ids.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn no_id_is_made_up_where_it_cannot_be_known() {
        let unread = "[[question]]\nprompt = 3.\nanswer = \"x\"\nanswer = \"y\"";
        assert!(!body(unread).contains("id ="), "{}", body(unread));
        let chapter = "[[question]]\nprompt = \"Who?\"\nanswer = \"x\"\n";
        assert_eq!(fixed(&[chapter]), [chapter], "its deck is not known");
    }

    #[test]
    fn a_key_that_is_there_is_not_written_twice() {
        let same = |lines: &str| {
            let text = format!("[[question]]\nid = \"q\"\nprompt = \"?\"\n{lines}");
            assert_eq!(body(&text), text);
        };
        same("answer = \"x\"\nsourc = \"x\"\nsource = \"y\"");
        same("date = \"2014\"\nanswr = \"x\"");
        same("date = \"2014\"\naccpt = \"x\"");
        same("answr = \"x\"\nanser = \"y\"");
        assert_eq!(body("[dek]\nid = \"e\""), "[dek]\nid = \"e\"");
    }

    #[test]
    fn a_value_that_can_only_mean_one_thing_is_written_so() {
        let question = |id: &str, lines: &str| format!("[[question]]\nid = {id}\nprompt = \"?\"\n{lines}");
        let mends = |old: &str, new: &str| {
            assert_eq!(body(&question("\"q\"", old)), question("\"q\"", new));
        };
        mends("date = 2020", "date = \"2020\"");
        mends("date = 2014-11  # the act", "date = \"2014-11\"  # the act");
        mends("answer = True", "answer = true");
        mends("answer = “Rome”  # curly", "answer = \"Rome\"  # curly");
        mends("choose = “a”\nwrong = [“b”, „c“]", "choose = \"a\"\nwrong = [\"b\", \"c\"]");
        mends("card = \"a\"\ntags = 5", "card = \"a\"\ntags = \"5\"");
        mends("answer = 1,000", "answer = 1000");
        mends("answer = 26.6.2020", "answer = 26.6.2020");
        mends("answer = NATO", "answer = NATO");
        mends("answer = “say \"x\"”", "answer = “say \"x\"”");
        let rome = |id: &str| question(id, "answer = \"x\"");
        assert_eq!(body(&rome("\"Rome 1\"")), rome("\"rome-1\""));
        let two = format!("{}\n{}", rome("\"Rome 1\""), rome("\"rome-1\""));
        assert_eq!(body(&two), two, "it is taken");
        let single = rome("\"q\"").replace("[[question]]", "[question]");
        assert_eq!(body(&single), rome("\"q\""));
    }

    #[test]
    fn line_breaks_are_those_of_the_file() {
        let windows = BROKEN.replace('\n', "\r\n");
        let mended = fixed(&[&windows]).remove(0);
        assert_eq!(mended, fixed(&[BROKEN]).remove(0).replace('\n', "\r\n"));
    }

    /// Lines of questions, right and wrong.
    const LINES: [&str; 24] = [
        "[[question]]",
        "[question]",
        "[[qestion]]",
        "[term.abe]\nkind = \"person\"\nname = \"Abe\"",
        "[trem.abe]\nkind = \"person\"\nname = \"Abe\"",
        "id = \"one\"",
        "id = \"One\"",
        "prompt = \"Who came first of all?\"",
        "promt = \"Who came first of all?\"",
        "prompt = \"首都はどこ\"",
        "answer = \"x\"",
        "answr = \"@abe\"",
        "anwser = \"@nobody\"",
        "date = 2020",
        "date = 2020-1",
        "dat = \"July 2018\"",
        "source = \"s\"",
        "sourc = 3",
        "accept = 5",
        "accpt = \"y\"",
        "answer = True",
        "hint = “h”",
        "tags : \"t\"",
        "requires = [\"two\"]",
    ];

    fn counts(found: &[Diagnostic]) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        errors(found).for_each(|error| *counts.entry(error.code.id).or_default() += 1);
        counts
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn no_mistake_is_made_that_was_not_there(lines in proptest::collection::vec(0..LINES.len(), 1..14)) {
            let lines: Vec<&str> = lines.into_iter().map(|line| LINES[line]).collect();
            let text = format!("{HEAD}\n[[question]]\n{}\n", lines.join("\n"));
            let files = [SourceFile::new("d.toml", text)];
            if let Some(better) = &mended(&files)[0] {
                let (before, after) = (parse(&files).diagnostics, parse(&[SourceFile::new("d.toml", better.as_str())]).diagnostics);
                prop_assert!(badness(&after) < badness(&before));
                let is_toml = |text: &str| toml::de::DeTable::parse(text).is_ok();
                prop_assert!(!is_toml(files[0].text()) || is_toml(better), "{}", better);
                if unreadable(&after) == unreadable(&before) {
                    let was = counts(&before);
                    for (code, count) in counts(&after) {
                        prop_assert!(was.get(code).is_some_and(|was| count <= *was), "{code} in {better}");
                    }
                }
            }
        }

        #[test]
        fn it_never_makes_things_worse(at in 0usize..BROKEN.len(), cut in 0usize..12, put in "[a-z\"=#\\n\\[\\]]{0,4}") {
            let mut text = BROKEN.to_owned();
            text.replace_range(at..(at + cut).min(BROKEN.len()), &put);
            let files = [SourceFile::new("d.toml", text)];
            if let Some(better) = &mended(&files)[0] {
                let after = parse(&[SourceFile::new("d.toml", better.as_str())]).diagnostics;
                prop_assert!(badness(&after) < badness(&parse(&files).diagnostics));
            }
        }
    }
}
