//! One volunteer: who they are, checks, people, supervision, expenses and what was done.

use super::{checks_tag, due_tag, frame, or_none, path, state_tag};
use crate::policy_rows::{Policy, RUNNING_OUT_DAYS, policy};
use crate::reads::{Whole, whole};
use crate::records::{Check, ConflictKind, ExpenseState, VolunteerKind, VolunteerState};
use crate::rules::{Step, holds, next};
use kernel::words::{hours, pounds};
use kernel::{Date, Permission, PersonId};
use people::PersonLine;
use people::codes::Codes;
use std::collections::HashMap;
use store::Cx;
use web::ui::{self, Colour, row};
use web::{Answer, Markup, Reply, Request, html};

/// Who they are, as rows.
pub(super) fn facts(whole: &Whole, unit: &str) -> Markup {
    let (v, reach) = (&whole.standing.volunteer, &whole.reach);
    let kinds: Vec<&str> = v.kinds().iter().map(|k| k.words()).collect();
    let contact: Vec<&str> = [&reach.telephone, &reach.email, &reach.address, &reach.postcode]
        .into_iter()
        .filter_map(|t| t.as_deref())
        .collect();
    ui::summary_list(&[
        row("State", html! { (state_tag(v.state)) " since " (ui::day(v.state_since)) }),
        row("Volunteers as", kinds.join(", ")),
        row("Delivery unit", unit),
        row("People at once", html! { (whole.standing.matched) " of " (v.most_people) }),
        row("When", or_none(v.available.as_deref())),
        row("Skills", or_none(v.skills.as_deref())),
        row(
            "Reached by",
            html! { @if contact.is_empty() { "Not recorded" } @for (n, line) in contact.iter().enumerate() { @if n > 0 { br; } (line) } },
        ),
        row("In an emergency", or_none(reach.emergency.as_deref())),
    ])
}

fn steps(whole: &Whole) -> Markup {
    let v = &whole.standing.volunteer;
    let can: Vec<Step> = Step::ALL.into_iter().filter(|s| next(v.state, *s).is_some()).collect();
    ui::button_group(&html! {
        @for step in &can {
            @let button = ui::link_button(&path(v.id, &format!("/step/{}", step.code())), step.words());
            (if *step == Step::End || *step == Step::Pause { button.secondary().show() } else { button.show() })
        }
        (ui::link_button(&path(v.id, "/edit"), "Change details").secondary().show())
    })
}

fn state_of(check: &Check, today: Date) -> Markup {
    if let Some(on) = check.withdrawn_on {
        let why = check.withdrawn_why.as_deref().unwrap_or_default();
        return html! { (ui::tag(Colour::Red, "Withdrawn")) " " (ui::short_day(on)) br; span.govuk-hint { (why) } };
    }
    if holds(check, today) { ui::tag(Colour::Green, "In force") } else { ui::tag(Colour::Red, "Ran out") }
}

fn checks(whole: &Whole, policy: &Policy, today: Date) -> Markup {
    let id = whole.standing.volunteer.id;
    let missing: Vec<_> = whole.standing.needed.iter().filter(|n| n.holds.is_none()).collect();
    let rows = whole.checks.iter().map(|c| {
        let link = html! {
            @if c.withdrawn_on.is_none() {
                (ui::link_about(&path(id, &format!("/checks/{}/withdraw", c.id)), "Withdraw", policy.words(&c.kind)))
            }
        };
        [
            html! { (policy.words(&c.kind)) @if let Some(r) = &c.reference { br; span.govuk-hint { (r) } } },
            html! { (ui::short_day(c.seen_on)) br; span.govuk-hint { "by " (c.seen_by) } },
            html! { @match c.until { Some(day) => (ui::short_day(day)), None => "Does not run out" } },
            state_of(c, today),
            link,
        ]
    });
    let columns = [
        ui::column("Check"),
        ui::column("Seen"),
        ui::column("Holds to"),
        ui::column("State"),
        ui::column("What you can do").unseen(),
    ];
    html! {
        h2.govuk-heading-m #checks { "Checks" }
        @if missing.is_empty() { p.govuk-body { "Everything that is needed is in force." } }
        @else {
            p.govuk-body { "Still needed before they are matched with anybody:" }
            ul.govuk-list.govuk-list--bullet {
                @for n in &missing { li { (n.words) @if let Some(day) = n.ran_out { " (held to " (ui::short_day(day)) ")" } } }
            }
        }
        (ui::link_button(&path(id, "/checks/new"), "Record a check").secondary().show())
        @if !whole.checks.is_empty() { (ui::Table::new("Checks, the newest first", columns).unseen_caption().rows(rows).show()) }
    }
}

