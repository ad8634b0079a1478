//! Users, sign-in, API clients, roles, and who may see whom.
//!
//! Words: a user signs in; a client is a program with a bearer secret; a role is a set of permissions; a barrier keeps a
//! person's record from some (exclusion) or from all but some (restriction).
//! Always true: passwords and secrets are kept as hashes and never enter history; an unknown login fails exactly like a
//! wrong password; a barrier made now holds on the next request; what a user may do is read anew on each request.
//! It knows people, staff and teams by id only.

mod account;
mod admin;
mod clients;
mod gate;
mod history;
mod policy;
mod restrictions;
mod roles;
mod secret;
mod sessions;
mod sign_in;
mod teams;
#[cfg(feature = "trial")]
pub mod trial;
mod users;

pub use account::AccountLinks;
pub use admin::AdminLinks;
pub use clients::{Client, NewClient, client_of_secret, create_client, renew_secret, revoke_client};
pub use gate::gate;
pub use history::PersonDoor;
pub use policy::Policy;
pub use restrictions::{
    Barrier, BarrierKind, NewBarrier, Visible, end_barrier, may_see, set_barrier, set_readers, staff_may_see, visible,
    visible_questions,
};
pub use roles::{Role, add_role, roles, set_permissions};
pub use sessions::{Session, SignedIn, session_of_token, sign_out, sign_out_everywhere};
pub use sign_in::{SignInFailure, sign_in};
pub use teams::{my_teams, set_teams, teams_of};
pub use users::{
    Credential, NewUser, User, create_user, disable_user, enable_user, provider_of, provider_of_user, set_provider,
    set_roles, set_staff, user, user_of_login, users_of_provider, users_of_staff,
};

/// The tables of this room.
pub const TABLES: &[&store::Table] = &[
    <users::User as store::Record>::TABLE,
    <users::Login as store::Record>::TABLE,
    <users::StoredCredential as store::Record>::TABLE,
    <users::UserProvider as store::Record>::TABLE,
    <roles::UserRole as store::Record>::TABLE,
    <roles::Role as store::Record>::TABLE,
    <roles::RolePermission as store::Record>::TABLE,
    <teams::UserTeam as store::Record>::TABLE,
    <sessions::Session as store::Record>::TABLE,
    <sign_in::Attempt as store::Record>::TABLE,
    <sign_in::SignIn as store::Record>::TABLE,
    <clients::Client as store::Record>::TABLE,
    <clients::ClientSecret as store::Record>::TABLE,
    <restrictions::Barrier as store::Record>::TABLE,
    <restrictions::BarrierReader as store::Record>::TABLE,
    <policy::PolicyRow as store::Record>::TABLE,
];

/// What this room hears from others.
pub const LISTENERS: &[(&str, store::Listener)] = &[("access", restrictions::hear)];

/// The pages and calls of this room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [sign_in::routes(), account::routes(), admin::routes(), restrictions::routes(), history::routes()].concat()
}
