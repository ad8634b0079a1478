//! What the API answers. These shapes only ever gain members.

use crate::requirement::progress::{Counted, Progress};
use crate::{EventWithParts, Lists, Offence, Order, OrderWithParts, RequirementWithProgress, Supervision};
use law::{Law, LimitWarning, Sureness};
use serde::Serialize;
use utoipa::ToSchema;

/// What a person is supervised on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupervisionGiven {
    /// `custody`, `licence`, `order`, `pre-sentence` or `voluntary`.
    basis: String,
    since: String,
    /// The day on which the service learned of it.
    arrived: String,
    /// The last day that is known.
    until: Option<String>,
}

/// One matter of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventGiven {
    id: String,
    /// 1, 2, 3 within the person.
    number: i64,
    /// `arrest`, `pre-sentence`, `voluntary` or `court`.
    origin: String,
    referred: String,
    taken_on: Option<String>,
    court: Option<String>,
    notes: Option<String>,
    open: bool,
    ended: Option<EndGiven>,
    offences: Vec<OffenceGiven>,
    orders: Vec<OrderGiven>,
    version: i64,
}

/// How something ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EndGiven {
    on: String,
    /// A code.
    reason: String,
    words: String,
    note: Option<String>,
}

/// One offence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OffenceGiven {
    id: String,
    main: bool,
    code: Option<String>,
    title: String,
    wording: Option<String>,
    committed: Option<String>,
    committed_until: Option<String>,
    plea: Option<String>,
    verdict: Option<String>,
    convicted: Option<String>,
    version: i64,
}

/// One order or custodial sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderGiven {
    id: String,
    event: String,
    /// Code of a sentence type.
    sentence: String,
    name: String,
    court: Option<String>,
    made: String,
    starts: String,
    /// As passed.
    ends: Option<String>,
    amended_end: Option<String>,
    /// The end that holds now.
    end: Option<String>,
    custody_term: Option<String>,
    operational_period: Option<String>,
    supervision_period: Option<String>,
    released: Option<String>,
    arrived: String,
    /// `court` or `typed`.
    source: String,
    notes: Option<String>,
    open: bool,
    ended: Option<EndGiven>,
    requirements: Vec<RequirementGiven>,
    key_dates: Vec<KeyDateGiven>,
    version: i64,
}

/// One requirement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequirementGiven {
    id: String,
    /// Code of a requirement type.
    kind: String,
    name: String,
    length: Option<String>,
    starts: Option<String>,
    ends: Option<String>,
    began: Option<String>,
    notes: Option<String>,
    open: bool,
    ended: Option<EndGiven>,
    progress: Option<ProgressGiven>,
    version: i64,
}

/// How far a requirement is done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgressGiven {
    /// `days` (distinct dates) or `minutes`.
    counted: String,
    done: u32,
    ordered: Option<u32>,
    left: Option<u32>,
}

/// One key date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyDateGiven {
    kind: String,
    name: String,
    on: String,
}

/// A limit that an order seems to break.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LimitWarningGiven {
    rule: String,
    words: String,
    source: String,
    /// False when the limit is held to be right and was not read in the law.
    known: bool,
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

impl From<Supervision> for SupervisionGiven {
    fn from(s: Supervision) -> Self {
        SupervisionGiven {
            basis: s.basis.code().into(),
            since: s.since.to_string(),
            arrived: s.arrived_on.to_string(),
            until: s.until.map(|d| d.to_string()),
        }
    }
}

impl From<LimitWarning> for LimitWarningGiven {
    fn from(w: LimitWarning) -> Self {
        let known = w.sure == Sureness::Known;
        LimitWarningGiven { rule: w.rule.into(), words: w.words, source: w.source, known }
    }
}

fn day(day: Option<kernel::Date>) -> Option<String> {
    day.map(|d| d.to_string())
}

fn end(lists: &Lists, on: Option<kernel::Date>, reason: Option<&str>, note: Option<&str>) -> Option<EndGiven> {
    let reason = reason.unwrap_or_default();
    on.map(|on| EndGiven {
        on: on.to_string(),
        reason: reason.into(),
        words: lists.reason_words(reason).into(),
        note: note.map(Into::into),
    })
}

