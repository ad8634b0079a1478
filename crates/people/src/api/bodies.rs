//! Wire shapes of people for programs. They are their own, not the rows': within v1 fields are only added.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonOut {
    pub(super) crn: String,
    /// CRNs of records that were merged into this one.
    pub(super) absorbed: Vec<String>,
    pub(super) first_name: String,
    pub(super) middle_names: Option<String>,
    pub(super) last_name: String,
    pub(super) preferred_name: Option<String>,
    /// `YYYY-MM-DD`
    pub(super) born: Option<String>,
    pub(super) gender: Option<String>,
    pub(super) died: Option<String>,
    pub(super) version: i64,
}

/// A person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundOut {
    pub(super) crn: String,
    /// "Restricted" where the caller may not see the person.
    pub(super) name: String,
    pub(super) born: Option<String>,
    pub(super) restricted: bool,
    /// What matched, in words.
    pub(super) matched: Vec<String>,
}

/// A person to be added.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PersonIn {
    pub(super) title: Option<String>,
    pub(super) first_name: String,
    pub(super) middle_names: Option<String>,
    pub(super) last_name: String,
    pub(super) preferred_name: Option<String>,
    /// `YYYY-MM-DD`
    pub(super) born: Option<String>,
    pub(super) gender: Option<String>,
    pub(super) identifiers: Vec<IdentifierIn>,
    pub(super) aliases: Vec<AliasIn>,
    pub(super) address: Option<AddressIn>,
    /// Said by somebody who looked: the people on record who are like this one are others.
    pub(super) others_checked: bool,
}

/// A number.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct IdentifierIn {
    /// `PNC`, `CRO`, `NOMS`, `NINO`...
    pub(super) kind: String,
    pub(super) number: String,
}

/// Another name.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct AliasIn {
    #[serde(default)]
    pub(super) first_name: String,
    pub(super) middle_names: Option<String>,
    pub(super) last_name: String,
}

/// A home.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub(super) struct AddressIn {
    pub(super) building: Option<String>,
    pub(super) street: Option<String>,
    pub(super) district: Option<String>,
    pub(super) town: Option<String>,
    pub(super) county: Option<String>,
    pub(super) postcode: Option<String>,
    pub(super) no_fixed_abode: bool,
}

/// Somebody on record who may be the person described.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CandidateOut {
    pub(super) crn: String,
    pub(super) restricted: bool,
    /// `sure` or `doubtful`.
    pub(super) verdict: String,
    /// In bits.
    pub(super) score: i32,
    pub(super) reasons: Vec<String>,
    /// Why a high score was not enough.
    pub(super) bar: Option<String>,
    pub(super) calibration: String,
}

/// One entry of a card: the fields that the card has, as texts; days as `YYYY-MM-DD`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryOut {
    /// Absent on cards that have one entry.
    pub(super) id: Option<String>,
    pub(super) version: i64,
    pub(super) fields: BTreeMap<String, String>,
}

/// Every card of a person by its name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DetailsOut {
    pub(super) crn: String,
    pub(super) cards: BTreeMap<String, Vec<EntryOut>>,
}

/// The fields of an entry. A field that is left out is emptied.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct EntryIn {
    pub(super) fields: BTreeMap<String, String>,
}

/// A merge to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MergeIn {
    /// The CRN that becomes part of this record.
    pub(super) absorbed: String,
    pub(super) reason: String,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReasonIn {
    pub(super) reason: String,
}

/// A merge.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MergeOut {
    pub(super) id: String,
    pub(super) absorbed: String,
    pub(super) reason: String,
    pub(super) merged_by: String,
    pub(super) merged_at: String,
    pub(super) ended_at: Option<String>,
}

/// What another source says that the record does not.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionOut {
    pub(super) id: String,
    /// The card's slug.
    pub(super) card: String,
    /// What accepting it would write: field and text.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub(super) fields: serde_json::Value,
    /// In words.
    pub(super) says: String,
    /// What the record said when it was made.
    pub(super) record_says: String,
    pub(super) source: String,
    pub(super) made_at: String,
    /// open, accepted or declined.
    pub(super) state: String,
    pub(super) decided_at: Option<String>,
    pub(super) decided_by: Option<String>,
    pub(super) version: i64,
}
