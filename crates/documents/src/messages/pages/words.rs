//! Setting the words of a message in one language, with what they come to before they are saved.

use crate::messages::Language;
use crate::messages::policy::{Policy, WORDS, rows, set_words};
use crate::messages::reminders::example;
use crate::messages::rules::templates::{check, facts_of};
use kernel::Date;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest words, characters.
const LONGEST: usize = 2_000;
/// The longest reason, characters.
const LONGEST_REASON: usize = 500;

/// Which words a page is about.
struct Which {
    code: &'static str,
    title: &'static str,
    tongue: Language,
}

impl Which {
    fn of(req: &Request) -> Result<Which> {
        let code: String = req.param("code")?;
        let tongue: String = req.param("language")?;
        let tongue = tongue.parse().map_err(|()| Failure::NotFound)?;
        let found = WORDS.iter().find(|(known, _)| *known == code);
        found.map(|(code, title)| Which { code, title, tongue }).ok_or(Failure::NotFound)
    }

    fn path(&self) -> String {
        format!("/policy/reminders/words/{}/{}", self.code, self.tongue.code())
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let which = Which::of(req)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => {
            let (rows, today) = (rows(cx)?, cx.today());
            Form::of([("template", rows.words(which.code, which.tongue, today)?.template.clone())])
        }
    };
    page(cx, req, &which, &form)
}

fn page(cx: &mut Cx<'_>, req: &Request, which: &Which, form: &Form) -> Answer {
    let (rows, today) = (rows(cx)?, cx.today());
    let title = format!("{} in {}", which.title, which.tongue.words());
    let body = html! {
        (ui::error_summary(form))
        h1.govuk-heading-l { (title) }
        (preview(which, form.typed("template"), rows.on(today)?, today))
        (req.form_frame(&which.path()).show(&html! {
            (ui::textarea("template", "Words").hint("Facts stand in braces; a part in square brackets is left out where its fact is missing, must not be shown, or would need a second text.").rows(5).most(LONGEST).show(form))
            (ui::details("Facts that there are", &html! { ul.govuk-list.govuk-list--bullet { @for (name, words) in facts_of(which.code) { li { "{" (name) "}: " (words) } } } }))
            (ui::date_input("from", "From").hint("A day after today").show(form))
            (ui::textarea("reason", "Why?").rows(2).most(LONGEST_REASON).show(form))
            (ui::button_group(&html! {
                (ui::button("Save").named("then", "save").show())
                (ui::button("See what it comes to").secondary().named("then", "look").repeatable().show())
            }))
        }))
    };
    Ok(Reply::page(req.frame().within("/admin").titled(title).back("/policy/reminders"), body))
}

/// What the words come to, for an invented appointment.
fn preview(which: &Which, template: &str, policy: &Policy, today: Date) -> Markup {
    let shown = example(which.code, template, which.tongue, policy, today);
    let wrong = check(which.code, template).err().or(shown.text.as_ref().err().cloned());
    ui::inset(&html! {
        @match (&wrong, &shown.text) {
            (Some(no), _) => p.govuk-body { (no.words) },
            (None, Ok(text)) => {
                p.govuk-body lang=(which.tongue.code()) { (text) }
                @if let Some(length) = shown.length { p.govuk-hint { (length.words()) } }
            }
            _ => {}
        }
    })
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let which = Which::of(req)?;
    let mut form = req.form();
    if form.typed("then") == "look" {
        return page(cx, req, &which, &form);
    }
    let template = form.text("template", "the words", LONGEST);
    let (from, reason) = (form.date("from", "the first day"), form.text("reason", "a reason", LONGEST_REASON));
    let (template, from, reason) = form.complete((template, from, reason))?;
    set_words(cx, which.code, which.tongue, from, &template, &reason)?;
    Ok(Reply::done("/policy/reminders", format!("The words hold from {}", ui::day(from))))
}
