//! Promised against actual: by court, requirement and provider; the people promised and not begun; the promises of one
//! person; and what the history teaches.

use super::counting::{Alike, Figures, figures};
use super::keep::{KeptStart, kept_answers, promises_of, told};
use super::learning::{accept_level, accept_rates, level_now, proposal};
use super::reads::{Of, due, late, learnt_level};
use super::{StartAnswer, StartPromise};
use crate::start::provided::Provided;
use crate::start::{Working, chance_words, per_cent};
use kernel::{CourtId, Crn, Date, Permission, PersonId, ServiceId};
use law::Law;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

pub(super) fn routes() -> Vec<Route> {
    use Permission::{ManageProvision, ReadPeople, ReadProvision};
    vec![
        Route::get("/promises", ReadProvision, show),
        Route::get("/promises/late", ReadPeople, late_people),
        Route::get("/promises/rates", ReadProvision, rates),
        Route::get("/promises/rates/{service}", ReadProvision, rate),
        Route::post("/promises/rates/{service}", ManageProvision, take_rates),
        Route::get("/promises/level", ReadProvision, level),
        Route::post("/promises/level", ManageProvision, take_level),
        Route::get("/people/{crn}/promises", ReadPeople, of_person),
    ]
}

const PER_PAGE: i64 = 25;

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let law = cx.part::<Law>()?;
    let all = due(cx)?;
    let provided = Provided::now(cx)?;
    let level = level_now(cx)?;
    let courts = court_names(cx)?;
    let whole = by(&all, |_| String::new()).remove("").unwrap_or_default();
    let open = whole.open;
    let beforehand = by(&all, |of| {
        if of.beforehand { "Told to the court beforehand".into() } else { "Worked out when the order was made".into() }
    });
    let court =
        by(&all, |of| of.court.and_then(|c| courts.get(&c).cloned()).unwrap_or_else(|| "No court named".into()));
    let requirement =
        by(&all, |of| law.requirement(&of.requirement).map_or_else(|| of.requirement.clone(), |r| r.en.clone()));
    let provider = by(&all, |of| {
        provided
            .offer(of.offer)
            .map_or_else(|| "A provider that is no more".into(), |o| provided.provider_of(o).to_owned())
    });
    let stat = |figure: String, label: &str, href: Option<&str>, urgent: bool, beside: Option<String>| ui::Stat {
        figure,
        label: label.to_owned(),
        href: href.map(str::to_owned),
        urgent,
        beside,
    };
    let share = whole.share().map_or_else(|| "–".to_owned(), per_cent);
    let median = whole.median_late.map_or_else(|| "–".into(), |days| days.to_string());
    let stats = [
        stat(
            share,
            "kept, of promises that came due in a year",
            None,
            false,
            Some(format!("{} of {}", whole.kept, whole.due)),
        ),
        stat(
            median,
            "days late, the middle of those begun late",
            None,
            false,
            Some(format!("{} began late", whole.late)),
        ),
        stat(
            open.to_string(),
            "promised and not begun",
            Some("/promises/late"),
            open > 0,
            Some("their day has passed".into()),
        ),
    ];
    let chance = chance_words(level.chance);
    let body = html! {
        h1.govuk-heading-l { "Promised against actual" }
        p.govuk-body-l { "When an order is made, the day by which each requirement would begin with " (chance) " is a promise. It is never changed; the day on which the person began answers it." }
        @if whole.due == 0 {
            (ui::empty("No promise has come due in the last year.", Some(&html! { "A promise is made when an order has a requirement that waits for a place. " (ui::link("/start-dates", "Ask when requirements would start")) })))
        } @else {
            (ui::stats(&stats))
            (section("By court", "Court", &court))
            (section("By requirement", "Requirement", &requirement))
            (section("By provider", "Provider", &provider))
            (section("By when it was told", "Told", &beforehand))
        }
        h2.govuk-heading-m { "How far the certainty held" }
        (held(&whole, &level))
        p.govuk-body {
            (ui::link("/promises/level", "What past promises teach of the level")) br;
            (ui::link("/promises/rates", "What past lists teach of drop-out, missed first sessions and groups that do not run"))
        }
    };
    Ok(Reply::page(req.frame().titled("Promised against actual"), body))
}

