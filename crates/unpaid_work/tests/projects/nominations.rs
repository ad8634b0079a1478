//! From the public's form to the answer, and what is kept out on the way.

use super::world::{TODAY, World, fill, on_each};
use access::trial::{Browser, Page};
use kernel::Permission;
use unpaid_work::nominations::{Nomination, NominationState, nominations_in};

pub(super) const WRITTEN: &[(&str, &str)] = &[
    ("what", "Clear the path along the canal"),
    ("place", "Canal Street, Wexmere"),
    ("postcode", "ZA1 2BC"),
    ("for_whom", "Everybody who walks there"),
    ("why", "It floods and nobody can pass"),
    ("nominator", "Mary Example"),
    ("email", "mary@example.org"),
];

/// Opens the form, takes the time that writing takes, and sends it.
#[track_caller]
pub(super) fn nominate(w: &World, who: &mut Browser<'_>, page: &str, typed: &[(&str, &str)]) -> Page {
    let shown = who.get(page).is(200);
    w.wait(60);
    who.press_on(&shown, "/nominate", typed)
}

pub(super) fn between<'p>(page: &'p Page, before: &str, after: &str) -> &'p str {
    page.body.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_default()
}

pub(super) fn kept(w: &World) -> Vec<Nomination> {
    w.read(|cx| Ok(nominations_in(cx, NominationState::ALL, 100, 0)?.0))
}

fn with<'a>(field: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    WRITTEN.iter().map(|(n, v)| if *n == field { (field, text) } else { (*n, *v) }).collect()
}

#[test]
fn a_nomination_goes_from_the_public_s_form_to_the_answer_on_its_own_page() {
    on_each(|w| {
        let mut mary = w.trial.nobody();
        let sent = nominate(w, &mut mary, "/nominate", WRITTEN).is(200);
        let reference = between(&sent, "id=\"reference\">", "<").to_owned();
        let secret = between(&sent, "id=\"secret\">", "<").to_owned();
        assert_eq!((reference.len(), secret.len()), (9, 14));
        let look = [("reference", reference.as_str()), ("secret", secret.as_str())];
        mary.fill("/nominate/follow", &look).is(200).says("We have it, and will look at it");

        let mut una = w.trial.signed_in("una");
        una.get("/unpaid-work/nominations").is(200).says(&reference).says("Canal Street");
        let id = kept(w)[0].id;
        let path = |rest: &str| format!("/unpaid-work/nominations/{id}{rest}");
        una.get(&path("")).is(200).says("Before it can be accepted").says("mary@example.org");
        una.fill(&path("/accept"), &[("words", "")]).is(422).says("Visit the place first");
        una.fill(&path("/unit"), &[("unit", &w.unit.to_string())]).is(303);
        for (what, words) in [
            ("compare", "None like it"),
            ("visit", "Two days for ten people"),
            ("safety", "Water: nobody within two metres"),
        ] {
            let typed = [("well", "yes"), ("words", words)];
            fill(
                &mut una,
                &path(&format!("/look?what={what}")),
                &[&typed[..], &[("what", what)]].concat(),
                &[("on", TODAY)],
            )
            .is(303);
        }
        fill(
            &mut una,
            &path("/ask"),
            &[("body", "policing"), ("whom", "Aldermere commissioner")],
            &[("asked_on", TODAY)],
        )
        .is(303);
        una.fill(&path("/accept"), &[("words", "")]).is(422).says("Aldermere commissioner has until 21 December 2026");
        let asked = w.read(|cx| unpaid_work::nominations::nomination(cx, id)).asked[0].id;
        let answer = path(&format!("/answers/{asked}"));
        fill(&mut una, &answer, &[("answer", "objects"), ("words", "")], &[("answered_on", TODAY)])
            .is(422)
            .says("Say what they object to");
        fill(&mut una, &answer, &[("answer", "supports"), ("words", "Good")], &[("answered_on", TODAY)]).is(303);
        una.get("/unpaid-work/consultation").is(200).says("Aldermere commissioner").says("1 of 1");
        let panel = [
            ("unit", w.unit.to_string()),
            ("groups", "Residents\nTraders\nSchool".into()),
            (&*format!("for-{id}"), "2".into()),
            (&*format!("against-{id}"), "2".into()),
        ];
        let panel: Vec<(&str, &str)> = panel.iter().map(|(n, v)| (*n, v.as_str())).collect();
        fill(&mut una, "/unpaid-work/panels/new", &panel, &[("held_on", TODAY)])
            .is(422)
            .says("3 groups have as many votes at most");
        let panel: Vec<(&str, &str)> =
            panel.iter().map(|(n, v)| if n.starts_with("against") { (*n, "1") } else { (*n, *v) }).collect();
        let to = fill(&mut una, "/unpaid-work/panels/new", &panel, &[("held_on", TODAY)]).is(303).to;
        una.get(&to).is(200).says(&reference).says("Residents, Traders, School");
        una.fill(&path("/accept"), &[("words", "A good idea")]).is(303);
        mary.fill("/nominate/follow", &look).is(200).says("Accepted: we are preparing it").says("A good idea");
        una.get(&path("/letter")).is(200).says("Mary Example").says("Accepted: we are preparing it");
        una.fill(&path("/tell"), &[("how", "By letter"), ("words", "We begin in January")]).is(303);
        mary.fill("/nominate/follow", &look).is(200).says("We begin in January");
        una.get(&path("")).is(200).says("By letter").says("2 for, 1 against");
    });
}

