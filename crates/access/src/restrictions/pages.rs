//! Putting up, changing and ending exclusions and restrictions. Whoever may do this need not be able to see the record:
//! then the page shows the CRN and nothing else of the person.

use super::{Barrier, BarrierKind, NewBarrier, barriers, end_barrier, set_barrier, set_readers, visible};
use crate::history::PersonDoor;
use crate::users::User;
use kernel::{Crn, DetailId, Permission, PersonKeys, Refusal};
use maud::{Markup, html};
use std::collections::BTreeSet;
use store::{Cx, Failure, Result, Value};
use uuid::Uuid;
use web::form::Form;
use web::ui::{self, Colour, SummaryCard, item, row};
use web::{Answer, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    let may = Permission::RestrictPeople;
    vec![
        Route::get("/people/{crn}/restrictions", may, show),
        Route::get("/people/{crn}/restrictions/new", may, new),
        Route::post("/people/{crn}/restrictions/new", may, create),
        Route::get("/people/{crn}/restrictions/{id}/readers", may, ask_readers),
        Route::post("/people/{crn}/restrictions/{id}/readers", may, change_readers),
        Route::get("/people/{crn}/restrictions/{id}/end", may, ask_end),
        Route::post("/people/{crn}/restrictions/{id}/end", may, end),
    ]
}

pub(super) struct Open {
    pub(super) crn: Crn,
    pub(super) keys: PersonKeys,
}

pub(super) fn open(cx: &mut Cx<'_>, request: &Request) -> Result<Open> {
    let crn: Crn = request.param("crn")?;
    let keys = (cx.part::<PersonDoor>()?.find)(cx, &crn)?;
    super::must_not_be_excluded(cx, keys.survivor)?;
    Ok(Open { crn, keys })
}

fn frame(cx: &mut Cx<'_>, request: &Request, open: &Open, title: &str) -> Result<ui::Frame> {
    let sees = visible(cx, &open.keys.all().collect::<Vec<_>>())?.iter().all(|v| v.may_see);
    let frame = if sees {
        (cx.part::<PersonDoor>()?.frame)(request, cx, &open.crn, "Access")?
    } else {
        request.frame().about(open.crn.to_string())
    };
    Ok(frame.titled(title))
}

fn path(crn: &Crn) -> String {
    format!("/people/{crn}/restrictions")
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    cx.note_read(open.keys.survivor, request.route());
    let today = cx.today();
    let all = barriers(cx, &open.keys)?;
    let users = users_among(cx, all.iter().flat_map(|(_, readers)| readers.iter().copied()))?;
    let cards = all.iter().map(|(barrier, readers)| {
        let holds = barrier.end_on.is_none_or(|end| end > today);
        card(&open.crn, barrier, &names_of(&users, readers), holds)
    });
    let cards: Vec<Markup> = cards.collect();
    let at = path(&open.crn);
    let body = html! {
        h1.govuk-heading-l { "Exclusions and restrictions" }
        (ui::button_group(&ui::link_button(&format!("{at}/new"), "Add an exclusion or restriction").show()))
        @if cards.is_empty() { (ui::empty("Everybody who may read people may see this record.", None)) }
        @for card in &cards { (card) }
    };
    let frame = frame(cx, request, &open, "Exclusions and restrictions")?;
    Ok(Reply::page(frame, body))
}

fn card(crn: &Crn, barrier: &Barrier, names: &[String], holds: bool) -> Markup {
    let (title, who) = match barrier.kind {
        BarrierKind::Exclusion => ("Exclusion", "May not see the record"),
        BarrierKind::Restriction => ("Restriction", "Only these may see the record"),
    };
    let at = format!("{}/{}", path(crn), barrier.id);
    let mut card = SummaryCard::new(format!("{title} from {}", ui::day(barrier.start_on)));
    if holds {
        card = card.action(&format!("{at}/readers"), "Change who").action(&format!("{at}/end"), "End");
    }
    card.rows(&[
        row("State", if holds { ui::tag(Colour::Red, "Holds") } else { ui::tag(Colour::Grey, "Ended") }),
        row(who, names.join(", ")),
        row("Until", barrier.end_on.map_or_else(|| "No end".to_owned(), ui::day)),
        row("Reason", barrier.reason.as_str()),
        row("Message", barrier.message.as_str()),
    ])
}

/// The users among these ids, by name; programs are not in it.
pub(super) fn users_among(cx: &mut Cx<'_>, ids: impl Iterator<Item = Uuid>) -> Result<Vec<User>> {
    let ids: BTreeSet<Uuid> = ids.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let values: Vec<Value> = ids.into_iter().map(Value::Id).collect();
    cx.list(&format!("WHERE id IN ({}) ORDER BY name", kernel::placeholders(1, values.len())), &values)
}

fn names_of(users: &[User], readers: &[Uuid]) -> Vec<String> {
    let named = users.iter().filter(|user| readers.contains(&user.id.0));
    let programs = readers.iter().filter(|id| users.iter().all(|user| user.id.0 != **id));
    let names = named.map(|user| format!("{} ({})", user.name, user.login));
    names.chain(programs.map(|id| format!("API client {id}"))).collect()
}

