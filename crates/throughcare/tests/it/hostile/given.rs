//! Who comes to the door: an account and a program of each role that the demo world has, somebody who holds every role, and
//! the ids that are one person's alone.

use crate::server::{Account, World, throughcare};
use crate::visitor::{Form, Visitor};
use kernel::Permission;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::Stdio;
use throughcare::rooms;

/// A CRN and an id that nobody has.
pub(super) const NOBODY: (&str, &str) = ("Z999999", "019a0000-0000-7000-8000-00000000dead");

/// Somebody who holds every role.
pub(super) const EVERYTHING: Account = Account { login: "everything", password: demo::PASSWORD };

/// What one role may do, and an account in it.
pub(super) struct Role {
    pub(super) code: String,
    pub(super) permissions: BTreeSet<Permission>,
    pub(super) account: Account,
}

impl Role {
    pub(super) fn may(&self, permission: Permission) -> bool {
        matches!(permission, Permission::Anyone | Permission::SignedIn) || self.permissions.contains(&permission)
    }
}

/// The database behind a world, read while it is served.
pub(super) fn database(world: &World) -> Connection {
    let path = world.database.trim_start_matches("sqlite:");
    Connection::open(path).expect("the world's database opens")
}

/// Every role of the world with an account in it, and the account with all of them.
pub(super) fn roles(world: &World) -> Vec<Role> {
    let mut held: BTreeMap<String, BTreeSet<Permission>> = BTreeMap::new();
    let database = database(world);
    let mut rows = database.prepare("SELECT role_code, permission FROM access_role_permission").expect("the roles");
    let pairs = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).expect("the roles");
    for (role, permission) in pairs.map(|pair| pair.expect("a row")) {
        held.entry(role).or_default().extend(permission.parse::<Permission>());
    }
    let all: Vec<&str> = held.keys().map(String::as_str).collect();
    add_account(world, EVERYTHING.login, &all);
    let own = |code: &str| {
        let known = demo::ACCOUNTS.iter().find(|account| account.role == code).map(|account| account.login);
        let login = known.unwrap_or_else(|| {
            let login: &'static str = format!("only.{code}").leak();
            add_account(world, login, &[code]);
            login
        });
        Account { login, password: demo::PASSWORD }
    };
    held.iter()
        .map(|(code, permissions)| Role { code: code.clone(), permissions: permissions.clone(), account: own(code) })
        .collect()
}

/// Makes an account with a password that stays.
pub(super) fn add_account(world: &World, login: &str, roles: &[&str]) {
    let mut command = throughcare(&["admin", "create-user", "--login", login, "--name", login, "--password-stdin"]);
    command.args(roles.iter().flat_map(|role| ["--role", role])).env("THROUGHCARE_DATABASE", &world.database);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the command starts");
    let password = format!("{}\n", demo::PASSWORD);
    child.stdin.take().expect("its input").write_all(password.as_bytes()).expect("it reads the password");
    assert!(child.wait().expect("it ended").success(), "no account {login}");
}

/// A program with these scopes, made on the page for it.
pub(super) fn program(address: &str, name: &str, scopes: &BTreeSet<Permission>) -> Visitor {
    let mut administrator = Visitor::signed_in(address, &Account::ADMINISTRATOR);
    let scopes = scopes.iter().filter(|p| !matches!(p, Permission::Anyone | Permission::SignedIn));
    let typed: Vec<(&str, &str)> =
        [("name", name)].into_iter().chain(scopes.map(|scope| ("scopes", scope.code()))).collect();
    let made = administrator.submit("/admin/clients/new", &typed).expect(200);
    let secret = made.body.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    Visitor::program(address, secret)
}

/// The token that this session's forms carry.
pub(super) fn token(visitor: &mut Visitor) -> String {
    let page = visitor.get("/account").expect(200).body;
    let forms = Form::all(&page, "/account");
    let tokens = forms.iter().flat_map(|form| &form.fields).find(|(name, _)| name == "csrf");
    tokens.map(|(_, token)| token.clone()).expect("a form of one's own account")
}

/// How many entries of the ledger people and programs have made; what the machine does by itself is not counted.
pub(super) fn entries(database: &Connection) -> i64 {
    let sql = "SELECT count(*) FROM ledger_entry WHERE actor_kind <> 'system'";
    database.query_row(sql, [], |row| row.get(0)).expect("the ledger")
}

/// When the ledger's latest entry was recorded.
pub(super) fn latest(database: &Connection) -> i64 {
    database.query_row("SELECT max(recorded_at) FROM ledger_entry", [], |row| row.get(0)).expect("the ledger")
}

/// What people and programs did since then, in the ledger's words.
pub(super) fn actions_after(database: &Connection, then: i64) -> Vec<String> {
    let sql = "SELECT action FROM ledger_entry WHERE recorded_at > ?1 AND actor_kind <> 'system'";
    let mut rows = database.prepare(sql).expect("the ledger");
    let found = rows.query_map([then], |row| row.get(0)).expect("its entries");
    found.map(|action| action.expect("an entry")).collect()
}

/// The ids of the records that are this person's and nobody else's.
pub(super) fn ids_of(database: &Connection, crn: &str) -> BTreeSet<String> {
    let own = rooms::tables().into_iter().filter(|t| t.kind == store::Kind::Person && t.key == ["person_id", "id"]);
    let mut ids = BTreeSet::new();
    for table in own {
        let sql = format!(
            "SELECT lower(hex(id)) FROM {} WHERE person_id = (SELECT person_id FROM crn WHERE crn = ?1)",
            table.name
        );
        let mut rows = database.prepare(&sql).expect("a table of people");
        let found = rows.query_map([crn], |row| row.get::<_, String>(0)).expect("its ids");
        ids.extend(found.map(|hex| dashed(&hex.expect("an id"))));
    }
    ids
}

fn dashed(hex: &str) -> String {
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// CRN, and the ways in which pages write the person's name.
pub(super) fn names(database: &Connection) -> Vec<(String, Vec<String>)> {
    let mut rows = database.prepare("SELECT crn, first_name, last_name FROM person ORDER BY crn").expect("people");
    let found = rows.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)));
    let named = |(crn, first, last): (String, String, String)| {
        (crn, vec![format!("{first} {last}"), format!("{last}, {first}"), format!("{} {first}", last.to_uppercase())])
    };
    found.expect("people").map(|row| named(row.expect("a person"))).filter(|(_, n)| !n[0].starts_with(' ')).collect()
}

/// True when somebody is kept from this record.
pub(super) fn is_barred(database: &Connection, crn: &str) -> bool {
    let sql = "SELECT count(*) FROM access_barrier WHERE person_id = (SELECT person_id FROM crn WHERE crn = ?1)";
    database.query_row(sql, [crn], |row| row.get::<_, i64>(0)).expect("the barriers") > 0
}

/// A known address of a route with another CRN in its place; where none is known, with an id of nobody.
pub(super) fn under(pattern: &str, known: &str, crn: &str) -> String {
    let parts = pattern.split('/').zip(known.split('/')).map(|(name, value)| match name {
        "{crn}" => crn,
        name if name.starts_with('{') && value == name => NOBODY.1,
        _ => value,
    });
    parts.collect::<Vec<_>>().join("/")
}
