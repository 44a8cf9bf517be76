//! What the shape of a line says: prose, or a headline.
use super::lines::Line;
use super::marks::Mark;

/// True for a line of running text: it ends as sentences end, or is longer than any headline.
pub(super) fn is_prose(line: &Line) -> bool {
    let text = line.text.as_str();
    let words = words(text);
    matches!(line.mark, Mark::Text | Mark::Item | Mark::Quote)
        && line.link.is_none()
        && ((words >= 5 && ends_statement(text))
            || (words >= 10 && ends_sentence(text))
            || (words >= 12 && has_sentence(text))
            || words >= 28)
}

/// True for a line that can be a headline: a few words that are no sentence.
pub(super) fn is_headline(line: &Line) -> bool {
    let text = line.text.as_str();
    let words = words(text);
    let linked = line.link.is_some() || matches!(line.mark, Mark::Heading(_));
    !matches!(line.mark, Mark::Rule | Mark::Image | Mark::Quote)
        && (3..=40).contains(&words)
        && text.len() <= 300
        && (linked || !text.ends_with('.') || text.ends_with("...") || ends_abbreviated(text))
        && !text.ends_with([':', ';', ','])
}

/// True if the words end with a full stop, or as a quotation that has one, as few headlines do.
fn ends_statement(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', ' ']);
    bare.ends_with(['.', '…', '。', '।', '۔', '։', '།']) && !(words(text) <= 16 && ends_abbreviated(text))
}

/// True if the full stop at the end is that of an abbreviation: "Ferries sail again in the U.S."
fn ends_abbreviated(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    let initials = last.len() >= 4
        && last
            .split_terminator('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    initials || matches!(last, "Jr." | "Sr." | "Inc." | "Co." | "Corp." | "Ltd.")
}

/// True if a sentence ends within the words: "... at noon. EFE", but not "The U.S. envoy ...".
fn has_sentence(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or("");
        word.chars().count() >= 4 && word.chars().all(char::is_lowercase)
    })
}

/// True if the words end as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔', '։', '།'])
        || (bare.len() < text.len() && text.ends_with(['"', '”', '»']))
}

/// The number of words; where words are not parted by spaces, two characters count as one.
pub(super) fn words(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(
            |c| matches!(*c as u32, 0x0E00..=0x0EFF | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF),
        )
        .count();
    text.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).count() + wide / 2
}

#[cfg(test)]
mod tests {
    use super::super::marks;
    use super::*;

    fn check(text: &str, expected: &str) {
        let line = marks::read(text, 0, None);
        let found = match (is_prose(&line), is_headline(&line)) {
            (true, _) => "prose",
            (false, true) => "headline",
            (false, false) => "neither",
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn shapes_of_lines() {
        check("The port of Almer is open again.", "prose");
        check("Ferries return to Almer after eleven days of storm", "headline");
        check("Will the ferries to Almer sail again?", "headline");
        check("Ferries sail again in the U.S.", "headline");
        check("World", "neither");
        check("Share this:", "neither");
        check("El segundo saldría por la noche, según dijo la capitanía del puerto ayer. EFE", "prose");
        check("イオンの船が十一日ぶりにアルメル港を出た。", "prose");
    }
}
