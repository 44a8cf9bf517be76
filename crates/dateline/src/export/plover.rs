//! Events in PLOVER's codes, where status is folded into the type.
use super::groups;
use crate::doc::{Document, Event, Participant, Status};

/// PLOVER's code for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plover<'a> {
    /// One of the sixteen types.
    pub kind: &'a str,
    /// The mode, if the type has stayed the same.
    pub mode: Option<&'a str>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
}

/// The code of an event, or none if PLOVER has none for it.
///
/// PLOVER keeps no status: cooperation that is planned or promised is AGREE, conflict that is planned or threatened is
/// THREATEN, cooperation that does not come about is REJECT. What is only possible, what is denied, and what did not happen
/// and was no cooperation have no code; nor have the types outside the quad, but for convictions. Appeals ("urged",
/// "called on"; CAMEO's root 02) have none either, as in PLOVER's table from CAMEO.
///
/// ```
/// use dateline::{Engine, Stage, doc::Document, export};
/// let mut doc = Document::of_text("Peru promised to withdraw its troops from Chile.", None);
/// Engine::new()?.annotate(&mut doc, Stage::Events);
/// let codes: Vec<&str> = Document::items(&doc.events).iter().filter_map(|e| Some(export::plover(e)?.kind)).collect();
/// assert_eq!(codes, ["AGREE", "AGREE"]);
/// # Ok::<(), dateline::lexicon::Error>(())
/// ```
pub fn plover(event: &Event) -> Option<Plover<'_>> {
    let (kind, mode) = match (event.kind.as_str(), event.mode.as_deref()) {
        ("REQUEST", Some("appeal")) => return None,
        ("RULING", Some("convict")) => ("SANCTION", Some("convict")),
        ("RULING", Some("acquit")) => ("CONCEDE", None),
        (kind, mode) => (kind, mode),
    };
    let quad = quad(kind)?;
    let folded = |kind| Some(Plover { kind, mode: None, quad: self::quad(kind)? });
    match event.status {
        Status::Asserted => Some(Plover { kind, mode, quad }),
        Status::Planned if quad <= 2 => folded("AGREE"),
        Status::Planned if quad == 4 || kind == "ACCUSE" || kind == "REJECT" => folded("THREATEN"),
        Status::Negated if quad <= 2 => folded("REJECT"),
        Status::Planned | Status::Negated | Status::Possible | Status::Denied => None,
    }
}

/// The code of a participant's country; PLOVER has IGO for the organisations of many, and for those who act for one ("U.N.
/// helicopters").
pub fn plover_country<'a>(doc: &Document, participant: &'a Participant) -> Option<&'a str> {
    let of_many = || participant.sector == Some("IGO") || groups::acts_for_many(doc, participant);
    participant.country.as_deref().or_else(|| of_many().then_some("IGO"))
}

/// The quarter of the quad that a type is in; none for types of our own.
pub(super) fn quad(kind: &str) -> Option<u8> {
    Some(match kind {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => 1,
        "COOPERATE" | "AID" | "RETREAT" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => 4,
        _ => return None,
    })
}
