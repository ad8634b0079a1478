//! Sorts what stands in a hearing by person: the same person may be a defendant on several cases and the subject of
//! applications. Ids join them, never names. Every result keeps the place where it stood.

use super::message::{Application, Case, CourtResult, Defendant, Deleted, Hearing, Id, Offence, Sitting};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A result and where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub result: Arc<CourtResult>,
    pub place: Place,
    pub sitting: Arc<Sitting>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub level: Level,
    pub defendant: Option<Id>,
    pub case: Option<Id>,
    pub urn: Option<String>,
    /// The offence without its results.
    pub offence: Option<Arc<Offence>>,
    pub application: Option<Id>,
}

/// At which level of the message a result stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Offence,
    ApplicationOffence,
    CourtOrderOffence,
    Application,
    Defendant,
    /// Beside the cases; often only a copy.
    Hearing,
}

impl Seen {
    /// The hearing that ordered it, which may be an earlier one than the one that repeats it.
    #[must_use]
    pub fn hearing(&self) -> &str {
        self.result.ordered_hearing.as_deref().unwrap_or(&self.sitting.hearing)
    }

    #[must_use]
    pub fn day(&self) -> Option<kernel::Date> {
        self.result.ordered.or(self.sitting.day)
    }

    #[must_use]
    pub fn offence_id(&self) -> Option<&str> {
        self.place.offence.as_ref().and_then(|o| o.id.as_deref())
    }

    /// Puts results in the order in which a court reads them out; never depends on the order of arrival.
    #[must_use]
    pub fn rank(&self) -> (i64, i64, Option<&str>, Option<&str>, &str) {
        let offence = self.place.offence.as_ref();
        (
            offence.and_then(|o| o.order_index).unwrap_or(i64::MAX),
            offence.and_then(|o| o.count).unwrap_or(0),
            self.place.urn.as_deref(),
            self.offence_id(),
            &self.result.id,
        )
    }
}

/// An offence as it stood on a case.
#[derive(Clone, Debug, PartialEq)]
pub struct OffenceSeen {
    pub offence: Arc<Offence>,
    pub case: Option<Id>,
    pub urn: Option<String>,
    pub defendant: Option<Id>,
}

/// What a hearing says of one person.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    pub ids: BTreeSet<Id>,
    pub masters: BTreeSet<Id>,
    pub records: Vec<&'a Defendant>,
    pub seen: Vec<Seen>,
    pub offences: Vec<OffenceSeen>,
    pub applications: Vec<&'a Application>,
    pub deleted: Vec<&'a Deleted>,
    pub urns: BTreeSet<String>,
    pub youth_marked: bool,
}

/// Joins ids that are known to be one person's.
#[derive(Default)]
struct Joined {
    up: BTreeMap<Id, Id>,
}

impl Joined {
    fn head(&self, id: &str) -> Id {
        let mut at = id;
        while let Some(up) = self.up.get(at).filter(|up| *up != at) {
            at = up;
        }
        at.to_owned()
    }

    fn join(&mut self, ids: &[&Id]) {
        let heads: BTreeSet<Id> = ids.iter().map(|id| self.head(id)).collect();
        if let Some(least) = heads.first().cloned() {
            for head in heads {
                self.up.insert(head, least.clone());
            }
        }
    }
}

/// One [`Gathered`] for each person, in the order in which they first stand in the message.
pub(super) fn by_person(hearing: &Hearing) -> Vec<Gathered<'_>> {
    let mut joined = Joined::default();
    for defendant in hearing.cases.iter().flat_map(|c| &c.defendants) {
        joined.join(&[&defendant.id, &defendant.master].map(Option::as_ref).into_iter().flatten().collect::<Vec<_>>());
    }
    for application in &hearing.applications {
        joined.join(&application_ids(application));
    }
    let mut people = People { joined, found: Vec::new(), places: BTreeMap::new() };
    for case in &hearing.cases {
        for (n, defendant) in case.defendants.iter().enumerate() {
            people.of(defendant.id.as_ref().or(defendant.master.as_ref()), n).add_defendant(hearing, case, defendant);
        }
    }
    for (n, application) in hearing.applications.iter().enumerate() {
        let id = application_ids(application).first().copied();
        people.of(id, n).add_application(hearing, application);
    }
    people.add_loose(hearing);
    people.found
}

/// The subject's ids: on their cases, across cases and, where the subject is missing, of the order applied about.
fn application_ids(application: &Application) -> Vec<&Id> {
    let mut ids: Vec<&Id> = Vec::new();
    if let Some(subject) = &application.subject {
        ids.extend(subject.master.iter().chain(&subject.id));
    }
    ids.extend(application.subject_cases.iter().filter_map(|(_, id, _)| id.as_ref()));
    if ids.is_empty() {
        ids.extend(application.order.iter().flat_map(|o| o.master.iter().chain(o.defendants.first())));
    }
    ids
}

