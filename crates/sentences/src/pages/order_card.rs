//! The card of an order: warnings for the court, dates, requirements with what is left of them.

use super::show::Page;
use crate::order::actions::name as order_name;
use crate::{Appeal, Length, Offence, Order, OrderWithParts, Progress, Requirement, RequirementWithProgress, Source};
use kernel::Date;
use law::{LimitWarning, Sureness};
use web::ui::{self, Bar, Colour, Row, SummaryCard, row};
use web::{Markup, html};

impl Page<'_> {
    pub(super) fn order(&self, order: &OrderWithParts, offences: &[Offence]) -> Markup {
        let o = &order.order;
        let at = format!("{}/orders/{}", self.base, o.id);
        let mut card = SummaryCard::new(order_name(self.law, o)).id(&format!("order-{}", o.id));
        if self.edits {
            for (path, words) in self.order_links(order) {
                card = card.action(&format!("{at}/{path}"), words);
            }
        }
        let warnings = if o.is_open() { crate::warnings(self.law, order, offences, self.born) } else { Vec::new() };
        card.holding(&html! {
            (return_to_court(&warnings))
            (ui::summary_list(&self.order_rows(order)))
            p.govuk-body {
                (ui::link_about(&format!("{}/sentence/history?of={}", self.base, o.id), "History", &format!("of {}", order_name(self.law, o))))
            }
            @let requirements: Vec<Row> =
                order.requirements.iter().filter(|r| r.requirement.removed.is_none()).map(|r| self.requirement(r)).collect();
            @if !requirements.is_empty() {
                h3.govuk-heading-s { "Requirements" }
                (ui::summary_list(&requirements))
            }
        })
    }

    fn order_links(&self, order: &OrderWithParts) -> Vec<(&'static str, &'static str)> {
        let o = &order.order;
        let sentence = self.law.sentence(&o.sentence);
        if !o.is_open() {
            return vec![("reopen", "Reopen")];
        }
        let mut links = vec![("amend", "Amend"), ("end", "End"), ("key-dates", "Key dates")];
        if sentence.is_some_and(|s| !s.requirements.is_empty()) {
            links.insert(0, ("requirements/new", "Add requirement"));
        }
        if sentence.is_some_and(law::SentenceType::custodial) {
            links.push(if o.released_on.is_none() {
                ("release", "Record release")
            } else {
                ("return", "Back in custody")
            });
        }
        links
    }

    fn order_rows(&self, order: &OrderWithParts) -> Vec<Row> {
        let o = &order.order;
        let mut rows = vec![row("Made", ui::day(o.made_on))];
        let mut add = |key: &str, value: Option<String>| rows.extend(value.map(|value| row(key, value)));
        add("Court", o.court_name.clone());
        add("Starts", (o.starts_on != o.made_on).then(|| ui::day(o.starts_on)));
        add("Custodial term", o.custody_term.map(|l| l.to_string()));
        add("Operational period", o.operational_period.map(|l| self.period(l, o.starts_on)));
        add("Supervision period", o.supervision_period.map(|l| self.period(l, o.starts_on)));
        add(
            "Supervision ended early",
            o.supervision_ended_on.map(|day| format!("{}; the operational period runs on", ui::day(day))),
        );
        add("Released", o.released_on.map(ui::day));
        add("Ends", o.end().map(|end| self.end_words(o, end)));
        for date in &order.key_dates {
            add(
                self.lists.key_date(&date.kind).map_or(date.kind.as_str(), |k| k.en.as_str()),
                Some(ui::day(date.falls_on)),
            );
        }
        add("Notes", o.notes.clone());
        let source = match o.source {
            Source::Court => format!("The court's result, received {}", ui::day(o.arrived_on)),
            Source::Typed => format!("Typed, {}", ui::day(o.arrived_on)),
        };
        add("Source", Some(source));
        rows.extend(self.appeals.iter().filter(|a| a.order_id == Some(o.id)).map(Appeal::row));
        if let Some(ended) = o.ended_on {
            rows.push(row("Ended", self.ended(ended, o.end_reason.as_deref(), o.end_note.as_deref())));
        }
        if let Some(removed) = &o.removed {
            rows.push(row(
                "Removed",
                html! { (self.lists.reason_words(removed)) " " (ui::tag(Colour::Grey, "Does not count")) },
            ));
        }
        rows
    }

    fn period(&self, length: Length, start: Date) -> String {
        match length.0.last_day(start) {
            Some(last) => format!("{length}, to {}", ui::day(last)),
            None => length.to_string(),
        }
    }

    fn end_words(&self, order: &Order, end: Date) -> String {
        let mut words = ui::day(end);
        if let (Some(_), Some(passed)) = (order.amended_ends_on, order.ends_on) {
            words.push_str(&format!(", amended from {}", ui::day(passed)));
        }
        if order.is_open() {
            let left = i64::from((end - self.today).get_days());
            words.push_str(&match left {
                0 => ", today".into(),
                1.. => format!(", {} left", ui::count(left, "day", "days")),
                _ => format!(", {} ago and not ended", ui::count(-left, "day", "days")),
            });
        }
        words
    }

    pub(super) fn ended(&self, on: Date, reason: Option<&str>, note: Option<&str>) -> Markup {
        html! {
            (ui::day(on))
            @if let Some(reason) = reason { ": " (self.lists.reason_words(reason)) }
            @if let Some(note) = note { br; (note) }
        }
    }

    fn requirement(&self, part: &RequirementWithProgress) -> Row {
        let r = &part.requirement;
        let name = self.law.requirement(&r.kind).map_or(r.kind.as_str(), |k| k.en.as_str());
        let title = r.length.map_or_else(|| name.to_owned(), |length| format!("{name}, {length}"));
        let mut fact = row(title, self.requirement_state(part));
        let at = format!("{}/requirements/{}", self.base, r.id);
        for (path, words) in self.requirement_links(part) {
            fact = fact.action(&format!("{at}/{path}"), words, &name.to_lowercase());
        }
        fact
    }

    fn requirement_state(&self, part: &RequirementWithProgress) -> Markup {
        let r = &part.requirement;
        html! {
            div id={ "requirement-" (r.id) } {
                @if r.ended_on.is_some() { p { (ui::tag(Colour::Grey, "Ended")) } }
                @else if r.started_on.is_none() && part.progress.is_none_or(|p| p.done == 0) { p { (ui::tag(Colour::Yellow, "Not started")) } }
                @if let Some(progress) = part.progress { (done(progress)) }
                @for words in self.requirement_days(r) { p { (words) } }
                @if let Some(ended) = r.ended_on { p { "Ended " (self.ended(ended, r.end_reason.as_deref(), r.end_note.as_deref())) } }
                @if let Some(notes) = &r.notes { p { (notes) } }
            }
        }
    }

    fn requirement_links(&self, part: &RequirementWithProgress) -> Vec<(&'static str, &'static str)> {
        let r = &part.requirement;
        let mut links = Vec::new();
        if part.progress.is_some() {
            links.push(("progress", "Progress"));
        }
        match (self.edits, r.is_open()) {
            (true, true) => {
                if r.started_on.is_none() {
                    links.push(("begin", "Start"));
                }
                links.extend([("amend", "Amend"), ("end", "End")]);
            }
            (true, false) => links.push(("reopen", "Reopen")),
            (false, _) => {}
        }
        links
    }

    fn requirement_days(&self, r: &Requirement) -> Vec<String> {
        let ordered = match (r.starts_on, r.ends_on) {
            (Some(from), Some(to)) => Some(format!("Ordered from {} to {}", ui::day(from), ui::day(to))),
            (Some(from), None) => Some(format!("Ordered from {}", ui::day(from))),
            (None, Some(to)) => Some(format!("Ordered to {}", ui::day(to))),
            (None, None) => None,
        };
        [ordered, r.started_on.map(|on| format!("Began {}", ui::day(on)))].into_iter().flatten().collect()
    }
}

/// What is done and left, in words and drawn.
pub(super) fn done(progress: Progress) -> Markup {
    html! {
        p.govuk-body { strong { (progress.words()) } }
        @if let Some(share) = progress.hundredths() {
            (ui::bars(100.0, &[Bar { label: html! { "Done" }, value: f64::from(share), written: format!("{share}%"), over: false }]))
        }
    }
}

/// Each limit that the order seems to break, with where it stands. An assumed limit says so.
fn return_to_court(warnings: &[LimitWarning]) -> Markup {
    html! {
        @if !warnings.is_empty() {
            (ui::warning("This order may need to go back to court"))
            ul.govuk-list.govuk-list--bullet {
                @for w in warnings {
                    li { (w.words) " " span.govuk-hint { (w.source) @if w.sure == Sureness::Assumed { " (limit assumed, check it)" } } }
                }
            }
        }
    }
}
