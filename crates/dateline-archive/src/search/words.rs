//! Conditions on the words of articles.
use std::fmt;

/// A condition on the words of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Words that stand together.
    Phrase {
        /// The part that they must stand in.
        part: Option<Part>,
        /// The words, parted by spaces.
        words: String,
        /// True if the last is a beginning.
        is_prefix: bool,
    },
    /// All of these.
    All(Vec<Words>),
    /// One of these.
    Any(Vec<Words>),
    /// Not this.
    Not(Box<Words>),
}

/// A part of an article that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The headline.
    Headline,
    /// The running text.
    Body,
    /// The words under images.
    Captions,
}

impl Part {
    /// The column of the table `words`.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Part::Headline => "headline",
            Part::Body => "body",
            Part::Captions => "captions",
        }
    }
}

impl Words {
    /// The words that are wanted, each as written.
    pub(crate) fn phrases(&self) -> Vec<&str> {
        match self {
            Words::Phrase { words, .. } => vec![words],
            Words::All(list) | Words::Any(list) => list.iter().flat_map(Words::phrases).collect(),
            Words::Not(_) => Vec::new(),
        }
    }

    /// False for what finds articles by words that they have not.
    pub(super) fn is_positive(&self) -> bool {
        match self {
            Words::Phrase { .. } => true,
            Words::All(all) => all.iter().any(Words::is_positive),
            Words::Any(any) => any.iter().all(Words::is_positive),
            Words::Not(_) => false,
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Words::Phrase { part, words, is_prefix } => {
                if let Some(part) = part {
                    write!(f, "{}:", part.column().trim_end_matches('s'))?;
                }
                f.write_str(&marked(words))?;
                f.write_str(if *is_prefix { "*" } else { "" })
            }
            Words::All(all) => f.write_str(&all.iter().map(bracketed).collect::<Vec<_>>().join(" ")),
            Words::Any(any) => f.write_str(&any.iter().map(bracketed).collect::<Vec<_>>().join(" OR ")),
            Words::Not(words) => write!(f, "NOT {}", bracketed(words)),
        }
    }
}

/// In brackets, where it has parts.
pub(super) fn bracketed(words: &Words) -> String {
    match words {
        Words::All(_) | Words::Any(_) => format!("({words})"),
        _ => words.to_string(),
    }
}

/// In quotation marks where it needs them.
pub(super) fn marked(words: &str) -> String {
    let is_plain = |c: char| !(c.is_whitespace() || "()\":*".contains(c));
    let is_sign = words.starts_with('-') || matches!(words, "OR" | "NOT" | "AND");
    if words.chars().all(is_plain) && !is_sign { words.to_owned() } else { format!("\"{words}\"") }
}
