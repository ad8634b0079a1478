//! The page of a person's compliance, an order at a time.

use super::attendance::{Attendance, CameOf, Figures, came_of, figures, is_of};
use crate::failures::{Book, Failure, failures_table, re_engaged};
use crate::published::StepKind;
use contacts::{Catalogue, Contact};
use jiff::ToSpan;
use kernel::{Crn, Date, Instant, OrderId, Permission};
use people::OpenPerson;
use sentences::Order;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// Appointments behind these are not counted.
pub(super) const LOOKED_BACK: usize = 500;
/// Months drawn.
const MONTHS: usize = 12;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/people/{crn}/compliance", Permission::ReadPeople, show)]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let catalogue = contacts::current(cx)?;
    let (mut form, as_at) = asked(cx, req);
    let today = as_at.unwrap_or(cx.today());
    let (book, attempts, next) = match as_at {
        Some(day) => then(cx, &open, day)?,
        None => (
            Book::read(cx, &open.keys)?,
            contacts::attempts(cx, &open.keys, LOOKED_BACK)?,
            contacts::next_appointment(cx, &open.keys)?,
        ),
    };
    if as_at.is_none() && form.refused().is_empty() {
        form = Form::blank();
    }
    let refused = !form.refused().is_empty();
    let page = Page { open: &open, book: &book, catalogue: &catalogue, attempts: &attempts, today, as_at };
    let chosen = page.chosen(req.query("order").and_then(|id| id.parse().ok()));
    let frame = people::frame(req, cx, &open, "Compliance")?.titled("Compliance").refused(refused);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Compliance" }
        @if let Some(day) = as_at {
            (ui::inset(&html! {
                p.govuk-body { strong { "As the record stood at the end of " (ui::day(day)) ". " } "What was learned or put right later is left out; links lead to the record of today." }
                p.govuk-body { (ui::link(&open.path("/compliance"), "See compliance today")) }
            }))
        }
        @match chosen {
            None => { (ui::empty("There is no order to keep to.", Some(&ui::link(&open.path("/sentence"), "See the sentence")))) },
            Some(order) => {
                (page.choose(order))
                (page.order(order, next.as_ref()))
            }
        }
        (page.unplaced())
        (another_day(&open, chosen, &form))
    };
    Ok(Reply::page(frame, body))
}

/// The past day that was asked for.
fn asked(cx: &Cx<'_>, req: &Request) -> (Form, Option<Date>) {
    let mut form = Form::of(req.queries().iter().cloned());
    let day = form.optional_date("as_at", "the day");
    if day.is_some_and(|day| day >= cx.today()) {
        form.refuse(kernel::Refusal::new("as_at", "not_past", "The day must be in the past"));
    }
    let day = day.filter(|_| form.finish().is_ok());
    (form, day)
}

/// Everything that the page turns on, as the record stood at the end of a day.
fn then(cx: &mut Cx<'_>, open: &OpenPerson, day: Date) -> Result<(Book, Vec<Contact>, Option<Contact>)> {
    let evening = Instant(Instant::from_local(day.saturating_add(1.day()).at(0, 0, 0, 0)).0 - 1);
    let (law, stood) = (cx.part()?, cx.stood(&open.keys, evening)?);
    let mut book = Book::then(law, &stood)?;
    let (attempts, next) = contacts::appointments_then(&stood, day, LOOKED_BACK)?;
    book.published.extend(re_engaged(&book.failures, &attempts).into_values());
    Ok((book, attempts, next))
}

fn another_day(open: &OpenPerson, chosen: Option<&Order>, form: &Form) -> Markup {
    let fields = html! {
        form method="get" action=(open.path("/compliance")) {
            @if let Some(order) = chosen { input type="hidden" name="order" value=(order.id); }
            (ui::input("as_at", "Day").hint("Counts, warnings and windows as the record stood at the end of that day").date().show(form))
            (ui::button("Show").secondary().repeatable().show())
        }
    };
    ui::details("See compliance as it stood on a past day", &fields)
}

struct Page<'a> {
    open: &'a OpenPerson,
    book: &'a Book,
    catalogue: &'a Catalogue,
    attempts: &'a [Contact],
    /// The day that is looked at.
    today: Date,
    as_at: Option<Date>,
}

