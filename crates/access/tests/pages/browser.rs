//! A trial site with one person, and somebody with a browser who keeps cookies and fills in forms.

use access::{Credential, NewUser, PersonDoor, create_user};
use axum::body::Body;
use axum::http::{Request, header};
use kernel::{Crn, Permission, PersonId, PersonKeys, date};
use migrations::trial::{Rooms, on_both};
use std::sync::{Arc, OnceLock};
use store::{Asker, Cx, Failure, House};
use tower::ServiceExt;
use web::ui::{Assets, Frame, Theme};
use web::{Reply, Route, Site};

pub(crate) const PASSWORD: &str = "otter lamp river";

/// One person, whose record is one page; the rooms that know people stand above this one.
fn person() -> PersonId {
    PersonId("0199e2a0-7c1c-7aaa-8bbb-0123456789ab".parse().unwrap())
}

fn find(_: &mut Cx<'_>, crn: &Crn) -> store::Result<PersonKeys> {
    if crn.as_str() == "T000001" { Ok(PersonKeys::alone(person())) } else { Err(Failure::NotFound) }
}

fn record(cx: &mut Cx<'_>, request: &web::Request) -> web::Answer {
    let keys = find(cx, &request.param("crn")?)?;
    access::may_see(cx, &keys)?;
    cx.note_read(keys.survivor, request.route());
    Ok(Reply::page(request.frame().titled("Overview"), web::html! { h1 { "Ffion Bell" } }))
}

fn frame(request: &web::Request, _: &mut Cx<'_>, crn: &Crn, _: &str) -> store::Result<Frame> {
    Ok(request.frame().about(format!("Ffion Bell {crn}")))
}

pub(crate) struct Trial {
    pub(crate) site: Arc<Site>,
    runtime: tokio::runtime::Runtime,
}

pub(crate) fn on_each(test: impl Fn(&Trial)) {
    let rooms = Rooms::with(&[access::TABLES]).hearing(access::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), |house: House| {
        let house = house.with_part(PersonDoor { find, frame }).with_part(access::AdminLinks(vec![(
            "/admin/teams",
            "Teams",
            "Who works where",
        )]));
        static ONE: OnceLock<Credential> = OnceLock::new();
        for (login, role) in [("root", "administrator"), ("meg", "manager"), ("priya", "practitioner")] {
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
        let mut routes = access::routes();
        routes.push(Route::get("/people/{crn}", Permission::ReadPeople, record));
        routes.push(Route::api_get("/api/v1/people/{crn}", Permission::ReadPeople, |cx, request| {
            let keys = find(cx, &request.param("crn")?)?;
            access::may_see(cx, &keys)?;
            Ok(Reply::json(200, serde_json::json!({ "name": "Ffion Bell" })))
        }));
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
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        test(&Trial { site, runtime });
    });
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) to: String,
    pub(crate) body: String,
}

/// Somebody with a browser.
pub(crate) struct Browser<'t> {
    trial: &'t Trial,
    cookies: Vec<(String, String)>,
}

impl Trial {
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { trial: self, cookies: Vec::new() }
    }

    pub(crate) fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let page = browser.fill("/sign-in", &[("username", login), ("password", PASSWORD)]);
        assert_eq!((page.status, page.to.as_str()), (303, "/"), "{}", page.body);
        browser
    }
}

impl Browser<'_> {
    pub(crate) fn send(&mut self, request: axum::http::request::Builder, body: String) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(Body::from(body)).unwrap();
        let router = web::router(Arc::clone(&self.trial.site));
        self.trial.runtime.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            let to = answer.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
            for cookie in answer.headers().get_all(header::SET_COOKIE) {
                let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
                let value = rest.split(';').next().unwrap().to_owned();
                self.cookies.retain(|(n, _)| n != name);
                if !value.is_empty() {
                    self.cookies.push((name.to_owned(), value));
                }
            }
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Page { status, to, body: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), String::new())
    }

    pub(crate) fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Page {
        let body = pairs.iter().map(|(n, v)| format!("{n}={}", encoded(v))).collect::<Vec<_>>().join("&");
        self.send(Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body)
    }

    /// Opens the page, and posts its form for this path with what the page hid in it.
    pub(crate) fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        self.press(path, path.split('?').next().unwrap(), typed)
    }

    /// Opens a page, and posts the form on it that goes to `action`.
    pub(crate) fn press(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.get(page);
        assert_eq!(shown.status, 200, "{page}: {}", shown.body);
        let form = shown.body.split("<form").find(|form| form.contains(&format!("action=\"{action}\"")));
        let form = form.unwrap_or_else(|| panic!("no form to {action} on {page}: {}", shown.body));
        let form = form.split("</form>").next().unwrap();
        let hidden: Vec<(String, String)> = form
            .split("<input type=\"hidden\" name=\"")
            .skip(1)
            .map(|field| {
                let (name, rest) = field.split_once('"').unwrap();
                (name.to_owned(), rest.split('"').nth(1).unwrap().to_owned())
            })
            .collect();
        let mut pairs: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.extend_from_slice(typed);
        self.post(action, &pairs)
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
