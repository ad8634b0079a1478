//! Recording something that took place, on one page.

use super::fields::{self, Offers};
use crate::actions;
use crate::catalogue;
use kernel::Crn;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{input, select};
use web::{Answer, Reply, Request, html};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let catalogue = catalogue::current(cx)?;
    let offers = Offers::read(cx, &open)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => opening(cx, req),
    };
    let action = format!("/people/{}/contacts/new", open.crn);
    let inside = html! {
        (fields::type_field(&catalogue, "type", "What kind of contact it was", |t| !t.system).show(&form))
        (input("date", "When").date().show(&form))
        div.tc-columns.tc-columns--halves {
            (input("start", "Start").time().show(&form))
            (input("end", "End").time().show(&form))
        }
        (input("minutes", "How long it took").hint("Only when you do not know the times").number().suffix("minutes").show(&form))
        (input("title", "Title").hint("A few words that help to find it again").show(&form))
        (fields::note_field(&form, "What happened"))
        (outcome(&form, &catalogue))
        (offers.reason_field(&form))
        (offers.staff_field(&form))
        (offers.place_fields(&form))
        (fields::file_field(&form))
        (fields::sensitive_field(&form))
        (web::ui::button("Record contact").show())
    };
    let body = html! {
        (web::ui::error_summary(&form))
        h1.govuk-heading-l { "Record a contact" }
        (req.form_frame(&action).multipart().show(&inside))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Record a contact");
    Ok(Reply::page(frame.back(format!("/people/{}/contacts", open.crn)), body))
}

/// Today, by whoever writes, of the type that a link may name.
fn opening(cx: &Cx<'_>, req: &Request) -> Form {
    let staff = cx.actor().staff().map_or_else(String::new, |staff| staff.to_string());
    Form::blank()
        .with("date", fields::date_text(cx.today()))
        .with("staff", staff)
        .with("type", req.query("type").unwrap_or_default())
}

/// The outcomes of every type, because the page does not know yet which type is chosen; the rules say what does not fit.
fn outcome(form: &Form, catalogue: &catalogue::Catalogue) -> web::Markup {
    let offered = catalogue.outcomes.iter().filter(|o| o.selectable && !o.by_action());
    select("outcome", "What came of it")
        .hint("For an appointment that took place. A note, a message or a letter has none")
        .option("", "No outcome")
        .options(offered.map(|o| (o.code.clone(), o.name.en.clone())))
        .show(form)
}

pub(super) fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let mut form = req.form();
    let new = fields::contact(&mut form, false);
    let minutes = form.optional_integer("minutes", "how long it took", 0..=24 * 60);
    form.finish()?;
    let Some(mut new) = new else { return Ok(Reply::to(req.path())) };
    new.minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
    new.outcome = Some(form.typed("outcome").to_owned()).filter(|code| !code.is_empty());
    let contact = actions::record(cx, &open.keys, new)?;
    attach_all(cx, req, &open.keys, contact.id)?;
    Ok(Reply::done(format!("/people/{}/contacts", open.crn), "Contact recorded"))
}

/// Attaches whatever files came with a form.
pub(super) fn attach_all(
    cx: &mut Cx<'_>,
    req: &Request,
    keys: &kernel::PersonKeys,
    contact: kernel::ContactId,
) -> Result<()> {
    for file in req.files().iter().filter(|file| file.field == "file") {
        actions::attach(cx, keys, contact, "file", &file.name, &file.bytes)?;
    }
    Ok(())
}