impl Page<'_> {
    /// The order asked for; else the newest that runs, else the newest.
    fn chosen(&self, asked: Option<OrderId>) -> Option<&Order> {
        let asked = asked.and_then(|id| self.book.order(id)).filter(|o| o.removed.is_none());
        asked.or_else(|| self.book.orders().find(|o| o.is_open())).or_else(|| self.book.orders().next())
    }

    fn choose(&self, chosen: &Order) -> Markup {
        let tabs: Vec<ui::Tab> = self
            .book
            .orders()
            .map(|o| {
                let past = self.as_at.map_or_else(String::new, |day| format!("&as_at={day}"));
                let href = self.open.path(&format!("/compliance?order={}{past}", o.id));
                ui::Tab::new(href, self.book.name_of(o)).current(o.id == chosen.id)
            })
            .collect();
        html! {
            @if tabs.len() > 1 { div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Orders", &tabs)) } }
            @else { p.govuk-body-l { (self.book.name_of(chosen)) } }
        }
    }

    /// Appointments since the order began, the oldest first, of its matter or of none.
    fn appointments(&self, order: &Order) -> Vec<(Date, CameOf)> {
        let ours = self.attempts.iter().filter(|c| is_of(order, c));
        let mut all: Vec<(Date, CameOf)> = ours.map(|c| (c.happens_on, came_of(self.catalogue, c))).collect();
        all.reverse();
        all
    }

    fn order(&self, order: &Order, next: Option<&Contact>) -> Markup {
        let now = self.book.standing(order, self.today);
        let told = figures(&self.appointments(order));
        let failures: Vec<&Failure> = self.book.failures.iter().filter(|f| f.order_id == Some(order.id)).collect();
        let counting = failures.iter().filter(|f| f.counts()).count();
        let open = failures.iter().filter(|f| f.is_open()).count();
        let must = failures.iter().filter(|f| self.book.unmet_referral(f, self.today)).count();
        html! {
            (ui::stats(&stats(&told, counting, open, must)))
            @if must > 0 { (ui::warning("The law requires that a failure below is referred")) }
            div.govuk-grid-row {
                div.govuk-grid-column-two-thirds {
                    (self.window(&now, order))
                    h2.govuk-heading-m { "Failures" }
                    @if failures.is_empty() { p.govuk-body { "There is none under this order." } }
                    @else { (failures_table(self.open, self.catalogue, &failures, "Failures under this order")) }
                    (self.warnings(order))
                }
                div.govuk-grid-column-one-third {
                    (self.went_well(&told, order))
                    (self.comes_next(next, &now))
                    (self.see_also())
                }
            }
            (by_month(&told))
        }
    }

    fn window(&self, now: &law::enforcement::Situation, order: &Order) -> Markup {
        let mut rows = Vec::new();
        match now.open_until() {
            Some(until) => rows.push(ui::row(
                "Window of the last warning",
                html! { "A further failure by " strong { (ui::day(until)) } " weighs more: " (if now.recall { "practice looks at recall" } else { "it may have to be referred" }) },
            )),
            None if self.as_at.is_some() => rows.push(ui::row("Window", "No warning counted then")),
            None => rows.push(ui::row("Window", "No warning counts today")),
        }
        if let Some(counter) = &now.counter {
            let days = counter.days.iter().map(|d| ui::short_day(*d)).collect::<Vec<_>>().join(", ");
            rows.push(ui::row(
                "The service’s counter",
                html! {
                    (counter.days.len()) " of " (counter.limit) " since " (ui::day(counter.since))
                    @if counter.reached { " " (ui::tag(ui::Colour::Orange, "Look at the whole order")) }
                    @if !days.is_empty() { br; span.govuk-hint { (days) } }
                },
            ));
        }
        rows.push(ui::row("Failures in twelve months", now.in_window.to_string()));
        if now.regime.is_none() {
            rows.push(ui::row("Rules", "No rule of enforcement is held for this kind of order"));
        }
        if let Some(ended) = order.ended_on {
            rows.push(ui::row("Ended", ui::day(ended)));
        }
        html! { h2.govuk-heading-m { "Where the order stands" } (ui::summary_list(&rows)) }
    }

    fn warnings(&self, order: &Order) -> Markup {
        let all: Vec<_> = self.book.warnings.iter().filter(|w| w.order_id == order.id).collect();
        html! {
            h2.govuk-heading-m { "Warnings" }
            @if all.is_empty() { p.govuk-body { "None was given under this order." } }
            @for warning in all {
                (ui::SummaryCard::new(format!("Warning of {}", ui::day(warning.given_on)))
                    .action(&self.open.path(&format!("/failures/{}", warning.failure_id)), "See the failure")
                    .rows(&crate::warnings::rows(warning, self.open)))
            }
        }
    }

    fn went_well(&self, told: &Figures, order: &Order) -> Markup {
        let again =
            self.book.published.iter().filter(|s| {
                s.step == StepKind::ReEngaged && !s.superseded && s.order_id.is_none_or(|id| id == order.id)
            });
        let again = again.count();
        let efforts = self.book.efforts.iter().filter(|e| e.withdrawn.is_none()).count();
        html! {
            h2.govuk-heading-m { "What went well" }
            ul.govuk-list.govuk-list--bullet {
                li { (ui::count(i64::from(told.all.kept), "appointment kept", "appointments kept")) }
                @if told.run > 1 { li { (told.run) " kept in a row up to now" } }
                @if told.longest_run > told.run { li { (told.longest_run) " kept in a row at best" } }
                @if let Some(day) = told.last_kept { li { "Last kept on " (ui::day(day)) } }
                @if again > 0 { li { "Came again after a failure " (ui::count(again as i64, "time", "times")) } }
                @if efforts > 0 { li { (ui::count(efforts as i64, "thing was tried", "things were tried")) " to help" } }
            }
        }
    }

    /// What else there is of keeping to an order.
    fn see_also(&self) -> Markup {
        let links = [
            ("/breaches", "Breaches"),
            ("/powers", "What the officer may do of their own authority"),
            ("/progress", "Progress, to print for the person"),
        ];
        html! {
            h2.govuk-heading-m { "See also" }
            ul.govuk-list { @for (path, words) in links { li { (ui::link(&self.open.path(path), words)) } } }
        }
    }

    fn comes_next(&self, next: Option<&Contact>, now: &law::enforcement::Situation) -> Markup {
        html! {
            h2.govuk-heading-m { "What comes next" }
            ul.govuk-list.govuk-list--bullet {
                @match next {
                    Some(contact) => li {
                        (self.catalogue.contact_type(&contact.contact_type).map_or("Appointment", |t| t.name.en.as_str())) " on "
                        (ui::link(&self.open.path(&format!("/appointments/{}", contact.id)), &ui::day(contact.happens_on)))
                    },
                    None => li { "No appointment is arranged. " (ui::link(&self.open.path("/appointments/new"), "Arrange one")) },
                }
                @if let Some(until) = now.open_until() { li { "The window of the last warning ends on " (ui::day(until)) } }
            }
        }
    }

    /// Failures of which nobody has said the order.
    fn unplaced(&self) -> Markup {
        let all: Vec<&Failure> = self.book.failures.iter().filter(|f| f.order_id.is_none()).collect();
        html! {
            @if !all.is_empty() {
                h2.govuk-heading-m { "Failures without an order" }
                p.govuk-body { "Open each and say which order was not kept to." }
                (failures_table(self.open, self.catalogue, &all, "Failures without an order"))
            }
        }
    }
}

