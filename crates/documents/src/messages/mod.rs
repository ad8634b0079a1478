//! Messages to people by post, e-mail and text: made once, handed over through one port, kept with every state they had;
//! what the person agreed to; reminders of appointments; and e-mails to somebody who has no record (`outside`).
//!
//! Always true: nothing leaves without an address and, for texts and e-mails, an agreement that stands at the moment of
//! handing over; a text arrives within the hours of policy; the same message is not sent twice; a demo sends nothing. It does
//! not know why somebody writes, nor what a letter says.

mod agreements;
mod api;
mod bulk;
mod facts;
pub(crate) mod letters;
mod outbox;
mod outside;
mod pages;
mod policy;
mod port;
mod records;
mod reminders;
mod rules;
mod sendings;

pub(crate) use facts::Facts;
pub(crate) use pages::state_tag;

pub use agreements::{NewAgreement, bar, record_agreement, unbar};
pub use bulk::{PastMessage, fill_message};
pub use outbox::{ASK, HAND_OVER};
pub use outside::{
    NewOutside, OutsideMessage, OutsideStep, cancel_outside, forget_outside, outside_of, outside_trouble,
    outside_trouble_question, send_outside_again, settle_outside, write_outside,
};
pub use pages::{MessageTrouble, message_trouble, message_trouble_panel, message_trouble_question};
pub use policy::{Policy, set_policy, set_words};
pub use port::{File, Handed, Handing, Kept, NotChosen, Notify, NotifySettings, Outlet, Port, Report, Trouble, Words};
pub(crate) use records::TABLES;
pub use records::{
    Agreement, Barred, Channel, Consent, OpenRow, PolicyRow, Purpose, Reminder, ReminderDue, SaidHow, Sending,
    SendingState, Step, WordsRow,
};
pub use reminders::{ReminderSent, look_at_reminders, reminders_sent};
pub use sendings::{NewSending, cancel, send, send_again, settle};

use crate::Language;
use store::Listener;

pub(crate) const LISTENERS: &[(&str, Listener)] = &[("messages and reminders", reminders::hear)];

pub(crate) const JOBS: &[(&str, store::JobRunner)] = &[
    (HAND_OVER, outbox::hand_over),
    (ASK, outbox::ask),
    (outside::HAND_OVER_OUTSIDE, outside::hand_over),
    (outside::ASK_OUTSIDE, outside::ask),
];

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
