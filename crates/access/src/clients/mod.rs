//! Programs that call the API: each with the permissions it needs and no more (its scopes), known by a bearer secret that
//! is shown once and can be taken back.

pub(crate) mod pages;

use crate::secret;
use kernel::{ClientId, Instant, Permission};
use std::collections::BTreeSet;
use store::{Cx, Failure, Kind, Result, Value, params, record};

record! {
    /// A program.
    pub struct Client in "access_client", Kind::Subject, key ["id"] {
        pub id: ClientId,
        pub name: String,
        /// Codes of permissions, with blanks between.
        pub scopes: String,
        pub created_at: Instant,
        pub revoked_at: Option<Instant>,
        pub revoked_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// The hash of a client's secret.
    pub struct ClientSecret in "access_client_secret", Kind::Local, key ["secret_hash"] {
        pub secret_hash: Vec<u8>,
        pub client_id: ClientId,
        pub made_at: Instant,
    }
}

/// What a new client needs.
#[derive(Clone, Debug)]
pub struct NewClient {
    pub name: String,
    pub scopes: Vec<Permission>,
}

impl Client {
    #[must_use]
    pub fn permissions(&self) -> BTreeSet<Permission> {
        let scopes = self.scopes.split(' ').filter_map(|code| code.parse().ok());
        scopes.chain([Permission::Anyone]).collect()
    }
}

/// Adds a client and gives its secret, which is stored nowhere.
///
/// # Errors
/// When it has no name or no scope, or the database fails.
pub fn create_client(cx: &mut Cx<'_>, new: &NewClient) -> Result<(Client, String)> {
    if new.name.trim().is_empty() {
        return Err(Failure::refused("name", "missing", "Enter the name of the client"));
    }
    if new.scopes.is_empty() {
        return Err(Failure::refused("scopes", "missing", "Select what the client may do"));
    }
    let client = Client {
        id: cx.new_id(),
        name: new.name.trim().into(),
        scopes: new.scopes.iter().map(|scope| scope.code()).collect::<Vec<_>>().join(" "),
        created_at: cx.now(),
        revoked_at: None,
        revoked_reason: None,
        version: 1,
    };
    cx.describe(format!("Created the API client {}", client.name), None);
    cx.insert(&client)?;
    let secret = new_secret(cx, client.id)?;
    Ok((client, secret))
}

fn new_secret(cx: &mut Cx<'_>, client_id: ClientId) -> Result<String> {
    let secret = format!("tc_{}", secret::token()?);
    let made_at = cx.now();
    cx.insert(&ClientSecret { secret_hash: secret::hash(&secret), client_id, made_at })?;
    Ok(secret)
}

/// A new secret; the old ones stop working at once.
///
/// # Errors
/// When the client is revoked or unknown.
pub fn renew_secret(cx: &mut Cx<'_>, id: ClientId) -> Result<String> {
    let mut client: Client = cx.need(params![id])?;
    if client.revoked_at.is_some() {
        return Err(Failure::refused("", "revoked", "This client was revoked. Create another"));
    }
    cx.describe(format!("Gave the API client {} a new secret", client.name), None);
    cx.update(&mut client)?;
    drop_secrets(cx, id)?;
    new_secret(cx, id)
}

/// The client can call no more, from the next request on.
///
/// # Errors
/// When the client is unknown or the database fails.
pub fn revoke_client(cx: &mut Cx<'_>, id: ClientId, reason: &str) -> Result<()> {
    let mut client: Client = cx.need(params![id])?;
    if client.revoked_at.is_some() {
        return Ok(());
    }
    client.revoked_at = Some(cx.now());
    client.revoked_reason = Some(reason.into());
    cx.describe(format!("Revoked the API client {}", client.name), Some(reason));
    cx.update(&mut client)?;
    drop_secrets(cx, id)
}

fn drop_secrets(cx: &mut Cx<'_>, id: ClientId) -> Result<()> {
    cx.execute("DELETE FROM access_client_secret WHERE client_id = $1", params![id])?;
    Ok(())
}

/// The client whose secret this is.
///
/// # Errors
/// When the database fails.
pub fn client_of_secret(cx: &mut Cx<'_>, secret: &str) -> Result<Option<Client>> {
    let Some(known) = cx.get::<ClientSecret>(&[Value::Bytes(secret::hash(secret))])? else { return Ok(None) };
    let client: Option<Client> = cx.get(params![known.client_id])?;
    Ok(client.filter(|client| client.revoked_at.is_none()))
}

pub(crate) fn clients(cx: &mut Cx<'_>) -> Result<Vec<Client>> {
    cx.list("ORDER BY (revoked_at IS NOT NULL), name, id", &[])
}
