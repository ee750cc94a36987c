//! A small grid over memories, so that a plan can look up instead of computing anew.
//!
//! Values are kept at [`NODES`] memories and read between them: linear in difficulty and in the logarithm of
//! stability, along which they are smooth.

use crate::memory::Memory;

/// Nodes along stability.
const STABILITIES: usize = 24;

/// Nodes along difficulty, from 1 to 10.
const DIFFICULTIES: usize = 4;

/// The lowest and highest stability in days; beyond them values hardly change.
const LOWEST: f32 = 0.03;
const HIGHEST: f32 = 1500.0;

/// How many memories there are.
pub(super) const NODES: usize = STABILITIES * DIFFICULTIES;

/// A place between four nodes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Spot {
    /// The node with the lower stability and difficulty.
    corner: u32,
    /// How far to the next stability, 0 to 1.
    along: f32,
    /// How far to the next difficulty, 0 to 1.
    across: f32,
}

impl Spot {
    /// Where `memory` lies; what is outside counts as the edge.
    pub(super) fn of(memory: Memory) -> Self {
        let share = (memory.stability.clamp(LOWEST, HIGHEST) / LOWEST).ln() / (HIGHEST / LOWEST).ln();
        let (row, along) = split(share * (STABILITIES - 1) as f32, STABILITIES);
        let share = (memory.difficulty.clamp(1.0, 10.0) - 1.0) / 9.0;
        let (column, across) = split(share * (DIFFICULTIES - 1) as f32, DIFFICULTIES);
        Self { corner: (row * DIFFICULTIES + column) as u32, along, across }
    }

    /// The value here of `slab`, which has one for each node; 0 if it is too short.
    #[inline]
    pub(super) fn read(self, slab: &[f32]) -> f32 {
        let corner = self.corner as usize;
        let Some(&[a, b, .., c, d]) = slab.get(corner..corner + DIFFICULTIES + 2) else { return 0.0 };
        let (low, high) = (a + (b - a) * self.across, c + (d - c) * self.across);
        low + (high - low) * self.along
    }
}

/// The node at or before `position`, with one after it, and the rest.
fn split(position: f32, nodes: usize) -> (usize, f32) {
    let node = (position as usize).min(nodes - 2);
    (node, position - node as f32)
}

/// The memories of the nodes, in order.
pub(super) fn nodes() -> impl Iterator<Item = Memory> {
    (0..NODES).map(|node| {
        let (row, column) = (node / DIFFICULTIES, node % DIFFICULTIES);
        let share = row as f32 / (STABILITIES - 1) as f32;
        Memory {
            stability: LOWEST * (HIGHEST / LOWEST).powf(share),
            difficulty: 1.0 + 9.0 * column as f32 / (DIFFICULTIES - 1) as f32,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plane(memory: Memory) -> f32 {
        2.0 * memory.stability.ln() - 0.3 * memory.difficulty
    }

    #[test]
    fn nodes_are_read_back() {
        let slab: Vec<f32> = (0..NODES).map(|node| node as f32).collect();
        for (node, memory) in nodes().enumerate() {
            assert!((Spot::of(memory).read(&slab) - node as f32).abs() < 1e-2, "{memory:?}");
        }
        assert_eq!(Spot::of(Memory { stability: 1.0, difficulty: 5.0 }).read(&[]), 0.0);
    }

    proptest! {
        #[test]
        fn planes_are_exact_between_nodes(stability in LOWEST..HIGHEST, difficulty in 1.0f32..10.0) {
            let slab: Vec<f32> = nodes().map(plane).collect();
            let memory = Memory { stability, difficulty };
            prop_assert!((Spot::of(memory).read(&slab) - plane(memory)).abs() < 1e-3);
        }

        #[test]
        fn outside_is_the_edge(stability in 0.0f32..1e6, difficulty in -5.0f32..20.0) {
            let slab: Vec<f32> = nodes().map(plane).collect();
            let edge = Memory {
                stability: stability.clamp(LOWEST, HIGHEST), difficulty: difficulty.clamp(1.0, 10.0),
            };
            prop_assert_eq!(Spot::of(Memory { stability, difficulty }).read(&slab), Spot::of(edge).read(&slab));
        }
    }
}
