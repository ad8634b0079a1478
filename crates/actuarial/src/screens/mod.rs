//! The screens: maturity (MST), learning (LDS), personality disorder (OPD) and programme needs (PNI), in both generations.
//!
//! Always true: a screen predicts nothing; it points to a closer look. It knows no case.

mod lds;
mod limits;
mod mst;
mod opd;
mod pni;

pub use lds::{Lds, LdsInput, screen as screen_lds};
pub use limits::Limits;
pub use mst::{Mst, MstInput, screen as screen_mst};
pub use opd::{Opd, OpdInput, OpdResult, screen as screen_opd};
pub use pni::{Domain, Pathway, Pni, PniInput, Scores, screen as screen_pni};

use crate::dispatch::Model;
use crate::refusal::ValidationError;
use crate::wire::{Request1, Request2};

/// The screens of generation 1, for the dispatcher.
pub const FIRST: &[Model<Request1>] = &[
    Model { name: "mst", answer: mst::answer, refuse: mst::refuse, explain: mst::explain_first },
    Model { name: "lds", answer: lds::answer, refuse: lds::refuse, explain: lds::explain_first },
    Model { name: "opd", answer: opd::answer_first, refuse: opd::refuse, explain: opd::explain_first },
    Model { name: "pni", answer: pni::answer_first, refuse: pni::refuse, explain: pni::explain_first },
];

/// The screens of generation 2, for the dispatcher.
pub const SECOND: &[Model<Request2>] = &[
    Model { name: "mst", answer: mst::answer, refuse: mst::refuse, explain: mst::explain_second },
    Model { name: "lds", answer: lds::answer, refuse: lds::refuse, explain: lds::explain_second },
    Model { name: "opd", answer: opd::answer_second, refuse: opd::refuse, explain: opd::explain_second },
    Model { name: "pni", answer: pni::answer_second, refuse: pni::refuse, explain: pni::explain_second },
];

/// Declares the input of a screen, the same fields in both generations: read from either request, shown field by field.
macro_rules! asked {
    ($(#[$doc:meta])* $name:ident { $($field:ident $wire:literal $kind:ty;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $(#[doc = concat!("`", $wire, "` on the wire.")] pub $field: Option<$kind>,)+ }

        impl From<&$crate::wire::Request1> for $name {
            fn from(request: &$crate::wire::Request1) -> Self {
                Self { $($field: Clone::clone(&request.$field),)+ }
            }
        }

        impl From<&$crate::wire::Request2> for $name {
            fn from(request: &$crate::wire::Request2) -> Self {
                Self { $($field: Clone::clone(&request.$field),)+ }
            }
        }

        impl $name {
            /// Those of `fields` that have no value, in the order given.
            fn missing(&self, fields: &[&'static str]) -> Vec<&'static str> {
                let has = |field: &str| match field { $($wire => self.$field.is_some(),)+ _ => false };
                fields.iter().copied().filter(|field| !has(field)).collect()
            }

            /// Every field as given, for an explanation.
            fn shown(&self) -> Vec<$crate::explain::Input> {
                vec![$($crate::first::explaining::input($wire, &self.$field, "")),+]
            }
        }
    };
}
use asked;

/// The limits, or the error that a faulty file leaves.
fn limits() -> Result<&'static Limits, Vec<ValidationError>> {
    Limits::shipped().map_err(|bad| vec![ValidationError::unexpected(&bad.to_string())])
}

/// The head of an explanation of a screen.
fn head(generation: u8, model: &str, title: &str, about: &str, rule: &str) -> crate::explain::Explanation {
    let mut told = crate::first::explaining::head(model, title, about, rule);
    told.generation = generation;
    told.source =
        "Ministry of Justice, actuarial risk service, screens of both generations, state of 4 August 2026".into();
    told.unit = "points".into();
    if let Ok(limits) = Limits::shipped() {
        told.data = vec![limits.provenance.clone()];
    }
    told
}
