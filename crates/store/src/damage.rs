//! A database whose file is damaged. Always true: once damage was met, this program writes nothing more to the file, because
//! each write could make it worse, and it says how a backup is put in its place. PostgreSQL looks after its own files.

use crate::db::{Access, Sqlite};
use crate::{Database, DatabaseError, DatabaseErrorKind, Failure, House};
use std::sync::atomic::Ordering;

impl House {
    /// Nothing is written to a damaged file.
    pub(crate) fn refuse_where_damaged(&self) -> Result<(), Failure> {
        if self.damaged().load(Ordering::Relaxed) { Err(self.damage("it was found damaged before")) } else { Ok(()) }
    }

    /// Takes note of damage, and says what to do.
    pub(crate) fn found_damaged(&self, failure: Failure) -> Failure {
        let words = match &failure {
            Failure::Database(e) => e.message.clone(),
            other => other.to_string(),
        };
        if words.contains(RESTORE) {
            return failure;
        }
        let failure = self.damage(&words);
        if !self.damaged().swap(true, Ordering::Relaxed) {
            tracing::error!(error = %failure, "nothing is written any more until a backup is restored");
        }
        failure
    }

    fn damage(&self, found: &str) -> Failure {
        let file = match self.database() {
            Database::Sqlite(path) => path.display().to_string(),
            Database::Postgres(_) => "the database".to_owned(),
        };
        let words = format!(
            "{file} is damaged ({found}). Stop the server; move the file away, and those beside it that end in -wal and -shm; \
             then put the newest backup in its place with `{RESTORE} BACKUP --database sqlite:{file}`"
        );
        Failure::Database(DatabaseError::new(DatabaseErrorKind::Damaged, words))
    }

    /// Looks through the whole file of an SQLite database.
    ///
    /// # Errors
    /// When the file is damaged, with what to do, or cannot be read.
    pub fn look_for_damage(&self) -> Result<(), Failure> {
        let Database::Sqlite(path) = self.database() else { return Ok(()) };
        // On a connection of its own: nobody waits for it.
        let wrong = Sqlite::open(path, Access::Read).and_then(|mut sqlite| sqlite.damage());
        match wrong.map_err(Failure::from) {
            Ok(wrong) if wrong.is_empty() => Ok(()),
            Ok(wrong) => Err(self.found_damaged(Failure::broken(wrong.join("; ")))),
            Err(e) if e.is_damage() => Err(self.found_damaged(e)),
            Err(e) => Err(e),
        }
    }
}

const RESTORE: &str = "throughcare restore";
