//! Four lives that show failures to comply: evidence awaited, one that must be referred, an excuse accepted, and a warning
//! superseded by a correction.

use super::{Stage, Told, community};
use crate::diary::{CameOf, Meeting};
use crate::fill::structure::StaffOf;
use crate::lives::Life;
use crate::vocabulary::sentencing::Asks;
use enforcement::{Book, Deciding, Decision, EffortKind, EvidenceFile, Failure, NewEffort, NewEvidence};
use store::{Cx, Result};

impl Stage<'_> {
    pub(super) fn evidence_awaited(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.under_order(number, life, self.own)?;
        self.kept(&mut told, self.own, (-68, -5, 14))?;
        self.met(&mut told, self.own, -2, Meeting::Office, CameOf::UnacceptableAbsence)?;
        self.step(self.own, self.day(-2), 18, |cx| {
            let failure = newest(cx, &told)?;
            let words = "Rang at 11 and at 4, no answer; left a message.".to_owned();
            let new = NewEffort { kind: EffortKind::Call, on: cx.today(), words, failure: Some(failure.id) };
            enforcement::record_effort(cx, &told.keys, &new).map(drop)
        })
    }

    pub(super) fn must_refer(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.under_order(number, life, self.own)?;
        self.met(&mut told, self.own, -308, Meeting::Office, CameOf::UnacceptableAbsence)?;
        let why = "Losing count of the days is not a reason to stay away.";
        self.decides(self.own, &told, -300, (Decision::Warn, why, None))?;
        self.kept(&mut told, self.own, (-296, -15, 21))?;
        self.met(&mut told, self.own, -8, Meeting::Office, CameOf::UnacceptableAbsence)
    }

    pub(super) fn excuse_accepted(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.under_order(number, life, self.colleague)?;
        self.kept(&mut told, self.colleague, (-98, -15, 14))?;
        self.met(&mut told, self.colleague, -12, Meeting::Office, CameOf::UnacceptableAbsence)?;
        self.step(self.colleague, self.day(-10), 11, |cx| {
            let failure = newest(cx, &told)?;
            let words = "Her son was taken to hospital in the night. She brought the discharge letter.".to_owned();
            let text = "Exampleton General Hospital\n\nAdmitted in the night, discharged the next day.\n";
            let file = EvidenceFile { name: "Discharge letter.txt".into(), bytes: text.into() };
            let (given_by, on) = ("Meera Chaudhry".to_owned(), cx.today());
            let new = NewEvidence { given_by, words, on, version: None, file: Some(file) };
            enforcement::give_evidence(cx, &told.keys, failure.id, &new)
        })?;
        let why = "A child in hospital overnight is a reasonable excuse; the letter was seen.";
        self.decides(self.colleague, &told, -9, (Decision::Accept, why, Some("AAFC")))?;
        self.met(&mut told, self.colleague, -5, Meeting::Office, CameOf::Attended)
    }

    pub(super) fn failure_corrected(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.under_order(number, life, self.own)?;
        self.kept(&mut told, self.own, (-123, -45, 14))?;
        self.met(&mut told, self.own, -40, Meeting::Office, CameOf::UnacceptableAbsence)?;
        let why = "No reason was given by the last day for it.";
        self.decides(self.own, &told, -32, (Decision::Warn, why, None))?;
        self.step(self.own, self.day(-20), 15, |cx| {
            let failure = newest(cx, &told)?;
            let why = "The reception’s book shows that he came and was sent away, because the officer was at court";
            contacts::correct_outcome(cx, &told.keys, failure.contact_id, Some("AASD"), why, None).map(drop)
        })?;
        self.kept(&mut told, self.own, (-18, -4, 7))
    }

    /// Meetings that were kept, from a day to another, so many days apart.
    fn kept(&self, told: &mut Told, officer: &StaffOf, (from, until, apart): (i32, i32, i32)) -> Result<()> {
        let kinds = [Meeting::Office, Meeting::Telephone, Meeting::Office, Meeting::HomeVisit];
        let days = (0..).map(|n| from + n * apart).take_while(|day| *day <= until);
        days.zip(kinds.into_iter().cycle())
            .try_for_each(|(day, kind)| self.met(told, officer, day, kind, CameOf::Attended))
    }

    /// An order with meetings that were kept, and the next arranged.
    fn under_order(&self, number: u32, life: &Life, officer: &StaffOf) -> Result<Told> {
        let mut told = self.begin(number, life, vec![community(18, &[(Asks::RehabilitationActivity, 15)])])?;
        self.allocate(&told, life.sentenced + 1, officer, "C")?;
        self.meetings(&mut told, officer, life.sentenced + 4, life.sentenced + 20)?;
        self.arranged(&told, officer, 5, Meeting::Office, life.sentenced.abs() - 21)?;
        Ok(told)
    }

    fn decides(
        &self,
        officer: &StaffOf,
        told: &Told,
        days: i32,
        (decision, reason, outcome): (Decision, &str, Option<&str>),
    ) -> Result<()> {
        self.step(officer, self.day(days), 12, |cx| {
            let failure = newest(cx, told)?;
            let open = people::open(cx, &told.crn)?;
            let outcome = outcome.map(str::to_owned);
            let deciding = Deciding { decision, reason: reason.to_owned(), outcome, version: None };
            enforcement::decide(cx, &open, failure.id, &deciding).map(drop)
        })
    }
}

/// The person's newest failure.
fn newest(cx: &mut Cx<'_>, told: &Told) -> Result<Failure> {
    let book = Book::read(cx, &told.keys)?;
    book.failures.into_iter().next().ok_or_else(|| super::missing("failure"))
}
