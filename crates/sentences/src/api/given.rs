//! What the API answers. These shapes only ever gain members.

use serde::Serialize;
use utoipa::ToSchema;

/// What a person is supervised on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupervisionGiven {
    /// `custody`, `licence`, `order`, `pre-sentence` or `voluntary`.
    pub(super) basis: String,
    pub(super) since: String,
    /// The day on which the service learned of it.
    pub(super) arrived: String,
    /// The last day that is known.
    pub(super) until: Option<String>,
}

/// One matter of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventGiven {
    pub(super) id: String,
    /// 1, 2, 3 within the person.
    pub(super) number: i64,
    /// `arrest`, `pre-sentence`, `voluntary` or `court`.
    pub(super) origin: String,
    pub(super) referred: String,
    pub(super) taken_on: Option<String>,
    pub(super) court: Option<String>,
    pub(super) notes: Option<String>,
    pub(super) open: bool,
    pub(super) ended: Option<EndGiven>,
    pub(super) offences: Vec<OffenceGiven>,
    pub(super) orders: Vec<OrderGiven>,
    pub(super) version: i64,
}

/// How something ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EndGiven {
    pub(super) on: String,
    /// A code.
    pub(super) reason: String,
    pub(super) words: String,
    pub(super) note: Option<String>,
}

/// One offence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OffenceGiven {
    pub(super) id: String,
    pub(super) main: bool,
    pub(super) code: Option<String>,
    pub(super) title: String,
    pub(super) wording: Option<String>,
    pub(super) committed: Option<String>,
    pub(super) committed_until: Option<String>,
    pub(super) plea: Option<String>,
    pub(super) verdict: Option<String>,
    pub(super) convicted: Option<String>,
    pub(super) version: i64,
}

/// One order or custodial sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderGiven {
    pub(super) id: String,
    pub(super) event: String,
    /// Code of a sentence type.
    pub(super) sentence: String,
    pub(super) name: String,
    pub(super) court: Option<String>,
    pub(super) made: String,
    pub(super) starts: String,
    /// As passed.
    pub(super) ends: Option<String>,
    pub(super) amended_end: Option<String>,
    /// The end that holds now.
    pub(super) end: Option<String>,
    pub(super) custody_term: Option<String>,
    pub(super) operational_period: Option<String>,
    pub(super) supervision_period: Option<String>,
    /// The last day of supervision, where it ended before its period was over.
    pub(super) supervision_ended: Option<String>,
    pub(super) released: Option<String>,
    pub(super) arrived: String,
    /// `court` or `typed`.
    pub(super) source: String,
    pub(super) notes: Option<String>,
    pub(super) open: bool,
    pub(super) ended: Option<EndGiven>,
    pub(super) requirements: Vec<RequirementGiven>,
    pub(super) key_dates: Vec<KeyDateGiven>,
    pub(super) version: i64,
}

/// One requirement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequirementGiven {
    pub(super) id: String,
    /// Code of a requirement type.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) length: Option<String>,
    pub(super) starts: Option<String>,
    pub(super) ends: Option<String>,
    pub(super) began: Option<String>,
    pub(super) notes: Option<String>,
    pub(super) open: bool,
    pub(super) ended: Option<EndGiven>,
    pub(super) progress: Option<ProgressGiven>,
    pub(super) version: i64,
}

/// How far a requirement is done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgressGiven {
    /// `days` (distinct dates) or `minutes`.
    pub(super) counted: String,
    pub(super) done: u32,
    pub(super) ordered: Option<u32>,
    pub(super) left: Option<u32>,
}

/// One key date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyDateGiven {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) on: String,
}

/// A limit that an order seems to break.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LimitWarningGiven {
    pub(super) rule: String,
    pub(super) words: String,
    pub(super) source: String,
    /// False when the limit is held to be right and was not read in the law.
    pub(super) known: bool,
}

/// A requirement that a court may make.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequirementTypeGiven {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) welsh_name: String,
    pub(super) needs_consent: bool,
    pub(super) restrictive: bool,
    /// Absent while no day has been appointed.
    pub(super) available_from: Option<String>,
    pub(super) limits: Vec<LimitGiven>,
    pub(super) source: String,
    pub(super) known: bool,
}

/// A dated limit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LimitGiven {
    /// `offence`, `conviction` or `sentence`.
    pub(super) turns_on: String,
    pub(super) from: Option<String>,
    pub(super) before: Option<String>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) source: String,
    pub(super) known: bool,
}

/// A sentence type.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentenceTypeGiven {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) welsh_name: String,
    pub(super) supervised: bool,
    pub(super) custodial: bool,
    pub(super) suspended: bool,
    pub(super) community: bool,
    pub(super) youth: bool,
    pub(super) breachable: bool,
    pub(super) source: String,
}
