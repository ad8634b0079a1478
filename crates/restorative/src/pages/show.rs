//! One case: how it stands, what it is held to, both sides, what was arranged and agreed, and what was done.

use super::{frame, kept_tag, named, path, state_tag};
use crate::keeping::{Whole, line_of};
use crate::outcome::sums;
use crate::policy_rows::policy;
use crate::records::{Deed, MeetingState, PromiseState, Side};
use crate::rules::{against, consents};
use kernel::Date;
use kernel::words::{hours, pounds};
use people::OpenPerson;
use store::Cx;
use web::ui::{self, Colour, row};
use web::{Answer, Markup, Reply, Request, html};

fn said(whole: &Whole, side: Option<Side>) -> Markup {
    let words: Vec<_> = whole.words.iter().filter(|w| w.side == side).collect();
    html! {
        @for w in &words {
            p.govuk-body {
                (w.words) br;
                span.govuk-hint { (w.about.parse::<Deed>().map_or("About the case", Deed::words)) ", written by " (w.by_name) " on " (ui::instant(w.at)) }
            }
        }
    }
}

fn last(whole: &Whole, deed: Deed, side: Side) -> Option<Date> {
    whole.acts.iter().filter(|a| a.deed == deed && a.side == Some(side)).map(|a| a.on_day).max()
}

fn side_card(whole: &Whole, side: Side, name: &str, today: Date) -> Markup {
    let day = |deed: Deed| last(whole, deed, side).map_or_else(|| "Not yet".to_owned(), ui::day);
    let agrees = consents(&whole.acts, side, today);
    let answers = |d: Deed| matches!(d, Deed::Give | Deed::Decline | Deed::Withdraw);
    let answer = whole.acts.iter().rfind(|a| a.side == Some(side) && answers(a.deed));
    let consent = html! {
        (if agrees { ui::tag(Colour::Green, "In force") } else { ui::tag(Colour::Plain, "Not in force") })
        @if let Some(a) = answer { " " (a.deed.words()) ", " (ui::day(a.on_day)) }
    };
    let felt =
        whole.feelings.iter().filter(|f| f.side == side).map(|f| format!("{} {} of 5", f.point.words(), f.scale));
    let felt: Vec<String> = felt.collect();
    let mut rows = vec![row("Who", name)];
    if side == Side::Harmed
        && let Some(h) = &whole.harmed
    {
        for (key, text) in
            [("Called", &h.called), ("Reached by", &h.reach), ("Spoken to through", &h.through), ("Needs", &h.needs)]
        {
            if let Some(text) = text {
                rows.push(row(key, text.as_str()));
            }
        }
        rows.push(row("Language", if h.language == "cy" { "Welsh" } else { "English" }));
    }
    rows.extend([
        row("Offered", day(Deed::Offer)),
        row("Consent", consent),
        row("Prepared", day(Deed::Prepare)),
        row("How they felt", if felt.is_empty() { "Not asked yet".to_owned() } else { felt.join("; ") }),
    ]);
    let open = whole.case.ended_on.is_none();
    let record = path(whole.case.id, &format!("/sides/{}", side.code()));
    html! {
        h2.govuk-heading-m { (side.words()) }
        @if side == Side::Harmed { p.govuk-hint { "Locked: only those who arrange restorative justice read this. None of it reaches the person’s record." } }
        (ui::summary_list(&rows))
        @if open {
            (ui::button_group(&html! {
                @if side == Side::Person || whole.harmed.is_some() {
                    (ui::link_button(&record, "Record an offer, an answer or preparation").about(side.words().to_lowercase()).show())
                }
                @if side == Side::Harmed {
                    (ui::link_button(&path(whole.case.id, "/harmed"), if whole.harmed.is_some() { "Change who was harmed" } else { "Record who was harmed" }).secondary().show())
                }
            }))
        }
        (said(whole, Some(side)))
    }
}

