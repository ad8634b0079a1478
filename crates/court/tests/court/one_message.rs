//! What one message, or one after another, does.

use crate::invented::*;
use crate::state::*;
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";

pub(crate) fn order_of(hours: &[&str], shared: &str) -> Value {
    let offences = hours.iter().enumerate().map(|(n, hours)| {
        let root = format!("root{n}");
        offence(
            &format!("o{n}"),
            n as i64 + 1,
            vec![
                result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]),
                under(&format!("upw{n}"), &root, "UPWR", DAY, &[("numberOfHours", hours)]),
            ],
        )
    });
    hearing("h1", DAY, shared, vec![defendant("d1", offences.collect())])
}

#[test]
fn the_tables_are_what_the_migrations_make() {
    on_each(|house| migrations::trial::assert_schema(house, &court::tables()));
}

#[test]
fn a_community_order_opens_a_record_and_the_same_message_again_changes_nothing() {
    on_each(|house| {
        let message = order_of(&["100 Hours", "100 Hours"], "2026-03-04T15:00:00Z");
        let first = send_json(house, &message);
        assert_eq!(outcomes(&first), ["recorded"]);
        assert_eq!(first[0].1.as_deref(), Some("T000001"));
        let lines = standing(house);
        assert!(lines.iter().any(|l| l.starts_with("order CO made 2026-03-04 end Some(2027-03-03)")), "{lines:#?}");
        assert_eq!(lines.iter().filter(|l| l.starts_with("requirement UPW")).count(), 1);
        assert!(lines.contains(&"supervised on Some(\"order\")".to_owned()));
        let entries = count(house, "ledger_entry");
        assert_eq!(outcomes(&send_json(house, &message)), ["unchanged"]);
        assert_eq!((standing(house), count(house, "court_message")), (lines, 1));
        assert_eq!(count(house, "ledger_entry"), entries, "nothing written, no entry");
    });
}

#[test]
fn a_reshare_amends_and_an_older_share_arriving_late_changes_nothing() {
    on_each(|house| {
        let first = order_of(&["100 Hours", "100 Hours"], "2026-03-04T15:00:00Z");
        let second = order_of(&["80 Hours", "80 Hours"], "2026-03-05T15:00:00Z");
        send_json(house, &second);
        let now = standing(house);
        let late = send_json(house, &first);
        assert_eq!(outcomes(&late), ["unchanged"]);
        assert_eq!(standing(house), now);
        let third = order_of(&["60 Hours", "60 Hours"], "2026-03-06T15:00:00Z");
        assert_eq!(outcomes(&send_json(house, &third)), ["amended"]);
        assert!(standing(house).iter().any(|l| l.contains("requirement UPW") && l.contains("60")));
    });
}

#[test]
fn copies_that_differ_are_recorded_and_a_person_is_asked() {
    on_each(|house| {
        let lines = send_json(house, &order_of(&["100 Hours", "120 Hours"], "2026-03-04T15:00:00Z"));
        assert_eq!(outcomes(&lines), ["review"]);
        assert!(lines[0].2.contains("copies of this order differ"), "{}", lines[0].2);
        assert_eq!(count(house, "court_question WHERE state = 'open' AND kind = 'confirm'"), 1);
        let put_right = order_of(&["100 Hours", "100 Hours"], "2026-03-05T15:00:00Z");
        send_json(house, &put_right);
        assert_eq!(count(house, "court_question WHERE state = 'open' AND kind = 'confirm'"), 0);
    });
}

#[test]
fn an_order_beyond_a_limit_is_recorded_as_made_with_a_warning() {
    on_each(|house| {
        let lines = send_json(house, &order_of(&["500 Hours"], "2026-03-04T15:00:00Z"));
        assert_eq!(outcomes(&lines), ["recorded"]);
        assert!(standing(house).iter().any(|l| l.contains("500")));
        assert_eq!(count(house, "court_question WHERE kind = 'limit'"), 1);
    });
}

#[test]
fn bytes_that_are_no_message_are_kept_and_wait() {
    on_each(|house| {
        for bytes in [&b"{\"hearing\": {\"id\""[..], b"not json", b"", b"{\"a\": 1}", b"\xff\x00"] {
            let lines = send(house, bytes);
            assert_eq!(outcomes(&lines), ["review"], "{:?}", String::from_utf8_lossy(bytes));
            assert!(!lines[0].2.is_empty());
        }
        assert_eq!(count(house, "court_message"), 5);
        assert_eq!(count(house, "court_reading WHERE state = 'unread'"), 5);
        let kept: Vec<Vec<u8>> = read(house, |cx| {
            cx.query("SELECT body FROM court_message ORDER BY size", &[])?.iter().map(|r| r.get(0)).collect()
        });
        assert!(kept.contains(&b"\xff\x00".to_vec()));
        assert_eq!(standing(house), Vec::<String>::new());
    });
}

#[test]
fn a_fine_makes_no_record_and_says_why() {
    on_each(|house| {
        let fined = hearing(
            "h1",
            DAY,
            "2026-03-04T15:00:00Z",
            vec![defendant("d1", vec![offence("o1", 1, vec![result("f", "FO", DAY, &[("AOF", "£100.00")])])])],
        );
        let lines = send_json(house, &fined);
        assert_eq!(outcomes(&lines), ["ignored"]);
        assert!(lines[0].2.contains("fine"));
        assert_eq!(count(house, "person"), 0);
    });
}

