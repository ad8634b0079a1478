//! The room on both databases: what is written, told and undone.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use jiff::civil::date;
use kernel::{Date, PersonId, PersonKeys};
use law::{Law, Term};
use migrations::trial::{Rooms, assert_schema, on_both};
use sentences::*;
use store::{Asker, Cx, Failure, House};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 22);

fn on_each(test: impl Fn(&House)) {
    on_both(&Rooms::with(&[TABLES]), TODAY, |house| test(&house.with_part(Law::shipped())));
}

fn somebody() -> PersonKeys {
    PersonKeys::alone(PersonId(Uuid::from_u128(1)))
}

fn write<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.write(&Asker::system("test"), work).unwrap()
}

fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.read(&Asker::system("test"), work).unwrap()
}

fn refused<T: std::fmt::Debug>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> Vec<&'static str> {
    match house.write(&Asker::system("test"), work) {
        Err(Failure::Refused(refusals)) => refusals.0.into_iter().map(|r| r.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// The names of what was told, in order, since the beginning.
fn told(house: &House) -> Vec<String> {
    read(house, |cx| cx.query("SELECT name FROM outbox ORDER BY told_at, id", &[])?.iter().map(|r| r.get(0)).collect())
}

fn basis(house: &House) -> Option<Basis> {
    read(house, |cx| supervision(cx, &somebody())).map(|s| s.basis)
}

fn new_event(origin: Origin, taken_on: Option<Date>) -> NewEvent {
    NewEvent {
        origin,
        referred_on: date(2026, 6, 1),
        taken_on,
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        notes: None,
        source_key: None,
    }
}

fn facts(sentence: &str) -> OrderFacts {
    OrderFacts {
        sentence: sentence.into(),
        court_id: None,
        court_name: None,
        made_on: date(2026, 6, 1),
        starts_on: None,
        ends_on: Some(date(2027, 5, 31)),
        custody_term: Some(Length(Term::months(8))),
        operational_period: Some(Length(Term::months(18))),
        supervision_period: None,
        notes: None,
    }
}

fn requirement(kind: &str, length: Option<Term>) -> RequirementFacts {
    RequirementFacts { kind: kind.into(), length: length.map(Length), ..RequirementFacts::default() }
}

fn ending(on: Date, reason: &str) -> Ending {
    Ending { on, reason: reason.into(), note: None }
}

fn recorded(house: &House, sentence: &str, requirements: &[RequirementFacts]) -> kernel::OrderId {
    write(house, |cx| {
        let event = open_event(cx, &somebody(), &new_event(Origin::Court, None))?;
        record_order(cx, &somebody(), event, &facts(sentence), requirements)
    })
}

#[test]
fn the_tables_are_as_declared() {
    on_each(|house| assert_schema(house, TABLES));
}

#[test]
fn events_are_numbered_within_the_person_and_no_number_comes_back() {
    on_each(|house| {
        let numbers = |keys: &PersonKeys| {
            read(house, |cx| Ok(events(cx, keys)?.iter().map(|e| e.event.number).collect::<Vec<_>>()))
        };
        let other = PersonKeys::alone(PersonId(Uuid::from_u128(2)));
        for keys in [&somebody(), &somebody(), &other, &somebody()] {
            write(house, |cx| open_event(cx, keys, &new_event(Origin::Arrest, None)));
        }
        assert_eq!((numbers(&somebody()), numbers(&other)), (vec![3, 2, 1], vec![1]));
        let survivor = PersonKeys { survivor: other.survivor, absorbed: vec![somebody().survivor] };
        write(house, |cx| open_event(cx, &survivor, &new_event(Origin::Arrest, None)));
        assert_eq!(numbers(&survivor), [4, 3, 2, 1, 1], "after a merge the count goes on");
    });
}

#[test]
fn somebody_is_supervised_from_the_first_order_to_the_end_of_the_last() {
    on_each(|house| {
        assert_eq!(basis(house), None);
        let first = recorded(house, "CO", &[requirement("RAR", Some(Term::days(20)))]);
        assert_eq!(basis(house), Some(Basis::Order));
        let second = recorded(house, "SSO", &[]);
        write(house, |cx| end_order(cx, &somebody(), first, &ending(TODAY, "completed"), None));
        assert_eq!(basis(house), Some(Basis::Order));
        write(house, |cx| end_order(cx, &somebody(), first, &ending(TODAY, "completed"), None));
        assert_eq!(
            refused(house, |cx| end_order(cx, &somebody(), first, &ending(TODAY, "revoked"), None)),
            ["already_ended"]
        );
        write(house, |cx| end_order(cx, &somebody(), second, &ending(TODAY, "activated"), None));
        assert_eq!(basis(house), None);
        write(house, |cx| reopen_order(cx, &somebody(), second, "Ended by mistake"));
        assert_eq!(basis(house), Some(Basis::Order));
        let supervision: Vec<String> = told(house).into_iter().filter(|n| n.starts_with("supervision.")).collect();
        assert_eq!(supervision, ["supervision.began", "supervision.ended", "supervision.began"]);
    });
}

#[test]
fn release_turns_custody_into_licence_and_a_recall_turns_it_back() {
    on_each(|house| {
        let order = recorded(house, "IMP", &[]);
        assert_eq!(basis(house), Some(Basis::Custody));
        write(house, |cx| record_release(cx, &somebody(), order, date(2026, 9, 1)));
        assert_eq!(basis(house), Some(Basis::Licence));
        write(house, |cx| record_release(cx, &somebody(), order, date(2026, 9, 1)));
        write(house, |cx| undo_release(cx, &somebody(), order, "Recalled"));
        assert_eq!(basis(house), Some(Basis::Custody));
        let changed = told(house).into_iter().filter(|n| n == "supervision.changed").count();
        assert_eq!(changed, 2);
    });
}

#[test]
fn a_case_without_an_order_is_supervised_once_the_service_takes_it_on() {
    on_each(|house| {
        let event = write(house, |cx| open_event(cx, &somebody(), &new_event(Origin::Voluntary, None)));
        assert_eq!(basis(house), None);
        write(house, |cx| take_on_event(cx, &somebody(), event, date(2026, 6, 3)));
        assert_eq!(basis(house), Some(Basis::Voluntary));
        write(house, |cx| end_event(cx, &somebody(), event, &ending(TODAY, "voluntary-ended"), None));
        assert_eq!(basis(house), None);
        write(house, |cx| reopen_event(cx, &somebody(), event, "It goes on"));
        assert_eq!(basis(house), Some(Basis::Voluntary));
    });
}

#[test]
fn an_ended_order_ends_its_requirements_and_brings_them_back() {
    on_each(|house| {
        let order = recorded(
            house,
            "CO",
            &[requirement("RAR", Some(Term::days(20))), requirement("UPW", Some(Term::hours(100)))],
        );
        let open = || {
            let parts = read(house, |cx| sentences::order(cx, &somebody(), order));
            parts
                .requirements
                .iter()
                .filter(|r| r.requirement.is_open())
                .map(|r| r.requirement.kind.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(open(), ["UPW", "RAR"], "in statutory order");
        let upw = read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].requirement.id;
        write(house, |cx| end_requirement(cx, &somebody(), upw, &ending(date(2026, 10, 1), "completed"), Some(1)));
        write(house, |cx| end_order(cx, &somebody(), order, &ending(TODAY, "revoked"), None));
        assert!(open().is_empty());
        assert_eq!(refused(house, |cx| reopen_requirement(cx, &somebody(), upw, "No")), ["order_ended"]);
        write(house, |cx| reopen_order(cx, &somebody(), order, "Slip"));
        assert_eq!(open(), ["RAR"], "what ended before the order stays ended");
        assert_eq!(
            refused(house, |cx| end_requirement(cx, &somebody(), upw, &ending(TODAY, "completed"), None)),
            ["already_ended"]
        );
    });
}

#[test]
fn progress_told_twice_counts_once_and_can_be_taken_back() {
    on_each(|house| {
        let order = recorded(house, "CO", &[requirement("RAR", Some(Term::days(20)))]);
        let rar = read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].requirement.id;
        let done = || read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].progress.unwrap().done;
        let add = |key: &str, done_on| {
            write(house, |cx| {
                let source_key = Some(key.to_owned());
                add_progress(
                    cx,
                    &somebody(),
                    &NewProgress { requirement: rar, done_on, minutes: 0, note: None, source_key },
                )
            })
        };
        let first = add("contact:1", date(2026, 7, 1));
        assert_eq!(add("contact:1", date(2026, 7, 1)), first);
        add("contact:2", date(2026, 7, 1));
        assert_eq!(done(), 1, "one date is one day");
        add("contact:2", date(2026, 7, 8));
        assert_eq!(done(), 2, "told again on another date, it moved");
        write(house, |cx| withdraw_progress_of(cx, &somebody(), "contact:2", "Did not come"));
        write(house, |cx| withdraw_progress_of(cx, &somebody(), "contact:2", "Did not come"));
        write(house, |cx| withdraw_progress_of(cx, &somebody(), "contact:3", "Never told"));
        assert_eq!(done(), 1);
        write(house, |cx| withdraw_progress(cx, &somebody(), first, "Wrong person"));
        assert_eq!(done(), 0);
    });
}

#[test]
fn two_people_editing_one_order_do_not_overwrite_each_other() {
    on_each(|house| {
        let order = recorded(house, "CO", &[]);
        let amend = |cx: &mut Cx<'_>, ends_on| {
            let amendment = OrderAmendment { ends_on: Some(ends_on), ..OrderAmendment::default() };
            amend_order(cx, &somebody(), order, &amendment, Some(1), "Court order of today")
        };
        write(house, |cx| amend(cx, date(2027, 8, 31)));
        let second = house.write(&Asker::system("test"), |cx| amend(cx, date(2027, 9, 30)));
        assert!(matches!(second, Err(Failure::Stale(_))), "{second:?}");
        assert_eq!(read(house, |cx| sentences::order(cx, &somebody(), order)).order.end(), Some(date(2027, 8, 31)));
    });
}

