//! Numbers of policy: set anew from a day to come with a reason, never changed, and what was reckoned before stays.

use crate::calls::{call, get, post, read, refused};
use crate::story::keys;
use crate::world::on_each;
use assessment::enquiries::{NewEnquiry, enquiries, send};
use kernel::date;
use serde_json::json;
use web::Method;

const LIST: &str = "/policy/assessment/{list}";
const ONE: &str = "/policy/assessment/{list}/{code}";
const CONFIRM: &str = "/policy/assessment/{list}/{code}/confirm";
const POLICE: [(&str, &str); 2] = [("list", "enquiry-deadlines"), ("code", "police-intelligence")];

fn typed<'a>(answer: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("answer", answer),
        ("chase", "5"),
        ("from-day", day),
        ("from-month", "12"),
        ("from-year", "2026"),
        ("reason", "The force agreed to it"),
    ]
}

#[test]
fn an_enquiry_is_due_by_the_row_of_the_day_on_which_it_is_sent() {
    on_each(|house, w| {
        let (admin, officer) = (w.officer(4), w.officer(1));
        let crn = w.person(&house, "Ffion", "Bell");
        let ask = || {
            house
                .write(&officer, |cx| {
                    let open = people::open(cx, &crn.parse().unwrap())?;
                    let new = NewEnquiry {
                        kind: "police-intelligence".into(),
                        asked_of: None,
                        question: "Call-outs since June?".into(),
                        sent_on: cx.today(),
                        answer_due: None,
                    };
                    send(cx, &open.keys, &new)
                })
                .unwrap();
        };
        ask();
        let to = post(&house, &admin, ONE, &POLICE, &typed("20", "1"));
        assert!(to.contains("/confirm?") && to.contains("answer=20"), "{to}");
        assert!(get(&house, &officer, LIST, &POLICE[..1]).contains("In force today"));
        let done = post(&house, &admin, CONFIRM, &POLICE, &typed("20", "1"));
        assert_eq!(done, "/policy/assessment/enquiry-deadlines");
        let page = get(&house, &officer, LIST, &POLICE[..1]);
        assert!(page.contains("To come") && page.contains("The force agreed to it"), "{page}");
        let twice = call(&house, &admin, Method::Post, CONFIRM, &POLICE, &typed("25", "1"));
        assert_eq!(refused(twice), ["already_set"], "a row is added and never changed");
        house.clock().move_to(date(2026, 12, 1));
        ask();
        let keys = keys(&house, &crn);
        let mut sent = read(&house, |cx| enquiries(cx, &keys));
        sent.sort_by_key(|e| e.enquiry.sent_on);
        let law = law::Law::shipped();
        let working = law.working_days(law::Nation::EnglandAndWales);
        assert_eq!(sent[1].enquiry.answer_due, working.after(date(2026, 12, 1), 20));
        assert_ne!(
            sent[0].enquiry.answer_due,
            working.after(date(2026, 11, 23), 20),
            "what was sent before keeps its date"
        );
    });
}

#[test]
fn a_program_sets_a_threshold_of_strengths_and_needs_and_the_rest_stays() {
    on_each(|house, w| {
        let admin = w.officer(4);
        let list = [("list", "needs"), ("code", "strengths.drugs")];
        let route = "/api/v1/assessment-policy/{list}/{code}";
        let routes = assessment::routes();
        let found = routes.iter().find(|r| r.path == route).unwrap();
        let web::Act::Write(write) = found.act else { panic!("{route} writes") };
        let add = |body: serde_json::Value| {
            let req = web::Request::carrying(route, &list, &body);
            house.write(&admin, |cx| write(cx, &req))
        };
        let wrong = add(json!({"numbers": {"standard_at": 9}, "from": "2026-12-01", "reason": "Pilot"}));
        assert_eq!(refused(wrong), ["not_rising"]);
        let wrong = add(json!({"numbers": {"points": 9}, "from": "2026-12-01", "reason": "Pilot"}));
        assert_eq!(refused(wrong), ["unknown_number"]);
        assert_eq!(refused(add(json!({"numbers": {"severe_at": 8}, "from": "2026-11-23", "reason": ""}))).len(), 2);
        add(json!({"numbers": {"severe_at": 8}, "from": "2026-12-01", "reason": "Pilot"})).unwrap();
        let body = get(&house, &admin, "/api/v1/assessment-policy", &[]);
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert!(body["items"].as_array().unwrap().len() >= 50 && body["next"].is_string());
        let rows = read(&house, |cx| {
            cx.query(
                "SELECT standard_at, severe_at FROM assessment_threshold WHERE variant = $1 AND section = $2 \
                ORDER BY valid_from",
                &["strengths".into(), "drugs".into()],
            )
        });
        let told: Vec<(i64, i64)> = rows.iter().map(|r| (r.get(0).unwrap(), r.get(1).unwrap())).collect();
        assert_eq!(told, [(2, 6), (2, 8)], "the row before is as it was");
        let everything = get(&house, &w.officer(1), "/policy/assessment", &[]);
        assert!(everything.contains("From how many points a need is standard or severe"), "{everything}");
    });
}