#[test]
fn a_sure_match_links_and_somebody_alike_waits_for_a_person() {
    on_each(|house| {
        let with_pnc = |id: &str, hearing_id: &str, first: &str, pnc: Option<&str>| {
            let mut d = defendant(
                id,
                vec![offence(
                    &format!("{id}o"),
                    1,
                    vec![result(&format!("{id}r"), "COEW", DAY, &[("endDate", "03/03/2027")])],
                )],
            );
            d["personDefendant"]["personDetails"]["firstName"] = json!(first);
            if let Some(pnc) = pnc {
                d["pncId"] = json!(pnc);
            }
            hearing(hearing_id, DAY, "2026-03-04T15:00:00Z", vec![d])
        };
        send_json(house, &with_pnc("d1", "h1", "Ada", Some("2009/9999901U")));
        let same = send_json(house, &with_pnc("d2", "h2", "Ada", Some("20099999901U")));
        assert_eq!(outcomes(&same), ["recorded"]);
        assert_eq!(same[0].1.as_deref(), Some("T000001"));
        let alike = send_json(house, &with_pnc("d3", "h3", "Adah", None));
        assert_eq!(outcomes(&alike), ["review"], "{}", alike[0].2);
        assert!(alike[0].2.contains("T000001"));
        assert_eq!((count(house, "person"), count(house, "court_matter WHERE state = 'waiting'")), (1, 1));
    });
}

#[test]
fn a_deleted_order_is_gone_and_so_is_one_of_a_hearing_taken_back() {
    on_each(|house| {
        send_json(house, &order_of(&["100 Hours"], "2026-03-04T15:00:00Z"));
        let mut gone =
            hearing("h1", DAY, "2026-03-05T15:00:00Z", vec![defendant("d1", vec![offence("o0", 1, vec![])])]);
        gone["hearing"]["deletedJudicialResults"] = json!({"prosecutionCaseResults": [
            {"defendantId": "d1", "offenceId": "o0", "judicialResult": result("root0", "COEW", DAY, &[])},
            {"defendantId": "d1", "offenceId": "o0", "judicialResult": under("upw0", "root0", "UPWR", DAY, &[])}]});
        let lines = send_json(house, &gone);
        assert_eq!(outcomes(&lines), ["deleted"], "{}", lines[0].2);
        assert!(!standing(house).iter().any(|l| l.starts_with("order")));
        let mut other = order_of(&["40 Hours"], "2026-03-06T15:00:00Z");
        other["hearing"]["id"] = json!("h9");
        send_json(house, &other);
        assert!(standing(house).iter().any(|l| l.starts_with("order")));
        let back = send(house, br#"{"messageType": "COMMON_PLATFORM_HEARING_DELETED", "hearingId": "h9"}"#);
        assert_eq!(outcomes(&back), ["deleted"]);
        assert!(!standing(house).iter().any(|l| l.starts_with("order")));
    });
}

#[test]
fn ten_thousand_results_are_recorded_as_one_order() {
    on_each_sqlite(|house| {
        let hours = vec!["100 Hours"; 5_000];
        let lines = send_json(house, &order_of(&hours, "2026-03-04T15:00:00Z"));
        assert_eq!(outcomes(&lines), ["recorded"]);
        assert_eq!(standing(house).iter().filter(|l| l.starts_with("order")).count(), 1);
    });
}

#[test]
fn a_courts_id_that_describes_somebody_else_waits_for_a_person() {
    on_each(|house| {
        let id = "826e37cd-fcfb-56cd-a3eb-3adf0981f111";
        let of = |hearing_id: &str, first: &str, last: &str, born: &str| {
            let made = result(&format!("{hearing_id}r"), "COEW", DAY, &[("endDate", "03/03/2027")]);
            let mut d = defendant(id, vec![offence(&format!("{hearing_id}o"), 1, vec![made])]);
            let details = &mut d["personDefendant"]["personDetails"];
            details["firstName"] = json!(first);
            details["lastName"] = json!(last);
            details["dateOfBirth"] = json!(born);
            hearing(hearing_id, DAY, "2026-03-04T15:00:00Z", vec![d])
        };
        send_json(house, &of("h1", "Ada", "Invented", "1990-05-06"));
        let other = send_json(house, &of("h2", "Bertram", "Madeup", "1961-12-30"));
        assert_eq!(outcomes(&other), ["review"], "{}", other[0].2);
        assert!(other[0].2.contains("T000001"), "{}", other[0].2);
        let spelt = send_json(house, &of("h3", "Adah", "Invented", "1990-05-06"));
        assert_eq!((outcomes(&spelt), spelt[0].1.as_deref()), (vec!["recorded"], Some("T000001")));
    });
}

#[test]
fn words_where_ids_belong_do_not_make_two_people_one() {
    on_each(|house| {
        let of = |hearing_id: &str, first: &str, last: &str, born: &str| {
            let made = result(&format!("{hearing_id}r"), "COEW", DAY, &[("endDate", "03/03/2027")]);
            let mut d = defendant("DEFENDANT_ID", vec![offence(&format!("{hearing_id}o"), 1, vec![made])]);
            let details = &mut d["personDefendant"]["personDetails"];
            details["firstName"] = json!(first);
            details["lastName"] = json!(last);
            details["dateOfBirth"] = json!(born);
            hearing(hearing_id, DAY, "2026-03-04T15:00:00Z", vec![d])
        };
        send_json(house, &of("h1", "Ada", "Invented", "1990-05-06"));
        let other = send_json(house, &of("h2", "Bertram", "Madeup", "1961-12-30"));
        assert_eq!((outcomes(&other), other[0].1.as_deref()), (vec!["recorded"], Some("T000002")));
        assert_eq!(outcomes(&send_json(house, &of("h1", "Ada", "Invented", "1990-05-06"))), ["unchanged"]);
        assert_eq!(standing(house).iter().filter(|l| l.starts_with("order")).count(), 2);
    });
}
