//! Whether a name is a place, and how it is used, by what stands around it.
use super::evidence::Evidence;
use super::find::Mention;
use super::gazetteer::Kind;
use super::overlay::Named;
use crate::doc::NameKind::{Org, Other, Person, Place};
use crate::doc::PlaceUse;

/// The rule that makes a name a place and the use it finds, or why it is none.
pub(super) type Verdict = Result<(&'static str, PlaceUse), Refusal>;

/// Why a name is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is another word or a person more often.
    Common,
    /// It is small, and nothing says that it is a place.
    Small,
    /// It is a part of a name of something else.
    Part,
    /// It names a person.
    Person,
    /// It names an organisation or a thing.
    Thing,
    /// It is the surname of somebody in the article.
    Surname,
}

impl Refusal {
    /// For `dateline why`.
    pub fn reason(self) -> &'static str {
        match self {
            Refusal::Common => "it is another word more often",
            Refusal::Small => "it is small, and nothing says that it is a place",
            Refusal::Part => "it is part of a longer name",
            Refusal::Person => "it names a person",
            Refusal::Thing => "it names an organisation or a thing",
            Refusal::Surname => "it is somebody's surname",
        }
    }
}

/// Towns that are known by their names alone, that a preposition before makes places, and that stand inside other names.
const LARGE: f64 = 100_000.0;
const AFTER_PREPOSITION: f64 = 20_000.0;
const IN_HEADLINE: f64 = 500_000.0;

/// What a mention is, from the most certain evidence to the least.
pub(super) fn judge(mention: &Mention<'_>) -> Verdict {
    structure(mention).or_else(|| by_name(mention)).unwrap_or_else(|| by_words(mention))
}

/// A town with its state, and the opening of a report.
fn structure(mention: &Mention<'_>) -> Option<Verdict> {
    let e = mention.evidence;
    if e.county && is(mention, Kind::County) {
        return Some(Ok(("places/list-of-counties", PlaceUse::Literal)));
    }
    if mention.container.is_some() {
        return Some(Ok(("places/with-its-state", PlaceUse::Literal)));
    }
    if e.contains {
        return Some(Ok(("places/state-of-town", PlaceUse::Literal)));
    }
    if e.dateline {
        return Some(Ok(("places/dateline", PlaceUse::Literal)));
    }
    let known = !mention.entries.is_empty() || e.named == Named::Whole(Place);
    (e.told && known).then_some(Ok(("places/told", PlaceUse::Literal)))
}

/// What the language model takes it for.
fn by_name(mention: &Mention<'_>) -> Option<Verdict> {
    let e = mention.evidence;
    let (land, large) = (is_land(mention), largest(mention) >= LARGE);
    let verdict = match e.named {
        Named::No => return None,
        Named::Part(Person) => Err(Refusal::Person),
        Named::Whole(Place) if mention.entries.is_empty() && !e.described && !e.locative && !e.several => {
            Err(Refusal::Small)
        }
        Named::Part(Place) | Named::Whole(Place) => Ok(("places/named", used(mention))),
        Named::Part(Org | Other) if e.common => Err(Refusal::Part),
        Named::Part(Org | Other) if land || large || (e.several && is(mention, Kind::County)) => {
            Ok(("places/in-a-name", PlaceUse::Part))
        }
        Named::Part(Org | Other) if (e.several || e.civic) && !mention.entries.is_empty() => {
            Ok(("places/in-a-name", PlaceUse::Part))
        }
        Named::Part(Org | Other) => Err(Refusal::Small),
        Named::Whole(Person | Org | Other)
            if e.locals && !e.surname && !e.common && !mention.entries.is_empty() =>
        {
            Ok(("places/locals", PlaceUse::Literal))
        }
        Named::Whole(Person) if e.common || e.surname => Err(Refusal::Person),
        Named::Whole(Person) if land || (e.preposition && large) => Ok(("places/land", used(mention))),
        Named::Whole(Person) if e.within && !mention.entries.is_empty() => {
            Ok(("places/within", PlaceUse::Literal))
        }
        Named::Whole(Person) => Err(Refusal::Person),
        Named::Whole(Org | Other) if e.common || is_site(mention) => Err(Refusal::Thing),
        Named::Whole(Org | Other) if is_nature(mention) => Ok(("places/land", PlaceUse::Literal)),
        Named::Whole(Org | Other) if land || large => Ok(("places/acting", PlaceUse::Metonymic)),
        Named::Whole(Org | Other) => Err(Refusal::Thing),
    };
    Some(verdict)
}

/// What the words around it say.
fn by_words(mention: &Mention<'_>) -> Verdict {
    let e = mention.evidence;
    let (land, largest) = (is_land(mention), largest(mention));
    if e.adjective {
        return Ok(("places/land", PlaceUse::Literal));
    }
    if e.several && is(mention, Kind::County) && mention.entries.iter().all(|e| e.kind == Kind::County) {
        return Ok(("places/county", PlaceUse::Literal));
    }
    if e.organisation {
        return if land || largest >= LARGE {
            Ok(("places/in-a-name", PlaceUse::Part))
        } else {
            Err(Refusal::Part)
        };
    }
    if e.inside_name {
        return Err(Refusal::Part);
    }
    if e.locals && !e.common && !mention.entries.is_empty() {
        return Ok(("places/locals", PlaceUse::Literal));
    }
    if e.common {
        return match e.preposition && (largest >= 150_000.0 || land) {
            true => Ok(("places/after-preposition", PlaceUse::Literal)),
            false => Err(Refusal::Common),
        };
    }
    if land {
        return Ok(("places/land", used(mention)));
    }
    if e.preposition && (largest >= AFTER_PREPOSITION || is(mention, Kind::County)) {
        return Ok(("places/after-preposition", PlaceUse::Literal));
    }
    if largest >= if e.headline { IN_HEADLINE } else { LARGE } {
        return Ok(("places/large", used(mention)));
    }
    Err(Refusal::Small)
}

/// Lands and capitals act; other towns are places.
fn used(mention: &Mention<'_>) -> PlaceUse {
    let Evidence { acting, preposition, .. } = mention.evidence;
    let acts = acting && !preposition && (is_land(mention) || is(mention, Kind::Capital));
    if acts { PlaceUse::Metonymic } else { PlaceUse::Literal }
}

fn is(mention: &Mention<'_>, kind: Kind) -> bool {
    mention.entries.iter().any(|entry| entry.kind == kind)
}

/// True for a building, which acts under its own name: "the White House declined".
fn is_site(mention: &Mention<'_>) -> bool {
    mention.entries.iter().any(|entry| entry.kind == Kind::Region && entry.feature.starts_with("S."))
}

/// True for seas, rivers, mountains and islands, which do not act.
fn is_nature(mention: &Mention<'_>) -> bool {
    mention.entries.iter().any(|entry| entry.feature.starts_with("H.") || entry.feature.starts_with("T."))
}

fn is_land(mention: &Mention<'_>) -> bool {
    mention.entries.iter().any(|entry| entry.is_land())
}

/// The population of the largest place of that name, those that English has another name for left out.
fn largest(mention: &Mention<'_>) -> f64 {
    let own = mention.entries.iter().filter(|entry| !entry.other);
    own.map(|entry| entry.population).fold(0.0, f64::max)
}
