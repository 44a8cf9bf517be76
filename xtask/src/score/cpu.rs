//! A stopwatch that stands still while other processes run.

/// The CPU time that this process has used, on whatever thread, user and system, in milliseconds.
///
/// Scores are taken on machines that do other things too, where the wall clock says little.
#[cfg(unix)]
pub fn process_ms() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// The wall clock, where there is no better one.
#[cfg(not(unix))]
pub fn process_ms() -> f64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
}
