//! The appointments of a person: those to come, and those that lie behind.

use super::shown;
use crate::catalogue::{self, Catalogue};
use crate::reading::{attempts, may_read, upcoming};
use crate::tables::Contact;
use kernel::{Crn, Date, Permission, StaffId};
use organisation::StaffLine;
use std::collections::BTreeMap;
use store::Cx;
use web::ui::{Table, column};
use web::{Answer, Markup, Reply, Request, html};

/// How many past appointments the page shows; the log has them all.
const PAST: usize = 25;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let catalogue = catalogue::current(cx)?;
    let hidden = |cx: &Cx<'_>, mut list: Vec<Contact>| {
        for contact in &mut list {
            if !may_read(cx, contact) {
                contact.title = None;
            }
        }
        list
    };
    let coming = upcoming(cx, &open.keys)?;
    let coming = hidden(cx, coming);
    let past = attempts(cx, &open.keys, PAST)?;
    let past = hidden(cx, past);
    let staff = organisation::staff_lines(cx, &shown::staff_ids(coming.iter().chain(&past)))?;
    let list = |caption: &str, contacts: &[Contact], none: &str| {
        table(&catalogue, &open.crn, cx.today(), &staff, caption, contacts, none)
    };
    let body = html! {
        h1.govuk-heading-l { "Appointments" }
        @if cx.may(Permission::RecordContacts) {
            (web::ui::link_button(&format!("/people/{}/appointments/new", open.crn), "Arrange an appointment").show())
        }
        (list("To come", &coming, "No appointment is arranged."))
        (list("Past, moved and cancelled", &past, "No appointment lies behind."))
        @if past.len() == PAST {
            p.govuk-body { (web::ui::link(&format!("/people/{}/contacts?type=meeting", open.crn), "All meetings in the log")) }
        }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Appointments");
    Ok(Reply::page(frame.back(format!("/people/{}/contacts", open.crn)), body))
}

fn table(
    catalogue: &Catalogue,
    crn: &Crn,
    today: Date,
    staff: &BTreeMap<StaffId, StaffLine>,
    caption: &str,
    contacts: &[Contact],
    none: &str,
) -> Markup {
    if contacts.is_empty() {
        return html! { h2.govuk-heading-m { (caption) } (web::ui::empty(none, None)) };
    }
    let mut table = Table::new(caption, [column("When"), column("Kind"), column("Who"), column("State")]);
    for contact in contacts {
        let name = shown::type_name(catalogue, contact);
        let link = web::ui::link_about(&shown::contact_path(crn, contact), name, &shown::when(contact));
        table.push([
            html! { (shown::when(contact)) },
            html! { (link) @if let Some(title) = &contact.title { br; (title) } },
            html! { (shown::staff_name(staff, contact.staff_id).unwrap_or_else(|| "Not said".into())) },
            shown::state(catalogue, contact, today).unwrap_or_default(),
        ]);
    }
    table.show()
}
