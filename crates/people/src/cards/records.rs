//! The rows of a person's cards. `withdrawn` holds the reason why an entry was recorded in error: it is then shown only in
//! history. Dates are the civil days on which a fact was true; an end date is the first day on which it was not.

use kernel::{Crn, Date, DetailId, Instant, PersonId};
use store::{Kind, record};

record! {
    /// A person's record: name, birth and how it began. A person is shown by the CRN.
    pub struct Person in "person", Kind::Person, key ["person_id"] {
        pub person_id: PersonId,
        pub crn: Crn,
        pub title: Option<String>,
        /// Empty for people of one name.
        pub first_name: String,
        pub middle_names: Option<String>,
        pub last_name: String,
        pub preferred_name: Option<String>,
        pub former_last_name: Option<String>,
        pub born: Option<Date>,
        /// A code of the set `gender`.
        pub gender: Option<String>,
        pub died: Option<Date>,
        /// Where the record came from, in words: a court's message, a member of staff.
        pub came_from: String,
        pub opened_at: Instant,
        pub version: i64,
    }
}

record! {
    /// A number by which another service knows the person.
    pub struct Identifier in "person_identifier", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        /// A code of the set `identifier`.
        pub kind: String,
        /// In its canonical form where it has one.
        pub number: String,
        pub note: Option<String>,
        pub end_date: Option<Date>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Another name that the person uses, used, or gave.
    pub struct Alias in "person_alias", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub first_name: String,
        pub middle_names: Option<String>,
        pub last_name: String,
        pub born: Option<Date>,
        pub gender: Option<String>,
        pub note: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Where somebody lives, lived or gets letters. At most one main address is open at a time.
    pub struct Address in "person_address", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        /// A code of the set `address-status`.
        pub status: String,
        /// A code of the set `address-kind`.
        pub kind: Option<String>,
        pub kind_verified: Option<String>,
        pub no_fixed_abode: Option<String>,
        /// House or flat, by number or name.
        pub building: Option<String>,
        pub street: Option<String>,
        pub district: Option<String>,
        pub town: Option<String>,
        pub county: Option<String>,
        pub postcode: Option<String>,
        pub telephone: Option<String>,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub note: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

record! {
    /// How somebody is reached.
    pub struct Reach in "person_reach", Kind::Person, key ["person_id"] {
        pub person_id: PersonId,
        pub mobile: Option<String>,
        pub telephone: Option<String>,
        pub email: Option<String>,
        /// Whether text messages are welcome: yes, no or unknown.
        pub text_allowed: Option<String>,
        pub note: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What is asked so that nobody is treated worse for it.
    pub struct Equality in "person_equality", Kind::Person, key ["person_id"] {
        pub person_id: PersonId,
        pub ethnicity: Option<String>,
        pub nationality: Option<String>,
        pub second_nationality: Option<String>,
        pub immigration_status: Option<String>,
        pub religion: Option<String>,
        pub sexual_orientation: Option<String>,
        pub gender_identity: Option<String>,
        pub version: i64,
    }
}

record! {
    /// In which language somebody is spoken and written to.
    pub struct Language in "person_language", Kind::Person, key ["person_id"] {
        pub person_id: PersonId,
        pub spoken: Option<String>,
        /// `en`, `cy` or `both`: the language of letters.
        pub letters: Option<String>,
        pub interpreter: Option<String>,
        pub interpreter_language: Option<String>,
        pub note: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Employment, accommodation, dependants and the like, while they last.
    pub struct Circumstance in "person_circumstance", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub kind: String,
        pub detail: Option<String>,
        /// Whether evidence was seen: yes, no or unknown.
        pub evidenced: Option<String>,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub note: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Somebody in the person's life: family, dependants, next of kin, a doctor.
    pub struct Relation in "person_relation", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub kind: String,
        pub relationship: Option<String>,
        pub name: String,
        pub born: Option<Date>,
        pub next_of_kin: Option<String>,
        /// To be called in an emergency.
        pub emergency: Option<String>,
        pub dependant: Option<String>,
        pub telephone: Option<String>,
        pub email: Option<String>,
        pub address: Option<String>,
        pub start_date: Option<Date>,
        pub end_date: Option<Date>,
        pub note: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A disability or long-term condition.
    pub struct Disability in "person_disability", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub kind: String,
        pub condition: Option<String>,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub note: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What the service does differently so that the person can take part.
    pub struct Adjustment in "person_adjustment", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub kind: String,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub note: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}
