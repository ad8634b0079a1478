//! Which outcomes a register offers and what each counts: dated rows that a service adds to and ends.
//!
//! Always true: what was told under a row keeps what it counted; somebody who did not come is credited no time that they worked.
//! What an outcome means for compliance is the log's to say.

use super::booking::CONTACT_TYPE;
use super::records::Counts;
use kernel::{Date, Refusal};
use policy::{Adding, Dated, Figure, Made, New};
use store::{Cx, Failure, Kind, Result, params, record};
use web::form::Form;
use web::ui::{self, item};
use web::{Markup, html};

record! {
    /// An outcome that a register offers, from a day on, and what counts with it.
    pub struct WorkOutcome in "work_outcome", Kind::Reference, key ["code", "from_date"] {
        /// An outcome of the log.
        pub code: String,
        pub from_date: Date,
        pub place: i64,
        pub counts: Counts,
        pub hint: String,
        /// From this day on it is offered no more.
        pub ended: bool,
        pub assumed: bool,
        pub source: String,
    }
}

/// The outcomes that a register of that day offers, in their order.
///
/// # Errors
/// When the database fails.
pub fn outcomes_on(cx: &mut Cx<'_>, day: Date) -> Result<Vec<WorkOutcome>> {
    let all = cx.remembered(|cx| cx.list::<WorkOutcome>("ORDER BY code, from_date DESC", params![]))?;
    Ok(offered(&all, day))
}

/// Of rows with the newest of a code first.
fn offered(all: &[WorkOutcome], day: Date) -> Vec<WorkOutcome> {
    let mut known = std::collections::HashSet::new();
    let newest = all.iter().filter(|o| o.from_date <= day && known.insert(o.code.clone()));
    let mut rows: Vec<WorkOutcome> = newest.filter(|o| !o.ended).cloned().collect();
    rows.sort_by_key(|o| o.place);
    rows
}

fn counted(counts: Counts) -> &'static str {
    match counts {
        Counts::Time => "The time there counts",
        Counts::Concurrent => "The time there counts as hours that run with another order",
        Counts::StoodDown => "The time there counts, and at least what policy gives whoever is stood down",
        Counts::StoodDownAhead => "What policy gives whoever is told before the day counts",
        Counts::Nothing => "Nothing counts",
    }
}

/// Whether an outcome of somebody who came, or did not, may count so.
fn may_count(attended: bool, counts: Counts) -> Option<Refusal> {
    let fits = match counts {
        Counts::Nothing => true,
        Counts::StoodDownAhead => !attended,
        Counts::Time | Counts::Concurrent | Counts::StoodDown => attended,
    };
    let words = if attended {
        "This outcome says that the person came: choose what counts of the time there"
    } else {
        "This outcome says that the person did not come: no time counts, unless they were told before the day"
    };
    (!fits).then(|| Refusal::new("counts", "does_not_fit", words))
}

impl Dated for WorkOutcome {
    const ORDER: &'static str = "ORDER BY place, code, from_date";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        Some(Figure {
            code: self.code.clone(),
            words: format!("{}: {}", self.code, self.hint),
            parts: Vec::new(),
            from: self.from_date,
            until: self.ended.then_some(self.from_date),
            assumed: self.assumed,
            source: format!("{}. {}", counted(self.counts), self.source),
            rewords: None,
            may_end: true,
        })
    }

    fn anew(&self, new: &New, source: String) -> WorkOutcome {
        WorkOutcome { from_date: new.from, ended: new.ends, assumed: false, source, ..self.clone() }
    }
}

/// How an outcome is added, or counts otherwise from a day on.
pub(crate) const ADDING: Adding =
    Adding { title: "Add an outcome, or say anew what one counts", fields: adding_fields, make: add };

fn adding_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let outcomes = of_work(cx)?.into_iter().map(|(code, name, _)| (code.clone(), format!("{name} ({code})")));
    let counts = Counts::ALL.iter().map(|c| item(c.code(), counted(*c)));
    Ok(html! {
        (ui::select("outcome", "Which outcome of the log?").option("", "Choose").options(outcomes).show(form))
        (ui::radios("counts", "What counts?").items(counts).show(form))
        (ui::input("hint", "What whoever types the register should know").show(form))
        (ui::input("place", "Where in the list? (optional)").hint("1 is first. Left open, it stands last").number().width(3).show(form))
    })
}

