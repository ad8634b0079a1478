//! The policy about messages: what holds, what comes, and setting it anew from a day to come; with the words as they would
//! be sent.

use crate::messages::policy::{ATTRIBUTES, DAYS, Policy, WORDS, rows, set_policy};
use crate::messages::reminders::example;
use crate::messages::{Language, PolicyRow};
use kernel::Date;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest reason, characters.
const LONGEST: usize = 500;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let rows = rows(cx)?;
    let today = cx.today();
    let (row, policy) = rows.row_on(today)?;
    let later = rows.policies().filter(|(row, _)| row.from_day > today);
    let earlier = rows.policies().rev().filter(|(other, _)| other.from_day < row.from_day);
    let mut words = Vec::new();
    for (code, title) in WORDS {
        for tongue in Language::ALL {
            let row = rows.words(code, *tongue, today)?;
            words.push(words_row(code, title, *tongue, &row.template, policy, row.assumed, today));
        }
    }
    let columns = ["Words", "As they would be sent today", "Length", "Change"];
    let columns = columns.map(|c| if c == "Change" { ui::column(c).unseen() } else { ui::column(c) });
    let body = html! {
        h1.govuk-heading-l { "Reminders and messages" }
        p.govuk-body { "When people are reminded of appointments, and in which words. Think of who else sees a telephone: an employer, a partner, a child." }
        (card("In force", row, policy))
        @for (row, policy) in later { (card(&format!("From {}", ui::day(row.from_day)), row, policy)) }
        (ui::link_button("/policy/reminders/new", "Set from a day to come").show())
        h2.govuk-heading-m { "Words" }
        (ui::Table::new("Words of messages", columns).unseen_caption().rows(words).show())
        (ui::details("Every policy there has been", &html! { @for (row, policy) in earlier { (card(&format!("From {}", ui::day(row.from_day)), row, policy)) } @if rows.policies().count() < 2 { p.govuk-body { "There was none before." } } }))
    };
    Ok(Reply::page(req.frame().within("/admin").titled("Reminders and messages").back("/admin"), body))
}

fn words_row(
    code: &str,
    title: &str,
    tongue: Language,
    template: &str,
    policy: &Policy,
    assumed: bool,
    today: Date,
) -> Vec<Markup> {
    let shown = example(code, template, tongue, policy, today);
    let href = format!("/policy/reminders/words/{code}/{}", tongue.code());
    vec![
        html! { (title) br; span.govuk-hint { (tongue.words()) } @if assumed { " " (ui::tag(ui::Colour::Yellow, "Shipped")) } },
        html! { span lang=(tongue.code()) { (shown.text.unwrap_or_else(|no| no.words)) } },
        html! { @match shown.length { Some(length) => (length.words()), None => "Not counted" } },
        ui::link_about(&href, "Change", &format!("{title}, {}", tongue.words())),
    ]
}

fn listed(codes: &[String], names: &[(&str, &str)]) -> String {
    let name =
        |code: &String| names.iter().find(|(c, _)| c == code).map_or(code.clone(), |(_, words)| (*words).to_owned());
    let all: Vec<String> = codes.iter().map(name).collect();
    if all.is_empty() { "None".into() } else { all.join(", ") }
}

fn card(title: &str, row: &PolicyRow, policy: &Policy) -> Markup {
    let days: Vec<String> = policy.days_before.iter().map(|d| ui::count(*d, "day", "days")).collect();
    let before = if days.is_empty() { "No reminders".to_owned() } else { format!("{} before", days.join(" and ")) };
    let guarded = if policy.may_name_service {
        "Messages may name the service".to_owned()
    } else {
        policy.guarded_words.join(", ")
    };
    ui::SummaryCard::new(title).rows(&[
        ui::row("Reminders go", format!("{before}, at {}", ui::time(policy.remind_at))),
        ui::row("Appointments reminded of", listed(&policy.attributes, &ATTRIBUTES)),
        ui::row("Texts arrive", format!("From {} until {}", ui::time(policy.texts_from), ui::time(policy.texts_until))),
        ui::row("No texts on", listed(&policy.quiet_days, &DAYS)),
        ui::row("Not nearer than", format!("{} to the appointment", ui::count(policy.least_minutes, "minute", "minutes"))),
        ui::row("Not later than", format!("{} after their time", ui::count(policy.most_late_minutes, "minute", "minutes"))),
        ui::row("Parts of words that must not be shown", guarded),
        ui::row("Tries to hand a message over", policy.most_tries.to_string()),
        ui::row("Source", html! { (row.source) " (" (row.author_name) ")" @if row.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } }),
    ])
}