#[test]
fn a_key_date_moves_and_is_there_once() {
    on_each(|house| {
        let order = recorded(house, "IMP", &[]);
        let dates = || read(house, |cx| sentences::order(cx, &somebody(), order)).key_dates;
        for on in [date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 15)] {
            write(house, |cx| set_key_date(cx, &somebody(), order, "ACR", on));
        }
        assert_eq!(dates().iter().map(|d| (d.falls_on, d.version)).collect::<Vec<_>>(), [(date(2026, 10, 15), 2)]);
        write(house, |cx| remove_key_date(cx, &somebody(), order, "ACR"));
        assert!(dates().is_empty());
    });
}

#[test]
fn one_offence_is_the_main_one() {
    on_each(|house| {
        let event = write(house, |cx| open_event(cx, &somebody(), &new_event(Origin::Court, None)));
        let add = |title: &str| {
            let facts = OffenceFacts { title: title.into(), ..OffenceFacts::default() };
            write(house, |cx| add_offence(cx, &somebody(), event, &facts))
        };
        let main = || {
            let offences = read(house, |cx| sentences::event(cx, &somebody(), event)).offences;
            offences.into_iter().filter(|o| o.main).map(|o| o.title).collect::<Vec<_>>()
        };
        add("Theft");
        let second = add("Burglary");
        assert_eq!(main(), ["Theft"]);
        write(house, |cx| make_main_offence(cx, &somebody(), second));
        assert_eq!(main(), ["Burglary"]);
        write(house, |cx| remove_offence(cx, &somebody(), second, "entered-in-error"));
        assert!(main().is_empty());
        add("Assault");
        assert_eq!(main(), ["Assault"]);
    });
}

