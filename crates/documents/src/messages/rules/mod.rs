//! The rules of messages: pure, over plain values. They know no clock and no database.

pub(crate) mod address;
pub(crate) mod consent;
pub(crate) mod retry;
pub(crate) mod segments;
pub(crate) mod templates;
pub(crate) mod when;
