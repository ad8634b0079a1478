//! When and how somebody can work, typed once; and the projects with why each fits or not, from which an officer chooses.

use super::facts::{AvailabilityFacts, availability, person_facts, record_availability};
use super::records::{Availability, Said};
use super::rules::{Finding, Times, Weight, day_name, day_names, fit, rank};
use crate::desk::{LONGEST, now_stands};
use crate::placements::{placed_counts, work_requirements};
use crate::projects::policy::{Policy, words};
use crate::projects::{ProjectDay, WholeProject, whole_running};
use kernel::Permission::{ReadPeople, RecordContacts, RunUnpaidWork};
use kernel::{Crn, Date, ProjectId};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, Colour, item, row};
use web::{Answer, Markup, Reply, Request, Route, html};

/// The tab that all of a person's pages of this room stand under.
pub(crate) const TAB: &str = "Interventions";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/unpaid-work/availability", RecordContacts, form),
        Route::post("/people/{crn}/unpaid-work/availability", RecordContacts, save),
        Route::get("/people/{crn}/unpaid-work/match", ReadPeople, found),
    ]
}

/// The frame of a person's page.
pub(crate) fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str) -> Result<ui::Frame> {
    let frame = people::frame(req, cx, open, TAB)?;
    Ok(frame.titled(title).back(open.path("/unpaid-work")))
}

pub(crate) fn weight_tag(weight: Weight) -> Markup {
    let colour = match weight {
        Weight::Fits => Colour::Green,
        Weight::Unknown => Colour::Grey,
        Weight::Against => Colour::Orange,
        Weight::Grave | Weight::Never => Colour::Red,
    };
    ui::tag(colour, weight.words())
}

/// What was looked at, the weightiest first.
pub(crate) fn findings(found: &[Finding]) -> Markup {
    let mut sorted: Vec<&Finding> = found.iter().collect();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.weight));
    html! {
        ul.govuk-list {
            @for f in sorted { li { (weight_tag(f.weight)) " " strong { (f.aspect) } ": " (f.words) } }
        }
    }
}

/// What somebody said, as facts.
pub(crate) fn said_rows(known: &Availability, policy: &Policy) -> Vec<ui::Row> {
    let list = |codes: Vec<String>, of: &[crate::projects::policy::Coded]| {
        codes.iter().map(|code| words(of, code)).collect::<Vec<_>>().join(", ")
    };
    let mut rows = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push(row(key, value));
        }
    };
    add("Days that suit", day_names(&known.weekdays));
    let times = match (known.from_time, known.until_time) {
        (Some(from), Some(until)) => format!("{} to {}", ui::time(from), ui::time(until)),
        (Some(from), None) => format!("From {}", ui::time(from)),
        (None, Some(until)) => format!("To {}", ui::time(until)),
        (None, None) => String::new(),
    };
    add("Times that suit", times);
    add("Days kept free for religion", day_names(&known.rest_days));
    add("Cares for children or others", known.cares_for_children.clone().unwrap_or_default());
    add("Works", known.works.clone().unwrap_or_default());
    add("Can do or wants to learn", list(known.skill_codes(), &policy.skills));
    add("Cannot do", list(known.limit_codes(), &policy.needs));
    add("Health", known.health.clone().unwrap_or_default());
    add("Among women only", known.women_only.map_or("", Said::words).to_owned());
    add("Longest way", known.travel_minutes.map_or_else(String::new, |m| ui::count(m, "minute", "minutes")));
    add("Travels from", known.town.clone().unwrap_or_default());
    add("Note", known.note.clone().unwrap_or_default());
    add("Told", format!("{}, recorded by {}", ui::day(known.told_on), known.author));
    rows
}

fn days() -> Vec<ui::Item> {
    (1..=7).map(|weekday| item(weekday.to_string(), day_name(weekday))).collect()
}

