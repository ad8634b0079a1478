//! One nomination: what was written, what was done with it, what is still needed, which others resemble it; and the printed
//! answer to whoever nominated it.

use super::{frame, framed, path, state_tag};
use crate::nominations::public::paragraphs;
use crate::nominations::records::{Deed, Nomination, NominationState as S};
use crate::nominations::rules::{BEFORE_ACCEPTING, Likeness, alike, lacking};
use crate::nominations::said::Said;
use crate::nominations::store::{Whole, newest, nominations_by_id, whole};
use crate::nominations::telling::messages_of;
use crate::policy::hours;
use crate::projects::policy::{Policy, words};
use crate::projects::project_lines;
use documents::messages::{OutsideMessage, SendingState};
use kernel::NominationId;
use store::{Cx, Result};
use web::ui::{self, Moment, column, row};
use web::{Answer, Markup, Reply, Request, html};

/// How many of the newest are compared with one.
const COMPARED: i64 = 300;

fn likeness(n: &Nomination) -> Likeness<'_> {
    Likeness { what: &n.what, place: &n.place, postcode: n.postcode.as_deref() }
}

/// Others that may be the same, with the reason.
pub(super) fn others(cx: &mut Cx<'_>, n: &Nomination) -> Result<Vec<(Nomination, &'static str)>> {
    let known = newest(cx, COMPARED)?;
    let like = |other: Nomination| {
        let why = alike(&likeness(n), &likeness(&other))?;
        (other.id != n.id).then_some((other, why))
    };
    Ok(known.into_iter().filter_map(like).collect())
}

fn as_written(n: &Nomination, unit: Option<&str>) -> Vec<ui::Row> {
    let own = |text: &str| html! { span lang=(n.language.code()) { (paragraphs(text)) } };
    let mut rows = vec![
        row("What should be done", own(&n.what)),
        row("Where", own(&n.place)),
        row("Delivery unit", unit.unwrap_or("Not said")).change(&path(n.id, "/unit"), "delivery unit"),
        row("Who it would help", own(&n.for_whom)),
        row("Why it matters", own(&n.why)),
        row(
            "Nominated by",
            match n.nominator_removed_on {
                Some(on) => format!("Removed on {}, some time after the matter was finished", ui::day(on)),
                None => n.nominator.clone(),
            },
        ),
    ];
    rows.extend(n.postcode.as_deref().map(|p| row("Postcode", p)));
    rows.extend(n.organisation.as_deref().map(|o| row("Organisation", o)));
    rows.extend(n.email.as_deref().map(|e| row("Email", e)));
    rows.extend(n.telephone.as_deref().map(|t| row("Telephone", t)));
    rows.extend(n.write_agreed_on.map(|on| {
        let agreed = format!("Agreed on {}", ui::day(on));
        row("May be emailed", n.write_stopped_on.map_or(agreed, |on| format!("No, since {}", ui::day(on))))
    }));
    rows.push(row("Written in", if n.language == super::super::Language::Welsh { "Welsh" } else { "English" }));
    rows.push(row("Nominated", ui::instant(n.received_at)));
    rows
}

fn tasks(of: &Whole, alike: usize) -> Markup {
    let n = &of.nomination;
    let done = |deed: Deed| of.steps.iter().rfind(|s| s.deed == deed);
    let tagged = |task: ui::Task, deed: Deed| match done(deed).map(|s| s.well) {
        None => task.tagged(ui::Colour::Plain, "To do"),
        Some(Some(false)) => task.tagged(ui::Colour::Red, "Speaks against it"),
        Some(_) => task.tagged(ui::Colour::Green, "Done"),
    };
    let look =
        |deed: Deed, title: &str| tagged(ui::task(title, &path(n.id, &format!("/look?what={}", deed.code()))), deed);
    let open = of.asked.iter().filter(|c| c.answered_on.is_none()).count();
    let ask = ui::task("Ask those concerned", &path(n.id, "/ask"));
    let ask = match (of.asked.len(), open) {
        (0, _) => ask.tagged(ui::Colour::Plain, "None asked"),
        (_, 0) => ask.tagged(ui::Colour::Green, "All answered"),
        (_, open) => ask.tagged(ui::Colour::Yellow, &format!("{open} not answered yet")),
    };
    let alike = format!("{} may be the same", ui::count(i64::try_from(alike).unwrap_or(0), "other", "others"));
    let list = [
        look(Deed::Compare, "Compare with other nominations").hint(&alike),
        look(Deed::Visit, "Visit the place"),
        look(Deed::Safety, "Look at health and safety"),
        ask,
    ];
    debug_assert_eq!(BEFORE_ACCEPTING.len(), 3, "each step that is needed has a task");
    ui::task_list(&list)
}

