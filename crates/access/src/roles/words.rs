//! What each permission lets somebody do, in words for whoever gives it.

use kernel::Permission;

/// Reads on from "May".
pub(crate) fn words(permission: Permission) -> &'static str {
    match permission {
        Permission::Anyone => "open what needs no sign-in",
        Permission::SignedIn => "sign in and see their own account",
        Permission::ReadPeople => "find people and read their records",
        Permission::EditPeople => "change a person's details",
        Permission::MergePeople => "say that two records are one person, and undo that",
        Permission::EditSentences => "change events, orders, requirements and their dates",
        Permission::RecordContacts => "record contacts, arrange appointments, record outcomes",
        Permission::ReadSensitive => "read contacts and notes marked sensitive",
        Permission::Assess => "assess and plan",
        Permission::Enforce => "decide failures to comply, warn, refer and instruct a breach",
        Permission::Oversee => "countersign assessments and decide what staff propose",
        Permission::ReviewQuality => "draw and score quality samples",
        Permission::Score => "ask for scores, tiers and workloads without a record",
        Permission::CourtInbox => "read and decide what waits in the court inbox",
        Permission::SendCourtMessages => "send in court messages through the API",
        Permission::ReadTeams => "see teams, caseloads and boards of gaps",
        Permission::Allocate => "allocate cases, arrange cover, record a tier, judge a clock",
        Permission::AcceptHandovers => "accept a handover",
        Permission::ReadAccessHistory => "see who read and changed a record",
        Permission::RestrictPeople => "exclude users from a record or restrict it to some",
        Permission::ReadProvision => "see providers, services, groups, waiting lists and start dates",
        Permission::BookPlaces => "put people on waiting lists, offer and book places, record beginnings",
        Permission::ManageProvision => "keep providers, contracts, the catalogue of services and their capacity",
        Permission::ManageTemplates => "add versions of the templates of letters and documents",
        Permission::Refer => "refer people to services, programmes and treatment, and withdraw a referral",
        Permission::DeliverServices => "see and record the referrals of the provider they work for, and nothing else",
        Permission::RunProgrammes => "run groups of programmes: sessions, registers, catch-ups, completion",
        Permission::RunUnpaidWork => "keep projects, sessions, registers and minutes of unpaid work",
        Permission::DecideNominations => "decide the public's nominations of unpaid-work projects",
        Permission::ArrangeRestorative => "offer and arrange restorative justice, and read what victims agreed to",
        Permission::KeepVolunteers => "keep mentors and volunteers, their checks, matches and supervision",
        Permission::ReadPerformance => "see the figures of teams, delivery units and regions",
        Permission::Administer => "administer users, roles, teams, code lists, policy and webhooks",
        Permission::ReadEvents => "read domain events",
    }
}
