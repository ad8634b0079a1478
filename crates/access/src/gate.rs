//! Tells the web glue who is asking: a browser by its session, a program by its bearer secret.

use crate::clients::client_of_secret;
use crate::sessions::{self, session_of_token};
use kernel::{Actor, Permission};
use std::sync::Arc;
use store::{Asker, House, Result};
use web::{Admitted, Credentials, Gate};

/// The gate of this room.
#[must_use]
pub fn gate() -> impl Gate {
    AccessGate
}

struct AccessGate;

impl Gate for AccessGate {
    fn admit(&self, house: &House, credentials: &Credentials) -> Result<Option<Admitted>> {
        match (&credentials.bearer, &credentials.session) {
            (Some(secret), _) => by_secret(house, secret),
            (None, Some(token)) => by_session(house, token),
            (None, None) => Ok(None),
        }
    }
}

fn by_secret(house: &House, secret: &str) -> Result<Option<Admitted>> {
    let client = house.read(&Asker::system("gate"), |cx| client_of_secret(cx, secret))?;
    Ok(client.map(|client| {
        let mut permissions = client.permissions();
        // A client holds exactly what its scopes say; being signed in is for people.
        permissions.remove(&Permission::SignedIn);
        Admitted {
            asker: Asker {
                actor: Actor::Client { id: client.id, name: client.name.clone() },
                permissions: Arc::new(permissions),
            },
            name: client.name,
            csrf: String::new(),
            expired: false,
        }
    }))
}

fn by_session(house: &House, token: &str) -> Result<Option<Admitted>> {
    let known = house.read(&Asker::system("gate"), |cx| session_of_token(cx, token))?;
    let Some(known) = known else { return Ok(None) };
    if !known.ended {
        sessions::touch(house, &known.session)?;
    }
    Ok(Some(Admitted {
        asker: Asker {
            actor: Actor::User { id: known.user.id, staff: known.user.staff_id, name: known.user.name.clone() },
            permissions: Arc::new(known.permissions),
        },
        name: known.user.name,
        csrf: known.csrf,
        expired: known.ended,
    }))
}
