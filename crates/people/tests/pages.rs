//! Stories over HTTP: adding a person after a look for duplicates, the cards and their forms, two people editing one card,
//! search, merge and its undoing, restricted records, and the same by program.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use access::{
    BarrierKind, Credential, NewBarrier, NewClient, NewUser, PersonDoor, create_client, create_user, set_barrier,
};
use axum::body::Body;
use axum::http::{Request, header};
use kernel::{Permission, date};
use migrations::trial::{Rooms, on_both};
use people::{NewAddress, NewPerson};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use store::{Asker, House};
use tower::ServiceExt;
use web::Site;
use web::ui::{Assets, Theme};

const PASSWORD: &str = "otter lamp river";

struct Trial {
    site: Arc<Site>,
    runtime: tokio::runtime::Runtime,
    secret: String,
}

fn on_each(test: impl Fn(&Trial)) {
    let tables = [access::TABLES, organisation::TABLES, people::TABLES];
    let rooms = Rooms::with(&tables).hearing(access::LISTENERS).hearing(people::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), |house: House| {
        let house = house.with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn });
        static ONE: OnceLock<Credential> = OnceLock::new();
        for (login, role) in [("meg", "manager"), ("priya", "practitioner"), ("root", "administrator")] {
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
        let scopes = vec![Permission::ReadPeople, Permission::EditPeople, Permission::MergePeople];
        let client = NewClient { name: "Partner".into(), scopes };
        let (_, secret) = house.write(&Asker::system("trial"), |cx| create_client(cx, &client)).unwrap();
        house.write(&Asker::system("trial"), people::seed).unwrap();
        let mut routes = access::routes();
        routes.extend(people::routes());
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
        test(&Trial { site, runtime, secret });
    });
}

/// What came back.
struct Page {
    status: u16,
    to: String,
    body: String,
}

impl Page {
    #[track_caller]
    fn says(&self, words: &str) -> &Page {
        assert!(self.body.contains(words), "{} does not say {words:?}: {}", self.status, self.body);
        self
    }

    #[track_caller]
    fn is(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Somebody with a browser.
struct Browser<'t> {
    trial: &'t Trial,
    cookies: Vec<(String, String)>,
}

impl Trial {
    fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = Browser { trial: self, cookies: Vec::new() };
        browser.fill("/sign-in", &[("username", login), ("password", PASSWORD)]).is(303);
        browser
    }

    fn person(&self, first: &str, last: &str) -> String {
        let new = NewPerson {
            first_name: first.into(),
            last_name: last.into(),
            born: Some(date(1985, 3, 7)),
            address: Some(NewAddress {
                street: Some("12 High Street".into()),
                postcode: Some("ZA1 2BC".into()),
                ..NewAddress::default()
            }),
            came_from: "Test".into(),
            ..NewPerson::default()
        };
        let made = self.site.house.write(&Asker::system("trial"), |cx| people::create(cx, new.clone()));
        made.unwrap().crn.to_string()
    }

    fn call(&self, method: &str, path: &str, version: Option<i64>, body: &Value) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret));
        request = request.header(header::CONTENT_TYPE, "application/json");
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(request.body(Body::from(body)).unwrap()).0
    }

    fn send(&self, request: Request<Body>) -> (Page, Vec<String>) {
        let router = web::router(Arc::clone(&self.site));
        self.runtime.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            let to = answer.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
            let cookies =
                answer.headers().get_all(header::SET_COOKIE).iter().map(|c| c.to_str().unwrap().to_owned()).collect();
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (Page { status, to, body: String::from_utf8_lossy(&bytes).into_owned() }, cookies)
        })
    }
}

impl Browser<'_> {
    fn send(&mut self, request: axum::http::request::Builder, body: String) -> Page {
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

    fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), String::new())
    }

    fn post(&mut self, path: &str, pairs: &[(String, String)]) -> Page {
        let body = pairs.iter().map(|(n, v)| format!("{n}={}", encoded(v))).collect::<Vec<_>>().join("&");
        self.send(Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body)
    }

    /// What the form on a page that goes to `action` hides.
    fn hidden(page: &Page, action: &str) -> Vec<(String, String)> {
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
    fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.get(path).is(200);
        let action = path.split('?').next().unwrap();
        let pairs = with(Browser::hidden(&shown, action), typed);
        self.post(action, &pairs)
    }
}

