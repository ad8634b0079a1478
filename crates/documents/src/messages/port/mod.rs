//! The port through which messages leave: a trait with one adapter that keeps everything here, one that writes files, and one
//! that calls GOV.UK Notify. The binary hands the chosen one to the house as an [`Outlet`].
//!
//! Always true: a demo's outlet hands nothing to anybody; the same reference again is the same message; a secret is in no log
//! and in no error. An adapter knows no person, no agreement and no database.

mod base64;
mod choose;
mod file;
mod notify;

pub use choose::NotChosen;
pub use file::File;
pub use notify::{Notify, NotifySettings};

use kernel::{Instant, SendingId};
use std::sync::atomic::{AtomicI64, Ordering};

/// The words of a message: all of a text, or subject and body of an e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub subject: Option<String>,
    pub body: String,
}

/// What a port is told besides the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handing {
    /// Our own name for the message: the same again is the same message.
    pub reference: SendingId,
    /// It may have been handed over before without our learning of it: look first.
    pub again: bool,
}

/// What became of handing over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// Nothing left: this installation sends nothing.
    Kept,
    /// It is somebody else's now. With a name of theirs, they can be asked what became of it.
    Over { provider_id: Option<String> },
}

/// What whoever delivers says of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    OnItsWay,
    Delivered,
    /// It will not arrive; `address` when the address is to blame.
    Failed {
        address: bool,
        words: String,
    },
}

/// Why a message could not be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Not now; later it may well go.
    Later(String),
    /// Never: the address or the message will not do. `address` when it is the address.
    Never { address: bool, words: String },
    /// Our own settings are wrong: every message will fail until somebody mends them.
    Ours(String),
}

/// Takes messages to people.
pub trait Port: Send + Sync {
    /// What the page about messages says: "GOV.UK Notify".
    fn name(&self) -> &'static str;
    /// Whether everything stays on this machine.
    fn stays_here(&self) -> bool;
    /// Whether it hands nothing to anybody at all.
    fn keeps_all(&self) -> bool {
        false
    }
    /// # Errors
    /// As [`Trouble`] says.
    fn text(&self, number: &str, words: &Words, handing: Handing) -> Result<Handed, Trouble>;
    /// Words, and with them a letter as a PDF where there is one.
    ///
    /// # Errors
    /// As [`Trouble`] says.
    fn email(&self, address: &str, words: &Words, pdf: Option<&[u8]>, handing: Handing) -> Result<Handed, Trouble>;
    /// A letter as a PDF with the address on its first page.
    ///
    /// # Errors
    /// As [`Trouble`] says.
    fn post(&self, address: &str, pdf: &[u8], handing: Handing) -> Result<Handed, Trouble>;
    /// What became of a message that was handed over.
    ///
    /// # Errors
    /// As [`Trouble`] says.
    fn ask(&self, provider_id: &str) -> Result<Report, Trouble>;
}

/// Keeps everything: what a new installation does until somebody chooses otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept;

impl Port for Kept {
    fn name(&self) -> &'static str {
        "Nothing is sent from this installation"
    }

    fn stays_here(&self) -> bool {
        true
    }

    fn keeps_all(&self) -> bool {
        true
    }

    fn text(&self, _: &str, _: &Words, _: Handing) -> Result<Handed, Trouble> {
        Ok(Handed::Kept)
    }

    fn email(&self, _: &str, _: &Words, _: Option<&[u8]>, _: Handing) -> Result<Handed, Trouble> {
        Ok(Handed::Kept)
    }

    fn post(&self, _: &str, _: &[u8], _: Handing) -> Result<Handed, Trouble> {
        Ok(Handed::Kept)
    }

    fn ask(&self, _: &str) -> Result<Report, Trouble> {
        Ok(Report::OnItsWay)
    }
}

/// The chosen port, as a part of the house. After trouble that every message would meet it rests for a while.
pub struct Outlet {
    port: Box<dyn Port>,
    rests_until: AtomicI64,
}

/// How long an outlet rests after it could not reach anybody, seconds.
const REST: i64 = 60;

impl Outlet {
    #[must_use]
    pub fn of(port: impl Port + 'static) -> Outlet {
        Outlet { port: Box::new(port), rests_until: AtomicI64::new(i64::MIN) }
    }

    /// The outlet that sends nothing.
    #[must_use]
    pub fn kept() -> Outlet {
        Outlet::of(Kept)
    }

    pub(crate) fn port(&self) -> &dyn Port {
        self.port.as_ref()
    }

    /// Until when it rests, if it does.
    pub(crate) fn rests(&self, now: Instant) -> Option<Instant> {
        let until = Instant(self.rests_until.load(Ordering::Relaxed));
        (until > now).then_some(until)
    }

    pub(crate) fn rest(&self, now: Instant) {
        self.rests_until.store(now.plus_seconds(REST).0, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Outlet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outlet({})", self.port.name())
    }
}
