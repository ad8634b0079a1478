//! The pages and calls over HTTP.

use super::world::{TODAY, on_each, on_one};
use documents::messages::{Agreement, Channel, Consent, PolicyRow, SendingState, Trouble};
use kernel::{Permission, date};
use serde_json::json;

const SAID: [(&str, &str); 7] = [
    ("channel", "text"),
    ("answer", "agreed"),
    ("language", "en"),
    ("said_on-day", "20"),
    ("said_on-month", "11"),
    ("said_on-year", "2026"),
    ("said_how", "by_telephone"),
];

#[test]
fn what_a_person_says_is_recorded_with_source_and_day() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let page = town.path("/messages/agreement");
        ann.get(&town.path("/messages")).is(200).says("Nobody has asked the person whether they agree to texts");
        ann.fill(&page, &SAID).is(303);
        ann.get(&town.path("/messages")).is(200).says("the number ending 123");
        ann.get(&page).is(200).says("By telephone").says("20 Nov 2026");
        let row = town.read(|cx| cx.list::<Agreement>("", &[])).remove(0);
        assert_eq!((row.said_on, row.author_name.as_str()), (date(2026, 11, 20), "The ann"));
        // Who only reads sees it and has no form.
        let mut cal = town.signed_in("cal");
        assert!(!cal.get(&page).is(200).body.contains("Record what they say"));
        cal.post(&page, &SAID).is(403);
    });
}

#[test]
fn a_refused_form_says_what_to_do_and_keeps_what_was_typed() {
    on_one(|town| {
        let mut ann = town.signed_in("ann");
        let page = town.path("/messages/agreement");
        let typed: Vec<(&str, &str)> =
            SAID.iter().map(|(n, v)| if *n == "channel" { (*n, "email") } else { (*n, *v) }).collect();
        ann.fill(&page, &typed).is(422).says("Add their email address to the person’s details first");
    });
}

#[test]
fn a_message_is_written_seen_cancelled_and_sent_again() {
    on_each(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.at(TODAY, 21, 0);
        let mut ann = town.signed_in("ann");
        let new = town.path("/messages/new");
        ann.fill(&new, &[("channel", "text"), ("words", "Ring your probation officer")])
            .is(422)
            .says("Leave out “probation”");
        ann.fill(&new, &[("channel", "text"), ("words", "Please ring me.")]).is(303);
        let id = town.sendings()[0].id;
        let one = town.path(&format!("/messages/{id}"));
        ann.get(&one).is(200).says("Please ring me.").says("Waiting").says("15 of 160 characters, one text");
        let cancel = format!("{one}/cancel");
        ann.fill(&cancel, &[("reason", "")]).is(422).says("Enter why");
        let open_twice = ann.get(&cancel);
        ann.fill(&cancel, &[("reason", "They rang")]).is(303);
        ann.press_on(&open_twice, &cancel, &[("reason", "Again")]).is(409);
        ann.get(&one).is(200).says("They rang").says("Send it again");
        ann.fill(&format!("{one}/again"), &[]).is(303);
        assert_eq!(town.sendings().len(), 2);
        ann.get(&town.path("/messages")).is(200).says("Cancelled").says("Waiting");
    });
}

#[test]
fn a_double_click_sends_one_message() {
    on_one(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        let mut ann = town.signed_in("ann");
        let new = town.path("/messages/new");
        let form = ann.get(&new);
        for _ in 0..2 {
            ann.press_on(&form, &new, &[("channel", "text"), ("words", "Please ring me.")]).is(303);
        }
        assert_eq!(town.sendings().len(), 1);
    });
}

#[test]
fn a_message_that_did_not_arrive_is_settled_with_a_reason() {
    on_one(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        town.arrange(date(2026, 11, 26), 14);
        town.port.answers(Err(Trouble::Never { address: true, words: "The address does not work".into() }));
        town.at(TODAY, 10, 0);
        town.work();
        let sending = town.sendings().remove(0);
        assert_eq!(sending.state, SendingState::Failed);
        let one = town.path(&format!("/messages/{}", sending.id));
        let mut ann = town.signed_in("ann");
        ann.get(&one).is(200).says("Not delivered").says("Open the appointment");
        ann.get(&format!("{one}/again")).is(200).says("the same number or address that did not work");
        ann.fill(&format!("{one}/settle"), &[("reason", "Told her in person")]).is(303);
        ann.get(&one).is(200).says("Told her in person");
        assert!(!ann.get(&one).body.contains("Nothing more to do"));
    });
}

