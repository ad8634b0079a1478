//! Ending a project. What goes with it is done in the background, and the project's page says how far it is.

use super::{framed, of, path};
use crate::desk::{LONGEST, form_page, now_stands, seen, with_day};
use crate::leaving::leaving_progress;
use crate::placements::placed_counts;
use crate::projects::end_project;
use crate::projects::policy::Policy;
use kernel::ProjectId;
use store::Cx;
use web::form::Form;
use web::ui::{self, item, row};
use web::{Answer, Reply, Request, html};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (of, today) = (of(cx, req)?, cx.today());
    let placed = placed_counts(cx, &[of.project.id], today)?.values().sum::<i64>();
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "end_date", today));
    let reasons = Policy::shipped()?.ends.iter().map(|c| item(c.code.clone(), c.en.clone()));
    let who = match placed {
        0 => "Nobody is placed there.".to_owned(),
        n => format!(
            "{} placed there. Each placement ends with the project, and sessions after its last day are cancelled; place them at another project next.",
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

pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<ProjectId>("project")?;
    let mut form = req.form();
    let reason = form.choice("reason", "why it ends", |t| Some(t.to_owned()));
    let on = form.date("end_date", "the last day");
    let note = form.optional_text("note", "the note", LONGEST);
    let (reason, on) = form.complete((reason, on))?;
    let version = seen(&form)?;
    end_project(cx, id, on, &reason, note.as_deref(), version)?;
    let goes = ui::count(
        leaving_progress(cx, id)?.total(),
        "placement, session or booking",
        "placements, sessions and bookings",
    );
    Ok(Reply::done(path(id, ""), format!("The project ends; {goes} with it")))
}
