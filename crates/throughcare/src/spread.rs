//! How the tables are spread over several PostgreSQL servers with Citus: written from the list of tables, so that it cannot
//! drift from them. It always holds that a person's rows, and the chain of the ledger that vouches for them, lie on one
//! server; a table that could not be spread is named. It does not know how many servers there are.

pub mod carried;

use std::fmt::Write as _;
use store::{ColumnType, Kind, Migration, Table};

/// Where the rows of a table lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// With the rows whose key, a person's or a subject's, is the same.
    WithKey(&'static str),
    /// By a key of its own, which is no id.
    ByText(&'static str),
    /// Whole, on every server.
    Everywhere,
    /// On the coordinator alone.
    Coordinator,
}

/// Small registers with a second unique column, which only a table that is whole everywhere can hold.
const SMALL: &[&str] = &["staff", "person_merge"];

/// Where a table lies, by its kind and key.
#[must_use]
pub fn place(table: &Table) -> Place {
    let first = table.key.first().copied().unwrap_or_default();
    let is_id = |column: &str| table.index_of(column).is_some_and(|i| table.columns[i].ty == ColumnType::Id);
    if SMALL.contains(&table.name) {
        return Place::Everywhere;
    }
    match table.kind {
        Kind::Reference => Place::Everywhere,
        Kind::Local => Place::Coordinator,
        // Partitions are cut by the first column of the key, the time; rows are spread by the second.
        Kind::Log => table.key.get(1).map_or(Place::Coordinator, |second| Place::WithKey(second)),
        Kind::Person | Kind::Subject | Kind::View | Kind::Registry | Kind::Ledger if is_id(first) => {
            Place::WithKey(first)
        }
        // A seal of all heads is keyed by its time: there is one a day.
        Kind::Ledger => Place::Coordinator,
        Kind::Person | Kind::Subject | Kind::View | Kind::Registry => Place::ByText(first),
    }
}

/// A rule of the database about another column or table than the key, read from the migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Bond {
    Unique { table: String, columns: Vec<String> },
    Refers { table: String, column: String, to: String },
}

fn bonds(migrations: &[Migration]) -> Vec<Bond> {
    let mut found = Vec::new();
    for migration in migrations {
        let mut table = String::new();
        for line in migration.sql.lines().map(str::trim) {
            let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || "(),;".contains(c)).collect();
            let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => table = (*name).to_owned(),
                ["CREATE", "UNIQUE", "INDEX", _, "ON", of, columns @ ..] => {
                    let columns = columns.iter().take_while(|w| **w != "WHERE").map(|w| (*w).to_owned()).collect();
                    found.push(Bond::Unique { table: (*of).to_owned(), columns });
                }
                [column, .., "REFERENCES", to, _] => {
                    let (column, to) = ((*column).to_owned(), (*to).to_owned());
                    found.push(Bond::Refers { table: table.clone(), column, to });
                }
                _ => {}
            }
        }
    }
    found
}

/// What could not be spread, in words: empty when everything can.
#[must_use]
pub fn in_the_way(tables: &[&Table], migrations: &[Migration]) -> Vec<String> {
    let mut wrong = Vec::new();
    let of = |name: &str| tables.iter().find(|t| t.name == name).map(|t| place(t));
    for table in tables {
        if table.kind == Kind::Person && table.key.first() != Some(&"person_id") {
            wrong.push(format!("{}: the key of a person's rows begins with person_id", table.name));
        }
    }
    for bond in bonds(migrations) {
        match bond {
            Bond::Unique { table, columns } => {
                if let Some(Place::WithKey(key) | Place::ByText(key)) = of(&table)
                    && !columns.iter().any(|c| c == key)
                {
                    wrong.push(format!("{table}: unique ({}) does not contain {key}", columns.join(", ")));
                }
            }
            Bond::Refers { table, column, to } => match (of(&table), of(&to)) {
                (Some(Place::Everywhere | Place::WithKey(_) | Place::ByText(_)), Some(Place::Everywhere)) => {}
                (Some(Place::WithKey(key)), Some(Place::WithKey(_))) if key == column => {}
                (Some(_), Some(_)) => wrong.push(format!("{table}.{column} refers to {to}, which lies elsewhere")),
                _ => {}
            },
        }
    }
    wrong
}

