//! What the models of generation 2 read about a person, as one small value without text.
//!
//! Always true: it is `Copy`, an absent answer is `None`, and nothing in it has been checked against anything else. It
//! does not know where its parts came from.

use crate::vocabulary::{Motivation, OffenceCode, PreviousConvictions, Problem, Relationship, Sex, SupervisionStatus};
use crate::wire::Request2;
use jiff::civil::Date;

/// An offence code as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenCode {
    /// Five digits.
    Code(OffenceCode),
    /// Anything else.
    Malformed,
}

/// Everything that any model of generation 2 reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The day of the assessment.
    pub assessed: Date,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of birth.
    pub born: Option<Date>,
    /// Date of the current conviction.
    pub convicted: Option<Date>,
    /// Start of the follow-up: start of the community sentence or earliest possible release.
    pub followup: Option<Date>,
    /// Age in years at the first sanction.
    pub age_at_first_sanction: Option<i32>,
    /// Code of the current offence.
    pub offence: Option<WrittenCode>,
    /// Number of sanctions for all offences, the current one included.
    pub sanctions: Option<i32>,
    /// Number of those for violent offences.
    pub violent_sanctions: Option<i32>,
    /// Where the person is.
    pub supervision: Option<SupervisionStatus>,
    /// The sexual offending section.
    pub sexual: SexualHistory,
    /// The answers of the assessment.
    pub answers: Answers,
}

/// The sexual offending section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SexualHistory {
    /// Whether the person ever committed a sexual or sexually motivated offence.
    pub ever: Option<bool>,
    /// Sanctions for contact offences against adults.
    pub contact_adult: Option<i32>,
    /// Sanctions for contact offences against children.
    pub contact_child: Option<i32>,
    /// Sanctions for indecent images and indirect contact.
    pub images: Option<i32>,
    /// Sanctions for other non-contact offences.
    pub non_contact: Option<i32>,
    /// Day of the most recent sexual offence.
    pub most_recent: Option<Date>,
    /// Day of the most recent offence of any kind.
    pub most_recent_any: Option<Date>,
    /// Whether the victim of the current offence was a stranger.
    pub stranger: Option<bool>,
}

/// The answers of an assessment that the dynamic models read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// 2.2 Whether a weapon was carried or used.
    pub weapon: Option<bool>,
    /// 3.4 Suitability of accommodation.
    pub accommodation: Option<Problem>,
    /// 4.2 Unemployed.
    pub unemployed: Option<bool>,
    /// 6.4 Current relationship with partner.
    pub partner: Option<Problem>,
    /// 6.7 Evidence of domestic abuse as perpetrator.
    pub domestic_abuse: Option<bool>,
    /// 6.8 Whether the person lives with a partner.
    pub relationship: Option<Relationship>,
    /// 7.2 Regular activities encourage offending.
    pub activities: Option<Problem>,
    /// 8.8 Motivation to tackle drug misuse.
    pub drug_motivation: Option<Motivation>,
    /// 8.1 Drugs in use.
    pub drugs: Drugs,
    /// 9.1 Current alcohol use.
    pub alcohol: Option<Problem>,
    /// 9.2 Binge drinking or excessive use of alcohol.
    pub binge: Option<Problem>,
    /// 11.2 Impulsivity.
    pub impulsivity: Option<Problem>,
    /// 11.4 Temper control.
    pub temper: Option<Problem>,
    /// 12.1 Pro-criminal attitudes.
    pub pro_criminal: Option<Problem>,
    /// Kinds of previous conviction.
    pub previous: Option<PreviousConvictions>,
}

/// A drug that a model weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drug {
    /// Heroin.
    Heroin,
    /// Methadone.
    Methadone,
    /// Other opiates.
    OtherOpiate,
    /// Crack cocaine.
    Crack,
    /// Powder cocaine.
    PowderCocaine,
    /// Prescribed drugs that are misused.
    Prescribed,
    /// Benzodiazepines.
    Benzodiazepines,
    /// Cannabis.
    Cannabis,
    /// Steroids.
    Steroids,
    /// Any other drug.
    Other,
    /// Ketamine; weighed with the others.
    Ketamine,
    /// Spice; weighed with the others.
    Spice,
    /// Hallucinogens; weighed with the others.
    Hallucinogens,
    /// Solvents; weighed with the others.
    Solvents,
}

/// The drugs that were answered with yes; an unanswered one counts as no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drugs(u16);

