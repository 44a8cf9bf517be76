//! The items of each layer, in the order of the flow. The public face of each is in `RECORD.md`.
use super::{Features, Id, Moment, RuleId, Span};

/// What the page says about itself. A field that the page does not give is `None`.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The page's own address.
    pub url: Option<Fact<String>>,
    /// Who publishes it.
    pub publisher: Option<Fact<String>>,
    /// The registered host of the publisher: `upi.com`.
    pub domain: Option<String>,
    /// The desk or rubric: "World News".
    pub section: Option<Fact<String>>,
    /// The headline.
    pub headline: Option<Fact<String>>,
    /// The byline's names, in its order.
    pub authors: Vec<Fact<String>>,
    /// When it was published, as precisely as the page says.
    pub published: Option<Fact<Moment>>,
    /// When it was last changed.
    pub modified: Option<Fact<Moment>>,
    /// "SEOUL, Sept. 5 (UPI) --"
    pub dateline: Option<Dateline>,
    /// BCP 47.
    pub language: Option<Fact<String>>,
    /// True if the page says that readers must pay for the rest.
    pub paywalled: Option<Fact<bool>>,
    /// Photographs and graphics of the article itself.
    pub images: Vec<Image>,
    /// Other articles that the page offers.
    pub related: Vec<Related>,
    /// Tables are left out of the text; this is how many there were in the body.
    pub tables: u32,
}

/// A value that was read from the page, with the rule that read it and the place it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// The rule.
    pub rule: RuleId,
    /// The byte range in the decoded page that the value was read from, if it was read from the page.
    pub page: Option<(u32, u32)>,
}

/// A dateline: where and when a report was filed, and by which agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The whole of it in the text: "SEOUL, Sept. 5 (UPI) --".
    pub span: Span,
    /// The place as written, in normal case: "Seoul". Its GeoNames id is that of the place in `places`.
    pub place: Option<Span>,
    /// The day that it names, with the year of publication.
    pub date: Option<super::Date>,
    /// The agency: "UPI".
    pub agency: Option<String>,
    /// The rule.
    pub rule: RuleId,
}

/// A picture of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Its address, made absolute if the page's own address is known.
    pub url: Option<String>,
    /// Its caption without credit and licence; the zone of kind `caption` with this index has the span.
    pub caption: Option<String>,
    /// "KCNA/UPI"
    pub credit: Option<String>,
    /// "License Photo", "CC BY-SA 4.0"
    pub licence: Option<String>,
    /// "file photo", "handout", "graphic"
    pub kind: Option<String>,
    /// The rule.
    pub rule: Option<RuleId>,
}

/// Another article that the page offers, from its rail of headlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// The headline, a span of the text.
    pub headline: Option<Span>,
    /// Where it leads.
    pub url: Option<String>,
    /// "World News"
    pub section: Option<String>,
    /// The age as written: "1 hour ago".
    pub age: Option<String>,
    /// The first and the last moment at which it can have been published, from the age and this page's time.
    pub published: Option<(Moment, Moment)>,
    /// The first lines, a span of the text.
    pub blurb: Option<Span>,
    /// The dateline of the blurb.
    pub dateline: Option<Dateline>,
    /// The rule.
    pub rule: Option<RuleId>,
}

/// What a stretch of the text is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Where it is.
    pub span: Span,
    /// The index into `images` (captions) or `related` (headlines and blurbs).
    pub item: Option<u32>,
    /// When a live blog's entry was posted.
    pub posted: Option<Moment>,
    /// The rule that kept it.
    pub rule: &'static str,
}

/// The kinds of zones; see `RECORD.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ZoneKind {
    Headline,
    Paragraph,
    Heading,
    ListItem,
    QuoteBlock,
    Caption,
    RelatedHeadline,
    RelatedBlurb,
}

impl ZoneKind {
    /// All kinds, in the order of a page.
    pub const ALL: [ZoneKind; 8] = [
        ZoneKind::Headline,
        ZoneKind::Paragraph,
        ZoneKind::Heading,
        ZoneKind::ListItem,
        ZoneKind::QuoteBlock,
        ZoneKind::Caption,
        ZoneKind::RelatedHeadline,
        ZoneKind::RelatedBlurb,
    ];

    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            ZoneKind::Headline => "headline",
            ZoneKind::Paragraph => "paragraph",
            ZoneKind::Heading => "heading",
            ZoneKind::ListItem => "list_item",
            ZoneKind::QuoteBlock => "quote_block",
            ZoneKind::Caption => "caption",
            ZoneKind::RelatedHeadline => "related_headline",
            ZoneKind::RelatedBlurb => "related_blurb",
        }
    }

    /// The kind of this name in a record.
    pub fn named(name: &str) -> Option<ZoneKind> {
        ZoneKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True for the zones of the article's own running text.
    pub fn is_body(self) -> bool {
        matches!(self, ZoneKind::Paragraph | ZoneKind::Heading | ZoneKind::ListItem | ZoneKind::QuoteBlock)
    }
}