struct People<'a> {
    joined: Joined,
    found: Vec<Gathered<'a>>,
    places: BTreeMap<Id, usize>,
}

impl<'a> People<'a> {
    fn of(&mut self, id: Option<&Id>, n: usize) -> &mut Gathered<'a> {
        let key = id.map_or_else(|| format!("nobody:{}:{n}", self.found.len()), |id| self.joined.head(id));
        let place = *self.places.entry(key).or_insert_with(|| {
            self.found.push(Gathered::default());
            self.found.len() - 1
        });
        &mut self.found[place]
    }

    /// Results and deletions that stand beside the cases.
    fn add_loose(&mut self, hearing: &'a Hearing) {
        for (id, result) in &hearing.defendant_results {
            let place = Place {
                level: Level::Hearing,
                defendant: Some(id.clone()),
                case: None,
                urn: None,
                offence: None,
                application: None,
            };
            let seen = Seen { result: Arc::new(result.clone()), place, sitting: hearing.sitting.clone() };
            if let Some(n) = self.places.get(&self.joined.head(id)) {
                self.found[*n].seen.push(seen);
            }
        }
        for deleted in &hearing.deleted {
            let known = deleted.defendant.as_ref().and_then(|id| self.places.get(&self.joined.head(id)).copied());
            let by_place = || {
                self.found.iter().position(|p| {
                    let offence = |o: &OffenceSeen| o.offence.id.is_some() && o.offence.id == deleted.offence;
                    let application = |a: &&Application| a.id.is_some() && a.id == deleted.application;
                    p.offences.iter().any(offence) || p.applications.iter().any(application)
                })
            };
            if let Some(n) = known.or_else(by_place) {
                self.found[n].deleted.push(deleted);
            }
        }
    }
}

impl<'a> Gathered<'a> {
    fn add_defendant(&mut self, hearing: &'a Hearing, case: &'a Case, defendant: &'a Defendant) {
        self.ids.extend(defendant.id.clone());
        self.masters.extend(defendant.master.clone());
        self.urns.extend(case.urn.clone());
        self.youth_marked |= defendant.id.as_ref().is_some_and(|id| hearing.youths.contains(id));
        let place = |level| Place {
            level,
            defendant: defendant.id.clone(),
            case: case.id.clone(),
            urn: case.urn.clone(),
            offence: None,
            application: None,
        };
        self.add_results(hearing, &place(Level::Defendant), &defendant.results);
        for offence in &defendant.offences {
            self.add_offence(hearing, place(Level::Offence), offence);
        }
        self.records.push(defendant);
    }

    fn add_application(&mut self, hearing: &'a Hearing, application: &'a Application) {
        if let Some(subject) = &application.subject {
            self.ids.extend(subject.id.clone());
            self.masters.extend(subject.master.clone());
            self.records.push(subject);
        }
        self.ids.extend(application.subject_cases.iter().filter_map(|(_, id, _)| id.clone()));
        self.urns.extend(application.subject_cases.iter().filter_map(|(_, _, urn)| urn.clone()));
        let place = |level, case: Option<&super::message::ApplicationCase>| Place {
            level,
            defendant: application.subject.as_ref().and_then(|s| s.id.clone()),
            case: case.and_then(|c| c.id.clone()),
            urn: case.and_then(|c| c.urn.clone()),
            offence: None,
            application: application.id.clone(),
        };
        self.add_results(hearing, &place(Level::Application, None), &application.results);
        for case in &application.cases {
            for offence in &case.offences {
                self.add_offence(hearing, place(Level::ApplicationOffence, Some(case)), offence);
            }
        }
        for case in application.order.iter().flat_map(|o| &o.cases) {
            for offence in &case.offences {
                self.add_offence(hearing, place(Level::CourtOrderOffence, Some(case)), offence);
            }
        }
        self.applications.push(application);
    }

    fn add_offence(&mut self, hearing: &'a Hearing, mut place: Place, offence: &'a Offence) {
        let bare = Arc::new(offence.without_results());
        self.offences.push(OffenceSeen {
            offence: bare.clone(),
            case: place.case.clone(),
            urn: place.urn.clone(),
            defendant: place.defendant.clone(),
        });
        place.offence = Some(bare);
        self.add_results(hearing, &place, &offence.results);
    }

    fn add_results(&mut self, hearing: &'a Hearing, place: &Place, results: &[CourtResult]) {
        self.seen.extend(results.iter().map(|result| Seen {
            result: Arc::new(result.clone()),
            place: place.clone(),
            sitting: hearing.sitting.clone(),
        }));
    }
}
