//! The lives in which something about the record itself changes: handed over, closed to some, merged, adjusted.

use super::{Stage, community};
use crate::fill::acts;
use crate::lives::Life;
use crate::population::PersonDraft;
use crate::vocabulary::sentencing::Asks;
use access::{BarrierKind, NewBarrier};
use caseload::{Answer, Handing};
use documents::messages::{Channel, Consent};
use organisation::{AbsenceKind, NewAbsence};
use people::cards::{Adjustment, Circumstance, Detail, Relation};
use store::{Asker, Result};

impl Stage<'_> {
    /// The former officer has left; the handover to the next is begun and half filled in.
    pub(super) fn handed_over(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(18, &[(Asks::RehabilitationActivity, 20)])])?;
        self.allocate(&told, life.sentenced + 1, &self.leaving, "D")?;
        self.meetings(&mut told, &self.leaving, life.sentenced + 4, -9)?;
        let person = told.keys.survivor;
        self.step(self.manager, self.day(-1), 11, |cx| {
            acts::allocate(cx, &told.keys, self.team, self.own, "OFL", "The officer leaves the service")
        })?;
        let meet_by = self.day(2);
        let handover = self.step(self.manager, self.day(-1), 12, |cx| {
            caseload::start_handover(cx, person, &Handing { from: self.leaving.id, met_by: meet_by })
        })?;
        let answers = [
            ("risk", Answer::Passed { note: "No change since the last review; nobody at home is at risk.".into() }),
            (
                "plan",
                Answer::Passed { note: "Two of four actions done. The next is the course on thinking skills.".into() },
            ),
            ("requirements", Answer::Passed { note: "Eight of twenty days done.".into() }),
            (
                "partners",
                Answer::Missing {
                    why: "The housing officer's report has not come.".into(),
                    who: self.manager.name.clone(),
                    by: meet_by,
                },
            ),
        ];
        for (item, answer) in answers {
            self.step(&self.leaving, self.day(-1), 14, |cx| {
                caseload::answer_item(cx, person, handover, item, &answer)
            })?;
        }
        Ok(())
    }

    pub(super) fn barred(&self, number: u32, life: &Life, kind: BarrierKind) -> Result<()> {
        let officer = self.own;
        let told = self.steady(number, life, officer, community(12, &[(Asks::RehabilitationActivity, 15)]))?;
        let named = match kind {
            BarrierKind::Restriction => vec![self.own.user, self.manager.user],
            BarrierKind::Exclusion => vec![self.colleague.user],
        };
        let (reason, message) = match kind {
            BarrierKind::Restriction => {
                ("A relative works in the same building", "Ask the senior of the team about this record.")
            }
            BarrierKind::Exclusion => {
                ("They are neighbours", "You know this person. Somebody else looks after the record.")
            }
        };
        let start_on = self.day(-60);
        let new = NewBarrier {
            kind,
            readers: named.into_iter().flatten().map(|u| u.0).collect(),
            start_on,
            end_on: None,
            reason: reason.into(),
            message: message.into(),
        };
        self.step(self.manager, start_on, 11, |cx| access::set_barrier(cx, told.keys.survivor, &new))?;
        Ok(())
    }

    pub(super) fn welsh(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.steady(number, life, self.own, community(12, &[(Asks::RehabilitationActivity, 10)]))?;
        let (person, since) = (told.keys.survivor, self.day(life.sentenced + 4));
        for kind in ["large-print", "step-free"] {
            self.step(self.own, since, 18, |cx| {
                let fresh = Adjustment::begin(person, cx.new_id(), since)?;
                people::add(cx, Adjustment { kind: kind.into(), ..fresh })
            })?;
        }
        self.step(self.own, since, 19, |cx| {
            let fresh = Relation::begin(person, cx.new_id(), since)?;
            let yes = || Some("yes".to_owned());
            people::add(
                cx,
                Relation {
                    kind: "child".into(),
                    name: "Nia Prydderch".into(),
                    next_of_kin: yes(),
                    emergency: yes(),
                    telephone: Some("07700 900814".into()),
                    ..fresh
                },
            )
        })?;
        self.step(self.own, since, 20, |cx| {
            let fresh = Circumstance::begin(person, cx.new_id(), since)?;
            people::add(
                cx,
                Circumstance {
                    kind: "carer".into(),
                    note: Some("Looks after a husband with dementia; mornings are hard.".into()),
                    ..fresh
                },
            )
        })?;
        self.agrees(&told, -4, Channel::Text, (Consent::Agreed, documents::Language::Welsh))?;
        self.agrees(&told, -4, Channel::Email, (Consent::Declined, documents::Language::Welsh))?;
        self.bars(&told, -4, "07700 900815", "The telephone that the whole house uses")
    }

    /// A second record was opened from a misspelt name, and found to be the same person.
    pub(super) fn merged(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.steady(number, life, self.own, community(12, &[(Asks::UnpaidWork, 60)]))?;
        let other = Life { surname: "Warsami", ..*life };
        let draft = PersonDraft { pnc: None, cro: None, ..self.draft(number, &other, &[]) };
        let second = self.step(self.court, self.day(-12), 10, |cx| people::create(cx, acts::new_person(&draft)))?;
        let reason = "The same date of birth, address and photograph; the court misspelt the name";
        self.step(self.court, self.day(-11), 10, |cx| people::merge(cx, &told.crn, &second.crn, reason))?;
        Ok(())
    }

    /// The two officers of the stories fall ill and leave, when all their people are told.
    pub(super) fn absences(&self, asker: &Asker) -> Result<()> {
        let sick = NewAbsence {
            staff: self.sick.id,
            kind: AbsenceKind::Sick,
            first_day: self.day(-4),
            last_day: None,
            reason: "Flu".into(),
            cover: Some(self.colleague.id),
        };
        caseload::mark_absent(self.house, &self.manager.asker(), &sick)?;
        let gone = NewAbsence {
            staff: self.leaving.id,
            kind: AbsenceKind::Left,
            first_day: self.day(0),
            reason: "Moved to another region".into(),
            cover: None,
            ..sick
        };
        caseload::mark_absent(self.house, asker, &gone)?;
        Ok(())
    }
}
