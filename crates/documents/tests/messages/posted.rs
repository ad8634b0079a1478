//! Letters over HTTP: sent by post or by e-mail after a look at what goes where, and how far they have come.

use super::world::{TODAY, Town, on_each, on_one};
use documents::messages::{Channel, Consent, SendingState, Trouble};
use documents::{Letter, document, withdraw, write};
use kernel::{DocumentId, Permission};
use serde_json::json;

fn written(town: &Town, template: &str, facts: serde_json::Value) -> DocumentId {
    let letter = Letter { template, person: town.person, about: None, language: None, facts };
    town.write(|cx| write(cx, &letter)).unwrap()
}

/// A letter with the address of the record on it.
fn well_done(town: &Town) -> DocumentId {
    town.allocates();
    written(town, "milestone_letter", json!({ "milestone": "kept every appointment", "reached_on": "2026-11-20" }))
}

#[test]
fn a_letter_is_posted_after_a_look_at_where_it_goes() {
    on_each(|town| {
        let id = well_done(town);
        let (list, one) = (town.path("/documents"), town.path(&format!("/documents/{id}")));
        let post = format!("{one}/send/post");
        let mut ann = town.signed_in("ann");
        ann.get(&list).is(200).says("Not sent");
        let page = ann.get(&one).is(200);
        page.says("Not sent from here").says("Send by post");
        assert!(!page.body.contains("Send by email"), "she has not agreed to e-mails");
        ann.get(&post).is(200).says("12 High Street").says("ZA1 2CD").says("Milestone letter");
        town.port.answers(Err(Trouble::Never { address: false, words: "The letter was not accepted".into() }));
        let form = ann.get(&post);
        for _ in 0..2 {
            ann.press_on(&form, &post, &[]).is(303);
        }
        assert_eq!(town.sendings().len(), 1, "a double click posts one letter");
        ann.get(&list).is(200).says("Waiting").says("By post");
        town.work();
        ann.get(&one).is(200).says("Not delivered").says("The letter was not accepted").says("Open the message");
        ann.fill(&post, &[]).is(303);
        town.work();
        ann.get(&one).is(200).says("Not delivered").says(SendingState::HandedOver.words());
        let list = ann.get(&list).is(200);
        assert!(!list.body.contains("Not delivered"), "a list says how it stands now");
        ann.get(&post).is(200).says("There is a message with this letter already");
        assert_eq!(town.port.gone().len(), 1);
    });
}

#[test]
fn a_letter_by_email_needs_an_agreement_and_brings_the_letter() {
    on_each(|town| {
        let id = well_done(town);
        let one = town.path(&format!("/documents/{id}"));
        let email = format!("{one}/send/email");
        let mut ann = town.signed_in("ann");
        ann.get(&email).is(200).says("No email address is recorded");
        town.reach(|reach| reach.email = Some("ffion@example.com".into()));
        let form = ann.get(&email).is(200);
        form.says("Nobody has asked the person whether they agree to emails");
        town.says(Channel::Email, Consent::Agreed).unwrap();
        ann.get(&one).is(200).says("Send by email");
        ann.get(&email).is(200).says("ffion@example.com").says("A letter for you").says("Hello Ffion");
        ann.fill(&email, &[]).is(303);
        town.work();
        let gone = town.port.gone().remove(0);
        assert_eq!(gone.to, "ffion@example.com");
        assert!(gone.body.starts_with("Hello Ffion") && gone.body.ends_with("%PDF-1.7 Well done"), "{}", gone.body);
        ann.get(&town.path("/messages")).is(200).says("Letter by email");
        ann.get(&format!("{one}/send/text")).is(404);
    });
}

#[test]
fn a_letter_that_was_withdrawn_has_no_way_out() {
    on_each(|town| {
        let id = well_done(town);
        let one = town.path(&format!("/documents/{id}"));
        let post = format!("{one}/send/post");
        let mut ann = town.signed_in("ann");
        let form = ann.get(&post).is(200);
        town.write(|cx| withdraw(cx, &town.keys(), id, "The wrong person", None)).unwrap();
        ann.press_on(&form, &post, &[]).is(422).says("The letter was withdrawn");
        assert!(!ann.get(&one).is(200).body.contains("/send/"));
        ann.get(&post).is(200).says("The letter was withdrawn");
        assert!(town.sendings().is_empty());
    });
}

#[test]
fn a_letter_cancelled_and_then_withdrawn_is_not_sent_again() {
    on_each(|town| {
        let id = well_done(town);
        let mut ann = town.signed_in("ann");
        ann.fill(&town.path(&format!("/documents/{id}/send/post")), &[]).is(303);
        let message = town.path(&format!("/messages/{}", town.sendings()[0].id));
        ann.fill(&format!("{message}/cancel"), &[("reason", "A mistake in it")]).is(303);
        let version = Some(town.read(|cx| document(cx, &town.keys(), id)).version);
        town.write(|cx| withdraw(cx, &town.keys(), id, "A mistake in it", version)).unwrap();
        ann.fill(&format!("{message}/again"), &[]).is(422).says("The letter was withdrawn");
        ann.get(&town.path("/documents")).is(200).says("Withdrawn").says("Cancelled");
    });
}

