//! The desk, open until it is interrupted.
use std::net::SocketAddr;

use tokio::net::TcpListener;

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
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service)
            .with_graceful_shutdown(interrupted())
            .await
            .map_err(system("cannot go on"))
    })
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