fn known_form(known: &Availability) -> Form {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let time = |t: Option<kernel::Time>| t.map_or_else(String::new, |t| t.strftime("%H:%M").to_string());
    let mut pairs = vec![
        ("from_time".to_owned(), time(known.from_time)),
        ("until_time".to_owned(), time(known.until_time)),
        ("cares_for_children".to_owned(), text(&known.cares_for_children)),
        ("works".to_owned(), text(&known.works)),
        ("health".to_owned(), text(&known.health)),
        ("women_only".to_owned(), known.women_only.map_or("", Said::code).to_owned()),
        ("travel_minutes".to_owned(), known.travel_minutes.map_or_else(String::new, |m| m.to_string())),
        ("town".to_owned(), text(&known.town)),
        ("note".to_owned(), text(&known.note)),
    ];
    for (name, digits) in [("weekdays", &known.weekdays), ("rest_days", &known.rest_days)] {
        pairs.extend(digits.chars().map(|d| (name.to_owned(), d.to_string())));
    }
    pairs.extend(known.skill_codes().into_iter().map(|code| ("skills".to_owned(), code)));
    pairs.extend(known.limit_codes().into_iter().map(|code| ("limits".to_owned(), code)));
    Form::of(pairs)
}

fn fields(form: &Form, policy: &Policy) -> Markup {
    let skills = policy.skills.iter().map(|c| item(c.code.clone(), c.en.clone()));
    let limits = policy.needs.iter().map(|c| item(c.code.clone(), c.en.clone()));
    html! {
        (ui::checkboxes("weekdays", "Which days suit?").items(days()).small().show(form))
        (ui::input("from_time", "Earliest start (optional)").time().show(form))
        (ui::input("until_time", "Latest end (optional)").time().show(form))
        (ui::checkboxes("rest_days", "Which days are kept free for religion? (optional)").hint("Ask: do not conclude it from the record").items(days()).small().show(form))
        (ui::input("cares_for_children", "When do they care for children or others? (optional)").hint("Such as school at 3pm on weekdays").show(form))
        (ui::input("works", "When do they work? (optional)").show(form))
        (ui::checkboxes("skills", "What can they do, or want to learn? (optional)").items(skills).small().show(form))
        (ui::checkboxes("limits", "What can they not do? (optional)").items(limits).small().show(form))
        (ui::input("health", "What else of their health matters at work? (optional)").show(form))
        (ui::radios("women_only", "Do they ask to work among women only? (optional)").items(Said::ALL.iter().map(|s| item(s.code(), s.words()))).inline().show(form))
        (ui::input("travel_minutes", "How long may the way be, one way? (optional)").number().suffix("minutes").show(form))
        (ui::input("town", "From where do they travel? (optional)").hint("When it is not the town of their address").width(20).show(form))
        (ui::textarea("note", "Note (optional)").rows(3).most(LONGEST).show(form))
    }
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let known = availability(cx, &open.keys)?;
    let policy = Policy::shipped()?;
    let form = req.typed(cx)?.unwrap_or_else(|| known.as_ref().map_or_else(Form::blank, known_form));
    let stands = known.as_ref().map(|k| said_rows(k, policy)).unwrap_or_default();
    let version = known.as_ref().map_or(0, |k| k.version);
    let title = "When and how they can work";
    let inside = html! { (now_stands(req, &stands)) (fields(&form, policy)) (ui::button("Save").show()) };
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { (title) }
            p.govuk-body { "Asked once; projects are matched with it from then on." }
            (req.form_frame(&open.path("/unpaid-work/availability")).hidden("version", version).show(&inside))
        } }
    };
    Ok(Reply::page(framed(cx, req, &open, title)?, body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let facts = AvailabilityFacts {
        weekdays: form.list("weekdays", "the days", |t| t.parse().ok()),
        from_time: form.optional_time("from_time", "the earliest start"),
        until_time: form.optional_time("until_time", "the latest end"),
        rest_days: form.list("rest_days", "the days", |t| t.parse().ok()),
        cares_for_children: form.optional_text("cares_for_children", "when they care for others", 500),
        works: form.optional_text("works", "when they work", 500),
        skills: form.list("skills", "the skills", |t| Some(t.to_owned())),
        limits: form.list("limits", "what they cannot do", |t| Some(t.to_owned())),
        health: form.optional_text("health", "what matters of their health", 500),
        women_only: form.optional_choice("women_only", "the answer", |t| t.parse().ok()),
        travel_minutes: form.optional_integer("travel_minutes", "the longest way", 0..=600),
        town: form.optional_text("town", "the town", 60),
        note: form.optional_text("note", "the note", LONGEST),
        told_on: None,
    };
    form.finish()?;
    record_availability(cx, &open, &facts, Some(crate::desk::seen(&form)?))?;
    Ok(Reply::done(open.path("/unpaid-work/match"), "Saved. These projects fit or not with what you recorded"))
}

/// One project on one of its days.
struct Offer<'w> {
    of: &'w WholeProject,
    day: &'w ProjectDay,
    found: Vec<Finding>,
}

