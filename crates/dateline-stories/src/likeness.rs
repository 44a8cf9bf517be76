//! How alike two articles are, as parts of one story.
use crate::Settings;
use crate::profile::{Profile, Vector};

/// The likeness of two articles: about 0 for any two, 1 for the same text on the same day.
///
/// The cosine of their weighted words, with a share for headline and lead alone, more if they name the same days, less
/// for each day between them and for lands that only one of them is about.
pub(crate) fn likeness(settings: &Settings, a: &Profile, b: &Profile) -> f32 {
    let by = &settings.likeness;
    let gap = a.day.zip(b.day).map_or(0, |(a, b)| (a - b).abs().min(by.gap_days));
    by.whole * cosine(&a.whole, &b.whole)
        + by.lead * cosine(&a.lead, &b.lead)
        + by.days * cosine(&a.days, &b.days)
        - by.gap * gap as f32
        - if other_lands(a, b) { by.lands } else { 0.0 }
}

/// True if both name lands, and no main land of either is named in the other.
fn other_lands(a: &Profile, b: &Profile) -> bool {
    let ((all_a, main_a), (all_b, main_b)) = (&a.lands, &b.lands);
    let apart = |main: &[[u8; 2]], all: &[[u8; 2]]| !main.iter().any(|land| all.contains(land));
    !all_a.is_empty()
        && !all_b.is_empty()
        && apart(&all_a[..*main_a], all_b)
        && apart(&all_b[..*main_b], all_a)
}

fn cosine(a: &Vector, b: &Vector) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, weight_a)), Some((y, weight_b))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += weight_a * weight_b;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use dateline::lexicon::Data;

    use super::*;
    use crate::Article;

    fn of(article: &Article<'_>) -> Profile {
        Profile::of(&Settings::load(&Data::embedded()).unwrap(), article)
    }

    #[test]
    fn days_between_and_other_lands_part_articles() {
        let settings = Settings::load(&Data::embedded()).unwrap();
        let quake = |day, land: &[u8; 2]| {
            of(&Article {
                text: "Earthquake topples chimneys. A strong earthquake toppled chimneys. It was Monday.",
                headline: 0..27,
                body: vec![29..66, 67..81],
                day: Some(day),
                lands: vec![(*land, 3)],
                ..Article::default()
            })
        };
        let base = quake(100, b"CL");
        let same = likeness(&settings, &base, &quake(100, b"CL"));
        let later = likeness(&settings, &base, &quake(105, b"CL"));
        let elsewhere = likeness(&settings, &base, &quake(100, b"NZ"));
        assert!((same - 1.0).abs() < 1e-5, "{same}");
        assert!(later < same && elsewhere < same);
        assert_eq!(same, likeness(&settings, &quake(100, b"CL"), &base));
    }

    #[test]
    fn common_words_alone_are_no_likeness() {
        let settings = Settings::load(&Data::embedded()).unwrap();
        let text = |text: &str| of(&Article { text, headline: 0..text.len(), ..Article::default() });
        let (a, b) = (text("They were there and it was what they had."), text("They had been there for it."));
        assert_eq!(likeness(&settings, &a, &b), 0.0);
    }
}
