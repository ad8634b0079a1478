//! The samples there are, drawing one, and its cases.

use crate::quality::draw::{Asking, MOST_DRAWN, draw_sample};
use crate::quality::policy::standards;
use crate::quality::results::timeliness;
use crate::quality::store::{Case, Done, Kind, Sample, cases, done, sample, samples};
use kernel::{Date, PersonId, SampleId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

/// The names of teams, by id.
pub(super) fn team_names(cx: &mut Cx<'_>) -> Result<HashMap<TeamId, String>> {
    Ok(organisation::teams(cx)?.into_iter().map(|team| (team.id, team.name)).collect())
}

fn of_team(names: &HashMap<TeamId, String>, team: Option<TeamId>) -> String {
    team.map_or_else(|| "Every team".to_owned(), |id| names.get(&id).cloned().unwrap_or_else(|| "A closed team".into()))
}

pub(super) fn days(from: Date, to: Date) -> String {
    format!("{} to {}", ui::short_day(from), ui::short_day(to))
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (rows, total) = samples(cx, req.page().saturating_sub(1), PER_PAGE)?;
    let names = team_names(cx)?;
    let columns = ["Sample", "Signed", "Team", "Drawn"].map(ui::column);
    let cells = rows.iter().map(|row| {
        [
            ui::link_about(&format!("/quality/{}", row.id), row.kind.words(), &days(row.from_day, row.to_day)),
            html! { (days(row.from_day, row.to_day)) },
            html! { (of_team(&names, row.team_id)) },
            html! { (row.drawn) " of " (row.population) br; span.govuk-hint { (ui::short_day(row.drawn_at.local_date())) ", " (row.drawn_by) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Quality" }
        p.govuk-body { "Signed work is drawn at random and looked at again by somebody who does not see the first answers. What both say is compared, so that practice can be helped and figures of time never stand alone." }
        (ui::link_button("/quality/new", "Draw a sample").show())
        @if rows.is_empty() { (ui::empty("No sample has been drawn yet.", None)) }
        @else { (ui::Table::new("Samples, the newest first", columns).rows(cells).show()) }
        (ui::pagination(&req.address(), req.page(), PER_PAGE, total))
    };
    Ok(Reply::page(req.frame().titled("Quality"), body))
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let standards = standards(cx, today)?;
    let usual = standards.number("sample-size").and_then(|s| s.number).unwrap_or(1);
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => Form::of([("wanted", usual.to_string())]),
    };
    let teams = organisation::teams(cx)?;
    let options = [(String::new(), "Every team".to_owned())].into_iter();
    let options = options.chain(teams.into_iter().map(|team| (team.code, team.name)));
    let kinds = [
        ui::item("scores", Kind::Scores.words()).hint("The answers that feed the predictors, one by one"),
        ui::item("harm", Kind::Harm.words()).hint("The screening and every level, and how good the plan is"),
    ];
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Draw a sample" }
        (req.form_frame("/quality/new").show(&html! {
            (ui::radios("kind", "What is looked at again?").items(kinds).show(&form))
            (ui::date_input("from", "Signed from").show(&form))
            (ui::date_input("to", "Signed until").hint("Today or before").show(&form))
            (ui::select("team", "Team").options(options).show(&form))
            (ui::input("wanted", "How many?").number().width(3).show(&form))
            (ui::input("seed", "Seed (optional)").hint("The same words draw the same sample again. Leave it empty for a new one.").show(&form))
            (ui::button("Draw").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Draw a sample").back("/quality"), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let kind = form.choice("kind", "what is looked at again", |code| code.parse::<Kind>().ok());
    let from = form.date("from", "the first day");
    let to = form.date("to", "the last day");
    let teams = organisation::teams(cx)?;
    let team = form.optional_choice("team", "the team", |code| teams.iter().find(|t| t.code == code).map(|t| t.id));
    let wanted = form.integer("wanted", "how many", 1..=i64::from(MOST_DRAWN));
    let seed = form.optional_text("seed", "the seed", 60);
    let (kind, from, to, wanted) = form.complete((kind, from, to, wanted))?;
    let wanted = u32::try_from(wanted).ok();
    let id = draw_sample(cx, &Asking { kind, from, to, team, wanted, seed })?;
    Ok(Reply::done(format!("/quality/{id}"), "The sample is drawn"))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let sample = sample(cx, req.param::<SampleId>("sample")?)?;
    let (cases, done) = (cases(cx, sample.id)?, done(cx, sample.id)?);
    let shown: Vec<PersonId> = cases.iter().map(|case| case.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let names = team_names(cx)?;
    let (time, quality) = timeliness(cx, &sample, &cases)?.words();
    let finished = done.iter().filter(|d| d.finished).count();
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let body = html! {
        h1.govuk-heading-l { (sample.kind.words()) }
        (about(&sample, &of_team(&names, sample.team_id)))
        (ui::progress("Looked at again", small(finished), small(cases.len()), "assessments"))
        p.govuk-body { (time) "; " (quality) "." }
        (case_table(&sample, &cases, &done, &lines))
        (ui::link_button(&format!("/quality/{}/results", sample.id), "What the sample says").show())
    };
    Ok(Reply::page(req.frame().titled(sample.kind.words()).back("/quality"), body))
}

fn about(sample: &Sample, team: &str) -> Markup {
    let rows = [
        ui::row("Signed", days(sample.from_day, sample.to_day)),
        ui::row("Team", team),
        ui::row("Drawn", format!("{} of {} at random", sample.drawn, sample.population)),
        ui::row("Seed", sample.seed.clone()),
        ui::row("By", format!("{}, {}", sample.drawn_by, ui::instant(sample.drawn_at))),
    ];
    ui::SummaryCard::new("The sample").rows(&rows)
}

fn case_table(sample: &Sample, cases: &[Case], done: &[Done], lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let columns = [ui::column("Number"), ui::column("Person"), ui::column("Signed"), ui::column("Second look")];
    let cells = cases.iter().map(|case| {
        let state = done.iter().find(|d| d.place == case.place);
        let href = format!("/quality/{}/cases/{}", sample.id, case.place);
        let line = lines.get(&case.person_id);
        let person = match line {
            Some(line) if line.restricted => html! { (line.crn) " " (ui::tag(ui::Colour::Grey, "Restricted")) },
            Some(line) => html! { (line.name) br; span.govuk-hint { (line.crn) } },
            None => html! { "Not known" },
        };
        let whom = line.map_or_else(|| format!("case {}", case.place), |line| line.name.clone());
        let look = match state {
            Some(d) if d.finished => html! { (ui::tag(ui::Colour::Green, "Finished")) " " (ui::link_about(&format!("{href}/compare"), "Open", &whom)) },
            Some(_) => html! { (ui::tag(ui::Colour::Yellow, "To compare")) " " (ui::link_about(&format!("{href}/compare"), "Go on", &whom)) },
            None => ui::link_about(&href, "Look at it again", &whom),
        };
        [html! { (case.place) }, person, html! { (ui::short_day(case.signed_on)) }, look]
    });
    ui::Table::new("Assessments, in the order drawn", columns).rows(cells).show()
}
