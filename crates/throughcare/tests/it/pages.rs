//! Every page renders in the demo world, for everybody who may open it, and axe finds nothing wrong with it. Pages are
//! found as people find them: by following links from the first page.

use crate::browser::{Browser, is_known};
use crate::server::{Account, World};
use crate::visitor::{Answer, Visitor, readable};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use throughcare::rooms;
use web::{Method, Route};

/// How many pages of one kind are opened for one account.
const OF_A_KIND: usize = 4;

/// The pages from which everything about a person is reached: opened for each of the named lives, because what they link to
/// depends on the life.
const OF_A_PERSON: &[&str] = &[
    "",
    "/details",
    "/sentence",
    "/risk",
    "/assessment",
    "/contacts",
    "/appointments",
    "/responsibility",
    "/restrictions",
    "/merge",
    "/reports",
    "/places",
    "/messages",
    "/breaches",
    "/programmes",
    "/treatments",
    "/powers",
    "/milestones",
    "/progress",
];

/// The named lives have the first numbers of the demo.
const LIVES: u32 = 36;

/// Pages that no link of the demo world leads to, and why.
const NOT_LINKED: &[(&str, &str)] = &[
    ("/calendar/{file}", "the secret is shown once, when the feed is made"),
    ("/metrics", "for operators' tools"),
    ("/health", "for operators' tools"),
    ("/sign-in", "for those who have not signed in"),
    ("/court/inbox/questions/{crn}/{id}/undo", "no question of the demo is decided"),
    ("/people/{crn}/report-requests/{id}/reopen", "no request of the demo was closed by hand"),
    ("/people/{crn}/events/{event}/take-on", "every event of the demo is supervised or over"),
    ("/people/{crn}/events/{event}/reopen", "no event of the demo ended without an order"),
    ("/people/{crn}/clock/{judgement}/withdraw", "no clock of the demo was judged"),
    (
        "/people/{crn}/progress/{entry}/withdraw",
        "progress of the demo comes from appointments and accounts of minutes, and is put right there",
    ),
    ("/allocate/{crn}/confirm", "a form leads there"),
    ("/people/{crn}/plan/visits/{id}/cancel", "one life has a visit ahead, and the walk opens a few plans only"),
    ("/quality/{sample}/cases/{place}/compare", "shown once the second answers are given"),
    ("/people/{crn}/responsibility/needs/{need}", "nothing was unknown at the demo's allocations"),
    ("/people/{crn}/appointments/check", "a form leads there"),
    ("/people/{crn}/report-requests/{id}/assign", "a form leads there, and back to its page when it is refused"),
    ("/people/{crn}/report-requests/{id}/take-on", "a form leads there, and back to its page when it is refused"),
    ("/reports/{id}/take-back", "no report of the demo is being checked"),
    ("/people/{crn}/failures/{id}/decide", "a form leads there, and back to the failure when nothing was said"),
    ("/reports/{id}/reopen", "no report of the demo was withdrawn"),
    ("/reports/{id}/send", "a part of the one report being written is missing, and the walk opens a few reports only"),
    ("/start-dates/print", "a form leads there"),
    ("/tiers/progress", "a script asks it"),
    ("/reallocations/{reallocation}", "nobody of the demo was reallocated in the background"),
    ("/reallocations/{reallocation}/progress", "a script asks it"),
    ("/courts/{court}/{date}/prepare", "a form leads there, and back to the list when it is refused"),
    ("/courts/{court}/{date}/lines/{id}/order", "no line of the demo has a typed sentence without a message"),
    ("/courts/{court}/{date}/lines/{id}/order/check", "a form leads there, and back to it when it is refused"),
    ("/courts/{court}/{date}/lines/{id}/settle", "no message of the demo says otherwise than what was typed"),
    ("/courts/{court}/{date}/lines/{id}/put-back", "a form leads there, and back to the line when it is refused"),
    ("/court/youths/{id}/undo", "a form leads there, and back to its page when it is refused"),
    ("/admin/roles/{code}/confirm", "a form leads there"),
    ("/policy/assessment/{list}/add", "the walk opens a few lists only, and the first take nothing new"),
    ("/people/{crn}/failures/{id}/letter", "every warning of the demo's named lives has its letter"),
    ("/people/{crn}/early-ends/{id}/take-back", "no early end of the demo is agreed and waits"),
    ("/policy/assessment/{list}/{code}/confirm", "a form leads there"),
    ("/policy/court/{list}/{code}/confirm", "a form leads there"),
    ("/policy/provision/{list}/{code}/confirm", "a form leads there"),
    ("/policy/unpaid-work/{list}/{code}/confirm", "a form leads there"),
    ("/policy/enforcement/{list}/{code}/confirm", "a form leads there"),
    ("/policy/enforcement/{list}/add", "the walk opens a few lists only"),
    ("/templates/versions/{id}/with-person", "a form asks with whom"),
    ("/templates/versions/{id}/with-person/paper", "a form asks with whom"),
    ("/policy/volunteers/{list}/{code}/confirm", "a form leads there"),
    ("/policy/volunteers/{list}/add", "the lists take nothing new"),
    ("/policy/restorative/{list}/{code}/confirm", "a form leads there"),
    ("/policy/restorative/{list}/add", "the lists take nothing new"),
    ("/policy/interventions/{list}/{code}/confirm", "a form leads there"),
    ("/policy/interventions/{list}/add", "numbers are set anew and none is added"),
    ("/people/{crn}/documents/new/{template}/preview", "a form leads there, and back to its page when it is refused"),
    ("/letters/{run}", "no letters of the demo were written together"),
    ("/letters/{run}/progress", "a script asks it"),
    ("/letters/{run}/all", "no letters of the demo were written together"),
    ("/people/{crn}/breaches/{id}/check", "no pack of the demo waits for a manager"),
    ("/people/{crn}/breaches/{id}/lay", "every pack of the demo that was sent was laid"),
    ("/people/{crn}/powers/used/{id}/undo", "no power was used in the demo"),
    ("/people/{crn}/messages/{id}/cancel", "no message of the demo waits for long"),
    ("/volunteers/{id}/own-record", "the walk opens a few volunteers only"),
    ("/people/{crn}/failures/{id}/evidence/{file}", "the walk opens a few failures only"),
    ("/people/{crn}/failures/{id}/evidence/{file}/remove", "the walk opens a few failures only"),
    ("/people/{crn}/failures/{id}/take-back", "the walk opens a few failures only"),
    ("/provider/referrals/{id}/sessions/new", "the walk opens a few referrals only"),
    ("/provider/referrals/{id}/sessions/{session}/move", "the walk opens a few referrals only"),
    ("/provider/referrals/{id}/plan", "the walk opens a few referrals only"),
    ("/provider/referrals/{id}/messages/{message}", "the walk opens a few referrals only"),
    ("/people/{crn}/programmes/{id}/group", "the walk opens a few cases only"),
    ("/people/{crn}/treatments/{id}/begin", "the walk opens a few treatments only"),
    ("/unpaid-work/sessions/{session}/register/{booking}", "the walk opens a few sessions only"),
    ("/restorative/{id}/reopen", "the walk opens a few cases only"),
    ("/unpaid-work/sessions/{session}/placed", "nobody of the demo is placed for the day of a session"),
    ("/unpaid-work/nominations/{nomination}/reopen", "the walk opens a few nominations only, and one was not taken on"),
    ("/people/{crn}/contacts/{contact}/files/{file}", "no file is kept in the demo"),
    ("/people/{crn}/contacts/{contact}/files/{file}/remove", "no file is kept in the demo"),
];

