//! What happens to the stories of articles.
use crate::ArticleId;

/// A story's number: the hash of the key of its first article, so that archives fed alike number alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub i64);

/// An article that has come to a story, or has gone from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The article.
    pub article: ArticleId,
    /// The story that it was in.
    pub from: Option<StoryId>,
    /// The story that it is in now.
    pub to: StoryId,
    /// Why.
    pub reason: Reason,
}

/// Why an article is in another story than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is the first of its story.
    Created,
    /// It has come to a story that was there.
    Joined,
    /// Its story has become part of another.
    Merged,
    /// A part of its story has become one of its own.
    Split,
    /// It fits another story better.
    Moved,
}

impl Reason {
    /// The name in an archive.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Created => "created",
            Reason::Joined => "joined",
            Reason::Merged => "merged",
            Reason::Split => "split",
            Reason::Moved => "moved",
        }
    }
}
