//! The search door: a query taken apart, the ids filed under its parts, the people ranked with what matched in words,
//! one page of them, masked where the actor may not see them, and the showing written down.

use crate::index::{self, Depth, Known};
use crate::matching::search::{Hit, Part, Query, rank};
use crate::open::{crn_row, name_of};
use crate::sight;
use kernel::{Crn, Date, PersonId};
use std::collections::HashSet;
use store::{Cx, Failure, Result};

/// Hits on a page.
pub const PER_PAGE: usize = 25;

/// The most people ranked and listed for one query; past it the page says so and asks for more words. Whoever bears the
/// words as they were typed comes before those whose names only begin or sound so, however common the name is.
pub const MOST: usize = 100;

/// One person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub person: PersonId,
    pub crn: Crn,
    /// "Restricted" where the actor may not see the person.
    pub name: String,
    pub born: Option<Date>,
    /// What matched, each in words; empty for a restricted person, of whom a match would tell something.
    pub matched: Vec<String>,
    pub restricted: bool,
}

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    pub hits: Vec<Found>,
    /// How many people fit, on all pages.
    pub total: usize,
    /// More people may fit than were looked at.
    pub more: bool,
}

/// Finds people by name (also misspelt, alias, reversed), CRN, PNC, CRO, prison or NI number and date of birth.
/// `page` counts from 1.
///
/// # Errors
/// When the database fails.
pub fn search(cx: &mut Cx<'_>, text: &str, page: usize) -> Result<SearchPage> {
    let query = Query::parse(text, cx.today());
    if query.is_empty() {
        return Ok(SearchPage::default());
    }
    let ids = candidates(cx, &query)?;
    let more = ids.len() > MOST;
    let depth = if query.asks_for_numbers() { Depth::Numbers } else { Depth::Names };
    let mut ranked: Vec<(Hit, Known)> = Vec::new();
    for known in index::known_to(cx, ids.get(..MOST).unwrap_or(&ids), depth)? {
        // An absorbed CRN was asked for and led here: the query's CRN is not the survivor's, and still fits.
        let crn = query.crns.first().filter(|_| !query.crns.contains(&known.person.crn)).unwrap_or(&known.person.crn);
        if let Some(hit) = rank(&query, crn, &known.identity) {
            ranked.push((hit, known));
        }
    }
    ranked.sort_by(|(a, x), (b, y)| b.rank.cmp(&a.rank).then_with(|| sort_name(x).cmp(&sort_name(y))));
    let total = ranked.len();
    let first = page.saturating_sub(1).saturating_mul(PER_PAGE);
    let shown: Vec<(Hit, Known)> = ranked.into_iter().skip(first).take(PER_PAGE).collect();
    let ids: Vec<PersonId> = shown.iter().map(|(_, k)| k.person.person_id).collect();
    let hidden = sight::hidden(cx, &ids)?;
    cx.note_shown("search", text, &ids);
    Ok(SearchPage { hits: shown.into_iter().map(|(hit, k)| found(hit, k, &hidden)).collect(), total, more })
}

fn sort_name(known: &Known) -> (String, String, &Crn) {
    (kernel::fold(&known.person.last_name), kernel::fold(&known.person.first_name), &known.person.crn)
}

fn found(hit: Hit, known: Known, hidden: &HashSet<PersonId>) -> Found {
    let person = known.person;
    let restricted = hidden.contains(&person.person_id);
    Found {
        person: person.person_id,
        name: if restricted { "Restricted".into() } else { name_of(&person) },
        born: person.born.filter(|_| !restricted),
        matched: if restricted { Vec::new() } else { hit.matched.into_iter().map(|(_, words)| words).collect() },
        crn: person.crn,
        restricted,
    }
}

/// Ids that may fit: those of the CRN; else those with every word as typed, then full names that sound so, then those filed
/// under every part in any way; else, when nothing is filed so, those whose names begin alike. The looser ways are asked
/// only while there is room.
fn candidates(cx: &mut Cx<'_>, query: &Query) -> Result<Vec<PersonId>> {
    if let Some(crn) = query.crns.first() {
        return match crn_row(cx, crn) {
            Ok(person) => Ok(vec![person]),
            Err(Failure::NotFound) => Ok(Vec::new()),
            Err(other) => Err(other),
        };
    }
    let mut ids = filed(cx, query.exact_parts())?;
    if let Some(pair) = query.pair().filter(|_| ids.len() <= MOST) {
        add(&mut ids, index::filed_under(cx, &[(vec![pair], None)], MOST + 1)?);
    }
    if ids.len() <= MOST {
        add(&mut ids, filed(cx, query.parts())?);
    }
    if ids.is_empty() {
        ids = filed(cx, query.loose_parts())?;
    }
    Ok(ids)
}

fn filed(cx: &mut Cx<'_>, parts: Vec<Part>) -> Result<Vec<PersonId>> {
    let parts: Vec<_> = parts.into_iter().map(|p| (p.keys, p.beginning)).collect();
    index::filed_under(cx, &parts, MOST + 1)
}

fn add(ids: &mut Vec<PersonId>, more: Vec<PersonId>) {
    let known: HashSet<PersonId> = ids.iter().copied().collect();
    ids.extend(more.into_iter().filter(|id| !known.contains(id)));
}
