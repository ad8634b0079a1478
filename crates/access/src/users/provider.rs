//! The provider for whom a user works, by id. The room of referrals sets it; it knows what a provider is.
//!
//! Always true: a user works for one provider at most, and whoever is a member of staff works for none.

use super::User;
use kernel::{Actor, ProviderId, Refusal, UserId};
use store::{Cx, Kind, Result, params, record};

record! {
    /// For whom a user works.
    pub struct UserProvider in "access_user_provider", Kind::Subject, key ["user_id"] {
        pub user_id: UserId,
        pub provider_id: ProviderId,
    }
}

/// The provider for whom a user works, if they work for one.
///
/// # Errors
/// When the database fails.
pub fn provider_of_user(cx: &mut Cx<'_>, user: UserId) -> Result<Option<ProviderId>> {
    Ok(cx.get::<UserProvider>(params![user])?.map(|row| row.provider_id))
}

/// The provider for whom whoever asks works; none for staff, programs and the system.
///
/// # Errors
/// When the database fails.
pub fn provider_of(cx: &mut Cx<'_>) -> Result<Option<ProviderId>> {
    match *cx.actor() {
        Actor::User { id, staff: None, .. } => provider_of_user(cx, id),
        _ => Ok(None),
    }
}

/// The users who work for a provider and may sign in, by name.
///
/// # Errors
/// When the database fails.
pub fn users_of_provider(cx: &mut Cx<'_>, provider: ProviderId) -> Result<Vec<User>> {
    let rest = "WHERE disabled_at IS NULL AND id IN (SELECT user_id FROM access_user_provider WHERE provider_id = $1) \
                ORDER BY name, id";
    cx.list(rest, params![provider])
}

/// Says for which provider a user works from now on, or for none.
///
/// # Errors
/// When the user is a member of staff, there is none, or the database fails.
pub fn set_provider(cx: &mut Cx<'_>, user: UserId, provider: Option<ProviderId>, reason: &str) -> Result<()> {
    let mut row: User = cx.need(params![user])?;
    if provider.is_some() && row.staff_id.is_some() {
        let words = "This account belongs to a member of staff: give the person another account for the provider";
        return Err(Refusal::new("provider", "is_staff", words).into());
    }
    let before = cx.get::<UserProvider>(params![user])?;
    cx.describe(format!("Set for which provider {} works", row.login), Some(reason));
    // On the user's own version, so that two who set it at once do not both.
    cx.update(&mut row)?;
    if let Some(before) = before {
        cx.remove(&before)?;
    }
    match provider {
        Some(provider_id) => cx.insert(&UserProvider { user_id: user, provider_id }),
        None => Ok(()),
    }
}
