//! Short signatures by which copies are found among more articles than one machine holds.
use crate::align::shingles;
use crate::profile::Profile;

/// Bands of a signature, and the smallest hashes in each: texts with a third of their threes of words in common have a band in common
/// as likely as not, those with half of them nearly always (1 - (1 - s^4)^32).
const BANDS: usize = 32;
const ROWS: usize = 4;

impl Profile {
    /// The bands of the article's signature (MinHash, Broder 1997): articles with a band in common may be copies, and those that are
    /// copies as a whole nearly always have one. A brief inside a long report need have none. No bands for fewer than three words.
    ///
    /// ```
    /// use dateline_stories::{Article, Profile, Settings};
    /// let settings = Settings::load(&dateline::lexicon::Data::embedded())?;
    /// let bands = |text: &str| {
    ///     let article = Article { text, headline: 0..text.len(), ..Article::default() };
    ///     Profile::of(&settings, &article).bands()
    /// };
    /// assert_eq!(bands("The port of Almer reopened."), bands("The port of ALMER reopened"));
    /// assert_eq!(bands("The port").len(), 0);
    /// # Ok::<(), dateline::lexicon::Error>(())
    /// ```
    pub fn bands(&self) -> Vec<u64> {
        let mut least = [u32::MAX; BANDS * ROWS];
        let mut any = false;
        for (_, three) in shingles(&self.words) {
            any = true;
            // Each place of the signature has an order of its own: an odd multiplier and a shift, by a walk of SplitMix64.
            let mut state = u64::from(three).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            for place in &mut least {
                state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                *place = (*place).min(mixed(state) as u32);
            }
        }
        if !any {
            return Vec::new();
        }
        let band = |(number, rows): (usize, &[u32])| {
            rows.iter()
                .fold(number as u64 + 1, |sum, row| mixed(sum ^ u64::from(*row)).wrapping_add(sum << 1))
        };
        least.chunks(ROWS).enumerate().map(band).collect()
    }
}

/// The last step of SplitMix64.
fn mixed(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use dateline::lexicon::Data;

    use crate::{Article, Profile, Settings};

    /// How many bands two texts of numbered words have in common; the second has other words from `from` on.
    fn common(from: usize) -> usize {
        let settings = Settings::load(&Data::embedded()).unwrap();
        let bands = |other: usize| {
            let text: String =
                (0..300).map(|n| format!("w{} ", if n < other { n } else { n + 1000 })).collect();
            let article = Article { text: &text, headline: 0..text.len(), ..Article::default() };
            Profile::of(&settings, &article).bands()
        };
        bands(300).iter().zip(bands(from)).filter(|(a, b)| **a == *b).count()
    }

    #[test]
    fn copies_share_bands_and_others_do_not() {
        assert_eq!(common(300), 32);
        assert!(common(240) > 5, "{}", common(240));
        assert!((1..16).contains(&common(200)), "{}", common(200));
        assert_eq!(common(0), 0);
    }
}
