//! What the API takes. Unknown members are refused, so that a misspelt one is not lost.

use super::reader::Reader;
use crate::{Ending, NewEvent, NewProgress, OffenceFacts, OrderAmendment, OrderFacts, Origin, RequirementFacts};
use kernel::{Date, Refusal, Refusals, RequirementId};
use serde::Deserialize;
use utoipa::ToSchema;

/// An event to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventTaken {
    /// `arrest`, `pre-sentence`, `voluntary` or `court`.
    origin: String,
    referred: String,
    /// The day on which the service took the case on, before any order.
    taken_on: Option<String>,
    court: Option<String>,
    notes: Option<String>,
    /// The caller's own key: told again, the event is found and nothing is added.
    key: Option<String>,
}

/// How something ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndingTaken {
    on: String,
    /// A code.
    reason: String,
    note: Option<String>,
}

/// Why an end is undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReopeningTaken {
    pub(super) why: String,
}

/// An offence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OffenceTaken {
    code: Option<String>,
    title: String,
    wording: Option<String>,
    committed: Option<String>,
    committed_until: Option<String>,
    plea: Option<String>,
    verdict: Option<String>,
    convicted: Option<String>,
}

/// An order with its requirements.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderTaken {
    /// Code of a sentence type.
    sentence: String,
    court: Option<String>,
    made: String,
    starts: Option<String>,
    ends: Option<String>,
    custody_term: Option<String>,
    operational_period: Option<String>,
    supervision_period: Option<String>,
    notes: Option<String>,
    #[serde(default)]
    requirements: Vec<RequirementTaken>,
}

/// A court's amendment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmendmentTaken {
    ends: Option<String>,
    operational_period: Option<String>,
    supervision_period: Option<String>,
    notes: Option<String>,
    pub(super) why: String,
}

/// A requirement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequirementTaken {
    /// Code of a requirement type.
    kind: String,
    /// Such as "100 hours".
    length: Option<String>,
    starts: Option<String>,
    ends: Option<String>,
    notes: Option<String>,
}

/// Something done towards a requirement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgressTaken {
    on: String,
    /// For requirements counted in minutes.
    #[serde(default)]
    minutes: i64,
    note: Option<String>,
    /// The caller's own key: told again, it corrects.
    key: Option<String>,
}

/// The day of a key date.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyDateTaken {
    pub(super) on: String,
}

impl EventTaken {
    pub(super) fn read(self) -> Result<NewEvent, Refusals> {
        let mut reader = Reader::default();
        let origin = self.origin.parse::<Origin>().ok();
        if origin.is_none() {
            reader.0.push(Refusal::new(
                "origin",
                "not_a_choice",
                "Give origin as arrest, pre-sentence, voluntary or court",
            ));
        }
        let referred_on = reader.day("referred", &self.referred);
        let taken_on = reader.maybe_day("taken_on", self.taken_on.as_deref());
        let court_name = reader.text("court", self.court);
        let notes = reader.text("notes", self.notes);
        let source_key = reader.text("key", self.key).map(|key| format!("api:{key}"));
        let new = origin.zip(referred_on).map(|(origin, referred_on)| NewEvent {
            origin,
            referred_on,
            taken_on,
            court_id: None,
            court_name,
            notes,
            source_key,
        });
        reader.finish(new)
    }
}

impl EndingTaken {
    pub(super) fn read(self) -> Result<Ending, Refusals> {
        let mut reader = Reader::default();
        let on = reader.day("on", &self.on);
        let note = reader.text("note", self.note);
        reader.finish(on.map(|on| Ending { on, reason: self.reason, note }))
    }
}

impl OffenceTaken {
    pub(super) fn read(self) -> Result<OffenceFacts, Refusals> {
        let mut reader = Reader::default();
        let facts = OffenceFacts {
            code: reader.text("code", self.code),
            title: reader.text("title", Some(self.title)).unwrap_or_default(),
            wording: reader.text("wording", self.wording),
            committed_on: reader.maybe_day("committed", self.committed.as_deref()),
            committed_until: reader.maybe_day("committed_until", self.committed_until.as_deref()),
            plea: reader.text("plea", self.plea),
            verdict: reader.text("verdict", self.verdict),
            convicted_on: reader.maybe_day("convicted", self.convicted.as_deref()),
        };
        reader.finish(Some(facts))
    }
}

