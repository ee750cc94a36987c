//! Spreading intervals over neighbouring days, so that questions learnt together do not stay together and no
//! day is heavier than it must be.
//!
//! Pure: what is drawn comes from the question and the number of its review, so every device draws the same.

use std::ops::RangeInclusive;

use sha2::{Digest, Sha256};

use super::schedule::{Four, Future, Futures};
use crate::time::Day;

/// Intervals shorter than this many days are not spread.
const SHORTEST: f32 = 2.5;

/// How far an interval is spread to each side: a day, and this share of the part of it that lies between the
/// two numbers of days. These are the ranges that FSRS programs share.
const SHARES: [(f32, f32, f32); 3] = [(SHORTEST, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f32::INFINITY, 0.05)];

/// The whole numbers of days that an interval may become, within 1 to `max_days`. It grows with the interval:
/// neither end ever goes back.
pub fn range(interval_days: f32, max_days: u32) -> RangeInclusive<u32> {
    let max_days = max_days.max(1);
    let (low, high) = if interval_days < SHORTEST {
        (interval_days, interval_days)
    } else {
        let reach: f32 = SHARES
            .iter()
            .map(|(from, to, share)| share * (interval_days.min(*to) - from).max(0.0))
            .sum::<f32>()
            + 1.0;
        ((interval_days - reach).max(2.0), interval_days + reach)
    };
    whole(low, max_days)..=whole(high, max_days)
}

fn whole(days: f32, max_days: u32) -> u32 {
    (days.round() as u32).clamp(1, max_days)
}

