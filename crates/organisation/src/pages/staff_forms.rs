//! Adding staff, changing what is known of them, and moving them to another team.

use super::team::team_field;
use super::{form_page, version};
use crate::{NewStaff, StaffChange, add_staff, amend_staff, grades, move_staff, staff_by_code};
use kernel::TeamId;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let opened = Form::of([("team", req.query("team").unwrap_or_default()), ("weekly_hours", "37")]);
    let form = req.typed(cx)?.unwrap_or(opened);
    let team = team_field(cx, &form, "Team", "Choose a team")?;
    let code =
        ui::input("code", "Code").hint("Seven characters that begin with the code of the team").width(10).show(&form);
    let start = ui::date_input("start_date", "First day").show(&form);
    let fields = html! { (team) (code) (fields(cx, &form)?) (start) };
    Ok(form_page(req, &form, "Add a member of staff", &fields, "Add", None))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let team = form.id::<TeamId>("team", "the team");
    let code = form.text("code", "the code", 7);
    let start = form.date("start_date", "the first day");
    let change = read(&mut form);
    let (team, code, start_date, change) = form.complete((team, code, start, change))?;
    let StaffChange { forename, surname, grade, weekly_minutes, telephone, email } = change;
    let new = NewStaff { code, forename, surname, grade, weekly_minutes, telephone, email, team, start_date };
    let staff = add_staff(cx, new)?;
    Ok(Reply::done(format!("/organisation/staff/{}", staff.code), format!("{} was added", staff.name())))
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let known = Form::of([
        ("forename", staff.forename.clone()),
        ("surname", staff.surname.clone()),
        ("grade", staff.grade.clone()),
        ("weekly_hours", super::team::hours(staff.weekly_minutes)),
        ("telephone", staff.telephone.clone().unwrap_or_default()),
        ("email", staff.email.clone().unwrap_or_default()),
    ]);
    let form = req.typed(cx)?.unwrap_or(known);
    let fields = fields(cx, &form)?;
    Ok(form_page(req, &form, &format!("Change {}", staff.name()), &fields, "Save", Some(staff.version)))
}

pub(super) fn save_edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let mut form = req.form();
    let change = read(&mut form);
    let change = form.complete(change)?;
    let staff = amend_staff(cx, staff.id, version(&form), change)?;
    Ok(Reply::done(format!("/organisation/staff/{}", staff.code), "The details were changed"))
}

pub(super) fn choose_team(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let team = team_field(cx, &form, "New team", "Choose a team")?;
    let fields = html! {
        (team)
        (ui::date_input("from", "First day in the new team").show(&form))
        (ui::textarea("reason", "Why do they move?").rows(3).show(&form))
    };
    Ok(form_page(req, &form, &format!("Move {}", staff.name()), &fields, "Move", None))
}

pub(super) fn save_move(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let mut form = req.form();
    let team = form.id::<TeamId>("team", "the team");
    let from = form.date("from", "the first day in the new team");
    let reason = form.text("reason", "why they move", 1000);
    let (team, from, reason) = form.complete((team, from, reason))?;
    move_staff(cx, staff.id, team, from, &reason)?;
    Ok(Reply::done(
        format!("/organisation/staff/{}", staff.code),
        format!("{} moves on {}", staff.name(), ui::day(from)),
    ))
}

fn read(form: &mut Form) -> Option<StaffChange> {
    let forename = form.text("forename", "the first name", 80);
    let surname = form.text("surname", "the last name", 80);
    let grade = form.choice("grade", "the grade", |code| Some(code.to_owned()));
    let minutes = form.read("weekly_hours", "0 to 48 hours a week", minutes);
    let telephone = form.optional_text("telephone", "the telephone number", 30);
    let email = form.optional_email("email", "the e-mail address");
    Some(StaffChange {
        forename: forename?,
        surname: surname?,
        grade: grade?,
        weekly_minutes: minutes?,
        telephone,
        email,
    })
}

/// Hours as typed, such as `22.2`, in minutes; `None` outside 0 to 48.
fn minutes(typed: &str) -> Option<i64> {
    let hours: f64 = typed.trim().parse().ok()?;
    (0.0..=48.0).contains(&hours).then(|| (hours * 60.0).round() as i64)
}

fn fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let today = cx.today();
    let offered =
        grades(cx)?.into_iter().filter(|g| g.end_date.is_none_or(|end| today < end)).map(|g| (g.code, g.name));
    Ok(html! {
        (ui::input("forename", "First name").show(form))
        (ui::input("surname", "Last name").show(form))
        (ui::select("grade", "Grade").option("", "Choose a grade").options(offered).show(form))
        (ui::input("weekly_hours", "Hours a week").hint("37 is a full week").width(4).show(form))
        (ui::input("telephone", "Telephone (optional)").telephone().width(20).show(form))
        (ui::input("email", "E-mail (optional)").email().show(form))
    })
}
