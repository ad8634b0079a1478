//! Reading what a provider did with a referral: five lists in one statement.

use super::records::{
    ActionPlan, EndReport, Feedback, Message, MessageKind, PlanState, Session, SessionKind, SessionState,
};
use crate::referrals::{Referral, ReferralState, Waits};
use kernel::{Date, SessionId};
use store::{Cx, Failure, Question, Result, params};

/// Everything that a provider did with a referral.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// In the order of their days.
    pub sessions: Vec<Session>,
    /// In the order of saying.
    pub feedback: Vec<Feedback>,
    /// The newest first.
    pub plans: Vec<ActionPlan>,
    /// The newest first.
    pub messages: Vec<Message>,
    pub report: Option<EndReport>,
}

impl Delivery {
    /// What stands of a session: the last that was said.
    #[must_use]
    pub fn said_of(&self, session: SessionId) -> Option<&Feedback> {
        self.feedback.iter().rfind(|f| f.session_id == session)
    }

    /// The plan that is approved.
    #[must_use]
    pub fn approved(&self) -> Option<&ActionPlan> {
        self.plans.iter().find(|plan| plan.state == PlanState::Approved)
    }

    /// The plan that waits for the officer.
    #[must_use]
    pub fn submitted(&self) -> Option<&ActionPlan> {
        self.plans.iter().find(|plan| plan.state == PlanState::Submitted)
    }

    /// The session of this id.
    ///
    /// # Errors
    /// When the referral has none.
    pub fn session(&self, id: SessionId) -> Result<&Session> {
        self.sessions.iter().find(|s| s.id == id).ok_or(Failure::NotFound)
    }

    /// The first assessment that was held.
    #[must_use]
    pub fn assessed(&self) -> Option<&Session> {
        self.sessions.iter().find(|s| s.kind == SessionKind::Assessment && s.state == SessionState::Held)
    }

    /// The day of the last session that was held.
    #[must_use]
    pub fn last_held(&self) -> Option<Date> {
        let held = self.sessions.iter().filter(|s| s.kind == SessionKind::Session && s.state == SessionState::Held);
        held.map(|s| s.on_day).max()
    }
}

fn questions(r: &Referral) -> [Question; 5] {
    let of = |order: &str| format!("WHERE person_id = $1 AND referral_id = $2 ORDER BY {order}");
    let values = params![r.person_id, r.id];
    [
        Question::list::<Session>(&of("on_day, starts, id"), values),
        Question::list::<Feedback>(&of("at, id"), values),
        Question::list::<ActionPlan>(&of("number DESC, id"), values),
        Question::list::<Message>(&of("at DESC, id DESC"), values),
        Question::list::<EndReport>(&of("submitted_at DESC, id"), values),
    ]
}

/// What the provider did with a referral.
///
/// # Errors
/// When the database fails.
pub fn delivery(cx: &mut Cx<'_>, r: &Referral) -> Result<Delivery> {
    let asked = questions(r);
    cx.ask_together(&asked)?;
    let [sessions, feedback, plans, messages, report] = &asked;
    Ok(Delivery {
        sessions: cx.ask_list(sessions)?,
        feedback: cx.ask_list(feedback)?,
        plans: cx.ask_list(plans)?,
        messages: cx.ask_list(messages)?,
        report: cx.ask_list(report)?.into_iter().next(),
    })
}

/// What of a referral waits for the officer, the most pressing first.
pub(crate) fn waits_for(cx: &mut Cx<'_>, r: &Referral) -> Result<Option<Waits>> {
    let delivery = delivery(cx, r)?;
    let open = |kind: MessageKind| {
        let kind = move |m: &&Message| m.kind == kind && m.from_provider && m.answered_at.is_none();
        delivery.messages.iter().find(kind).is_some()
    };
    let unread = delivery.report.as_ref().is_some_and(|report| report.read_at.is_none());
    let all = [
        (open(MessageKind::Concern), Waits::Concern),
        (open(MessageKind::ProviderComplains), Waits::Complaint),
        (delivery.submitted().is_some() && r.state.is_open(), Waits::Plan),
        (unread && r.state != ReferralState::ReportDue, Waits::Report),
        (open(MessageKind::Message), Waits::Message),
    ];
    Ok(all.into_iter().find(|(waits, _)| *waits).map(|(_, what)| what))
}

/// The day of the last session that was held, if one was.
pub(crate) fn has_begun(cx: &mut Cx<'_>, r: &Referral) -> Result<Option<Date>> {
    Ok(delivery(cx, r)?.last_held())
}
