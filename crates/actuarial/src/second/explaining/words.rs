//! The words of the explanations of generation 2: titles, rules, and what each value means.
//!
//! Always true: plain English, no field names of the wire, no arithmetic.

use crate::second::facts::{Answers, Facts};
use crate::second::feature::Feature;
use crate::second::figures::Figures;
use crate::second::suite::Suite;
use crate::second::{ARP, SVRP, VRP};
use crate::vocabulary::{Problem, completed_years};

/// A model in words.
pub(in crate::second) struct Words {
    pub(super) suite: &'static Suite,
    pub(super) model: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) rule: &'static str,
}

const RULE: &str = "Each fact of the record, and in the dynamic form each answer, adds its weight to a sum. The sum becomes \
                    a probability on the logistic curve, and the percentage falls into a band. The dynamic form is used when \
                    every answer that it needs is there; otherwise the static form, from the record alone.";

static ARP_SUITE: Suite = ARP;
static VRP_SUITE: Suite = VRP;
static SVRP_SUITE: Suite = SVRP;

pub(in crate::second) const ARP_WORDS: Words = Words {
    suite: &ARP_SUITE,
    model: "allReoffendingPredictor",
    title: "All reoffending (ARP)",
    about: "Chance of any proven reoffending within two years of the start of the follow-up",
    rule: RULE,
};

pub(in crate::second) const VRP_WORDS: Words = Words {
    suite: &VRP_SUITE,
    model: "violentReoffendingPredictor",
    title: "Violent reoffending (VRP)",
    about: "Chance of proven violent reoffending within two years of the start of the follow-up",
    rule: RULE,
};

pub(in crate::second) const SVRP_WORDS: Words = Words {
    suite: &SVRP_SUITE,
    model: "seriousViolentReoffendingPredictor",
    title: "Serious violent reoffending (SVRP)",
    about: "Chance of proven seriously harmful violent reoffending within two years of the start of the follow-up",
    rule: RULE,
};

pub(super) const DC_TITLE: &str = "Direct contact sexual reoffending (DC-SRP)";
pub(super) const DC_ABOUT: &str =
    "Chance of proven reoffending with direct contact sexual offences, for men with a history of them";
pub(super) const DC_RULE: &str = "Points from a table, 0 to 64, for past sexual sanctions, ages, the number of all sanctions \
                                  and a stranger as victim. The points give the band and a probability. Five years without \
                                  an offence, not in custody, lower the band by one step.";
pub(super) const IIC_TITLE: &str = "Images and indirect contact sexual reoffending (IIC-SRP)";
pub(super) const IIC_ABOUT: &str =
    "Chance of proven reoffending with indecent images or indirect contact, for men with a history of sexual offending";
pub(super) const IIC_RULE: &str =
    "A table is read from the top; the first row that matches gives the probability and the band.";
pub(super) const CSRP_TITLE: &str = "Combined serious reoffending (CSRP)";
pub(super) const CSRP_ABOUT: &str =
    "Chance of proven seriously harmful reoffending, violent or sexual, within two years of the start of the follow-up";
pub(super) const CSRP_RULE: &str = "The percentages of SVRP, DC-SRP and IIC-SRP are added; a woman with a sexual history has 0.38 \
                                    added instead of the two sexual predictors.";
pub(super) const NOT_APPLICABLE: &str = "the predictor applies to men with a history of sexual offending only";

pub(super) const RECORD_FIELDS: [&str; 8] = [
    "gender",
    "dateOfBirth",
    "dateOfCurrentConviction",
    "dateAtStartOfFollowup",
    "assessmentDate",
    "currentOffenceCode",
    "ageAtFirstSanction",
    "totalNumberOfSanctionsForAllOffences",
];
pub(super) const DC_FIELDS: [&str; 13] = [
    "gender",
    "supervisionStatus",
    "hasEverCommittedSexualOffence",
    "dateOfBirth",
    "dateAtStartOfFollowup",
    "assessmentDate",
    "totalNumberOfSanctionsForAllOffences",
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
    "dateOfMostRecentSexualOffence",
    "mostRecentOffenceDate",
    "isCurrentOffenceAgainstVictimStranger",
];
pub(super) const IIC_FIELDS: [&str; 6] = [
    "gender",
    "hasEverCommittedSexualOffence",
    "totalIndecentImageSanctions",
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
];

