//! Contact types and outcomes as data: what each asks for and what it counts as. A new service starts with the two files
//! beside this one; from then on the rows of the database say it, and rules read the attributes, never the codes. The
//! catalogue does not know any contact.

mod change;
pub(crate) mod dated;
mod read;
mod rows;

use kernel::Bilingual;

pub use change::{Entry as ListEntry, set_entry};
pub use read::NotACatalogue;
pub(crate) use rows::dated;
pub use rows::{current, seed};

/// Whether a contact of a type has something: a place, an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Needed,
    Optional,
    NotAllowed,
}

/// What people choose first when they filter the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub code: String,
    pub name: Bilingual,
}

/// What a kind of contact asks for and counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactType {
    pub code: String,
    pub name: Bilingual,
    /// The [`Group`] it is filtered by.
    pub group: String,
    /// Arranged ahead, at a time.
    pub appointment: bool,
    /// A failure at it counts towards enforcement (a "national standard" contact).
    pub national_standard: bool,
    pub place: Need,
    /// `Needed` once its day is past.
    pub outcome: Need,
    /// The list of outcomes that fit; empty when none does.
    pub answers: String,
    /// The officer and the person are together, in a room or on a line: its minutes count as time with people.
    pub with_person: bool,
    /// Keeps the clock of the next contact due.
    pub supervision: bool,
    /// The meeting with the person's own officer that begins supervision.
    pub first_meeting: bool,
    /// An introduction by whoever is on duty or to a group, counted apart from the first meeting.
    pub induction: bool,
    /// Several people at once: one officer's hour counts once.
    pub group_session: bool,
    /// Credits hours to the person (unpaid work).
    pub records_hours: bool,
    /// Can count as a rehabilitation activity day.
    pub rar: bool,
    /// Masked from those without need, unless the author says otherwise.
    pub sensitive: bool,
    /// Written by Throughcare; nobody edits it.
    pub system: bool,
    /// May overlap another appointment without asking.
    pub clash_allowed: bool,
    /// How long it is arranged for when nobody says; nothing where there is no usual length.
    pub minutes: Option<u32>,
    /// Offered on forms. One that is not still shows on old entries.
    pub selectable: bool,
}

/// Who asked for an appointment to be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedBy {
    Service,
    Person,
}

/// What came of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub code: String,
    pub name: Bilingual,
    /// The lists of contact types ([`ContactType::answers`]) that offer it.
    pub answers: Vec<String>,
    /// Nothing: not known, or not asked. That is not "no".
    pub attended: Option<bool>,
    /// Nothing: not known, or not asked. That is not "no".
    pub complied: Option<bool>,
    /// A failure that enforcement can act on.
    pub enforceable: bool,
    /// Somebody must decide something more.
    pub follow_up: bool,
    /// Recorded by moving the appointment, never chosen.
    pub moved_by: Option<MovedBy>,
    /// Recorded by cancelling the appointment, never chosen.
    pub cancels: bool,
    pub selectable: bool,
}

impl Outcome {
    /// The person stayed away with a reason that was accepted.
    #[must_use]
    pub fn acceptable_absence(&self) -> bool {
        self.attended == Some(false) && self.complied == Some(true)
    }

    /// The person stayed away without such a reason.
    #[must_use]
    pub fn unacceptable_absence(&self) -> bool {
        self.attended == Some(false) && self.complied == Some(false)
    }

    /// Written by an action (moving, cancelling) and so not on a list that people choose from.
    #[must_use]
    pub fn by_action(&self) -> bool {
        self.moved_by.is_some() || self.cancels
    }

    #[must_use]
    pub fn fits(&self, contact_type: &ContactType) -> bool {
        contact_type.outcome != Need::NotAllowed && self.answers.contains(&contact_type.answers)
    }
}

/// All types and outcomes of a service.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Catalogue {
    pub groups: Vec<Group>,
    pub types: Vec<ContactType>,
    pub outcomes: Vec<Outcome>,
}

impl Catalogue {
    /// What a new service starts with.
    ///
    /// # Errors
    /// Says which of the compiled-in files is broken and where; a test keeps them whole.
    pub fn shipped() -> Result<Catalogue, NotACatalogue> {
        read::catalogue(include_str!("contact_types.toml"), include_str!("outcomes.toml"))
    }

    #[must_use]
    pub fn contact_type(&self, code: &str) -> Option<&ContactType> {
        self.types.iter().find(|t| t.code == code)
    }

    #[must_use]
    pub fn outcome(&self, code: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.code == code)
    }

    /// The outcomes that a form offers for a contact type, in the order of the catalogue.
    pub fn offered<'a>(&'a self, contact_type: &'a ContactType) -> impl Iterator<Item = &'a Outcome> {
        self.outcomes.iter().filter(move |o| o.selectable && !o.by_action() && o.fits(contact_type))
    }

    /// The outcome that moving an appointment leaves behind.
    #[must_use]
    pub fn moved(&self, contact_type: &ContactType, by: MovedBy) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.moved_by == Some(by) && o.fits(contact_type))
    }

    /// The outcome that cancelling an appointment leaves behind.
    #[must_use]
    pub fn cancelled(&self, contact_type: &ContactType) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.cancels && o.fits(contact_type))
    }
}

#[cfg(test)]
mod tests;
