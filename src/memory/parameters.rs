//! The 21 parameters of FSRS-6, checked once so that nothing after has to.

use crate::error::{Error, Result};

/// How many parameters FSRS-6 has.
const COUNT: usize = 21;

/// The lowest and highest value of each parameter in FSRS-6, as its authors' programs clamp them.
const BOUNDS: [(f32, f32); COUNT] = [
    (0.001, 100.0), // 0..=3: stability in days after a first Again, Hard, Good, Easy
    (0.001, 100.0),
    (0.001, 100.0),
    (0.001, 100.0),
    (1.0, 10.0), // 4..=7: difficulty
    (0.001, 4.0),
    (0.001, 4.0),
    (0.001, 0.75),
    (0.0, 4.5), // 8..=10: stability after a recall
    (0.0, 0.8),
    (0.001, 3.5),
    (0.001, 5.0), // 11..=14: stability after a lapse
    (0.001, 0.25),
    (0.001, 0.9),
    (0.0, 4.0),
    (0.0, 1.0), // 15: penalty of Hard
    (1.0, 6.0), // 16: bonus of Easy
    (0.0, 2.0), // 17..=19: a second answer on one day
    (0.0, 2.0),
    (0.0, 0.8),
    (0.1, 0.8), // 20: decay of the forgetting curve
];

/// Parameters of the memory model: 21 finite numbers, each within the bounds of FSRS-6.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters([f32; COUNT]);

impl Default for Parameters {
    /// Those of the `fsrs` crate, which fit the average learner.
    fn default() -> Self {
        Self(fsrs::DEFAULT_PARAMETERS)
    }
}

impl Parameters {
    /// Takes 21 parameters of FSRS-6, or 17 or 19 of its elder forms, which the `fsrs` crate translates.
    ///
    /// # Errors
    /// If there are more or fewer, or one is no number or out of bounds.
    pub fn new(values: &[f32]) -> Result<Self> {
        let help = "take those that the optimizer printed, or leave them out for the defaults";
        let refused = |what: String| Err(Error::new(what).help(help));
        if values.is_empty() {
            return refused("there are no memory parameters".to_owned());
        }
        let filled = fsrs::check_and_fill_parameters(values).ok().and_then(|full| full.try_into().ok());
        let Some(full): Option<[f32; COUNT]> = filled else {
            let count = values.len();
            return refused(format!("memory parameters are {COUNT} finite numbers, and these are {count}"));
        };
        for (number, (value, (low, high))) in full.iter().zip(BOUNDS).enumerate() {
            if !(low..=high).contains(value) {
                return refused(format!("memory parameter {number} is {value}, outside {low} to {high}"));
            }
        }
        Ok(Self(full))
    }

    /// All 21, in the order of FSRS-6.
    pub fn values(&self) -> &[f32; COUNT] {
        &self.0
    }

    /// How fast the forgetting curve flattens: parameter 20, from 0.1 to 0.8.
    pub fn decay(&self) -> f32 {
        let [.., decay] = self.0;
        decay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_within_bounds() {
        let default = Parameters::default();
        assert_eq!(Parameters::new(default.values()).unwrap(), default);
        assert_eq!(default.decay(), 0.1542);
    }

    #[test]
    fn each_mistake_has_a_sentence() {
        let mut values = fsrs::DEFAULT_PARAMETERS;
        values[20] = 0.9;
        let what = |values: &[f32]| Parameters::new(values).unwrap_err().what;
        assert_eq!(what(&values), "memory parameter 20 is 0.9, outside 0.1 to 0.8");
        values[20] = f32::NAN;
        assert_eq!(what(&values), "memory parameters are 21 finite numbers, and these are 21");
        assert_eq!(what(&values[..20]), "memory parameters are 21 finite numbers, and these are 20");
        assert_eq!(what(&[]), "there are no memory parameters");
    }

    #[test]
    fn elder_parameters_are_translated() {
        let elder = &fsrs::DEFAULT_PARAMETERS[..19];
        let translated = Parameters::new(elder).unwrap();
        assert_eq!(translated.values()[19..], [0.0, 0.5]);
    }
}
