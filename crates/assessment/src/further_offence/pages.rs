//! The pages of serious further offences of one person: the list, one offence with what is due and learned, and the forms.

use super::actions::{Learning, Telling, complete, due, finish, learn, record, withdraw};
use super::held::HeldBefore;
use super::rules::Due;
use super::store::{FurtherOffence, LearningAction, further_offences, learning, one};
use crate::harm::pages::level_tag;
use kernel::{Crn, Date, EntryId, Permission, StaffId};
use organisation::{Member, StaffLine};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// The longest account, in characters.
const LONGEST: usize = 8_000;
/// The longest short text, such as an offence.
const SHORT: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Oversee, ReadSensitive};
    vec![
        Route::get("/people/{crn}/further-offences", ReadSensitive, all),
        Route::get("/people/{crn}/further-offences/new", Oversee, form),
        Route::post("/people/{crn}/further-offences/new", Oversee, save),
        Route::get("/people/{crn}/further-offences/{id}", ReadSensitive, show),
        Route::get("/people/{crn}/further-offences/{id}/steps/{step}", Oversee, step_form),
        Route::post("/people/{crn}/further-offences/{id}/steps/{step}", Oversee, step_save),
        Route::get("/people/{crn}/further-offences/{id}/actions/new", Oversee, learn_form),
        Route::post("/people/{crn}/further-offences/{id}/actions/new", Oversee, learn_save),
        Route::get("/people/{crn}/further-offences/{id}/actions/{action}", Oversee, finish_form),
        Route::post("/people/{crn}/further-offences/{id}/actions/{action}", Oversee, finish_save),
        Route::get("/people/{crn}/further-offences/{id}/withdraw", Oversee, withdraw_form),
        Route::post("/people/{crn}/further-offences/{id}/withdraw", Oversee, withdraw_save),
    ]
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn path(open: &OpenPerson, id: EntryId, rest: &str) -> String {
    open.path(&format!("/further-offences/{id}{rest}"))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let rows = further_offences(cx, &open.keys)?;
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Serious further offences");
    let columns = ["Offence", "Happened", "Learned of", "State"].map(ui::column);
    let cells = rows.iter().map(|row| {
        [
            ui::link(&path(&open, row.id, ""), &row.offence),
            html! { (ui::short_day(row.happened_on)) },
            html! { (ui::short_day(row.learned_on)) },
            html! { @if row.withdrawn_at.is_some() { (ui::tag(ui::Colour::Grey, "Recorded in error")) } @else { "Stands" } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Serious further offences" }
        @if rows.is_empty() {
            (ui::empty("None is recorded. A serious further offence is recorded by a manager, and starts the days for telling the national team and for the review.", None))
        } @else {
            (ui::Table::new("The newest first", columns).rows(cells).show())
        }
        @if cx.may(Permission::Oversee) {
            (ui::link_button(&open.path("/further-offences/new"), "Record a serious further offence").show())
        }
    };
    Ok(Reply::page(frame.back(open.path("/risk")), body))
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Record a serious further offence");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Record a serious further offence" }
        p.govuk-body { "Tiers and levels of risk as they stood on the day are kept with it, and the days for what is due begin." }
        (req.form_frame(&open.path("/further-offences/new")).show(&html! {
            (ui::input("offence", "Which offence?").hint("Such as murder, or rape").show(&form))
            (ui::date_input("happened_on", "When did it happen?").show(&form))
            (ui::date_input("learned_on", "When did the service learn of it?").hint("The days for what is due are counted from here").show(&form))
            (ui::date_input("charged_on", "When was the person charged? (optional)").show(&form))
            (ui::textarea("circumstances", "What is known?").hint("Facts and who told them. No judgement yet, and no details of a victim.").rows(6).most(LONGEST).show(&form))
            (ui::button("Record").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/further-offences")), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let mut form = req.form();
    let offence = form.text("offence", "the offence", SHORT);
    let happened_on = form.date("happened_on", "the day of the offence");
    let learned_on = form.date("learned_on", "the day on which it was learned of");
    let charged_on = form.optional_date("charged_on", "the day of the charge");
    let circumstances = form.text("circumstances", "what is known", LONGEST);
    let (offence, happened_on, learned_on, circumstances) =
        form.complete((offence, happened_on, learned_on, circumstances))?;
    let telling = Telling { happened_on, learned_on, charged_on, offence, circumstances };
    let id = record(cx, &open, &telling)?;
    Ok(Reply::done(path(&open, id, ""), "The serious further offence is recorded"))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let offence = one(cx, &open.keys, req.param("id")?)?;
    let (due, learned) = (due(cx, &offence)?, learning(cx, &offence)?);
    let owners = organisation::staff_lines(cx, &learned.iter().map(|a| a.owner_id).collect::<Vec<_>>())?;
    let (today, own) = (cx.today(), offence.person_id == open.keys.survivor);
    let writes = cx.may(Permission::Oversee) && own && offence.withdrawn_at.is_none();
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Serious further offence");
    let body = html! {
        h1.govuk-heading-l { "Serious further offence: " (offence.offence) }
        (withdrawn(&offence))
        (facts(&open, &offence))
        h2.govuk-heading-m { "What is due" }
        (due_table(&open, &offence, &due, today, writes))
        h2.govuk-heading-m { "Held on the day" }
        (held(&offence.held()))
        h2.govuk-heading-m { "Learning and actions" }
        (actions_table(&open, &offence, &learned, &owners, today, writes))
        @if writes {
            (ui::link_button(&path(&open, offence.id, "/actions/new"), "Add learning and an action").show())
            p.govuk-body { (ui::link(&path(&open, offence.id, "/withdraw"), "It was recorded in error")) }
        }
    };
    Ok(Reply::page(frame.back(open.path("/further-offences")), body))
}

fn withdrawn(offence: &FurtherOffence) -> Markup {
    html! {
        @if let (Some(at), Some(why)) = (offence.withdrawn_at, &offence.withdrawn_why) {
            (ui::inset(&html! {
                p.govuk-body { strong { "Recorded in error. " } (why) }
                p.govuk-hint { (offence.withdrawn_by.as_deref().unwrap_or("Not known")) ", " (ui::instant(at)) }
            }))
        }
    }
}

fn facts(open: &OpenPerson, offence: &FurtherOffence) -> Markup {
    let day = |day: Date| {
        let href = open.path(&format!("/record?day={day}"));
        html! { (ui::day(day)) br; (ui::link(&href, "The record as it stood that evening")) }
    };
    let rows = [
        ui::row("Happened", day(offence.happened_on)),
        ui::row("Learned of", day(offence.learned_on)),
        ui::row("Charged", offence.charged_on.map_or_else(|| "Not charged, or not known".to_owned(), ui::day)),
        ui::row("What is known", html! { @for line in offence.circumstances.lines() { (line) br; } }),
        ui::row("Recorded", format!("{}, by {}", ui::instant(offence.recorded_at), offence.recorded_by)),
    ];
    ui::SummaryCard::new("What happened").rows(&rows)
}

fn state(due: &Due, today: Date) -> Markup {
    match due.done_on {
        Some(day) if day > due.due_on => {
            html! { "Done " (ui::short_day(day)) " " (ui::tag(ui::Colour::Orange, "After its day")) }
        }
        Some(day) => html! { "Done " (ui::short_day(day)) },
        None if due.is_late(today) => ui::tag(ui::Colour::Red, "Past its day"),
        None => html! { "To do" },
    }
}

fn due_table(open: &OpenPerson, offence: &FurtherOffence, due: &[Due], today: Date, writes: bool) -> Markup {
    let columns = [ui::column("What"), ui::column("By"), ui::column("State"), ui::column("Record").unseen()];
    let cells = due.iter().map(|due| {
        let href = path(open, offence.id, &format!("/steps/{}", due.code));
        [
            html! { (due.words) },
            html! { (ui::short_day(due.due_on)) @if due.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } },
            state(due, today),
            html! { @if writes && due.done_on.is_none() { (ui::link_about(&href, "Record as done", &due.words)) } },
        ]
    });
    html! {
        p.govuk-hint { "Counted from the day on which the service learned of it." }
        (ui::Table::new("What is due", columns).unseen_caption().rows(cells).show())
        @if due.iter().any(|due| due.assumed) {
            p.govuk-hint { "An assumed number of days holds until the service has said its own." }
        }
    }
}

fn held(held: &HeldBefore) -> Markup {
    let columns = ["Where", "Who is at risk", "Level", "Decided"].map(ui::column);
    let cells = held.levels.iter().map(|row| {
        let setting =
            row.setting.parse::<crate::Setting>().map_or_else(|_| row.setting.clone(), |s| s.words().to_owned());
        let who = row.who.parse::<crate::Who>().map_or_else(|_| row.who.clone(), |w| w.words().to_owned());
        [
            html! { "In " (setting) },
            html! { (who) },
            row.level().map_or_else(|| html! { (row.level) }, level_tag),
            html! { (ui::short_day(row.decided_on)) br; span.govuk-hint { (row.author) } },
        ]
    });
    let tiers: Vec<String> = held.tiers.iter().map(|t| format!("{} from {}", t.tier, ui::day(t.from))).collect();
    html! {
        @if held.levels.is_empty() { (ui::empty("Nobody had decided a level of risk of serious harm.", None)) }
        @else { (ui::Table::new("Levels of risk of serious harm", columns).rows(cells).show()) }
        @match tiers.split_first() {
            None => p.govuk-body { "No tier had been recorded." },
            Some((now, before)) => {
                p.govuk-body { "Tier " (now) "." @if !before.is_empty() { " Before that: " (before.join(", ")) "." } }
            }
        }
    }
}

fn actions_table(
    open: &OpenPerson,
    offence: &FurtherOffence,
    learned: &[LearningAction],
    owners: &BTreeMap<StaffId, StaffLine>,
    today: Date,
    writes: bool,
) -> Markup {
    if learned.is_empty() {
        return ui::empty("Nothing has been recorded as learned yet.", None);
    }
    let columns = ["What was learned", "What is done", "Who", "By", "What became of it"].map(ui::column);
    let cells = learned.iter().map(|row| {
        let owner = owners.get(&row.owner_id).map_or("Not known", |line| line.name.as_str());
        let href = path(open, offence.id, &format!("/actions/{}", row.id));
        let late = row.done_on.is_none() && row.due_on < today;
        [
            html! { (row.learning) },
            html! { (row.what) },
            html! { (owner) },
            html! { (ui::short_day(row.due_on)) @if late { " " (ui::tag(ui::Colour::Red, "Past its day")) } },
            html! {
                @match (&row.outcome, row.done_on) {
                    (Some(outcome), Some(day)) => { (outcome) br; span.govuk-hint { (ui::short_day(day)) } }
                    _ if writes => (ui::link_about(&href, "Record the outcome", &row.what)),
                    _ => "Open",
                }
            },
        ]
    });
    ui::Table::new("Learning and actions, the nearest day first", columns).unseen_caption().rows(cells).show()
}

fn step_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let offence = one(cx, &open.keys, req.param("id")?)?;
    let code = req.param::<String>("step")?;
    let step = due(cx, &offence)?.into_iter().find(|due| due.code == code).ok_or(store::Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Record as done");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (step.words) }
        p.govuk-body { "Due by " (ui::day(step.due_on)) "." }
        (req.form_frame(&path(&open, offence.id, &format!("/steps/{code}"))).show(&html! {
            (ui::date_input("done_on", "When was it done?").show(&form))
            (ui::textarea("note", "A note (optional)").rows(3).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(path(&open, offence.id, "")), body))
}

fn step_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let (id, code) = (req.param::<EntryId>("id")?, req.param::<String>("step")?);
    let mut form = req.form();
    let done_on = form.date("done_on", "the day");
    let note = form.optional_text("note", "the note", LONGEST);
    let (done_on,) = form.complete((done_on,))?;
    complete(cx, &open, id, &code, done_on, note.as_deref())?;
    Ok(Reply::done(path(&open, id, ""), "It is recorded as done"))
}

/// Those who may own an action: the members of the reader's teams.
fn owners(cx: &mut Cx<'_>) -> Result<Vec<Member>> {
    let mut teams = access::my_teams(cx)?;
    if let Some(staff) = cx.actor().staff() {
        let own = organisation::staff_line(cx, staff)?.team;
        if !teams.contains(&own) {
            teams.push(own);
        }
    }
    let today = cx.today();
    organisation::members_of(cx, &teams, today)
}

fn learn_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let offence = one(cx, &open.keys, req.param("id")?)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let owners = owners(cx)?;
    let options = owners.iter().map(|m| (m.staff.code.clone(), format!("{}, {}", m.staff.name, m.staff.grade)));
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Add learning and an action");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add learning and an action" }
        (req.form_frame(&path(&open, offence.id, "/actions/new")).show(&html! {
            (ui::textarea("learning", "What was learned?").hint("About practice, the team or the service").rows(4).most(LONGEST).show(&form))
            (ui::textarea("what", "What is done about it?").rows(3).most(LONGEST).show(&form))
            (ui::select("owner", "Who does it?").options(options).show(&form))
            (ui::date_input("due_on", "By when?").show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(path(&open, offence.id, "")), body))
}

fn learn_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let id = req.param::<EntryId>("id")?;
    let owners = owners(cx)?;
    let mut form = req.form();
    let learning = form.text("learning", "what was learned", LONGEST);
    let what = form.text("what", "what is done about it", LONGEST);
    let owner =
        form.choice("owner", "who does it", |code| owners.iter().find(|m| m.staff.code == code).map(|m| m.staff.id));
    let due_on = form.date("due_on", "the day");
    let (learning, what, owner, due_on) = form.complete((learning, what, owner, due_on))?;
    learn(cx, &open, id, &Learning { learning, what, owner, due_on })?;
    Ok(Reply::done(path(&open, id, ""), "The action is recorded"))
}

fn finish_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let offence = one(cx, &open.keys, req.param("id")?)?;
    let action = req.param::<EntryId>("action")?;
    let row = learning(cx, &offence)?.into_iter().find(|row| row.id == action).ok_or(store::Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Record the outcome of an action");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Record the outcome of an action" }
        (ui::inset(&html! { (row.what) }))
        (req.form_frame(&path(&open, offence.id, &format!("/actions/{action}"))).show(&html! {
            (ui::date_input("done_on", "When was it finished?").show(&form))
            (ui::textarea("outcome", "What became of it?").rows(4).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(frame.back(path(&open, offence.id, "")), body))
}

fn finish_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let (id, action) = (req.param::<EntryId>("id")?, req.param::<EntryId>("action")?);
    let mut form = req.form();
    let done_on = form.date("done_on", "the day");
    let outcome = form.text("outcome", "what became of it", LONGEST);
    let (done_on, outcome) = form.complete((done_on, outcome))?;
    finish(cx, &open, (id, action), done_on, &outcome)?;
    Ok(Reply::done(path(&open, id, ""), "The outcome is recorded"))
}

fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let id = req.param::<EntryId>("id")?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Recorded in error");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "This offence was recorded in error" }
        p.govuk-body { "It stays in the record with your reason, and leaves the managers’ list." }
        (req.form_frame(&path(&open, id, "/withdraw")).show(&html! {
            (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
            (ui::button("Take it back").warning().show())
        }))
    };
    Ok(Reply::page(frame.back(path(&open, id, "")), body))
}

fn withdraw_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = asked(cx, req)?;
    let id = req.param::<EntryId>("id")?;
    let mut form = req.form();
    let why = form.text("why", "why it was recorded in error", LONGEST);
    let (why,) = form.complete((why,))?;
    withdraw(cx, &open, id, &why)?;
    Ok(Reply::done(path(&open, id, ""), "It is taken back"))
}
