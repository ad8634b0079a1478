//! What a request brings, as a handler sees it: no socket, no header map, nothing that cannot be made in a test.

use crate::draft;
use crate::form::Form;
use crate::ui::{FormFrame, Frame, Notice};
use kernel::{Permission, Refusal, Refusals};
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::str::FromStr;
use store::{Asker, Cx, Failure, House, Result};

/// No list has so many pages.
const FARTHEST: u64 = 1_000_000_000;
/// The most that an API list gives at a time.
const MOST_LISTED: i64 = 200;

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    pub field: String,
    pub name: String,
    /// As the browser said; never believed.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// One request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub(crate) path: String,
    /// The route's own path, `/people/{crn}`.
    pub(crate) route: &'static str,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) files: Vec<Upload>,
    pub(crate) body: Vec<u8>,
    pub(crate) frame: Frame,
    pub(crate) csrf: String,
    /// A fresh key for the forms of this page.
    pub(crate) new_key: String,
    /// The key that came with the request.
    pub(crate) request_key: Option<String>,
    pub(crate) if_match: Option<i64>,
    pub(crate) welsh: bool,
    pub(crate) address: Option<std::net::IpAddr>,
    pub(crate) session: Option<String>,
    /// Set when this is the form of a POST that was refused.
    pub(crate) refused: Option<Refusals>,
    pub(crate) conflict: bool,
    pub(crate) draft_shown: Cell<bool>,
}

impl Request {
    /// The named part of the path. One that does not parse is a page that does not exist.
    ///
    /// # Errors
    /// [`Failure::NotFound`].
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T> {
        let text = self.params.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        text.and_then(|t| t.parse().ok()).ok_or(Failure::NotFound)
    }

    /// The first value of a name in the query; none when it is empty.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Everything in the query, in order.
    #[must_use]
    pub fn queries(&self) -> &[(String, String)] {
        &self.query
    }

    /// The page asked for by `?page=`, from 1. What is farther than [`FARTHEST`] is past the end of every list, and stays
    /// small enough to reckon with.
    #[must_use]
    pub fn page(&self) -> u64 {
        self.query("page").and_then(|p| p.parse().ok()).filter(|p| *p > 0).unwrap_or(1).min(FARTHEST)
    }

    /// This page's address with its query, for links that change one part of it.
    #[must_use]
    pub fn address(&self) -> crate::ui::Address {
        crate::ui::Address::new(&self.path, self.query.iter().cloned())
    }

    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Path and query, for coming back to this very page.
    #[must_use]
    pub fn path_and_query(&self) -> String {
        self.address().to_string()
    }

