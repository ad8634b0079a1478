//! The card and the page of a treatment: consent, by whom, how much of the plan was kept, guidance, tests, a court's reviews.

use super::{asked, framed, opened, path};
use crate::treatment::actions::guidance;
use crate::treatment::policy::Policy;
use crate::treatment::records::{Consent, Treatment, TreatmentState};
use crate::treatment::rules::{SharedField, delivered, plan_kept, shared, shows};
use crate::treatment::store::{Whole, treatments_of};
use kernel::Permission::{ReadPeople, RecordContacts, Refer};
use people::OpenPerson;
use store::{Cx, Question, Result, key_values};
use web::ui::{self, Colour, Moment, SummaryCard, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/treatments", ReadPeople, list),
        Route::get("/people/{crn}/treatments/{id}", ReadPeople, show),
        Route::get("/people/{crn}/treatments/{id}/shared", ReadPeople, shared_page),
    ]
}

fn state_tag(row: &Treatment) -> Markup {
    match (row.state, row.consent) {
        (TreatmentState::Ended, _) => ui::tag(Colour::Grey, "Ended"),
        (_, Consent::Withdrawn) => ui::tag(Colour::Red, "Consent withdrawn"),
        (TreatmentState::Begun, _) => ui::tag(Colour::Green, "In treatment"),
        (TreatmentState::Proposed, Consent::Given) => ui::tag(Colour::Teal, "Ready to begin"),
        (TreatmentState::Proposed, _) => ui::tag(Colour::Orange, "Consent to be asked"),
    }
}

/// What [`card`] asks.
#[must_use]
pub fn card_questions(open: &OpenPerson) -> Vec<Question> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY opened_on DESC, id DESC", open.keys.placeholders(1));
    vec![Question::list::<Treatment>(&rest, &key_values(&open.keys))]
}

