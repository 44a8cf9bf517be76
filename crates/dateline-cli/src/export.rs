//! `dateline export` and `dateline import`: articles out of an archive, and back.
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use dateline::doc::Document;
use dateline::export;
use dateline_archive::{Added, Archive, Cell, Flat, FlatKind, FlatTable, Mode, flat_tables, records_of};
use dateline_parquet::{Column, Kind, Value as Plain, Writer};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Export, ExportFormat, Import};
use crate::pipeline::count;
use crate::table::csv;

/// Articles that are taken out, or put in, together.
const CHUNK: usize = 200;

/// What Hive, and with it Spark, calls a partition of nothing.
const NO_MONTH: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes articles in the form that is asked for.
pub fn run(request: &Export) -> Result<Outcome> {
    let query = request.filters.query(&request.words)?;
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let months = archive.months(&query)?;
    match (request.format, &request.output) {
        (ExportFormat::Parquet, Some(folder)) => {
            for (month, ids) in &months {
                parquet(&mut archive, folder, month.as_deref(), ids)?;
            }
        }
        (ExportFormat::Csv, Some(folder)) => {
            let ids: Vec<i64> = months.values().flatten().copied().collect();
            tables(&mut archive, folder, &ids)?;
        }
        (ExportFormat::Parquet | ExportFormat::Csv, None) => {
            bail!("this form has a file for each layer: name a folder with -o");
        }
        (format, output) => {
            let mut out: Box<dyn Write> = match output {
                Some(path) => {
                    let file = File::create(path);
                    Box::new(BufWriter::new(
                        file.with_context(|| format!("cannot write `{}`", path.display()))?,
                    ))
                }
                None => Box::new(BufWriter::new(io::stdout().lock())),
            };
            let ids: Vec<i64> = months.values().flatten().copied().collect();
            texts(&mut archive, format, &ids, &mut out)?;
            out.flush()?;
        }
    }
    eprintln!("{}", count(months.values().map(Vec::len).sum::<usize>() as u64, "article"));
    Ok(Outcome::Whole)
}

fn texts(archive: &mut Archive, format: ExportFormat, ids: &[i64], out: &mut dyn Write) -> Result<()> {
    match format {
        ExportFormat::PloverCsv => writeln!(out, "{}", export::PLOVER_COLUMNS)?,
        ExportFormat::Geojson => write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?,
        _ => {}
    }
    let mut is_first = true;
    for id in ids {
        let Some(record) = archive.record(*id)? else { continue };
        match format {
            ExportFormat::Jsonl => writeln!(out, "{record}")?,
            ExportFormat::Geojson => {
                for feature in features(&record, *id) {
                    let comma = if is_first { "\n" } else { ",\n" };
                    write!(out, "{comma}{feature}")?;
                    is_first = false;
                }
            }
            format => {
                let doc = Document::from_record(&record).with_context(|| format!("article {id}"))?;
                match format {
                    ExportFormat::Jsonld => writeln!(out, "{}", export::jsonld(&doc))?,
                    ExportFormat::Ninjs => writeln!(out, "{}", export::ninjs(&doc))?,
                    ExportFormat::Plover => out.write_all(export::plover_jsonl(&doc).as_bytes())?,
                    ExportFormat::PloverCsv => out.write_all(export::plover_csv(&doc).as_bytes())?,
                    _ => out.write_all(export::gdelt(&doc, false).as_bytes())?,
                }
            }
        }
    }
    if format == ExportFormat::Geojson {
        writeln!(out, "\n]}}")?;
    }
    Ok(())
}

