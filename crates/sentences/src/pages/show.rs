//! The Sentence page: supervision, and each event with its offences and its orders.

use super::parts::{home, person};
use crate::{Appeal, Basis, Event, EventWithParts, Lists, Offence, Supervision};
use kernel::{Date, Permission};
use law::Law;
use people::OpenPerson;
use store::Cx;
use web::ui::{self, Colour, SummaryCard, row};
use web::{Answer, Markup, Reply, Request, html};

/// What the page is drawn with.
pub(super) struct Page<'a> {
    pub(super) law: &'a Law,
    pub(super) lists: Lists,
    pub(super) base: String,
    pub(super) today: Date,
    pub(super) born: Option<Date>,
    pub(super) edits: bool,
    pub(super) appeals: Vec<Appeal>,
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let law = cx.part::<Law>()?;
    let supervision = crate::supervision(cx, &open.keys)?;
    let events = crate::events(cx, &open.keys)?;
    let frame = people::frame(req, cx, &open, "Sentence")?;
    let page = Page {
        law: &law,
        lists: Lists::current(cx)?,
        base: format!("/people/{}", open.crn),
        today: cx.today(),
        born: open.person.born,
        edits: cx.may(Permission::EditSentences),
        appeals: crate::appeals(cx, &open.keys)?,
    };
    Ok(Reply::page(frame, page.body(&open, supervision.as_ref(), &events)))
}

impl Page<'_> {
    fn body(&self, open: &OpenPerson, supervision: Option<&Supervision>, events: &[EventWithParts]) -> Markup {
        let (now, earlier): (Vec<_>, Vec<_>) = events.iter().partition(|e| e.is_open());
        html! {
            h1.govuk-heading-l { "Sentence" }
            (supervised(supervision))
            @if self.edits {
                (ui::button_group(&html! {
                    (ui::link_button(&format!("{}/events/new", self.base), "Add an event").secondary().show())
                    (ui::link(&format!("{}/history", home(open)), "History of the sentence"))
                }))
            } @else {
                p.govuk-body { (ui::link(&format!("{}/history", home(open)), "History of the sentence")) }
            }
            @if events.is_empty() {
                (ui::empty("No court matter or voluntary contact is recorded for this person.", None))
            }
            @for event in &now { (self.event(event)) }
            @if !earlier.is_empty() {
                h2.govuk-heading-m { "Earlier events" }
                @for event in &earlier {
                    (ui::details(&self.event_title(&event.event), &self.event_parts(event)))
                }
            }
        }
    }

    fn event_title(&self, event: &Event) -> String {
        format!("Event {}: {}", event.number, event.origin.words())
    }

    fn event(&self, event: &EventWithParts) -> Markup {
        html! {
            h2.govuk-heading-m id={ "event-" (event.event.number) } { (self.event_title(&event.event)) }
            (self.event_parts(event))
        }
    }

    fn event_parts(&self, event: &EventWithParts) -> Markup {
        html! {
            (self.event_card(event))
            @for order in &event.orders { (self.order(order, &event.offences)) }
        }
    }

    fn event_card(&self, event: &EventWithParts) -> Markup {
        let e = &event.event;
        let at = format!("{}/events/{}", self.base, e.id);
        let made = event.orders.iter().any(|o| o.order.removed.is_none());
        let mut rows = vec![row("Came to the service", ui::day(e.referred_on))];
        if let Some(taken) = e.taken_on {
            rows.push(row("Taken on", ui::day(taken)));
        }
        if let Some(court) = &e.court_name {
            rows.push(row("Court", court));
        }
        rows.push(row("Offences", self.offences(&event.offences)));
        rows.extend(self.appeals.iter().filter(|a| a.event_id == e.id && a.order_id.is_none()).map(Appeal::row));
        if let Some(notes) = &e.notes {
            rows.push(row("Notes", html! { div.tc-prose { (notes) } }));
        }
        if let Some(ended) = e.ended_on {
            rows.push(row("Ended", self.ended(ended, e.end_reason.as_deref(), e.end_note.as_deref())));
        }
        let mut card = SummaryCard::new(format!("Event {} details", e.number));
        if self.edits {
            card = card.action(&format!("{at}/offences/new"), "Add offence");
            if e.ended_on.is_some() {
                card = card.action(&format!("{at}/reopen"), "Reopen");
            } else {
                card = card.action(&format!("{at}/orders/new"), "Record an order");
                if !made && e.taken_on.is_none() {
                    card = card.action(&format!("{at}/take-on"), "Take on");
                }
                if !made {
                    card = card.action(&format!("{at}/end"), "End");
                }
            }
        }
        card.rows(&rows)
    }

    fn offences(&self, offences: &[Offence]) -> Markup {
        let shown: Vec<&Offence> = offences.iter().filter(|o| o.removed.is_none()).collect();
        html! {
            @if shown.is_empty() { "None recorded" }
            @else { ul.govuk-list.govuk-list--spaced { @for offence in shown { li { (self.offence(offence)) } } } }
        }
    }

    fn offence(&self, offence: &Offence) -> Markup {
        let days = match (offence.committed_on, offence.committed_until) {
            (Some(from), Some(until)) if until > from => Some(format!("{} to {}", ui::day(from), ui::day(until))),
            (from, _) => from.map(ui::day),
        };
        let facts: Vec<String> = [
            offence.code.as_ref().map(|c| format!("code {c}")),
            days.map(|d| format!("committed {d}")),
            offence.plea.as_ref().map(|p| format!("plea {}", spoken(p))),
            offence.verdict.as_ref().map(|v| format!("verdict {}", spoken(v))),
            offence.convicted_on.map(|d| format!("convicted {}", ui::day(d))),
        ]
        .into_iter()
        .flatten()
        .collect();
        html! {
            strong { (offence.title) }
            @if offence.main { " " (ui::tag(Colour::Grey, "Main offence")) }
            @if !facts.is_empty() { br; (facts.join(", ")) }
            @if let Some(wording) = &offence.wording { (ui::details("Wording", &html! { (wording) })) }
            @if self.edits {
                @let at = format!("{}/offences/{}", self.base, offence.id);
                br; (ui::link_about(&at, "Change", &format!("offence {}", offence.title)))
            }
        }
    }
}

fn supervised(supervision: Option<&Supervision>) -> Markup {
    html! {
        p.govuk-body {
            @match supervision {
                Some(s) => {
                    (ui::tag(if s.basis == Basis::Custody { Colour::Purple } else { Colour::Teal }, s.basis.words()))
                    " since " (ui::day(s.since))
                }
                None => (ui::tag(Colour::Grey, "Not supervised")),
            }
        }
    }
}

/// GUILTY and NOT_GUILTY as people say them; other words stay as the court wrote them.
fn spoken(word: &str) -> String {
    if word.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
        word.replace('_', " ").to_lowercase()
    } else {
        word.into()
    }
}
