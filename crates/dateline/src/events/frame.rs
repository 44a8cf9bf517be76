//! Who did it and to whom: the dependents of a trigger and of the verbs that carry or control it.
use super::arguments::is_passive;
use super::control::Control;
use super::party::{self, Found};
use super::sectors::Sectors;
use super::tree::Tree;
use super::types::{Entry, Needs, Of, Trigger};
use super::wanted::Words;
use crate::doc::EntityKind;

/// The participants of an event.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub actors: Vec<Found>,
    pub recipients: Vec<Found>,
    /// The object that the trigger demands; it names no event of its own.
    pub absorbed: Option<usize>,
    /// Whoever acts in common is also a recipient.
    pub mutual: bool,
}

/// What frames are read with.
pub(super) struct Reader<'r, 't, 'd> {
    pub tree: &'t Tree<'d>,
    pub sectors: &'r Sectors,
    pub control: &'r Control,
}

impl Reader<'_, '_, '_> {
    /// The participants of the event that `entry` names at a token, or why its frame does not fit.
    pub fn find(&self, entry: &Entry, trigger: &Trigger, at: usize) -> Result<Frame, &'static str> {
        if !trigger.with.is_empty() && !self.has_below(&trigger.with, at, 2) {
            return Err("a word that must depend on it is missing");
        }
        if !trigger.without.is_empty() && self.has_below(&trigger.without, at, 2) {
            return Err("a word that may not depend on it is there");
        }
        let modifies = !entry.is_verb && self.tree.rel(at) == "compound";
        if modifies && !self.tree.head(at).is_some_and(|host| self.control.is_host(self.tree.lemma(host))) {
            return Err("it only modifies another noun");
        }
        if trigger.alone && self.tree.kid(at, &["xcomp", "ccomp"]).is_some() {
            return Err("it governs a clause");
        }
        let mut frame = if entry.is_verb { self.verb(entry, trigger, at)? } else { self.noun(trigger, at)? };
        let mut together = Vec::new();
        let alone = !frame.recipients.iter().any(|found| found.known);
        if frame.mutual && alone && frame.actors.len() > 1 {
            together = frame.actors.iter().skip(1).cloned().collect();
        }
        // Nobody accuses or meets himself: "they claimed that they had attacked".
        let same = |a: &Found, b: &Found| {
            let entity = |found: &Found| found.participant.party.entity;
            a.head == b.head || entity(a).is_some() && entity(a) == entity(b)
        };
        let actors = &frame.actors;
        frame.recipients.retain(|r| !actors.iter().any(|a| same(a, r)));
        frame.recipients.splice(0..0, together);
        let bare = |found: &Found| {
            let tree = self.tree;
            tree.word(found.head).ends_with("self")
                || tree.word(found.head).ends_with("selves")
                || tree.upos(found.head) == "NUM" && !found.known
        };
        frame.recipients.retain(|found| !bare(found));
        // "urged schools, on the strength of that evidence": who is somebody stands for the rest.
        if frame.recipients.iter().any(|found| found.known) {
            frame.recipients.retain(|found| found.known);
        }
        for side in [&mut frame.actors, &mut frame.recipients] {
            let more: Vec<Found> = side.iter().flat_map(|found| party::others(self.tree, found)).collect();
            side.extend(more);
        }
        dedup(&mut frame.actors);
        dedup(&mut frame.recipients);
        if let Some(why) = unfit(trigger, &frame) {
            return Err(why);
        }
        if !frame.recipients.iter().any(|found| found.known) && !trigger.recipient.is_empty() {
            let other = self
                .around(at, 0)
                .filter(|found| !frame.actors.iter().any(|actor| same(actor, found)))
                // "arrested Ruiz in Lima": where it was, if somebody stands there already.
                .filter(|found| frame.recipients.is_empty() || !self.is_where(found));
            frame.recipients.splice(0..0, other);
        }
        Ok(frame)
    }

    fn verb(&self, entry: &Entry, trigger: &Trigger, at: usize) -> Result<Frame, &'static str> {
        let tree = self.tree;
        let passive = is_passive(tree, at);
        let patients = if passive { self.passive_subject(at) } else { self.objects(at) };
        let objects: Vec<usize> = match entry.last() {
            Some(last) if patients.is_empty() => self.behind(at, last),
            _ => patients.clone(),
        };
        let absorbed = objects.iter().copied().find(|object| self.phrase_has(&trigger.objects, *object));
        if !trigger.objects.is_empty() && absorbed.is_none() {
            return Err("its object does not fit");
        }
        if objects.iter().any(|object| self.phrase_has(&trigger.not_objects, *object)) {
            return Err("its object is of the wrong kind");
        }
        let mut agents = if passive { self.agents_behind_by(at) } else { self.subject(at) };
        // "floods that killed": the floods.
        agents.iter_mut().for_each(|agent| *agent = party::antecedent(tree, *agent));
        if passive && agents.is_empty() && self.has(&trigger.unless) && !self.has(&trigger.but) {
            return Err("the sentence tells of another cause");
        }
        let fits = |words: &Words| agents.iter().any(|agent| self.phrase_has(words, *agent));
        let untold = passive && agents.is_empty() && trigger.agentless;
        if !trigger.subjects.is_empty() && !fits(&trigger.subjects) && !untold || fits(&trigger.not_subjects)
        {
            return Err("its subject does not fit");
        }
        let mut recipients: Vec<Found> = Vec::new();
        let object_only = [String::from("object")];
        let patients_only = !trigger.recipient.iter().any(|place| place != "object" && place != "subject")
            || absorbed.is_none_or(|object| self.party(object).is_some_and(|found| found.known));
        let places = if trigger.recipient.is_empty() { &object_only[..] } else { &trigger.recipient };
        for place in places {
            match place.as_str() {
                "object" => {
                    let open = objects.iter().filter(|object| Some(**object) != absorbed || patients_only);
                    recipients.extend(open.filter_map(|object| self.inner(*object)));
                }
                "complement" => recipients.extend(self.complement(at)),
                "subject" => recipients.extend(self.asked(at).and_then(|head| self.party(head))),
                preposition => {
                    let mut heads = self.behind(at, preposition);
                    heads.extend(objects.iter().flat_map(|object| self.behind(*object, preposition)));
                    recipients.extend(heads.into_iter().filter_map(|head| self.party(head)));
                }
            }
        }
        recipients.sort_by_key(|found| !found.known);
        let actors = agents.into_iter().filter_map(|agent| self.party(agent)).collect();
        Ok(Frame { actors, recipients, absorbed, mutual: trigger.mutual })
    }

    /// An event noun: its possessor acts, or who stands behind "by", or the subject of the verb that carries it.
    fn noun(&self, trigger: &Trigger, at: usize) -> Result<Frame, &'static str> {
        let tree = self.tree;
        let carrier = self.carrier(trigger, at);
        if !trigger.carried_by.is_empty() && carrier.is_none() {
            return Err("no verb that it needs carries it");
        }
        let (mut actors, mut recipients): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        // "his arrest", but "Peru's arrest of two men".
        let suffered = trigger.suffered && self.behind(at, "of").is_empty();
        for kid in tree.kids(at) {
            match tree.rel(kid) {
                "nmod:poss" if suffered => recipients.extend(tree.conjuncts(kid)),
                "nmod:poss" => actors.extend(
                    self.target_before(at, kid).map_or_else(|| tree.conjuncts(kid), |head| vec![head]),
                ),
                "compound" | "amod" | "nmod" | "nmod:unmarked" if kid < at => {
                    if let Some(led) =
                        tree.kid(kid, &["compound", "obl", "nsubj"]).filter(|_| tree.word(kid) == "led")
                    {
                        actors.push(led);
                    } else {
                        actors.extend(tree.conjuncts(kid).into_iter().filter(|k| self.acts_before(*k)));
                    }
                }
                "nsubj" => actors.extend(tree.conjuncts(kid)),
                _ => {}
            }
        }
        actors.extend(self.behind(at, "by"));
        let between = self.behind(at, "between");
        actors.extend(&between);
        match trigger.of {
            Of::Actor => actors.extend(self.behind(at, "of")),
            Of::Recipient => recipients.extend(self.behind(at, "of")),
            Of::Nothing => {}
        }
        if let Some(carrier) = carrier {
            if actors.is_empty() {
                let passive = is_passive(tree, carrier);
                actors = if passive { self.agents_behind_by(carrier) } else { self.subject(carrier) };
            }
            for place in trigger.recipient.iter().filter(|place| *place != "between") {
                recipients.extend(self.behind(carrier, place).into_iter().filter(|other| *other != at));
            }
            // "gave Peru aid"
            recipients.extend(tree.kid(carrier, &["iobj"]));
        }
        for place in trigger.recipient.iter().filter(|place| *place != "between") {
            recipients.extend(self.behind(at, place));
        }
        let mutual = trigger.mutual || !between.is_empty();
        let all =
            |heads: Vec<usize>| heads.into_iter().filter_map(|head| self.party(head)).collect::<Vec<_>>();
        let mut frame = Frame { actors: all(actors), recipients: all(recipients), absorbed: None, mutual };
        frame.actors.retain(|found| found.known);
        let fits = |words: &Words| frame.actors.iter().any(|found| self.phrase_has(words, found.head));
        if !trigger.subjects.is_empty() && !fits(&trigger.subjects) || fits(&trigger.not_subjects) {
            return Err("its actor does not fit");
        }
        frame.recipients.sort_by_key(|found| !found.known);
        Ok(frame)
    }

    /// True for a name before an event noun that tells who did it: "Israeli attacks", not "the Lima attacks".
    fn acts_before(&self, at: usize) -> bool {
        let tree = self.tree;
        tree.mention(at)
            .is_some_and(|m| m.kind != EntityKind::Place || self.sectors.is_seat(tree.doc.words(m.span)))
    }

    /// True for people, by their name, pronoun or noun.
    fn is_human(&self, found: &Found) -> bool {
        const PEOPLE: [&str; 16] = [
            "GOV", "MIL", "COP", "JUD", "LEG", "OPP", "REB", "UAF", "CRM", "CVL", "MED", "LAB", "REL", "EDU",
            "REF", "HLH",
        ];
        let tree = self.tree;
        let kind = tree.mention(found.head).map(|mention| mention.kind);
        found.known
            && (matches!(kind, Some(EntityKind::Person | EntityKind::Norp))
                || tree.upos(found.head) == "PRON"
                || kind.is_none() && found.participant.sector.is_some_and(|sector| PEOPLE.contains(&sector)))
    }

    /// A place behind a preposition of place.
    fn is_where(&self, found: &Found) -> bool {
        let mention = self.tree.mention(found.head);
        mention.is_some_and(|mention| matches!(mention.kind, EntityKind::Place | EntityKind::Country))
            && matches!(self.tree.case(found.head), "in" | "at" | "near" | "outside" | "from" | "across")
    }

    /// The verb that carries an event noun: "hold" talks, "launch" an attack.
    fn carrier(&self, trigger: &Trigger, at: usize) -> Option<usize> {
        let tree = self.tree;
        let first = if tree.rel(at) == "conj" { tree.head(at)? } else { at };
        let verb = tree.head(first).filter(|head| tree.is_verb(*head))?;
        let carries = matches!(tree.rel(first), "obj" | "nsubj:pass" | "obl" | "xcomp" | "ccomp")
            || tree.rel(first) == "nsubj" && tree.xpos(verb) == "VBN";
        let fits = if trigger.carried_by.is_empty() {
            self.control.is_light(tree.lemma(verb))
        } else {
            trigger.carried_by.has(tree, verb)
        };
        (carries && fits).then_some(verb)
    }

    pub(super) fn party(&self, head: usize) -> Option<Found> {
        party::at(self.sectors, self.tree, head).filter(|_| !self.is_time(head))
    }

    /// An object, or the somebody inside it: "the proposal [by Peru]", "the release of [the hostages]".
    pub(super) fn inner(&self, object: usize) -> Option<Found> {
        let whole = self.party(object)?;
        if whole.known {
            return Some(whole);
        }
        let mut open = vec![(object, 0)];
        while let Some((at, depth)) = open.pop() {
            for kid in self.tree.kids_by(at, "nmod") {
                let Some(found) = self.party(kid) else { continue };
                if found.known {
                    return Some(found);
                }
                if depth < 2 {
                    open.push((kid, depth + 1));
                }
            }
        }
        Some(whole)
    }

    /// True if the head of a phrase or one of its modifiers is among the words.
    fn phrase_has(&self, words: &Words, head: usize) -> bool {
        if words.is_empty() {
            return false;
        }
        let tree = self.tree;
        let has = |at: usize| words.has(tree, at);
        has(head)
            || words.wants_somebody() && self.party(head).is_some_and(|found| found.known)
            || words.wants_people() && self.party(head).is_some_and(|found| self.is_human(&found))
            || words.wants_armed()
                && self
                    .party(head)
                    .is_some_and(|p| matches!(p.participant.sector, Some("MIL" | "REB" | "UAF")))
            || words.wants_official() && self.party(head).is_some_and(|found| is_official(&found))
            || tree.kids(head).any(|kid| match tree.rel(kid) {
                "compound" | "amod" | "flat" => has(kid),
                "nmod" => (self.sectors.is_count(tree.lemma(head)) || tree.upos(head) == "NUM") && has(kid),
                _ => false,
            })
    }

    /// True if a word of the sentence is among them.
    fn has(&self, words: &Words) -> bool {
        !words.is_empty() && (0..self.tree.len()).any(|at| words.has(self.tree, at))
    }

    fn has_below(&self, words: &Words, at: usize, depth: usize) -> bool {
        let tree = self.tree;
        let has = |at: usize| words.has(tree, at);
        tree.kids(at).any(|kid| match tree.rel(kid) {
            "acl:relcl" | "parataxis" | "conj" | "case" => false,
            // "how to order": the marker is the clause's, not what the verb governs.
            "mark" if depth > 1 => false,
            "advcl" | "ccomp" => {
                has(kid)
                    || tree
                        .kids(kid)
                        .filter(|k| matches!(tree.rel(*k), "mark" | "aux" | "nsubj" | "nsubj:pass"))
                        .any(has)
            }
            "obj" | "obl" | "nmod" | "xcomp" | "acl" | "amod" | "compound" => {
                has(kid)
                    || tree.kid(kid, &["case"]).is_some_and(has)
                    || depth > 1 && self.has_below(words, kid, depth - 1)
            }
            _ => has(kid),
        })
    }
}

/// True for somebody whose trips and meetings are the public's business.
fn is_official(found: &Found) -> bool {
    const PUBLIC: [&str; 7] = ["GOV", "LEG", "OPP", "PTY", "REB", "IGO", "JUD"];
    found.participant.sector.is_some_and(|sector| PUBLIC.contains(&sector))
}

/// Why there are too few participants for an event.
fn unfit(trigger: &Trigger, frame: &Frame) -> Option<&'static str> {
    let known = |side: &[Found]| side.iter().any(|found| found.known);
    let (actor, recipient) = (known(&frame.actors), known(&frame.recipients));
    match trigger.needs {
        Needs::None => None,
        Needs::Either if !(actor || recipient) => Some("neither actor nor recipient is known"),
        Needs::Actor if !actor => Some("the actor is not known"),
        Needs::Recipient if !recipient => Some("the recipient is not known"),
        Needs::Both if !(actor && recipient) => Some("only one of actor and recipient is known"),
        _ => None,
    }
}

fn dedup(side: &mut Vec<Found>) {
    let mut seen = Vec::new();
    side.retain(|found| {
        let new = !seen.contains(&party::span(found));
        seen.push(party::span(found));
        new
    });
}
