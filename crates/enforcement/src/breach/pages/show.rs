//! The page of one breach: what stands, what is missing for court, what was done with it, and the order before and after.

use super::{framed, limit, named, path, state_tag};
use crate::breach::pack;
use crate::breach::records::{Breach, BreachState, Deed, OrderDates, Part};
use crate::breach::rules::{Needed, needed};
use crate::breach::store::Whole;
use crate::policy::{PACK_SIGN_OFF, Policy};
use kernel::Permission;
use law::Law;
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::{self, Colour, Task, task};
use web::{Answer, Markup, Reply, Request, html};

/// The words of how it ended.
pub(crate) fn outcome_words(policy: &Policy, breach: &Breach) -> String {
    let day = breach.ended_on.unwrap_or(breach.instructed_on);
    breach.outcome.as_deref().map_or_else(String::new, |code| {
        let result = policy.result(code, day).map(|r| r.en.clone());
        result.or_else(|| policy.stop(code, day).map(|s| s.en.clone())).unwrap_or_else(|| code.to_owned())
    })
}

fn facts(whole: &Whole, law: &Law, policy: &Policy, sentence: &str, today: kernel::Date) -> Markup {
    let breach = &whole.breach;
    let stops = whole.stops();
    let by = html! {
        (limit(law, whole.due_on, breach.laid_on, breach.state.is_open(), today))
        @for stop in &stops { br; span.govuk-hint { "The clock stood still from " (ui::short_day(stop.from)) " to " (ui::short_day(stop.until)) } }
    };
    let mut rows = vec![
        ui::row("How it stands", state_tag(breach.state)),
        ui::row("Order", sentence.to_owned()),
        ui::row("Why", breach.reason.clone()),
        ui::row("Known since", ui::day(breach.aware_on)),
        ui::row("Lay at court by", by),
        ui::row("Court", breach.court_name.clone().unwrap_or_else(|| "Not chosen yet".into())),
    ];
    if let Some(hearing) = breach.hearing_on {
        rows.push(ui::row("Day in court", ui::weekday(hearing)));
    }
    if let Some(on) = breach.ended_on {
        let words = breach.outcome_words.clone().filter(|w| !w.is_empty());
        rows.push(ui::row(
            "Outcome",
            html! {
                strong { (outcome_words(policy, breach)) } ", " (ui::day(on))
                @if let Some(words) = words { br; (words) }
            },
        ));
    }
    ui::summary_list(&rows)
}

fn preparing(open: &OpenPerson, whole: &Whole, needed: &[Needed]) -> Vec<Task> {
    let id = whole.breach.id;
    let is_there = |code: &str| needed.iter().any(|n| n.code == code && n.is_there);
    let state = |task: Task, code: &str| {
        if is_there(code) { task.tagged(Colour::Green, "There") } else { task.tagged(Colour::Plain, "Missing") }
    };
    let order = task("Order and requirements", &open.path("/sentence"));
    let mut tasks = vec![
        state(order.hint("Drawn from the sentence: its last day must be known"), "order"),
        state(task("Failures and warnings", &path(open, id, "/pack")).hint("Drawn from the record"), "failures"),
        state(task("Court", &path(open, id, "/court")), "court"),
    ];
    for part in Part::ALL {
        let href = path(open, id, &format!("/parts/{}", part.code()));
        tasks.push(state(task(part.words(), &href).hint(part.hint()), part.code()));
    }
    tasks.push(state(task("Address", &open.path("/details")).hint("Where the notice goes"), "address"));
    tasks.push(task("Read the pack", &path(open, id, "/pack")).tagged(Colour::Teal, "As it stands"));
    tasks
}

/// What can be done next, as buttons and links.
fn next_steps(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, whole: &Whole, ready: bool) -> Result<Markup> {
    let (breach, id) = (&whole.breach, whole.breach.id);
    let sign_off = Policy::current(cx)?.number(PACK_SIGN_OFF, cx.today())? == 1;
    let button = |rest: &str, words: &str| {
        req.button_frame(&path(open, id, rest)).hidden("version", breach.version).show(&ui::button(words).show())
    };
    let go = |rest: &str, words: &str| ui::link_button(&path(open, id, rest), words);
    let enforce = cx.may(Permission::Enforce);
    let main = match breach.state {
        BreachState::Checking if cx.may(Permission::Oversee) => go("/check", "Agree or give back").show(),
        BreachState::Checking => html! { p.govuk-body { "A manager agrees to the pack before it is sent." } },
        _ if !enforce => html! {},
        BreachState::Preparing if !ready => {
            html! { p.govuk-body { "When everything that a court needs is there, the pack can go on." } }
        }
        BreachState::Preparing if sign_off => button("/submit", "Give the pack to a manager"),
        BreachState::Preparing | BreachState::Agreed => button("/send", "Send the pack"),
        BreachState::Sent => ui::button_group(&html! {
            (go("/lay", "It was laid at court").show())
            (go("/list", "A day in court is fixed").secondary().show())
        }),
        BreachState::Laid => go("/list", "A day in court is fixed").show(),
        BreachState::Listed => ui::button_group(&html! {
            (go("/result", "Record what the court decided").show())
            (go("/list", "The day was moved").secondary().show())
        }),
        _ => html! {},
    };
    let mut links: Vec<(String, &str)> = Vec::new();
    for (document, words) in
        [(breach.notice_document, "Notice to the person"), (breach.pack_document, "Pack as a document")]
    {
        links.extend(document.map(|document| (open.path(&format!("/documents/{document}")), words)));
    }
    let notice = breach.state.is_open() && enforce && breach.notice_document.is_none();
    if breach.state.is_open() && enforce {
        if breach.state != BreachState::Listed {
            links.push((path(open, id, "/result"), "Record what the court decided"));
        }
        links.push((path(open, id, "/clock"), "Stop the clock"));
        let words = if breach.state.is_at_court() { "Discontinue the breach" } else { "Withdraw the breach" };
        links.push((path(open, id, "/stop"), words));
    } else if !breach.state.is_open() && cx.may(Permission::Oversee) {
        links.push((path(open, id, "/reopen"), "Open it again"));
    }
    let write = req.button_frame(&path(open, id, "/notice")).hidden("version", breach.version);
    Ok(html! {
        (main)
        @if notice { (write.show(&ui::button("Write the notice to the person").secondary().show())) }
        @if !links.is_empty() { ul.govuk-list { @for (href, words) in &links { li { (ui::link(href, words)) } } } }
    })
}