fn person(lines: &HashMap<PersonId, PersonLine>, id: PersonId, rest: &str) -> Markup {
    match lines.get(&id) {
        Some(line) if line.restricted => html! { (line.name) " " span.govuk-hint { (line.crn) } },
        Some(line) => {
            html! { (ui::link(&format!("/people/{}{rest}", line.crn), &line.name)) " " span.govuk-hint { (line.crn) } }
        }
        None => html! { "Not known" },
    }
}

fn people_of(whole: &Whole, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let rows = whole.matches.iter().map(|m| {
        [
            person(lines, m.person_id, &format!("/mentors/{}", m.id)),
            html! { (ui::short_day(m.from_date)) @if let Some(end) = m.ended_on.or(m.until_date) { " to " (ui::short_day(end)) } },
            if m.is_open { ui::tag(Colour::Green, "Goes on") } else { ui::tag(Colour::Grey, "Ended") },
            html! { (m.last_contact_on.map_or_else(|| "None yet".to_owned(), ui::short_day)) },
            html! { (hours(m.minutes)) },
        ]
    });
    let columns = ["Person", "Matched", "State", "Last contact", "Together"].map(ui::column);
    html! {
        h2.govuk-heading-m { "People" }
        @if whole.matches.is_empty() { (ui::empty("They are not matched with anybody. A match is made on the person’s own page, Interventions.", None)) }
        @else { (ui::Table::new("People, those matched now first", columns).unseen_caption().rows(rows).show()) }
    }
}

fn supervision(whole: &Whole, today: Date) -> Markup {
    let id = whole.standing.volunteer.id;
    let rows = whole.supervised.iter().map(|s| {
        let action = html! {
            @match (&s.action, s.action_done_on) {
                (None, _) => "None",
                (Some(what), Some(on)) => { (what) br; span.govuk-hint { "Done " (ui::short_day(on)) } }
                (Some(what), None) => {
                    (what) br; span.govuk-hint { "by " (s.action_due.map(ui::short_day).unwrap_or_default()) } " "
                    (ui::link_about(&path(id, &format!("/supervision/{}/done", s.id)), "Record the outcome", what))
                }
            }
        };
        [
            html! { (ui::short_day(s.held_on)) br; span.govuk-hint { "by " (s.held_by) } },
            html! { (s.discussed) @if let Some(concern) = &s.concern { br; (ui::tag(Colour::Orange, "Concern")) " " (concern) } },
            action,
        ]
    });
    let columns = ["Held", "Discussed", "Action"].map(ui::column);
    html! {
        h2.govuk-heading-m #supervision { "Supervision" }
        p.govuk-body { "Next: " (due_tag(whole.standing.supervision_due, today)) }
        (ui::link_button(&path(id, "/supervision/new"), "Record a meeting").secondary().show())
        @if whole.supervised.is_empty() { (ui::empty("No meeting has been recorded.", None)) }
        @else { (ui::Table::new("Supervision meetings, the newest first", columns).unseen_caption().rows(rows).show()) }
    }
}

fn expenses(whole: &Whole) -> Markup {
    let id = whole.standing.volunteer.id;
    let paid: i64 = whole.expenses.iter().filter(|e| e.state == ExpenseState::Paid).map(|e| e.pence).sum();
    let rows = whole.expenses.iter().map(|e| {
        let state = match e.state {
            ExpenseState::Claimed => ui::link_about(&path(id, &format!("/expenses/{}", e.id)), "Decide", &e.what),
            ExpenseState::Paid => {
                html! { (ui::tag(Colour::Green, "Paid")) " " (e.decided_on.map(ui::short_day).unwrap_or_default()) }
            }
            ExpenseState::Refused => {
                html! { (ui::tag(Colour::Grey, "Refused")) " " (e.decided_why.as_deref().unwrap_or_default()) }
            }
        };
        [html! { (e.what) }, html! { (ui::short_day(e.on_day)) }, html! { (pounds(e.pence)) }, state]
    });
    let columns = [ui::column("What for"), ui::column("Day"), ui::column("Amount").numeric(), ui::column("State")];
    html! {
        h2.govuk-heading-m #expenses { "Expenses" }
        (ui::link_button(&path(id, "/expenses/new"), "Record a claim").secondary().show())
        @if !whole.expenses.is_empty() {
            p.govuk-body { "Paid in all: " strong { (pounds(paid)) } }
            (ui::Table::new("Claims, the newest first", columns).unseen_caption().rows(rows).show())
        }
    }
}

