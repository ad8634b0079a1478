//! Matching and placing in two pages, the last place, and what ends a placement.

use super::world::{TODAY, World, fill, on_each, somebody};
use kernel::{Crn, PersonKeys, ProjectId, RequirementId, date};
use serde_json::json;
use store::Asker;
use unpaid_work::placements::{Frequency, NewPlacement, Placement, PlacementState, expected_on, place, placements_of};

fn new(project: ProjectId, requirement: RequirementId) -> NewPlacement {
    let time = |hour| kernel::Time::constant(hour, 0, 0, 0);
    NewPlacement {
        requirement,
        project,
        weekday: 1,
        start_time: time(9),
        end_time: time(16),
        frequency: Frequency::Weekly,
        from: date(2026, 11, 30),
        until: None,
        pick_up_place: None,
        pick_up_time: None,
        unmet_reason: None,
        agreed_with: None,
    }
}

fn placed(w: &World, keys: &PersonKeys) -> Vec<Placement> {
    w.read(|cx| placements_of(cx, keys))
}

fn place_one(w: &World, crn: &Crn, new: &NewPlacement) -> store::Result<kernel::PlacementId> {
    w.write(|cx| {
        let open = people::open(cx, crn)?;
        place(cx, &open, new)
    })
}

#[test]
fn an_officer_records_when_somebody_can_work_and_places_them_in_two_pages() {
    on_each(|w| {
        let id = w.project("WEX-01", 8);
        w.project_with("WEX-02", |facts| facts.women_only = true);
        let mut una = w.trial.signed_in("una");
        una.get(&w.path("/unpaid-work/match")).is(200).says("Nobody has recorded when and how the person can work");
        let both = [("weekdays", "1"), ("weekdays", "2"), ("rest_days", "1")];
        una.fill(&w.path("/unpaid-work/availability"), &both).is(422).says("Monday cannot both suit and be kept free");
        let can = [
            ("weekdays", "2"),
            ("from_time", "9am"),
            ("until_time", "5pm"),
            ("rest_days", "6"),
            ("limits", "heights"),
            ("cares_for_children", "School at 3pm"),
        ];
        una.fill(&w.path("/unpaid-work/availability"), &can).is(303);
        let matched = una.get(&w.path("/unpaid-work/match")).is(200);
        matched
            .says("Monday does not suit: Tuesday would")
            .says("Only women work there")
            .says("In Wexmere, where the person lives")
            .says("School at 3pm");
        let page = w.path(&format!("/unpaid-work/place?project={id}&weekday=1"));
        let requirement = w.requirement.to_string();
        let project = id.to_string();
        let typed = [
            ("requirement", requirement.as_str()),
            ("project", &project),
            ("weekday", "1"),
            ("frequency", "weekly"),
            ("start_time", "9am"),
            ("end_time", "4pm"),
        ];
        let from = [("from", date(2026, 11, 30))];
        fill(&mut una, &page, &typed, &from).is(422).says("say why this is the right place all the same");
        let why = [
            &typed[..],
            &[
                ("unmet_reason", "Agreed with the person for a month"),
                ("pick_up_place", "Station"),
                ("pick_up_time", "8:30am"),
            ],
        ]
        .concat();
        fill(&mut una, &page, &why, &[("from", date(2026, 12, 1))]).is(422).says("1 December 2026 is a Tuesday");
        let to = fill(&mut una, &page, &why, &from).is(303).to;
        una.get(&to)
            .is(200)
            .says("Agreed with the person for a month")
            .says("Monday does not suit")
            .says("Station at 8:30am");
        fill(&mut una, &page, &why, &from).is(422).says("works elsewhere at that time");
        assert_eq!(w.read(|cx| expected_on(cx, id, date(2026, 12, 7))).len(), 1);
        una.get(&format!("/unpaid-work/projects/{id}")).is(200).says("Jo Invented");
        fill(&mut una, &format!("{to}/end"), &[("reason", "times")], &[("until", TODAY)])
            .is(422)
            .says("must not be before the first");
        fill(&mut una, &format!("{to}/end"), &[("reason", "times")], &[("until", date(2026, 12, 14))]).is(303);
        assert!(w.read(|cx| expected_on(cx, id, date(2026, 12, 21))).is_empty());
        let mut priya = w.trial.signed_in("priya");
        priya.get(&w.path("/unpaid-work/match")).is(200);
        priya.get(&page).is(403);
        let program = w.trial.program(&[kernel::Permission::ReadPeople, kernel::Permission::RunUnpaidWork]);
        let api = format!("/api/v1/people/{}/unpaid-work", w.crn);
        let list = program.get(&format!("{api}/placements")).is(200).json();
        assert_eq!(
            (list["items"][0]["state"].as_str(), list["items"][0]["until_date"].as_str()),
            (Some("ended"), Some("2026-12-14"))
        );
        let fits = program.get(&format!("{api}/projects-that-fit")).is(200).json();
        assert_eq!(fits["items"][1]["findings"][0]["weight"], "never");
        let body = json!({ "project": project, "requirement": requirement, "weekday": 1, "start_time": "09:00", "end_time": "16:00",
            "frequency": "once", "from_date": "2026-12-21" });
        let no = program.post(&format!("{api}/placements"), &body).is(422).json();
        assert!(no.to_string().contains("no_reason"), "{no}");
    });
}

