//! The programme team's day over HTTP: a group is planned, people are put into it, its register is typed for all of them at
//! once, a version of a plan is added; and what each refuses.

use crate::world::*;
use interventions::programmes::{self, SessionState};
use kernel::date;

#[test]
fn a_group_goes_from_its_plan_to_a_register_of_three_people() {
    on_each(|world| {
        let mut lee = world.visit("lee");
        let start = date(2026, 11, 24);
        let facts = provision::GroupFacts {
            code: "WEX-1".into(),
            start_date: start,
            joins_until: start,
            places: 3,
            start_time: jiff::civil::time(10, 0, 0, 0),
            address: None,
            staff: None,
        };
        let group = world.write(|cx| provision::plan_group(cx, world.offer, &facts));
        let at = format!("/programmes/groups/{group}");
        lee.get("/programmes").is(200).says("Groups without planned sessions").says("WEX-1");
        let plan = format!("{at}/plan");
        lee.fill(
            &plan,
            &[
                ("template", "FEEL"),
                ("pathway", "moderate"),
                ("from-day", "24"),
                ("from-month", "11"),
                ("from-year", "2026"),
            ],
        )
        .is(422)
        .says("Select at least one day of the week");
        let days = [
            ("template", "FEEL"),
            ("pathway", "moderate"),
            ("time-2", "10:00"),
            ("from-day", "24"),
            ("from-month", "11"),
            ("from-year", "2026"),
        ];
        lee.fill(&plan, &days).is(303);
        lee.get(&at).is(200).says("What feelings tell me").says("Tuesday at 10am");
        let who = world.lead.to_string();
        let lead = [
            ("staff", who.as_str()),
            ("part", "lead"),
            ("from-day", "24"),
            ("from-month", "11"),
            ("from-year", "2026"),
        ];
        lee.fill(&format!("{at}/facilitators"), &lead).is(303);
        let mut people = Vec::new();
        for last in ["Alpha", "Bravo", "Charlie"] {
            let (keys, crn, requirement) = world.person(last, "PRG");
            let (service, requirement) = (world.service.to_string(), requirement.to_string());
            let new = [("service", service.as_str()), ("requirement", requirement.as_str()), ("cohort", "general")];
            lee.fill(&format!("/people/{crn}/programmes/new"), &new).is(303);
            let case = world.read(|cx| programmes::cases_of(cx, &keys))[0].id;
            let own = format!("/people/{crn}/programmes/{case}");
            let on = [("to", "awaiting-allocation"), ("on-day", "23"), ("on-month", "11"), ("on-year", "2026")];
            lee.fill(&format!("{own}/move"), &on).is(303);
            lee.fill(&format!("{own}/group"), &[("group", group.to_string().as_str())]).is(303);
            lee.get(&own).is(200).says("Place in a group").says("What feelings tell me");
            people.push((keys, case, own));
        }
        lee.get(&format!("{at}/sheet")).is(200).says("Alpha");
        world.go(start);
        let mut lee = world.visit("lee");
        let session = world.sessions(group).remove(0);
        let register = format!("{at}/sessions/{}/register", session.id);
        lee.get("/programmes").is(200).says("1</span>").says("register to type");
        let names: Vec<String> = people.iter().map(|(_, case, _)| format!("outcome-{case}")).collect();
        let lines: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(["ATTC", "ATTC", "UAAB"]).collect();
        lee.fill(&register, &lines).is(422).says("who led the session");
        let whole: Vec<(&str, &str)> = [vec![("led_by", who.as_str())], lines].concat();
        lee.fill(&register, &whole).is(303);
        assert_eq!(world.sessions(group)[0].state, SessionState::Held);
        let marks = world.read(|cx| programmes::marks_of(cx, group));
        let first: Vec<_> = marks.iter().filter(|m| m.session_id == session.id).map(|m| m.outcome.clone()).collect();
        assert_eq!(first.iter().flatten().count(), 3);
        // The same register again: what is recorded is shown and not asked for.
        lee.get(&register).is(200).says("Correct it");
        lee.get(&people[0].2).is(200).says("On the programme");
        lee.get("/programmes/commencement").is(200).says("22 days");
        lee.get(&format!("/programmes/waiting/{}", world.offer)).is(200).says("Charlie");
        lee.get("/programmes/cases?state=on-programme").is(200).says("Alpha");
    });
}

