//! A fault in brieflint costs one brief, not the run.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Linter;

/// The work on a brief ended in a fault of brieflint's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault;

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("brieflint failed on this file; please report it with the file")
    }
}

impl std::error::Error for Fault {}

impl Linter {
    /// Does work on one brief. After a fault the linter has forgotten everything, and goes on.
    ///
    /// # Errors
    /// When the work panics.
    pub fn guard<T>(&mut self, work: impl FnOnce(&mut Linter) -> T) -> Result<T, Fault> {
        let done = catch_unwind(AssertUnwindSafe(|| work(&mut *self)));
        done.map_err(|_| {
            self.forget();
            Fault
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_an_error_and_no_end() {
        let mut linter = Linter::default();
        assert_eq!(linter.guard(|_| -> u8 { panic!("a fault for this test") }), Err(Fault));
        assert_eq!(linter.guard(|_| 1), Ok(1));
    }
}
