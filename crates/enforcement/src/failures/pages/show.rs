//! One failure on one page: what happened, what the law says today, the form that decides it, the history of the order,
//! patterns, and what was done to keep the person complying.

use super::super::actions::{LONGEST, acceptable};
use super::super::book::Book;
use super::super::patterns::{Expected, patterns};
use super::super::records::{Decision, Failure, FailureState, StepOf};
use super::{TAB, law_says, opened, path};
use crate::compliance::attendance::{CameOf, came_of};
use contacts::{Catalogue, Contact};
use files::FileLine;
use jiff::ToSpan;
use kernel::{Date, FileId, Permission};
use law::enforcement::Situation;
use people::OpenPerson;
use store::Cx;
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// Appointments behind these are not looked at for patterns.
const LOOKED_BACK: usize = 200;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, book, failure) = opened(cx, req)?;
    let (today, catalogue) = (cx.today(), contacts::current(cx)?);
    let now = book.situation(&failure, today);
    let attempts = contacts::attempts(cx, &open.keys, LOOKED_BACK)?;
    let may = cx.may(Permission::Enforce);
    let shown: Vec<FileId> = book.steps_of(failure.id).filter_map(|s| s.file_id).collect();
    let files = files::lines(cx, &open.keys, &shown)?;
    let typed = if may && failure.is_open() { req.typed(cx)? } else { None };
    let title = title(&catalogue, &failure);
    let page = Page { req, open: &open, book: &book, failure: &failure, catalogue: &catalogue, now: &now, today };
    let form = typed.unwrap_or_else(|| page.defaults());
    let frame = people::frame(req, cx, &open, TAB)?.titled(title.clone()).back(open.path("/compliance"));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (page.state())
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (page.happened())
                (page.evidence(&files, may))
                @if failure.superseded.is_none() {
                    h2.govuk-heading-m { "What the law says today" }
                    @if failure.order_id.is_some() { (law_says(&now)) } @else { p.govuk-body { "Choose the order that this is about; what follows depends on it." } }
                }
                @if may && failure.superseded.is_none() && matches!(failure.state, FailureState::Awaited | FailureState::Given) { (page.decide(&form)) }
                (page.decided(may))
            }
            div.govuk-grid-column-one-third { (page.engagement(&attempts, may)) (page.patterns(&attempts)) }
        }
        (page.history())
        (page.steps())
    };
    Ok(Reply::page(frame, body))
}

/// "Did not attend: Office appointment on 2 March 2026".
pub(super) fn title(catalogue: &Catalogue, failure: &Failure) -> String {
    let kind = catalogue.contact_type(&failure.contact_type).map_or("Contact", |t| t.name.en.as_str());
    let what = if failure.attended == Some(false) { "Did not attend" } else { "Failed to comply" };
    format!("{what}: {} on {}", kind.to_lowercase(), ui::day(failure.failed_on))
}

struct Page<'a> {
    req: &'a Request,
    open: &'a OpenPerson,
    book: &'a Book,
    failure: &'a Failure,
    catalogue: &'a Catalogue,
    now: &'a Situation,
    today: Date,
}

