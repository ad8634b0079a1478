//! The timeline of a person, with its filter in the address.

use super::shown;
use crate::catalogue::{self, Catalogue};
use crate::reading::{Cursor, Shown, Timeline, timeline};
use crate::rules::filter::{self, Filter, Raw};
use kernel::{Crn, Date, Permission, Refusals, StaffId};
use organisation::StaffLine;
use std::collections::BTreeMap;
use store::Cx;
use web::form::Form;
use web::ui::{Address, Colour, FilterPanel, Moment, checkboxes, input, select, tag};
use web::{Answer, Markup, Reply, Request, html};

/// Entries a page.
const PER_PAGE: usize = 25;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let catalogue = catalogue::current(cx)?;
    let read = read_filter(req, &catalogue);
    // A filter that makes no sense shows nothing and says why: showing everything would look like an answer.
    let page = match &read {
        Ok(filter) => Some(timeline(cx, &open.keys, filter, cursor(req, "after"), cursor(req, "before"), PER_PAGE)?),
        Err(_) => None,
    };
    let items = page.as_ref().map_or(&[][..], |p| &p.items[..]);
    let ids = shown::staff_ids(items.iter().map(|s| &s.contact));
    let staff = organisation::staff_lines(cx, &ids)?;
    let mut form = Form::of(req.queries().iter().cloned());
    if let Err(no) = &read {
        form.refuse_all(no.clone());
    }
    let list = req.address().without("after").without("before");
    let view = View { catalogue: &catalogue, staff: &staff, crn: &open.crn, today: cx.today() };
    let may = cx.may(Permission::RecordContacts);
    let body = html! {
        (web::ui::error_summary(&form))
        h1.govuk-heading-l { "Contacts" }
        @if may {
            (web::ui::button_group(&html! {
                (web::ui::link_button(&format!("/people/{}/contacts/new", open.crn), "Record a contact").show())
                (web::ui::link_button(&format!("/people/{}/appointments/new", open.crn), "Arrange an appointment").secondary().show())
                (web::ui::link(&format!("/people/{}/appointments", open.crn), "Appointments"))
                (web::ui::link(&format!("/people/{}/messages", open.crn), "Messages and reminders"))
            }))
        } @else {
            p.govuk-body { (web::ui::link(&format!("/people/{}/messages", open.crn), "Messages and reminders")) }
        }
        div.govuk-grid-row {
            div.govuk-grid-column-one-third { (panel(&catalogue, &form, &list, read.as_ref().ok())) }
            div.govuk-grid-column-two-thirds { @if let Some(page) = &page { (view.page(page, &list)) } }
        }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Contacts");
    Ok(Reply::page(frame, body))
}

fn cursor(req: &Request, name: &str) -> Option<Cursor> {
    req.query(name).and_then(|text| text.parse().ok())
}

/// The filter that a query asks for.
///
/// # Errors
/// What cannot be understood.
pub(crate) fn read_filter(req: &Request, catalogue: &Catalogue) -> Result<Filter, Refusals> {
    let one = |name: &str| req.query(name).unwrap_or_default();
    let types = req.queries().iter().filter(|(name, _)| name == "type").map(|(_, value)| value.as_str()).collect();
    let raw = Raw {
        types,
        from: one("from"),
        to: one("to"),
        word: one("word"),
        sensitive: one("sensitive"),
        hide_system: one("hide_system"),
    };
    filter::read(&raw, catalogue)
}

fn panel(catalogue: &Catalogue, form: &Form, list: &Address, read: Option<&Filter>) -> Markup {
    let mut types = select("type", "Kind").option("", "All kinds");
    for group in &catalogue.groups {
        types = types.option(&group.code, &group.name.en);
        for t in catalogue.types.iter().filter(|t| t.group == group.code) {
            types = types.option(&t.code, format!("\u{2014} {}", t.name.en));
        }
    }
    let fields = html! {
        (input("word", "Words").hint("In titles and notes").show(form))
        (types.show(form))
        (input("from", "From").date().show(form))
        (input("to", "To").date().show(form))
        (select("sensitive", "Sensitive").option("", "All").option("yes", "Only sensitive").option("no", "Not sensitive").show(form))
        (checkboxes("hide_system", "Entries by Throughcare").small().item("yes", "Hide them").show(form))
    };
    let names = vec!["word", "type", "from", "to", "sensitive", "hide_system"];
    let on = if read.is_some() { chips(catalogue, list) } else { Vec::new() };
    FilterPanel { list: list.clone(), names, on, fields }.show()
}

