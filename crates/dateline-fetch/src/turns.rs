//! Whose turn it is: one request a host at a time, with a pause behind each.
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Clock;

/// Hosts that need no pause any more are forgotten when there are more than this.
const KEPT: usize = 4096;

/// The turns of all hosts.
#[derive(Debug)]
pub struct Turns {
    clock: Arc<dyn Clock>,
    gap: Duration,
    patience: Duration,
    hosts: Mutex<HashMap<String, Host>>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Host {
    busy: bool,
    /// Not before this, as it was said at `since`.
    next: Duration,
    since: Duration,
    /// What its robots.txt asks for.
    delay: Duration,
}

/// The right to send one request to a host; it ends when this is dropped.
#[derive(Debug)]
pub struct Turn<'a> {
    turns: &'a Turns,
    host: String,
}

impl Turns {
    pub fn new(clock: Arc<dyn Clock>, gap: Duration, patience: Duration) -> Turns {
        Turns { clock, gap, patience, hosts: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits until the host may be asked; the time that is missing if that is more than is waited.
    pub fn take(&self, host: &str) -> Result<Turn<'_>, Duration> {
        let mut hosts = self.hosts();
        while hosts.get(host).is_some_and(|h| h.busy) {
            hosts = self.freed.wait(hosts).unwrap_or_else(PoisonError::into_inner);
        }
        let now = self.clock.now();
        if hosts.len() > KEPT {
            hosts.retain(|_, host| host.busy || host.missing(now) > Duration::ZERO);
        }
        let state = hosts.entry(host.to_owned()).or_default();
        let missing = state.missing(now);
        if missing > self.patience {
            return Err(missing);
        }
        state.busy = true;
        drop(hosts);
        let turn = Turn { turns: self, host: host.to_owned() };
        if missing > Duration::ZERO {
            self.clock.sleep(missing);
        }
        Ok(turn)
    }

    /// The time until a host may be asked, as far as is known now; none while it is being asked.
    pub fn missing(&self, host: &str) -> Option<Duration> {
        match self.hosts().get(host) {
            Some(state) if state.busy => None,
            Some(state) => Some(state.missing(self.clock.now())),
            None => Some(Duration::ZERO),
        }
    }

    /// Asks the host not before this time has passed.
    pub fn pause(&self, host: &str, time: Duration) {
        let now = self.clock.now();
        let mut hosts = self.hosts();
        let state = hosts.entry(host.to_owned()).or_default();
        if time > state.missing(now) {
            (state.next, state.since) = (now.saturating_add(time), now);
        }
    }

    /// Sets the pause that the host asks for behind every request.
    pub fn delay(&self, host: &str, delay: Duration) {
        self.hosts().entry(host.to_owned()).or_default().delay = delay;
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host {
    fn missing(&self, now: Duration) -> Duration {
        // A clock that was set back must not make the wait longer than it was meant to be.
        self.next.saturating_sub(now.max(self.since))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let now = self.turns.clock.now();
        let mut hosts = self.turns.hosts();
        if let Some(state) = hosts.get_mut(&self.host) {
            state.busy = false;
            let pause = state.delay.max(self.turns.gap);
            if pause > state.missing(now) {
                (state.next, state.since) = (now.saturating_add(pause), now);
            }
        }
        drop(hosts);
        self.turns.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestClock;

    fn turns() -> (Arc<TestClock>, Turns) {
        let clock = Arc::new(TestClock::default());
        let turns = Turns::new(clock.clone(), Duration::from_secs(1), Duration::from_secs(100));
        (clock, turns)
    }

    fn slept(clock: &TestClock) -> Vec<u64> {
        clock.slept().iter().map(Duration::as_secs).collect()
    }

    #[test]
    fn the_next_request_waits_for_the_gap_and_other_hosts_do_not() {
        let (clock, turns) = turns();
        for host in ["a", "b", "a", "b"] {
            drop(turns.take(host).unwrap());
        }
        assert_eq!(slept(&clock), [1]); // it was b's gap too
        turns.delay("a", Duration::from_secs(7));
        drop(turns.take("a").unwrap());
        drop(turns.take("a").unwrap());
        assert_eq!(slept(&clock), [1, 1, 7]);
    }

    #[test]
    fn who_would_wait_too_long_is_told_how_long() {
        let (clock, turns) = turns();
        turns.pause("a", Duration::from_secs(50));
        drop(turns.take("a").unwrap());
        turns.pause("a", Duration::from_secs(500));
        turns.pause("a", Duration::from_secs(5)); // does not shorten it
        assert_eq!(turns.take("a").unwrap_err(), Duration::from_secs(500));
        assert_eq!(slept(&clock), [50]);
        clock.sleep(Duration::from_secs(450));
        drop(turns.take("a").unwrap());
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_one_wait_longer() {
        let (clock, turns) = turns();
        drop(turns.take("a").unwrap());
        clock.set(Duration::ZERO);
        drop(turns.take("a").unwrap());
        assert_eq!(slept(&clock), [1]);
    }

    #[test]
    fn a_host_that_is_asked_is_not_asked_again() {
        let (_, turns) = turns();
        let turn = turns.take("a").unwrap();
        assert_eq!(turns.missing("a"), None);
        assert_eq!(turns.missing("b"), Some(Duration::ZERO));
        std::thread::scope(|scope| {
            let other = scope.spawn(|| drop(turns.take("a").unwrap()));
            drop(turn);
            other.join().unwrap();
        });
        assert_eq!(turns.missing("a"), Some(Duration::from_secs(1)));
    }
}
