//! Which address leads where.
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use dateline_archive::Archive;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::Error;
use crate::ask::{Ask, encoded};
use crate::desk::{Desk, Settings};
use crate::fail::Fail;
use crate::format::{ENDINGS, Format};
use crate::guard::{Guard, fingerprint, guard};
use crate::lists::Lister;
use crate::{api, lists, page};

/// Nobody sends the desk more than an address.
const BODY: usize = 16 << 10;

pub(crate) type Shared = State<Arc<Desk>>;

/// The parameters of a request, in their order and as often as they come.
pub(crate) fn ask(query: RawQuery) -> Result<Ask, Fail> {
    let query = query.0.unwrap_or_default();
    let uri = format!("/?{query}").parse().map_err(|_| Fail::Wrong("the address is none".to_owned()))?;
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri);
    pairs.map(|pairs| Ask(pairs.0)).map_err(|error| Fail::Wrong(error.to_string()))
}

/// All addresses of a desk.
///
/// ```no_run
/// use dateline_desk::{Settings, router};
/// let router = router(&Settings::of("news.db"))?;
/// # Ok::<(), dateline_desk::Error>(())
/// ```
///
/// # Errors
///
/// If the archive cannot be opened, or the settings would let anybody in.
pub fn router(settings: &Settings) -> Result<Router, Error> {
    settings.check()?;
    let desk = Desk::open(settings.clone())?;
    let mut router = Router::new()
        .route(
            "/",
            get(|desk: Shared, headers: HeaderMap, query: RawQuery| {
                list(Lister::Latest, desk, headers, query, None)
            }),
        )
        .route("/article/{id}", get(article))
        .route("/fact/{article}/{fact}", get(fact))
        .route("/story/{id}", get(story))
        .route("/who/{name}", get(who))
        .route("/country/{code}", get(country))
        .route("/countries", get(countries))
        .route("/alerts", get(alerts))
        .route("/sources", get(sources))
        .route("/about", get(about))
        .route("/assets/{name}", get(asset))
        .nest("/api", api::router());
    for (name, lister) in LISTS {
        router = router.route(
            &format!("/{name}"),
            get(move |desk: Shared, headers: HeaderMap, query: RawQuery| {
                list(lister, desk, headers, query, None)
            }),
        );
        for (ending, format) in ENDINGS {
            router = router.route(
                &format!("/{name}.{ending}"),
                get(move |desk: Shared, headers: HeaderMap, query: RawQuery| {
                    list(lister, desk, headers, query, Some(format))
                }),
            );
        }
    }
    let router = router.fallback(|| async { Fail::Missing("there is no such page".to_owned()) });
    Ok(router
        .with_state(desk)
        .layer(from_fn(fingerprint))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(from_fn_with_state(Guard::of(settings), guard)))
}

const LISTS: [(&str, Lister); 5] = [
    ("latest", Lister::Latest),
    ("search", Lister::Search),
    ("statements", Lister::Statements),
    ("events", Lister::Events),
    ("stories", Lister::Stories),
];

/// A list as a page, or as data in the form that is asked for.
async fn list(
    lister: Lister,
    desk: Shared,
    headers: HeaderMap,
    query: RawQuery,
    ending: Option<Format>,
) -> Result<Response, Fail> {
    let ask = ask(query)?;
    let format = Format::of(ending, &ask, Format::Html)?;
    if format != Format::Html {
        let list = desk.pool.with(move |archive| lister.read(archive, &ask)).await?;
        return Ok(list.written(format, &headers));
    }
    let page = match lister {
        Lister::Latest => {
            let counts = desk.counts().await?;
            desk.pool
                .with(move |archive| Ok(page::latest::page(&lists::wire(archive, &ask)?, &counts, &ask)))
                .await
        }
        Lister::Search => desk.pool.with(move |archive| page::search::page(archive, &ask)).await,
        Lister::Statements => {
            desk.pool.with(move |archive| Ok(page::said::page(&lists::said(archive, &ask)?, &ask))).await
        }
        Lister::Events => {
            let path = format!("/events{}", ask.with_all(&[]));
            let after = ask.owned("after").unwrap_or_default();
            return kept(&desk, format!("{path} {after}"), move |archive| page::events::page(archive, &ask))
                .await;
        }
        Lister::Stories => {
            desk.pool.with(move |archive| Ok(page::story::list(&lists::stories(archive, &ask)?, &ask))).await
        }
    };
    Ok(html(page?))
}

