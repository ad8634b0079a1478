//! Adding and changing a project on one page, with the days of the week on which it runs.

use super::{framed, of, path};
use crate::desk::{LONGEST, form_page, now_stands, seen, with_day};
use crate::matching::day_name;
use crate::nominations::{Nomination, became_project};
use crate::projects::policy::Policy;
use crate::projects::{
    DayFacts, Project, ProjectFacts, ProjectKind, SupervisedBy, WholeProject, add_project, amend_project, beneficiaries,
};
use kernel::{BeneficiaryId, NominationId, Refusal, TeamId, UnitId};
use store::{Cx, Result, params};
use web::form::{Form, parse_time};
use web::ui::{self, item, row};
use web::{Answer, Markup, Reply, Request, html};

/// A project runs at most so often on one day of the week.
const TIMES_A_DAY: usize = 2;

fn field(what: &str, weekday: i64, at: usize) -> String {
    if at == 0 { format!("{what}-{weekday}") } else { format!("{what}-{weekday}-{}", at + 1) }
}

fn days_fields(form: &Form) -> Markup {
    let wrong = form.wrong("days");
    html! {
        fieldset.govuk-fieldset id="days" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "On which days does it run?" }
            div.govuk-hint { "Leave a day empty on which it does not run. Times like 9:30am or 14:15" }
            @if let Some(refusal) = wrong { p.govuk-error-message { span.govuk-visually-hidden { "Error:" } " " (refusal.words) } }
            @for weekday in 1..=7 { @for at in 0..TIMES_A_DAY {
                @if at == 0 || form.has(&field("from", weekday, at)) { (day_fields(form, weekday, at)) }
            } }
        }
    }
}

fn day_fields(form: &Form, weekday: i64, at: usize) -> Markup {
    let day = day_name(weekday);
    html! {
        div.govuk-grid-row {
            div.govuk-grid-column-one-third { (ui::input(&field("from", weekday, at), &format!("{day} from")).plain().width(5).show(form)) }
            div.govuk-grid-column-one-third { (ui::input(&field("to", weekday, at), &format!("{day} to")).plain().width(5).show(form)) }
            div.govuk-grid-column-one-third { (ui::input(&field("room", weekday, at), &format!("{day} places")).plain().number().width(3).show(form)) }
        }
    }
}

fn fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let policy = Policy::shipped()?;
    let (units, teams, known) = (organisation::units(cx)?, organisation::teams(cx)?, beneficiaries(cx)?);
    let units = units.iter().map(|u| (u.id.to_string(), u.name.clone()));
    let teams = teams.iter().filter(|t| t.purpose == organisation::TeamPurpose::UnpaidWork);
    let teams = teams.map(|t| (t.id.to_string(), t.name.clone()));
    let whom = known.iter().filter(|b| b.ended_on.is_none()).map(|b| (b.id.to_string(), b.name.clone()));
    let needs = policy.needs.iter().map(|c| item(c.code.clone(), c.en.clone()));
    let skills = policy.skills.iter().map(|c| item(c.code.clone(), c.en.clone()));
    Ok(html! {
        (ui::input("name", "Name").show(form))
        (ui::input("code", "Code").hint("Short, as staff say it, such as WEX-07").width(20).show(form))
        (ui::radios("kind", "What kind of project is it?").items(ProjectKind::ALL.iter().map(|k| item(k.code(), k.words()))).show(form))
        (ui::textarea("work", "What is done there?").rows(4).most(LONGEST).show(form))
        (ui::select("beneficiary", "For whom?").hint("Add them first when they are not in the list").option("", "Nobody named").options(whom).show(form))
        (ui::select("unit", "Delivery unit").option("", "Choose a delivery unit").options(units).show(form))
        (ui::select("team", "Team (optional)").option("", "No team").options(teams).show(form))
        (ui::input("address", "Address (optional)").show(form))
        (ui::input("town", "Town (optional)").hint("People are matched by it").width(20).show(form))
        (ui::input("meeting_point", "Meeting point (optional)").hint("When it is not the address").show(form))
        (ui::input("places", "Places on a day").number().width(3).show(form))
        (days_fields(form))
        (ui::date_input("start_date", "First day").show(form))
        (ui::radios("supervised_by", "Who supervises?").items(SupervisedBy::ALL.iter().map(|s| item(s.code(), s.words()))).show(form))
        (ui::checkboxes("who", "Who is there? (optional)").items([
            item("women_only", "Only women work there"),
            item("children_near", "Children are there, or near"),
            item("vulnerable_near", "Adults at risk are there, or near"),
        ]).show(form))
        (ui::checkboxes("needs", "What does the work ask of a body? (optional)").items(needs).show(form))
        (ui::checkboxes("skills", "What is taught there? (optional)").items(skills).show(form))
        (ui::input("tools", "Tools kept there (optional)").show(form))
    })
}

