//! From an offer to an agreement that is kept, what stops on the way, and a case without an order.

use crate::world::*;
use kernel::date;
use restorative::{CaseState, open_case, sides_of};

#[test]
fn a_case_goes_from_the_offers_to_an_agreement_that_is_kept() {
    on_each(|world| {
        let mediator = world.mediator("Calm Between").to_string();
        let mut resta = world.trial.signed_in("resta");
        resta.get("/restorative").is(200).says("No case is here");
        let at = world.offered(&mut resta);
        resta.get(&at).is(200).says(HARMED).says(SECRET).says("Being offered").says("Not in force");

        // Nothing is arranged before everything that a meeting needs is there.
        let arrange = format!("{at}/arrange");
        let meeting = [("kind", "meeting"), ("starts", "14:00"), ("place", "Library, room 2")];
        let soon = [("on", date(2026, 12, 7))];
        let no = fill(&mut resta, &arrange, &meeting, &soon).is(422);
        no.says("Both sides must agree")
            .says("Assess risk")
            .says("Prepare the person harmed")
            .says("Choose who mediates");
        for side in ["person", "harmed"] {
            let form = format!("{at}/sides/{side}");
            for deed in ["give", "prepare"] {
                fill(&mut resta, &form, &[("deed", deed), ("words", "Said in confidence")], &[("on", TODAY)]).is(303);
            }
        }
        let assess = format!("{at}/assess");
        fill(&mut resta, &assess, &[("suitable", "yes")], &[("on", TODAY)]).is(422).says("Enter what was weighed");
        fill(&mut resta, &assess, &[("suitable", "yes"), ("words", "Both are calm")], &[("on", TODAY)]).is(303);
        resta.fill(&format!("{at}/mediator"), &[("staff", "R01A011")]).is(422).says("own officer");
        resta.fill(&format!("{at}/mediator"), &[("volunteer", &mediator)]).is(303);
        fill(&mut resta, &arrange, &meeting, &soon).is(303);
        resta.get(&at).is(200).says("Arranged").says("Calm Between").says("7 Dec 2026");
        resta.get("/restorative?state=arranged").is(200).says("Jo Invented");

        world.go(date(2026, 12, 7));
        let mut resta = world.trial.signed_in("resta");
        let id = World::id(&at);
        let planned = world.read(|cx| open_case(cx, id)).1.meetings[0].id;
        let became = format!("{at}/meetings/{planned}");
        let held = [("held", "yes"), ("minutes", "75"), ("words", "Both spoke and were heard")];
        fill(&mut resta, &became, &[held[0], held[2]], &soon).is(422).says("Enter the minutes");
        fill(&mut resta, &became, &held, &soon).is(303);
        fill(&mut resta, &became, &held, &soon).is(422).says("recorded already");

        let agree = format!("{at}/agreement");
        fill(&mut resta, &agree, &[("words", "Mend the fence")], &[("due_on", date(2026, 12, 20))]).is(303);
        let money = format!("{at}/compensation");
        let today = [("on", date(2026, 12, 7))];
        fill(&mut resta, &money, &[("what", "done"), ("amount", "20")], &today).is(422).says("what was agreed");
        fill(&mut resta, &money, &[("what", "agreed"), ("amount", "120"), ("instalment", "20")], &today).is(303);
        fill(&mut resta, &money, &[("what", "done"), ("amount", "20")], &today).is(303);
        fill(&mut resta, &money, &[("what", "done-corrected"), ("amount", "-25"), ("why", "x")], &today)
            .is(422)
            .says("no more than there is");
        let minutes = format!("{at}/reparation");
        fill(&mut resta, &minutes, &[("what", "agreed"), ("amount", "600")], &today).is(303);
        fill(&mut resta, &minutes, &[("what", "done"), ("amount", "900")], &today).is(303);
        fill(&mut resta, &minutes, &[("what", "done"), ("amount", "900")], &today)
            .is(422)
            .says("more time than a day has");
        let cost = format!("{at}/cost");
        fill(&mut resta, &cost, &[("kind", "venue"), ("what", "Room hire"), ("amount", "35")], &today).is(303);
        resta.get(&at).is(200).says("£120").says("£20").says("15 hours").says("£35").says("Agreement being kept");

        let promise = world.read(|cx| open_case(cx, id)).1.promises[0].id;
        let end = format!("{at}/end");
        fill(&mut resta, &end, &[("reason", "kept")], &today).is(422).says("what became of everything");
        let settle = format!("{at}/agreement/{promise}");
        fill(&mut resta, &settle, &[("state", "partly")], &today).is(422).says("Say in a sentence why");
        fill(&mut resta, &settle, &[("state", "kept")], &today).is(303);
        for side in ["person", "harmed"] {
            let felt = [("side", side), ("point", "after"), ("scale", "5"), ("words", "Lighter")];
            fill(&mut resta, &format!("{at}/felt"), &felt, &today).is(303);
        }
        fill(&mut resta, &format!("{at}/follow-up"), &[], &today).is(303);
        fill(&mut resta, &end, &[("reason", "kept")], &today).is(303);
        resta.get(&at).is(200).says("The agreement was kept");
        assert!(!resta.get(&at).is(200).body.contains("Not met"));

        // The person's own page, and what they are given, in both languages.
        let mut priya = world.trial.signed_in("priya");
        priya.get(&world.path("/restorative")).is(200).says("Mend the fence").says("£120 agreed, £20 paid");
        let given = world.path(&format!("/restorative/{id}/agreement"));
        priya.get(&given).is(200).says("Your agreement").says("20 December 2026");
        priya.get(&format!("{given}?lang=cy")).is(200).says("Eich cytundeb").says("20 Rhagfyr 2026");
        resta.get("/restorative/figures").is(200).says("Too few");
    });
}

