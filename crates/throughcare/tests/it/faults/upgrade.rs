//! A service that runs an earlier schema, with its data, comes to the newest one: nothing of it is lost, its ledger holds, and its
//! pages open. What the demo world holds is put into each earlier schema as far as that knew of it, as such a service would have it.

use super::{PERSON, Program, file_of, told};
use crate::server::{Account, TODAY, World, throughcare};
use crate::visitor::Visitor;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::{Database, House, Migration, Plan};
use throughcare::rooms;

/// Schemas by their newest migration: the last is that of the previous release, the others are further back.
const EARLIER: &[i64] = &[263, 342, 420];

/// An empty database with the migrations up to one of them.
fn schema_up_to(number: i64, database: &str) {
    let count = migrations::ALL.iter().filter(|m| Migration::number(m) <= number).count();
    let house = House::open(Plan {
        database: database.parse::<Database>().expect("a database's URL"),
        standby: None,
        clock: kernel::Clock::machine(),
        seed: None,
        tables: rooms::tables(),
        migrations: migrations::ALL.get(..count).expect("the first of them"),
        listeners: vec![],
        connections: 2,
    });
    house.migrate().expect("an earlier schema");
}

/// Name, and what stands in a column that is there no more.
type Columns = Vec<(String, &'static str)>;

fn columns(connection: &Connection, schema: &str, table: &str) -> (Columns, Vec<String>) {
    let sql = format!("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1, '{schema}') ORDER BY cid");
    let mut statement = connection.prepare(&sql).expect("the columns");
    let rows = statement.query_map([table], |row| {
        let (name, ty, held, key) =
            (row.get(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?, row.get::<_, bool>(3)?);
        let empty = match (held, ty.as_str()) {
            (false, _) => "NULL",
            (_, "TEXT") => "''",
            (_, "BLOB") => "x''",
            _ => "0",
        };
        Ok((name, empty, key))
    });
    let rows: Vec<(String, &'static str, bool)> = rows.expect("columns").map(|row| row.expect("a column")).collect();
    let keys = rows.iter().filter(|(_, _, key)| *key).map(|(name, ..)| name.clone()).collect();
    (rows.into_iter().map(|(name, empty, _)| (name, empty)).collect(), keys)
}

fn tables(connection: &Connection, schema: &str) -> Vec<String> {
    let sql = format!(
        "SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration' ORDER BY name"
    );
    let mut statement = connection.prepare(&sql).expect("the tables");
    let names = statement.query_map([], |row| row.get(0)).expect("names");
    names.map(|name| name.expect("a name")).collect()
}

/// Puts the demo's rows into the earlier schema; not those that migrations bring themselves.
fn fill(earlier: &Path, demo: &Path, newest: &Path) {
    let connection = Connection::open(earlier).expect("the earlier database");
    let attach = format!(
        "PRAGMA foreign_keys = OFF; ATTACH '{}' AS demo; ATTACH '{}' AS newest; BEGIN",
        demo.display(),
        newest.display()
    );
    connection.execute_batch(&attach).expect("three databases");
    let known = tables(&connection, "demo");
    for table in tables(&connection, "main").iter().filter(|table| known.contains(table)) {
        let (here, keys) = columns(&connection, "main", table);
        let (there, _) = columns(&connection, "demo", table);
        let names: Vec<&str> = here.iter().map(|(name, _)| name.as_str()).collect();
        let values: Vec<String> = here
            .iter()
            .map(|(name, empty)| match there.iter().any(|(known, _)| known == name) {
                true => format!("d.{name}"),
                false => (*empty).to_owned(),
            })
            .collect();
        let same: Vec<String> = keys.iter().map(|key| format!("n.{key} = d.{key}")).collect();
        let sql = format!(
            "INSERT INTO main.{table} ({}) SELECT {} FROM demo.{table} d WHERE NOT EXISTS (SELECT 1 FROM newest.{table} n WHERE {})",
            names.join(", "),
            values.join(", "),
            same.join(" AND ")
        );
        connection.execute(&sql, []).unwrap_or_else(|e| panic!("{table}: {e}"));
    }
    connection.execute_batch("COMMIT").expect("a filled database");
}

/// As PostgreSQL reads it in a column of this type.
fn literal(value: &Value, ty: &str) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(n) if ty == "boolean" => (*n != 0).to_string(),
        Value::Integer(n) => n.to_string(),
        Value::Real(n) => format!("{n:?}"),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) if ty == "uuid" => format!("'{}'", hex::encode(bytes)),
        Value::Blob(bytes) => format!("'\\x{}'", hex::encode(bytes)),
    }
}

/// The same rows in the same schema on PostgreSQL; those that migrations bring themselves are there already.
fn move_to_postgres(from: &Path, world: &World) {
    let connection = Connection::open(from).expect("the earlier database");
    for table in tables(&connection, "main") {
        let sql = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name";
        let columns: Vec<[String; 2]> =
            world.rows(&format!("{sql} = '{table}'")).into_iter().filter_map(|row| row.try_into().ok()).collect();
        let names: Vec<&str> = columns.iter().map(|[name, _]| name.as_str()).collect();
        let names = names.join(", ");
        let mut statement = connection.prepare(&format!("SELECT {names} FROM {table}")).expect("its rows");
        let rows = statement.query_map([], |row| {
            let cells = columns.iter().enumerate().map(|(i, [_, ty])| Ok(literal(&row.get(i)?, ty)));
            Ok(format!("({})", cells.collect::<rusqlite::Result<Vec<_>>>()?.join(", ")))
        });
        let rows: Vec<String> = rows.expect("rows").map(|row| row.expect("a row")).collect();
        for some in rows.chunks(200) {
            let insert = format!("INSERT INTO {table} ({names}) VALUES {} ON CONFLICT DO NOTHING", some.join(", "));
            // Tables come in the order of their names, not of their foreign keys.
            world.rows(&format!("SET session_replication_role = replica; {insert}"));
        }
    }
}

