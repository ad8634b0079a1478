//! The read models: what is due around whom, and who holds the person.

use jiff::ToSpan;
use kernel::{Date, PersonId, StaffId, TeamId};
use store::{Kind, codes, record};
use uuid::Uuid;

codes! {
    /// What can be due.
    pub enum DueKind {
        /// A review of the assessment.
        Review = "review",
        /// An answer to an enquiry that nobody has analysed.
        UnreadAnswer = "unread-answer",
        /// An action of the plan past its date.
        Action = "action",
        /// An enquiry to be chased.
        Enquiry = "enquiry",
        /// The review of a registration.
        RegistrationReview = "registration-review",
        /// A planned home visit.
        HomeVisit = "home-visit",
    }
}

impl DueKind {
    /// What a list calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            DueKind::Review => "Review of the assessment",
            DueKind::UnreadAnswer => "Enquiry answer to analyse",
            DueKind::Action => "Action past its date",
            DueKind::Enquiry => "Enquiry to chase",
            DueKind::RegistrationReview => "Registration to review",
            DueKind::HomeVisit => "Home visit to make",
        }
    }

    /// One of them, after a figure.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            DueKind::Review => "review due",
            DueKind::UnreadAnswer => "enquiry answer to analyse",
            DueKind::Action => "action past its date",
            DueKind::Enquiry => "enquiry to chase",
            DueKind::RegistrationReview => "registration to review",
            DueKind::HomeVisit => "home visit to make",
        }
    }

    /// Several of them, as a heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            DueKind::Review => "Reviews due",
            DueKind::UnreadAnswer => "Enquiry answers to analyse",
            DueKind::Action => "Actions past their date",
            DueKind::Enquiry => "Enquiries to chase",
            DueKind::RegistrationReview => "Registrations to review",
            DueKind::HomeVisit => "Home visits to make",
        }
    }

    /// Several of them, for figures.
    #[must_use]
    pub fn several(self) -> &'static str {
        match self {
            DueKind::Review => "reviews due",
            DueKind::UnreadAnswer => "enquiry answers to analyse",
            DueKind::Action => "actions past their date",
            DueKind::Enquiry => "enquiries to chase",
            DueKind::RegistrationReview => "registrations to review",
            DueKind::HomeVisit => "home visits to make",
        }
    }

    /// The page of the person on which it is done.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            DueKind::Review => "/reviews",
            DueKind::UnreadAnswer | DueKind::Enquiry => "/enquiries",
            DueKind::Action | DueKind::HomeVisit => "/plan",
            DueKind::RegistrationReview => "/registrations",
        }
    }
}

/// One thing that is due, as its subject says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: DueKind,
    pub item: Uuid,
    /// A code of the subject: the reason of a review, the type of a registration.
    pub what: String,
    pub due: Date,
    /// The first day on which lists show it.
    pub shows: Date,
}

impl Due {
    /// Shown some days before it is due.
    #[must_use]
    pub fn early(kind: DueKind, item: Uuid, what: String, due: Date, notice: i64) -> Due {
        Due { kind, item, what, due, shows: due.saturating_sub(notice.days()) }
    }
}

record! {
    /// Something due around a person.
    pub struct DueRow in "view_assessment_due", Kind::View, key ["person_id", "kind", "item_id"] {
        pub person_id: PersonId,
        pub kind: DueKind,
        pub item_id: Uuid,
        pub what: String,
        pub due_on: Date,
        pub shows_from: Date,
        /// Whoever acts for the person.
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
    }
}

record! {
    /// Who holds a person, as the room of allocation told it.
    pub struct Holder in "view_assessment_holder", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        /// Whoever acts: the cover while there is one.
        pub staff_id: Option<StaffId>,
        pub officer_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
    }
}
