//! Names, from the scores of the tags B, I, E, S and O of each type: the best sequence in which every name is whole.

/// A tag as the model writes it: "B-PER", "O".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// "B", "I", "E", "S" or "O"
    pub place: u8,
    /// "PER", "ORG", "LOC", "MISC", or nothing.
    pub kind: &'static str,
}

impl Tag {
    /// Reads "B-PER".
    pub fn parse(label: &'static str) -> Tag {
        let (place, kind) = label.split_once('-').unwrap_or((label, ""));
        Tag { place: place.as_bytes().first().copied().unwrap_or(b'O'), kind }
    }

    /// A name may be open behind this tag.
    fn open(self) -> bool {
        matches!(self.place, b'B' | b'I')
    }

    /// This tag goes on with a name.
    fn inside(self) -> bool {
        matches!(self.place, b'I' | b'E')
    }
}

/// What a Viterbi search keeps.
#[derive(Debug)]
pub struct Search {
    tags: Vec<Tag>,
    /// For a tag inside of a name, the two that may stand before it; all others follow any tag that closes.
    before: Vec<Option<[usize; 2]>>,
    closed: Vec<usize>,
    back: Vec<u8>,
}

impl Search {
    /// A search over `labels`.
    pub fn new(labels: &[&'static str]) -> Search {
        let tags: Vec<Tag> = labels.iter().map(|l| Tag::parse(l)).collect();
        let find = |place: u8, kind: &str| tags.iter().position(|t| t.place == place && t.kind == kind);
        let before = |t: &Tag| {
            let pair = (find(b'B', t.kind)?, find(b'I', t.kind)?);
            t.inside().then_some([pair.0, pair.1])
        };
        let before = tags.iter().map(before).collect();
        let closed = (0..tags.len()).filter(|t| !tags[*t].open()).collect();
        Search { before, closed, tags, back: Vec::new() }
    }

    /// The names of a sentence as (first token, one past the last, type), from rows of `stride` scores.
    pub fn names(&mut self, scores: &[f32], stride: usize) -> Vec<(usize, usize, &'static str)> {
        let many = self.tags.len();
        self.back.clear();
        let mut best: Vec<f32> = Vec::with_capacity(many);
        let mut next = vec![0.0; many];
        for (i, row) in scores.chunks_exact(stride).enumerate() {
            if i == 0 {
                let start = |(tag, s): (&Tag, &f32)| if tag.inside() { f32::MIN / 4.0 } else { *s };
                best.extend(self.tags.iter().zip(row).map(start));
                self.back.resize(many, 0);
                continue;
            }
            let top = |options: &[usize]| {
                let first = options.first().copied().unwrap_or(0);
                options.iter().fold(first, |top, o| if best[*o] > best[top] { *o } else { top })
            };
            let closed = top(&self.closed);
            for (tag, before) in self.before.iter().enumerate() {
                let from = before.as_ref().map_or(closed, |pair| top(pair));
                next[tag] = best[from] + row[tag];
                self.back.push(from as u8);
            }
            std::mem::swap(&mut best, &mut next);
        }
        let closed = self.closed.iter().copied();
        let Some(mut at) = closed.reduce(|top, t| if best.get(t) > best.get(top) { t } else { top }) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        let mut end = 0;
        for i in (0..self.back.len() / many).rev() {
            let tag = self.tags[at];
            if matches!(tag.place, b'E' | b'S') {
                end = i + 1;
            }
            if matches!(tag.place, b'B' | b'S') {
                out.push((i, end, tag.kind));
            }
            at = self.back[i * many + at] as usize;
        }
        out.reverse();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [&str; 5] = ["O", "B-PER", "I-PER", "E-PER", "S-PER"];

    #[track_caller]
    fn check(scores: &[[f32; 5]], expected: &[(usize, usize, &str)]) {
        assert_eq!(Search::new(&LABELS).names(&scores.concat(), 5), expected);
    }

    #[test]
    fn names_are_whole() {
        check(&[[0.0, 5.0, 0.0, 0.0, 4.0], [3.0, 0.0, 0.0, 1.0, 0.0]], &[(0, 1, "PER")]);
        check(&[[0.0, 5.0, 0.0, 0.0, 4.0], [1.0, 0.0, 0.0, 3.0, 0.0]], &[(0, 2, "PER")]);
        check(&[[0.0, 0.0, 9.0, 9.0, 1.0]], &[(0, 1, "PER")]);
        check(&[[2.0, 0.0, 0.0, 0.0, 1.0], [2.0, 0.0, 0.0, 0.0, 1.0]], &[]);
    }
}
