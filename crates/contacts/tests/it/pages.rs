//! Stories over HTTP: arranging in two pages, an outcome in two, what a form says when it is refused, and how many
//! statements a page asks.

use crate::given::http::{Town, on_each};
use crate::given::{TODAY, time};
use contacts::NewContact;
use kernel::{Date, date};
use store::Asker;

pub(crate) fn arranged(town: &Town, on: Date) -> contacts::Contact {
    let new = NewContact {
        staff: Some(town.ann),
        office: Some(town.office),
        requirement: Some(town.rar),
        ..NewContact::of("COAP", on).at(time(10, 0), time(10, 30))
    };
    town.write(|cx| contacts::arrange(cx, &town.keys, new.clone())).unwrap()
}

pub(crate) fn rar_days(town: &Town) -> u32 {
    let orders = town.read(|cx| sentences::orders(cx, &town.keys));
    orders[0].requirements[0].progress.unwrap().done
}

#[test]
fn an_appointment_is_arranged_in_two_pages() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let office = town.office.to_string();
        let typed = [
            ("type", "COAP"),
            ("date", "25/11/2026"),
            ("start", "10am"),
            ("end", "10:30"),
            ("office", office.as_str()),
            ("note", "Bring <b>payslips</b> & \"ID\""),
            ("staff", &town.ann.to_string()),
        ];
        let check = ann.press(&town.path("/appointments/new"), &town.path("/appointments/check"), &typed);
        assert_eq!(check.status, 200, "{}", check.body);
        assert!(check.body.contains("Wednesday 25 November 2026") && check.body.contains("Zedbury office"));
        assert!(!check.body.contains("<b>payslips"), "what was typed never becomes HTML");
        let done = ann.press_on(&check, &town.path("/appointments/new"), &[]);
        assert_eq!((done.status, done.to), (303, town.path("/appointments")), "{}", done.body);
        let list = ann.get(&town.path("/appointments"));
        assert!(list.body.contains("Appointment arranged for Wednesday 25 November 2026"), "{}", list.body);
        let made = town.read(|cx| contacts::next_appointment(cx, &town.keys)).unwrap();
        assert_eq!((made.happens_on, made.staff_id), (date(2026, 11, 25), Some(town.ann)));
        let (shown, _) = town.read(|cx| contacts::one(cx, &town.keys, made.id));
        assert_eq!(shown.notes[0].note, "Bring <b>payslips</b> & \"ID\"");
    });
}

#[test]
fn attended_and_complied_takes_two_pages_with_note_and_next_appointment() {
    on_each(|town| {
        let made = arranged(town, TODAY);
        let mut ann = town.signed_in("ann");
        let page = town.path(&format!("/appointments/{}", made.id));
        let typed = [
            ("outcome", "ATTC"),
            ("note", "Came on time"),
            ("next", "yes"),
            ("next_type", "COAP"),
            ("next_date", "30/11/2026"),
            ("next_start", "10:00"),
            ("next_end", "10:30"),
        ];
        let done = ann.fill(&page, &typed);
        assert_eq!((done.status, done.to), (303, town.path("/contacts")), "{}", done.body);
        let log = ann.get(&town.path("/contacts"));
        assert!(log.body.contains("Attended and complied") && log.body.contains("Came on time"), "{}", log.body);
        assert!(log.body.contains("Outcome recorded. Appointment arranged for Monday 30 November 2026"));
        assert_eq!(rar_days(town), 1);
        let next = town.read(|cx| contacts::next_appointment(cx, &town.keys)).unwrap();
        assert_eq!((next.happens_on, next.office_id, next.rar), (date(2026, 11, 30), Some(town.office), true));
    });
}

#[test]
fn a_corrected_outcome_takes_the_activity_day_back() {
    on_each(|town| {
        let made = arranged(town, TODAY);
        let mut ann = town.signed_in("ann");
        ann.fill(&town.path(&format!("/appointments/{}", made.id)), &[("outcome", "ATTC")]);
        assert_eq!(rar_days(town), 1);
        let correct = town.path(&format!("/appointments/{}/correct", made.id));
        let done = ann.fill(&correct, &[("outcome", "absence"), ("absence", "AAME"), ("reason", "Doctor's note")]);
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(rar_days(town), 0);
        let page = ann.get(&done.to);
        assert!(
            page.body.contains("Outcomes recorded") && page.body.contains("Doctor&#39;s note")
                || page.body.contains("Doctor's note")
        );
    });
}

#[test]
fn a_refused_form_comes_back_as_it_was_typed_with_every_reason() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let typed =
            [("type", "COAP"), ("date", "20/11/2026"), ("start", "11am"), ("end", "10am"), ("note", "kept <i>")];
        let page = ann.press(&town.path("/appointments/new"), &town.path("/appointments/check"), &typed);
        assert_eq!(page.status, 422);
        for words in ["There is a problem", "The date is in the past", "The end must be later", "Choose an office"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(page.body.contains("kept &lt;i&gt;") && page.body.contains("value=\"11am\""));
    });
}

