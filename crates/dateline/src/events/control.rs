//! Verbs that carry an event noun, and whose subject does what another verb says: `data/events/control.toml`.
use std::collections::HashSet;

use serde::Deserialize;

use crate::lexicon::{Data, Error};

/// The lists, by dictionary form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Control {
    light: HashSet<String>,
    commands: HashSet<String>,
    commits: HashSet<String>,
    plans: HashSet<String>,
    times: HashSet<String>,
    hosts: HashSet<String>,
    grounds: HashSet<String>,
    places: HashSet<String>,
    venues: HashSet<String>,
    apart: HashSet<String>,
}

impl Control {
    pub fn load(data: &Data) -> Result<Control, Error> {
        data.toml("events/control.toml")
    }

    /// A verb that only carries an event noun: "hold" talks.
    pub fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    /// A verb whose object does what the next verb says: "order" troops to fire.
    pub fn commands(&self, lemma: &str) -> bool {
        self.commands.contains(lemma)
    }

    /// A verb with an object whose subject does what the next verb says: "promised" Peru to withdraw.
    pub fn commits(&self, lemma: &str) -> bool {
        self.commits.contains(lemma)
    }

    /// A noun that names a time, where the text gives no day to count from.
    pub fn is_time(&self, lemma: &str) -> bool {
        self.times.contains(lemma)
    }

    /// A noun before which an event noun still tells of the event: "murder" trial, not "riot" gear.
    pub fn is_host(&self, lemma: &str) -> bool {
        self.hosts.contains(lemma)
    }

    /// A noun for a piece of ground: what happens in the Peruvian "province" happens in Peru.
    pub fn is_ground(&self, lemma: &str) -> bool {
        self.grounds.contains(lemma)
    }

    /// A preposition before the place where something happens: "into" Peru.
    pub fn is_where(&self, word: &str) -> bool {
        self.places.contains(word)
    }

    /// A preposition before the place where something is said: "in" Peru, but not "against" it.
    pub fn is_venue(&self, word: &str) -> bool {
        self.venues.contains(word)
    }

    /// A preposition before another event, with its own day: met on Monday "over" the killing.
    pub fn sets_apart(&self, word: &str) -> bool {
        self.apart.contains(word)
    }

    /// A noun that names an intention: the "plan" to withdraw is its owner's.
    pub fn is_plan(&self, lemma: &str) -> bool {
        self.plans.contains(lemma)
    }
}
