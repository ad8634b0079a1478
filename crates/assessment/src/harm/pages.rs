//! Levels of harm as they are shown, their history, and the page on which a level changes between two assessments.

use super::actions::{Deciding, change_level, given, harm_standing, history};
use super::rules::HarmStanding;
use super::{HarmLevel, Level, Who};
use crate::assessments::{Setting, Sheet};
use kernel::{Crn, Permission};
use people::OpenPerson;
use store::Cx;
use web::form::Form;
use web::ui::Colour;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// The longest evidence or reason, in characters.
const LONGEST: usize = 4_000;

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Assess, ReadPeople};
    vec![
        Route::get("/people/{crn}/risk/harm", ReadPeople, show_history),
        Route::get("/people/{crn}/risk/harm/change", Assess, form),
        Route::post("/people/{crn}/risk/harm/change", Assess, save),
    ]
}

/// The level as a tag.
pub(crate) fn level_tag(level: Level) -> Markup {
    let colour = match level {
        Level::Low => Colour::Green,
        Level::Medium => Colour::Yellow,
        Level::High => Colour::Orange,
        Level::VeryHigh => Colour::Red,
    };
    ui::tag(colour, level.words())
}

fn setting_words(setting: Setting) -> &'static str {
    match setting {
        Setting::Community => "In the community",
        Setting::Custody => "In custody",
    }
}

/// The levels that held on a day, for the Risk page.
pub(crate) fn panel(standing: &HarmStanding) -> Markup {
    html! {
        @if standing.levels.is_empty() {
            (ui::empty("Nobody has decided a level of risk of serious harm.", None))
        }
        @for setting in Setting::ALL.iter().copied() {
            @if let Some(overall) = standing.overall(setting) { (of_setting(standing, setting, overall)) }
        }
    }
}

fn of_setting(standing: &HarmStanding, setting: Setting, overall: Level) -> Markup {
    let columns = ["Who is at risk", "Level", "Evidence", "Decided"].map(ui::column);
    let rows = Who::ALL.iter().filter_map(|who| standing.of(setting, *who)).map(|row| {
        [
            html! { (row.who.words()) },
            level_tag(row.level),
            html! { (row.evidence) },
            html! { (ui::short_day(row.decided_on)) br; span.govuk-hint { (row.author) } },
        ]
    });
    html! {
        p.govuk-body { strong { (setting_words(setting)) ": " } (level_tag(overall)) " overall, the highest below" }
        (ui::Table::new(setting_words(setting), columns).unseen_caption().rows(rows).show())
    }
}

/// The levels that an assessment gives, before they hold.
pub(crate) fn levels_given(sheet: &Sheet) -> Markup {
    let columns = ["Where and who", "Level", "Evidence"].map(ui::column);
    let rows = given(sheet).into_iter().map(|(setting, who, level, evidence)| {
        [html! { (setting_words(setting)) ": " (who.words().to_lowercase()) }, level_tag(level), html! { (evidence) }]
    });
    let table = ui::Table::new("Risk of serious harm, as this assessment gives it", columns).rows(rows);
    html! { @if !table.is_empty() { (table.show()) } }
}

fn show_history(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let rows = history(cx, &open.keys)?;
    let moments: Vec<ui::Moment> = rows.iter().rev().map(moment).collect();
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Risk of serious harm, history");
    let body = html! {
        h1.govuk-heading-l { "Risk of serious harm: every level" }
        @if moments.is_empty() { (ui::empty("Nobody has decided a level yet.", None)) } @else { (ui::timeline(&moments)) }
    };
    Ok(Reply::page(frame.back(open.path("/risk")), body))
}

fn moment(row: &HarmLevel) -> ui::Moment {
    ui::Moment {
        title: html! { (row.who.words()) ", in " (row.setting.words()) " " (level_tag(row.level)) },
        by: Some(row.author.clone()),
        datetime: row.decided_on.to_string(),
        when: ui::instant(row.decided_at),
        body: html! {
            p.govuk-body { (row.evidence) }
            @if let Some(reason) = &row.reason { p.govuk-body { "Why it changed: " (reason) } }
        },
    }
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let now = harm_standing(cx, &open.keys)?;
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("setting", "community")]));
    let who = Who::ALL.iter().map(|w| ui::item(w.code(), w.words()));
    let levels = Level::ALL.iter().map(|l| ui::item(l.code(), l.words()));
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Change a level of risk of serious harm");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Change a level of risk of serious harm" }
        p.govuk-body { "For what cannot wait for a review. The earlier level stays in the history, and a review of the assessment becomes due." }
        (ui::details("The levels that hold now", &panel(&now)))
        (req.form_frame(&open.path("/risk/harm/change")).show(&html! {
            (ui::radios("setting", "Where?").item("community", "In the community").item("custody", "In custody").show(&form))
            (ui::radios("who", "Who is at risk?").items(who).show(&form))
            (ui::radios("level", "How high is the risk?").items(levels).show(&form))
            (ui::textarea("evidence", "Evidence").rows(4).most(LONGEST).show(&form))
            (ui::textarea("reason", "What changed?").rows(3).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/risk")), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let deciding = typed(req)?;
    change_level(cx, &open, &deciding)?;
    Ok(Reply::done(open.path("/risk"), "The level is changed"))
}

fn typed(req: &Request) -> store::Result<Deciding> {
    let mut form = req.form();
    let setting = form.choice("setting", "where", |code| code.parse::<Setting>().ok());
    let who = form.choice("who", "who is at risk", |code| code.parse::<Who>().ok());
    let level = form.choice("level", "how high the risk is", |code| code.parse::<Level>().ok());
    let evidence = form.text("evidence", "the evidence", LONGEST);
    let reason = form.text("reason", "what changed", LONGEST);
    let (setting, who, level, evidence, reason) = form.complete((setting, who, level, evidence, reason))?;
    Ok(Deciding { setting, who, level, evidence, reason })
}

/// The links below the panel, for those who may.
pub(crate) fn links(cx: &Cx<'_>, open: &OpenPerson) -> Markup {
    html! {
        p.govuk-body {
            (ui::link(&open.path("/risk/harm"), "Every level there has been"))
            @if cx.may(Permission::Assess) { " · " (ui::link(&open.path("/risk/harm/change"), "Change a level")) }
        }
    }
}
