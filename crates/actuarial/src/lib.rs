//! The formulas of the field: risk scores of both generations, screens, the tier and the workload.
//!
//! Always true: a function here is pure (no clock, no file, no network), gives the same answer twice, and can tell each
//! term of it. It does not know where an answer came from, who asks, or what is done with the result.
//!
//! Two ways in. [`score`] takes a national request body and gives the national response body, leaf by leaf; the modules
//! under [`first`], [`second`] and [`screens`] offer the same models as typed functions that allocate nothing.

pub mod account;
pub mod data;
pub mod explain;
pub mod first;
pub mod refusal;
pub mod screens;
pub mod second;
pub mod tier;
pub mod vocabulary;
pub mod wire;
pub mod workload;

mod dispatch;
mod reading;

pub use dispatch::{Asked, Generation, Model, ScoreProblem, explain, models, score};
