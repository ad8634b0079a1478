//! The needs of the older tier: how a section's answers become a score, and a score a severity.
//!
//! Always true: a section of which nothing is known has no severity, which is not the same as no need. It knows no case.

use super::policy::NeedLimits;

/// A section of the assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    Accommodation,
    Education,
    Finance,
    Relationships,
    Lifestyle,
    Drugs,
    Alcohol,
    Emotional,
    Thinking,
    Attitudes,
}

/// The sections, in the order of the assessment.
pub const NEEDS: [Need; 10] = [
    Need::Accommodation,
    Need::Education,
    Need::Finance,
    Need::Relationships,
    Need::Lifestyle,
    Need::Drugs,
    Need::Alcohol,
    Need::Emotional,
    Need::Thinking,
    Need::Attitudes,
];

impl Need {
    /// The name that requests use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Need::Accommodation => "ACCOMMODATION",
            Need::Education => "EDUCATION_TRAINING_AND_EMPLOYABILITY",
            Need::Finance => "FINANCIAL_MANAGEMENT_AND_INCOME",
            Need::Relationships => "RELATIONSHIPS",
            Need::Lifestyle => "LIFESTYLE_AND_ASSOCIATES",
            Need::Drugs => "DRUG_MISUSE",
            Need::Alcohol => "ALCOHOL_MISUSE",
            Need::Emotional => "EMOTIONAL_WELL_BEING",
            Need::Thinking => "THINKING_AND_BEHAVIOUR",
            Need::Attitudes => "ATTITUDES",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Need::Accommodation => "Accommodation",
            Need::Education => "Education, training and employability",
            Need::Finance => "Finance",
            Need::Relationships => "Relationships",
            Need::Lifestyle => "Lifestyle and associates",
            Need::Drugs => "Drug misuse",
            Need::Alcohol => "Alcohol misuse",
            Need::Emotional => "Emotional wellbeing",
            Need::Thinking => "Thinking and behaviour",
            Need::Attitudes => "Attitudes",
        }
    }

    /// The section that this name stands for. A few systems say it shorter.
    #[must_use]
    pub fn read(name: &str) -> Option<Need> {
        let name = name.trim().to_ascii_uppercase().replace([' ', '-'], "_");
        let short = match name.as_str() {
            "EDUCATION_TRAINING_EMPLOYABILITY" | "EDUCATION_TRAINING_AND_EMPLOYMENT" | "ETE" => Some(Need::Education),
            "FINANCE" | "FINANCIAL" | "FINANCIAL_MANAGEMENT" => Some(Need::Finance),
            "LIFESTYLE" => Some(Need::Lifestyle),
            "DRUGS" => Some(Need::Drugs),
            "ALCOHOL" => Some(Need::Alcohol),
            "EMOTIONAL_WELLBEING" => Some(Need::Emotional),
            "THINKING_AND_BEHAVIOR" => Some(Need::Thinking),
            "ATTITUDE" => Some(Need::Attitudes),
            _ => None,
        };
        short.or_else(|| NEEDS.into_iter().find(|n| n.code() == name))
    }

    pub(super) fn at(self) -> usize {
        self as usize
    }
}

/// How much of a need there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    None,
    Standard,
    Severe,
}

impl Severity {
    /// The factor of the need's weight.
    #[must_use]
    pub fn times(self) -> u32 {
        match self {
            Severity::None => 0,
            Severity::Standard => 1,
            Severity::Severe => 2,
        }
    }

    /// The name that requests use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Severity::None => "NO_NEED",
            Severity::Standard => "STANDARD",
            Severity::Severe => "SEVERE",
        }
    }

    /// The severity that this name stands for.
    #[must_use]
    pub fn read(name: &str) -> Option<Severity> {
        match name.trim().to_ascii_uppercase().replace([' ', '-'], "_").as_str() {
            "NO_NEED" | "NONE" | "NO" | "LOW" => Some(Severity::None),
            "STANDARD" => Some(Severity::Standard),
            "SEVERE" => Some(Severity::Severe),
            _ => None,
        }
    }
}

/// One answer of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionAnswer {
    /// None, some or significant problems; nothing when the question was left out.
    Problem(Option<u32>),
    /// Yes or no; nothing when unknown.
    YesNo(Option<bool>),
    /// Never, previously or currently; nothing when unknown, which still counts as an answer.
    Frequency(Option<u32>),
}

/// The score of a section, or nothing when every answer of it is blank.
#[must_use]
pub fn section_score(answers: &[SectionAnswer]) -> Option<u32> {
    let blank = |a: &SectionAnswer| matches!(a, SectionAnswer::Problem(None) | SectionAnswer::YesNo(None));
    if answers.iter().all(blank) {
        return None;
    }
    Some(
        answers
            .iter()
            .map(|a| match a {
                SectionAnswer::Problem(n) | SectionAnswer::Frequency(n) => n.unwrap_or(0).min(2),
                SectionAnswer::YesNo(yes) => yes.map_or(0, |y| if y { 2 } else { 0 }),
            })
            .sum(),
    )
}

impl NeedLimits {
    /// The severity of a section score; `san` is a strengths-and-needs assessment. Needs without weight have no limits.
    #[must_use]
    pub fn severity(&self, score: u32, san: bool) -> Severity {
        let (standard, severe) = if san { (self.san_standard, self.san_severe) } else { (self.standard, self.severe) };
        if self.weight == 0 {
            Severity::None
        } else if score >= severe {
            Severity::Severe
        } else if score >= standard {
            Severity::Standard
        } else {
            Severity::None
        }
    }
}
