//! The middles of the counties of the United States, from the package us-atlas (U.S. Census Bureau, public domain).
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

/// A TopoJSON file: <https://github.com/topojson/topojson-specification>.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<[f64; 2]>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    counties: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    id: String,
    arcs: Value,
}

/// The middle of each county's bounds, by its FIPS code: "21125".
pub fn middles(file: &Path) -> Result<BTreeMap<String, (f64, f64)>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let topology: Topology = serde_json::from_str(&text)?;
    let mut middles = BTreeMap::new();
    for county in &topology.objects.counties.geometries {
        let (mut least, mut most) = ([f64::MAX; 2], [f64::MIN; 2]);
        for arc in leaves(&county.arcs) {
            // The arc ~n is arc n backwards; bounds do not care. Points are differences from the point before.
            let index = usize::try_from(if arc < 0 { !arc } else { arc })?;
            let mut point = [0.0; 2];
            for step in topology.arcs.get(index).context("an arc is missing")? {
                for axis in 0..2 {
                    point[axis] += step[axis];
                    least[axis] = least[axis].min(point[axis]);
                    most[axis] = most[axis].max(point[axis]);
                }
            }
        }
        let degrees = |axis: usize| {
            (least[axis] + most[axis]) / 2.0 * topology.transform.scale[axis]
                + topology.transform.translate[axis]
        };
        middles.insert(county.id.clone(), (degrees(1), degrees(0)));
    }
    Ok(middles)
}

/// The numbers in nested lists.
fn leaves(value: &Value) -> Vec<i64> {
    match value {
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        other => other.as_i64().into_iter().collect(),
    }
}