impl Drugs {
    /// This set with `drug` in it.
    #[must_use]
    pub const fn with(self, drug: Drug) -> Self {
        Self(self.0 | 1 << drug as u16)
    }

    /// This set without `drug`.
    #[must_use]
    pub const fn without(self, drug: Drug) -> Self {
        Self(self.0 & !(1 << drug as u16))
    }

    /// Whether `drug` is used.
    pub const fn has(self, drug: Drug) -> bool {
        self.0 & (1 << drug as u16) != 0
    }

    /// Whether the drug in that place of the enumeration is used.
    pub(super) const fn at(self, place: u8) -> bool {
        place < 16 && self.0 & (1 << place) != 0
    }

    /// Whether any of those that share the weight "other drugs" is used.
    pub const fn any_other(self) -> bool {
        self.0 >> (Drug::Other as u16) != 0
    }

    fn when(self, used: Option<bool>, drug: Drug) -> Self {
        if used == Some(true) { self.with(drug) } else { self }
    }
}

impl Facts {
    /// The facts in `request`; an assessment without a date is taken to be made `today`.
    pub fn of(request: &Request2, today: Date) -> Self {
        let code = |written: &String| OffenceCode::parse(written).map_or(WrittenCode::Malformed, WrittenCode::Code);
        Self {
            assessed: request.assessment_date.unwrap_or(today),
            sex: request.gender,
            born: request.date_of_birth,
            convicted: request.date_of_current_conviction,
            followup: request.date_at_start_of_followup,
            age_at_first_sanction: request.age_at_first_sanction,
            offence: request.current_offence_code.as_ref().map(code),
            sanctions: request.total_number_of_sanctions_for_all_offences,
            violent_sanctions: request.total_number_of_violent_sanctions,
            supervision: request.supervision_status,
            sexual: SexualHistory::of(request),
            answers: Answers::of(request),
        }
    }
}

impl SexualHistory {
    fn of(request: &Request2) -> Self {
        Self {
            ever: request.has_ever_committed_sexual_offence,
            contact_adult: request.total_contact_adult_sexual_sanctions,
            contact_child: request.total_contact_child_sexual_sanctions,
            images: request.total_indecent_image_sanctions,
            non_contact: request.total_non_contact_sexual_offences,
            most_recent: request.date_of_most_recent_sexual_offence,
            most_recent_any: request.most_recent_offence_date,
            stranger: request.is_current_offence_against_victim_stranger,
        }
    }
}

impl Answers {
    fn of(request: &Request2) -> Self {
        Self {
            weapon: request.did_offence_involve_carrying_or_using_weapon,
            accommodation: request.suitability_of_accommodation,
            unemployed: request.is_unemployed,
            partner: request.current_relationship_with_partner,
            domestic_abuse: request.evidence_of_domestic_abuse,
            relationship: request.current_relationship_status,
            activities: request.regular_offending_activities,
            drug_motivation: request.motivation_to_tackle_drug_misuse,
            drugs: Drugs::of(request),
            alcohol: request.current_alcohol_use_problems,
            binge: request.excessive_alcohol_use,
            impulsivity: request.impulsivity_problems,
            temper: request.temper_control,
            pro_criminal: request.pro_criminal_attitudes,
            previous: request.previous_convictions,
        }
    }
}

impl Drugs {
    fn of(request: &Request2) -> Self {
        Self::default()
            .when(request.has_heroin_usage, Drug::Heroin)
            .when(request.has_methadone_usage, Drug::Methadone)
            .when(request.has_other_opiate_usage, Drug::OtherOpiate)
            .when(request.has_crack_cocaine_usage, Drug::Crack)
            .when(request.has_powder_cocaine_usage, Drug::PowderCocaine)
            .when(request.has_misused_prescription_drug_usage, Drug::Prescribed)
            .when(request.has_benzodiazepines_usage, Drug::Benzodiazepines)
            .when(request.has_cannabis_usage, Drug::Cannabis)
            .when(request.has_steroids_usage, Drug::Steroids)
            .when(request.has_other_drugs_usage, Drug::Other)
            .when(request.has_ketamine_usage, Drug::Ketamine)
            .when(request.has_spice_usage, Drug::Spice)
            .when(request.has_hallucinogens_usage, Drug::Hallucinogens)
            .when(request.has_solvents_usage, Drug::Solvents)
    }
}