/// Removed offences and orders are left out: they were never made.
pub(super) fn event(law: &Law, lists: &Lists, parts: EventWithParts) -> EventGiven {
    let open = parts.is_open();
    let e = parts.event;
    EventGiven {
        id: e.id.to_string(),
        number: e.number,
        origin: e.origin.code().into(),
        referred: e.referred_on.to_string(),
        taken_on: day(e.taken_on),
        court: e.court_name,
        notes: e.notes,
        open,
        ended: end(lists, e.ended_on, e.end_reason.as_deref(), e.end_note.as_deref()),
        offences: parts.offences.into_iter().filter(|o| o.removed.is_none()).map(offence).collect(),
        orders: parts.orders.into_iter().filter(|o| o.order.removed.is_none()).map(|o| order(law, lists, o)).collect(),
        version: e.version,
    }
}

fn offence(o: Offence) -> OffenceGiven {
    OffenceGiven {
        id: o.id.to_string(),
        main: o.main,
        code: o.code,
        title: o.title,
        wording: o.wording,
        committed: day(o.committed_on),
        committed_until: day(o.committed_until),
        plea: o.plea,
        verdict: o.verdict,
        convicted: day(o.convicted_on),
        version: o.version,
    }
}

pub(super) fn order(law: &Law, lists: &Lists, parts: OrderWithParts) -> OrderGiven {
    let OrderWithParts { order: o, requirements, key_dates } = parts;
    let requirements = requirements.into_iter().filter(|r| r.requirement.removed.is_none());
    OrderGiven {
        name: crate::order::actions::name(law, &o).into(),
        requirements: requirements.map(|r| requirement(law, lists, r)).collect(),
        key_dates: key_dates
            .into_iter()
            .map(|k| KeyDateGiven {
                name: lists.key_date(&k.kind).map_or_else(|| k.kind.clone(), |kind| kind.en.clone()),
                on: k.falls_on.to_string(),
                kind: k.kind,
            })
            .collect(),
        ..bare_order(lists, o)
    }
}

fn bare_order(lists: &Lists, o: Order) -> OrderGiven {
    OrderGiven {
        id: o.id.to_string(),
        event: o.event_id.to_string(),
        end: day(o.end()),
        open: o.is_open(),
        ended: end(lists, o.ended_on, o.end_reason.as_deref(), o.end_note.as_deref()),
        sentence: o.sentence,
        name: String::new(),
        court: o.court_name,
        made: o.made_on.to_string(),
        starts: o.starts_on.to_string(),
        ends: day(o.ends_on),
        amended_end: day(o.amended_ends_on),
        custody_term: o.custody_term.map(|l| l.to_string()),
        operational_period: o.operational_period.map(|l| l.to_string()),
        supervision_period: o.supervision_period.map(|l| l.to_string()),
        released: day(o.released_on),
        arrived: o.arrived_on.to_string(),
        source: o.source.code().into(),
        notes: o.notes,
        requirements: Vec::new(),
        key_dates: Vec::new(),
        version: o.version,
    }
}

fn requirement(law: &Law, lists: &Lists, part: RequirementWithProgress) -> RequirementGiven {
    let r = part.requirement;
    RequirementGiven {
        id: r.id.to_string(),
        name: crate::requirement::actions::name(law, &r).into(),
        length: r.length.map(|l| l.to_string()),
        starts: day(r.starts_on),
        ends: day(r.ends_on),
        began: day(r.started_on),
        open: r.is_open(),
        ended: end(lists, r.ended_on, r.end_reason.as_deref(), r.end_note.as_deref()),
        progress: part.progress.map(progress),
        kind: r.kind,
        notes: r.notes,
        version: r.version,
    }
}

fn progress(p: Progress) -> ProgressGiven {
    let counted = if p.counted == Counted::Days { "days" } else { "minutes" };
    ProgressGiven { counted: counted.into(), done: p.done, ordered: p.ordered, left: p.left() }
}