/// The rows of each of an SQLite database's tables.
fn counts(file: &Path) -> BTreeMap<String, i64> {
    let connection = Connection::open(file).expect("the database");
    let count = |table: &String| {
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("a count")
    };
    tables(&connection, "main").into_iter().map(|table| (table.clone(), count(&table))).collect()
}

/// The rows of the same tables on PostgreSQL.
fn counts_on_postgres(world: &World, tables: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let count = |table: &String| {
        let told = world.rows(&format!("SELECT count(*) FROM {table}"));
        told.concat().concat().parse().expect("a count")
    };
    tables.keys().map(|table| (table.clone(), count(table))).collect()
}

fn comes_to_the_newest_schema(world: &World, number: i64, counts: impl Fn() -> BTreeMap<String, i64>) {
    let before = counts();
    let rows: i64 = before.values().sum();
    assert!(rows > 10_000, "{number}: only {rows} rows");

    let migrated = world.command(&["migrate"]);
    assert!(migrated.status.success(), "from {number}: {}", told(&migrated));
    let after = counts();
    for (table, count) in &before {
        let now = after.get(table).copied().unwrap_or(-1);
        assert!(now >= *count, "from {number}: {table} had {count} rows and has {now}");
    }
    for command in [&["ledger", "verify"][..], &["doctor"]] {
        let done = world.command(command);
        assert!(done.status.success(), "from {number}, {command:?}: {}", told(&done));
    }
    let secret = world.client();
    let server = world.serve();
    let mut visitor = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    for page in ["/", "/cases", "/board", "/diary", "/people/T000003", "/people/T000003/contacts"] {
        visitor.get(page).expect(200);
    }
    let got = Program::of(&server, &secret).write(PERSON, "upgraded", "After an upgrade").expect("an answer");
    assert!(got.is_kept(), "from {number}: {got:?}");
    println!("from {number}: {} tables with {rows} rows, all there", before.len());
}

/// The demo world and an empty database of the newest schema.
fn demo_and_newest() -> (World, PathBuf) {
    let demo = World::demo();
    let newest = demo.folder.path().join("newest.sqlite");
    schema_up_to(i64::MAX, &format!("sqlite:{}", newest.display()));
    (demo, newest)
}

#[test]
fn an_earlier_schema_with_its_data_comes_to_the_newest_one_and_loses_nothing() {
    let (demo, newest) = demo_and_newest();
    for &number in EARLIER {
        let world = World::empty();
        let file = file_of(&world);
        schema_up_to(number, &world.database);
        fill(&file, &file_of(&demo), &newest);
        comes_to_the_newest_schema(&world, number, || counts(&file));
    }
}

#[test]
fn the_previous_schema_on_postgres_comes_to_the_newest_one_and_loses_nothing() {
    let Some(world) = World::empty_on_postgres() else { return };
    let (demo, newest) = demo_and_newest();
    let previous = *EARLIER.last().expect("a previous schema");
    let file = demo.folder.path().join("previous.sqlite");
    schema_up_to(previous, &format!("sqlite:{}", file.display()));
    fill(&file, &file_of(&demo), &newest);
    schema_up_to(previous, &world.database);
    move_to_postgres(&file, &world);
    let held = counts(&file);
    assert_eq!(counts_on_postgres(&world, &held), held);
    comes_to_the_newest_schema(&world, previous, || counts_on_postgres(&world, &held));
}

#[test]
fn a_migration_that_was_stopped_is_gone_on_with_and_its_code_lists_are_put_in() {
    let (_demo, newest) = demo_and_newest();
    let world = World::empty();
    // Stopped after the last migration and before the code lists were put in.
    std::fs::copy(&newest, file_of(&world)).expect("a database without code lists");
    assert!(counts(&file_of(&world)).get("contact_type").is_some_and(|count| *count == 0));
    let migrated = world.command(&["migrate"]);
    assert!(migrated.status.success(), "{}", told(&migrated));
    assert!(counts(&file_of(&world)).get("contact_type").is_some_and(|count| *count > 0));
}

#[test]
fn an_older_program_leaves_a_newer_database_alone() {
    let world = World::demo();
    let connection = Connection::open(file_of(&world)).expect("the database");
    connection.execute("INSERT INTO schema_migration (number, name) VALUES (999999, 'of_another_year')", []).unwrap();
    drop(connection);
    for command in [&["serve", "--listen", "127.0.0.1:0", "--today", TODAY][..], &["migrate"]] {
        let ended = throughcare(&[command, &["--database", &world.database]].concat()).output().expect("it starts");
        assert!(!ended.status.success() && told(&ended).contains("use a newer program"), "{}", told(&ended));
    }
}
