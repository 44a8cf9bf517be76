use std::ops::Range;

use super::Tag;

/// The tree of a page, in document order: a subtree is a run of consecutive nodes.
///
/// Nodes hold byte ranges of the decoded page, never copies.
#[derive(Clone, Debug, Default)]
pub struct Dom {
    pub(super) nodes: Vec<Node>,
    pub(super) attrs: Vec<Attr>,
}

/// The place of a node in its tree. Ids ascend in document order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The root, which is no element of the page.
    pub const ROOT: NodeId = NodeId(0);

    /// The node at an index of a table by node.
    pub fn at(index: usize) -> NodeId {
        NodeId(index as u32)
    }

    /// The index, for tables by node.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// None for text.
    pub tag: Option<Tag>,
    pub depth: u16,
    pub parent: u32,
    /// One past the last node of the subtree.
    pub end: u32,
    /// Of the start tag, or of the text.
    pub page: (u32, u32),
    pub attrs: (u32, u32),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Attr {
    pub name: (u32, u32),
    pub value: (u32, u32),
}

impl Dom {
    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True if the page has no nodes at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// All nodes after the root, in document order.
    pub fn all(&self) -> impl Iterator<Item = NodeId> + use<> {
        (1..self.nodes.len() as u32).map(NodeId)
    }

    /// The nodes below `node`, in document order.
    pub fn below(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (node.0 + 1..self.node(node).end).map(NodeId)
    }

    /// The first node after the subtree of `node`, in document order; may be past the last one.
    pub fn after(&self, node: NodeId) -> NodeId {
        NodeId(self.node(node).end)
    }

    /// The children of `node`.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(node).end;
        let mut next = node.0 + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = NodeId(next);
                next = self.node(child).end;
                child
            })
        })
    }

    /// The parent; none for the root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        (node.0 != 0).then(|| NodeId(self.node(node).parent))
    }

    /// The ancestors of `node`, the nearest first, without the root.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |n| self.parent(*n)).take_while(|n| *n != NodeId::ROOT)
    }

    /// True if `inner` lies below `outer`.
    pub fn is_below(&self, inner: NodeId, outer: NodeId) -> bool {
        outer.0 < inner.0 && inner.0 < self.node(outer).end
    }

    /// The tag of an element; none for text.
    pub fn tag(&self, node: NodeId) -> Option<Tag> {
        self.node(node).tag
    }

    /// True if `node` is an element of that tag.
    pub fn is(&self, node: NodeId, tag: Tag) -> bool {
        self.node(node).tag == Some(tag)
    }

    /// The number of ancestors, bounded by the parser.
    pub fn depth(&self, node: NodeId) -> usize {
        usize::from(self.node(node).depth)
    }

    /// Where the start tag, or the text, stands in the decoded page.
    pub fn page_range(&self, node: NodeId) -> Range<usize> {
        let (start, end) = self.node(node).page;
        start as usize..end as usize
    }

    /// The attributes of an element as (name, value) ranges of the decoded page, values undecoded.
    pub fn attrs(&self, node: NodeId) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        let (start, end) = self.node(node).attrs;
        self.attrs[start as usize..end as usize]
            .iter()
            .map(|a| (a.name.0 as usize..a.name.1 as usize, a.value.0 as usize..a.value.1 as usize))
    }

    /// The range of an attribute's value in the decoded page.
    pub fn attr_range(&self, page: &str, node: NodeId, name: &str) -> Option<Range<usize>> {
        self.attrs(node).find(|(n, _)| page[n.clone()].eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The value of an attribute as it stands in the page, entities undecoded.
    pub fn attr<'p>(&self, page: &'p str, node: NodeId, name: &str) -> Option<&'p str> {
        self.attr_range(page, node, name).map(|range| &page[range])
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.0 as usize]
    }
}