/// A sentence. Never crosses a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it is.
    pub span: Span,
    /// Its tokens: a range of indices into the tokens layer.
    pub tokens: (u32, u32),
}

impl Sentence {
    /// The indices of its tokens.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.tokens.0 as usize..self.tokens.1 as usize
    }
}

/// A word or a mark, by the conventions of Universal Dependencies for English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub span: Span,
    /// The dictionary form.
    pub lemma: Option<String>,
    /// The universal part of speech.
    pub upos: Option<&'static str>,
    /// The part of speech in the tag set of the Penn treebank: "VBD".
    pub xpos: Option<&'static str>,
    /// Tense, mood, number, person and the like, as far as the form shows them.
    pub features: Features,
    /// The head token in the layer; none for the root.
    pub head: Option<Id<Token>>,
    /// The relation to the head.
    pub deprel: Option<&'static str>,
}

/// A name as the language model sees it, by its words and the sentence alone; entities are made later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it is.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
    /// The rule.
    pub rule: RuleId,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum NameKind {
    Person,
    Org,
    Place,
    /// Peoples, events, works, products.
    Other,
}

impl NameKind {
    /// The name of the kind, as in CoNLL files.
    pub fn name(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Org => "ORG",
            NameKind::Place => "LOC",
            NameKind::Other => "MISC",
        }
    }
}

/// Somebody or something that the text speaks of, with all its mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The type.
    pub kind: EntityKind,
    /// The fullest form.
    pub name: String,
    /// Other forms in the text, as written, in order of first appearance.
    pub aliases: Vec<String>,
    /// "National Security Council spokeswoman", as the text has it.
    pub role: Option<String>,
    /// The organisation that a person belongs to by the words around the role or the name.
    pub affiliation: Option<Id<Entity>>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// The GeoNames id.
    pub geonames: Option<u32>,
    /// Where it is mentioned, in text order.
    pub mentions: Vec<Mention>,
    /// The rule that made the entity.
    pub rule: RuleId,
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it is.
    pub span: Span,
    /// How it is mentioned.
    pub kind: MentionKind,
    /// The rule that joined it to its entity.
    pub rule: RuleId,
}

/// How an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum MentionKind {
    Name,
    Nominal,
    Pronoun,
}

impl MentionKind {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            MentionKind::Name => "name",
            MentionKind::Nominal => "nominal",
            MentionKind::Pronoun => "pronoun",
        }
    }
}

/// The types of entities; see `RECORD.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Org,
    Country,
    Place,
    Norp,
    Facility,
    Weapon,
    Vehicle,
    Storm,
    Event,
    Law,
    Work,
    Product,
    Money,
    Quantity,
}

impl EntityKind {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Person => "PERSON",
            EntityKind::Org => "ORG",
            EntityKind::Country => "COUNTRY",
            EntityKind::Place => "PLACE",
            EntityKind::Norp => "NORP",
            EntityKind::Facility => "FACILITY",
            EntityKind::Weapon => "WEAPON",
            EntityKind::Vehicle => "VEHICLE",
            EntityKind::Storm => "STORM",
            EntityKind::Event => "EVENT",
            EntityKind::Law => "LAW",
            EntityKind::Work => "WORK",
            EntityKind::Product => "PRODUCT",
            EntityKind::Money => "MONEY",
            EntityKind::Quantity => "QUANTITY",
        }
    }
}

/// A place that the text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where it is named.
    pub span: Span,
    /// The gazetteer's name, or the text's if the gazetteer has none.
    pub name: String,
    /// How the text uses it.
    pub usage: PlaceUse,
    /// The GeoNames id.
    pub geonames: Option<u32>,
    /// Latitude and longitude, in degrees.
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-2, as GeoNames has it.
    pub country: Option<String>,
    /// The first-order division, as GeoNames codes it.
    pub admin1: Option<String>,
    /// The GeoNames feature class and code: "P.PPLC".
    pub feature: Option<String>,
    /// Between 0 and 1.
    pub confidence: f32,
    /// The rule.
    pub rule: RuleId,
}

/// How a text uses the name of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceUse {
    /// The place is meant: "in Paris".
    Literal,
    /// Those who live, govern or play there are meant: "France denied it".
    Metonymic,
    /// A capital stands for its country's government: "Paris denied it". A record has it among the mentions of the country
    /// only.
    Government,
    /// Its people, or what is of it: "Parisians", "French trains".
    Demonym,
    /// It belongs to the name of something else: "the University of Paris".
    Part,
}

impl PlaceUse {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            PlaceUse::Literal => "literal",
            PlaceUse::Metonymic => "metonymic",
            PlaceUse::Government => "government",
            PlaceUse::Demonym => "demonym",
            PlaceUse::Part => "part_of_name",
        }
    }
}
