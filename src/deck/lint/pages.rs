//! The page of each code: what it means, why, and an example before and after.
//!
//! The pages are texts beside this file; each begins with a line `# CODE`.

const TEXTS: [&str; 3] =
    [include_str!("pages/files.md"), include_str!("pages/questions.md"), include_str!("pages/advice.md")];

/// The page of a code such as `W204`, in plain words; `None` if there is no such code. Its title is the code's.
pub fn page(code: &str) -> Option<&'static str> {
    let header = format!("# {code}\n");
    TEXTS.iter().find_map(|text| {
        let from = if text.starts_with(&header) { 0 } else { text.find(&format!("\n{header}"))? + 1 };
        let body = text.get(from + header.len()..)?;
        Some(body.find("\n# ").and_then(|end| body.get(..end)).unwrap_or(body).trim())
    })
}
