//! What is still to do in a piece of work of several parts.

use super::{Colour, Example, tag};
use maud::{Markup, html};

/// One part; begin with [`task`].
#[derive(Clone, Debug)]
pub struct Task {
    title: String,
    href: Option<String>,
    hint: Option<String>,
    status: Markup,
    cannot_start: bool,
}

/// A part that is done.
#[must_use]
pub fn task(title: &str, href: &str) -> Task {
    Task {
        title: title.into(),
        href: Some(href.into()),
        hint: None,
        status: html! { "Completed" },
        cannot_start: false,
    }
}

impl Task {
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Task {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn tagged(mut self, colour: Colour, words: &str) -> Task {
        self.status = tag(colour, words);
        self
    }

    /// It waits for something else, which the hint should name.
    #[must_use]
    pub fn cannot_start_yet(mut self) -> Task {
        self.href = None;
        self.status = html! { "Cannot start yet" };
        self.cannot_start = true;
        self
    }
}

#[must_use]
pub fn task_list(tasks: &[Task]) -> Markup {
    html! { ul.govuk-task-list { @for (at, task) in tasks.iter().enumerate() { (one(task, at + 1)) } } }
}

fn one(task: &Task, number: usize) -> Markup {
    let status_id = format!("task-list-{number}-status");
    let hint_id = format!("task-list-{number}-hint");
    let described = if task.hint.is_some() { format!("{hint_id} {status_id}") } else { status_id.clone() };
    html! {
        li.govuk-task-list__item.govuk-task-list__item--with-link[task.href.is_some()] {
            div.govuk-task-list__name-and-hint {
                @match &task.href {
                    Some(href) => a.govuk-link.govuk-task-list__link href=(href) aria-describedby=(described) { (task.title) },
                    None => div { (task.title) },
                }
                @if let Some(hint) = &task.hint { div.govuk-task-list__hint id=(hint_id) { (hint) } }
            }
            div.govuk-task-list__status.govuk-task-list__status--cannot-start-yet[task.cannot_start] id=(status_id) { (task.status) }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![(
        "task list",
        task_list(&[
            task("Read the court's result", "/a"),
            task("Meet the person", "/b").tagged(Colour::Plain, "Not started"),
            task("Agree the plan", "/c").hint("After the first meeting").cannot_start_yet(),
        ]),
    )]
}
