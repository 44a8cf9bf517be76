//! The forms of names that English text has.

/// True for names in plain letters that begin with a capital.
pub fn is_english(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '.');
    // Codes of airports and other short forms are other words too.
    (4..=24).contains(&name.len())
        && name.chars().all(letters)
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.split([' ', '-']).count() <= 3
        && name.chars().any(|c| c.is_ascii_lowercase())
}

/// True for the first words of a name.
pub fn is_short_form(short: &str, name: &str) -> bool {
    name.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', '-']))
}

/// The name without accents.
pub fn plain(name: &str) -> String {
    const LETTERS: [(&str, char); 34] = [
        ("àáâãäåāăąạảấầẩẫậắằẳẵặ", 'a'),
        ("ÀÁÂÃÄÅĀĂĄẤ", 'A'),
        ("çćĉċč", 'c'),
        ("ÇĆČ", 'C'),
        ("ďđḍ", 'd'),
        ("ĎĐḌ", 'D'),
        ("èéêëēĕėęěẹẻẽếềểễệə", 'e'),
        ("ÈÉÊËĒĘĚ", 'E'),
        ("ĝğġģ", 'g'),
        ("ĞĠ", 'G'),
        ("ĥħḥẖ", 'h'),
        ("ĦḨḤ", 'H'),
        ("ìíîïĩīĭįıịỉ", 'i'),
        ("ÌÍÎÏĪİ", 'I'),
        ("ķ", 'k'),
        ("ĺļľłḷ", 'l'),
        ("ĽŁ", 'L'),
        ("ñńņňṇṅ", 'n'),
        ("Ñ", 'N'),
        ("òóôõöøōŏőơọỏốồổỗộớờởỡợ", 'o'),
        ("ÒÓÔÕÖØŌŐ", 'O'),
        ("ŕŗřṛ", 'r'),
        ("Ř", 'R'),
        ("śŝşšșṣ", 's'),
        ("ŚŞŠȘṢ", 'S'),
        ("ţťŧțṭ", 't'),
        ("ŢŤȚṬ", 'T'),
        ("ùúûüũūŭůűųưụủứừửữự", 'u'),
        ("ÙÚÛÜŪŮ", 'U'),
        ("ýÿỳỵỷỹ", 'y'),
        ("Ý", 'Y'),
        ("źżžẕ", 'z'),
        ("ŹŻŽ", 'Z'),
        ("’‘ʻʼ", '\''),
    ];
    let fold = |c: char| LETTERS.iter().find(|(from, _)| from.contains(c)).map_or(c, |(_, to)| *to);
    name.chars().map(fold).collect()
}
