//! Who sees and does what over HTTP: readers, excluded officers, forged forms, other people's contacts and files, and two
//! records made one.

use crate::given::TODAY;
use crate::given::http::{Town, on_each};
use crate::pages::arranged;
use contacts::NewContact;
use kernel::date;

#[test]
fn a_sensitive_contact_and_its_file_are_closed_to_a_reader() {
    on_each(|town| {
        let mut ann = town.signed_in("ann");
        let path = town.path("/contacts/new");
        let fields = ann.get(&path).hidden(&path);
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
        let fields = ann.get(&path).hidden(&path);
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
pub(crate) fn exclude_ann(town: &Town) {
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
        let csrf = shown.hidden(&town.path("/contacts/new")).into_iter().find(|(n, _)| n == "csrf").unwrap().1;
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
                _ => ann.post(&path, &[("csrf", csrf.as_str()), ("reason", "x"), ("outcome", "AAME"), ("note", "x")]),
            };
            assert_eq!(page.status, 403, "{} {path}: {}", route.method.name(), page.body);
            assert!(page.body.contains("Ask the manager of Zedbury") && !page.body.contains("Pugh"), "{path}");
            asked += 1;
        }
        assert!(asked > 20, "{asked}");
    });
}
