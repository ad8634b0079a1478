//! What the calls about members of staff and the catalogue give. Within version 1 members are only added.

use super::bodies::clock;
use crate::catalogue::{Catalogue, Need};
use crate::rules::time_with_people::Minutes;
use crate::tables::DiaryRow;
use kernel::{Date, PersonId};
use serde::Serialize;
use serde_json::json;
use store::Cx;
use utoipa::ToSchema;
use web::{Answer, Reply};

/// An appointment in a diary.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DiaryBody {
    crn: String,
    contact: String,
    r#type: String,
    date: String,
    start: Option<String>,
    end: Option<String>,
    outcome: Option<String>,
    outcome_awaited: bool,
}

impl DiaryBody {
    /// The rows as a list; the ids shown are written down.
    pub(super) fn answer(cx: &mut Cx<'_>, what: &'static str, rows: &[DiaryRow]) -> Answer {
        let mut ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let people = people::lines(cx, &ids)?;
        cx.note_shown("list", what, &ids);
        let items: Vec<DiaryBody> = rows
            .iter()
            .filter_map(|row| {
                let line = people.get(&row.person_id)?;
                Some(DiaryBody {
                    crn: line.crn.to_string(),
                    contact: row.contact_id.to_string(),
                    r#type: row.contact_type.clone(),
                    date: row.happens_on.to_string(),
                    start: row.starts.map(clock),
                    end: row.ends.map(clock),
                    outcome: row.outcome.clone(),
                    outcome_awaited: row.awaited,
                })
            })
            .collect();
        Ok(Reply::json(200, json!({ "items": items })))
    }
}

/// How the time of a member of staff was spent, in minutes.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TimeBody {
    from: String,
    to: String,
    minutes_with_people: u64,
    minutes_recorded: u64,
    /// Null where the contract is not known.
    minutes_contracted: Option<u64>,
    /// Of contracted time.
    percent_with_people: Option<u64>,
}

impl TimeBody {
    pub(super) fn of(from: Date, to: Date, minutes: Minutes) -> TimeBody {
        TimeBody {
            from: from.to_string(),
            to: to.to_string(),
            minutes_with_people: minutes.with_people,
            minutes_recorded: minutes.recorded,
            minutes_contracted: minutes.contracted,
            percent_with_people: minutes.percent(),
        }
    }
}

/// A contact type.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContactTypeBody {
    code: String,
    name: String,
    name_welsh: String,
    group: String,
    appointment: bool,
    national_standard: bool,
    /// `needed`, `optional` or `not-allowed`.
    place: &'static str,
    outcome: &'static str,
    /// Codes of the outcomes that fit.
    outcomes: Vec<String>,
    written_by_throughcare: bool,
    selectable: bool,
}

/// An outcome.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContactOutcomeBody {
    code: String,
    name: String,
    name_welsh: String,
    attended: Option<bool>,
    complied: Option<bool>,
    enforceable: bool,
    follow_up: bool,
    selectable: bool,
}

/// Contact types and outcomes.
#[derive(Serialize, ToSchema)]
pub(super) struct CatalogueBody {
    types: Vec<ContactTypeBody>,
    outcomes: Vec<ContactOutcomeBody>,
}

impl CatalogueBody {
    pub(super) fn of(catalogue: &Catalogue) -> CatalogueBody {
        let word = |need: Need| match need {
            Need::Needed => "needed",
            Need::Optional => "optional",
            Need::NotAllowed => "not-allowed",
        };
        let types = catalogue.types.iter().map(|t| ContactTypeBody {
            code: t.code.clone(),
            name: t.name.en.clone(),
            name_welsh: t.name.cy.clone(),
            group: t.group.clone(),
            appointment: t.appointment,
            national_standard: t.national_standard,
            place: word(t.place),
            outcome: word(t.outcome),
            outcomes: catalogue.offered(t).map(|o| o.code.clone()).collect(),
            written_by_throughcare: t.system,
            selectable: t.selectable,
        });
        let outcomes = catalogue.outcomes.iter().map(|o| ContactOutcomeBody {
            code: o.code.clone(),
            name: o.name.en.clone(),
            name_welsh: o.name.cy.clone(),
            attended: o.attended,
            complied: o.complied,
            enforceable: o.enforceable,
            follow_up: o.follow_up,
            selectable: o.selectable && !o.by_action(),
        });
        CatalogueBody { types: types.collect(), outcomes: outcomes.collect() }
    }
}
