//! Texts that are copies of each other: reprints, cut and edited wire copy, briefs.
use crate::align::{self, Run, Text};
use crate::{ArticleId, Profile, Settings};

/// Two articles with text in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// One of them.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// The runs in common, in the order of `a`.
    pub runs: Vec<Run>,
    /// The share of the words of `a` in them.
    pub share_a: f32,
    /// The share of the words of `b` in them.
    pub share_b: f32,
    /// How long the shorter is, as a share of the longer.
    pub lengths: f32,
}

/// What a copy does with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyKind {
    /// Nearly all of it.
    Full,
    /// A part of it, or all of it with much besides.
    Cut,
    /// Less than half of it, and little else.
    Brief,
}

impl CopyKind {
    /// The name in an archive.
    pub fn name(self) -> &'static str {
        match self {
            CopyKind::Full => "full",
            CopyKind::Cut => "cut",
            CopyKind::Brief => "brief",
        }
    }
}

impl Copy {
    /// What the copy does with the text.
    pub fn kind(&self, settings: &Settings) -> CopyKind {
        if self.share_a.min(self.share_b) >= settings.copy.full {
            CopyKind::Full
        } else if self.lengths < settings.copy.brief {
            CopyKind::Brief
        } else {
            CopyKind::Cut
        }
    }

    /// The other article.
    pub(crate) fn other(&self, id: ArticleId) -> ArticleId {
        if self.a == id { self.b } else { self.a }
    }

    /// The words of an article that stand in the other.
    fn covers(&self, id: ArticleId) -> Vec<std::ops::Range<u32>> {
        align::merged(self.runs.iter().map(|run| if self.a == id { run.a.clone() } else { run.b.clone() }))
    }

    fn share(&self, id: ArticleId) -> f32 {
        if self.a == id { self.share_a } else { self.share_b }
    }
}

/// The text that two articles have in common, if it makes one of them a copy; how far apart their days are does not count.
///
/// ```
/// use dateline_stories::{Article, Profile, Settings, common_text};
/// let settings = Settings::load(&dateline::lexicon::Data::embedded())?;
/// let text = "The port of Almer has reopened to ferries a week after the storm tore two cranes from its quay";
/// let article = Article { text, headline: 0..text.len(), ..Article::default() };
/// let profile = Profile::of(&settings, &article);
/// assert!(common_text(&settings, (1, &profile), (2, &profile)).is_some_and(|copy| copy.share_a == 1.0));
/// # Ok::<(), dateline::lexicon::Error>(())
/// ```
pub fn common_text(settings: &Settings, a: (ArticleId, &Profile), b: (ArticleId, &Profile)) -> Option<Copy> {
    compare(settings, (a.0, &Text::of(&a.1.words)), (b.0, &b.1.words))
}

/// The text that two articles have in common, if it makes one of them a copy.
pub(crate) fn compare(
    settings: &Settings,
    a: (ArticleId, &Text<'_>),
    b: (ArticleId, &[u32]),
) -> Option<Copy> {
    let runs = a.1.runs(b.1, settings.copy.run, settings.copy.gap);
    let share = |words: u32, all: usize| words as f32 / all.max(1) as f32;
    let share_a = share(align::covered(runs.iter().map(|run| run.a.clone())), a.1.len());
    let share_b = share(align::covered(runs.iter().map(|run| run.b.clone())), b.1.len());
    let (short, long) = (a.1.len().min(b.1.len()), a.1.len().max(b.1.len()));
    let lengths = short as f32 / long.max(1) as f32;
    (share_a.max(share_b) >= settings.copy.share).then_some(Copy {
        a: a.0,
        b: b.0,
        runs,
        share_a,
        share_b,
        lengths,
    })
}

/// True for a copy that is one only by what one article includes from elsewhere.
///
/// A paper that prints one agency's report and adds another's brief at the end is a copy of the first; to put all three
/// into one group would join what nobody joined. So of an article that owes most of its words to one text, other words
/// in common with a third are an inclusion.
pub(crate) fn is_included<'a>(
    settings: &Settings,
    copy: &Copy,
    copies_of: impl Fn(ArticleId) -> &'a [Copy],
) -> bool {
    [copy.a, copy.b].into_iter().any(|id| {
        let words = copy.covers(id);
        let size = align::size(&words);
        copies_of(id).iter().filter(|main| main.other(id) != copy.other(id)).any(|main| {
            main.share(id) >= settings.copy.derived && {
                let mains = main.covers(id);
                align::size(&mains) > size && 10 * align::common(&mains, &words) < 3 * size
            }
        })
    })
}
