//! One student: true parameters, true memories, luck.

use super::{draw, normal};

/// The default parameters of FSRS-6.
const DEFAULTS: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614,
    0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// First ratings, ratings of recalled reviews, and ratings that follow Again, Hard and Good on the same day.
const FIRST: [f64; 4] = [0.24, 0.094, 0.495, 0.171];
const RECALLED: [f64; 4] = [0.0, 0.224, 0.631, 0.145];
const LEARNING: [[f64; 4]; 3] =
    [[0.3686, 0.0628, 0.5108, 0.0577], [0.0442, 0.4553, 0.4457, 0.0549], [0.0519, 0.047, 0.8462, 0.055]];
const RELEARNING: [[f64; 4]; 3] =
    [[0.2157, 0.0643, 0.6595, 0.0604], [0.05, 0.4638, 0.4475, 0.0387], [0.1057, 0.1434, 0.7266, 0.0244]];

/// Seconds for each rating while learning, in review and while relearning.
const SECONDS: [[f64; 4]; 3] =
    [[19.58, 18.79, 13.78, 10.71], [19.38, 17.59, 12.38, 8.94], [16.44, 15.25, 12.32, 8.03]];
const QUICKER: f64 = 0.6;

/// What a student is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As the scheduler thinks: memory changes by the first answer of a day, the others only cost time.
    Exact,
    /// Another pace of forgetting, other parameters, questions that differ, and every answer changes memory.
    Odd,
}

/// A memory as it truly is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mind {
    pub stability: f64,
    pub difficulty: f64,
}

/// The ratings of one question on one day, and the seconds in all.
pub struct Reply {
    /// 1 is Again, 4 is Easy.
    pub rating: usize,
    pub seconds: f64,
    pub mind: Mind,
}

pub struct Human {
    seed: u64,
    kind: Kind,
    w: [f64; 21],
    /// By how much all is kept longer than by the forgetting curve.
    pub k: f64,
}

impl Human {
    pub fn new(kind: Kind, seed: u64) -> Self {
        let mut w = DEFAULTS;
        if kind == Kind::Exact {
            return Self { seed, kind, w, k: 1.0 };
        }
        for (nth, value) in w.iter_mut().enumerate() {
            let lot = normal(seed, 1, nth as u64);
            match nth {
                4..=7 => *value *= (0.05 * lot).exp(),
                8 => *value += 0.15 * lot,
                20 => *value *= (0.05 * lot).exp(),
                _ => *value *= (0.1 * lot).exp(),
            }
        }
        let k = 0.6 * (1.6f64 / 0.6).powf(draw(seed, 2, 0));
        Self { seed, kind, w, k }
    }

    /// How much longer this question is kept.
    fn factor(&self, question: usize) -> f64 {
        let own =
            if self.kind == Kind::Odd { (0.3 * normal(self.seed, 3, question as u64)).exp() } else { 1.0 };
        self.k * own
    }

    /// The true chance of recall.
    pub fn recall(&self, question: usize, mind: Mind, elapsed: u32) -> f64 {
        let decay = -self.w[20];
        let factor = 0.9f64.powf(1.0 / decay) - 1.0;
        (1.0 + factor * f64::from(elapsed) / (mind.stability * self.factor(question))).powf(decay)
    }

    /// Asks a question until it is answered right, the `nth` time.
    pub fn ask(&self, question: usize, mind: Option<Mind>, elapsed: u32, nth: u64) -> Reply {
        let what = 10 + question as u64;
        let lot = |step: u64| draw(self.seed, what, nth * 64 + step);
        let Some(mind) = mind else {
            let rating = 1 + pick(lot(0), &FIRST);
            let w = &self.w;
            let mind = Mind { stability: w[rating - 1], difficulty: self.first_difficulty(rating) };
            return self.steps(mind, rating, 0, if rating > 2 { 1 } else { 2 }, &lot);
        };
        let recall = self.recall(question, mind, elapsed);
        if lot(0) < recall {
            let rating = 1 + pick(lot(1), &RECALLED);
            let mind = self.recalled(mind, recall, rating);
            return Reply { rating, seconds: SECONDS[1][rating - 1] * QUICKER, mind };
        }
        let mut reply = self.steps(self.lapsed(mind, recall), 1, 2, 1, &lot);
        // The failed review itself was seen as a review.
        reply.seconds += (SECONDS[1][0] - SECONDS[2][0]) * QUICKER;
        reply
    }

    /// The answers that follow on the same day, until `right` of them in a row are right.
    fn steps(
        &self,
        mut mind: Mind,
        first: usize,
        state: usize,
        right: u32,
        lot: &dyn Fn(u64) -> f64,
    ) -> Reply {
        let (mut rating, mut row) = (first, 0);
        let mut seconds = SECONDS[state][first - 1];
        let follow = if state == 0 { &LEARNING } else { &RELEARNING };
        for step in 0..5 {
            if row >= right || rating >= 4 {
                break;
            }
            rating = 1 + pick(lot(2 + step), &follow[rating - 1]);
            if self.kind == Kind::Odd {
                mind = self.same_day(mind, rating);
            }
            seconds += SECONDS[state][rating - 1];
            match rating {
                1 => row = 0,
                2 => {}
                _ => row += 1,
            }
        }
        Reply { rating: first, seconds: seconds * QUICKER, mind }
    }

    fn recalled(&self, mind: Mind, recall: f64, rating: usize) -> Mind {
        let (w, Mind { stability: s, difficulty: d }) = (&self.w, mind);
        let grade = if rating == 2 { w[15] } else { 1.0 } * if rating == 4 { w[16] } else { 1.0 };
        let growth = w[8].exp() * (11.0 - d) * s.powf(-w[9]) * (((1.0 - recall) * w[10]).exp() - 1.0) * grade;
        self.after(s * (1.0 + growth), d, rating)
    }

    fn lapsed(&self, mind: Mind, recall: f64) -> Mind {
        let (w, Mind { stability: s, difficulty: d }) = (&self.w, mind);
        let left = w[11] * d.powf(-w[12]) * ((s + 1.0).powf(w[13]) - 1.0) * ((1.0 - recall) * w[14]).exp();
        self.after(left.min(s / (w[17] * w[18]).exp()), d, 1)
    }

    fn same_day(&self, mind: Mind, rating: usize) -> Mind {
        let (w, s) = (&self.w, mind.stability);
        let change = (w[17] * (rating as f64 - 3.0 + w[18])).exp() * s.powf(-w[19]);
        self.after(s * if rating >= 2 { change.max(1.0) } else { change }, mind.difficulty, rating)
    }

    fn after(&self, stability: f64, d: f64, rating: usize) -> Mind {
        let w = &self.w;
        let moved = d - w[6] * (rating as f64 - 3.0) * (10.0 - d) / 9.0;
        let back = w[7] * (w[4] - (w[5] * 3.0).exp() + 1.0) + (1.0 - w[7]) * moved;
        Mind { stability: stability.clamp(0.001, 36_500.0), difficulty: back.clamp(1.0, 10.0) }
    }

    fn first_difficulty(&self, rating: usize) -> f64 {
        (self.w[4] - (self.w[5] * (rating as f64 - 1.0)).exp() + 1.0).clamp(1.0, 10.0)
    }
}

fn pick(lot: f64, shares: &[f64; 4]) -> usize {
    let mut sum = 0.0;
    shares
        .iter()
        .position(|share| {
            sum += share;
            lot < sum
        })
        .unwrap_or(3)
}
