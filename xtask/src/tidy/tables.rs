//! A table has one owner: only the crate that declares it names it in SQL. What counts as a declaration stands in
//! `declared`; what counts as SQL, in `sql`. `view_*` tables may be read by the floors above the rooms.

use super::Finding;
use super::sql::{is_table_name, named};
use crate::rust_source::{self, Source};
use crate::workspace::{Crate, File, root};
use std::collections::BTreeMap;
use std::path::Path;

/// From this floor on, crates compose what rooms publish and may read their views.
const READS_VIEWS_FROM: u64 = 11;

pub(super) fn check(crates: &[Crate], files: &[File]) -> Vec<Finding> {
    let sources: Vec<(&Crate, &File, Source)> = files
        .iter()
        .filter(|f| f.path.extension().is_some_and(|e| e == "rs"))
        // Tests look from outside, and make tables of their own.
        .filter(|f| !f.path.iter().any(|part| part == "tests"))
        .filter_map(|f| owner_of(crates, &f.path).map(|c| (c, f, rust_source::read(&f.text))))
        .filter(|(c, ..)| c.floor.is_some())
        .collect();
    let mut owners: BTreeMap<String, &Crate> = BTreeMap::new();
    let mut findings = Vec::new();
    for (room, file, source) in &sources {
        for (line, table) in declared(&file.text, source) {
            if let Some(other) = owners.insert(table.clone(), room).filter(|o| o.name != room.name) {
                let words = format!("table `{table}` is declared by {} too; a table has one owner", other.name);
                findings.push(Finding::failure(&file.path, line, words));
            }
        }
    }
    for (room, file, source) in &sources {
        for (line, table, is_read) in named(source) {
            findings
                .extend(judge(&owners, room, &table, is_read).map(|words| Finding::failure(&file.path, line, words)));
        }
    }
    findings.extend(files.iter().flat_map(|f| migrated(&owners, f)));
    findings
}

/// A migration is named after its room, and makes tables of that room only.
fn migrated(owners: &BTreeMap<String, &Crate>, file: &File) -> Vec<Finding> {
    let name = file.path.to_str().unwrap_or_default();
    let Some(room) = name.strip_prefix("migrations/").and_then(|n| n.split('_').nth(1)) else {
        return Vec::new();
    };
    let made = file.text.lines().enumerate().filter_map(|(n, line)| Some((n, line.strip_prefix("CREATE TABLE ")?)));
    made.filter_map(|(n, rest)| {
        let table = rest.split([' ', '(']).next()?;
        // A part of a table is its owner's.
        let table = rest.split_once(" PARTITION OF ").and_then(|(_, of)| of.split(' ').next()).unwrap_or(table);
        let owner = owners.get(table).map_or("nobody", |o| o.name.as_str());
        // A room's name may itself have an underscore, as unpaid_work has.
        let is_own = owner.split('_').next() == Some(room);
        let words = format!("makes `{table}` for {room}, and {owner} declares it");
        (!is_own).then(|| Finding::failure(&file.path, n + 1, words))
    })
    .collect()
}

fn owner_of<'a>(crates: &'a [Crate], path: &Path) -> Option<&'a Crate> {
    let path = root().join(path);
    crates.iter().find(|c| path.starts_with(&c.folder))
}

fn judge(owners: &BTreeMap<String, &Crate>, room: &Crate, table: &str, is_read: bool) -> Option<String> {
    match owners.get(table) {
        Some(owner) if owner.name == room.name => None,
        Some(_) if is_read && table.starts_with("view_") && room.floor >= Some(READS_VIEWS_FROM) => None,
        Some(owner) => Some(format!("`{table}` belongs to {}; use its door", owner.name)),
        // The databases' own catalogues are the store's business alone.
        None if room.name == "store" || room.name == "migrations" => None,
        None if owners.is_empty() => None,
        None => Some(format!("SQL names `{table}`, which no crate declares")),
    }
}

