//! The states of a case, which may follow which, why somebody leaves early, and what a register offers: data that the program
//! ships with, passed on as a value. No state is named in a rule; rules read what a state's row says.

use kernel::Date;
use serde::Deserialize;
use std::sync::OnceLock;

/// The states that the program itself brings about.
pub(crate) const FIRST: &str = "awaiting-assessment";
pub(crate) const WAITS: &str = "awaiting-allocation";
pub(crate) const SCHEDULED: &str = "scheduled";
pub(crate) const ON_PROGRAMME: &str = "on-programme";
pub(crate) const COMPLETE: &str = "programme-complete";
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// A state of a case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) code: String,
    pub(crate) en: String,
    pub(crate) cy: String,
    pub(crate) colour: String,
    /// The case is over.
    #[serde(default)]
    pub(crate) closed: bool,
    /// It keeps a place in a group.
    #[serde(default)]
    pub(crate) place: bool,
}

/// How a case comes from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Somebody chooses it.
    Hand,
    /// By a place in a group.
    Group,
    /// By the first session attended.
    Register,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moves {
    #[serde(deserialize_with = "day")]
    from_day: Date,
    state: String,
    hand: Vec<String>,
    #[serde(default)]
    group: Vec<String>,
    #[serde(default)]
    register: Vec<String>,
}

/// Why somebody leaves before the end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DropOut {
    pub(crate) code: String,
    /// How provision's list of reasons to leave says it.
    pub(crate) leaving: String,
    pub(crate) en: String,
    pub(crate) cy: String,
}

/// An outcome that a register offers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Offered {
    pub(crate) outcome: String,
    pub(crate) short: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "state")]
    pub(crate) states: Vec<State>,
    pub(crate) moves: Vec<Moves>,
    #[serde(rename = "drop_out")]
    pub(crate) drop_outs: Vec<DropOut>,
    pub(crate) register: Vec<Offered>,
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

impl Policy {
    /// The policy that Throughcare ships with, read once.
    #[expect(clippy::expect_used, reason = "a compiled-in file, which a test reads; nothing from outside reaches this")]
    pub(crate) fn shipped() -> &'static Policy {
        static SHIPPED: OnceLock<Policy> = OnceLock::new();
        SHIPPED
            .get_or_init(|| toml::from_str(include_str!("../../data/programmes.toml")).expect("the policy is readable"))
    }

    pub(crate) fn state(&self, code: &str) -> Option<&State> {
        self.states.iter().find(|s| s.code == code)
    }

    pub(crate) fn closed(&self, code: &str) -> bool {
        self.state(code).is_some_and(|s| s.closed)
    }

    pub(crate) fn words<'a>(&'a self, code: &'a str) -> &'a str {
        self.state(code).map_or(code, |s| s.en.as_str())
    }

    /// The states that may follow by one way on a day, the suggested one first.
    pub(crate) fn next(&self, state: &str, how: How, on: Date) -> Vec<&State> {
        let rows = self.moves.iter().filter(|m| m.state == state && m.from_day <= on);
        let row = rows.max_by_key(|m| m.from_day);
        let codes = row.map(|m| match how {
            How::Hand => &m.hand,
            How::Group => &m.group,
            How::Register => &m.register,
        });
        codes.into_iter().flatten().filter_map(|code| self.state(code)).collect()
    }

    pub(crate) fn drop_out(&self, code: &str) -> Option<&DropOut> {
        self.drop_outs.iter().find(|d| d.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use std::collections::BTreeSet;

    #[test]
    fn every_state_is_reached_and_left_by_rows_that_name_states() {
        let policy = Policy::shipped();
        let codes: BTreeSet<&str> = policy.states.iter().map(|s| s.code.as_str()).collect();
        assert_eq!(codes.len(), policy.states.len());
        for named in [FIRST, WAITS, SCHEDULED, ON_PROGRAMME, COMPLETE, WITHDRAWN] {
            assert!(codes.contains(named), "{named}");
        }
        let mut reached: BTreeSet<&str> = BTreeSet::from([FIRST]);
        for row in &policy.moves {
            assert!(codes.contains(row.state.as_str()) && !policy.closed(&row.state), "{}", row.state);
            let all = row.hand.iter().chain(&row.group).chain(&row.register);
            for to in all {
                assert!(codes.contains(to.as_str()) && *to != row.state, "{} to {to}", row.state);
                reached.insert(to);
            }
        }
        assert_eq!(reached, codes);
        let left: BTreeSet<&str> = policy.moves.iter().map(|m| m.state.as_str()).collect();
        assert!(policy.states.iter().all(|s| s.closed || left.contains(s.code.as_str())));
    }

    #[test]
    fn a_place_in_a_group_is_only_given_to_somebody_who_waits_for_one() {
        let (policy, day) = (Policy::shipped(), date(2026, 11, 23));
        for state in &policy.states {
            let by_hand = policy.next(&state.code, How::Hand, day);
            assert!(by_hand.iter().all(|to| to.code != SCHEDULED && to.code != ON_PROGRAMME), "{}", state.code);
            let by_group = !policy.next(&state.code, How::Group, day).is_empty();
            assert_eq!(by_group, state.code == WAITS, "{}", state.code);
        }
    }

    #[test]
    fn no_row_holds_before_its_day_and_nothing_follows_the_end() {
        let policy = Policy::shipped();
        assert!(policy.next(FIRST, How::Hand, date(2023, 3, 31)).is_empty());
        assert_eq!(policy.next(FIRST, How::Hand, date(2023, 4, 1)).first().map(|s| s.code.as_str()), Some(WAITS));
        assert!(policy.next(COMPLETE, How::Hand, date(2026, 11, 23)).is_empty());
    }

    #[test]
    fn the_register_offers_what_the_log_knows() {
        let catalogue = contacts::Catalogue::shipped().unwrap();
        let meeting = catalogue.contact_type("TPGS").unwrap();
        for offered in &Policy::shipped().register {
            assert!(catalogue.outcome(&offered.outcome).is_some_and(|o| o.fits(meeting)), "{}", offered.outcome);
        }
    }
}
