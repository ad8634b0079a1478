//! Tests of the court room through its door, on both databases: the pure reading of messages, taking them in, the inbox.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod appeals;
mod copies;
mod days;
mod duty;
mod hostile_bytes;
mod in_any_order;
mod inbox;
mod invented;
mod liaison;
mod merged;
mod messages_again;
mod mutations;
mod one_message;
mod policy;
mod reading_policy;
mod reading_samples;
mod reports;
mod reports_property;
mod requests;
mod site;
mod state;
mod taking_samples;
mod told;
mod variants;
mod youths;
