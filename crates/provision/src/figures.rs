//! The numbers of this room's policy, and its lists of kinds and reasons, as pages and calls that set them anew from a day to
//! come.
//!
//! Always true: a number is followed by a new row and never changed. A kind or a reason keeps its words for what was
//! recorded with it: another is added in its place, and the old one ends.

use crate::catalogue::ListCode;
use crate::policy::{PolicyRow, in_order, refuse};
use jiff::ToSpan;
use kernel::Permission;
use policy::{Adding, Dated, Figure, List, Made, New, Paths, Shelf, list};
use store::{Cx, Failure, Record, Result, Table};
use web::form::Form;
use web::{Markup, html, ui};

policy::changes!(PolicyChange in "provision_policy_change");

pub(crate) const TABLES: &[&Table] = &[<PolicyChange as Record>::TABLE];

/// The longest words of a kind or reason, in characters.
const LONGEST_WORDS: usize = 100;
/// The lists that can be added to, with what an entry of each is.
const CODE_LISTS: [(&str, &str); 3] = [
    ("service-kind", "Kind of service"),
    ("leaving", "Reason to leave a waiting list"),
    ("priority", "Reason to change the order of a waiting list"),
];

struct Provision;

impl Shelf for Provision {
    type Changes = PolicyChange;
    const PATHS: Paths = policy::paths!("/policy/provision", "/api/v1/policy/provision");
    const TITLE: &'static str = "Places, notice and reasons";
    const ABOUT: &'static str = "For how long an offered place is kept, what is listed as ending soon, and the kinds and reasons to choose from.";
    const READ: Permission = Permission::ReadProvision;
    const SET: Permission = Permission::ManageProvision;
    const LISTS: &'static [List] = &[
        list::<PolicyRow>(
            "numbers",
            "Numbers of provision",
            "What is offered, listed and entered from that day on goes by the new row. What was offered before keeps its days.",
        ),
        list::<ListCode>(
            "codes",
            "Kinds of service, and reasons",
            "From that day on a kind or reason can be chosen, or no longer. What was recorded with it keeps it. The words of an entry stay: to change them, end it and add another.",
        )
        .with(Adding { title: "Add a kind or reason", fields: code_fields, make: make_code }),
    ];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<Provision>()
}

impl Dated for ListCode {
    const ORDER: &'static str = "ORDER BY list, place, code";

    fn code(&self) -> String {
        format!("{}.{}", self.list, self.code)
    }

    fn figure(&self) -> Option<Figure> {
        let list =
            CODE_LISTS.iter().find(|(code, _)| *code == self.list).map_or(self.list.as_str(), |(_, words)| words);
        Some(Figure {
            code: self.code(),
            words: format!("{list}: {}", self.words),
            parts: Vec::new(),
            from: self.start_date,
            until: self.end_date.map(|last| last.saturating_add(1.day())),
            assumed: false,
            source: format!("In Welsh: {}", self.words_cy),
            rewords: None,
            may_end: true,
        })
    }

    fn anew(&self, new: &New, _source: String) -> ListCode {
        let end_date = if new.ends { Some(new.from.saturating_sub(1.day())) } else { self.end_date };
        ListCode { end_date, ..self.clone() }
    }

    /// An entry has one row: its last day is set, once.
    fn keep(cx: &mut Cx<'_>, before: &ListCode, row: &ListCode) -> Result<()> {
        if before.end_date.is_some() {
            let words = "It has a last day already, which stays: add another entry in its place";
            return Err(Failure::refused("ends", "ended", words));
        }
        let mut wrong = Vec::new();
        in_order(row.start_date, row.end_date, &mut wrong);
        refuse(wrong)?;
        cx.update(&mut row.clone())
    }
}

fn code_fields(_: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    Ok(html! {
        (ui::select("which", "What is it?").option("", "Select a list").options(CODE_LISTS).show(form))
        (ui::input("words", "Words").show(form))
        (ui::input("words_cy", "Words in Welsh").show(form))
    })
}

fn make_code(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let which = form.code("which", "what it is", &CODE_LISTS.map(|(code, _)| code));
    let words = form.text("words", "the words", LONGEST_WORDS);
    let words_cy = form.text("words_cy", "the words in Welsh", LONGEST_WORDS);
    let (which, words, words_cy) = form.complete((which, words, words_cy))?;
    let known: Vec<ListCode> = cx.list("WHERE list = $1", &[which.as_str().into()])?;
    let code = slug(&words);
    if code.is_empty() || known.iter().any(|row| row.code == code) {
        return Err(Failure::refused("words", "there", "The list has an entry of these words: enter other words"));
    }
    let place = known.iter().map(|row| row.place).max().unwrap_or(0).saturating_add(1);
    let (start_date, end_date) = (new.from, None);
    let row = ListCode { list: which, code, words, words_cy, place, start_date, end_date };
    cx.insert(&row)?;
    Ok(Made { code: row.code(), words: row.words })
}

/// Words as a code: "Met elsewhere" becomes `met-elsewhere`.
fn slug(words: &str) -> String {
    let lower = words.to_ascii_lowercase();
    let parts = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_become_a_code() {
        assert_eq!(slug("Met  elsewhere (again)"), "met-elsewhere-again");
        assert_eq!(slug("…"), "");
    }
}