/// The route that answers a path; a written part goes before a parameter.
fn route_of<'a>(routes: &'a [Route], path: &str) -> Option<&'a Route> {
    let fits = |route: &&Route| {
        let (mut pattern, mut parts) = (route.path.split('/'), path.split('/'));
        loop {
            match (pattern.next(), parts.next()) {
                (None, None) => return true,
                (Some(p), Some(part)) if p.starts_with('{') && !part.is_empty() => {}
                (Some(p), Some(part)) if p == part => {}
                _ => return false,
            }
        }
    };
    let candidates = routes.iter().filter(|r| r.method == Method::Get && !r.is_api()).filter(fits);
    candidates.min_by_key(|r| r.path.matches('{').count())
}

/// The links of a page that stay on this server, without their fragments.
fn links(html: &str) -> Vec<String> {
    let hrefs = html.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
    // A calendar link works only once its owner has turned it on.
    let others = ["/assets/", "/api/", "/calendar/"];
    let own = hrefs.filter(|h| h.starts_with('/') && !others.iter().any(|o| h.starts_with(o)));
    own.map(|h| h.split('#').next().unwrap_or(h).replace("&amp;", "&")).collect()
}

/// Opens pages from `/` on, a few of each kind. Returns what was opened, by the pattern of its route.
pub(crate) fn walk(visitor: &mut Visitor, mut look: impl FnMut(&str, &Answer)) -> BTreeMap<&'static str, Vec<String>> {
    let routes = rooms::routes();
    let mut opened: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut waiting =
        VecDeque::from(["/".to_owned(), "/search?q=an".to_owned(), "/court/inbox?show=unread".to_owned()]);
    waiting.extend((1..=LIVES).map(|number| format!("/handover/T{number:06}")));
    for number in 1..=LIVES {
        waiting.extend(OF_A_PERSON.iter().map(|page| format!("/people/T{number:06}{page}")));
    }
    let first: BTreeSet<String> = waiting.iter().cloned().collect();
    while let Some(address) = waiting.pop_front() {
        let path = address.split('?').next().unwrap_or(&address).to_owned();
        // A link that no route answers is opened too, and seen to be broken.
        let kind = opened.entry(route_of(&routes, &path).map_or("no route", |r| r.path)).or_default();
        if kind.len() >= OF_A_KIND && !first.contains(&address) {
            continue;
        }
        let answer = visitor.get(&address);
        // What is shown comes first, so that who asks for one page of a kind gets one that renders.
        kind.insert(if answer.status == 200 { 0 } else { kind.len() }, address.clone());
        look(&address, &answer);
        let onwards = links(&answer.body).into_iter().chain(answer.location.clone());
        waiting.extend(onwards.filter(|link| link.starts_with('/') && seen.insert(link.clone())));
    }
    opened
}

