//! Quality gates: the scores on the development sets below which a change is not taken.
use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project;
use crate::score::{self, Request, Scores};

/// `bench/gates.toml`: bounds per area and measure.
#[derive(Deserialize)]
struct Gates(BTreeMap<String, Bounds>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    #[serde(default)]
    at_least: BTreeMap<String, f64>,
    #[serde(default)]
    at_most: BTreeMap<String, f64>,
    /// Bounds of single sets.
    #[serde(default)]
    sets: BTreeMap<String, Bounds>,
}

/// Scores each area that has gates and whose benchmark is there, and fails if a bound is crossed.
pub fn run() -> Result<()> {
    let path = project::root().join("bench/gates.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let gates: Gates = toml::from_str(&text).with_context(|| format!("`{}` is wrong", path.display()))?;
    let mut crossed = Vec::new();
    for (area, bounds) in &gates.0 {
        let mut sets = Vec::new();
        if score::is_here(area) {
            score::each(&Request { area: area.clone(), ..Request::default() }, |set| sets.push(set))?;
        }
        if sets.is_empty() {
            println!("gate {area}: skipped, its data is not here");
        }
        for set in sets {
            crossed.extend(check(area, bounds, &set));
            if let Some(bounds) = bounds.sets.get(&set.set) {
                crossed.extend(check(area, bounds, &set));
            }
        }
    }
    if !crossed.is_empty() {
        bail!("quality slipped:\n  {}", crossed.join("\n  "));
    }
    Ok(())
}

fn check(area: &str, bounds: &Bounds, scores: &Scores) -> Vec<String> {
    let least = bounds.at_least.iter().map(|(measure, bound)| (measure, *bound, true));
    let most = bounds.at_most.iter().map(|(measure, bound)| (measure, *bound, false));
    let mut crossed = Vec::new();
    for (measure, bound, at_least) in least.chain(most) {
        let name = format!("{area} {} {measure}", scores.set);
        let wants = if at_least { "at least" } else { "at most" };
        match value(scores, measure) {
            Some(value) if if at_least { value >= bound } else { value <= bound } => {
                println!("gate {name}: {value} ({wants} {bound})");
            }
            Some(value) => crossed.push(format!("{name} is {value}, and must be {wants} {bound}")),
            None => crossed.push(format!("{name} is not measured, and must be {wants} {bound}")),
        }
    }
    crossed
}

/// The value of a measure; "all.soft.f1" is the one inside the others.
fn value(scores: &Scores, measure: &str) -> Option<f64> {
    let mut keys = measure.split('.');
    let first = scores.values.get(keys.next()?)?;
    keys.try_fold(first, |value, key| value.get(key))?.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crossed_bound_is_named() {
        let bounds = toml::from_str(
            "at_least = { f1 = 0.9, p = 0.5 }\nat_most = { leak = 0.1, miss = 0.1, \"all.p\" = 0.4 }",
        );
        let values = serde_json::json!({"f1": 0.89, "p": 0.5, "leak": 0.11, "all": {"p": 0.5}});
        let scores = Scores { set: "gold".to_owned(), values: values.as_object().unwrap().clone() };
        let crossed = check("extraction", &bounds.unwrap(), &scores);
        assert_eq!(
            crossed,
            [
                "extraction gold f1 is 0.89, and must be at least 0.9",
                "extraction gold all.p is 0.5, and must be at most 0.4",
                "extraction gold leak is 0.11, and must be at most 0.1",
                "extraction gold miss is not measured, and must be at most 0.1",
            ]
        );
    }
}
