//! The tables of an archive, as a description of the record: one list from which tables are made, records are taken
//! apart, put together again and exported.
//!
//! A table has a row for each item of a list in the record. Its columns have the names of the record's fields; those of a
//! part of an object are joined to the object's by `_`, as in `speaker_start`.

/// A list of a record, and the table for its items.
#[derive(Debug)]
pub struct Table {
    /// The name of the table.
    pub name: &'static str,
    /// Where the list is in its parent, from the outside in.
    pub path: &'static [&'static str],
    /// Its fields, in the order of the record.
    pub fields: &'static [Field],
}

/// A field of an item.
#[derive(Debug)]
pub enum Field {
    /// A value of its own.
    Column(Column),
    /// A list of parts, with a table of its own.
    List(&'static Table),
}

/// A value of an item.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name of the column.
    pub name: &'static str,
    /// Where the value is in the item, from the outside in.
    pub path: &'static [&'static str],
    /// What it is.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Int,
    /// A number.
    Real,
    /// Yes or no.
    Bool,
    /// Words.
    Text,
    /// Words that come again and again, kept once in the table `rules` or `names`.
    Shared(Words),
    /// The item's own id, such as "e7": the number is its place in the table.
    Id(char),
    /// The id of another item: the number of a row in this table with the same article.
    Ref(char, &'static str),
    /// A fingerprint in hexadecimal figures, kept as bytes.
    Hex,
    /// Anything else, as JSON.
    Json,
    /// The same; the record leaves the field out rather than to say null.
    OptionalJson,
    /// Words that the record leaves out rather than to say null.
    OptionalText,
}

/// Words that are kept once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Words {
    /// Names of rules.
    Rules,
    /// Names of entities and places.
    Names,
    /// The words of small fixed lists: types, statuses, sectors and the like.
    Kinds,
}

impl Words {
    /// The name of the table.
    pub fn table(self) -> &'static str {
        match self {
            Words::Rules => "rules",
            Words::Names => "names",
            Words::Kinds => "kinds",
        }
    }
}

impl Table {
    /// Its columns, without those that say which item a row is of.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.fields.iter().filter_map(|field| match field {
            Field::Column(column) => Some(column),
            Field::List(_) => None,
        })
    }

    /// The tables of its items' parts.
    pub fn lists(&self) -> impl Iterator<Item = &'static Table> {
        self.fields.iter().filter_map(|field| match field {
            Field::Column(_) => None,
            Field::List(list) => Some(*list),
        })
    }

    /// The letter of its items' ids, if they have some.
    pub fn id(&self) -> Option<char> {
        self.columns().find_map(|column| match column.kind {
            Kind::Id(letter) => Some(letter),
            _ => None,
        })
    }
}

