//! A site with the court room and those below it, and somebody in front of it: signed in, or a program with a secret.

use access::{Credential, NewClient, NewUser, PersonDoor, create_client, create_user};
use axum::body::Body;
use axum::http::{Request, header};
use kernel::{Permission, date};
use migrations::trial::{Rooms, on_both};
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use store::{Asker, House};
use tower::ServiceExt;
use web::Site;
use web::ui::{Assets, Theme};

pub(crate) const PASSWORD: &str = "otter lamp river";

pub(crate) struct Trial {
    pub(crate) site: Arc<Site>,
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) secret: String,
}

pub(crate) fn on_each(test: impl Fn(&Trial)) {
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessment::tables(),
        &provision::tables(),
        &court::tables(),
    ];
    let rooms = Rooms::with(&tables)
        .hearing(access::LISTENERS)
        .hearing(people::LISTENERS)
        .hearing(sentences::LISTENERS)
        .hearing(contacts::LISTENERS)
        .hearing(court::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), |house: House| {
        let house = house
            .with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn })
            .with_part(law::Law::shipped());
        static ONE: OnceLock<Credential> = OnceLock::new();
        for (login, role) in
            [("cora", "court-officer"), ("priya", "practitioner"), ("mona", "manager"), ("ada", "administrator")]
        {
            let new = NewUser {
                login: login.into(),
                name: format!("The {login}"),
                email: None,
                staff: None,
                roles: vec![role.into()],
                teams: vec![],
                credential: ONE.get_or_init(|| Credential::of(PASSWORD).unwrap()).clone(),
            };
            house.write(&Asker::system("trial"), |cx| create_user(cx, &new)).unwrap();
        }
        let scopes =
            vec![Permission::SendCourtMessages, Permission::CourtInbox, Permission::ReadPeople, Permission::Assess];
        let client = NewClient { name: "Courts".into(), scopes };
        let (_, secret) = house.write(&Asker::system("trial"), |cx| create_client(cx, &client)).unwrap();
        house.write(&Asker::system("trial"), people::seed).unwrap();
        house.write(&Asker::system("trial"), contacts::seed).unwrap();
        let mut routes = access::routes();
        routes.extend(people::routes());
        routes.extend(sentences::routes());
        routes.extend(court::routes());
        let site = Arc::new(Site {
            house,
            routes,
            gate: Box::new(access::gate()),
            theme: Theme::default(),
            navigation: vec![],
            demo: None,
            secure: false,
            assets: Arc::new(Assets::default()),
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        test(&Trial { site, runtime, secret });
    });
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Page {
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Page {
        assert!(self.body.contains(words), "{} does not say {words:?}: {}", self.status, self.body);
        self
    }

    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Somebody with a browser.
pub(crate) struct Browser<'t> {
    pub(crate) trial: &'t Trial,
    pub(crate) cookies: Vec<(String, String)>,
}

impl Trial {
    pub(crate) fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = Browser { trial: self, cookies: Vec::new() };
        browser.fill("/sign-in", &[("username", login), ("password", PASSWORD)]).is(303);
        browser
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: &str) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret))
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).0
    }

    pub(crate) fn send(&self, request: Request<Body>) -> (Page, Vec<String>) {
        let router = web::router(Arc::clone(&self.site));
        self.runtime.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            let cookies =
                answer.headers().get_all(header::SET_COOKIE).iter().map(|c| c.to_str().unwrap().to_owned()).collect();
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (Page { status, body: String::from_utf8_lossy(&bytes).into_owned() }, cookies)
        })
    }
}

impl Browser<'_> {
    pub(crate) fn send(&mut self, request: axum::http::request::Builder, body: String) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(Body::from(body)).unwrap();
        let (page, cookies) = self.trial.send(request);
        for cookie in cookies {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap().to_owned();
            self.cookies.retain(|(n, _)| n != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value));
            }
        }
        page
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), String::new())
    }

    pub(crate) fn post(&mut self, path: &str, pairs: &[(String, String)]) -> Page {
        let body = pairs.iter().map(|(n, v)| format!("{n}={}", encoded(v))).collect::<Vec<_>>().join("&");
        self.send(Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body)
    }

    /// What the form on a page that goes to `action` hides.
    pub(crate) fn hidden(page: &Page, action: &str) -> Vec<(String, String)> {
        let form = page.body.split("<form").find(|form| form.contains(&format!("action=\"{action}\"")));
        let form = form.unwrap_or_else(|| panic!("no form to {action}: {}", page.body));
        let fields = form.split("</form>").next().unwrap().split("<input type=\"hidden\" name=\"").skip(1);
        fields
            .map(|field| {
                let (name, rest) = field.split_once('"').unwrap();
                (name.to_owned(), rest.split('"').nth(1).unwrap().to_owned())
            })
            .collect()
    }

    /// Opens the page, and posts its form for this path with what the page hid in it.
    pub(crate) fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.get(path).is(200);
        let action = path.split('?').next().unwrap();
        let pairs = with(Browser::hidden(&shown, action), typed);
        self.post(action, &pairs)
    }
}

impl Browser<'_> {
    /// Opens a page, and posts the form on it that goes to `action`.
    pub(crate) fn fill_at(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.get(page).is(200);
        let pairs = with(Browser::hidden(&shown, action), typed);
        self.post(action, &pairs)
    }
}

pub(crate) fn with(mut hidden: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    hidden.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    hidden
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