fn buttons(of: &Whole, ready: bool) -> Markup {
    let n = &of.nomination;
    let to = |rest: &str, words: &str| ui::link_button(&path(n.id, rest), words);
    ui::button_group(&html! {
        @match n.state {
            S::New | S::Looking => {
                @if ready { (to("/accept", "Accept it").show()) }
                (to("/decline", "Do not take it on").secondary().show())
            }
            S::Accepted => {
                (to("/project", "Make it a project").show())
                (to("/decline", "Do not take it on").secondary().show())
            }
            S::Project => { (to("/done", "Record what was done").show()) }
            S::Declined => { (to("/reopen", "Open it again").secondary().show()) }
            S::Done => {}
        }
        @if !n.state.is_undecided() {
            (to("/tell", "Answer the nominator").secondary().show())
            (to("/letter", "Answer on paper").secondary().show())
        }
    })
}

fn outcome(n: &Nomination, policy: &Policy, written: bool) -> Vec<ui::Row> {
    let mut rows = Vec::new();
    rows.extend(n.decided_on.map(|on| row("Decided", ui::day(on))));
    rows.extend(n.declined_code.as_deref().map(|code| row("Why not", words(&policy.declined, code))));
    rows.extend(n.decision_words.as_deref().map(|w| row("Said with the decision", paragraphs(w))));
    rows.extend(n.done_on.map(|on| row("Done", ui::day(on))));
    rows.extend(n.done_minutes.map(|m| row("Work", hours(m))));
    rows.extend(n.done_words.as_deref().map(|w| row("What was done", paragraphs(w))));
    let told = n
        .told_on
        .map(|on| format!("{}{}", ui::day(on), n.told_how.as_deref().map_or_else(String::new, |h| format!(", {h}"))));
    let missing = !n.state.is_undecided() && n.told_on.is_none() && !written && n.nominator_removed_on.is_none();
    rows.extend(told.map(|told| row("Nominator told", told)));
    if missing {
        rows.push(row("Nominator told", ui::tag(ui::Colour::Red, "Not yet")));
    }
    rows.extend(n.told_words.as_deref().map(|w| row("In these words", paragraphs(w))));
    rows
}

fn asked(of: &Whole, policy: &Policy) -> Markup {
    let cells = of.asked.iter().map(|c| {
        [
            html! { (c.whom) br; span.govuk-hint { (policy.body(&c.body).map_or(c.body.as_str(), |b| b.en.as_str())) } },
            html! { (ui::short_day(c.asked_on)) },
            html! {
                @match c.answer {
                    Some(answer) => { (answer.words()) @if let Some(words) = &c.words { br; (words) } }
                    None => {
                        "By " (ui::short_day(c.answer_by)) br;
                        (ui::link_about(&path(c.nomination_id, &format!("/answers/{}", c.id)), "Record the answer", &format!("of {}", c.whom)))
                    }
                }
            },
        ]
    });
    html! {
        @if of.asked.is_empty() { (ui::empty("Nobody was asked.", None)) }
        @else { (ui::Table::new("Who was asked", ["Who", "Asked", "Answer"].map(column)).unseen_caption().rows(cells).show()) }
    }
}

fn votes(of: &Whole) -> Markup {
    let cells = of.votes.iter().map(|(panel, vote)| {
        [
            html! { (ui::link(&format!("/unpaid-work/panels/{}", panel.id), &ui::day(panel.held_on))) },
            html! { (vote.votes_for) " for, " (vote.votes_against) " against" },
            html! { @match vote.rank { Some(rank) => (rank), None => "–" } },
            html! { (vote.words.as_deref().unwrap_or("")) },
        ]
    });
    html! {
        @if of.votes.is_empty() { (ui::empty("No panel has looked at it.", Some(&ui::link("/unpaid-work/panels/new", "Record a panel")))) }
        @else { (ui::Table::new("What panels said", ["Panel", "Votes", "Rank", "Words"].map(column)).unseen_caption().rows(cells).show()) }
    }
}

/// The colour of a message's state.
pub(super) fn sent_tag(message: &OutsideMessage) -> Markup {
    let colour = match message.state {
        SendingState::Delivered | SendingState::HandedOver => ui::Colour::Green,
        SendingState::Failed | SendingState::GivenUp if message.is_trouble() => ui::Colour::Red,
        SendingState::Waiting => ui::Colour::Yellow,
        _ => ui::Colour::Grey,
    };
    ui::tag(colour, message.state.words())
}

fn written(n: &Nomination, emails: &[OutsideMessage]) -> Markup {
    let cells = emails.iter().map(|m| {
        let day = ui::short_day(m.made_at.local_date());
        [
            ui::link(&path(n.id, &format!("/messages/{}", m.id)), &day),
            html! { (m.heading.as_deref().unwrap_or("Forgotten with the address")) },
            html! { (sent_tag(m)) @if let Some(why) = &m.reason { br; span.govuk-hint { (why) } } },
        ]
    });
    html! {
        h2.govuk-heading-m { "Emails to the nominator" }
        (ui::Table::new("Emails, the newest first", ["Made", "Subject", "How it stands"].map(column)).unseen_caption().rows(cells).show())
    }
}

