//! Personal details: a card for each subject, with what is current first and what has ended folded away.

use crate::cards::{Asks, CARDS, Card, Detail, ForCard, each, entries, entries_question, shown};
use crate::codes::Codes;
use crate::open::OpenPerson;
use crate::suggestion::suggestions_question;
use kernel::{Crn, Permission, PersonId, PersonKeys};
use maud::{Markup, html};
use store::{Cx, Question, Result};
use web::ui::{Row, SummaryCard, details, link, link_button, row, summary_list};
use web::{Answer, Reply, Request};

pub(super) fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = crate::open(cx, &crn)?;
    cx.ask_together(&questions(&open.keys))?;
    let codes = Codes::read(cx)?;
    let may_edit = cx.may(Permission::EditPeople);
    let mut cards = Vec::new();
    for card in CARDS {
        if let Some(shown) = each(card.slug, Show { cx, open: &open, codes: &codes, may_edit }) {
            cards.push(shown?);
        }
    }
    let suggested = super::suggesting::section(cx, req, &open, may_edit)?;
    let may_merge = cx.may(Permission::MergePeople);
    let frame = crate::frame(req, cx, &open, "Details")?.titled("Personal details");
    let body = html! {
        h1.govuk-heading-l { "Personal details" }
        (suggested)
        @for card in &cards { (card) }
        @if may_merge {
            h2.govuk-heading-m { "The same person twice?" }
            p.govuk-body { "If another record is of this person, the two can be made one, and parted again." }
            (link_button(&open.path("/merge"), "Merge with another record").secondary().show())
        }
    };
    Ok(Reply::page(frame, body))
}

/// Every card and what sources suggest, which the page asks for together.
fn questions(keys: &PersonKeys) -> Vec<Question> {
    let cards = CARDS.iter().filter_map(|card| each(card.slug, Of(keys)));
    cards.chain([suggestions_question(keys)]).collect()
}

struct Of<'a>(&'a PersonKeys);

impl ForCard for Of<'_> {
    type Out = Question;

    fn run<R: Detail>(self) -> Question {
        entries_question::<R>(self.0)
    }
}

struct Show<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    codes: &'a Codes,
    may_edit: bool,
}

impl ForCard for Show<'_, '_> {
    type Out = Result<Markup>;

    fn run<R: Detail>(self) -> Result<Markup> {
        let rows = entries::<R>(self.cx, &self.open.keys)?;
        let today = self.cx.today();
        let (ended, current): (Vec<&R>, Vec<&R>) = rows.iter().partition(|r| r.has_ended(today));
        let path = self.open.path(&format!("/details/{}", R::CARD.slug));
        let mut card = SummaryCard::new(R::CARD.title).id(R::CARD.slug);
        if self.may_edit {
            card = card.action(&path, if R::CARD.many { "Add" } else { "Change" });
        }
        card = card.action(&format!("{path}/history"), "History");
        if !R::CARD.many {
            let fields = current.first().map_or(Ok(Vec::new()), |r| shown(*r, self.codes, true))?;
            let rows: Vec<_> = fields.into_iter().map(|(label, words)| row(label, told(&words))).collect();
            let nothing = html! { p.govuk-body { "Nothing recorded yet." } };
            return Ok(if rows.is_empty() { card.holding(&nothing) } else { card.rows(&rows) });
        }
        let (mut now, mut earlier) = (Vec::new(), Vec::new());
        for entry in current {
            now.push(self.entry(entry, &path)?);
        }
        for entry in ended {
            earlier.push(self.entry(entry, &path)?);
        }
        Ok(card.holding(&html! {
            @if now.is_empty() { p.govuk-body { (none_yet(R::CARD)) } } @else { (summary_list(&now)) }
            @if !earlier.is_empty() { (details(&format!("Earlier ({})", earlier.len()), &summary_list(&earlier))) }
        }))
    }
}

impl Show<'_, '_> {
    /// One row: what it is, then what else is recorded of it.
    fn entry<R: Detail>(&self, entry: &R, path: &str) -> Result<Row> {
        let mut recorded = shown(entry, self.codes, false)?;
        let what = match entry.called() {
            Some((name, told)) => {
                recorded.retain(|(label, _)| !told.contains(label));
                name
            }
            None if recorded.is_empty() => String::new(),
            None => recorded.remove(0).1,
        };
        let is_text = |label: &str| R::CARD.fields.iter().any(|f| f.label == label && speaks_for_itself(f.asks));
        let told = html! {
            @for (label, words) in recorded {
                div { @if !is_text(label) { span.govuk-hint { (label) ": " } } (told(&words)) }
            }
            @if entry.person() != self.open.keys.survivor { (absorbed_note(entry.person())) }
        };
        let one = format!("{} {what}", R::CARD.one);
        let line = row(what, told);
        let Some(id) = entry.id().filter(|_| self.may_edit) else { return Ok(line) };
        let line = line.change(&format!("{path}/{id}"), &one);
        Ok(line.action(&format!("{path}/{id}/withdraw"), "Withdraw", &one))
    }
}

/// Names, numbers and streets need no label; a date or a code does.
fn speaks_for_itself(asks: Asks) -> bool {
    matches!(asks, Asks::Text(_) | Asks::Lines(_) | Asks::Postcode)
}

fn absorbed_note(_: PersonId) -> Markup {
    html! { p.govuk-hint { "From a record that was merged into this one." } }
}

fn none_yet(card: &Card) -> String {
    format!("No {} recorded.", card.one)
}

/// Several lines stay several lines; nothing is told as nothing.
pub(super) fn told(words: &str) -> Markup {
    html! {
        @if words.is_empty() { span.govuk-hint { "Not recorded" } }
        @for (n, line) in words.lines().enumerate() { @if n > 0 { br; } (line) }
    }
}

/// A link back to the card.
pub(super) fn card_path(open: &OpenPerson, card: &Card) -> String {
    open.path(&format!("/details#{}", card.slug))
}

/// "Personal details of" for pages outside the tabs.
pub(super) fn person_link(crn: &Crn, name: &str) -> Markup {
    html! { (link(&format!("/people/{crn}/details"), name)) " " span.govuk-hint { (crn) } }
}
