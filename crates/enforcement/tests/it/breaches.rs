//! From the instruction to the court's result: what the officer and the manager see, and what stays in the record.

use crate::served::*;
use access::trial::Browser;
use domain_events::DomainEvent;
use enforcement::breach::{BreachState, breaches_of};
use kernel::date;

fn instructed(world: &World, priya: &mut Browser<'_>) -> String {
    let path = world.path("/breaches/new");
    priya.get(&path).is(200).says("Community order").says("Instruct a breach");
    let order = world.order.to_string();
    let typed = [("order", order.as_str()), ("reason", "Two meetings were missed without a reason")];
    fill(priya, &path, &[typed[0], ("reason", "")], &[("aware_on", TODAY)]).is(422).says("Enter why it is a breach");
    fill(priya, &path, &typed, &[("aware_on", TODAY)]).is(303);
    let made = world.read(|cx| breaches_of(cx, &world.keys));
    world.path(&format!("/breaches/{}", made[0].id))
}

fn written(priya: &mut Browser<'_>, at: &str) {
    for part in ["engagement", "excuse", "proposal"] {
        priya.fill(&format!("{at}/parts/{part}"), &[("words", &format!("Words on {part}."))]).is(303);
    }
}

#[test]
fn a_breach_goes_from_the_instruction_to_the_courts_message_and_nothing_is_lost() {
    on_each(|world| {
        world.meeting(date(2026, 11, 9), "ATTC");
        world.meeting(date(2026, 11, 16), "UAAB");
        let (mut priya, mut mona) = (world.trial.signed_in("priya"), world.trial.signed_in("mona"));
        let failed = world.read(|cx| enforcement::Book::read(cx, &world.keys)).failures[0].id;
        let evidence = [("given_by", "Jo"), ("words", "My bus did not come")];
        fill(&mut priya, &world.path(&format!("/failures/{failed}/evidence")), &evidence, &[("given_on", TODAY)])
            .is(303);
        let at = instructed(world, &mut priya);
        priya.get(&at).is(200).says("Missing").says("10 working days left").says("7 Dec 2026");
        priya.get("/breaches?whose=mine").is(200).says("Jo Invented").says("Pack being prepared");
        mona.get("/breaches").is(200).says("Jo Invented");

        // Nothing goes on before it is whole, and nothing is sent that a manager has not agreed to.
        let hidden = [("version", "1")];
        priya.press(&at, &format!("{at}/notice"), &[]).is(303);
        priya.post(&format!("{at}/submit"), &hidden).is(403);
        written(&mut priya, &at);
        priya.get(&format!("{at}/pack")).is(200).says("Words on engagement.").says("16 Nov 2026").says("Failure");
        priya.get(&format!("{at}/pack")).is(200).says("The person said: My bus did not come");
        priya.press(&at, &format!("{at}/submit"), &[]).is(303);
        priya.get(&format!("{at}/parts/excuse")).is(200).says("cannot be changed now");
        mona.fill(&format!("{at}/check"), &[("decision", "back")]).is(422).says("Say what should be changed");
        mona.fill(&format!("{at}/check"), &[("decision", "agree")]).is(303);
        priya.press(&at, &format!("{at}/send"), &[]).is(303);
        priya.get(&at).is(200).says("Pack as a document").says("Notice to the person");
        let papers = world.read(|cx| documents::documents_of(cx, &world.keys, 10, 0)).0;
        let paper = papers.iter().find(|d| d.template == "breach_pack").unwrap().id;
        let facts = world.read(|cx| documents::document(cx, &world.keys, paper)).facts;
        assert_eq!(facts["given"]["failures"][0]["explanation"], "My bus did not come");

        // What was sent stays as it was sent.
        world.meeting(date(2026, 11, 20), "UAAB");
        let pack = priya.get(&format!("{at}/pack")).is(200);
        pack.says("As it was sent on").says("SHA-256");
        assert!(!pack.body.contains("20 Nov 2026"), "{}", pack.body);

        fill(&mut priya, &format!("{at}/lay"), &[], &[("on", TODAY)]).is(303);
        fill(&mut priya, &format!("{at}/list"), &[], &[("on", date(2026, 12, 3))]).is(303);
        priya.get(&at).is(200).says("In time").says("Thursday 3 December 2026");
        world.go(date(2026, 12, 4));
        let mut priya = world.trial.signed_in("priya");
        world.tell(&DomainEvent::BreachHeard {
            person: world.keys.survivor,
            order: world.order,
            on: date(2026, 12, 3),
            outcome: "fined".into(),
        });
        priya
            .get(&at)
            .is(200)
            .says("Fined, and the order continues")
            .says("The court’s message: fined")
            .says("Before the breach");
        let breach = &world.read(|cx| breaches_of(cx, &world.keys))[0];
        assert_eq!((breach.state, breach.ended_on), (BreachState::Ended, Some(date(2026, 12, 3))));
        priya.get("/breaches?whose=mine&show=ended").is(200).says("Jo Invented");
    });
}

