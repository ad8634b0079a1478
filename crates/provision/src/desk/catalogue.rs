//! The pages of the catalogue of services.

use super::parts::{days, ending, ending_fields, form_page, frame, now_stands, seen, standing, unit_name};
use super::providers::with_day;
use crate::book::{Book, book};
use crate::catalogue::{
    ForSex, NEEDS, RISKS, RateFacts, RateSource, Service, ServiceFacts, add_service, amend_service, end_service,
    set_rate,
};
use kernel::Permission::{ManageProvision, ReadProvision};
use law::Law;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision/services", ReadProvision, list),
        Route::get("/provision/services/new", ManageProvision, new),
        Route::post("/provision/services/new", ManageProvision, add),
        Route::get("/provision/services/{code}", ReadProvision, show),
        Route::get("/provision/services/{code}/edit", ManageProvision, edit),
        Route::post("/provision/services/{code}/edit", ManageProvision, save),
        Route::get("/provision/services/{code}/rates", ManageProvision, rates),
        Route::post("/provision/services/{code}/rates", ManageProvision, save_rates),
        Route::get("/provision/services/{code}/end", ManageProvision, end_form),
        Route::post("/provision/services/{code}/end", ManageProvision, end),
    ]
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
];

fn of(book: &Book, req: &Request) -> Result<Service> {
    let code = req.param::<String>("code")?;
    book.services.values().find(|s| s.code == code).cloned().ok_or(Failure::NotFound)
}

fn path(service: &Service, rest: &str) -> String {
    format!("/provision/services/{}{rest}", service.code)
}

fn framed(req: &Request, service: &Service, title: &str) -> ui::Frame {
    frame(req, title).crumb("/provision/services", "Catalogue of services").crumb(path(service, ""), &service.name)
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let kind = req.query("kind").unwrap_or_default().to_owned();
    let mut all: Vec<&Service> = book.services.values().filter(|s| kind.is_empty() || s.kind == kind).collect();
    all.sort_by_key(|s| (book.words("service-kind", &s.kind).to_owned(), s.name.clone()));
    let columns = [column("Service"), column("Kind"), column("Delivers"), column("Shape"), column("State")];
    let rows = all.iter().map(|s| {
        [
            html! { (ui::link(&path(s, ""), &s.name)) @if s.for_sex == ForSex::Women { br; span.tc-quiet { "Women only" } } @if s.for_sex == ForSex::Men { br; span.tc-quiet { "Men only" } } },
            html! { (book.words("service-kind", &s.kind)) },
            html! { (book.requirements_of(s.id).join(", ")) },
            html! { (ui::count(s.sessions, "session", "sessions")) ", " (ui::count(s.weeks, "week", "weeks")) },
            standing((s.start_date, s.end_date), today),
        ]
    });
    let form = Form::of([("kind", kind.clone())]);
    let choices = book.codes("service-kind", today).into_iter().map(|c| (c.code.clone(), c.words.clone()));
    let body = html! {
        h1.govuk-heading-l { "Catalogue of services" }
        @if cx.may(ManageProvision) { (ui::link_button("/provision/services/new", "Add a service").show()) }
        form method="get" action=(req.path()) {
            (ui::select("kind", "Kind").option("", "All kinds").options(choices).show(&form))
            button.govuk-button.govuk-button--secondary { "Show" }
        }
        @if all.is_empty() { (ui::empty("No service of this kind is in the catalogue.", None)) }
        @else { (ui::Table::new("Services by kind and name", columns).unseen_caption().rows(rows).show()) }
    };
    Ok(Reply::page(frame(req, "Catalogue of services"), body))
}

fn weekday_words(digits: &str) -> String {
    let names: Vec<&str> = WEEKDAYS.iter().filter(|(d, _)| digits.contains(d)).map(|(_, name)| *name).collect();
    if names.is_empty() { "By arrangement".to_owned() } else { names.join(", ") }
}