/// What a field's value comes to, where that is more than the value itself.
pub(super) fn meaning(field: &str, facts: &Facts, figures: Option<&Figures>) -> String {
    let age = |on| match (facts.born, on) {
        (Some(born), Some(on)) => completed_years(born, on).map_or(String::new(), |age| format!("aged {age}")),
        _ => String::new(),
    };
    match field {
        "dateOfCurrentConviction" => age(facts.convicted),
        "dateAtStartOfFollowup" if facts.followup.is_none() && facts.convicted.is_some() => {
            "not given; the date of conviction stands for it".to_owned()
        }
        "dateAtStartOfFollowup" => age(facts.followup),
        "dateOfMostRecentSexualOffence" => age(facts.sexual.most_recent),
        "assessmentDate" => figures.map_or_else(String::new, |figures| {
            format!("{} completed months after the start of the follow-up", figures.months)
        }),
        "currentOffenceCode" => figures.map_or(String::new(), |figures| figures.category.plain()),
        "ageAtFirstSanction" => {
            figures.map_or(String::new(), |figures| format!("{} years before the current one", figures.gap))
        }
        _ => String::new(),
    }
}

/// A feature in words.
pub(super) fn title(feature: Feature) -> &'static str {
    match feature {
        Feature::Intercept => "Starting point",
        Feature::Age => "Age at the start of the follow-up",
        Feature::Female => "Sex",
        Feature::Offence => "Kind of current offence",
        Feature::FirstSanction => "First sanction",
        Feature::SecondSanction => "Second sanction",
        Feature::SanctionCount => "Number of sanctions",
        Feature::SecondSanctionGap => "Years between first and second sanction",
        Feature::OffenceFreeMonths => "Months without an offence",
        Feature::Rate(_) => "How quickly sanctions followed each other",
        Feature::RateSquared(_) => "How quickly sanctions followed each other (squared)",
        Feature::NeverViolent => "No sanction for violence",
        Feature::OnceViolent => "One sanction for violence",
        Feature::ViolentCount => "Number of sanctions for violence",
        Feature::ViolenceRate => "How quickly violent sanctions followed each other",
        Feature::Weapon => "Weapon carried or used",
        Feature::Accommodation => "Suitability of accommodation",
        Feature::Unemployed => "Unemployed",
        Feature::LivesWithPartner => "Lives with a partner",
        Feature::Partner => "Relationship with partner",
        Feature::PartnerLivingTogether => "Relationship with the partner lived with",
        Feature::DomesticAbuse => "Evidence of domestic abuse",
        Feature::Activities => "Activities that encourage offending",
        Feature::DrugMotivation => "Motivation to tackle drug misuse",
        Feature::Alcohol => "Current alcohol use",
        Feature::Binge => "Binge drinking or excessive alcohol use",
        Feature::Impulsivity => "Impulsivity",
        Feature::Temper => "Temper control",
        Feature::ProCriminal => "Pro-criminal attitudes",
        Feature::Drug(place) => drug(place),
        Feature::Past(_) => "Previous conviction",
    }
}

fn drug(place: u8) -> &'static str {
    const DRUGS: [&str; 10] = [
        "Heroin",
        "Methadone",
        "Other opiates",
        "Crack cocaine",
        "Powder cocaine",
        "Misused prescribed drugs",
        "Benzodiazepines",
        "Cannabis",
        "Steroids",
        "Other drugs",
    ];
    DRUGS.get(usize::from(place)).copied().unwrap_or("Drug")
}