/// The form as the policy of today would fill it.
fn filled(policy: &Policy) -> Form {
    let clock = |time: kernel::Time| time.strftime("%H:%M").to_string();
    let days = policy.days_before.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut pairs = vec![
        ("days_before", days),
        ("remind_at", clock(policy.remind_at)),
        ("texts_from", clock(policy.texts_from)),
        ("texts_until", clock(policy.texts_until)),
        ("least_minutes", policy.least_minutes.to_string()),
        ("most_late_minutes", policy.most_late_minutes.to_string()),
        ("guarded_words", policy.guarded_words.join("\n")),
        ("may_name_service", if policy.may_name_service { "yes" } else { "no" }.to_owned()),
        ("most_tries", policy.most_tries.to_string()),
        ("delivery_days", policy.delivery_days.to_string()),
    ];
    pairs.extend(policy.quiet_days.iter().map(|d| ("quiet_days", d.clone())));
    pairs.extend(policy.attributes.iter().map(|a| ("attributes", a.clone())));
    Form::of(pairs)
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => {
            let (rows, today) = (rows(cx)?, cx.today());
            filled(rows.on(today)?)
        }
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Set reminders and messages" }
        (req.form_frame("/policy/reminders/new").show(&html! {
            (ui::input("days_before", "How many days before an appointment?").hint("Numbers with commas between, such as 3, 1. Leave it empty for no reminders.").width(10).show(&form))
            (ui::input("remind_at", "At what time?").time().show(&form))
            (ui::checkboxes("attributes", "Which appointments are reminded of?").items(ATTRIBUTES.map(|(code, words)| ui::item(code, words))).show(&form))
            (ui::input("texts_from", "Texts arrive from").time().show(&form))
            (ui::input("texts_until", "Texts arrive until").time().show(&form))
            (ui::checkboxes("quiet_days", "No texts on").small().items(DAYS.map(|(code, words)| ui::item(code, words))).show(&form))
            (ui::input("least_minutes", "No reminder nearer to the appointment than").number().width(4).suffix("minutes").show(&form))
            (ui::input("most_late_minutes", "No reminder later than its time by").number().width(4).suffix("minutes").show(&form))
            (ui::yes_no("may_name_service", "May messages say what the service does?").hint("A locked telephone shows a message to whoever holds it.").show(&form))
            (ui::textarea("guarded_words", "Parts of words that must not be shown").hint("One on each line, in every language that messages are written in.").rows(6).show(&form))
            (ui::input("most_tries", "Tries to hand a message over").number().width(3).show(&form))
            (ui::input("delivery_days", "Days to ask what became of a message").number().width(3).show(&form))
            (ui::date_input("from", "From").hint("A day after today").show(&form))
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().within("/admin").titled("Set reminders and messages").back("/policy/reminders"), body))
}

fn numbers(form: &mut Form) -> Option<Vec<i64>> {
    let typed = form.typed("days_before").to_owned();
    let read: Option<Vec<i64>> =
        typed.split([',', ' ']).filter(|t| !t.trim().is_empty()).map(|t| t.trim().parse().ok()).collect();
    if read.is_none() {
        let words = "Enter numbers of days with commas between, such as 3, 1";
        form.refuse(kernel::Refusal::new("days_before", "not_numbers", words));
    }
    read
}

fn read(req: &Request) -> Result<(Policy, Date, String)> {
    let mut form = req.form();
    let days = numbers(&mut form);
    let remind_at = form.time("remind_at", "the time of reminders");
    let texts_from = form.time("texts_from", "the time from which texts arrive");
    let texts_until = form.time("texts_until", "the time until which texts arrive");
    let least = form.integer("least_minutes", "the minutes before an appointment", 0..=2_880);
    let late = form.integer("most_late_minutes", "the minutes after a reminder’s time", 0..=2_880);
    let names = form.yes_no("may_name_service", "messages may say what the service does");
    let tries = form.integer("most_tries", "the number of tries", 1..=20);
    let delivery = form.integer("delivery_days", "the number of days", 0..=14);
    let known = |list: &[(&str, &str)], code: &str| list.iter().any(|(c, _)| *c == code).then(|| code.to_owned());
    let quiet_days = form.list("quiet_days", "the days without texts", |code| known(&DAYS, code));
    let attributes = form.list("attributes", "the appointments", |code| known(&ATTRIBUTES, code));
    let guarded = form.optional_text("guarded_words", "the parts of words", 2_000).unwrap_or_default();
    let (from, reason) = (form.date("from", "the first day"), form.text("reason", "a reason", LONGEST));
    let whole = form.complete((days, remind_at, texts_from, texts_until))?;
    let (days_before, remind_at, texts_from, texts_until) = whole;
    let (least_minutes, most_late_minutes, may_name_service, most_tries) =
        form.complete((least, late, names, tries))?;
    let (delivery_days, from, reason) = form.complete((delivery, from, reason))?;
    let guarded_words = guarded.lines().map(|l| l.trim().to_lowercase()).filter(|l| !l.is_empty()).collect();
    let policy = Policy {
        days_before,
        remind_at,
        texts_from,
        texts_until,
        quiet_days,
        most_late_minutes,
        least_minutes,
        attributes,
        guarded_words,
        may_name_service,
        most_tries,
        delivery_days,
    };
    Ok((policy, from, reason))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (policy, from, reason) = read(req)?;
    set_policy(cx, from, &policy, &reason)?;
    Ok(Reply::done("/policy/reminders", format!("This holds from {}", ui::day(from))))
}