/// The steps, as Markdown.
#[must_use]
pub fn steps(tables: &[&Table]) -> String {
    let placed: Vec<(&Table, Place)> = tables.iter().map(|t| (*t, place(t))).collect();
    let list = |wanted: fn(&Place) -> bool| placed.iter().filter(move |(_, p)| wanted(p));
    let mut text = String::from(HEAD);
    text.push_str("## 2. What is whole on every server\n\n```sql\n");
    for (table, _) in list(|p| *p == Place::Everywhere) {
        let _ = writeln!(text, "SELECT create_reference_table('{}');", table.name);
    }
    text.push_str("```\n\n## 3. What lies with its person or subject\n\n");
    text.push_str(
        "An id is sixteen bytes everywhere, so rows whose keys are the same lie on one server, also those of\n",
    );
    text.push_str("the ledger: a person's chain has the person's id.\n\n```sql\n");
    let mut first: Option<&str> = None;
    for (table, place) in list(|p| matches!(p, Place::WithKey(_))) {
        if let Place::WithKey(key) = place {
            let with = first.map_or_else(|| "none".to_owned(), str::to_owned);
            let _ = writeln!(
                text,
                "SELECT create_distributed_table('{}', '{key}', colocate_with => '{with}');",
                table.name
            );
            first = first.or(Some(table.name));
        }
    }
    text.push_str("```\n\n## 4. What has a key of its own that is no id\n\n```sql\n");
    for (table, place) in list(|p| matches!(p, Place::ByText(_))) {
        if let Place::ByText(key) = place {
            let _ =
                writeln!(text, "SELECT create_distributed_table('{}', '{key}', colocate_with => 'none');", table.name);
        }
    }
    text.push_str("```\n\n## 5. What stays on the coordinator\n\nNothing is said about these; a local table and a spread one change in one transaction.\n\n");
    for (table, _) in list(|p| *p == Place::Coordinator) {
        let _ = writeln!(text, "- `{}`", table.name);
    }
    text.push_str(TAIL);
    text
}

const HEAD: &str = "# Spreading the tables over several servers

Written by `cargo xtask spread` out of the list of tables; a test fails while it differs, or when a table has a unique index or a
reference that could not be kept. When this is worth it is said in [deploy](../../deploy/README.md): one server with its standbys
answers short transactions faster than four that share them.

Each server of the cluster needs a standby of its own: spreading keeps nothing alive. Do it on a copy first, with Throughcare
stopped, in this order; every statement is given to the coordinator.

## 1. The servers

```sql
-- on every server, with shared_preload_libraries = 'citus' and wal_level = logical:
CREATE EXTENSION citus;
-- on the coordinator:
SELECT citus_set_coordinator_host('COORDINATOR', 5432);
SELECT citus_add_node('WORKER', 5432);
```

";

const TAIL: &str = "
## 6. Afterwards

- `throughcare doctor` and `throughcare ledger verify` against the coordinator: both must say that all is well.
- Migrations go to the coordinator. A table that is new is spread by its line of this page before it is written to; references
  between tables are added after both lie where they belong.
- Give the coordinator's URL to every Throughcare server. A look-up by an id without its person asks every server: addresses
  and calls carry both.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unique_index_without_the_key_and_a_reference_to_elsewhere_are_named() {
        let sql = "CREATE TABLE offer_staff (\n    offer_id ID NOT NULL,\n    contact ID REFERENCES contact (id),\n);\n\
                   CREATE UNIQUE INDEX one ON contact (external_key) WHERE external_key IS NOT NULL;\n\
                   CREATE UNIQUE INDEX two ON contact (person_id, external_key);";
        let migrations = [Migration { name: "9000_trial", sql }];
        let found = bonds(&migrations);
        assert_eq!(found.len(), 3, "{found:?}");
        let wrong = in_the_way(&crate::rooms::tables(), &migrations);
        assert_eq!(
            wrong,
            [
                "offer_staff.contact refers to contact, which lies elsewhere",
                "contact: unique (external_key) does not contain person_id",
            ]
        );
    }

    #[test]
    fn every_table_can_be_spread() {
        let wrong = in_the_way(&crate::rooms::tables(), migrations::ALL);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_person_and_their_chain_lie_together() {
        let text = steps(&crate::rooms::tables());
        let line = |table: &str| {
            let start = format!("SELECT create_distributed_table('{table}', ");
            text.lines().find(|l| l.starts_with(&start)).unwrap_or_default().to_owned()
        };
        let with = |table: &str| line(table).split("=> ").nth(1).unwrap_or_default().to_owned();
        assert!(line("contact").contains("'person_id'") && line("history").contains("'chain_id'"), "{text}");
        assert_eq!(with("contact"), with("history"));
    }
}
