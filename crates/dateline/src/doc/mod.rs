//! The shared words: one page's text, and the layers that the stages add to it. No behaviour.
mod date;
mod document;
mod event;
mod features;
mod layer;
mod layers;
mod span;
mod statement;
mod text;
mod time;

pub use date::{Clock, Date, Moment, Weekday, days_in_month};
pub use document::{Document, Source};
pub use event::{Count, Event, Implied, Participant, Status};
pub use features::{Features, Mood, Number, Tense, VerbForm};
pub use layer::{Id, Layer, RuleId, Trial, Warning};
pub use layers::*;
pub use span::Span;
pub use statement::{Attitude, Party, Statement, StatementKind};
pub use text::Text;
pub use time::{Time, TimeEnd, TimeKind};
