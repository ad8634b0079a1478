//! The part of the allocation pages that weighs: capacity before and after, grade, who knew the person, and what the
//! manager knew. It recommends with reasons and decides nothing.

use super::LONGEST_NOTE;
use crate::lists::{Load, Responsibility, case_and_watches, responsibility_history};
use crate::responsibility::{Holder, List};
use crate::workload::{
    AllocationSaid, AllocationStood, Choice, Figures, NewNeed, Place, capacities_of, percent, recommended,
};
use actuarial::tier::Letter;
use actuarial::workload::capacity_tenths;
use jiff::civil::Date;
use kernel::{StaffId, TeamId, UnitId};
use organisation::Member;
use people::OpenPerson;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Markup, html, ui};

/// How many needs a form takes at once.
const NEEDS: usize = 3;

/// Everybody who might take the person, with figures.
pub(super) struct Weighed {
    choices: Vec<Choice>,
    figures: HashMap<StaffId, (i64, i64)>,
    loads: HashMap<StaffId, Load>,
    points_of_case: i64,
    over: i64,
    tier: Option<String>,
    pub(super) recommended: Option<StaffId>,
}

impl Weighed {
    pub(super) fn choice(&self, staff: StaffId) -> Option<&Choice> {
        self.choices.iter().find(|c| c.staff == staff)
    }

    /// What an officer's list is like.
    pub(super) fn load(&self, staff: StaffId) -> Load {
        self.loads.get(&staff).copied().unwrap_or_default()
    }

    /// How the choice of an officer stood, for the record.
    pub(super) fn stood(&self, officer: StaffId, held: &Responsibility, against: Option<String>) -> AllocationStood {
        let (points_before, available) = self.figures.get(&officer).copied().unwrap_or_default();
        let reasons = self.choice(officer).map(|c| c.reasons(self.over)).unwrap_or_default();
        let told = |speaks: bool| -> Vec<String> {
            reasons.iter().filter(|r| r.speaks_for == speaks).map(|r| r.words.clone()).collect()
        };
        AllocationStood {
            officer,
            recommended: self.recommended,
            against_why: against.filter(|w| !w.trim().is_empty()),
            tier: held.tier.clone().or_else(|| self.tier.clone()),
            points_of_case: self.points_of_case,
            points_before,
            available,
            shown: serde_json::json!({"for": told(true), "against": told(false)}),
        }
    }
}

pub(super) fn weigh(cx: &mut Cx<'_>, open: &OpenPerson, held: &Responsibility, members: &[Member]) -> Result<Weighed> {
    let today = cx.today();
    let figures = Figures::now(cx)?;
    let over = figures.display(today).ok_or_else(|| Failure::broken("no display row"))?.over_tenths;
    let ids: Vec<StaffId> = members.iter().map(|m| m.staff.id).collect();
    let loads = capacities_of(cx, members)?;
    let case = case_and_watches(cx, open.keys.survivor)?.map(|(case, _)| case);
    let points_of_case = case.as_ref().map_or(0, |c| c.points + c.allowance);
    let two_part = case.and_then(|c| c.two_part);
    let knew = who_knew(cx, open)?;
    let language = language_of(cx, open)?;
    let speakers = match &language {
        Some(_) => organisation::languages_of(cx, &ids)?,
        None => BTreeMap::new(),
    };
    let places = Places::of(cx, open, held.team)?;
    let letter = held.tier.as_deref().and_then(|tier| tier.chars().next());
    let choices: Vec<Choice> = members
        .iter()
        .map(|m| {
            let id = m.staff.id;
            let holds_now = held.list == List::Officer(id);
            let (points, available) = loads.get(&id).map_or((0, 0), |c| (c.points, c.available.points));
            let more = if holds_now || held.list == List::Cover(id) { 0 } else { points_of_case };
            Choice {
                staff: id,
                at_work: m.away.is_none(),
                holds_now,
                grade_fits: figures.grade_fits(&m.staff.grade, held.tier.as_deref(), two_part.as_deref(), today),
                held_until: knew.get(&id).copied().filter(|_| !holds_now),
                place: places.place(m.staff.team),
                speaks: language.as_ref().map(|code| speakers.get(&id).is_some_and(|all| all.contains(code))),
                of_tier: letter.and_then(|letter| {
                    let most = figures.tier_capacity(&m.staff.grade, Letter::read(letter)?, today)?;
                    Some((loads.get(&id).and_then(|c| c.by_tier.get(&letter)).copied().unwrap_or(0), most))
                }),
                before: capacity_tenths(points, available),
                after: capacity_tenths(points + more, available),
                has_hours: available > 0,
            }
        })
        .collect();
    let recommended = recommended(&choices, over);
    let figures = loads.iter().map(|(id, c)| (*id, (c.points, c.available.points))).collect();
    let loads = loads.into_iter().map(|(id, c)| (id, c.load)).collect();
    Ok(Weighed { choices, figures, loads, points_of_case, over, tier: two_part, recommended })
}

