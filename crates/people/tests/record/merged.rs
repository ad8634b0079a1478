//! Records merged and parted again: no row moves, and no circle comes about.

use crate::{gethin, made, named, on_houses, read, refused, written};
use kernel::{Crn, PersonId};
use people::NewPerson;

#[test]
fn a_merge_moves_no_row_and_can_be_undone() {
    on_houses(|house| {
        let (one, other) = (made(&house, gethin()), made(&house, NewPerson { identifiers: vec![], ..gethin() }));
        let keys = written(&house, |cx| people::merge(cx, &one.crn, &other.crn, "The same man")).unwrap();
        assert_eq!((keys.survivor, keys.absorbed.as_slice()), (one.person_id, &[other.person_id][..]));
        let led = read(&house, |cx| people::open(cx, &other.crn));
        assert_eq!((led.crn.clone(), led.person.person_id), (one.crn.clone(), one.person_id));
        let found = read(&house, |cx| people::search(cx, "gethin pugh", 1));
        assert_eq!(found.total, 1, "the two records are one person");
        let lines = read(&house, |cx| people::lines(cx, &[other.person_id]));
        assert_eq!(lines[&other.person_id].crn, one.crn);
        let merge = read(&house, |cx| people::merges_of(cx, &led)).pop().unwrap();
        assert_eq!(merge.1, other.crn);
        written(&house, |cx| {
            let open = people::open(cx, &one.crn)?;
            people::unmerge(cx, &open, merge.0.id, "They are brothers")
        })
        .unwrap();
        assert_eq!(read(&house, |cx| people::open(cx, &other.crn)).crn, other.crn);
        assert_eq!(read(&house, |cx| people::search(cx, "gethin pugh", 1)).total, 2);
    });
}

#[test]
fn merges_follow_one_another_and_never_make_a_circle() {
    on_houses(|house| {
        let people: Vec<people::Person> = ["A", "B", "C"].map(|n| made(&house, named(n, "Same"))).into();
        let merge = |into: usize, from: usize| {
            written(&house, |cx| people::merge(cx, &people[into].crn, &people[from].crn, "One person"))
        };
        merge(1, 0).unwrap();
        let keys = merge(2, 1).unwrap();
        let all: Vec<PersonId> = keys.all().collect();
        assert_eq!(all, [people[2].person_id, people[1].person_id, people[0].person_id]);
        assert!(refused(merge(0, 2).unwrap_err()).contains("one person already"));
        assert_eq!(read(&house, |cx| people::open(cx, &people[0].crn)).crn, people[2].crn);
    });
}

#[test]
fn two_who_merge_the_same_records_the_other_way_round_make_no_circle() {
    on_houses(|house| {
        for _ in 0..5 {
            let (a, b) = (made(&house, named("A", "Same")).crn, made(&house, named("B", "Same")).crn);
            let merge =
                |into: &Crn, from: &Crn| written(&house, |cx| people::merge(cx, into, from, "One person")).is_ok();
            let done = std::thread::scope(|scope| {
                let (one, other) = (scope.spawn(|| merge(&a, &b)), scope.spawn(|| merge(&b, &a)));
                [one.join().unwrap(), other.join().unwrap()]
            });
            assert_eq!(done.iter().filter(|d| **d).count(), 1, "{done:?}");
            assert_eq!(read(&house, |cx| people::open(cx, &a)).crn, read(&house, |cx| people::open(cx, &b)).crn);
        }
    });
}