/// Outcomes of the log that fit a session of work: code, name, and whether the person came.
fn of_work(cx: &mut Cx<'_>) -> Result<Vec<(String, String, bool)>> {
    let catalogue = contacts::current(cx)?;
    let kind = catalogue.contact_type(CONTACT_TYPE);
    let fitting =
        kind.into_iter().flat_map(|kind| catalogue.outcomes.iter().filter(|o| o.fits(kind) && !o.by_action()));
    Ok(fitting.map(|o| (o.code.clone(), o.name.en.clone(), o.attended == Some(true))).collect())
}

fn add(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let known = of_work(cx)?;
    let codes: Vec<String> = known.iter().map(|(code, ..)| code.clone()).collect();
    let outcome = form.code("outcome", "the outcome", &codes);
    let counts = form.choice("counts", "what counts", |c| c.parse::<Counts>().ok());
    let hint = form.text("hint", "what whoever types the register should know", 200);
    let place = form.optional_integer("place", "where in the list", 1..=999);
    let (code, counts, hint) = form.complete((outcome, counts, hint))?;
    let attended = known.iter().any(|(known, _, attended)| *known == code && *attended);
    crate::policy::refuse(may_count(attended, counts).into_iter().collect())?;
    let all: Vec<WorkOutcome> = cx.list(<WorkOutcome as Dated>::ORDER, &[])?;
    if all.iter().any(|o| o.code == code && o.from_date == new.from) {
        let words = "A row of this outcome from that day is there already and is not changed: enter another day";
        return Err(Failure::refused("from", "already_set", words));
    }
    let before = all.iter().rfind(|o| o.code == code).map(|o| o.place);
    let last = all.iter().map(|o| o.place).max().unwrap_or(0) + 1;
    let row = WorkOutcome {
        code: code.clone(),
        from_date: new.from,
        place: place.or(before).unwrap_or(last),
        counts,
        hint,
        ended: false,
        assumed: false,
        source: new.source(),
    };
    cx.insert(&row)?;
    Ok(Made { code, words: format!("{}: {}", row.code, counted(counts)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn row(code: &str, from: Date, place: i64, ended: bool) -> WorkOutcome {
        let (hint, source) = ("As it says".into(), "Invented".into());
        WorkOutcome {
            code: code.into(),
            from_date: from,
            place,
            counts: Counts::Time,
            hint,
            ended,
            assumed: true,
            source,
        }
    }

    #[test]
    fn a_register_offers_what_holds_on_the_day_of_its_session() {
        let rows = [
            row("ATTC", date(2026, 6, 1), 9, false),
            row("ATTC", date(2020, 1, 1), 1, false),
            row("UAAB", date(2026, 6, 1), 2, true),
            row("UAAB", date(2020, 1, 1), 2, false),
        ];
        let on = |day| offered(&rows, day).iter().map(|o| (o.code.clone(), o.place)).collect::<Vec<_>>();
        assert_eq!(on(date(2026, 5, 31)), [("ATTC".to_owned(), 1), ("UAAB".to_owned(), 2)]);
        assert_eq!(on(date(2026, 6, 1)), [("ATTC".to_owned(), 9)], "ended from that day, moved from that day");
        assert_eq!(on(date(2019, 12, 31)), []);
    }

    #[test]
    fn somebody_who_did_not_come_is_credited_no_time_that_they_worked() {
        for counts in [Counts::Time, Counts::Concurrent, Counts::StoodDown] {
            assert!(may_count(false, counts).is_some() && may_count(true, counts).is_none());
        }
        assert!(may_count(true, Counts::StoodDownAhead).is_some());
        assert!(may_count(false, Counts::StoodDownAhead).is_none() && may_count(true, Counts::Nothing).is_none());
    }
}
