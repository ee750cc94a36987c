//! Shiken (試験, "exam"): quizzes and flashcards that get a person ready for an exam with the least study time.
//!
//! The modules in reading order. Each may use those above it, never those below;
//! `tests/it/tidy.rs` holds them to it.

// ── the ground: values everything speaks of ─────────────────────────────── pure
pub mod error;
pub mod text;
pub mod time;

// ── what is taught ──────────────────────────────────────────────────────── pure
pub mod deck;
pub mod judge;
pub mod question;
pub mod source;

// ── how it is remembered ────────────────────────────────────────────────── pure
pub mod event;
pub mod exam;
pub mod exchange;
pub mod memory;
pub mod plan;
pub mod session;
pub mod stats;

// ── the edge: everything that asks the machine ──────────────────────────── I/O
pub mod cli;
pub mod library;
pub mod store;
pub mod terminal;
pub mod world;