impl Page<'_> {
    /// What the form says before anybody typed: the step that the law requires, and that no reason came.
    fn defaults(&self) -> Form {
        let late = self.failure.evidence_due.is_some_and(|due| due < self.today);
        let silent = self.failure.state == FailureState::Awaited && late;
        let mut form = Form::blank();
        if self.now.must_refer {
            form = form.with("decision", Decision::Refer.code());
        } else if silent && !self.now.recall && self.failure.order_id.is_some() {
            form = form.with("decision", Decision::Warn.code());
        }
        if let Some(due) = self.failure.evidence_due.filter(|_| silent) {
            form = form.with("reason", format!("No reason or evidence was given by {}.", ui::day(due)));
        }
        form
    }

    fn state(&self) -> Markup {
        let failure = self.failure;
        html! {
            @if let Some(why) = &failure.superseded {
                (ui::inset(&html! { strong { "Superseded. " } (why) ". It counts no more; what was sent or decided stays below." }))
            } @else if self.book.unmet_referral(failure, self.today) {
                (ui::warning("The law requires that this failure is referred"))
            }
            @if failure.state == FailureState::Asked && failure.superseded.is_none() {
                (ui::inset(&html! { "“" (failure.decision.map_or("", Decision::words)) "” waits for a manager to agree." }))
            }
        }
    }

    fn happened(&self) -> Markup {
        let failure = self.failure;
        let when = match failure.starts {
            Some(at) => format!("{} at {}", ui::weekday(failure.failed_on), ui::time(at)),
            None => ui::weekday(failure.failed_on),
        };
        let outcome = self.catalogue.outcome(&failure.outcome).map_or(failure.outcome.as_str(), |o| o.name.en.as_str());
        let order = failure.order_id.and_then(|id| self.book.order(id)).map(|o| self.book.name_of(o));
        let mut rows = vec![
            ui::row("When", when).action(
                &self.open.path(&format!("/appointments/{}", failure.contact_id)),
                "Open",
                "the appointment",
            ),
            ui::row("Outcome", outcome),
            ui::row("Order", order.unwrap_or_else(|| "Not known yet".into())),
        ];
        if let Some(place) = &failure.place {
            rows.push(ui::row("Where", place.as_str()));
        }
        if !failure.national_standard {
            rows.push(ui::row(
                "Counts",
                "Not in the service’s counter: the kind of contact is not of the national standard",
            ));
        }
        ui::SummaryCard::new("What happened").rows(&rows)
    }

    fn evidence(&self, files: &[FileLine], may: bool) -> Markup {
        let failure = self.failure;
        let given: Vec<_> = self.book.steps_of(failure.id).filter(|s| s.step == StepOf::Evidence).collect();
        html! {
            h2.govuk-heading-m { "Reason and evidence" }
            @for step in &given {
                p.govuk-body {
                    strong { (step.given_by.as_deref().unwrap_or("Somebody")) ", " (ui::day(step.on_day)) } br;
                    span.tc-prose { (step.words.as_deref().unwrap_or_default()) }
                    @for file in files.iter().filter(|file| step.file_id == Some(file.id)) { br; (self.file(file, may)) }
                }
            }
            @if failure.is_open() {
                @if let Some(due) = failure.evidence_due {
                    p.govuk-body {
                        @if given.is_empty() { "Nothing has been given yet. " }
                        @if due < self.today { "The time for it ended on " (ui::day(due)) "." }
                        @else { "The person has until " strong { (ui::day(due)) } @if let Some(clock) = &self.now.evidence { " (" (clock.length) ")" } "." }
                    }
                }
                @if may { p.govuk-body { (ui::link(&path(self.open, failure.id, "/evidence"), "Write down a reason or evidence")) } }
            } @else if given.is_empty() { p.govuk-body { "None was given." } }
        }
    }

    /// What they showed, as a link; one that was taken off is named.
    fn file(&self, file: &FileLine, may: bool) -> Markup {
        let at = path(self.open, self.failure.id, &format!("/evidence/{}", file.id));
        html! {
            @if file.removed { (file.name) " " (ui::tag(ui::Colour::Grey, "Taken off")) }
            @else {
                (ui::link(&at, &file.name)) " " span.govuk-hint { (size(file.size)) }
                @if may { " " (ui::link_about(&format!("{at}/remove"), "Take off", &file.name)) }
            }
        }
    }

    fn decide(&self, form: &Form) -> Markup {
        let failure = self.failure;
        let orders: Vec<(String, String)> =
            self.book.orders().map(|o| (o.id.to_string(), self.book.name_of(o))).collect();
        let asks_order = failure.order_id.is_none();
        let open = |decision: Decision| asks_order || !self.now.is_forbidden(decision.step());
        let excuses: Vec<(String, String)> =
            acceptable(self.catalogue, failure).map(|o| (o.code.clone(), o.name.en.clone())).collect();
        let accept = ui::item(Decision::Accept.code(), "Accept a reasonable excuse")
            .hint("The appointment’s outcome is corrected with it")
            .reveal(ui::select("outcome", "What was the excuse?").option("", "Choose").options(excuses).show(form));
        let to = self.now.refer_to.as_deref().unwrap_or("a manager");
        let departs = |decision: Decision| self.now.departures.contains(&decision.step());
        let warn = ui::item(Decision::Warn.code(), "Give a warning").hint(if departs(Decision::Warn) {
            "In place of the referral that the law requires: needs a reason, and a manager’s agreement"
        } else {
            "You see the letter before it is given"
        });
        let refer = ui::item(Decision::Refer.code(), format!("Refer to {to}"));
        let breach = ui::item(
            Decision::Breach.code(),
            if self.now.recall { "Ask for recall now" } else { "Instruct a breach now" },
        );
        let none = ui::item(Decision::NoAction.code(), "Take no further action").hint(
            if self.now.agreement(Decision::NoAction.step()).is_some() {
                "Needs a reason, and a manager’s agreement"
            } else {
                "Needs a reason"
            },
        );
        let mut items = vec![accept];
        items.extend(
            [(Decision::Warn, warn), (Decision::Refer, refer), (Decision::Breach, breach)]
                .into_iter()
                .filter(|(d, _)| open(*d))
                .map(|(_, item)| item),
        );
        items.push(none);
        let action = path(self.open, failure.id, "");
        let frame = self.req.form_frame(&action).hidden("version", failure.version);
        html! {
            h2.govuk-heading-m id="decide" { "Decide" }
            (frame.show(&html! {
                @if asks_order {
                    (ui::select("order", "Which order was not kept to?").option("", "Choose").options(orders).show(form))
                }
                (ui::radios("decision", "What do you decide?").items(items).show(form))
                (ui::textarea("reason", "Your judgement, and why").hint("What the excuse was, or why there is no reasonable one. It is kept with the record").rows(4).most(LONGEST).show(form))
                (ui::button("Continue").show())
            }))
        }
    }

    fn decided(&self, may: bool) -> Markup {
        let failure = self.failure;
        let warnings: Vec<_> = self.book.warnings.iter().filter(|w| w.failure_id == failure.id).collect();
        let rest = |text: &str| path(self.open, failure.id, text);
        html! {
            @if failure.superseded.is_none() && matches!(failure.state, FailureState::Decided | FailureState::Asked) {
                @if let (FailureState::Decided, Some(decision), Some(on)) = (failure.state, failure.decision, failure.decided_on) {
                    h2.govuk-heading-m { "Decided" }
                    p.govuk-body { strong { (decision.words()) } " on " (ui::day(on)) @if let Some(step) = self.book.decision_step(failure) { " by " (step.author_name) } "." }
                    @if decision.leads_to_breach() && may && !self.now.recall { (self.on_to_breach()) }
                }
                @if may { p.govuk-body { (ui::link(&rest("/take-back"), "Take this decision back")) } }
            }
            @for warning in warnings {
                (ui::SummaryCard::new(format!("Warning of {}", ui::day(warning.given_on))).rows(&crate::warnings::rows(warning, self.open)))
            }
        }
    }

    /// The way on to the instruction, or to the breach that is open already.
    fn on_to_breach(&self) -> Markup {
        let order = self.failure.order_id;
        let is_open = order.is_some_and(|id| self.book.open_breach(id).is_some());
        let address = ui::Address::new(
            self.open.path("/breaches/new"),
            [("failure", self.failure.id.to_string()), ("order", order.map(|id| id.to_string()).unwrap_or_default())],
        );
        html! {
            p.govuk-body {
                @if is_open { (ui::link(&self.open.path("/breaches"), "A breach of this order is open: see it")) }
                @else { (ui::link_button(&address.to_string(), "Instruct the breach").show()) }
            }
        }
    }

    /// What was done to keep the person complying, counted beside the failures.
    fn engagement(&self, attempts: &[Contact], may: bool) -> Markup {
        let from = self.failure.failed_on.saturating_sub(90.days());
        let near: Vec<&Contact> = attempts.iter().filter(|c| c.happens_on >= from).collect();
        let moved = near.iter().filter(|c| c.replaces_id.is_some()).count();
        let efforts: Vec<_> = self.book.efforts.iter().filter(|e| e.withdrawn.is_none() && e.on_day >= from).collect();
        let seen = near.iter().filter(|c| came_of(self.catalogue, c) == CameOf::Kept).count();
        html! {
            h2.govuk-heading-m { "What was tried" }
            p.govuk-body { "From 90 days before this failure:" }
            ul.govuk-list.govuk-list--bullet {
                li { (ui::count(moved as i64, "appointment moved to another time", "appointments moved to another time")) }
                li { (ui::count(seen as i64, "appointment kept", "appointments kept")) }
                @for effort in &efforts { li { (effort.kind.words()) ", " (ui::short_day(effort.on_day)) ": " (effort.words) } }
            }
            @if may { p.govuk-body { (ui::link(&path(self.open, self.failure.id, "/tried"), "Add what was tried")) } }
        }
    }

    fn patterns(&self, attempts: &[Contact]) -> Markup {
        let from = self.today.saturating_sub(1.year());
        let expected: Vec<Expected> = attempts
            .iter()
            .filter(|c| c.happens_on >= from)
            .filter_map(|c| expected(self.catalogue, self.book, c))
            .collect();
        let reasons: Vec<&str> =
            self.book.steps.iter().filter(|s| s.step == StepOf::Evidence).filter_map(|s| s.words.as_deref()).collect();
        let found = patterns(&expected, &reasons);
        html! {
            h2.govuk-heading-m { "Patterns" }
            @if found.is_empty() { p.govuk-body { "None stands out in the last year." } }
            @else {
                ul.govuk-list.govuk-list--bullet { @for words in &found { li { (words) } } }
                p.govuk-body { (ui::link(&self.open.path("/appointments/new"), "Arrange another time or place")) }
            }
        }
    }

    fn history(&self) -> Markup {
        let same = |f: &&Failure| f.order_id == self.failure.order_id && f.id != self.failure.id;
        let others: Vec<&Failure> = self.book.failures.iter().filter(same).collect();
        html! {
            h2.govuk-heading-m { "Other failures under this order" }
            @if others.is_empty() { p.govuk-body { "There is none." } }
            @else { (table(self.open, self.catalogue, &others, "Other failures under this order")) }
        }
    }

    fn steps(&self) -> Markup {
        let steps: Vec<ui::Moment> = self
            .book
            .steps_of(self.failure.id)
            .rev()
            .map(|step| ui::Moment {
                title: html! {
                    (step.step.words())
                    @if let Some(decision) = step.decision.filter(|_| step.step != StepOf::Evidence) { ": " (decision.words()) }
                },
                by: Some(step.author_name.clone()),
                datetime: step.on_day.to_string(),
                when: ui::instant(step.recorded_at),
                body: html! {
                    @if let Some(words) = &step.words { p.govuk-body.tc-prose { (words) } }
                    @if let Some(rules) = &step.rules { (ui::details("What the law said then", &html! { p.govuk-body.tc-prose { (rules) } })) }
                },
            })
            .collect();
        html! { h2.govuk-heading-m { "What happened with it" } (ui::timeline(&steps)) }
    }
}

