//! A person's matter at a hearing: who they are, what the court did, and what that asks of probation. One for each person
//! of a message; a legal entity and a case of the older system have one too, which asks nothing.

use super::age::Age;
use super::application::{self, ApplicationRead, Subject};
use super::around::Around;
use super::definition::Purpose;
use super::gather::{self, Gathered, OffenceSeen, Seen};
use super::identity::{self, Identity};
use super::json::Note;
use super::message::{Body, Deleted, Hearing, Id, LibraCase, Message, Party, Sitting};
use super::order::{self, Order};
use super::outcome::{self, Outcome};
use super::report::{self, ReportRequest};
use super::requirement::Requirement;
use super::standing::Known;
use kernel::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// Absent for a case of the older system.
    pub sitting: Option<Arc<Sitting>>,
    /// The person's ids on their cases exactly as sent, in the order in which they stand in the message.
    pub said: Vec<String>,
    /// The person's ids on their cases, and across cases.
    pub defendants: BTreeSet<Id>,
    pub masters: BTreeSet<Id>,
    pub about: About,
    pub age: Age,
    pub urns: BTreeSet<String>,
    pub offences: Vec<OffenceSeen>,
    /// Every result, with its place.
    pub seen: Vec<Seen>,
    pub deleted: Vec<Deleted>,
    pub orders: Vec<Order>,
    pub outcomes: Vec<Outcome>,
    pub applications: Vec<ApplicationRead>,
    pub reports: Vec<ReportRequest>,
    /// Requirements that belong to no order here.
    pub orphans: Vec<Requirement>,
    pub notes: Vec<Note>,
    pub asks: Asks,
}

#[derive(Clone, Debug, PartialEq)]
pub enum About {
    Person(Box<Identity>),
    Organisation(String),
    /// The message does not say who.
    Unclear,
}

/// What a matter asks of probation. Only the first three make a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// An order or custody to supervise.
    Supervise,
    /// A breach of, or application about, an order that probation supervises.
    Breach,
    Report,
    /// Nothing, and why.
    Nothing(String),
}

impl Asks {
    #[must_use]
    pub fn makes_a_record(&self) -> bool {
        !matches!(self, Asks::Nothing(_))
    }
}

/// Every matter of a message, in the order in which the people stand in it.
#[must_use]
pub fn matters(message: &Message) -> Vec<Matter> {
    match &message.body {
        Body::Hearing(hearing) => of_hearing(hearing),
        Body::Libra(case) => vec![of_libra(case)],
        Body::Deleted { .. } => Vec::new(),
    }
}

fn of_hearing(hearing: &Hearing) -> Vec<Matter> {
    gather::by_person(hearing).into_iter().map(|person| of_person(hearing, person)).collect()
}

fn of_person(hearing: &Hearing, person: Gathered<'_>) -> Matter {
    let mut notes = Vec::new();
    let year = hearing.sitting.day.or(hearing.sitting.shared.map(|s| s.local_date())).map_or(2026, Date::year);
    let about = about(&person, year, &mut notes);
    let day = hearing.sitting.day;
    let age = age(&about, day, &person, &mut notes);
    let applications: Vec<ApplicationRead> = person.applications.iter().map(|a| application::read(a)).collect();
    let seen = once_each(person.seen, &mut notes);
    let refs: Vec<&Seen> = seen.iter().collect();
    let read = Read::of(&refs, &applications, &Known::default());
    for orphan in &read.orphans {
        let what = format!("a requirement ({}) belongs to no order in this message", orphan.in_words());
        notes.push(Note { what, at: String::new(), raw: Some(orphan.key.clone()) });
    }
    let asks = asks(&about, age, day, &read, &applications, &seen);
    Matter {
        sitting: Some(hearing.sitting.clone()),
        said: said(&person.records),
        defendants: person.ids,
        masters: person.masters,
        urns: person.urns,
        offences: person.offences,
        deleted: person.deleted.into_iter().cloned().collect(),
        orders: read.orders,
        outcomes: read.outcomes,
        reports: read.reports,
        orphans: read.orphans,
        about,
        age,
        seen,
        applications,
        notes,
        asks,
    }
}