/// One row of the days: nothing when it is empty, and what is wrong when half of it is there.
fn typed_day(form: &mut Form, weekday: i64, at: usize, usual: Option<i64>) -> Option<DayFacts> {
    let (from, to) = (field("from", weekday, at), field("to", weekday, at));
    let both = (form.typed(&from).trim().to_owned(), form.typed(&to).trim().to_owned());
    let room = form.optional_integer(&field("room", weekday, at), "the places of a day", 1..=1_000);
    if both.0.is_empty() && both.1.is_empty() {
        return None;
    }
    match (parse_time(&both.0), parse_time(&both.1)) {
        (Some(start_time), Some(end_time)) => {
            Some(DayFacts { weekday, start_time, end_time, places: room.or(usual).unwrap_or(0) })
        }
        (start, _) => {
            let wrong = if start.is_none() { from } else { to };
            let words = format!("Enter when it starts and ends on {}, like 9am and 4pm", day_name(weekday));
            form.refuse(Refusal::new(wrong, "not_a_time", words));
            None
        }
    }
}

fn facts(req: &Request, known: Option<&Project>) -> Result<(ProjectFacts, Form)> {
    let mut form = req.form();
    let name = form.text("name", "the name", 80);
    let code = form.text("code", "the code", 12);
    let kind = form.choice("kind", "the kind of project", |t| t.parse::<ProjectKind>().ok());
    let work = form.text("work", "what is done there", LONGEST);
    let beneficiary = form.optional_id::<BeneficiaryId>("beneficiary", "for whom it is");
    let unit = form.id::<UnitId>("unit", "the delivery unit");
    let team = form.optional_id::<TeamId>("team", "the team");
    let address = form.optional_text("address", "the address", 200);
    let town = form.optional_text("town", "the town", 60);
    let meeting_point = form.optional_text("meeting_point", "the meeting point", 200);
    let places = form.integer("places", "the places", 0..=1_000);
    let start = form.date("start_date", "the first day");
    let supervised_by = form.choice("supervised_by", "who supervises", |t| t.parse::<SupervisedBy>().ok());
    let tools = form.optional_text("tools", "the tools", 500);
    let who = form.list("who", "who is there", |t| Some(t.to_owned()));
    let needs = form.list("needs", "what the work asks", |t| Some(t.to_owned()));
    let skills = form.list("skills", "what is taught", |t| Some(t.to_owned()));
    let mut days = Vec::new();
    for weekday in 1..=7 {
        for at in 0..TIMES_A_DAY {
            days.extend(typed_day(&mut form, weekday, at, places));
        }
    }
    let nomination = form.optional_id::<NominationId>("nomination", "the nomination");
    let answers = (name, code, kind, work, unit, places, start, supervised_by);
    let (name, code, kind, work, unit, places, start_date, supervised_by) = form.complete(answers)?;
    let has = |what: &str| who.iter().any(|w| w == what);
    let facts = ProjectFacts {
        code,
        name,
        kind,
        unit,
        team,
        beneficiary,
        provider: known.and_then(|k| k.provider_id),
        work,
        address,
        town,
        meeting_point,
        supervised_by,
        women_only: has("women_only"),
        children_near: has("children_near"),
        vulnerable_near: has("vulnerable_near"),
        needs,
        skills,
        tools,
        places,
        start_date,
        days,
        nomination: known.and_then(|k| k.nomination_id).or(nomination),
    };
    Ok((facts, form))
}

