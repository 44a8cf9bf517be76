//! Who takes part: from the head of a phrase to its words, its entity, its country and its sector.
use super::sectors::Sectors;
use super::tree::{Named, Tree};
use crate::doc::{Document, EntityKind, Participant, Party, Span};

/// A phrase that may take part in an event.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub head: usize,
    /// The head of those who are counted: "dozens of [teachers]".
    core: usize,
    pub participant: Participant,
    /// Somebody who can act or suffer, rather than a thing.
    pub known: bool,
}

/// The participant whose phrase has its head at a token.
pub(super) fn at(sectors: &Sectors, tree: &Tree<'_>, head: usize) -> Option<Found> {
    let head = antecedent(tree, head);
    let core = counted(sectors, tree, head);
    let named = tree.mention(core).filter(|m| takes_part(m.kind)).or_else(|| titled(tree, core));
    let (start, end) = phrase(tree, head, core);
    let mut span = tree.span(start, end)?;
    let pronoun = tree.upos(core) == "PRON";
    if let Some(named) = named {
        span = if pronoun { named.span } else { span.join(named.span) };
    }
    let entity = named.and_then(|m| Document::items(&tree.doc.entities).get(m.entity.index()));
    let inside = within(tree, start, end).find_map(|m| country(tree, m)).or_else(|| home(tree, core));
    let people = named.is_some_and(|m| m.kind == EntityKind::Norp) && tree.xpos(core) == "NNPS";
    // A curfew "in Lima" is on its people, not its government.
    let seat = !matches!(tree.case(head), "in" | "at" | "near" | "on" | "from" | "into" | "outside");
    let of_name = || entity.and_then(|entity| sectors.of_entity(entity));
    // "al-Qaeda leaders", "Red Cross officials" are of what they lead or speak for.
    let of_inside = || {
        let names = within(tree, start, core).filter(|m| m.is_name && m.kind == EntityKind::Org);
        names
            .filter_map(|m| sectors.of_entity(Document::items(&tree.doc.entities).get(m.entity.index())?))
            .last()
    };
    let of_phrase = || match sectors.of_phrase(tree, start, end, core) {
        Some("GOV" | "CVL") => of_inside().or_else(|| sectors.of_phrase(tree, start, end, core)),
        sector => sector,
    };
    let sector =
        if tree.upos(core) == "PROPN" { of_name().or_else(of_phrase) } else { of_phrase().or_else(of_name) }
            .or_else(|| named.filter(|m| seat && sectors.is_seat(tree.doc.words(m.span))).and(Some("GOV")))
            .or((people || !seat && named.is_some_and(|m| m.kind == EntityKind::Place)).then_some("CVL"));
    let personal = pronoun && is_somebody(tree, core);
    let known = named.is_some() && !(pronoun && ADDRESSED.contains(&tree.word(core)))
        || personal
        || sector.is_some()
        || inside.is_some()
        || sectors.acts(tree, core);
    Some(Found {
        head,
        core,
        participant: Participant {
            party: Party { span, entity: named.map(|m| m.entity) },
            country: entity.and_then(|e| e.country.clone()).or(inside),
            sector,
        },
        known,
    })
}

/// "If you order": whoever reads it.
const ADDRESSED: [&str; 6] = ["you", "yourself", "one", "oneself", "y'all", "ya"];

/// Pronouns of the one who speaks.
const OWN: [&str; 4] = ["we", "i", "us", "me"];

/// True for a pronoun that stands for somebody in the news: not for the reader, nor for the author of what is no statement
/// ("We've reviewed every watch").
fn is_somebody(tree: &Tree<'_>, at: usize) -> bool {
    match tree.word(at) {
        "he" | "she" | "they" | "him" | "her" | "them" | "everyone" | "nobody" => true,
        word if OWN.contains(&word) => {
            let span = tree.tokens[at].span;
            let said = |content: &Span| content.contains(span);
            Document::items(&tree.doc.statements).iter().any(|statement| statement.content.iter().any(said))
        }
        _ => false,
    }
}

/// "protesters who threw stones": the noun before a relative clause.
pub(super) fn antecedent(tree: &Tree<'_>, at: usize) -> usize {
    let that = tree.upos(at) == "PRON" && tree.word(at) == "that";
    if !that && !matches!(tree.xpos(at), "WP" | "WDT" | "WP$") {
        return at;
    }
    std::iter::once(at)
        .chain(tree.above(at))
        .find(|node| tree.rel(node.to_owned()) == "acl:relcl")
        .and_then(|node| tree.head(node))
        .unwrap_or(at)
}