const fn column(name: &'static str, path: &'static [&'static str], kind: Kind) -> Field {
    Field::Column(Column { name, path, kind })
}

/// A column with the name of its field.
macro_rules! plain {
    ($name:literal, $kind:expr) => {
        column($name, &[$name], $kind)
    };
}

const RULE: Field = plain!("rule", Kind::Shared(Words::Rules));
const START: Field = plain!("start", Kind::Int);
const END: Field = plain!("end", Kind::Int);
const KIND: Kind = Kind::Shared(Words::Kinds);
const ENTITY: Kind = Kind::Ref('e', "entities");

/// The record itself: a row an article.
pub static ARTICLES: Table = Table {
    name: "articles",
    path: &[],
    fields: &[
        plain!("dateline", Kind::Text),
        column("source_uri", &["source", "uri"], Kind::Text),
        column("source_media_type", &["source", "media_type"], Kind::Text),
        column("source_charset", &["source", "charset"], Kind::Text),
        column("source_sha256", &["source", "sha256"], Kind::Hex),
        column("source_retrieved", &["source", "retrieved"], Kind::Text),
        plain!("text", Kind::Text),
        column("url", &["article", "url"], Kind::Text),
        column("publisher_name", &["article", "publisher", "name"], Kind::Text),
        column("publisher_domain", &["article", "publisher", "domain"], Kind::Text),
        column("section", &["article", "section"], Kind::Text),
        column("headline", &["article", "headline"], Kind::Text),
        Field::List(&AUTHORS),
        column("published", &["article", "published"], Kind::Text),
        column("modified", &["article", "modified"], Kind::Text),
        column("dateline_start", &["article", "dateline", "start"], Kind::Int),
        column("dateline_end", &["article", "dateline", "end"], Kind::Int),
        column("dateline_text", &["article", "dateline", "text"], Kind::Text),
        column("dateline_place", &["article", "dateline", "place"], Kind::Text),
        column("dateline_geonames", &["article", "dateline", "geonames"], Kind::Int),
        column("dateline_date", &["article", "dateline", "date"], Kind::Text),
        column("dateline_agency", &["article", "dateline", "agency"], Kind::Text),
        column("dateline_rule", &["article", "dateline", "rule"], Kind::Shared(Words::Rules)),
        column("language", &["article", "language"], Kind::Text),
        column("paywalled", &["article", "paywalled"], Kind::Bool),
        column("tables", &["article", "tables"], Kind::Int),
        Field::List(&IMAGES),
        Field::List(&RELATED),
        column("evidence", &["article", "evidence"], Kind::Json),
        Field::List(&ZONES),
        Field::List(&SENTENCES),
        Field::List(&ENTITIES),
        Field::List(&TIMES),
        Field::List(&PLACES),
        Field::List(&STATEMENTS),
        Field::List(&EVENTS),
        plain!("warnings", Kind::Json),
    ],
};

static AUTHORS: Table =
    Table { name: "authors", path: &["article", "authors"], fields: &[plain!("name", Kind::Text)] };

static IMAGES: Table = Table {
    name: "images",
    path: &["article", "images"],
    fields: &[
        plain!("url", Kind::Text),
        plain!("caption", Kind::Text),
        plain!("credit", Kind::Text),
        plain!("licence", Kind::Text),
        plain!("kind", KIND),
        RULE,
    ],
};

static RELATED: Table = Table {
    name: "related",
    path: &["article", "related"],
    fields: &[
        plain!("headline", Kind::Text),
        plain!("url", Kind::Text),
        plain!("section", Kind::Text),
        plain!("age", Kind::Text),
        column("published_from", &["published", "from"], Kind::Text),
        column("published_to", &["published", "to"], Kind::Text),
        plain!("blurb", Kind::Text),
        plain!("dateline", Kind::Json),
        RULE,
    ],
};

static ZONES: Table = Table {
    name: "zones",
    path: &["zones"],
    fields: &[
        plain!("kind", KIND),
        START,
        END,
        plain!("item", Kind::Int),
        plain!("posted", Kind::OptionalText),
        RULE,
    ],
};

static SENTENCES: Table = Table { name: "sentences", path: &["sentences"], fields: &[START, END] };

static ENTITIES: Table = Table {
    name: "entities",
    path: &["entities"],
    fields: &[
        plain!("id", Kind::Id('e')),
        plain!("type", KIND),
        plain!("name", Kind::Shared(Words::Names)),
        Field::List(&ALIASES),
        plain!("role", Kind::Text),
        plain!("affiliation", ENTITY),
        plain!("country", KIND),
        plain!("geonames", Kind::Int),
        Field::List(&MENTIONS),
        RULE,
    ],
};

/// The path of a list whose items are values themselves.
pub const ITSELF: &[&str] = &[];

static ALIASES: Table = Table {
    name: "aliases",
    path: &["aliases"],
    fields: &[column("name", ITSELF, Kind::Shared(Words::Names))],
};

static MENTIONS: Table =
    Table { name: "mentions", path: &["mentions"], fields: &[START, END, plain!("kind", KIND), RULE] };

static TIMES: Table = Table {
    name: "times",
    path: &["times"],
    fields: &[
        plain!("id", Kind::Id('t')),
        START,
        END,
        plain!("type", KIND),
        plain!("value", Kind::Text),
        plain!("from", Kind::Text),
        plain!("to", Kind::Text),
        plain!("granularity", KIND),
        plain!("anchor", Kind::Text),
        RULE,
        plain!("ends", Kind::OptionalJson),
    ],
};

static PLACES: Table = Table {
    name: "places",
    path: &["places"],
    fields: &[
        plain!("id", Kind::Id('p')),
        START,
        END,
        plain!("name", Kind::Shared(Words::Names)),
        plain!("use", KIND),
        plain!("geonames", Kind::Int),
        plain!("lat", Kind::Real),
        plain!("lon", Kind::Real),
        plain!("country", KIND),
        plain!("admin1", KIND),
        plain!("feature", KIND),
        plain!("confidence", Kind::Real),
        RULE,
    ],
};

static STATEMENTS: Table = Table {
    name: "statements",
    path: &["statements"],
    fields: &[
        plain!("id", Kind::Id('s')),
        plain!("kind", KIND),
        plain!("attitude", KIND),
        Field::List(&CONTENT),
        column("cue_start", &["cue", "start"], Kind::Int),
        column("cue_end", &["cue", "end"], Kind::Int),
        column("speaker_start", &["speaker", "start"], Kind::Int),
        column("speaker_end", &["speaker", "end"], Kind::Int),
        column("speaker_entity", &["speaker", "entity"], ENTITY),
        plain!("anonymous", Kind::Bool),
        Field::List(&COSIGNERS),
        column("addressee_start", &["addressee", "start"], Kind::Int),
        column("addressee_end", &["addressee", "end"], Kind::Int),
        column("addressee_entity", &["addressee", "entity"], ENTITY),
        column("citing_start", &["citing", "start"], Kind::Int),
        column("citing_end", &["citing", "end"], Kind::Int),
        column("citing_entity", &["citing", "entity"], ENTITY),
        plain!("said_on", Kind::Ref('t', "times")),
        plain!("medium", KIND),
        plain!("first_report", Kind::Bool),
        RULE,
    ],
};

static CONTENT: Table = Table { name: "content", path: &["content"], fields: &[START, END] };

static COSIGNERS: Table =
    Table { name: "cosigners", path: &["cosigners"], fields: &[START, END, plain!("entity", ENTITY)] };

static EVENTS: Table = Table {
    name: "events",
    path: &["events"],
    fields: &[
        plain!("id", Kind::Id('v')),
        plain!("type", KIND),
        plain!("mode", KIND),
        column("trigger_start", &["trigger", "start"], Kind::Int),
        column("trigger_end", &["trigger", "end"], Kind::Int),
        Field::List(&ACTORS),
        Field::List(&RECIPIENTS),
        plain!("when", Kind::Ref('t', "times")),
        plain!("where", Kind::Ref('p', "places")),
        plain!("day", KIND),
        plain!("implied", KIND),
        plain!("status", KIND),
        plain!("historical", Kind::Bool),
        plain!("statement", Kind::Ref('s', "statements")),
        Field::List(&NUMBERS),
        plain!("same_as", Kind::Ref('v', "events")),
        plain!("rank", Kind::Int),
        plain!("confidence", Kind::Real),
        RULE,
    ],
};

const PARTICIPANT: [Field; 5] =
    [START, END, plain!("entity", ENTITY), plain!("country", KIND), plain!("sector", KIND)];

static ACTORS: Table = Table { name: "actors", path: &["actors"], fields: &PARTICIPANT };

static RECIPIENTS: Table = Table { name: "recipients", path: &["recipients"], fields: &PARTICIPANT };

static NUMBERS: Table = Table {
    name: "numbers",
    path: &["numbers"],
    fields: &[START, END, plain!("what", KIND), plain!("lower", Kind::Int), plain!("upper", Kind::Int)],
};

/// A table and the tables that its rows are parts of, the outermost first.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The table.
    pub table: &'static Table,
    /// Those above it, from `articles` on.
    pub above: Vec<&'static Table>,
}

