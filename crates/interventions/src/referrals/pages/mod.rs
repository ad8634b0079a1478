//! What officers and managers see of referrals: where a person can be referred, one form filled from the record, one referral
//! with what waits, and lists.

mod choose;
pub(crate) mod forms;
pub(crate) mod lists;
mod refer;
pub(crate) mod show;
pub(crate) mod told;

use super::records::{DueWhat, ReferralState};
use super::store::{Whole, referral};
use kernel::{Crn, Date, Permission, ReferralId, WorkingDays};
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::{self, Colour};
use web::{Markup, Request, Route, html};

pub(crate) fn routes() -> Vec<Route> {
    let (read, refer) = (Permission::ReadPeople, Permission::Refer);
    vec![
        Route::get("/interventions", read, lists::all),
        Route::get("/people/{crn}/refer", refer, choose::show),
        Route::get("/people/{crn}/refer/{offer}", refer, refer::form),
        Route::post("/people/{crn}/refer/{offer}", refer, refer::save),
        Route::get("/people/{crn}/referrals/{id}", read, show::show),
        Route::get("/people/{crn}/referrals/{id}/withdraw", refer, forms::withdraw_form),
        Route::post("/people/{crn}/referrals/{id}/withdraw", refer, forms::withdraw_save),
        Route::get("/people/{crn}/referrals/{id}/deadline", refer, forms::deadline_form),
        Route::post("/people/{crn}/referrals/{id}/deadline", refer, forms::deadline_save),
        Route::get("/people/{crn}/referrals/{id}/plan", refer, forms::plan_form),
        Route::post("/people/{crn}/referrals/{id}/plan", refer, forms::plan_save),
        Route::get("/people/{crn}/referrals/{id}/meeting", refer, forms::meeting_form),
        Route::post("/people/{crn}/referrals/{id}/meeting", refer, forms::meeting_save),
        Route::get("/people/{crn}/referrals/{id}/messages/new", refer, forms::message_form),
        Route::post("/people/{crn}/referrals/{id}/messages/new", refer, forms::message_save),
        Route::get("/people/{crn}/referrals/{id}/messages/{message}", refer, forms::answer_form),
        Route::post("/people/{crn}/referrals/{id}/messages/{message}", refer, forms::answer_save),
        Route::post("/people/{crn}/referrals/{id}/read", refer, forms::read_save),
    ]
}

/// The person and the referral that the address names.
fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let whole = referral(cx, &open.keys, req.param::<ReferralId>("id")?)?;
    Ok((open, whole))
}

pub(crate) fn path(open: &OpenPerson, id: ReferralId, rest: &str) -> String {
    open.path(&format!("/referrals/{id}{rest}"))
}

fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str, back: String) -> Result<ui::Frame> {
    Ok(people::frame(req, cx, open, "Interventions")?.titled(title).back(back))
}

pub(crate) fn state_tag(state: ReferralState) -> Markup {
    use ReferralState as S;
    let colour = match state {
        S::Sent => Colour::Plain,
        S::Assigned | S::Assessed => Colour::Teal,
        S::Planned => Colour::Purple,
        S::Delivering => Colour::Green,
        S::ReportDue => Colour::Orange,
        S::Completed => Colour::Green,
        S::EndedEarly | S::Withdrawn => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

/// What is due and by when, with the working days left or gone.
pub(crate) fn due_words(due: Option<(DueWhat, Date)>, today: Date, working: WorkingDays<'_>) -> Markup {
    let Some((what, on)) = due else { return html! { span.govuk-hint { "Nothing" } } };
    let words = |days: i64, one: &str, many: &str| ui::count(days, one, many);
    html! {
        (what.words()) " by " (ui::short_day(on)) " "
        @if on < today {
            (ui::tag(Colour::Red, "Late")) " "
            span.govuk-hint { "by " (words(working.between(on, today).max(1), "working day", "working days")) }
        } @else if working.between(today, on) <= 2 {
            (ui::tag(Colour::Orange, "Soon")) " "
            span.govuk-hint { (words(working.between(today, on), "working day left", "working days left")) }
        } @else {
            span.govuk-hint { (words(working.between(today, on), "working day left", "working days left")) }
        }
    }
}
