//! The API: what pages show, as JSON under `/api/v1`.
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dateline_archive::{Alert, Facet, Match};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::fail::Fail;
use crate::format::Format;
use crate::lists::Lister;
use crate::routes::{Shared, ask, number};

/// An answer or a failure, both of which are JSON.
type Answer = Result<Response, JsonFail>;

pub(crate) struct JsonFail(Fail);

impl From<Fail> for JsonFail {
    fn from(fail: Fail) -> JsonFail {
        JsonFail(fail)
    }
}

impl IntoResponse for JsonFail {
    fn into_response(self) -> Response {
        self.0.json()
    }
}

pub(crate) fn router() -> Router<Arc<Desk>> {
    let mut router = Router::new().route("/openapi.json", get(openapi));
    for (name, lister) in LISTS {
        let answer =
            move |desk: Shared, headers: HeaderMap, query: RawQuery| list(lister, desk, headers, query);
        router = router.route(&format!("/v1/{name}"), get(answer));
    }
    router
        .route("/v1/articles/{id}", get(article))
        .route("/v1/stories/{id}", get(story))
        .route("/v1/stories/{id}/timeline", get(timeline))
        .route("/v1/who/{name}", get(who))
        .route("/v1/facets", get(facets))
        .route("/v1/alerts", get(alerts))
        .route("/v1/outlets", get(outlets))
        .fallback(|| async {
            JsonFail(Fail::Missing("there is no such address; see /api/openapi.json".to_owned()))
        })
        .method_not_allowed_fallback(|| async {
            let body = json!({"error": "the API only reads: GET"}).to_string();
            let kind = [(header::CONTENT_TYPE, "application/json"), (header::ALLOW, "GET, HEAD")];
            (axum::http::StatusCode::METHOD_NOT_ALLOWED, kind, body)
        })
}

fn written(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("../assets/openapi.json")).into_response()
}

const LISTS: [(&str, Lister); 5] = [
    ("articles", Lister::Latest),
    ("search", Lister::Search),
    ("statements", Lister::Statements),
    ("events", Lister::Events),
    ("stories", Lister::Stories),
];

/// A list in the form that is asked for.
async fn list(lister: Lister, desk: Shared, headers: HeaderMap, query: RawQuery) -> Answer {
    let ask = ask(query)?;
    let format = Format::of(None, &ask, Format::Json)?;
    let list = desk.pool.with(move |archive| lister.read(archive, &ask)).await?;
    Ok(list.written(format, &headers))
}

async fn article(desk: Shared, Path(id): Path<String>) -> Answer {
    let id = number(&id)?;
    let record = desk.pool.with(move |archive| Ok(archive.record(id)?)).await?;
    let record = record.ok_or_else(|| Fail::Missing(format!("there is no article {id} in the archive")))?;
    Ok(written(&record))
}

async fn story(desk: Shared, Path(id): Path<String>) -> Answer {
    let id = number(&id)?;
    Ok(written(&desk.pool.with(move |archive| Ok(archive.story(id)?.json())).await?))
}

async fn timeline(desk: Shared, Path(id): Path<String>) -> Answer {
    let id = number(&id)?;
    let days = desk.pool.with(move |archive| Ok(archive.timeline(id)?)).await?;
    let days: Vec<Value> = days.iter().map(dateline_archive::Day::json).collect();
    Ok(written(&json!({"story": id, "days": days})))
}

async fn who(desk: Shared, Path(name): Path<String>) -> Answer {
    Ok(written(&desk.pool.with(move |archive| Ok(archive.who(&name)?.json())).await?))
}

/// What can be counted by.
const FACETS: [(&str, Facet); 9] = [
    ("day", Facet::Day),
    ("month", Facet::Month),
    ("outlet", Facet::Outlet),
    ("who", Facet::Who),
    ("place", Facet::Place),
    ("event", Facet::Event),
    ("status", Facet::Status),
    ("country", Facet::Country),
    ("language", Facet::Language),
];
/// Articles that are counted at most.
const COUNTED: usize = 2_000;

async fn facets(desk: Shared, query: RawQuery) -> Answer {
    let ask = ask(query)?;
    let names = FACETS.map(|(name, _)| name);
    let by =
        ask.one_of("by", &names)?.ok_or_else(|| Fail::Wrong(format!("by: one of {}", names.join(", "))))?;
    let facet = FACETS.iter().find(|(name, _)| *name == by).map_or(Facet::Day, |(_, facet)| *facet);
    let (query, limit) = (ask.query()?, ask.limit(50)?);
    let counted =
        desk.pool.with(move |archive| Ok(archive.facets_of_newest(&query, &[facet], limit, COUNTED)?));
    let counted = counted.await?.pop();
    let counts = counted.iter().flat_map(|facets| &facets.counts);
    let counts: Vec<Value> = counts.map(|(value, count)| json!({"value": value, "count": count})).collect();
    Ok(written(&json!({"by": by, "of": counted.map_or(0, |facets| facets.of), "counts": counts})))
}

async fn alerts(desk: Shared) -> Answer {
    let alerts = desk.pool.with(|archive| {
        let mut all: Vec<(Alert, Vec<Match>)> = Vec::new();
        for alert in archive.alerts()? {
            let matches = archive.last_matches(alert.id, 100)?;
            all.push((alert, matches));
        }
        Ok(all)
    });
    let alert = |(alert, matches): &(Alert, Vec<Match>)| {
        let matches: Vec<Value> = matches.iter().map(Match::json).collect();
        json!({"name": alert.name, "query": alert.query.to_string(), "matches": matches})
    };
    Ok(written(&json!({"items": alerts.await?.iter().map(alert).collect::<Vec<_>>()})))
}

async fn outlets(desk: Shared) -> Answer {
    let counts = desk.counts().await?;
    let outlet = |outlet: &dateline_archive::Outlet| json!({"outlet": outlet.key, "articles": outlet.articles, "from": outlet.days.0, "to": outlet.days.1});
    Ok(written(&json!({"items": counts.outlets.iter().map(outlet).collect::<Vec<_>>()})))
}