#[test]
fn a_clash_is_shown_on_the_check_page_and_arranged_when_it_is_meant() {
    on_each(|town| {
        arranged(town, TODAY);
        let mut ann = town.signed_in("ann");
        let staff = town.ann.to_string();
        let typed = [("type", "COPT"), ("date", "23/11/2026"), ("start", "10:15"), ("end", "10:45"), ("staff", &staff)];
        let new = town.path("/appointments/new");
        let check = ann.press(&new, &town.path("/appointments/check"), &typed);
        assert!(check.body.contains("The person has another appointment that day, 10am to 10:30am"), "{}", check.body);
        let refused = ann.press_on(&check, &new, &[]);
        assert_eq!(refused.status, 422);
        let meant = ann.press_on(&check, &new, &[("clash_allowed", "yes"), ("request_key", "another")]);
        assert_eq!(meant.status, 303, "{}", meant.body);
    });
}

#[test]
fn the_same_form_sent_twice_records_once() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let path = town.path("/contacts/new");
        let shown = ann.get(&path);
        let typed = [("type", "TNTE"), ("date", "23/11/2026"), ("note", "Once")];
        let (one, two) = (ann.press_on(&shown, &path, &typed), ann.press_on(&shown, &path, &typed));
        assert_eq!((one.status, two.status), (303, 303), "{}", two.body);
        let notes = town.read(|cx| cx.count("SELECT count(*) FROM contact_note", &[]));
        assert_eq!(notes, 1);
    });
}

#[test]
fn two_people_with_one_form_the_second_is_told_and_keeps_what_was_typed() {
    on_each(|town| {
        let made = arranged(town, TODAY);
        let mut ann = town.signed_in("ann");
        let path = town.path(&format!("/appointments/{}", made.id));
        let shown = ann.get(&path);
        town.write(|cx| contacts::add_note(cx, &town.keys, made.id, "Rang to say late")).unwrap();
        let second = ann.press_on(&shown, &path, &[("outcome", "ATTC"), ("note", "my words")]);
        assert_eq!(second.status, 409);
        assert!(second.body.contains("my words") && second.body.contains("Rang to say late"), "{}", second.body);
    });
}

#[test]
fn the_filter_lives_in_the_address_and_one_that_means_nothing_is_told() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let note = NewContact { note: Some("About the café".into()), ..NewContact::of("TNTE", TODAY) };
        town.write(|cx| contacts::record(cx, &town.keys, note.clone())).unwrap();
        let found = ann.get(&town.path("/contacts?word=CAFE&hide_system=yes"));
        assert!(found.body.contains("About the café") && found.body.contains("<strong>1</strong>"), "{}", found.body);
        let none = ann.get(&town.path("/contacts?type=CLOB"));
        assert!(none.body.contains("No contacts match these filters"));
        let wrong = ann.get(&town.path("/contacts?from=31/2/2026&type=%3Cscript%3E"));
        assert_eq!(wrong.status, 200);
        assert!(wrong.body.contains("Enter a real date") && !wrong.body.contains("<script>alert"), "{}", wrong.body);
    });
}

#[test]
fn every_page_of_the_room_renders() {
    on_each(|town| {
        let made = arranged(town, date(2026, 11, 25));
        let mut ann = town.signed_in("ann");
        let one = format!("/appointments/{}", made.id);
        for path in [
            town.path("/contacts"),
            town.path("/contacts/new"),
            town.path("/appointments"),
            town.path("/appointments/new"),
            town.path("/appointments/check"),
            town.path(&one),
            town.path(&format!("/contacts/{}", made.id)),
            town.path(&format!("{one}/reschedule")),
            town.path(&format!("{one}/cancel")),
            "/diary".into(),
            "/time-with-people".into(),
            "/account/calendar".into(),
        ] {
            let page = ann.get(&path);
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            assert!(page.body.contains("<h1"), "{path}");
        }
    });
}

#[test]
fn an_appointment_is_moved_and_cancelled_on_its_pages() {
    on_each(|town| {
        let made = arranged(town, date(2026, 11, 25));
        let mut ann = town.signed_in("ann");
        let path = town.path(&format!("/appointments/{}/reschedule", made.id));
        let typed =
            [("by", "person"), ("date", "26/11/2026"), ("start", "2pm"), ("end", "2:30pm"), ("reason", "New shift")];
        let done = ann.fill(&path, &typed);
        assert_eq!(done.status, 303, "{}", done.body);
        let moved = ann.get(&done.to);
        assert!(moved.body.contains("The earlier appointment"), "{}", moved.body);
        let cancelled = ann.fill(&format!("{}/cancel", done.to), &[("reason", "Order revoked")]);
        assert_eq!(cancelled.status, 303, "{}", cancelled.body);
        assert!(town.read(|cx| contacts::next_appointment(cx, &town.keys)).is_none());
    });
}

#[test]
fn a_page_of_contacts_takes_at_most_twelve_statements() {
    on_each(|town| {
        for number in 0..30 {
            let note = NewContact {
                staff: Some(town.ann),
                note: Some(format!("number {number}")),
                ..NewContact::of("TNTE", TODAY)
            };
            town.write(|cx| contacts::record(cx, &town.keys, note.clone())).unwrap();
        }
        let house = town.house();
        let route = contacts::routes().into_iter().find(|r| r.path == "/people/{crn}/contacts").unwrap();
        let web::Act::Read(show) = route.act else { panic!("the log is a page") };
        let request = web::Request::to(&town.path("/contacts"), &[("crn", town.crn.as_str())], &[]);
        let statements = house.read(&Asker::system("count"), |cx| show(cx, &request).map(|_| cx.statements())).unwrap();
        eprintln!("a page of contacts: {statements} statements");
        assert!(statements <= 12, "{statements} statements");
    });
}