/// What follows from a set of results, be it of one message or of all messages about a person.
pub(super) struct Read {
    pub(super) orders: Vec<Order>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) reports: Vec<ReportRequest>,
    pub(super) orphans: Vec<Requirement>,
}

impl Read {
    pub(super) fn of(all: &[&Seen], applications: &[ApplicationRead], known: &Known) -> Read {
        let around = Around::new(all);
        Read {
            orders: order::orders(&around, known),
            outcomes: outcome::outcomes(&around, applications),
            reports: report::reports(all),
            orphans: around.orphans(),
        }
    }
}

/// A result may stand in two places of one message; the first is taken.
fn once_each(seen: Vec<Seen>, notes: &mut Vec<Note>) -> Vec<Seen> {
    let mut ids: BTreeSet<Id> = BTreeSet::new();
    let mut kept = Vec::with_capacity(seen.len());
    for seen in seen {
        if ids.insert(seen.result.id.clone()) {
            kept.push(seen);
        } else {
            let what = "a result stands twice in this message; it is counted once".into();
            notes.push(Note { what, at: seen.result.at.clone(), raw: Some(seen.result.id.clone()) });
        }
    }
    kept
}

/// Each id once, whatever its letters' case.
fn said(records: &[&super::message::Defendant]) -> Vec<String> {
    let mut known = BTreeSet::new();
    records.iter().filter_map(|r| r.said.clone()).filter(|id| known.insert(id.to_lowercase())).collect()
}

fn about(person: &Gathered<'_>, year: i16, notes: &mut Vec<Note>) -> About {
    if let Some(identity) = identity::identity(&person.records, year, notes) {
        return About::Person(Box::new(identity));
    }
    let organisation = person.records.iter().find_map(|record| match &record.party {
        Party::Organisation(name) => Some(name.clone()),
        _ => None,
    });
    organisation.map_or(About::Unclear, About::Organisation)
}

fn age(about: &About, day: Option<Date>, person: &Gathered<'_>, notes: &mut Vec<Note>) -> Age {
    let flagged = if person.youth_marked { Some(true) } else { person.records.iter().find_map(|r| r.youth) };
    let born = match about {
        About::Person(identity) => identity.born,
        _ => None,
    };
    let age = Age::at(day, born, flagged);
    if flagged.is_some_and(|youth| youth != age.is_youth()) && !matches!(age, Age::Unknown) {
        let what = "the message's flag for youths and the date of birth disagree; the date of birth is taken".into();
        notes.push(Note { what, at: String::new(), raw: None });
    }
    age
}

fn asks(
    about: &About,
    age: Age,
    day: Option<Date>,
    read: &Read,
    applications: &[ApplicationRead],
    seen: &[Seen],
) -> Asks {
    match about {
        About::Organisation(name) => {
            return Asks::Nothing(format!("{name} is an organisation, not a person"));
        }
        About::Unclear => {
            return Asks::Nothing("the message does not say who the defendant is".into());
        }
        About::Person(_) => {}
    }
    let supervised = read.orders.iter().any(|o| o.custody || application::supervised(&o.kind) || !o.certain);
    let breach = applications.iter().any(|a| a.subject == Subject::Order);
    if let Age::Youth { eighteen } = age
        && (supervised || breach || !read.reports.is_empty())
    {
        return Asks::Nothing(youth(eighteen, day, read));
    }
    if supervised {
        return Asks::Supervise;
    }
    if breach || read.outcomes.iter().any(outcome_asks) {
        return Asks::Breach;
    }
    if !read.reports.is_empty() {
        return Asks::Report;
    }
    Asks::Nothing(nothing(read, applications, seen))
}

/// An order of ours was changed, ended or brought into effect outside any application.
fn outcome_asks(outcome: &Outcome) -> bool {
    use outcome::OutcomeKind as K;
    let ours = outcome.concerns.kind.as_deref().is_some_and(application::supervised);
    ours && matches!(outcome.kind, K::Varied | K::Revoked | K::Discharged | K::Activated | K::NoAction | K::Continued)
}