/// The card of the person's Interventions page.
///
/// # Errors
/// When the database fails.
pub fn card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let all = treatments_of(cx, &open.keys)?;
    let start = cx.may(Refer);
    if all.is_empty() && !start {
        return Ok(Markup::default());
    }
    let card = SummaryCard::new("Treatment").id("treatment");
    let card = if start { card.action(&open.path("/treatments/new"), "Open a treatment") } else { card };
    if all.is_empty() {
        return Ok(card.holding(&html! { p.govuk-body { "No treatment has been opened." } }));
    }
    let policy = Policy::shipped();
    let rows: Vec<ui::Row> = all
        .iter()
        .take(5)
        .map(|t| {
            let name = policy.kind_words(&t.kind);
            row(
                name,
                html! {
                    (ui::link_about(&path(open, t.id, ""), "Open", name)) " " (state_tag(t))
                },
            )
        })
        .collect();
    Ok(card.rows(&rows))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, policy) = (treatments_of(cx, &open.keys)?, Policy::shipped());
    let cells = all.iter().map(|t| {
        [
            ui::link(&path(&open, t.id, ""), policy.kind_words(&t.kind)),
            state_tag(t),
            html! { (ui::short_day(t.opened_on)) },
            html! { @match t.begun_on { Some(day) => (ui::short_day(day)), None => "Not begun" } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Treatment" }
        @if cx.may(Refer) { (ui::link_button(&open.path("/treatments/new"), "Open a treatment").show()) }
        @if all.is_empty() { (ui::empty("No treatment has been opened.", None)) }
        @else { (ui::Table::new("Treatments, the newest first", ["Treatment", "State", "Opened", "Begun"].map(column)).unseen_caption().rows(cells).show()) }
    };
    let frame = framed(cx, req, &open, "Treatment")?;
    Ok(Reply::page(frame, body))
}

/// Everything that could be told of a treatment.
fn fields(cx: &mut Cx<'_>, whole: &Whole) -> Result<Vec<SharedField>> {
    let (row, policy) = (&whole.treatment, Policy::shipped());
    let provider = provider(cx, row)?;
    let kept = plan_kept(row.planned_sessions, &whole.sessions);
    let tests: Vec<String> = whole
        .tests
        .iter()
        .filter_map(|t| Some(format!("{} {}: {}", ui::short_day(t.on_date), t.panel, shows(t)?.words())))
        .collect();
    let who =
        [row.practitioner.clone(), provider, row.place.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let begun = row.begun_on.map_or_else(|| "Not begun".to_owned(), |d| format!("Begun on {}", ui::day(d)));
    let value = |code: &str| match code {
        "attendance" => format!("{} attended, {} missed, {} excused", kept.attended, kept.missed, kept.excused),
        "progress" => format!("{begun}; {} of {} planned sessions", kept.attended, kept.planned),
        "tests" if tests.is_empty() => "No result that stands".to_owned(),
        "tests" => tests.join("; "),
        "practitioner" if who.is_empty() => "Not recorded".to_owned(),
        "practitioner" => who.clone(),
        _ => row.need.clone(),
    };
    let one = |s: &crate::treatment::policy::Coded| SharedField {
        code: s.code.clone(),
        words: s.en.clone(),
        value: value(&s.code),
    };
    Ok(policy.shares.iter().map(one).collect())
}

fn provider(cx: &mut Cx<'_>, row: &Treatment) -> Result<Option<String>> {
    let book = provision::book(cx)?;
    Ok(row.provider_id.and_then(|id| book.providers.get(&id)).map(|p| p.name.clone()))
}

/// What leaves the service: the fields that the person agreed to, and nothing else.
fn shared_page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let told = shared(&whole.treatment.agreed(), fields(cx, &whole)?);
    let rows: Vec<ui::Row> = told.iter().map(|f| row(f.words.clone(), f.value.clone())).collect();
    let body = html! {
        h1.govuk-heading-l { "What is shared" }
        p.govuk-body { "Only what " (open.name()) " agreed to. Tell the provider, the court or others this and nothing else." }
        @if rows.is_empty() { (ui::empty("The person agreed to share nothing.", None)) } @else { (ui::summary_list(&rows)) }
        @if let Some(day) = whole.treatment.shares_on { p.govuk-hint { "Agreed on " (ui::day(day)) } }
    };
    let frame = framed(cx, req, &open, "What is shared")?.crumb(path(&open, whole.treatment.id, ""), "Treatment");
    Ok(Reply::page(frame, body))
}

fn kept(cx: &mut Cx<'_>, whole: &Whole) -> Result<Markup> {
    let row = &whole.treatment;
    let kept = plan_kept(row.planned_sessions, &whole.sessions);
    let attended: Vec<kernel::Date> =
        whole.sessions.iter().filter(|s| !s.gone && s.attended == Some(true)).map(|s| s.on_date).collect();
    let over = row.ended_on.unwrap_or_else(|| cx.today());
    let periods = match row.begun_on {
        Some(begun) => delivered(begun, over, &attended, guidance(cx, whole)?),
        None => Vec::new(),
    };
    let cells = periods.iter().rev().map(|p| {
        [
            html! { (ui::short_day(p.from)) " to " (ui::short_day(p.until)) },
            html! { (p.attended) },
            html! { (p.least) },
            if p.kept() {
                ui::tag(Colour::Green, "To guidance")
            } else {
                ui::tag(Colour::Red, "Fewer than guidance asks")
            },
        ]
    });
    let columns =
        [column("Period"), column("Attended").numeric(), column("At least").numeric(), column("Whether kept")];
    Ok(html! {
        (ui::progress("Sessions attended", u32::try_from(kept.attended).unwrap_or(0), u32::try_from(kept.planned).unwrap_or(0), "planned sessions"))
        p.govuk-body { (kept.missed) " missed, " (kept.excused) " with a reason that was accepted" }
        @if periods.is_empty() { p.govuk-hint { "No whole period has passed yet in which contacts are held against guidance." } }
        @else { (ui::Table::new("Delivered to guidance, the newest period first", columns).rows(cells).show()) }
    })
}

fn tests(open: &OpenPerson, whole: &Whole) -> Markup {
    let cells = whole.tests.iter().rev().map(|t| {
        [
            ui::link(&path(open, whole.treatment.id, &format!("/tests/{}", t.id)), &ui::day(t.on_date)),
            html! { (t.panel) },
            html! { @match t.result { Some(result) => (result.words()), None if t.gone => "Cancelled", None => "No result yet" } },
            html! {
                @if let Some(result) = t.confirmed { "Confirmed: " (result.words().to_lowercase()) }
                @else if t.disputed_on.is_some() { (ui::tag(Colour::Orange, "Disputed")) }
            },
        ]
    });
    html! {
        h2.govuk-heading-m { "Tests" }
        @if whole.tests.is_empty() { (ui::empty("No test is arranged.", None)) }
        @else { (ui::Table::new("Tests, the newest first", ["Day", "Tested for", "Result", "Dispute"].map(column)).unseen_caption().rows(cells).show()) }
    }
}

fn reviews(open: &OpenPerson, whole: &Whole) -> Markup {
    let policy = Policy::shipped();
    let cells = whole.reviews.iter().rev().map(|r| {
        [
            ui::link(&path(open, whole.treatment.id, &format!("/reviews/{}", r.id)), &ui::day(r.on_date)),
            html! { (r.court) },
            html! { @match r.report_on { Some(day) => { "Written on " (ui::short_day(day)) }, None => "Not written" } },
            html! { @match r.said.as_deref() { Some(code) => (policy.said(code).map_or(code, |s| s.en.as_str())), None => "To come" } },
        ]
    });
    html! {
        h2.govuk-heading-m { "Reviews by the court" }
        @if whole.reviews.is_empty() { (ui::empty("No review by the court is noted.", None)) }
        @else { (ui::Table::new("Reviews, the newest first", ["Day", "Court", "Report", "What the court said"].map(column)).unseen_caption().rows(cells).show()) }
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (row_of, policy) = (&whole.treatment, Policy::shipped());
    let name = policy.kind_words(&row_of.kind).to_owned();
    let provider = provider(cx, row_of)?;
    let has_tests = policy.kind(&row_of.kind).is_some_and(|k| k.tests);
    let (refer, record) = (cx.may(Refer), cx.may(RecordContacts));
    let alive = row_of.state != TreatmentState::Ended;
    let agreed = row_of.agreed();
    let shares: Vec<&str> = policy.shares.iter().filter(|s| agreed.contains(&s.code)).map(|s| s.en.as_str()).collect();
    let mut facts = vec![
        row("State", state_tag(row_of)),
        row("What it is for", row_of.need.clone()),
        row(
            "Ordered",
            if row_of.requirement_id.is_some() { "By a requirement of an order" } else { "No: by agreement" },
        ),
        row(
            "Consent",
            html! { (row_of.consent.words()) @if let Some(day) = row_of.consent_on { " on " (ui::day(day)) } },
        ),
    ];
    facts.extend(provider.map(|p| row("Provider", p)));
    facts.extend(row_of.practitioner.as_deref().map(|p| row("Who treats", p)));
    facts.extend(row_of.place.as_deref().map(|p| row("Where", p)));
    facts.extend(row_of.begun_on.map(|d| row("Began", ui::day(d))));
    facts.extend(row_of.ended_on.map(|d| row("Ended", html! { (ui::day(d)) ": " (row_of.end_reason.as_deref().and_then(|c| policy.end(c)).map_or("", |e| e.en.as_str())) })));
    facts.push(row(
        "What the person agreed to share",
        html! {
            @if shares.is_empty() { "Nothing" } @else { (shares.join(", ")) }
            " " (ui::link(&path(&open, row_of.id, "/shared"), "What leaves the service"))
        },
    ));
    let own = |rest: &str| path(&open, row_of.id, rest);
    let sessions = whole.sessions.iter().rev().map(|s| {
        let (colour, words) = match (s.gone, s.attended, s.complied) {
            (true, ..) => (Colour::Grey, "Moved or cancelled"),
            (_, Some(true), _) => (Colour::Green, "Attended"),
            (_, Some(false), Some(true)) => (Colour::Yellow, "Acceptable absence"),
            (_, Some(false), _) => (Colour::Red, "Unacceptable absence"),
            _ => (Colour::Plain, "Arranged"),
        };
        [ui::link(&open.path(&format!("/appointments/{}", s.contact_id)), &ui::day(s.on_date)), ui::tag(colour, words)]
    });
    let table = ui::Table::new("Sessions, the newest first", ["Day", "What came of it"].map(column))
        .unseen_caption()
        .rows(sessions)
        .show();
    let moments: Vec<Moment> = whole
        .acts
        .iter()
        .rev()
        .map(|a| Moment {
            title: html! { (a.what) },
            by: Some(a.author.clone()),
            datetime: a.on_day.to_string(),
            when: ui::day(a.on_day),
            body: html! { @if let Some(words) = &a.words { p.govuk-body { (words) } } },
        })
        .collect();
    let body = html! {
        h1.govuk-heading-l { (name) }
        @if row_of.consent == Consent::Withdrawn && alive { (ui::warning("The person has withdrawn consent. What was arranged is cancelled and does not come back by itself. Nothing goes on until consent is given again, or the court decides.")) }
        (ui::summary_list(&facts))
        @if alive && (refer || record) {
            (ui::button_group(&html! {
                @if refer && row_of.consent != Consent::Given { (ui::link_button(&own("/consent"), "Record consent").show()) }
                @if refer && row_of.state == TreatmentState::Proposed && row_of.consent == Consent::Given { (ui::link_button(&own("/begin"), "It has begun").show()) }
                @if record && row_of.state == TreatmentState::Begun && row_of.consent == Consent::Given { (ui::link_button(&own("/session"), "Arrange or record a session").show()) }
                @if record && has_tests && row_of.consent == Consent::Given { (ui::link_button(&own("/tests/new"), "Arrange a test").secondary().show()) }
                @if refer && row_of.requirement_id.is_some() { (ui::link_button(&own("/reviews/new"), "Note a review by the court").secondary().show()) }
                @if refer { (ui::link_button(&own("/sharing"), "What may be shared").secondary().show()) }
                @if refer && row_of.consent == Consent::Given { (ui::link_button(&own("/consent"), "Consent is withdrawn").secondary().show()) }
                @if refer { (ui::link_button(&own("/end"), "End the treatment").warning().show()) }
            }))
        }
        h2.govuk-heading-m { "How much of the plan was kept" }
        (kept(cx, &whole)?)
        h2.govuk-heading-m { "Sessions" }
        @if whole.sessions.is_empty() { (ui::empty("No session is arranged yet.", None)) } @else { (table) }
        @if has_tests { (tests(&open, &whole)) }
        @if row_of.requirement_id.is_some() { (reviews(&open, &whole)) }
        h2.govuk-heading-m { "Steps" }
        (ui::timeline(&moments))
    };
    let frame = framed(cx, req, &open, &name)?;
    Ok(Reply::page(frame, body))
}
