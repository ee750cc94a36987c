//! Adds a form to the `accept` of a question; everything else of the file stays as it is, comments too.

use toml_edit::{Array, DocumentMut, Item, Value};

use crate::error::{Error, Result};
use crate::text;

/// The text of a deck's file with `form` in the `accept` of the question `id`; as it was if it is there already.
///
/// # Errors
/// If the file is no TOML, has no such `[[question]]`, or its `accept` is something else than a list.
pub fn accept(file: &str, id: &str, form: &str) -> Result<String> {
    let mut document: DocumentMut = file.parse().map_err(|_| Error::new("the file is no longer TOML"))?;
    let questions = document.get_mut("question").and_then(Item::as_array_of_tables_mut);
    let has_id = |table: &&mut toml_edit::Table| table.get("id").and_then(Item::as_str) == Some(id);
    let table = questions.and_then(|all| all.iter_mut().find(has_id));
    let table = table.ok_or_else(|| {
        Error::new(format!("no [[question]] with the id {} is written there", text::terminal(id)))
            .help("a question that is made from a term takes its answers from the term: add an alias to it")
    })?;
    let list = table.entry("accept").or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let list = list.as_array_mut().ok_or_else(|| Error::new("`accept` is no list"))?;
    if !list.iter().any(|own| own.as_str() == Some(form)) {
        push(list, form);
    }
    Ok(document.to_string())
}

/// A list with a line for each form gets a line more.
fn push(list: &mut Array, form: &str) {
    let before = list.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
    match before.filter(|prefix| prefix.contains('\n')) {
        Some(prefix) => {
            let indent = prefix.rsplit('\n').next().unwrap_or_default();
            list.push_formatted(Value::from(form).decorated(format!("\n{indent}"), ""));
        }
        None => list.push(form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;

    const FILE: &str = "# the deck\n[[question]]\nid = \"a\" # first\nprompt = \"Who?\"\nanswer = \"Ann\"   # herself\n\n\
        # about others\n[[question]]\nid = \"b\"\nprompt = \"Who else?\"\nanswer = \"Bob\"\naccept = [\n  \"Rob\", # short\n  \"Robert\",\n]\n\
        tags = [ \"x\" ]\n";

    #[test]
    fn a_form_is_added_and_the_rest_stays() {
        let once = accept(FILE, "a", "Ann \"A.\" Lee").unwrap();
        let both = accept(&once, "b", "Bobby").unwrap();
        expect![[r#"
            # the deck
            [[question]]
            id = "a" # first
            prompt = "Who?"
            answer = "Ann"   # herself
            accept = ['Ann "A." Lee']

            # about others
            [[question]]
            id = "b"
            prompt = "Who else?"
            answer = "Bob"
            accept = [
              "Rob", # short
              "Robert",
              "Bobby",
            ]
            tags = [ "x" ]
        "#]]
        .assert_eq(&both);
        assert_eq!(accept(&both, "b", "Bobby").unwrap(), both);
        assert!(accept(FILE, "c", "x").unwrap_err().what.contains("id c"));
    }

    proptest! {
        #[test]
        fn whatever_is_added_is_read_again(form in "\\PC{1,40}") {
            let text = accept(FILE, "b", &form).unwrap();
            let document: DocumentMut = text.parse().unwrap();
            let list = document["question"][1]["accept"].as_array().unwrap();
            prop_assert!(list.iter().any(|own| own.as_str() == Some(&*form)));
            // What was there is there, line by line.
            for line in FILE.lines() {
                prop_assert!(text.contains(line.trim_end_matches(',')), "{line:?} is gone");
            }
        }
    }
}
