//! Mends what has one clear fix: the edits that diagnostics carry, as long as each round leaves fewer errors.
//!
//! Everything else of a file stays as it is, byte for byte. Reading and writing files is left to the edge.

use super::parse;
use crate::source::{Diagnostic, SourceFile, codes};

/// Most rounds: a fix may uncover what could not be read before it.
const ROUNDS: usize = 10;

/// The texts of the files with everything mended that can be; `None` for a file that stays as it is.
pub fn mended(files: &[SourceFile]) -> Vec<Option<String>> {
    let mut best: Vec<SourceFile> = copies(files);
    let mut diagnostics = parse(&best).diagnostics;
    for _ in 0..ROUNDS {
        let Some(next) = round(&best, &diagnostics) else { break };
        let found = parse(&next).diagnostics;
        if badness(&found) >= badness(&diagnostics) {
            break;
        }
        (best, diagnostics) = (next, found);
    }
    let changed = |(old, new): (&SourceFile, SourceFile)| {
        (old.text() != new.text() && old.damage().is_none()).then(|| new.text().to_owned())
    };
    files.iter().zip(best).map(changed).collect()
}

/// What is no TOML counts first: it hides the mistakes behind it.
fn badness(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let unreadable = diagnostics.iter().filter(|found| found.code == codes::SYNTAX).count();
    (unreadable, diagnostics.len())
}

fn copies(files: &[SourceFile]) -> Vec<SourceFile> {
    files.iter().map(|file| SourceFile::new(file.name.clone(), file.text())).collect()
}

/// The files after one edit each of all fixes that do not overlap; `None` if there is no fix.
fn round(files: &[SourceFile], diagnostics: &[Diagnostic]) -> Option<Vec<SourceFile>> {
    let mut fixes: Vec<_> = diagnostics.iter().filter_map(|found| found.fix.as_ref()).collect();
    if fixes.is_empty() {
        return None;
    }
    fixes.sort_by_key(|fix| (fix.span.file, fix.span.start, fix.span.end));
    fixes.dedup_by(|next, before| {
        next.span.file == before.span.file && next.span.start < before.span.end.max(before.span.start + 1)
    });
    let edit = |(number, file): (u32, &SourceFile)| {
        let mut text = file.text().to_owned();
        for fix in fixes.iter().rev().filter(|fix| fix.span.file == number) {
            let range = fix.span.range();
            if text.is_char_boundary(range.start)
                && text.is_char_boundary(range.end)
                && range.start <= range.end
            {
                text.replace_range(range, fix.text.raw());
            }
        }
        SourceFile::new(file.name.clone(), text)
    };
    Some((0..).zip(files).map(edit).collect())
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
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
