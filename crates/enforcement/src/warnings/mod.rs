//! Warnings under an order: what each must say, when its window ends, and withdrawing one.
//!
//! Always true: a warning that was given stays; one that was withdrawn, or whose failure was corrected away, counts no
//! more and says why. What it must say is the law's data. It does not know how the letter is set.

mod letter;

pub(crate) use letter::write_letter;

use crate::failures::{Book, Failure};
use kernel::{Date, DocumentId, FailureId, Instant, OrderId, PersonId, WarningId};
use store::{Cx, Failure as No, Kind, Record, Result, Table, record};
use uuid::Uuid;

record! {
    /// One warning.
    pub struct Warning in "enforcement_warning", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: WarningId,
        pub failure_id: FailureId,
        pub order_id: OrderId,
        pub given_on: Date,
        /// The last day of its window as the letter told it; what counts is worked out by the law.
        pub told_until: Option<Date>,
        /// What it says, by the codes of the elements that it must hold.
        pub elements: serde_json::Value,
        pub document_id: Option<DocumentId>,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
        pub withdrawn_on: Option<Date>,
        pub withdrawn_reason: Option<String>,
        /// Why it counts no more without anybody having withdrawn it: its failure was corrected away.
        pub superseded: Option<String>,
        pub version: i64,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Warning as Record>::TABLE];

impl Warning {
    /// Neither withdrawn nor superseded.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.withdrawn_on.is_none() && self.superseded.is_none()
    }
}

/// What a warning about this failure says, element by element: the code, what must be said, and the words that say it.
///
/// # Errors
/// Refuses when something that a warning must say is missing.
pub(crate) fn elements(
    book: &Book,
    failure: &Failure,
    today: Date,
    what: &str,
) -> Result<Vec<(String, String, String)>> {
    let order = failure.order_id.and_then(|id| book.order(id)).ok_or_else(no_order)?;
    let case = book.case(order).case;
    let rows = book.law.enforcement();
    let regime = rows.regime(&order.sentence).ok_or_else(no_rule)?;
    let until = book.law.warning_lapses(&case, today).map(|clock| clock.due);
    let said = rows.elements_of(&regime.code).map(|element| {
        let words = match (element.code.as_str(), until) {
            ("circumstances", _) => format!("On {}: {what}", kernel::words::day(failure.failed_on)),
            ("unacceptable", _) => "This failure to comply is unacceptable.".to_owned(),
            ("consequence", Some(until)) => format!(
                "If you fail to comply again without a reasonable excuse by {}, your case may be taken back to court.",
                kernel::words::day(until)
            ),
            ("consequence-recall", Some(until)) => format!(
                "If you fail to comply again without a reasonable excuse by {}, you may be recalled to prison.",
                kernel::words::day(until)
            ),
            _ => String::new(),
        };
        (element.code.clone(), element.en.clone(), words)
    });
    let said: Vec<_> = said.collect();
    match said.iter().find(|(_, _, words)| words.trim().is_empty()) {
        Some((_, must, _)) => Err(No::refused(
            "decision",
            "warning_incomplete",
            format!("A warning must say this, and nothing says it: {must}"),
        )),
        None => Ok(said),
    }
}

/// Gives a warning about a failure today.
pub(crate) fn give(cx: &mut Cx<'_>, book: &Book, failure: &Failure, what: &str) -> Result<Warning> {
    let today = cx.today();
    let order = failure.order_id.and_then(|id| book.order(id)).ok_or_else(no_order)?;
    let said = elements(book, failure, today, what)?;
    let until = book.law.warning_lapses(&book.case(order).case, today).map(|clock| clock.due);
    let elements: serde_json::Map<String, serde_json::Value> =
        said.into_iter().map(|(code, _, words)| (code, words.into())).collect();
    let warning = Warning {
        person_id: failure.person_id,
        id: cx.new_id(),
        failure_id: failure.id,
        order_id: order.id,
        given_on: today,
        told_until: until,
        elements: elements.into(),
        document_id: None,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        withdrawn_on: None,
        withdrawn_reason: None,
        superseded: None,
        version: 1,
    };
    cx.insert(&warning)?;
    Ok(warning)
}

fn no_order() -> No {
    No::refused("order", "order_missing", "Choose the order that this failure is about")
}

fn no_rule() -> No {
    No::refused("decision", "no_rule", "No rule about warnings is held for this kind of order. Ask a manager")
}

/// What is shown of a warning.
pub(crate) fn rows(warning: &Warning, open: &people::OpenPerson) -> Vec<web::ui::Row> {
    use web::ui;
    let mut rows = Vec::new();
    let state = match (&warning.withdrawn_on, &warning.superseded) {
        (Some(on), _) => {
            let why = warning.withdrawn_reason.as_deref().unwrap_or_default();
            format!("Withdrawn on {}: {why}", ui::day(*on))
        }
        (None, Some(why)) => format!("Superseded. {why}"),
        (None, None) => "Counts".to_owned(),
    };
    rows.push(ui::row("State", state));
    if let Some(until) = warning.told_until {
        rows.push(ui::row("Its window", format!("until {}", ui::day(until))));
    }
    rows.push(ui::row("Given by", warning.author_name.as_str()));
    if let Some(document) = warning.document_id {
        let href = open.path(&format!("/documents/{document}"));
        rows.push(ui::row("Letter", ui::link(&href, "Open the letter")));
    } else if warning.counts() {
        let href = open.path(&format!("/failures/{}/letter", warning.failure_id));
        rows.push(ui::row("Letter", ui::tag(ui::Colour::Orange, "Not written yet")).action(
            &href,
            "Write it",
            "the letter",
        ));
    }
    rows
}