impl OrderTaken {
    pub(super) fn read(self) -> Result<(OrderFacts, Vec<RequirementFacts>), Refusals> {
        let mut reader = Reader::default();
        let made = reader.day("made", &self.made);
        let starts_on = reader.maybe_day("starts", self.starts.as_deref());
        let ends_on = reader.maybe_day("ends", self.ends.as_deref());
        let custody_term = reader.length("custody_term", self.custody_term.as_deref());
        let operational_period = reader.length("operational_period", self.operational_period.as_deref());
        let supervision_period = reader.length("supervision_period", self.supervision_period.as_deref());
        let court_name = reader.text("court", self.court);
        let notes = reader.text("notes", self.notes);
        let requirements = self.requirements.into_iter().map(|r| r.facts(&mut reader)).collect();
        let facts = made.map(|made_on| OrderFacts {
            sentence: self.sentence,
            court_id: None,
            court_name,
            made_on,
            starts_on,
            ends_on,
            custody_term,
            operational_period,
            supervision_period,
            notes,
        });
        reader.finish(facts.map(|facts| (facts, requirements)))
    }
}

impl AmendmentTaken {
    pub(super) fn read(self) -> Result<OrderAmendment, Refusals> {
        let mut reader = Reader::default();
        let amendment = OrderAmendment {
            ends_on: reader.maybe_day("ends", self.ends.as_deref()),
            operational_period: reader.length("operational_period", self.operational_period.as_deref()),
            supervision_period: reader.length("supervision_period", self.supervision_period.as_deref()),
            notes: reader.text("notes", self.notes),
        };
        reader.finish(Some(amendment))
    }
}

impl RequirementTaken {
    fn facts(self, reader: &mut Reader) -> RequirementFacts {
        RequirementFacts {
            kind: self.kind,
            length: reader.length("length", self.length.as_deref()),
            starts_on: reader.maybe_day("starts", self.starts.as_deref()),
            ends_on: reader.maybe_day("ends", self.ends.as_deref()),
            notes: reader.text("notes", self.notes),
        }
    }

    pub(super) fn read(self) -> Result<RequirementFacts, Refusals> {
        let mut reader = Reader::default();
        let facts = self.facts(&mut reader);
        reader.finish(Some(facts))
    }
}

impl ProgressTaken {
    pub(super) fn read(self, requirement: RequirementId) -> Result<NewProgress, Refusals> {
        let mut reader = Reader::default();
        let on = reader.day("on", &self.on);
        let note = reader.text("note", self.note);
        let source_key = reader.text("key", self.key).map(|key| format!("api:{key}"));
        let minutes = self.minutes;
        reader.finish(on.map(|done_on| NewProgress { requirement, done_on, minutes, note, source_key }))
    }
}

impl KeyDateTaken {
    pub(super) fn read(&self) -> Result<Date, Refusals> {
        let mut reader = Reader::default();
        let on = reader.day("on", &self.on);
        reader.finish(on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_member_is_named() {
        let order: OrderTaken = serde_json::from_str(
            r#"{"sentence":"CO","made":"2026-02-30","ends":"soon","custody_term":"8",
                "requirements":[{"kind":"UPW","length":"many hours"}]}"#,
        )
        .unwrap();
        let refusals = order.read().unwrap_err();
        let fields: Vec<&str> = refusals.0.iter().map(|r| r.field.as_str()).collect();
        assert_eq!(fields, ["made", "ends", "custody_term", "length"]);
    }

    #[test]
    fn a_misspelt_member_is_refused_and_not_lost() {
        assert!(
            serde_json::from_str::<EndingTaken>(r#"{"on":"2026-01-01","reason":"completed","notes":"x"}"#).is_err()
        );
    }
}
