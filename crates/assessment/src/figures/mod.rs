//! The numbers of this room's policy, in lists: months between reviews, deadlines, thresholds of need. Each is a dated row
//! that the service may set anew from a day to come.
//!
//! Always true: a row is added and none is changed, so what was reckoned by an older row can be reckoned again; who set it
//! and why is a record. It does not know what the rooms do with a number.

mod actions;
mod api;
mod pages;
mod rows;
mod rules;

use kernel::{Date, EntryId, Instant};
use registrations::TypeRow;
use rows::{Dated, add, read};
use rules::Figure;
use store::{Cx, Kind, Record, Result, Table, record};

use crate::{due, enquiries, further_offence, quality, questions, registrations, reviews};

record! {
    /// A number that was set anew.
    pub struct Change in "assessment_policy_change", Kind::Reference, key ["id"] {
        pub id: EntryId,
        pub list: String,
        pub code: String,
        pub from_day: Date,
        /// What held before, in words.
        pub before: String,
        pub becomes: String,
        pub author: String,
        pub reason: String,
        pub recorded_at: Instant,
    }
}

/// One list of numbers.
pub(crate) struct List {
    pub(crate) code: &'static str,
    pub(crate) title: &'static str,
    /// To what a new row applies.
    pub(crate) about: &'static str,
    read: fn(&mut Cx<'_>) -> Result<Vec<Figure>>,
    add: fn(&mut Cx<'_>, &Figure, &rules::New) -> Result<()>,
}

const fn list<R: Dated>(code: &'static str, title: &'static str, about: &'static str) -> List {
    List { code, title, about, read: read::<R>, add: add::<R> }
}

/// Every list, in the order of the pages.
pub(crate) const LISTS: &[List] = &[
    list::<TypeRow>(
        "registration-reviews",
        "Months between reviews of registrations",
        "A registration made or reviewed from that day on is next reviewed by the new row. Dates that are set already stay.",
    ),
    list::<reviews::TriggerRow>(
        "review-deadlines",
        "When reviews of the assessment are due",
        "Reviews raised from that day on go by the new row; those that are due already keep their dates. A time limit is looked at every night, so a shorter one raises reviews from its first day.",
    ),
    list::<enquiries::KindRow>(
        "enquiry-deadlines",
        "By when an enquiry is answered and chased",
        "Enquiries sent or chased from that day on go by the new row. Dates that are set already stay.",
    ),
    list::<questions::Threshold>(
        "needs",
        "From how many points a need is standard or severe",
        "Assessments begun from that day on are judged by the new row. What was begun before is judged as it was.",
    ),
    list::<further_offence::Deadline>(
        "further-offences",
        "What is due after a serious further offence",
        "Offences of which the service learns from that day on go by the new row. Days that are due already stay.",
    ),
    list::<quality::Standard>(
        "quality",
        "The numbers of quality",
        "Samples drawn and results looked at from that day on go by the new row.",
    ),
    list::<due::PolicyRow>(
        "notices",
        "Notice before something is due, and when failures are a pattern",
        "What happens from that day on goes by the new row.",
    ),
];

pub(crate) const TABLES: &[&Table] = &[<Change as Record>::TABLE];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
