//! Brings a database to the schema that the program knows. One sequence of small changes, each in its own transaction;
//! forward only. A migration is written once, with the type words of [`ColumnType`] in capitals, and reads the same for
//! both databases.

use crate::{Failure, House, Value};

/// One numbered change.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The file's name without its ending: `0040_people_person`.
    pub name: &'static str,
    pub sql: &'static str,
}

impl Migration {
    /// The number before the first underscore.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.name.split('_').next().and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    /// The SQL for one of the databases: type words replaced, tables STRICT in SQLite, parts for the other left out.
    ///
    /// A block between lines `-- only postgres` (or `-- only sqlite`) and `-- both` stands for that database alone.
    #[must_use]
    pub fn sql_for(&self, sqlite: bool) -> String {
        let mut out = String::new();
        let mut here = true;
        for line in self.sql.lines() {
            match line.trim() {
                "-- only postgres" => here = !sqlite,
                "-- only sqlite" => here = sqlite,
                "-- both" => here = true,
                _ if here => {
                    out.push_str(&translated(line, sqlite));
                    out.push('\n');
                }
                _ => {}
            }
        }
        out
    }
}

const WORDS: &[(&str, &str, &str)] = &[
    ("ID", "uuid", "BLOB"),
    ("TEXT", "text", "TEXT"),
    ("INT", "bigint", "INTEGER"),
    ("BOOL", "boolean", "INTEGER"),
    ("REAL", "double precision", "REAL"),
    ("BYTES", "bytea", "BLOB"),
    ("DATE", "text", "TEXT"),
    ("TIME", "text", "TEXT"),
    ("INSTANT", "bigint", "INTEGER"),
    ("JSON", "text", "TEXT"),
];

fn translated(line: &str, sqlite: bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        match WORDS.iter().find(|(name, ..)| name == word) {
            Some((_, postgres, lite)) => out.push_str(if sqlite { lite } else { postgres }),
            None => out.push_str(word),
        }
        word.clear();
    };
    for c in line.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    if sqlite && out.trim_end() == ");" { out.replace(");", ") STRICT;") } else { out }
}

/// What [`House::migrate`] did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    pub applied: Vec<&'static str>,
    /// The number of the newest migration in the database.
    pub version: i64,
}

impl House {
    /// Applies what is missing.
    ///
    /// # Errors
    /// When a migration fails, or when the database is newer than the program.
    pub fn migrate(&self) -> Result<Migrated, Failure> {
        self.with_writer(|db| {
            let sqlite = db.is_sqlite();
            db.batch("CREATE TABLE IF NOT EXISTS schema_migration (number bigint PRIMARY KEY, name text NOT NULL)")?;
            let known = db.query("SELECT number FROM schema_migration ORDER BY number", &[])?;
            let known: Vec<i64> = known.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?;
            let newest = self.migrations().last().map_or(0, Migration::number);
            if let Some(ahead) = known.iter().find(|n| **n > newest) {
                return Err(Failure::broken(format!(
                    "the database has migration {ahead}, this program only knows {newest}: use a newer program"
                )));
            }
            let mut migrated = Migrated { applied: Vec::new(), version: newest };
            for migration in self.migrations().iter().filter(|m| !known.contains(&m.number())) {
                let run = (|| {
                    db.begin(crate::db::Access::Write, crate::db::Pace::Operator)?;
                    db.batch(&migration.sql_for(sqlite))?;
                    let row = [Value::Int(migration.number()), Value::Text(migration.name.into())];
                    db.execute("INSERT INTO schema_migration (number, name) VALUES ($1, $2)", &row)?;
                    db.commit()
                })();
                run.map_err(|e| {
                    db.rollback();
                    Failure::broken(format!("migration {}: {e}", migration.name))
                })?;
                migrated.applied.push(migration.name);
            }
            self.set_schema_version(newest);
            Ok(migrated)
        })
    }

    /// The number of the newest migration in the database, nought when it is empty.
    ///
    /// # Errors
    /// When the database fails.
    pub fn database_version(&self) -> Result<i64, Failure> {
        self.with_writer(|db| {
            let exists = if db.is_sqlite() {
                "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migration'"
            } else {
                "SELECT count(*) FROM information_schema.tables WHERE table_name = 'schema_migration' AND table_schema = current_schema()"
            };
            if db.query(exists, &[])?.first().map_or(Ok(0), |r| r.get::<i64>(0))? == 0 {
                return Ok(0);
            }
            let rows = db.query("SELECT max(number) FROM schema_migration", &[])?;
            rows.first().map_or(Ok(0), |r| r.get::<Option<i64>>(0).map(Option::unwrap_or_default))
        })
    }

    /// The columns that a table really has: name, type word of the database, whether it may be null.
    ///
    /// # Errors
    /// When the database fails.
    pub fn real_columns(&self, table: &str) -> Result<Vec<(String, String, bool)>, Failure> {
        self.with_writer(|db| {
            let sql = if db.is_sqlite() {
                "SELECT name, type, CASE WHEN \"notnull\" = 1 THEN 0 ELSE 1 END FROM pragma_table_info($1) ORDER BY cid"
            } else {
                "SELECT column_name::text, data_type::text, (CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END)::bigint \
                 FROM information_schema.columns WHERE table_name = $1 AND table_schema = current_schema() ORDER BY ordinal_position"
            };
            db.query(sql, &[table.into()])?
                .iter()
                .map(|row| Ok((row.get(0)?, row.get(1)?, row.get::<i64>(2)? == 1)))
                .collect()
        })
    }

    /// Every table in the database but the list of migrations.
    ///
    /// # Errors
    /// When the database fails.
    pub fn real_tables(&self) -> Result<Vec<String>, Failure> {
        self.with_writer(|db| {
            let sql = if db.is_sqlite() {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration' ORDER BY name"
            } else {
                "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') \
                 AND NOT relispartition AND relname <> 'schema_migration' ORDER BY relname"
            };
            db.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
        })
    }

    /// Runs statements outside any transaction, such as CREATE DATABASE. For operators and tests, never for rooms.
    ///
    /// # Errors
    /// When the database says no.
    pub fn administer(&self, sql: &str) -> Result<(), Failure> {
        self.with_writer(|db| Ok(db.batch(sql)?))
    }

    /// Copies a SQLite database into a new file while work goes on.
    ///
    /// # Errors
    /// For PostgreSQL, which has its own tools, or when the copy fails.
    pub fn copy_to(&self, path: &std::path::Path) -> Result<(), Failure> {
        self.with_writer(|db| match db {
            crate::db::Db::Sqlite(sqlite) => Ok(sqlite.copy_to(path)?),
            crate::db::Db::Postgres(_) => {
                Err(Failure::broken("a PostgreSQL database is backed up with pg_dump or pgBackRest"))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_reads_the_same_for_both_databases() {
        let migration = Migration {
            name: "0001_x",
            sql: "CREATE TABLE x (\n  x_id ID NOT NULL,\n  born DATE,\n  PRIMARY KEY (x_id)\n);\n-- only postgres\nSELECT 1;\n-- both",
        };
        assert_eq!(
            migration.sql_for(true),
            "CREATE TABLE x (\n  x_id BLOB NOT NULL,\n  born TEXT,\n  PRIMARY KEY (x_id)\n) STRICT;\n"
        );
        assert!(migration.sql_for(false).contains("x_id uuid NOT NULL"));
        assert!(migration.sql_for(false).contains("SELECT 1;"));
    }
}
