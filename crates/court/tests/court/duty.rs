//! Court duty: a week with its gaps, put right, and what is refused.

use crate::reports::court;
use crate::requests::somebody;
use crate::site::{Browser, on_each, with};
use kernel::date;
use store::Asker;

fn day(day: &str) -> Vec<(String, String)> {
    [("day", day), ("month", "11"), ("year", "2026")].map(|(p, v)| (format!("day-{p}"), v.to_owned())).to_vec()
}

#[test]
fn a_gap_shows_until_somebody_who_is_there_fills_it() {
    on_each(|trial| {
        let house = &trial.site.house;
        let court = court(house);
        let staff = somebody(house);
        let (mut cora, mut mona) = (trial.signed_in("cora"), trial.signed_in("mona"));
        cora.get("/court/duty").is(200).says("Nobody has said how often these sit");
        cora.get("/court/duty/sittings").is(403);
        let (id, staff_text) = (court.id.to_string(), staff.to_string());
        let form = "/court/duty/sittings";
        let shown = mona.get(form).is(200);
        let needed = [("needed-1", "1"), ("needed-2", "1"), ("needed-3", "0"), ("needed-4", "0"), ("needed-5", "1")];
        let mut pairs = with(
            Browser::hidden(&shown, form),
            &[&needed[..], &[("court", &id), ("source", "The listing officer")]].concat(),
        );
        pairs.extend(
            [("day", "1"), ("month", "11"), ("year", "2026")].map(|(p, v)| (format!("from-{p}"), v.to_owned())),
        );
        mona.post(form, &pairs).is(303);
        cora.get("/court/duty").is(200).says("3 places have nobody").says("Not sitting");

        let add = "/court/duty/add";
        let put = |browser: &mut Browser<'_>, on: &str| {
            let shown = browser.get(add).is(200);
            let mut pairs =
                with(Browser::hidden(&shown, add), &[("court", &id), ("staff", &staff_text), ("sitting", "not-said")]);
            pairs.extend(day(on));
            browser.post(add, &pairs)
        };
        put(&mut cora, "20").is(422).says("Enter today or a later day");
        put(&mut cora, "23").is(303);
        put(&mut cora, "23").is(422).says("on duty there already");
        cora.get("/court/duty").is(200).says("Wilma Reporter").says("2 places have nobody");
        cora.get("/courts/B99ZZ/2026-11-23").is(200).says("On duty: Wilma Reporter");
        // Somebody who falls ill fills no place.
        let ill = organisation::NewAbsence {
            staff,
            kind: organisation::AbsenceKind::Sick,
            first_day: date(2026, 11, 23),
            last_day: None,
            reason: "Unwell".into(),
            cover: None,
        };
        house.write(&Asker::system("trial"), |cx| organisation::record_absence(cx, ill.clone())).unwrap();
        cora.get("/court/duty").is(200).says("Away").says("3 places have nobody");
        put(&mut cora, "24").is(422).says("is away on 24 November 2026");
    });
}
