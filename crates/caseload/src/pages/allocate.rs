//! Allocating in three pages: the unallocated list, the case beside the practitioners and what they hold, and a page to
//! confirm with reason and note. The last two carry the stint they showed, so that a second manager is told.

use super::team::{candidates, today_words};
use super::weighing::{Weighed, before_and_after, known_fields, reason_list, recommendation, said, weigh};
use super::{LONGEST_NOTE, my_teams, tier_words};
use crate::actions::{Allocating, allocate, holds_cases};
use crate::facts::standards;
use crate::lists::{Load, Responsibility, gaps_of, responsible};
use crate::policy::{ReasonKind, shipped};
use crate::responsibility::List;
use crate::workload::keep_deciding;
use kernel::{AllocationId, Crn, PersonKeys, Refusal};
use law::Law;
use organisation::{Member, StaffLine};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn choose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let held = need_held(cx, &open)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let mut teams = my_teams(cx)?;
    if !teams.contains(&held.team) {
        teams.push(held.team);
    }
    let members = candidates(cx, &teams)?;
    let action = format!("/allocate/{}", open.crn);
    let summary = summary(cx, &open, &held)?;
    let weighed = weigh(cx, &open, &held, &members)?;
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Choose an officer").back("/team");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Choose an officer" }
        (summary)
        (recommendation(&weighed, &members))
        (req.form_frame(&action).hidden("seen", held.stint).show(&html! {
            (practitioner_table(&form, &members, &held, &weighed))
            (ui::button("Continue").show())
        }))
    };
    Ok(Reply::page(frame, body))
}

/// The officer was chosen: on to the page that confirms. Nothing is written yet.
pub(super) fn chosen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn = req.param::<Crn>("crn")?;
    let mut form = req.form();
    let (officer, seen) = (form.text("officer", "an officer", 20), form.typed("seen").to_owned());
    let officer = form.complete((officer,)).map_err(|_| Refusal::new("officer", "missing", "Select an officer"))?.0;
    organisation::staff_by_code(cx, &officer)?;
    Ok(Reply::to(
        ui::Address::new(format!("/allocate/{crn}/confirm"), [("officer", officer), ("seen", seen)]).to_string(),
    ))
}

