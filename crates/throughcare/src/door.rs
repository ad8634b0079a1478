//! The door that connections come in by. Always true: connections that say nothing keep nobody out, because the one that was
//! silent longest goes when there is no room; who is told to come again is told so in HTTP; and once the server is told to end,
//! what was begun is answered to its last byte. It does not know what is asked.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tower::ServiceExt;

/// How long a connection may take to send the head of a request, and to say nothing between two.
const HEAD: Duration = Duration::from_secs(60);
/// How long the door stays open after the server was told to end: balancers see it at `/alive`, and whoever keeps a connection
/// is told with its next answer to use another.
const NOTICE: Duration = Duration::from_millis(1500);
/// How long what has begun may take to end after that.
const GRACE: Duration = Duration::from_secs(20);
/// How long an answer that is written may take to leave.
const LEAVING: Duration = Duration::from_secs(5);
/// File handles that are not for connections: the databases' connections, the log. Half of them where there are few.
const OTHER_HANDLES: usize = 128;

/// What is said when there is no room at all.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Serves everybody who comes until `told` is done, and then lets everybody finish.
pub(crate) async fn stand_open(listener: TcpListener, app: Router, told: impl Future<Output = ()>) {
    let house = Arc::new(Guests { most: room(), ..Guests::default() });
    let (here, mut all_gone) = mpsc::channel::<()>(1);
    let come_in = |stream: TcpStream, from: SocketAddr| {
        let Some(guest) = house.take_in() else {
            let _ = stream.try_write(FULL);
            return;
        };
        let (house, app, here) = (Arc::clone(&house), app.clone(), here.clone());
        tokio::spawn(async move {
            serve(stream, from, app, &guest, &house).await;
            house.forget(&guest);
            drop(here);
        });
    };
    let mut told = std::pin::pin!(told);
    loop {
        tokio::select! {
            () = &mut told => break,
            came = listener.accept() => house.met(came, come_in).await,
        }
    }
    house.ending.store(true, Ordering::Relaxed);
    let mut last = std::pin::pin!(tokio::time::sleep(NOTICE));
    loop {
        tokio::select! {
            // Whoever stands before the door already is let in.
            biased;
            came = listener.accept() => house.met(came, come_in).await,
            () = &mut last => break,
        }
    }
    drop(listener);
    house.ask_all_to_leave();
    drop(here);
    let _ = tokio::time::timeout(GRACE, all_gone.recv()).await;
}

/// How many connections there is room for: all file handles that this process may have but a few.
fn room() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = files.and_then(|rest| rest.split_whitespace().next()).and_then(|word| word.parse::<usize>().ok());
    let soft = soft.unwrap_or(1024);
    soft - OTHER_HANDLES.min(soft / 2)
}

/// A connection.
struct Guest {
    number: u64,
    /// A request is being answered.
    busy: AtomicBool,
    /// When it last said something, as a count.
    spoke: AtomicU64,
    leave: Notify,
}

#[derive(Default)]
struct Guests {
    most: usize,
    ending: AtomicBool,
    count: AtomicU64,
    here: Mutex<HashMap<u64, Arc<Guest>>>,
}

