//! The catalogue as rows: how a new database gets the shipped one, and how it is read back. A service that was never
//! seeded works by the shipped catalogue.

use super::dated::DatedCatalogue;
use super::{Catalogue, ContactType, Group, MovedBy, Need, Outcome};
use crate::tables::{GroupRow, ListChange, OutcomeRow, TypeRow};
use kernel::Bilingual;
use std::sync::Arc;
use store::{Cx, Failure, Result};

/// The service's contact types and outcomes.
///
/// # Errors
/// When the database fails or holds a word that the program does not know.
pub fn current(cx: &mut Cx<'_>) -> Result<Arc<Catalogue>> {
    let today = cx.today();
    dated(cx)?.on(today)
}

/// The lists as they are on every day.
///
/// # Errors
/// As [`current`].
pub(crate) fn dated(cx: &mut Cx<'_>) -> Result<Arc<DatedCatalogue>> {
    cx.remembered(|cx| DatedCatalogue::of(read(cx)?, cx.list::<ListChange>("ORDER BY from_day, what, code", &[])?))
}

/// Writes the shipped types and outcomes that the database does not have yet; what the service changed stays.
///
/// # Errors
/// When the database fails.
pub fn seed(cx: &mut Cx<'_>) -> Result<()> {
    let shipped = shipped()?;
    let known: Vec<String> = cx.list::<TypeRow>("", &[])?.into_iter().map(|t| t.code).collect();
    let known_groups: Vec<String> = cx.list::<GroupRow>("", &[])?.into_iter().map(|g| g.code).collect();
    let known_outcomes: Vec<String> = cx.list::<OutcomeRow>("", &[])?.into_iter().map(|o| o.code).collect();
    let groups: Vec<GroupRow> =
        (0..).zip(&shipped.groups).map(group_row).filter(|g| !known_groups.contains(&g.code)).collect();
    let types: Vec<TypeRow> = (0..).zip(&shipped.types).map(type_row).filter(|t| !known.contains(&t.code)).collect();
    let outcomes: Vec<OutcomeRow> =
        (0..).zip(&shipped.outcomes).map(outcome_row).filter(|o| !known_outcomes.contains(&o.code)).collect();
    if groups.is_empty() && types.is_empty() && outcomes.is_empty() {
        return Ok(());
    }
    cx.describe("Took over the shipped contact types and outcomes", None);
    cx.insert_all(&groups)?;
    cx.insert_all(&types)?;
    cx.insert_all(&outcomes)
}

fn shipped() -> Result<Catalogue> {
    Catalogue::shipped().map_err(|e| Failure::broken(e.to_string()))
}

fn read(cx: &mut Cx<'_>) -> Result<Catalogue> {
    let types = cx.list::<TypeRow>("ORDER BY place_in_list, code", &[])?;
    if types.is_empty() {
        return shipped();
    }
    let outcomes = cx.list::<OutcomeRow>("ORDER BY place_in_list, code", &[])?;
    let groups = cx.list::<GroupRow>("ORDER BY place_in_list, code", &[])?;
    Ok(Catalogue {
        groups: groups
            .into_iter()
            .map(|g| Group { code: g.code, name: Bilingual { en: g.name_en, cy: g.name_cy } })
            .collect(),
        types: types.into_iter().map(contact_type).collect::<Result<_>>()?,
        outcomes: outcomes.into_iter().map(outcome).collect::<Result<_>>()?,
    })
}

fn group_row((place_in_list, group): (i64, &Group)) -> GroupRow {
    GroupRow { code: group.code.clone(), place_in_list, name_en: group.name.en.clone(), name_cy: group.name.cy.clone() }
}

fn need_word(need: Need) -> String {
    match need {
        Need::Needed => "needed",
        Need::Optional => "optional",
        Need::NotAllowed => "not-allowed",
    }
    .to_owned()
}

fn need(word: &str) -> Result<Need> {
    match word {
        "needed" => Ok(Need::Needed),
        "optional" => Ok(Need::Optional),
        "not-allowed" => Ok(Need::NotAllowed),
        other => Err(Failure::broken(format!("{other:?} does not say whether something is needed"))),
    }
}

fn type_row((place_in_list, t): (i64, &ContactType)) -> TypeRow {
    TypeRow {
        code: t.code.clone(),
        place_in_list,
        name_en: t.name.en.clone(),
        name_cy: t.name.cy.clone(),
        group_code: t.group.clone(),
        appointment: t.appointment,
        national_standard: t.national_standard,
        place: need_word(t.place),
        outcome: need_word(t.outcome),
        answers: t.answers.clone(),
        with_person: t.with_person,
        supervision: t.supervision,
        first_meeting: t.first_meeting,
        induction: t.induction,
        group_session: t.group_session,
        records_hours: t.records_hours,
        rar: t.rar,
        sensitive: t.sensitive,
        system_entry: t.system,
        clash_allowed: t.clash_allowed,
        minutes: t.minutes,
        selectable: t.selectable,
    }
}

fn contact_type(row: TypeRow) -> Result<ContactType> {
    Ok(ContactType {
        place: need(&row.place)?,
        outcome: need(&row.outcome)?,
        code: row.code,
        name: Bilingual { en: row.name_en, cy: row.name_cy },
        group: row.group_code,
        appointment: row.appointment,
        national_standard: row.national_standard,
        answers: row.answers,
        with_person: row.with_person,
        supervision: row.supervision,
        first_meeting: row.first_meeting,
        induction: row.induction,
        group_session: row.group_session,
        records_hours: row.records_hours,
        rar: row.rar,
        sensitive: row.sensitive,
        system: row.system_entry,
        clash_allowed: row.clash_allowed,
        minutes: row.minutes,
        selectable: row.selectable,
    })
}

fn outcome_row((place_in_list, o): (i64, &Outcome)) -> OutcomeRow {
    OutcomeRow {
        code: o.code.clone(),
        place_in_list,
        name_en: o.name.en.clone(),
        name_cy: o.name.cy.clone(),
        answers: serde_json::json!(o.answers),
        attended: o.attended,
        complied: o.complied,
        enforceable: o.enforceable,
        follow_up: o.follow_up,
        moved_by: o.moved_by.map(|by| moved_by_word(by).to_owned()),
        cancels: o.cancels,
        selectable: o.selectable,
    }
}

fn moved_by_word(by: MovedBy) -> &'static str {
    match by {
        MovedBy::Service => "service",
        MovedBy::Person => "person",
    }
}

fn outcome(row: OutcomeRow) -> Result<Outcome> {
    let moved_by = match row.moved_by.as_deref() {
        None => None,
        Some("service") => Some(MovedBy::Service),
        Some("person") => Some(MovedBy::Person),
        Some(other) => {
            return Err(Failure::broken(format!("outcome {}: nobody called {other:?} moves it", row.code)));
        }
    };
    let answers = serde_json::from_value(row.answers)
        .map_err(|e| Failure::broken(format!("outcome {}: its answers are no list: {e}", row.code)))?;
    Ok(Outcome {
        code: row.code,
        name: Bilingual { en: row.name_en, cy: row.name_cy },
        answers,
        attended: row.attended,
        complied: row.complied,
        enforceable: row.enforceable,
        follow_up: row.follow_up,
        moved_by,
        cancels: row.cancels,
        selectable: row.selectable,
    })
}
