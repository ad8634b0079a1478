//! What the calls about contacts take and give. Within version 1 members are only added.

use super::{at, date};
use crate::actions::NewContact;
use crate::reading::Shown;
use kernel::{Crn, OfficeId, RequirementId, StaffId, Time};
use serde::{Deserialize, Serialize};
use store::Result;
use utoipa::ToSchema;

pub(super) fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A note of a contact.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WrittenNoteBody {
    /// UTC.
    written_at: String,
    author: String,
    note: String,
}

/// A file of a contact.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContactFileBody {
    id: String,
    name: String,
    /// Bytes.
    size: i64,
    removed: bool,
}

/// An entry of the log.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContactBody {
    crn: String,
    id: String,
    /// The code of its type.
    r#type: String,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    minutes: Option<u32>,
    title: Option<String>,
    staff: Option<String>,
    office: Option<String>,
    place: Option<String>,
    event: Option<String>,
    requirement: Option<String>,
    appointment: bool,
    /// The code of the outcome that stands.
    outcome: Option<String>,
    /// Null is not known, which is not "no".
    attended: Option<bool>,
    complied: Option<bool>,
    /// An outcome is needed and not recorded.
    outcome_awaited: bool,
    national_standard: bool,
    rehabilitation_activity: bool,
    sensitive: bool,
    /// Sensitive, and the client has no need: title, notes and files are left out.
    masked: bool,
    written_by_throughcare: bool,
    /// The appointment that this one was moved from.
    replaces: Option<String>,
    external_key: Option<String>,
    notes: Vec<WrittenNoteBody>,
    files: Vec<ContactFileBody>,
    recorded_at: String,
    author: String,
    /// For If-Match.
    version: i64,
}

impl ContactBody {
    pub(super) fn of(crn: &Crn, shown: &Shown) -> ContactBody {
        let contact = &shown.contact;
        let notes = shown.notes.iter().map(|n| WrittenNoteBody {
            written_at: n.written_at.to_string(),
            author: n.author_name.clone(),
            note: n.note.clone(),
        });
        let files = shown.files.iter().map(|f| ContactFileBody {
            id: f.file_id.to_string(),
            name: f.file_name.clone(),
            size: f.file_size,
            removed: f.removed_at.is_some(),
        });
        ContactBody {
            crn: crn.to_string(),
            id: contact.id.to_string(),
            r#type: contact.contact_type.clone(),
            date: contact.happens_on.to_string(),
            start: contact.starts.map(clock),
            end: contact.ends.map(clock),
            minutes: contact.minutes,
            title: contact.title.clone(),
            staff: contact.staff_id.map(|id| id.to_string()),
            office: contact.office_id.map(|id| id.to_string()),
            place: contact.place.clone(),
            event: contact.event_id.map(|id| id.to_string()),
            requirement: contact.requirement_id.map(|id| id.to_string()),
            appointment: contact.appointment,
            outcome: contact.outcome.clone(),
            attended: contact.attended,
            complied: contact.complied,
            outcome_awaited: contact.awaited,
            national_standard: contact.national_standard,
            rehabilitation_activity: contact.rar,
            sensitive: contact.sensitive,
            masked: shown.masked,
            written_by_throughcare: contact.system_entry,
            replaces: contact.replaces_id.map(|id| id.to_string()),
            external_key: contact.external_key.clone(),
            notes: notes.collect(),
            files: files.collect(),
            recorded_at: contact.recorded_at.to_string(),
            author: contact.author_name.clone(),
            version: contact.version,
        }
    }
}

/// Something that took place.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewContactBody {
    r#type: String,
    date: String,
    start: Option<String>,
    end: Option<String>,
    minutes: Option<u32>,
    title: Option<String>,
    note: Option<String>,
    /// Whose it is.
    #[schema(value_type = Option<String>)]
    staff: Option<StaffId>,
    #[schema(value_type = Option<String>)]
    office: Option<OfficeId>,
    place: Option<String>,
    #[schema(value_type = Option<String>)]
    requirement: Option<RequirementId>,
    /// The code of the outcome, where the type needs one.
    outcome: Option<String>,
    sensitive: Option<bool>,
    /// The client's own key; the same again is the same contact.
    external_key: Option<String>,
}

impl NewContactBody {
    pub(super) fn read(self) -> Result<NewContact> {
        let new = NewContact {
            minutes: self.minutes,
            title: self.title,
            note: self.note,
            staff: self.staff,
            office: self.office,
            place: self.place,
            requirement: self.requirement,
            outcome: self.outcome,
            sensitive: self.sensitive,
            external_key: self.external_key,
            ..NewContact::of(self.r#type, date(&self.date)?)
        };
        at(new, self.start.as_deref(), self.end.as_deref())
    }
}

/// An appointment to arrange.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AppointmentBody {
    r#type: String,
    date: String,
    start: String,
    end: String,
    title: Option<String>,
    note: Option<String>,
    /// Who meets the person.
    #[schema(value_type = String)]
    staff: StaffId,
    #[schema(value_type = Option<String>)]
    office: Option<OfficeId>,
    place: Option<String>,
    #[schema(value_type = Option<String>)]
    requirement: Option<RequirementId>,
    sensitive: Option<bool>,
    external_key: Option<String>,
    /// A clash with another appointment is known and meant.
    #[serde(default)]
    clash_allowed: bool,
}

impl AppointmentBody {
    pub(super) fn read(self) -> Result<NewContact> {
        let new = NewContact {
            title: self.title,
            note: self.note,
            staff: Some(self.staff),
            office: self.office,
            place: self.place,
            requirement: self.requirement,
            sensitive: self.sensitive,
            external_key: self.external_key,
            clash_allowed: self.clash_allowed,
            ..NewContact::of(self.r#type, date(&self.date)?)
        };
        at(new, Some(&self.start), Some(&self.end))
    }
}

/// A note to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteBody {
    pub(super) note: String,
}

/// What came of a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeBody {
    /// The code of the outcome.
    pub(super) outcome: String,
    pub(super) note: Option<String>,
}

/// A correction of an outcome.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectionBody {
    /// The code that holds; null takes the outcome back.
    pub(super) outcome: Option<String>,
    pub(super) reason: String,
}

/// Another time for an appointment.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RescheduleBody {
    pub(super) date: String,
    pub(super) start: String,
    pub(super) end: String,
    /// `person` or `service`.
    pub(super) asked_by: String,
    pub(super) reason: String,
    #[schema(value_type = Option<String>)]
    pub(super) staff: Option<StaffId>,
    #[schema(value_type = Option<String>)]
    pub(super) office: Option<OfficeId>,
    #[serde(default)]
    pub(super) clash_allowed: bool,
}

/// Why an appointment is cancelled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelBody {
    pub(super) reason: String,
}