/// The language in which the person is seen, where that is not English: the interpreter's, else the one they speak.
fn language_of(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Option<String>> {
    let known = people::language(cx, &open.keys)?;
    let code = known.and_then(|l| l.interpreter_language.or(l.spoken));
    Ok(code.filter(|code| code != "en" && code != "other"))
}

/// Where teams work, seen from the person's team and address.
struct Places {
    team: TeamId,
    units: HashMap<TeamId, UnitId>,
    /// Units with an office in the person's postcode district.
    near: BTreeSet<UnitId>,
}

impl Places {
    fn of(cx: &mut Cx<'_>, open: &OpenPerson, team: TeamId) -> Result<Places> {
        let units = organisation::teams(cx)?.into_iter().map(|t| (t.id, t.unit_id)).collect();
        let today = cx.today();
        let address = people::main_address(cx, &open.keys, today)?;
        let home = address.and_then(|a| a.postcode).as_deref().and_then(district);
        let offices = organisation::current_offices(cx)?;
        let near = offices.iter().filter(|o| home.is_some() && district(&o.postcode) == home).map(|o| o.unit_id);
        Ok(Places { team, units, near: near.collect() })
    }

    fn place(&self, team: TeamId) -> Place {
        let unit = self.units.get(&team);
        if team == self.team {
            Place::SameTeam
        } else if unit.is_some_and(|u| self.near.contains(u)) {
            Place::NearOffice
        } else if unit.is_some() && unit == self.units.get(&self.team) {
            Place::SameUnit
        } else {
            Place::Elsewhere
        }
    }
}

/// The part of a postcode that names the district: "ZA1" of "ZA1 2BC".
fn district(postcode: &str) -> Option<String> {
    let letters: String = postcode.chars().filter(char::is_ascii_alphanumeric).collect();
    let whole = letters.len() >= 5;
    whole.then(|| letters.get(..letters.len() - 3).unwrap_or_default().to_ascii_uppercase())
}

/// The last day on which each earlier officer had the person.
fn who_knew(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<HashMap<StaffId, Date>> {
    let mut knew: HashMap<StaffId, Date> = HashMap::new();
    for past in responsibility_history(cx, &open.keys)? {
        if let (Holder::Officer(officer), Some(until)) = (past.holder, past.until) {
            let day = until.local_date();
            knew.entry(officer).and_modify(|d| *d = day.max(*d)).or_insert(day);
        }
    }
    Ok(knew)
}

/// Whom the facts speak for, in a sentence.
pub(super) fn recommendation(weighed: &Weighed, members: &[Member]) -> Markup {
    let named = weighed.recommended.and_then(|id| members.iter().find(|m| m.staff.id == id));
    html! {
        @match named {
            None => p.govuk-body { "The facts speak for nobody here: everybody is away, full, or of another grade. Choose with a note, or look in another team." },
            Some(m) => {
                (ui::inset(&html! {
                    p.govuk-body { "The facts speak for " strong { (m.staff.name) } ". You decide." }
                    (reason_list(weighed, m.staff.id))
                }))
            }
        }
    }
}

pub(super) fn before_and_after(weighed: &Weighed, staff: StaffId) -> Markup {
    html! {
        @match weighed.choice(staff) {
            None => "Not known",
            Some(c) if !c.has_hours => (ui::tag(ui::Colour::Red, "No hours")),
            Some(c) => {
                (percent(c.before)) " now" br; (percent(c.after)) " with this person"
                @if c.after > weighed.over { " " (ui::tag(ui::Colour::Red, "Over")) }
            }
        }
    }
}

pub(super) fn reason_list(weighed: &Weighed, staff: StaffId) -> Markup {
    let reasons = weighed.choice(staff).map(|c| c.reasons(weighed.over)).unwrap_or_default();
    html! {
        ul.govuk-list.govuk-body-s {
            @for r in &reasons {
                li { @if r.speaks_for { "For: " } @else { strong { "Against: " } } (r.words) }
            }
        }
    }
}

/// What was known: the short form where the answer is certain, else what is not known and what is still needed.
pub(super) fn known_fields(form: &Form) -> Markup {
    let form = if form.typed("certain").is_empty() { &form.clone().with("certain", "yes") } else { form };
    let rows = (1..=NEEDS).map(|n| {
        html! {
            (ui::input(&format!("need{n}"), &format!("Still needed, {n}")).show(form))
            (ui::input(&format!("from{n}"), &format!("From whom, {n}")).show(form))
            (ui::date_input(&format!("by{n}"), &format!("By when, {n}")).show(form))
        }
    });
    let longer = html! {
        (ui::textarea("known", "What is known").rows(2).most(LONGEST_NOTE).show(form))
        (ui::textarea("not_known", "What is not known").rows(2).most(LONGEST_NOTE).show(form))
        (ui::textarea("done_to_find", "What was done to find it").rows(2).most(LONGEST_NOTE).show(form))
        @for row in rows { (row) }
    };
    let items = [
        ui::item("yes", "Yes: nothing that decides this is missing"),
        ui::item("no", "No: something is still needed").reveal(longer),
    ];
    ui::radios("certain", "Is everything known that decides this?").items(items).show(form)
}

/// What the manager said about it.
pub(super) fn said(form: &mut Form) -> Option<AllocationSaid> {
    let certain = form.code("certain", "whether everything is known", &["yes", "no"])?;
    if certain == "yes" {
        return Some(AllocationSaid { certain: true, ..AllocationSaid::default() });
    }
    let mut text = |name: &str, what: &str| form.optional_text(name, what, LONGEST_NOTE).unwrap_or_default();
    let (known, not_known, done) = (
        text("known", "what is known"),
        text("not_known", "what is not known"),
        text("done_to_find", "what was done to find it"),
    );
    let mut needs = Vec::new();
    for n in 1..=NEEDS {
        let what = form.optional_text(&format!("need{n}"), "what is needed", 500).unwrap_or_default();
        let from_whom = form.optional_text(&format!("from{n}"), "from whom", 200).unwrap_or_default();
        let by = form.optional_date(&format!("by{n}"), "the day by which it is needed");
        if !what.is_empty() || !from_whom.is_empty() || by.is_some() {
            needs.push(NewNeed { what, from_whom, by });
        }
    }
    Some(AllocationSaid { certain: false, known, not_known, done_to_find: done, needs })
}
