//! Taking court messages in, on both databases: kept, matched, recorded, amended, in any order.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a helper of tests stops where it cannot go on")]

mod in_any_order;
#[path = "../reading/invented.rs"]
mod invented;
mod one_message;
mod shared;
mod state;
