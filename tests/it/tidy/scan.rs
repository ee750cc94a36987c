//! Just enough of Rust to look at its code: comments and literals blanked, tests left out, functions measured.

/// The code with comments and the inside of literals blanked; every line stays where it is.
pub fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let end = literal_or_comment(&chars, at).unwrap_or(at);
        if end > at {
            code.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            code.push(c);
            at += 1;
        }
    }
    code
}

/// Where the comment or literal that begins at `at` ends, if one begins there.
fn literal_or_comment(chars: &[char], at: usize) -> Option<usize> {
    let next = chars.get(at + 1).copied();
    let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    match (chars.get(at)?, next) {
        ('/', Some('/')) => Some(find(chars, at, |rest| rest[0] == '\n').unwrap_or(chars.len())),
        ('/', Some('*')) => block_comment(chars, at),
        ('"', _) => Some(quoted(chars, at + 1, '"')),
        ('r', Some('"' | '#')) if !before.is_alphanumeric() && before != '_' => raw_string(chars, at + 1),
        ('b' | 'c', Some('r')) if !before.is_alphanumeric() && before != '_' => raw_string(chars, at + 2),
        ('\'', Some('\\')) => Some(quoted(chars, at + 1, '\'')),
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => Some(at + 3),
        _ => None,
    }
}

fn find(chars: &[char], from: usize, wanted: impl Fn(&[char]) -> bool) -> Option<usize> {
    (from..chars.len()).find(|at| wanted(&chars[*at..]))
}

fn block_comment(chars: &[char], at: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut here = at;
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) if depth == 1 => return Some(here + 2),
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
    }
    Some(chars.len())
}

fn quoted(chars: &[char], mut at: usize, end: char) -> usize {
    while let Some(&c) = chars.get(at) {
        at += if c == '\\' { 2 } else { 1 };
        if c == end {
            break;
        }
    }
    at.min(chars.len())
}

/// `at` is behind the `r`; nothing if no raw string follows (a raw identifier).
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + hashes) != Some(&'"') {
        return None;
    }
    let closes =
        |rest: &[char]| rest[0] == '"' && rest[1..].iter().take_while(|c| **c == '#').count() >= hashes;
    Some(find(chars, at + hashes + 1, closes).map_or(chars.len(), |end| end + 1 + hashes))
}

/// The code without what stands behind `#[cfg(test)]`; `code` has no comments and literals. Lines stay.
pub fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        let end = item_end(after);
        kept.extend(after[..end].matches('\n'));
        rest = &after[end..];
    }
    kept + rest
}

/// Just behind the item that `code` begins with: its `;`, or its closing brace.
fn item_end(code: &str) -> usize {
    let mut depth = 0_i32;
    for (at, c) in code.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, ';' | '}') {
            return at + 1;
        }
    }
    code.len()
}

/// The names and heights in lines of all functions; `code` has no comments and literals.
pub fn functions(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let begins_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name: String = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if begins_word && !name.is_empty() {
            let height = code[at..at + item_end(&code[at..])].lines().count();
            found.push((name, height));
        }
    }
    found
}

mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_and_lines_stay() {
        let text =
            "a // x\n/* y /* z */\n*/ b \"q\\\"\n\" c r#\"s\"t\"# d '\\'' 'e' f<'g>(b\"h\", br\"i\") r#type";
        let code = code_only(text);
        let words: Vec<&str> = code.split_whitespace().collect();
        assert_eq!(words, ["a", "b", "c", "d", "f<'g>(b", ",", ")", "r#type"]);
        assert_eq!(code.lines().count(), text.lines().count());
    }

    #[test]
    fn tests_are_left_out() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { x[1]; }\n}\nfn c() {}\n#[cfg(test)]\nmod d;\nfn e() {}";
        let rest = without_tests(code);
        let names: Vec<String> = functions(&rest).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "c", "e"]);
        assert_eq!(rest.lines().count(), code.lines().count());
    }

    #[test]
    fn functions_are_measured_with_their_signature() {
        let code =
            "pub fn long(\n a: [u8; 3],\n) {\n  if x {\n  }\n}\ntrait T { fn f(&self); fn g() { 1 }\n }";
        let expected = [("long", 6), ("f", 1), ("g", 1)].map(|(name, lines)| (name.to_owned(), lines));
        assert_eq!(functions(code), expected);
    }
}
