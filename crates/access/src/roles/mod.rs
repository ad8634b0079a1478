//! Roles: sets of permissions, kept as rows. A permission that the program no longer knows is passed over.

mod actions;
pub(crate) mod pages;
mod words;

pub use actions::{add_role, set_permissions};

use kernel::{Permission, UserId};
use std::collections::BTreeSet;
use store::{Cx, Kind, Result, params, record};

record! {
    /// A role.
    pub struct Role in "access_role", Kind::Reference, key ["code"] {
        pub code: String,
        pub name: String,
        pub purpose: String,
    }
}

record! {
    /// One thing that a role may do.
    pub struct RolePermission in "access_role_permission", Kind::Reference, key ["role_code", "permission"] {
        pub role_code: String,
        pub permission: String,
    }
}

record! {
    /// A role that a user holds.
    pub struct UserRole in "access_user_role", Kind::Subject, key ["user_id", "role_code"] {
        pub user_id: UserId,
        pub role_code: String,
    }
}

/// Every role, by name.
///
/// # Errors
/// When the database fails.
pub fn roles(cx: &mut Cx<'_>) -> Result<Vec<Role>> {
    cx.list("ORDER BY name", &[])
}

/// Which role may do what.
pub(crate) fn matrix(cx: &mut Cx<'_>) -> Result<BTreeSet<(String, String)>> {
    let rows: Vec<RolePermission> = cx.list("", &[])?;
    Ok(rows.into_iter().map(|row| (row.role_code, row.permission)).collect())
}

/// What a role may do.
pub(crate) fn held_by(cx: &mut Cx<'_>, role: &str) -> Result<BTreeSet<Permission>> {
    let rows: Vec<RolePermission> = cx.list("WHERE role_code = $1", params![role])?;
    Ok(rows.iter().filter_map(|row| row.permission.parse().ok()).collect())
}

pub(crate) fn roles_of(cx: &mut Cx<'_>, user: UserId) -> Result<Vec<String>> {
    let rows: Vec<UserRole> = cx.list("WHERE user_id = $1 ORDER BY role_code", params![user])?;
    Ok(rows.into_iter().map(|row| row.role_code).collect())
}

/// What a user may do by all their roles.
pub(crate) fn permissions_of(cx: &mut Cx<'_>, user: UserId) -> Result<BTreeSet<Permission>> {
    let rows = cx.query(
        "SELECT DISTINCT p.permission FROM access_user_role r \
         JOIN access_role_permission p ON p.role_code = r.role_code WHERE r.user_id = $1",
        params![user],
    )?;
    let mut permissions: BTreeSet<Permission> = [Permission::Anyone, Permission::SignedIn].into();
    for row in rows {
        if let Ok(permission) = row.get::<String>(0)?.parse() {
            permissions.insert(permission);
        }
    }
    Ok(permissions)
}
