//! The words at the start of a paragraph that can be a place: "KYIV, Ukraine", "WASHINGTON/BEIJING".

/// The ways to read a place from the start of a text, shortest first: (end of the city, end of the whole).
pub(super) struct Ends;

impl Ends {
    /// With region and second cities: "KYIV, Ukraine", "WASHINGTON/BEIJING".
    pub fn all(text: &str) -> Vec<(usize, usize)> {
        let mut ends: Vec<(usize, usize)> = Vec::new();
        Ends::part(text, 0, &mut ends);
        let cities = ends.len();
        for i in 0..cities {
            let first = ends[i].1;
            let mut from = vec![first];
            // Two more parts at most: "PORTLAND, Maine, United States".
            for _ in 0..2 {
                let Some(open) = from.pop() else { break };
                let rest = &text[open..];
                let sign = rest.len() - rest.trim_start_matches([',', '/']).len();
                if sign != 1 {
                    break;
                }
                let space = rest[1..].len() - rest[1..].trim_start_matches(' ').len();
                let mut more = Vec::new();
                Ends::part(text, open + 1 + space, &mut more);
                from.extend(more.last().map(|(_, end)| *end));
                ends.extend(more.into_iter().map(|(_, end)| (first, end)));
            }
        }
        ends
    }

    /// The first part alone.
    pub fn first(text: &str) -> Vec<(usize, usize)> {
        let mut ends = Vec::new();
        Ends::part(text, 0, &mut ends);
        ends
    }

    /// One to four words that begin with capitals, with "de", "of" and the like between them.
    fn part(text: &str, start: usize, ends: &mut Vec<(usize, usize)>) {
        const LINKS: [&str; 16] = [
            "am", "an", "and", "da", "de", "del", "der", "do", "el", "la", "las", "le", "of", "the", "sur",
            "upon",
        ];
        let mut at = start;
        for _ in 0..5 {
            let rest = &text[at..];
            let len = rest
                .char_indices()
                .find(|(_, c)| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.')))
                .map_or(rest.len(), |(i, _)| i);
            // "LONDON--(": the hyphens are a dash.
            let len = rest[..len].find("--").unwrap_or(len);
            let word = rest[..len].trim_end_matches(['-', '\'', '’']);
            if word.starts_with(char::is_uppercase) {
                // "MOSCOW." ends a dateline's part, "St." does not; both readings are tried.
                let bare = word.trim_end_matches('.');
                ends.push((at + bare.len(), at + bare.len()));
                if bare.len() + 1 == word.len() {
                    ends.push((at + word.len(), at + word.len()));
                }
            } else if at == start || !LINKS.contains(&word) {
                return;
            }
            at += word.len();
            if !text[at..].starts_with(' ') {
                return;
            }
            at += 1;
        }
    }
}