impl Guests {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Guest>>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn met(&self, came: std::io::Result<(TcpStream, SocketAddr)>, come_in: impl Fn(TcpStream, SocketAddr)) {
        match came {
            Ok((stream, from)) => come_in(stream, from),
            Err(e) => {
                tracing::warn!(error = %e, "a connection could not be taken");
                self.show_out_the_most_silent();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// A place for one more; where there is none, that of whoever was silent longest.
    fn take_in(&self) -> Option<Arc<Guest>> {
        // Those asked to leave are still here for a moment.
        let full = self.lock().len() >= self.most;
        if full && !self.show_out_the_most_silent() {
            return None;
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let guest = Guest { number, busy: AtomicBool::new(false), spoke: AtomicU64::new(number), leave: Notify::new() };
        let guest = Arc::new(guest);
        self.lock().insert(number, Arc::clone(&guest));
        Some(guest)
    }

    fn show_out_the_most_silent(&self) -> bool {
        let mut here = self.lock();
        let silent = here.values().filter(|guest| !guest.busy.load(Ordering::Relaxed));
        let longest = silent.min_by_key(|guest| guest.spoke.load(Ordering::Relaxed)).map(|guest| guest.number);
        match longest.and_then(|number| here.remove(&number)) {
            Some(guest) => {
                guest.leave.notify_one();
                true
            }
            None => false,
        }
    }

    fn ask_all_to_leave(&self) {
        for guest in self.lock().values() {
            guest.leave.notify_one();
        }
    }

    fn forget(&self, guest: &Guest) {
        self.lock().remove(&guest.number);
    }
}

async fn serve(stream: TcpStream, from: SocketAddr, app: Router, guest: &Arc<Guest>, house: &Arc<Guests>) {
    // Who says nothing yet costs next to nothing.
    tokio::select! {
        biased;
        _ = stream.readable() => {}
        () = guest.leave.notified() => return,
        () = tokio::time::sleep(HEAD) => return,
    }
    apart(stream, from, app, guest, house).await;
}

/// The conversation in memory of its own: within the future above it would take room from the start.
fn apart<'g>(
    stream: TcpStream,
    from: SocketAddr,
    app: Router,
    guest: &'g Arc<Guest>,
    house: &'g Arc<Guests>,
) -> Pin<Box<dyn Future<Output = ()> + Send + 'g>> {
    Box::pin(converse(stream, from, app, guest, house))
}

async fn converse(stream: TcpStream, from: SocketAddr, app: Router, guest: &Arc<Guest>, house: &Arc<Guests>) {
    if let Err(e) = stream.set_nodelay(true) {
        tracing::debug!(error = %e, "a connection was gone before it was served");
    }
    let service = hyper::service::service_fn(|request| {
        let busy = Busy::begin(guest, house);
        answer(request, from, app.clone(), Arc::clone(house), busy)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        done = connection.as_mut() => return ended(done),
        () = guest.leave.notified() => {}
    }
    connection.as_mut().graceful_shutdown();
    loop {
        match tokio::time::timeout(LEAVING, connection.as_mut()).await {
            Ok(done) => return ended(done),
            Err(_) if guest.busy.load(Ordering::Relaxed) => {}
            // Half a head of a request, or a reader who does not read.
            Err(_) => return,
        }
    }
}

fn ended(done: Result<(), hyper::Error>) {
    if let Err(e) = done {
        tracing::debug!(error = %e, "a connection ended");
    }
}

async fn answer(
    mut request: Request<Incoming>,
    from: SocketAddr,
    app: Router,
    house: Arc<Guests>,
    busy: Busy,
) -> Result<Response<Answering>, Infallible> {
    request.extensions_mut().insert(ConnectInfo(from));
    let leaving = house.ending.load(Ordering::Relaxed);
    let mut response = if leaving && request.uri().path() == "/alive" {
        let mut response = Response::new(Body::from("ending\n"));
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        response
    } else {
        let Ok(response) = app.oneshot(request.map(Body::new)).await;
        response
    };
    if house.ending.load(Ordering::Relaxed) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response.map(|body| Answering { body, _busy: busy }))
}

/// A request is being answered as long as this is there.
struct Busy(Arc<Guest>, Arc<Guests>);

impl Busy {
    fn begin(guest: &Arc<Guest>, house: &Arc<Guests>) -> Busy {
        guest.busy.store(true, Ordering::Relaxed);
        Busy(Arc::clone(guest), Arc::clone(house))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.spoke.store(self.1.count.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        self.0.busy.store(false, Ordering::Relaxed);
    }
}

/// An answer's body, which is gone when it was handed over whole.
struct Answering {
    body: Body,
    _busy: Busy,
}

impl hyper::body::Body for Answering {
    type Data = <Body as hyper::body::Body>::Data;
    type Error = <Body as hyper::body::Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