#[test]
fn a_nomination_in_welsh_is_answered_in_welsh() {
    on_each(|w| {
        let mut sian = w.trial.nobody();
        sian.get("/nominate?lang=cy")
            .is(200)
            .says("lang=\"cy\"")
            .says("Beth ddylid ei wneud?")
            .says("Neidio i’r prif gynnwys");
        let wrong = nominate(w, &mut sian, "/nominate?lang=cy", &with("what", "")).is(422);
        wrong.says("Mae problem wedi codi").says("Rhowch beth ddylid ei wneud").says("Gwall:").says("Canal Street");
        let sent = nominate(w, &mut sian, "/nominate?lang=cy", WRITTEN).is(200);
        sent.says("Anfonwyd yr enwebiad");
        let (reference, secret) = (between(&sent, "id=\"reference\">", "<"), between(&sent, "id=\"secret\">", "<"));
        let typed = [("reference", reference.to_lowercase()), ("secret", secret.replace('-', " "))];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let shown = sian.get("/nominate/follow?lang=cy").is(200);
        sian.press_on(&shown, "/nominate/follow", &typed).is(200).says("Mae gennym ni, a byddwn yn edrych arno");
        let id = kept(w)[0].id;
        let mut una = w.trial.signed_in("una");
        una.fill(&format!("/unpaid-work/nominations/{id}/decline"), &[("code", "paid-work"), ("words", "")]).is(303);
        let shown = sian.get("/nominate/follow?lang=cy").is(200);
        sian.press_on(&shown, "/nominate/follow", &typed).is(200).says("Mae’n waith y telir rhywun amdano");
        una.get(&format!("/unpaid-work/nominations/{id}/letter")).is(200).says("Nid ydym yn ei gymryd ymlaen");
    });
}

#[test]
fn what_a_program_sends_leaves_nothing_but_a_count_and_is_told_why() {
    on_each(|w| {
        let mut bot = w.trial.nobody();
        let filled = [WRITTEN, &[("website", "http://example.com/buy")]].concat();
        nominate(w, &mut bot, "/nominate", &filled).is(422).says("as if a program had filled it in");
        let shown = bot.get("/nominate").is(200);
        bot.press_on(&shown, "/nominate", WRITTEN).is(422).says("sent very quickly").says("Clear the path");
        let shown = bot.get("/nominate").is(200);
        w.wait(100_000);
        bot.press_on(&shown, "/nominate", WRITTEN).is(422).says("open for too long");
        let hidden = bot.get("/nominate").is(200).hidden("/nominate");
        let forged: Vec<(&str, &str)> =
            hidden.iter().map(|(n, v)| (n.as_str(), if n == "began" { "1" } else { v.as_str() })).collect();
        bot.post("/nominate", &[&forged[..], WRITTEN].concat()).is(422).says("open for too long");
        assert!(kept(w).is_empty());
        let counted = w.read(|cx| unpaid_work::nominations::counted_since(cx, TODAY));
        let many = |what: &str| counted.iter().find(|(w, _)| w == what).map_or(0, |(_, n)| *n);
        assert_eq!((many("kept out: hidden field"), many("kept out: too quick"), many("taken")), (1, 1, 0));
    });
}

#[test]
fn one_network_may_nominate_so_often_a_day_and_again_the_next() {
    on_each(|w| {
        let mut street = w.trial.nobody();
        for _ in 0..5 {
            nominate(w, &mut street, "/nominate", WRITTEN).is(200);
        }
        nominate(w, &mut street, "/nominate", WRITTEN).is(422).says("Several nominations have come from your network");
        assert_eq!(kept(w).len(), 5);
        w.go(TODAY.tomorrow().unwrap());
        nominate(w, &mut street, "/nominate", WRITTEN).is(200);
        assert_eq!(kept(w).len(), 6);
    });
}

#[test]
fn the_same_form_sent_twice_is_one_nomination_and_a_changed_one_is_another() {
    on_each(|w| {
        let mut mary = w.trial.nobody();
        let shown = mary.get("/nominate").is(200);
        w.wait(60);
        let first = mary.press_on(&shown, "/nominate", WRITTEN).is(200);
        let again = mary.press_on(&shown, "/nominate", WRITTEN).is(200);
        assert_eq!(between(&first, "id=\"secret\">", "<"), between(&again, "id=\"secret\">", "<"));
        assert_eq!(kept(w).len(), 1);
        mary.press_on(&shown, "/nominate", &with("what", "Paint the railings")).is(200);
        assert_eq!(kept(w).len(), 2);
    });
}

