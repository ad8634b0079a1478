//! Tests of the pure reading of court messages, through the room's door.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a helper of tests stops where it cannot go on")]

mod hostile;
mod invented;
mod policy;
mod shared_messages;
