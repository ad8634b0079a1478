//! What a victim said stays in the case: it is looked for everywhere else, with each account.

use crate::world::*;
use kernel::Permission;
use store::Asker;

/// What must never be seen: the name, and words that were typed about or for the person harmed.
const NEVER: [&str; 3] = [HARMED, SECRET, "Quarrystone"];

fn silent(body: &str, whose: &str, path: &str) {
    for word in NEVER {
        assert!(!body.contains(word), "{whose} reads {word:?} at {path}");
    }
}

#[test]
fn nobody_who_does_not_arrange_it_reads_what_the_person_harmed_said() {
    on_each(|world| {
        let mut resta = world.trial.signed_in("resta");
        let at = world.offered(&mut resta);
        let answers = [("deed", "give"), ("words", SECRET)];
        fill(&mut resta, &format!("{at}/sides/harmed"), &answers, &[("on", TODAY)]).is(303);
        let felt = [("side", "harmed"), ("point", "before"), ("scale", "1"), ("words", SECRET)];
        fill(&mut resta, &format!("{at}/felt"), &felt, &[("on", TODAY)]).is(303);
        let assessed = [("suitable", "no"), ("words", SECRET)];
        fill(&mut resta, &format!("{at}/assess"), &assessed, &[("on", TODAY)]).is(303);
        fill(&mut resta, &format!("{at}/end"), &[("reason", "harmed-declined"), ("words", SECRET)], &[("on", TODAY)])
            .is(303);
        resta.get(&at).is(200).says(SECRET).says("The person harmed does not take part");

        let of_person = ["", "/contacts", "/details", "/sentence", "/restorative", "/mentors", "/interventions"];
        let mut paths: Vec<String> = of_person.iter().map(|rest| world.path(rest)).collect();
        paths.extend(["/volunteers", "/restorative", "/restorative/figures"].map(str::to_owned));
        paths.extend(["/search?q=Wilhelmina", "/search?q=light", "/drafts"].map(str::to_owned));
        paths.push(world.path("/contacts?words=light"));
        for rest in ["", "/harmed", "/sides/harmed", "/assess", "/felt", "/end", "/reopen", "/apart", "/mediator"] {
            paths.push(format!("{at}{rest}"));
        }
        let logins = OTHERS.iter().map(|(login, _)| *login).chain(["priya"]);
        for login in logins {
            let mut somebody = world.trial.signed_in(login);
            for path in &paths {
                let page = somebody.get(path);
                silent(&page.body, login, path);
                if path.starts_with("/restorative") {
                    assert_eq!(page.status, 403, "{login} opens {path}");
                }
            }
        }
        // The person's own page does not even say why it ended.
        let mut priya = world.trial.signed_in("priya");
        let page = priya.get(&world.path("/restorative")).is(200);
        assert!(page.body.contains("Ended") && !page.body.contains("does not take part"), "{}", page.body);
    });
}

#[test]
fn the_ledger_the_log_and_programs_keep_it_too() {
    on_each(|world| {
        let mut resta = world.trial.signed_in("resta");
        let at = world.offered(&mut resta);
        fill(&mut resta, &format!("{at}/sides/harmed"), &[("deed", "give"), ("words", SECRET)], &[("on", TODAY)])
            .is(303);
        let ledger = world.read(|cx| {
            let rows = cx.query("SELECT action, reason FROM ledger_entry", &[])?;
            rows.iter()
                .map(|r| Ok((r.get::<String>(0)?, r.get::<Option<String>>(1)?)))
                .collect::<store::Result<Vec<_>>>()
        });
        for (action, reason) in ledger {
            silent(&action, "the ledger", "its words");
            silent(&reason.unwrap_or_default(), "the ledger", "its reasons");
        }
        // The images of the locked tables stand on the case's chain, and none on the person's.
        let person = world.keys.survivor;
        let images = world.read(|cx| {
            let lines = cx.list::<store::tables::History>("WHERE chain_id = $1", &[person.into()])?;
            lines.iter().map(store::tables::History::image).collect::<store::Result<Vec<_>>>()
        });
        assert!(!images.is_empty());
        for image in images.into_iter().flatten() {
            silent(&image, "the person's history", "an image");
        }
        let told = world.read(|cx| {
            let rows = cx.query("SELECT body FROM outbox", &[])?;
            rows.iter().map(|r| r.get::<String>(0)).collect::<store::Result<Vec<_>>>()
        });
        told.iter().for_each(|body| silent(body, "the outbox", "an event"));

        let all: Vec<Permission> =
            Permission::ALL.iter().copied().filter(|p| *p != Permission::ArrangeRestorative).collect();
        let program = world.trial.program(&all);
        for path in
            [format!("/api/v1/people/{}/restorative", world.crn), format!("/api/v1/people/{}/contacts", world.crn)]
        {
            silent(&program.get(&path).body, "a program", &path);
        }
        program.get("/api/v1/restorative").is(403);
        let arranging = world.trial.program(&[Permission::ArrangeRestorative]);
        let cases = arranging.get("/api/v1/restorative").is(200);
        silent(&cases.body, "a program that arranges", "the list");
        assert_eq!(cases.json()["items"][0]["harmed_consents"], true);
    });
}

#[test]
fn somebody_whom_a_record_is_closed_to_does_not_open_its_case() {
    on_each(|world| {
        let mut resta = world.trial.signed_in("resta");
        let at = world.offered(&mut resta);
        let mona = world.read(|cx| access::user_of_login(cx, "mona")).unwrap().id;
        let person = world.keys.survivor;
        world
            .house()
            .write(&Asker::system("trial"), |cx| {
                let barrier = access::NewBarrier {
                    kind: access::BarrierKind::Restriction,
                    readers: vec![mona.0],
                    reason: "Trial".into(),
                    message: "Ask the manager".into(),
                    start_on: TODAY,
                    end_on: None,
                };
                access::set_barrier(cx, person, &barrier).map(drop)
            })
            .unwrap();
        resta.get(&at).is(403).says("Ask the manager");
        let list = resta.get("/restorative").is(200);
        assert!(list.body.contains("Restricted") && !list.body.contains("Jo Invented"), "{}", list.body);
    });
}
