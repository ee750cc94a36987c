//! What TOML 1.1 allows and 1.0 does not: the parser takes it, most other editors and Python refuse it.

use super::codes;
use super::diagnostic::{Diagnostic, Sink};
use super::value::Origin;

/// Reports 1.1-only syntax in a section that has parsed without errors.
pub(super) fn check(origin: Origin<'_>, sink: &Sink) {
    if origin.text.bytes().any(|byte| byte == b'{' || byte == b'\\') {
        Scanner { origin, sink, at: 0, open: Vec::new(), comma: None }.run();
    }
}

struct Scanner<'a> {
    origin: Origin<'a>,
    sink: &'a Sink,
    at: usize,
    /// Brackets and braces that are open; nothing else in TOML nests.
    open: Vec<u8>,
    /// A comma that nothing but space has followed yet.
    comma: Option<usize>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.byte(0) {
            match byte {
                b'"' | b'\'' => self.string(byte),
                b'#' => self.skip_line(),
                b'{' | b'[' => self.open.push(byte),
                b'}' | b']' => self.close(byte),
                b'\n' if self.open.last() == Some(&b'{') => self.newline(),
                _ => {}
            }
            match byte {
                b',' => self.comma = Some(self.at),
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => self.comma = None,
            }
            self.at += 1;
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.origin.text.as_bytes().get(self.at + ahead).copied()
    }

    fn report(&self, at: usize, length: usize, message: &str, help: &str) {
        let span = self.origin.span(at..at + length);
        self.sink.report(Diagnostic::new(codes::NEWER_TOML, span, message).help(help));
    }

    fn skip_line(&mut self) {
        while self.byte(1).is_some_and(|next| next != b'\n') {
            self.at += 1;
        }
    }

    fn close(&mut self, byte: u8) {
        let table = self.open.pop() == Some(b'{');
        if let Some(comma) = self.comma.filter(|_| table && byte == b'}') {
            self.report(comma, 1, "a comma before the `}` of an inline table", "take the comma away");
        }
    }

    fn newline(&mut self) {
        let help = "write it on one line, or as a table of its own with a `[header]`";
        self.report(self.at, 1, "a line break inside an inline table", help);
        // Once is enough for this table.
        if let Some(last) = self.open.last_mut() {
            *last = b'(';
        }
    }

    /// From the opening quotation mark to the last closing one.
    fn string(&mut self, quote: u8) {
        let triple = self.byte(1) == Some(quote) && self.byte(2) == Some(quote);
        self.at += if triple { 3 } else { 1 };
        while let Some(byte) = self.byte(0) {
            if byte == b'\\' && quote == b'"' {
                self.escape();
                self.at += 1;
            } else if byte == quote && !triple {
                return;
            } else if byte == quote && self.byte(1) == Some(quote) && self.byte(2) == Some(quote) {
                self.at += 2;
                while self.byte(1) == Some(quote) {
                    self.at += 1;
                }
                return;
            }
            self.at += 1;
        }
    }

    fn escape(&self) {
        match self.byte(1) {
            Some(b'e') => self.report(self.at, 2, "the escape `\\e`", "take it out, or write `\\u001b`"),
            Some(b'x') => self.report(self.at, 2, "an escape `\\x..`", "write `\\u00..` with four digits"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let sink = Sink::new();
        check(Origin { file: 0, offset: 0, text }, &sink);
        sink.into_inner().iter().map(|d| text[d.span.range()].to_owned()).collect()
    }

    #[test]
    fn what_is_new_in_1_1_is_found() {
        assert_eq!(found("a = { b = 1, }"), [","]);
        assert_eq!(found("a = { b = 1,\n  c = 2,\n}"), ["\n"]);
        assert_eq!(found("a = \"x\\ey\\x41\""), ["\\e", "\\x"]);
    }

    #[test]
    fn what_1_0_allows_is_left_alone() {
        for sound in [
            "a = [ { b = 1 },\n { c = [ 1,\n 2, ] }, # },\n]",
            "a = \"{ b,\\n }\\\\e\"\nb = '{ c, } \\e'\n",
            "a = \"\"\"{\n,} \\\"\\u0041\"\"\"\"\"\nb = { c = \"\"\"\n\"\"\", d = [\n1\n] }",
        ] {
            assert_eq!(found(sound), [""; 0], "{sound}");
        }
    }
}
