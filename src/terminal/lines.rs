//! Reading lines from outside, of any length and any bytes, and writing to a screen that may be gone.

use std::io::{self, BufRead, Read, Write};

use crate::error::{Error, Result};

/// The longest line taken from outside, in bytes; what is longer is cut, for a response never is.
pub const LINE_MAX_BYTES: u64 = 64 * 1024;

/// The next line without its line break, at most [`LINE_MAX_BYTES`] of it; `None` at the end of the input. Bytes
/// that are not UTF-8 become `�`.
///
/// # Errors
/// If the input cannot be read.
pub fn read_line(input: &mut impl BufRead) -> Result<Option<String>> {
    let mut bytes = Vec::new();
    input.by_ref().take(LINE_MAX_BYTES).read_until(b'\n', &mut bytes).map_err(|e| unreadable(&e))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') {
        input.skip_until(b'\n').map_err(|e| unreadable(&e))?;
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// Writes and flushes: what is shown is seen before anything is waited for.
///
/// # Errors
/// If the screen is gone.
pub fn write(output: &mut impl Write, text: &str) -> Result<()> {
    output.write_all(text.as_bytes()).and_then(|()| output.flush()).map_err(|e| gone(&e))
}

/// The error of an output that cannot be written.
pub fn gone(cause: &io::Error) -> Error {
    Error::new(format!("cannot write to the screen: {cause}"))
}

fn unreadable(cause: &io::Error) -> Error {
    Error::new(format!("cannot read the responses: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_bytes_and_length() {
        let long = "x".repeat(200_000);
        let bytes = [b"one\r\n\n\xff!\n".as_slice(), long.as_bytes(), b"\nlast"].concat();
        let mut input = bytes.as_slice();
        let mut lines = Vec::new();
        while let Some(line) = read_line(&mut input).unwrap() {
            lines.push(line);
        }
        assert_eq!(lines[..3], ["one", "", "\u{fffd}!"]);
        assert_eq!((lines[3].len() as u64, lines[4].as_str(), lines.len()), (LINE_MAX_BYTES, "last", 5));
    }
}
