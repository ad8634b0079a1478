//! Nominations as sentences of policy, and over any text that somebody may send.

use super::actions::{NewPanel, NewVote, check_panel};
use super::records::{Consultation, Deed, Language, Nomination, NominationState as S, Step};
use super::rules::{BEFORE_ACCEPTING, Likeness, alike, as_given, harmless, lacking, next, spoken};
use kernel::{Date, Instant, date};
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 23);

fn step(deed: Deed, well: Option<bool>) -> Step {
    let id = Uuid::from_u128(1);
    let recorded_at = Instant(0);
    Step {
        nomination_id: id.into(),
        id: id.into(),
        deed,
        on_day: TODAY,
        well,
        words: None,
        author: "x".into(),
        recorded_at,
    }
}

fn asked(by: Date, answered: Option<Date>) -> Consultation {
    let id = Uuid::from_u128(1);
    Consultation {
        nomination_id: id.into(),
        id: id.into(),
        body: "policing".into(),
        whom: "The commissioner".into(),
        asked_on: date(2026, 11, 2),
        answer_by: by,
        answered_on: answered,
        answer: None,
        words: None,
        version: 1,
    }
}

/// A new nomination in English that nobody has looked at.
pub(super) fn nomination(what: &str, place: &str) -> Nomination {
    Nomination {
        id: Uuid::from_u128(1).into(),
        reference: "N7K3-PQ2M".into(),
        secret_hash: Vec::new(),
        language: Language::English,
        what: what.into(),
        place: place.into(),
        postcode: None,
        for_whom: "Everybody".into(),
        why: "It is overgrown".into(),
        nominator: "Mary Invented".into(),
        organisation: None,
        email: None,
        telephone: None,
        write_agreed_on: None,
        write_stopped_on: None,
        nominator_removed_on: None,
        unit_id: None,
        received_on: date(2026, 1, 5),
        received_at: Instant(0),
        state: S::New,
        decided_on: None,
        declined_code: None,
        decision_words: None,
        duplicate_of: None,
        project_id: None,
        done_on: None,
        done_minutes: None,
        done_words: None,
        told_on: None,
        told_how: None,
        told_words: None,
        version: 1,
    }
}

#[test]
fn nothing_is_accepted_before_it_was_compared_visited_and_found_safe() {
    let codes = |steps: &[Step], asked: &[Consultation]| -> Vec<_> {
        lacking(steps, asked, TODAY).into_iter().map(|r| r.code).collect()
    };
    assert_eq!(codes(&[], &[]).len(), 3);
    let good: Vec<Step> = BEFORE_ACCEPTING.iter().map(|d| step(*d, Some(true))).collect();
    assert!(codes(&good, &[]).is_empty());
    let unsafe_then_safe = [good.clone(), vec![step(Deed::Safety, Some(false))]].concat();
    assert_eq!(codes(&unsafe_then_safe, &[]), ["step_against"]);
    let again = [unsafe_then_safe, vec![step(Deed::Safety, Some(true))]].concat();
    assert!(codes(&again, &[]).is_empty());
}

#[test]
fn somebody_who_was_asked_has_until_their_day_to_answer() {
    let good: Vec<Step> = BEFORE_ACCEPTING.iter().map(|d| step(*d, Some(true))).collect();
    let open = |by, answered| lacking(&good, &[asked(by, answered)], TODAY).len();
    assert_eq!(open(TODAY, None), 1);
    assert_eq!(open(date(2026, 11, 22), None), 0);
    assert_eq!(open(date(2026, 12, 30), Some(TODAY)), 0);
}

#[test]
fn a_nomination_goes_from_new_to_done_and_is_answered_only_once_decided() {
    assert_eq!(next(S::Project, Deed::Accept), None);
    assert_eq!(next(S::New, Deed::Visit), Some(S::Looking));
    assert_eq!(next(S::Looking, Deed::Accept), Some(S::Accepted));
    assert_eq!(next(S::Accepted, Deed::MakeProject), Some(S::Project));
    assert_eq!(next(S::Project, Deed::Decline), None);
    assert_eq!(next(S::Project, Deed::Finish), Some(S::Done));
    assert_eq!(next(S::Declined, Deed::Reopen), Some(S::Looking));
    for state in S::ALL {
        assert_eq!(next(*state, Deed::Tell).is_some(), !state.is_undecided(), "{state:?}");
        assert_eq!(next(*state, Deed::Receive), None, "what came cannot come again");
    }
}

