//! What the pages for people show is true: every deck in them is sound, and gives nothing to advise.

use shiken::deck::{lint::lint, parse};
use shiken::source::SourceFile;

const PAGES: [(&str, &str); 2] =
    [("README.md", include_str!("../../README.md")), ("docs/decks.md", include_str!("../../docs/decks.md"))];

#[test]
fn every_deck_in_the_pages_is_sound() {
    for (page, text) in PAGES {
        let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let mut count = 0;
        for block in blocks {
            let files = [SourceFile::new(page, block)];
            let mut parsed = parse(&files);
            let advice = lint(&parsed, &files);
            parsed.diagnostics.extend(advice);
            let said: Vec<&str> = parsed.diagnostics.iter().map(|found| found.message.raw()).collect();
            assert!(said.is_empty(), "{page}: {said:?}\n{block}");
            count += 1;
        }
        assert!(count > 0, "{page} shows no deck");
    }
}