impl Placed {
    /// The columns that say which item a row is: its article, the item of the layer, the part of the item.
    pub fn keys(&self) -> &'static [&'static str] {
        match self.above.len() {
            0 => &["id"],
            1 => &["article", "n"],
            _ => &["article", "item", "n"],
        }
    }
}

/// All tables, each after those above it.
pub fn tables() -> Vec<Placed> {
    fn add(all: &mut Vec<Placed>, table: &'static Table, above: &[&'static Table]) {
        all.push(Placed { table, above: above.to_vec() });
        let above: Vec<&'static Table> = above.iter().copied().chain([table]).collect();
        table.lists().for_each(|list| add(all, list, &above));
    }
    let mut all = Vec::new();
    add(&mut all, &ARTICLES, &[]);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = tables().iter().map(|placed| placed.table.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), tables().len());
        for placed in tables() {
            let mut columns: Vec<&str> = placed.table.columns().map(|column| column.name).collect();
            columns.sort_unstable();
            columns.dedup();
            assert_eq!(columns.len(), placed.table.columns().count(), "{}", placed.table.name);
        }
    }

    #[test]
    fn tables_come_after_those_that_they_refer_to() {
        let mut seen: Vec<&str> = Vec::new();
        for placed in tables() {
            seen.push(placed.table.name);
            for column in placed.table.columns() {
                if let Kind::Ref(_, table) = column.kind {
                    assert!(seen.contains(&table), "{} before {table}", placed.table.name);
                }
            }
        }
    }
}
