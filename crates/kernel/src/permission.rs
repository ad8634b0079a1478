//! The names of what somebody may do. Each route names one; `access` says who holds which.

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// What a route asks of whoever calls it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String")]
        pub enum Permission { $($(#[$doc])* $name),* }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$name),*];

            /// The word used in the access matrix, in roles and as an API client's scope.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Permission::$name => $code),* }
            }
        }
    };
}

permissions! {
    /// No sign-in needed.
    Anyone = "anyone",
    /// Signed in, nothing more: the own account, the empty front page.
    SignedIn = "signed-in",
    /// Find people, and read a person's record.
    ReadPeople = "read-people",
    /// Change a person's details.
    EditPeople = "edit-people",
    /// Say that two records are one person, or undo that.
    MergePeople = "merge-people",
    /// Change events, orders, requirements and their dates.
    EditSentences = "edit-sentences",
    /// Record contacts, arrange appointments, record outcomes.
    RecordContacts = "record-contacts",
    /// Read contacts and notes marked sensitive.
    ReadSensitive = "read-sensitive",
    /// Assess and plan: answers, risk, plans, registrations, enquiries, proposals of a band or tier.
    Assess = "assess",
    /// Decide failures to comply: accept, warn, refer, instruct a breach; use an officer's powers.
    Enforce = "enforce",
    /// Countersign assessments, confirm overrides and tier changes, decide what staff propose.
    Oversee = "oversee",
    /// Draw and score quality samples.
    ReviewQuality = "review-quality",
    /// Ask for scores, tiers and workloads of request bodies; no record is read.
    Score = "score",
    /// Read and decide what waits in the court inbox, and send in messages.
    CourtInbox = "court-inbox",
    /// Send in court messages through the API.
    SendCourtMessages = "send-court-messages",
    /// See teams, caseloads and the boards of gaps.
    ReadTeams = "read-teams",
    /// Allocate cases, arrange cover, record a tier, judge a clock.
    Allocate = "allocate",
    /// Accept a handover.
    AcceptHandovers = "accept-handovers",
    /// See who read and changed a record.
    ReadAccessHistory = "read-access-history",
    /// Exclude users from a person's record or restrict it to some.
    RestrictPeople = "restrict-people",
    /// See providers, services, groups, waiting lists and start dates.
    ReadProvision = "read-provision",
    /// Put people on waiting lists, offer and book places, record beginnings.
    BookPlaces = "book-places",
    /// Keep providers, contracts, grants, the catalogue of services and their capacity.
    ManageProvision = "manage-provision",
    /// Add versions of the templates of letters and documents.
    ManageTemplates = "manage-templates",
    /// Refer people to services, programmes and treatment, and withdraw a referral.
    Refer = "refer-people",
    /// See and record the referrals of the provider for whom one works, and nothing else.
    DeliverServices = "deliver-services",
    /// Run groups of programmes: sessions, registers, catch-ups, completion.
    RunProgrammes = "run-programmes",
    /// Keep projects, sessions, registers and minutes of unpaid work.
    RunUnpaidWork = "run-unpaid-work",
    /// Decide the public's nominations of unpaid-work projects.
    DecideNominations = "decide-nominations",
    /// Offer and arrange restorative justice, and read what victims agreed to.
    ArrangeRestorative = "arrange-restorative-justice",
    /// Keep mentors and volunteers, their checks, matches and supervision.
    KeepVolunteers = "keep-volunteers",
    /// See the figures of teams, delivery units and regions.
    ReadPerformance = "read-performance",
    /// Users, roles, teams, reference data, policy, webhooks.
    Administer = "administer",
    /// Read domain events.
    ReadEvents = "read-events",
}

impl std::str::FromStr for Permission {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Permission::ALL.iter().copied().find(|p| p.code() == code).ok_or(())
    }
}

impl From<Permission> for String {
    fn from(p: Permission) -> String {
        p.code().into()
    }
}
