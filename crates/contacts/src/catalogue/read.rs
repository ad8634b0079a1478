//! Reads the catalogue from its two files. A word that is not known, a code used twice, or a type whose attributes
//! contradict each other is an error, never skipped.

use super::{Catalogue, ContactType, Group, MovedBy, Need, Outcome};
use kernel::Bilingual;
use serde::Deserialize;

/// Why the files are not a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACatalogue(pub String);

impl std::fmt::Display for NotACatalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the catalogue of contact types cannot be read: {}", self.0)
    }
}

impl std::error::Error for NotACatalogue {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypesFile {
    group: Vec<GroupRow>,
    #[serde(rename = "type")]
    types: Vec<TypeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    code: String,
    name: Bilingual,
}

/// Whose code it is; kept in the file for whoever maps to another record.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Origin {
    Field,
    Own,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NeedWord {
    Needed,
    Optional,
    NotAllowed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRow {
    code: String,
    from: Origin,
    group: String,
    name: Bilingual,
    place: NeedWord,
    outcome: NeedWord,
    #[serde(default)]
    answers: String,
    #[serde(default)]
    appointment: bool,
    #[serde(default)]
    national_standard: bool,
    #[serde(default)]
    with_person: bool,
    #[serde(default)]
    supervision: bool,
    #[serde(default)]
    first_meeting: bool,
    #[serde(default)]
    induction: bool,
    #[serde(default)]
    group_session: bool,
    #[serde(default)]
    records_hours: bool,
    #[serde(default)]
    rar: bool,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    system: bool,
    #[serde(default)]
    clash_allowed: bool,
    minutes: Option<u32>,
    #[serde(default = "yes")]
    selectable: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomesFile {
    outcome: Vec<OutcomeRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MovedByWord {
    Service,
    Person,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeRow {
    code: String,
    from: Origin,
    name: Bilingual,
    answers: Vec<String>,
    attended: Option<bool>,
    complied: Option<bool>,
    #[serde(default)]
    enforceable: bool,
    #[serde(default)]
    follow_up: bool,
    moved_by: Option<MovedByWord>,
    #[serde(default)]
    cancels: bool,
    #[serde(default = "yes")]
    selectable: bool,
}

fn yes() -> bool {
    true
}

/// Reads and checks both files.
pub(super) fn catalogue(types: &str, outcomes: &str) -> Result<Catalogue, NotACatalogue> {
    let types: TypesFile = toml::from_str(types).map_err(|e| NotACatalogue(e.to_string()))?;
    let outcomes: OutcomesFile = toml::from_str(outcomes).map_err(|e| NotACatalogue(e.to_string()))?;
    let catalogue = Catalogue {
        groups: types.group.into_iter().map(|g| Group { code: g.code, name: g.name }).collect(),
        types: types.types.into_iter().map(contact_type).collect(),
        outcomes: outcomes.outcome.into_iter().map(outcome).collect(),
    };
    check(&catalogue)?;
    Ok(catalogue)
}

fn need(word: &NeedWord) -> Need {
    match word {
        NeedWord::Needed => Need::Needed,
        NeedWord::Optional => Need::Optional,
        NeedWord::NotAllowed => Need::NotAllowed,
    }
}

fn contact_type(row: TypeRow) -> ContactType {
    let (Origin::Field | Origin::Own) = row.from;
    ContactType {
        code: row.code,
        name: row.name,
        group: row.group,
        appointment: row.appointment,
        national_standard: row.national_standard,
        place: need(&row.place),
        outcome: need(&row.outcome),
        answers: row.answers,
        with_person: row.with_person,
        supervision: row.supervision,
        first_meeting: row.first_meeting,
        induction: row.induction,
        group_session: row.group_session,
        records_hours: row.records_hours,
        rar: row.rar,
        sensitive: row.sensitive,
        system: row.system,
        clash_allowed: row.clash_allowed,
        minutes: row.minutes,
        selectable: row.selectable,
    }
}

fn outcome(row: OutcomeRow) -> Outcome {
    let (Origin::Field | Origin::Own) = row.from;
    Outcome {
        code: row.code,
        name: row.name,
        answers: row.answers,
        attended: row.attended,
        complied: row.complied,
        enforceable: row.enforceable,
        follow_up: row.follow_up,
        moved_by: row.moved_by.map(|by| match by {
            MovedByWord::Service => MovedBy::Service,
            MovedByWord::Person => MovedBy::Person,
        }),
        cancels: row.cancels,
        selectable: row.selectable,
    }
}

/// A contact type as a dated row holds it, in the words of the files.
pub(super) fn type_of(content: &serde_json::Value) -> Result<ContactType, NotACatalogue> {
    serde_json::from_value(content.clone()).map(contact_type).map_err(|e| NotACatalogue(e.to_string()))
}

/// An outcome as a dated row holds it.
pub(super) fn outcome_of(content: &serde_json::Value) -> Result<Outcome, NotACatalogue> {
    serde_json::from_value(content.clone()).map(outcome).map_err(|e| NotACatalogue(e.to_string()))
}

/// The other way round.
pub(super) fn content_of_type(t: &ContactType) -> serde_json::Value {
    let need = |need: Need| match need {
        Need::Needed => "needed",
        Need::Optional => "optional",
        Need::NotAllowed => "not-allowed",
    };
    serde_json::json!({
        "code": t.code, "from": "own", "group": t.group, "name": {"en": t.name.en, "cy": t.name.cy},
        "place": need(t.place), "outcome": need(t.outcome), "answers": t.answers, "appointment": t.appointment,
        "national_standard": t.national_standard, "with_person": t.with_person, "supervision": t.supervision,
        "first_meeting": t.first_meeting, "induction": t.induction, "group_session": t.group_session,
        "records_hours": t.records_hours, "rar": t.rar, "sensitive": t.sensitive, "system": t.system,
        "clash_allowed": t.clash_allowed, "minutes": t.minutes, "selectable": t.selectable,
    })
}

/// The other way round.
pub(super) fn content_of_outcome(o: &Outcome) -> serde_json::Value {
    let moved_by = o.moved_by.map(|by| match by {
        MovedBy::Service => "service",
        MovedBy::Person => "person",
    });
    serde_json::json!({
        "code": o.code, "from": "own", "name": {"en": o.name.en, "cy": o.name.cy}, "answers": o.answers,
        "attended": o.attended, "complied": o.complied, "enforceable": o.enforceable, "follow_up": o.follow_up,
        "moved_by": moved_by, "cancels": o.cancels, "selectable": o.selectable,
    })
}

pub(super) fn check(catalogue: &Catalogue) -> Result<(), NotACatalogue> {
    once("group", catalogue.groups.iter().map(|g| &g.code))?;
    once("contact type", catalogue.types.iter().map(|t| &t.code))?;
    once("outcome", catalogue.outcomes.iter().map(|o| &o.code))?;
    for t in &catalogue.types {
        if let Some(wrong) = contradiction(catalogue, t) {
            return Err(NotACatalogue(format!("contact type {}: {wrong}", t.code)));
        }
    }
    for o in &catalogue.outcomes {
        if o.enforceable && o.complied != Some(false) {
            return Err(NotACatalogue(format!("outcome {}: only a failure to comply is enforceable", o.code)));
        }
    }
    Ok(())
}

fn once<'a>(what: &str, codes: impl Iterator<Item = &'a String>) -> Result<(), NotACatalogue> {
    let mut seen = std::collections::BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(NotACatalogue(format!("{what} {code} stands there twice")));
        }
    }
    Ok(())
}

fn contradiction(catalogue: &Catalogue, t: &ContactType) -> Option<&'static str> {
    let answered = catalogue.outcomes.iter().any(|o| o.answers.contains(&t.answers));
    if !catalogue.groups.iter().any(|g| g.code == t.group) {
        Some("its group is not in the list")
    } else if t.outcome == Need::NotAllowed && !t.answers.is_empty() {
        Some("it has a list of outcomes but allows none")
    } else if t.outcome != Need::NotAllowed && !answered {
        Some("no outcome fits it")
    } else if t.system && (t.selectable || t.appointment) {
        Some("an entry that Throughcare writes is neither offered nor an appointment")
    } else if (t.first_meeting || t.induction || t.rar || t.records_hours) && !t.appointment {
        Some("only an appointment can be a first meeting or induction, a rehabilitation activity, or record hours")
    } else if t.first_meeting && t.induction {
        Some("an induction is counted apart from the first meeting")
    } else {
        None
    }
}
