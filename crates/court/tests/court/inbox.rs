//! The court inbox over HTTP: a doubtful match decided, an order confirmed, a message sent in by program, and what is
//! refused.

use crate::invented::*;
use access::{Credential, NewClient, NewUser, PersonDoor, create_client, create_user};
use axum::body::Body;
use axum::http::{Request, header};
use kernel::{Permission, date};
use migrations::trial::{Rooms, on_both};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use store::{Asker, House};
use tower::ServiceExt;
use web::Site;
use web::ui::{Assets, Theme};

const PASSWORD: &str = "otter lamp river";
const DAY: &str = "2026-03-04";

struct Trial {
    site: Arc<Site>,
    runtime: tokio::runtime::Runtime,
    secret: String,
}

fn on_each(test: impl Fn(&Trial)) {
    let tables =
        [access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES, contacts::TABLES, court::TABLES];
    let rooms = Rooms::with(&tables)
        .hearing(access::LISTENERS)
        .hearing(people::LISTENERS)
        .hearing(sentences::LISTENERS)
        .hearing(contacts::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), |house: House| {
        let house = house
            .with_part(PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn })
            .with_part(law::Law::shipped());
        static ONE: OnceLock<Credential> = OnceLock::new();
        for (login, role) in [("cora", "court-officer"), ("priya", "practitioner")] {
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
        let scopes = vec![Permission::SendCourtMessages, Permission::CourtInbox];
        let client = NewClient { name: "Courts".into(), scopes };
        let (_, secret) = house.write(&Asker::system("trial"), |cx| create_client(cx, &client)).unwrap();
        house.write(&Asker::system("trial"), people::seed).unwrap();
        let mut routes = access::routes();
        routes.extend(people::routes());
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
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        test(&Trial { site, runtime, secret });
    });
}

/// What came back.
pub(crate) struct Page {
    status: u16,
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
pub(crate) struct Browser<'t> {
    trial: &'t Trial,
    cookies: Vec<(String, String)>,
}

impl Trial {
    fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = Browser { trial: self, cookies: Vec::new() };
        browser.fill("/sign-in", &[("username", login), ("password", PASSWORD)]).is(303);
        browser
    }

    fn call(&self, method: &str, path: &str, body: &str) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret))
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).0
    }

    fn send(&self, request: Request<Body>) -> (Page, Vec<String>) {
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

/// A community order for somebody called `first`, whose copies differ when two lengths are given.
fn order(id: &str, first: &str, hours: &[&str]) -> Value {
    let offences = hours.iter().enumerate().map(|(n, hours)| {
        let root = format!("{id}root{n}");
        offence(
            &format!("{id}o{n}"),
            n as i64 + 1,
            vec![
                result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]),
                under(&format!("{id}upw{n}"), &root, "UPWR", DAY, &[("numberOfHours", hours)]),
            ],
        )
    });
    let mut person = defendant(id, offences.collect());
    person["personDefendant"]["personDetails"]["firstName"] = json!(first);
    hearing(&format!("h-{id}"), DAY, "2026-03-04T15:00:00Z", vec![person])
}

fn sent(trial: &Trial, message: &Value) -> Value {
    trial.call("POST", "/api/v1/court/messages?source=crown", &message.to_string()).is(200).json()["lines"][0].clone()
}

#[test]
fn a_doubtful_match_is_decided_once_with_who_and_why() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        cora.get("/court/inbox").is(200).says("Nothing to decide");
        assert_eq!(sent(trial, &order("d1", "Ada", &["100 Hours"]))["outcome"], "recorded");
        let alike = sent(trial, &order("d2", "Adah", &["60 Hours"]));
        assert_eq!((&alike["outcome"], &alike["crn"]), (&json!("review"), &Value::Null));
        let inbox = cora.get("/court/inbox").is(200);
        inbox.says("Adah Invented").says("T000001");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/matters/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("Who is Adah Invented?").says("6 May 1990").says("Same").says("Alike");
        cora.fill(&path, &[("choice", "crn:T000001")]).is(422).says("why");
        cora.fill(&path, &[("choice", "crn:T000001"), ("reason", "Spelt so by the court")]).is(303);
        cora.get(&path).is(200).says("Decided").says("The cora").says("Spelt so by the court");
        cora.get("/court/decisions").is(200).says("Spelt so by the court");
        cora.get("/court/inbox?show=people").is(200).says("Nothing to decide");
        let again = sent(trial, &order("d2", "Adah", &["60 Hours"]));
        assert_eq!((&again["outcome"], &again["crn"]), (&json!("unchanged"), &json!("T000001")));
        let items = trial.call("GET", "/api/v1/court/inbox", "").is(200).json();
        assert!(items["items"].as_array().unwrap().iter().all(|i| i["kind"] != "person"));
    });
}

