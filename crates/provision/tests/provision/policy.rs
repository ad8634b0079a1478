//! The room's own policy: a number is set anew from a day to come, a reason is added, and one ends with what was said before
//! left as it was.

use crate::pages::{days, get, post, refused_form, with};
use crate::world::*;
use kernel::date;

const LIST: &str = "/policy/provision/{list}";
const ADD: &str = "/policy/provision/{list}/add";
const CONFIRM: &str = "/policy/provision/{list}/{code}/confirm";

#[test]
fn an_offered_place_is_kept_by_the_number_of_the_day() {
    on_each(|house, _| {
        let keep = [("list", "numbers"), ("code", "answer_working_days")];
        let when = days("from", ["2027", "1", "4"]);
        let pairs = with(&[("number", "8"), ("reason", "Five days were too few by post")], &when);
        assert_eq!(post(house, CONFIRM, &keep, &pairs), "/policy/provision/numbers");
        assert_eq!(refused_form(house, CONFIRM, &keep, &pairs), ["already_set"]);
        let page = get(house, LIST, &keep[..1]);
        assert!(page.contains("To come") && page.contains("Five days were too few by post"), "{page}");
        let ends = with(&[("number", "5"), ("ends", "yes"), ("reason", "x")], &when);
        assert!(refused_form(house, CONFIRM, &keep, &ends).contains(&"needed"), "something must always hold");
    });
}

#[test]
fn a_reason_is_added_and_another_ends_without_changing_what_was_recorded() {
    on_each(|house, _| {
        let (list, when) = ([("list", "codes")], days("from", ["2027", "1", "4"]));
        let fields =
            [("which", "leaving"), ("words", "Went abroad"), ("words_cy", "Aeth dramor"), ("reason", "It happens")];
        assert_eq!(post(house, ADD, &list, &with(&fields, &when)), "/policy/provision/codes");
        assert_eq!(refused_form(house, ADD, &list, &with(&fields, &when)), ["there"]);
        assert_eq!(refused_form(house, ADD, &list, &with(&fields, &days("from", ["2020", "1", "4"]))), ["not_ahead"]);
        let health = [("list", "codes"), ("code", "leaving.health")];
        post(house, CONFIRM, &health, &with(&[("ends", "yes"), ("reason", "Too wide")], &when));
        let again = days("from", ["2027", "2", "4"]);
        let twice = refused_form(house, CONFIRM, &health, &with(&[("ends", "yes"), ("reason", "Again")], &again));
        assert_eq!(twice, ["ended"]);
        let on = |day| {
            let book = house.read(&asker(), provision::book).unwrap();
            book.codes("leaving", day).iter().map(|c| c.code.clone()).collect::<Vec<_>>()
        };
        let (before, after) = (on(date(2027, 1, 3)), on(date(2027, 1, 4)));
        assert!(before.contains(&"health".into()) && !before.contains(&"went-abroad".into()), "{before:?}");
        assert!(!after.contains(&"health".into()) && after.contains(&"went-abroad".into()), "{after:?}");
        let book = house.read(&asker(), provision::book).unwrap();
        assert_eq!(book.words("leaving", "health"), "Health", "what was recorded with it keeps its words");
    });
}
