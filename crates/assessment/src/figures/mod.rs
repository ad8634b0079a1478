//! The numbers and words of this room's policy, in lists: months between reviews, deadlines, thresholds of need, grounds
//! for a second signature, themes of quality. Each is a dated row that the service may set anew from a day to come.
//!
//! Always true: a row is added and none is changed, so what was reckoned by an older row can be reckoned again; who set it
//! and why is a record. It does not know what the rooms do with a row.

mod adding;
mod rows;

use crate::{due, enquiries, further_offence, quality, questions, registrations, reviews};
use kernel::Permission;
use policy::{List, Paths, Shelf, list};
use registrations::TypeRow;
use store::{Record, Table};

policy::changes!(Change in "assessment_policy_change");

struct Assessment;

impl Shelf for Assessment {
    type Changes = Change;
    const PATHS: Paths = policy::paths!("/policy/assessment", "/api/v1/assessment-policy");
    const TITLE: &'static str = "Deadlines, reviews and thresholds";
    const ABOUT: &'static str = "The service’s own numbers and words, as dated rows.";
    const READ: Permission = Permission::ReadTeams;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = LISTS;
}

/// Every list, in the order of the pages.
const LISTS: &[List] = &[
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
    list::<rows::Wording>(
        "quality-words",
        "What a plan is rated on, and themes of quality",
        "Who looks at a signed assessment from that day on chooses from these. What was found before keeps its words.",
    )
    .with(adding::STANDARD),
    list::<questions::Countersigning>(
        "countersigning",
        "When a manager signs too",
        "Assessments signed from that day on go by these grounds. What was signed before stays as it was signed.",
    )
    .with(adding::GROUND),
    list::<due::PolicyRow>(
        "notices",
        "Notice before something is due, and when failures are a pattern",
        "What happens from that day on goes by the new row.",
    ),
];

pub(crate) const TABLES: &[&Table] = &[<Change as Record>::TABLE];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<Assessment>()
}
