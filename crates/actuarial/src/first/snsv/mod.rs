//! SNSV: the chance of proven serious non-sexual violence within two years, from the record alone (static) or with the
//! answers of an assessment (dynamic).
//!
//! Always true: the dynamic form is used when every answer that it needs is there, unless the caller insists on one form.
//! It has no bands of its own; RSR has.

mod asked;
mod explained;
mod formula;

pub use formula::{Snsv, SnsvAnswers, SnsvInput, score};

pub(super) use asked::{Examined, answer, examine};

use crate::dispatch::Model;
use crate::wire::Request1;

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> =
    Model { name: "snsv", answer, refuse: asked::refuse, explain: explained::explain };
