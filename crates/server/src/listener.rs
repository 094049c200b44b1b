//! The listener: how many connections are served at once, how long the head of a request may take
//! to arrive, and how connections end when the server does.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower::Service as _;

/// Connections at once; more wait to be accepted. A process may usually have 1,024 files open,
/// and the database and processors need some of them.
const CONNECTIONS_MAX: usize = 900;
/// How long the head of a request may take to arrive, counted from the end of the request before
/// it. Proxies commonly keep idle connections for 60 seconds: ours end later, so that no request
/// is sent into one that is just being closed.
const HEAD_TIME: Duration = Duration::from_secs(65);

/// What a listener puts up with.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// Connections at once.
    pub connections: usize,
    /// How long the head of a request may take.
    pub head_time: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self { connections: CONNECTIONS_MAX, head_time: HEAD_TIME }
    }
}

/// Serves connections until it is told to stop; then accepts no more, and waits for the requests
/// that are under way.
pub async fn serve(
    routes: Router,
    mut listener: TcpListener,
    limits: ConnectionLimits,
    mut stopped: watch::Receiver<bool>,
) {
    // Finishes the routes once, instead of for each request.
    let routes: Router = routes.with_state(());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head_time);
    let places = Arc::new(Semaphore::new(limits.connections));
    let connections = GracefulShutdown::new();
    // An error means that nobody is left who could ask for more.
    let mut stop = pin!(stopped.wait_for(|stopped| *stopped));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            // Mistakes of a single connection, and too many open files, are waited out in there.
            (place, Listener::accept(&mut listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            next = next => next,
            _ = &mut stop => break,
        };
        let routes = routes.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            routes.clone().call(request)
        });
        let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    connections.shutdown().await;
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read as _, Write as _};
    use std::net::TcpStream;

    use axum::routing::get;
    use tokio::sync::Notify;
    use tokio::task::JoinHandle;

    use super::*;

    const HEAD: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    struct Served {
        address: SocketAddr,
        stop: watch::Sender<bool>,
        server: JoinHandle<()>,
    }

    impl Served {
        async fn new(routes: Router, limits: ConnectionLimits) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (stop, stopped) = watch::channel(false);
            let server = tokio::spawn(serve(routes, listener, limits, stopped));
            Self { address, stop, server }
        }

        fn send(&self, bytes: &[u8]) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            stream.write_all(bytes).unwrap();
            stream
        }
    }

    fn patient(connections: usize) -> ConnectionLimits {
        ConnectionLimits { connections, ..ConnectionLimits::default() }
    }

    /// Tells the address that it is asked from.
    fn echo() -> Router {
        let tell = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
        Router::new().route("/", get(tell))
    }

    /// The next answer on a connection, which stays open.
    fn answer(stream: &mut TcpStream) -> std::io::Result<String> {
        let mut bytes = [0; 1024];
        let length = stream.read(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes[..length]).into_owned())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_head_does_not_arrive_for_ever() {
        let limits = ConnectionLimits { head_time: Duration::from_millis(200), ..patient(9) };
        let served = Served::new(echo(), limits).await;
        for begun in [&b""[..], b"GET", b"GET / HTTP/1.1\r\nHost: x\r\n"] {
            let mut end = Vec::new();
            served.send(begun).read_to_end(&mut end).unwrap();
            assert!(!end.starts_with(b"HTTP/1.1 200"));
        }
        let mut whole = served.send(HEAD);
        let from = whole.local_addr().unwrap().to_string();
        assert!(answer(&mut whole).unwrap().ends_with(&from));
        // A connection without another request ends too.
        assert_eq!(answer(&mut whole).unwrap(), "");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn connections_beyond_the_limit_wait() {
        let served = Served::new(echo(), patient(1)).await;
        let mut first = served.send(HEAD);
        assert!(answer(&mut first).unwrap().starts_with("HTTP/1.1 200"));
        let mut second = served.send(HEAD);
        second.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let none = answer(&mut second).unwrap_err().kind();
        assert!(matches!(none, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{none}");
        drop(first);
        second.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        assert!(answer(&mut second).unwrap().starts_with("HTTP/1.1 200"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_under_way_is_finished() {
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (begin, wait) = (Arc::clone(&begun), Arc::clone(&go_on));
        let slow = get(move || async move {
            begin.notify_one();
            wait.notified().await;
            "done"
        });
        let served = Served::new(Router::new().route("/", slow), patient(9)).await;
        let idle = served.send(b"");
        let mut under_way = served.send(HEAD);
        begun.notified().await;
        served.stop.send(true).unwrap();
        go_on.notify_one();
        let mut text = String::new();
        under_way.read_to_string(&mut text).unwrap();
        assert!(text.ends_with("done"), "{text}");
        tokio::time::timeout(Duration::from_secs(10), served.server).await.unwrap().unwrap();
        assert!(TcpStream::connect(served.address).is_err());
        drop(idle);
    }
}
