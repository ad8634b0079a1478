//! The lists as pages: what holds, what is to come, what has ended, every row there has been; setting a row anew or ending
//! it in two steps, the second of which shows what would be different; and adding one.

use crate::rules::{Figure, New, Part, check, in_force, preview};
use crate::setting::{add, changes, figures, followed, list_of, set};
use crate::{Change, List, Shelf};
use kernel::Refusals;
use law::{Law, Nation};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::Address;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// The longest reason, in characters: it stands in an address on its way to the second step.
const LONGEST: usize = 500;

pub(crate) fn routes<S: Shelf>() -> Vec<Route> {
    let mut all = vec![
        Route::get(S::PATHS.index, S::READ, index::<S>),
        Route::get(S::PATHS.list, S::READ, show::<S>),
        Route::get(S::PATHS.one, S::SET, form::<S>),
        Route::post(S::PATHS.one, S::SET, look::<S>),
        Route::get(S::PATHS.confirm, S::SET, confirm::<S>),
        Route::post(S::PATHS.confirm, S::SET, save::<S>),
    ];
    if S::LISTS.iter().any(|list| list.adding.is_some()) {
        all.push(Route::get(S::PATHS.add, S::SET, add_form::<S>));
        all.push(Route::post(S::PATHS.add, S::SET, save_added::<S>));
    }
    all
}

fn address<S: Shelf>(list: &List) -> String {
    format!("{}/{}", S::PATHS.index, list.code)
}

fn index<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let mut rows = Vec::new();
    for list in S::LISTS {
        let all = figures(cx, list)?;
        let now = in_force(&all, today);
        let assumed = now.iter().filter(|f| f.assumed).count();
        let ahead = all.iter().filter(|f| f.from > today).count();
        rows.push([
            html! { (ui::link(&address::<S>(list), list.title)) },
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
        h1.govuk-heading-l { (S::TITLE) }
        p.govuk-body { (S::ABOUT) " A row is added and none is changed: what was reckoned by an older one stays as it was. An assumed row is one that the service has not set itself." }
        (ui::Table::new(S::TITLE, columns).unseen_caption().rows(rows).show())
    };
    Ok(Reply::page(req.frame().titled(S::TITLE).crumb("/", "My work"), body))
}

fn show<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let list = list_of::<S>(&req.param::<String>("list")?)?;
    let (all, today) = (figures(cx, list)?, cx.today());
    let made = changes::<S>(cx, list)?;
    let may = cx.may(S::SET);
    let base = address::<S>(list);
    let settable = may.then_some(base.as_str());
    let now = in_force(&all, today);
    let ahead: Vec<&Figure> = all.iter().filter(|f| f.from > today).collect();
    let ended = ended(&all, &now, today);
    let mut every: Vec<&Figure> = all.iter().collect();
    every.sort_by_key(|f| std::cmp::Reverse(f.from));
    let body = html! {
        h1.govuk-heading-l { (list.title) }
        p.govuk-body { (list.about) }
        @if now.is_empty() { (ui::empty("Nothing of this list is in force today.", None)) }
        @else { (table("In force today", &now, settable)) }
        @if let Some(adding) = list.adding.filter(|_| may) {
            (ui::link_button(&format!("{base}/add"), adding.title).show())
        }
        @if !ahead.is_empty() { (table("To come", &ahead, None)) }
        @if !ended.is_empty() { (table("Ended", &ended, settable)) }
        @if !made.is_empty() { (history(&made, &all)) }
        (ui::details("Every row there has been", &table("The newest first", &every, None)))
    };
    Ok(Reply::page(req.frame().titled(list.title).crumb(S::PATHS.index, S::TITLE), body))
}

/// The last row of each code of which nothing holds today.
fn ended<'a>(all: &'a [Figure], now: &[&Figure], today: kernel::Date) -> Vec<&'a Figure> {
    let over = |f: &&Figure| f.from <= today && f.may_end && now.iter().all(|n| n.code != f.code);
    let last = |f: &Figure| !all.iter().any(|o| o.code == f.code && o.from > f.from && o.from <= today);
    all.iter().filter(over).filter(|f| last(f)).collect()
}

fn table(caption: &str, rows: &[&Figure], settable: Option<&str>) -> Markup {
    let cells = rows.iter().map(|f| {
        let mut cells = vec![
            html! { (f.words) },
            html! {
                @if f.until == Some(f.from) { "Ended" }
                @else if f.parts.is_empty() { "Holds" }
                @else { @for (n, part) in f.told().enumerate() { @if n > 0 { br; } (said(f, part)) } }
            },
            html! { (ui::short_day(f.from)) },
            html! { (f.source) @if f.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } },
        ];
        if let Some(base) = settable {
            cells.push(ui::link_about(&format!("{base}/{}", f.code), "Set", &f.words));
        }
        cells
    });
    let mut columns = ["What", "Says", "From", "Source"].map(ui::column).to_vec();
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
    ui::Table::new(
        "What was set, the newest first",
        ["What", "From what to what", "From", "By and why"].map(ui::column),
    )
    .rows(rows)
    .show()
}

/// The list of the address, the row that a new one would follow today, and every row.
fn asked<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Result<(&'static List, Figure, Vec<Figure>)> {
    let list = list_of::<S>(&req.param::<String>("list")?)?;
    let (all, today) = (figures(cx, list)?, cx.today());
    let now = followed(&all, &req.param::<String>("code")?, today)?.clone();
    Ok((list, now, all))
}

