//! What a person's own record shows of restorative justice: that there is a case, how far it is, and what the person agreed to
//! do. Nothing of the person harmed. And where a case is opened or asked for.

use super::show::promise_tag;
use super::{path, state_tag, with_day};
use crate::actions::{LONGEST, Opening, open};
use crate::keeping::{all_of, is_open, sides_of, sides_question};
use crate::outcome::sums;
use crate::records::{CaseOrigin, Deed, Minutes, Money, PersonSide, Promise};
use kernel::words::{hours, pounds};
use kernel::{Crn, Permission};
use people::OpenPerson;
use store::{Cx, Question, Result};
use web::form::Form;
use web::ui::{self, row};
use web::{Answer, Markup, Reply, Request, html};

const TAB: &str = "Interventions";

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn answer(side: &PersonSide) -> String {
    match (side.answer, side.answered_on) {
        (Some(deed), Some(on)) => format!("{}, {}", deed.words(), ui::day(on)),
        _ => "Not answered yet".to_owned(),
    }
}

fn one(
    open: &OpenPerson,
    side: &PersonSide,
    (promises, money, minutes): (&[Promise], &[Money], &[Minutes]),
    arranges: bool,
) -> Markup {
    let own: Vec<&Promise> = promises.iter().filter(|p| p.case_id == side.case_id).collect();
    let (agreed, paid) = sums(money.iter().filter(|m| m.case_id == side.case_id).map(|m| (m.what, m.pence)));
    let (asked, worked) = sums(minutes.iter().filter(|m| m.case_id == side.case_id).map(|m| (m.what, m.minutes)));
    let mut rows = vec![
        row("State", state_tag(side.state)),
        row("Offered to the person", side.offered_on.map_or_else(|| "Not yet".to_owned(), ui::day)),
        row("The person’s answer", answer(side)),
    ];
    if agreed != 0 || paid != 0 {
        rows.push(row("Compensation", html! { (pounds(agreed)) " agreed, " (pounds(paid)) " paid" }));
    }
    if asked != 0 || worked != 0 {
        rows.push(row("Reparation", html! { (hours(asked)) " agreed, " (hours(worked)) " done" }));
    }
    let cells = own.iter().map(|p| {
        [
            html! { (p.words) },
            html! { (p.due_on.map_or_else(|| "No day".to_owned(), ui::short_day)) },
            html! { (promise_tag(p.state)) @if let Some(words) = &p.settled_words { br; span.govuk-hint { (words) } } },
        ]
    });
    let columns = ["What was agreed", "By", "Kept?"].map(ui::column);
    html! {
        h2.govuk-heading-m { "Since " (ui::day(side.opened_on)) }
        (ui::summary_list(&rows))
        @if !own.is_empty() {
            (ui::Table::new("What the person agreed to do", columns).rows(cells).show())
            p.govuk-body { (ui::link(&open.path(&format!("/restorative/{}/agreement", side.case_id)), "Agreement to print, in English or Welsh")) }
        }
        @if arranges { p.govuk-body { (ui::link(&path(side.case_id, ""), "Open the case")) } }
    }
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let sides = sides_of(cx, &open.keys)?;
    let (promises, money) = (all_of::<Promise>(cx, &open.keys)?, all_of::<Money>(cx, &open.keys)?);
    let minutes = all_of::<Minutes>(cx, &open.keys)?;
    let arranges = cx.may(Permission::ArrangeRestorative);
    let body = html! {
        h1.govuk-heading-l { "Restorative justice" }
        @if arranges { (ui::link_button(&open.path("/restorative/new"), "Open a case").show()) }
        @else if cx.may(Permission::Refer) { (ui::link_button(&open.path("/restorative/ask"), "Ask for restorative justice").show()) }
        @if sides.is_empty() { (ui::empty("There is no case. Restorative justice is voluntary for both sides, and needs no order.", None)) }
        @for side in &sides { (one(&open, side, (&promises, &money, &minutes), arranges)) }
    };
    let frame = people::frame(req, cx, &open, TAB)?.titled("Restorative justice").back(open.path("/interventions"));
    Ok(Reply::page(frame, body))
}

