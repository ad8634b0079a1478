//! A page that a person can be given: how many hours are done, when the next sessions are, and whom the work helped. In
//! English and Welsh, made to be printed; it shows nothing that the person should not see.

use super::show::{TAB, helped_rows, opened};
use crate::minutes::{accounts, accounts_questions};
use crate::projects::project_lines;
use crate::sessions::{Booking, BookingState, bookings_of_person, bookings_questions};
use kernel::Date;
use kernel::Permission::ReadPeople;
use store::Cx;
use web::ui::{self, Bar, column};
use web::{Answer, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/people/{crn}/unpaid-work/page", ReadPeople, page)]
}

struct Said {
    title: &'static str,
    done: &'static str,
    ordered: &'static str,
    so_far: &'static str,
    left: &'static str,
    next: &'static str,
    none_next: &'static str,
    day: &'static str,
    time: &'static str,
    place: &'static str,
    helped: &'static str,
    none_helped: &'static str,
    whom: &'static str,
    work: &'static str,
    hours: &'static str,
    miss: &'static str,
    other: (&'static str, &'static str),
    print: &'static str,
}

const ENGLISH: Said = Said {
    title: "Your unpaid work",
    done: "Your hours",
    ordered: "The court ordered",
    so_far: "Done so far",
    left: "Still to do",
    next: "Your next sessions",
    none_next: "No session is booked yet. Ask your officer.",
    day: "Day",
    time: "Time",
    place: "Where to meet",
    helped: "Whom your work has helped",
    none_helped: "When you have worked, this will say whom it helped.",
    whom: "Helped",
    work: "What was done",
    hours: "Hours",
    miss: "If you cannot come, tell your officer before the session.",
    other: ("cy", "Cymraeg"),
    print: "You can print this page and keep it.",
};

const WELSH: Said = Said {
    title: "Eich gwaith di-dâl",
    done: "Eich oriau",
    ordered: "Gorchmynnodd y llys",
    so_far: "Wedi'i wneud hyd yn hyn",
    left: "Ar ôl i'w wneud",
    next: "Eich sesiynau nesaf",
    none_next: "Nid oes sesiwn wedi'i threfnu eto. Gofynnwch i'ch swyddog.",
    day: "Diwrnod",
    time: "Amser",
    place: "Ble i gyfarfod",
    helped: "Pwy mae eich gwaith wedi'i helpu",
    none_helped: "Pan fyddwch wedi gweithio, bydd hyn yn dweud pwy gafodd help.",
    whom: "Helpwyd",
    work: "Beth wnaed",
    hours: "Oriau",
    miss: "Os na allwch ddod, dywedwch wrth eich swyddog cyn y sesiwn.",
    other: ("en", "English"),
    print: "Gallwch argraffu'r dudalen hon a'i chadw.",
};

fn day(day: Date, welsh: bool) -> String {
    if welsh { kernel::welsh::weekday(day) } else { ui::weekday(day) }
}

fn hours(minutes: i64, welsh: bool) -> String {
    if welsh { kernel::welsh::hours(minutes) } else { kernel::words::hours(minutes) }
}

fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    cx.ask_together(&[accounts_questions(&open.keys), bookings_questions(&open.keys)].concat())?;
    let all: Vec<_> = accounts(cx, &open.keys)?;
    let bookings = bookings_of_person(cx, &open.keys)?;
    let ids: Vec<_> = bookings.iter().map(|b| b.project_id).collect();
    let projects = project_lines(cx, &ids)?;
    let today = cx.today();
    let welsh = match req.query("lang") {
        Some("cy") => true,
        Some(_) => false,
        None => documents::preferred_language(cx, &open)? == documents::Language::Welsh,
    };
    let said = if welsh { &WELSH } else { &ENGLISH };
    let mut ahead: Vec<&Booking> =
        bookings.iter().filter(|b| b.state == BookingState::Booked && b.on_date >= today).collect();
    ahead.sort_by_key(|b| (b.on_date, b.starts));
    let helped = helped_rows(&all, &bookings, &projects);
    let running: Vec<_> = all.iter().filter(|a| a.is_open()).collect();
    let ordered: i64 = running.iter().filter_map(|a| a.limits.ordered).sum();
    let done: i64 = running.iter().map(|a| a.working.credited).sum();
    let left: i64 = running.iter().filter_map(|a| a.left()).sum();
    let figure = |minutes: i64| i32::try_from(minutes.max(0)).map_or(0.0, f64::from);
    let bars: Vec<Bar> = [(said.ordered, ordered), (said.so_far, done), (said.left, left)]
        .into_iter()
        .map(|(words, minutes)| Bar {
            label: html! { (words) },
            value: figure(minutes),
            written: hours(minutes, welsh),
            over: false,
        })
        .collect();
    let (other, other_name) = said.other;
    let sessions = ahead.iter().map(|b| {
        let project = projects.get(&b.project_id).map(|l| &l.project);
        let place = project.and_then(|p| p.meeting_point.clone().or(p.address.clone())).unwrap_or_default();
        [
            html! { (day(b.on_date, welsh)) },
            html! { (crate::parts::clock(b.starts)) "–" (crate::parts::clock(b.ends)) },
            html! { (place) },
        ]
    });
    let for_whom = helped
        .iter()
        .map(|(whom, work, minutes)| [html! { (whom) }, html! { (work) }, html! { (hours(*minutes, welsh)) }]);
    let lang = if welsh { "cy" } else { "en" };
    let body = html! {
        div lang=(lang) {
            h1.govuk-heading-l { (said.title) }
            p.govuk-body-l { (people::spoken_name(&open.person)) }
            p.govuk-body.tc-unprinted { a.govuk-link href=(req.address().with("lang", other).to_string()) lang=(other) hreflang=(other) { (other_name) } }
            h2.govuk-heading-m { (said.done) }
            (ui::bars(figure(ordered).max(1.0), &bars))
            h2.govuk-heading-m { (said.next) }
            @if ahead.is_empty() { p.govuk-body { (said.none_next) } }
            @else { (ui::Table::new(said.next, [said.day, said.time, said.place].map(column)).unseen_caption().rows(sessions).show()) }
            p.govuk-body { (said.miss) }
            h2.govuk-heading-m { (said.helped) }
            @if helped.is_empty() { p.govuk-body { (said.none_helped) } }
            @else { (ui::Table::new(said.helped, [column(said.whom), column(said.work), column(said.hours).numeric()]).unseen_caption().rows(for_whom).show()) }
            p.govuk-hint { (said.print) }
        }
    };
    let frame = people::frame(req, cx, &open, TAB)?.titled(said.title).back(open.path("/unpaid-work"));
    Ok(Reply::page(frame, body))
}
