//! Finds copied text and joins articles into stories, as they come in.
//!
//! ```
//! use dateline_stories::{Article, Profile, Settings, Stories};
//!
//! let settings = Settings::load(&dateline::lexicon::Data::embedded())?;
//! let mut stories = Stories::new(settings);
//! for (id, headline) in [(1, "Storm Dora floods Almer"), (2, "Council votes on buses"), (3, "Dora floods Almer port")] {
//!     let key = format!("https://news.example/{id}");
//!     let article =
//!         Article { key: &key, text: headline, headline: 0..headline.len(), day: Some(19_800), ..Article::default() };
//!     let profile = Profile::of(stories.settings(), &article);
//!     stories.insert(id, profile);
//! }
//! let changes = stories.settle();
//! assert_eq!(changes.len(), 3);
//! assert_eq!(stories.story(1), stories.story(3));
//! assert_ne!(stories.story(1), stories.story(2));
//! # Ok::<(), dateline::lexicon::Error>(())
//! ```
//!
//! Copies (the same words) and stories (the same happening) need different evidence: copies are found by runs of words,
//! stories by weighted words, days and lands. Copies then have one vote in their story.
//!
//! Read first: [`Article`], [`Stories`], [`Change`].
pub mod words;

mod settings;

mod align;
mod change;
pub mod cluster;
mod copies;
mod index;
mod likeness;
mod minhash;
mod profile;
mod record;
mod stories;

pub use align::Run;
pub use change::{Change, Reason, StoryId};
pub use copies::{Copy, CopyKind, common_text};
pub use profile::{Article, Profile};
pub use settings::Settings;
pub use stories::Stories;

/// The number that an archive gives an article.
pub type ArticleId = u32;
