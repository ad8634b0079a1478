//! One assessment: its task list while it is open, and everything it says, to be read, printed or compared.

use super::{answer_words, asked, body_words, form_of, lines, path};
use crate::assessments::read::{sheet, steps};
use crate::assessments::rules::{Form, Progress};
use crate::assessments::{Assessment, Sheet, State, Step, StepKind};
use crate::questions::{Catalogue, Section, current};
use crate::{needs, plans};
use kernel::Permission;
use people::OpenPerson;
use store::Cx;
use web::ui::{Colour, Task, task};
use web::{Answer, Markup, Reply, Request, html, ui};

/// The state as a tag.
pub(crate) fn state_tag(state: State) -> Markup {
    let colour = match state {
        State::Draft => Colour::Plain,
        State::Waiting => Colour::Yellow,
        State::Returned => Colour::Orange,
        State::Signed => Colour::Green,
        State::Withdrawn => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, assessment) = asked(cx, req)?;
    let (catalogue, answers) = (current(cx)?, sheet(cx, &assessment)?);
    let done = steps(cx, &assessment)?;
    let own = assessment.person_id == open.keys.survivor;
    let writes = assessment.state.takes_answers() && own && cx.may(Permission::Assess);
    let more = if writes { plans::tasks(cx, &open)? } else { Vec::new() };
    let oversees = assessment.state == State::Waiting && own && cx.may(Permission::Oversee);
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled(assessment.name());
    let body = html! {
        h1.govuk-heading-l { (assessment.name()) " " (state_tag(assessment.state)) }
        (about(&assessment, own))
        (returned(&assessment, &done))
        @if oversees { (ui::link_button(&path(&open, &assessment, "/countersign"), "Countersign or return").show()) }
        @if writes { (task_list(&open, &assessment, &catalogue, &answers, more)) }
        @else { (everything(&assessment, &catalogue, &answers)) }
        (what_was_done(&done))
        @if writes { p.govuk-body { (ui::link(&path(&open, &assessment, "/withdraw"), "Withdraw it, if it was begun in error")) } }
    };
    Ok(Reply::page(frame.back(open.path("/assessment")), body))
}

fn about(assessment: &Assessment, own: bool) -> Markup {
    html! {
        p.govuk-body {
            "Begun " (ui::day(assessment.asked_on())) " by " (assessment.begun_by) ", for "
            (body_words(&assessment.begun_for).to_lowercase()) ", in " (assessment.setting.words()) "."
        }
        @if !own { (ui::inset(&html! { "This lies on a record that was merged into this one. It can be read, and its answers are carried into a new assessment." })) }
    }
}

/// Why a manager sent it back.
fn returned(assessment: &Assessment, done: &[Step]) -> Markup {
    let last = done.iter().rev().find(|s| s.kind == StepKind::Returned);
    html! {
        @if assessment.state == State::Returned && let Some(step) = last {
            (ui::inset(&html! {
                p.govuk-body { strong { "Returned by " (step.author) ", " (ui::instant(step.done_at)) } }
                p.govuk-body { (lines(step.reason.as_deref().unwrap_or_default())) }
            }))
        }
    }
}

fn task_list(
    open: &OpenPerson,
    assessment: &Assessment,
    catalogue: &Catalogue,
    answers: &Sheet,
    more: Vec<Task>,
) -> Markup {
    let form = form_of(catalogue, assessment, answers);
    let sections = catalogue.sections.iter();
    let tasks: Vec<Task> = sections.map(|s| section_task(open, assessment, &form, s)).chain(more).collect();
    let progress: Vec<Progress> = catalogue.sections.iter().map(|s| form.progress(s)).collect();
    let all = progress.iter().filter(|p| !matches!(p, Progress::NotNeeded | Progress::Optional { .. })).count();
    let done = progress.iter().filter(|p| **p == Progress::Done).count();
    let next = form.against().into_iter().next();
    html! {
        h2.govuk-heading-m { "What is to do" }
        (ui::progress("Done", small(done), small(all), "sections"))
        @if let Some(next) = &next {
            @let href = path(open, assessment, &format!("/sections/{}#{}", next.section, super::section::field(&next.question)));
            p.govuk-body { (ui::link(&href, "Go to the first thing that is missing")) }
        }
        (ui::task_list(&tasks))
        (ui::link_button(&path(open, assessment, "/sign"), if next.is_some() { "See what stands against signing" } else { "Sign" }).show())
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn section_task(open: &OpenPerson, assessment: &Assessment, form: &Form<'_>, section: &Section) -> Task {
    let href = path(open, assessment, &format!("/sections/{}", section.code));
    let one = task(&format!("{}. {}", section.number, section.words), &href);
    match form.progress(section) {
        Progress::Done => one,
        Progress::NotStarted => one.tagged(Colour::Plain, "Not started"),
        Progress::Begun => one.tagged(Colour::Yellow, "In progress"),
        Progress::Carried => one.tagged(Colour::Purple, "Carried, to confirm"),
        Progress::Optional { for_scores: true } => one.hint("The scores read it").tagged(Colour::Grey, "Optional"),
        Progress::Optional { for_scores: false } => one.tagged(Colour::Grey, "Optional"),
        Progress::NotNeeded => one.tagged(Colour::Grey, "Not called for"),
    }
}

/// Everything that an assessment says.
pub(super) fn everything(assessment: &Assessment, catalogue: &Catalogue, answers: &Sheet) -> Markup {
    let judged = needs::of_sheet(catalogue, assessment, answers);
    html! {
        (needs::pages::table(catalogue, &judged, answers))
        @for section in &catalogue.sections { (section_card(assessment, catalogue, answers, section)) }
    }
}

fn section_card(assessment: &Assessment, catalogue: &Catalogue, answers: &Sheet, section: &Section) -> Markup {
    let asked = catalogue.of_section(&section.code, assessment.asked_on());
    let rows: Vec<ui::Row> = asked
        .filter(|q| answers.has(&q.code))
        .map(|q| {
            let words = answer_words(catalogue, q, answers.value(&q.code), answers.words(&q.code));
            ui::row(q.words.clone(), lines(&words))
        })
        .collect();
    html! { @if !rows.is_empty() { (ui::SummaryCard::new(format!("{}. {}", section.number, section.words)).rows(&rows)) } }
}

fn what_was_done(done: &[Step]) -> Markup {
    let words = |kind: StepKind| match kind {
        StepKind::Begun => "Begun",
        StepKind::Signed => "Signed",
        StepKind::Countersigned => "Countersigned",
        StepKind::Returned => "Returned for changes",
        StepKind::PastUnread => "Signed past an answer that nobody has analysed",
        StepKind::Withdrawn => "Withdrawn",
    };
    let moments: Vec<ui::Moment> = done
        .iter()
        .rev()
        .map(|step| ui::Moment {
            title: html! { (words(step.kind)) },
            by: Some(step.author.clone()),
            datetime: step.done_at.local_date().to_string(),
            when: ui::instant(step.done_at),
            body: html! { @if let Some(reason) = &step.reason { p.govuk-body { (lines(reason)) } } },
        })
        .collect();
    ui::details("What was done with it", &ui::timeline(&moments))
}
