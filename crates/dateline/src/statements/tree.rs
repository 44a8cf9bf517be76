//! The arcs of the text: what depends on a word, and how far that reaches.
use crate::doc::Token;

/// How many dependents of a word are looked at; no real sentence has more.
const MOST: usize = 100;

/// Heads, relations and reach of the words, by their indices.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    head: Option<usize>,
    relation: &'static str,
    /// The first dependent, in text order.
    child: Option<usize>,
    /// The next dependent of the same head.
    sibling: Option<usize>,
    /// From the first to past the last word that depends on it, itself included.
    reach: (usize, usize),
}

impl Tree {
    pub fn of(tokens: &[Token]) -> Tree {
        let mut nodes: Vec<Node> = tokens
            .iter()
            .enumerate()
            .map(|(at, token)| {
                let head = token.head.map(|id| id.index()).filter(|head| *head < tokens.len() && *head != at);
                let relation = token.deprel.unwrap_or_default();
                Node { head, relation, child: None, sibling: None, reach: (at, at + 1) }
            })
            .collect();
        let mut open = vec![0_usize; nodes.len()];
        for at in (0..nodes.len()).rev() {
            if let Some(head) = nodes[at].head {
                nodes[at].sibling = nodes[head].child;
                nodes[head].child = Some(at);
                open[head] += 1;
            }
        }
        // Leaves first, so that a chain as long as the text takes no longer than a flat one.
        let mut ready: Vec<usize> = (0..nodes.len()).filter(|at| open[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            let Some(head) = nodes[at].head else { continue };
            let (low, high) = nodes[at].reach;
            let reach = &mut nodes[head].reach;
            *reach = (reach.0.min(low), reach.1.max(high));
            open[head] -= 1;
            if open[head] == 0 {
                ready.push(head);
            }
        }
        Tree { nodes }
    }

    pub fn head(&self, at: usize) -> Option<usize> {
        self.nodes.get(at)?.head
    }

    /// The relation to the head, without its subtype: "nsubj" of "nsubj:pass".
    pub fn relation(&self, at: usize) -> &'static str {
        self.full_relation(at).split(':').next().unwrap_or_default()
    }

    pub fn full_relation(&self, at: usize) -> &'static str {
        self.nodes.get(at).map_or("", |node| node.relation)
    }

    /// From the first to past the last word that depends on the one at `at`.
    pub fn reach(&self, at: usize) -> (usize, usize) {
        self.nodes.get(at).map_or((at, at), |node| node.reach)
    }

    /// The first dependents, in text order.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut next = self.nodes.get(at).and_then(|node| node.child);
        std::iter::from_fn(move || {
            let now = next?;
            next = self.nodes.get(now).and_then(|node| node.sibling);
            Some(now)
        })
        .take(MOST)
    }

    /// The first dependent with one of these relations.
    pub fn child(&self, at: usize, relations: &[&str]) -> Option<usize> {
        self.children(at).find(|child| relations.contains(&self.relation(*child)))
    }
}
