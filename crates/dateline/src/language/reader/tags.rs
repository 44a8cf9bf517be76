//! Penn's tags that go with a universal one, so that the two tags of a word do not contradict each other.

/// By universal tag, the Penn tags of a model that may stand with it; all of them where nothing is listed.
#[derive(Debug)]
pub struct Pairs(Vec<Vec<usize>>);

/// The open classes that a model confuses: "reopens" in a headline as a verb, but with the tag of a plural.
const GO_TOGETHER: [(&str, &[&str]); 4] = [
    ("VERB", &["VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"]),
    ("AUX", &["VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"]),
    ("NOUN", &["NN", "NNS"]),
    ("PROPN", &["NNP", "NNPS"]),
];

impl Pairs {
    /// The pairs of a model's labels.
    pub fn new(upos: &[&str], xpos: &[&str]) -> Pairs {
        let fitting = |tag: &&str| {
            let listed = GO_TOGETHER.iter().find(|(upos, _)| upos == tag).map_or(&[][..], |(_, fine)| fine);
            let fits = |i: &usize| listed.is_empty() || listed.contains(&xpos[*i]);
            (0..xpos.len()).filter(fits).collect()
        };
        Pairs(upos.iter().map(fitting).collect())
    }

    /// The index of the Penn tag with the highest score among those that go with the universal tag; the first of equals.
    pub fn best(&self, upos: usize, scores: &[f32]) -> usize {
        let mut top = (0, f32::MIN);
        for i in &self.0[upos] {
            if scores[*i] > top.1 {
                top = (*i, scores[*i]);
            }
        }
        top.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_has_no_tag_of_a_noun() {
        let pairs = Pairs::new(&["NOUN", "VERB", "X"], &["NNS", "VBZ"]);
        assert_eq!([0, 1, 2].map(|upos| pairs.best(upos, &[0.5, 0.4])), [0, 1, 0]);
    }
}