/// A youth is youth justice's; whoever turns eighteen while the order lasts will be passed on and must not be lost.
fn youth(eighteen: Option<Date>, day: Option<Date>, read: &Read) -> String {
    let mut words = "under eighteen on the day of the hearing: youth justice supervises".to_owned();
    let Some(eighteen) = eighteen else {
        return words;
    };
    let lasts = read.orders.iter().filter_map(|o| o.end).max().filter(|end| *end >= eighteen);
    let custody = read.orders.iter().any(|o| o.custody);
    if lasts.is_some() || custody || day.is_some_and(|d| d >= eighteen) {
        words.push_str(&format!("; turns eighteen on {eighteen}"));
        match lasts {
            Some(end) => words.push_str(&format!(", before the order ends on {end}")),
            None => words.push_str(", which may be while the sentence lasts"),
        }
    }
    words
}

fn nothing(read: &Read, applications: &[ApplicationRead], seen: &[Seen]) -> String {
    if let Some(order) = read.orders.first() {
        return format!("a {} is not supervised by probation", order.kind.replace('_', " "));
    }
    if let Some(orphan) = read.orphans.first() {
        return format!("a requirement ({}) without an order", orphan.in_words());
    }
    if seen.is_empty() && applications.is_empty() {
        return "no results: the hearing is only listed".into();
    }
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for seen in seen {
        let meaning = &seen.result.meaning;
        use Purpose as P;
        let named = matches!(
            meaning.purpose(),
            P::Disposal | P::Financial | P::Remand | P::Warrant | P::Application | P::SetAside
        );
        if named {
            kinds.insert(match meaning.purpose() {
                Purpose::Remand => format!("remand ({})", meaning.kind()),
                Purpose::Warrant => "warrant".into(),
                _ => match seen.result.prompt(&["theCourtHasAppointedASupervisorToSuperviseYou"]) {
                    Some(who) if !who.is_empty() => format!("{} (supervisor: {who})", meaning.kind().replace('_', " ")),
                    _ => meaning.kind().replace('_', " "),
                },
            });
        }
    }
    let kinds: Vec<String> = kinds.into_iter().collect();
    match kinds.as_slice() {
        [] => "no result that probation acts on".into(),
        kinds => format!("no result that probation acts on: {}", kinds.join(", ")),
    }
}

fn of_libra(case: &LibraCase) -> Matter {
    let mut notes = Vec::new();
    let year = case.session.map_or(2026, Date::year);
    let records = [&case.defendant];
    let about = match identity::identity(&records, year, &mut notes) {
        Some(identity) => About::Person(Box::new(identity)),
        None => match &case.defendant.party {
            Party::Organisation(name) => About::Organisation(name.clone()),
            _ => About::Unclear,
        },
    };
    let born = match &about {
        About::Person(identity) => identity.born,
        _ => None,
    };
    let asks = match &about {
        About::Organisation(name) => Asks::Nothing(format!("{name} is an organisation, not a person")),
        _ => {
            Asks::Nothing("a Libra case lists a hearing and holds no results; a sentence is entered by a person".into())
        }
    };
    let offences = case.defendant.offences.iter().map(|offence| OffenceSeen {
        offence: Arc::new(offence.without_results()),
        case: case.case_number.clone(),
        urn: case.urn.clone(),
        defendant: None,
    });
    Matter {
        sitting: None,
        said: Vec::new(),
        defendants: case.libra_person.iter().map(|id| format!("libra:{}", id.to_lowercase())).collect(),
        masters: BTreeSet::new(),
        age: Age::at(case.session, born, None),
        urns: case.urn.iter().chain(&case.case_number).cloned().collect(),
        offences: offences.collect(),
        seen: Vec::new(),
        deleted: Vec::new(),
        orders: Vec::new(),
        outcomes: Vec::new(),
        applications: Vec::new(),
        reports: Vec::new(),
        orphans: Vec::new(),
        notes,
        about,
        asks,
    }
}
