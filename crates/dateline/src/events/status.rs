//! What the text says of an event's truth, by a walk up the parse: `data/events/status.toml`.
mod words;

pub(super) use words::StatusWords;

use self::words::{Signature, Takes};
use super::tree::Tree;
use crate::doc::{Mood, Status};

/// How far down a sentence is walked; deeper trees come from torn text.
const DEEPEST: usize = 24;

/// The status of what the word at a token says.
///
/// The root of a sentence is asserted. On the way down, each word that embeds another turns its own status into that of what
/// it governs; then the auxiliaries and negations of the word itself are applied.
pub(super) fn of(words: &StatusWords, tree: &Tree<'_>, at: usize) -> Status {
    let walk = Walk { words, tree };
    walk.status(at, 0)
}

struct Walk<'w, 't, 'd> {
    words: &'w StatusWords,
    tree: &'t Tree<'d>,
}

impl Walk<'_, '_, '_> {
    fn status(&self, at: usize, depth: usize) -> Status {
        // "is to visit"
        let tree = self.tree;
        let be =
            tree.kids(at).find(|kid| matches!(tree.rel(*kid), "cop" | "aux") && tree.lemma(*kid) == "be");
        // Not "seems to be visiting".
        let to = tree.kid(at, &["mark"]).filter(|mark| tree.word(*mark) == "to");
        if tree.is_verb(at) && be.zip(to).is_some_and(|(be, to)| be < to) {
            return self.own(at, Status::Planned);
        }
        self.own(at, self.bare(at, depth))
    }

    /// The status that comes from above, before the word's own auxiliaries are looked at.
    fn bare(&self, at: usize, depth: usize) -> Status {
        let tree = self.tree;
        let Some(head) = tree.head(at).filter(|_| depth < DEEPEST) else { return Status::Asserted };
        let rel = tree.rel(at);
        let above = || self.status(head, depth + 1);
        match rel {
            "conj" => self.shared(at, head, depth),
            "xcomp" | "ccomp" | "csubj" | "csubj:pass" => self.governed(at, head, Takes::Clause, above()),
            "acl" => {
                // "the only states to have signed" have signed.
                if tree.xpos(at) == "VBN" && tree.kids_by(at, "aux").any(|aux| tree.word(aux) == "have") {
                    return above();
                }
                let clause = matches!(tree.xpos(at), "VB")
                    || !tree.case(at).is_empty()
                    || tree.kid(at, &["nsubj"]).is_some();
                if clause { self.governed(at, head, Takes::Clause, above()) } else { Status::Asserted }
            }
            "advcl" => self.beside(at, head, depth),
            "obj" | "nsubj:pass" | "iobj" | "nmod" | "obl" | "compound" | "obl:agent" | "nmod:unmarked" => {
                self.noun(at, head, depth)
            }
            "nsubj" => match self.words.embed(tree, head, at, Takes::Subject) {
                Some(signature) => signature.turn(above()),
                None if tree.xpos(head) == "VBN" => above(),
                None => Status::Asserted,
            },
            "appos" | "dep" | "flat" | "list" => Status::Asserted,
            _ => Status::Asserted,
        }
    }

    /// A clause that is an argument.
    fn governed(&self, at: usize, head: usize, takes: Takes, above: Status) -> Status {
        match self.words.embed(self.tree, head, at, takes) {
            Some(signature) => signature.turn(above),
            None if self.tree.is_noun(head) && self.tree.rel(at) == "acl" => Status::Planned,
            None => above,
        }
    }

    /// "attacked and killed" share what governs them; what has its own subject or auxiliary does not share those.
    fn shared(&self, at: usize, head: usize, depth: usize) -> Status {
        let tree = self.tree;
        let own = tree.kids(at).any(|kid| matches!(tree.rel(kid), "nsubj" | "nsubj:pass" | "aux"));
        let dependent = matches!(tree.xpos(at), "VB" | "VBN" | "VBG") || tree.is_noun(at);
        if own || !dependent {
            return self.bare(head, depth + 1);
        }
        let either = tree.kid(at, &["cc"]).is_some_and(|cc| matches!(tree.word(cc), "or" | "nor"));
        match self.status(head, depth + 1) {
            Status::Negated if !either => self.bare(head, depth + 1),
            status => status,
        }
    }

    /// A clause beside its main clause: "if", "to", "without".
    fn beside(&self, at: usize, head: usize, depth: usize) -> Status {
        let tree = self.tree;
        let above = self.status(head, depth + 1);
        let when =
            tree.kids_by(at, "advmod").find(|kid| matches!(tree.word(*kid), "when" | "whenever" | "where"));
        let mark = match tree.case(at) {
            "" => when.map_or("", |_| "when"),
            mark => mark,
        };
        if matches!(mark, "" | "to" | "from" | "of" | "that" | "for" | "on" | "about" | "in" | "with" | "at")
            && let Some(signature) = self.words.embed(tree, head, at, Takes::Clause)
        {
            return signature.turn(above);
        }
        let could = tree.kids_by(at, "aux").any(|aux| matches!(tree.word(aux), "could" | "can"));
        match mark {
            "" => above,
            "before" if could => Status::Negated,
            "to" if above == Status::Negated => Status::Negated,
            "when" | "once" | "after" | "as" | "before" if above == Status::Planned => Status::Planned,
            _ => self.words.mark(mark).unwrap_or(Status::Asserted),
        }
    }

    /// An event noun as an argument: "cancelled the visit", "threat of war", "held talks".
    fn noun(&self, at: usize, head: usize, depth: usize) -> Status {
        let tree = self.tree;
        let above = || self.status(head, depth + 1);
        if let Some(signature) = self.words.embed(tree, head, at, Takes::Object) {
            return signature.turn(above());
        }
        let case = tree.case(at);
        match tree.rel(at) {
            // "will not let this pandemic change us": it is there.
            "obj" | "nsubj:pass"
                if self.definite(at) && tree.is_verb(head) && !self.words.carries(tree.lemma(head)) =>
            {
                Status::Asserted
            }
            "obj" | "nsubj:pass" | "compound" => above(),
            "nmod" if matches!(case, "of" | "") => above(),
            "obl" | "nmod" => match self.words.mark(case).filter(|status| *status == Status::Negated) {
                Some(status) => status,
                // "is in talks", "go on strike"
                None if tree.rel(at) == "obl"
                    && matches!(case, "in" | "on" | "into" | "with")
                    && !self.definite(at) =>
                {
                    above()
                }
                None => Status::Asserted,
            },
            _ => Status::Asserted,
        }
    }

    fn definite(&self, at: usize) -> bool {
        let tree = self.tree;
        tree.kids(at).any(|kid| match tree.rel(kid) {
            "det" => matches!(tree.word(kid), "the" | "this" | "that" | "these" | "those"),
            "nmod:poss" => true,
            _ => false,
        })
    }

    /// What the auxiliaries, negations and modifiers of the word itself make of its status.
    fn own(&self, at: usize, from: Status) -> Status {
        let tree = self.tree;
        let (mut modal, mut negated) = (None, false);
        for kid in tree.kids(at) {
            match tree.rel(kid) {
                "aux" => {
                    let mut found = self.words.modal(tree.word(kid));
                    if tree.word(kid) == "would" && self.reported(at) {
                        found = Some(Status::Planned);
                    }
                    modal = modal.or(found);
                }
                "advmod" | "neg" | "discourse" => match self.words.adverb(tree.word(kid)) {
                    Some(Status::Negated) => negated = true,
                    // "will likely send"
                    Some(found) if modal == Some(Status::Planned) => modal = Some(found),
                    Some(found) => modal = modal.or(Some(found)),
                    None => {}
                },
                "det" if tree.is_noun(at) => negated |= matches!(tree.word(kid), "no" | "neither"),
                "amod" | "compound" if tree.is_noun(at) => match self.words.adjective(tree, kid) {
                    Some(Status::Negated) => negated = true,
                    Some(found) => modal = modal.or(Some(found)),
                    None => {}
                },
                "nsubj" | "nsubj:pass" | "obj" if tree.is_verb(at) || tree.upos(at) == "ADJ" => {
                    let no = tree.kid(kid, &["det"]).is_some_and(|det| tree.word(det) == "no");
                    negated |= no || self.words.is_nobody(tree.word(kid));
                }
                "cc" => negated |= tree.word(kid) == "nor",
                _ => {}
            }
        }
        if tree.rel(at) == "root" && self.asks(at) {
            modal = modal.filter(|modal| *modal != Status::Planned).or(Some(Status::Possible));
        }
        let conditional = tree.kids_by(at, "mark").any(|mark| matches!(tree.word(mark), "if" | "whether"));
        match (from, modal, negated) {
            (Status::Planned | Status::Possible, Some(Status::Possible), _) => Status::Possible,
            (Status::Asserted, Some(Status::Possible), true) => match self.modal_word(at) {
                Some("may" | "might" | "should" | "must") | None => Status::Possible,
                Some(_) => Status::Negated,
            },
            (Status::Asserted, Some(modal), false) => modal,
            (Status::Negated, _, true) => Status::Asserted,
            (Status::Denied, _, true) => Status::Possible,
            // "if Peru does not withdraw", but "urged Peru not to withdraw"
            (Status::Possible, _, true) if conditional => Status::Possible,
            (Status::Possible, _, true) => Status::Negated,
            (_, _, true) => Status::Negated,
            (Status::Planned, Some(modal), false) => modal,
            (from, _, false) => from,
        }
    }

    fn modal_word(&self, at: usize) -> Option<&str> {
        let tree = self.tree;
        tree.kids_by(at, "aux")
            .find(|aux| self.words.modal(tree.word(*aux)).is_some())
            .map(|aux| tree.word(aux))
    }

    /// "said it would": the future seen from the past.
    fn reported(&self, at: usize) -> bool {
        let tree = self.tree;
        let first = if tree.rel(at) == "conj" { tree.head(at).unwrap_or(at) } else { at };
        tree.rel(first) == "ccomp"
            && tree
                .head(first)
                .is_some_and(|head| matches!(tree.xpos(head), "VBD" | "VBN" | "VBZ" | "VBG" | "VBP"))
    }

    /// A command or a question.
    fn asks(&self, at: usize) -> bool {
        let tree = self.tree;
        let features = tree.tokens[at].features;
        let subject = tree.kids_by(at, "nsubj").next().is_some();
        let closes = |word: &str| matches!(word, "\"" | "”" | "’" | "'" | "''" | ")" | "]");
        let last = (0..tree.len()).rev().map(|at| tree.word(at)).find(|word| !closes(word));
        features.mood == Some(Mood::Imp) && !subject || last == Some("?")
    }
}

impl Signature {
    /// What holds below a word of which `above` holds.
    fn turn(self, above: Status) -> Status {
        use Status as S;
        match (self, above) {
            (Signature::Always(status), _) => status,
            (Signature::Turns { positive, .. }, S::Asserted) => positive,
            (Signature::Turns { negative, .. }, S::Negated) => negative,
            (Signature::Turns { positive: S::Asserted, .. }, S::Denied) => S::Denied,
            (Signature::Turns { .. }, S::Denied) => S::Denied,
            (Signature::Turns { positive: S::Asserted | S::Possible | S::Denied, .. }, S::Possible) => {
                S::Possible
            }
            (Signature::Turns { .. }, S::Possible) => S::Possible,
            (Signature::Turns { positive: S::Asserted, .. }, S::Planned) => S::Planned,
            (Signature::Turns { positive, .. }, S::Planned) => positive,
        }
    }
}