/// The value that entered a feature, in words.
pub(super) fn value(feature: Feature, f: &Figures, a: &Answers) -> String {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let answer = |yes: Option<bool>| yes.map_or_else(|| "not answered".to_owned(), yes_no);
    let problem = |p: Option<Problem>| p.map_or("not answered", Problem::plain).to_owned();
    match feature {
        Feature::Intercept => String::new(),
        Feature::Age => format!("{} years, {}", f.age, f.sex.plain()),
        Feature::Female => f.sex.plain().to_owned(),
        Feature::Offence => f.category.plain(),
        Feature::FirstSanction => yes_no(f.sanctions == 1),
        Feature::SecondSanction => yes_no(f.sanctions == 2),
        Feature::SanctionCount => f.sanctions.to_string(),
        Feature::SecondSanctionGap if f.sanctions == 2 => format!("{} years", f.gap),
        Feature::SecondSanctionGap => "counts at the second sanction only".to_owned(),
        Feature::OffenceFreeMonths => format!("{} months, at most 36 count", f.months),
        Feature::Rate(_) | Feature::RateSquared(_) if f.sanctions >= 3 => {
            format!("{} sanctions in {} years", f.sanctions, f.gap)
        }
        Feature::Rate(_) | Feature::RateSquared(_) => "counts from the third sanction on".to_owned(),
        Feature::NeverViolent => yes_no(f.violent == 0),
        Feature::OnceViolent => yes_no(f.violent == 1),
        Feature::ViolentCount => f.violent.to_string(),
        Feature::ViolenceRate if f.violent >= 1 => format!("{} in {} years", f.violent, f.gap),
        Feature::ViolenceRate => "no sanction for violence".to_owned(),
        Feature::Weapon => answer(a.weapon),
        Feature::Accommodation => problem(a.accommodation),
        Feature::Unemployed => answer(a.unemployed),
        Feature::LivesWithPartner => a.relationship.map_or("not answered", |r| r.plain()).to_owned(),
        Feature::Partner | Feature::PartnerLivingTogether => problem(a.partner),
        Feature::DomesticAbuse => answer(a.domestic_abuse),
        Feature::Activities => problem(a.activities),
        Feature::DrugMotivation => a.drug_motivation.map_or("not answered; counts as full", |m| m.plain()).to_owned(),
        Feature::Alcohol => problem(a.alcohol),
        Feature::Binge => problem(a.binge),
        Feature::Impulsivity => problem(a.impulsivity),
        Feature::Temper => problem(a.temper),
        Feature::ProCriminal => problem(a.pro_criminal),
        Feature::Drug(9) => yes_no(a.drugs.any_other()),
        Feature::Drug(place) => yes_no(a.drugs.at(place)),
        Feature::Past(kind) => {
            format!("{}: {}", kind.plain(), yes_no(a.previous.is_some_and(|previous| previous.has(kind))))
        }
    }
}

/// An item of the points table in words.
pub(super) fn point_title(name: &str) -> &'static str {
    match name {
        "totalContactAdultSexualSanctionsWeight" => "Sanctions for contact offences against adults",
        "totalContactChildSexualSanctionsWeight" => "Sanctions for contact offences against children",
        "totalNonContactSexualOffencesWeight" => "Sanctions for non-contact offences other than images",
        "ageAtStartOfFollowUpWeight" => "Age at the start of the follow-up",
        "ageAtLastSanctionForSexualOffenceWeight" => "Age at the last sexual offence",
        "totalNumberOfSanctionsForAllOffencesWeight" => "Number of all sanctions",
        _ => "Current offence against a stranger",
    }
}

/// The value that an item of the points table counted.
pub(super) fn point_value(name: &str, facts: &Facts) -> String {
    let count = |count: Option<i32>| count.map_or(String::new(), |n| n.to_string());
    match name {
        "totalContactAdultSexualSanctionsWeight" => count(facts.sexual.contact_adult),
        "totalContactChildSexualSanctionsWeight" => count(facts.sexual.contact_child),
        "totalNonContactSexualOffencesWeight" => count(facts.sexual.non_contact),
        "ageAtStartOfFollowUpWeight" => meaning("dateAtStartOfFollowup", facts, None),
        "ageAtLastSanctionForSexualOffenceWeight" => meaning("dateOfMostRecentSexualOffence", facts, None),
        "totalNumberOfSanctionsForAllOffencesWeight" => count(facts.sanctions),
        _ => match facts.sexual.stranger {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => "not answered".to_owned(),
        },
    }
}