fn whom(service: &Service) -> String {
    let sex = match service.for_sex {
        ForSex::Any => "Anybody",
        ForSex::Women => "Women only",
        ForSex::Men => "Men only",
    };
    let ages = match (service.min_age, service.max_age) {
        (Some(least), Some(most)) => format!(", aged {least} to {most}"),
        (Some(least), None) => format!(", aged {least} or over"),
        (None, Some(most)) => format!(", aged {most} or under"),
        (None, None) => String::new(),
    };
    let risk = |code: &Option<String>| {
        code.as_deref().and_then(|c| RISKS.iter().find(|(known, _)| *known == c)).map(|(_, words)| words.to_lowercase())
    };
    let risks = match (risk(&service.least_risk), risk(&service.most_risk)) {
        (Some(least), Some(most)) => format!("; risk of serious harm {least} to {most}"),
        (Some(least), None) => format!("; risk of serious harm {least} or higher"),
        (None, Some(most)) => format!("; risk of serious harm {most} or lower"),
        (None, None) => String::new(),
    };
    let consent = if service.consent_needed { "; with their consent" } else { "" };
    format!("{sex}{ages}{risks}{consent}")
}

fn facts_of(book: &Book, law: &Law, service: &Service) -> Vec<ui::Row> {
    let needs: Vec<&str> =
        NEEDS.iter().filter(|(n, _)| book.needs_of(service.id).contains(n)).map(|(_, w)| *w).collect();
    let delivers: Vec<String> = book
        .requirements_of(service.id)
        .into_iter()
        .map(|code| law.requirement(code).map_or_else(|| code.to_owned(), |r| format!("{} ({code})", r.name().en)))
        .collect();
    let before: Vec<&str> =
        book.before(service.id).iter().filter_map(|id| book.services.get(id)).map(|s| s.name.as_str()).collect();
    vec![
        row("Code", service.code.as_str()),
        row("Kind", book.words("service-kind", &service.kind).to_owned()),
        row("What happens", service.summary.as_str()),
        row(
            "Shape",
            format!(
                "{} of {} minutes over {}; {}",
                ui::count(service.sessions, "session", "sessions"),
                service.minutes,
                ui::count(service.weeks, "week", "weeks"),
                weekday_words(&service.weekdays)
            ),
        ),
        row("Between two sessions", format!("At least {}", ui::count(service.gap_days, "day", "days"))),
        row("From the order to the first day", format!("At least {}", ui::count(service.lead_days, "day", "days"))),
        row("For whom", whom(service)),
        row("Needs that it meets", if needs.is_empty() { "None named".to_owned() } else { needs.join(", ") }),
        row("Requirements that it delivers", if delivers.is_empty() { "None".to_owned() } else { delivers.join(", ") }),
        row("Comes after", if before.is_empty() { "Nothing".to_owned() } else { before.join(", ") }),
        row("In the catalogue", days((service.start_date, service.end_date))),
    ]
}

fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, law, today) = (book(cx)?, organisation::units(cx)?, cx.part::<Law>()?, cx.today());
    let service = of(&book, req)?;
    let columns = [
        column("From"),
        column("Leave the list in a week").numeric(),
        column("Miss the first session").numeric(),
        column("Cancelled").numeric(),
        column("Source"),
    ];
    let rates: Vec<_> = book.rates.iter().filter(|r| r.service_id == service.id).rev().collect();
    let rows = rates.iter().map(|r| {
        [
            html! { (ui::short_day(r.from_date)) },
            html! { (per_cent(r.leaves_weekly)) },
            html! { (per_cent(r.missed_first)) },
            html! { (per_cent(r.cancelled)) },
            html! { (if r.source == RateSource::Assumed { "Assumed" } else { "Learnt here" }) @if let Some(note) = &r.note { br; (note) } },
        ]
    });
    let mut offers: Vec<_> = book.offers.values().filter(|o| o.service_id == service.id).collect();
    offers.sort_by_key(|o| (unit_name(&units, o.unit_id).to_owned(), o.start_date));
    let offered = offers.iter().map(|o| {
        let run = book.days_of(o);
        [
            ui::link(&format!("/provision/offers/{}", o.id), unit_name(&units, o.unit_id)),
            html! { (book.provider_of(o).map_or("Unknown", |p| p.name.as_str())) },
            html! { (days(run)) },
            standing(run, today),
        ]
    });
    let body = html! {
        h1.govuk-heading-l { (service.name) }
        (ui::summary_list(&facts_of(&book, &law, &service)))
        @if cx.may(ManageProvision) {
            (ui::button_group(&html! {
                (ui::link_button(&path(&service, "/edit"), "Change the service").show())
                (ui::link_button(&path(&service, "/rates"), "Set its rates").secondary().show())
                (ui::link_button(&path(&service, "/end"), "End the service").secondary().show())
            }))
        }
        h2.govuk-heading-m { "Where it is offered" }
        @if offers.is_empty() { (ui::empty("Nobody offers it yet.", None)) }
        @else { (ui::Table::new("Offers by delivery unit", ["Delivery unit", "Provider", "Runs", "State"].map(column)).unseen_caption().rows(offered).show()) }
        h2.govuk-heading-m { "What start dates assume of it" }
        @if rates.is_empty() { (ui::empty("No rates have been set: no start date can be told with how sure it is.", None)) }
        @else { (ui::Table::new("Rates, the newest first", columns).unseen_caption().rows(rows).show()) }
    };
    Ok(Reply::page(frame(req, &service.name).crumb("/provision/services", "Catalogue of services"), body))
}

