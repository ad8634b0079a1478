//! Waiting lists of programmes: provision's lists in their order, with risk, need and the end of the sentence beside each. The
//! order changes by provision's recorded moves alone.

use super::{framed, named, names, risk_words};
use crate::programmes::records::CaseLine;
use crate::programmes::templates::plans;
use assessment::outcome_words;
use kernel::Permission::{BookPlaces, RunProgrammes};
use kernel::{OfferId, PersonId, WaitingId};
use provision::WaitingLine;
use std::collections::{BTreeSet, HashMap};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column};
use web::{Answer, Reply, Request, Route, html};

/// More than any list of one offer has.
const MOST: i64 = 200;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/programmes/waiting", RunProgrammes, all),
        Route::get("/programmes/waiting/{offer}", RunProgrammes, one),
    ]
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (provision::book(cx)?, organisation::units(cx)?, cx.today());
    let run = plans(cx)?.services_on(today);
    let mut offers: Vec<_> = book.offers.values().filter(|o| run.contains(&o.service_id)).collect();
    offers.retain(|o| provision_runs(&book, o, today));
    offers.sort_by_key(|o| (book.service_name(o), o.unit_id));
    let ids: Vec<OfferId> = offers.iter().map(|o| o.id).collect();
    let counts = provision::waiting_counts(cx, &ids)?;
    let cells = offers.iter().map(|o| {
        let unit = units.iter().find(|u| u.id == o.unit_id).map_or("a closed delivery unit", |u| u.name.as_str());
        let name = format!("{}, {unit}", book.service_name(o));
        [ui::link(&format!("/programmes/waiting/{}", o.id), &name), html! { (counts.get(&o.id).copied().unwrap_or(0)) }]
    });
    let body = html! {
        h1.govuk-heading-l { "Waiting lists" }
        @if offers.is_empty() { (ui::empty("No service of the catalogue is run by a programme yet. Say so on the page of its plan.", None)) }
        @else { (ui::Table::new("Lists by programme", [column("List"), column("Waiting").numeric()]).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(framed(req, "Waiting lists"), body))
}

fn provision_runs(book: &provision::Book, offer: &provision::Offer, day: kernel::Date) -> bool {
    provision::runs_on(book.days_of(offer), day)
}

/// Which lines are asked for: by risk, need, or an end of sentence within so many months.
fn asked(req: &Request, line: Option<&CaseLine>, today: kernel::Date) -> bool {
    let same = |name: &str, of: Option<&str>| req.query(name).is_none_or(|wanted| of == Some(wanted));
    let soon = req.query("within").and_then(|m| m.parse::<i32>().ok()).is_none_or(|months| {
        let until = today.saturating_add(jiff::ToSpan::months(months.clamp(0, 120)));
        line.and_then(|l| l.sentence_ends).is_some_and(|ends| ends <= until)
    });
    same("risk", line.and_then(|l| l.risk.as_deref())) && same("need", line.and_then(|l| l.need.as_deref())) && soon
}

fn case_lines(cx: &mut Cx<'_>, lines: &[WaitingLine]) -> Result<HashMap<PersonId, CaseLine>> {
    if lines.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = store::id_values(&lines.iter().map(|l| l.person_id).collect::<Vec<_>>());
    let rest = format!("WHERE closed = FALSE AND person_id IN ({})", kernel::placeholders(1, ids.len()));
    Ok(cx.list::<CaseLine>(&rest, &ids)?.into_iter().map(|l| (l.person_id, l)).collect())
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (provision::book(cx)?, organisation::units(cx)?, cx.today());
    let offer = book.offers.get(&req.param::<OfferId>("offer")?).cloned().ok_or(Failure::NotFound)?;
    let (lines, total) = provision::waiting_lines(cx, offer.id, MOST, 0)?;
    let cases = case_lines(cx, &lines)?;
    let shown: Vec<(usize, &WaitingLine)> =
        (1..).zip(&lines).filter(|(_, l)| asked(req, cases.get(&l.person_id), today)).collect();
    let people = names(cx, "waiting list", &shown.iter().map(|(_, l)| l.person_id).collect::<Vec<_>>())?;
    let unit = units.iter().find(|u| u.id == offer.unit_id).map_or("a closed delivery unit", |u| u.name.as_str());
    let title = format!("Waiting list: {}, {unit}", book.service_name(&offer));
    let may = cx.may(BookPlaces);
    let move_path = |person: PersonId, waiting: WaitingId| {
        people.get(&person).filter(|l| !l.restricted).map(|l| format!("/people/{}/places/{waiting}/move", l.crn))
    };
    let cells = shown.iter().map(|(place, line)| {
        let case = cases.get(&line.person_id);
        let rest = case.map_or_else(|| format!("/places/{}", line.waiting_id), |c| format!("/programmes/{}", c.case_id));
        [
            html! { (place) },
            named(&people, line.person_id, &rest),
            html! { (case.and_then(|c| c.risk.as_deref()).map_or_else(|| "Not known".into(), risk_words)) },
            html! { (case.and_then(|c| c.need.as_deref()).map_or("Not known", outcome_words)) },
            html! { @match case.and_then(|c| c.sentence_ends) { Some(day) => (ui::short_day(day)), None => "No date" } },
            html! { (ui::short_day(line.joined_on)) @if let Some(code) = &line.priority { br; span.tc-quiet { "Moved: " (book.words("priority", code)) } } },
            html! { @match move_path(line.person_id, line.waiting_id).filter(|_| may) {
                Some(path) => (ui::link_about(&path, "Move", &people.get(&line.person_id).map_or_else(String::new, |l| l.name.clone()))),
                None => "",
            } },
        ]
    });
    let columns = [
        column("Place").numeric(),
        column("Person"),
        column("Risk of serious harm"),
        column("Need"),
        column("Sentence ends"),
        column("Joined"),
        column("Change the order").unseen(),
    ];
    let typed = Form::of(req.queries().iter().cloned());
    let distinct = |of: &dyn Fn(&CaseLine) -> Option<String>| {
        let all: BTreeSet<String> = cases.values().filter_map(of).collect();
        all.into_iter()
    };
    let risks = distinct(&|l| l.risk.clone()).map(|code| (code.clone(), risk_words(&code)));
    let needs = distinct(&|l| l.need.clone()).map(|code| (code.clone(), outcome_words(&code).to_owned()));
    let fields = html! {
        (ui::select("risk", "Risk of serious harm").option("", "Any").options(risks).show(&typed))
        (ui::select("need", "Need").option("", "Any").options(needs).show(&typed))
        (ui::select("within", "Sentence ends within").option("", "Any time").options([("3", "3 months"), ("6", "6 months"), ("12", "12 months")]).show(&typed))
    };
    let on = [("risk", "Risk"), ("need", "Need"), ("within", "Ends within months")]
        .into_iter()
        .filter_map(|(name, words)| {
            let code = req.query(name)?;
            let said = if name == "need" { outcome_words(code).to_owned() } else { risk_words(code) };
            Some((name, code.to_owned(), format!("{words}: {said}")))
        })
        .collect();
    let panel = ui::FilterPanel { list: req.address(), names: vec!["risk", "need", "within"], on, fields };
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { "In the order in which places are offered. Risk, need and the end of the sentence stand beside each person; moving somebody in the order asks for a reason, which is kept." }
        (ui::details("Filter the list", &panel.show()))
        @if shown.is_empty() { (ui::empty("Nobody waits for it.", None)) }
        @else {
            (ui::Table::new("The list in order", columns).unseen_caption().rows(cells).show())
            p.govuk-body { (shown.len()) " of " (total) " shown" }
        }
        p.govuk-body { (ui::link(&format!("/provision/offers/{}/waiting", offer.id), "Offer what is free")) }
    };
    Ok(Reply::page(framed(req, &title).crumb("/programmes/waiting", "Waiting lists"), body))
}