fn origin_items() -> impl Iterator<Item = ui::Item> {
    CaseOrigin::ALL.iter().map(|o| {
        let item = ui::item(o.code(), o.words());
        match o {
            CaseOrigin::Order => item,
            _ => item.hint("Needs no order. A person whom the service does not know yet is taken on while it goes"),
        }
    })
}

fn form_page(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, form: &Form, (title, about): (&str, &str)) -> Answer {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            p.govuk-body { (about) }
            (req.form_frame(req.path()).show(&html! {
                (ui::radios("origin", "From where does it come?").items(origin_items()).show(form))
                (ui::date_input("on", "Since when?").show(form))
                (ui::textarea("why", "Why? (optional)").hint("Read by those who arrange restorative justice alone").rows(4).most(LONGEST).show(form))
                (ui::button(title).show())
            }))
        } }
    };
    let frame = people::frame(req, cx, open, TAB)?.titled(title).back(open.path("/restorative"));
    Ok(Reply::page(frame, body))
}

fn blank(cx: &mut Cx<'_>, req: &Request) -> Result<Form> {
    let today = cx.today();
    Ok(req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today)))
}

fn opening(req: &Request, leads: bool) -> Result<Opening> {
    let mut form = req.form();
    let origin = form.choice("origin", "from where it comes", |code| code.parse::<CaseOrigin>().ok());
    let on = form.date("on", "the day");
    let why = form.optional_text("why", "why", LONGEST);
    let (origin, on) = form.complete((origin, on))?;
    Ok(Opening { origin, on, why, leads })
}

pub(super) fn open_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, form) = (opened(cx, req)?, blank(cx, req)?);
    let about = "You lead the case. Next you record who was harmed, and the offers to both sides.";
    form_page(cx, req, &open, &form, ("Open a case", about))
}

pub(super) fn open_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let person = opened(cx, req)?;
    let id = open(cx, &person, &opening(req, true)?)?;
    Ok(Reply::done(path(id, ""), "The case is open"))
}

pub(super) fn ask_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, form) = (opened(cx, req)?, blank(cx, req)?);
    let about = "The restorative team gets it on their list. Do not write who was harmed, nor speak to them yourself.";
    form_page(cx, req, &open, &form, ("Ask for restorative justice", about))
}

pub(super) fn ask_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let person = opened(cx, req)?;
    open(cx, &person, &opening(req, false)?)?;
    Ok(Reply::done(person.path("/restorative"), "The restorative team has it on their list"))
}

/// A card of the person's interventions; nothing where there is no case and the reader may start none.
///
/// # Errors
/// When the database fails.
pub fn person_card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let sides = sides_of(cx, &open.keys)?;
    let starts = cx.may(Permission::ArrangeRestorative) || cx.may(Permission::Refer);
    if sides.is_empty() && !starts {
        return Ok(html! {});
    }
    Ok(ui::SummaryCard::new("Restorative justice").action(&open.path("/restorative"), "See all").holding(&html! {
        @if sides.is_empty() { p.govuk-body { "There is no case. It is voluntary for both sides." } }
        @for side in sides.iter().filter(|s| is_open(s)) {
            p.govuk-body { (state_tag(side.state)) " since " (ui::day(side.opened_on)) ". " @if side.answer == Some(Deed::Give) { "The person agreed." } }
        }
        @let ended = sides.iter().filter(|s| !is_open(s)).count();
        @if ended > 0 { p.govuk-body { (ui::count(i64::try_from(ended).unwrap_or(i64::MAX), "case has ended", "cases have ended")) "." } }
    }))
}

/// What [`person_card`] asks.
#[must_use]
pub fn person_card_questions(open: &OpenPerson) -> Vec<Question> {
    vec![sides_question(&open.keys)]
}
