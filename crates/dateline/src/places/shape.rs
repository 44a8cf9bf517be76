//! Other ways to write the name of a place.

/// "NEW YORK" and "new york" as "New York".
pub(super) fn titled(name: &str) -> String {
    let mut up = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if up {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        up = !c.is_alphabetic() && c != '\'' && c != '’';
    }
    out
}

/// The form that a gazetteer has for an abbreviated name: "Mt. Pleasant" as "Mount Pleasant".
pub(super) fn variant(name: &str) -> Option<String> {
    const SHORT: [(&str, &str); 6] = [
        ("Mt. ", "Mount "),
        ("Mt ", "Mount "),
        ("Ft. ", "Fort "),
        ("Ft ", "Fort "),
        ("St. ", "Saint "),
        ("St ", "Saint "),
    ];
    SHORT.iter().find_map(|(short, long)| name.strip_prefix(short).map(|rest| format!("{long}{rest}")))
}

/// True for the short forms of organisations and departments: "NICU", "U.N."
pub(super) fn is_acronym(name: &str) -> bool {
    let shape = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '&');
    name.len() <= 6 && name.chars().all(shape)
}

/// True for a word with a capital inside, after a small letter: "KwaZulu", "McAllen".
pub(super) fn is_humped(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_other_forms() {
        assert_eq!(titled("NEW YORK"), "New York");
        assert_eq!(titled("denver"), "Denver");
        assert_eq!(titled("COEUR D'ALENE"), "Coeur D'alene");
        assert_eq!(variant("Ft. Worth").as_deref(), Some("Fort Worth"));
        assert_eq!(variant("Fort Worth"), None);
        assert!(is_humped("KwaZulu-Natal") && !is_humped("Natal") && !is_humped("NATAL"));
        assert!(is_acronym("NICU") && !is_acronym("Nice"));
    }
}
