//! A clock for tests: time passes only by sleeping.
use std::sync::Mutex;
use std::time::Duration;

use crate::Clock;

/// It begins on 2023-09-05 at 05:13.
#[derive(Debug)]
pub struct TestClock {
    now: Mutex<Duration>,
    slept: Mutex<Vec<Duration>>,
}

impl Default for TestClock {
    fn default() -> TestClock {
        TestClock { now: Mutex::new(Duration::from_secs(1_693_890_780)), slept: Mutex::default() }
    }
}

impl TestClock {
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }

    pub fn set(&self, now: Duration) {
        *self.now.lock().unwrap() = now;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn sleep(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
        self.slept.lock().unwrap().push(time);
    }
}
