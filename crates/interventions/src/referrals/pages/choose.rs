//! Where a person can be referred: open requirements and needs that the assessment found, with the offers of their delivery unit
//! that meet them, the earliest start and whether each suits.

use super::framed;
use crate::referrals::facts::{Facts, starts};
use crate::referrals::suitability::{Doubt, Weight};
use crate::referrals::words::{Words, need_words};
use kernel::{Crn, OfferId, RequirementId};
use law::Law;
use provision::Offer;
use provision::start::{Missing, Working};
use std::collections::{BTreeMap, BTreeSet};
use store::Cx;
use web::ui::{self, Colour, column};
use web::{Answer, Markup, Reply, Request, html};

type Starts = BTreeMap<OfferId, Result<Working, Missing>>;

/// An offer as it stands in the list.
struct Line<'a> {
    offer: &'a Offer,
    start: Option<&'a Result<Working, Missing>>,
    doubts: Vec<Doubt>,
    /// Needs found by the assessment that it meets.
    meets: Vec<String>,
}

fn weight(line: &Line<'_>) -> Option<Weight> {
    line.doubts.first().map(|d| d.weight)
}

fn suits(line: &Line<'_>) -> Markup {
    let (colour, words) = match weight(line) {
        None => (Colour::Green, "Suits"),
        Some(Weight::Ask) => (Colour::Green, "Suits, but ask"),
        Some(Weight::NeedsReason) => (Colour::Orange, "Needs a reason"),
        Some(Weight::Bars) => (Colour::Grey, "Not for them"),
    };
    html! {
        (ui::tag(colour, words))
        @for doubt in &line.doubts { br; span.govuk-hint { (doubt.words) } }
    }
}

fn begins(line: &Line<'_>) -> Markup {
    match line.start {
        Some(Ok(working)) => match (working.earliest, working.by) {
            (Some(earliest), Some(by)) if by != earliest => {
                html! { (ui::short_day(earliest)) br; span.govuk-hint { "Almost surely by " (ui::short_day(by)) } }
            }
            (Some(earliest), _) => html! { (ui::short_day(earliest)) },
            (None, _) => {
                html! { span.govuk-hint { (working.missing.first().map_or_else(|| "Not known".to_owned(), Missing::words)) } }
            }
        },
        Some(Err(missing)) => html! { span.govuk-hint { (missing.words()) } },
        None => html! { span.govuk-hint { "Not known" } },
    }
}

fn lines<'a>(
    facts: &'a Facts,
    starts: &'a Starts,
    offers: &[&'a Offer],
    requirement: Option<RequirementId>,
) -> Vec<Line<'a>> {
    let mut all: Vec<Line<'a>> = offers
        .iter()
        .filter_map(|offer| {
            let service = facts.book.services.get(&offer.service_id)?;
            let start = starts.get(&offer.id);
            let earliest = start.and_then(|s| s.as_ref().ok()).and_then(|w| w.earliest);
            let meets = facts.met_by(service.id).into_iter().map(|need| need_words(&need.code).to_owned()).collect();
            Some(Line { offer, start, doubts: facts.doubts(service, requirement, earliest), meets })
        })
        .collect();
    let earliest = |l: &Line<'_>| l.start.and_then(|s| s.as_ref().ok()).and_then(|w| w.earliest);
    all.sort_by_key(|l| {
        let barred = weight(l) == Some(Weight::Bars);
        let reason = weight(l) == Some(Weight::NeedsReason);
        (barred, reason, l.meets.is_empty(), earliest(l).is_none(), earliest(l), l.offer.id)
    });
    all
}