fn meetings(whole: &Whole) -> Markup {
    let rows = whole.meetings.iter().map(|m| {
        let what = match m.state {
            MeetingState::Planned => ui::link_about(&path(whole.case.id, &format!("/meetings/{}", m.id)), "Record what became of it", "meeting"),
            MeetingState::Held => html! { (ui::tag(Colour::Green, "Took place")) " " (m.happened_on.map(ui::short_day).unwrap_or_default()) ", " (hours(m.minutes.unwrap_or(0))) },
            MeetingState::Cancelled => ui::tag(Colour::Grey, "Does not take place"),
        };
        [
            html! { (ui::short_day(m.planned_on)) @if let Some(at) = m.starts { ", " (ui::time(at)) } },
            html! { (m.kind.words()) },
            html! { (m.place.as_deref().unwrap_or("Not said")) },
            what,
        ]
    });
    let columns = ["Planned", "What", "Where", "What became of it"].map(ui::column);
    html! { @if !whole.meetings.is_empty() { (ui::Table::new("Meetings", columns).rows(rows).show()) } }
}

fn letters(whole: &Whole) -> Markup {
    let rows = whole.letters.iter().map(|l| {
        let at = |rest: &str| path(whole.case.id, &format!("/letters/{}{rest}", l.id));
        [
            html! { "From " (l.from_side.words().to_lowercase()) ", " (ui::short_day(l.received_on)) },
            ui::link(&at("/file"), &l.name),
            html! {
                @match l.handed_on {
                    Some(on) => { (ui::tag(Colour::Green, "Handed over")) " " (ui::short_day(on)) }
                    None => (ui::link_about(&at("/hand-over"), "Record that it was handed over", &l.name)),
                }
            },
        ]
    });
    let columns = ["Letter", "File", "Handed over"].map(ui::column);
    html! { @if !whole.letters.is_empty() { (ui::Table::new("Letters", columns).rows(rows).show()) } }
}

pub(super) fn promise_tag(state: PromiseState) -> Markup {
    let colour = match state {
        PromiseState::Open => Colour::Plain,
        PromiseState::Kept => Colour::Green,
        PromiseState::Partly => Colour::Orange,
        PromiseState::NotKept => Colour::Red,
    };
    ui::tag(colour, state.words())
}

fn agreement(open: &OpenPerson, whole: &Whole) -> Markup {
    let id = whole.case.id;
    let rows = whole.promises.iter().map(|p| {
        [
            html! { (p.words) },
            html! { (p.due_on.map_or_else(|| "No day".to_owned(), ui::short_day)) },
            html! {
                (promise_tag(p.state))
                @if p.state == PromiseState::Open { " " (ui::link_about(&path(id, &format!("/agreement/{}", p.id)), "Record what became of it", &p.words)) }
                @else if let Some(words) = &p.settled_words { br; span.govuk-hint { (words) } }
            },
        ]
    });
    let columns = ["What was agreed", "By", "Kept?"].map(ui::column);
    let (agreed, paid) = sums(whole.money.iter().map(|m| (m.what, m.pence)));
    let (asked, worked) = sums(whole.minutes.iter().map(|m| (m.what, m.minutes)));
    html! {
        h2.govuk-heading-m { "Agreement" }
        @if whole.promises.is_empty() { p.govuk-body { "Nothing has been agreed yet." } }
        @else {
            (ui::Table::new("What was agreed", columns).unseen_caption().rows(rows).show())
            p.govuk-body { (ui::link(&open.path(&format!("/restorative/{id}/agreement")), "Agreement to print, in English or Welsh")) }
        }
        (ui::summary_list(&[
            row("Compensation agreed", pounds(agreed)),
            row("Compensation paid", pounds(paid)).action(&path(id, "/compensation"), "Entries", "of compensation"),
            row("Reparation agreed", hours(asked)),
            row("Reparation done", hours(worked)).action(&path(id, "/reparation"), "Entries", "of reparation"),
            row("Cost of the case", pounds(whole.costs.iter().map(|c| c.pence).sum())).action(&path(id, "/cost"), "Entries", "of cost"),
        ]))
    }
}