fn with(mut hidden: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    hidden.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    hidden
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

const GETHIN: &[(&str, &str)] = &[
    ("first_name", "Gethin"),
    ("last_name", "Pugh"),
    ("born-day", "7"),
    ("born-month", "3"),
    ("born-year", "1985"),
    ("gender", "M"),
    ("pnc", "02/73319z"),
    ("street", "12 High Street"),
    ("postcode", "ZA1 2BC"),
];

#[test]
fn a_person_is_added_once_and_a_second_time_only_after_a_look() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        let added = priya.fill("/people/new", GETHIN).is(303);
        assert_eq!(added.to, "/people/T000001/details");
        priya
            .get(&added.to)
            .is(200)
            .says("Gethin Pugh")
            .says("2002/0073319Z")
            .says("ZA1 2BC")
            .says("Gethin Pugh added");
        let again = priya.fill("/people/new", GETHIN).is(422);
        again
            .says("on record already")
            .says("T000001")
            .says("Same PNC: 2002/0073319Z")
            .says("Sure")
            .says("value=\"Gethin\"");
        let mut sure = GETHIN.to_vec();
        sure.push(("others", "yes"));
        sure.retain(|(name, _)| *name != "pnc");
        let pairs = with(Browser::hidden(&again, "/people/new"), &sure);
        assert_eq!(priya.post("/people/new", &pairs).is(303).to, "/people/T000002/details");
    });
}

#[test]
fn what_is_wrong_is_told_beside_what_was_typed() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        let page = priya.fill(
            "/people/new",
            &[
                ("first_name", "<b>"),
                ("born-day", "31"),
                ("born-month", "2"),
                ("born-year", "1985"),
                ("pnc", "2004/0012345U"),
            ],
        );
        let page = page.is(422);
        for words in [
            "Enter the last name",
            "must be a real date",
            "Select the gender",
            "would be D",
            "Error: Add a person",
            "&lt;b&gt;",
        ] {
            page.says(words);
        }
    });
}

/// Card, what is typed, what is then shown.
type Filled = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[test]
fn every_card_can_be_opened_filled_changed_and_read_back() {
    on_each(|trial| {
        let crn = trial.person("Gethin", "Pugh");
        let mut priya = trial.signed_in("priya");
        let entries: &[Filled] = &[
            ("aliases", &[("first_name", "Geth"), ("last_name", "Bowen")], "Bowen"),
            ("identifiers", &[("kind", "NOMS"), ("number", "a1234bc")], "A1234BC"),
            (
                "addresses",
                &[
                    ("status", "postal"),
                    ("street", "Box 9"),
                    ("start_date-day", "1"),
                    ("start_date-month", "2"),
                    ("start_date-year", "2026"),
                ],
                "Box 9",
            ),
            (
                "contact-details",
                &[("mobile", "07700 900123"), ("text_allowed", "yes"), ("email", "g@example.com")],
                "07700 900123",
            ),
            ("equality", &[("ethnicity", "W1"), ("religion", "none")], "No religion"),
            ("language", &[("spoken", "cy"), ("letters", "cy"), ("interpreter", "no")], "Language of letters"),
            (
                "circumstances",
                &[
                    ("kind", "employment-full"),
                    ("detail", "Bakery"),
                    ("start_date-day", "1"),
                    ("start_date-month", "2"),
                    ("start_date-year", "2026"),
                ],
                "Bakery",
            ),
            ("family", &[("name", "Nia Pugh"), ("kind", "partner"), ("next_of_kin", "yes")], "Nia Pugh"),
            (
                "disabilities",
                &[("kind", "hearing"), ("start_date-day", "1"), ("start_date-month", "2"), ("start_date-year", "2026")],
                "Hearing",
            ),
            (
                "adjustments",
                &[("kind", "loop"), ("start_date-day", "1"), ("start_date-month", "2"), ("start_date-year", "2026")],
                "Hearing loop",
            ),
        ];
        for (card, typed, shown) in entries {
            let path = format!("/people/{crn}/details/{card}");
            let saved = priya.fill(&path, typed).is(303);
            assert_eq!(saved.to, format!("/people/{crn}/details#{card}"));
            priya.get(&format!("/people/{crn}/details")).is(200).says(shown);
            priya.get(&format!("{path}/history")).is(200).says(shown).says("The priya");
        }
        priya
            .fill(
                &format!("/people/{crn}/details/names"),
                &[("last_name", "Pugh"), ("first_name", "Gethin"), ("preferred_name", "Geth")],
            )
            .is(303);
        priya.get(&format!("/people/{crn}/details")).is(200).says("Known as");
        priya.get(&format!("/people/{crn}/details/nothing")).is(404);
        priya.get("/people/T999999/details").is(404);
    });
}

