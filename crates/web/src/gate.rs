//! Who is asking. `access` stands behind this door; `web` only carries what the request brought to it.

use store::{Asker, House, Result};

/// What a request brought to say who is asking.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The session cookie's content.
    pub session: Option<String>,
    /// The bearer secret of an API client.
    pub bearer: Option<String>,
    /// Where the call comes from, for rate limits and the log.
    pub address: Option<std::net::IpAddr>,
}

/// Somebody whom the gate knows.
#[derive(Clone, Debug)]
pub struct Admitted {
    pub asker: Asker,
    /// The name shown in the header.
    pub name: String,
    /// The token that the session's forms carry.
    pub csrf: String,
    /// The session had ended: whoever it was must sign in again, but what they typed is kept for them.
    pub expired: bool,
}

/// Tells who is asking.
pub trait Gate: Send + Sync {
    /// `None` for nobody.
    ///
    /// # Errors
    /// When the database fails.
    fn admit(&self, house: &House, credentials: &Credentials) -> Result<Option<Admitted>>;
}
