//! Many pages at once: several hosts at the same time, each of them in turn.
use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::fetcher::{Fetched, Fetcher, Request};
use crate::turns::Turns;
use crate::{Error, address};

impl Fetcher {
    /// Fetches many addresses, from several hosts at a time, and hands out each result as it comes, with the number of its
    /// request. The requests to one host are sent in the order given. [`ControlFlow::Break`] ends it: what is under way
    /// is finished and not handed out.
    ///
    /// At most as many results wait as there are hosts at a time, so that a slow reader slows the fetching down.
    pub fn fetch_all(
        &self,
        requests: &[Request],
        mut each: impl FnMut(usize, Result<Fetched, Error>) -> ControlFlow<()>,
    ) {
        let queue = Queue::new(requests);
        let threads = self.settings().hosts.clamp(1, 64).min(queue.len());
        let (to_reader, results) = sync_channel(threads.max(1));
        thread::scope(|scope| {
            for _ in 0..threads {
                let (queue, to_reader) = (&queue, to_reader.clone());
                scope.spawn(move || {
                    while let Some((host, number)) = queue.next(self.turns()) {
                        let result = self.fetch(&requests[number]);
                        queue.done(host);
                        if to_reader.send((number, result)).is_err() {
                            queue.stop();
                        }
                    }
                });
            }
            drop(to_reader);
            for (number, result) in &results {
                if each(number, result).is_break() {
                    queue.stop();
                    break;
                }
            }
            // Whoever still waits to hand in a result must see that nobody takes it.
            drop(results);
        });
    }
}

/// What is still to be fetched, by host.
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// A host that is being asked is taken out, and put back if it has more.
    idle: BTreeMap<String, VecDeque<usize>>,
    asked: BTreeMap<String, VecDeque<usize>>,
}

impl Queue {
    fn new(requests: &[Request]) -> Queue {
        let mut idle: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (number, request) in requests.iter().enumerate() {
            // What is no address fails at once, under a name that no host has.
            let url = address::check(&request.url, None);
            let host = url.as_ref().map_or("", |url| address::host(url));
            idle.entry(host.to_owned()).or_default().push_back(number);
        }
        Queue { state: Mutex::new(State { idle, asked: BTreeMap::new() }), changed: Condvar::new() }
    }

    /// How many hosts there are.
    fn len(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).idle.len()
    }

    /// The host whose turn comes first, and its next request; none when nothing is left.
    fn next(&self, turns: &Turns) -> Option<(String, usize)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let first =
                state.idle.keys().min_by_key(|host| turns.missing(host).unwrap_or(Duration::MAX)).cloned();
            if let Some((host, mut numbers)) = first.and_then(|host| state.idle.remove_entry(&host))
                && let Some(number) = numbers.pop_front()
            {
                state.asked.insert(host.clone(), numbers);
                return Some((host, number));
            }
            if state.idle.is_empty() && state.asked.is_empty() {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, host: String) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(numbers) = state.asked.remove(&host)
            && !numbers.is_empty()
        {
            state.idle.insert(host, numbers);
        }
        drop(state);
        self.changed.notify_all();
    }

    fn stop(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.idle.clear();
        state.asked.values_mut().for_each(VecDeque::clear);
        drop(state);
        self.changed.notify_all();
    }
}
