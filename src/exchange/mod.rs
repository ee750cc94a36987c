//! Bytes that come from elsewhere and go elsewhere, and the values they stand for. Pure: files are read and written
//! by the edge.

pub mod log;
pub mod sync;
