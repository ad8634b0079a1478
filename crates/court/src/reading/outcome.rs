//! What a court did with an order that already stood: varied, revoked, activated, left as it was. An outcome says which
//! order it concerns as far as the message tells; finding that order is for whoever holds all messages.

use super::application::{ApplicationRead, Subject};
use super::around::Around;
use super::definition::Purpose;
use super::gather::{Level, Seen};
use super::message::Id;
use super::requirement::Requirement;
use super::{dates, span::Span};
use kernel::Date;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The least id of its results.
    pub key: Id,
    pub results: BTreeSet<Id>,
    pub kind: OutcomeKind,
    pub code: String,
    pub label: Option<String>,
    pub made: Option<Date>,
    pub hearing: Id,
    pub application: Option<Id>,
    pub concerns: Concern,
    /// The order's new last day.
    pub new_end: Option<Date>,
    pub new_court: Option<String>,
    pub operational: Option<Span>,
    pub supervision: Option<Span>,
    /// New or changed ones only.
    pub requirements: Vec<Requirement>,
    /// Those the court named as cancelled, in its words.
    pub cancelled: Vec<String>,
    pub all_cancelled: bool,
    /// Whether the court said it made new ones, changed old ones.
    pub said_new: bool,
    pub said_amended: bool,
    pub text: Option<String>,
    /// What was set aside had been entered in error.
    pub in_error: bool,
    pub doubts: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeKind {
    Varied,
    Revoked,
    Discharged,
    Activated,
    Continued,
    NoAction,
    Fined,
    Granted,
    Refused,
    Withdrawn,
    Dismissed,
    /// Conviction or sentence no longer stands; a person ends or replaces what follows from it.
    SetAside,
}

impl OutcomeKind {
    /// Whether the order it concerns is over.
    #[must_use]
    pub fn ends_order(self) -> bool {
        matches!(self, OutcomeKind::Revoked | OutcomeKind::Discharged | OutcomeKind::Activated)
    }

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            OutcomeKind::Varied => "varied",
            OutcomeKind::Revoked => "revoked",
            OutcomeKind::Discharged => "discharged",
            OutcomeKind::Activated => "activated",
            OutcomeKind::Continued => "continued",
            OutcomeKind::NoAction => "no action",
            OutcomeKind::Fined => "fined",
            OutcomeKind::Granted => "granted",
            OutcomeKind::Refused => "refused",
            OutcomeKind::Withdrawn => "withdrawn",
            OutcomeKind::Dismissed => "dismissed",
            OutcomeKind::SetAside => "set aside",
        }
    }
}

/// By what the order can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concern {
    /// The hearing that made it.
    pub hearing: Option<Id>,
    pub type_id: Option<Id>,
    pub master: Option<Id>,
    pub made: Option<Date>,
    /// The table's word for what it must be.
    pub kind: Option<String>,
    pub offences: BTreeSet<Id>,
    pub urns: BTreeSet<String>,
}

pub(super) fn outcomes(around: &Around<'_>, applications: &[ApplicationRead]) -> Vec<Outcome> {
    let mut groups: BTreeMap<String, Vec<&Seen>> = BTreeMap::new();
    for seen in around.all {
        let application = application_of(seen, applications);
        if seen.place.level != Level::Hearing && kind_of(seen, application).is_some() {
            groups.entry(group(seen)).or_default().push(seen);
        }
    }
    let mut outcomes: Vec<Outcome> = groups
        .into_values()
        .filter_map(|mut copies| {
            copies.sort_by(|a, b| a.rank().cmp(&b.rank()));
            build(&copies, around, applications)
        })
        .collect();
    outcomes.sort_by(|a, b| (a.made, a.kind, &a.key).cmp(&(b.made, b.kind, &b.key)));
    outcomes
}

/// The same outcome is repeated for every offence of the order.
fn group(seen: &Seen) -> String {
    let mut prompts: Vec<String> = seen.result.prompts.iter().map(|p| format!("{}={}", p.reference, p.value)).collect();
    prompts.sort_unstable();
    let application = seen.place.application.as_deref().unwrap_or_default();
    let code = &seen.result.meaning.definition.code;
    format!("{}|{:?}|{application}|{code}|{}", seen.hearing(), seen.day(), prompts.join("|"))
}

fn application_of<'a>(seen: &Seen, applications: &'a [ApplicationRead]) -> Option<&'a ApplicationRead> {
    let id = seen.place.application.as_ref()?;
    applications.iter().find(|a| a.id.as_ref() == Some(id))
}