/// "dozens of journalists", "a group of teachers": those who are counted.
fn counted(sectors: &Sectors, tree: &Tree<'_>, head: usize) -> usize {
    let mut core = head;
    for _ in 0..3 {
        if !sectors.is_count(tree.lemma(core)) && tree.upos(core) != "NUM" {
            break;
        }
        let of = tree.kids_by(core, "nmod").find(|kid| matches!(tree.case(*kid), "of" | "from"));
        let Some(of) = of else { break };
        core = of;
    }
    core
}

/// "Foreign Minister Zarif" where the title is the head: the person named with it.
fn titled<'t>(tree: &'t Tree<'_>, core: usize) -> Option<&'t Named> {
    let named = |kid: usize| tree.mention(kid).filter(|m| m.kind == EntityKind::Person && m.is_name);
    tree.kids(core).filter(|kid| matches!(tree.rel(*kid), "appos" | "flat" | "compound")).find_map(named)
}

fn takes_part(kind: EntityKind) -> bool {
    use EntityKind as K;
    matches!(
        kind,
        K::Person | K::Org | K::Country | K::Place | K::Norp | K::Facility | K::Vehicle | K::Weapon
    )
}

/// A phrase without the clauses, appositions and adjuncts that hang on it: "three villages [in northern Syria]".
fn phrase(tree: &Tree<'_>, head: usize, core: usize) -> (usize, usize) {
    let start = left(tree, head, true, 0);
    let mut end = head + 1;
    if core > head {
        end = core + 1;
    }
    for kid in tree.kids(core).filter(|kid| *kid > core) {
        let of = tree.rel(kid) == "nmod" && tree.case(kid) == "of";
        if matches!(tree.rel(kid), "flat" | "fixed" | "compound" | "goeswith" | "flat:foreign") {
            end = end.max(kid + 1);
        } else if of && kid < core + 8 {
            end = end.max(kid + 1);
            end = tree.kids(kid).filter(|k| tree.rel(*k) == "flat").fold(end, |end, k| end.max(k + 1));
        } else {
            break;
        }
    }
    if let Some(mention) = tree.mention(end - 1).filter(|m| m.is_name && m.end > end) {
        end = mention.end;
    }
    (start, end)
}

fn left(tree: &Tree<'_>, at: usize, top: bool, depth: usize) -> usize {
    if depth > 12 {
        return at;
    }
    tree.kids(at)
        .take_while(|kid| *kid < at)
        .filter(|kid| {
            let rel = tree.rel(*kid);
            !(top
                && matches!(
                    rel,
                    "case" | "cc" | "punct" | "mark" | "nsubj" | "cop" | "aux" | "advcl" | "conj"
                ))
        })
        .map(|kid| left(tree, kid, false, depth + 1))
        .min()
        .map_or(at, |least| least.min(at))
}

/// The mentions in a range of tokens.
fn within<'t>(tree: &'t Tree<'_>, start: usize, end: usize) -> impl Iterator<Item = &'t Named> {
    tree.mentions.iter().filter(move |m| start <= m.start && m.end <= end)
}

pub(super) fn country(tree: &Tree<'_>, named: &Named) -> Option<String> {
    Document::items(&tree.doc.entities).get(named.entity.index())?.country.clone()
}

/// "rebels in Darfur", "a newspaper based in Beirut": the country behind the noun.
fn home(tree: &Tree<'_>, core: usize) -> Option<String> {
    let near = tree.kids(core).filter(|kid| *kid > core);
    near.filter(|kid| match tree.rel(*kid) {
        "nmod" => matches!(tree.case(*kid), "in" | "of" | "from"),
        "acl" => matches!(tree.lemma(*kid), "base" | "operate" | "live"),
        _ => false,
    })
    .flat_map(|kid| std::iter::once(kid).chain(tree.kids(kid)))
    .filter(|kid| *kid < core + 8)
    .find_map(|kid| country(tree, tree.mention(kid)?))
}

/// "U.S. and Russian negotiators": a participant for each of the further countries.
pub(super) fn others(tree: &Tree<'_>, found: &Found) -> Vec<Found> {
    let modifiers =
        tree.kids(found.core).filter(|kid| matches!(tree.rel(*kid), "amod" | "compound" | "nmod:poss"));
    modifiers
        .flat_map(|kid| tree.kids(kid).filter(|k| tree.rel(*k) == "conj").collect::<Vec<_>>())
        .filter_map(|kid| {
            let named = tree.mention(kid)?;
            let country =
                country(tree, named).filter(|country| Some(country) != found.participant.country.as_ref())?;
            let party = Party { span: named.span, entity: Some(named.entity) };
            let participant = Participant { party, country: Some(country), sector: found.participant.sector };
            Some(Found { head: kid, core: kid, participant, known: true })
        })
        .collect()
}

/// The words of a participant.
pub(super) fn span(found: &Found) -> Span {
    found.participant.party.span
}
