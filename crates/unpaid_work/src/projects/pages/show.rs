//! One project: what is done when and for whom, whether it is safe, and who is placed there.

use super::{day_words, frame, of, path, state_tag};
use crate::placements::{PlacementLine, lines_of_project};
use crate::policy::{NOTICE_DAYS, hours, numbers};
use crate::projects::policy::{Policy, words};
use crate::projects::store::beneficiary_names;
use crate::projects::{Agreement, Assessment, SupervisedBy, WholeProject, given_at};
use kernel::{Date, PersonId};
use people::PersonLine;
use std::collections::HashMap;
use store::Cx;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, html};

fn list(codes: &[String], of: &[crate::projects::policy::Coded], none: &str) -> String {
    let names: Vec<&str> = codes.iter().map(|code| words(of, code)).collect();
    if names.is_empty() { none.to_owned() } else { names.join(", ") }
}

fn facts(of: &WholeProject, unit: &str, beneficiary: Option<&str>, policy: &Policy) -> Vec<ui::Row> {
    let p = &of.project;
    let near: Vec<&str> = [(p.children_near, "children"), (p.vulnerable_near, "adults at risk")]
        .iter()
        .filter_map(|(there, who)| there.then_some(*who))
        .collect();
    let mut rows = vec![
        row("Kind", p.kind.words()),
        row("Delivery unit", unit),
        row("What is done", crate::nominations::lines_of(&p.work)),
    ];
    if let (Some(id), Some(name)) = (p.beneficiary_id, beneficiary) {
        rows.push(row("For", ui::link(&format!("/unpaid-work/beneficiaries/{id}"), name)));
    }
    rows.extend(p.address.as_deref().map(|a| row("Where", a)));
    rows.extend(p.town.as_deref().map(|t| row("Town", t)));
    rows.extend(p.meeting_point.as_deref().map(|m| row("Meeting point", m)));
    let days = html! { @for (at, day) in of.days.iter().enumerate() { @if at > 0 { br; } (day_words(day)) } @if of.days.is_empty() { "No day set: nobody can be placed" } };
    rows.push(row("When", days));
    rows.push(row("Supervised by", p.supervised_by.words()));
    rows.push(row("Who works there", if p.women_only { "Women only" } else { "Everybody" }));
    rows.push(row(
        "Who is near",
        if near.is_empty() { "Nobody who needs special care".to_owned() } else { near.join(" and ") },
    ));
    rows.push(row("What the work asks of a body", list(&p.need_codes(), &policy.needs, "Nothing special")));
    rows.push(row("What is taught", list(&p.skill_codes(), &policy.skills, "Nothing named")));
    rows.extend(p.tools.as_deref().map(|t| row("Tools kept there", t)));
    rows.push(row("Runs from", ui::day(p.start_date)));
    rows.extend(p.end_date.map(|end| row("Last day", ui::day(end))));
    rows.extend(p.end_reason.as_deref().map(|code| row("Why it ends", words(&policy.ends, code))));
    rows.extend(p.end_note.as_deref().map(|note| row("Note on its end", note)));
    rows.extend(
        p.nomination_id.map(|id| {
            row("Came from", ui::link(&format!("/unpaid-work/nominations/{id}"), "A nomination of the public"))
        }),
    );
    rows
}

fn assessment(a: &Assessment, today: Date) -> Markup {
    let state = match (&a.withdrawn, a.in_force(today)) {
        (Some(_), _) => ui::tag(ui::Colour::Grey, "Withdrawn"),
        (None, true) => ui::tag(ui::Colour::Green, "In force"),
        (None, false) => ui::tag(ui::Colour::Red, "Not in force"),
    };
    let hazards = a.hazard_list();
    let cells = hazards.iter().map(|h| [html! { (h.hazard) }, html! { (h.control) }]);
    html! {
        h3.govuk-heading-s { (a.kind.words()) " " (state) }
        p.govuk-body {
            "By " (a.assessed_by) " on " (ui::day(a.assessed_on)) ", valid until " (ui::day(a.valid_until)) "."
            @if let Some(why) = &a.withdrawn { " Withdrawn: " (why) }
        }
        (ui::details("Hazards, and what is done about them", &ui::Table::new(format!("Hazards found on {}", ui::day(a.assessed_on)), ["Hazard", "What is done"].map(column)).unseen_caption().rows(cells).show()))
        @if a.withdrawn.is_none() { p.govuk-body { (ui::link_about(&path(a.project_id, &format!("/assessments/{}", a.id)), "Withdraw", &format!("the {} of {}", a.kind.words().to_lowercase(), ui::day(a.assessed_on)))) } }
    }
}