fn dates(dates: &OrderDates) -> [String; 4] {
    let day = |day: Option<kernel::Date>, none: &str| day.map_or_else(|| none.to_owned(), ui::day);
    [
        day(dates.ends_on, "Not said"),
        day(dates.amended_ends_on, "Not changed"),
        dates.operational_period.clone().unwrap_or_else(|| "None".into()),
        day(dates.ended_on, "Open"),
    ]
}

/// The order's dates as they were beside those that it got.
fn order_dates(whole: &Whole) -> Markup {
    let before = dates(&whole.breach.dates_before());
    let Some(after) = whole.breach.dates_after().as_ref().map(dates) else { return html! {} };
    let names = ["Last day as passed", "Last day as changed", "Operational period", "Ended"];
    let rows = names.iter().zip(before.iter().zip(&after)).map(|(name, (was, is))| {
        [html! { (name) }, html! { (was) }, html! { @if was == is { (is) } @else { strong { (is) } } }]
    });
    let columns = ["Date", "Before the breach", "After the result"].map(ui::column);
    html! {
        h2.govuk-heading-m { "The order" }
        (ui::Table::new("The order’s dates before and after", columns).unseen_caption().rows(rows).show())
    }
}

fn history(whole: &Whole) -> Markup {
    let rows = whole.acts.iter().rev().map(|act| {
        let what = act.what.parse::<Deed>().map_or_else(|()| act.what.clone(), |deed| deed.words().to_owned());
        [
            html! { (ui::instant(act.at)) },
            html! { (what) },
            html! { (act.by_name) },
            html! { (act.words.as_deref().unwrap_or("")) },
        ]
    });
    let columns = ["When", "What", "Who", "Words"].map(ui::column);
    ui::details("What was done with this breach", &ui::Table::new("Acts", columns).unseen_caption().rows(rows).show())
}

/// A message of the court that says otherwise than was recorded.
fn otherwise(whole: &Whole, policy: &Policy) -> Markup {
    let told = whole.acts.iter().rfind(|a| a.what == Deed::Told.code());
    let result = told.and_then(|a| a.facts.as_ref()?.get("result")?.as_str());
    match (told, result) {
        (Some(act), Some(result)) if whole.breach.outcome.as_deref() != Some(result) => ui::warning(&format!(
            "{}. What is recorded here is: {}. A manager can open the breach again to put it right.",
            act.words.as_deref().unwrap_or_default(),
            outcome_words(policy, &whole.breach)
        )),
        _ => html! {},
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let (law, policy, today) = (cx.part::<Law>()?, Policy::current(cx)?, cx.today());
    let order = sentences::order(cx, &open.keys, whole.breach.order_id)?.order;
    let name = law.sentence(&order.sentence).map_or(order.sentence.as_str(), |s| s.en.as_str());
    let sentence = format!("{name} of {}", ui::day(order.made_on));
    let needed = if whole.breach.state.is_written_on() { needed(&pack::facts(cx, &open, &whole)?) } else { Vec::new() };
    let missing = needed.iter().filter(|n| n.must && !n.is_there).count();
    let next = next_steps(cx, req, &open, &whole, missing == 0)?;
    let title = format!("Breach of {}", ui::day(whole.breach.instructed_on));
    let frame = framed(cx, req, &open, &title, open.path("/breaches"))?;
    let read = if whole.breach.shown.is_some() { "Read the pack as it was sent" } else { "Read the pack" };
    let missing_words = ui::count(i64::try_from(missing).unwrap_or(i64::MAX), "thing is missing", "things are missing");
    let body = html! {
        h1.govuk-heading-l { (title) }
        (otherwise(&whole, &policy))
        (facts(&whole, &law, &policy, &sentence, today))
        @if whole.breach.state.is_written_on() {
            h2.govuk-heading-m { "What the court needs" }
            @if missing > 0 { p.govuk-body { (missing_words) "." } }
            (ui::task_list(&preparing(&open, &whole, &needed)))
        } @else {
            p.govuk-body { (ui::link(&path(&open, whole.breach.id, "/pack"), read)) }
        }
        @if whole.breach.state.is_open() { h2.govuk-heading-m { "Next" } }
        (next)
        (order_dates(&whole))
        (history(&whole))
    };
    Ok(Reply::page(frame, body))
}