fn apart(whole: &Whole, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let v = &whole.standing.volunteer;
    let rows = whole.conflicts.iter().map(|c| {
        let end = format!("/conflicts/{}/end", c.id);
        [
            person(lines, c.with_record, ""),
            html! { (c.kind.words()) @if let Some(words) = &c.words { br; span.govuk-hint { (words) } } },
            html! {
                @match (c.ended_on, &c.ended_why) {
                    (Some(on), why) => { "Ended " (ui::short_day(on)) br; span.govuk-hint { (why.as_deref().unwrap_or_default()) } }
                    _ => { "Since " (ui::short_day(c.since)) " " (ui::link_about(&path(v.id, &end), "End", "conflict")) }
                }
            },
        ]
    });
    let columns = ["With", "Why", "Since"].map(ui::column);
    html! {
        h2.govuk-heading-m { "Not to be matched with" }
        (ui::link_button(&path(v.id, "/conflicts/new"), "Record a conflict").secondary().show())
        @if !whole.conflicts.is_empty() { (ui::Table::new("Conflicts", columns).unseen_caption().rows(rows).show()) }
        @if v.kinds().contains(&VolunteerKind::PeerMentor) {
            h2.govuk-heading-m { "Their own record" }
            @match &whole.own_record {
                Some(own) => p.govuk-body { (person(lines, own.record_id, "")) " " span.govuk-hint { "linked by " (own.recorded_by) } },
                None => p.govuk-body { "Not linked. Link it only when they have a record here, so that they are never matched with themselves." },
            }
            p.govuk-body { (ui::link(&path(v.id, "/own-record"), "Link a record")) }
        }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut whole = whole(cx, req.param("id")?)?;
    if !cx.may(Permission::ArrangeRestorative) {
        whole.conflicts.retain(|c| c.kind != ConflictKind::OtherSide);
    }
    let (policy, today) = (policy(cx)?, cx.today());
    let soon = policy.number(RUNNING_OUT_DAYS, today)?;
    let mut ids: Vec<PersonId> = whole.matches.iter().map(|m| m.person_id).collect();
    ids.extend(whole.conflicts.iter().map(|c| c.with_record));
    ids.extend(whole.own_record.as_ref().map(|o| o.record_id));
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "volunteer", &ids);
    let v = &whole.standing.volunteer;
    let units = organisation::units(cx)?;
    let unit = v.unit_id.and_then(|id| units.iter().find(|u| u.id == id)).map_or("Any", |u| u.name.as_str());
    let codes = Codes::read(cx)?;
    let languages: Vec<String> = v.languages().iter().map(|l| codes.words("language", l).to_owned()).collect();
    let acts = whole.acts.iter().map(|a| {
        let what = Step::ALL.iter().find(|s| s.code() == a.what).map_or("Applied", |s| s.words());
        [
            html! { (ui::short_day(a.on_day)) },
            html! { (what) },
            html! { (a.by_name) },
            html! { (a.words.as_deref().unwrap_or_default()) },
        ]
    });
    let columns = ["Day", "What", "Who", "Words"].map(ui::column);
    let unfit = whole.standing.matched > 0 && (!whole.standing.is_cleared() || v.state != VolunteerState::Active);
    let body = html! {
        h1.govuk-heading-l { (v.name) }
        @if unfit { (ui::warning("People are matched with them although a check is not in force or they are not active. Renew the check, or end the matches.")) }
        p.govuk-body { "Checks: " (checks_tag(&whole.standing, today, soon)) @if !languages.is_empty() { ". Speaks " (languages.join(", ")) } }
        (facts(&whole, unit))
        (steps(&whole))
        (checks(&whole, &policy, today))
        (people_of(&whole, &lines))
        (supervision(&whole, today))
        (expenses(&whole))
        (apart(&whole, &lines))
        h2.govuk-heading-m { "What was done" }
        (ui::Table::new("What was done, the newest first", columns).unseen_caption().rows(acts).show())
    };
    Ok(Reply::page(frame(req, &v.name).back("/volunteers"), body))
}
