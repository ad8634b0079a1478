//! The closed word lists of the national requests and responses.
//!
//! Always true: each word has its wire spelling, its plain words, and (where the scale is ordinal) its step 0, 1 or 2. An
//! unknown word is refused by name; none stands for "unknown".

macro_rules! word {
    ($name:ident: $($variant:ident = $wire:literal $plain:literal),+ $(,)?) => {
        impl $name {
            /// Every value, in the order of the scale.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The spelling on the wire.
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }

            /// The same in plain words.
            pub const fn plain(self) -> &'static str {
                match self { $(Self::$variant => $plain),+ }
            }

            /// Its place in the scale, counted from 0: for ordinal answers the value that the formulas add.
            pub const fn step(self) -> u8 {
                self as u8
            }

            /// The value that `written` spells on the wire.
            pub fn from_wire(written: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.wire() == written)
            }
        }
    };
}

/// The sex that a formula asks for. The formulas know two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Sex {
    /// Male.
    #[serde(rename = "MALE")]
    Male,
    /// Female.
    #[serde(rename = "FEMALE")]
    Female,
}

word!(Sex: Male = "MALE" "male", Female = "FEMALE" "female");

/// An answer on the three-step scale of needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Problem {
    /// No problems.
    #[serde(rename = "NO_PROBLEMS")]
    None,
    /// Some problems.
    #[serde(rename = "SOME_PROBLEMS")]
    Some,
    /// Significant problems.
    #[serde(rename = "SIGNIFICANT_PROBLEMS")]
    Significant,
}

word!(Problem: None = "NO_PROBLEMS" "no problems", Some = "SOME_PROBLEMS" "some problems", Significant = "SIGNIFICANT_PROBLEMS" "significant problems");

/// Motivation to tackle drug misuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Motivation {
    /// Full motivation.
    #[serde(rename = "FULL_MOTIVATION")]
    Full,
    /// Partial motivation.
    #[serde(rename = "PARTIAL_MOTIVATION")]
    Partial,
    /// No motivation.
    #[serde(rename = "NO_MOTIVATION")]
    None,
}

word!(Motivation: Full = "FULL_MOTIVATION" "full motivation", Partial = "PARTIAL_MOTIVATION" "partial motivation", None = "NO_MOTIVATION" "no motivation");

/// Whether the person is aware of the consequences of what they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Awareness {
    /// Yes.
    #[serde(rename = "YES")]
    Yes,
    /// Sometimes.
    #[serde(rename = "SOMETIMES")]
    Sometimes,
    /// No.
    #[serde(rename = "NO")]
    No,
}

word!(Awareness: Yes = "YES" "yes", Sometimes = "SOMETIMES" "sometimes", No = "NO" "no");

/// Where the person is at the assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum SupervisionStatus {
    /// In custody.
    #[serde(rename = "CUSTODY")]
    Custody,
    /// In the community.
    #[serde(rename = "COMMUNITY")]
    Community,
    /// On remand.
    #[serde(rename = "REMAND")]
    Remand,
}

word!(SupervisionStatus: Custody = "CUSTODY" "in custody", Community = "COMMUNITY" "in the community", Remand = "REMAND" "on remand");

/// Whether the person lives with a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Relationship {
    /// In a relationship, living together.
    #[serde(rename = "IN_RELATIONSHIP_LIVING_TOGETHER")]
    LivingTogether,
    /// In a relationship, not living together.
    #[serde(rename = "IN_RELATIONSHIP_NOT_LIVING_TOGETHER")]
    NotLivingTogether,
    /// Not in a relationship.
    #[serde(rename = "NOT_IN_RELATIONSHIP")]
    Single,
}

word!(Relationship: LivingTogether = "IN_RELATIONSHIP_LIVING_TOGETHER" "in a relationship, living together", NotLivingTogether = "IN_RELATIONSHIP_NOT_LIVING_TOGETHER" "in a relationship, not living together", Single = "NOT_IN_RELATIONSHIP" "not in a relationship");