fn html(page: maud::Markup) -> Response {
    Html(page.into_string()).into_response()
}

/// A page that takes long to make, which is kept.
async fn kept(
    desk: &Desk,
    path: String,
    make: impl FnOnce(&mut Archive) -> Result<maud::Markup, Fail> + Send + 'static,
) -> Result<Response, Fail> {
    let kept = desk.kept.clone();
    let made =
        move |archive: &mut Archive| kept.page(archive, path, |archive| Ok(make(archive)?.into_string()));
    Ok(Html(desk.pool.with(made).await?.to_string()).into_response())
}

/// The number in an address.
pub(crate) fn number(text: &str) -> Result<i64, Fail> {
    text.parse().map_err(|_| Fail::Missing(format!("`{text}` is no number of anything here")))
}

async fn article(desk: Shared, Path(id): Path<String>, query: RawQuery) -> Result<Response, Fail> {
    let (id, ask) = (number(&id)?, ask(query)?);
    let images = desk.settings.images;
    Ok(html(desk.pool.with(move |archive| page::article::page(archive, id, &ask, images)).await?))
}

/// A short address of a fact, for notes and messages.
async fn fact(Path((article, fact)): Path<(String, String)>) -> Result<Redirect, Fail> {
    let article = number(&article)?;
    match fact.is_ascii() && fact.len() < 12 {
        true => Ok(Redirect::to(&lists::permalink(article, &encoded(&fact)))),
        false => Err(Fail::Missing("there is no such fact".to_owned())),
    }
}

async fn story(desk: Shared, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = number(&id)?;
    kept(&desk, format!("/story/{id}"), move |archive| page::story::page(archive, id)).await
}

async fn who(desk: Shared, Path(name): Path<String>) -> Result<Response, Fail> {
    kept(&desk, format!("/who/{name}"), move |archive| page::who::page(archive, &name)).await
}

async fn country(desk: Shared, Path(code): Path<String>) -> Result<Response, Fail> {
    kept(&desk, format!("/country/{code}"), move |archive| page::country::page(archive, &code)).await
}

async fn countries(desk: Shared) -> Result<Response, Fail> {
    Ok(html(page::country::list(&*desk.counts().await?)))
}

async fn alerts(desk: Shared) -> Result<Response, Fail> {
    Ok(html(desk.pool.with(page::alerts::page).await?))
}

async fn sources(desk: Shared) -> Result<Response, Fail> {
    let counts = desk.counts().await?;
    Ok(html(desk.pool.with(move |archive| page::sources::page(archive, &counts)).await?))
}

async fn about(desk: Shared) -> Result<Response, Fail> {
    Ok(html(page::about::page(&*desk.counts().await?)))
}

async fn asset(Path(name): Path<String>) -> Result<Response, Fail> {
    let (kind, content) = match name.as_str() {
        "desk.css" => ("text/css; charset=utf-8", include_str!("../assets/desk.css")),
        "desk.js" => ("text/javascript; charset=utf-8", include_str!("../assets/desk.js")),
        "world.svg" => ("image/svg+xml", include_str!("../assets/world.svg")),
        "icon.svg" => ("image/svg+xml", include_str!("../assets/icon.svg")),
        _ => return Err(Fail::Missing("there is no such file".to_owned())),
    };
    let mut answer = ([(header::CONTENT_TYPE, kind)], content).into_response();
    let hour = header::HeaderValue::from_static("private, max-age=3600");
    answer.headers_mut().insert(header::CACHE_CONTROL, hour);
    if kind == "image/svg+xml" {
        // The map has colours of its own for the dark; opened by itself it may do nothing else.
        let own = "default-src 'none'; style-src 'unsafe-inline'";
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(own));
    }
    Ok(answer)
}
