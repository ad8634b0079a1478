//! Fills a new database with many people, several rows a statement, through the same constructors as opening one record.
//! For demo alone: it looks for nobody who may be there already, and tells nobody; what it would have told is the caller's
//! to hand to the rooms above.

use crate::cards::{Address, Alias, Equality, Identifier, Language, Person, Reach};
use crate::create::{NewPerson, OPENED, Parts, fresh, next_crns};
use crate::headline::Headline;
use crate::index;
use crate::open::CrnRow;
use kernel::{Instant, PersonId, StaffId};
use store::{Batch, Cx, Failure, Result};

#[derive(Default)]
struct Rows {
    people: Batch<Person>,
    crns: Batch<CrnRow>,
    identifiers: Batch<Identifier>,
    aliases: Batch<Alias>,
    addresses: Batch<Address>,
    reaches: Batch<Reach>,
    equality: Batch<Equality>,
    languages: Batch<Language>,
    keys: Vec<index::PersonKey>,
}

/// Opens the records of people who are new, each as of its instant. CRNs are given in the order of the list.
///
/// # Errors
/// What the rules of a record refuse, or the database's.
pub fn fill(cx: &mut Cx<'_>, people: &[(Instant, NewPerson)]) -> Result<Vec<Person>> {
    let mut rows = Rows::default();
    let wanting = people.iter().filter(|(_, new)| new.crn.is_none()).count();
    let mut given = if wanting == 0 { Vec::new() } else { next_crns(cx, wanting)? }.into_iter();
    for (at, new) in people {
        cx.pretend_it_is(*at)?;
        cx.describe(OPENED, None);
        let crn = new.crn.clone().or_else(|| given.next());
        rows.take(cx, new, crn.ok_or_else(|| Failure::broken("no CRN was given"))?)?;
    }
    rows.write(cx)
}

impl Rows {
    fn take(&mut self, cx: &mut Cx<'_>, new: &NewPerson, crn: kernel::Crn) -> Result<()> {
        let person = fresh(cx, new, crn.clone())?;
        let (id, given_at) = (person.person_id, cx.now());
        self.people.add(cx, person)?;
        self.crns.add(cx, CrnRow { crn, person_id: id, given_at })?;
        let parts = Parts::of(cx, id, new)?;
        for row in parts.identifiers {
            self.identifiers.add(cx, row)?;
        }
        for row in parts.aliases {
            self.aliases.add(cx, row)?;
        }
        if let Some(row) = parts.address {
            self.addresses.add(cx, row)?;
        }
        if let Some(row) = parts.reach {
            self.reaches.add(cx, row)?;
        }
        if let Some(row) = parts.equality {
            self.equality.add(cx, row)?;
        }
        if let Some(row) = parts.language {
            self.languages.add(cx, row)?;
        }
        self.keys.extend(index::key_rows(id, &new.identity(cx.today())));
        Ok(())
    }

    fn write(self, cx: &mut Cx<'_>) -> Result<Vec<Person>> {
        let people = self.people.write(cx)?;
        self.crns.write(cx)?;
        self.identifiers.write(cx)?;
        self.aliases.write(cx)?;
        self.addresses.write(cx)?;
        self.reaches.write(cx)?;
        let equality = self.equality.write(cx)?;
        cx.insert_all(&crate::traits::rows_of(&people, &equality))?;
        self.languages.write(cx)?;
        cx.insert_all(&self.keys)?;
        Ok(people)
    }
}

/// Sets CRNs of the series apart for people who are opened later, perhaps several at the same time. Gives the number of the
/// first, as [`kernel::Crn::nth`] counts.
///
/// # Errors
/// When the series has not so many left, or the database fails.
pub fn reserve_crns(cx: &mut Cx<'_>, count: u32) -> Result<u32> {
    let given = next_crns(cx, usize::try_from(count).unwrap_or(usize::MAX))?.len();
    let last = cx.count("SELECT given FROM crn_series WHERE series = 'throughcare'", &[])?;
    let first = last + 1 - i64::try_from(given).unwrap_or(i64::MAX);
    u32::try_from(first).map_err(|_| Failure::broken("the series of CRNs is not where it was"))
}

/// Writes what the banners of new people say beside their names: officer and tier.
///
/// # Errors
/// When the database fails.
pub fn fill_headlines(cx: &mut Cx<'_>, said: &[(PersonId, Option<StaffId>, Option<String>)]) -> Result<()> {
    let row = |(person_id, staff_id, tier): &(PersonId, Option<StaffId>, Option<String>)| Headline {
        person_id: *person_id,
        staff_id: *staff_id,
        tier: tier.clone(),
        flags: None,
    };
    cx.insert_all(&said.iter().map(row).collect::<Vec<_>>())
}
