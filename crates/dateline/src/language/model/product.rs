//! Matrix products, at the width of the machine's vectors.
//!
//! Each number of a product is one chain of fused multiply-adds in the order of the inner dimension, whatever the
//! width, so that every machine computes the same bits.
use pulp::{Arch, Simd, WithSimd};

/// Columns of a panel; a multiple of two vectors on every machine.
const PANEL: usize = 32;

/// The right side of a product, with what is added to it, laid out in panels of 32 columns.
#[derive(Debug)]
pub struct Layer {
    /// The inner dimension.
    pub inner: usize,
    /// Columns, rounded up to whole panels: the stride of the output.
    pub width: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// Lays out `weights`, `inner` rows of as many columns as `bias` has.
    pub fn new(inner: usize, weights: &[f32], bias: &[f32]) -> Layer {
        let columns = bias.len();
        let mut layer = Layer { inner, width: 0, panels: Vec::new(), bias: bias.to_vec() };
        layer.lay_out(columns, |row, column| weights[row * columns + column]);
        layer
    }

    /// Lays out the transpose of `rows`, each of `inner` numbers, with nothing added.
    pub fn transposed(&mut self, inner: usize, rows: &[f32]) {
        let columns = rows.len() / inner;
        self.inner = inner;
        self.bias.clear();
        self.bias.resize(columns, 0.0);
        self.lay_out(columns, |row, column| rows[column * inner + row]);
    }

    /// A layer to be filled by `transposed`.
    pub fn empty() -> Layer {
        Layer { inner: 0, width: 0, panels: Vec::new(), bias: Vec::new() }
    }

    fn lay_out(&mut self, columns: usize, at: impl Fn(usize, usize) -> f32) {
        self.width = columns.next_multiple_of(PANEL);
        self.bias.resize(self.width, 0.0);
        self.panels.clear();
        self.panels.resize(self.inner * self.width, 0.0);
        for (p, panel) in self.panels.chunks_exact_mut(self.inner * PANEL).enumerate() {
            let (first, last) = (p * PANEL, columns.min((p + 1) * PANEL));
            for (row, line) in panel.chunks_exact_mut(PANEL).enumerate() {
                for column in first..last {
                    line[column - first] = at(row, column);
                }
            }
        }
    }

    /// `out` becomes `left` times this, plus the bias: rows of `width` numbers.
    pub fn product(&self, arch: Arch, left: &[f32], out: &mut Vec<f32>) {
        let rows = left.len() / self.inner;
        // What is there is overwritten.
        out.resize(rows * self.width, 0.0);
        arch.dispatch(Product { layer: self, left, out });
    }
}

struct Product<'a> {
    layer: &'a Layer,
    left: &'a [f32],
    out: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        // As many rows at once as the registers hold.
        if S::F32_LANES == 16 { blocks::<S, 8>(simd, self) } else { blocks::<S, 6>(simd, self) }
    }
}

#[inline(always)]
fn blocks<S: Simd, const R: usize>(simd: S, product: Product<'_>) {
    let Product { layer, left, out } = product;
    let (inner, width) = (layer.inner, layer.width);
    let mut block = vec![[0.0f32; R]; inner];
    for (rows, out) in left.chunks(R * inner).zip(out.chunks_mut(R * width)) {
        for (r, row) in rows.chunks_exact(inner).enumerate() {
            for (to, x) in block.iter_mut().zip(row) {
                to[r] = *x;
            }
        }
        let panels = layer.panels.chunks_exact(inner * PANEL).zip(layer.bias.chunks_exact(PANEL));
        for (p, (panel, bias)) in panels.enumerate() {
            for sub in 0..PANEL / (2 * S::F32_LANES) {
                let sums = tile::<S, R>(simd, &block, panel, bias, sub);
                let at = p * PANEL + sub * 2 * S::F32_LANES;
                for (row, sums) in out.chunks_exact_mut(width).zip(sums) {
                    let (to, _) = S::as_mut_simd_f32s(&mut row[at..at + 2 * S::F32_LANES]);
                    to.copy_from_slice(&sums);
                }
            }
        }
    }
}

#[inline(always)]
fn tile<S: Simd, const R: usize>(
    simd: S,
    block: &[[f32; R]],
    panel: &[f32],
    bias: &[f32],
    sub: usize,
) -> [[S::f32s; 2]; R] {
    let pair = |line: &[f32]| {
        let (line, _) = S::as_simd_f32s(line);
        [line[2 * sub], line[2 * sub + 1]]
    };
    let mut sums = [pair(bias); R];
    for (left, line) in block.iter().zip(panel.chunks_exact(PANEL)) {
        let [b0, b1] = pair(line);
        for r in 0..R {
            let x = simd.splat_f32s(left[r]);
            sums[r][0] = simd.mul_add_f32s(x, b0, sums[r][0]);
            sums[r][1] = simd.mul_add_f32s(x, b1, sums[r][1]);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_gives_the_plain_product() {
        for (rows, inner, columns) in [(1, 3, 5), (17, 96, 40), (8, 64, 64)] {
            let number = |i: usize| ((i * 37 % 101) as f32 - 50.0) / 64.0;
            let left: Vec<f32> = (0..rows * inner).map(number).collect();
            let right: Vec<f32> = (0..inner * columns).map(|i| number(i + 7)).collect();
            let bias: Vec<f32> = (0..columns).map(number).collect();
            let layer = Layer::new(inner, &right, &bias);
            let mut out = Vec::new();
            layer.product(Arch::new(), &left, &mut out);
            for r in 0..rows {
                for c in 0..columns {
                    let plain = (0..inner)
                        .fold(bias[c], |sum, k| left[r * inner + k].mul_add(right[k * columns + c], sum));
                    assert_eq!(out[r * layer.width + c].to_bits(), plain.to_bits(), "{r} {c}");
                }
            }
        }
    }
}
