//! Parts of a page that a server sent late, moved to where they belong.
//!
//! React streams a page with gaps, `<template id="B:1">` or `id="P:1"`, and sends what fills them at the end of the
//! page, in `<div hidden id="S:1">` with a line of script that moves it. Readers see the filled page.
use std::collections::HashMap;

use memchr::memmem;

use super::Tag;
use super::dom::{Dom, Node};
use super::parse::MAX_DEPTH;

/// The tree with its gaps filled; a part whose gap is not there stays where it is.
pub(super) fn fill(page: &str, dom: Dom) -> Dom {
    if memmem::find(page.as_bytes(), b"id=\"S:").is_none() {
        return dom;
    }
    let parts = parts(page, &dom);
    if parts.is_empty() { dom } else { Filling { page, old: &dom, parts, out: Vec::new() }.run() }
}

/// The late parts by their number.
fn parts<'p>(page: &'p str, dom: &Dom) -> HashMap<&'p str, u32> {
    let mut found = HashMap::new();
    for node in dom.all() {
        if let Some(number) = dom.attr(page, node, "id").and_then(|id| id.strip_prefix("S:"))
            && dom.attr(page, node, "hidden").is_some()
        {
            found.entry(number).or_insert(node.0);
        }
    }
    found
}

struct Filling<'a, 'p> {
    page: &'p str,
    old: &'a Dom,
    /// The parts that stand nowhere yet.
    parts: HashMap<&'p str, u32>,
    out: Vec<Node>,
}

impl<'p> Filling<'_, 'p> {
    fn run(mut self) -> Dom {
        let nodes = &self.old.nodes;
        // For each old node, its new place; for a part, that of the gap that it fills.
        let mut moved = vec![0u32; nodes.len()];
        let mut gone = vec![false; nodes.len()];
        // The runs of old nodes that are still to be copied, the innermost last.
        let mut runs = vec![(1, nodes.len() as u32)];
        self.out.extend(nodes.first().map(|root| Node { end: 0, ..*root }));
        while let Some((next, end)) = runs.pop() {
            if next >= end {
                continue;
            }
            let node = nodes[next as usize];
            if gone[next as usize] {
                runs.push((node.end, end));
                continue;
            }
            runs.push((next + 1, end));
            let place = self.out.len() as u32;
            moved[next as usize] = place;
            let parent = moved[node.parent as usize];
            let depth = self.out[parent as usize].depth + 1;
            self.out.push(Node { parent, depth, end: 0, ..node });
            if let Some(id) = self.id(next) {
                if let Some(part) = self.take(id, depth) {
                    self.out[place as usize].tag = Some(Tag::Div);
                    moved[part as usize] = place;
                    gone[part as usize] = true;
                    runs.push((part + 1, nodes[part as usize].end));
                } else if let Some(number) = id.strip_prefix("S:") {
                    self.parts.remove(number); // its gap comes too late, or never
                }
            }
        }
        for index in (0..self.out.len()).rev() {
            let end = self.out[index].end.max(index as u32 + 1);
            self.out[index].end = end;
            let parent = self.out[index].parent as usize;
            if index > 0 {
                self.out[parent].end = self.out[parent].end.max(end);
            }
        }
        Dom { nodes: self.out, attrs: self.old.attrs.clone() }
    }

    fn id(&self, node: u32) -> Option<&'p str> {
        self.old.attr(self.page, super::NodeId(node), "id")
    }

    /// Takes the part that fills the gap `id`, if the tree does not become too deep by it.
    fn take(&mut self, id: &str, depth: u16) -> Option<u32> {
        let number = id.strip_prefix("B:").or_else(|| id.strip_prefix("P:"))?;
        let part = self.parts.remove(number)?;
        let nodes = &self.old.nodes;
        let top = nodes[part as usize];
        let deepest = nodes[part as usize..top.end as usize].iter().map(|n| n.depth).max().unwrap_or(0);
        (usize::from(depth + (deepest - top.depth)) <= MAX_DEPTH).then_some(part)
    }
}