fn form<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, _) = asked::<S>(cx, req)?;
    let typed = req.typed(cx)?;
    let form = typed.unwrap_or_else(|| {
        let numbers = now.parts.iter().map(|p| (p.name.clone(), p.number.map_or_else(String::new, |n| n.to_string())));
        Form::of(numbers.chain([("words".to_owned(), now.words.clone())]))
    });
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (list.title) }
        h1.govuk-heading-l { "Set “" (now.words) "” anew" }
        p.govuk-body { (list.about) }
        p.govuk-body { "Nothing changes yet: the next page shows what would be different." }
        (req.form_frame(req.path()).show(&html! {
            @if now.rewords.is_some() { (ui::textarea("words", "Words").rows(2).show(&form)) }
            @for part in &now.parts {
                (ui::input(&part.name, &label(part)).number().width(5).show(&form))
            }
            @if now.may_end && now.until != Some(now.from) {
                (ui::checkboxes("ends", "Does it end?").item("yes", "Yes, nothing of it holds from that day on").show(&form))
            }
            (ui::date_input("from", "From").hint("A day after today").show(&form))
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST).show(&form))
            (ui::button("Continue").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Set a row of policy anew").back(address::<S>(list)), body))
}

fn label(part: &Part) -> String {
    use crate::rules::Counts;
    let unit = match part.counts {
        Counts::Months => ", in months",
        Counts::WorkingDays => ", in working days",
        Counts::Days => ", in days",
        Counts::Points => ", in points",
        Counts::Pence => ", in pence",
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
    let words = now.rewords.map(|_| form.typed("words").trim().to_owned());
    let ends = form.typed("ends") == "yes";
    Ok(New { numbers, words, ends, from, reason, author: cx.actor().name().to_owned() })
}

/// On to the page that shows what would be different; nothing is written yet.
fn look<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, all) = asked::<S>(cx, req)?;
    let mut form = req.form();
    let new = wanted(cx, &mut form, &now)?;
    let now = followed(&all, &now.code, new.from.max(cx.today()))?;
    let wrong = check(&all, now, &new, cx.today());
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let address = format!("{}/{}/confirm", address::<S>(list), now.code);
    Ok(Reply::to(Address::new(address, pairs(now, &new)).to_string()))
}

/// What is asked for, as the second step carries it.
fn pairs(now: &Figure, new: &New) -> Vec<(String, String)> {
    let numbers = now.parts.iter().zip(&new.numbers);
    let mut pairs: Vec<(String, String)> =
        numbers.filter_map(|(part, number)| Some((part.name.clone(), number.as_ref()?.to_string()))).collect();
    pairs.extend(new.words.iter().map(|words| ("words".to_owned(), words.clone())));
    pairs.extend(new.ends.then(|| ("ends".to_owned(), "yes".to_owned())));
    for (name, figure) in ui::DateInput::pairs("from", new.from) {
        pairs.push((name.to_owned(), figure));
    }
    pairs.push(("reason".to_owned(), new.reason.clone()));
    pairs
}

fn confirm<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, all) = asked::<S>(cx, req)?;
    let typed = req.typed(cx)?;
    let mut asked_for = Form::of(req.queries().iter().cloned());
    if let Some(typed) = typed.as_ref().filter(|_| req.queries().is_empty()) {
        asked_for = Form::of(typed.pairs().iter().cloned());
    }
    let back = format!("{}/{}", address::<S>(list), now.code);
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
            ui::row("Until then", now.stands()),
            ui::row("From then", now.becomes(&new)),
            ui::row("From", ui::day(new.from)),
            ui::row("Why", new.reason.as_str()),
        ]))
        p.govuk-body { (list.about) }
        (ui::Table::new("What changes", ["What", "By the row now", "By the new row"].map(ui::column)).rows(rows).show())
        @if let Some(next) = next {
            (ui::inset(&html! { "A later row takes over on " (ui::day(next.from)) ": " (next.stands()) "." }))
        }
        (send.show(&html! { (ui::button("Add this row").show()) }))
        p.govuk-body { (ui::link(&back, "Change what you entered")) }
    };
    Ok(Reply::page(req.frame().titled("What would be different").back(back), body))
}

fn save<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, now, _) = asked::<S>(cx, req)?;
    let mut form = req.form();
    let new = wanted(cx, &mut form, &now)?;
    set::<S>(cx, list, &now.code, &new)?;
    let words = format!("The row is added. It holds from {}", ui::day(new.from));
    Ok(Reply::done(address::<S>(list), words))
}

/// The list of the address, where it can be added to.
fn addable<S: Shelf>(req: &Request) -> Result<(&'static List, crate::Adding)> {
    let list = list_of::<S>(&req.param::<String>("list")?)?;
    Ok((list, list.adding.ok_or(Failure::NotFound)?))
}

fn add_form<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, adding) = addable::<S>(req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = (adding.fields)(cx, &form)?;
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (list.title) }
        h1.govuk-heading-l { (adding.title) }
        p.govuk-body { (list.about) }
        (req.form_frame(req.path()).show(&html! {
            (fields)
            (ui::date_input("from", "From").hint("A day after today").show(&form))
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST).show(&form))
            (ui::button("Add").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(adding.title).back(address::<S>(list)), body))
}

fn save_added<S: Shelf>(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (list, _) = addable::<S>(req)?;
    let mut form = req.form();
    let (from, reason) = (form.date("from", "the first day"), form.text("reason", "a reason", LONGEST));
    let (from, reason) = form.complete((from, reason))?;
    let author = cx.actor().name().to_owned();
    let new = New { numbers: Vec::new(), words: None, ends: false, from, reason, author };
    add::<S>(cx, list, &mut form, &new)?;
    Ok(Reply::done(address::<S>(list), format!("It is added. It holds from {}", ui::day(from))))
}
