use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

use serde::Serialize;

use super::Span;

/// What one stage found, in text order, with warnings about what it could not settle.
#[derive(Clone, Debug)]
pub struct Layer<T> {
    /// The annotations, in text order.
    pub items: Vec<T>,
    /// What could not be settled.
    pub warnings: Vec<Warning>,
    /// What was tried and why it won or lost; filled only when [`Document::explain`](super::Document) is set.
    pub trials: Vec<Trial>,
}

impl<T> Layer<T> {
    /// A layer of `items` with no warnings.
    pub fn of(items: Vec<T>) -> Layer<T> {
        Layer { items, warnings: Vec::new(), trials: Vec::new() }
    }

    /// The items with their ids.
    pub fn iter_ids(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.items.iter().enumerate().map(|(i, item)| (Id::new(i), item))
    }
}

impl<T> Default for Layer<T> {
    fn default() -> Self {
        Layer::of(Vec::new())
    }
}

impl<T> Index<Id<T>> for Layer<T> {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &self.items[id.index()]
    }
}

/// The place of an item in its layer. An `Id<Time>` cannot be passed where an `Id<Entity>` is wanted.
pub struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id of the item at `index`.
    pub fn new(index: usize) -> Id<T> {
        Id(index as u32, PhantomData)
    }

    /// The index of the item in its layer.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// The name of the rule or model that made an annotation, as `stage/rule`: `times/weekday-behind`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// A rule written in code.
    pub const fn new(name: &'static str) -> RuleId {
        RuleId(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for RuleId {
    /// A rule read from a data file.
    fn from(name: String) -> RuleId {
        RuleId(Cow::Owned(name))
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that a stage could not settle, or that was wrong with the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The words in question, if it is about words.
    pub span: Option<Span>,
    /// What is wrong, for people.
    pub message: String,
}

impl Warning {
    /// A warning about the page as a whole.
    pub fn page(message: impl Into<String>) -> Warning {
        Warning { span: None, message: message.into() }
    }
}

/// One rule tried at one place, for `dateline why`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The words that the rule looked at: a span of the text, or none if they are not in it.
    pub span: Option<Span>,
    /// The same words, as the rule saw them.
    pub quote: String,
    /// The rule.
    pub rule: RuleId,
    /// True if the rule decided.
    pub won: bool,
    /// Why it won or lost, for people: "`headline`: agrees with the title element".
    pub reason: String,
}
