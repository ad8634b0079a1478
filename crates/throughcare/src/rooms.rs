//! The list of rooms: their tables, their routes, and in which order they hear what another tells.

use kernel::Permission;
use store::{JobRunner, Listener, Table};
use web::{NavEntry, Route};

/// Every table. The lint over both databases reads this list.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        store::tables::TABLES,
        access::TABLES,
        files::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessment::tables(),
        &provision::tables(),
        &documents::tables(),
        &volunteers::tables(),
        caseload::TABLES,
        &court::tables(),
        &enforcement::tables(),
        &interventions::tables(),
        &unpaid_work::tables(),
        &restorative::tables(),
        casefile::TABLES,
        &performance::tables(),
        crate::events::TABLES,
    ]
    .concat()
}

/// Who hears, in this order, inside the teller's transaction.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [
        access::LISTENERS,
        people::LISTENERS,
        sentences::LISTENERS,
        contacts::LISTENERS,
        &assessment::listeners(),
        &provision::listeners(),
        &documents::listeners(),
        &volunteers::listeners(),
        caseload::LISTENERS,
        court::LISTENERS,
        &enforcement::listeners(),
        &interventions::listeners(),
        &unpaid_work::listeners(),
        &restorative::listeners(),
        casefile::LISTENERS,
        &performance::listeners(),
    ]
    .concat()
}

/// Who runs which kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    let mut jobs: Vec<(&'static str, JobRunner)> = vec![
        (caseload::SETTLE_JOB, caseload::run_job),
        (caseload::TIER_JOB, caseload::run_tier_job),
        (caseload::REALLOCATION_JOB, caseload::run_reallocation_job),
    ];
    jobs.extend(assessment::jobs());
    jobs.extend(provision::jobs());
    jobs.extend(documents::jobs());
    jobs.extend(volunteers::jobs());
    jobs.extend(enforcement::jobs());
    jobs.extend(interventions::jobs());
    jobs.extend(unpaid_work::jobs());
    jobs.extend(restorative::jobs());
    jobs.extend(performance::jobs());
    jobs.push((casefile::NIGHT_JOB, casefile::run_night));
    jobs
}

/// A nightly look, as a log names it, and what leaves its first job where none is planned.
pub type Night = (&'static str, fn(&store::House) -> store::Result<()>);

/// What is done for everybody once a night: what it is, and what leaves its first job where none is planned.
#[must_use]
pub fn nights() -> Vec<Night> {
    vec![
        ("the nightly look at tiers", caseload::begin_nights),
        ("the nightly look at time limits", assessment::begin_nights),
        ("the nightly look at interventions", casefile::begin_nights),
        ("the nightly look at needs that are not met", interventions::begin_nights),
        ("the nightly look at what went well", enforcement::recognition::begin_nights),
        ("the night's removal of nominators", unpaid_work::nominations::begin_nights),
        ("the nightly look at the pace of unpaid work", unpaid_work::pace::begin_nights),
        ("the nightly counting of performance", performance::begin_nights),
    ]
}

/// Every route.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        web::draft_routes(),
        access::routes(),
        organisation::routes(),
        people::routes(),
        sentences::routes(),
        contacts::routes(),
        assessment::routes(),
        provision::routes(),
        documents::routes(),
        volunteers::routes(),
        caseload::routes(),
        court::routes(),
        enforcement::routes(),
        interventions::routes(),
        unpaid_work::routes(),
        restorative::routes(),
        casefile::routes(),
        performance::routes(),
        crate::events::routes(),
        crate::about::routes(),
        crate::serve::routes(),
    ]
    .concat()
}

/// The main navigation, for those who may open it.
#[must_use]
pub fn navigation() -> Vec<NavEntry> {
    let entry = |href, words, permission| NavEntry { href, words, permission, group: None };
    let service = |href, words, permission| NavEntry { href, words, permission, group: Some("Services") };
    vec![
        entry("/", "My work", Permission::SignedIn),
        entry("/cases", "Cases", Permission::ReadPeople),
        entry("/court/inbox", "Court inbox", Permission::CourtInbox),
        entry("/team", "Team", Permission::ReadTeams),
        entry("/board", "Gaps", Permission::ReadPeople),
        entry("/approvals", "Decisions", Permission::Oversee),
        entry("/reviews", "Reviews", Permission::ReadPeople),
        service("/provision", "Provision", Permission::ReadProvision),
        service("/interventions", "Referrals", Permission::Refer),
        service("/provider", "Referrals to you", Permission::DeliverServices),
        service("/programmes", "Programmes", Permission::RunProgrammes),
        service("/unpaid-work", "Unpaid work", Permission::RunUnpaidWork),
        service("/restorative", "Restorative justice", Permission::ArrangeRestorative),
        service("/volunteers", "Volunteers", Permission::KeepVolunteers),
        entry("/performance", "Performance", Permission::ReadPerformance),
        entry("/admin", "Administration", Permission::Administer),
    ]
}

/// Who may call which route, as a Markdown table.
#[must_use]
pub fn access_matrix() -> String {
    use std::fmt::Write as _;
    let mut routes = routes();
    routes.sort_by_key(|r| (r.path, r.method));
    let mut text = String::from("| path | method | permission |\n|---|---|---|\n");
    for route in routes {
        let _ = writeln!(text, "| `{}` | {} | {} |", route.path, route.method.name(), route.permission.code());
    }
    text
}