#[test]
fn other_peoples_rows_are_not_found() {
    on_each(|house| {
        let order = recorded(house, "CO", &[]);
        let other = PersonKeys::alone(PersonId(Uuid::from_u128(2)));
        let ended =
            house.write(&Asker::system("test"), |cx| end_order(cx, &other, order, &ending(TODAY, "completed"), None));
        assert!(matches!(ended, Err(Failure::NotFound)), "{ended:?}");
    });
}

#[test]
fn the_view_can_be_built_again() {
    on_each(|house| {
        recorded(house, "CO", &[]);
        assert!(!write(house, |cx| rebuild_supervision(cx, &somebody())));
        write(house, |cx| {
            cx.execute("DELETE FROM view_supervised WHERE person_id = $1", &[somebody().survivor.into()])
        });
        assert!(write(house, |cx| rebuild_supervision(cx, &somebody())));
        assert_eq!(read(house, |cx| supervised_people(cx, None, 10)).len(), 1);
    });
}

#[test]
fn many_people_are_summed_up_in_a_few_statements() {
    on_each(|house| {
        recorded(house, "CO", &[]);
        recorded(house, "SSO", &[]);
        recorded(house, "FINE", &[]);
        let nobody = PersonKeys::alone(PersonId(Uuid::from_u128(2)));
        house.listen_to_statements();
        let all = read(house, |cx| summaries(cx, &[somebody(), nobody.clone()]));
        assert_eq!(house.heard_statements().len(), 2);
        let one = &all[&somebody().survivor];
        assert_eq!((one.basis, one.more), (Some(Basis::Order), 1));
        assert!(one.sentence.as_ref().is_some_and(|s| s.starts_with("Suspended")), "{one:?}");
        assert_eq!(all[&nobody.survivor], SentenceSummary::default());
    });
}

