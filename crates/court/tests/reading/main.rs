//! Tests of the pure reading of court messages, through the room's door.

mod hostile;
mod invented;
mod policy;
mod shared_messages;
