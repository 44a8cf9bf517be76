//! Outlets, sections, places and revisions.
use super::text;
use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;

/// An outlet, and what there is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The domain, else the name: what `outlet:` takes.
    pub key: String,
    /// How many articles.
    pub articles: u64,
    /// The first and the last day.
    pub days: (Option<String>, Option<String>),
}

/// A place that articles speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// Latitude and longitude.
    pub point: (f64, f64),
    /// How many articles.
    pub articles: u64,
}

/// One of the texts that an article has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number.
    pub id: i64,
    /// Which, from 0 or 1 on.
    pub revision: i64,
    /// True for the last one.
    pub latest: bool,
    /// When the article was modified or published, as it says.
    pub time: Option<String>,
}

impl Archive {
    /// The outlets, those with most articles first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn outlets(&mut self, limit: usize) -> Result<Vec<Outlet>> {
        // Each part is read from an index alone.
        let sql = "SELECT publisher_domain, count(*), min(day), max(day) FROM articles WHERE publisher_domain IS NOT NULL GROUP BY \
                   publisher_domain ORDER BY 2 DESC, 1 LIMIT ?1";
        let outlet = |row: Vec<Cell>| {
            let days = (text(&row[2]), text(&row[3]));
            Some(Outlet { key: text(&row[0])?, articles: row[1].int()? as u64, days })
        };
        let rows = self.db.rows(sql, &[Cell::Int(limit as i64)])?;
        let outlets: Vec<Outlet> = rows.into_iter().filter_map(outlet).collect();
        if !outlets.is_empty() {
            return Ok(outlets);
        }
        let sql = "SELECT publisher_name, count(*), min(day), max(day) FROM articles WHERE publisher_name IS NOT NULL GROUP BY \
                   publisher_name ORDER BY 2 DESC, 1 LIMIT ?1";
        Ok(self.db.rows(sql, &[Cell::Int(limit as i64)])?.into_iter().filter_map(outlet).collect())
    }

    /// The sections, those with most articles first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn sections(&mut self, limit: usize) -> Result<Vec<(String, u64)>> {
        let sql = "SELECT section, count(*) FROM articles WHERE section IS NOT NULL GROUP BY section ORDER BY 2 DESC, 1 LIMIT ?1";
        self.pairs(sql, &[Cell::Int(limit as i64)])
    }

    /// The countries that take part in events, by their codes, those in most articles first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn countries(&mut self, limit: usize) -> Result<Vec<(String, u64)>> {
        let sql = "SELECT k.name, c.articles FROM (SELECT country, count(DISTINCT article) AS articles FROM event_index WHERE country > 0 \
                   GROUP BY country) AS c JOIN kinds AS k ON k.id = c.country ORDER BY 2 DESC, 1 LIMIT ?1";
        self.pairs(sql, &[Cell::Int(limit as i64)])
    }

    fn pairs(&mut self, sql: &str, parameters: &[Cell]) -> Result<Vec<(String, u64)>> {
        let pair = |row: Vec<Cell>| Some((text(&row[0])?, row[1].int()? as u64));
        Ok(self.db.rows(sql, parameters)?.into_iter().filter_map(pair).collect())
    }

    /// The places with a point that some articles speak of, those in most of them first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn spots(&mut self, articles: &[i64], limit: usize) -> Result<Vec<Spot>> {
        let rows = self.of_all(articles, &[], |among| {
            format!(
                "SELECT x.geonames, x.name, (SELECT name FROM kinds WHERE id = x.country), x.lat, x.lon, x.articles FROM (SELECT p.geonames, \
                 min(p.name) AS name, min(p.country) AS country, min(p.lat) AS lat, min(p.lon) AS lon, count(DISTINCT p.article) AS articles \
                 FROM places AS p WHERE {} AND p.lat IS NOT NULL AND p.lon IS NOT NULL AND p.geonames IS NOT NULL GROUP BY p.geonames) AS x",
                among("p.article")
            )
        })?;
        let names: Vec<i64> = rows.iter().filter_map(|row| row[1].int()).collect();
        let names = self.words_of("names", &names)?;
        let spot = |row: Vec<Cell>| {
            let name = names.get(&row[1].int()?)?.clone();
            let point = (row[3].real()?, row[4].real()?);
            Some(Spot { name, country: text(&row[2]), point, articles: row[5].int()? as u64 })
        };
        let mut spots: Vec<Spot> = rows.into_iter().filter_map(spot).collect();
        spots.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        spots.truncate(limit);
        Ok(spots)
    }

    /// The article at an address, in its last revision.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn at_address(&mut self, url: &str) -> Result<Option<i64>> {
        let sql = "SELECT id FROM articles WHERE key = ?1 AND latest = 1";
        Ok(self.db.one(sql, &[Cell::from(url)])?.and_then(|id| id.int()))
    }

    /// The revisions of an article, the earliest first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn revisions(&mut self, id: i64) -> Result<Vec<Revision>> {
        let sql = "SELECT id, revision, latest, coalesce(modified, published, day) FROM articles WHERE key = (SELECT key FROM articles \
                   WHERE id = ?1) ORDER BY revision";
        let revision = |row: Vec<Cell>| {
            Some(Revision {
                id: row[0].int()?,
                revision: row[1].int()?,
                latest: row[2].int() == Some(1),
                time: text(&row[3]),
            })
        };
        Ok(self.db.rows(sql, &[Cell::Int(id)])?.into_iter().filter_map(revision).collect())
    }

    /// The story that an article is in, and the earliest article with the same text if it is another.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn ties_of(&mut self, id: i64) -> Result<(Option<i64>, Option<i64>)> {
        let row = self.db.rows("SELECT story, copy_of FROM articles WHERE id = ?1", &[Cell::Int(id)])?.pop();
        let row = row.unwrap_or_default();
        let number = |place: usize| row.get(place).and_then(Cell::int);
        Ok((number(0), number(1).filter(|first| *first != id)))
    }

    /// How many articles a story has.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn story_size(&mut self, story: i64) -> Result<usize> {
        let size = self.db.one("SELECT articles FROM stories WHERE id = ?1", &[Cell::Int(story)])?;
        Ok(size.and_then(|size| size.int()).unwrap_or(0) as usize)
    }

    /// Some words that are others after every change of articles, stories and matches.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn state(&mut self) -> Result<String> {
        let mut last = |table: &str, column: &str| -> Result<i64> {
            let last = self.db.one(&format!("SELECT max({column}) FROM {table}"), &[])?;
            Ok(last.and_then(|last| last.int()).unwrap_or(0))
        };
        let (article, matched) = (last("articles", "id")?, last("alert_matches", "n")?);
        Ok(format!("{article}.{matched}.{}", self.setting("joined")?.unwrap_or_default()))
    }
}