/// Tables that a file declares: `record! { ... in "table" ... }` and `Table::new("table"...)`.
fn declared(text: &str, source: &Source) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let opens = |literal: &rust_source::Literal| {
        let before = lines.get(literal.line - 1).and_then(|l| l.split_once(&format!("\"{}\"", literal.text)));
        before.is_some_and(|(b, _)| b.trim_end().ends_with(" in") || b.trim_end().ends_with("Table::new("))
    };
    source.literals.iter().filter(|l| is_table_name(&l.text) && opens(l)).map(|l| (l.line, l.text.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn house() -> Vec<Crate> {
        let room = |name: &str, floor| Crate {
            name: name.to_owned(),
            floor: Some(floor),
            folder: root().join("crates").join(name),
            imports: Vec::new(),
        };
        vec![room("people", 6), room("contacts", 8), room("performance", 11)]
    }

    const PERSON: &str = "record! { pub struct Person in \"person\" { name: String } }\nrecord! { V in \"view_gap\" }";

    fn findings(path: &str, text: &str) -> Vec<String> {
        let files = [file("crates/people/src/store.rs", PERSON), file(path, text)];
        check(&house(), &files).into_iter().map(|f| f.words).collect()
    }

    #[test]
    fn the_owner_may_name_its_table() {
        assert!(findings("crates/people/src/a.rs", r#"sql("select name from person where id = $1")"#).is_empty());
    }

    #[test]
    fn another_rooms_table_is_found_wherever_sql_names_it() {
        for sql in [
            "select name from person where id = $1",
            "update person set name = $1",
            "insert into person (name) values ($1)",
            "delete from person where id = $1",
            "with x as (select id from person) select * from x",
            " and exists (select 1 from person where id = $1)",
        ] {
            assert_eq!(findings("crates/contacts/src/a.rs", &format!("sql(\"{sql}\")")).len(), 1, "{sql}");
        }
    }

    #[test]
    fn a_table_that_nobody_declares_is_found() {
        assert_eq!(
            findings("crates/contacts/src/a.rs", r#"sql("select * from diary")"#),
            ["SQL names `diary`, which no crate declares"]
        );
    }

    #[test]
    fn english_and_the_grammar_of_sql_are_no_tables() {
        for text in [
            "Select a person from the list",
            "Update person details",
            "insert into view_gap (id) values ($1) on conflict (id) do update set id = excluded.id",
        ] {
            assert!(findings("crates/people/src/a.rs", &format!("words(\"{text}\")")).is_empty(), "{text}");
        }
        assert!(findings("crates/contacts/src/a.rs", r#"words("Select a person from the list")"#).is_empty());
    }

    #[test]
    fn views_are_read_above_the_rooms_and_written_by_their_owner() {
        assert!(findings("crates/performance/src/a.rs", r#"sql("select * from view_gap")"#).is_empty());
        assert_eq!(findings("crates/performance/src/a.rs", r#"sql("delete from view_gap")"#).len(), 1);
        assert_eq!(findings("crates/contacts/src/a.rs", r#"sql("select * from view_gap")"#).len(), 1);
    }

    #[test]
    fn a_migration_makes_tables_of_its_own_room() {
        let sql = "CREATE TABLE person (\n);\n";
        assert!(findings("migrations/0035_people_person.sql", sql).is_empty());
        assert_eq!(findings("migrations/0060_contacts_person.sql", sql).len(), 1);
        let part = "CREATE TABLE person_rest PARTITION OF person DEFAULT;\n";
        assert!(findings("migrations/0036_people_person.sql", part).is_empty());
        assert_eq!(findings("migrations/0061_contacts_person.sql", part).len(), 1);
    }

    #[test]
    fn a_table_with_two_owners_is_found() {
        assert_eq!(findings("crates/contacts/src/a.rs", r#"record! { P in "person" }"#).len(), 1);
    }
}
