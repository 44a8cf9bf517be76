//! Whether two lines say the same, and how much of one is in another.

/// A line's words in lower case with one blank between them, marks left out: what two lines have to share to be the
/// same headline or the same name.
pub(in crate::article) fn key(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut gap = false;
    for c in line.chars() {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\u{ad}' | '\u{200b}' | '\u{300}'..='\u{36f}') {
            gap = true;
        }
    }
    out
}

/// The share of the words of both keys that are in both.
pub(in crate::article) fn likeness(a: &str, b: &str) -> f32 {
    let words = |key: &str| {
        let mut words: Vec<String> = key.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (words(a), words(b));
    let both = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    both as f32 / (a.len() + b.len() - both).max(1) as f32
}

/// True if `part` is the beginning or the end of `whole`, on word boundaries.
pub(in crate::article) fn is_edge(part: &str, whole: &str) -> bool {
    !part.is_empty()
        && (whole.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            || whole.strip_suffix(part).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_matter() {
        assert_eq!(key("“Port  reopens”, says Ruiz!"), "port reopens says ruiz");
        assert_eq!(key("—"), "");
        assert!(is_edge("port reopens", "port reopens almer post"));
        assert!(!is_edge("port re", "port reopens"));
        assert!(likeness("port of almer reopens", "almer port reopens") > 0.7);
    }
}
