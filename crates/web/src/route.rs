//! A route: method, path, the permission it asks for, and what it does. The list of all routes is data, so that tests can
//! walk it.

use crate::{Answer, ApiDoc, Ask, Request};
use kernel::Permission;
use store::Cx;

/// How it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }
}

/// What it does.
#[derive(Clone, Copy)]
pub enum Act {
    /// Reads in one snapshot.
    Read(fn(&mut Cx<'_>, &Request) -> Answer),
    /// Writes in one transaction, once for each request key.
    Write(fn(&mut Cx<'_>, &Request) -> Answer),
    /// Several transactions behind one request, each repeatable under a key of its own.
    Steps(fn(&Ask<'_>) -> Answer),
}

/// One entry of the list.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    /// As axum writes it: `/people/{crn}/contacts`.
    pub path: &'static str,
    pub permission: Permission,
    pub act: Act,
    /// Every route under `/api` has one.
    pub doc: Option<ApiDoc>,
    /// The largest body, bytes.
    pub most_bytes: usize,
}

/// Enough for a long note; uploads and court messages say their own.
const USUAL_BYTES: usize = 1024 * 1024;

type Handler = fn(&mut Cx<'_>, &Request) -> Answer;

impl Route {
    #[must_use]
    pub fn new(method: Method, path: &'static str, permission: Permission, act: Act) -> Route {
        Route { method, path, permission, act, doc: None, most_bytes: USUAL_BYTES }
    }

    /// A page.
    #[must_use]
    pub fn get(path: &'static str, permission: Permission, read: Handler) -> Route {
        Route::new(Method::Get, path, permission, Act::Read(read))
    }

    /// A form's target.
    #[must_use]
    pub fn post(path: &'static str, permission: Permission, write: Handler) -> Route {
        Route::new(Method::Post, path, permission, Act::Write(write))
    }

    /// A form's target that changes nothing yet, such as a page to check answers on.
    #[must_use]
    pub fn post_read(path: &'static str, permission: Permission, read: Handler) -> Route {
        Route::new(Method::Post, path, permission, Act::Read(read))
    }

    /// A form's target that takes several transactions.
    #[must_use]
    pub fn post_steps(path: &'static str, permission: Permission, steps: fn(&Ask<'_>) -> Answer) -> Route {
        Route::new(Method::Post, path, permission, Act::Steps(steps))
    }

    #[must_use]
    pub fn api_get(path: &'static str, permission: Permission, read: Handler) -> Route {
        Route::new(Method::Get, path, permission, Act::Read(read))
    }

    #[must_use]
    pub fn api_post(path: &'static str, permission: Permission, write: Handler) -> Route {
        Route::new(Method::Post, path, permission, Act::Write(write))
    }

    #[must_use]
    pub fn api_put(path: &'static str, permission: Permission, write: Handler) -> Route {
        Route::new(Method::Put, path, permission, Act::Write(write))
    }

    #[must_use]
    pub fn api_delete(path: &'static str, permission: Permission, write: Handler) -> Route {
        Route::new(Method::Delete, path, permission, Act::Write(write))
    }

    #[must_use]
    pub fn api_post_steps(path: &'static str, permission: Permission, steps: fn(&Ask<'_>) -> Answer) -> Route {
        Route::new(Method::Post, path, permission, Act::Steps(steps))
    }

    /// What the API's description says of it.
    #[must_use]
    pub fn doc(mut self, doc: ApiDoc) -> Route {
        self.doc = Some(doc);
        self
    }

    /// Lets larger bodies in.
    #[must_use]
    pub fn takes(mut self, bytes: usize) -> Route {
        self.most_bytes = bytes;
        self
    }

    /// True for routes of programs, which answer in JSON and carry no cookie.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}
