use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far a run is, on standard error, for someone who waits for it at a terminal; gone when the run is over.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    shown: Once,
}

/// Nobody waits for what takes no longer.
const PATIENCE: Duration = Duration::from_millis(500);

impl Progress {
    /// Of a run over so many briefs.
    pub(super) fn new(briefs: usize) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(briefs as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("[{bar:30}] {pos} of {len} briefs") {
            bar.set_style(style.progress_chars("=> "));
        }
        Progress { bar, start: Instant::now(), shown: Once::new() }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        if self.start.elapsed() > PATIENCE {
            // Where standard error is no terminal, this draws nothing.
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