#[test]
fn a_theme_ends_and_a_ground_for_a_second_signature_is_added_from_a_day_on() {
    on_each(|house, w| {
        let admin = w.officer(4);
        let day = [("from-day", "1"), ("from-month", "12"), ("from-year", "2026"), ("reason", "Pilot")];
        let theme = [("list", "quality-words"), ("code", "theme.wording")];
        post(&house, &admin, CONFIRM, &theme, &[&day[..], &[("words", "x"), ("ends", "yes")]].concat());
        let grounds = [("list", "countersigning")];
        let add = "/policy/assessment/{list}/add";
        let medium = [("ground", "harm_level.medium"), ("words", "The risk of serious harm is medium")];
        post(&house, &admin, add, &grounds, &[&day[..], &medium[..]].concat());
        let twice = call(&house, &admin, Method::Post, add, &grounds, &[&day[..], &medium[..]].concat());
        assert_eq!(refused(twice), ["there"]);
        let unread = [("list", "countersigning"), ("code", "past_unread.any")];
        let kept = [("words", "It was signed past an answer that nobody has analysed"), ("ends", "yes")];
        post(&house, &admin, CONFIRM, &unread, &[&day[..], &kept[..]].concat());
        let page = get(&house, &admin, LIST, &grounds);
        assert!(page.contains("To come") && page.contains("The risk of serious harm is medium"), "{page}");
        house.clock().move_to(date(2026, 12, 1));
        let page = get(&house, &admin, LIST, &grounds);
        let (now, _) = page.split_once("Ended").unwrap();
        assert!(now.contains("The risk of serious harm is medium") && !now.contains("nobody has analysed"), "{now}");
    });
}

#[test]
fn an_offence_learned_of_later_is_due_by_the_newest_row_alone() {
    on_each(|house, w| {
        let admin = w.officer(4);
        let notify = [("list", "further-offences"), ("code", "notify")];
        let pairs = [
            ("days", "3"),
            ("from-day", "24"),
            ("from-month", "11"),
            ("from-year", "2026"),
            ("reason", "The national team asks for it"),
        ];
        post(&house, &admin, CONFIRM, &notify, &pairs);
        house.clock().move_to(date(2026, 11, 25));
        let crn = w.person(&house, "Ffion", "Bell");
        let told = assessment::FurtherOffenceTold {
            happened_on: date(2026, 11, 24),
            learned_on: date(2026, 11, 25),
            charged_on: None,
            offence: "Wounding".into(),
            circumstances: "Outside a public house".into(),
        };
        house
            .write(&admin, |cx| {
                let open = people::open(cx, &crn.parse().unwrap())?;
                assessment::record_further_offence(cx, &open, &told)
            })
            .unwrap();
        let rows = read(&house, |cx| cx.query("SELECT next_due FROM view_further_offence", &[]));
        let due: Vec<kernel::Date> = rows.iter().map(|r| r.get(0).unwrap()).collect();
        assert_eq!(due, [date(2026, 11, 30)], "one row of a code is counted, the newest");
    });
}
