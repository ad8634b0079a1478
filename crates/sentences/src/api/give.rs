//! Turns what the room knows into what the API answers.

use super::given::{
    EndGiven, EventGiven, KeyDateGiven, LimitWarningGiven, OffenceGiven, OrderGiven, ProgressGiven, RequirementGiven,
    SupervisionGiven,
};
use crate::requirement::progress::{Counted, Progress};
use crate::{EventWithParts, Lists, Offence, Order, OrderWithParts, RequirementWithProgress, Supervision};
use law::{Law, LimitWarning, Sureness};

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
        supervision_ended: day(o.supervision_ended_on),
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