#[test]
fn somebody_new_gets_a_record_of_their_own() {
    on_each(|trial| {
        sent(trial, &order("d1", "Ada", &["100 Hours"]));
        sent(trial, &order("d2", "Adah", &["60 Hours"]));
        let items = trial.call("GET", "/api/v1/court/inbox", "").is(200).json();
        let item = items["items"].as_array().unwrap().iter().find(|i| i["kind"] == "person").unwrap().clone();
        let path = format!("/api/v1/court/matters/{}/{}/decision", item["message"].as_str().unwrap(), item["place"]);
        trial.call("POST", &path, "{\"reason\": \"\"}").is(422);
        trial.call("POST", &path, "{\"reason\": \"Sisters\"}").is(204);
        trial.call("POST", &path, "{\"reason\": \"Sisters\"}").is(422);
        let again = sent(trial, &order("d2", "Adah", &["60 Hours"]));
        assert_eq!((&again["outcome"], &again["crn"]), (&json!("unchanged"), &json!("T000002")));
    });
}

#[test]
fn an_order_whose_copies_differ_is_confirmed_and_not_asked_again() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        assert_eq!(sent(trial, &order("d1", "Ada", &["100 Hours", "120 Hours"]))["outcome"], "review");
        let inbox = cora.get("/court/inbox?show=orders").is(200);
        inbox.says("copies of this order differ");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/questions/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.fill(&path, &[("verdict", "stands"), ("reason", "The first copy is what the court said")]).is(303);
        cora.get("/court/inbox?show=orders").is(200).says("is clear");
        sent(trial, &order("d1", "Ada", &["100 Hours", "120 Hours"]));
        cora.get("/court/inbox?show=orders").is(200).says("is clear");
    });
}

#[test]
fn a_message_that_cannot_be_read_waits_is_shown_and_is_dealt_with() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        let line = trial.call("POST", "/api/v1/court/messages", "{\"hearing\": <script>").is(200).json();
        assert_eq!(line["lines"][0]["outcome"], "review");
        let inbox = cora.get("/court/inbox?show=unread").is(200);
        inbox.says("not JSON");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/unread/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("&lt;script&gt;");
        cora.fill(&path, &[("reason", "Asked the court to send it again")]).is(303);
        cora.get(&path).is(200).says("Asked the court to send it again");
        cora.get("/court/messages").is(200).says("Dealt with");
    });
}

#[test]
fn the_message_page_shows_what_was_understood_and_the_raw_text() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        sent(trial, &order("d1", "Ada", &["100 Hours"]));
        let list = cora.get("/court/messages").is(200);
        let path = list.body.split("href=\"").find(|p| p.starts_with("/court/messages/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("T000001").says("unpaid work, 100 hours").says("prosecutionCases");
        cora.get(&format!("{path}/raw")).is(200).says("isReshare");
        cora.get("/court/messages/00000000-0000-7000-8000-000000000000").is(404);
    });
}

#[test]
fn a_report_asked_for_is_listed_until_sentence() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        let asked = json!({"judicialResultId": "adj", "orderedDate": "2026-02-03", "resultText": "A - Adjournment",
            "nextHearing": {"adjournmentReason": "For a pre-sentence report to be prepared",
                             "listedStartDateTime": "2026-03-04T10:00:00Z"}});
        let offences = vec![offence("d1o0", 1, vec![asked])];
        sent(trial, &hearing("h0", "2026-02-03", "2026-02-03T12:00:00Z", vec![defendant("d1", offences)]));
        cora.get("/court/reports").is(200).says("T000001").says("4 Mar 2026");
        assert_eq!(
            trial.call("GET", "/api/v1/court/report-requests", "").is(200).json()["items"][0]["due_on"],
            "2026-03-04"
        );
        sent(trial, &order("d1", "Ada", &["100 Hours"]));
        cora.get("/court/reports").is(200).says("No court waits for a report");
    });
}

#[test]
fn only_those_who_may_open_the_inbox_do() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        for path in ["/court/inbox", "/court/messages", "/court/reports", "/court/decisions"] {
            priya.get(path).is(403);
        }
    });
}
