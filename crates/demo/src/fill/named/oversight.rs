//! What the manager sees to: a supervision meeting with a promise, fewer hours for an officer, an officer's own band, a
//! serious further offence with what was learned, and a sample of signed work to look at again.

use super::{Stage, Told};
use actuarial::vocabulary::Band;
use assessment::{AskingSample, FurtherOffenceTold, Learning, ProposingBand, SampleKind};
use caseload::{MeetingHeld, NewReduction, Promise};
use jiff::ToSpan;
use store::Result;

impl Stage<'_> {
    /// Told last: what is not about one life.
    pub(super) fn oversight(&self) -> Result<()> {
        self.last.set(kernel::Instant(i64::MIN));
        let (own, today) = (self.own, self.plan.today);
        let meeting = MeetingHeld {
            staff: own.id,
            held_on: self.day(-6),
            discussed: "Two people whose reviews are due; how the new course can be offered sooner.".into(),
            next_on: Some(self.day(22)),
        };
        let promise = Promise {
            what: "Ask the course’s provider for a place before Christmas".into(),
            owner: own.id,
            due_on: self.day(8),
        };
        self.step(self.manager, self.day(-6), 15, |cx| {
            let id = caseload::record_meeting(cx, &meeting)?;
            caseload::promise(cx, own.id, id, &promise).map(|_| ())
        })?;
        let fewer = NewReduction {
            staff: self.colleague.id,
            reason: "CRT".into(),
            hundredths: 740,
            first_day: self.day(-20),
            last_day: Some(self.day(60)),
            notes: Some("Covers the court on Tuesdays until the new court officer starts".into()),
        };
        self.step(self.manager, self.day(-5), 9, |cx| caseload::add_reduction(cx, &fewer).map(|_| ()))?;
        let asking = AskingSample {
            kind: SampleKind::Scores,
            from: today.saturating_sub(1.year()),
            to: self.day(-1),
            team: None,
            wanted: Some(3),
            seed: Some("demo".into()),
        };
        self.step(self.manager, self.day(-1), 16, |cx| assessment::draw_sample(cx, &asking).map(|_| ()))
    }

    /// The officer says that another band fits than the lowest.
    pub(super) fn own_band(&self, told: &Told) -> Result<()> {
        self.step(self.own, self.day(-2), 10, |cx| {
            let open = people::open(cx, &told.crn)?;
            let scores = assessment::latest_scores(cx, &open.keys)?;
            let banded =
                scores.iter().map(|s| &s.score).find(|s| s.generation == 2 && s.band.as_deref() == Some("LOW"));
            let Some(low) = banded else { return Ok(()) };
            let new = ProposingBand {
                generation: low.generation,
                model: low.model.clone(),
                band: Band::Medium,
                reason: "His brother’s friends are back in town, and he says that he goes out with them.".into(),
            };
            assessment::propose_band(cx, &open, &new).map(|_| ())
        })
    }

    /// Charged with something serious while under supervision.
    pub(super) fn charged(&self, told: &Told) -> Result<()> {
        let offence = FurtherOffenceTold {
            happened_on: self.day(-4),
            learned_on: self.day(-2),
            charged_on: Some(self.day(-2)),
            offence: "Wounding with intent".into(),
            circumstances: "Outside a public house; the police named him the next morning. Held in custody.".into(),
        };
        let learning = Learning {
            learning: "The last two weeks’ notes speak of drinking, and nobody asked for a review".into(),
            what: "Go through the triggers of a review with the team".into(),
            owner: self.manager.id,
            due_on: self.day(12),
        };
        self.step(self.manager, self.day(-2), 14, |cx| {
            let open = people::open(cx, &told.crn)?;
            let id = assessment::record_further_offence(cx, &open, &offence)?;
            assessment::learn_from_further_offence(cx, &open, id, &learning).map(|_| ())
        })
    }
}
