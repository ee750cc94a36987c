//! `shiken explain`: the page of a code, or all codes.

use crate::deck::lint;
use crate::error::{Error, Exit, Result};
use crate::source::{Severity, codes, suggest};
use crate::terminal::wrap::wrap;
use crate::text;
use crate::world::World;

pub(super) fn explain(world: &World, code: Option<&str>) -> Result<Exit> {
    let width = super::facts(world).style().width;
    match code {
        Some(code) => super::print(&page(code, width)?),
        None => super::print(&all()),
    }
}

/// Every code with its title.
fn all() -> String {
    codes::ALL.iter().map(|code| format!("{}  {}\n", code.id, code.title)).collect()
}

/// The page of one code. Lines of an example stay as they are, the others are wrapped.
fn page(written: &str, width: usize) -> Result<String> {
    let id = written.trim().to_ascii_uppercase();
    let found = codes::find(&id).and_then(|code| Some((code, lint::page(code.id)?)));
    let Some((code, body)) = found else {
        let near = suggest::did_you_mean(&id, codes::ALL.iter().map(|code| code.id));
        let error = Error::usage(format!("there is no code “{}”", text::terminal(written)));
        return Err(error.help(near.unwrap_or_else(|| "`shiken explain` lists them all".to_owned())));
    };
    let mut page = format!("{}: {}\n\n", code.id, code.title);
    for line in body.lines() {
        if line.starts_with("    ") || line.is_empty() {
            page.push_str(line);
            page.push('\n');
        } else {
            wrap(line, width).iter().for_each(|line| page.push_str(&format!("{line}\n")));
        }
    }
    let end = match code.severity() {
        Severity::Error => {
            "This is an error: what it stands in is left out, or does not do what it says.".to_owned()
        }
        Severity::Warning => {
            format!(
                "This is a warning. Where it is not right, write `allow = [\"{}\"]` in the question, the term or [deck].",
                code.id
            )
        }
    };
    page.push('\n');
    wrap(&end, width).iter().for_each(|line| page.push_str(&format!("{line}\n")));
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for code in codes::ALL {
            let page = lint::page(code.id).unwrap_or_else(|| panic!("no page for {}", code.id));
            assert!(page.len() > 60, "{}: {page}", code.id);
            assert!(seen.insert(page), "{} has the page of another", code.id);
            assert!(!page.contains("\n# "), "{}", code.id);
        }
        assert_eq!(lint::page("W999"), None);
        assert_eq!(lint::page(""), None);
    }

    #[test]
    fn every_page_says_why_and_shows_an_example_before_and_after() {
        for code in codes::ALL {
            let page = lint::page(code.id).unwrap();
            assert!(page.contains("Why:"), "{}", code.id);
            assert!(page.contains("\nBefore:\n    ") && page.contains("\nAfter:\n    "), "{}", code.id);
        }
    }

    #[test]
    fn a_code_is_found_in_any_case_and_a_wrong_one_refused() {
        assert!(page("w204", 80).unwrap().starts_with("W204: "));
        assert!(page("W2O4", 80).unwrap_err().help.unwrap().contains("W204"));
        assert!(page("\u{1b}[31m", 80).unwrap_err().to_string().find('\u{1b}').is_none());
    }
}
