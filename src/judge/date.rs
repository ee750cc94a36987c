//! Dates with a precision, and ranges of them.

/// A date as precise as it was written. `day` is given only if `month` is; both are calendar-checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, -9999 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// A point in time or a range, as the key of a date question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// One date.
    Point(Date),
    /// From the first to the second, both included; the first is not the later.
    Range(Date, Date),
}