pub(super) fn confirm(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let held = need_held(cx, &open)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    // A draft of an earlier visit keeps reason and note; whom the manager has just chosen stands in the address.
    let choice = |name: &str| {
        let typed = Some(form.typed(name)).filter(|text| !text.is_empty());
        req.query(name).or(typed).unwrap_or_default().to_owned()
    };
    let (code, seen) = (choice("officer"), choice("seen"));
    let staff = organisation::staff_by_code(cx, &code)?;
    let line = organisation::staff_line(cx, staff.id)?;
    let members = candidates(cx, &[held.team, line.team])?;
    let weighed = weigh(cx, &open, &held, &members)?;
    let load = weighed.load(line.id);
    let not_recommended = weighed.recommended.is_some_and(|r| r != line.id);
    let above_grade = weighed.choice(line.id).is_some_and(|c| c.grade_fits == Some(false));
    let moving = matches!(held.list, List::Officer(_));
    let reasons =
        shipped().map_err(Failure::Broken)?.reasons.iter().filter(|r| !moving || r.kind == ReasonKind::Change);
    let action = format!("/allocate/{}/confirm", open.crn);
    let now_with = holder_words(cx, &held)?;
    let standards = standards(cx)?;
    let first_meeting = format!(
        "Within {} of allocation, or {} of release",
        ui::count(i64::from(standards.first_meeting), "working day", "working days"),
        ui::count(i64::from(standards.first_meeting_after_release), "working day", "working days"),
    );
    let frame = people::frame(req, cx, &open, "Overview")?
        .titled("Confirm the allocation")
        .back(format!("/allocate/{}", open.crn));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Confirm the allocation" }
        (ui::summary_list(&[
            ui::row("Now", now_with),
            ui::row("New officer", format!("{}, {} ({})", line.name, line.grade, line.team_name))
                .change(&format!("/allocate/{}", open.crn), "the officer"),
            ui::row("They hold", format!("{} now, {} with this one", load.people, load.people + 1)),
            ui::row("Their capacity", before_and_after(&weighed, line.id)),
            ui::row("For and against", reason_list(&weighed, line.id)),
            ui::row("First meeting", first_meeting),
        ]))
        @if above_grade { (ui::warning("The tier is above what this grade may hold. Say in the note why it goes to them.")) }
        (req.form_frame(&action).hidden("officer", &line.code).hidden("seen", seen).show(&html! {
            (ui::select("reason", "Reason").options(reasons.map(|r| (r.code.clone(), r.words.clone()))).show(&form))
            (ui::textarea("note", "Note for the officer").hint("Why them, and what they should know first").rows(4)
                .most(LONGEST_NOTE).show(&form))
            @if not_recommended { p.govuk-hint { "The facts spoke for somebody else. Say in the note why you choose otherwise." } }
            (known_fields(&form))
            (ui::button("Allocate").show())
        }))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let before = need_held(cx, &open)?;
    let mut form = req.form();
    let officer = form.text("officer", "an officer", 20);
    let seen = form.id::<AllocationId>("seen", "the page again");
    let reason = form.choice("reason", "a reason", |code| Some(code.to_owned()));
    let note = form.optional_text("note", "the note", LONGEST_NOTE).unwrap_or_default();
    let said = said(&mut form);
    let (officer, seen, reason, said) = form.complete((officer, seen, reason, said))?;
    let line = line_of(cx, &officer)?;
    let members = candidates(cx, &[before.team, line.team])?;
    let weighed = weigh(cx, &open, &before, &members)?;
    let above_grade = weighed.choice(line.id).is_some_and(|c| c.grade_fits == Some(false));
    if above_grade && note.trim().is_empty() {
        let words = "Say why it goes to somebody whose grade may not hold this tier";
        return Err(Failure::refused("note", "above_grade", words));
    }
    let practitioner = holds_cases(cx, &line.grade)?;
    let wanted = Allocating {
        seen,
        officer: line.id,
        team: line.team,
        officer_name: line.name.clone(),
        reason,
        note: note.clone(),
        practitioner,
    };
    let allocation = allocate(cx, open.keys.survivor, &wanted)?;
    let against = weighed.recommended.filter(|r| *r != line.id).map(|_| note);
    keep_deciding(cx, open.keys.survivor, allocation, &said, &weighed.stood(line.id, &before, against))?;
    let words = format!("{} is allocated to {}", open.name(), line.name);
    Ok(match before.officer.filter(|from| *from != line.id) {
        Some(from) => {
            let from = organisation::staff_line(cx, from)?.code;
            Reply::done(format!("/handover/{}/new?from={from}", open.crn), words)
        }
        None => Reply::done("/team", words),
    })
}

fn line_of(cx: &mut Cx<'_>, code: &str) -> Result<StaffLine> {
    let staff = organisation::staff_by_code(cx, code)?;
    organisation::staff_line(cx, staff.id)
}

