//! The calendar feed and the diary: what they say, whom they hide, and when they end.

use crate::closed::exclude_ann;
use crate::given::http::on_each;
use crate::pages::arranged;
use kernel::date;

#[test]
fn the_calendar_feed_says_initials_until_its_link_is_revoked_and_each_fetch_is_logged() {
    on_each(|town| {
        arranged(town, date(2026, 11, 25));
        let mut ann = town.signed_in("ann");
        let page = ann.get("/account/calendar");
        let secret = page.hidden("/account/calendar").into_iter().find(|(n, _)| n == "secret").unwrap().1;
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
fn diary_and_feed_hide_whom_their_owner_may_not_see() {
    on_each(|town| {
        arranged(town, date(2026, 11, 25));
        let mut ann = town.signed_in("ann");
        let page = ann.get("/account/calendar");
        let secret = page.hidden("/account/calendar").into_iter().find(|(n, _)| n == "secret").unwrap().1;
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
        let secret = page.hidden("/account/calendar").into_iter().find(|(n, _)| n == "secret").unwrap().1;
        ann.press_on(&page, "/account/calendar", &[]);
        let feed = format!("/calendar/{secret}.ics");
        assert_eq!(town.nobody().get(&feed).status, 200);
        town.write(|cx| access::disable_user(cx, town.ann_user, "Left the service")).unwrap();
        assert_eq!(town.nobody().get(&feed).status, 404);
    });
}
