//! A small town over HTTP: a team with an office, Ann who supervises, Cal who only reads, and Ffion on a community order
//! with rehabilitation activity.

use access::{Credential, NewClient, NewUser, create_client, create_user};
use axum::body::Body;
use axum::http::{Request, header};
use jiff::civil::date;
use kernel::{Crn, OfficeId, Permission, PersonKeys, RequirementId, StaffId, UserId};
use law::Law;
use migrations::trial::{Rooms, on_both};
use std::sync::{Arc, OnceLock};
use store::{Asker, Cx, House, Result};
use tower::ServiceExt;
use web::Site;
use web::ui::{Assets, Theme};

const PASSWORD: &str = "otter lamp river";

pub(crate) struct Town {
    site: Arc<Site>,
    runtime: tokio::runtime::Runtime,
    pub(crate) crn: Crn,
    pub(crate) keys: PersonKeys,
    pub(crate) rar: RequirementId,
    pub(crate) office: OfficeId,
    pub(crate) ann: StaffId,
    pub(crate) ann_user: UserId,
}

pub(crate) fn on_each(test: impl Fn(&Town)) {
    let tables =
        [access::TABLES, files::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES, contacts::TABLES];
    let rooms =
        Rooms::with(&tables).hearing(people::LISTENERS).hearing(sentences::LISTENERS).hearing(contacts::LISTENERS);
    on_both(&rooms, super::TODAY, |house| test(&town(house.with_part(Law::shipped()))));
}

fn town(house: House) -> Town {
    let asker = Asker::system("town");
    let (office, ann) = house.write(&asker, places).unwrap();
    let ann_user = user(&house, "ann", "practitioner", Some(ann));
    user(&house, "cal", "reader", None);
    user(&house, "root", "administrator", None);
    let created = house.write(&asker, |cx| people::create(cx, ffion())).unwrap();
    let keys = PersonKeys::alone(created.person_id);
    let rar = house.write(&asker, |cx| order(cx, &keys)).unwrap();
    let site = Site {
        house,
        routes: [access::routes(), contacts::routes()].concat(),
        gate: Box::new(access::gate()),
        theme: Theme::default(),
        navigation: vec![],
        demo: None,
        secure: false,
        assets: Arc::new(Assets::default()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    Town { site: Arc::new(site), runtime, crn: created.crn, keys, rar, office, ann, ann_user }
}

fn places(cx: &mut Cx<'_>) -> Result<(OfficeId, StaffId)> {
    let start_date = date(2020, 1, 1);
    let region =
        organisation::NewRegion { code: "Z01".into(), name: "Zedshire".into(), serves_in_welsh: false, start_date };
    let region = organisation::add_region(cx, region)?.id;
    let unit = organisation::NewUnit { region, code: "Z01A".into(), name: "Zedbury".into(), start_date };
    let unit = organisation::add_unit(cx, unit)?.id;
    let office = organisation::NewOffice {
        unit,
        code: "Z01AOF1".into(),
        name: "Zedbury office".into(),
        address: "1 High Street, Zedbury".into(),
        postcode: "ZA1 1AA".into(),
        telephone: None,
        start_date,
    };
    let office = organisation::add_office(cx, office)?.id;
    let team = organisation::NewTeam {
        unit,
        code: "Z01A01".into(),
        name: "Zedbury 1".into(),
        purpose: organisation::TeamPurpose::Supervision,
        telephone: None,
        email: None,
        start_date,
    };
    let team = organisation::open_team(cx, team)?.id;
    let ann = organisation::NewStaff {
        code: "Z01A01A".into(),
        forename: "Ann".into(),
        surname: "Bell".into(),
        grade: "PO".into(),
        weekly_minutes: 2220,
        telephone: None,
        email: None,
        team,
        start_date,
    };
    Ok((office, organisation::add_staff(cx, ann)?.id))
}

fn user(house: &House, login: &str, role: &str, staff: Option<StaffId>) -> UserId {
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
    house.write(&Asker::system("town"), |cx| create_user(cx, &new)).unwrap().id
}

fn ffion() -> people::NewPerson {
    people::NewPerson {
        first_name: "Ffion".into(),
        last_name: "Pugh-Rees".into(),
        born: Some(date(1990, 5, 1)),
        came_from: "Test".into(),
        ..people::NewPerson::default()
    }
}

fn order(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<RequirementId> {
    let event = sentences::NewEvent {
        origin: sentences::Origin::Court,
        referred_on: date(2026, 6, 1),
        taken_on: None,
        court_id: None,
        court_name: Some("Zedbury Magistrates' Court".into()),
        notes: None,
        source_key: None,
    };
    let event = sentences::open_event(cx, keys, &event)?;
    let facts = sentences::OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: None,
        made_on: date(2026, 6, 1),
        starts_on: None,
        ends_on: Some(date(2027, 5, 31)),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    let order = sentences::record_order(cx, keys, event, &facts, &[])?;
    let rar = sentences::RequirementFacts {
        kind: "RAR".into(),
        length: Some(sentences::Length(law::Term::days(20))),
        starts_on: None,
        ends_on: None,
        notes: None,
    };
    sentences::add_requirement(cx, keys, order, &rar)
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) to: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }
}

/// Somebody with a browser.
pub(crate) struct Browser<'t> {
    town: &'t Town,
    cookies: Vec<(String, String)>,
}

