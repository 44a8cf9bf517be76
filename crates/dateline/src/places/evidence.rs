//! What stands around a name.
use super::find::Scan;
use super::gazetteer::Kind;
use super::overlay::Named;

/// What stands around a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// What the language model takes it for.
    pub named: Named,
    /// A preposition or another word before which places stand.
    pub preposition: bool,
    /// It opens a report.
    pub dateline: bool,
    /// It ends the name of an organisation: "University of Texas".
    pub organisation: bool,
    /// By the capitals around it, it belongs to a longer name.
    pub inside_name: bool,
    /// It is the surname of somebody in the article.
    pub surname: bool,
    /// It says which land an office or a people is of: "U.S. senators".
    pub adjective: bool,
    /// It does what governments do.
    pub acting: bool,
    /// It is another word more often.
    pub common: bool,
    /// Its zone is a headline.
    pub headline: bool,
    /// It is a state behind its town.
    pub contains: bool,
    /// Its last word says what it is: "Cottonport Fire Station", "Mill Creek".
    pub described: bool,
    /// Before it stands a word that only places follow: "in", "near".
    pub locative: bool,
    /// Before it stands "in" or "near", and nothing is of it: not "in Lee's view".
    pub within: bool,
    /// After it stands what states have: "New York Gov."
    pub state: bool,
    /// The words before say that it is a place: "the village of Gori", "Ann Lee, 39, of Pomeroy", "Sen. Lee, R-Ashland".
    pub told: bool,
    /// After it stands what towns and counties have: "Grapeland City Council", "Berea Fire Department".
    pub civic: bool,
    /// After it stand those who live or work there: "a Berea man", "Fairfax police".
    pub locals: bool,
    /// It has several words.
    pub several: bool,
    /// A list of counties: "Becker, Clay and Grant counties".
    pub county: bool,
}

impl Scan<'_, '_> {
    /// What stands around the name in `at..end`.
    pub(super) fn evidence(&self, at: usize, end: usize) -> Evidence {
        let span = self.span(at, end);
        let (before, words, c) = (self.before(at), self.doc.words(span), self.context);
        Evidence {
            named: self.overlay.named(span),
            preposition: c.before.contains(&before.to_lowercase()),
            organisation: before == "of" && at > 1 && c.organisations.contains(self.word(at - 2)),
            inside_name: self.inside_name(at, end),
            surname: self.overlay.is_surname(words),
            adjective: c.adjectives.contains(words),
            acting: self.acting(at, end),
            common: c.common.contains(words),
            headline: self.headline,
            contains: false,
            locative: c.locative.contains(&before.to_lowercase()),
            within: matches!(before, "in" | "near") && !self.word(end).starts_with(['\'', '’']),
            state: c.states.contains(self.word(end)),
            told: self.told(at),
            civic: c.civic.contains(self.word(end)),
            locals: c.locals.contains(self.word(end)),
            several: end > at + 1,
            county: false,
            ..Evidence::default()
        }
    }

    /// True for "the village of Gori", "Ann Lee, 39, of Pomeroy", "Sen. Lee, R-Ashland".
    fn told(&self, at: usize) -> bool {
        let back = |n: usize| at.checked_sub(n).map_or("", |at| self.word(at));
        let aged = back(2) == "," && back(3).chars().all(|c| c.is_ascii_digit()) && !back(3).is_empty();
        match back(1) {
            "of" => aged || self.context.settlements.contains(back(2).to_lowercase().as_str()),
            "-" => matches!(back(2), "R" | "D" | "I"),
            _ => false,
        }
    }

    /// True if the name is part of a longer one: "Paris Hilton", "University of Texas", "Houston Rockets".
    fn inside_name(&self, at: usize, end: usize) -> bool {
        let c = self.context;
        let before = self.before(at);
        if c.people.contains(before.trim_end_matches('.')) && self.is_capital(at - 1) {
            return true;
        }
        if before == "." && at > 1 && c.people.contains(self.word(at - 2)) {
            return true;
        }
        // In headlines every word has a capital.
        if self.headline {
            return false;
        }
        if at > 0 && self.is_capital(at - 1) && !c.modifiers.contains(before) && !self.is_land(before) {
            return true;
        }
        let after = self.word(end);
        if after == "-" {
            // "Paris-based" is a place, "Rolls-Royce" is not.
            return self.is_capital(end + 1) && self.gazetteer.find(self.word(end + 1)).is_empty();
        }
        self.is_capital(end) && !c.titles.contains(after.trim_end_matches('.')) && !self.is_land(after)
    }

    /// True for the name of a country or a region, which may stand beside a town without a comma.
    fn is_land(&self, word: &str) -> bool {
        self.gazetteer.find(word).iter().any(|e| matches!(e.kind, Kind::Country | Kind::Region))
    }

    /// True for the subject of what governments do: "Moscow has blocked", "Moscow and Pyongyang have drawn closer".
    fn acting(&self, at: usize, end: usize) -> bool {
        let before = self.before(at);
        if self.headline && before == ":" && end >= self.tokens.len() {
            return true;
        }
        if self.context.before.contains(before) {
            return false;
        }
        let verb = |at: usize| self.context.acting.contains(self.word(at));
        let second = self.word(end) == "and" && self.is_capital(end + 1) && verb(end + 2);
        verb(end) || second || (before == "and" && verb(end)) || self.is_subject(at, end)
    }

    /// True if the tree makes it the subject of a verb of the list.
    fn is_subject(&self, at: usize, end: usize) -> bool {
        let words = self.tokens.get(at..end).unwrap_or_default();
        words.iter().any(|token| {
            let subject = token.deprel.is_some_and(|relation| relation == "nsubj");
            let verb = token.head.and_then(|head| self.tokens.get(head.index().checked_sub(self.first)?));
            subject && verb.is_some_and(|verb| self.context.acting.contains(self.doc.words(verb.span)))
        })
    }
}
