//! Once everybody is weighed: the colleague's hours for cases are lessened so far that the cases ask for a good quarter more
//! than there is, as it happens when nobody looks. In a world with few people nothing comes of it.

use crate::fill::DemoPlan;
use crate::fill::structure::{Built, FULL_WEEK};
use caseload::{NewReduction, add_reduction, capacities};
use store::{House, Result};

/// What the colleague is to be at, in per cent.
const STRETCHED: i64 = 126;

/// Records the reduction.
pub(crate) fn stretch(house: &House, plan: &DemoPlan, built: &Built) -> Result<()> {
    let Some(team) = built.supervising().next() else { return Ok(()) };
    let (Some(colleague), Some(manager)) = (team.practitioners().nth(1), team.senior()) else { return Ok(()) };
    let known = house.read(&manager.asker(), |cx| {
        let points = capacities(cx, &[colleague.id])?.remove(&colleague.id).map(|c| (c.points, c.available.points));
        let cut: i64 = caseload::reductions_of(cx, colleague.id)?.iter().map(|r| r.hundredths).sum();
        Ok(points.map(|(points, available)| (points, available, cut)))
    })?;
    let Some((points, available, cut)) = known else { return Ok(()) };
    let contracted = FULL_WEEK * i64::from(colleague.hours) / 60;
    let now = contracted - cut;
    let wanted = now * points * 100 / (available.max(1) * STRETCHED);
    // With under an hour a day left it would be no case of stretch but of absence.
    if wanted >= now || wanted < 500 {
        return Ok(());
    }
    let fewer = NewReduction {
        staff: colleague.id,
        reason: "PSR".into(),
        hundredths: now - wanted,
        first_day: plan.today,
        last_day: Some(plan.today.saturating_add(jiff::ToSpan::days(28))),
        notes: Some("Writes the reports of a colleague who is away; the cases stay".into()),
    };
    house.bulk(&manager.asker(), |cx| add_reduction(cx, &fewer).map(|_| ()))
}
