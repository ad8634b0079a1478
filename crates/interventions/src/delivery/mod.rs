//! What a provider does with a referral: first assessment, action plan, sessions with attendance, messages, end report.
//!
//! Always true: a provider sees the referrals that were made to it and nothing else.

use crate::referrals::{Referral, Waits};
use kernel::{Date, PersonKeys};
use store::{Cx, Result};

/// What of a referral waits for the officer, the most pressing first.
pub(crate) fn waits_for(_cx: &mut Cx<'_>, _r: &Referral) -> Result<Option<Waits>> {
    Ok(None)
}

/// The day of the last session that was held, if one was.
pub(crate) fn has_begun(_cx: &mut Cx<'_>, _r: &Referral) -> Result<Option<Date>> {
    Ok(None)
}

/// Cancels what is arranged and still to come.
pub(crate) fn cancel_coming(_cx: &mut Cx<'_>, _keys: &PersonKeys, _r: &Referral) -> Result<()> {
    Ok(())
}
