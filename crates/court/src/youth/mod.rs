//! Young people whose order runs beyond their eighteenth birthday. Youth justice supervises them; nothing moves by itself
//! at eighteen, since what happens depends on the order and on needs. The list says who comes when, from when to plan, and
//! what was agreed; taking somebody on opens their record with what the courts said, and can be taken back.

mod actions;
mod api;
mod notice;
mod pages;

pub use actions::{Transfer, leave_youth, take_on_youth, take_youth_back};
pub(crate) use notice::{notice, taken_on, told};
pub(crate) use pages::routes as page_routes;

use kernel::{Date, EntryId, Instant, MessageId, PersonId};
use serde::Deserialize;
use std::sync::OnceLock;
use store::{Cx, Kind, Result, codes, params, record};

codes! {
    /// Where a young person stands between the services.
    pub enum YouthState {
        Awaited = "awaited",
        TakenOn = "taken-on",
        /// Youth justice keeps the case.
        Stays = "stays",
        /// The court took the order back.
        Gone = "gone",
    }
}

record! {
    /// One order that outlasts a youth.
    pub struct YouthOrder in "court_youth_order", Kind::Subject, key ["id"] {
        pub id: EntryId,
        /// The order's key among the court's results.
        pub source_key: String,
        pub message_id: MessageId,
        pub place: i64,
        pub shared_at: Option<Instant>,
        pub who: String,
        pub born: Option<Date>,
        pub eighteen_on: Option<Date>,
        pub order_words: String,
        pub ends_on: Option<Date>,
        pub court_name: Option<String>,
        pub cases: Option<String>,
        pub youth_team: Option<String>,
        pub state: YouthState,
        pub taken_to: Option<PersonId>,
        pub taken_on: Option<Date>,
        /// What youth justice told for the transfer.
        pub maturity: Option<String>,
        pub education: Option<String>,
        pub safeguarding: Option<String>,
        pub worker: Option<String>,
        pub decided_by: Option<String>,
        pub decided_at: Option<Instant>,
        pub reason: Option<String>,
        pub version: i64,
    }
}

/// The service's policy, with its source.
#[derive(Deserialize)]
pub(crate) struct Policy {
    pub(crate) source: String,
    plan_months_before: i32,
    joint_review_months_before: i32,
}

pub(crate) fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        serde_json::from_str(include_str!("../../data/youth-to-adult.json")).unwrap_or(Policy {
            source: "no policy could be read".into(),
            plan_months_before: 0,
            joint_review_months_before: 0,
        })
    })
}

impl YouthOrder {
    /// From when to plan, and by when to have reviewed together.
    #[must_use]
    pub fn steps(&self) -> Option<(Date, Date)> {
        let before = |months: i32| self.eighteen_on.map(|day| day.saturating_sub(jiff::Span::new().months(months)));
        before(policy().plan_months_before).zip(before(policy().joint_review_months_before))
    }
}

/// Those awaited, by the day they turn eighteen.
///
/// # Errors
/// When the database fails.
pub fn youths(cx: &mut Cx<'_>, state: YouthState, most: i64, from: i64) -> Result<Vec<YouthOrder>> {
    let rest =
        format!("WHERE state = '{}' ORDER BY (eighteen_on IS NULL), eighteen_on, id LIMIT $1 OFFSET $2", state.code());
    cx.list(&rest, params![most, from])
}

pub(crate) fn count(cx: &mut Cx<'_>, state: YouthState) -> Result<i64> {
    cx.count(&format!("SELECT count(*) FROM court_youth_order WHERE state = '{}'", state.code()), &[])
}

pub(crate) fn api_routes() -> Vec<web::Route> {
    api::routes()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_policy_is_there_with_its_source() {
        assert!(super::policy().source.contains("assumed") && super::policy().plan_months_before > 0);
    }
}
