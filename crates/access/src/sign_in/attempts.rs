//! How many wrong passwords a login or an address is charged with. A place is taken before a password is looked at and
//! settled after, so many guesses at once count as many; while all places are taken by checks that have not ended, others
//! wait, so many right passwords at once lock nobody. It knows no password and no user.

use crate::policy::Policy;
use crate::secret;
use crate::users::clean_login;
use kernel::Instant;
use store::{Cx, Kind, Result, Value, params, record};

record! {
    /// Wrong passwords for one login, or from one address, each by its hash: people type passwords into the wrong field.
    pub struct Attempt in "access_attempt", Kind::Local, key ["what_hash"] {
        pub what_hash: Vec<u8>,
        /// Those found wrong, and those being checked.
        pub wrong: i64,
        pub since: Instant,
        pub locked_until: Option<Instant>,
        /// Of `wrong`, those being checked.
        pub checking: i64,
        pub checking_since: Option<Instant>,
    }
}

/// A check that has not ended after this long, seconds, never will: its server is gone, and it counts as wrong.
const LONGEST_CHECK: i64 = 30;

/// How far ahead of this clock another server's may be, seconds.
const AHEAD: i64 = 300;

/// What became of asking for a place.
pub(crate) enum Place {
    Taken,
    /// All places are taken by checks under way.
    Busy,
    Locked(Instant),
}

/// What is charged, and how many wrong passwords lock it.
pub(crate) struct Charged {
    key: Vec<u8>,
    most: i64,
}

impl Charged {
    pub(crate) fn login(login: &str, policy: &Policy) -> Charged {
        Charged { key: login_key(login), most: policy.wrong_passwords }
    }

    pub(crate) fn address(came_from: &str, policy: &Policy) -> Charged {
        Charged { key: secret::hash(&format!("address {came_from}")), most: policy.wrong_from_one_address }
    }
}

fn login_key(login: &str) -> Vec<u8> {
    secret::hash(&format!("login {}", clean_login(login)))
}

impl Attempt {
    /// What the row says now: a lock or a quiet spell that is over wipes it, and a check that never ended has failed.
    ///
    /// What begins or ends further ahead than it can was noted by a clock that was wrong: it is over too.
    fn brought_to(mut self, now: Instant, most: i64, lock_seconds: i64) -> Attempt {
        let latest = now.plus_seconds(AHEAD);
        if self.checking_since.is_some_and(|at| at.plus_seconds(LONGEST_CHECK) <= now || at > latest) {
            (self.checking, self.checking_since) = (0, None);
            self.lock_if_full(now, most, lock_seconds);
        }
        let is_over = match self.locked_until {
            Some(until) => until <= now || until > latest.plus_seconds(lock_seconds),
            None => self.checking == 0 && (self.since.plus_seconds(lock_seconds) <= now || self.since > latest),
        };
        if is_over {
            return Attempt { wrong: self.checking, since: now, locked_until: None, ..self };
        }
        self
    }

    fn lock_if_full(&mut self, now: Instant, most: i64, lock_seconds: i64) {
        if self.wrong - self.checking >= most {
            self.locked_until = Some(now.plus_seconds(lock_seconds));
        }
    }
}

/// Takes the row, so that attempts at the same moment are counted one after the other.
fn taken(cx: &mut Cx<'_>, charged: &Charged, policy: &Policy) -> Result<Attempt> {
    let now = cx.now();
    cx.execute(
        "INSERT INTO access_attempt (what_hash, wrong, since, locked_until, checking, checking_since) \
         VALUES ($1, 0, $2, NULL, 0, NULL) ON CONFLICT (what_hash) DO UPDATE SET wrong = access_attempt.wrong",
        params![charged.key.clone(), now],
    )?;
    let row: Attempt = cx.need(&[Value::Bytes(charged.key.clone())])?;
    Ok(row.brought_to(now, charged.most, policy.lock_minutes * 60))
}

/// Takes a place for one password with everything that is charged for it, or with none.
pub(crate) fn take(cx: &mut Cx<'_>, all: &[Charged], policy: &Policy) -> Result<Place> {
    let now = cx.now();
    let stale = now.plus_seconds(-86_400);
    cx.execute("DELETE FROM access_attempt WHERE since < $1 AND checking = 0", params![stale])?;
    let mut rows = Vec::new();
    for charged in all {
        let row = taken(cx, charged, policy)?;
        if let Some(until) = row.locked_until {
            cx.save(&row)?;
            return Ok(Place::Locked(until));
        }
        if row.wrong >= charged.most {
            return Ok(Place::Busy);
        }
        rows.push(row);
    }
    for mut row in rows {
        row.wrong += 1;
        row.checking += 1;
        row.checking_since = Some(now);
        cx.save(&row)?;
    }
    Ok(Place::Taken)
}

/// What a check found out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Wrong,
    /// The place is given back.
    Right,
    /// The place is given back, and what was wrong before is forgotten.
    RightAndForget,
}

/// Settles a place that was taken.
pub(crate) fn settle(cx: &mut Cx<'_>, charged: &Charged, policy: &Policy, found: Found) -> Result<()> {
    let now = cx.now();
    let mut row = taken(cx, charged, policy)?;
    if row.checking > 0 {
        row.checking -= 1;
        row.checking_since = row.checking_since.filter(|_| row.checking > 0);
        if found != Found::Wrong {
            row.wrong = (row.wrong - 1).max(row.checking);
        }
    }
    if found == Found::RightAndForget {
        row.wrong = row.checking;
    }
    if found == Found::Wrong {
        row.lock_if_full(now, charged.most, policy.lock_minutes * 60);
    }
    cx.save(&row)
}

/// Forgets the wrong passwords of a login.
pub(crate) fn forget(cx: &mut Cx<'_>, login: &str) -> Result<()> {
    cx.execute("DELETE FROM access_attempt WHERE what_hash = $1", params![login_key(login)])?;
    Ok(())
}

/// Until when a login is locked.
pub(crate) fn locked_until(cx: &mut Cx<'_>, login: &str) -> Result<Option<Instant>> {
    let row: Option<Attempt> = cx.get(&[Value::Bytes(login_key(login))])?;
    let now = cx.now();
    Ok(row.and_then(|row| row.locked_until).filter(|until| *until > now))
}