#[test]
fn markup_and_control_characters_are_shown_as_text_wherever_staff_read_them() {
    on_each(|w| {
        let mut mary = w.trial.nobody();
        nominate(w, &mut mary, "/nominate", &with("what", "<script>alert(1)</script> a\0b \"'--")).is(200);
        let id = kept(w)[0].id;
        assert_eq!(kept(w)[0].what, "<script>alert(1)</script> a\u{2400}b \"'--");
        let mut una = w.trial.signed_in("una");
        for path in ["/unpaid-work/nominations".to_owned(), format!("/unpaid-work/nominations/{id}")] {
            let page = una.get(&path).is(200);
            assert!(page.body.contains("&lt;script&gt;") && !page.body.contains("<script>alert"));
        }
    });
}

#[test]
fn a_wrong_secret_tells_nothing_and_cannot_be_guessed_for_long() {
    on_each(|w| {
        let mut mary = w.trial.nobody();
        let sent = nominate(w, &mut mary, "/nominate", WRITTEN).is(200);
        let reference = between(&sent, "id=\"reference\">", "<").to_owned();
        let secret = between(&sent, "id=\"secret\">", "<").to_owned();
        let mut guesser = w.trial.nobody();
        for _ in 0..20 {
            guesser
                .fill("/nominate/follow", &[("reference", &reference), ("secret", "2222-2222-2222")])
                .is(422)
                .says("There is no nomination");
        }
        guesser
            .fill("/nominate/follow", &[("reference", &reference), ("secret", &secret)])
            .is(422)
            .says("too many wrong tries");
        w.go(TODAY.tomorrow().unwrap());
        guesser.fill("/nominate/follow", &[("reference", &reference), ("secret", &secret)]).is(200);
    });
}

#[test]
fn only_those_who_decide_nominations_read_them_and_a_duplicate_names_the_other() {
    on_each(|w| {
        let mut mary = w.trial.nobody();
        let first = nominate(w, &mut mary, "/nominate", WRITTEN).is(200);
        nominate(w, &mut mary, "/nominate", WRITTEN).is(200);
        w.trial.signed_in("priya").get("/unpaid-work/nominations").is(403);
        let second = kept(w)[1].id;
        let mut una = w.trial.signed_in("una");
        let path = format!("/unpaid-work/nominations/{second}");
        una.get(&path).is(200).says("The same postcode".to_lowercase().as_str());
        let decline = format!("{path}/decline");
        una.fill(&decline, &[("code", "duplicate")]).is(422).says("Enter the reference of the other nomination");
        let other = between(&first, "id=\"reference\">", "<").to_lowercase();
        una.fill(&decline, &[("code", "duplicate"), ("duplicate_of", &other)]).is(303);
        una.get(&path).is(200).says("The same as");
        let (first, stale) = (una.get(&format!("{path}/reopen")).is(200), una.get(&format!("{path}/reopen")).is(200));
        una.press_on(&first, &format!("{path}/reopen"), &[("words", "It is another path")]).is(303);
        una.press_on(&stale, &format!("{path}/reopen"), &[("words", "Once more, otherwise")]).is(409);
        let program = w.trial.program(&[Permission::DecideNominations]);
        let list = program.get("/api/v1/unpaid-work/nominations?limit=1").is(200).json();
        assert_eq!(list["items"][0]["postcode"], "ZA1 2BC");
        let next = list["next"].as_str().unwrap();
        let rest = program.get(&format!("/api/v1/unpaid-work/nominations?limit=1&after={next}")).is(200).json();
        assert_eq!((rest["items"][0]["state"].as_str(), rest.get("next")), (Some("looking"), None));
    });
}

#[test]
fn the_public_list_names_what_was_done_and_hides_the_hours_of_an_area_with_few_projects() {
    use unpaid_work::nominations::{Language, NewNomination};
    on_each(|w| {
        w.trial.nobody().get("/nominate/nearby").is(200).says("No finished project is shown yet");
        for n in 0_u8..2 {
            let new = NewNomination {
                reference: format!("REF{n}"),
                secret_hash: vec![n],
                language: Language::English,
                what: "Clear the path".into(),
                place: "Canal Street".into(),
                postcode: None,
                for_whom: "All".into(),
                why: "It floods".into(),
                nominator: "Mary Example".into(),
                organisation: None,
                email: None,
                may_write: false,
                telephone: None,
                unit: Some(w.unit),
            };
            w.write(|cx| {
                let id = unpaid_work::nominations::nominate(cx, &new)?;
                let mut row: Nomination = cx.need(store::params![id])?;
                row.state = NominationState::Done;
                row.done_minutes = Some(5_400);
                row.done_words = Some("The path is clear".into());
                cx.update(&mut row)
            })
            .unwrap();
        }
        let page = w.trial.nobody().get("/nominate/nearby").is(200);
        page.says("The path is clear").says("90 hours of work").says("fewer than 5").says("Not shown");
        assert!(!page.body.contains("Mary Example"));
        w.trial.nobody().get("/nominate/nearby?lang=cy").is(200).says("90 awr o waith");
    });
}
