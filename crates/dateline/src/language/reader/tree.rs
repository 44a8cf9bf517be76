//! The best tree over a sentence, from the scores of its arcs.

/// The head of each of `n` words, where 0 is the root and word `i` is `i + 1`.
///
/// `scores` has a row of `stride` numbers for each word, the first the score of being the root. Exactly one word is:
/// Chu-Liu and Edmonds' algorithm, after the root is chosen.
pub fn heads(scores: &[f32], stride: usize, n: usize) -> Vec<usize> {
    let row = |i: usize| &scores[i * stride..i * stride + n + 1];
    let best = |i: usize, from: usize| {
        let options = row(i).iter().enumerate().skip(from).filter(|(h, _)| *h != i + 1);
        options.fold((from, f32::MIN), |top, (h, s)| if *s > top.1 { (h, *s) } else { top })
    };
    let mut heads: Vec<usize> = (0..n).map(|i| best(i, 0).0).collect();
    let roots = heads.iter().filter(|h| **h == 0).count();
    if roots != 1 && n > 1 {
        // The word that gains most by being the root.
        let gain = |i: usize| row(i)[0] - best(i, 1).1;
        let root = (0..n).fold(0, |top, i| if gain(i) > gain(top) { i } else { top });
        for (i, head) in heads.iter_mut().enumerate() {
            *head = if i == root { 0 } else { best(i, 1).0 };
        }
    }
    if cycle(&heads).is_none() {
        return heads;
    }
    let root = heads.iter().position(|h| *h == 0).unwrap_or(0);
    // Weights over n + 1 nodes, where only the root hangs from node 0.
    let mut weights = vec![vec![f32::MIN; n + 1]; n + 1];
    for i in 0..n {
        for (h, s) in row(i).iter().enumerate() {
            if h != i + 1 && (h == 0) == (i == root) {
                weights[i + 1][h] = *s;
            }
        }
    }
    arborescence(&weights)[1..].to_vec()
}

/// The words of a cycle, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0 not seen, otherwise the walk on which it was.
    let mut seen = vec![0usize; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            let mut words = vec![at];
            let mut next = heads[at - 1];
            while next != at {
                words.push(next);
                next = heads[next - 1];
            }
            return Some(words);
        }
    }
    None
}

/// The heaviest tree from node 0: contracts a cycle, solves the rest, opens the cycle where it is entered.
fn arborescence(weights: &[Vec<f32>]) -> Vec<usize> {
    let n = weights.len();
    let mut heads = vec![0; n];
    for v in 1..n {
        heads[v] = (0..n).fold(0, |top, h| if weights[v][h] > weights[v][top] { h } else { top });
    }
    let Some(ring) = cycle(&heads[1..]) else { return heads };
    let inside: Vec<bool> = (0..n).map(|v| ring.contains(&v)).collect();
    let outside: Vec<usize> = (0..n).filter(|v| !inside[*v]).collect();
    let c = outside.len();
    let mut small = vec![vec![f32::MIN; c + 1]; c + 1];
    // By outer node: the word of the cycle that it heads, and the word of the cycle that heads it.
    let (mut enters, mut leaves) = (vec![0; c], vec![0; c]);
    for (a, &u) in outside.iter().enumerate() {
        for (b, &v) in outside.iter().enumerate() {
            small[a][b] = weights[u][v];
        }
        let gain = |v: usize| weights[v][u] - weights[v][heads[v]];
        let entry = ring.iter().copied().fold(ring[0], |top, v| if gain(v) > gain(top) { v } else { top });
        (enters[a], small[c][a]) = (entry, gain(entry));
        let exit =
            ring.iter().copied().fold(ring[0], |t, v| if weights[u][v] > weights[u][t] { v } else { t });
        (leaves[a], small[a][c]) = (exit, weights[u][exit]);
    }
    let solved = arborescence(&small);
    for (a, &u) in outside.iter().enumerate().skip(1) {
        heads[u] = if solved[a] == c { leaves[a] } else { outside[solved[a]] };
    }
    let from = solved[c];
    heads[enters[from]] = outside[from];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scores: &[&[f32]], expected: &[usize]) {
        let flat: Vec<f32> = scores.concat();
        assert_eq!(heads(&flat, scores.len() + 1, scores.len()), expected);
    }

    #[test]
    fn plain() {
        check(&[&[1.0, 0.0, 5.0], &[9.0, 1.0, 0.0]], &[2, 0]);
    }

    #[test]
    fn one_root_only() {
        check(&[&[9.0, 0.0, 8.0], &[9.5, 1.0, 0.0]], &[2, 0]);
        check(&[&[0.0, 0.0, 8.0], &[1.0, 7.0, 0.0]], &[2, 0]);
    }

    #[test]
    fn a_cycle_is_opened_where_it_costs_least() {
        // 1 and 2 head each other; 3 is the root and heads 1 or 2.
        check(&[&[0.0, 0.0, 9.0, 4.0], &[0.0, 9.0, 0.0, 6.0], &[9.0, 0.0, 1.0, 0.0]], &[2, 3, 0]);
    }
}