fn kind_of(seen: &Seen, application: Option<&ApplicationRead>) -> Option<OutcomeKind> {
    let meaning = &seen.result.meaning;
    let about_order = application.is_some_and(|a| a.subject == Subject::Order);
    match (meaning.purpose(), meaning.kind()) {
        (Purpose::Variation, _) => Some(OutcomeKind::Varied),
        (Purpose::Revocation, "discharged") => Some(OutcomeKind::Discharged),
        (Purpose::Revocation, _) => Some(OutcomeKind::Revoked),
        (Purpose::Activation, _) => Some(OutcomeKind::Activated),
        (Purpose::Continuation, "no_action") => Some(OutcomeKind::NoAction),
        (Purpose::Continuation, _) => Some(OutcomeKind::Continued),
        (Purpose::SetAside, _) => Some(OutcomeKind::SetAside),
        (Purpose::Financial, "fine") if about_order => Some(OutcomeKind::Fined),
        (Purpose::Application, "granted") if about_order => Some(OutcomeKind::Granted),
        (Purpose::Application, "refused") if about_order => Some(OutcomeKind::Refused),
        (Purpose::Application, "withdrawn") if about_order => Some(OutcomeKind::Withdrawn),
        (Purpose::Application, "dismissed") if about_order => Some(OutcomeKind::Dismissed),
        _ => None,
    }
}

fn build(copies: &[&Seen], around: &Around<'_>, applications: &[ApplicationRead]) -> Option<Outcome> {
    let first = *copies.first()?;
    let result = &first.result;
    let application = application_of(first, applications);
    let kind = kind_of(first, application)?;
    let mut doubts: Vec<String> = result.meaning.doubt.clone().into_iter().collect();
    let mut day = |names: &[&str]| {
        let said = result.prompt(names)?;
        let read = dates::day(said);
        if read.is_none() {
            doubts.push(format!("\u{201c}{said}\u{201d} is no day of the calendar"));
        }
        read
    };
    let new_end = day(&[
        "theEndDateOfTheOrderHasBeenChangedAndTheRequirementsMustBeCompliedWithBy",
        "complianceDateExtendedAllRequiremetsToBeCompletedBy",
    ]);
    let original = day(&[
        "dateOriginalOrderMade",
        "dateTheOriginalOrderMade",
        "specifyDateOrderMade",
        "dateOrderMade",
        "dateSuspendedSentenceImposed",
    ]);
    let mut requirements: Vec<Requirement> = Vec::new();
    for copy in copies {
        for made in around.requirements(&copy.result.id) {
            match requirements.iter_mut().find(|r| r.signature() == made.signature()) {
                Some(same) => same.results.extend(made.results),
                None => requirements.push(made),
            }
        }
    }
    for made in &mut requirements {
        made.key = made.results.first().cloned().unwrap_or_else(|| made.key.clone());
    }
    let mut concerns = application.map(|a| a.concerns.clone()).unwrap_or_default();
    concerns.made = concerns.made.or(original);
    concerns.kind = concerns.kind.or_else(|| order_kind(first));
    concerns.offences.extend(copies.iter().filter_map(|c| c.offence_id().map(str::to_owned)));
    concerns.urns.extend(copies.iter().filter_map(|c| c.place.urn.clone()));
    Some(Outcome {
        key: copies.iter().map(|c| c.result.id.clone()).min()?,
        results: copies.iter().map(|c| c.result.id.clone()).collect(),
        kind,
        code: result.code.clone().unwrap_or_else(|| result.meaning.definition.code.clone()),
        label: result.label.clone(),
        made: first.day(),
        hearing: first.hearing().to_owned(),
        application: first.place.application.clone(),
        concerns,
        new_end,
        new_court: result.prompt(&["newSupervisingCourt", "supervisingCourt"]).map(str::to_owned),
        operational: length(first, &["theOperationalPeriodPeriodOfSuspensionIsExtendedTo"]),
        supervision: length(first, &["newSupervisionPeriodInFull", "originalOrAmendedSupervisionPeriod"]),
        requirements,
        cancelled: split(result.prompt(&["communityRequirementsCancelled"])),
        all_cancelled: result.says("allCommunityRequirementsAreCancelled"),
        said_new: result.says("theCourtMadeNewCommunityRequirementS"),
        said_amended: result.says("theCourtAmendedACommunityRequirementS"),
        text: result.text.clone(),
        in_error: result.meaning.kind() == "entered_in_error",
        doubts,
    })
}

fn length(seen: &Seen, names: &[&str]) -> Option<Span> {
    seen.result.prompt(names).and_then(|said| Span::read(said, None))
}

fn split(list: Option<&str>) -> Vec<String> {
    list.unwrap_or_default().split([',', '#']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// What the order must be for this outcome to make sense.
fn order_kind(seen: &Seen) -> Option<String> {
    let meaning = &seen.result.meaning;
    match meaning.purpose() {
        Purpose::Variation => Some(meaning.kind().to_owned()),
        Purpose::Activation => Some("suspended_sentence".into()),
        Purpose::Revocation => {
            let said = kernel::fold(seen.result.prompt(&["orderRevoked", "typeOfOrderDischarged"])?);
            let kinds = [
                ("community order", "community_order"),
                ("youth rehabilitation order", "youth_rehabilitation_order"),
                ("supervision default order", "supervision_default_order"),
                ("suspended sentence", "suspended_sentence"),
            ];
            kinds.iter().find(|(words, _)| said.contains(words)).map(|(_, kind)| (*kind).to_owned())
        }
        _ => None,
    }
}
