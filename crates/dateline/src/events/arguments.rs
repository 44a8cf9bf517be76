//! Where the arguments of a word stand in the parse: its subject, object and complements, its own or those that it shares.
use super::frame::Reader;
use super::party::Found;
use super::tree::Tree;
use crate::doc::Document;

impl Reader<'_, '_, '_> {
    /// "acted against Peru over its tests": "its" is of whom the act is against.
    pub(super) fn target_before(&self, noun: usize, possessor: usize) -> Option<usize> {
        let tree = self.tree;
        if !matches!(tree.word(possessor), "its" | "their" | "his" | "her") {
            return None;
        }
        let mut now = noun;
        for _ in 0..6 {
            let head = tree.head(now)?;
            if matches!(tree.case(now), "over" | "for" | "after" | "including") {
                let against = |at: usize| {
                    tree.kids(at).find(|kid| {
                        *kid < now
                            && matches!(tree.case(*kid), "against" | "at" | "on")
                            && tree.mention(*kid).is_some()
                    })
                };
                let object = tree.kid(head, &["obj"]);
                let found = against(head).or_else(|| object.and_then(against));
                return found.filter(|found| *found < possessor && !self.is_time(*found));
            }
            if !matches!(tree.rel(now), "nmod" | "obl" | "conj" | "obj" | "appos" | "acl" | "advcl") {
                return None;
            }
            now = head;
        }
        None
    }

    pub(super) fn is_time(&self, head: usize) -> bool {
        let Some(token) = self.tree.tokens.get(head) else { return false };
        if self.control.is_time(self.tree.lemma(head)) {
            return true;
        }
        let times = Document::items(&self.tree.doc.times);
        let from = times.partition_point(|time| time.span.end <= token.span.start);
        times.get(from).is_some_and(|time| time.span.start < token.span.end)
    }

    /// The nouns behind a preposition that depend on a token.
    pub(super) fn behind(&self, at: usize, preposition: &str) -> Vec<usize> {
        let tree = self.tree;
        tree.kids(at)
            .filter(|kid| *kid > at || tree.rel(*kid).starts_with("obl"))
            .filter(|kid| tree.rel(*kid).starts_with("obl") || tree.rel(*kid).starts_with("nmod"))
            .filter(|kid| tree.case(*kid) == preposition && !self.is_time(*kid))
            .flat_map(|kid| tree.conjuncts(kid))
            .collect()
    }

    pub(super) fn agents_behind_by(&self, at: usize) -> Vec<usize> {
        let agent = self.tree.kid(at, &["obl:agent"]);
        agent.map_or_else(|| self.behind(at, "by"), |agent| self.tree.conjuncts(agent))
    }

    /// The objects of an active verb: its own, or the noun that its relative clause is about.
    pub(super) fn objects(&self, at: usize) -> Vec<usize> {
        let tree = self.tree;
        // "call off a strike", where the parse takes the particle for a preposition.
        let bare = |kid: &usize| {
            *kid > at && tree.rel(*kid) == "obl" && tree.case(*kid).is_empty() && !self.is_time(*kid)
        };
        let direct = tree
            .kid(at, &["iobj"])
            .into_iter()
            .chain(tree.kid(at, &["obj"]).or_else(|| tree.kids(at).find(bare)));
        let own: Vec<usize> = direct.flat_map(|object| tree.conjuncts(object)).collect();
        if !own.is_empty() {
            return own;
        }
        let own = tree.kid(at, &["nsubj"]).is_some_and(|subject| !matches!(tree.xpos(subject), "WP" | "WDT"));
        if tree.rel(at) == "acl:relcl" && own {
            return tree.head(at).into_iter().collect();
        }
        // "attacked and killed a judge": the object of the last of several verbs.
        if tree.rel(at) != "conj" {
            let next = tree.kid(at, &["conj"]).filter(|next| tree.is_verb(*next) && *next == at + 2);
            return next.and_then(|next| tree.kid(next, &["obj"])).map_or(Vec::new(), |o| tree.conjuncts(o));
        }
        Vec::new()
    }

    pub(super) fn passive_subject(&self, at: usize) -> Vec<usize> {
        let tree = self.tree;
        if let Some(subject) = tree.kid(at, &["nsubj:pass", "nsubj"]) {
            return tree.conjuncts(subject);
        }
        match tree.rel(at) {
            "acl" | "amod" | "acl:relcl" => tree.head(at).into_iter().collect(),
            _ => self.subject(at),
        }
    }

    /// Who does what an active verb says: its subject, or that of the verb that controls it.
    pub(super) fn subject(&self, at: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut now = at;
        for _ in 0..8 {
            let own = ["nsubj", "nsubj:pass", "nsubj:outer"];
            // Of several the nearest: "LIMA, May 3 -- Peru's president arrived" has the dateline for another.
            let subjects = tree.kids(now).filter(|kid| own.contains(&tree.rel(*kid)));
            let nearest = subjects.min_by_key(|kid| kid.abs_diff(now));
            let own = nearest.filter(|_| now != at || !is_passive(tree, at));
            if let Some(subject) = own {
                return tree.conjuncts(self.speaker(now, subject));
            }
            let Some(head) = tree.head(now) else { break };
            match tree.rel(now) {
                "xcomp" | "advcl" | "ccomp" => {
                    let commands = self.control.commands(tree.lemma(head));
                    let object = tree.kid(head, &["obj", "iobj"]).filter(|_| {
                        commands || tree.rel(now) == "xcomp" && !self.control.commits(tree.lemma(head))
                    });
                    // "called on Peru to withdraw"
                    let object = object.or_else(|| {
                        tree.kid(head, &["obl"])
                            .filter(|kid| commands && matches!(tree.case(*kid), "on" | "upon" | "to"))
                            .filter(|kid| !self.is_time(*kid))
                    });
                    if let Some(object) = object {
                        return tree.conjuncts(object);
                    }
                    if !tree.is_verb(head) && tree.rel(now) != "xcomp" {
                        return tree.kid(head, &["nsubj"]).map_or(Vec::new(), |s| tree.conjuncts(s));
                    }
                    now = head;
                }
                "conj" => now = head,
                "acl:relcl" => return tree.conjuncts(head),
                "acl" if tree.xpos(now) == "VBG" && !self.control.is_plan(tree.lemma(head)) => {
                    return tree.conjuncts(head);
                }
                // "Peru's plan to withdraw", "announced a plan to withdraw"
                "acl" | "nmod" => {
                    if let Some(owner) = tree.kid(head, &["nmod:poss"]) {
                        return tree.conjuncts(owner);
                    }
                    let Some(verb) = tree.head(head).filter(|verb| tree.is_verb(*verb)) else { break };
                    now = verb;
                }
                "obl" if tree.is_verb(now) => now = head,
                _ => break,
            }
        }
        Vec::new()
    }

    /// "Peru said it would withdraw": who speaks, where the text leaves the pronoun open.
    pub(super) fn speaker(&self, at: usize, subject: usize) -> usize {
        let tree = self.tree;
        let open = tree.upos(subject) == "PRON"
            && tree.mention(subject).is_none()
            && matches!(tree.word(subject), "it" | "he" | "she" | "they");
        let head = tree.head(at).filter(|head| open && tree.rel(at) == "ccomp" && tree.is_verb(*head));
        head.and_then(|head| tree.kid(head, &["nsubj"])).unwrap_or(subject)
    }

    /// "demanded that Peru withdraw": the subject of what is asked for.
    pub(super) fn asked(&self, at: usize) -> Option<usize> {
        let clause = self.tree.kid(at, &["ccomp", "xcomp", "advcl"])?;
        self.tree.kid(clause, &["nsubj", "nsubj:pass"])
    }

    /// "agreed to free the hostages": whom the act that is spoken of is done to.
    pub(super) fn complement(&self, at: usize) -> Vec<Found> {
        let tree = self.tree;
        let Some(clause) = tree.kid(at, &["xcomp", "ccomp", "advcl"]) else { return Vec::new() };
        let mut found: Vec<Found> =
            self.objects(clause).into_iter().filter_map(|head| self.inner(head)).collect();
        if !found.iter().any(|found| found.known) {
            found.extend(self.around(clause, 0));
        }
        found.retain(|found| found.known);
        found
    }

    /// Somebody named behind a preposition below a token, the nearest first.
    pub(super) fn around(&self, at: usize, depth: usize) -> Option<Found> {
        const BEHIND: [&str; 14] = [
            "to", "of", "in", "with", "for", "against", "on", "from", "into", "at", "between", "over",
            "across", "toward",
        ];
        let tree = self.tree;
        let near = tree.kids(at).filter(|kid| {
            let rel = tree.rel(*kid);
            *kid > at
                && (rel == "obj" || (rel == "obl" || rel == "nmod") && BEHIND.contains(&tree.case(*kid)))
        });
        let near: Vec<usize> = near.collect();
        near.iter()
            .filter_map(|kid| self.party(*kid))
            .find(|found| found.known)
            .or_else(|| near.iter().filter(|_| depth < 2).find_map(|kid| self.around(*kid, depth + 1)))
    }
}

/// "was arrested", "protesters arrested by police", "Three arrested in raid".
pub(super) fn is_passive(tree: &Tree<'_>, at: usize) -> bool {
    if tree.kid(at, &["aux:pass", "nsubj:pass"]).is_some() {
        return true;
    }
    if tree.xpos(at) != "VBN" || tree.kid(at, &["obj"]).is_some() {
        return false;
    }
    if tree.kids_by(at, "aux").any(|aux| tree.lemma(aux) == "have") {
        return false;
    }
    match tree.rel(at) {
        "conj" if tree.kid(at, &["nsubj"]).is_none() => {
            tree.head(at).is_some_and(|head| tree.xpos(head) != "VBN" || is_passive(tree, head))
        }
        _ => true,
    }
}