/// Whether the person holds any professional or vocational qualification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Qualification {
    /// Has a qualification.
    #[serde(rename = "ANY_QUALIFICATION")]
    Any,
    /// Has no qualification.
    #[serde(rename = "NO_QUALIFICATIONS")]
    None,
}

word!(Qualification: Any = "ANY_QUALIFICATION" "has a qualification", None = "NO_QUALIFICATIONS" "has no qualification");

/// Which form of a model: from the record alone, or with the answers of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum StaticOrDynamic {
    /// Static.
    #[serde(rename = "STATIC")]
    Static,
    /// Dynamic.
    #[serde(rename = "DYNAMIC")]
    Dynamic,
}

word!(StaticOrDynamic: Static = "STATIC" "static", Dynamic = "DYNAMIC" "dynamic");

/// A kind of previous conviction that counts towards serious violence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum PreviousConviction {
    /// Homicide.
    #[serde(rename = "HOMICIDE")]
    Homicide,
    /// Wounding or grievous bodily harm.
    #[serde(rename = "WOUNDING_GBH")]
    WoundingGbh,
    /// Kidnapping.
    #[serde(rename = "KIDNAPPING")]
    Kidnapping,
    /// Firearms.
    #[serde(rename = "FIREARMS")]
    Firearms,
    /// Robbery.
    #[serde(rename = "ROBBERY")]
    Robbery,
    /// Aggravated burglary.
    #[serde(rename = "AGGRAVATED_BURGLARY")]
    AggravatedBurglary,
    /// Weapon other than a firearm.
    #[serde(rename = "WEAPON")]
    Weapon,
    /// Criminal damage endangering life.
    #[serde(rename = "CRIMINAL_DAMAGE")]
    CriminalDamage,
    /// Arson.
    #[serde(rename = "ARSON")]
    Arson,
}

word!(PreviousConviction: Homicide = "HOMICIDE" "homicide", WoundingGbh = "WOUNDING_GBH" "wounding or grievous bodily harm", Kidnapping = "KIDNAPPING" "kidnapping", Firearms = "FIREARMS" "firearms", Robbery = "ROBBERY" "robbery", AggravatedBurglary = "AGGRAVATED_BURGLARY" "aggravated burglary", Weapon = "WEAPON" "weapon other than a firearm", CriminalDamage = "CRIMINAL_DAMAGE" "criminal damage endangering life", Arson = "ARSON" "arson");

/// The version of a model that the request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Version {
    /// 1.0.
    #[serde(rename = "V1_0")]
    V1,
}

word!(Version: V1 = "V1_0" "1.0");

/// A band of risk, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Band {
    /// Low.
    #[serde(rename = "LOW")]
    Low,
    /// Medium.
    #[serde(rename = "MEDIUM")]
    Medium,
    /// High.
    #[serde(rename = "HIGH")]
    High,
    /// Very high.
    #[serde(rename = "VERY_HIGH")]
    VeryHigh,
    /// Not applicable.
    #[serde(rename = "NOT_APPLICABLE")]
    NotApplicable,
}

word!(Band: Low = "LOW" "low", Medium = "MEDIUM" "medium", High = "HIGH" "high", VeryHigh = "VERY_HIGH" "very high", NotApplicable = "NOT_APPLICABLE" "not applicable");

/// The set of kinds of previous conviction that were ticked; each counts once, however often it was listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreviousConvictions(u16);

impl PreviousConvictions {
    /// This set with `kind` in it.
    #[must_use]
    pub const fn with(self, kind: PreviousConviction) -> Self {
        Self(self.0 | 1 << kind.step())
    }

    /// Whether `kind` was ticked.
    pub const fn has(self, kind: PreviousConviction) -> bool {
        self.0 & (1 << kind.step()) != 0
    }
}

impl FromIterator<PreviousConviction> for PreviousConvictions {
    fn from_iter<I: IntoIterator<Item = PreviousConviction>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::default(), Self::with)
    }
}