fn chips(catalogue: &Catalogue, list: &Address) -> Vec<(&'static str, String, String)> {
    let mut chips = Vec::new();
    for (name, value) in list.query() {
        let chip = match name.as_str() {
            "word" => ("word", format!("Words: {value}")),
            "type" => ("type", type_words(catalogue, value)),
            "from" => ("from", format!("From {value}")),
            "to" => ("to", format!("To {value}")),
            "sensitive" if value == "yes" => ("sensitive", "Only sensitive".into()),
            "sensitive" => ("sensitive", "Not sensitive".into()),
            "hide_system" => ("hide_system", "Without entries by Throughcare".into()),
            _ => continue,
        };
        chips.push((chip.0, value.clone(), chip.1));
    }
    chips
}

fn type_words(catalogue: &Catalogue, code: &str) -> String {
    let group = catalogue.groups.iter().find(|g| g.code == code).map(|g| g.name.en.clone());
    group.or_else(|| catalogue.contact_type(code).map(|t| t.name.en.clone())).unwrap_or_else(|| code.to_owned())
}

/// What the timeline needs to be written out.
struct View<'a> {
    catalogue: &'a Catalogue,
    staff: &'a BTreeMap<StaffId, StaffLine>,
    crn: &'a Crn,
    today: Date,
}

impl View<'_> {
    fn page(&self, page: &Timeline, list: &Address) -> Markup {
        if page.total == 0 {
            let clear = web::ui::link(&format!("/people/{}/contacts", self.crn), "Clear all filters");
            let filtered = !list.query().is_empty();
            let words = if filtered { "No contacts match these filters." } else { "Nothing is recorded yet." };
            return web::ui::empty(words, filtered.then_some(&clear));
        }
        let last = page.first + page.items.len() as u64 - 1;
        let moments: Vec<Moment> = page.items.iter().map(|item| self.moment(item)).collect();
        html! {
            p.govuk-body.tc-showing {
                "Showing " strong { (page.first) } " to " strong { (last) } " of " strong { (page.total) }
            }
            (web::ui::timeline(&moments))
            @if page.newer.is_some() || page.older.is_some() {
                nav.govuk-pagination.govuk-pagination--block aria-label="Pages of contacts" {
                    @if let Some(newer) = page.newer { (turn(list, "before", newer, "prev", "Newer contacts")) }
                    @if let Some(older) = page.older { (turn(list, "after", older, "next", "Older contacts")) }
                }
            }
        }
    }

    fn moment(&self, item: &Shown) -> Moment {
        let contact = &item.contact;
        let name = shown::type_name(self.catalogue, contact);
        let title = html! {
            a.govuk-link href=(shown::contact_path(self.crn, contact)) { (shown::heading(name, contact)) }
        };
        let datetime = match contact.starts {
            Some(start) => format!("{}T{}", contact.happens_on, start.strftime("%H:%M")),
            None => contact.happens_on.to_string(),
        };
        let by = shown::staff_name(self.staff, contact.staff_id).unwrap_or_else(|| contact.author_name.clone());
        Moment { title, by: Some(by), datetime, when: shown::when(contact), body: self.body(item) }
    }

    fn body(&self, item: &Shown) -> Markup {
        html! {
            p.govuk-body {
                @if let Some(state) = shown::state(self.catalogue, &item.contact, self.today) { (state) " " }
                @if item.contact.sensitive && !item.masked { (tag(Colour::Purple, "Sensitive")) " " }
                @if let Some(minutes) = shown::minutes_words(&item.contact) { (minutes) }
            }
            @if item.masked { (shown::masked()) } @else {
                (shown::notes(&item.notes))
                (shown::files(self.crn, &item.files, false))
            }
        }
    }
}

fn turn(list: &Address, name: &str, to: Cursor, way: &str, words: &str) -> Markup {
    html! {
        div class={ "govuk-pagination__" (way) } {
            a.govuk-link.govuk-pagination__link href=(list.with(name, &to.to_string())) rel=(way) {
                span.govuk-pagination__link-title { (words) }
            }
        }
    }
}
