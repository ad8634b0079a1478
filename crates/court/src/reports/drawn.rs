//! What the record says for a report: orders and what was done on them, attendance, breaches, the risk of serious harm and
//! enquiries. Drawn anew each time it is asked for, so that it is current to the minute; it writes nothing.

use crate::records::{OutcomeRow, OutcomeState};
use assessment::enquiries::State;
use kernel::{Date, Instant};
use law::Law;
use people::OpenPerson;
use sentences::OrderWithParts;
use serde::{Deserialize, Serialize};
use store::{Cx, Result, key_values};

/// Appointments of the past that are counted.
const APPOINTMENTS: usize = 500;

/// The record as it stood at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Drawn {
    /// Microseconds; for "drawn at".
    pub at: i64,
    /// The newest first.
    pub orders: Vec<DrawnOrder>,
    /// Since the oldest appointment counted.
    pub attended: i64,
    pub excused: i64,
    pub missed: i64,
    pub since: Option<Date>,
    /// What courts did with orders, in words.
    pub outcomes: Vec<String>,
    pub harm: Option<String>,
    pub enquiries: Vec<DrawnEnquiry>,
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DrawnOrder {
    pub name: String,
    pub made_on: Date,
    pub court: String,
    /// Running, or how it ended.
    pub stands: String,
    pub running: bool,
    /// Name and how far it is done.
    pub requirements: Vec<(String, String)>,
}

/// One enquiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DrawnEnquiry {
    /// Code of its kind.
    pub kind: String,
    pub name: String,
    pub asked_of: String,
    pub sent_on: Date,
    pub stands: String,
    pub answered: bool,
}

/// The record of a person, now.
pub(super) fn draw(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Drawn> {
    let law = cx.part::<Law>()?;
    let lists = sentences::Lists::current(cx)?;
    let orders = sentences::orders(cx, &open.keys)?;
    let mut drawn = Drawn {
        at: cx.now().0,
        orders: orders.iter().filter(|o| o.order.removed.is_none()).map(|o| order(&law, &lists, o)).collect(),
        harm: assessment::harm_level(cx, &open.keys)?.map(|level| level.words().to_owned()),
        ..Drawn::default()
    };
    for contact in contacts::attempts(cx, &open.keys, APPOINTMENTS)? {
        match (contact.attended, contact.complied) {
            (Some(true), _) => drawn.attended += 1,
            (Some(false), Some(true)) => drawn.excused += 1,
            (Some(false), _) => drawn.missed += 1,
            (None, _) => continue,
        }
        drawn.since = Some(contact.happens_on);
    }
    let rest = format!("WHERE person_id IN ({}) ORDER BY made_on DESC, id", open.keys.placeholders(1));
    for row in cx.list::<OutcomeRow>(&rest, &key_values(&open.keys))? {
        if row.state == OutcomeState::Stands {
            drawn.outcomes.push(format!("{}: {}", web::ui::day(row.made_on), row.words));
        }
    }
    drawn.enquiries = enquiries(cx, open)?;
    Ok(drawn)
}

/// Whom the person's officers asked, and how each stands.
pub(super) fn enquiries(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<DrawnEnquiry>> {
    let kinds = assessment::enquiries::kinds(cx)?;
    let mut drawn = Vec::new();
    for standing in assessment::enquiries::enquiries(cx, &open.keys)? {
        let stands = match standing.state {
            State::Waiting => format!("No answer yet, due by {}", web::ui::day(standing.chase_by)),
            State::Unread => "Answered, to be analysed".to_owned(),
            State::Analysed => "Answered and analysed".to_owned(),
            State::Withdrawn => "Withdrawn".to_owned(),
        };
        drawn.push(DrawnEnquiry {
            name: kinds.name(&standing.enquiry.kind).to_owned(),
            answered: matches!(standing.state, State::Unread | State::Analysed),
            kind: standing.enquiry.kind,
            asked_of: standing.enquiry.asked_of,
            sent_on: standing.enquiry.sent_on,
            stands,
        });
    }
    Ok(drawn)
}

fn order(law: &Law, lists: &sentences::Lists, parts: &OrderWithParts) -> DrawnOrder {
    let order = &parts.order;
    let reason = |code: &Option<String>| {
        code.as_deref().map_or("", |code| lists.reason(code).map_or(code, |r| r.en.as_str())).to_lowercase()
    };
    let stands = match (order.ended_on, order.end()) {
        (Some(ended), _) => format!("Ended {}: {}", web::ui::day(ended), reason(&order.end_reason)),
        (None, Some(end)) => format!("Running, until {}", web::ui::day(end)),
        (None, None) => "Running".to_owned(),
    };
    let requirements = parts.requirements.iter().filter(|r| r.requirement.removed.is_none()).map(|r| {
        let name = law.requirement(&r.requirement.kind).map_or_else(|| r.requirement.kind.clone(), |k| k.en.clone());
        let done = match (r.progress, r.requirement.length) {
            (Some(progress), _) => progress.words(),
            (None, Some(length)) => length.to_string(),
            (None, None) => "No length".to_owned(),
        };
        let over = r.requirement.ended_on.map_or_else(String::new, |on| {
            format!("; ended {}: {}", web::ui::day(on), reason(&r.requirement.end_reason))
        });
        (name, format!("{done}{over}"))
    });
    DrawnOrder {
        name: law.sentence(&order.sentence).map_or_else(|| order.sentence.clone(), |s| s.en.clone()),
        made_on: order.made_on,
        court: order.court_name.clone().unwrap_or_else(|| "Court not on record".into()),
        stands,
        running: order.is_open(),
        requirements: requirements.collect(),
    }
}

/// The instant at which it was drawn.
pub(super) fn at(drawn: &Drawn) -> Instant {
    Instant(drawn.at)
}
