//! Scoring several answers at once: choices, orders, and lists in any order.
//!
//! Each function takes what was matched already and returns a score from 0 to 1; comparing single texts is left to
//! [`super::text`].

/// Several right options: hits/right − false/wrong, never below 0. With nothing wrong to pick only hits count.
pub fn choices(hits: usize, right: usize, false_picks: usize, wrong: usize) -> f64 {
    (share(hits, right) - share(false_picks, wrong)).clamp(0.0, 1.0)
}

/// A part of a whole; of nothing, 0.
pub fn share(part: usize, whole: usize) -> f64 {
    // Counts come from one response and are far below 2^52.
    #[allow(clippy::cast_precision_loss)]
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The mean; of nothing, 0.
pub fn mean(scores: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = scores.len();
    let sum: f64 = scores.sum();
    if count == 0 { 0.0 } else { (sum * share(1, count)).clamp(0.0, 1.0) }
}

/// Kendall's tau of an order, never below 0: (pairs in order − pairs in reverse) / all pairs.
///
/// `places` gives for each item, in the right order, where the student put it; `None` is left out, and its pairs
/// count for nothing. Guessing five items gives 0.16 on average, where the share of right pairs gives 0.50.
pub fn order(places: &[Option<usize>]) -> f64 {
    let pairs = places.len() * places.len().saturating_sub(1) / 2;
    let (mut forward, mut backward) = (0, 0);
    for (at, earlier) in places.iter().enumerate() {
        for later in places.iter().skip(at + 1) {
            match (earlier, later) {
                (Some(a), Some(b)) if a < b => forward += 1,
                (Some(a), Some(b)) if a > b => backward += 1,
                _ => {}
            }
        }
    }
    (share(forward, pairs) - share(backward, pairs)).clamp(0.0, 1.0)
}

/// The best one-to-one assignment: for each row the column it is given, so that the sum of the scores is the
/// highest possible. Rows without a score above 0 get none.
///
/// The Hungarian method with potentials, in O(rows² × columns) after padding; see Kuhn (1955) and the shortest
/// augmenting path form of Jonker and Volgenant (1987).
pub fn assign(scores: &[Vec<f64>]) -> Vec<Option<usize>> {
    let columns = scores.iter().map(Vec::len).max().unwrap_or(0).max(scores.len());
    let score =
        |row: usize, column: usize| scores.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0);
    let mut solver = Assignment::new(scores.len(), columns);
    for row in 1..=scores.len() {
        solver.place(row, |row, column| -score(row - 1, column - 1));
    }
    let mut given = vec![None; scores.len()];
    for (column, row) in solver.row_of.iter().enumerate().skip(1) {
        if let Some(slot) = row.checked_sub(1).and_then(|row| given.get_mut(row)) {
            *slot = Some(column - 1).filter(|&column| score(row - 1, column) > 0.0);
        }
    }
    given
}

/// Rows and columns count from 1; 0 stands for none.
struct Assignment {
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    row_of: Vec<usize>,
}

// Every index is a row or column number below the lengths set in `new`.
#[allow(clippy::indexing_slicing)]
impl Assignment {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            row_price: vec![0.0; rows + 1],
            column_price: vec![0.0; columns + 1],
            row_of: vec![0; columns + 1],
        }
    }

    /// Finds a column for one more row, moving earlier rows along the cheapest path.
    fn place(&mut self, row: usize, cost: impl Fn(usize, usize) -> f64) {
        let size = self.column_price.len();
        let mut cheapest = vec![f64::INFINITY; size];
        let mut came_from = vec![0; size];
        let mut done = vec![false; size];
        self.row_of[0] = row;
        let mut column = 0;
        while self.row_of[column] != 0 {
            done[column] = true;
            let current = self.row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..size).filter(|&other| !done[other]) {
                let reduced = cost(current, other) - self.row_price[current] - self.column_price[other];
                if reduced < cheapest[other] {
                    cheapest[other] = reduced;
                    came_from[other] = column;
                }
                if cheapest[other] < step {
                    step = cheapest[other];
                    next = other;
                }
            }
            for other in 0..size {
                if done[other] {
                    self.row_price[self.row_of[other]] += step;
                    self.column_price[other] -= step;
                } else {
                    cheapest[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            let previous = came_from[column];
            self.row_of[column] = self.row_of[previous];
            column = previous;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn picking_everything_earns_nothing() {
        assert_eq!(choices(2, 2, 0, 3), 1.0);
        assert_eq!(choices(2, 2, 3, 3), 0.0);
        assert_eq!(choices(1, 2, 0, 3), 0.5);
        assert_eq!(choices(0, 2, 1, 3), 0.0);
        assert_eq!(choices(1, 1, 0, 0), 1.0);
    }

    #[test]
    fn tau_of_all_orders_of_five() {
        assert_eq!(order(&[Some(0), Some(1), Some(2)]), 1.0);
        assert_eq!(order(&[Some(2), Some(1), Some(0)]), 0.0);
        assert!((order(&[Some(1), Some(0), Some(2)]) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(order(&[Some(0), None, None]), 0.0);
        let mut sum = 0.0;
        let mut count = 0.0;
        for code in 0..3125_usize {
            let places: Vec<usize> = (0..5).map(|digit| code / 5_usize.pow(digit) % 5).collect();
            if (0..5).all(|place| places.contains(&place)) {
                sum += order(&places.into_iter().map(Some).collect::<Vec<_>>());
                count += 1.0;
            }
        }
        assert!((sum / count - 0.16_f64).abs() < 0.01, "guessing gives {}", sum / count);
    }

    #[test]
    fn the_best_assignment_is_not_the_greedy_one() {
        assert_eq!(assign(&[vec![1.0, 0.9], vec![1.0, 0.0]]), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![0.0, 0.0], vec![0.0, 1.0], vec![0.0, 1.0]]).iter().flatten().count(), 1);
        assert_eq!(assign(&[]), []);
    }

    fn best(scores: &[Vec<f64>], row: usize, used: &mut Vec<usize>) -> f64 {
        let Some(columns) = scores.get(row) else { return 0.0 };
        let mut top = best(scores, row + 1, used);
        for (column, score) in columns.iter().enumerate() {
            if !used.contains(&column) {
                used.push(column);
                top = top.max(score + best(scores, row + 1, used));
                used.pop();
            }
        }
        top
    }

    proptest! {
        #[test]
        fn it_is_the_best(scores in (0usize..5, 1usize..5).prop_flat_map(|(rows, columns)|
            prop::collection::vec(prop::collection::vec(prop::sample::select(vec![0.0, 0.3, 0.9, 1.0]), columns), rows)))
        {
            let given = assign(&scores);
            let sum: f64 = given.iter().enumerate().filter_map(|(row, column)| column.map(|column| scores[row][column])).sum();
            prop_assert!((sum - best(&scores, 0, &mut Vec::new())).abs() < 1e-9);
            let mut columns: Vec<_> = given.iter().flatten().collect();
            columns.sort();
            columns.dedup();
            prop_assert_eq!(columns.len(), given.iter().flatten().count());
        }
    }
}
