//! The log writes down what happens in the rooms below and what courts decide, so that a practitioner reads one story. Other
//! rooms above write their own entries through [`crate::enter`].

use crate::actions::{Entry, enter, keep_last_contact};
use domain_events::{DomainEvent, SupervisedOn};
use kernel::Date;
use store::{Cx, Result};

/// What the binary lists.
pub const LISTENERS: &[(&str, store::Listener)] =
    &[("contacts", hear), ("attendance, after a merge", crate::attendance::hear)];

const DETAILS: &str = "TPER";
const MERGE: &str = "TMRG";
const EVENT: &str = "TEVT";
const BEGAN: &str = "ECOM";
const AMENDED: &str = "TAMD";
const ENDED: &str = "ETER";
const REQUIREMENT: &str = "TREQ";
const SYSTEM: &str = "TSYS";
const COURT: &str = "EAPP";
const REPORT: &str = "TRPT";

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    if let DomainEvent::PersonMerged { person, .. } | DomainEvent::PersonUnmerged { person, .. } = event {
        let keys = people::keys_of(cx, *person)?;
        keep_last_contact(cx, &keys)?;
    }
    if let DomainEvent::PersonUnmerged { released, .. } = event {
        let keys = people::keys_of(cx, *released)?;
        keep_last_contact(cx, &keys)?;
    }
    match entry(event, cx.today()) {
        Some(entry) => enter(cx, entry).map(|_| ()),
        None => Ok(()),
    }
}

/// The entry that a fact leaves in the log, if it leaves one.
pub(crate) fn entry(fact: &DomainEvent, today: Date) -> Option<Entry> {
    use DomainEvent as E;
    let of = |person: &kernel::PersonId, contact_type: &str, on: Date, title: String| {
        Some(Entry::new(*person, contact_type, on, title))
    };
    match fact {
        E::PersonCreated { person } => of(person, DETAILS, today, "Record opened".into()),
        E::PersonAmended { person, part } => of(person, DETAILS, today, format!("Changed: {part}")),
        E::AddressChanged { person, from } => of(person, DETAILS, *from, "Main address changed".into()),
        E::PersonMerged { person, .. } => of(person, MERGE, today, "Another record was merged into this one".into()),
        E::PersonUnmerged { person, .. } => of(person, MERGE, today, "A merge was undone".into()),
        E::EventOpened { person, event, on } => of(person, EVENT, *on, "Event opened".into()).map(|e| e.event(*event)),
        E::OrderMade { person, event, on, .. } => {
            of(person, BEGAN, *on, "Order or sentence made".into()).map(|e| e.event(*event))
        }
        E::OrderAmended { person, event, on, .. } => {
            of(person, AMENDED, *on, "Order or sentence amended".into()).map(|e| e.event(*event))
        }
        E::OrderEnded { person, event, on, reason, .. } => {
            of(person, ENDED, *on, format!("Order or sentence ended: {reason}")).map(|e| e.event(*event))
        }
        E::OrderReopened { person, event, .. } => {
            of(person, AMENDED, today, "The end of an order or sentence was undone".into()).map(|e| e.event(*event))
        }
        E::RequirementAmended { person, .. } => of(person, REQUIREMENT, today, "Requirement amended".into()),
        E::RequirementEnded { person, on, reason, .. } => {
            of(person, REQUIREMENT, *on, format!("Requirement ended: {reason}"))
        }
        E::SupervisionBegan { person, on, basis, .. } => {
            of(person, SYSTEM, *on, format!("Supervision began: {}", basis_words(*basis)))
        }
        E::SupervisionChanged { person, on, basis } => {
            of(person, SYSTEM, *on, format!("Supervision changed: {}", basis_words(*basis)))
        }
        E::SupervisionEnded { person, on } => of(person, SYSTEM, *on, "Supervision ended".into()),
        E::ReportRequested { person, event, due, .. } => {
            let due = due.map_or_else(String::new, |due| format!(", due {}", web::ui::day(due)));
            of(person, REPORT, today, format!("A court asked for a report{due}")).map(|e| e.event(*event))
        }
        E::CourtResultRecorded { person, event, .. } => {
            of(person, COURT, today, "A court's result was recorded".into()).map(|e| e.event(*event))
        }
        E::BreachHeard { person, on, outcome, .. } => {
            of(person, COURT, *on, format!("Breach or application before a court: {outcome}"))
        }
        _ => None,
    }
}

fn basis_words(basis: SupervisedOn) -> &'static str {
    match basis {
        SupervisedOn::Order => "on an order",
        SupervisedOn::Custody => "in custody",
        SupervisedOn::Licence => "on licence",
        SupervisedOn::PreSentence => "before sentence",
        SupervisedOn::Voluntary => "by agreement",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn every_entry_is_of_a_type_that_throughcare_writes() {
        let catalogue = Catalogue::shipped().unwrap();
        for code in [DETAILS, MERGE, EVENT, BEGAN, AMENDED, ENDED, REQUIREMENT, SYSTEM, COURT, REPORT] {
            assert!(catalogue.contact_type(code).is_some_and(|t| t.system), "{code}");
        }
    }
}