fn stats(told: &Figures, counting: usize, open: usize, must: usize) -> Vec<ui::Stat> {
    let stat = |figure: String, label: &str, urgent: bool, beside: Option<String>| ui::Stat {
        figure,
        label: label.into(),
        href: None,
        urgent,
        beside,
    };
    let rate = told.all.rate().map_or_else(|| "–".to_owned(), |rate| format!("{rate}%"));
    vec![
        stat(
            rate,
            "of expected appointments kept",
            false,
            Some(format!("{} of {}", told.all.kept, told.all.expected())),
        ),
        stat(counting.to_string(), if counting == 1 { "failure counts" } else { "failures count" }, false, None),
        stat(open.to_string(), if open == 1 { "waits for a decision" } else { "wait for a decision" }, must > 0, None),
    ]
}

/// The share kept by month as bars, and every figure as a table.
fn by_month(told: &Figures) -> Markup {
    let shown = told.months.iter().rev().take(MONTHS).rev();
    let shown: Vec<&(Date, Attendance)> = shown.collect();
    let bars: Vec<ui::Bar> = shown
        .iter()
        .filter(|(_, a)| a.expected() > 0)
        .map(|(month, a)| ui::Bar {
            label: html! { (ui::short_month(*month)) },
            value: f64::from(a.rate().unwrap_or_default()),
            written: format!("{} of {}", a.kept, a.expected()),
            over: false,
        })
        .collect();
    let columns = [
        ui::column("Month"),
        ui::column("Kept").numeric(),
        ui::column("Acceptable absences").numeric(),
        ui::column("Failures").numeric(),
        ui::column("Moved or cancelled").numeric(),
        ui::column("No outcome yet").numeric(),
    ];
    let line = |name: String, a: &Attendance| {
        [
            name,
            a.kept.to_string(),
            a.accepted.to_string(),
            a.failed.to_string(),
            a.moved.to_string(),
            a.not_recorded.to_string(),
        ]
        .map(|cell| html! { (cell) })
    };
    let mut rows: Vec<_> = shown.iter().map(|(month, a)| line(ui::short_month(*month), a)).collect();
    rows.push(line("All of the order".into(), &told.all));
    html! {
        h2.govuk-heading-m { "Attendance by month" }
        @if told.months.is_empty() { p.govuk-body { "No appointment has taken place yet." } }
        @else {
            @if !bars.is_empty() { (ui::bars(100.0, &bars)) }
            (ui::Table::new("Appointments by what came of them", columns).rows(rows).show())
        }
    }
}