#[test]
fn a_typed_result_changes_the_order_keeps_its_first_dates_and_is_held_against_the_message() {
    on_each(|world| {
        let mut priya = world.trial.signed_in("priya");
        let mut mona = world.trial.signed_in("mona");
        let at = instructed(world, &mut priya);
        let before = world.read(|cx| sentences::order(cx, &world.keys, world.order)).order.ends_on;
        let result = format!("{at}/result");
        fill(&mut priya, &result, &[("result", "extended")], &[("on", TODAY)]).is(422).says("new last day");
        let longer = date(2027, 9, 30);
        fill(&mut priya, &result, &[("result", "extended")], &[("on", TODAY), ("ends_on", longer)]).is(303);
        let order = world.read(|cx| sentences::order(cx, &world.keys, world.order)).order;
        assert_eq!((order.ends_on, order.amended_ends_on), (before, Some(longer)));
        priya.get(&at).is(200).says("Not changed").says("30 September 2027");

        world.tell(&DomainEvent::BreachHeard {
            person: world.keys.survivor,
            order: world.order,
            on: TODAY,
            outcome: "no action".into(),
        });
        priya.get(&at).is(200).says("says otherwise: No action").says("What is recorded here is: Extended");
        mona.fill(&format!("{at}/reopen"), &[("words", "The message is right")]).is(303);
        priya.get(&at).is(200).says("Pack being prepared");
    });
}

#[test]
fn the_clock_stops_by_a_judgement_and_a_breach_is_withdrawn_with_a_reason() {
    on_each(|world| {
        let mut priya = world.trial.signed_in("priya");
        let at = instructed(world, &mut priya);
        let clock = format!("{at}/clock");
        let stop = [("from", TODAY), ("until", date(2026, 11, 27))];
        fill(&mut priya, &clock, &[], &stop).is(422).says("Enter why the clock stands still");
        fill(&mut priya, &clock, &[("words", "Waits for the hospital")], &stop).is(303);
        priya.get(&at).is(200).says("The clock stood still").says("11 Dec 2026");
        priya.fill(&format!("{at}/stop"), &[("reason", "other")]).is(422).says("Say what the reason is");
        priya.fill(&format!("{at}/stop"), &[("reason", "excuse"), ("words", "A letter came")]).is(303);
        priya.get(&at).is(200).says("Withdrawn").says("A reasonable excuse was shown");
        priya.get(&world.path("/breaches")).is(200).says("Withdrawn");
    });
}

