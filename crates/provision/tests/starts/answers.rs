//! A court asks: each answer has its days or says what is missing.

use crate::world::{
    TODAY, World, add, asker, entered, group, held, needs_first, offer, on_each, person, service, waits, week,
};
use kernel::{Date, date};
use provision::start::{Already, Missing};
use provision::{About, Asked, ForSex, Opens, RequirementStart, Starts, starts};
use store::House;

const SENTENCE: Date = date(2026, 11, 23);

fn told(house: &House, w: &World, about: &About) -> Starts {
    house.read(&asker(), |cx| starts(cx, about, &Asked { court: w.court, on: SENTENCE })).unwrap()
}

fn adult() -> About {
    About { sex: Some("M".into()), born: Some(date(1990, 2, 3)), ..About::default() }
}

fn of<'a>(told: &'a Starts, code: &str) -> &'a RequirementStart {
    told.requirements.iter().find(|start| start.code() == code).unwrap()
}

fn days(start: &RequirementStart) -> (Option<Date>, Option<Date>) {
    start.range().map_or((None, None), |range| (Some(range.earliest), range.by))
}

#[test]
fn places_that_are_taken_and_people_ahead_move_the_day() {
    on_each(|house, w| {
        let (first, second) = (date(2026, 12, 8), date(2027, 1, 12));
        house
            .write(&asker(), |cx| {
                let programme = service(cx, "Building Choices");
                let programme = add(cx, &programme, &["PRG"], [0.0, 0.0, 0.0])?;
                let offer = offer(cx, programme, w.here, Opens::Groups, None)?;
                let early = group(cx, offer, first, 3)?;
                group(cx, offer, second, 3)?;
                held(cx, early, offer, first)?;
                waits(cx, offer, "100", date(2026, 10, 1))
            })
            .unwrap();
        assert_eq!(days(of(&told(&house, &w, &adult()), "PRG")), (Some(first), Some(first)));
        let list = |place: &'static str| {
            house.write(&asker(), |cx| {
                let offer = cx.list::<provision::Offer>("", &[])?.remove(0).id;
                waits(cx, offer, place, date(2026, 10, 2))
            })
        };
        list("101").unwrap();
        let starts = told(&house, &w, &adult());
        let start = of(&starts, "PRG");
        assert_eq!(days(start), (Some(second), Some(second)));
        assert_eq!(start.best().unwrap().ahead, 2);
        assert!(start.best().unwrap().words().iter().any(|said| said.contains("2 people wait ahead")));
    });
}

#[test]
fn somebody_on_the_list_keeps_their_place_in_it() {
    on_each(|house, w| {
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        house
            .write(&asker(), |cx| {
                let programme = service(cx, "Building Choices");
                let programme = add(cx, &programme, &["PRG"], [0.0, 0.0, 0.0])?;
                let offer = offer(cx, programme, w.here, Opens::Groups, None)?;
                group(cx, offer, date(2026, 12, 8), 1)?;
                group(cx, offer, date(2027, 1, 12), 1)?;
                waits(cx, offer, "300", date(2026, 10, 3))?;
                entered(cx, nia.keys.survivor, offer, "200", date(2026, 10, 2))
            })
            .unwrap();
        let starts = told(&house, &w, &About::person(&nia));
        let start = of(&starts, "PRG");
        assert_eq!(days(start).1, Some(date(2026, 12, 8)), "who comes after is not ahead");
        assert_eq!(start.best().unwrap().already, Some(Already::Waits { since: date(2026, 10, 2) }));
        let other = told(&house, &w, &adult());
        assert_eq!(days(of(&other, "PRG")), (None, None), "both groups are full with those ahead");
    });
}

#[test]
fn weeks_open_on_the_first_session_day_that_is_worked() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let work = provision::Service { weekdays: "5".into(), lead_days: 30, ..service(cx, "Unpaid work") };
                let work = add(cx, &work, &["UPW"], [0.0, 0.0, 0.0])?;
                let offer = offer(cx, work, w.here, Opens::Weekly, None)?;
                for monday in [date(2026, 12, 14), date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)] {
                    week(cx, offer, monday, 2)?;
                }
                Ok(())
            })
            .unwrap();
        // Christmas Day and New Year's Day are Fridays.
        assert_eq!(days(of(&told(&house, &w, &adult()), "UPW")).0, Some(date(2027, 1, 8)));
    });
}

