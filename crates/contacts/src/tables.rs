//! The rows of the log, and the read models that are written with them in the same transaction.

use kernel::{ContactId, Date, EntryId, EventId, FileId, Instant, OfficeId, PersonId, RequirementId, StaffId, TeamId};
use kernel::{Time, UserId};
use store::{Kind, Record, Table, record};
use uuid::Uuid;

record! {
    /// What people choose first when they filter.
    pub struct GroupRow in "contact_group", Kind::Reference, key ["code"] {
        pub code: String,
        pub place_in_list: i64,
        pub name_en: String,
        pub name_cy: String,
    }
}

record! {
    /// A contact type, as the service has it now.
    pub struct TypeRow in "contact_type", Kind::Reference, key ["code"] {
        pub code: String,
        pub place_in_list: i64,
        pub name_en: String,
        pub name_cy: String,
        pub group_code: String,
        pub appointment: bool,
        pub national_standard: bool,
        pub place: String,
        pub outcome: String,
        pub answers: String,
        pub with_person: bool,
        pub supervision: bool,
        pub first_meeting: bool,
        pub induction: bool,
        pub group_session: bool,
        pub records_hours: bool,
        pub rar: bool,
        pub sensitive: bool,
        pub system_entry: bool,
        pub clash_allowed: bool,
        pub minutes: Option<u32>,
        pub selectable: bool,
    }
}

record! {
    /// An outcome, as the service has it now.
    pub struct OutcomeRow in "contact_outcome", Kind::Reference, key ["code"] {
        pub code: String,
        pub place_in_list: i64,
        pub name_en: String,
        pub name_cy: String,
        pub answers: serde_json::Value,
        pub attended: Option<bool>,
        pub complied: Option<bool>,
        pub enforceable: bool,
        pub follow_up: bool,
        pub moved_by: Option<String>,
        pub cancels: bool,
        pub selectable: bool,
    }
}

record! {
    /// A contact type or outcome as it is from a day on, until its next row. Never removed: old entries name it.
    pub struct ListChange in "contact_list_change", Kind::Reference, key ["what", "code", "from_day"] {
        /// `type` or `outcome`.
        pub what: String,
        pub code: String,
        pub from_day: Date,
        /// In the words of the shipped files.
        pub content: serde_json::Value,
        pub author: String,
        pub reason: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

record! {
    /// One entry of the log: an appointment to come, one that was, or any other contact. What its type says that day is
    /// copied onto it, so that a later change of the type rewrites no history.
    pub struct Contact in "contact", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ContactId,
        pub contact_type: String,
        /// The civil day in Europe/London.
        pub happens_on: Date,
        pub starts: Option<Time>,
        pub ends: Option<Time>,
        /// Real minutes, from the times or as typed.
        pub minutes: Option<u32>,
        /// Its place in the timeline: the start, or where none is known the time of writing, or the day's beginning.
        pub sort_at: Instant,
        pub title: Option<String>,
        /// Who meets the person, or who did it.
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub office_id: Option<OfficeId>,
        /// Where, when it is no office of the service.
        pub place: Option<String>,
        pub event_id: Option<EventId>,
        pub requirement_id: Option<RequirementId>,
        /// The outcome that stands; its history is in `contact_result`.
        pub outcome: Option<String>,
        pub attended: Option<bool>,
        pub complied: Option<bool>,
        pub appointment: bool,
        /// An outcome is needed and not recorded.
        pub awaited: bool,
        /// The person and the service were in touch.
        pub met: bool,
        pub national_standard: bool,
        /// Counts towards the linked rehabilitation activity requirement.
        pub rar: bool,
        pub sensitive: bool,
        pub system_entry: bool,
        /// The appointment that this one was moved from.
        pub replaces_id: Option<ContactId>,
        /// What another system calls it; the same key again is the same contact.
        pub external_key: Option<String>,
        /// Title and notes made comparable, for the word filter.
        pub words: String,
        pub recorded_at: Instant,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub changed_at: Instant,
        pub version: i64,
    }
}

record! {
    /// A note of a contact. Added, never changed.
    pub struct Note in "contact_note", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub contact_id: ContactId,
        pub written_at: Instant,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub note: String,
    }
}

record! {
    /// An outcome that was recorded, or that corrected an earlier one; without an outcome it takes the earlier one back.
    pub struct Given in "contact_result", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub contact_id: ContactId,
        pub outcome: Option<String>,
        pub attended: Option<bool>,
        pub complied: Option<bool>,
        pub corrects_id: Option<EntryId>,
        pub reason: Option<String>,
        pub recorded_at: Instant,
        pub author_id: Option<Uuid>,
        pub author_name: String,
    }
}

record! {
    /// A file that belongs to a contact.
    pub struct Attachment in "contact_attachment", Kind::Person, key ["person_id", "file_id"] {
        pub person_id: PersonId,
        pub file_id: FileId,
        pub contact_id: ContactId,
        pub file_name: String,
        /// Bytes.
        pub file_size: i64,
        pub attached_at: Instant,
        pub author_name: String,
        pub removed_at: Option<Instant>,
        pub removed_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// The diary of a member of staff: every contact that is theirs and that Throughcare did not write itself.
    pub struct DiaryRow in "view_diary", Kind::View, key ["staff_id", "happens_on", "contact_id"] {
        pub staff_id: StaffId,
        pub happens_on: Date,
        pub contact_id: ContactId,
        pub person_id: PersonId,
        pub team_id: Option<TeamId>,
        pub contact_type: String,
        pub starts: Option<Time>,
        pub ends: Option<Time>,
        pub minutes: Option<u32>,
        pub office_id: Option<OfficeId>,
        pub appointment: bool,
        pub awaited: bool,
        pub with_person: bool,
        pub group_session: bool,
        pub outcome: Option<String>,
        pub attended: Option<bool>,
    }
}

record! {
    /// The last time that a person and the service were in touch.
    pub struct LastContact in "view_last_contact", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub happens_on: Date,
        pub contact_id: ContactId,
        pub contact_type: String,
        pub staff_id: Option<StaffId>,
    }
}

record! {
    /// The calendar link of somebody who signs in. Only the hash of its secret is kept.
    pub struct CalendarLink in "contact_calendar", Kind::Subject, key ["user_id"] {
        pub user_id: UserId,
        pub staff_id: StaffId,
        pub owner_name: String,
        pub secret_hash: Vec<u8>,
        pub made_at: Instant,
        pub revoked_at: Option<Instant>,
        pub version: i64,
    }
}

/// The tables of the room.
pub const TABLES: &[&Table] = &[
    <GroupRow as Record>::TABLE,
    <TypeRow as Record>::TABLE,
    <OutcomeRow as Record>::TABLE,
    <ListChange as Record>::TABLE,
    <Contact as Record>::TABLE,
    <Note as Record>::TABLE,
    <Given as Record>::TABLE,
    <Attachment as Record>::TABLE,
    <DiaryRow as Record>::TABLE,
    <LastContact as Record>::TABLE,
    <crate::attendance::Attendance as Record>::TABLE,
    <crate::attendance::FailedDay as Record>::TABLE,
    <CalendarLink as Record>::TABLE,
];