fn fields(cx: &mut Cx<'_>, form: &Form, own: Option<&Service>) -> Result<Markup> {
    let (book, law, today) = (book(cx)?, cx.part::<Law>()?, cx.today());
    let kinds = book.codes("service-kind", today).into_iter().map(|c| (c.code.clone(), c.words.clone()));
    let risk = |name, label| {
        ui::select(name, label)
            .option("", "No limit")
            .options(RISKS.map(|(c, w)| (c.to_owned(), w.to_owned())))
            .show(form)
    };
    let requirements =
        law.requirements().iter().map(|r| ui::item(r.code.clone(), format!("{} ({})", r.name().en, r.code)));
    let mut others: Vec<&Service> = book.services.values().filter(|s| own.is_none_or(|o| o.id != s.id)).collect();
    others.sort_by_key(|s| s.name.clone());
    Ok(html! {
        (ui::input("code", "Code").hint("Letters, digits and hyphens, such as BC-M").width(10).show(form))
        (ui::input("name", "Name").show(form))
        (ui::select("kind", "Kind").option("", "Choose a kind").options(kinds).show(form))
        (ui::textarea("summary", "What happens in it?").rows(4).most(1_000).show(form))
        (ui::input("sessions", "How many sessions?").number().width(3).show(form))
        (ui::input("weeks", "Over how many weeks?").number().width(3).show(form))
        (ui::input("minutes", "Minutes of a session").number().width(3).show(form))
        (ui::checkboxes("weekdays", "On which days does it meet?").hint("None: by arrangement").items(WEEKDAYS.map(|(d, w)| ui::item(d, w))).small().show(form))
        (ui::input("gap_days", "Days that lie at least between two sessions").number().width(3).show(form))
        (ui::input("lead_days", "Days from the order to the first day on which somebody can begin").number().width(3).show(form))
        (ui::radios("for_sex", "For whom is it?").item("any", "Anybody").item("women", "Women only").item("men", "Men only").show(form))
        (ui::input("min_age", "Lowest age (optional)").number().width(3).show(form))
        (ui::input("max_age", "Highest age (optional)").number().width(3).show(form))
        (risk("least_risk", "Lowest risk of serious harm"))
        (risk("most_risk", "Highest risk of serious harm"))
        (ui::yes_no("consent_needed", "Does it need the person’s consent?").show(form))
        (ui::checkboxes("needs", "Which needs does it meet?").items(NEEDS.map(|(c, w)| ui::item(c, w))).small().show(form))
        (ui::checkboxes("requirements", "Which requirements can it deliver?").items(requirements).small().show(form))
        (ui::checkboxes("before", "What must be finished before it?").items(others.into_iter().map(|s| ui::item(s.id.to_string(), s.name.clone()))).small().show(form))
        (ui::date_input("start_date", "First day in the catalogue").show(form))
    })
}

