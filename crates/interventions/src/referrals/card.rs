//! The card of a person's interventions that tells of referrals, and the panel of My work.

use super::pages::{path, state_tag};
use super::records::{ReferralLine, Waits};
use kernel::{Permission, PersonId, StaffId, TeamId, placeholders};
use law::{Law, Nation};
use people::{OpenPerson, PersonLine};
use std::collections::HashMap;
use store::{Cx, Question, Result, Value, id_values, params};
use web::ui::{self, Colour, Stat, column};
use web::{Markup, html};

/// Rows of each list that a panel shows.
const SHOWN: i64 = 10;

pub(super) fn question(open: &OpenPerson) -> Question {
    let values = store::key_values(&open.keys);
    let rest = format!("WHERE person_id IN ({}) ORDER BY made_on DESC, id DESC", open.keys.placeholders(1));
    Question::list::<ReferralLine>(&rest, &values)
}

/// What [`referrals_card`] asks.
#[must_use]
pub fn referrals_card_questions(open: &OpenPerson) -> Vec<Question> {
    vec![question(open)]
}

/// A person's referrals, and the way to make one.
///
/// # Errors
/// When the database fails.
pub fn referrals_card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let rows = cx.ask_list::<ReferralLine>(&question(open))?;
    let may = cx.may(Permission::Refer);
    if rows.is_empty() && !may {
        return Ok(html! {});
    }
    let (book, law, today) = (provision::book(cx)?, cx.part::<Law>()?, cx.today());
    let working = law.working_days(Nation::EnglandAndWales);
    let cells = rows.iter().map(|r| {
        let name = book.services.get(&r.service_id).map_or("Service", |s| s.name.as_str());
        let provider = book.providers.get(&r.provider_id).map_or("", |p| p.name.as_str());
        [
            html! { (ui::link(&path(open, r.id, ""), name)) br; span.govuk-hint { (provider) } },
            html! { (state_tag(r.state)) @if let Some(waits) = r.waits { br; (ui::tag(Colour::Orange, waits.words())) } },
            html! {
                @if r.is_open { (super::pages::due_words(r.due_what.zip(r.due_on), today, working)) }
                @else if let Some(on) = r.ended_on { "Ended " (ui::short_day(on)) }
            },
        ]
    });
    let columns = ["Service", "How it stands", "Due from the provider"].map(column);
    Ok(ui::SummaryCard::new("Referrals").holding(&html! {
        @if rows.is_empty() { p.govuk-body { "Nobody has referred this person to a service yet." } }
        @else { (ui::Table::new("Referrals, the newest first", columns).unseen_caption().rows(cells).show()) }
        @if may { p.govuk-body { (ui::link(&open.path("/refer"), "Refer to a service")) } }
    }))
}

/// What of referrals waits for a member of staff, and for the managers of some teams.
#[derive(Clone, Debug, Default)]
pub struct ReferralWork {
    /// What the officer decides, answers or reads.
    pub own: Vec<ReferralLine>,
    /// Providers of the teams' people that are late, and concerns that nobody has looked at.
    pub teams: Vec<ReferralLine>,
}

fn own_question(staff: StaffId) -> Question {
    let rest = "WHERE staff_id = $1 AND waits IS NOT NULL ORDER BY made_on, id LIMIT $2";
    Question::list::<ReferralLine>(rest, params![staff, SHOWN])
}

fn team_question(cx: &Cx<'_>, teams: &[TeamId]) -> Option<Question> {
    if teams.is_empty() {
        return None;
    }
    let mut values: Vec<Value> = vec![cx.today().into(), Waits::Concern.into()];
    let ids = id_values(teams);
    let among = placeholders(3, ids.len());
    values.extend(ids);
    let rest = format!(
        "WHERE team_id IN ({among}) AND (waits = $2 OR (is_open AND due_on < $1)) ORDER BY due_on, id LIMIT {SHOWN}"
    );
    Some(Question::list::<ReferralLine>(&rest, &values))
}

/// What [`referral_work`] asks.
#[must_use]
pub fn referral_work_questions(cx: &Cx<'_>, own: Option<StaffId>, teams: &[TeamId]) -> Vec<Question> {
    own.map(own_question).into_iter().chain(team_question(cx, teams)).collect()
}

/// What waits of referrals.
///
/// # Errors
/// When the database fails.
pub fn referral_work(cx: &mut Cx<'_>, own: Option<StaffId>, teams: &[TeamId]) -> Result<ReferralWork> {
    let mut work = ReferralWork::default();
    if let Some(question) = own.map(own_question) {
        work.own = cx.ask_list(&question)?;
    }
    if let Some(question) = team_question(cx, teams) {
        work.teams = cx.ask_list(&question)?;
    }
    Ok(work)
}

impl ReferralWork {
    /// Everybody named.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.own.iter().chain(&self.teams).map(|r| r.person_id).collect()
    }

    /// Figures for the top of the page.
    #[must_use]
    pub fn stats(&self) -> Vec<Stat> {
        let stat = |rows: &[ReferralLine], [one, several]: [&str; 2], href: &str| {
            let urgent = rows.iter().any(|r| r.waits == Some(Waits::Concern));
            (!rows.is_empty()).then(|| Stat {
                figure: rows.len().to_string(),
                label: if rows.len() == 1 { one } else { several }.to_owned(),
                href: Some(href.to_owned()),
                urgent,
                beside: None,
            })
        };
        let own = ["referral waits for you", "referrals wait for you"];
        let teams = ["referral of the team is late or worries", "referrals of the team are late or worry"];
        [
            stat(&self.own, own, "/interventions?whose=mine&show=waiting"),
            stat(&self.teams, teams, "/interventions?whose=team&show=late"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The panels; nothing where nothing waits.
    ///
    /// # Errors
    /// When the database fails.
    pub fn panels(&self, cx: &mut Cx<'_>, lines: &HashMap<PersonId, PersonLine>) -> Result<Vec<Markup>> {
        let (book, law, today) = (provision::book(cx)?, cx.part::<Law>()?, cx.today());
        let panel = |title: &str, rows: &[ReferralLine]| {
            let cells = rows.iter().filter_map(|r| {
                let person = lines.get(&r.person_id)?;
                let service = book.services.get(&r.service_id).map_or("", |s| s.name.as_str());
                Some([
                    super::pages::lists::person_cell(person, &format!("/people/{}/referrals/{}", person.crn, r.id)),
                    html! { (service) },
                    html! { (r.waits.map_or("", Waits::words)) },
                    super::pages::lists::due(r, today, &law),
                ])
            });
            let columns = ["Person", "Service", "What waits", "Due from the provider"].map(column);
            html! { section class="govuk-!-margin-bottom-8" { (ui::Table::new(title, columns).rows(cells).show()) } }
        };
        let all = [
            ("Referrals that wait for you", &self.own),
            ("Referrals of your teams that are late or worry", &self.teams),
        ];
        Ok(all.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(title, rows)| panel(title, rows)).collect())
    }
}
