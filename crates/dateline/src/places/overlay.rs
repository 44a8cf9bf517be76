//! What the names layer and the entities say about a stretch of the text.
use crate::doc::{Document, Entity, EntityKind, MentionKind, Name, NameKind, Span};

/// The names of the language model and the mentions of entities, in text order.
pub(super) struct Overlay<'d> {
    names: Vec<&'d Name>,
    mentions: Vec<(Span, &'d Entity)>,
    /// The last words of the names of people.
    surnames: Vec<&'d str>,
}

/// How a stretch of the text stands to a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Named {
    /// No name is there.
    #[default]
    No,
    /// It is the name, or more.
    Whole(NameKind),
    /// It is a part of the name.
    Part(NameKind),
}

impl<'d> Overlay<'d> {
    pub fn of(doc: &'d Document) -> Overlay<'d> {
        let mut mentions: Vec<(Span, &Entity)> = Document::items(&doc.entities)
            .iter()
            .flat_map(|entity| entity.mentions.iter().map(move |mention| (mention, entity)))
            .filter(|(mention, _)| mention.kind == MentionKind::Name)
            .map(|(mention, entity)| (mention.span, entity))
            .collect();
        mentions.sort_unstable_by_key(|(span, entity)| (*span, entity.kind));
        let names: Vec<&Name> = Document::items(&doc.names).iter().collect();
        let people = names.iter().filter(|name| name.kind == NameKind::Person).map(|name| name.span);
        let mut surnames: Vec<&str> =
            people.filter_map(|span| Some(doc.words(span).split_once(' ')?.1)).collect();
        surnames.sort_unstable();
        Overlay { names, mentions, surnames }
    }

    /// The model's name that begins within `span`, if it names a place.
    pub fn place_at(&self, span: Span) -> Option<&'d Name> {
        let at = self.names.partition_point(|name| name.span.start < span.start);
        let name = self.names.get(at)?;
        (name.span.start < span.end && name.kind == NameKind::Place).then_some(name)
    }

    /// How `span` stands to the model's names.
    pub fn named(&self, span: Span) -> Named {
        let at = self.names.partition_point(|name| name.span.end <= span.start);
        let Some(name) = self.names.get(at).filter(|name| name.span.overlaps(span)) else { return Named::No };
        let wider = name.span.contains(span) && name.span != span;
        if wider { Named::Part(name.kind) } else { Named::Whole(name.kind) }
    }

    /// The entity of a kind that `span` mentions or is a part of the mention of.
    pub fn entity(&self, span: Span, wanted: impl Fn(EntityKind) -> bool) -> Option<(Span, &'d Entity)> {
        let end = self.mentions.partition_point(|(mention, _)| mention.start < span.end);
        let before = self.mentions.get(..end).unwrap_or_default();
        let near = before.iter().rev().take(8);
        near.copied().find(|(mention, entity)| mention.contains(span) && wanted(entity.kind))
    }

    /// The mentions of peoples: "Russian", "Ukrainians".
    pub fn peoples(&self) -> impl Iterator<Item = (Span, &'d Entity)> {
        let people = |entity: &Entity| entity.kind == EntityKind::Norp && entity.country.is_some();
        self.mentions.iter().copied().filter(move |(_, entity)| people(entity))
    }

    /// True if somebody in the article has this surname.
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.binary_search(&word).is_ok()
    }
}