#[test]
fn two_clicks_on_a_register_are_one_register_and_a_stale_form_shows_both() {
    on_each(|world| {
        let (keys, crn, requirement) = world.person("Clicker", "PRG");
        let group = world.group("WEX-1", 2);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let session = world.sessions(group).remove(0);
        world.go(session.on_date);
        let mut lee = world.visit("lee");
        let register = format!("/programmes/groups/{group}/sessions/{}/register", session.id);
        let page = lee.get(&register).is(200);
        let (field, lead) = (format!("outcome-{case}"), world.lead.to_string());
        let typed = [("led_by", lead.as_str()), (field.as_str(), "ATTC")];
        lee.press_on(&page, &register, &typed).is(303);
        lee.press_on(&page, &register, &typed).is(303);
        assert_eq!(world.read(|cx| programmes::whole(cx, &keys, case)).progress.unwrap().done(), 1);
        let change = format!("/people/{crn}/programmes/{case}/move");
        let page = lee.get(&change).is(200);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            let how = programmes::Moving { drop_out: Some("health".into()), ..moving("recall", cx.today()) };
            programmes::move_case(cx, &open, case, &how, None)
        });
        let typed =
            [("to", "breach"), ("drop_out", "health"), ("on-day", "24"), ("on-month", "11"), ("on-year", "2026")];
        lee.press_on(&page, &change, &typed).is(409).says("Somebody else changed this").says("Recalled to prison");
    });
}

#[test]
fn a_version_of_a_plan_is_added_by_page_and_groups_keep_theirs() {
    on_each(|world| {
        let group = world.group("WEX-1", 2);
        let mut lee = world.visit("lee");
        lee.get("/programmes/templates").is(200).says("Building on strengths, moderate").says("Managing feelings");
        lee.get("/programmes/templates/FEEL").is(200).says("About those who were harmed");
        let version = "/programmes/templates/FEEL/version";
        lee.get(version).is(200).says("group, 90, What feelings tell me");
        let sessions = "group, 90, What feelings tell me\ngroup, 90, One more";
        let typed = |day: &'static str, module: &'static str| {
            [
                ("name", "Managing feelings"),
                ("summary", "Shorter."),
                ("from-day", day),
                ("from-month", "12"),
                ("from-year", "2026"),
                ("first_gap_days", "0"),
                ("name-1", "All of it"),
                ("module-1", module),
                ("reason", "It was too long"),
            ]
        };
        lee.fill(version, &typed("1", "lesson, 90, What")).is(422).says("begin with group or one-to-one");
        lee.fill(version, &typed("1", sessions)).is(303);
        lee.fill(version, &typed("1", sessions)).is(422).says("A version from that day is there already");
        assert_eq!(world.sessions(group).len(), 6);
        world.go(date(2026, 12, 2));
        let seen = world.read(|cx| programmes::schedule_of(cx, group)).unwrap();
        assert_eq!(seen.template_from, date(2023, 4, 1));
        world.write(|cx| programmes::make_schedule(cx, group, &world.scheduling(), Some(seen.version)));
        assert_eq!(world.sessions(group).len(), 6, "a running group goes on by its version");
        let mut connor = world.visit("connor");
        connor.get("/programmes/templates/FEEL").is(200).says("Shorter.");
        connor.get(version).is(200);
    });
}

#[test]
fn nobody_runs_programmes_who_may_not() {
    on_each(|world| {
        let (keys, crn, requirement) = world.person("Private", "PRG");
        let group = world.group("WEX-1", 2);
        let case = world.case(&keys, requirement);
        let mut priya = world.visit("priya");
        priya.get("/programmes").is(403);
        priya.get(&format!("/programmes/groups/{group}")).is(403);
        priya.get(&format!("/people/{crn}/programmes/{case}")).is(200).says("Awaiting a group");
        let mut connor = world.visit("connor");
        let page = connor.get("/programmes/cases").is(200);
        assert!(!page.body.contains("Private"), "a commissioner sees nobody's name");
    });
}
