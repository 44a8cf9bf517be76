use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The links that were seen, and the day on which each was last named. An address counts by its hash, one that nobody can
/// choose, so that no feed can hide the links of another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    links: BTreeMap<u64, u32>,
    /// The day on which old ones were last forgotten.
    forgot: u32,
}

impl Seen {
    /// True if the link was not seen before.
    pub fn insert(&mut self, url: &str, now: u64) -> bool {
        self.links.insert(hash(url), day(now)).is_none()
    }

    /// Forgets, once a day, what no feed has named for so many days.
    pub fn forget(&mut self, now: u64, days: u32) {
        let today = day(now);
        if today != self.forgot {
            self.links.retain(|_, named| today.saturating_sub(*named) <= days);
            self.forgot = today;
        }
    }
}

fn day(now: u64) -> u32 {
    u32::try_from(now / 86_400).unwrap_or(u32::MAX)
}

fn hash(url: &str) -> u64 {
    let digest = Sha256::digest(url);
    digest.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_feed_names_any_more_is_forgotten() {
        let mut seen = Seen::default();
        assert!(seen.insert("a", 0));
        assert!(seen.insert("b", 0));
        assert!(!seen.insert("a", 50 * 86_400));
        seen.forget(61 * 86_400, 60);
        assert!(!seen.insert("a", 61 * 86_400));
        assert!(seen.insert("b", 61 * 86_400));
    }
}
