//! What is hard to beat with little: names that share words are one, and a pronoun is the last name that fits.
use super::gold::{Form, Gold, Mention};
use super::metrics::Chains;

/// Chains over the gold mentions. A nominal stays alone.
pub fn chains(gold: &Gold) -> Chains {
    let mut chains: Chains = Vec::new();
    let mut owners: Vec<usize> = Vec::new();
    for (at, mention) in gold.mentions.iter().enumerate() {
        let before = gold.mentions.iter().zip(&owners).rev();
        let found = match mention.form {
            Form::Nominal => None,
            Form::Name => {
                let words = gold.name_words(mention.span);
                let shares = |m: &Mention| {
                    m.form == Form::Name && gold.name_words(m.span).iter().any(|word| words.contains(word))
                };
                before.clone().find(|(m, _)| shares(m))
            }
            Form::Pronoun => {
                let pronoun = gold.quote(mention.span).to_lowercase();
                before.clone().find(|(m, _)| m.form == Form::Name && fits(&pronoun, &m.kind))
            }
        };
        let owner = found.map_or(chains.len(), |(_, owner)| *owner);
        if owner == chains.len() {
            chains.push(Vec::new());
        }
        chains[owner].push(at);
        owners.push(owner);
    }
    chains
}

/// "he" is a person, "it" is none.
fn fits(pronoun: &str, kind: &str) -> bool {
    match pronoun {
        "it" | "its" | "itself" => kind != "person",
        "they" | "them" | "their" | "themselves" | "we" | "us" | "our" => kind != "place",
        _ => kind == "person",
    }
}
