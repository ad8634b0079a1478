//! One request while it is being answered: who it is, the handler in its transaction, a repeated form answered as the first
//! time.

use crate::incoming::{self, Incoming};
use crate::request::{Ask, Request};
use crate::{Act, Admitted, Method, Reply, Route, Site, draft};
use sha2::{Digest, Sha256};
use store::{Asker, Failure};

/// One request while it is being answered.
pub(super) struct Visit<'s> {
    pub(super) site: &'s Site,
    pub(super) route: &'s Route,
    pub(super) request: Request,
    pub(super) admitted: Result<Option<Admitted>, Failure>,
    pub(super) asker: Asker,
    pub(super) api: bool,
    pub(super) from_elsewhere: bool,
    /// A new cookie for forms of somebody who has not signed in.
    form_cookie: Option<String>,
    told_done: bool,
}

impl<'s> Visit<'s> {
    pub(super) fn begin(site: &'s Site, route: &'s Route, incoming: Incoming, api: bool) -> Visit<'s> {
        let Incoming { mut request, mut credentials, form_cookie, done, from_elsewhere } = incoming;
        // Calls of programs carry no form token, so a browser's cookie proves nothing there; and a secret is no session.
        if api {
            credentials.session = None;
        } else {
            credentials.bearer = None;
        }
        let admitted = site.gate.admit(&site.house, &credentials);
        let known = admitted.as_ref().ok().and_then(Option::as_ref);
        let fresh = random_word();
        let (csrf, form_cookie) = match (known, form_cookie) {
            (Some(known), _) => (known.csrf.clone(), None),
            (None, Some(cookie)) => (token_of(&cookie), None),
            (None, None) => (token_of(&fresh), Some(fresh.clone())),
        };
        let mut frame = site.frame(known, &csrf, request.path());
        if route.method == Method::Get
            && let Some(words) = &done
        {
            frame.notice = Some(crate::ui::Notice::done(words.clone()));
        }
        request.frame = frame;
        request.csrf = csrf;
        request.new_key = fresh;
        let asker = known.filter(|k| !k.expired).map_or_else(Asker::nobody, |k| k.asker.clone());
        let told_done = done.is_some() && route.method == Method::Get && !api;
        Visit { site, route, request, asker, admitted, api, from_elsewhere, form_cookie, told_done }
    }

    pub(super) fn cookies(&self) -> Vec<String> {
        let mut cookies = Vec::new();
        if let Some(word) = &self.form_cookie
            && !self.api
        {
            cookies.push(format!("{}={word}; Path=/; HttpOnly; SameSite=Strict", incoming::FORM));
        }
        if self.told_done {
            cookies.push(format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", incoming::DONE));
        }
        cookies
    }

    pub(super) fn run(&self) -> Reply {
        if let Some(reply) = self.turned_away() {
            return reply;
        }
        let done = match self.route.act {
            Act::Read(read) => self.read(read),
            Act::Write(write) => self.write(write),
            Act::Steps(steps) => {
                let ask = Ask { house: &self.site.house, asker: &self.asker, request: &self.request };
                let done = steps(&ask);
                if done.is_ok() {
                    self.forget_draft();
                }
                done
            }
        };
        done.unwrap_or_else(|failure| self.failed(failure))
    }

    /// What is only looked at may come from a standby; what a form is checked against comes from the primary, as the write
    /// that follows it does.
    fn read(&self, read: fn(&mut store::Cx<'_>, &Request) -> crate::Answer) -> crate::Answer {
        let run = |cx: &mut store::Cx<'_>| {
            cx.be_at(self.route.path);
            read(cx, &self.request)
        };
        if self.route.method == Method::Get {
            self.site.house.look(&self.asker, run)
        } else {
            self.site.house.read(&self.asker, run)
        }
    }

    fn write(&self, write: fn(&mut store::Cx<'_>, &Request) -> crate::Answer) -> crate::Answer {
        let draft = self.is_form().then(|| self.asker.actor.id()).flatten();
        let run = |cx: &mut store::Cx<'_>| {
            cx.be_at(self.route.path);
            let reply = write(cx, &self.request)?;
            if let Some(owner) = draft {
                draft::forget(cx, owner, self.request.path())?;
            }
            Ok(reply)
        };
        let Some(key) = self.request.request_key() else {
            return self.site.house.write(&self.asker, run);
        };
        // A key belongs to whoever used it: nobody can be given another's answer.
        let owner = self.asker.actor.id().unwrap_or_default();
        let key = format!("{owner}/{key}");
        let mut first = None;
        let once = self.site.house.write_once(&self.asker, &key, &self.body_hash(), |cx| {
            let reply = run(cx)?;
            let kept = reply.kept();
            first = Some(reply);
            Ok(kept)
        })?;
        // A run that lost against the same request elsewhere made a reply too, about things that were undone with it.
        first.filter(|_| once.done_now).map_or_else(|| Reply::from_kept(&once.answer), Ok)
    }

    pub(super) fn is_form(&self) -> bool {
        !self.api && self.request.request_key().is_some()
    }

    /// Everything that makes it this request and not another; the session's token may change in between.
    fn body_hash(&self) -> Vec<u8> {
        let mut hasher = Sha256::new();
        hasher.update(self.route.method.name());
        hasher.update(self.request.path());
        hasher.update(&self.request.body);
        for (name, value) in self.request.pairs().iter().filter(|(n, _)| n != crate::form::CSRF) {
            hasher.update((name.len() as u64).to_be_bytes());
            hasher.update(name);
            hasher.update((value.len() as u64).to_be_bytes());
            hasher.update(value);
        }
        for file in self.request.files() {
            hasher.update(&file.bytes);
        }
        hasher.finalize().to_vec()
    }
}

/// The token of a form cookie: whoever can read the page can know it, another site cannot.
fn token_of(cookie: &str) -> String {
    hex::encode(Sha256::digest(format!("form token of {cookie}")))
}

fn random_word() -> String {
    let mut bytes = [0u8; 16];
    // Without randomness no form is accepted, which is the safe way to fail.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the machine gives no random bytes");
    }
    hex::encode(bytes)
}