#[test]
fn a_grant_that_ends_is_told_and_nothing_after_it_is_guessed() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let course = service(cx, "Thinking Skills");
                let course = add(cx, &course, &["PRG"], [0.0, 0.0, 0.0])?;
                let offer = offer(cx, course, w.here, Opens::Groups, Some(date(2026, 12, 31)))?;
                group(cx, offer, date(2027, 1, 12), 8).map(|_| ())
            })
            .unwrap();
        let starts = told(&house, &w, &adult());
        let start = of(&starts, "PRG");
        assert_eq!(start.range(), None);
        assert!(start.is_here());
        let words = "The grant that pays for it ends on 31 December 2026, and nothing after it is known.";
        assert!(start.missing.iter().any(|m| m.words() == words), "{:?}", start.missing);
    });
}

#[test]
fn what_is_not_here_names_who_has_it_and_what_nobody_delivers_needs_no_place() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let treatment = service(cx, "Drug treatment");
                let treatment = add(cx, &treatment, &["DRR"], [0.0, 0.0, 0.0])?;
                offer(cx, treatment, w.there, Opens::Weekly, None).map(|_| ())
            })
            .unwrap();
        let starts = told(&house, &w, &adult());
        let nearest = Some("Northdale".to_owned());
        assert_eq!(of(&starts, "DRR").missing, [Missing::NotHere { unit: "Wexmere".into(), nearest }]);
        assert_eq!(of(&starts, "EXC").missing, [Missing::NoService]);
    });
}

#[test]
fn a_court_without_an_area_is_told_so() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let course = service(cx, "Thinking Skills");
                let course = add(cx, &course, &["PRG"], [0.0, 0.0, 0.0])?;
                offer(cx, course, w.here, Opens::Groups, None).map(|_| ())
            })
            .unwrap();
        let asked = Asked { court: w.lonely, on: SENTENCE };
        let starts = house.read(&asker(), |cx| starts(cx, &adult(), &asked)).unwrap();
        assert_eq!(starts.unit, None);
        assert!(matches!(of(&starts, "PRG").missing[..], [Missing::NoArea { .. }]));
    });
}

#[test]
fn services_for_women_or_for_an_age_say_what_is_not_known_of_the_person() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let women = provision::Service { for_sex: ForSex::Women, ..service(cx, "Women's group") };
                let women = add(cx, &women, &["RAR"], [0.0, 0.0, 0.0])?;
                let women = offer(cx, women, w.here, Opens::Groups, None)?;
                group(cx, women, date(2026, 12, 8), 8)?;
                let young = provision::Service { max_age: Some(25), ..service(cx, "Young adults") };
                let young = add(cx, &young, &["PRG"], [0.0, 0.0, 0.0])?;
                let young = offer(cx, young, w.here, Opens::Groups, None)?;
                group(cx, young, date(2026, 12, 8), 8).map(|_| ())
            })
            .unwrap();
        let starts = told(&house, &w, &About::default());
        assert!(matches!(of(&starts, "RAR").missing[..], [Missing::NoSex { .. }]));
        assert_eq!(of(&starts, "PRG").missing, [Missing::NoDateOfBirth]);
        let man = told(&house, &w, &adult());
        assert!(matches!(of(&man, "RAR").missing[..], [Missing::NotFor { .. }]));
        assert!(matches!(of(&man, "PRG").missing[..], [Missing::NotFor { .. }]), "he is 36");
        let about = |born| About { sex: Some("F".into()), born: Some(born), ..About::default() };
        let young = told(&house, &w, &about(date(2003, 1, 1)));
        assert_eq!(
            (days(of(&young, "RAR")).0, days(of(&young, "PRG")).0),
            (Some(date(2026, 12, 8)), Some(date(2026, 12, 8)))
        );
        // Twenty-six on the day before the group begins.
        let old = told(&house, &w, &about(date(2000, 12, 7)));
        assert_eq!(of(&old, "PRG").range(), None);
    });
}

