//! What waits of breaches, early ends and recognition, for an officer and for the managers of teams: asked together with the
//! other panels of a page, whatever the number of rows.

use crate::breach::{BreachLine, BreachState, limit, state_tag};
use crate::offers::{EARLY_END, MILESTONE, Offer};
use crate::policy::Policy;
use kernel::{Date, PersonId, StaffId, TeamId, placeholders};
use law::Law;
use people::PersonLine;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cx, Question, Result, Value, id_values, params};
use web::ui::{self, Stat};
use web::{Markup, html};

/// Rows of each list that a panel shows.
const SHOWN: i64 = 10;

/// What waits.
#[derive(Clone, Debug, Default)]
pub struct BreachWork {
    /// The officer's open breaches, the nearest limit first.
    pub breaches: Vec<BreachLine>,
    /// What the officer may give, and early ends of their people.
    pub offers: Vec<Offer>,
    /// Packs that wait for a manager of the teams.
    pub packs: Vec<BreachLine>,
    /// Early ends that wait for a manager of the teams.
    pub early: Vec<Offer>,
    /// What milestones are called, by code and day.
    names: Names,
}

#[derive(Clone, Debug, Default)]
struct Names(Option<Arc<Policy>>);

impl Names {
    fn of(&self, offer: &Offer) -> String {
        let policy = self.0.as_ref();
        policy.map_or_else(|| offer.code.clone(), |p| crate::recognition::name(p, &offer.code, offer.since))
    }
}

fn of_staff(staff: StaffId) -> [Question; 2] {
    let breaches = "WHERE is_open = $1 AND staff_id = $2 \
        ORDER BY CASE WHEN laid_on IS NULL THEN 0 ELSE 1 END, due_on, id LIMIT $3";
    let offers = "WHERE is_open = $1 AND staff_id = $2 ORDER BY since, id LIMIT $3";
    let values = params![true, staff, SHOWN];
    [Question::list::<BreachLine>(breaches, values), Question::list::<Offer>(offers, values)]
}

fn of_teams(teams: &[TeamId]) -> Option<[Question; 2]> {
    if teams.is_empty() {
        return None;
    }
    let asked = |what: Value, rest: &dyn Fn(&str) -> String| {
        let mut values: Vec<Value> = vec![what];
        let ids = id_values(teams);
        let among = placeholders(2, ids.len());
        values.extend(ids);
        (rest(&among), values)
    };
    let (packs, pack_values) = asked(BreachState::Checking.into(), &|among| {
        format!("WHERE state = $1 AND team_id IN ({among}) ORDER BY due_on, id LIMIT {SHOWN}")
    });
    let (early, early_values) = asked(EARLY_END.into(), &|among| {
        format!("WHERE what = $1 AND team_id IN ({among}) AND state = 'proposed' ORDER BY since, id LIMIT {SHOWN}")
    });
    Some([Question::list::<BreachLine>(&packs, &pack_values), Question::list::<Offer>(&early, &early_values)])
}

/// What [`breach_work`] asks.
#[must_use]
pub fn breach_work_questions(own: Option<StaffId>, teams: &[TeamId]) -> Vec<Question> {
    own.map(of_staff).into_iter().chain(of_teams(teams)).flatten().collect()
}

/// What waits for a member of staff, and for the managers of some teams.
///
/// # Errors
/// When the database fails.
pub fn breach_work(cx: &mut Cx<'_>, own: Option<StaffId>, teams: &[TeamId]) -> Result<BreachWork> {
    let mut work = BreachWork::default();
    if let Some([breaches, offers]) = own.map(of_staff) {
        work.breaches = cx.ask_list(&breaches)?;
        work.offers = cx.ask_list(&offers)?;
    }
    if work.offers.iter().any(|o| o.what == MILESTONE) {
        work.names = Names(Some(Policy::current(cx)?));
    }
    if let Some([packs, early]) = of_teams(teams) {
        work.packs = cx.ask_list(&packs)?;
        work.early = cx.ask_list(&early)?;
    }
    Ok(work)
}