#[test]
fn somebody_who_could_be_a_danger_is_placed_only_with_a_manager_s_word_and_a_man_never_among_women() {
    on_each(|w| {
        let women = w.project_with("WEX-01", |facts| facts.women_only = true);
        let refused = place_one(w, &w.crn, &new(women, w.requirement)).unwrap_err().to_string();
        assert!(refused.contains("Only women work there"), "{refused}");
        let children = w.project_with("WEX-02", |facts| facts.children_near = true);
        w.write(|cx| {
            let new = assessment::registrations::NewRegistration {
                kind: "RCHD".into(),
                on: TODAY,
                level: Some("RSKL".into()),
                category: None,
                review_on: None,
                note: "A reason".into(),
                cause: None,
            };
            cx.lock(w.keys.survivor.into())?;
            assessment::registrations::register(cx, &w.keys, &new)
        })
        .unwrap();
        let asked = NewPlacement { unmet_reason: Some("The only one near".into()), ..new(children, w.requirement) };
        let refused = place_one(w, &w.crn, &asked).unwrap_err().to_string();
        assert!(refused.contains("enter the manager who agreed"), "{refused}");
        let agreed = NewPlacement { agreed_with: Some("Mona Example".into()), ..asked };
        place_one(w, &w.crn, &agreed).unwrap();
        assert!(placed(w, &w.keys)[0].unmet_words()[0].contains("Risk to children"));
    });
}

#[test]
fn two_people_who_take_the_last_place_at_once_get_one_place() {
    on_each(|w| {
        let id = w.project("WEX-01", 1);
        let others: Vec<_> = (0..3).map(|n| w.write(|cx| somebody(cx, &format!("Other{n}"))).unwrap()).collect();
        let asker = Asker::system("trial");
        let won: usize = std::thread::scope(|scope| {
            let tries: Vec<_> = others
                .iter()
                .map(|(crn, _, requirement)| {
                    let (house, asker, new) = (w.house(), &asker, new(id, *requirement));
                    scope.spawn(move || {
                        house
                            .write(asker, |cx| {
                                let open = people::open(cx, crn)?;
                                place(cx, &open, &new)
                            })
                            .is_ok()
                    })
                })
                .collect();
            tries.into_iter().filter(|_| true).map(|t| usize::from(t.join().unwrap())).sum()
        });
        assert_eq!(won, 1);
        assert_eq!(w.read(|cx| expected_on(cx, id, date(2026, 11, 30))).len(), 1);
        let refused = place_one(w, &w.crn, &new(id, w.requirement)).unwrap_err().to_string();
        assert!(refused.contains("1 place is taken"), "{refused}");
        // Every second week leaves nothing free either, until the first one leaves.
        let later = NewPlacement { from: date(2027, 1, 4), ..new(id, w.requirement) };
        assert!(place_one(w, &w.crn, &later).is_err());
    });
}

#[test]
fn a_placement_ends_with_its_requirement_and_with_its_project_and_one_made_in_error_never_was() {
    on_each(|w| {
        let (one, two) = (w.project("WEX-01", 8), w.project("WEX-02", 8));
        place_one(w, &w.crn, &new(one, w.requirement)).unwrap();
        let refused = place_one(w, &w.crn, &new(two, w.requirement)).unwrap_err().to_string();
        assert!(refused.contains("works elsewhere at that time on 30 November 2026"), "{refused}");
        let mut una = w.trial.signed_in("una");
        let wrong = placed(w, &w.keys)[0].id;
        let page = w.path(&format!("/unpaid-work/placements/{wrong}"));
        una.fill(&format!("{page}/undo"), &[("note", "Another person was meant")]).is(303);
        una.get(&page).is(200).says("Made in error");
        assert!(w.read(|cx| expected_on(cx, one, date(2026, 11, 30))).is_empty());
        place_one(w, &w.crn, &new(two, w.requirement)).unwrap();
        let end = format!("/unpaid-work/projects/{two}/end");
        let page = fill(&mut una, &end, &[("reason", "unsafe")], &[("end_date", date(2026, 12, 7))]);
        assert_eq!(page.status, 303);
        una.get(&format!("/unpaid-work/projects/{two}")).is(200).says("1 piece waits").says("0 of 1");
        w.work();
        una.get(&format!("/unpaid-work/projects/{two}")).is(200).says("Everything was looked at").says("1 of 1");
        let row = placed(w, &w.keys).into_iter().find(|p| p.project_id == two).unwrap();
        assert_eq!(
            (row.state, row.until_date, row.end_reason.as_deref()),
            (PlacementState::Ended, Some(date(2026, 12, 7)), Some("project-ended"))
        );
        place_one(w, &w.crn, &NewPlacement { from: date(2026, 12, 14), ..new(one, w.requirement) }).unwrap();
        w.write(|cx| {
            cx.lock(w.keys.survivor.into())?;
            sentences::end_requirement(
                cx,
                &w.keys,
                w.requirement,
                &sentences::Ending { on: TODAY, reason: "completed".into(), note: None },
                None,
            )
        })
        .unwrap();
        let open = placed(w, &w.keys).into_iter().filter(|p| p.state == PlacementState::Placed).count();
        assert_eq!(open, 0);
        assert!(w.read(|cx| expected_on(cx, one, date(2026, 12, 14))).is_empty());
    });
}
