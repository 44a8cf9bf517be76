//! What every request passes through: who asks, how often, and what the browser may do with the answer.
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use crate::ask::{Ask, written};
use crate::desk::Settings;

/// Nothing but what the desk itself serves; no frames, no forms to elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'PICTURES; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const COOKIE: &str = "dateline";

/// Who may ask.
pub(crate) struct Guard {
    settings: Settings,
    seen: Mutex<HashMap<Visitor, (f64, Instant)>>,
}

/// Who asks, as far as that is known: behind a proxy all have one address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Visitor {
    User(String),
    Address(IpAddr),
}

/// So many visitors are remembered; then all begin anew.
const REMEMBERED: usize = 10_000;
/// How many seconds' worth of requests may come at once.
const AHEAD: f64 = 4.0;

impl Guard {
    pub fn of(settings: &Settings) -> Arc<Guard> {
        Arc::new(Guard { settings: settings.clone(), seen: Mutex::new(HashMap::new()) })
    }

    /// Takes one from what a visitor has left; false if that is nothing.
    fn may(&self, visitor: Visitor, now: Instant) -> bool {
        let rate = f64::from(self.settings.rate);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        let (left, when) = seen.entry(visitor).or_insert((rate * AHEAD, now));
        *left = (*left + now.saturating_duration_since(*when).as_secs_f64() * rate).min(rate * AHEAD);
        *when = now;
        let may = *left >= 1.0;
        if may {
            *left -= 1.0;
        }
        may
    }

    /// A page elsewhere can have a name of its own lead here (DNS rebinding); only our names are ours, unless each request
    /// must show a token. A user's header lets in without one.
    fn is_named_here(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        self.settings.token.is_some() && self.settings.proxy_user_header.is_none()
            || matches!(name, "localhost" | "127.0.0.1" | "[::1]" | "")
            || self.settings.host_names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The user whom a proxy has let in. Anybody can send a header: it is believed only if the proxy itself is asking.
    fn user(&self, headers: &HeaderMap, address: Option<IpAddr>) -> Option<String> {
        let header = self.settings.proxy_user_header.as_ref()?;
        let address = address?.to_canonical();
        if !address.is_loopback() && !self.settings.proxies.contains(&address) {
            return None;
        }
        // A header that comes twice was not set by the proxy alone.
        let mut values = headers.get_all(header.as_str()).iter();
        let user = values.next().filter(|_| values.next().is_none())?.to_str().ok()?.trim();
        (!user.is_empty()).then(|| user.to_owned())
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.settings.token else { return self.settings.proxy_user_header.is_none() };
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = bearer.and_then(|value| value.strip_prefix("Bearer "));
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let cookie = cookies
            .flat_map(|all| all.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == COOKIE).then_some(value));
        bearer.is_some_and(|given| same(given, token)) || cookie.is_some_and(|given| given == digest(token))
    }
}

/// Compares without telling by the time it takes how much was right.
fn same(given: &str, token: &str) -> bool {
    Sha256::digest(given) == Sha256::digest(token)
}

/// The cookie holds no token, but what only those can make who know it.
fn digest(token: &str) -> String {
    Sha256::digest(format!("dateline desk {token}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Lets a request in or not.
pub(crate) async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let refuse = |status: StatusCode, why: &'static str| (status, why).into_response();
    let user = guard.user(request.headers(), address);
    let visitor = user.clone().map(Visitor::User).or(address.map(Visitor::Address));
    if visitor.is_some_and(|visitor| !guard.may(visitor, Instant::now())) {
        let mut answer = refuse(StatusCode::TOO_MANY_REQUESTS, "too many requests; wait a second\n");
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return guard.safe(answer);
    }
    if !guard.is_named_here(request.headers()) {
        return guard.safe(refuse(StatusCode::MISDIRECTED_REQUEST, "the desk is not known by this name\n"));
    }
    if user.is_none() && !guard.knows(request.headers()) {
        return guard.safe(guard.ask_for_token(&request));
    }
    let answer = next.run(request).await;
    guard.safe(answer)
}

impl Guard {
    /// Adds what tells the browser to load and do nothing else.
    fn safe(&self, mut answer: Response) -> Response {
        let headers = answer.headers_mut();
        let pictures = if self.settings.images { " https:" } else { "" };
        if let Ok(policy) = HeaderValue::from_str(&POLICY.replace("PICTURES", pictures)) {
            headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
        }
        for (name, value) in [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_FRAME_OPTIONS, "DENY"),
        ] {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
        headers.insert(
            "permissions-policy",
            HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
        );
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
        answer
    }

    /// The token can be given once in the address, as a link to the desk has it; the browser keeps a cookie instead.
    fn ask_for_token(&self, request: &Request) -> Response {
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(request.uri());
        let pairs = query.map(|query| query.0).unwrap_or_default();
        let given = pairs.iter().find(|(name, _)| name == "token").map(|(_, value)| value.as_str());
        let Some(token) = self.settings.token.as_deref() else {
            let how = "the proxy before the desk has not said who you are\n";
            return (StatusCode::UNAUTHORIZED, how).into_response();
        };
        if given.is_some_and(|given| same(given, token)) {
            let rest = Ask(pairs.clone());
            let rest = written(
                rest.0.iter().filter(|(name, _)| name != "token").map(|(a, b)| (a.as_str(), b.as_str())),
            );
            let to = format!("/{}{rest}", request.uri().path().trim_start_matches('/'));
            let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict", digest(token));
            return ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response();
        }
        let how = "a token is needed: open /?token=TOKEN once, or send `Authorization: Bearer TOKEN`\n";
        (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], how).into_response()
    }
}

/// No answer is longer; a record of a very long article is some megabytes.
const LONGEST: usize = 256 << 20;

/// Gives an answer a fingerprint, and says so when the browser has it already.
pub(crate) async fn fingerprint(request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let answer = next.run(request).await;
    if answer.status() != StatusCode::OK {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let short: String = Sha256::digest(&bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{short}\"");
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, value);
    }
    let known = known.as_ref().and_then(|known| known.to_str().ok()).unwrap_or("");
    if known.split(',').any(|one| one.trim() == tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_asks_too_often_waits() {
        let guard = Guard::of(&Settings { rate: 2, ..Settings::of("x") });
        let one = Visitor::Address([10, 0, 0, 1].into());
        let other = Visitor::User("ana".to_owned());
        let start = Instant::now();
        assert_eq!((0..20).filter(|_| guard.may(one.clone(), start)).count(), 8);
        assert!(guard.may(other, start), "others do not");
        assert!(!guard.may(one.clone(), start + Duration::from_millis(400)));
        assert!(guard.may(one, start + Duration::from_millis(1000)));
    }
}
