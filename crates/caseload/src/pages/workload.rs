//! The workload of one practitioner: capacity with its working, fewer hours, what is put back, and the forms for these.

use super::{LONGEST_NOTE, account};
use crate::workload::{
    Capacity, Figures, NewPutBack, NewReduction, Reduction, add_put_back, add_reduction, capacities, delete_reduction,
    hours, percent, put_backs, reductions_of,
};
use actuarial::workload::PointsVersion;
use actuarial::workload::reduction::{ReductionState, proposed, state};
use kernel::{Permission, ReductionId, StaffId};
use organisation::StaffLine;
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

fn line(cx: &mut Cx<'_>, req: &Request) -> Result<StaffLine> {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    organisation::staff_line(cx, staff.id)
}

/// The figures for the top of the practitioner's page.
pub(super) fn capacity_of(cx: &mut Cx<'_>, staff: StaffId) -> Result<Option<Capacity>> {
    Ok(capacities(cx, &[staff])?.remove(&staff))
}

/// Capacity as one coloured word for lists: how full, and whether that is over.
pub(super) fn capacity_words(cx: &mut Cx<'_>, capacity: Option<&Capacity>) -> Result<Markup> {
    let figures = Figures::now(cx)?;
    let display = figures.display(cx.today()).ok_or_else(|| Failure::broken("no display row"))?;
    Ok(match capacity {
        None => html! { "Not known" },
        Some(c) if c.away && c.available.points <= 0 => ui::tag(ui::Colour::Orange, "Away: no hours today"),
        Some(c) if c.available.points <= 0 && c.points > 0 => ui::tag(ui::Colour::Red, "No hours for cases"),
        Some(c) if c.tenths() > display.over_tenths => {
            html! { (percent(c.tenths())) " " (ui::tag(ui::Colour::Red, "Over")) }
        }
        Some(c) if c.tenths() > display.full_tenths => {
            html! { (percent(c.tenths())) " " (ui::tag(ui::Colour::Orange, "Full")) }
        }
        Some(c) => html! { (percent(c.tenths())) },
    })
}

/// The part of the practitioner's page on workload.
pub(super) fn panel(cx: &mut Cx<'_>, line: &StaffLine, capacity: Option<&Capacity>) -> Result<Markup> {
    let version = PointsVersion::on(cx.today()).map_err(Failure::broken)?;
    let reductions = reductions_of(cx, line.id)?;
    let back = put_backs(cx, line.id)?;
    let may = cx.may(Permission::Allocate);
    let path = format!("/staff/{}", line.code);
    let today = cx.today();
    let figures = Figures::now(cx)?;
    Ok(html! {
        h2.govuk-heading-m { "Workload" }
        @if let Some(c) = capacity {
            (ui::summary_list(&[
                ui::row("Points taken", c.points.to_string()),
                ui::row("Points available", c.available.points.to_string()),
                ui::row("Hours for cases", format!("{} of {} contracted", c.available.hours - c.available.reductions, c.available.hours)),
            ]))
            @if c.away {
                p.govuk-body { "They are away today, which takes " (c.if_here.points - c.available.points) " of the " (c.if_here.points) " points that they would have. A reduction of the same days is not taken a second time." }
            }
            @if c.untiered > 0 {
                p.govuk-body { (ui::count(c.untiered, "person has", "people have")) " no computed tier yet and so no points." }
            }
            (ui::details("How the capacity came about", &account::show(&c.account(version))))
        }
        h3.govuk-heading-s { "Fewer hours" }
        (reduction_table(&figures, &path, &reductions, today, may))
        @if may { p.govuk-body { (ui::link(&format!("{path}/reductions/new"), "Record fewer hours")) } }
        h3.govuk-heading-s { "Put back" }
        @if back.is_empty() { p.govuk-body { "Nothing is put back." } } @else {
            (put_back_table(&back))
        }
        @if may { p.govuk-body { (ui::link(&format!("{path}/put-back"), "Record what is put back")) } }
    })
}

fn reduction_table(figures: &Figures, path: &str, rows: &[Reduction], today: kernel::Date, may: bool) -> Markup {
    if rows.is_empty() {
        return html! { p.govuk-body { "None: all contracted hours are for cases." } };
    }
    let columns = [
        ui::column("Reason"),
        ui::column("Hours a week").numeric(),
        ui::column("From"),
        ui::column("Until"),
        ui::column("Now"),
        ui::column("Action").unseen(),
    ];
    let body = rows.iter().map(|r| {
        let now = state(r.first_day, r.last_day, r.deleted_at.is_some(), today);
        let reason = figures.reduction(&r.reason).map_or(r.reason.as_str(), |x| x.words.as_str());
        let colour = if now == ReductionState::Active { ui::Colour::Green } else { ui::Colour::Grey };
        let back = format!("{path}/reductions/{}/take-back", r.id);
        vec![
            html! { (reason) @if let Some(notes) = &r.notes { br; (notes) } @if let Some(why) = &r.deleted_why { br; "Taken back: " (why) } },
            html! { (hours(r.hundredths)) },
            html! { (ui::short_day(r.first_day)) },
            html! { @match r.last_day { Some(day) => (ui::short_day(day)), None => "not known" } },
            ui::tag(colour, now.words()),
            html! { @if may && r.deleted_at.is_none() { (ui::link_about(&back, "Take back", reason)) } },
        ]
    });
    ui::Table::new("Fewer hours, the newest first", columns).unseen_caption().rows(body).show()
}

