//! The forms of goals, actions and what became of them.

use super::TAB;
use crate::parts::{form_page, opened, seen, with_date};
use crate::plans::actions::{self, ActionFacts, GoalFacts, NewProgress};
use crate::plans::needs::{self, NEEDS, WHO};
use crate::plans::records::{Movement, ProgressKind, Who};
use crate::plans::rules::{ActionState, LONGEST};
use kernel::{Date, PlanEntryId};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

const BACK: &str = "/plan";

fn goal_fields(form: &Form) -> Markup {
    html! {
        (ui::select("need", "Which need is it for?").option("", "Select a need")
            .options(NEEDS.iter().map(|n| (n.code, n.en))).show(form))
        (ui::textarea("aim", "What does the person work towards?").hint("In words that the person would use").rows(3).most(LONGEST).show(form))
        (ui::textarea("measure", "How will everybody know that it is reached?").rows(3).most(LONGEST).show(form))
        (ui::textarea("strength", "What does the person have already that helps? (optional)").rows(3).most(LONGEST).show(form))
        (ui::input("place", "Its place in the plan (optional)").hint("1 comes first").number().width(3).show(form))
    }
}

fn goal_facts(form: &mut Form) -> Result<GoalFacts> {
    let need = form.choice("need", "the need", |code| Some(code.to_owned()));
    let aim = form.text("aim", "what the person works towards", LONGEST);
    let measure = form.text("measure", "how everybody will know that it is reached", LONGEST);
    let strength = form.optional_text("strength", "what helps", LONGEST);
    let place = form.optional_integer("place", "the place in the plan", 1..=999);
    let (need, aim, measure) = form.complete((need, aim, measure))?;
    Ok(GoalFacts { need, aim, measure, strength, place })
}

