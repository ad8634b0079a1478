//! The request of generation 1.
//!
//! Always true: its fields are exactly the national names. It does not know which model asks for which.

use super::request;
use crate::vocabulary::{
    Awareness, Band, Motivation, PreviousConviction, Problem, Qualification, Sex, StaticOrDynamic, SupervisionStatus,
    Version,
};
use jiff::civil::Date;

request! {
    /// A request to a model of generation 1: the union of the fields of all its models.
    Request1 {
        version "version" Version;
        is_currently_of_no_fixed_abode_or_transient_accommodation "isCurrentlyOfNoFixedAbodeOrTransientAccommodation" bool;
        work_related_skills "workRelatedSkills" Problem;
        problems_with_reading_writing_numeracy "problemsWithReadingWritingNumeracy" Problem;
        has_problems_with_reading "hasProblemsWithReading" bool;
        has_problems_with_numeracy "hasProblemsWithNumeracy" bool;
        learning_difficulties "learningDifficulties" Problem;
        professional_or_vocational_qualifications "professionalOrVocationalQualifications" Qualification;
        gender "gender" Sex;
        date_of_birth "dateOfBirth" Date;
        has_peer_group_influences "hasPeerGroupInfluences" bool;
        influence_from_criminal_associates "influenceFromCriminalAssociates" Problem;
        recklessness_and_risk_taking_behaviour "recklessnessAndRiskTakingBehaviour" Problem;
        difficulties_coping "difficultiesCoping" Problem;
        attitudes_towards_self "attitudesTowardsSelf" Problem;
        impulsivity_problems "impulsivityProblems" Problem;
        problem_solving_skills "problemSolvingSkills" Problem;
        awareness_of_consequences "awarenessOfConsequences" Awareness;
        understands_other_peoples_views "understandsOtherPeoplesViews" Problem;
        temper_control "temperControl" Problem;
        assessment_date "assessmentDate" Date;
        date_of_current_conviction "dateOfCurrentConviction" Date;
        date_at_start_of_followup_calculated "dateAtStartOfFollowupCalculated" Date;
        total_number_of_sanctions_for_all_offences "totalNumberOfSanctionsForAllOffences" i32;
        age_at_first_sanction "ageAtFirstSanction" i32;
        current_offence_code "currentOffenceCode" String;
        is_unemployed "isUnemployed" bool;
        regular_offending_activities "regularOffendingActivities" Problem;
        current_drug_misuse "currentDrugMisuse" Problem;
        motivation_to_tackle_drug_misuse "motivationToTackleDrugMisuse" Motivation;
        pro_criminal_attitudes "proCriminalAttitudes" Problem;
        apply_opd_override "applyOPDOverride" bool;
        did_offence_involve_carrying_or_using_weapon "didOffenceInvolveCarryingOrUsingWeapon" bool;
        did_offence_involve_violence_or_threat_of_violence "didOffenceInvolveViolenceOrThreatOfViolence" bool;
        did_offence_involve_excessive_use_of_violence "didOffenceInvolveExcessiveUseOfViolence" bool;
        did_offence_involve_arson "didOffenceInvolveArson" bool;
        offence_motivation_emotional_state "offenceMotivationEmotionalState" bool;
        is_analysis_of_offence_issues_linked_to_risk "isAnalysisOfOffenceIssuesLinkedToRisk" bool;
        has_accommodation_issues_linked_to_risk "hasAccommodationIssuesLinkedToRisk" bool;
        experience_of_childhood "experienceOfChildhood" Problem;
        evidence_of_domestic_abuse "evidenceOfDomesticAbuse" bool;
        domestic_abuse_against_partner "domesticAbuseAgainstPartner" bool;
        domestic_abuse_against_family "domesticAbuseAgainstFamily" bool;
        relationship_issues_linked_to_risk "relationshipIssuesLinkedToRisk" bool;
        current_psychological_problems "currentPsychologicalProblems" Problem;
        current_psychiatric_problems "currentPsychiatricProblems" Problem;
        has_current_psychiatric_treatment "hasCurrentPsychiatricTreatment" bool;
        are_emotional_issues_linked_to_risk "areEmotionalIssuesLinkedToRisk" bool;
        are_thinking_and_behaviour_issues_linked_to_risk "areThinkingAndBehaviourIssuesLinkedToRisk" bool;
        has_custodial_sentence "hasCustodialSentence" bool;
        over_reliance_on_others_for_financial_support "overRelianceOnOthersForFinancialSupport" Problem;
        manipulative_or_predatory_behaviour "manipulativeOrPredatoryBehaviour" Problem;
        is_evidence_of_childhood_behavioural_problems "isEvidenceOfChildhoodBehaviouralProblems" bool;
        has_history_of_psychiatric_treatment "hasHistoryOfPsychiatricTreatment" bool;
        has_been_on_medication_for_mental_health_problems "hasBeenOnMedicationForMentalHealthProblems" bool;
        has_ever_been_in_special_hospital_or_regional_secure_unit "hasEverBeenInSpecialHospitalOrRegionalSecureUnit" bool;
        has_self_harm_or_attempted_suicide "hasSelfHarmOrAttemptedSuicide" bool;
        attitude_towards_supervision_or_licence "attitudeTowardsSupervisionOrLicence" Problem;
        controlling_or_aggressive_behaviour "controllingOrAggressiveBehaviour" Problem;
        has_escaped_or_absconded "hasEscapedOrAbsconded" bool;
        does_recognise_impact_of_offending_on_others "doesRecogniseImpactOfOffendingOnOthers" bool;
        has_displayed_obsessive_behaviour_linked_to_offending "hasDisplayedObsessiveBehaviourLinkedToOffending" bool;
        has_assaulted_or_threatened_staff "hasAssaultedOrThreatenedStaff" bool;
        is_eligible_for_mappa "isEligibleForMappa" bool;
        overall_risk_for_assessment "overallRiskForAssessment" Band;
        highest_risk_level_over_all_assessments "highestRiskLevelOverAllAssessments" Band;
        has_control_issues "hasControlIssues" bool;
        supervision_status "supervisionStatus" SupervisionStatus;
        date_at_start_of_followup_user_input "dateAtStartOfFollowupUserInput" Date;
        total_number_of_violent_sanctions "totalNumberOfViolentSanctions" i32;
        has_ever_committed_sexual_offence "hasEverCommittedSexualOffence" bool;
        is_current_offence_sexually_motivated "isCurrentOffenceSexuallyMotivated" bool;
        total_contact_adult_sexual_sanctions "totalContactAdultSexualSanctions" i32;
        total_contact_child_sexual_sanctions "totalContactChildSexualSanctions" i32;
        total_non_contact_sexual_offences "totalNonContactSexualOffences" i32;
        total_indecent_image_sanctions "totalIndecentImageSanctions" i32;
        current_alcohol_use_problems "currentAlcoholUseProblems" Problem;
        excessive_alcohol_use "excessiveAlcoholUse" Problem;
        sexual_preoccupation "sexualPreoccupation" Problem;
        offence_related_sexual_interests "offenceRelatedSexualInterests" Problem;
        emotional_congruence_with_children "emotionalCongruenceWithChildren" Problem;
        sara_risk_to_others "saraRiskToOthers" Band;
        hostile_orientation "hostileOrientation" Problem;
        current_relationship_with_family_members "currentRelationshipWithFamilyMembers" Problem;
        previous_close_relationships "previousCloseRelationships" Problem;
        easily_influenced_by_criminal_associates "easilyInfluencedByCriminalAssociates" Problem;
        suitability_of_accommodation "suitabilityOfAccommodation" Problem;
        current_relationship_with_partner "currentRelationshipWithPartner" Problem;
        previous_convictions "previousConvictions" Vec<PreviousConviction>;
        date_of_most_recent_sexual_offence "dateOfMostRecentSexualOffence" Date;
        is_current_offence_against_victim_stranger "isCurrentOffenceAgainstVictimStranger" bool;
        most_recent_offence_date "mostRecentOffenceDate" Date;
        snsv_static_or_dynamic "snsvStaticOrDynamic" StaticOrDynamic;
        sara_risk_to_partner "saraRiskToPartner" Band;
        is_a_risk_of_sexual_harm "isARiskOfSexualHarm" bool;
    }
}