fn assert_renders(account: &Account, address: &str, answer: &Answer) {
    let who = account.login;
    // Some links lead to what the reader may not open: restricted people, or a page of another role. They are told so.
    let is_told_no = answer.status == 403 && answer.body.contains("<h1");
    assert!(
        is_told_no || matches!(answer.status, 200 | 303),
        "{who} got {} at {address}: {}",
        answer.status,
        readable(&answer.body)
    );
    if answer.status == 200 && answer.body.contains("<html") {
        assert_eq!(answer.body.matches("<h1").count(), 1, "{address} has not exactly one main heading");
        assert!(
            answer.body.contains("<title>") && answer.body.contains(" lang=\""),
            "{address} has no title or language"
        );
        assert!(!answer.body.contains("{\"") || !answer.body.contains("Some("), "{address} shows program text");
    }
}

#[test]
fn every_page_renders_in_the_demo_world() {
    let world = World::demo();
    let server = world.serve();
    let mut reached = BTreeSet::new();
    for account in Account::ALL {
        let mut visitor = Visitor::signed_in(&server.address, account);
        let opened = walk(&mut visitor, |address, answer| assert_renders(account, address, answer));
        reached.extend(opened.into_keys());
    }
    let known: BTreeSet<&str> = NOT_LINKED.iter().map(|(path, _)| *path).collect();
    let pages = rooms::routes().into_iter().filter(|r| r.method == Method::Get && !r.is_api());
    let unreached: Vec<&str> = pages.map(|r| r.path).filter(|p| !reached.contains(p) && !known.contains(p)).collect();
    assert!(unreached.is_empty(), "no account finds a way to {unreached:?}");
}

#[test]
fn axe_finds_nothing_on_any_page_of_the_demo_world() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else {
        return;
    };
    let mut findings = Vec::new();
    let mut checked = BTreeSet::new();
    browser.go("/sign-in");
    findings.extend(browser.axe().into_iter().map(|f| format!("/sign-in: {f}")));
    let richest_first = [
        Account::PRACTITIONER,
        Account::MANAGER,
        Account::COURT_OFFICER,
        Account::ADMINISTRATOR,
        Account::PROVIDER,
        Account::READER,
    ];
    for account in &richest_first {
        let mut visitor = Visitor::signed_in(&server.address, account);
        let mut shown = BTreeSet::new();
        let opened = walk(&mut visitor, |address, answer| {
            if answer.status == 200 && answer.body.contains("<html") {
                shown.insert(address.to_owned());
            }
        });
        browser.sign_in(account);
        for (kind, addresses) in &opened {
            let address = &addresses[0];
            if !shown.contains(address) || !checked.insert(*kind) {
                continue;
            }
            browser.go(address);
            findings.extend(browser.axe().into_iter().filter(|f| !is_known(f)).map(|f| format!("{address}: {f}")));
            browser.picture(&picture_name(kind));
        }
    }
    assert!(findings.is_empty(), "axe finds:\n{}", findings.join("\n"));
    println!("axe looked at {} kinds of pages", checked.len());
}

fn picture_name(kind: &str) -> String {
    let name: String = kind.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let name = name.trim_matches('-').replace("--", "-");
    if name.is_empty() { "my-work".to_owned() } else { name }
}
