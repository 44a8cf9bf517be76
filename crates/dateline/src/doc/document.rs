use std::ops::Range;

use super::{
    Article, Entity, Event, Layer, Moment, Name, Place, Sentence, Span, Statement, Text, Time, Token,
    Warning, Zone,
};
use crate::read::ByteMap;

/// One page: its text and what the stages have found in it so far.
///
/// A layer that is `None` has not run, which is not the same as an empty one.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The input that the page was read from.
    pub source: Source,
    /// What a reader reads, once, in reading order.
    pub text: Text,
    /// From the decoded page to the bytes of the input.
    pub bytes: ByteMap,
    /// True if stages are to note what they try, for `dateline why`.
    pub explain: bool,
    /// What was wrong with the input.
    pub warnings: Vec<Warning>,
    #[allow(missing_docs)]
    pub article: Option<Article>,
    #[allow(missing_docs)]
    pub zones: Option<Layer<Zone>>,
    #[allow(missing_docs)]
    pub sentences: Option<Layer<Sentence>>,
    #[allow(missing_docs)]
    pub tokens: Option<Layer<Token>>,
    #[allow(missing_docs)]
    pub names: Option<Layer<Name>>,
    #[allow(missing_docs)]
    pub entities: Option<Layer<Entity>>,
    #[allow(missing_docs)]
    pub times: Option<Layer<Time>>,
    #[allow(missing_docs)]
    pub places: Option<Layer<Place>>,
    #[allow(missing_docs)]
    pub statements: Option<Layer<Statement>>,
    #[allow(missing_docs)]
    pub events: Option<Layer<Event>>,
}

/// Where a page came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// A path, an address, or `-` for standard input.
    pub uri: Option<String>,
    /// `text/html` or `text/plain`.
    pub media_type: Option<&'static str>,
    /// The WHATWG name of the charset that was used.
    pub charset: Option<&'static str>,
    /// The hash of the input bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// When it was fetched, if the archive or the page says so.
    pub retrieved: Option<Moment>,
}

impl Document {
    /// A document of plain words: each paragraph, parted by empty lines, is a zone. `published` is its day.
    ///
    /// For text that is no page: a sentence in a test, a line of a benchmark. Pages go through
    /// [`Engine::read`](crate::Engine::read).
    pub fn of_text(words: &str, published: Option<super::Date>) -> Document {
        let mut text = Text::default();
        text.push(words, 0..words.len());
        let mut zones = Vec::new();
        let mut at = 0;
        for paragraph in words.split("\n\n") {
            let inner = paragraph.trim();
            if !inner.is_empty() {
                let start = at + (paragraph.len() - paragraph.trim_start().len());
                let span = Span::new(start, start + inner.len());
                let kind = super::ZoneKind::Paragraph;
                zones.push(Zone { kind, span, item: None, posted: None, rule: "article/plain-words" });
            }
            at += paragraph.len() + 2;
        }
        let published = published.map(|day| super::Fact {
            value: Moment::from(day),
            rule: super::RuleId::new("article/given"),
            page: None,
        });
        let article = Some(Article { published, ..Article::default() });
        Document { text, zones: Some(Layer::of(zones)), article, ..Document::default() }
    }

    /// The words of `span`.
    pub fn words(&self, span: Span) -> &str {
        span.of(self.text.as_str())
    }

    /// The items of a layer, or none if the stage has not run.
    ///
    /// ```
    /// use dateline::doc::{Document, Time};
    /// let doc = Document::default();
    /// let times: &[Time] = Document::items(&doc.times);
    /// assert!(times.is_empty());
    /// ```
    pub fn items<T>(layer: &Option<Layer<T>>) -> &[T] {
        layer.as_ref().map_or(&[], |layer| &layer.items)
    }

    /// The byte range of the input at which the words of `span` stand.
    pub fn input_range(&self, span: Span) -> Option<Range<usize>> {
        Some(self.bytes.to_input(self.text.page_range(span)?))
    }

    /// True unless the page is known to be in another language.
    pub fn is_english(&self) -> bool {
        let language = self.article.as_ref().and_then(|article| article.language.as_ref());
        let is_english = |tag: &str| tag.get(..2).is_some_and(|first| first.eq_ignore_ascii_case("en"));
        language.is_none_or(|language| is_english(&language.value))
    }

    /// The place of the dateline.
    pub fn dateline_place(&self) -> Option<super::Span> {
        self.article.as_ref()?.dateline.as_ref()?.place
    }

    /// The day that relative dates are counted from: the dateline's, or the day of publication, or of retrieval.
    pub fn reference_day(&self) -> Option<super::Date> {
        let article = self.article.as_ref()?;
        let dateline = article.dateline.as_ref().and_then(|d| d.date);
        let published = article.published.as_ref().map(|p| p.value.date);
        dateline.or(published).or(self.source.retrieved.map(|r| r.date))
    }
}