/// "1.4 MB", "312 KB".
fn size(bytes: i64) -> String {
    match bytes {
        ..1_048_576 => format!("{} KB", (bytes / 1024).max(1)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// An appointment as patterns see it.
fn expected(catalogue: &Catalogue, book: &Book, contact: &Contact) -> Option<Expected> {
    let what = came_of(catalogue, contact);
    let missed = match what {
        CameOf::Kept => false,
        CameOf::Accepted | CameOf::Failed => true,
        CameOf::Moved | CameOf::NotRecorded => return None,
    };
    let excuse =
        contact.outcome.as_deref().filter(|_| what == CameOf::Accepted).and_then(|code| catalogue.outcome(code));
    let failure = book.failures.iter().find(|f| f.contact_id == contact.id);
    Some(Expected {
        on: contact.happens_on,
        starts: contact.starts,
        place: contact
            .place
            .clone()
            .or_else(|| failure.and_then(|f| f.place.clone()).filter(|_| contact.office_id.is_none())),
        kind: catalogue
            .contact_type(&contact.contact_type)
            .map_or_else(|| contact.contact_type.clone(), |t| t.name.en.clone()),
        missed,
        excuse: excuse.map(|o| o.name.en.rsplit(": ").next().unwrap_or_default().to_owned()),
    })
}

/// A list of failures.
pub(crate) fn table(open: &OpenPerson, catalogue: &Catalogue, all: &[&Failure], caption: &str) -> Markup {
    let columns = [ui::column("Day"), ui::column("What"), ui::column("Where it stands"), ui::column("Decided")];
    let rows = all.iter().map(|f| {
        let kind = catalogue.contact_type(&f.contact_type).map_or("Contact", |t| t.name.en.as_str());
        let outcome = catalogue.outcome(&f.outcome).map_or(f.outcome.as_str(), |o| o.name.en.as_str());
        [
            ui::link(&path(open, f.id, ""), &ui::short_day(f.failed_on)),
            html! { (kind) br; span.govuk-hint { (outcome) } },
            standing(f),
            html! { @if let Some(on) = f.decided_on { (ui::short_day(on)) } @else { "Not yet" } },
        ]
    });
    ui::Table::new(caption, columns).unseen_caption().rows(rows).show()
}

/// Where a failure stands, as a tag.
fn standing(failure: &Failure) -> Markup {
    use ui::Colour;
    match (failure.superseded.is_some(), failure.state, failure.decision) {
        (true, ..) => ui::tag(Colour::Grey, "Superseded"),
        (_, FailureState::Decided, Some(Decision::Accept)) => ui::tag(Colour::Green, "Accepted"),
        (_, FailureState::Decided, Some(decision)) => ui::tag(Colour::Grey, decision.words()),
        (_, FailureState::Asked, _) => ui::tag(Colour::Purple, "Waits for a manager"),
        (_, FailureState::Given, _) => ui::tag(Colour::Yellow, "Evidence given"),
        _ => ui::tag(Colour::Orange, "Evidence awaited"),
    }
}
