//! Applications to a court about somebody: which kind by code, and which order it concerns.

use super::definition;
use super::message::{Application, Id};
use super::outcome::Concern;
use kernel::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

#[derive(Clone, Debug, PartialEq)]
pub struct ApplicationRead {
    pub id: Option<Id>,
    pub kind: ApplicationKind,
    /// What it is about, as far as probation goes.
    pub subject: Subject,
    pub code: Option<String>,
    pub title: Option<String>,
    pub reference: Option<String>,
    pub particulars: Option<String>,
    pub received: Option<Date>,
    pub status: Option<String>,
    pub plea: Option<String>,
    /// What an appeal or reopening asks, in the table's word.
    pub appeal: Option<String>,
    pub concerns: Concern,
    /// The order's label, end and requirement types as the court remembers them.
    pub order_label: Option<String>,
    pub order_end: Option<Date>,
    pub order_requirements: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    Breach,
    /// A new offence while the order was in force.
    FurtherOffence,
    Revocation,
    Amendment,
    Review,
    Appeal,
    Reopening,
    Bail,
    Other,
}

impl ApplicationKind {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ApplicationKind::Breach => "breach",
            ApplicationKind::FurtherOffence => "further offence",
            ApplicationKind::Revocation => "revocation",
            ApplicationKind::Amendment => "amendment",
            ApplicationKind::Review => "review",
            ApplicationKind::Appeal => "appeal",
            ApplicationKind::Reopening => "reopening",
            ApplicationKind::Bail => "bail",
            ApplicationKind::Other => "other",
        }
    }
}

/// Whether an application is about an order that probation supervises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Order,
    Elsewhere,
}

#[derive(Deserialize)]
struct File {
    types: Vec<Type>,
}

#[derive(Deserialize)]
struct Type {
    code: String,
    kind: ApplicationKind,
    order: Option<String>,
    appeal: Option<String>,
}

fn types() -> &'static [Type] {
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE
        .get_or_init(|| {
            serde_json::from_str(include_str!("../../data/application-types.json"))
                .unwrap_or_else(|_| File { types: Vec::new() })
        })
        .types
}

/// Whether this is a kind of order that probation supervises.
#[must_use]
pub fn supervised(kind: &str) -> bool {
    matches!(
        kind,
        "community_order" | "suspended_sentence" | "youth_rehabilitation_order" | "supervision_default_order"
    )
}

pub(super) fn read(application: &Application) -> ApplicationRead {
    let known = application.code.as_deref().and_then(|c| types().iter().find(|t| t.code.eq_ignore_ascii_case(c)));
    let order = application.order.as_ref();
    let of_order = order.and_then(|o| o.type_id.as_deref()).and_then(definition::of_type).map(|d| d.kind.clone());
    let order_kind = of_order.or_else(|| known.and_then(|t| t.order.clone()));
    let kind = known.map_or_else(|| by_marks(application), |t| t.kind);
    let about = matches!(
        kind,
        ApplicationKind::Breach
            | ApplicationKind::FurtherOffence
            | ApplicationKind::Revocation
            | ApplicationKind::Amendment
            | ApplicationKind::Review
    ) || (kind == ApplicationKind::Other && order.is_some());
    let ours = match order_kind.as_deref() {
        Some(kind) => supervised(kind),
        // A breach that names no order may well be of one of ours.
        None => kind == ApplicationKind::Breach,
    };
    ApplicationRead {
        id: application.id.clone(),
        kind,
        subject: if about && ours { Subject::Order } else { Subject::Elsewhere },
        code: application.code.clone(),
        title: application.title.clone(),
        reference: application.reference.clone(),
        particulars: application.particulars.clone(),
        received: application.received,
        status: application.status.clone(),
        plea: application.plea.clone(),
        appeal: known.and_then(|t| t.appeal.clone()).or_else(|| appeal(kind, application.title.as_deref())),
        concerns: concern(application, order_kind),
        order_label: order.and_then(|o| o.label.clone()),
        order_end: order.and_then(|o| o.end),
        order_requirements: order.map(requirement_kinds).unwrap_or_default(),
    }
}

fn requirement_kinds(order: &super::message::CourtOrder) -> Vec<String> {
    let requirement = |r: &&super::message::CourtResult| r.meaning.purpose() == definition::Purpose::Requirement;
    order.children.iter().filter(requirement).map(|r| r.meaning.kind().to_owned()).collect()
}

fn concern(application: &Application, kind: Option<String>) -> Concern {
    let cases = application.cases.iter().chain(application.order.iter().flat_map(|o| &o.cases));
    let mut offences = BTreeSet::new();
    let mut urns = BTreeSet::new();
    for case in cases {
        offences.extend(case.offences.iter().filter_map(|o| o.id.clone()));
        urns.extend(case.urn.clone());
        urns.extend(case.offences.iter().filter_map(|o| o.original_urn.clone()));
    }
    let order = application.order.as_ref();
    Concern {
        hearing: order.and_then(|o| o.hearing.clone()),
        type_id: order.and_then(|o| o.type_id.clone()),
        master: order.and_then(|o| o.master.clone()),
        made: order.and_then(|o| o.made.or(o.start)),
        kind: kind.filter(|k| k != "conditional_discharge"),
        offences,
        urns,
    }
}

/// A code that is not in the table.
fn by_marks(application: &Application) -> ApplicationKind {
    match (application.breach_type.as_deref(), application.category.as_deref()) {
        (Some("GENERIC_BREACH"), _) => ApplicationKind::Breach,
        (Some(breach), _) if breach.starts_with("COMMISSION") => ApplicationKind::FurtherOffence,
        (_, Some("CB")) => ApplicationKind::Breach,
        _ => by_title(application.title.as_deref()),
    }
}

/// Appeals and reopenings come under codes that no table has; their titles are the statute's own words.
fn by_title(title: Option<&str>) -> ApplicationKind {
    let title = kernel::fold(title.unwrap_or_default());
    if title.contains("appeal against") {
        ApplicationKind::Appeal
    } else if title.contains("reopen") || title.contains("re open") || title.contains("statutory declaration") {
        ApplicationKind::Reopening
    } else {
        ApplicationKind::Other
    }
}

fn appeal(kind: ApplicationKind, title: Option<&str>) -> Option<String> {
    let title = kernel::fold(title.unwrap_or_default());
    let word = match (kind, title.contains("conviction"), title.contains("sentence")) {
        (ApplicationKind::Appeal, true, true) => "against-conviction-and-sentence",
        (ApplicationKind::Appeal, true, false) => "against-conviction",
        (ApplicationKind::Appeal, false, true) => "against-sentence",
        (ApplicationKind::Appeal, false, false) => "appeal",
        (ApplicationKind::Reopening, ..) if title.contains("declaration") => "statutory-declaration",
        (ApplicationKind::Reopening, ..) => "reopening",
        _ => return None,
    };
    Some(word.to_owned())
}