/// The places of a record as features, each with what happened there.
fn features(record: &Value, id: i64) -> Vec<Value> {
    let chars: Vec<char> = record["text"].as_str().unwrap_or("").chars().collect();
    let list = |name: &str| record[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let words = |span: &Value| -> String {
        let at = |name: &str| span[name].as_u64().map(|point| point as usize);
        let range = at("start").zip(at("end")).and_then(|(start, end)| chars.get(start..end));
        range.unwrap_or_default().iter().collect()
    };
    let sentence = |point: &Value| {
        let point = point.as_u64().unwrap_or(0);
        let holds = |s: &&Value| s["start"].as_u64() <= Some(point) && Some(point) < s["end"].as_u64();
        list("sentences").iter().find(holds).map(words)
    };
    let mut features = Vec::new();
    for place in list("places") {
        let (Some(lat), Some(lon)) = (place["lat"].as_f64(), place["lon"].as_f64()) else { continue };
        let events =
            list("events").iter().filter(|event| event["where"] == place["id"] && !place["id"].is_null());
        let events: Vec<Value> = events
            .map(|event| {
                json!({
                    "type": event["type"], "mode": event["mode"], "status": event["status"], "historical": event["historical"],
                    "trigger": words(&event["trigger"]),
                })
            })
            .collect();
        let article = &record["article"];
        features.push(json!({
            "type": "Feature",
            // Longitude first (RFC 7946).
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "article": id, "url": article["url"], "headline": article["headline"], "published": article["published"],
                "publisher": article["publisher"]["name"], "name": place["name"], "geonames": place["geonames"],
                "country": place["country"], "feature": place["feature"], "use": place["use"],
                "confidence": place["confidence"], "words": words(place), "sentence": sentence(&place["start"]),
                "events": events,
            },
        }));
    }
    features
}

/// A folder a layer, in each a folder a month: what Spark, DuckDB and Polars read as tables with partitions.
fn parquet(archive: &mut Archive, folder: &Path, month: Option<&str>, ids: &[i64]) -> Result<()> {
    let month = month.unwrap_or(NO_MONTH);
    let mut writers: Vec<(FlatTable, Option<Writer>)> =
        flat_tables().into_iter().map(|table| (table, None)).collect();
    for chunk in ids.chunks(CHUNK) {
        let mut flat = archive.flat(chunk)?;
        for (table, writer) in &mut writers {
            let Some(rows) = flat.remove(table.name) else { continue };
            let writer = match writer {
                Some(writer) => writer,
                none => {
                    let folder = folder.join(table.name).join(format!("month={month}"));
                    fs::create_dir_all(&folder)
                        .with_context(|| format!("cannot make `{}`", folder.display()))?;
                    none.insert(Writer::create(&folder.join("part-0.parquet"), &columns(table))?)
                }
            };
            for row in rows {
                let plain = row.into_iter().zip(&table.columns).map(|(cell, (_, kind))| plain(cell, *kind));
                writer.push(plain.collect())?;
            }
        }
    }
    for (_, writer) in writers {
        if let Some(writer) = writer {
            writer.finish()?;
        }
    }
    Ok(())
}

fn columns(table: &FlatTable) -> Vec<Column> {
    let kind = |kind: FlatKind| match kind {
        FlatKind::Int => Kind::Int,
        FlatKind::Real => Kind::Real,
        FlatKind::Bool => Kind::Bool,
        FlatKind::Text => Kind::Text,
    };
    table.columns.iter().map(|(name, of)| Column::new(*name, kind(*of))).collect()
}

fn plain(cell: Cell, kind: FlatKind) -> Plain {
    match cell {
        Cell::Int(is) if kind == FlatKind::Bool => Plain::Bool(is != 0),
        Cell::Int(number) => Plain::Int(number),
        Cell::Real(number) => Plain::Real(number),
        Cell::Text(text) => Plain::Text(text),
        Cell::Null | Cell::Blob(_) => Plain::Null,
    }
}

