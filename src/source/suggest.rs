//! "Did you mean": the nearest of the names that would have been right, and ids made from titles.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

/// The candidate nearest to `typed`, if one is near enough: a third of its letters may differ, at least
/// one, or one is the beginning of the other.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = shortened(typed).to_lowercase();
    let allowed = (lower.chars().count() / 3).max(1);
    let distance = |candidate: &str| {
        let candidate = shortened(candidate).to_lowercase();
        // A beginning, such as `alias` for `aliases`, is nearer than its length says.
        let begins = lower.len() >= 3 && (candidate.starts_with(&lower) || lower.starts_with(&candidate));
        let distance = strsim::osa_distance(&lower, &candidate);
        if begins && candidate.len() >= 3 { distance.min(allowed) } else { distance }
    };
    candidates
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Distances cost the product of the lengths: nobody misspells a name of more than a hundred letters.
fn shortened(name: &str) -> &str {
    name.get(..name.floor_char_boundary(100)).unwrap_or_default()
}

/// `did you mean "…"?` for the nearest candidate.
pub fn did_you_mean<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(typed, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// An id made from words: lower case letters and digits with dashes between, at most `words` words and 60 bytes.
/// Empty if nothing of the text can stand in an id.
pub fn slug(text: &str, words: usize) -> String {
    const SMALL: [&str; 24] = [
        "a", "an", "the", "of", "in", "on", "to", "and", "or", "is", "was", "were", "did", "does", "which",
        "what", "who", "when", "where", "how", "for", "by", "its", "it",
    ];
    let folded: String = text
        .chars()
        .take(400)
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let all: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut kept: Vec<&str> = all.iter().copied().filter(|word| !SMALL.contains(word)).take(words).collect();
    if kept.is_empty() {
        kept = all.into_iter().take(words).collect();
    }
    let mut slug = String::new();
    for word in kept {
        if slug.len() + word.len() > 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// Ids that are not there yet.
#[derive(Debug, Default)]
pub struct Fresh {
    taken: HashSet<String>,
    /// How often each stem was asked for.
    asked: HashMap<String, u32>,
}

impl Fresh {
    /// Ids besides those that are `taken`.
    pub fn besides(taken: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { taken: taken.into_iter().map(Into::into).collect(), asked: HashMap::new() }
    }

    /// The stem, or the stem with a number behind it if that is taken; from now on it is.
    pub fn id(&mut self, stem: &str) -> String {
        let asked = self.asked.entry(stem.to_owned()).or_default();
        loop {
            *asked += 1;
            let id = if *asked == 1 { stem.to_owned() } else { format!("{stem}-{asked}") };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let keys = ["prompt", "points", "explanation"];
        assert_eq!(nearest("promt", keys), Some("prompt"));
        assert_eq!(nearest("Points", keys), Some("points"));
        assert_eq!(nearest("explantion", keys), Some("explanation"));
        assert_eq!(nearest("expl", keys), Some("explanation"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest(&"x".repeat(100_000), keys), None);
    }

    #[test]
    fn a_slug_says_what_a_prompt_is_about() {
        assert_eq!(
            slug("When was the “Basic Act on Cybersecurity” passed?", 4),
            "basic-act-cybersecurity-passed"
        );
        assert_eq!(slug("Shinzō Abe", 4), "shinzo-abe");
        assert_eq!(slug("Who is it?", 4), "who-is-it");
        assert_eq!(slug("試験", 4), "");
    }

    #[test]
    fn a_fresh_id_is_given_once() {
        let mut fresh = Fresh::besides(["date", "date-3"]);
        let ids: Vec<String> = ["date", "text", "date", "text"].map(|stem| fresh.id(stem)).into();
        assert_eq!(ids, ["date-2", "text", "date-4", "text-2"]);
    }
}
