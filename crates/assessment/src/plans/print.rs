//! The plan as an image of its own, which a signed assessment keeps, and the words around the plan that a person is given.

use super::reading::Plan;
use super::rules::GoalStanding;
use serde_json::{Value, json};

/// The plan as it is kept at signing, readable without this program.
pub(super) fn image(plan: &Plan) -> Value {
    json!({
        "goals": plan.goals.iter().map(goal).collect::<Vec<_>>(),
        "agreement": plan.agreements.first().map(|a| json!({
            "on": a.on_day.to_string(), "agreed": a.agreed.code(), "own_words": a.own_words, "reason": a.reason,
        })),
        "risk": plan.risk.first().map(|r| json!({
            "on": r.on_day.to_string(), "supervision": r.supervision, "monitoring": r.monitoring,
            "interventions": r.interventions, "victim_safety": r.victim_safety, "contingency": r.contingency,
        })),
        "visits": plan.visits.iter().filter(|v| v.is_open()).map(|v| json!({
            "by": v.visit.by_day.to_string(), "purpose": v.visit.purpose,
        })).collect::<Vec<_>>(),
    })
}

fn goal(standing: &GoalStanding) -> Value {
    let g = &standing.goal;
    json!({
        "need": g.need, "aim": g.aim, "measure": g.measure, "strength": g.strength, "state": standing.state.code(),
        "actions": standing.actions.iter().map(|a| json!({
            "what": a.action.what, "who": a.action.who.code(), "who_name": a.action.who_name,
            "by": a.by.to_string(), "state": a.state.code(),
        })).collect::<Vec<_>>(),
    })
}

/// The words around a plan that the person is given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels {
    pub(super) title: &'static str,
    pub(super) opening: &'static str,
    pub(super) aim: &'static str,
    pub(super) measure: &'static str,
    pub(super) strength: &'static str,
    pub(super) steps: &'static str,
    pub(super) me: &'static str,
    pub(super) officer: &'static str,
    pub(super) others: &'static str,
    pub(super) by: &'static str,
    pub(super) done: &'static str,
    pub(super) said: &'static str,
    pub(super) closing: &'static str,
}

const ENGLISH: Labels = Labels {
    title: "My plan:",
    opening: "This is what we agreed to work on, and who does what.",
    aim: "What I want:",
    measure: "We will know it worked when:",
    strength: "What I have that helps:",
    steps: "Steps",
    me: "I do this",
    officer: "My probation officer does this",
    others: "Others do this",
    by: "by",
    done: "Done.",
    said: "What I said about this plan",
    closing: "If something changes, or a step is too hard, tell your probation officer. The plan can be changed.",
};

const WELSH: Labels = Labels {
    title: "Fy nghynllun:",
    opening: "Dyma’r hyn y cytunwyd i weithio arno, a phwy sy’n gwneud beth.",
    aim: "Yr hyn rwyf ei eisiau:",
    measure: "Byddwn yn gwybod ei fod wedi gweithio pan:",
    strength: "Yr hyn sydd gennyf sy’n helpu:",
    steps: "Camau",
    me: "Fi sy’n gwneud hyn",
    officer: "Fy swyddog prawf sy’n gwneud hyn",
    others: "Eraill sy’n gwneud hyn",
    by: "erbyn",
    done: "Wedi’i wneud.",
    said: "Yr hyn a ddywedais am y cynllun hwn",
    closing: "Os bydd rhywbeth yn newid, neu os yw cam yn rhy anodd, dywedwch wrth eich swyddog prawf. Gellir newid y cynllun.",
};

/// In English or Welsh.
pub(super) fn labels(welsh: bool) -> &'static Labels {
    if welsh { &WELSH } else { &ENGLISH }
}
