//! What a result of SNSV was made of.
//!
//! Always true: the terms are those of the response, in its order. It computes nothing of its own.

use super::asked::{DYNAMIC_NAMES, Examined, STATIC_NAMES, examine};
use crate::explain::{Explanation, Input, Term};
use crate::first::explaining::{head, input, missing, refused, step, term, yes};
use crate::first::figures::Figures;
use crate::vocabulary::PreviousConviction;
use crate::wire::Request1;
use jiff::civil::Date;

pub(super) fn explain(request: &Request1, today: Date) -> Explanation {
    let mut told = head(
        "SNSV",
        "Serious non-sexual violence predictor",
        "Proven serious non-sexual violence within two years",
        "Terms from the record, and in the dynamic form from answers, are added; the logistic curve turns the sum into a probability",
    );
    told.unit = "log odds".to_owned();
    told.inputs = inputs(request);
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
        told.data.push(figures.offences.provenance.clone());
    }
    match examine(request, today) {
        Ok(examined) => fill(&mut told, request, &examined),
        Err(blocked) => {
            told.form = blocked.form.map(|form| form.wire().to_owned());
            refused(&mut told, blocked.errors);
        }
    }
    told
}

fn inputs(r: &Request1) -> Vec<Input> {
    vec![
        input("gender", &r.gender, "sex"),
        input("dateOfBirth", &r.date_of_birth, "for the ages"),
        input("dateOfCurrentConviction", &r.date_of_current_conviction, "age here enters the rates of sanctions"),
        input(
            "dateAtStartOfFollowupUserInput",
            &r.date_at_start_of_followup_user_input,
            "age here enters the curve of ages",
        ),
        input("assessmentDate", &r.assessment_date, "for the months since the follow-up began; today when absent"),
        input("currentOffenceCode", &r.current_offence_code, "looked up in the table of offences"),
        input("totalNumberOfSanctionsForAllOffences", &r.total_number_of_sanctions_for_all_offences, ""),
        input("totalNumberOfViolentSanctions", &r.total_number_of_violent_sanctions, ""),
        input("ageAtFirstSanction", &r.age_at_first_sanction, ""),
        input("supervisionStatus", &r.supervision_status, "must be answered"),
        input("snsvStaticOrDynamic", &r.snsv_static_or_dynamic, "insists on one form"),
        input("didOffenceInvolveCarryingOrUsingWeapon", &r.did_offence_involve_carrying_or_using_weapon, "2.2"),
        input("suitabilityOfAccommodation", &r.suitability_of_accommodation, "3.4"),
        input("isUnemployed", &r.is_unemployed, "4.2"),
        input("currentRelationshipWithPartner", &r.current_relationship_with_partner, "6.4"),
        input("currentAlcoholUseProblems", &r.current_alcohol_use_problems, "9.1"),
        input("excessiveAlcoholUse", &r.excessive_alcohol_use, "9.2"),
        input("impulsivityProblems", &r.impulsivity_problems, "11.2"),
        input("temperControl", &r.temper_control, "11.4"),
        input("proCriminalAttitudes", &r.pro_criminal_attitudes, "12.1"),
        input("evidenceOfDomesticAbuse", &r.evidence_of_domestic_abuse, "6.7"),
        input("domesticAbuseAgainstPartner", &r.domestic_abuse_against_partner, "counts when there is evidence"),
        input("previousConvictions", &r.previous_convictions, "each entry counts, also one listed twice"),
    ]
}

fn fill(told: &mut Explanation, request: &Request1, examined: &Examined) {
    let Examined { input, answers, scored, warnings } = examined;
    told.form = Some(scored.form.wire().to_owned());
    told.terms = static_terms(request, examined);
    if let Some(answers) = answers {
        let listed = PreviousConviction::ALL.iter().zip(answers.past).filter(|(_, count)| *count > 0);
        let past: Vec<&str> = listed.map(|(kind, _)| kind.plain()).collect();
        let shown: [(&str, String); 11] = [
            ("Carrying or using a weapon in the offence", yes(answers.weapon).into()),
            ("Suitability of accommodation", answers.accommodation.plain().into()),
            ("Unemployed", yes(answers.unemployed).into()),
            ("Relationship with the partner", answers.partner.plain().into()),
            ("Alcohol now", answers.alcohol.plain().into()),
            ("Binges", answers.binge.plain().into()),
            ("Impulsivity", answers.impulsivity.plain().into()),
            ("Temper control", answers.temper.plain().into()),
            ("Pro-criminal attitudes", answers.pro_criminal.plain().into()),
            ("Domestic abuse of a partner", yes(answers.domestic_abuse).into()),
            ("Earlier convictions", if past.is_empty() { "none listed".into() } else { past.join(", ") }),
        ];
        let rows = DYNAMIC_NAMES.into_iter().zip(shown).zip(scored.extras);
        told.terms.extend(rows.map(|((name, (title, value)), added)| term(name, title, value, added)));
    }
    told.total = Some(scored.total);
    told.steps = vec![
        step("The logistic curve of the total, with 16 decimals", scored.probability),
        step("In per cent with two decimals", scored.percent),
    ];
    told.score = Some(scored.percent);
    told.missing = missing(warnings);
    told.errors = warnings.clone();
    if input.months > 0 {
        told.steps.insert(0, step("Completed months since the follow-up began, at most 36", input.months));
    }
}

fn static_terms(request: &Request1, examined: &Examined) -> Vec<Term> {
    let (input, scored) = (&examined.input, &examined.scored);
    let gap = input.age_at_conviction - input.age_at_first_sanction;
    let code = request.current_offence_code.clone().unwrap_or_default();
    let shown: [(&str, String); 13] = [
        ("Starting value for two years", scored.form.plain().into()),
        ("Sex", input.sex.plain().into()),
        ("Age at the start of the follow-up", input.age_at_followup.to_string()),
        ("Current offence", code.clone()),
        ("Years from the first to the second sanction, where there are two", gap.to_string()),
        ("Months since the follow-up began", input.months.to_string()),
        ("Rate of sanctions, where there are three or more", format!("{} in {gap} years and twelve", input.sanctions)),
        ("History of violence", format!("{} sanctions", input.violent_sanctions)),
        ("Sanctions for violence", input.violent_sanctions.to_string()),
        ("Rate of violence", format!("{} in {gap} years and thirty", input.violent_sanctions)),
        ("Current offence of violence against the person", code),
        ("Sanctions in all", input.sanctions.to_string()),
        ("First or second sanction", input.sanctions.to_string()),
    ];
    let rows = STATIC_NAMES.into_iter().zip(shown).zip(scored.terms);
    rows.map(|((name, (title, value)), added)| term(name, title, value, added)).collect()
}