impl BreachWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        let breaches = self.breaches.iter().chain(&self.packs).map(|b| b.person_id);
        breaches.chain(self.offers.iter().chain(&self.early).map(|o| o.person_id)).collect()
    }

    /// Figures for the top of the page.
    #[must_use]
    pub fn stats(&self, today: Date) -> Vec<Stat> {
        let stat = |figure: usize, [one, several]: [&str; 2], href: &str, urgent: bool| {
            let label = if figure == 1 { one } else { several }.to_owned();
            (figure > 0).then(|| Stat {
                figure: figure.to_string(),
                label,
                href: Some(href.into()),
                urgent,
                beside: None,
            })
        };
        let late = self.breaches.iter().any(|b| b.laid_on.is_none() && b.due_on.is_some_and(|due| due < today));
        let gives = self.offers.iter().filter(|o| o.what == MILESTONE).count();
        let all = [
            stat(self.breaches.len(), ["open breach", "open breaches"], "/breaches?whose=mine", late),
            stat(gives, ["milestone to recognise", "milestones to recognise"], "#recognition", false),
            stat(self.packs.len(), ["breach pack to agree to", "breach packs to agree to"], "/approvals", true),
            stat(self.early.len(), ["early end to decide", "early ends to decide"], "/early-endings", false),
        ];
        all.into_iter().flatten().collect()
    }

    /// The panels; nothing where nothing waits.
    #[must_use]
    pub fn panels(&self, lines: &HashMap<PersonId, PersonLine>, law: &Law, today: Date) -> Vec<Markup> {
        let mut panels = Vec::new();
        if !self.breaches.is_empty() {
            panels.push(breaches("Your breaches", &self.breaches, lines, law, today));
        }
        if !self.packs.is_empty() {
            panels.push(breaches("Breach packs to agree to", &self.packs, lines, law, today));
        }
        if !self.offers.is_empty() {
            panels
                .push(html! { div id="recognition" { (offers("To recognise and to end", &self.offers, &self.names, lines, law)) } });
        }
        if !self.early.is_empty() {
            panels.push(offers("Early ends to decide", &self.early, &self.names, lines, law));
        }
        panels
    }
}

fn named(lines: &HashMap<PersonId, PersonLine>, person: PersonId, rest: &str) -> Markup {
    match lines.get(&person) {
        Some(line) if line.restricted => html! { (line.name) " " span.govuk-hint { (line.crn) } },
        Some(line) => {
            html! { (ui::link(&format!("/people/{}{rest}", line.crn), &line.name)) " " span.govuk-hint { (line.crn) } }
        }
        None => html! { "Not known" },
    }
}

fn breaches(title: &str, rows: &[BreachLine], lines: &HashMap<PersonId, PersonLine>, law: &Law, today: Date) -> Markup {
    let columns = ["Person", "Lay at court by", "Next hearing", "How it stands"].map(ui::column);
    let cells = rows.iter().map(|b| {
        [
            named(lines, b.person_id, &format!("/breaches/{}", b.id)),
            limit(law, b.due_on, b.laid_on, b.is_open, today),
            html! { @match b.hearing_on { Some(day) => (ui::short_day(day)), None => "None yet" } },
            state_tag(b.state),
        ]
    });
    html! { section class="govuk-!-margin-bottom-8" { (ui::Table::new(title, columns).rows(cells).show()) } }
}

fn offers(title: &str, rows: &[Offer], names: &Names, lines: &HashMap<PersonId, PersonLine>, law: &Law) -> Markup {
    let columns = ["Person", "What", "Since"].map(ui::column);
    let cells = rows.iter().map(|o| {
        let (rest, words) = if o.what == MILESTONE {
            (format!("/milestones/{}", o.id), names.of(o))
        } else {
            let name = law.power(&o.code).map_or(o.code.clone(), |p| p.en.clone());
            (format!("/early-ends/{}", o.id), name)
        };
        [named(lines, o.person_id, &rest), html! { (words) }, html! { (ui::short_day(o.since)) }]
    });
    html! { section class="govuk-!-margin-bottom-8" { (ui::Table::new(title, columns).rows(cells).show()) } }
}

/// A panel of the person's page that leads to breaches, powers, recognition and progress.
///
/// # Errors
/// When the database fails.
pub fn person_panel(cx: &mut Cx<'_>, open: &people::OpenPerson) -> Result<Markup> {
    let rest = "WHERE person_id = $1 AND is_open = $2";
    let values = params![open.keys.survivor, true];
    let open_breaches = cx.list::<BreachLine>(rest, values)?;
    let waiting = cx.list::<Offer>(rest, values)?;
    let breach = open_breaches.first().map(|b| {
        html! { (ui::link(&open.path(&format!("/breaches/{}", b.id)), "A breach is open")) " " (state_tag(b.state)) }
    });
    let links = [
        ("/breaches", "Breaches"),
        ("/powers", "What you may do under the order"),
        ("/milestones", "What went well"),
        ("/progress", "Progress, for the person"),
    ];
    Ok(ui::SummaryCard::new("Breaches, powers and recognition").holding(&html! {
        @if let Some(breach) = breach { p.govuk-body { (breach) } }
        @if !waiting.is_empty() { p.govuk-body { (ui::link(&open.path("/milestones"), &ui::count(i64::try_from(waiting.len()).unwrap_or(i64::MAX), "thing waits for your word", "things wait for your word"))) } }
        ul.govuk-list { @for (rest, words) in links { li { (ui::link(&open.path(rest), words)) } } }
    }))
}

/// What [`person_panel`] asks.
#[must_use]
pub fn person_panel_questions(person: PersonId) -> Vec<Question> {
    let rest = "WHERE person_id = $1 AND is_open = $2";
    let values = params![person, true];
    vec![Question::list::<BreachLine>(rest, values), Question::list::<Offer>(rest, values)]
}