    /// The route's own path, `/people/{crn}`, which the access log keeps.
    #[must_use]
    pub fn route(&self) -> &'static str {
        self.route
    }

    /// What was typed, as typed.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The form that came, ready to be read.
    #[must_use]
    pub fn form(&self) -> Form {
        Form::of(self.pairs.iter().cloned())
    }

    #[must_use]
    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// A refusal that says where it does not fit.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let refused = |why: String| -> Failure {
            Refusal::of_request("malformed", format!("The body is not what this call takes: {why}")).into()
        };
        // A struct may be read from an array too; every body of ours is an object.
        if self.body.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
            return Err(refused("it must be a JSON object".into()));
        }
        serde_json::from_slice(&self.body).map_err(|e| refused(e.to_string()))
    }

    /// What the form should show instead of what is known: the pairs of a refused POST with what was wrong, or what the
    /// reader typed earlier and did not send. None when neither.
    ///
    /// # Errors
    /// When the database fails.
    pub fn typed(&self, cx: &mut Cx<'_>) -> Result<Option<Form>> {
        if let Some(refused) = &self.refused {
            let mut form = self.form();
            form.refuse_all(refused.clone());
            return Ok(Some(form));
        }
        let Some(owner) = cx.actor().id() else {
            return Ok(None);
        };
        let kept = draft::find(cx, owner, &self.path)?;
        self.draft_shown.set(kept.is_some());
        Ok(kept.map(Form::of))
    }

    /// True when the POST failed because somebody else changed the same thing.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.conflict
    }

    /// What was wrong with the POST, if this is its form shown again.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        self.refused.as_ref().map_or(&[], |r| r.0.as_slice())
    }

    /// A form that posts to `action`, with token, request key and the address to which half-typed work is saved.
    #[must_use]
    pub fn form_frame(&self, action: &str) -> FormFrame {
        let draft = crate::ui::Address::new("/drafts", [("form", action)]).to_string();
        crate::ui::form(action, &self.csrf).request_key(&self.new_key).draft(draft)
    }

    /// A form with token and request key whose content is not kept as a draft: a button, a password.
    #[must_use]
    pub fn button_frame(&self, action: &str) -> FormFrame {
        crate::ui::form(action, &self.csrf).request_key(&self.new_key)
    }

    /// The frame of a page: who is signed in, navigation, token, notices.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let mut frame = self.frame.clone().refused(!self.refusals().is_empty());
        if self.conflict {
            frame.notice = Some(Notice::important("Somebody else changed this while you were working on it").more(
                maud::html! { p { "What you typed is below and has not been saved. Look at what is there now, then save again." } },
            ));
        } else if self.draft_shown.get() {
            let discard = crate::ui::Address::new("/drafts/discard", [("form", self.path.as_str())]).to_string();
            let button = crate::ui::button("Discard it").secondary().show();
            frame.notice = Some(Notice::important("What you typed earlier has been kept").more(maud::html! {
                p { "It has not been saved to the record yet." }
                (crate::ui::form(&discard, &self.csrf).show(&button))
            }));
        }
        frame
    }

    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The version that the caller believes to change (`If-Match: "3"`).
    #[must_use]
    pub fn if_match(&self) -> Option<i64> {
        self.if_match
    }

    /// The key under which this request is done once.
    #[must_use]
    pub fn request_key(&self) -> Option<&str> {
        self.request_key.as_deref()
    }

    /// The reader's browser or cookie asks for Welsh.
    #[must_use]
    pub fn asks_for_welsh(&self) -> bool {
        self.welsh
    }

    #[must_use]
    pub fn remote_address(&self) -> Option<std::net::IpAddr> {
        self.address
    }

    /// The session cookie's content, for signing out.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The `limit` of an API list, 1 to 200, 50 when not said.
    ///
    /// # Errors
    /// A refusal of any other.
    pub fn limit(&self) -> Result<i64> {
        let limit = self.query("limit").unwrap_or("50").parse().ok().filter(|limit| (1..=MOST_LISTED).contains(limit));
        limit.ok_or_else(|| Failure::refused("limit", "bad_limit", "Ask for 1 to 200 at a time"))
    }

    /// The number in the `after` of an API list, which page it is or how many items came before, as the list counts; 0 when
    /// not said.
    ///
    /// # Errors
    /// A refusal of what no list gave as its `next`.
    pub fn after(&self) -> Result<i64> {
        let number = self.query("after").unwrap_or("0").parse::<u64>().ok().filter(|number| *number <= FARTHEST);
        let number = number.and_then(|number| i64::try_from(number).ok());
        number.ok_or_else(|| Failure::refused("after", "bad_cursor", "Send the `next` of the page before"))
    }

    /// A request made by hand, for tests of handlers.
    #[must_use]
    pub fn to(path: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> Request {
        let own = |list: &[(&str, &str)]| list.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Request { path: path.into(), params: own(params), pairs: own(pairs), ..Request::default() }
    }
}

impl Request {
    /// A call made by hand with a JSON body, for tests of handlers.
    #[must_use]
    pub fn carrying(path: &str, params: &[(&str, &str)], body: &serde_json::Value) -> Request {
        Request { body: body.to_string().into_bytes(), ..Request::to(path, params, &[]) }
    }

    /// The same with the version that the caller read, as `If-Match` says it.
    #[must_use]
    pub fn having_read(self, version: i64) -> Request {
        Request { if_match: Some(version), ..self }
    }
}

impl Request {
    /// The same with a query, for tests of handlers.
    #[must_use]
    pub fn asking(mut self, query: &[(&str, &str)]) -> Request {
        self.query = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        self
    }
}

/// A request that takes several transactions.
pub struct Ask<'a> {
    pub house: &'a House,
    pub asker: &'a Asker,
    pub request: &'a Request,
}

impl Ask<'_> {
    /// Runs one of the request's transactions, once for the request key and `step`.
    ///
    /// # Errors
    /// What `work` gives, or the database's.
    pub fn step(
        &self,
        step: &str,
        work: impl FnMut(&mut Cx<'_>) -> Result<serde_json::Value>,
    ) -> Result<serde_json::Value> {
        match self.request.request_key() {
            Some(key) => {
                let key = format!("{key}/{step}");
                self.house.write_once(self.asker, &key, step.as_bytes(), work).map(|once| once.answer)
            }
            None => self.house.write(self.asker, work),
        }
    }

    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.asker.permissions.contains(&permission)
    }
}
