//! A decision as a card: what it is about, what a manager reads first, and the form that decides it.
//!
//! Always true: a person whose record is closed to the reader has no card, and one's own work has no form.

use super::LONGEST;
use assessment::{Override, ToCountersign, band_facts, countersign_facts};
use caseload::{TierProposal, percent};
use kernel::{PersonId, StaffId};
use people::PersonLine;
use std::collections::HashMap;
use uuid::Uuid;
use web::form::Form;
use web::{Markup, Request, html, ui};

/// What every card needs.
pub(super) struct Cards<'a> {
    pub(super) req: &'a Request,
    pub(super) form: &'a Form,
    pub(super) lines: &'a HashMap<PersonId, PersonLine>,
    pub(super) own: Option<StaffId>,
}

/// What a form decides, and how its parts are called.
struct Asked<'a> {
    about: &'static str,
    id: Uuid,
    version: i64,
    is_own: bool,
    /// What agreeing and refusing are called.
    verbs: [&'static str; 2],
    hint: &'static str,
    line: &'a PersonLine,
}

/// The reason's field of one decision: the page has many.
pub(super) fn field(id: Uuid) -> String {
    format!("reason-{id}")
}

impl Cards<'_> {
    /// Cards under a heading; nothing where nothing waits.
    pub(super) fn section(&self, title: &str, cards: impl Iterator<Item = Option<Markup>>) -> Markup {
        let cards: Vec<Markup> = cards.flatten().collect();
        html! {
            @if !cards.is_empty() {
                h2.govuk-heading-m { (title) }
                @for card in &cards { (card) }
            }
        }
    }

    fn line(&self, person: PersonId) -> Option<&PersonLine> {
        self.lines.get(&person).filter(|line| !line.restricted)
    }

    fn is_own(&self, staff: Option<StaffId>) -> bool {
        self.own.is_some() && self.own == staff
    }

    pub(super) fn tier(&self, p: &TierProposal) -> Option<Markup> {
        let line = self.line(p.person_id)?;
        let load = match (p.points, p.available) {
            (Some(points), Some(available)) => percent(actuarial::workload::capacity_tenths(points, available)),
            _ => "nobody had them".to_owned(),
        };
        let current = p.current.as_deref().unwrap_or("none");
        let title = format!("{}: tier {current} to {}", line.name, p.tier);
        let rows = [
            ui::row("Computed", p.computed.clone().unwrap_or_else(|| "not yet: scores are missing".to_owned())),
            ui::row("Proposed by", format!("{}, {}", p.proposed_by, ui::day(p.proposed_on))),
            ui::row("Why", p.reason.as_str()),
            ui::row("Officer’s capacity then", load),
        ];
        let asked = Asked {
            about: "tier",
            id: p.id.0,
            version: p.version,
            is_own: self.is_own(p.staff_id),
            verbs: ["Confirm", "Refuse"],
            hint: "",
            line,
        };
        Some(
            ui::SummaryCard::new(title)
                .action(&format!("/people/{}/tiers", line.crn), "See how the tier came about")
                .holding(&html! { (ui::summary_list(&rows)) (self.decide(&asked)) }),
        )
    }

    pub(super) fn band(&self, row: &Override) -> Option<Markup> {
        let line = self.line(row.person_id)?;
        let (title, rows) = band_facts(row);
        let asked = Asked {
            about: "band",
            id: row.id.0,
            version: row.version,
            is_own: self.is_own(row.staff_id),
            verbs: ["Confirm", "Refuse"],
            hint: "Needed when you refuse",
            line,
        };
        let href = format!("/people/{}/risk/scores/{}/{}", line.crn, row.generation, row.model);
        Some(
            ui::SummaryCard::new(format!("{}: {title}", line.name))
                .action(&href, "See how the score came about")
                .holding(&html! { (ui::summary_list(&rows)) (self.decide(&asked)) }),
        )
    }

    pub(super) fn assessment(&self, row: &ToCountersign) -> Option<Markup> {
        let line = self.line(row.assessment.person_id)?;
        let asked = Asked {
            about: "assessment",
            id: row.assessment.id.0,
            version: row.assessment.version,
            is_own: self.is_own(row.signed_by),
            verbs: ["Countersign", "Return for changes"],
            hint: "Needed when you return it",
            line,
        };
        let href = format!("/people/{}/assessment/{}/countersign", line.crn, row.assessment.id);
        Some(
            ui::SummaryCard::new(format!("{}: {}", line.name, row.assessment.name().to_lowercase()))
                .action(&href, "Read everything it says")
                .holding(&html! { (ui::summary_list(&countersign_facts(row))) (self.decide(&asked)) }),
        )
    }

    pub(super) fn failure(&self, row: &enforcement::ToAgree) -> Option<Markup> {
        let line = self.line(row.failure.person_id)?;
        let (title, rows) = enforcement::agreement_facts(row);
        let asked = Asked {
            about: "failure",
            id: row.failure.id.0,
            version: row.failure.version,
            is_own: self.is_own(row.asked.staff_id),
            verbs: ["Agree", "Do not agree"],
            hint: "Needed when you do not agree",
            line,
        };
        let href = format!("/people/{}/failures/{}", line.crn, row.failure.id);
        Some(
            ui::SummaryCard::new(format!("{}: {}", line.name, title.to_lowercase()))
                .action(&href, "See the failure and what the law says")
                .holding(&html! { (ui::summary_list(&rows)) (self.decide(&asked)) }),
        )
    }

    fn decide(&self, asked: &Asked<'_>) -> Markup {
        if asked.is_own {
            return html! { p.govuk-body { "This is your own work: another manager decides." } };
        }
        let name = asked.line.name.as_str();
        let [agree, refuse] = asked.verbs;
        let reason = ui::textarea(&field(asked.id), "Why do you decide so?").rows(2).most(LONGEST);
        let reason = if asked.hint.is_empty() { reason } else { reason.hint(asked.hint) };
        let frame = self.req.form_frame("/approvals").hidden("about", asked.about).hidden("id", asked.id);
        let form = frame.hidden("crn", &asked.line.crn).hidden("version", asked.version).show(&html! {
            (reason.show(self.form))
            (ui::button_group(&html! {
                (ui::button(agree).named("decision", "confirm").about(name).show())
                (ui::button(refuse).named("decision", "refuse").secondary().about(name).show())
            }))
        });
        html! { div class="govuk-!-margin-top-4" { (form) } }
    }
}
