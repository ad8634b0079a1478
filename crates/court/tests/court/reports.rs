//! A report from the court's request to the sentence: begun, written by two people, checked by a third, signed, and held
//! against what the court passed. And what is refused, in which words.

use crate::invented::*;
use crate::requests::{asked_for, somebody};
use crate::site::{Browser, Trial, on_each, with};
use kernel::date;
use organisation::{Court, CourtLevel, NewCourt};
use store::{Asker, House};

pub(crate) fn court(house: &House) -> Court {
    let new = NewCourt {
        code: "B99ZZ".into(),
        name: "Exampleton".into(),
        level: CourtLevel::Magistrates,
        team: None,
        start_date: date(2020, 1, 1),
    };
    house.write(&Asker::system("trial"), |cx| organisation::add_court(cx, new.clone())).unwrap()
}

fn request_of(trial: &Trial) -> String {
    let listed = trial.call("GET", "/api/v1/court/report-requests", "").is(200).json();
    listed["items"][0]["id"].as_str().unwrap().to_owned()
}

fn day(name: &str, day: &str, month: &str) -> Vec<(String, String)> {
    [("day", day), ("month", month), ("year", "2026")].map(|(p, v)| (format!("{name}-{p}"), v.to_owned())).to_vec()
}

/// Begins the report of T000001's request, and gives its address.
fn begun(browser: &mut Browser<'_>, court: &Court, request: &str, kind: &str) -> String {
    let form = format!("/people/T000001/reports/new?request={request}");
    let shown = browser.get(&form).is(200);
    shown.says("Asked for by Exampleton");
    let action = "/people/T000001/reports/new";
    let court = court.id.to_string();
    let mut pairs = with(
        Browser::hidden(&shown, action),
        &[
            ("court", &court),
            ("reasons", "Is a community order enough?"),
            ("facts", "domestic-abuse"),
            ("kind", kind),
            ("kind_why", if kind.is_empty() { "" } else { "Because it is known well" }),
            ("interview", "office"),
        ],
    );
    pairs.extend(day("asked_on", "20", "11"));
    pairs.extend(day("hearing_on", "11", "12"));
    browser.post(action, &pairs).is(303);
    let listed = browser.get("/reports?show=open").is(200);
    let at =
        listed.body.split("href=\"/reports/").skip(1).map(|s| s.split('"').next().unwrap()).find(|id| id.len() == 36);
    format!("/reports/{}", at.unwrap())
}

const PARTS: [&str; 6] = ["offence", "circumstances", "risk", "response", "reparation", "conclusion"];