fn moments(of: &Whole) -> Markup {
    let moments: Vec<Moment> = of
        .steps
        .iter()
        .rev()
        .map(|s| {
            let title = match s.well {
                Some(false) => format!("{}: speaks against it", s.deed.words()),
                _ => s.deed.words().to_owned(),
            };
            Moment {
                title: html! { (title) },
                // It came from the public, whose name stands above.
                by: (s.deed != Deed::Receive).then(|| s.author.clone()),
                datetime: s.on_day.to_string(),
                when: ui::day(s.on_day),
                body: html! { @if let Some(words) = &s.words { p.govuk-body { (paragraphs(words)) } } },
            }
        })
        .collect();
    ui::timeline(&moments)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = whole(cx, req.param::<NominationId>("nomination")?)?;
    let n = &of.nomination;
    let (policy, units, today) = (Policy::shipped()?, organisation::units(cx)?, cx.today());
    let unit = n.unit_id.and_then(|id| units.iter().find(|u| u.id == id)).map(|u| u.name.as_str());
    let alike = if n.state.is_undecided() { others(cx, n)? } else { Vec::new() };
    let needed = if n.state.is_undecided() { lacking(&of.steps, &of.asked, today) } else { Vec::new() };
    let project = match n.project_id {
        Some(id) => project_lines(cx, &[id])?.remove(&id),
        None => None,
    };
    let same = match n.duplicate_of {
        Some(id) => nominations_by_id(cx, &[id])?.remove(&id),
        None => None,
    };
    let emails = messages_of(cx, n.id)?;
    let mut end = outcome(n, policy, !emails.is_empty());
    end.extend(
        project.map(|p| row("Project", ui::link(&format!("/unpaid-work/projects/{}", p.project.id), &p.project.name))),
    );
    end.extend(same.map(|s| row("The same as", ui::link(&path(s.id, ""), &s.reference))));
    let body = html! {
        h1.govuk-heading-l { "Nomination " (n.reference) " " (state_tag(n.state)) }
        (buttons(&of, needed.is_empty()))
        @if !end.is_empty() { (ui::SummaryCard::new("What became of it").rows(&end)) }
        @if n.state.is_undecided() {
            h2.govuk-heading-m { "What is needed" }
            (tasks(&of, alike.len()))
            @if !needed.is_empty() {
                (ui::inset(&html! { p { "Before it can be accepted:" } ul.govuk-list.govuk-list--bullet { @for lack in &needed { li { (lack.words) } } } }))
            }
        }
        (ui::SummaryCard::new("As it was written").rows(&as_written(n, unit)))
        @if !alike.is_empty() {
            h2.govuk-heading-m { "May be the same" }
            ul.govuk-list.govuk-list--bullet {
                @for (other, why) in &alike {
                    li { (ui::link(&path(other.id, ""), &other.reference)) ", " (other.place) " (" (why.to_lowercase()) ") " (state_tag(other.state)) }
                }
            }
        }
        @if !emails.is_empty() { (written(n, &emails)) }
        h2.govuk-heading-m { "Who was asked" }
        (asked(&of, policy))
        h2.govuk-heading-m { "Citizens’ panels" }
        (votes(&of))
        h2.govuk-heading-m { "Steps" }
        (moments(&of))
    };
    Ok(Reply::page(frame(req, &n.reference), body))
}

/// The answer as a page that is printed and put into an envelope, in the language of the nomination.
pub(super) fn letter(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = super::of(cx, req)?;
    let (policy, said) = (Policy::shipped()?, Said::of(n.language));
    let reason = n.declined_code.as_deref().and_then(|code| policy.declined.iter().find(|c| c.code == code));
    let reason = reason.map(|c| if said.is_welsh() { c.cy.as_str() } else { c.en.as_str() });
    let told = n.told_words.as_deref().or(n.decision_words.as_deref());
    let body = html! {
        h1.govuk-heading-l { "Answer to " (n.nominator) }
        p.govuk-body { "Print this page where the nominator is not written to by email. Record it with “Answer the nominator” when it has gone." }
        div.govuk-inset-text lang=(said.lang) {
            p.govuk-body { (said.day(cx.today())) }
            p.govuk-body { (n.nominator) @if let Some(of) = &n.organisation { br; (of) } }
            p.govuk-body { strong { (said.reference) ": " (n.reference) } }
            p.govuk-body { (said.your_words) ": " (paragraphs(&n.what)) " (" (n.place) ")" }
            p.govuk-body { (said.stands) ": " strong { (said.state(n.state)) } }
            @if let Some(reason) = reason { p.govuk-body { (said.reason) ": " (reason) } }
            @if let Some(told) = told { p.govuk-body { (paragraphs(told)) } }
            @if let Some(done) = &n.done_words { p.govuk-body { (said.done) ": " (paragraphs(done)) } }
        }
    };
    Ok(Reply::page(framed(req, &n, "Answer on paper"), body))
}