fn put_back_table(rows: &[crate::workload::PutBack]) -> Markup {
    let columns = [
        ui::column("What"),
        ui::column("Why"),
        ui::column("Until"),
        ui::column("Agreed by"),
        ui::column("Workload then"),
    ];
    let body = rows.iter().map(|r| {
        vec![
            html! { (r.what) },
            html! { (r.why) },
            html! { (ui::short_day(r.until)) },
            html! { (r.agreed_by) br; "recorded " (ui::short_day(r.recorded_on)) " by " (r.author) },
            html! { (super::tiers::load_words(Some(r.points), Some(r.available))) },
        ]
    });
    ui::Table::new("Work put back, the newest first", columns).unseen_caption().rows(body).show()
}

pub(super) fn reduction_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let blank =
        ui::DateInput::pairs("first_day", cx.today()).into_iter().fold(Form::blank(), |f, (n, v)| f.with(&n, v));
    let form = req.typed(cx)?.unwrap_or(blank);
    let figures = Figures::now(cx)?;
    let contracted = organisation::staff(cx, line.id)?.weekly_minutes * 100 / 60;
    let options = figures.reductions().iter().map(|r| {
        let usual = r.percent.map(|p| format!(", usually {} hours", hours(proposed(contracted, p))));
        let most = r.most_percent.map(|p| format!(", at most {} hours", hours(contracted * p / 100)));
        let months = r.months.map(|m| format!(" for {m} months"));
        let words = [Some(r.words.clone()), usual, most, months].into_iter().flatten().collect::<String>();
        (r.code.clone(), words)
    });
    let (path, title) = (format!("/staff/{}", line.code), format!("Record fewer hours for {}", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "Contracted: " (hours(contracted)) " hours a week." }
        (req.form_frame(&format!("{path}/reductions/new")).show(&html! {
            (ui::select("reason", "Reason").option("", "Select a reason").options(options).show(&form))
            (ui::input("hours", "Hours fewer a week").hint("Such as 7.5").width(5).suffix("hours").show(&form))
            (ui::date_input("first_day", "First day").show(&form))
            (ui::date_input("last_day", "Last day").hint("Leave empty if nobody knows").show(&form))
            (ui::textarea("notes", "Notes").rows(3).most(3999).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path), body))
}

/// Hours with at most two decimals, as hundredths.
pub(crate) fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + format!("{part:0<2}").parse::<i64>().ok()?)
}

pub(super) fn save_reduction(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let mut form = req.form();
    let reason = form.choice("reason", "a reason", |code| Some(code.to_owned()));
    let given = form.read("hours", "the hours, such as 7.5", hundredths);
    let first_day = form.date("first_day", "the first day");
    let last_day = form.optional_date("last_day", "the last day");
    let notes = form.optional_text("notes", "the notes", 3999);
    let (reason, hundredths, first_day) = form.complete((reason, given, first_day))?;
    add_reduction(cx, &NewReduction { staff: line.id, reason, hundredths, first_day, last_day, notes })?;
    Ok(Reply::done(format!("/staff/{}", line.code), "Fewer hours are recorded"))
}

pub(super) fn take_back_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let row = cx.need::<Reduction>(params![req.param::<ReductionId>("reduction")?])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let path = format!("/staff/{}", line.code);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Take back fewer hours" }
        p.govuk-body { (hours(row.hundredths)) " hours a week from " (ui::day(row.first_day)) ". It stays on the record as taken back." }
        (req.form_frame(&format!("{path}/reductions/{}/take-back", row.id)).hidden("version", row.version).show(&html! {
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("Take back").warning().show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Take back fewer hours").back(path), body))
}

pub(super) fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let id = req.param::<ReductionId>("reduction")?;
    let mut form = req.form();
    let reason = form.text("reason", "a reason", LONGEST_NOTE);
    let version = form.integer("version", "the page again", 1..=i64::MAX);
    let (reason, version) = form.complete((reason, version))?;
    delete_reduction(cx, id, version, &reason)?;
    Ok(Reply::done(format!("/staff/{}", line.code), "It is taken back"))
}

pub(super) fn put_back_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let capacity = capacity_of(cx, line.id)?;
    let words = capacity_words(cx, capacity.as_ref())?;
    let (path, title) = (format!("/staff/{}", line.code), format!("What {} puts back", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "Capacity now: " (words) }
        (req.form_frame(&format!("{path}/put-back")).show(&html! {
            (ui::textarea("what", "What is done later?").hint("Without names: the record of a person is kept on the person").rows(2).most(LONGEST_NOTE).show(&form))
            (ui::textarea("why", "Why?").rows(2).most(LONGEST_NOTE).show(&form))
            (ui::date_input("until", "Until when").show(&form))
            (ui::input("agreed_by", "Who agreed").show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path), body))
}

pub(super) fn save_put_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let mut form = req.form();
    let what = form.text("what", "what is done later", LONGEST_NOTE);
    let why = form.text("why", "why", LONGEST_NOTE);
    let until = form.date("until", "the day");
    let agreed_by = form.text("agreed_by", "who agreed", 100);
    let (what, why, until, agreed_by) = form.complete((what, why, until, agreed_by))?;
    add_put_back(cx, &NewPutBack { staff: line.id, what, why, until, agreed_by })?;
    Ok(Reply::done(format!("/staff/{}", line.code), "It is recorded"))
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn hours_are_typed_with_at_most_two_decimals() {
        for (text, expected) in [("7", Some(700)), ("7.5", Some(750)), (" 7.05 ", Some(705)), ("0", Some(0))] {
            assert_eq!(hundredths(text), expected, "{text}");
        }
        for wrong in ["", ".5", "7.555", "-1", "seven", "1000", "7,5"] {
            assert_eq!(hundredths(wrong), None, "{wrong}");
        }
    }
}
