//! E-mails to somebody who has no record here, such as whoever nominated a project: made by the room that writes to them, about
//! a subject of its own, and handed over through the same port.
//!
//! Always true: a message stands on the chain of the subject that it is about; it is handed over once, in the background, never
//! from a demo; what did not arrive stays on its room's list until somebody sends it again or settles it; address and words can
//! be forgotten, and that there was a message stays. The room answers for the agreement to be written to, and cancels what waits
//! when that is taken back.

mod handing;
mod records;
mod sending;

pub(super) use handing::{ask, hand_over};
pub use records::{OutsideMessage, OutsideStep};
pub use sending::{
    NewOutside, cancel_outside, forget_outside, outside_of, outside_trouble, outside_trouble_question,
    send_outside_again, settle_outside, write_outside,
};

/// Hands one message over.
pub(super) const HAND_OVER_OUTSIDE: &str = "documents.hand-over-outside";
/// Asks what became of one message.
pub(super) const ASK_OUTSIDE: &str = "documents.ask-about-outside";