fn facts(form: &mut Form) -> Result<ServiceFacts> {
    let code = form.text("code", "the code", 16);
    let name = form.text("name", "the name", 120);
    let kind = form.text("kind", "the kind", 40);
    let summary = form.text("summary", "what happens in it", 1_000);
    let wide = 0..=9_999;
    let sessions = form.integer("sessions", "the number of sessions", wide.clone());
    let weeks = form.integer("weeks", "the number of weeks", wide.clone());
    let minutes = form.integer("minutes", "the minutes of a session", wide.clone());
    let gap = form.integer("gap_days", "the days between two sessions", wide.clone());
    let lead = form.integer("lead_days", "the days from the order", wide.clone());
    let sex = form.choice("for_sex", "for whom it is", |s| s.parse().ok());
    let min_age = form.optional_integer("min_age", "the lowest age", wide.clone());
    let max_age = form.optional_integer("max_age", "the highest age", wide);
    let risk = |c: &str| RISKS.iter().any(|(known, _)| *known == c).then(|| c.to_owned());
    let least_risk = form.optional_choice("least_risk", "the lowest risk", risk);
    let most_risk = form.optional_choice("most_risk", "the highest risk", risk);
    let consent = form.yes_no("consent_needed", "it needs consent");
    let weekdays: Vec<String> = form.list("weekdays", "the days", |d| Some(d.to_owned()));
    let needs = form.list("needs", "the needs", |n| Some(n.to_owned()));
    let requirements = form.list("requirements", "the requirements", |r| Some(r.to_owned()));
    let before = form.list("before", "what comes before", |id| id.parse().ok());
    let start = form.date("start_date", "the first day");
    let (code, name, kind, summary) = form.complete((code, name, kind, summary))?;
    let (sessions, weeks, minutes, gap_days, lead_days) = form.complete((sessions, weeks, minutes, gap, lead))?;
    let (for_sex, consent_needed, start_date) = form.complete((sex, consent, start))?;
    Ok(ServiceFacts {
        code,
        name,
        kind,
        summary,
        sessions,
        weeks,
        weekdays: weekdays.concat(),
        minutes,
        gap_days,
        lead_days,
        for_sex,
        min_age,
        max_age,
        least_risk,
        most_risk,
        consent_needed,
        start_date,
        needs,
        requirements,
        before,
    })
}

fn known(book: &Book, s: &Service) -> Form {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let mut pairs: Vec<(String, String)> = [
        ("code", s.code.clone()),
        ("name", s.name.clone()),
        ("kind", s.kind.clone()),
        ("summary", s.summary.clone()),
        ("sessions", s.sessions.to_string()),
        ("weeks", s.weeks.to_string()),
        ("minutes", s.minutes.to_string()),
        ("gap_days", s.gap_days.to_string()),
        ("lead_days", s.lead_days.to_string()),
        ("for_sex", s.for_sex.code().to_owned()),
        ("min_age", number(s.min_age)),
        ("max_age", number(s.max_age)),
        ("least_risk", s.least_risk.clone().unwrap_or_default()),
        ("most_risk", s.most_risk.clone().unwrap_or_default()),
        ("consent_needed", if s.consent_needed { "yes" } else { "no" }.to_owned()),
    ]
    .map(|(n, v)| (n.to_owned(), v))
    .into();
    pairs.extend(s.weekdays.chars().map(|d| ("weekdays".to_owned(), d.to_string())));
    pairs.extend(book.needs_of(s.id).into_iter().map(|n| ("needs".to_owned(), n.to_owned())));
    pairs.extend(book.requirements_of(s.id).into_iter().map(|r| ("requirements".to_owned(), r.to_owned())));
    pairs.extend(book.before(s.id).into_iter().map(|b| ("before".to_owned(), b.to_string())));
    with_day(Form::of(pairs), "start_date", s.start_date)
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let blank = Form::of([("for_sex", "any"), ("consent_needed", "no"), ("gap_days", "0")]);
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(blank, "start_date", cx.today()));
    let fields = fields(cx, &form, None)?;
    let frame = frame(req, "Add a service").crumb("/provision/services", "Catalogue of services");
    form_page(req, frame, &form, ("Add a service", 0), &fields, "Add the service")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = facts(&mut req.form())?;
    add_service(cx, &facts)?;
    let code = facts.code.trim().to_ascii_uppercase();
    Ok(Reply::done(format!("/provision/services/{code}"), format!("{} was added", facts.name)))
}

fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, law) = (book(cx)?, cx.part::<Law>()?);
    let service = of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| known(&book, &service));
    let fields = fields(cx, &form, Some(&service))?;
    let fields = html! { (now_stands(req, &facts_of(&book, &law, &service))) (fields) };
    form_page(
        req,
        framed(req, &service, "Change the service"),
        &form,
        ("Change the service", service.version),
        &fields,
        "Save",
    )
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let service = of(&*book(cx)?, req)?;
    let mut form = req.form();
    let facts = facts(&mut form)?;
    amend_service(cx, service.id, &facts, seen(&form)?)?;
    let code = facts.code.trim().to_ascii_uppercase();
    Ok(Reply::done(format!("/provision/services/{code}"), "The service was changed"))
}

fn rates(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let service = of(&book, req)?;
    let known = book.rate_on(service.id, today);
    let text = |share: Option<f64>| share.map(|s| format!("{:.1}", s * 100.0)).unwrap_or_default();
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let form = Form::of([
            ("leaves_weekly", text(known.map(|r| r.leaves_weekly))),
            ("missed_first", text(known.map(|r| r.missed_first))),
            ("cancelled", text(known.map(|r| r.cancelled))),
            ("source", "assumed".to_owned()),
        ]);
        with_day(form, "from_date", today)
    });
    let share = |name, label: &str| ui::input(name, label).suffix("%").width(5).show(&form);
    let fields = html! {
        p.govuk-body { "Start dates are computed with these. Rates of earlier days stay as they were." }
        (ui::date_input("from_date", "From which day on?").show(&form))
        (share("leaves_weekly", "Of those waiting, how many leave the list within a week?"))
        (share("missed_first", "Of those booked, how many do not come to the first session?"))
        (share("cancelled", "Of groups or weeks planned, how many are cancelled?"))
        (ui::radios("source", "Where are they from?").item("assumed", "Assumed").item("learnt", "Learnt from what happened here").show(&form))
        (ui::input("note", "Note (optional)").show(&form))
    };
    form_page(
        req,
        framed(req, &service, "Set its rates"),
        &form,
        (&format!("Rates of {}", service.name), 0),
        &fields,
        "Save",
    )
}

fn share(form: &mut Form, name: &str) -> Option<f64> {
    let typed = form.typed(name).trim().trim_end_matches('%').to_owned();
    let share = typed.parse::<f64>().ok().filter(|s| (0.0..=100.0).contains(s));
    if share.is_none() {
        form.refuse(kernel::Refusal::new(name, "not_a_share", "Enter a share between 0 and 100 per cent"));
    }
    share.map(|s| s / 100.0)
}

fn save_rates(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let service = of(&*book(cx)?, req)?;
    let mut form = req.form();
    let from = form.date("from_date", "the day");
    let leaves = share(&mut form, "leaves_weekly");
    let missed = share(&mut form, "missed_first");
    let cancelled = share(&mut form, "cancelled");
    let source = form.choice("source", "where they are from", |s| s.parse().ok());
    let note = form.optional_text("note", "the note", 300);
    let (from_date, leaves_weekly, missed_first, cancelled, source) =
        form.complete((from, leaves, missed, cancelled, source))?;
    set_rate(cx, service.id, &RateFacts { from_date, leaves_weekly, missed_first, cancelled, source, note })?;
    Ok(Reply::done(path(&service, ""), "The rates were saved"))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, law) = (book(cx)?, cx.part::<Law>()?);
    let service = of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        (now_stands(req, &facts_of(&book, &law, &service)))
        (ui::warning("Every offer of it ends with the service."))
        (ending_fields(&form))
    };
    form_page(
        req,
        framed(req, &service, "End the service"),
        &form,
        (&format!("End {}", service.name), service.version),
        &fields,
        "End the service",
    )
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let service = of(&*book(cx)?, req)?;
    let (on, why, version) = ending(req)?;
    end_service(cx, service.id, on, &why, version)?;
    Ok(Reply::done(path(&service, ""), format!("{} ends on {}", service.name, ui::day(on))))
}