fn next(whole: &Whole, req: &Request) -> Markup {
    let id = whole.case.id;
    let go = |rest: &str, words: &str| ui::link_button(&path(id, rest), words).secondary().show();
    if whole.case.ended_on.is_some() {
        return ui::button_group(&go("/reopen", "Open it again"));
    }
    html! {
        (ui::button_group(&html! {
            @if whole.case.lead_name.is_none() { (req.button_frame(&path(id, "/lead")).hidden("version", whole.case.version).show(&ui::button("Take this case on").show())) }
            (go("/assess", "Assess risk and suitability"))
            (go("/mediator", "Choose who mediates"))
            (go("/arrange", "Arrange a meeting"))
            (go("/letters/new", "Add a letter"))
            (go("/agreement", "Add to the agreement"))
            (go("/felt", "Record how somebody felt"))
            (go("/follow-up", "Record a follow-up"))
            (go("/apart", "Keep a volunteer apart"))
            (go("/end", "End the case"))
        }))
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let (policy, today) = (policy(cx)?, cx.today());
    let line = line_of(&whole, today);
    let case = &whole.case;
    let standards = policy.standards(case.opened_on).into_iter().map(|s| {
        [
            html! { (s.words) br; span.govuk-hint { (s.why) } },
            kept_tag(against(&line, s, today)),
            html! { @if s.assumed { "The service’s own, assumed" } @else { (s.source) } },
        ]
    });
    let standard_columns = ["Standard and why it matters", "How it stands", "From"].map(ui::column);
    let acts = whole.acts.iter().rev().map(|a| {
        let fact = match a.fact.as_deref() {
            Some("suitable") => "Found suitable",
            Some("unsuitable") => "Found not suitable",
            Some("consent") => "A consent was taken back",
            _ => "",
        };
        [
            html! { (ui::short_day(a.on_day)) },
            html! { (a.deed.words()) @if !fact.is_empty() { br; span.govuk-hint { (fact) } } },
            html! { (a.side.map_or("", Side::words)) },
            html! { (a.by_name) br; span.govuk-hint { (ui::instant(a.at)) } },
        ]
    });
    let act_columns = ["Day", "What", "Which side", "Who"].map(ui::column);
    let mut rows = vec![
        row("State", state_tag(case.state)),
        row(
            "Person",
            html! { (ui::link(&open.path("/restorative"), &open.name())) " " span.govuk-hint { (open.crn) } },
        ),
        row("From", html! { (case.origin.words()) ", " (ui::day(case.opened_on)) }),
        row("Led by", case.lead_name.as_deref().unwrap_or("Nobody yet")),
        row(
            "Mediated by",
            html! { (case.mediator_name.as_deref().unwrap_or("Nobody yet")) @if case.mediator_volunteer.is_some() { " (volunteer)" } },
        ),
        row("How", case.mode.map_or("Not settled", crate::records::Mode::words)),
    ];
    if let (Some(on), Some(reason)) = (case.ended_on, case.end_reason) {
        rows.push(row("Ended", html! { (ui::day(on)) ": " (reason.words()) }));
    }
    let title = format!("Restorative justice: {}", open.name());
    let harmed = whole.harmed.as_ref().map_or("Not recorded yet", |h| h.name.as_str());
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&rows))
        (next(&whole, req))
        h2.govuk-heading-m { "What the case is held to" }
        (ui::Table::new("Minimum standards", standard_columns).unseen_caption().rows(standards).show())
        (side_card(&whole, Side::Person, &open.name(), today))
        (side_card(&whole, Side::Harmed, harmed, today))
        h2.govuk-heading-m { "Meetings and letters" }
        @if whole.meetings.is_empty() && whole.letters.is_empty() { p.govuk-body { "Nothing has been arranged yet. Both sides must agree first." } }
        (meetings(&whole)) (letters(&whole))
        (agreement(&open, &whole))
        h2.govuk-heading-m { "Notes on the case" }
        @if whole.words.iter().all(|w| w.side.is_some()) { p.govuk-body { "None." } }
        (said(&whole, None))
        h2.govuk-heading-m { "What was done" }
        (ui::Table::new("What was done, the newest first", act_columns).unseen_caption().rows(acts).show())
    };
    Ok(Reply::page(frame(req, &title).about(open.name()).back("/restorative"), body))
}