#[test]
fn the_second_of_two_who_edit_a_card_is_shown_both_versions() {
    on_each(|trial| {
        let crn = trial.person("Gethin", "Pugh");
        let path = format!("/people/{crn}/details/names");
        let (mut priya, mut meg) = (trial.signed_in("priya"), trial.signed_in("meg"));
        let (seen_by_priya, seen_by_meg) = (priya.get(&path).is(200), meg.get(&path).is(200));
        let named = |page: &Page, name: &str| {
            with(
                Browser::hidden(page, &path),
                &[("first_name", "Gethin"), ("last_name", "Pugh"), ("preferred_name", name)],
            )
        };
        priya.post(&path, &named(&seen_by_priya, "Geth")).is(303);
        let conflict = meg.post(&path, &named(&seen_by_meg, "Gez")).is(409);
        conflict.says("In the record now").says("What you typed").says("Geth").says("Gez").says("value=\"Gez\"");
        meg.post(&path, &named(&conflict, "Gez")).is(303);
        meg.get(&format!("/people/{crn}/details")).is(200).says("Gez");
    });
}

#[test]
fn an_entry_recorded_in_error_is_withdrawn_with_a_reason() {
    on_each(|trial| {
        let crn = trial.person("Gethin", "Pugh");
        let mut priya = trial.signed_in("priya");
        priya
            .fill(&format!("/people/{crn}/details/aliases"), &[("first_name", "Geth"), ("last_name", "Bowen")])
            .is(303);
        let details = priya.get(&format!("/people/{crn}/details"));
        let start = details.body.find("/details/aliases/0").unwrap() + "/details/aliases/".len();
        let path = format!("/people/{crn}/details/aliases/{}/withdraw", &details.body[start..start + 36]);
        priya.fill(&path, &[("reason", "")]).is(422).says("Enter why this was recorded in error");
        priya.fill(&path, &[("reason", "His brother's name")]).is(303);
        assert!(!priya.get(&format!("/people/{crn}/details")).body.contains("Bowen"));
        priya.get(&format!("/people/{crn}/details/aliases/history")).is(200).says("His brother").says("Bowen");
    });
}

#[test]
fn search_says_what_matched_and_pages_in_the_address() {
    on_each(|trial| {
        for n in 0..30 {
            trial.person(&format!("Gethin{}", char::from(b'a' + n % 26)), "Pugh");
        }
        trial.person("Tamsin", "Vaughan");
        let mut priya = trial.signed_in("priya");
        let page = priya.get("/search?q=pugh").is(200);
        page.says("Name Gethina Pugh");
        page.says("/search?q=pugh&amp;page=2");
        assert!(priya.get("/search?q=pugh&page=2").is(200).body.contains("Showing"));
        priya.get("/search?q=vaughan+tamsin").is(200).says("first and last name exchanged").says("T000031");
        priya.get("/search?q=T000031").is(200).says("CRN T000031");
        priya.get("/search?q=%3Cscript%3E").is(200).says("Nobody was found").says("&lt;script&gt;");
        priya.get("/search").is(200);
    });
}

#[test]
fn records_are_merged_and_parted_by_page() {
    on_each(|trial| {
        let (one, other) = (trial.person("Gethin", "Pugh"), trial.person("Gethyn", "Pugh"));
        let mut meg = trial.signed_in("meg");
        meg.get(&format!("/people/{one}/merge")).is(200).says(&format!("Compare with {other}"));
        let page = meg.get(&format!("/people/{one}/merge?with={other}")).is(200);
        page.says("Date of birth (same)").says("The first name is spelt otherwise: Gethin, Gethyn");
        let path = format!("/people/{one}/merge");
        let none = with(Browser::hidden(&page, &path), &[("reason", " ")]);
        meg.post(&path, &none).is(422).says("Enter why they are one person").says("side by side");
        let page = meg.get(&format!("/people/{one}/merge?with={other}")).is(200);
        meg.post(&path, &with(Browser::hidden(&page, &path), &[("reason", "Seen together")])).is(303);
        meg.get(&format!("/people/{other}/details")).is(200).says(&format!("/people/{one}/details"));
        let page = meg.get(&path).is(200);
        page.says("Seen together");
        let start = page.body.find(&format!("/people/{one}/merge/")).unwrap();
        let undo = &page.body[start..start + page.body[start..].find('"').unwrap()];
        meg.fill(undo, &[("reason", "They are brothers")]).is(303);
        meg.get(&format!("/people/{other}/details")).is(200).says("Gethyn Pugh");
        trial.signed_in("priya").get(&path).is(403);
    });
}

