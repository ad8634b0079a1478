//! What the rooms publish of one person, as rows for counting: whatever a view says, and nothing worked out.

use kernel::{Date, EventId, OrderId, TeamId};

/// What the rooms publish of one person.
#[derive(Clone, Debug, Default)]
pub(crate) struct OfPerson {
    pub(crate) sex: Option<String>,
    pub(crate) born_month: Option<Date>,
    pub(crate) ethnicity: Option<String>,
    pub(crate) orders: Vec<OrderRow>,
    pub(crate) held: Vec<HeldRow>,
    pub(crate) attendance: Vec<AttendanceRow>,
    pub(crate) failed: Vec<FailedRow>,
    pub(crate) steps: Vec<StepRow>,
}

#[derive(Clone, Debug)]
pub(crate) struct OrderRow {
    pub(crate) id: OrderId,
    pub(crate) event: EventId,
    pub(crate) sentence: String,
    pub(crate) made_on: Date,
    pub(crate) ended_on: Option<Date>,
    pub(crate) end_reason: Option<String>,
    pub(crate) completed: bool,
    pub(crate) requirements: i64,
    pub(crate) requirements_done: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct HeldRow {
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) team: TeamId,
    pub(crate) tier: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct AttendanceRow {
    pub(crate) month: Date,
    pub(crate) event: EventId,
    pub(crate) kept: i64,
    pub(crate) acceptable: i64,
    pub(crate) failed: i64,
    pub(crate) awaited: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct FailedRow {
    pub(crate) on: Date,
    pub(crate) event: EventId,
    pub(crate) back_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct StepRow {
    pub(crate) order: Option<OrderId>,
    pub(crate) step: String,
    pub(crate) on: Date,
    pub(crate) team: Option<TeamId>,
    pub(crate) outcome: Option<String>,
}
