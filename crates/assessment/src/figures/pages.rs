//! The lists of numbers as pages: what holds, what is to come, every row there has been; and setting a number anew in two
//! steps, the second of which shows what would be different.

use super::actions::{changes, figures, followed, list_of, set};
use super::rules::{Figure, New, Part, check, in_force, preview};
use super::{Change, LISTS, List};
use kernel::{Permission, Refusals};
use law::{Law, Nation};
use store::{Cx, Result};
use web::form::Form;
use web::ui::Address;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// The longest reason, in characters: it stands in an address on its way to the second step.
const LONGEST: usize = 500;
const TITLE: &str = "Deadlines, reviews and thresholds";

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Administer, ReadTeams};
    vec![
        Route::get("/policy/assessment", ReadTeams, index),
        Route::get("/policy/assessment/{list}", ReadTeams, show),
        Route::get("/policy/assessment/{list}/{code}", Administer, form),
        Route::post("/policy/assessment/{list}/{code}", Administer, look),
        Route::get("/policy/assessment/{list}/{code}/confirm", Administer, confirm),
        Route::post("/policy/assessment/{list}/{code}/confirm", Administer, save),
    ]
}

fn index(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let mut rows = Vec::new();
    for list in LISTS {
        let all = figures(cx, list)?;
        let now = in_force(&all, today);
        let assumed = now.iter().filter(|f| f.assumed).count();
        let ahead = all.iter().filter(|f| f.from > today).count();
        let href = format!("/policy/assessment/{}", list.code);
        rows.push([
            html! { (ui::link(&href, list.title)) },
            html! { (now.len()) },
            html! { (assumed) },
            html! { (ahead) },
        ]);
    }
    let columns = [
        ui::column("List"),
        ui::column("Rows in force").numeric(),
        ui::column("Of those, assumed").numeric(),
        ui::column("To come").numeric(),
    ];
    let body = html! {
        h1.govuk-heading-l { (TITLE) }
        p.govuk-body { "The service’s own numbers, as dated rows. A row is added and none is changed: what was reckoned by an older one stays as it was. An assumed number is one that the service has not set itself." }
        (ui::Table::new(TITLE, columns).unseen_caption().rows(rows).show())
    };
    Ok(Reply::page(req.frame().titled(TITLE).crumb("/", "My work"), body))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let list = list_of(&req.param::<String>("list")?)?;
    let (all, today) = (figures(cx, list)?, cx.today());
    let made = changes(cx, list)?;
    let may = cx.may(Permission::Administer);
    let now = in_force(&all, today);
    let ahead: Vec<&Figure> = all.iter().filter(|f| f.from > today).collect();
    let mut every: Vec<&Figure> = all.iter().collect();
    every.sort_by_key(|f| std::cmp::Reverse(f.from));
    let body = html! {
        h1.govuk-heading-l { (list.title) }
        p.govuk-body { (list.about) }
        (table("In force today", &now, may.then_some(list)))
        @if !ahead.is_empty() { (table("To come", &ahead, None)) }
        @if !made.is_empty() { (history(&made, &all)) }
        (ui::details("Every row there has been", &table("The newest first", &every, None)))
    };
    Ok(Reply::page(req.frame().titled(list.title).crumb("/policy/assessment", TITLE), body))
}

fn table(caption: &str, rows: &[&Figure], settable: Option<&List>) -> Markup {
    let cells = rows.iter().map(|f| {
        let mut cells = vec![
            html! { (f.words) },
            html! { @for (n, part) in f.told().enumerate() { @if n > 0 { br; } (said(f, part)) } },
            html! { (ui::short_day(f.from)) },
            html! { (f.source) @if f.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } },
        ];
        if let Some(list) = settable {
            let href = format!("/policy/assessment/{}/{}", list.code, f.code);
            cells.push(ui::link_about(&href, "Set", &f.words));
        }
        cells
    });
    let mut columns = ["What", "Number", "From", "Source"].map(ui::column).to_vec();
    if settable.is_some() {
        columns.push(ui::column("Change"));
    }
    ui::Table::new(caption, columns).rows(cells).show()
}

/// One number, named where the row has several.
fn said(figure: &Figure, part: &Part) -> String {
    let number = part.said(part.number);
    if figure.parts.len() == 1 { number } else { format!("{}: {number}", part.words) }
}

fn history(made: &[Change], all: &[Figure]) -> Markup {
    let words = |code: &str| all.iter().find(|f| f.code == code).map_or_else(|| code.to_owned(), |f| f.words.clone());
    let rows = made.iter().map(|change| {
        [
            html! { (words(&change.code)) },
            html! { (change.before) " to " (change.becomes) },
            html! { (ui::short_day(change.from_day)) },
            html! { (change.author) ", " (ui::instant(change.recorded_at)) br; (change.reason) },
        ]
    });
    ui::Table::new("What was set, the newest first", ["What", "Number", "From", "By and why"].map(ui::column))
        .rows(rows)
        .show()
}