#[test]
fn two_people_who_change_a_breach_at_once_are_told_and_nothing_is_overwritten() {
    on_each(|world| {
        let (mut priya, mut mona) = (world.trial.signed_in("priya"), world.trial.signed_in("mona"));
        let at = instructed(world, &mut priya);
        let part = format!("{at}/parts/excuse");
        let hers = priya.get(&part).is(200);
        mona.fill(&part, &[("words", "They said that the bus broke down.")]).is(303);
        let late = priya.press_on(&hers, &part, &[("words", "They said nothing.")]);
        late.is(409).says("They said that the bus broke down.").says("They said nothing.");
    });
}

#[test]
fn what_somebody_showed_is_kept_with_the_evidence_as_closed_as_the_record_and_is_taken_off_with_a_reason() {
    on_each(|world| {
        world.meeting(date(2026, 11, 16), "UAAB");
        let failed = world.read(|cx| enforcement::Book::read(cx, &world.keys)).failures[0].id;
        let at = world.path(&format!("/failures/{failed}"));
        let form = format!("{at}/evidence");
        let mut priya = world.trial.signed_in("priya");
        let mut typed = priya.get(&form).is(200).hidden(&form);
        let day = day("given_on", TODAY);
        typed.extend(day.iter().map(|(n, v)| (n.clone(), v.clone())));
        typed.extend([
            ("given_by".to_owned(), "Jo".to_owned()),
            ("words".to_owned(), "A letter of the clinic".to_owned()),
        ]);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        priya
            .upload(&form, &typed, "letter.pdf", b"<script>alert(1)</script>")
            .is(422)
            .says("its name does not end in .txt");
        priya.upload(&form, &typed, "letter.exe", b"MZ\x00\x01").is(422).says("This kind of file is not kept");
        let steps = world.read(|cx| enforcement::Book::read(cx, &world.keys)).steps;
        assert!(steps.iter().all(|s| s.step != enforcement::StepOf::Evidence), "nothing is kept of a refused form");
        priya.upload(&form, &typed, "letter.pdf", b"%PDF-1.7 a letter").is(303);
        let steps = world.read(|cx| enforcement::Book::read(cx, &world.keys)).steps;
        let file = steps.iter().find_map(|s| s.file_id).unwrap();
        priya.get(&at).is(200).says("letter.pdf").says("A letter of the clinic").says("1 KB");
        let got = priya.get(&format!("{form}/{file}")).is(200);
        assert_eq!((got.header("content-type"), got.body.as_str()), ("application/pdf", "%PDF-1.7 a letter"));
        assert!(got.header("content-disposition").starts_with("attachment"));
        world.meeting(date(2026, 11, 18), "UAAB");
        let other = world.read(|cx| enforcement::Book::read(cx, &world.keys)).failures[0].id;
        priya.get(&world.path(&format!("/failures/{other}/evidence/{file}"))).is(404);

        let off = format!("{form}/{file}/remove");
        priya.fill(&off, &[("reason", "")]).is(422);
        priya.fill(&off, &[("reason", "Somebody else's letter")]).is(303);
        priya.get(&format!("{form}/{file}")).is(404);
        priya.get(&at).is(200).says("Taken off").says("A letter of the clinic");
    });
}

#[test]
fn compliance_on_a_past_day_is_what_the_record_said_that_evening() {
    on_each(|world| {
        let contact = world.meeting(date(2026, 11, 16), "UAAB");
        world.go(date(2026, 11, 25));
        world.correct(contact, "ATTC");
        let mut priya = world.trial.signed_in("priya");
        let at = world.path("/compliance");
        priya.get(&at).is(200).says("failures count").says("1 of 1").says("See compliance as it stood on a past day");
        let then = priya.get(&format!("{at}?as_at=2026-11-23")).is(200);
        then.says("As the record stood at the end of 23 November 2026").says("failure counts").says("0 of 1");
        priya.get(&format!("{at}?as_at=2026-11-22")).is(200).says("There is no order to keep to");
        priya.get(&format!("{at}?as_at=2026-11-25")).is(422).says("The day must be in the past");
        priya.get(&format!("{at}?as_at=someday")).is(422);
    });
}