#[test]
fn a_service_that_needs_another_first_waits_for_it() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let base = provision::Service { weeks: 4, lead_days: 0, ..service(cx, "Readiness") };
                let base = add(cx, &base, &["RAR"], [0.0, 0.0, 0.0])?;
                let main = add(cx, &service(cx, "Building Choices"), &["PRG"], [0.0, 0.0, 0.0])?;
                needs_first(cx, main, base)?;
                let first = offer(cx, base, w.here, Opens::Groups, None)?;
                group(cx, first, date(2026, 12, 8), 8)?;
                let second = offer(cx, main, w.here, Opens::Groups, None)?;
                group(cx, second, date(2026, 12, 15), 8)?;
                group(cx, second, date(2027, 1, 12), 8).map(|_| ())
            })
            .unwrap();
        let starts = told(&house, &w, &adult());
        let start = of(&starts, "PRG");
        assert_eq!(days(start), (Some(date(2027, 1, 12)), Some(date(2027, 1, 12))));
        assert_eq!(start.best().unwrap().first[0].service, "Readiness");
    });
}

#[test]
fn services_that_each_need_the_other_are_told_as_a_mistake_of_the_catalogue() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let one = add(cx, &service(cx, "One"), &["RAR"], [0.0, 0.0, 0.0])?;
                let other = add(cx, &service(cx, "Other"), &["PRG"], [0.0, 0.0, 0.0])?;
                needs_first(cx, one, other)?;
                needs_first(cx, other, one)?;
                for service in [one, other] {
                    let offer = offer(cx, service, w.here, Opens::Groups, None)?;
                    group(cx, offer, date(2026, 12, 8), 8)?;
                }
                Ok(())
            })
            .unwrap();
        let starts = told(&house, &w, &adult());
        assert!(
            matches!(of(&starts, "PRG").missing[..], [Missing::InACircle { .. }]),
            "{:?}",
            of(&starts, "PRG").missing
        );
    });
}

#[test]
fn those_who_will_join_before_the_day_of_sentence_are_reckoned_with() {
    on_each(|house, w| {
        house
            .write(&asker(), |cx| {
                let course = provision::Service { lead_days: 0, ..service(cx, "Thinking Skills") };
                let course = add(cx, &course, &["PRG"], [0.0, 0.0, 0.0])?;
                let offer = offer(cx, course, w.here, Opens::Groups, None)?;
                // Four in four weeks.
                for n in 0..4_i8 {
                    waits(cx, offer, &format!("10{n}"), date(2026, 11, 2 + n))?;
                }
                group(cx, offer, date(2026, 12, 22), 6)?;
                group(cx, offer, date(2027, 1, 19), 6).map(|_| ())
            })
            .unwrap();
        let on = |on| {
            let asked = Asked { court: w.court, on };
            let starts = house.read(&asker(), |cx| starts(cx, &adult(), &asked)).unwrap();
            let best = of(&starts, "PRG").best().unwrap().clone();
            (best.joining, best.by)
        };
        assert_eq!(on(TODAY), (0, Some(date(2026, 12, 22))));
        assert_eq!(on(date(2026, 12, 14)), (3, Some(date(2027, 1, 19))));
    });
}

#[test]
fn a_day_of_sentence_that_is_past_is_refused() {
    on_each(|house, w| {
        let asked = Asked { court: w.court, on: date(2026, 11, 22) };
        let refused = house.read(&asker(), |cx| starts(cx, &adult(), &asked)).unwrap_err();
        assert!(refused.to_string().contains("today or later"), "{refused}");
    });
}

#[test]
fn the_whole_answer_takes_a_fixed_number_of_statements() {
    on_each(|house, w| {
        let fill = |from: i64, to: i64| {
            house
                .write(&asker(), |cx| {
                    for n in from..to {
                        let course = service(cx, &format!("Course {n}"));
                        let course = add(cx, &course, &["PRG"], [0.01, 0.1, 0.05])?;
                        let offer = offer(cx, course, w.here, Opens::Groups, None)?;
                        group(cx, offer, date(2026, 12, 8), 8)?;
                        waits(cx, offer, "1", date(2026, 11, 2))?;
                    }
                    Ok(())
                })
                .unwrap();
        };
        let asked = Asked { court: w.court, on: SENTENCE };
        let statements = || {
            let ask = |cx: &mut store::Cx<'_>| {
                starts(cx, &adult(), &asked)?;
                Ok(cx.statements())
            };
            house.read(&asker(), ask).unwrap();
            house.read(&asker(), ask).unwrap()
        };
        fill(0, 2);
        let few = statements();
        fill(2, 22);
        assert_eq!((few, statements() <= 9), (statements(), true), "{few}");
    });
}
