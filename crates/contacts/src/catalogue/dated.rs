//! The catalogue on each day: what the service began with, and over it every change from its day on. A change is a whole
//! entry, so the newest that has begun says everything.

use super::change::Entry;
use super::{Catalogue, read};
use crate::tables::ListChange;
use kernel::Date;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Failure, Result};

/// All of it. The catalogue of the day asked for last is kept ready.
#[derive(Debug)]
pub(crate) struct DatedCatalogue {
    base: Catalogue,
    /// The oldest first.
    changes: Vec<(ListChange, Entry)>,
    ready: Mutex<Option<(Date, Arc<Catalogue>)>>,
}

impl DatedCatalogue {
    pub(super) fn of(base: Catalogue, changes: Vec<ListChange>) -> Result<DatedCatalogue> {
        let entry = |row: ListChange| {
            let read = if row.what == Entry::TYPE {
                read::type_of(&row.content).map(Entry::Type)
            } else {
                read::outcome_of(&row.content).map(Entry::Outcome)
            };
            let entry = read.map_err(|e| Failure::broken(format!("{} {}: {e}", row.what, row.code)))?;
            Ok((row, entry))
        };
        let changes = changes.into_iter().map(entry).collect::<Result<_>>()?;
        Ok(DatedCatalogue { base, changes, ready: Mutex::default() })
    }

    /// The catalogue of a day.
    pub(super) fn on(&self, day: Date) -> Result<Arc<Catalogue>> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, catalogue)) = ready.as_ref().filter(|(known, _)| *known == day) {
            return Ok(Arc::clone(catalogue));
        }
        let mut catalogue = self.base.clone();
        for (_, entry) in self.changes.iter().filter(|(row, _)| row.from_day <= day) {
            entry.clone().into_place(&mut catalogue);
        }
        let catalogue = Arc::new(catalogue);
        *ready = Some((day, Arc::clone(&catalogue)));
        Ok(catalogue)
    }

    /// Every day on which something changes after `day`, so that a change can be checked against what comes after it.
    pub(super) fn days_after(&self, day: Date) -> impl Iterator<Item = Date> {
        self.changes.iter().map(|(row, _)| row.from_day).filter(move |d| *d > day)
    }

    /// The dated rows of one entry, the newest first, and what it was before all of them.
    pub(crate) fn rows_of(&self, what: &str, code: &str) -> (Vec<&(ListChange, Entry)>, Option<Entry>) {
        let mut rows: Vec<_> = self.changes.iter().filter(|(row, _)| row.what == what && row.code == code).collect();
        rows.reverse();
        let base = if what == Entry::TYPE {
            self.base.contact_type(code).cloned().map(Entry::Type)
        } else {
            self.base.outcome(code).cloned().map(Entry::Outcome)
        };
        (rows, base)
    }

    /// The newest state of every entry, changes to come included, and the day of the change that is still to come.
    pub(crate) fn latest(&self, what: &str, today: Date) -> Vec<(Entry, Option<Date>)> {
        let mut catalogue = self.base.clone();
        self.changes.iter().for_each(|(_, entry)| entry.clone().into_place(&mut catalogue));
        let coming = |code: &str| {
            let rows = self.changes.iter().map(|(row, _)| row);
            rows.filter(|r| r.what == what && r.code == code && r.from_day > today).map(|r| r.from_day).min()
        };
        let entries: Vec<Entry> = if what == Entry::TYPE {
            catalogue.types.into_iter().map(Entry::Type).collect()
        } else {
            catalogue.outcomes.into_iter().map(Entry::Outcome).collect()
        };
        entries.into_iter().map(|entry| (coming(entry.code()), entry)).map(|(day, entry)| (entry, day)).collect()
    }
}