#[test]
fn a_shared_telephone_is_barred_and_freed_again() {
    on_one(|town| {
        town.says(Channel::Text, Consent::Agreed).unwrap();
        let mut ann = town.signed_in("ann");
        let bar = town.path("/messages/barred");
        ann.fill(&bar, &[("address", "nonsense"), ("reason", "x")]).is(422).says("Enter a mobile number or an email");
        ann.fill(&bar, &[("address", "07700 900123"), ("reason", "Her brother reads it")]).is(303);
        let page = ann.get(&town.path("/messages/agreement")).is(200);
        page.says("Do not use the number ending 123: Her brother reads it");
        let href =
            page.body.split("/messages/barred/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let one = town.path(&format!("/messages/barred/{href}"));
        ann.fill(&one, &[("reason", "He moved out")]).is(303);
        ann.get(&town.path("/messages")).is(200).says("May be sent");
    });
}

#[test]
fn an_administrator_sets_policy_and_words_from_a_day_to_come() {
    on_each(|town| {
        let mut root = town.signed_in("root");
        root.get("/policy/reminders").is(200).says("3 days and 1 day before").says("Nodyn atgoffa");
        let new = "/policy/reminders/new";
        let typed = |days: &'static str, day: &'static str| {
            vec![
                ("days_before", days),
                ("remind_at", "11:00"),
                ("texts_from", "9am"),
                ("texts_until", "6pm"),
                ("attributes", "national-standard"),
                ("quiet_days", "sunday"),
                ("least_minutes", "60"),
                ("most_late_minutes", "240"),
                ("may_name_service", "no"),
                ("guarded_words", "probation\nprawf"),
                ("most_tries", "5"),
                ("delivery_days", "3"),
                ("from-day", day),
                ("from-month", "11"),
                ("from-year", "2026"),
                ("reason", "A trial with one reminder"),
            ]
        };
        root.fill(new, &typed("soon", "30")).is(422).says("Enter numbers of days with commas between");
        root.fill(new, &typed("2", "23")).is(422).says("Enter a day after today");
        root.fill(new, &typed("2", "30")).is(303);
        root.fill(new, &typed("2", "30")).is(422).says("A row begins on that day already");
        assert_eq!(town.read(|cx| cx.list::<PolicyRow>("", &[])).len(), 2);
        root.get("/policy/reminders").is(200).says("From 30 November 2026");
        let words = "/policy/reminders/words/reminder_text/cy";
        let day = [("from-day", "30"), ("from-month", "11"), ("from-year", "2026"), ("reason", "Plainer")];
        let typed = |text: &'static str, then: &'static str| [&[("template", text), ("then", then)], &day[..]].concat();
        root.fill(words, &typed("Apwyntiad prawf ddydd {day}", "save")).is(422).says("Leave out “prawf”");
        root.fill(words, &typed("Apwyntiad ddŵydd {day}", "look")).is(200).says("of 70 characters");
        root.fill(words, &typed("Apwyntiad {weekday}", "save")).is(422).says("There is no fact called");
        root.fill(words, &typed("Apwyntiad ddydd {day}.", "save")).is(303);
        town.signed_in("ann").get("/policy/reminders").is(403);
    });
}

#[test]
fn a_manager_sees_what_did_not_arrive_in_their_teams() {
    on_one(|town| {
        let mut ann = town.signed_in("root");
        ann.get("/messages").is(200).says("Nothing here");
        let file = ann.get("/messages/file").is(200);
        assert!(file.body.starts_with("CRN,Name,Kind,State"), "{}", file.body);
    });
}

#[test]
fn a_program_records_an_agreement_and_reads_messages() {
    on_each(|town| {
        let program = town.program(&[Permission::ReadPeople, Permission::RecordContacts]);
        let agreements = format!("/api/v1/people/{}/message-agreements", town.crn);
        let messages = format!("/api/v1/people/{}/messages", town.crn);
        let text = json!({ "channel": "text", "words": "Please ring me." });
        let no = program.post(&messages, &text).is(422).json();
        assert_eq!(no["errors"][0]["code"], "not_asked", "{no}");
        let said = json!({ "channel": "text", "answer": "agreed", "language": "cy", "said_on": "2026-11-20",
            "said_how": "by_message" });
        program.post(&agreements, &said).is(201);
        program
            .post(
                &agreements,
                &json!({ "channel": "pigeon", "answer": "agreed", "language": "cy",
            "said_on": "2026-11-20", "said_how": "by_message" }),
            )
            .is(422);
        let list = program.get(&agreements).is(200).json();
        assert_eq!((&list["items"][0]["may_send"], &list["items"][0]["language"]), (&json!(true), &json!("cy")));
        let key = [("idempotency-key", "one")];
        program.call("POST", &messages, &key, &text).is(201);
        program.call("POST", &messages, &key, &text).is(201);
        town.work();
        let list = program.get(&messages).is(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert_eq!(list["items"][0]["state"], "handed_over");
        assert_eq!(list["items"][0]["to"], "the number ending 123");
        assert!(list.get("next").is_none());
    });
}
