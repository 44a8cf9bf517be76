use std::fmt;

/// The features of a word that its form shows, by the conventions of Universal Dependencies.
///
/// ```
/// use dateline::doc::Features;
/// let said = Features::parse("Mood=Ind|Tense=Past|VerbForm=Fin").expect("known features");
/// assert_eq!(said.to_string(), "Mood=Ind|Tense=Past|VerbForm=Fin");
/// assert_eq!(Features::default().to_string(), "_");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Features {
    pub mood: Option<Mood>,
    pub number: Option<Number>,
    /// 1, 2 or 3.
    pub person: Option<u8>,
    pub tense: Option<Tense>,
    pub form: Option<VerbForm>,
}

/// Indicative or imperative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Mood {
    Ind,
    Imp,
}

/// One or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Number {
    Sing,
    Plur,
}

/// The tense of the form; "will go" has a word for the future, and no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Tense {
    Pres,
    Past,
}

/// Finite, infinitive, gerund or participle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum VerbForm {
    Fin,
    Inf,
    Ger,
    Part,
}

impl Features {
    /// Reads features as CoNLL-U writes them; none if one is not known.
    pub fn parse(text: &str) -> Option<Features> {
        let mut features = Features::default();
        for pair in text.split('|').filter(|pair| *pair != "_") {
            match pair {
                "Mood=Ind" => features.mood = Some(Mood::Ind),
                "Mood=Imp" => features.mood = Some(Mood::Imp),
                "Number=Sing" => features.number = Some(Number::Sing),
                "Number=Plur" => features.number = Some(Number::Plur),
                "Person=1" => features.person = Some(1),
                "Person=2" => features.person = Some(2),
                "Person=3" => features.person = Some(3),
                "Tense=Pres" => features.tense = Some(Tense::Pres),
                "Tense=Past" => features.tense = Some(Tense::Past),
                "VerbForm=Fin" => features.form = Some(VerbForm::Fin),
                "VerbForm=Inf" => features.form = Some(VerbForm::Inf),
                "VerbForm=Ger" => features.form = Some(VerbForm::Ger),
                "VerbForm=Part" => features.form = Some(VerbForm::Part),
                _ => return None,
            }
        }
        Some(features)
    }
}

impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Features { mood, number, person, tense, form } = self;
        let pairs = [
            mood.map(|x| format!("Mood={x:?}")),
            number.map(|x| format!("Number={x:?}")),
            person.map(|x| format!("Person={x}")),
            tense.map(|x| format!("Tense={x:?}")),
            form.map(|x| format!("VerbForm={x:?}")),
        ];
        let pairs: Vec<String> = pairs.into_iter().flatten().collect();
        f.write_str(if pairs.is_empty() { "_" } else { "" })?;
        f.write_str(&pairs.join("|"))
    }
}