#[test]
fn two_nominations_of_one_place_are_shown_to_each_other() {
    let one = |what, place, postcode| Likeness { what, place, postcode };
    let canal = one("Clear the canal path", "Canal Street, Wexmere", Some("ZA1 2BC"));
    assert!(alike(&canal, &one("Paint a hall", "Somewhere", Some("za12bc"))).is_some());
    assert!(alike(&canal, &one("Litter", "canal street wexmere", None)).is_some());
    assert!(alike(&canal, &one("Paint the village hall", "Dunmoor", Some("ZA9 9ZZ"))).is_none());
    assert!(alike(&canal, &one("Mend steps", "Mill Street", None)).is_none(), "one word is no likeness");
    assert!(alike(&canal, &one("", "", None)).is_none());
}

#[test]
fn a_panel_has_one_vote_a_group_and_ranks_each_nomination_once() {
    let vote = |votes_for, votes_against, rank| NewVote {
        nomination: Uuid::from_u128(1).into(),
        votes_for,
        votes_against,
        rank,
        words: None,
    };
    let panel = |votes| NewPanel {
        unit: Uuid::from_u128(2).into(),
        held_on: TODAY,
        place: None,
        groups: vec!["Residents".into(), "School".into(), "Traders".into()],
        note: None,
        votes,
    };
    let codes = |votes| -> Vec<_> { check_panel(&panel(votes), TODAY).into_iter().map(|r| r.code).collect() };
    assert!(codes(vec![vote(2, 1, Some(1)), vote(3, 0, Some(2)), vote(0, 1, None)]).is_empty());
    assert_eq!(codes(vec![vote(3, 1, None)]), ["too_many"]);
    assert_eq!(codes(vec![vote(1, 1, Some(1)), vote(1, 1, Some(1))]), ["same_rank"]);
    assert_eq!(codes(vec![]), ["missing"]);
}

#[test]
fn markup_and_scripts_stay_text_and_control_characters_become_pictures() {
    for kept in ["<script>alert(1)</script>", "'; DROP TABLE x; --", "Siân’s héritage 👩‍👧", "a\nb\tc"] {
        assert_eq!(harmless(kept), kept);
    }
    assert_eq!(harmless("a\0b\u{1b}[31m\r\nc"), "a\u{2400}b\u{241b}[31m\nc");
    assert_eq!(harmless("abc\u{202e}fdp.exe"), "abc[U+202E]fdp.exe");
}

#[test]
fn a_reference_is_found_however_it_is_typed() {
    let reference = spoken(&[1, 2, 3, 4, 5, 6, 7, 250], 8);
    assert_eq!(reference.len(), 9);
    let typed = reference.to_lowercase().replace('-', " ");
    assert_eq!(as_given(&typed), reference);
    assert_eq!(as_given(" - "), "");
}

proptest! {
    #[test]
    fn whatever_is_sent_can_be_kept_and_cleaning_it_twice_changes_nothing(text in "\\PC*|[\\x00-\\x1f\\u{80}-\\u{9f}a-z<>]{0,40}") {
        let once = harmless(&text);
        prop_assert!(!once.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        prop_assert_eq!(harmless(&once), once);
    }

    #[test]
    fn a_secret_word_is_given_back_as_it_was_given_out(bytes in proptest::collection::vec(any::<u8>(), 32)) {
        let secret = spoken(&bytes, 12);
        prop_assert_eq!(as_given(&secret), secret);
    }
}

#[test]
fn the_pages_say_everything_in_both_languages() {
    use super::records::Language;
    use super::said::Said;
    let (english, welsh) = (Said::of(Language::English), Said::of(Language::Welsh));
    assert_eq!(english.missing.map(|(field, _)| field), welsh.missing.map(|(field, _)| field));
    for state in S::ALL {
        assert_ne!(english.state(*state), welsh.state(*state));
    }
    assert_eq!(welsh.day(TODAY), "23 Tachwedd 2026");
    assert_eq!([60, 450].map(|m| english.hours(m)), ["1 hour of work", "7 hours 30 minutes of work"]);
    assert_eq!(welsh.hours(465), "7 awr 45 munud o waith");
    assert!(welsh.missing("nobody").contains("eto"), "an unknown field says to try again");
    let _ = welsh.day(TODAY).parse::<Date>().unwrap_err();
}
