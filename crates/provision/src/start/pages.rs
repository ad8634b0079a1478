//! The page on which somebody asks when requirements would start, and its print view.
//!
//! Always true: every figure of the picture stands in the table, and every day has its working; what is missing is said.
//! Asking writes nothing; keeping the answer does.

use super::ask::{About, Asked, RequirementStart, Starts, starts};
use super::working::{Working, chance_words, per_cent};
use super::{Missing, picture};
use crate::promises::{fingerprint, keep_answer};
use kernel::{CourtId, Crn, Permission};
use law::Verdict;
use organisation::Court;
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

const PATH: &str = "/start-dates";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Permission::ReadProvision, show),
        Route::get("/start-dates/print", Permission::ReadProvision, print),
        Route::post("/start-dates/keep", Permission::ReadPeople, keep),
    ]
}

/// What was asked, and of whom.
struct Question {
    asked: Asked,
    about: About,
    open: Option<OpenPerson>,
}

impl Question {
    /// Reads it from what was typed; the refusals stay in the form.
    fn read(cx: &mut Cx<'_>, form: &mut Form) -> Result<Option<Question>> {
        let court = form.id::<CourtId>("court", "the court");
        let on = form.date("on", "the day of sentence");
        if on.is_some_and(|on| on < cx.today()) {
            form.refuse(kernel::Refusal::new("on", "past", "The day of sentence must be today or later"));
        }
        let crn = if form.typed("crn").trim().is_empty() { None } else { form.crn("crn", "the CRN") };
        let sex = form.optional_choice("sex", "the sex", |code| ["M", "F"].contains(&code).then(|| code.to_owned()));
        let born = form.optional_date("born", "the date of birth");
        let offence = form.optional_date("offence", "the day of the offence");
        let convicted = form.optional_date("convicted", "the day of conviction");
        for (field, day) in [("offence", offence), ("convicted", convicted)] {
            if day.zip(on).is_some_and(|(day, on)| day > on) {
                form.refuse(kernel::Refusal::new(
                    field,
                    "after_sentence",
                    "This day must not be after the day of sentence",
                ));
            }
        }
        let (Some(court), Some(on), true) = (court, on, form.refused().is_empty()) else { return Ok(None) };
        let asked = Asked { court, on };
        let Some(crn) = crn else {
            return Ok(Some(Question {
                asked,
                about: About { keys: None, sex, born, offence, convicted },
                open: None,
            }));
        };
        match opened(cx, &crn) {
            Ok(open) => {
                let about = About { offence, convicted, ..About::person(&open) };
                Ok(Some(Question { asked, about, open: Some(open) }))
            }
            Err(Failure::NotFound) => {
                form.refuse(kernel::Refusal::new(
                    "crn",
                    "unknown_crn",
                    "Nobody has this CRN. Check it, or leave it empty and give sex and date of birth",
                ));
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}

fn opened(cx: &mut Cx<'_>, crn: &Crn) -> Result<OpenPerson> {
    if cx.may(Permission::ReadPeople) {
        people::open(cx, crn)
    } else {
        let words = "You may not read people\u{2019}s records. Leave the CRN empty and give sex and date of birth";
        Err(Failure::refused("crn", "may_not_read", words))
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let courts = organisation::courts(cx)?;
    let mut form = Form::of(req.queries().iter().cloned());
    let asks = form.has("court");
    if !asks {
        let typed = Form::blank().with("crn", form.typed("crn")).with("on", ui::short_day(cx.today()));
        let frame = req.frame().within("/provision").titled("When would it start?");
        return Ok(Reply::page(frame, html! { (heading()) (ask_form(&courts, &typed)) }));
    }
    let question = Question::read(cx, &mut form)?;
    let Some(question) = question else {
        let frame = req.frame().within("/provision").titled("When would it start?").refused(true);
        let body = html! { (ui::error_summary(&form)) (heading()) (ask_form(&courts, &form)) };
        return Ok(Reply::page(frame, body));
    };
    let told = starts(cx, &question.about, &question.asked)?;
    let frame = match &question.open {
        Some(open) => people::frame(req, cx, open, "")?,
        None => req.frame().within("/provision"),
    };
    let body = html! {
        (heading())
        (ui::details("Ask for another court, day or person", &ask_form(&courts, &form)))
        (answer(&told, question.open.as_ref(), false))
        (after(req, &told, &question))
    };
    Ok(Reply::page(frame.titled("When would it start?"), body))
}

fn print(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = Form::of(req.queries().iter().cloned());
    let Some(question) = Question::read(cx, &mut form)? else {
        return Err(Failure::Refused(kernel::Refusals(form.refused().to_vec())));
    };
    let told = starts(cx, &question.about, &question.asked)?;
    let back = req.address();
    let back = ui::Address::new(PATH, back.query().iter().cloned()).to_string();
    let frame = req.frame().within("/provision").titled("Start dates").back(back);
    let body = html! {
        p.govuk-body { "Print this page from the browser." }
        h1.govuk-heading-l { "Start dates of requirements" }
        (answer(&told, question.open.as_ref(), true))
    };
    Ok(Reply::page(frame, body))
}

fn keep(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let court = form.id::<CourtId>("court", "the court");
    let on = form.date("on", "the day of sentence");
    let crn = form.crn("crn", "the CRN");
    let shown = form.text("shown", "the answer that was shown", 4_000);
    let (Some(court), Some(on), Some(crn)) = (court, on, crn) else {
        return Err(Failure::Refused(kernel::Refusals(form.refused().to_vec())));
    };
    let open = opened(cx, &crn)?;
    keep_answer(cx, &open, &Asked { court, on }, "Somebody pressed Keep this answer", shown.as_deref())?;
    let words = "Answer kept. When the order is made with one of these requirements, its day is the promise";
    Ok(Reply::done(open.path("/promises"), words))
}

fn heading() -> Markup {
    html! {
        h1.govuk-heading-l { "When would it start?" }
        p.govuk-body-l {
            "For a court, a day of sentence and a person: each requirement that the law allows, whether it is to be had in the court\u{2019}s area, and the day on which it would really begin."
        }
    }
}

fn ask_form(courts: &[Court], form: &Form) -> Markup {
    let options = courts.iter().map(|court| (court.id.to_string(), court.name.clone()));
    html! {
        form method="get" action=(PATH) novalidate {
            (ui::select("court", "Court").option("", "Select a court").options(options).show(form))
            (ui::input("on", "Day of sentence").hint("For example, 7 12 2026").date().show(form))
            fieldset.govuk-fieldset {
                legend.govuk-fieldset__legend.govuk-fieldset__legend--m { "For whom" }
                (ui::input("crn", "CRN").hint("Of somebody on record, like T000123. Otherwise leave it empty and fill in what follows.").width(10).show(form))
                (ui::radios("sex", "Sex, of somebody not on record").hint("Some services take women only, or men only").item("F", "Female").item("M", "Male").inline().small().show(form))
                (ui::input("born", "Date of birth, of somebody not on record").hint("Some services are for an age. For example, 31 3 1998").date().show(form))
            }
            fieldset.govuk-fieldset {
                legend.govuk-fieldset__legend.govuk-fieldset__legend--m { "The matter before the court" }
                p.govuk-hint { "What a court may order turns on these days. Leave them empty where the record has them." }
                (ui::input("offence", "Day of the offence").hint("The last, of several. For example, 14 8 2026").date().show(form))
                (ui::input("convicted", "Day of conviction").hint("For example, 1 12 2026").date().show(form))
            }
            (ui::button("Show start dates").repeatable().show())
        }
    }
}

fn answer(told: &Starts, open: Option<&OpenPerson>, whole: bool) -> Markup {
    let (possible, barred): (Vec<_>, Vec<_>) =
        told.requirements.iter().partition(|s| s.allowed.verdict != Verdict::NotAllowed);
    let dated = possible.iter().any(|start| start.range().is_some());
    let chance = chance_words(told.chance);
    html! {
        h2.govuk-heading-m { (told.court.name) ", sentence on " (ui::day(told.on)) }
        p.govuk-body {
            @match open {
                Some(open) => { "For " (open.name()) " (" (open.crn) "). " },
                None => "For somebody who is not on record. ",
            }
            @match &told.unit {
                Some(unit) => { "The court\u{2019}s area is " (unit.name) "." },
                None => "The court has no area.",
            }
            " As the lists and plans stand on " (ui::day(told.asked_on)) "."
        }
        @if told.unit.is_none() {
            (ui::warning(&Missing::NoArea { court: told.court.name.clone() }.words()))
        }
        @if dated {
            (picture::ranges(&told.requirements, told.asked_on))
            (picture::key(&chance))
        }
        (table(&possible, &chance))
        @if possible.iter().any(|start| start.allowed.verdict == Verdict::CannotTell) {
            p.govuk-body { "Before the court orders some of them, something is to be asked or found out: open a requirement to see what." }
        }
        h2.govuk-heading-m { "How each day came about" }
        @for start in possible.iter().filter(|start| !needs_no_place(start)) { (workings(start, whole)) }
        @if !barred.is_empty() {
            @let list = html! {
                ul.govuk-list.govuk-list--bullet {
                    @for start in &barred {
                        li { strong { (start.allowed.name.en) } ": " (reasons(start, Verdict::NotAllowed)) }
                    }
                }
            };
            @if whole { h2.govuk-heading-m { "Not open to the court" } (list) }
            @else { (ui::details(&format!("Not open to the court: {}", barred.len()), &list)) }
        }
    }
}

/// A line for each offer, the requirement's name once; what is not to be had is told in its own words.
fn table(starts: &[&RequirementStart], chance: &str) -> Markup {
    let columns = [
        ui::column("Requirement"),
        ui::column("Who delivers it"),
        ui::column("Earliest"),
        ui::column("As likely as not by"),
        ui::column(&sentence(chance)),
    ];
    let waits = starts.iter().filter(|start| !needs_no_place(start));
    let rows: Vec<_> = waits.flat_map(|start| lines(start)).collect();
    let free: Vec<&str> = starts.iter().filter(|s| needs_no_place(s)).map(|s| s.allowed.name.en.as_str()).collect();
    html! {
        @if !rows.is_empty() {
            (ui::Table::new("Start dates by requirement, in the order of the statute", columns).rows(rows).show())
        }
        @if !free.is_empty() {
            p.govuk-body { strong { "Need no place: " } (free.join(", ")) ". No service of the catalogue delivers them, so there is no list to wait in." }
        }
    }
}

fn needs_no_place(start: &RequirementStart) -> bool {
    start.missing.iter().any(|missing| matches!(missing, Missing::NoService))
}

fn lines(start: &RequirementStart) -> Vec<Vec<Markup>> {
    let name = html! { (start.allowed.name.en) };
    let none = || html! { "–" };
    if start.options.is_empty() {
        return vec![vec![name, html! { (status(start)) }, none(), none(), none()]];
    }
    let day = |day: Option<kernel::Date>| html! { (day.map_or_else(|| "–".to_owned(), ui::short_day)) };
    let line = |(n, option): (usize, &Working)| {
        let who = html! {
            (option.service) br; span.govuk-hint { (option.provider) }
            @if option.earliest.is_none() { (ui::tag(ui::Colour::Yellow, "No day known")) }
        };
        let by = if option.by.is_none() && option.earliest.is_some() {
            html! { "Cannot be promised" }
        } else {
            day(option.by)
        };
        let name = if n == 0 {
            name.clone()
        } else {
            html! { span.govuk-visually-hidden { (start.allowed.name.en) } }
        };
        vec![name, who, day(option.earliest), day(option.median), by]
    };
    start.options.iter().enumerate().map(line).collect()
}

fn status(start: &RequirementStart) -> Markup {
    if start.missing.iter().any(|m| matches!(m, Missing::NotHere { .. } | Missing::NoArea { .. })) {
        ui::tag(ui::Colour::Red, "Not here")
    } else {
        ui::tag(ui::Colour::Orange, "Not for this person")
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} by", letters.as_str())
}

fn reasons(start: &RequirementStart, verdict: Verdict) -> String {
    let said = start.allowed.reasons.iter().filter(|reason| reason.verdict == verdict);
    said.map(|reason| reason.words.as_str()).collect::<Vec<_>>().join(" ")
}

fn workings(start: &RequirementStart, whole: bool) -> Markup {
    let asks = reasons(start, Verdict::CannotTell);
    let inside = html! {
        @if !asks.is_empty() { p.govuk-body { "To ask or find out first: " (asks) } }
        @for working in &start.options { (working_of(working)) }
        @for missing in start.missing.iter().filter(|_| start.options.is_empty()) { p.govuk-body { (missing.words()) } }
    };
    let title = format!("{}: {}", start.allowed.name.en, headline(start));
    if whole {
        html! { h3.govuk-heading-s { (title) } (inside) }
    } else {
        ui::details(&title, &inside)
    }
}

fn headline(start: &RequirementStart) -> String {
    match start.best() {
        Some(best) => best.range_words(),
        None => start.missing.first().map_or_else(|| "No start can be told.".into(), Missing::words),
    }
}

fn working_of(working: &Working) -> Markup {
    let (shown, more) = working.shown();
    let columns = [
        ui::column("Day"),
        ui::column("Free places").numeric(),
        ui::column("Expected ahead").numeric(),
        ui::column("Begins then").numeric(),
        ui::column("Has begun by then").numeric(),
    ];
    let rows = shown.iter().map(|line| {
        vec![
            html! { (ui::short_day(line.on)) },
            html! { @if line.places == 0 { "those left" } @else { (line.places) } },
            html! { (format!("{:.1}", line.expected_ahead)) },
            html! { (per_cent(line.begins)) },
            html! { (per_cent(line.begun)) },
        ]
    });
    let first = working.first.iter().map(working_of);
    html! {
        h4.govuk-heading-s { (working.service) ", " (working.provider) }
        @if let Some(reach) = &working.reach { p.govuk-body { (reach) "." } }
        ul.govuk-list.govuk-list--bullet { @for words in working.words() { li { (words) } } }
        @if !shown.is_empty() {
            (ui::Table::new(format!("Openings of {}", working.service), columns).rows(rows).show())
            @if more > 0 { p.govuk-hint { "And " (ui::count(i64::try_from(more).unwrap_or(0), "later day", "later days")) "." } }
        }
        @for earlier in first { (earlier) }
    }
}

fn after(req: &Request, told: &Starts, question: &Question) -> Markup {
    let print = ui::Address::new("/start-dates/print", req.address().query().iter().cloned()).to_string();
    html! {
        p.govuk-body {
            (ui::link(&print, "Print view with all workings open"))
            @if let Some(open) = &question.open { br; (ui::link(&open.path("/promises"), "What courts were told before, and what was promised")) }
        }
        @match &question.open {
            Some(open) => {
                h2.govuk-heading-m { "Keep this answer" }
                p.govuk-body { "Keep it when the court is told these days. When the order is made, the day of each requirement in it becomes the promise that is compared with what happens." }
                (req.button_frame("/start-dates/keep")
                    .hidden("court", question.asked.court)
                    .hidden("on", question.asked.on)
                    .hidden("crn", &open.crn)
                    .hidden("shown", fingerprint(&told.requirements))
                    .show(&ui::button("Keep this answer").show()))
            },
            None => (ui::inset(&html! { "To keep an answer, ask for somebody on record." })),
        }
    }
}
