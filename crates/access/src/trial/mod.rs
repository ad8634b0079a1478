//! A room's pages and calls behind the real router, and whoever stands in front of it: somebody with a browser, a program
//! with a secret, or a test that calls one handler by hand. For tests alone; rooms ask for it as a dev-dependency.
//! It opens no socket and knows no room but this one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed, and each of these says so"
)]

mod browser;
mod by_hand;
mod page;
mod program;

pub use browser::Browser;
pub use by_hand::ByHand;
pub use page::Page;
pub use program::Program;

use crate::{Credential, NewClient, NewUser, create_client, create_user};
use axum::body::Body;
use axum::http::Request;
use kernel::{Permission, StaffId, UserId};
use std::sync::{Arc, OnceLock};
use store::{Asker, Cx, House, Result};
use tokio::runtime::Runtime;
use tower::ServiceExt;
use web::ui::{Assets, Theme};
use web::{Route, Site};

/// What everybody whom [`user`] makes signs in with.
pub const PASSWORD: &str = "otter lamp river";

/// A site without a socket: these routes, this room's own and those of drafts, behind its gate.
pub struct Trial {
    site: Arc<Site>,
    runtime: Runtime,
}

impl Trial {
    pub fn of(house: House, routes: &[Vec<Route>]) -> Trial {
        let site = Site {
            house,
            routes: [vec![web::draft_routes(), crate::routes()], routes.to_vec()].concat().concat(),
            gate: Box::new(crate::gate()),
            theme: Theme::default(),
            navigation: vec![],
            demo: None,
            secure: false,
            assets: Arc::new(Assets::default()),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        Trial { site: Arc::new(site), runtime }
    }

    /// The same site as it is served behind TLS.
    #[must_use]
    pub fn behind_tls(mut self) -> Trial {
        Arc::get_mut(&mut self.site).unwrap().secure = true;
        self
    }

    pub fn house(&self) -> &House {
        &self.site.house
    }

    /// Somebody who has not signed in.
    pub fn nobody(&self) -> Browser<'_> {
        Browser::of(self)
    }

    /// Somebody who signed in by the form.
    pub fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = self.nobody();
        browser.fill("/sign-in", &[("username", login), ("password", PASSWORD)]).is(303);
        browser
    }

    /// A program with these scopes.
    pub fn program(&self, scopes: &[Permission]) -> Program<'_> {
        let new = NewClient { name: "Trial program".into(), scopes: scopes.to_vec() };
        let (_, secret) = self.write(|cx| create_client(cx, &new)).unwrap();
        Program::with(self, secret)
    }

    /// What a read through a door gives.
    pub fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house().read(&Asker::system("trial"), work).unwrap()
    }

    /// Writes through a door.
    ///
    /// # Errors
    /// What the door answers.
    pub fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house().write(&Asker::system("trial"), work)
    }

    /// One request and what came back.
    pub fn send(&self, request: Request<Body>) -> Page {
        let router = web::router(Arc::clone(&self.site));
        self.runtime.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            let headers: Vec<(String, String)> = answer
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or("").to_owned()))
                .collect();
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Page::of(status, headers, String::from_utf8_lossy(&bytes).into_owned())
        })
    }
}

/// A user called "The login", in this role.
pub fn user(house: &House, login: &str, role: &str) -> UserId {
    user_of(house, login, role, None)
}

/// A user who is this member of staff.
pub fn user_of(house: &House, login: &str, role: &str, staff: Option<StaffId>) -> UserId {
    // One credential for all: hashing is slow on purpose.
    static ONE: OnceLock<Credential> = OnceLock::new();
    let new = NewUser {
        login: login.into(),
        name: format!("The {login}"),
        email: None,
        staff,
        roles: vec![role.into()],
        teams: vec![],
        credential: ONE.get_or_init(|| Credential::of(PASSWORD).unwrap()).clone(),
    };
    house.write(&Asker::system("trial"), |cx| create_user(cx, &new)).unwrap().id
}
