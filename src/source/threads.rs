//! How much is done at a time.

use std::num::NonZero;
use std::thread::available_parallelism;

/// The threads that may run at the same time: `RAYON_NUM_THREADS`, or as many as there are cores for this process.
#[must_use]
pub fn threads() -> usize {
    let wanted = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok());
    wanted.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get)
}