#[test]
fn filling_writes_what_the_actions_would_have_written() {
    on_each(|house| {
        let at = |day: kernel::Date| kernel::Instant::from_local(day.at(15, 0, 0, 0));
        let whole = |n: u128, number| WholeEvent {
            person: PersonId(Uuid::from_u128(n)),
            number,
            recorded_at: at(date(2026, 6, 2)),
            event: new_event(Origin::Court, None),
            offences: vec![OffenceFacts { title: "Theft".into(), ..OffenceFacts::default() }],
            order: Some(WholeOrder {
                facts: facts("CO"),
                requirements: vec![requirement("RAR", Some(Term::days(20)))],
                released: None,
                ended: (number == 1).then(|| (at(date(2026, 7, 2)), ending(date(2026, 7, 1), "completed"))),
            }),
        };
        let all = [whole(1, 1), whole(1, 2), whole(2, 1)];
        let filled = house
            .bulk(&Asker::system("test"), |cx| {
                let filled = fill(cx, &all)?;
                let second = &filled[0].events[1];
                let (order, requirement) = (second.order.as_ref().unwrap(), &second.requirements[0]);
                let progress = NewProgress {
                    requirement: requirement.id,
                    done_on: date(2026, 6, 8),
                    minutes: 0,
                    note: None,
                    source_key: None,
                };
                fill_progress(cx, &[WholeProgress { recorded_at: at(TODAY), order, requirement, progress }])?;
                Ok(filled)
            })
            .unwrap();
        let told: Vec<&str> = filled[1].told.iter().map(|(_, fact)| fact.name()).collect();
        assert_eq!(told.len(), 6, "opened, made, asked, began, ended, ended: {told:?}");
        assert!(!write(house, |cx| rebuild_supervision(cx, &somebody())), "the view is right");
        assert_eq!(read(house, |cx| supervised_people(cx, None, 10)).len(), 1, "the second person's only order ended");
        let newest = read(house, |cx| orders(cx, &somebody())).into_iter().find(|o| o.order.is_open()).unwrap();
        assert_eq!(newest.requirements[0].progress.unwrap().left(), Some(19));
        let ended = read(house, |cx| orders(cx, &somebody())).into_iter().find(|o| !o.order.is_open()).unwrap().order;
        let was: Vec<Order> = read(house, |cx| cx.as_at(somebody().survivor.into(), at(date(2026, 7, 1))));
        assert!(was.iter().all(Order::is_open) && ended.version == 2, "the end was recorded a day later");
        assert_eq!(
            write(house, |cx| open_event(cx, &somebody(), &new_event(Origin::Arrest, None))).to_string().len(),
            36
        );
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

fn entry(code: &str, en: &str) -> NewEntry {
    NewEntry {
        code: code.into(),
        en: en.into(),
        cy: "Cymraeg".into(),
        offered: true,
        of: vec!["order".into()],
        ..NewEntry::default()
    }
}

#[test]
fn an_end_reason_is_added_from_a_day_and_retired_from_another_and_old_records_keep_its_words() {
    on_each(|house| {
        let order = recorded(house, "CO", &[]);
        let moved = entry("moved-abroad", "Moved abroad");
        write(house, |cx| set_list_entry(cx, ListSet::EndReason, &moved, TODAY, "It happens", true));
        let shipped = Lists::shipped().reasons(EndOf::Order, TODAY).count();
        let now = read(house, Lists::current);
        assert_eq!(now.reasons(EndOf::Order, TODAY).count(), shipped + 1, "the shipped reasons are still there");
        write(house, |cx| end_order(cx, &somebody(), order, &ending(TODAY, "moved-abroad"), None));
        let retired = NewEntry { offered: false, ..moved.clone() };
        write(house, |cx| set_list_entry(cx, ListSet::EndReason, &retired, date(2026, 11, 23), "Too wide", false));
        assert!(read(house, Lists::current).reasons(EndOf::Order, TODAY).any(|r| r.code == "moved-abroad"));
        house.clock().move_to(date(2026, 11, 23));
        let later = read(house, Lists::current);
        assert!(later.reasons(EndOf::Order, date(2026, 11, 23)).all(|r| r.code != "moved-abroad"));
        assert_eq!(later.reason_words("moved-abroad"), "Moved abroad");
    });
}

#[test]
fn a_list_takes_no_code_twice_no_past_day_and_keeps_what_the_program_gives() {
    on_each(|house| {
        let set = |code: &str, from, offered, is_new| {
            let wanted = NewEntry { offered, ..entry(code, "Words") };
            refused(house, |cx| set_list_entry(cx, ListSet::EndReason, &wanted, from, "Trial", is_new))
        };
        assert_eq!(set("completed", TODAY, true, true), ["taken"]);
        assert_eq!(set("completed", date(2026, 11, 21), true, false), ["in_past"]);
        assert_eq!(set("order-ended", TODAY, false, false), ["by_program"]);
        assert_eq!(set("Not a code", TODAY, true, true), ["not_a_code"]);
    });
}

#[test]
fn seeding_twice_adds_nothing_and_gives_what_the_files_say() {
    on_each(|house| {
        write(house, seed);
        let count = || read(house, |cx| cx.count("SELECT count(*) FROM sentence_list_entry", &[]));
        let once = count();
        write(house, |cx| {
            cx.describe("Again", None);
            seed(cx)
        });
        assert_eq!(count(), once);
        let (files, rows) = (Lists::shipped(), read(house, Lists::current));
        assert_eq!(files.key_dates(), rows.key_dates());
        let reasons = |lists: &Lists| lists.reasons(EndOf::Order, TODAY).cloned().collect::<Vec<_>>();
        assert_eq!(reasons(&files), reasons(&rows));
    });
}
