//! Whose unpaid work needs a look, and on whose screen it stands.

use crate::world::*;
use domain_events::DomainEvent;
use kernel::{StaffId, TeamId, date};
use unpaid_work::pace::{Verdict, pace_work};

#[test]
fn who_has_not_begun_in_time_is_with_the_officer_and_with_whoever_leads_the_team_and_never_twice_with_one_reader() {
    on_each(|house| {
        let keys = person(house, "Late");
        ordered(house, &keys, 80, date(2026, 8, 3));
        let (officer, lead, team): (StaffId, StaffId, TeamId) = write(house, |cx| {
            cx.describe("Allocated", None);
            cx.lock(keys.survivor.into())?;
            let (officer, lead, team) = (cx.new_id(), cx.new_id(), cx.new_id());
            let (person, allocation, on) = (keys.survivor, cx.new_id(), cx.today());
            cx.tell(&DomainEvent::Allocated { person, allocation, staff: officer, team, on })?;
            Ok((officer, lead, team))
        });
        let work = read(house, |cx| pace_work(cx, Some(officer), &[team]));
        assert_eq!((work.own.len(), work.teams.len()), (1, 0));
        assert_eq!(
            (work.people(), work.own.first().map(|r| r.verdict)),
            (vec![keys.survivor], Some(Verdict::LateToBegin))
        );
        let work = read(house, |cx| pace_work(cx, Some(lead), &[team]));
        assert_eq!((work.own.len(), work.teams.len()), (0, 1));
        assert_eq!(read(house, |cx| pace_work(cx, Some(lead), &[])).people(), []);
    });
}
