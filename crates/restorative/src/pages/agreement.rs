//! The agreement on one page that the person can be given: what they will do and by when, compensation and reparation. In English
//! and Welsh, made to be printed. Nothing of the person harmed stands on it.

use crate::keeping::{all_of, sides_of};
use crate::outcome::sums;
use crate::records::{Minutes, Money, Promise, PromiseState};
use kernel::{Crn, Date, RestorativeId};
use store::{Cx, Failure};
use web::ui;
use web::{Answer, Reply, Request, html};

struct Said {
    title: &'static str,
    about: &'static str,
    what: &'static str,
    by: &'static str,
    kept: &'static str,
    no_day: &'static str,
    none: &'static str,
    states: [&'static str; 4],
    compensation: [&'static str; 2],
    reparation: [&'static str; 2],
    minutes: &'static str,
    signed: &'static str,
    print: &'static str,
    other: (&'static str, &'static str),
}

const ENGLISH: Said = Said {
    title: "Your agreement",
    about: "This is what you agreed to do to put things right. You can speak to us at any time if something gets in the way.",
    what: "What you will do",
    by: "By",
    kept: "How it stands",
    no_day: "No day was set",
    none: "Nothing has been agreed yet.",
    states: ["Still to do", "Done", "Done in part", "Not done"],
    compensation: ["Compensation agreed", "Compensation paid"],
    reparation: ["Work to put things right, agreed", "Work done so far"],
    minutes: "minutes",
    signed: "Signed and dated",
    print: "You can print this page and keep it.",
    other: ("cy", "Cymraeg"),
};

const WELSH: Said = Said {
    title: "Eich cytundeb",
    about: "Dyma'r hyn y cytunoch i'w wneud i unioni pethau. Gallwch siarad â ni unrhyw bryd os bydd rhywbeth yn eich rhwystro.",
    what: "Beth fyddwch yn ei wneud",
    by: "Erbyn",
    kept: "Sut mae pethau",
    no_day: "Ni phennwyd diwrnod",
    none: "Nid oes dim wedi'i gytuno eto.",
    states: ["I'w wneud o hyd", "Wedi'i wneud", "Wedi'i wneud yn rhannol", "Heb ei wneud"],
    compensation: ["Iawndal a gytunwyd", "Iawndal a dalwyd"],
    reparation: ["Gwaith i unioni pethau, a gytunwyd", "Gwaith a wnaed hyd yn hyn"],
    minutes: "munud",
    signed: "Llofnod a dyddiad",
    print: "Gallwch argraffu'r dudalen hon a'i chadw.",
    other: ("en", "English"),
};

fn day(day: Date, welsh: bool) -> String {
    if welsh { kernel::welsh::day(day) } else { ui::day(day) }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: RestorativeId = req.param("id")?;
    if !sides_of(cx, &open.keys)?.iter().any(|s| s.case_id == id) {
        return Err(Failure::NotFound);
    }
    let welsh = match req.query("lang") {
        Some("cy") => true,
        Some(_) => false,
        None => documents::preferred_language(cx, &open)? == documents::Language::Welsh,
    };
    let said = if welsh { &WELSH } else { &ENGLISH };
    let mut promises = all_of::<Promise>(cx, &open.keys)?;
    promises.retain(|p| p.case_id == id);
    let money = all_of::<Money>(cx, &open.keys)?;
    let minutes = all_of::<Minutes>(cx, &open.keys)?;
    let (agreed, paid) = sums(money.iter().filter(|m| m.case_id == id).map(|m| (m.what, m.pence)));
    let (asked, worked) = sums(minutes.iter().filter(|m| m.case_id == id).map(|m| (m.what, m.minutes)));
    let [to_do, done, partly, not_done] = said.states;
    let cells = promises.iter().map(|p| {
        let state = match p.state {
            PromiseState::Open => to_do,
            PromiseState::Kept => done,
            PromiseState::Partly => partly,
            PromiseState::NotKept => not_done,
        };
        [
            html! { (p.words) },
            html! { (p.due_on.map_or_else(|| said.no_day.to_owned(), |on| day(on, welsh))) },
            html! { (state) },
        ]
    });
    let columns = [said.what, said.by, said.kept].map(ui::column);
    let (other, other_name) = said.other;
    let to_other = req.address().with("lang", other).to_string();
    let [of_agreed, of_paid] = said.compensation;
    let [of_asked, of_worked] = said.reparation;
    let body = html! {
        div.tc-progress-page lang=(if welsh { "cy" } else { "en" }) {
            h1.govuk-heading-l { (said.title) }
            p.govuk-body-l { (people::spoken_name(&open.person)) }
            p.govuk-body { a.govuk-link href=(to_other) lang=(other) hreflang=(other) { (other_name) } }
            p.govuk-body { (said.about) }
            @if promises.is_empty() { p.govuk-body { (said.none) } }
            @else { (ui::Table::new(said.title, columns).unseen_caption().rows(cells).show()) }
            @if agreed != 0 || paid != 0 {
                p.govuk-body { (of_agreed) ": " strong { (kernel::words::pounds(agreed)) } ". " (of_paid) ": " strong { (kernel::words::pounds(paid)) } "." }
            }
            @if asked != 0 || worked != 0 {
                p.govuk-body { (of_asked) ": " strong { (asked) " " (said.minutes) } ". " (of_worked) ": " strong { (worked) " " (said.minutes) } "." }
            }
            p.govuk-body class="govuk-!-margin-top-8" { (said.signed) ": ______________________________" }
            p.govuk-hint { (said.print) }
        }
    };
    let frame = people::frame(req, cx, &open, "Interventions")?.titled(said.title).back(open.path("/restorative"));
    Ok(Reply::page(frame, body))
}