fn table(facts: &Facts, at: &str, caption: &str, lines: &[Line<'_>], requirement: Option<RequirementId>) -> Markup {
    let rows = lines.iter().map(|line| {
        let name = facts.book.service_name(line.offer);
        let asked = requirement.map_or_else(String::new, |id| format!("?requirement={id}"));
        let barred = weight(line) == Some(Weight::Bars);
        let provider = facts.book.provider_of(line.offer).map_or("", |p| p.name.as_str());
        [
            html! {
                @if barred { (name) } @else { (ui::link(&format!("{at}/{}{asked}", line.offer.id), name)) }
                br; span.govuk-hint { (provider) }
                @if !line.meets.is_empty() { br; span.govuk-hint { "Meets: " (line.meets.join(", ")) } }
            },
            begins(line),
            suits(line),
        ]
    });
    let columns = ["Service", "Earliest start", "Does it suit?"].map(column);
    ui::Table::new(caption, columns).unseen_caption().rows(rows).show()
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let facts = Facts::read(cx, &open)?;
    let law = cx.part::<Law>()?;
    let at = open.path("/refer");
    let starts = match facts.unit {
        Some(unit) => starts(cx, &open, unit)?,
        None => BTreeMap::new(),
    };
    let mut here = facts.unit.map(|unit| facts.book.offers_in(unit, facts.today)).unwrap_or_default();
    // What a room of its own begins is not referred to.
    here.retain(|offer| {
        facts.book.services.get(&offer.service_id).is_some_and(|s| Words::shipped().is_referred_to(&s.kind))
    });
    let mut shown: BTreeSet<OfferId> = BTreeSet::new();
    let mut parts = Vec::new();
    for open_requirement in facts.requirements() {
        let requirement = open_requirement.requirement;
        let delivers: Vec<&Offer> = here
            .iter()
            .copied()
            .filter(|o| facts.book.requirements_of(o.service_id).contains(&requirement.kind.as_str()))
            .collect();
        if delivers.is_empty() {
            continue;
        }
        shown.extend(delivers.iter().map(|o| o.id));
        let name = law.requirement(&requirement.kind).map_or(requirement.kind.as_str(), |r| r.en.as_str());
        let lines = lines(&facts, &starts, &delivers, Some(requirement.id));
        let order = format!("Order of {}", ui::day(open_requirement.order.made_on));
        parts.push(html! {
            h2.govuk-heading-m { (name) }
            p.govuk-hint { (order) }
            (table(&facts, &at, name, &lines, Some(requirement.id)))
        });
    }
    for need in facts.needs.iter().flatten() {
        let meets: Vec<&Offer> = here
            .iter()
            .copied()
            .filter(|o| !shown.contains(&o.id) && facts.book.needs_of(o.service_id).contains(&need.code.as_str()))
            .collect();
        if meets.is_empty() {
            continue;
        }
        let name = need_words(&need.code);
        let lines = lines(&facts, &starts, &meets, None);
        parts.push(html! {
            h2.govuk-heading-m { (name) " " (ui::tag(if need.severe { Colour::Orange } else { Colour::Yellow }, if need.severe { "Severe need" } else { "Need" })) }
            p.govuk-hint { (need.why) ". By agreement: no requirement asks for it." }
            (table(&facts, &at, name, &lines, None))
        });
        shown.extend(meets.iter().map(|o| o.id));
    }
    let rest: Vec<&Offer> = here.iter().copied().filter(|o| !shown.contains(&o.id)).collect();
    let others = lines(&facts, &starts, &rest, None);
    let body = html! {
        h1.govuk-heading-l { "Refer to a service" }
        @if facts.unit.is_none() {
            (ui::empty("No team holds this person yet, so nothing is known of what is offered near them.", None))
        } @else {
            p.govuk-body { "What is offered in the person’s delivery unit for their requirements and needs. Choose one: the referral is filled from the record." }
            @if facts.needs.is_none() {
                (ui::inset(&html! { "No assessment says yet which needs they have. " (ui::link(&open.path("/assessment"), "Go to the assessment")) }))
            }
            @for part in &parts { (part) }
            @if parts.is_empty() && others.is_empty() { (ui::empty("Nothing is offered in this delivery unit now.", None)) }
            @if !others.is_empty() {
                (ui::details("Everything else that is offered here", &table(&facts, &at, "Everything else that is offered here", &others, None)))
            }
        }
    };
    let back = open.path("/interventions");
    Ok(Reply::page(framed(cx, req, &open, "Refer to a service", back)?, body))
}
