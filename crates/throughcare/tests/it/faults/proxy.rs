//! A wire between server and database that a test can cut, hold still or make slow.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// How the wire is.
#[derive(Default)]
struct Wire {
    /// Nobody answers, and every connection was broken off.
    cut: AtomicBool,
    /// Connections stand, and nothing goes through.
    still: AtomicBool,
    /// How late each answer of the database comes, milliseconds.
    late: AtomicU64,
    over: AtomicBool,
}

pub(crate) struct Proxy {
    wire: Arc<Wire>,
    /// The URL of the database by this wire.
    pub(crate) database: String,
}

impl Proxy {
    /// A wire to the server that a PostgreSQL URL names.
    pub(crate) fn to(database: &str) -> Proxy {
        let (before, rest) = database.split_once("://").expect("a URL");
        let (place, name) = rest.split_once('/').expect("a database's name");
        let (user, target) = place.split_once('@').map_or((None, place), |(user, target)| (Some(user), target));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let user = user.map(|user| format!("{user}@")).unwrap_or_default();
        let (wire, target) = (Arc::new(Wire::default()), target.to_owned());
        let own = Arc::clone(&wire);
        std::thread::spawn(move || listen(listener, port, &target, &own));
        Proxy { wire, database: format!("{before}://{user}127.0.0.1:{port}/{name}") }
    }

    pub(crate) fn cut(&self, yes: bool) {
        self.wire.cut.store(yes, Ordering::SeqCst);
    }

    pub(crate) fn hold_still(&self, yes: bool) {
        self.wire.still.store(yes, Ordering::SeqCst);
    }

    pub(crate) fn be_late(&self, by: Duration) {
        self.wire.late.store(u64::try_from(by.as_millis()).expect("a short time"), Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.wire.over.store(true, Ordering::SeqCst);
    }
}

const TICK: Duration = Duration::from_millis(20);

fn listen(first: TcpListener, port: u16, target: &str, wire: &Arc<Wire>) {
    let mut listener = Some(first);
    while !wire.over.load(Ordering::SeqCst) {
        if wire.cut.load(Ordering::SeqCst) {
            // As of a machine on which nothing listens.
            listener = None;
            std::thread::sleep(TICK);
            continue;
        }
        let here = listener.get_or_insert_with(|| TcpListener::bind(("127.0.0.1", port)).expect("the same port again"));
        here.set_nonblocking(true).expect("a listener that can be left");
        match here.accept() {
            Ok((near, _)) => {
                near.set_nonblocking(false).expect("a connection that is waited for");
                if let Ok(far) = TcpStream::connect(target) {
                    let pair = |one: &TcpStream, other: &TcpStream| (one.try_clone(), other.try_clone());
                    for (from, to, answers) in [(pair(&near, &far), false), (pair(&far, &near), true)]
                        .map(|((from, to), answers)| (from.expect("a socket"), to.expect("a socket"), answers))
                    {
                        let wire = Arc::clone(wire);
                        std::thread::spawn(move || carry(from, to, answers, &wire));
                    }
                }
            }
            Err(_) => std::thread::sleep(TICK),
        }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, answers: bool, wire: &Wire) {
    from.set_read_timeout(Some(TICK)).expect("a read that ends");
    let mut bytes = [0; 1 << 16];
    loop {
        if wire.cut.load(Ordering::SeqCst) || wire.over.load(Ordering::SeqCst) {
            break;
        }
        let read = match from.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => read,
            Err(e) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => continue,
            Err(_) => break,
        };
        if answers {
            std::thread::sleep(Duration::from_millis(wire.late.load(Ordering::SeqCst)));
        }
        while wire.still.load(Ordering::SeqCst) && !wire.over.load(Ordering::SeqCst) {
            std::thread::sleep(TICK);
        }
        if to.write_all(bytes.get(..read).unwrap_or_default()).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