impl Town {
    pub(crate) fn house(&self) -> &House {
        &self.site.house
    }

    pub(crate) fn nobody(&self) -> Browser<'_> {
        Browser { town: self, cookies: Vec::new() }
    }

    pub(crate) fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = self.nobody();
        let page = browser.fill("/sign-in", &[("username", login), ("password", PASSWORD)]);
        assert_eq!((page.status, page.to.as_str()), (303, "/"), "{}", page.body);
        browser
    }

    /// A program with these scopes.
    pub(crate) fn program(&self, scopes: &[Permission]) -> Program<'_> {
        let new = NewClient { name: "Trial program".into(), scopes: scopes.to_vec() };
        let (_, secret) = self.write(|cx| create_client(cx, &new)).unwrap();
        Program { browser: self.nobody(), secret }
    }

    /// A page of Ffion's.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.site.house.read(&Asker::system("town"), work).unwrap()
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.site.house.write(&Asker::system("town"), work)
    }
}

impl Browser<'_> {
    pub(crate) fn send(&mut self, request: axum::http::request::Builder, body: Vec<u8>) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(Body::from(body)).unwrap();
        let router = web::router(Arc::clone(&self.town.site));
        self.town.runtime.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            let text = |v: &axum::http::HeaderValue| v.to_str().unwrap_or("").to_owned();
            let headers: Vec<(String, String)> =
                answer.headers().iter().map(|(n, v)| (n.as_str().to_owned(), text(v))).collect();
            for cookie in answer.headers().get_all(header::SET_COOKIE) {
                let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
                let value = rest.split(';').next().unwrap().to_owned();
                self.cookies.retain(|(n, _)| n != name);
                if !value.is_empty() {
                    self.cookies.push((name.to_owned(), value));
                }
            }
            let to = headers.iter().find(|(n, _)| n == "location").map_or(String::new(), |(_, v)| v.clone());
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Page { status, to, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), Vec::new())
    }

    pub(crate) fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Page {
        let body = pairs.iter().map(|(n, v)| format!("{n}={}", encoded(v))).collect::<Vec<_>>().join("&");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.into_bytes())
    }

    /// Sends a form with a file, as a browser does.
    pub(crate) fn upload(&mut self, path: &str, pairs: &[(&str, &str)], name: &str, bytes: &[u8]) -> Page {
        let mut body = Vec::new();
        for (field, value) in pairs {
            let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let part = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let length = body.len().to_string();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header(header::CONTENT_LENGTH, length);
        self.send(request, body)
    }

    /// Opens the page, and posts its form for this path with what the page hid in it.
    pub(crate) fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        self.press(path, path.split('?').next().unwrap(), typed)
    }

    /// Opens a page, and posts the form on it that goes to `action`.
    pub(crate) fn press(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.get(page);
        assert_eq!(shown.status, 200, "{page}: {}", shown.body);
        self.press_on(&shown, action, typed)
    }

    /// Posts a form of a page that is already open.
    pub(crate) fn press_on(&mut self, shown: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let hidden = hidden(shown, action);
        let mut pairs: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.extend_from_slice(typed);
        self.post(action, &pairs)
    }
}

/// A program that calls the API.
pub(crate) struct Program<'t> {
    browser: Browser<'t>,
    secret: String,
}

impl Program<'_> {
    /// Calls, and gives status and answer.
    pub(crate) fn call(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &serde_json::Value,
    ) -> (u16, serde_json::Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret))
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let page = self.browser.send(request, body.to_string().into_bytes());
        let answer = serde_json::from_str(&page.body);
        (page.status, answer.unwrap_or_else(|e| panic!("{method} {path}: {e}: {}", page.body)))
    }

    pub(crate) fn get(&mut self, path: &str) -> (u16, serde_json::Value) {
        self.call("GET", path, &[], &serde_json::Value::Null)
    }

    pub(crate) fn post(&mut self, path: &str, body: &serde_json::Value) -> (u16, serde_json::Value) {
        self.call("POST", path, &[], body)
    }
}

/// What the form to `action` hides.
pub(crate) fn hidden(shown: &Page, action: &str) -> Vec<(String, String)> {
    let form = shown.body.split("<form").find(|form| form.contains(&format!("action=\"{action}\"")));
    let form = form.unwrap_or_else(|| panic!("no form to {action}: {}", shown.body)).split("</form>").next().unwrap();
    form.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|field| {
            let (name, rest) = field.split_once('"').unwrap();
            (name.to_owned(), unescaped(rest.split('"').nth(1).unwrap()))
        })
        .collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