#[test]
fn a_report_is_written_checked_signed_and_held_against_the_sentence() {
    on_each(|trial| {
        let house = &trial.site.house;
        let court = court(house);
        trial.call("POST", "/api/v1/court/messages", &asked_for("2026-12-11").to_string()).is(200);
        let (mut cora, mut priya, mut mona) =
            (trial.signed_in("cora"), trial.signed_in("priya"), trial.signed_in("mona"));
        let at = begun(&mut cora, &court, &request_of(trial), "");
        cora.get(&at)
            .is(200)
            .says("Fast report for Exampleton")
            .says("0 of 1 answered")
            .says("Is a community order enough?");
        cora.get(&format!("{at}/kind")).is(200).says("Domestic abuse is alleged or known").says("Assumed");
        cora.get(&format!("{at}/record")).is(200).says("Current to the minute");
        cora.get(&format!("{at}/enquiries")).is(200).says("Not asked");

        // Nothing is sent on before it is whole.
        cora.fill(&format!("{at}/send"), &[]).is(422).says("has not been written");

        // Two people open the same part; the second sees both texts, and nothing is lost.
        let part = format!("{at}/parts/offence");
        let hers = priya.get(&part).is(200);
        cora.fill(&part, &[("words", "Took two coats.")]).is(303);
        let late = with(Browser::hidden(&hers, &part), &[("words", "Took two coats and said why.")]);
        priya.post(&part, &late).is(409).says("Took two coats.").says("Took two coats and said why.").says("The cora");
        priya.fill(&part, &[("words", "Took two coats and said why.")]).is(303);
        for name in PARTS {
            cora.fill(&format!("{at}/parts/{name}"), &[("words", &format!("Words about {name}."))]).is(303);
        }

        let proposal = format!("{at}/proposal");
        cora.get(&proposal).is(200).says("Rehabilitation activity").says("Exampleton has no area");
        let rar = [("sentence", "CO"), ("term", "12 months"), ("requirement", "RAR"), ("reparation", "none")];
        cora.fill(&proposal, &rar).is(422).says("Enter the length of rehabilitation activity").says("Say why");
        let whole = [&rar[..], &[("length-RAR", "20 days"), ("why-RAR", "Drink leads to it")]].concat();
        cora.fill(&proposal, &whole).is(303);

        cora.fill(&format!("{at}/sign"), &[("without", "No time")]).is(422).says("Send the report to be checked");
        cora.fill(&format!("{at}/send"), &[]).is(303);
        cora.get(&part).is(200).says("cannot be changed now");
        // Nobody checks what they wrote, and not everybody checks.
        cora.get(&format!("{at}/check")).is(200).says("You wrote part of this report");
        mona.get("/reports?show=check").is(200).says("T000001");
        let check = format!("{at}/check");
        mona.fill(&check, &[("decision", "return")]).is(422).says("Say what should be changed");
        let rated: Vec<(&str, &str)> = ["facts", "harm", "enquiries", "diversity"]
            .iter()
            .map(|c| match *c {
                "facts" => ("rating-good-facts", "met"),
                "harm" => ("rating-good-harm", "partly"),
                "enquiries" => ("rating-good-enquiries", "not"),
                _ => ("rating-good-diversity", "met"),
            })
            .chain([("rating-good-proposal", "met")])
            .collect();
        mona.fill(&check, &[&rated[..], &[("decision", "return"), ("comments", "Ask the police")]].concat()).is(303);
        cora.get(&at).is(200).says("Ask the police").says("Returned with comments");
        cora.fill(&format!("{at}/send"), &[("words", "Asked today")]).is(303);
        mona.fill(&check, &[&rated[..], &[("decision", "agree")]].concat()).is(303);
        let sign = format!("{at}/sign");
        cora.fill(&sign, &[]).is(422).says("Not answered: Police: domestic abuse");
        cora.fill(&sign, &[("without", "The police answer on Monday")]).is(303);
        let signed = cora.get(&format!("{at}/print")).is(200).body;
        assert!(signed.contains("The police answer on Monday") && signed.contains("Checked by"), "{signed}");
        assert_eq!(cora.get("/court/reports").is(200).body.matches("T000001").count(), 0, "the request is closed");

        // Signed is signed: what comes later changes neither words nor record.
        let order = vec![
            result("r1", "COEW", "2026-11-23", &[("endDate", "22/11/2027")]),
            under("r2", "r1", "RAR", "2026-11-23", &[("maxNumberOfDays", "15 Days")]),
        ];
        let message =
            hearing("h0", "2026-11-23", "2026-11-23T12:00:00Z", vec![defendant("d1", vec![offence("d1o0", 1, order)])]);
        trial.call("POST", "/api/v1/court/messages", &message.to_string()).is(200);
        let again = cora.get(&format!("{at}/print")).is(200).body;
        let text = |page: &str| page.split("<h1").nth(1).unwrap().to_owned();
        assert_eq!(text(&signed), text(&again));
        cora.get(&format!("{at}/sentence")).is(200).says("Less than proposed").says("20 days").says("15 days");
        cora.get("/reports/figures").is(200).says("Criteria met when checked").says("Less than proposed").says("60%");
        cora.get("/people/T000001/reports").is(200).says("Signed").says("Less than proposed");
    });
}

#[test]
fn what_cannot_be_is_said_in_words() {
    on_each(|trial| {
        let house = &trial.site.house;
        let court = court(house);
        let staff = somebody(house);
        trial.call("POST", "/api/v1/court/messages", &asked_for("2026-12-11").to_string()).is(200);
        let mut cora = trial.signed_in("cora");
        let request = request_of(trial);
        let at = begun(&mut cora, &court, &request, "oral");
        cora.get(&format!("{at}/kind")).is(200).says("Policy asks for");
        cora.fill(&format!("{at}/author"), &[("staff", &staff.to_string())]).is(303);
        cora.get(&at).is(200).says("Wilma Reporter");
        // Asked for once, begun once.
        let form = format!("/people/T000001/reports/new?request={request}");
        let shown = cora.get(&form).is(200);
        let action = "/people/T000001/reports/new";
        let court = court.id.to_string();
        let mut pairs =
            with(Browser::hidden(&shown, action), &[("court", &court), ("reasons", "Why"), ("interview", "office")]);
        pairs.extend(day("asked_on", "20", "11"));
        let past = [pairs.clone(), day("hearing_on", "20", "11")].concat();
        cora.post(action, &past).is(422).says("The hearing must be today or later");
        let twice = [pairs, day("hearing_on", "11", "12")].concat();
        cora.post(action, &twice).is(422).says("has been begun");
        cora.get("/people/T999999/reports/new").is(404);
        cora.get("/reports/00000000-0000-7000-8000-000000000000").is(404);
        // Another kind than policy's needs a reason.
        cora.fill(&format!("{at}/kind"), &[("kind", "standard"), ("kind_why", ""), ("interview", "video")])
            .is(422)
            .says("say why this kind serves the court better");
        cora.fill(&format!("{at}/withdraw"), &[]).is(422);
        cora.fill(&format!("{at}/withdraw"), &[("reason", "The court withdrew it")]).is(303);
        cora.fill(&format!("{at}/reopen"), &[("reason", "It came back")]).is(303);
        let mut priya = trial.signed_in("priya");
        priya.get(&format!("{at}/check")).is(200);
    });
}
