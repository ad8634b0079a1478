//! What is answered before a handler is asked: nobody signed in, no permission, a form that did not come from this page.

use super::visit::Visit;
use crate::{Admitted, Method, Problem, Reply};
use kernel::Permission;
use sha2::{Digest, Sha256};
use store::Failure;

impl Visit<'_> {
    /// What is answered before the handler is asked: nobody signed in, no permission, a forged form.
    pub(super) fn turned_away(&self) -> Option<Reply> {
        let admitted = match &self.admitted {
            Ok(admitted) => admitted.as_ref(),
            Err(failure) => return Some(self.failed_plainly(failure)),
        };
        let open = self.route.permission == Permission::Anyone;
        let here = admitted.filter(|a| !a.expired);
        if !open && here.is_none() {
            return Some(self.sign_in_first(admitted));
        }
        if !self.api && self.route.method != Method::Get && !self.carries_token() {
            let words = "The form did not come from this page, or you have signed in again since. Go back, reload the page and send it again.";
            return Some(self.failed_plainly(&Failure::Forbidden(words.into())));
        }
        if !open
            && self.route.permission != Permission::SignedIn
            && !self.asker.permissions.contains(&self.route.permission)
        {
            return Some(self.failed_plainly(&Failure::Forbidden(format!(
                "This needs the permission “{}”. Ask your administrator if you should have it.",
                self.route.permission.code()
            ))));
        }
        None
    }

    fn carries_token(&self) -> bool {
        let sent = self.request.pairs().iter().find(|(n, _)| n == crate::form::CSRF).map_or("", |(_, v)| v.as_str());
        !self.from_elsewhere && !sent.is_empty() && Sha256::digest(sent) == Sha256::digest(self.request.csrf())
    }

    /// Nothing that was typed is lost when the session ended meanwhile.
    fn sign_in_first(&self, admitted: Option<&Admitted>) -> Reply {
        if self.api {
            return Problem::new(
                401,
                "unauthorised",
                "Sign in first",
                Some("Send the client's secret as a bearer token.".into()),
            )
            .as_json();
        }
        if let Some(owner) = admitted.and_then(|a| a.asker.actor.id())
            && self.route.method == Method::Post
            && self.carries_token()
        {
            self.keep_draft(owner);
        }
        let back = if self.route.method == Method::Get {
            self.request.path_and_query()
        } else {
            self.request.path().to_owned()
        };
        let sign_in = crate::ui::Address::new("/sign-in", [("return", back.as_str())]);
        Reply::to(if back == "/" { "/sign-in".to_owned() } else { sign_in.to_string() })
    }
}
