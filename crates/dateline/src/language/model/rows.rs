//! What is done to rows number by number. Callers run these at the width of the machine's vectors.
//!
//! No sum here depends on that width, so that every machine computes the same bits.

/// The scale and shift of a layer's normalisation.
#[derive(Debug)]
pub struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    /// From the scales, then the shifts.
    pub fn new(numbers: &[f32]) -> Norm {
        let (scale, shift) = numbers.split_at(numbers.len() / 2);
        Norm { scale: scale.to_vec(), shift: shift.to_vec() }
    }
}

const LANES: usize = 16;

/// The sum of `f` over a row, in 16 interleaved parts.
#[inline(always)]
fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0f32; LANES];
    for part in row.chunks_exact(LANES) {
        for (sum, x) in sums.iter_mut().zip(part) {
            *sum += f(*x);
        }
    }
    sums.iter().sum()
}

/// Brings each row to mean 0 and deviation 1, then scales and shifts it; with `positive`, negative numbers become 0.
#[inline(always)]
pub fn normalise(rows: &mut [f32], norm: &Norm, positive: bool) {
    let d = norm.scale.len();
    for row in rows.chunks_exact_mut(d) {
        let mean = sum(row, |x| x) / d as f32;
        let spread = sum(row, |x| (x - mean) * (x - mean)) / d as f32;
        let scale = 1.0 / (spread + 1e-5).sqrt();
        let floor = if positive { 0.0 } else { f32::MIN };
        for ((x, a), b) in row.iter_mut().zip(&norm.scale).zip(&norm.shift) {
            *x = ((*x - mean) * scale * a + b).max(floor);
        }
    }
}

/// Each number of a row, mixed with its neighbours in the rows before and after; `taps` are three rows.
#[inline(always)]
pub fn convolve(rows: &[f32], taps: &[f32], out: &mut [f32]) {
    let d = taps.len() / 3;
    let (before, rest) = taps.split_at(d);
    let (here, after) = rest.split_at(d);
    for ((to, x), tap) in out.chunks_exact_mut(d).zip(rows.chunks_exact(d)).zip(std::iter::repeat(here)) {
        for ((to, x), tap) in to.iter_mut().zip(x).zip(tap) {
            *to = x * tap;
        }
    }
    for (to, x) in out.chunks_exact_mut(d).skip(1).zip(rows.chunks_exact(d)) {
        for ((to, x), tap) in to.iter_mut().zip(x).zip(before) {
            *to += x * tap;
        }
    }
    for (to, x) in out.chunks_exact_mut(d).zip(rows.chunks_exact(d).skip(1)) {
        for ((to, x), tap) in to.iter_mut().zip(x).zip(after) {
            *to += x * tap;
        }
    }
}

/// Turns the second of the three parts of each row into how much of the state is kept: an algebraic sigmoid, which
/// is exact everywhere; the third into a gate that is 0 or more.
#[inline(always)]
pub fn open_gates(rows: &mut [f32], width: usize, hidden: usize) {
    for row in rows.chunks_exact_mut(width) {
        let (keep, gate) = row[hidden..3 * hidden].split_at_mut(hidden);
        for x in keep {
            *x = 0.5 + 0.5 * *x / (1.0 + *x * *x).sqrt();
        }
        for x in gate {
            *x = x.max(0.0);
        }
    }
}

/// The recurrence over one sentence: half of the states runs forward, half backward.
#[inline(always)]
pub fn scan(gates: &[f32], width: usize, hidden: usize, states: &mut [f32]) {
    let half = hidden / 2;
    let mut state = vec![0.0f32; half];
    for (gates, out) in gates.chunks_exact(width).zip(states.chunks_exact_mut(hidden)) {
        step(gates, hidden, 0, &mut state, &mut out[..half]);
    }
    state.fill(0.0);
    for (gates, out) in gates.chunks_exact(width).rev().zip(states.chunks_exact_mut(hidden).rev()) {
        step(gates, hidden, half, &mut state, &mut out[half..]);
    }
}

#[inline(always)]
fn step(gates: &[f32], hidden: usize, first: usize, state: &mut [f32], out: &mut [f32]) {
    let half = state.len();
    let part = |k: usize| &gates[k * hidden + first..k * hidden + first + half];
    let (new, keep, gate) = (part(0), part(1), part(2));
    for ((((state, out), new), keep), gate) in state.iter_mut().zip(out).zip(new).zip(keep).zip(gate) {
        *state = new + keep * (*state - new);
        *out = *state * gate;
    }
}
