//! Ending a project, and with it the placements that would go on after its last day: one transaction a person.

use super::{framed, of, path};
use crate::desk::{LONGEST, form_page, now_stands, seen, with_day};
use crate::placements::{leave_project, placed_counts};
use crate::projects::end_project;
use crate::projects::policy::Policy;
use kernel::ProjectId;
use serde_json::json;
use store::Cx;
use web::form::Form;
use web::ui::{self, item, row};
use web::{Answer, Ask, Reply, Request, html};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (of, today) = (of(cx, req)?, cx.today());
    let placed = placed_counts(cx, &[of.project.id], today)?.values().sum::<i64>();
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "end_date", today));
    let reasons = Policy::shipped()?.ends.iter().map(|c| item(c.code.clone(), c.en.clone()));
    let who = match placed {
        0 => "Nobody is placed there.".to_owned(),
        n => format!(
            "{} placed there. Each placement ends with the project; place them at another project next.",
            ui::count(n, "person is", "people are")
        ),
    };
    let fields = html! {
        (now_stands(req, &[row("Project", of.project.name.as_str())]))
        (ui::warning(&who))
        (ui::radios("reason", "Why does it end?").items(reasons).show(&form))
        (ui::date_input("end_date", "Last day").show(&form))
        (ui::textarea("note", "Note (optional)").rows(3).most(LONGEST).show(&form))
    };
    let title = "End the project";
    form_page(req, framed(req, &of.project, title), &form, (title, of.project.version), &fields, "End the project")
}

pub(super) fn end(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let id = req.param::<ProjectId>("project")?;
    let mut form = req.form();
    let reason = form.choice("reason", "why it ends", |t| Some(t.to_owned()));
    let on = form.date("end_date", "the last day");
    let note = form.optional_text("note", "the note", LONGEST);
    let (reason, on) = form.complete((reason, on))?;
    let version = seen(&form)?;
    ask.step("end", |cx| {
        end_project(cx, id, on, &reason, note.as_deref(), version)?;
        Ok(json!({}))
    })?;
    let left = leave_project(ask.house, ask.asker, id)?;
    let left = ui::count(i64::try_from(left).unwrap_or(0), "placement ends", "placements end");
    Ok(Reply::done(path(id, ""), format!("The project ends; {left} with it")))
}
