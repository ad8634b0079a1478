//! What bars a referral, what needs a reason, deadlines moved by judgement, and who may write what.

use crate::world::*;
use interventions::*;
use kernel::date;

#[test]
fn what_bars_a_referral_refuses_it_and_nobody_is_referred_twice() {
    on_each(|world| {
        let refused = |new: &NewReferral| {
            world.refused(|cx| {
                let open = people::open(cx, &world.crn)?;
                refer(cx, &open, new)
            })
        };
        let women = NewReferral { needs: vec![], ..NewReferral { offer: world.women, ..world.wanted() } };
        assert_eq!(refused(&women), ["not_their_sex"]);
        let nothing = NewReferral { reason: " ".into(), complete_by: Some(TODAY), ..world.wanted() };
        assert_eq!(refused(&nothing), ["no_reason", "not_ahead"]);
        // By agreement, where no assessment found the need, is asked about and not refused; a requirement of nobody is.
        let other = NewReferral { requirement: Some(uuid::Uuid::from_u128(9).into()), ..world.wanted() };
        assert!(refused(&other).contains(&"not_delivered"));
        world.referred();
        assert_eq!(refused(&world.wanted()), ["already"]);
    });
}

#[test]
fn a_deadline_is_moved_by_a_judgement_with_its_reason() {
    on_each(|world| {
        let id = world.referred();
        assert_eq!(world.whole(id).due, Some((DueWhat::FirstAssessment, date(2026, 12, 7))));
        let until = date(2026, 12, 14);
        assert_eq!(world.refused(|cx| judge_deadline(cx, &world.keys, id, (until, " "), None)), ["no_reason"]);
        world.write(|cx| judge_deadline(cx, &world.keys, id, (until, "In hospital"), None));
        assert_eq!(world.whole(id).due, Some((DueWhat::FirstAssessment, until)));
        world.go(date(2026, 12, 15));
        let mut mona = world.trial.signed_in("mona");
        mona.get("/interventions?show=late").is(200).says("by 1 working day");
        let mut wanda = world.trial.signed_in("wanda");
        wanda.get("/provider?late=yes").is(200).says("by 1 working day");
        let mut priya = world.trial.signed_in("priya");
        priya.get(&world.path(&format!("/referrals/{id}"))).is(200).says("In hospital").says("Deadline moved");
    });
}

#[test]
fn two_who_change_one_referral_at_once_do_not_both() {
    on_each(|world| {
        let id = world.referred();
        let seen = world.whole(id).referral.version;
        let worker = world.worker;
        world.write(|cx| assign(cx, &world.keys, id, worker, Some(seen)));
        let stale = world
            .house()
            .write(&store::Asker::system("trial"), |cx| withdraw(cx, &world.keys, id, ("moved", None), Some(seen)));
        assert!(matches!(stale, Err(store::Failure::Stale(_))), "{stale:?}");
    });
}

#[test]
fn concerns_and_complaints_wait_for_the_other_side_until_they_are_answered() {
    on_each(|world| {
        let id = world.referred();
        let own = format!("/provider/referrals/{id}");
        let at = world.path(&format!("/referrals/{id}"));
        let (mut wanda, mut priya) = (world.trial.signed_in("wanda"), world.trial.signed_in("priya"));
        let new = format!("{own}/messages/new");
        wanda.fill(&new, &[("kind", "concern"), ("words", "")]).is(422);
        wanda.fill(&new, &[("kind", "concern"), ("words", "Came with bruises")]).is(303);
        priya.get("/interventions?show=waiting").is(200).says("Concern to see");
        let message = world.done(id).messages[0].id;
        // Nobody answers their own words, and a concern needs an answer in words.
        wanda.fill(&format!("{own}/messages/{message}"), &[("answer", "Done")]).is(422);
        priya.fill(&format!("{at}/messages/{message}"), &[("answer", "")]).is(422);
        priya.fill(&format!("{at}/messages/{message}"), &[("answer", "Spoke to her on the telephone")]).is(303);
        wanda.get(&own).is(200).says("Spoke to her on the telephone");
        priya
            .fill(&format!("{at}/messages/new"), &[("kind", "person-complains"), ("words", "Nobody rings back")])
            .is(303);
        wanda.get(&own).is(200).says("Nobody rings back").says("Waits for you");
        priya.fill(&format!("{at}/messages/new"), &[("kind", "concern"), ("words", "No")]).is(422);
    });
}
