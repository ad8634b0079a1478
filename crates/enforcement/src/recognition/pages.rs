//! Giving a letter or certificate for a milestone in a minute, and the list of what was reached.

use super::actions::{Gives, achievement, give_milestone, leave_milestone, milestones_of, one};
use super::records::{Milestone, MilestoneState as S};
use crate::policy::Policy;
use documents::Language;
use kernel::{Crn, Date, MilestoneId, Permission};
use people::OpenPerson;
use store::Cx;
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, Route, html};

const LONGEST: usize = 2_000;

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce) = (Permission::ReadPeople, Permission::Enforce);
    vec![
        Route::get("/people/{crn}/milestones", read, list),
        Route::get("/people/{crn}/milestones/{id}", enforce, form),
        Route::post("/people/{crn}/milestones/{id}", enforce, decide),
        Route::get("/people/{crn}/progress", read, super::progress::show),
    ]
}

pub(crate) fn name(policy: &Policy, code: &str, on: Date) -> String {
    policy.milestone(code, on).map_or_else(|| code.to_owned(), |m| m.en.clone())
}

fn tag(state: S) -> Markup {
    let colour = match state {
        S::Offered => Colour::Purple,
        S::Given => Colour::Green,
        S::NotNow | S::Withdrawn | S::Lapsed => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (rows, policy) = (milestones_of(cx, &open.keys)?, Policy::current(cx)?);
    let may = cx.may(Permission::Enforce);
    let cells = rows.iter().map(|m: &Milestone| {
        let at = open.path(&format!("/milestones/{}", m.id));
        let name = name(&policy, &m.code, m.reached_on);
        let document = m.document_id.map(|id| open.path(&format!("/documents/{id}")));
        [
            html! { (name) },
            html! { (ui::short_day(m.reached_on)) },
            html! { (tag(m.state)) @if m.state != S::Given && let Some(words) = &m.words { br; span.govuk-hint { (words) } } },
            html! {
                @if let Some(href) = document { (ui::link_about(&href, "Open", &name)) }
                @else if may && matches!(m.state, S::Offered | S::NotNow | S::Lapsed) { (ui::link_about(&at, "Give", &name)) }
            },
        ]
    });
    let columns = ["Reached", "On", "State", "Letter or certificate"].map(ui::column);
    let body = html! {
        h1.govuk-heading-l { "What went well" }
        p.govuk-body { (ui::link(&open.path("/progress"), "The person’s progress on one page")) }
        @if rows.is_empty() { (ui::empty("No milestone has been reached yet.", None)) }
        @else { (ui::Table::new("Milestones, the newest first", columns).unseen_caption().rows(cells).show()) }
    };
    let frame = people::frame(req, cx, &open, "Compliance")?.titled("What went well").back(open.path("/compliance"));
    Ok(Reply::page(frame, body))
}

fn preview(policy: &Policy, open: &OpenPerson, row: &Milestone) -> Markup {
    html! {
        (ui::inset(&html! {
            p.govuk-body lang="en" { "Dear " (people::spoken_name(&open.person)) ". You have " (achievement(policy, row, Language::English)) "." }
            p.govuk-body lang="cy" { "Annwyl " (people::spoken_name(&open.person)) ". Rydych wedi " (achievement(policy, row, Language::Welsh)) "." }
        }))
        p.govuk-hint { "The letter is written in the language that the person prefers." }
    }
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let row = one(cx, &open.keys, req.param("id")?, None)?;
    let policy = Policy::current(cx)?;
    let usual = policy
        .milestone(&row.code, row.reached_on)
        .map_or("letter", |m| if m.gives == "certificate" { "certificate" } else { "letter" });
    let typed = req.typed(cx)?.unwrap_or_else(|| Form::of([("decision", usual)]));
    let at = open.path(&format!("/milestones/{}", row.id));
    let title = name(&policy, &row.code, row.reached_on);
    let open_still = matches!(row.state, S::Offered | S::NotNow | S::Lapsed);
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "Reached on " (ui::day(row.reached_on)) ". " (tag(row.state)) }
        @if open_still {
            (preview(&policy, &open, &row))
            (req.form_frame(&at).hidden("version", row.version).show(&html! {
                (ui::textarea("words", "A few words of your own").hint("What you saw them do well").rows(3).most(LONGEST).show(&typed))
                (ui::radios("decision", "What do you give?").items([
                    ui::item("letter", "A letter"),
                    ui::item("certificate", "A certificate"),
                    ui::item("not-now", "Nothing now").hint("Say why"),
                ]).show(&typed))
                (ui::textarea("why", "If nothing now: why?").rows(2).most(LONGEST).show(&typed))
                (ui::button("Save").show())
            }))
        }
    };
    let frame = people::frame(req, cx, &open, "Compliance")?.titled(title.as_str()).back(open.path("/milestones"));
    Ok(Reply::page(frame, body))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: MilestoneId = req.param("id")?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let decision = form.code("decision", "what you give", &["letter", "certificate", "not-now"]);
    let words = form.optional_text("words", "your words", LONGEST);
    let why = form.optional_text("why", "the reason", LONGEST).unwrap_or_default();
    let (decision,) = form.complete((decision,))?;
    let back = open.path("/milestones");
    if decision == "not-now" {
        leave_milestone(cx, &open, id, &why, version)?;
        return Ok(Reply::done(back, "Nothing is given now"));
    }
    let gives = if decision == "certificate" { Gives::of("certificate") } else { Gives::of("milestone_letter") };
    give_milestone(cx, &open, id, (gives, words.as_deref()), version)?;
    let words = if gives == Gives::Certificate { "The certificate is written" } else { "The letter is written" };
    Ok(Reply::done(back, words))
}
