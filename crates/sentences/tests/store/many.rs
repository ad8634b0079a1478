//! The tables, the view of who is supervised, many people at once, and the bulk writer.

use crate::*;

#[test]
fn the_tables_are_as_declared() {
    on_each(|house| assert_schema(house, TABLES));
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
                done: None,
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
