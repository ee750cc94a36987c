//! Work on two threads, with results that do not depend on it.

use std::panic::resume_unwind;
use std::thread;

/// What `work` makes of each of `items`, in their order; every other one is made on a second thread, so that equal
/// neighbours are shared evenly.
pub(super) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < 2 {
        return items.iter().map(work).collect();
    }
    let half = |from: usize| items.iter().skip(from).step_by(2).map(&work).collect::<Vec<R>>();
    let (one, other) = thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        (half(0), other.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let mut other = other.into_iter();
    one.into_iter().flat_map(|own| [Some(own), other.next()]).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn the_order_is_that_of_the_items() {
        for count in 0..7 {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(
                each(&items, |item| item * item),
                items.iter().map(|item| item * item).collect::<Vec<_>>()
            );
        }
    }
}
