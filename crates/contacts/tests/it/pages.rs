//! Stories over HTTP: arranging in two pages, an outcome in two, what a form says when it is refused, who sees what, files,
//! the calendar feed, and the calls of programs.

use crate::given::http::{Town, hidden, on_each};
use crate::given::{TODAY, time};
use contacts::NewContact;
use kernel::{Date, date};
use store::Asker;

fn arranged(town: &Town, on: Date) -> contacts::Contact {
    let new = NewContact {
        staff: Some(town.ann),
        office: Some(town.office),
        requirement: Some(town.rar),
        ..NewContact::of("COAP", on).at(time(10, 0), time(10, 30))
    };
    town.write(|cx| contacts::arrange(cx, &town.keys, new.clone())).unwrap()
}

fn rar_days(town: &Town) -> u32 {
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
        for words in ["There is a problem", "The date is in the past", "The end must be later", "Choose where"] {
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
fn a_sensitive_contact_and_its_file_are_closed_to_a_reader() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let path = town.path("/contacts/new");
        let fields = hidden(&ann.get(&path), &path);
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.extend([("type", "TFAM"), ("date", "23/11/2026"), ("note", "Her sister rang"), ("title", "Sister")]);
        let done = ann.upload(&path, &pairs, "letter.pdf", b"%PDF-1.7 secret");
        assert_eq!(done.status, 303, "{}", done.body);
        let newest = town.read(|cx| contacts::recent(cx, &town.keys, 1)).remove(0).contact.id;
        let contact = town.read(|cx| contacts::one(cx, &town.keys, newest)).0;
        let file = town.path(&format!("/contacts/{}/files/{}", contact.contact.id, contact.files[0].file_id));
        let mut cal = town.signed_in("cal");
        for page in [town.path("/contacts"), town.path(&format!("/contacts/{}", contact.contact.id))] {
            let shown = cal.get(&page);
            assert_eq!(shown.status, 200);
            assert!(shown.body.contains("What was written is not shown to you"), "{}", shown.body);
            assert!(!shown.body.contains("Sister") && !shown.body.contains("letter.pdf"), "{}", shown.body);
        }
        assert_eq!(cal.get(&file).status, 403);
        assert!(!cal.get(&town.path("/contacts?word=sister")).body.contains("not shown to you"));
        let got = ann.get(&file);
        assert_eq!((got.status, got.body.as_str()), (200, "%PDF-1.7 secret"));
        assert!(got.header("content-disposition").starts_with("attachment;"));
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(got.header("content-type"), "application/pdf");
    });
}

#[test]
fn fifty_megabytes_are_refused_with_the_limit_and_a_wrong_kind_with_the_list() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let path = town.path("/contacts/new");
        let fields = hidden(&ann.get(&path), &path);
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.extend([("type", "TNTE"), ("date", "23/11/2026"), ("note", "With a film")]);
        let large = ann.upload(&path, &pairs, "film.txt", &vec![b'x'; 50 * 1024 * 1024]);
        assert_eq!(large.status, 413);
        assert!(large.body.contains("26 MB"), "{}", large.body);
        let wrong = ann.upload(&path, &pairs, "game.exe", b"MZ\x90\x00");
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.body.contains("This kind of file is not kept") && wrong.body.contains("With a film"),
            "{}",
            wrong.body
        );
        assert_eq!(town.read(|cx| cx.count("SELECT count(*) FROM contact_note", &[])), 0);
    });
}

#[test]
fn a_reader_cannot_record_and_a_forged_form_is_refused() {
    on_each(|town| {
        let mut cal = town.signed_in("cal");
        assert_eq!(cal.get(&town.path("/contacts")).status, 200);
        assert_eq!(cal.get(&town.path("/contacts/new")).status, 403);
        assert_eq!(cal.post(&town.path("/contacts/new"), &[("type", "TNTE")]).status, 403);
        let mut ann = town.signed_in("ann");
        let forged = [("csrf", "guess"), ("type", "TNTE"), ("date", "23/11/2026"), ("note", "x")];
        assert_eq!(ann.post(&town.path("/contacts/new"), &forged).status, 403);
    });
}

