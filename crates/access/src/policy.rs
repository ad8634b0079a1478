//! The service's own choices about sign-in: dated by their ledger entries, changed on the administration page.

use store::{Cx, Kind, Result, record};

record! {
    /// One choice.
    pub struct PolicyRow in "access_policy", Kind::Reference, key ["name"] {
        pub name: String,
        pub number: i64,
        pub version: i64,
    }
}

/// The choices, with what holds while a row is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Minutes without a request after which a session ends.
    pub session_idle_minutes: i64,
    /// Minutes after which a session ends whatever happens.
    pub session_most_minutes: i64,
    /// Wrong passwords in a row that lock a login.
    pub wrong_passwords: i64,
    /// Minutes that a lock lasts.
    pub lock_minutes: i64,
    /// The fewest characters of a password.
    pub password_length: i64,
    /// Wrong passwords from one address within the minutes of a lock, after which it has to wait.
    pub wrong_from_one_address: i64,
    /// Months for which the log of who read what is kept at hand; older ones may be archived. What is shipped is assumed.
    pub read_log_months: i64,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            session_idle_minutes: 60,
            session_most_minutes: 720,
            wrong_passwords: 5,
            lock_minutes: 15,
            password_length: 12,
            wrong_from_one_address: 60,
            read_log_months: 24,
        }
    }
}

/// Name, words for the page, and the least and most that make sense.
pub(crate) const CHOICES: &[(&str, &str, std::ops::RangeInclusive<i64>)] = &[
    ("session_idle_minutes", "Minutes without a request after which a session ends", 5..=720),
    ("session_most_minutes", "Minutes after which a session ends whatever happens", 30..=1440),
    ("wrong_passwords", "Wrong passwords in a row that lock a login", 3..=20),
    ("lock_minutes", "Minutes that a lock lasts", 1..=1440),
    ("password_length", "Fewest characters of a password", 12..=64),
    ("wrong_from_one_address", "Wrong passwords from one address before it must wait", 5..=10_000),
    (
        "read_log_months",
        "Months for which who looked at a record can be looked up here, before it may be archived",
        6..=240,
    ),
];

impl Policy {
    /// # Errors
    /// When the database fails.
    pub fn read(cx: &mut Cx<'_>) -> Result<Policy> {
        let mut policy = Policy::default();
        for row in rows(cx)? {
            let place = match row.name.as_str() {
                "session_idle_minutes" => &mut policy.session_idle_minutes,
                "session_most_minutes" => &mut policy.session_most_minutes,
                "wrong_passwords" => &mut policy.wrong_passwords,
                "lock_minutes" => &mut policy.lock_minutes,
                "password_length" => &mut policy.password_length,
                "wrong_from_one_address" => &mut policy.wrong_from_one_address,
                "read_log_months" => &mut policy.read_log_months,
                _ => continue,
            };
            *place = row.number;
        }
        Ok(policy)
    }
}

pub(crate) fn rows(cx: &mut Cx<'_>) -> Result<Vec<PolicyRow>> {
    cx.list("ORDER BY name", &[])
}

/// Sets a choice. The page has checked that the number is within [`CHOICES`].
pub(crate) fn choose(cx: &mut Cx<'_>, name: &str, number: i64) -> Result<()> {
    let known: Option<PolicyRow> = cx.get(&[name.into()])?;
    match known {
        Some(row) if row.number == number => Ok(()),
        Some(mut row) => {
            row.number = number;
            cx.describe(format!("Changed the sign-in policy: {} is {number}", name.replace('_', " ")), None);
            cx.update(&mut row)
        }
        None => {
            cx.describe(format!("Set the sign-in policy: {} is {number}", name.replace('_', " ")), None);
            cx.insert(&PolicyRow { name: name.into(), number, version: 1 })
        }
    }
}
