//! Some readers of one archive, each used by one request at a time.
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dateline_archive::{Archive, Query};
use tokio::sync::Semaphore;

use crate::fail::Fail;

/// How long a request waits for its turn and for its answer.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Pool(Arc<Readers>);

struct Readers {
    name: String,
    idle: Mutex<Vec<Archive>>,
    turns: Arc<Semaphore>,
}

impl Pool {
    pub fn open(name: &str, readers: usize) -> dateline_archive::Result<Pool> {
        let readers = readers.max(1);
        let mut idle = Vec::new();
        // The first one tells at once whether the archive can be read; each learns the days of all articles before anybody waits.
        for _ in 0..readers {
            let mut archive = Archive::open_light(name)?;
            archive.wire(&Query::default(), 1, None)?;
            idle.push(archive);
        }
        Ok(Pool(Arc::new(Readers {
            name: name.to_owned(),
            idle: Mutex::new(idle),
            turns: Arc::new(Semaphore::new(readers)),
        })))
    }

    /// Runs something on a reader. Reading blocks, so it is done on a thread of its own.
    pub async fn with<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Archive) -> Result<T, Fail> + Send + 'static,
    ) -> Result<T, Fail> {
        let readers = self.0.clone();
        let work = async {
            let turn = readers.turns.clone().acquire_owned().await.map_err(|_| Fail::Busy)?;
            let work = tokio::task::spawn_blocking(move || {
                // The turn goes with the thread: one that is slow keeps it, though nobody waits for it any more.
                let _turn = turn;
                let mut archive = readers.take()?;
                let done = run(&mut archive);
                readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(archive);
                done
            });
            // A reader that panicked is gone, and the next request opens another.
            work.await.map_err(|error| Fail::Inside(error.to_string()))?
        };
        tokio::time::timeout(PATIENCE, work).await.map_err(|_| Fail::Busy)?
    }
}

impl Readers {
    fn take(&self) -> Result<Archive, Fail> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(archive) => Ok(archive),
            None => Ok(Archive::open_light(&self.name)?),
        }
    }
}
