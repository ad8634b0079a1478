//! What the record's own history teaches, offered as a dated row that a person accepts: the rates of a service, and the
//! level at which days are promised.
//!
//! Always true: nothing learnt takes effect by itself; too little seen teaches nothing; what was promised before keeps what
//! it was promised with.

use super::PromiseLevel;
use super::counting::leaves_weekly;
use super::reads::{SeenOf, learnt_level, seen_of};
use crate::start::per_cent;
use crate::start::provided::Provided;
use crate::{RateSource, ServiceRate};
use kernel::{Refusal, ServiceId};
use store::{Cx, Failure, Result};

/// A rate beside what was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Learnt {
    pub(crate) now: f64,
    pub(crate) proposed: f64,
    /// People waiting, first sessions or groups that it was seen in.
    pub(crate) seen: i64,
    /// Enough was seen to learn from.
    pub(crate) enough: bool,
}

/// The three rates of a service with what is proposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Proposal {
    pub(crate) leaves_weekly: Learnt,
    pub(crate) missed: Learnt,
    pub(crate) cancelled: Learnt,
}

impl Proposal {
    pub(crate) fn all(&self) -> [(&'static str, Learnt); 3] {
        [
            ("Leave the list in a week", self.leaves_weekly),
            ("Miss their first session", self.missed),
            ("Groups that do not run", self.cancelled),
        ]
    }

    pub(crate) fn teaches(&self) -> bool {
        self.all().iter().any(|(_, learnt)| learnt.enough && (learnt.proposed - learnt.now).abs() > 1e-9)
    }
}

/// What is proposed for a service, from the last year of all its offers.
pub(crate) fn proposal(cx: &mut Cx<'_>, service: ServiceId) -> Result<Proposal> {
    let provided = Provided::now(cx)?;
    provided.service(service).ok_or(Failure::NotFound)?;
    let today = cx.today();
    let level = level_now(cx)?;
    let now = provided.rate(service, today).map_or((0.0, 0.0, 0.0), |r| (r.leaves_weekly, r.missed_first, r.cancelled));
    let offers = provided.offers_of(service);
    let seen = seen_of(cx, &offers)?;
    Ok(propose(&seen, now, level.fewest))
}

fn propose(seen: &SeenOf, now: (f64, f64, f64), fewest: i64) -> Proposal {
    let learnt = |now: f64, share: Option<f64>, seen: i64| {
        let enough = seen >= fewest && share.is_some();
        let proposed = share.filter(|_| enough).map_or(now, |share| (share * 10_000.0).round() / 10_000.0);
        Learnt { now, proposed, seen, enough }
    };
    let share = |some: i64, all: i64| (all > 0).then(|| some as f64 / all as f64);
    let stays = i64::try_from(seen.stays.len()).unwrap_or(i64::MAX);
    Proposal {
        leaves_weekly: learnt(now.0, leaves_weekly(&seen.stays), stays),
        missed: learnt(now.1, share(seen.missed, seen.booked), seen.booked),
        cancelled: learnt(now.2, share(seen.cancelled, seen.groups), seen.groups),
    }
}

/// Takes what was learnt of a service as its rates from today on.
///
/// # Errors
/// When there is nothing to learn, a rate begins today already, or the database fails.
pub(crate) fn accept_rates(cx: &mut Cx<'_>, service: ServiceId, why: &str) -> Result<()> {
    let proposal = proposal(cx, service)?;
    if !proposal.teaches() {
        let words = "Too little was seen, or it agrees with the rates that hold: there is nothing to accept";
        return Err(Refusal::of_request("nothing_learnt", words).into());
    }
    let today = cx.today();
    if cx.get::<ServiceRate>(store::params![service, today])?.is_some() {
        let words = "Rates were set for this service today already. They can be learnt again from tomorrow on";
        return Err(Refusal::of_request("set_today", words).into());
    }
    let provided = Provided::now(cx)?;
    let name = provided.service(service).map_or("", |service| service.name.as_str());
    let rates =
        proposal.all().map(|(words, learnt)| format!("{}: {}", words.to_lowercase(), per_cent(learnt.proposed)));
    cx.describe(format!("Took the learnt rates of {name}: {}", rates.join(", ")), Some(why));
    cx.insert(&ServiceRate {
        service_id: service,
        from_date: today,
        leaves_weekly: proposal.leaves_weekly.proposed,
        missed_first: proposal.missed.proposed,
        cancelled: proposal.cancelled.proposed,
        source: RateSource::Learnt,
        note: Some(why.to_owned()),
    })
}

/// The level that holds today.
pub(crate) fn level_now(cx: &mut Cx<'_>) -> Result<PromiseLevel> {
    let today = cx.today();
    let level = Provided::now(cx)?.level(today).cloned();
    level.ok_or_else(|| Failure::broken("no row says how sure a promised day is to be"))
}

/// Takes the learnt level from today on.
///
/// # Errors
/// When too few promises came due, a level begins today already, or the database fails.
pub(crate) fn accept_level(cx: &mut Cx<'_>, why: &str) -> Result<()> {
    let now = level_now(cx)?;
    let (seen, level) = learnt_level(cx, &now)?;
    let seen = i64::try_from(seen).unwrap_or(i64::MAX);
    if seen < now.fewest {
        let words = format!("Only {seen} promises have come due in a year; {} are needed to learn from", now.fewest);
        return Err(Refusal::of_request("too_few", words).into());
    }
    let today = cx.today();
    if now.from_date == today {
        return Err(Refusal::of_request(
            "set_today",
            "The level was set today already. It can be learnt again from tomorrow on",
        )
        .into());
    }
    cx.describe(format!("Promises days at {} of the distribution from now on", per_cent(level)), Some(why));
    cx.insert(&PromiseLevel {
        from_date: today,
        level,
        seen,
        source: RateSource::Learnt,
        note: Some(why.to_owned()),
        ..now
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::counting::Stay;

    #[test]
    fn too_little_seen_teaches_nothing() {
        let seen = SeenOf { booked: 10, missed: 5, ..SeenOf::default() };
        let proposal = propose(&seen, (0.01, 0.1, 0.05), 30);
        assert!(!proposal.teaches());
        assert_eq!((proposal.missed.proposed, proposal.missed.seen), (0.1, 10));
    }

    #[test]
    fn what_was_seen_often_enough_is_proposed_and_the_rest_stays() {
        let stays = vec![Stay { days: 70, left: false }; 40];
        let seen = SeenOf { stays, booked: 40, missed: 10, groups: 6, cancelled: 3 };
        let proposal = propose(&seen, (0.01, 0.1, 0.05), 30);
        assert!(proposal.teaches());
        assert_eq!(proposal.leaves_weekly.proposed, 0.0);
        assert_eq!(proposal.missed.proposed, 0.25);
        assert_eq!(proposal.cancelled.proposed, 0.05, "six groups are too few");
    }
}