/// The list of the address, the row that a new one would follow today, and every row.
fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(&'static List, Figure, Vec<Figure>)> {
    let list = list_of(&req.param::<String>("list")?)?;
    let (all, today) = (figures(cx, list)?, cx.today());
    let now = followed(&all, &req.param::<String>("code")?, today)?.clone();
    Ok((list, now, all))
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, _) = asked(cx, req)?;
    let typed = req.typed(cx)?;
    let form = typed.unwrap_or_else(|| {
        let numbers = now.parts.iter().map(|p| (p.name.clone(), p.number.map_or_else(String::new, |n| n.to_string())));
        Form::of(numbers)
    });
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (list.title) }
        h1.govuk-heading-l { "Set “" (now.words) "” anew" }
        p.govuk-body { (list.about) }
        p.govuk-body { "Nothing changes yet: the next page shows what would be different." }
        (req.form_frame(req.path()).show(&html! {
            @for part in &now.parts {
                (ui::input(&part.name, &label(part)).number().width(3).show(&form))
            }
            (ui::date_input("from", "From").hint("A day after today").show(&form))
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST).show(&form))
            (ui::button("Continue").show())
        }))
    };
    Ok(Reply::page(
        req.frame().titled("Set a number of policy").back(format!("/policy/assessment/{}", list.code)),
        body,
    ))
}

fn label(part: &Part) -> String {
    use super::rules::Counts;
    let unit = match part.counts {
        Counts::Months => ", in months",
        Counts::WorkingDays => ", in working days",
        Counts::Days => ", in days",
        Counts::Points => ", in points",
        Counts::Things => "",
    };
    let open = if part.may_be_open { " (leave empty for none)" } else { "" };
    format!("{}{unit}{open}", part.words)
}

/// What a form, of either step, asks for.
fn wanted(cx: &Cx<'_>, form: &mut Form, now: &Figure) -> Result<New> {
    let mut numbers = Vec::new();
    for part in &now.parts {
        let range = i64::from(part.least)..=i64::from(part.most);
        let what = part.words.to_lowercase();
        let number = match part.may_be_open {
            true => form.optional_integer(&part.name, &what, range),
            false => form.integer(&part.name, &what, range),
        };
        numbers.push(number.and_then(|n| u32::try_from(n).ok()));
    }
    let (from, reason) = (form.date("from", "the first day"), form.text("reason", "a reason", LONGEST));
    let (from, reason) = form.complete((from, reason))?;
    Ok(New { numbers, from, reason, author: cx.actor().name().to_owned() })
}

/// On to the page that shows what would be different; nothing is written yet.
fn look(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, all) = asked(cx, req)?;
    let mut form = req.form();
    let new = wanted(cx, &mut form, &now)?;
    let now = followed(&all, &now.code, new.from.max(cx.today()))?;
    let wrong = check(&all, now, &new, cx.today());
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let address = format!("/policy/assessment/{}/{}/confirm", list.code, now.code);
    Ok(Reply::to(Address::new(address, pairs(now, &new)).to_string()))
}

/// What is asked for, as the second step carries it.
fn pairs(now: &Figure, new: &New) -> Vec<(String, String)> {
    let numbers = now.parts.iter().zip(&new.numbers);
    let mut pairs: Vec<(String, String)> =
        numbers.filter_map(|(part, number)| Some((part.name.clone(), number.as_ref()?.to_string()))).collect();
    for (name, figure) in ui::DateInput::pairs("from", new.from) {
        pairs.push((name.to_owned(), figure));
    }
    pairs.push(("reason".to_owned(), new.reason.clone()));
    pairs
}

fn confirm(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, all) = asked(cx, req)?;
    let typed = req.typed(cx)?;
    let mut asked_for = Form::of(req.queries().iter().cloned());
    if let Some(typed) = typed.as_ref().filter(|_| req.queries().is_empty()) {
        asked_for = Form::of(typed.pairs().iter().cloned());
    }
    let back = format!("/policy/assessment/{}/{}", list.code, now.code);
    let Ok(new) = wanted(cx, &mut asked_for, &now) else { return Ok(Reply::to(back)) };
    let now = followed(&all, &now.code, new.from.max(cx.today()))?;
    let law = cx.part::<Law>()?;
    let rows = preview(now, &new, law.working_days(Nation::EnglandAndWales));
    let form = typed.unwrap_or_else(Form::blank);
    let next = all.iter().filter(|f| f.code == now.code && f.from > new.from).min_by_key(|f| f.from);
    let mut send = req.button_frame(&format!("{back}/confirm"));
    for (name, value) in pairs(now, &new) {
        send = send.hidden(&name, value);
    }
    let rows = rows.into_iter().map(|row| row.map(|words| html! { (words) }));
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (list.title) }
        h1.govuk-heading-l { "What would be different" }
        (ui::summary_list(&[
            ui::row("What", now.words.as_str()),
            ui::row("Until then", now.said(&now.numbers())),
            ui::row("From then", now.said(&new.numbers)),
            ui::row("From", ui::day(new.from)),
            ui::row("Why", new.reason.as_str()),
        ]))
        p.govuk-body { (list.about) }
        (ui::Table::new("What changes", ["What", "By the row now", "By the new row"].map(ui::column)).rows(rows).show())
        @if let Some(next) = next {
            (ui::inset(&html! { "A later row takes over on " (ui::day(next.from)) ": " (next.said(&next.numbers())) "." }))
        }
        (send.show(&html! { (ui::button("Add this row").show()) }))
        p.govuk-body { (ui::link(&back, "Change what you entered")) }
    };
    Ok(Reply::page(req.frame().titled("What would be different").back(back), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, _) = asked(cx, req)?;
    let mut form = req.form();
    let new = wanted(cx, &mut form, &now)?;
    set(cx, list, &now.code, &new)?;
    let words = format!("The row is added. It holds from {}", ui::day(new.from));
    Ok(Reply::done(format!("/policy/assessment/{}", list.code), words))
}
