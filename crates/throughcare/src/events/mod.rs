//! Domain events on their way out: read by position at `/api/v1/events`, or delivered to webhooks, signed, in order, at
//! least once. A demo delivers to this machine alone.

mod deliver;
mod pages;

pub(crate) use deliver::deliver;
pub(crate) use pages::routes;

use kernel::Instant;
use store::{Kind, record};
use uuid::Uuid;

record! {
    /// Where events are delivered.
    pub struct Webhook in "webhook", Kind::Subject, key ["id"] {
        pub id: Uuid,
        pub address: String,
        /// Signs each delivery, so that the receiver knows it is ours.
        pub secret: String,
        pub created_at: Instant,
        pub stopped_at: Option<Instant>,
        pub version: i64,
    }
}

record! {
    /// How far a webhook has got.
    pub struct WebhookProgress in "webhook_progress", Kind::Local, key ["webhook_id"] {
        pub webhook_id: Uuid,
        pub position: i64,
        pub failures: i64,
        pub next_try_at: Instant,
        pub last_error: Option<String>,
    }
}

pub(crate) const TABLES: &[&store::Table] =
    &[<Webhook as store::Record>::TABLE, <WebhookProgress as store::Record>::TABLE];