/// The seed for the review with this number (counted from 0) of a question: the same on every machine.
pub fn seed(deck: &str, question: &str, review_number: u32) -> u64 {
    let mut hash = Sha256::new();
    hash.update(deck.as_bytes());
    // Text holds no such byte, so no two pairs of ids run together.
    hash.update([0xff]);
    hash.update(question.as_bytes());
    hash.update([0xff]);
    hash.update(review_number.to_le_bytes());
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(hash.finalize());
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// The day each rating would make the question due. `busy` says how many questions are due on a day already:
/// the lighter a day inside the fuzz range, the likelier it is drawn. The same seed draws the same day. A better
/// rating never comes back sooner, and comes back later where its range leaves room.
pub fn dues(futures: &Futures, today: Day, max_days: u32, seed: u64, busy: &dyn Fn(Day) -> u32) -> Four<Day> {
    let pick = |future: &Future, after: u32| {
        let days = range(future.interval_days, max_days);
        let low = (*days.start()).max(after.saturating_add(1)).min(*days.end());
        draw(low..=*days.end(), today, seed, busy)
    };
    let again = pick(&futures.again, 0);
    let hard = pick(&futures.hard, again);
    let good = pick(&futures.good, hard);
    let easy = pick(&futures.easy, good);
    Four { again: today.plus(again), hard: today.plus(hard), good: today.plus(good), easy: today.plus(easy) }
}

/// Nobody is busy: the draw depends on the seed alone, so every device agrees on it whatever else it knows.
pub fn idle(_: Day) -> u32 {
    0
}

/// Draws a day by weight. A day's weight falls with the square of its load, so that the lightest mostly wins; it
/// falls with the length of the interval too, for later days are nearly always emptier, and the lightest day
/// alone would make every interval longer than the memory model wants it.
fn draw(days: RangeInclusive<u32>, today: Day, seed: u64, busy: &dyn Fn(Day) -> u32) -> u32 {
    if days.start() == days.end() {
        return *days.start();
    }
    let weight = |day: u32| {
        let load = 1.0 + f64::from(busy(today.plus(day)));
        1.0 / (load * load * f64::from(day.max(1)))
    };
    let total: f64 = days.clone().map(weight).sum();
    let mut left = total * share(seed);
    for day in days.clone() {
        left -= weight(day);
        if left < 0.0 {
            return day;
        }
    }
    *days.end()
}

/// A seed as a number from 0 to below 1.
fn share(seed: u64) -> f64 {
    (seed >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Memory;
    use crate::question::ask::Rating;
    use proptest::prelude::*;

    fn futures(days: [f32; 4]) -> Futures {
        let [again, hard, good, easy] = days.map(|interval_days| Future {
            memory: Memory { stability: interval_days, difficulty: 5.0 },
            interval_days,
        });
        Four { again, hard, good, easy }
    }

    #[test]
    fn short_intervals_are_not_spread_and_long_ones_ever_more() {
        let ends = |days| (*range(days, 36_500).start(), *range(days, 36_500).end());
        assert_eq!(ends(1.0), (1, 1));
        assert_eq!(ends(2.49), (2, 2));
        assert_eq!(ends(2.5), (2, 4));
        assert_eq!(ends(7.0), (5, 9)); // 1 + 0.15 × 4.5 = 1.675
        assert_eq!(ends(20.0), (17, 23)); // 1 + 0.675 + 1.3 = 2.975
        assert_eq!(ends(100.0), (93, 107)); // 2.975 + 4 = 6.975
        assert_eq!(*range(100.0, 95).end(), 95);
        assert_eq!(range(100.0, 50), 50..=50);
    }

    #[test]
    fn the_seed_is_the_same_for_ever() {
        assert_eq!(seed("jp-cyber", "basic-act", 0), 4_310_363_007_975_320_987);
        assert_ne!(seed("ab", "c", 0), seed("a", "bc", 0));
        assert_ne!(seed("a", "b", 0), seed("a", "b", 1));
    }

    #[test]
    fn the_empty_day_is_drawn_most() {
        let four = futures([1.0, 1.0, 10.0, 10.0]);
        let today = Day(100);
        let busy = |day: Day| if day == Day(111) { 0 } else { 9 };
        let hits = (0..1000)
            .filter(|n| dues(&four, today, 36_500, seed("d", "q", *n), &busy).good == Day(111))
            .count();
        assert!(hits > 900, "{hits}");
    }

    /// The mean of what `interval` becomes, as a share more or less than it.
    fn drift(interval: f32, busy: &dyn Fn(Day) -> u32) -> f64 {
        let four = futures([1.0, interval, interval, interval]);
        let drawn = |n| f64::from(dues(&four, Day(0), 36_500, seed("d", "q", n), busy).hard.0);
        (0..4000).map(drawn).sum::<f64>() / 4000.0 / f64::from(interval) - 1.0
    }

    #[test]
    fn intervals_keep_their_length_on_average() {
        for interval in [3.0, 10.0, 30.0, 100.0] {
            let (none, fading) = (drift(interval, &idle), drift(interval, &|day| 600 / day.0 as u32));
            assert!(none.abs() < 0.08, "{interval}: {none}");
            assert!(fading.abs() < 0.08, "{interval}: {fading}");
        }
    }

    proptest! {
        #[test]
        fn ranges_never_go_back(days in 1.0f32..40_000.0, more in 0.0f32..50.0) {
            let (near, far) = (range(days, 36_500), range(days + more, 36_500));
            prop_assert!(near.start() <= far.start() && near.end() <= far.end());
            prop_assert!(near.start() >= &1 && near.end() <= &36_500);
        }

        #[test]
        fn no_better_rating_comes_sooner(
            mut days in prop::array::uniform4(1.0f32..400.0), loads in prop::collection::vec(0u32..50, 32),
            max_days in 1u32..500, seed: u64,
        ) {
            days.sort_by(f32::total_cmp);
            let busy = |day: Day| loads[day.0 as usize % loads.len()];
            let four = futures(days);
            let picked = dues(&four, Day(0), max_days, seed, &busy);
            let order = Rating::ALL.map(|rating| *picked.of(rating));
            prop_assert!(order.is_sorted());
            for rating in Rating::ALL {
                let day = picked.of(rating).0 as u32;
                prop_assert!(range(four.of(rating).interval_days, max_days).contains(&day));
            }
            prop_assert_eq!(picked, dues(&four, Day(0), max_days, seed, &busy));
        }
    }
}