fn card(open: &OpenPerson, offer: &Offer<'_>, placed: i64, today: Date, may: bool) -> Markup {
    let p = &offer.of.project;
    let never = offer.found.iter().any(|f| f.weight == Weight::Never);
    let day = day_name(offer.day.weekday);
    let title = format!("{}, {day}", p.name);
    let href = open.path(&format!("/unpaid-work/place?project={}&weekday={}", p.id, offer.day.weekday));
    let unassessed = offer.of.unfit_on(today).into_iter().any(|r| r.code == "not_assessed");
    let content = html! {
        p.govuk-body {
            (p.kind.words()) @if let Some(town) = &p.town { ", " (town) } ", " (ui::time(offer.day.start_time)) " to " (ui::time(offer.day.end_time)) ". "
            (ui::count(offer.day.places, "place", "places")) " a day, " (ui::count(placed, "person", "people")) " placed at the project."
        }
        @if unassessed { p.govuk-body { (ui::tag(Colour::Red, "No session can be planned yet")) " An assessment is missing." } }
        (findings(&offer.found))
        @if may && !never { (ui::link_button(&href, &format!("Choose {title}")).secondary().show()) }
    };
    ui::SummaryCard::new(title).holding(&content)
}

fn found(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let today = cx.today();
    cx.ask_together(
        &[sentences::orders_questions(&open.keys), vec![super::availability_question(&open.keys)]].concat(),
    )?;
    let facts = person_facts(cx, &open)?;
    let work = work_requirements(cx, &open)?;
    let policy = Policy::shipped()?;
    let running = whole_running(cx, today)?;
    let ids: Vec<ProjectId> = running.iter().map(|of| of.project.id).collect();
    let placed = placed_counts(cx, &ids, today)?;
    let mut offers: Vec<Offer<'_>> = Vec::new();
    for of in &running {
        for day in &of.days {
            let found = fit(&facts, &of.project, Times::from(day), today, policy);
            offers.push(Offer { of, day, found });
        }
    }
    offers.sort_by_key(|o| (rank(&o.found), o.of.project.name.clone(), o.day.weekday));
    let shown = 20;
    let more = offers.len().saturating_sub(shown);
    let may = cx.may(RunUnpaidWork) && !work.is_empty();
    let known = facts.availability.as_ref();
    let change = cx.may(RecordContacts);
    let body = html! {
        h1.govuk-heading-l { "Projects that fit" }
        @if work.is_empty() { (ui::inset(&html! { "This person has no unpaid work requirement that is running, so nobody can place them." })) }
        p.govuk-body { "Each project with why it fits or not. What the record does not know is said so: ask. You choose; what does not fit is kept with your reason." }
        @match known {
            Some(known) => { (ui::details("What the person said of when and how they can work", &ui::summary_list(&said_rows(known, policy)))) }
            None => { (ui::inset(&html! { "Nobody has recorded when and how the person can work." })) }
        }
        @if change { p.govuk-body { (ui::link(&open.path("/unpaid-work/availability"), if known.is_some() { "Change when and how they can work" } else { "Record when and how they can work" })) } }
        @if offers.is_empty() { (ui::empty("No project runs.", None)) }
        @for offer in offers.iter().take(shown) { (card(&open, offer, placed.get(&offer.of.project.id).copied().unwrap_or(0), today, may)) }
        @if more > 0 { p.govuk-body { (ui::count(i64::try_from(more).unwrap_or(0), "other that fits less is", "others that fit less are")) " not shown." } }
    };
    Ok(Reply::page(framed(cx, req, &open, "Projects that fit")?, body))
}