pub(super) fn need_held(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Responsibility> {
    responsible(cx, &open.keys)?
        .ok_or_else(|| Failure::refused("", "not_supervised", "This person is not under supervision"))
}

/// Who has the person now, in words.
pub(super) fn holder_words(cx: &mut Cx<'_>, held: &Responsibility) -> Result<String> {
    let since = ui::day(held.since);
    Ok(match held.list {
        List::Officer(staff) => format!("{}, since {since}", organisation::staff_line(cx, staff)?.name),
        List::Cover(staff) => format!("On cover with {}, since {since}", organisation::staff_line(cx, staff)?.name),
        List::Unallocated(team) => format!("Unallocated in {}, since {since}", organisation::team(cx, team)?.name),
    })
}

/// What a manager needs to choose: what the person is supervised on, how high, how many officers they have had.
fn summary(cx: &mut Cx<'_>, open: &OpenPerson, held: &Responsibility) -> Result<Markup> {
    let sentence = sentence_words(cx, &open.keys)?;
    let now = holder_words(cx, held)?;
    let gaps = gaps_of(cx, open.keys.survivor)?;
    let tier = tier_words(held.tier.as_deref());
    let tier_row = ui::row("Tier", tier).action(&format!("/people/{}/tiers", open.crn), "See why", "the tier is so");
    let language = people::language(cx, &open.keys)?;
    let codes = people::codes::Codes::read(cx)?;
    let spoken = language_words(language.as_ref(), &codes);
    Ok(html! {
        (ui::summary_list(&[
            ui::row("Supervised on", sentence),
            tier_row,
            ui::row("Now", now),
            ui::row("Officers so far", held.served.officers.to_string()),
            ui::row("Language", spoken),
        ]))
        @if !gaps.is_empty() {
            h2.govuk-heading-m { "Missing now" }
            ul.govuk-list.govuk-list--bullet { @for gap in &gaps { li { (gap.words) } } }
        }
    })
}

/// The language that the person speaks, and whether an interpreter is needed.
fn language_words(language: Option<&people::cards::Language>, codes: &people::codes::Codes) -> String {
    let Some(language) = language else { return "Not recorded".to_owned() };
    let words = |code: &str| codes.words("language", code).to_owned();
    let spoken = language.spoken.as_deref().map_or_else(|| "Not recorded".to_owned(), words);
    match &language.interpreter_language {
        Some(needed) => format!("{spoken}, with an interpreter for {}", words(needed)),
        None => spoken,
    }
}

fn sentence_words(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Markup> {
    let law = cx.part::<Law>()?;
    let orders = sentences::orders(cx, keys)?;
    let live: Vec<_> = orders.iter().filter(|o| o.order.is_open()).collect();
    Ok(html! {
        @if live.is_empty() { "No order: before sentence, or voluntary" }
        @for part in live {
            @let name = law.sentence(&part.order.sentence).map_or(part.order.sentence.as_str(), |s| s.en.as_str());
            (name) ", " (ui::day(part.order.made_on))
            ul.govuk-list.govuk-list--bullet {
                @for r in part.requirements.iter().filter(|r| r.requirement.removed.is_none()) {
                    li { (law.requirement(&r.requirement.kind).map_or(r.requirement.kind.as_str(), |t| t.en.as_str()))
                        @if let Some(length) = &r.requirement.length { ", " (length.to_string()) } }
                }
            }
        }
    })
}

fn practitioner_table(form: &Form, members: &[Member], held: &Responsibility, weighed: &Weighed) -> Markup {
    let columns = [
        ui::column("Officer"),
        ui::column("Team and grade"),
        ui::column("People").numeric(),
        ui::column("Of them"),
        ui::column("Capacity"),
        ui::column("For and against"),
        ui::column("Today"),
    ];
    let first = members.iter().position(|m| may_take(m, held));
    let rows = members.iter().enumerate().map(|(n, m)| {
        let load = weighed.load(m.staff.id);
        let mut cells =
            vec![officer_cell(form, m, held, first == Some(n)), html! { (m.staff.team_name) br; (m.staff.grade) }];
        cells.push(html! { (load.people) });
        cells.push(of_them(load));
        cells.push(before_and_after(weighed, m.staff.id));
        cells.push(reason_list(weighed, m.staff.id));
        cells.push(today_words(m));
        cells
    });
    html! {
        div.govuk-form-group.govuk-form-group--error[form.wrong("officer").is_some()] {
            @if let Some(wrong) = form.wrong("officer") {
                p.govuk-error-message id="officer-error" { span.govuk-visually-hidden { "Error: " } (wrong.words) }
            }
            fieldset.govuk-fieldset aria-describedby=[form.wrong("officer").map(|_| "officer-error")] {
                legend.govuk-fieldset__legend.govuk-fieldset__legend--m { "Officer" }
                (ui::Table::new("Officers and what they hold now", columns).unseen_caption().rows(rows).show())
            }
        }
    }
}

/// What the people held are like, in a few short lines.
fn of_them(load: Load) -> Markup {
    let parts = [
        (load.highest_tiers, "of tier A or B"),
        (load.in_custody, "in custody"),
        (load.covered, "on cover"),
        (load.lately, "in the last 7 days"),
        (load.past_due, "past due"),
    ];
    html! {
        @for (count, words) in parts.into_iter().filter(|(count, _)| *count > 0) { (count) " " (words) br; }
    }
}

fn may_take(member: &Member, held: &Responsibility) -> bool {
    member.away.is_none() && held.list != List::Officer(member.staff.id)
}

/// A radio where the officer can take the person; those who are away, and whoever has them now, have none. The first
/// radio carries the name of the question, to which the list of errors links.
fn officer_cell(form: &Form, member: &Member, held: &Responsibility, first: bool) -> Markup {
    let (code, name) = (&member.staff.code, &member.staff.name);
    if !may_take(member, held) {
        return html! { (name) @if member.away.is_none() { br; "has them now" } };
    }
    let id = if first { "officer".to_owned() } else { format!("officer-{code}") };
    html! {
        div.govuk-radios.govuk-radios--small data-module="govuk-radios" {
            div.govuk-radios__item {
                input.govuk-radios__input id=(id) name="officer" type="radio" value=(code)
                    checked[form.typed("officer") == code.as_str()];
                label.govuk-label.govuk-radios__label for=(id) { (name) }
            }
        }
    }
}
