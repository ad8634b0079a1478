//! How an action or a read can fail, whatever the room.

use kernel::{Refusal, Refusals};

/// What went wrong. Rooms make `Refused`, `NotFound` and `Stale`; the rest comes from below.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule says no, in words for the person who asked.
    #[error("{0}")]
    Refused(Refusals),
    /// There is no such thing, or not for this person.
    #[error("not found")]
    NotFound,
    /// The person's record is restricted, or the actor is excluded; the message is the one written for them.
    #[error("restricted: {message}")]
    Restricted { crn: String, message: String },
    /// The actor lacks the permission.
    #[error("not allowed: {0}")]
    Forbidden(String),
    /// Somebody else changed the same thing in the meantime.
    #[error("changed in the meantime: {0}")]
    Stale(String),
    /// The same request key came with another body.
    #[error("this request key was used for something else")]
    KeyReused,
    /// The database says no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The program or its data is wrong. The text goes to the log, never to the page.
    #[error("{0}")]
    Broken(String),
}

impl Failure {
    pub fn broken(what: impl Into<String>) -> Failure {
        Failure::Broken(what.into())
    }

    /// A refusal of one field.
    pub fn refused(field: impl Into<String>, code: &'static str, words: impl Into<String>) -> Failure {
        Failure::Refused(Refusal::new(field, code, words).into())
    }

    /// True when running the whole action again may succeed.
    #[must_use]
    pub fn can_be_retried(&self) -> bool {
        matches!(self, Failure::Database(e) if matches!(e.kind, DatabaseErrorKind::Conflict | DatabaseErrorKind::Lost))
    }

    /// True when the file of the database was found damaged.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Failure::Database(e) if e.kind == DatabaseErrorKind::Damaged)
    }

    /// The name of the unique index that a write broke, if that is what happened. SQLite names the columns instead.
    #[must_use]
    pub fn duplicate(&self) -> Option<&str> {
        match self {
            Failure::Database(e) if e.kind == DatabaseErrorKind::Duplicate => Some(&e.message),
            _ => None,
        }
    }
}

/// Refuses all that is wrong together; goes on where nothing is.
///
/// # Errors
/// [`Failure::Refused`] with every reason.
pub fn refuse(wrong: Vec<Refusal>) -> Result<(), Failure> {
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Refused(Refusals(wrong))) }
}

/// The row must be as whoever changes it saw it. `seen` is none for a program's own act, which reads in the same transaction;
/// `what` says whose change stands in between.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it since.
pub fn as_seen(version: i64, seen: impl Into<Option<i64>>, what: &str) -> Result<(), Failure> {
    if seen.into().is_none_or(|seen| seen == version) { Ok(()) } else { Err(Failure::Stale(what.to_owned())) }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal.into())
    }
}

impl From<Refusals> for Failure {
    fn from(refusals: Refusals) -> Failure {
        Failure::Refused(refusals)
    }
}

/// What kind of trouble the database had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseErrorKind {
    /// A unique index refused the row.
    Duplicate,
    /// Another transaction was in the way; try again.
    Conflict,
    /// The connection was lost before the commit; nothing of the transaction remains.
    Lost,
    /// No answer in time, no free connection, no primary, or a commit whose end is unknown. Answered as 503.
    Unavailable,
    /// The file of the database is damaged. Nothing is written to it any more.
    Damaged,
    /// The statement took longer than its deadline and was ended; nothing of its transaction remains. Answered as 503.
    TooSlow,
    /// Everything else: the statement or the schema is wrong.
    Other,
}

/// An error of either database.
#[derive(Debug, thiserror::Error)]
#[error("{kind:?}: {message}")]
pub struct DatabaseError {
    pub kind: DatabaseErrorKind,
    pub message: String,
}

impl DatabaseError {
    pub(crate) fn new(kind: DatabaseErrorKind, message: impl Into<String>) -> DatabaseError {
        DatabaseError { kind, message: message.into() }
    }
}
