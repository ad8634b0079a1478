//! Changing what a role may do, and adding a role. At least one active user always remains who may administer.

use super::{Role, RolePermission, held_by, roles};
use crate::users::keep_one_administrator;
use kernel::{Permission, Refusal};
use std::collections::BTreeSet;
use store::{Cx, Failure, Result, params};

/// What everybody has without a role.
pub(crate) const GIVEN: &[Permission] = &[Permission::Anyone, Permission::SignedIn];

/// Adds a role that may do nothing yet.
///
/// # Errors
/// When its code or name is not fit or taken.
pub fn add_role(cx: &mut Cx<'_>, code: &str, name: &str, purpose: &str) -> Result<Role> {
    let role = Role { code: code.trim().into(), name: name.trim().into(), purpose: purpose.trim().into() };
    let is_code = |c: char| c.is_ascii_lowercase() || c == '-';
    if role.code.is_empty() || !role.code.chars().all(is_code) || role.code.starts_with('-') {
        return Err(Failure::refused(
            "code",
            "not_a_code",
            "Enter a code of small letters and hyphens, like duty-officer",
        ));
    }
    let known = roles(cx)?;
    if known.iter().any(|r| r.code == role.code) {
        return Err(Failure::refused("code", "taken", "Another role has this code"));
    }
    if role.name.is_empty() {
        return Err(Failure::refused("name", "missing", "Enter the name of the role"));
    }
    if known.iter().any(|r| r.name == role.name) {
        return Err(Failure::refused("name", "taken", "Another role has this name"));
    }
    cx.describe(format!("Added the role {}", role.name), None);
    cx.insert(&role)?;
    Ok(role)
}

/// Makes these, and no others, what a role may do. `seen` is what whoever decides saw it might do before.
///
/// # Errors
/// When there is no such role, no reason, or nothing would change; [`Failure::Stale`] when the role was changed since; a
/// refusal when nobody who may administer would be left.
pub fn set_permissions(
    cx: &mut Cx<'_>,
    code: &str,
    wanted: &BTreeSet<Permission>,
    seen: &BTreeSet<Permission>,
    reason: &str,
) -> Result<()> {
    let role: Role = cx.need(params![code])?;
    if reason.trim().is_empty() {
        return Err(Failure::refused("reason", "missing", "Enter why the role changes"));
    }
    // The first write takes the lock of the house's chain, so what is read from here on stays until the commit.
    cx.lock(kernel::ChainId::HOUSE)?;
    let now = held_by(cx, code)?;
    if now != *seen {
        return Err(Failure::Stale(format!("Somebody else changed what “{}” may do", role.name)));
    }
    let (more, fewer): (Vec<_>, Vec<_>) =
        (wanted.difference(&now).copied().collect(), now.difference(wanted).copied().collect());
    if more.is_empty() && fewer.is_empty() {
        return Err(Refusal::of_request("no_change", "Nothing would change").into());
    }
    cx.describe(told(&role, &more, &fewer), Some(reason.trim()));
    for permission in more {
        cx.insert(&RolePermission { role_code: code.into(), permission: permission.code().into() })?;
    }
    for permission in fewer {
        cx.remove(&RolePermission { role_code: code.into(), permission: permission.code().into() })?;
    }
    keep_one_administrator(cx)
}

fn told(role: &Role, more: &[Permission], fewer: &[Permission]) -> String {
    let codes = |list: &[Permission]| list.iter().map(|p| p.code()).collect::<Vec<_>>().join(", ");
    let mut words = format!("Changed what the role {} may do:", role.name);
    for (what, list) in [(" now also ", more), (" no longer ", fewer)] {
        if !list.is_empty() {
            words.push_str(what);
            words.push_str(&codes(list));
            words.push(';');
        }
    }
    words.trim_end_matches(';').to_owned()
}