#[test]
fn a_letter_with_an_address_where_nobody_lives_any_more_is_not_posted() {
    on_each(|town| {
        let id = well_done(town);
        town.write(|cx| {
            let open = people::open_by_id(cx, town.person)?;
            let before = people::main_address(cx, &open.keys, TODAY)?.unwrap();
            let mut after = before.clone();
            after.building = Some("14".into());
            people::amend(cx, &before, after, None).map(|_| ())
        })
        .unwrap();
        let one = town.path(&format!("/documents/{id}"));
        let mut ann = town.signed_in("ann");
        let page = ann.get(&one).is(200);
        page.says("The letter carries another address than the record does today");
        assert!(!page.body.contains("/send/post"));
        ann.get(&format!("{one}/send/post")).is(200).says("write it anew");
        let program = town.program(&[Permission::ReadPeople, Permission::RecordContacts]);
        let messages = format!("/api/v1/people/{}/messages", town.crn);
        let no = program.post(&messages, &json!({ "channel": "post", "document": id })).is(422).json();
        assert_eq!(no["errors"][0]["code"], "old_address", "{no}");
    });
}

#[test]
fn what_is_no_letter_to_the_person_is_not_sent_to_them() {
    on_one(|town| {
        let id = written(town, "certificate", json!({ "achievement": "painted the hall", "reached_on": "2026-11-20" }));
        let page = town.signed_in("ann").get(&town.path(&format!("/documents/{id}"))).is(200);
        page.says("download it, and hand it over yourself");
        assert!(!page.body.contains("/send/"));
    });
}

#[test]
fn who_only_reads_sees_how_far_a_letter_has_come_and_sends_none() {
    on_one(|town| {
        let id = well_done(town);
        let one = town.path(&format!("/documents/{id}"));
        let mut cal = town.signed_in("cal");
        let page = cal.get(&one).is(200);
        assert!(!page.says("Not sent from here").body.contains("/send/"));
        cal.get(&format!("{one}/send/post")).is(403);
    });
}

#[test]
fn a_letter_of_a_demo_stays_here_and_says_so() {
    on_each(|town| {
        let id = well_done(town);
        town.port.leaves();
        town.write(|cx| cx.set_setting("demo", "a trial")).unwrap();
        let mut ann = town.signed_in("ann");
        ann.fill(&town.path(&format!("/documents/{id}/send/post")), &[]).is(303);
        town.work();
        for page in ["/documents".to_owned(), format!("/documents/{id}")] {
            ann.get(&town.path(&page)).is(200).says("Not sent here").says("Kept here, because this is a demo");
        }
        assert!(town.port.gone().is_empty());
    });
}

#[test]
fn a_program_sends_a_letter_and_reads_how_far_it_has_come() {
    on_each(|town| {
        let id = well_done(town);
        let program = town.program(&[Permission::ReadPeople, Permission::RecordContacts]);
        let messages = format!("/api/v1/people/{}/messages", town.crn);
        let documents = format!("/api/v1/people/{}/documents", town.crn);
        assert!(program.get(&documents).is(200).json()["items"][0]["sent"].is_null());
        let both = json!({ "channel": "post", "document": id, "words": "And this" });
        assert_eq!(program.post(&messages, &both).is(422).json()["errors"][0]["code"], "letter_speaks");
        program.post(&messages, &json!({ "channel": "post", "document": id })).is(201);
        town.work();
        let sent = program.get(&documents).is(200).json()["items"][0]["sent"].clone();
        assert_eq!((&sent["channel"], &sent["state"]), (&json!("post"), &json!("handed_over")));
    });
}

#[test]
fn no_list_of_documents_asks_more_for_more_letters() {
    on_one(|town| {
        let mut ann = town.signed_in("ann");
        let list = town.path("/documents");
        let mut statements = |town: &Town| {
            town.house().listen_to_statements();
            let _ = town.house().heard_statements();
            ann.get(&list).is(200);
            town.house().heard_statements().len()
        };
        let first = well_done(town);
        let mut program = town.signed_in("ann");
        program.fill(&town.path(&format!("/documents/{first}/send/post")), &[]).is(303);
        let one = statements(town);
        for _ in 0..4 {
            let id = well_done(town);
            program.fill(&town.path(&format!("/documents/{id}/send/post")), &[]).is(303);
        }
        assert_eq!(statements(town), one);
    });
}
