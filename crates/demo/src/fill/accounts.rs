//! The accounts of a demo: one for every member of staff under their code, and one to try each role with. All have the
//! same known password, which is why they exist in a demo database alone.

use super::structure::{Built, StaffOf};
use crate::vocabulary::structure::{Grade, TeamKind};
use access::{Credential, NewClient, NewUser, create_client, create_user, disable_user};
use jiff::ToSpan;
use kernel::{Date, Instant, Permission};
use store::{Asker, Cx, Failure, House, Result};

/// The password of every demo account.
pub const PASSWORD: &str = "open the demo door";

/// An account to try a role with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub login: &'static str,
    pub role: &'static str,
    /// What to try with it.
    pub says: &'static str,
}

/// Who keeps projects and registers of unpaid work.
pub(super) const UNPAID_WORK: &str = "unpaidwork";

/// What a reader of the sign-in page chooses from.
pub const ACCOUNTS: &[Account] = &[
    Account { login: "practitioner", role: "practitioner", says: "a probation officer with a caseload" },
    Account {
        login: "colleague",
        role: "practitioner",
        says: "another officer of the same team, excluded from one record",
    },
    Account { login: "manager", role: "manager", says: "the senior of the team: allocates, sees the boards" },
    Account { login: "court", role: "court-officer", says: "reads the court inbox and opens records" },
    Account { login: "administrator", role: "administrator", says: "keeps users, teams and policy" },
    Account { login: "commissioner", role: "commissioner", says: "keeps providers, contracts, services and groups" },
    Account {
        login: UNPAID_WORK,
        role: "unpaid-work-team",
        says: "keeps projects, sessions and registers of unpaid work",
    },
    Account { login: "programmes", role: "programme-team", says: "runs groups of programmes" },
    Account {
        login: "restorative",
        role: "restorative-team",
        says: "arranges restorative justice, keeps mentors and volunteers",
    },
    Account {
        login: "provider",
        role: "provider",
        says: "works for a provider of housing advice: its referrals alone",
    },
    Account { login: "reader", role: "reader", says: "reads, and changes nothing" },
];

fn account(login: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|a| a.login == login)
}

fn role_of(grade: Grade, kind: TeamKind) -> &'static str {
    match (grade, kind) {
        (Grade::Senior, _) => "manager",
        (Grade::Administrator, _) => "reader",
        (_, TeamKind::Court) => "court-officer",
        (_, TeamKind::UnpaidWork) => "unpaid-work-team",
        (_, TeamKind::Programmes) => "programme-team",
        (_, TeamKind::Victims) => "reader",
        _ => "practitioner",
    }
}

/// Makes the accounts and links them to their staff; each team is a transaction.
pub(super) fn make(house: &House, asker: &Asker, built: &mut Built, today: Date) -> Result<()> {
    let credential = Credential::of(PASSWORD)?;
    let recorded = Instant::from_local(today.saturating_sub(2.years()).at(9, 30, 0, 0));
    let named = roles_to_try(built);
    for team in &mut built.teams {
        let kind = team.kind;
        // Not each account: a transaction that writes the head of one chain twenty thousand times reads all its own versions.
        house.bulk(asker, |cx| {
            for staff in &mut team.staff {
                let login = named.iter().find(|(code, _)| *code == staff.code).map(|(_, login)| *login);
                let role = login.and_then(account).map_or(role_of(staff.grade, kind), |a| a.role);
                let login = login.map_or_else(|| staff.code.to_lowercase(), str::to_owned);
                cx.pretend_it_is(recorded)?;
                link(cx, staff, &login, role, &credential)?;
            }
            Ok(())
        })?;
    }
    house.bulk(asker, |cx| {
        cx.pretend_it_is(recorded)?;
        for (login, name) in [
            ("administrator", "Ada Ministrator"),
            ("commissioner", "Cora Missing"),
            (UNPAID_WORK, "Una Paid"),
            ("programmes", "Gram Proctor"),
            ("restorative", "Resta Mendham"),
            ("provider", "Stella Ground"),
            ("reader", "Rhea Dern"),
        ] {
            let roles = account(login).map(|a| a.role.to_owned()).into_iter().collect();
            create_user(cx, &new_user(login, name, roles, &credential))?;
        }
        Ok(())
    })?;
    house.bulk(asker, |cx| {
        cx.pretend_it_is(recorded)?;
        // Somebody who has left, and a program: each has pages of its own.
        let gone = create_user(cx, &new_user("aada.aalto", "Aada Aalto", vec!["reader".into()], &credential))?;
        disable_user(cx, gone.id, "Left the service")?;
        let scopes = vec![Permission::ReadEvents, Permission::ReadPeople];
        create_client(cx, &NewClient { name: "Measures (trial)".into(), scopes }).map(|_| ())
    })
}

fn new_user(login: &str, name: &str, roles: Vec<String>, credential: &Credential) -> NewUser {
    let credential = credential.clone();
    NewUser { login: login.into(), name: name.into(), email: None, staff: None, roles, teams: vec![], credential }
}

/// Links one account; the member of staff remembers it, so that what they write carries their name.
fn link(cx: &mut Cx<'_>, staff: &mut StaffOf, login: &str, role: &str, credential: &Credential) -> Result<()> {
    let user = create_user(cx, &new_user(login, &staff.name, vec![role.to_owned()], credential))?;
    organisation::link_user(cx, staff.id, Some(user.id))?;
    staff.user = Some(user.id);
    Ok(())
}

/// The codes of the staff who get the names to try: of the first team, and of the court team beside it.
fn roles_to_try(built: &Built) -> Vec<(String, &'static str)> {
    let Some(first) = built.supervising().next() else { return vec![] };
    let mut officers = first.practitioners().map(|s| s.code.clone());
    let court = built.court_team(first.town).and_then(|t| t.practitioners().next());
    let chosen = [
        (officers.next(), "practitioner"),
        (officers.next(), "colleague"),
        (first.senior().map(|s| s.code.clone()), "manager"),
        (court.map(|s| s.code.clone()), "court"),
    ];
    chosen.into_iter().filter_map(|(code, login)| Some((code?, login))).collect()
}

/// Keeps what the sign-in page of a demo shows, and that this database is a demo.
pub(super) fn show(cx: &mut Cx<'_>, today: Date) -> Result<()> {
    let accounts: Vec<serde_json::Value> =
        ACCOUNTS.iter().map(|a| serde_json::json!({ "login": a.login, "role": a.role, "says": a.says })).collect();
    let text = serde_json::to_string(&serde_json::json!({ "password": PASSWORD, "accounts": accounts }))
        .map_err(|e| Failure::broken(e.to_string()))?;
    cx.set_setting("demo-accounts", &text)?;
    cx.set_setting("demo", &format!("Everybody here is invented. The demo plays on {}.", today.strftime("%-d %B %Y")))
}
