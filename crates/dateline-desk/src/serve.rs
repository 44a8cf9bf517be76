//! The desk, open until it is interrupted.
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use crate::Error;
use crate::desk::Settings;
use crate::routes::router;

/// Opens the desk, tells `opened` its address once it can be visited, and closes it when the program is interrupted
/// (SIGINT, SIGTERM): requests that are under way are still answered.
///
/// # Errors
///
/// If the archive cannot be read, the settings would let anybody in, or the port is taken.
pub fn serve(settings: &Settings, opened: impl FnOnce(SocketAddr)) -> Result<(), Error> {
    let system = |what: &str| {
        let what = what.to_owned();
        move |error| Error::System { what, error }
    };
    let router = router(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(settings.readers + 2)
        .enable_all()
        .build()
        .map_err(system("cannot start threads"))?;
    runtime.block_on(async {
        let address = SocketAddr::new(settings.bind, settings.port);
        let listener =
            TcpListener::bind(address).await.map_err(system(&format!("cannot listen at {address}")))?;
        opened(listener.local_addr().map_err(system("cannot tell the address"))?);
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(settings.header_timeout);
        let open = GracefulShutdown::new();
        let mut interrupted = std::pin::pin!(interrupted());
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, visitor)) => answer(&http, &open, router.clone(), stream, visitor),
                    // There are too many connections, or this one is gone already.
                    Err(_) => tokio::time::sleep(PAUSE).await,
                },
                () = &mut interrupted => break,
            }
        }
        drop(listener);
        // Whoever is still slow then is left.
        let _ = tokio::time::timeout(PARTING, open.shutdown()).await;
        Ok(())
    })
}

/// Before the next connection is accepted after one could not be.
const PAUSE: Duration = Duration::from_millis(50);
/// For what is under way when the desk closes.
const PARTING: Duration = Duration::from_secs(30);

/// Answers the requests of a connection, on a task of its own.
fn answer(
    http: &http1::Builder,
    open: &GracefulShutdown,
    router: Router,
    stream: TcpStream,
    visitor: SocketAddr,
) {
    // Short answers are not held back to be sent with others.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(visitor));
        let router = router.clone();
        async move {
            Ok::<_, Infallible>(
                router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {}),
            )
        }
    });
    let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
    // A visitor who goes away is no mistake.
    tokio::spawn(async move { drop(connection.await) });
}

async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            // Without that signal there is still the other.
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