#[test]
fn consent_that_is_taken_back_takes_what_was_planned_with_it() {
    on_each(|world| {
        let mediator = world.mediator("Calm Between").to_string();
        let mut resta = world.trial.signed_in("resta");
        let at = world.offered(&mut resta);
        for side in ["person", "harmed"] {
            for deed in ["give", "prepare"] {
                fill(&mut resta, &format!("{at}/sides/{side}"), &[("deed", deed)], &[("on", TODAY)]).is(303);
            }
        }
        let weighed = [("suitable", "yes"), ("words", "Weighed")];
        fill(&mut resta, &format!("{at}/assess"), &weighed, &[("on", TODAY)]).is(303);
        resta.fill(&format!("{at}/mediator"), &[("volunteer", &mediator)]).is(303);
        let arrange = format!("{at}/arrange");
        fill(&mut resta, &arrange, &[("kind", "meeting")], &[("on", date(2026, 12, 7))]).is(303);
        let harmed = format!("{at}/sides/harmed");
        fill(&mut resta, &harmed, &[("deed", "withdraw"), ("words", SECRET)], &[("on", TODAY)]).is(303);
        resta.get(&at).is(200).says("Does not take place").says("A consent was taken back").says("Being offered");
        fill(&mut resta, &arrange, &[("kind", "meeting")], &[("on", date(2026, 12, 7))])
            .is(422)
            .says("Both sides must agree");

        // A letter is not carried to somebody who does not take part.
        let letter = format!("{at}/letters/new");
        let page = resta.get(&letter).is(200);
        let mut pairs = page.hidden(&letter);
        for (name, value) in [("side", "person"), ("on-day", "23"), ("on-month", "11"), ("on-year", "2026")] {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        resta.upload(&letter, &pairs, "letter.txt", b"I am sorry for what I did.").is(303);
        let whole = world.read(|cx| open_case(cx, World::id(&at))).1;
        let hand = format!("{at}/letters/{}/hand-over", whole.letters[0].id);
        fill(&mut resta, &hand, &[], &[("on", TODAY)]).is(422).says("Both sides must have agreed");
        let file = resta.get(&format!("{at}/letters/{}/file", whole.letters[0].id)).is(200);
        assert_eq!(file.body, "I am sorry for what I did.");
    });
}

#[test]
fn a_case_without_an_order_takes_the_person_on_and_gives_them_back_when_it_ends() {
    on_each(|world| {
        let mut resta = world.trial.signed_in("resta");
        let new = world.path("/restorative/new");
        fill(&mut resta, &new, &[("origin", "order")], &[("on", TODAY)]).is(422).says("no order that is running");
        let at = fill(&mut resta, &new, &[("origin", "instead-of-prosecution")], &[("on", TODAY)]).is(303).to;
        assert!(world.read(|cx| sentences::supervision(cx, &world.keys)).is_some(), "nobody is lost meanwhile");
        fill(&mut resta, &format!("{at}/end"), &[("reason", "unsuitable")], &[("on", TODAY)]).is(303);
        assert!(world.read(|cx| sentences::events(cx, &world.keys)).iter().all(|e| !e.is_open()));
        fill(&mut resta, &format!("{at}/assess"), &[("suitable", "yes"), ("words", "x")], &[("on", TODAY)]).is(422);
        resta.fill(&format!("{at}/reopen"), &[("words", "Ended by mistake")]).is(303);
        assert!(world.read(|cx| sentences::events(cx, &world.keys)).iter().any(sentences::EventWithParts::is_open));
        assert_eq!(world.read(|cx| sides_of(cx, &world.keys))[0].state, CaseState::Offering);
    });
}

#[test]
fn two_who_change_a_case_at_once_are_told_and_nothing_is_overwritten() {
    on_each(|world| {
        let mut resta = world.trial.signed_in("resta");
        let at = world.offered(&mut resta);
        let form = format!("{at}/sides/person");
        let shown = resta.get(&form).is(200);
        fill(&mut resta, &form, &[("deed", "give")], &[("on", TODAY)]).is(303);
        let day = [("on-day", "23"), ("on-month", "11"), ("on-year", "2026")];
        let late = resta.press_on(&shown, &form, &[("deed", "decline"), day[0], day[1], day[2]]);
        late.is(409);
        let harmed = format!("{at}/harmed");
        let shown = resta.get(&harmed).is(200);
        resta.fill(&harmed, &[("name", "Another Name"), ("language", "cy")]).is(303);
        resta.press_on(&shown, &harmed, &[("name", "Third Name"), ("language", "en")]).is(409).says("Another Name");
    });
}
