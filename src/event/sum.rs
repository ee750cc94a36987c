//! The last member of a line in a file, `"sum"`: the checksum of the canonical line without it, as 16 hexadecimal digits.
//! A flipped bit makes of one digit another that is as good; with the sum it makes a damaged line. Lines without it,
//! made by hand or by an older version, are read as they are.

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The first eight bytes of a SHA-256.
pub type Sum = [u8; 8];

/// The name of the member.
pub(crate) const NAME: &str = "sum";

/// What stands between the line, without its brace, and the digits.
const BEFORE: &str = ",\"sum\":\"";

/// The sum of a line whose last brace is not there yet.
pub(crate) fn of_open(open: &str) -> Sum {
    let mut hash = Sha256::new();
    hash.update(open.as_bytes());
    hash.update(b"}");
    let mut sum = Sum::default();
    sum.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    sum
}

/// The canonical line with its sum.
pub(crate) fn with(line: &str, sum: Sum) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let open = line.strip_suffix('}').unwrap_or(line);
    let mut out = String::with_capacity(open.len() + BEFORE.len() + 18);
    out.extend([open, BEFORE]);
    for byte in sum {
        let digit = |four: u8| char::from(DIGITS[usize::from(four & 15)]);
        out.extend([digit(byte >> 4), digit(byte)]);
    }
    out.push_str("\"}");
    out
}

/// A line that ends with a sum as [`with`] writes it: what is before it, without a brace, and the sum.
pub(crate) fn split(line: &str) -> Option<(&str, Sum)> {
    let inside = line.strip_suffix("\"}")?;
    let (before, digits) = inside.split_at_checked(inside.len().checked_sub(16)?)?;
    Some((before.strip_suffix(BEFORE)?, digits_of(digits)?))
}

/// The sum that a member says, if it says one.
pub(crate) fn said(json: &str) -> Option<Sum> {
    json.strip_prefix('"')?.strip_suffix('"').and_then(digits_of)
}

fn digits_of(digits: &str) -> Option<Sum> {
    let is_own = digits.len() == 16 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let number = u64::from_str_radix(digits, 16).ok().filter(|_| is_own)?;
    Some(number.to_be_bytes())
}

/// Refuses a line whose sum is another than the one that was written with it.
pub(crate) fn check(sum: Sum, said: Option<Sum>) -> Result<()> {
    let wrong = || Error::new("the event is not as it was written: its `sum` does not fit");
    (said == Some(sum)).then_some(()).ok_or_else(wrong)
}