fn held(whole: &Figures, level: &super::PromiseLevel) -> Markup {
    let wanted = per_cent(level.chance);
    html! {
        p.govuk-body {
            "Days are promised to hold for " (wanted) " of people. "
            @match whole.share() {
                Some(share) => { "Of the " (whole.due) " that came due in the last year " (per_cent(share)) " held. " },
                None => "None has come due yet. ",
            }
            "They are set at " (per_cent(level.level)) " of the distribution (" (level.source.code()) ", since " (ui::day(level.from_date)) ")."
        }
    }
}

fn by(all: &[Alike<Of>], name: impl Fn(&Of) -> String) -> BTreeMap<String, Figures> {
    let named: Vec<Alike<String>> =
        all.iter().map(|alike| Alike { of: name(&alike.of), late_days: alike.late_days, many: alike.many }).collect();
    figures(&named)
}

/// The share kept as bars to a hundred, and all figures as a table.
fn section(title: &str, what: &str, figures: &BTreeMap<String, Figures>) -> Markup {
    let bars: Vec<ui::Bar> = figures
        .iter()
        .filter_map(|(name, f)| {
            let value = f.share()? * 100.0;
            Some(ui::Bar { label: html! { (name) }, value, written: format!("{value:.0}%"), over: false })
        })
        .collect();
    let columns = [
        ui::column(what),
        ui::column("Came due").numeric(),
        ui::column("Kept").numeric(),
        ui::column("Share kept").numeric(),
        ui::column("Began late").numeric(),
        ui::column("Median days late").numeric(),
        ui::column("Not begun").numeric(),
    ];
    let rows = figures.iter().map(|(name, f)| {
        vec![
            html! { (name) },
            html! { (f.due) },
            html! { (f.kept) },
            html! { (f.share().map_or_else(|| "–".into(), per_cent)) },
            html! { (f.late) },
            html! { (f.median_late.map_or_else(|| "–".into(), |days| days.to_string())) },
            html! { (f.open) },
        ]
    });
    html! {
        h2.govuk-heading-m { (title) }
        (ui::bars(100.0, &bars))
        (ui::Table::new(format!("Promises that came due in the last year, {}", title.to_lowercase()), columns).rows(rows).show())
    }
}

fn court_names(cx: &mut Cx<'_>) -> Result<HashMap<CourtId, String>> {
    Ok(organisation::courts(cx)?.into_iter().map(|court| (court.id, court.name)).collect())
}

fn late_people(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let law = cx.part::<Law>()?;
    let court = req.query("court").and_then(|id| id.parse::<CourtId>().ok());
    let page = i64::try_from(req.page()).unwrap_or(1);
    let (lines, total) = late(cx, court, PER_PAGE, (page - 1) * PER_PAGE)?;
    let people: Vec<PersonId> = lines.iter().map(|line| line.person_id).collect();
    let names = people::lines(cx, &people)?;
    cx.note_shown("list", "promised and not begun", &people);
    let courts = organisation::courts(cx)?;
    let provided = Provided::now(cx)?;
    let today = cx.today();
    let columns = [
        ui::column("Person"),
        ui::column("Requirement"),
        ui::column("Promised by"),
        ui::column("Days past").numeric(),
        ui::column("Who delivers it"),
        ui::column("Court"),
    ];
    let rows = lines.iter().map(|line| {
        let person = names.get(&line.person_id);
        let court = courts.iter().find(|c| Some(c.id) == line.court_id).map_or("–", |c| c.name.as_str());
        vec![
            html! { @match person {
                Some(p) if p.restricted => (p.name),
                Some(p) => { a.govuk-link href=(format!("/people/{}/promises", p.crn)) { (p.name) } br; span.govuk-hint { (p.crn) } },
                None => "–",
            } },
            html! { (law.requirement(&line.requirement).map_or(line.requirement.as_str(), |r| r.en.as_str())) },
            html! { (ui::short_day(line.promised_on)) },
            html! { ((today - line.promised_on).get_days()) },
            html! { (provided.words(line.offer_id)) },
            html! { (court) },
        ]
    });
    let table = ui::Table::new("Promised and not begun, the longest past first", columns).rows(rows);
    let form = Form::of(req.queries().iter().cloned());
    let options = courts.iter().map(|c| (c.id.to_string(), c.name.clone()));
    let filter = html! {
        form method="get" action="/promises/late" {
            (ui::select("court", "Court").option("", "Every court").options(options).show(&form))
            (ui::button("Show").secondary().repeatable().show())
        }
    };
    let body = html! {
        h1.govuk-heading-l { "Promised and not begun" }
        p.govuk-body { "A court was told a day for these people, the day has passed and nobody has recorded that they began. Find out why, and record the beginning or tell the court." }
        (filter)
        @if lines.is_empty() { (ui::empty("Nobody is past the day that was promised.", None)) }
        @else { (table.show()) (ui::pagination(&req.address(), req.page(), PER_PAGE.unsigned_abs(), total.unsigned_abs())) }
    };
    Ok(Reply::page(req.frame().titled("Promised and not begun").within("/promises").back("/promises"), body))
}