fn new(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => Form::of(ui::DateInput::pairs("start_on", cx.today())),
    };
    let at = path(&open.crn);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add an exclusion or restriction" }
        (request.form_frame(request.path()).show(&html! {
            (ui::radios("kind", "What is it?").items([
                item("exclusion", "Exclusion").hint("Named users may not see the record, such as a relative or the victim's neighbour"),
                item("restriction", "Restriction").hint("Only named users may see the record"),
            ]).show(&form))
            (readers_field().show(&form))
            (ui::date_input("start_on", "From").show(&form))
            (ui::date_input("end_on", "Until (optional)").hint("The first day on which it no longer holds").show(&form))
            (ui::textarea("reason", "Reason").hint("Kept in the ledger; not shown to those refused").most(1_000).show(&form))
            (ui::textarea("message", "Message for those who may not see the record").hint("Say whom to ask").most(500).show(&form))
            (ui::button("Save").show())
        }))
    };
    let frame = frame(cx, request, &open, "Add an exclusion or restriction")?.back(at);
    Ok(Reply::page(frame, body))
}

fn readers_field() -> ui::TextArea {
    ui::textarea("readers", "Whom it names").hint("Usernames, one a line").rows(4)
}

/// The ids of these usernames, and those that nobody has.
pub(super) fn users_of_logins<'t>(
    cx: &mut Cx<'_>,
    logins: impl Iterator<Item = &'t str>,
) -> Result<(Vec<Uuid>, Vec<String>)> {
    let logins: BTreeSet<String> =
        logins.map(str::trim).filter(|login| !login.is_empty()).map(crate::users::clean_login).collect();
    if logins.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let values: Vec<Value> = logins.iter().map(|login| Value::from(login.as_str())).collect();
    let rest = format!("WHERE login IN ({})", kernel::placeholders(1, values.len()));
    let users: Vec<User> = cx.list(&rest, &values)?;
    let unknown = logins.into_iter().filter(|login| users.iter().all(|user| user.login != *login));
    Ok((users.iter().map(|user| user.id.0).collect(), unknown.collect()))
}

/// Usernames into ids. One that nobody has is told by name, so that a slip of the finger leaves nobody out.
fn readers_of(cx: &mut Cx<'_>, form: &mut Form) -> Result<Option<Vec<Uuid>>> {
    let Some(text) = form.text("readers", "at least one username", 4_000) else { return Ok(None) };
    let (ids, unknown) = users_of_logins(cx, text.split(['\n', ',', ';']))?;
    if unknown.is_empty() {
        return Ok(Some(ids));
    }
    form.refuse(Refusal::new("readers", "unknown_user", format!("There is no user {}", unknown.join(", "))));
    Ok(None)
}

fn create(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    let mut form = request.form();
    let kind = form.choice("kind", "what it is", |code| code.parse::<BarrierKind>().ok());
    let readers = readers_of(cx, &mut form)?;
    let start_on = form.date("start_on", "the date from which it holds");
    let end_on = form.optional_date("end_on", "the date until which it holds");
    let reason = form.text("reason", "the reason", 1_000);
    let message = form.text("message", "the message for those who may not see the record", 500);
    let (kind, readers, start_on, reason, message) = form.complete((kind, readers, start_on, reason, message))?;
    set_barrier(cx, open.keys.survivor, &NewBarrier { kind, readers, start_on, end_on, reason, message })?;
    Ok(Reply::done(path(&open.crn), "Saved. It holds from the next page that anybody opens"))
}

/// The barrier of the address, on whichever of the person's records it stands.
fn find(cx: &mut Cx<'_>, request: &Request, open: &Open) -> Result<(Barrier, Vec<Uuid>)> {
    let id: DetailId = request.param("id")?;
    barriers(cx, &open.keys)?.into_iter().find(|(barrier, _)| barrier.id == id).ok_or(Failure::NotFound)
}

fn ask_readers(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    let (_, readers) = find(cx, request, &open)?;
    let form = match request.typed(cx)? {
        Some(form) => form,
        None => {
            let users = users_among(cx, readers.into_iter())?;
            let logins: Vec<String> = users.into_iter().map(|user| user.login).collect();
            Form::blank().with("readers", logins.join("\n"))
        }
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Change who it names" }
        (request.form_frame(request.path()).show(&html! {
            (readers_field().show(&form))
            (ui::input("reason", "Reason").width(30).show(&form))
            (ui::button("Save").show())
        }))
    };
    let frame = frame(cx, request, &open, "Change who it names")?.back(path(&open.crn));
    Ok(Reply::page(frame, body))
}

fn change_readers(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    let (barrier, before) = find(cx, request, &open)?;
    let mut form = request.form();
    let readers = readers_of(cx, &mut form)?;
    let reason = form.text("reason", "the reason", 500);
    let (mut readers, reason) = form.complete((readers, reason))?;
    // Programs are named by the API alone; this page neither shows nor drops them.
    let users = users_among(cx, before.iter().copied())?;
    readers.extend(before.into_iter().filter(|id| users.iter().all(|user| user.id.0 != *id)));
    set_readers(cx, barrier.person_id, barrier.id, &readers, &reason)?;
    Ok(Reply::done(path(&open.crn), "Saved"))
}

fn ask_end(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    find(cx, request, &open)?;
    let form = request.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "End it from today" }
        (request.form_frame(request.path()).show(&html! {
            (ui::input("reason", "Reason").width(30).show(&form))
            (ui::button("End it").warning().show())
        }))
    };
    let frame = frame(cx, request, &open, "End it from today")?.back(path(&open.crn));
    Ok(Reply::page(frame, body))
}

fn end(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let open = open(cx, request)?;
    let (barrier, _) = find(cx, request, &open)?;
    let mut form = request.form();
    let reason = form.text("reason", "the reason", 500);
    let reason = form.complete(reason)?;
    end_barrier(cx, barrier.person_id, barrier.id, &reason)?;
    Ok(Reply::done(path(&open.crn), "Ended"))
}
