//! Filling a new database part by part. A part is one transaction, however many actions are done in it: it is there whole
//! or not at all, a note in the database says that it is there, and its ids follow from the seed and its name. So a filling
//! that stopped anywhere goes on where it stopped, comes to what one without a stop comes to, and parts that have nothing
//! to do with each other can be written at the same time. It does not know what a part holds.

use crate::db::{Access, Db, Pace};
use crate::house::House;
use crate::ids::IdSource;
use crate::reads::ReadLog;
use crate::tables::Setting;
use crate::{Asker, DatabaseError, Failure};
use std::sync::{Mutex, PoisonError};

/// The connection of a part with its open transaction, and what it does not share with other parts: ids that follow from
/// the seed and its name, and the log of what is read in it.
pub(crate) struct Part {
    whole: Mutex<Db>,
    pub(crate) ids: IdSource,
    pub(crate) read_log: ReadLog,
}

/// What the names of the notes begin with.
const NOTE: &str = "filled:";

impl House {
    /// Does a part of a filling, unless an earlier run did it; `None` then. `work` gets a house in which everything that
    /// is read and written belongs to the part's one transaction.
    ///
    /// # Errors
    /// What `work` gave, or the database's: nothing of the part is there then.
    pub fn part_of_filling<T>(
        &self,
        name: &str,
        work: impl FnOnce(&House) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        let note = format!("{NOTE}{name}");
        let asker = Asker::system("filling");
        if self.read(&asker, |cx| cx.setting(&note))?.is_some() {
            return Ok(None);
        }
        let pool = self.pool(Access::Write);
        let mut db = pool.take()?;
        if let Err(e) = db.begin(Access::Write, Pace::Operator) {
            pool.give_back(db);
            return Err(e.into());
        }
        let house =
            self.within(Part { whole: Mutex::new(db), ids: self.ids().of_part(name), read_log: ReadLog::default() });
        let done = work(&house).and_then(|out| {
            house.write(&asker, |cx| cx.save(&Setting { name: note.clone(), text: "yes".into() }))?;
            Ok(out)
        });
        let Some(part) = house.into_part() else { return Err(Failure::broken("a part lost its connection")) };
        let mut db = part.whole.into_inner().unwrap_or_else(PoisonError::into_inner);
        let done = done.and_then(|out| db.commit().map(|()| out).map_err(Failure::from));
        if done.is_err() {
            db.rollback();
            self.shelf().clear();
        }
        pool.give_back(db);
        done.map(Some)
    }

    /// How many parts were done.
    ///
    /// # Errors
    /// When the database fails.
    pub fn parts_filled(&self) -> Result<i64, Failure> {
        let like = format!("{NOTE}%");
        self.read(&Asker::system("filling"), |cx| {
            cx.count("SELECT count(*) FROM setting WHERE name LIKE $1", &[like.as_str().into()])
        })
    }

    /// Takes away the notes of the parts: the filling is over.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_parts(&self) -> Result<(), Failure> {
        let like = format!("{NOTE}%");
        self.write(&Asker::system("filling"), |cx| {
            cx.execute("DELETE FROM setting WHERE name LIKE $1", &[like.as_str().into()]).map(drop)
        })
    }

    pub(crate) fn lend<T>(&self, access: Access, work: impl FnOnce(&mut Db) -> T) -> Result<T, DatabaseError> {
        match self.part_of() {
            Some(part) => Ok(work(&mut part.whole.lock().unwrap_or_else(PoisonError::into_inner))),
            None => self.pool(access).with(work),
        }
    }

    pub(crate) fn begin(&self, db: &mut Db, access: Access, pace: Pace) -> Result<(), DatabaseError> {
        match (self.part_of(), access) {
            (None, _) => db.begin(access, pace),
            (Some(_), Access::Read) => Ok(()),
            (Some(_), Access::Write) => db.batch("SAVEPOINT action"),
        }
    }

    pub(crate) fn keep(&self, db: &mut Db) -> Result<(), DatabaseError> {
        if self.part_of().is_some() { db.batch("RELEASE SAVEPOINT action") } else { db.commit() }
    }

    /// Takes back what an action did; a read within a part did nothing.
    pub(crate) fn undo(&self, db: &mut Db, access: Access) {
        match (self.part_of(), access) {
            (None, _) => db.rollback(),
            (Some(_), Access::Read) => {}
            (Some(_), Access::Write) => {
                if let Err(e) =
                    db.batch("ROLLBACK TO SAVEPOINT action").and_then(|()| db.batch("RELEASE SAVEPOINT action"))
                {
                    tracing::debug!(error = %e, "an action of a part could not be taken back");
                }
            }
        }
    }
}