/// A file a layer, with a line of names.
fn tables(archive: &mut Archive, folder: &Path, ids: &[i64]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let mut files = Vec::new();
    for table in flat_tables() {
        let path = folder.join(format!("{}.csv", table.name));
        let file = File::create(&path).with_context(|| format!("cannot write `{}`", path.display()))?;
        let mut file = BufWriter::new(file);
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        writeln!(file, "{}", csv(&names))?;
        files.push((table, file));
    }
    for chunk in ids.chunks(CHUNK) {
        let flat = archive.flat(chunk)?;
        for (table, file) in &mut files {
            for row in flat.get(table.name).into_iter().flatten() {
                let cells: Vec<String> = row.iter().map(written).collect();
                writeln!(file, "{}", csv(&cells.iter().map(String::as_str).collect::<Vec<_>>()))?;
            }
        }
    }
    files.into_iter().try_for_each(|(_, mut file)| file.flush())?;
    Ok(())
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Null | Cell::Blob(_) => String::new(),
        Cell::Int(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

/// Puts records into an archive that were exported from another, and joins them into stories anew.
pub fn import(request: &Import) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive.archive, Mode::Write)?;
    let (mut new, mut known) = (0, 0);
    let mut take = |archive: &mut Archive, records: &[Value]| -> Result<()> {
        for added in archive.import(records)? {
            *(if matches!(added, Added::Known(_)) { &mut known } else { &mut new }) += 1_u64;
        }
        Ok(())
    };
    for input in &request.inputs {
        if input.join("articles").is_dir() {
            for month in months(&input.join("articles"))? {
                let records = records_of(&flat(input, &month)?)
                    .with_context(|| format!("`{}`, {month}", input.display()))?;
                for chunk in records.chunks(CHUNK) {
                    take(&mut archive, chunk)?;
                }
            }
        } else {
            let file = File::open(input).with_context(|| format!("cannot read `{}`", input.display()))?;
            let mut chunk = Vec::new();
            for (number, line) in BufReader::new(file).lines().enumerate() {
                let place = || format!("`{}`, line {}", input.display(), number + 1);
                let line = line.with_context(place)?;
                if line.trim().is_empty() {
                    continue;
                }
                let record: Value =
                    serde_json::from_str(&line).with_context(|| format!("{}: not JSON", place()))?;
                if !record["dateline"].is_string() {
                    bail!("{}: not a record\nhint: `dateline ingest` reads other lines", place());
                }
                chunk.push(record);
                if chunk.len() == CHUNK {
                    take(&mut archive, &chunk).with_context(place)?;
                    chunk.clear();
                }
            }
            take(&mut archive, &chunk).with_context(|| format!("`{}`", input.display()))?;
        }
    }
    archive.join()?;
    eprintln!("{}, {known} known already", count(new, "article"));
    Ok(Outcome::Whole)
}

/// The partitions of a layer, in order.
fn months(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut months: Vec<String> = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        months.extend(name.starts_with("month=").then_some(name));
    }
    months.sort();
    Ok(months)
}

/// The rows of all layers of a month.
fn flat(folder: &Path, month: &str) -> Result<Flat> {
    let mut flat = Flat::new();
    for table in flat_tables() {
        let folder = folder.join(table.name).join(month);
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "parquet"));
        files.sort();
        for file in files {
            let read = dateline_parquet::read(&file)?;
            let mut places = Vec::new();
            for (name, _) in &table.columns {
                let place = read.columns.iter().position(|column| column == name);
                places.push(place.with_context(|| format!("`{}` has no column `{name}`", file.display()))?);
            }
            let rows = flat.entry(table.name).or_default();
            rows.extend(
                read.rows
                    .iter()
                    .map(|row| places.iter().map(|place| cell(&row[*place])).collect::<Vec<Cell>>()),
            );
        }
    }
    Ok(flat)
}

fn cell(value: &Plain) -> Cell {
    match value {
        Plain::Null => Cell::Null,
        Plain::Int(number) => Cell::Int(*number),
        Plain::Real(number) => Cell::Real(*number),
        Plain::Bool(is) => Cell::from(*is),
        Plain::Text(text) => Cell::from(text.as_str()),
    }
}