#[test]
fn what_is_not_there_or_is_another_persons_is_not_found() {
    on_each(|town| {
        let made = arranged(town, TODAY);
        let other = people::NewPerson {
            first_name: "Somebody".into(),
            last_name: "Else".into(),
            came_from: "Test".into(),
            ..people::NewPerson::default()
        };
        let other = town.write(|cx| people::create(cx, other.clone())).unwrap().crn;
        let mut ann = town.signed_in("ann");
        for path in [
            format!("/people/{other}/appointments/{}", made.id),
            format!("/people/{other}/appointments/{}/cancel", made.id),
            town.path("/contacts/not-an-id"),
            town.path("/contacts/00000000-0000-0000-0000-000000000000"),
            "/people/Z999999/contacts".into(),
            "/people/%27%20OR%201=1/contacts".into(),
        ] {
            assert_eq!(ann.get(&path).status, 404, "{path}");
        }
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
fn the_calendar_feed_says_initials_until_its_link_is_revoked_and_each_fetch_is_logged() {
    on_each(|town| {
        arranged(town, date(2026, 11, 25));
        let mut ann = town.signed_in("ann");
        let page = ann.get("/account/calendar");
        let secret = hidden(&page, "/account/calendar").into_iter().find(|(n, _)| n == "secret").unwrap().1;
        let feed = format!("/calendar/{secret}.ics");
        let mut program = town.nobody();
        assert_eq!(program.get(&feed).status, 404, "a link that was never turned on opens nothing");
        assert_eq!(ann.press_on(&page, "/account/calendar", &[]).status, 303);
        let got = program.get(&feed);
        assert_eq!((got.status, got.header("content-type")), (200, "text/calendar; charset=utf-8"), "{}", got.body);
        assert!(got.body.contains("F P R") && got.body.contains("DTSTART:20261125T100000Z"), "{}", got.body);
        for secret in ["Ffion", "Pugh", town.crn.as_str()] {
            assert!(!got.body.contains(secret), "{}", got.body);
        }
        let logged = town.read(|cx| {
            cx.count("SELECT count(*) FROM access_log WHERE manner = 'feed' AND actor_id = $1", &[town.ann_user.into()])
        });
        assert_eq!(logged, 1);
        assert_eq!(ann.press("/account/calendar", "/account/calendar/revoke", &[]).status, 303);
        assert_eq!(program.get(&feed).status, 404);
        for guess in ["/calendar/x.ics", "/calendar/.ics", "/calendar/0.txt"] {
            assert_eq!(program.get(guess).status, 404, "{guess}");
        }
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

#[test]
fn after_a_merge_the_last_contact_is_that_of_either_record_and_after_an_unmerge_of_each() {
    on_each(|town| {
        let other = people::NewPerson {
            first_name: "Ffion".into(),
            last_name: "Rees".into(),
            came_from: "Test".into(),
            ..people::NewPerson::default()
        };
        let other = town.write(|cx| people::create(cx, other.clone())).unwrap();
        let theirs = kernel::PersonKeys::alone(other.person_id);
        let call = |on| NewContact { staff: Some(town.ann), ..NewContact::of("CTOA", on) };
        town.write(|cx| contacts::record(cx, &town.keys, call(date(2026, 11, 16)))).unwrap();
        town.write(|cx| contacts::record(cx, &theirs, call(date(2026, 11, 20)))).unwrap();
        let last = |person| town.read(|cx| Ok(contacts::last_contacts(cx, &[person])?[&person].happens_on));
        let keys = town.write(|cx| people::merge(cx, &town.crn, &other.crn, "One person")).unwrap();
        assert_eq!(last(keys.survivor), date(2026, 11, 20));
        town.write(|cx| contacts::record(cx, &keys, call(date(2026, 11, 18)))).unwrap();
        assert_eq!(last(keys.survivor), date(2026, 11, 20));
        town.write(|cx| {
            let open = people::open(cx, &town.crn)?;
            let merge = people::merges_of(cx, &open)?.remove(0).0.id;
            people::unmerge(cx, &open, merge, "Two after all")
        })
        .unwrap();
        assert_eq!((last(keys.survivor), last(other.person_id)), (date(2026, 11, 18), date(2026, 11, 20)));
    });
}

#[test]
fn an_outcome_of_an_absorbed_record_is_recorded_beside_its_appointment() {
    on_each(|town| {
        let made = arranged(town, TODAY);
        let other = people::NewPerson {
            first_name: "Ffion".into(),
            last_name: "Rees".into(),
            came_from: "Test".into(),
            ..people::NewPerson::default()
        };
        let other = town.write(|cx| people::create(cx, other.clone())).unwrap();
        town.write(|cx| people::merge(cx, &other.crn, &town.crn, "One person")).unwrap();
        let mut ann = town.signed_in("ann");
        let page = format!("/people/{}/appointments/{}", other.crn, made.id);
        let done = ann.fill(&page, &[("outcome", "ATTC"), ("note", "Came")]);
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(ann.get(&format!("/people/{}/contacts", other.crn)).body.contains("Attended and complied"));
    });
}

/// Keeps Ann from Ffion's record.
fn exclude_ann(town: &Town) {
    let new = access::NewBarrier {
        kind: access::BarrierKind::Exclusion,
        readers: vec![town.ann_user.0],
        start_on: TODAY,
        end_on: None,
        reason: "Neighbours".into(),
        message: "Ask the manager of Zedbury".into(),
    };
    town.write(|cx| access::set_barrier(cx, town.keys.survivor, &new)).unwrap();
}

#[test]
fn an_excluded_officer_is_refused_on_every_route_about_the_person() {
    on_each(|town| {
        let made = arranged(town, date(2026, 11, 25));
        let file =
            town.write(|cx| contacts::attach(cx, &town.keys, made.id, "file", "note.txt", b"x")).unwrap().file_id;
        let mut ann = town.signed_in("ann");
        let shown = ann.get(&town.path("/contacts/new"));
        let csrf = hidden(&shown, &town.path("/contacts/new")).into_iter().find(|(n, _)| n == "csrf").unwrap().1;
        exclude_ann(town);
        let mut asked = 0;
        for route in contacts::routes().into_iter().filter(|r| r.path.starts_with("/people/")) {
            let path = route
                .path
                .replace("{crn}", town.crn.as_str())
                .replace("{contact}", &made.id.to_string())
                .replace("{file}", &file.to_string());
            let page = match route.method {
                web::Method::Get => ann.get(&path),
                _ => ann.post(&path, &[("csrf", &csrf), ("reason", "x"), ("outcome", "AAME"), ("note", "x")]),
            };
            assert_eq!(page.status, 403, "{} {path}: {}", route.method.name(), page.body);
            assert!(page.body.contains("Ask the manager of Zedbury") && !page.body.contains("Pugh"), "{path}");
            asked += 1;
        }
        assert!(asked > 20, "{asked}");
    });
}

#[test]
fn diary_and_feed_hide_whom_their_owner_may_not_see() {
    on_each(|town| {
        arranged(town, date(2026, 11, 25));
        let mut ann = town.signed_in("ann");
        let page = ann.get("/account/calendar");
        let secret = hidden(&page, "/account/calendar").into_iter().find(|(n, _)| n == "secret").unwrap().1;
        ann.press_on(&page, "/account/calendar", &[]);
        let feed = format!("/calendar/{secret}.ics");
        assert!(town.nobody().get(&feed).body.contains("BEGIN:VEVENT"));
        exclude_ann(town);
        assert!(!town.nobody().get(&feed).body.contains("BEGIN:VEVENT"));
        let diary = ann.get("/diary");
        assert!(
            diary.body.contains("Restricted") && diary.body.contains(town.crn.as_str()) && !diary.body.contains("Pugh")
        );
    });
}

#[test]
fn a_feed_ends_when_its_owner_may_no_longer_sign_in() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let page = ann.get("/account/calendar");
        let secret = hidden(&page, "/account/calendar").into_iter().find(|(n, _)| n == "secret").unwrap().1;
        ann.press_on(&page, "/account/calendar", &[]);
        let feed = format!("/calendar/{secret}.ics");
        assert_eq!(town.nobody().get(&feed).status, 200);
        town.write(|cx| access::disable_user(cx, town.ann_user, "Left the service")).unwrap();
        assert_eq!(town.nobody().get(&feed).status, 404);
    });
}