/// The form as it opens for a project that a nomination becomes.
fn from_nomination(n: &Nomination) -> Form {
    let mut pairs = vec![
        ("nomination".to_owned(), n.id.to_string()),
        ("work".to_owned(), n.what.clone()),
        ("address".to_owned(), n.place.clone()),
        ("kind".to_owned(), "group".to_owned()),
    ];
    pairs.extend(n.unit_id.map(|u| ("unit".to_owned(), u.to_string())));
    Form::of(pairs)
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let form = match req.typed(cx)? {
        Some(typed) => typed,
        None => {
            let nomination = req.query("nomination").and_then(|id| id.parse::<NominationId>().ok());
            let nomination = nomination.map(|id| cx.need::<Nomination>(params![id])).transpose()?;
            let form =
                nomination.as_ref().map_or_else(|| Form::of([("kind", "group"), ("places", "8")]), from_nomination);
            with_day(form, "start_date", today).with("supervised_by", "service")
        }
    };
    let inside = fields(cx, &form)?;
    let nomination = form.typed("nomination").to_owned();
    let all = html! {
        @if !nomination.is_empty() { input type="hidden" name="nomination" value=(nomination); }
        (inside)
    };
    form_page(req, super::frame(req, "Add a project"), &form, ("Add a project", 0), &all, "Add the project")
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (facts, _) = facts(req, None)?;
    let id = add_project(cx, &facts)?;
    if let Some(nomination) = facts.nomination {
        became_project(cx, nomination, id, None)?;
    }
    Ok(Reply::done(path(id, ""), "The project is added. Record its assessments next"))
}

fn known(of: &WholeProject) -> Form {
    let p = &of.project;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let mut pairs = vec![
        ("name".to_owned(), p.name.clone()),
        ("code".to_owned(), p.code.clone()),
        ("kind".to_owned(), p.kind.code().to_owned()),
        ("work".to_owned(), p.work.clone()),
        ("beneficiary".to_owned(), p.beneficiary_id.map_or_else(String::new, |id| id.to_string())),
        ("unit".to_owned(), p.unit_id.to_string()),
        ("team".to_owned(), p.team_id.map_or_else(String::new, |id| id.to_string())),
        ("address".to_owned(), text(&p.address)),
        ("town".to_owned(), text(&p.town)),
        ("meeting_point".to_owned(), text(&p.meeting_point)),
        ("places".to_owned(), p.places.to_string()),
        ("supervised_by".to_owned(), p.supervised_by.code().to_owned()),
        ("tools".to_owned(), text(&p.tools)),
    ];
    let who =
        [(p.women_only, "women_only"), (p.children_near, "children_near"), (p.vulnerable_near, "vulnerable_near")];
    pairs.extend(who.iter().filter(|(is, _)| *is).map(|(_, code)| ("who".to_owned(), (*code).to_owned())));
    pairs.extend(p.need_codes().into_iter().map(|code| ("needs".to_owned(), code)));
    pairs.extend(p.skill_codes().into_iter().map(|code| ("skills".to_owned(), code)));
    for weekday in 1..=7 {
        for (at, day) in of.days.iter().filter(|d| d.weekday == weekday).take(TIMES_A_DAY).enumerate() {
            pairs.push((field("from", weekday, at), day.start_time.strftime("%H:%M").to_string()));
            pairs.push((field("to", weekday, at), day.end_time.strftime("%H:%M").to_string()));
            pairs.push((field("room", weekday, at), day.places.to_string()));
        }
    }
    with_day(Form::of(pairs), "start_date", p.start_date)
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| known(&of));
    let inside = fields(cx, &form)?;
    let all = html! { (now_stands(req, &[row("Name", of.project.name.as_str()), row("What is done", of.project.work.as_str())])) (inside) };
    let title = "Change the project";
    form_page(req, framed(req, &of.project, title), &form, (title, of.project.version), &all, "Save")
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let (facts, form) = facts(req, Some(&of.project))?;
    amend_project(cx, of.project.id, &facts, seen(&form)?)?;
    Ok(Reply::done(path(of.project.id, ""), "The project was changed"))
}
