//! What an answer costs, and how a student answers: the seconds and shares that a plan reckons with.
//!
//! The defaults hold until the student's own log has enough answers; measuring them is left to the caller.

/// Mean seconds for one question on one day, whatever comes back in the same session included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// A question never seen, until it has been answered right.
    pub new: f32,
    /// A review that is recalled.
    pub recalled: f32,
    /// A review that is not recalled, until it has been answered right.
    pub lapsed: f32,
}

impl Default for Costs {
    /// Means of the `fsrs` crate's simulator, at six tenths of its times: those are of cards that are read and
    /// graded by the student.
    fn default() -> Self {
        Self { new: 22.8, recalled: 7.8, lapsed: 22.9 }
    }
}

impl Costs {
    /// The same with each at 1 second to an hour, so that no answer is free and none takes for ever; what is no
    /// number becomes the default.
    pub(super) fn sound(self) -> Self {
        let default = Self::default();
        let sound = |own: f32, instead: f32| if own.is_nan() { instead } else { own.clamp(1.0, 3600.0) };
        Self {
            new: sound(self.new, default.new),
            recalled: sound(self.recalled, default.recalled),
            lapsed: sound(self.lapsed, default.lapsed),
        }
    }
}

/// Which ratings a student gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habits {
    /// Shares of Again, Hard, Good and Easy among first answers.
    pub first: [f32; 4],
    /// Shares of Hard, Good and Easy among recalled reviews.
    pub recalled: [f32; 3],
}

impl Default for Habits {
    /// Those of the `fsrs` crate's simulator.
    fn default() -> Self {
        Self { first: [0.24, 0.094, 0.495, 0.171], recalled: [0.224, 0.631, 0.145] }
    }
}

impl Habits {
    /// The same with shares that add up to 1; the defaults where they cannot.
    pub(super) fn sound(self) -> Self {
        let default = Self::default();
        Self { first: shares(self.first, default.first), recalled: shares(self.recalled, default.recalled) }
    }
}

fn shares<const N: usize>(own: [f32; N], instead: [f32; N]) -> [f32; N] {
    let sum: f32 = own.iter().sum();
    let sound = sum.is_finite() && sum > 0.0 && own.iter().all(|&share| share >= 0.0);
    if sound { own.map(|share| share / sum) } else { instead }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        let habits = Habits { first: [1.0, 0.0, 2.0, 1.0], recalled: [0.0, f32::NAN, 1.0] }.sound();
        assert_eq!(habits.first, [0.25, 0.0, 0.5, 0.25]);
        assert_eq!(habits.recalled, Habits::default().recalled);
        assert_eq!(Habits { first: [-1.0, 1.0, 1.0, 1.0], ..habits }.sound().first, Habits::default().first);
    }

    #[test]
    fn no_answer_is_free() {
        let costs = Costs { new: 0.0, recalled: f32::NAN, lapsed: 1e9 }.sound();
        assert_eq!(costs, Costs { new: 1.0, recalled: 7.8, lapsed: 3600.0 });
    }
}
