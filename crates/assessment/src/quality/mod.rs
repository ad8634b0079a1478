//! Quality: a random sample of signed assessments, scored again by somebody who does not see the first answers, compared
//! item by item and scorer by scorer, with themes.
//!
//! Always true: the same seed draws the same sample of the same work; what a reviewer gave blind never changes after they
//! saw the first answers; nobody reviews their own work; how timely work was is never told without how good it was.

mod api;
mod draw;
mod pages;
mod policy;
mod results;
mod review;
mod rules;
mod store;

pub use draw::{Asking, draw_sample};
pub use results::{Results, quality_beside};
pub use rules::{Accuracy, Quality, Timeliness};
pub use store::{Kind as SampleKind, Sample};

use ::store::{Record, Table};

pub(crate) use policy::{Standard, seed};

pub(crate) const TABLES: &[&Table] = &[
    <policy::Standard as Record>::TABLE,
    <Sample as Record>::TABLE,
    <store::Case as Record>::TABLE,
    <store::Review as Record>::TABLE,
    <store::Done as Record>::TABLE,
    <store::Mark as Record>::TABLE,
    <store::Note as Record>::TABLE,
];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