pub(super) fn new_goal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let need = req.query("need").unwrap_or_default().to_owned();
    let form = req.typed(cx)?.unwrap_or_else(|| Form::blank().with("need", need));
    let body = html! {
        (req.form_frame(&open.path("/plan/goals/new")).show(&html! {
            (goal_fields(&form)) (ui::button("Save the goal").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Set a goal", BACK), &form, &body)
}

pub(super) fn save_new_goal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let facts = goal_facts(&mut req.form())?;
    let id = actions::add_goal(cx, &open.keys, &facts)?;
    Ok(Reply::done(open.path(&format!("/plan/goals/{id}/actions/new")), "The goal is set. Add the first action"))
}

pub(super) fn goal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let goal = actions::goal(cx, &open.keys, req.param::<PlanEntryId>("id")?)?.goal;
    let known = Form::of([
        ("need", goal.need.clone()),
        ("aim", goal.aim.clone()),
        ("measure", goal.measure.clone()),
        ("strength", goal.strength.clone().unwrap_or_default()),
        ("place", goal.place.to_string()),
    ]);
    let form = req.typed(cx)?.unwrap_or(known);
    let body = html! {
        @if req.is_conflict() {
            (ui::inset(&html! { strong { "What stands now" } p.govuk-body { (needs::name(&goal.need)) ": " (goal.aim) } p.govuk-body { (goal.measure) } }))
        }
        (req.form_frame(&open.path(&format!("/plan/goals/{}", goal.id))).hidden("version", goal.version).show(&html! {
            (goal_fields(&form)) (ui::button("Save").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Change a goal", BACK), &form, &body)
}

pub(super) fn save_goal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let facts = goal_facts(&mut form)?;
    let version = seen(&form).ok_or_else(|| Failure::Stale("Open the goal again".into()))?;
    actions::amend_goal(cx, &open.keys, req.param("id")?, &facts, version)?;
    Ok(Reply::done(open.path(BACK), "The goal is changed"))
}

fn action_fields(form: &Form, with_date: bool) -> Markup {
    html! {
        (ui::textarea("what", "What is to be done?").rows(3).most(LONGEST).show(form))
        (ui::radios("who", "Who does it?").items(WHO.iter().map(|(who, en, _)| ui::item(who.code(), *en))).show(form))
        (ui::input("who_name", "Name of the service, or of the relative or friend").hint("Where it is neither the person nor the officer").show(form))
        @if with_date { (ui::date_input("by", "By when?").show(form)) }
        (ui::input("place", "Its place in the sequence (optional)").hint("1 comes first").number().width(3).show(form))
    }
}

fn action_facts(form: &mut Form, by: Option<Date>) -> Result<ActionFacts> {
    let what = form.text("what", "what is to be done", LONGEST);
    let who = form.choice("who", "who does it", |code| code.parse::<Who>().ok());
    let who_name = form.optional_text("who_name", "the name", 200);
    let by = by.or_else(|| form.date("by", "the day"));
    let place = form.optional_integer("place", "the place in the sequence", 1..=999);
    let (what, who, by) = form.complete((what, who, by))?;
    Ok(ActionFacts { what, who, who_name, by, place })
}

pub(super) fn new_action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let goal = actions::goal(cx, &open.keys, req.param::<PlanEntryId>("id")?)?.goal;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::summary_list(&[ui::row(needs::name(&goal.need), goal.aim.clone())]))
        (req.form_frame(&open.path(&format!("/plan/goals/{}/actions/new", goal.id))).show(&html! {
            (action_fields(&form, true)) (ui::button("Save the action").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Add an action", BACK), &form, &body)
}

pub(super) fn save_new_action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let facts = action_facts(&mut req.form(), None)?;
    actions::add_action(cx, &open.keys, req.param("id")?, &facts)?;
    Ok(Reply::done(open.path(BACK), "The action is part of the plan"))
}

pub(super) fn action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (_, standing) = actions::action(cx, &open.keys, req.param::<PlanEntryId>("id")?)?;
    let action = &standing.action;
    let known = Form::of([
        ("what", action.what.clone()),
        ("who", action.who.code().to_owned()),
        ("who_name", action.who_name.clone().unwrap_or_default()),
        ("place", action.place.to_string()),
    ]);
    let form = req.typed(cx)?.unwrap_or(known);
    let path = open.path(&format!("/plan/actions/{}", action.id));
    let body = html! {
        @if req.is_conflict() {
            (ui::inset(&html! { strong { "What stands now" } p.govuk-body { (action.what) ", " (super::who_words(&standing)) } }))
        }
        p.govuk-body { "By " (ui::day(standing.by)) ". " (ui::link(&format!("{path}/progress"), "Move the date, with the reason")) }
        (req.form_frame(&path).hidden("version", action.version).show(&html! {
            (action_fields(&form, false)) (ui::button("Save").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Change an action", BACK), &form, &body)
}

pub(super) fn save_action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<PlanEntryId>("id")?;
    let (_, standing) = actions::action(cx, &open.keys, id)?;
    let mut form = req.form();
    let facts = action_facts(&mut form, Some(standing.action.by_day))?;
    let version = seen(&form).ok_or_else(|| Failure::Stale("Open the action again".into()))?;
    actions::amend_action(cx, &open.keys, id, &facts, version)?;
    Ok(Reply::done(open.path(BACK), "The action is changed"))
}

pub(super) fn goal_progress(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let standing = actions::goal(cx, &open.keys, req.param::<PlanEntryId>("id")?)?;
    let about = format!("{}: {}", needs::name(&standing.goal.need), standing.goal.aim);
    let path = format!("/plan/goals/{}/progress", standing.goal.id);
    progress_page(cx, req, &open, (&about, &path, standing.state), false)
}

pub(super) fn action_progress(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (_, standing) = actions::action(cx, &open.keys, req.param::<PlanEntryId>("id")?)?;
    let about = format!("{}, by {}", standing.action.what, ui::day(standing.by));
    let path = format!("/plan/actions/{}/progress", standing.action.id);
    progress_page(cx, req, &open, (&about, &path, standing.state), true)
}

fn progress_page(
    cx: &mut Cx<'_>,
    req: &Request,
    open: &OpenPerson,
    (about, path, state): (&str, &str, ActionState),
    is_action: bool,
) -> Answer {
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| with_date(Form::blank(), "on", today));
    let mut items = vec![ui::item("note", "Something was done towards it")];
    if state == ActionState::Open {
        items.push(ui::item("done", if is_action { "It is done" } else { "It is reached" }));
        if is_action {
            let day = ui::date_input("new_day", "New date").plain().show(&form);
            items.push(ui::item("moved", "It needs another date").reveal(day));
        }
        items.push(ui::item("dropped", "It is no longer part of the plan"));
    } else {
        items.push(ui::item("reopened", "It is part of the plan again"));
    }
    let body = html! {
        (ui::inset(&html! { (about) }))
        (req.form_frame(&open.path(path)).show(&html! {
            (ui::radios("what", "What happened?").items(items).show(&form))
            (ui::date_input("on", "When?").show(&form))
            (ui::textarea("words", "Tell it in a few words").hint("What was done, by whom; or why it is moved or dropped").rows(5).most(LONGEST).show(&form))
            (ui::radios("movement", "How does the need stand now? (optional)").items([
                ui::item("better", "Better"), ui::item("same", "The same"), ui::item("worse", "Worse"),
            ]).show(&form))
            (ui::button("Save").show())
        }))
    };
    form_page(cx, req, open, (TAB, "Write down what happened", BACK), &form, &body)
}

fn new_progress(form: &mut Form) -> Result<NewProgress> {
    let what = form.choice("what", "what happened", |code| code.parse::<ProgressKind>().ok());
    let movement = form.optional_choice("movement", "how the need stands", |code| code.parse::<Movement>().ok());
    let on = form.date("on", "the day");
    let new_day = if form.typed("what") == "moved" { form.date("new_day", "the new date") } else { None };
    let words = form.text("words", "what happened", LONGEST);
    let (what, on, words) = form.complete((what, on, words))?;
    Ok(NewProgress { what, movement, on, new_day, words })
}

pub(super) fn save_goal_progress(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let new = new_progress(&mut req.form())?;
    actions::note_progress(cx, &open.keys, req.param("id")?, None, &new)?;
    Ok(Reply::done(open.path(BACK), "It is written down"))
}

pub(super) fn save_action_progress(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<PlanEntryId>("id")?;
    let new = new_progress(&mut req.form())?;
    let (goal, _) = actions::action(cx, &open.keys, id)?;
    actions::note_progress(cx, &open.keys, goal.goal.id, Some(id), &new)?;
    Ok(Reply::done(open.path(BACK), "It is written down"))
}
