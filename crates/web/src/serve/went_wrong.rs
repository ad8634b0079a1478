//! A failure as people read it: a refused form again as typed, a conflict, a problem in words; and the drafts that keep what
//! was typed.

use super::visit::Visit;
use crate::request::Request;
use crate::{Act, Method, Problem, Reply, draft};
use kernel::Refusals;
use store::{Asker, Failure};

impl Visit<'_> {
    pub(super) fn keep_draft(&self, owner: uuid::Uuid) {
        let kept = self
            .site
            .house
            .write(&Asker::system("drafts"), |cx| draft::keep(cx, owner, self.request.path(), self.request.pairs()));
        if let Err(e) = kept {
            tracing::warn!(error = %e, "a draft could not be kept");
        }
    }

    pub(super) fn forget_draft(&self) {
        if let Some(owner) = self.asker.actor.id()
            && self.is_form()
            && let Err(e) =
                self.site.house.write(&Asker::system("drafts"), |cx| draft::forget(cx, owner, self.request.path()))
        {
            tracing::warn!(error = %e, "a draft could not be forgotten");
        }
    }

    /// A refused form is shown again as typed; everything else is told in words.
    pub(super) fn failed(&self, failure: Failure) -> Reply {
        let conflict = matches!(failure, Failure::Stale(_));
        let refused = match &failure {
            Failure::Refused(refusals) => refusals.clone(),
            Failure::Stale(words) => Refusals(vec![kernel::Refusal::of_request("stale", words.clone())]),
            _ => return self.failed_plainly(&failure),
        };
        if self.api || self.route.method != Method::Post {
            return self.failed_plainly(&failure);
        }
        if let Some(owner) = self.asker.actor.id()
            && self.is_form()
        {
            self.keep_draft(owner);
        }
        let form = self.site.routes.iter().find(|r| r.path == self.route.path && r.method == Method::Get);
        let Some(Act::Read(show)) = form.map(|r| r.act) else {
            return self.failed_plainly(&failure);
        };
        let again = Request { refused: Some(refused), conflict, ..self.request.clone() };
        match self.site.house.read(&self.asker, |cx| show(cx, &again)) {
            Ok(Reply::Page { html, .. }) => Reply::Page { status: if conflict { 409 } else { 422 }, html },
            Ok(other) => other,
            Err(failure) => self.failed_plainly(&failure),
        }
    }

    pub(super) fn failed_plainly(&self, failure: &Failure) -> Reply {
        let reference = self.request.new_key.get(..12).unwrap_or_default();
        if let Failure::Broken(_) | Failure::Database(_) = failure {
            tracing::error!(error = %failure, reference, route = self.route.path, "a request failed");
        }
        let problem = Problem::of(failure, reference);
        if self.api { problem.as_json() } else { problem.as_page(self.request.frame.clone()) }
    }
}
