//! Deciding a nomination, making it a project, recording what was done and answering whoever nominated it.

use super::look::stands;
use super::{framed, of, path};
use crate::desk::{LONGEST, form_page, seen, with_day};
use crate::nominations::actions::{accept, became_project, decline, finish, reopen, tell_nominator};
use crate::nominations::records::{Language, Nomination};
use crate::nominations::rules::as_given;
use crate::nominations::store::of_reference;
use crate::projects::policy::Policy;
use crate::projects::projects_running;
use kernel::ProjectId;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, item};
use web::{Answer, Markup, Reply, Request, html};

fn in_language(n: &Nomination) -> &'static str {
    match n.language {
        Language::English => "They wrote in English.",
        Language::Welsh => "They wrote in Welsh: answer in Welsh.",
    }
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (title, save): (&str, &str),
    fields: impl Fn(&mut Cx<'_>, &Nomination, &Form) -> Result<Markup>,
    opening: Form,
) -> Answer {
    let n = of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or(opening);
    let inside = fields(cx, &n, &form)?;
    let all = html! { (stands(req, &n)) (inside) };
    form_page(req, framed(req, &n, title), &form, (title, n.version), &all, save)
}

pub(super) fn accept_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |_: &mut Cx<'_>, n: &Nomination, form: &Form| {
        let hint = format!("Told to the nominator. Needed where somebody who was asked objects. {}", in_language(n));
        Ok(ui::textarea("words", "What do you say with it? (optional)").hint(hint).rows(4).most(LONGEST).show(form))
    };
    page(cx, req, ("Accept the nomination", "Accept it"), fields, Form::blank())
}

pub(super) fn accepted(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let words = form.optional_text("words", "what you say with it", LONGEST);
    form.finish()?;
    accept(cx, n.id, words.as_deref(), Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "Accepted. Make it a project next, and answer the nominator"))
}

pub(super) fn decline_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |_: &mut Cx<'_>, n: &Nomination, form: &Form| {
        let other = ui::input("duplicate_of", "Reference of the other nomination").width(20).show(form);
        let reasons = Policy::shipped()?.declined.iter().map(|c| {
            let one = item(c.code.clone(), c.en.clone());
            if c.code == "duplicate" { one.reveal(other.clone()) } else { one }
        });
        let hint = format!("Told to the nominator with the reason. {}", in_language(n));
        Ok(html! {
            (ui::radios("code", "Why is it not taken on?").hint("Told to the nominator in their language").items(reasons).show(form))
            (ui::textarea("words", "What do you say with it?").hint(hint).rows(4).most(LONGEST).show(form))
        })
    };
    page(cx, req, ("Do not take it on", "Do not take it on"), fields, Form::blank())
}

pub(super) fn declined(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let code = form.choice("code", "why it is not taken on", |code| Some(code.to_owned()));
    let words = form.optional_text("words", "what you say with it", LONGEST);
    let other = form.optional_text("duplicate_of", "the reference of the other nomination", 20);
    let code = form.complete(code)?;
    let other = match other.filter(|_| code == "duplicate") {
        Some(typed) => {
            let found = of_reference(cx, &as_given(&typed))?;
            let words = format!("There is no nomination {typed}");
            Some(found.ok_or_else(|| Failure::refused("duplicate_of", "unknown", words))?.id)
        }
        None => None,
    };
    decline(cx, n.id, (&code, words.as_deref(), other), Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "Not taken on. Answer the nominator next"))
}

pub(super) fn reopen_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |_: &mut Cx<'_>, _: &Nomination, form: &Form| {
        Ok(ui::textarea("words", "Why is it opened again?").rows(3).most(LONGEST).show(form))
    };
    page(cx, req, ("Open it again", "Open it again"), fields, Form::blank())
}

pub(super) fn reopened(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let words = form.text("words", "why it is opened again", LONGEST);
    let words = form.complete(words)?;
    reopen(cx, n.id, &words, Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "The nomination is open again"))
}

pub(super) fn project_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |cx: &mut Cx<'_>, n: &Nomination, form: &Form| {
        let today = cx.today();
        let running = projects_running(cx, today)?;
        let options = running.iter().map(|p| (p.id.to_string(), format!("{} {}", p.code, p.name)));
        let add = format!("/unpaid-work/projects/new?nomination={}", n.id);
        Ok(html! {
            p.govuk-body { (ui::link(&add, "Add a project from this nomination")) ", or choose one that is there already." }
            (ui::select("project", "Project").option("", "Choose a project").options(options).show(form))
        })
    };
    page(cx, req, ("Make it a project", "Save"), fields, Form::blank())
}

pub(super) fn project(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let project = form.id::<ProjectId>("project", "the project");
    let project = form.complete(project)?;
    became_project(cx, n.id, project, Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "The nomination is a project"))
}

pub(super) fn done_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let fields = |_: &mut Cx<'_>, n: &Nomination, form: &Form| {
        let hint = format!("Told to the nominator and shown to the public: name no person. {}", in_language(n));
        Ok(html! {
            (ui::date_input("done_on", "Last day of the work").show(form))
            (ui::input("hours", "Hours of work, all people together").number().suffix("hours").show(form))
            (ui::textarea("words", "What was done?").hint(hint).rows(4).most(LONGEST).show(form))
        })
    };
    page(cx, req, ("Record what was done", "Save"), fields, with_day(Form::blank(), "done_on", today))
}

pub(super) fn done(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let on = form.date("done_on", "the last day of the work");
    let hours = form.integer("hours", "the hours of work", 0..=1_000_000);
    let words = form.text("words", "what was done", LONGEST);
    let (on, hours, words) = form.complete((on, hours, words))?;
    finish(cx, n.id, (on, hours * 60, &words), Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "Recorded. Answer the nominator next"))
}

pub(super) fn tell_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let fields = |_: &mut Cx<'_>, n: &Nomination, form: &Form| {
        let reach = [("Email", &n.email), ("Telephone", &n.telephone)];
        let reach: Vec<String> =
            reach.iter().filter_map(|(what, to)| Some(format!("{what}: {}", to.as_deref()?))).collect();
        Ok(html! {
            p.govuk-body {
                "What you write stands on the page where they look their nomination up. "
                @if reach.is_empty() { "They left no address and no number, so that page is how they learn of it." }
                @else { "They left: " (reach.join(", ")) ". Throughcare sends nothing to the public by itself: write or ring, and say here that you did." }
            }
            (ui::radios("how", "How were they told?").items([
                item("On the page alone", "On the page alone"),
                item("By letter", "By letter"),
                item("By email", "By email"),
                item("By telephone", "By telephone"),
                item("In person", "In person"),
            ]).show(form))
            (ui::textarea("words", "What are they told?").hint(in_language(n)).rows(5).most(LONGEST).show(form))
        })
    };
    let n = of(cx, req)?;
    let opening = Form::of([
        ("words", n.done_words.or(n.decision_words).unwrap_or_default()),
        ("how", "On the page alone".to_owned()),
    ]);
    page(cx, req, ("Answer the nominator", "Save"), fields, opening)
}

pub(super) fn told(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let ways = ["On the page alone", "By letter", "By email", "By telephone", "In person"];
    let how = form.code("how", "how they were told", &ways);
    let words = form.text("words", "what they are told", LONGEST);
    let (how, words) = form.complete((how, words))?;
    tell_nominator(cx, n.id, &how, &words, Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "The answer stands on the nominator’s page"))
}