fn agreement(a: &Agreement, today: Date) -> Markup {
    let mut rows = vec![
        row("Supervisor", a.supervisor.as_str()),
        row("Signed", ui::day(a.signed_on)),
        row("Supervisor checked", ui::day(a.checked_on)),
        row("Insurance seen", ui::day(a.insurance_seen_on)),
        row(
            "Insured until",
            html! { (ui::day(a.insurance_until)) @if a.insurance_until < today { " " (ui::tag(ui::Colour::Red, "Over")) } },
        ),
        row(
            "To be reviewed",
            html! { (ui::day(a.review_on)) @if a.review_on < today { " " (ui::tag(ui::Colour::Orange, "Overdue")) } },
        ),
    ];
    rows.extend(a.contact.as_deref().map(|c| row("Contact", c)));
    rows.extend(a.ended_on.map(|on| row("Ended", ui::day(on))));
    rows.extend(a.end_reason.as_deref().map(|why| row("Why it ended", why)));
    let card = ui::SummaryCard::new(a.partner.clone());
    let card = if a.ended_on.is_none() {
        card.action(&path(a.project_id, &format!("/agreements/{}", a.id)), "End")
    } else {
        card
    };
    card.rows(&rows)
}

fn placed(lines: &[PlacementLine], names: &HashMap<PersonId, PersonLine>) -> Markup {
    let cells = lines.iter().filter_map(|l| {
        let person = names.get(&l.person_id)?;
        let href = format!("/people/{}/unpaid-work/placements/{}", person.crn, l.id);
        let until = l.until_date.map_or_else(String::new, |d| format!(" to {}", ui::short_day(d)));
        Some([
            html! { @if person.restricted { (person.name) } @else { (ui::link(&href, &person.name)) } br; span.govuk-hint { (person.crn) } },
            html! { (crate::matching::day_name(l.weekday)) ", " (ui::time(l.start_time)) " to " (ui::time(l.end_time)) },
            html! { (l.frequency.words()) },
            html! { "From " (ui::short_day(l.from_date)) (until) },
        ])
    });
    html! {
        @if lines.is_empty() { (ui::empty("Nobody is placed here.", None)) }
        @else { (ui::Table::new("Who is placed, in the order of the week", ["Person", "When", "How often", "Days"].map(column)).unseen_caption().rows(cells).show()) }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let p = &of.project;
    let (policy, today, units) = (Policy::shipped()?, cx.today(), organisation::units(cx)?);
    let unit = units.iter().find(|u| u.id == p.unit_id).map_or("Unknown", |u| u.name.as_str());
    let names = beneficiary_names(cx, p.beneficiary_id.as_slice())?;
    let beneficiary = p.beneficiary_id.and_then(|id| names.get(&id)).map(String::as_str);
    let lines = lines_of_project(cx, p.id, today)?;
    let who: Vec<PersonId> = lines.iter().map(|l| l.person_id).collect();
    let people = people::lines(cx, &who)?;
    cx.note_shown("list", "project", &who);
    let given = given_at(cx, &[p.id])?.remove(&p.id).unwrap_or_default();
    let runs = p.end_date.is_none();
    let notice = numbers(cx)?.on(NOTICE_DAYS, today)?;
    let warnings = if p.runs_on(today) { super::list::warnings(&of, today, notice) } else { Vec::new() };
    let ending = if runs {
        html! {}
    } else {
        crate::leaving::card(cx, p.id)?
    };
    let body = html! {
        h1.govuk-heading-l { (p.name) " " (state_tag(p, today)) }
        p.govuk-body { (p.code) }
        @if !warnings.is_empty() {
            (ui::inset(&html! { ul.govuk-list { @for warning in &warnings { li { (warning) } } } }))
        }
        @if runs {
            (ui::button_group(&html! {
                (ui::link_button(&path(p.id, "/edit"), "Change the project").show())
                (ui::link_button(&path(p.id, "/assess"), "Record an assessment").secondary().show())
                @if p.supervised_by == SupervisedBy::Partner { (ui::link_button(&path(p.id, "/agree"), "Record an agreement").secondary().show()) }
                (ui::link_button(&path(p.id, "/end"), "End the project").warning().show())
            }))
        }
        (ui::summary_list(&facts(&of, unit, beneficiary, policy)))
        (ending)
        h2.govuk-heading-m { "Hours given" }
        p.govuk-body { (hours(given.minutes)) " by " (ui::count(given.people, "person", "people")) ", as registers say." }
        h2.govuk-heading-m { "Who is placed" }
        (placed(&lines, &people))
        h2.govuk-heading-m { "Assessments" }
        @if of.assessments.is_empty() { (ui::empty("Nothing is assessed: no session can be planned.", None)) }
        @for a in &of.assessments { (assessment(a, today)) }
        @if p.supervised_by == SupervisedBy::Partner {
            h2.govuk-heading-m { "Agreements" }
            @if of.agreements.is_empty() { (ui::empty("Nothing is agreed with the partner: no session can be planned.", None)) }
            @for a in &of.agreements { (agreement(a, today)) }
        }
    };
    Ok(Reply::page(frame(req, &p.name), body))
}
