//! The words that every model shares: sex, ordinal answers, ages and months, offence codes, bands, and rounding.
//!
//! Always true: each is a small `Copy` value that means one thing in both generations. It knows no model.

mod age;
mod answer;
mod offence_code;
mod rounding;

pub use age::{NotAfterBirth, completed_months, completed_years};
pub use answer::{
    Awareness, Band, Motivation, PreviousConviction, PreviousConvictions, Problem, Qualification, Relationship, Sex,
    StaticOrDynamic, SupervisionStatus, Version,
};
pub use offence_code::OffenceCode;
pub use rounding::{clamp_decimal, clamp_whole, half_up, half_up_whole, logistic};
