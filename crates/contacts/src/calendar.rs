//! The calendar link of somebody who signs in: made, revoked, and read by its secret.

use crate::catalogue;
use crate::reading::diary;
use crate::rules::feed::{self, Entry, initials};
use crate::tables::{CalendarLink, Contact};
use jiff::ToSpan;
use kernel::{ContactId, Instant, PersonId, StaffId, UserId, placeholders};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::{Cx, Failure, Result, Value, params};

/// How far the feed reaches back and ahead, days.
const BACK: i32 = 31;
const AHEAD: i32 = 366;

/// What a link ends with: whose it is, and 32 random bytes that prove it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secret {
    owner: UserId,
    random: [u8; 32],
}

impl Secret {
    /// A secret that nobody knows yet.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub(crate) fn fresh(owner: UserId) -> Result<Secret> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|e| Failure::broken(e.to_string()))?;
        Ok(Secret { owner, random })
    }

    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.owner.0.simple(), hex::encode(self.random))
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.text().as_bytes()).to_vec()
    }
}

impl std::str::FromStr for Secret {
    type Err = ();
    fn from_str(text: &str) -> std::result::Result<Secret, ()> {
        let (owner, random) = text.split_at_checked(32).ok_or(())?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(random, &mut bytes).map_err(|_| ())?;
        Ok(Secret { owner: owner.parse().map_err(|_| ())?, random: bytes })
    }
}

/// Makes the link work, in place of the one before.
///
/// # Errors
/// [`Failure::Forbidden`] when the secret names somebody else.
pub(crate) fn turn_on(cx: &mut Cx<'_>, user: UserId, staff: StaffId, name: &str, secret: &Secret) -> Result<()> {
    if secret.owner != user {
        return Err(Failure::Forbidden("This link was made for somebody else.".into()));
    }
    cx.describe("Turned a calendar link on", None);
    let made_at = cx.now();
    match cx.get::<CalendarLink>(params![user])? {
        Some(mut link) => {
            link.staff_id = staff;
            link.owner_name = name.to_owned();
            link.secret_hash = secret.hash();
            link.made_at = made_at;
            link.revoked_at = None;
            cx.update(&mut link)
        }
        None => cx.insert(&CalendarLink {
            user_id: user,
            staff_id: staff,
            owner_name: name.to_owned(),
            secret_hash: secret.hash(),
            made_at,
            revoked_at: None,
            version: 1,
        }),
    }
}

/// Makes the link stop working.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that works.
pub(crate) fn revoke(cx: &mut Cx<'_>, user: UserId) -> Result<()> {
    let mut link = cx.need::<CalendarLink>(params![user])?;
    if link.revoked_at.is_some() {
        return Err(Failure::NotFound);
    }
    link.revoked_at = Some(cx.now());
    cx.describe("Revoked a calendar link", None);
    cx.update(&mut link)
}

/// The link that a secret opens.
///
/// # Errors
/// [`Failure::NotFound`] when it opens none: never made, revoked or replaced.
pub(crate) fn of_secret(cx: &mut Cx<'_>, secret: &Secret) -> Result<CalendarLink> {
    let link = cx.get::<CalendarLink>(params![secret.owner])?;
    // The hash of 32 random bytes: comparing it tells nobody how near a guess was.
    link.filter(|link| link.revoked_at.is_none() && link.secret_hash == secret.hash()).ok_or(Failure::NotFound)
}

/// The text of the feed, as its owner may see it now. Whoever is restricted is left out.
///
/// # Errors
/// When the database fails.
pub(crate) fn feed(cx: &mut Cx<'_>, link: &CalendarLink) -> Result<String> {
    let today = cx.today();
    let (from, to) = (today.saturating_add((-BACK).days()), today.saturating_add(AHEAD.days()));
    let rows = diary(cx, link.staff_id, from, to)?;
    let mut ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = people::lines(cx, &ids)?;
    let catalogue = catalogue::current(cx)?;
    let changed = changes(cx, &rows.iter().map(|row| (row.person_id, row.contact_id)).collect::<Vec<_>>())?;
    let mut shown = Vec::new();
    let mut entries = Vec::new();
    for row in rows {
        let Some(line) = people.get(&row.person_id).filter(|line| !line.restricted) else { continue };
        let (Some(start), Some((changed, place))) = (row.starts, changed.get(&row.contact_id).cloned()) else {
            continue;
        };
        let outcome = row.outcome.as_deref().and_then(|code| catalogue.outcome(code));
        shown.push(row.person_id);
        entries.push(Entry {
            contact: row.contact_id,
            initials: initials(&line.name),
            contact_type: catalogue
                .contact_type(&row.contact_type)
                .map_or(row.contact_type.clone(), |t| t.name.en.clone()),
            place,
            date: row.happens_on,
            start,
            end: row.ends,
            withdrawn: outcome.is_some_and(crate::Outcome::by_action),
            changed,
        });
    }
    shown.dedup();
    cx.note_shown("feed", format!("Calendar feed of {}", link.owner_name), &shown);
    Ok(feed::text(&entries))
}

/// When each of these contacts last changed, and where it is.
fn changes(cx: &mut Cx<'_>, of: &[(PersonId, ContactId)]) -> Result<HashMap<ContactId, (Instant, Option<String>)>> {
    let mut found = HashMap::new();
    for some in of.chunks(200) {
        let mut values: Vec<Value> = some.iter().map(|(person, _)| Value::from(*person)).collect();
        values.extend(some.iter().map(|(_, contact)| Value::from(*contact)));
        let rest = format!(
            "WHERE person_id IN ({}) AND id IN ({})",
            placeholders(1, some.len()),
            placeholders(some.len() + 1, some.len())
        );
        for contact in cx.list::<Contact>(&rest, &values)? {
            found.insert(contact.id, (contact.changed_at, contact.place));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::Secret;
    use kernel::UserId;

    #[test]
    fn a_secret_is_read_back_and_a_guess_is_not() {
        let owner = UserId(uuid::Uuid::from_u128(7));
        let secret = Secret::fresh(owner).unwrap();
        assert!(secret.text().parse() == Ok(secret));
        for guess in ["", "x", &secret.text()[..60], &format!("{}0", secret.text()), &"é".repeat(48)] {
            assert!(guess.parse::<Secret>().is_err(), "{guess}");
        }
    }
}
