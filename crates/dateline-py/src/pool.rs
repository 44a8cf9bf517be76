//! Threads that read pages, and hand back what came of them in the order in which the pages came.
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use dateline::read::Input;
use pyo3::prelude::*;

/// How long Python waits for a page before it looks whether somebody has pressed Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// Some threads and the pages that they have in hand: at most [`Pool::room`] at a time.
pub struct Pool<T> {
    work: SyncSender<(u64, Input)>,
    done: Mutex<Receiver<(u64, T)>>,
    early: BTreeMap<u64, T>,
    taken: u64,
    due: u64,
    most: u64,
    stop: Arc<AtomicBool>,
}

impl<T: Send + 'static> Pool<T> {
    /// Threads that turn pages into something by `read`.
    pub fn new(jobs: usize, read: impl Fn(Input) -> T + Send + Sync + 'static) -> Pool<T> {
        let jobs = jobs.clamp(1, 256);
        let most = 4 * jobs;
        let (work, pages) = sync_channel::<(u64, Input)>(most);
        let (out, done) = sync_channel(most);
        let (pages, read, stop) =
            (Arc::new(Mutex::new(pages)), Arc::new(read), Arc::new(AtomicBool::new(false)));
        for _ in 0..jobs {
            let (pages, read, out, stop) = (pages.clone(), read.clone(), out.clone(), stop.clone());
            thread::spawn(move || {
                loop {
                    let next = pages.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, page)) = next else { return };
                    if stop.load(Ordering::Relaxed) || out.send((number, read(page))).is_err() {
                        return;
                    }
                }
            });
        }
        Pool {
            work,
            done: Mutex::new(done),
            early: BTreeMap::new(),
            taken: 0,
            due: 0,
            most: most as u64,
            stop,
        }
    }

    /// True if another page may come.
    pub fn room(&self) -> bool {
        self.taken - self.due < self.most
    }

    /// True if nothing is in hand.
    pub fn is_idle(&self) -> bool {
        self.taken == self.due
    }

    /// Takes a page in hand.
    pub fn take(&mut self, page: Input) {
        // There is room for all that may be in hand, and the threads end after this end of the channel only.
        if self.work.send((self.taken, page)).is_ok() {
            self.taken += 1;
        }
    }

    /// Puts something between the pages, in its place.
    pub fn put(&mut self, instead: T) {
        self.early.insert(self.taken, instead);
        self.taken += 1;
    }

    /// True if what is due is there.
    pub fn is_ready(&mut self) -> bool {
        let done = self.done.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.early.extend(done.try_iter());
        self.early.contains_key(&self.due)
    }

    /// What is due next; none after some time, or if the threads are gone.
    fn wait(&mut self) -> Result<T, RecvTimeoutError> {
        let done = self.done.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(next) = self.early.remove(&self.due) {
                self.due += 1;
                return Ok(next);
            }
            let (number, next) = done.recv_timeout(PATIENCE)?;
            self.early.insert(number, next);
        }
    }

    /// What is due next. Other threads of Python go on while this one waits.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<T> {
        loop {
            match py.detach(|| self.wait()) {
                Ok(next) => return Ok(next),
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(crate::Error::new_err("the threads that read pages are gone"));
                }
            }
        }
    }
}

impl<T> Drop for Pool<T> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
