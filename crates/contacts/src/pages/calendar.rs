//! An officer's diary in their own calendar: a secret link that they make and revoke, and the feed behind it. The page
//! proposes a fresh secret; only its hash is kept, so a link is shown once. Every fetch is logged under its owner's name.

use crate::calendar::{self, Secret};
use crate::tables::CalendarLink;
use kernel::{Actor, Permission, StaffId, UserId};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Asker, Cx, Failure, Result, params};
use web::{Answer, Ask, Markup, Reply, Request, html};

fn owner(cx: &Cx<'_>) -> Result<(UserId, StaffId, String)> {
    match cx.actor() {
        Actor::User { id, staff: Some(staff), name } => Ok((*id, *staff, name.clone())),
        _ => Err(Failure::Forbidden("Only a member of staff who signs in has a calendar link.".into())),
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (user, ..) = owner(cx)?;
    let link = cx.get::<CalendarLink>(params![user])?.filter(|link| link.revoked_at.is_none());
    let secret = Secret::fresh(user)?;
    let body = html! {
        h1.govuk-heading-l { "Appointments in your own calendar" }
        p.govuk-body {
            "A calendar program can subscribe to your appointments. It is told initials, the kind of appointment and the "
            "place, never a name, a CRN or a note. Whoever has the link can read that, so treat it as a password."
        }
        @if let Some(link) = &link { (standing(req, link)) }
        (proposal(req, &secret, link.is_some()))
    };
    Ok(Reply::page(req.frame().titled("Calendar link"), body))
}

fn standing(req: &Request, link: &CalendarLink) -> Markup {
    html! {
        (web::ui::inset(&html! { "You have a link, made on " (web::ui::instant(link.made_at)) ". It cannot be shown again." }))
        (req.button_frame("/account/calendar/revoke").show(&web::ui::button("Revoke the link").warning().show()))
    }
}

fn proposal(req: &Request, secret: &Secret, again: bool) -> Markup {
    let address = format!("/calendar/{}.ics", secret.text());
    let words = if again { "Replace the link" } else { "Turn the link on" };
    html! {
        h2.govuk-heading-m { @if again { "A new link" } @else { "Your link" } }
        p.govuk-body { "Copy the address of this link into your calendar program after you have turned it on:" }
        p.govuk-body.tc-prose { (web::ui::link(&address, &address)) }
        @if again { p.govuk-body { "The old link stops working." } }
        (req.button_frame("/account/calendar").hidden("secret", secret.text()).show(&web::ui::button(words).show()))
    }
}

pub(super) fn make(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (user, staff, name) = owner(cx)?;
    let form = req.form();
    let secret: Secret = form.typed("secret").parse().map_err(|_| Failure::NotFound)?;
    calendar::turn_on(cx, user, staff, &name, &secret)?;
    Ok(Reply::done("/account/calendar", "The link works now"))
}

pub(super) fn revoke(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let (user, ..) = owner(cx)?;
    calendar::revoke(cx, user)?;
    Ok(Reply::done("/account/calendar", "The link no longer works"))
}

/// The feed. Nobody signs in: the secret says whose it is, and what it shows is what its owner may see now.
pub(super) fn feed(ask: &Ask<'_>) -> Answer {
    let file: String = ask.request.param("file")?;
    let secret: Secret = file.strip_suffix(".ics").and_then(|s| s.parse().ok()).ok_or(Failure::NotFound)?;
    let link = ask.house.read(ask.asker, |cx| {
        let link = calendar::of_secret(cx, &secret)?;
        // Whoever may no longer sign in, or moved to another post, has no feed either.
        let user = access::user(cx, link.user_id)?;
        let still = user.disabled_at.is_none() && user.staff_id == Some(link.staff_id);
        if still { Ok(link) } else { Err(Failure::NotFound) }
    })?;
    let actor = Actor::User { id: link.user_id, staff: Some(link.staff_id), name: link.owner_name.clone() };
    let reads = BTreeSet::from([Permission::ReadPeople]);
    let text = ask.house.read(&Asker { actor, permissions: Arc::new(reads) }, |cx| calendar::feed(cx, &link))?;
    Ok(Reply::text(200, "text/calendar; charset=utf-8", text))
}
