//! How many independent sources articles have.
//!
//! Articles with the same text, and articles of one outlet, are one source for certain: without these the number is at
//! most `high`. Articles that credit one agency, or rest on the word of another outlet, may be one source: folding these
//! too gives `low`.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::Member;
use crate::archive::Archive;
use crate::article::folded;
use crate::error::Result;

/// How many independent sources there are at least and at most, and what was counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// At least, if all that may hang together does.
    pub low: usize,
    /// At most, if only what is certain does.
    pub high: usize,
    /// What was counted once, and why.
    pub folded: Vec<Folded>,
}

/// Articles that were counted as one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// Why.
    pub why: Fold,
    /// By whose name: the outlet or agency.
    pub by: Option<String>,
    /// Which.
    pub articles: Vec<i64>,
}

/// Why articles are counted as one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// They have the same text. Certain.
    Copies,
    /// They are of one outlet. Certain.
    Outlet,
    /// They credit one agency. Possible.
    Agency,
    /// They rest on the word of one outlet or agency. Possible.
    Cites,
}

impl Fold {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Fold::Copies => "copies",
            Fold::Outlet => "outlet",
            Fold::Agency => "agency",
            Fold::Cites => "cites",
        }
    }
}

impl Sources {
    /// As JSON.
    pub fn json(&self) -> Value {
        let folded: Vec<Value> = self
            .folded
            .iter()
            .map(|fold| json!({"why": fold.why.name(), "by": fold.by, "articles": fold.articles}))
            .collect();
        json!({"low": self.low, "high": self.high, "folded": folded})
    }
}

/// What the articles of a story hang together by.
pub(super) struct Ties {
    folded: Vec<Folded>,
    /// For each article, what it is part of, and its place there.
    of: HashMap<i64, Vec<(usize, usize)>>,
}

impl Archive {
    /// How many independent sources articles have.
    pub(super) fn sources(&mut self, articles: &[Member]) -> Result<Sources> {
        let all: BTreeSet<i64> = articles.iter().map(|article| article.id).collect();
        Ok(self.ties(articles)?.sources(&all))
    }

    pub(super) fn ties(&mut self, articles: &[Member]) -> Result<Ties> {
        let mut groups: BTreeMap<(u8, String), Vec<i64>> = BTreeMap::new();
        let mut add = |why: u8, by: String, id: i64| {
            let group = groups.entry((why, by)).or_default();
            if !group.contains(&id) {
                group.push(id);
            }
        };
        for article in articles {
            if let Some(first) = article.copy_of {
                add(0, first.to_string(), article.id);
            }
            if let Some(publisher) = &article.publisher {
                add(1, publisher.clone(), article.id);
            }
            if let Some(agency) = &article.agency {
                add(2, agency.clone(), article.id);
            }
        }
        // An article that cites an outlet hangs together with the others that do, and with those of that outlet.
        let ids: Vec<i64> = articles.iter().map(|article| article.id).collect();
        let rows = self.of_all(&ids, &[], |among| {
            format!(
                "SELECT DISTINCT s.article, w.name FROM statements AS s JOIN entities AS e ON e.article = s.article AND e.n = \
                 s.citing_entity JOIN names AS w ON w.id = e.name WHERE {} AND s.citing_entity IS NOT NULL ORDER BY 1, 2",
                among("s.article")
            )
        })?;
        let mut citing: HashMap<i64, Vec<String>> = HashMap::new();
        for row in &rows {
            if let (Some(article), Some(name)) = (row[0].int(), row[1].text()) {
                citing.entry(article).or_default().push(name.to_owned());
            }
        }
        let mut cited: BTreeMap<String, String> = BTreeMap::new();
        for article in articles {
            for name in citing.get(&article.id).into_iter().flatten() {
                let name = cited.entry(bare(name)).or_insert_with(|| name.clone()).clone();
                add(3, name, article.id);
            }
        }
        for article in articles {
            for own in article.publisher.iter().chain(&article.agency) {
                if let Some(name) = cited.get(&bare(own)) {
                    add(3, name.clone(), article.id);
                }
            }
        }
        let kinds = [Fold::Copies, Fold::Outlet, Fold::Agency, Fold::Cites];
        let folded =
            groups.into_iter().filter(|(_, articles)| articles.len() > 1).map(|((why, by), articles)| {
                let why = kinds[why as usize];
                Folded { why, by: (why != Fold::Copies).then_some(by), articles }
            });
        Ok(Ties::of(folded.collect()))
    }
}

/// The name of an outlet without its article: "The Times" and "Times" are one.
fn bare(name: &str) -> String {
    let name = folded(name);
    name.strip_prefix("the ").map(str::to_owned).unwrap_or(name)
}

impl Ties {
    fn of(folded: Vec<Folded>) -> Ties {
        let mut of: HashMap<i64, Vec<(usize, usize)>> = HashMap::new();
        for (number, fold) in folded.iter().enumerate() {
            for (place, article) in fold.articles.iter().enumerate() {
                of.entry(*article).or_default().push((number, place));
            }
        }
        Ties { folded, of }
    }

    /// The sources of some of the articles.
    pub(super) fn sources(&self, articles: &BTreeSet<i64>) -> Sources {
        // What each is part of: most claims are made by few articles, and a story has thousands of claims.
        let mut parts: Vec<(usize, usize, i64)> = Vec::new();
        for article in articles {
            let own = self.of.get(article).into_iter().flatten();
            parts.extend(own.map(|(number, place)| (*number, *place, *article)));
        }
        parts.sort_unstable();
        let folded: Vec<Folded> = parts
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|part| part.len() > 1)
            .filter_map(|part| {
                let fold = self.folded.get(part[0].0)?;
                let articles = part.iter().map(|(_, _, article)| *article).collect();
                Some(Folded { why: fold.why, by: fold.by.clone(), articles })
            })
            .collect();
        let count = |is_counted: fn(Fold) -> bool| {
            let mut root: BTreeMap<i64, i64> = articles.iter().map(|id| (*id, *id)).collect();
            for fold in folded.iter().filter(|fold| is_counted(fold.why)) {
                for pair in fold.articles.windows(2) {
                    let (a, b) = (find(&root, pair[0]), find(&root, pair[1]));
                    root.insert(a.max(b), a.min(b));
                }
            }
            root.iter().filter(|(id, root)| id == root).count()
        };
        let (low, high) = (count(|_| true), count(|why| matches!(why, Fold::Copies | Fold::Outlet)));
        Sources { low, high, folded }
    }
}

fn find(root: &BTreeMap<i64, i64>, mut id: i64) -> i64 {
    while root[&id] != id {
        id = root[&id];
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_together_counts_once() {
        let fold = |why, articles: &[i64]| Folded { why, by: None, articles: articles.to_vec() };
        let ties = Ties::of(vec![
            fold(Fold::Copies, &[1, 2]),
            fold(Fold::Outlet, &[2, 3]),
            fold(Fold::Agency, &[3, 5]),
            fold(Fold::Cites, &[4, 5]),
        ]);
        let sources = ties.sources(&(1..=6).collect());
        assert_eq!((sources.low, sources.high), (2, 4));
        let some = ties.sources(&[1, 4, 6].into_iter().collect());
        assert_eq!((some.low, some.high, some.folded.len()), (3, 3, 0));
    }

    #[test]
    fn outlets_are_named_with_and_without_their_article() {
        assert_eq!(bare("The Times"), bare("Times"));
    }
}
