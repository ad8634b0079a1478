//! The lives that run by sentence and log alone: due, overdue, over, in prison, released.

use super::{Assessed, Passed, Stage, Told, community, custody, order, suspended};
use crate::diary::{CameOf, Meeting};
use crate::fill::structure::StaffOf;
use crate::fill::{acts, sentence};
use crate::lives::Life;
use crate::vocabulary::sentencing::Asks;
use assessment::State;
use documents::messages::{Channel, Consent, SendingState};
use store::Result;

impl Stage<'_> {
    pub(super) fn first_meeting_due(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 10)])])?;
        self.allocate(&told, -2, self.own, "D")
    }

    pub(super) fn long_order(&self, number: u32, life: &Life) -> Result<()> {
        let asks = [(Asks::RehabilitationActivity, 25), (Asks::UnpaidWork, 120), (Asks::Programme, 31)];
        // Time only goes on within a life: what was planned comes before the meetings that are recorded after it.
        let mut told = self.begin(number, life, vec![community(24, &asks)])?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        self.assessed(&told, self.own, -170, Assessed { number: 1, tier: "C", state: State::Signed })?;
        self.planned_and_asked(&told)?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -6)?;
        self.arranged(&told, self.own, 6, Meeting::Office, 6)?;
        for week in 0..9 {
            let came_of = if week == 4 { CameOf::AcceptableAbsence } else { CameOf::Attended };
            self.met(&mut told, self.own, -200 + week * 7, Meeting::UnpaidWork, came_of)?;
        }
        self.assessed(&told, self.own, -30, Assessed { number: 2, tier: "D", state: State::Signed })?;
        self.arranged(&told, self.own, 2, Meeting::UnpaidWork, 9)?;
        self.agrees(&told, -4, Channel::Text, (Consent::Agreed, documents::Language::English))?;
        self.reminded(&told, -1)?;
        self.own_band(&told)
    }

    pub(super) fn overdue_outcome(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 15)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -62)?;
        self.met(&mut told, self.own, -48, Meeting::Office, CameOf::UnacceptableAbsence)?;
        self.met(&mut told, self.own, -41, Meeting::Office, CameOf::Attended)?;
        self.met(&mut told, self.own, -27, Meeting::Office, CameOf::UnacceptableAbsence)?;
        self.met(&mut told, self.own, -23, Meeting::Telephone, CameOf::Attended)?;
        self.handed_over_by_youth_service(&told, -90)?;
        self.assessed(&told, self.own, -12, Assessed { number: 1, tier: "A", state: State::Waiting })?;
        self.arranged(&told, self.own, -5, Meeting::Office, 23)?;
        self.agrees(&told, -10, Channel::Text, (Consent::Agreed, documents::Language::English))?;
        let words = "Please ring me about Thursday. Your officer";
        let bounced = [(SendingState::HandedOver, ""), (SendingState::Failed, "The number or address does not work")];
        self.texted(&told, -3, words, &bounced)
    }

    pub(super) fn two_orders(&self, number: u32, life: &Life) -> Result<()> {
        let first = Passed { days: Some(-200), ..community(12, &[(Asks::UnpaidWork, 60)]) };
        let second = community(18, &[(Asks::RehabilitationActivity, 20), (Asks::AlcoholAbstinence, 90)]);
        let mut told = self.begin(number, life, vec![first, second])?;
        self.allocate_after(&told, -199, self.colleague)?;
        self.meetings(&mut told, self.colleague, -28, -5)?;
        self.assessed(&told, self.own, -3, Assessed { number: 1, tier: "C", state: State::Draft })?;
        self.arranged(&told, self.colleague, 6, Meeting::Office, 5)
    }

    pub(super) fn allocate_after(&self, told: &Told, days: i32, officer: &StaffOf) -> Result<()> {
        // The second matter was told already, so the allocation is told on the day after it.
        let days = days.max(-29);
        self.allocate(told, days, officer, "C")
    }

    pub(super) fn just_released(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![custody(40)])?;
        self.allocate(&told, -120, self.own, "B")?;
        self.met(&mut told, self.own, -60, Meeting::Video, CameOf::Attended)?;
        self.met(&mut told, self.own, -20, Meeting::ThreeWay, CameOf::Attended)?;
        let (on, order) = (self.day(-1), order(&told)?);
        self.step(self.own, on, 11, |cx| sentences::record_release(cx, &told.keys, order, on))
    }

    pub(super) fn ended(&self, number: u32, life: &Life, reason: &str, days: i32) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::UnpaidWork, 60)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "F")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, days - 4)?;
        self.end(&told, days, reason)
    }

    pub(super) fn several(&self, number: u32, life: &Life) -> Result<()> {
        let old = Passed { days: Some(-900), ..community(12, &[(Asks::UnpaidWork, 100)]) };
        let mut told = self.begin(number, &Life { sentenced: -900, ..*life }, vec![old])?;
        self.allocate(&told, -899, self.colleague, "E")?;
        self.end(&told, -560, "completed")?;
        let matter = self.matters(life, &[suspended()]);
        if let Some(matter) = matter.first() {
            told.matters.push(self.step(self.court, self.day(life.sentenced), 16, |cx| {
                sentence::record_matter(cx, &told.keys, matter, self.team)
            })?);
        }
        self.allocate_again(&told, life.sentenced + 1)?;
        self.meetings(&mut told, self.colleague, life.sentenced + 4, -5)?;
        self.arranged(&told, self.colleague, 6, Meeting::Office, 5)?;
        self.charged(&told)?;
        self.report_waits(&told, false)
    }

    pub(super) fn allocate_again(&self, told: &Told, days: i32) -> Result<()> {
        self.step(self.manager, self.day(days), 9, |cx| {
            acts::allocate(cx, &told.keys, self.team, self.colleague, "IN1", "")
        })
    }

    pub(super) fn no_next_contact(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(
            number,
            life,
            vec![community(12, &[(Asks::AlcoholAbstinence, 60), (Asks::RehabilitationActivity, 10)])],
        )?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -12)
    }

    pub(super) fn in_custody(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![custody(20)])?;
        self.allocate(&told, life.sentenced + 3, self.colleague, "D")?;
        self.met(&mut told, self.colleague, -80, Meeting::Video, CameOf::Attended)?;
        self.met(&mut told, self.colleague, -18, Meeting::ThreeWay, CameOf::Attended)?;
        let (order, release) = (order(&told)?, self.day(38));
        self.step(self.court, self.day(life.sentenced), 17, |cx| {
            sentences::set_key_date(cx, &told.keys, order, "ACR", release)
        })?;
        self.arranged(&told, self.colleague, 20, Meeting::Video, 18)
    }

    pub(super) fn died(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 10)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "F")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -20)?;
        let on = self.day(-6);
        self.step(self.own, on, 14, |cx| {
            let open = people::open_by_id(cx, told.keys.survivor)?;
            let row = people::Person { died: Some(on), ..open.person.clone() };
            people::amend(cx, &open.person, row, Some("The sister rang; the hospital confirmed it"))
        })?;
        self.end(&told, -6, "deceased")
    }
}