fn rates(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let provided = Provided::now(cx)?;
    let today = cx.today();
    let services = provided.services();
    let columns = [
        ui::column("Service"),
        ui::column("Leave in a week").numeric(),
        ui::column("Miss their first session").numeric(),
        ui::column("Do not run").numeric(),
        ui::column("From"),
        ui::column("Where from"),
    ];
    let rows = services.iter().map(|service| {
        let rate = provided.rate(service.id, today);
        let figure =
            |read: fn(&crate::ServiceRate) -> f64| html! { (rate.map_or_else(|| "–".into(), |r| per_cent(read(r)))) };
        vec![
            ui::link(&format!("/promises/rates/{}", service.id), &service.name),
            figure(|r| r.leaves_weekly),
            figure(|r| r.missed_first),
            figure(|r| r.cancelled),
            html! { (rate.map_or_else(|| "–".into(), |r| ui::short_day(r.from_date))) },
            html! { (rate.map_or("Not set", |r| r.source.code())) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Rates that start dates are reckoned with" }
        p.govuk-body { "Choose a service to see what its last year teaches." }
        @if services.is_empty() { (ui::empty("No service is in the catalogue.", None)) }
        @else { (ui::Table::new("Rates by service", columns).rows(rows).show()) }
    };
    Ok(Reply::page(req.frame().titled("Rates").within("/promises").back("/promises"), body))
}

fn rate(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let service = req.param::<ServiceId>("service")?;
    let provided = Provided::now(cx)?;
    let name = provided.service(service).ok_or(Failure::NotFound)?.name.clone();
    let fewest = level_now(cx)?.fewest;
    let proposal = proposal(cx, service)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let columns = [
        ui::column("Rate"),
        ui::column("Reckoned with now").numeric(),
        ui::column("Seen").numeric(),
        ui::column("Proposed").numeric(),
    ];
    let rows = proposal.all().map(|(words, learnt)| {
        vec![
            html! { (words) },
            html! { (per_cent(learnt.now)) },
            html! { (learnt.seen) @if !learnt.enough { " (too few)" } },
            html! { (per_cent(learnt.proposed)) },
        ]
    });
    let may = cx.may(Permission::ManageProvision);
    let path = format!("/promises/rates/{service}");
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { "What the last year teaches of " (name) }
        p.govuk-body { "Who left the list is reckoned from every stay on it, those who began or still wait counting as far as they were seen (Kaplan and Meier\u{2019}s way). Fewer than " (fewest) " teach nothing." }
        (ui::Table::new("Rates now and proposed", columns).rows(rows).show())
        @if may && proposal.teaches() {
            (req.form_frame(&path).show(&html! {
                (ui::textarea("why", "Why you accept them").rows(3).show(&typed))
                (ui::button("Reckon with these rates from today").show())
            }))
        } @else if proposal.teaches() {
            p.govuk-body { "Somebody who keeps the catalogue of services can accept these rates." }
        } @else {
            (ui::inset(&html! { "There is nothing to accept: too little was seen, or it agrees with the rates that hold." }))
        }
    };
    Ok(Reply::page(req.frame().titled(format!("Rates of {name}")).back("/promises/rates"), body))
}

fn take_rates(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let service = req.param::<ServiceId>("service")?;
    let mut form = req.form();
    let why = form.text("why", "why you accept them", 500);
    form.finish().map_err(Failure::Refused)?;
    accept_rates(cx, service, &why.unwrap_or_default())?;
    Ok(Reply::done(format!("/promises/rates/{service}"), "Start dates are reckoned with these rates from today"))
}

fn level(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let now = level_now(cx)?;
    let (seen, proposed) = learnt_level(cx, &now)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let enough = i64::try_from(seen).unwrap_or(i64::MAX) >= now.fewest;
    let rows = [
        ui::row("A promised day is to hold for", per_cent(now.chance)),
        ui::row("Days are set at", format!("{} of the distribution", per_cent(now.level))),
        ui::row("Since", format!("{} ({})", ui::day(now.from_date), now.source.code())),
        ui::row("Promises that came due in a year", seen.to_string()),
        ui::row(
            "Proposed",
            if enough {
                format!("{} of the distribution", per_cent(proposed))
            } else {
                format!("Nothing yet: {} are needed", now.fewest)
            },
        ),
    ];
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { "The level at which days are promised" }
        p.govuk-body { "Life differs from what start dates are reckoned with. Each past promise shows at which level of its distribution it would just have been kept; the level proposed is the one at which the share wanted would have held. Promises past their day and not begun count as far as they got." }
        (ui::summary_list(&rows))
        @if enough && cx.may(Permission::ManageProvision) {
            (req.form_frame("/promises/level").show(&html! {
                (ui::textarea("why", "Why you accept it").rows(3).show(&typed))
                (ui::button("Promise at this level from today").show())
            }))
        }
    };
    Ok(Reply::page(req.frame().titled("Level of promises").back("/promises"), body))
}

fn take_level(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let why = form.text("why", "why you accept it", 500);
    form.finish().map_err(Failure::Refused)?;
    accept_level(cx, &why.unwrap_or_default())?;
    Ok(Reply::done("/promises", "Days are promised at the new level from today"))
}

fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let law = cx.part::<Law>()?;
    let promises = promises_of(cx, &open.keys)?;
    let answers = kept_answers(cx, &open.keys)?;
    let courts = court_names(cx)?;
    let provided = Provided::now(cx)?;
    let today = cx.today();
    let columns = [
        ui::column("Requirement"),
        ui::column("Promised by"),
        ui::column("Began"),
        ui::column("Who delivers it"),
        ui::column("Told"),
    ];
    let rows = promises.iter().map(|p| {
        vec![
            html! { (law.requirement(&p.requirement).map_or(p.requirement.as_str(), |r| r.en.as_str())) },
            html! { (ui::short_day(p.promised_on)) },
            began(p, today),
            html! { (provided.words(p.offer_id)) },
            html! { (ui::short_day(p.told_on)) @if p.answer_id.is_none() { br; span.govuk-hint { "Worked out when the order was made" } } },
        ]
    });
    let table = ui::Table::new("Promises", columns).rows(rows);
    let workings = promises.iter().map(|p| -> Result<(String, Vec<String>)> {
        let working: Working = serde_json::from_value(p.working.clone()).map_err(|e| Failure::broken(e.to_string()))?;
        Ok((format!("How {} came about", ui::day(p.promised_on)), working.words()))
    });
    let workings = workings.collect::<Result<Vec<_>>>()?;
    let kept = answers.iter().map(|a| Ok((a, told(a)?))).collect::<Result<Vec<(&StartAnswer, Vec<KeptStart>)>>>()?;
    let body = html! {
        h1.govuk-heading-l { "Start dates promised" }
        @if promises.is_empty() { (ui::empty("Nothing has been promised for this person.", None)) }
        @else {
            (table.show())
            @for (title, words) in &workings {
                (ui::details(title, &html! { ul.govuk-list.govuk-list--bullet { @for line in words { li { (line) } } } }))
            }
        }
        h2.govuk-heading-m { "What courts were told" }
        @if kept.is_empty() { p.govuk-body { "No answer was kept." } }
        @for (answer, starts) in &kept { (kept_card(answer, starts, courts.get(&answer.court_id).map_or("A court", String::as_str))) }
        p.govuk-body { (ui::link(&format!("/start-dates?crn={}", open.crn), "Ask when requirements would start")) }
    };
    Ok(Reply::page(people::frame(req, cx, &open, "Sentence")?.titled("Start dates promised"), body))
}

fn began(promise: &StartPromise, today: Date) -> Markup {
    match promise.begun_on {
        Some(on) if on <= promise.promised_on => html! { (ui::short_day(on)) " " (ui::tag(ui::Colour::Green, "Kept")) },
        Some(on) => html! { (ui::short_day(on)) " " (ui::tag(ui::Colour::Orange, "Late")) },
        None if promise.promised_on < today => html! { (ui::tag(ui::Colour::Red, "Not begun")) },
        None => html! { "Not yet" },
    }
}

fn kept_card(answer: &StartAnswer, starts: &[KeptStart], court: &str) -> Markup {
    let dated = starts.iter().filter_map(|s| s.working.as_ref().map(|w| (s, w)));
    let rows: Vec<_> = dated.map(|(start, working)| ui::row(start.name.clone(), working.range_words())).collect();
    let title = format!("{court}, told on {} for sentence on {}", ui::day(answer.told_on), ui::day(answer.sentence_on));
    ui::SummaryCard::new(title).rows(&rows)
}