#[test]
fn the_same_can_be_done_by_program() {
    on_each(|trial| {
        let body = json!({ "first_name": "Gethin", "last_name": "Pugh", "born": "1985-03-07", "gender": "M",
            "identifiers": [{ "kind": "PNC", "number": "02/73319z" }], "address": { "street": "12 High Street", "postcode": "ZA1 2BC" } });
        let made = trial.call("POST", "/api/v1/people", None, &body).is(201);
        assert_eq!(made.to, "/api/v1/people/T000001");
        trial.call("POST", "/api/v1/people", None, &body).is(422).says("possible_duplicate").says("T000001");
        let found = trial.call("POST", "/api/v1/people/match", None, &body).is(200).json();
        assert_eq!(found["items"][0]["verdict"], "sure");
        let list = trial.call("GET", "/api/v1/people?q=pugh", None, &Value::Null).is(200).json();
        assert_eq!(list["items"][0]["crn"], "T000001");
        let entry = json!({ "fields": { "first_name": "Geth", "last_name": "Bowen" } });
        let alias = trial.call("POST", "/api/v1/people/T000001/details/aliases", None, &entry).is(201);
        let changed = json!({ "fields": { "first_name": "Geth", "last_name": "Bowens" } });
        trial.call("PUT", &alias.to, None, &changed).is(422).says("If-Match");
        assert_eq!(trial.call("PUT", &alias.to, Some(1), &changed).is(200).json()["version"], 2);
        trial.call("PUT", &alias.to, Some(1), &entry).is(409);
        let wrong = json!({ "fields": { "first_name": "Geth", "last_name": "", "colour": "red" } });
        trial.call("POST", "/api/v1/people/T000001/details/aliases", None, &wrong).is(422).says("colour");
        let reach = json!({ "fields": { "mobile": "07700 900123" } });
        trial.call("PUT", "/api/v1/people/T000001/details/contact-details", Some(0), &reach).is(200);
        let all = trial.call("GET", "/api/v1/people/T000001/details", None, &Value::Null).is(200).json();
        assert_eq!(all["cards"]["aliases"][0]["fields"]["last_name"], "Bowens");
        assert_eq!(all["cards"]["contact-details"][0]["fields"]["mobile"], "07700 900123");
        let other = trial.person("Gethyn", "Pugh");
        let merge = json!({ "absorbed": other, "reason": "One man" });
        assert_eq!(
            trial.call("POST", "/api/v1/people/T000001/merges", None, &merge).is(200).json()["absorbed"][0],
            other
        );
        let id =
            trial.call("GET", "/api/v1/people/T000001/merges", None, &Value::Null).is(200).json()["items"][0]["id"]
                .clone();
        let undo = format!("/api/v1/people/T000001/merges/{}/undo", id.as_str().unwrap());
        trial.call("POST", &undo, None, &json!({ "reason": "Two men" })).is(204);
    });
}

#[test]
fn a_restricted_record_is_masked_in_search_and_shut_everywhere_else() {
    on_each(|trial| {
        let crn = trial.person("Gethin", "Pugh");
        let system = Asker::system("trial");
        let house = &trial.site.house;
        let root = house.read(&system, |cx| access::user_of_login(cx, "root")).unwrap().unwrap().id;
        let barrier = NewBarrier {
            kind: BarrierKind::Restriction,
            readers: vec![root.0],
            start_on: date(2026, 1, 1),
            end_on: None,
            reason: "A relative works here".into(),
            message: "Ask the head of unit".into(),
        };
        let parsed = crn.parse().unwrap();
        let keys = house.read(&system, |cx| people::keys_of_crn(cx, &parsed)).unwrap();
        house.write(&system, |cx| set_barrier(cx, keys.survivor, &barrier)).unwrap();
        let mut priya = trial.signed_in("priya");
        let found = priya.get("/search?q=pugh").is(200);
        found.says(&crn).says("Restricted");
        assert!(!found.body.contains("Gethin") && !found.body.contains("1985"), "{}", found.body);
        for path in ["details", "details/names", "details/aliases", "details/names/history"] {
            let page = priya.get(&format!("/people/{crn}/{path}")).is(403);
            page.says("Ask the head of unit");
            assert!(!page.body.contains("Gethin"), "{}", page.body);
        }
        let again = priya.fill("/people/new", GETHIN).is(422);
        again.says(&crn).says("Restricted");
        assert!(!again.body.contains("Same address"), "{}", again.body);
        for path in [
            format!("/api/v1/people/{crn}"),
            format!("/api/v1/people/{crn}/details"),
            format!("/api/v1/people/{crn}/merges"),
        ] {
            trial.call("GET", &path, None, &Value::Null).is(403);
        }
        let list = trial.call("GET", "/api/v1/people?q=pugh", None, &Value::Null).is(200).json();
        assert_eq!(
            list["items"][0],
            json!({ "crn": crn, "name": "Restricted", "born": null, "restricted": true, "matched": [] })
        );
        let other = trial.person("Gethyn", "Pugh");
        let body = json!({ "absorbed": crn, "reason": "One man" });
        trial.call("POST", &format!("/api/v1/people/{other}/merges"), None, &body).is(403);
    });
}
