//! A drafted matter in the words of the room `sentences`: the event, its offences, the order and its requirements.

use super::structure::TeamOf;
use crate::population::{MatterDraft, PassedDraft};
use crate::vocabulary::offences::OffencePlan;
use crate::vocabulary::sentencing::{Asks, RequirementPlan, SentencePlan};
use jiff::ToSpan;
use kernel::{CourtId, EventId, OrderId, PersonKeys, RequirementId};
use sentences::{Length, NewEvent, OffenceFacts, OrderFacts, Origin, RequirementFacts};
use store::{Cx, Failure, Result};

/// What was recorded of a matter.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) event: EventId,
    pub(crate) order: Option<OrderId>,
    pub(crate) requirements: Vec<(Asks, RequirementId)>,
}

impl Recorded {
    pub(crate) fn requirement(&self, asks: Asks) -> Option<RequirementId> {
        self.requirements.iter().find(|(a, _)| *a == asks).map(|(_, id)| *id)
    }
}

/// Records a matter as the court decided it: the event, its offences, and the order if one was passed.
pub(crate) fn record_matter(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    draft: &MatterDraft,
    team: &TeamOf,
) -> Result<Recorded> {
    let court_id = organisation::court_by_code(cx, &team.court.0)?.filter(|_| !draft.crown).map(|c| c.id);
    let said = said(draft, team, court_id)?;
    let event = sentences::open_event(cx, keys, &said.event)?;
    for offence in &said.offences {
        sentences::add_offence(cx, keys, event, offence)?;
    }
    let (Some(passed), Some((facts, wanted))) = (&draft.passed, &said.order) else {
        return Ok(Recorded { event, order: None, requirements: vec![] });
    };
    let order = sentences::record_order(cx, keys, event, facts, wanted)?;
    let read = sentences::order(cx, keys, order)?;
    let mut requirements = Vec::new();
    for plan in &passed.requirements {
        let of_kind = read.requirements.iter().find(|r| r.requirement.kind == code(plan.asks));
        requirements.extend(of_kind.map(|r| (plan.asks, r.requirement.id)));
    }
    Ok(Recorded { event, order: Some(order), requirements })
}

/// A matter as the court said it.
pub(crate) struct Said {
    pub(crate) event: NewEvent,
    pub(crate) offences: Vec<OffenceFacts>,
    pub(crate) order: Option<(OrderFacts, Vec<RequirementFacts>)>,
}

pub(crate) fn said(draft: &MatterDraft, team: &TeamOf, court_id: Option<CourtId>) -> Result<Said> {
    let court_name = Some(court_name(draft, team));
    let event = NewEvent {
        origin: if draft.passed.is_some() { Origin::Court } else { Origin::PreSentence },
        referred_on: draft.passed.as_ref().map_or(draft.convicted_on, |p| p.on),
        taken_on: None,
        court_id,
        court_name: court_name.clone(),
        notes: None,
        source_key: None,
    };
    let offences = std::iter::once(&draft.offence).chain(&draft.also).map(|o| offence_facts(o, draft)).collect();
    let order = draft.passed.as_ref().map(|passed| {
        let wanted: Result<Vec<RequirementFacts>> =
            passed.requirements.iter().map(|r| requirement_facts(r, passed)).collect();
        Ok::<_, Failure>((OrderFacts { court_id, court_name, ..order_facts(passed)? }, wanted?))
    });
    Ok(Said { event, offences, order: order.transpose()? })
}

fn court_name(draft: &MatterDraft, team: &TeamOf) -> String {
    if draft.crown { team.court.1.replace("Magistrates' Court", "Crown Court") } else { team.court.1.clone() }
}

fn offence_facts(offence: &OffencePlan, draft: &MatterDraft) -> OffenceFacts {
    OffenceFacts {
        code: Some(offence.code.into()),
        title: offence.title.into(),
        committed_on: Some(draft.offence_on),
        plea: Some("GUILTY".into()),
        convicted_on: Some(draft.convicted_on),
        ..OffenceFacts::default()
    }
}

fn months(count: i32) -> Result<Option<Length>> {
    length(count, "months")
}

fn length(count: i32, unit: &str) -> Result<Option<Length>> {
    let text = format!("{count} {unit}");
    text.parse().map(|term| Some(Length(term))).map_err(|_| Failure::broken(format!("{text} is no length")))
}

fn order_facts(passed: &PassedDraft) -> Result<OrderFacts> {
    let blank = OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: None,
        made_on: passed.on,
        starts_on: None,
        ends_on: Some(passed.ends_on),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    Ok(match passed.sentence {
        SentencePlan::Community { .. } => blank,
        SentencePlan::Suspended { term, months: period } => OrderFacts {
            sentence: "SSO".into(),
            custody_term: months(term)?,
            operational_period: months(period)?,
            supervision_period: months(period)?,
            ..blank
        },
        SentencePlan::Custody { months: term } => {
            OrderFacts { sentence: "IMP".into(), custody_term: months(term)?, ..blank }
        }
    })
}

/// All of them.
pub(crate) const ASKS: [Asks; 9] = [
    Asks::UnpaidWork,
    Asks::RehabilitationActivity,
    Asks::Programme,
    Asks::TaggedCurfew,
    Asks::AlcoholAbstinence,
    Asks::DrugRehabilitation,
    Asks::AlcoholTreatment,
    Asks::MentalHealthTreatment,
    Asks::Exclusion,
];

/// The code of the requirement in the catalogue of the law.
pub(crate) fn code(asks: Asks) -> &'static str {
    match asks {
        Asks::UnpaidWork => "UPW",
        Asks::RehabilitationActivity => "RAR",
        Asks::Programme => "PRG",
        Asks::TaggedCurfew => "CUR",
        Asks::AlcoholAbstinence => "AAM",
        Asks::DrugRehabilitation => "DRR",
        Asks::AlcoholTreatment => "ATR",
        Asks::MentalHealthTreatment => "MHT",
        Asks::Exclusion => "EXC",
    }
}

fn requirement_facts(plan: &RequirementPlan, passed: &PassedDraft) -> Result<RequirementFacts> {
    let unit = match plan.asks {
        Asks::UnpaidWork => "hours",
        Asks::RehabilitationActivity | Asks::Programme | Asks::AlcoholAbstinence => "days",
        _ => "months",
    };
    let runs_from_the_start = matches!(plan.asks, Asks::TaggedCurfew | Asks::AlcoholAbstinence | Asks::Exclusion);
    let last = match plan.asks {
        Asks::AlcoholAbstinence => passed.on.saturating_add(plan.length.days()),
        _ => passed.on.saturating_add(plan.length.months()),
    };
    Ok(RequirementFacts {
        kind: code(plan.asks).into(),
        length: length(plan.length, unit)?,
        starts_on: runs_from_the_start.then_some(passed.on),
        ends_on: runs_from_the_start.then_some(last.saturating_sub(1.day())),
        notes: None,
    })
}
