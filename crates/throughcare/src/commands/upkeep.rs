//! Schema, backup, and the look whether everything is in order.

use crate::cli::{DoctorArgs, End, Ended, Where};
use crate::serve::both_postgres;
use crate::{Opening, bring_up, open, open_patiently, rooms};
use std::path::Path;
use store::{Asker, Failure, House};

/// Up to so many chains the doctor looks through the ledger.
const LOOKED_THROUGH: i64 = 20_000;
/// How far ahead of this clock another server's may be, seconds.
const AHEAD: i64 = 300;

/// `throughcare migrate`
pub(crate) fn migrate(place: Where) -> Ended {
    let done = bring_up(&open(Opening::of(place.database)))?;
    for name in &done.applied {
        crate::telling::say!("applied {name}");
    }
    crate::telling::say!("the schema is at {}", done.version);
    Ok(End::Done)
}

/// `throughcare doctor`: each line says what was looked at and what was found; the exit code is 1 when something is wrong.
pub(crate) fn doctor(args: DoctorArgs) -> Ended {
    both_postgres(&args.place.database, args.standby.as_ref())?;
    let mut opening = Opening::of(args.place.database);
    opening.standby = args.standby;
    let house = open_patiently(opening);
    let mut wrong = 0;
    let mut say = |what: &str, found: Result<String, String>| match found {
        Ok(words) => crate::telling::say!("well   {what}: {words}"),
        Err(words) => {
            wrong += 1;
            crate::telling::say!("wrong  {what}: {words}");
        }
    };
    let newest = migrations::ALL.last().map_or(0, store::Migration::number);
    let version = house.database_version();
    say("database", version.as_ref().map(|_| "answers".to_owned()).map_err(|e| format!("does not answer: {e}")));
    if let Some(seen) = house.standby() {
        say("standby", if seen.is_read { Ok(seen.words) } else { Err(seen.words) });
    }
    if let Ok(version) = version {
        say("file", house.look_for_damage().map(|()| "sound".to_owned()).map_err(|e| e.to_string()));
        let words = format!("at {version}, this program knows {newest}");
        say("schema", if version == newest { Ok(words) } else { Err(format!("{words}: run `throughcare migrate`")) });
        if version == newest {
            let upkeep = house.upkeep().map_err(|e| e.to_string());
            say("ledger", upkeep.clone().and_then(|u| whole(&house, u.chains, args.seals.as_deref())));
            say("clock", clock(&house));
            say("people", lost(&house));
            say("events", upkeep.clone().map(|u| format!("{} waiting for the relay", u.waiting_events)));
            say(
                "jobs",
                upkeep.and_then(|u| match u.stuck_jobs {
                    0 => Ok("none stuck".into()),
                    n => Err(format!("{n} failed over and over")),
                }),
            );
        }
    }
    let assets = web::embedded_assets().address("throughcare.css");
    let styled = assets != "/assets/throughcare.css";
    say("assets", if styled { Ok(assets) } else { Err("not built: pages have no style".into()) });
    Ok(if wrong == 0 { End::Done } else { End::Code(1) })
}

/// The ledger of a small service is looked through; that of a larger one takes long enough for a command of its own.
fn whole(house: &House, chains: i64, seals: Option<&Path>) -> Result<String, String> {
    if chains > LOOKED_THROUGH && seals.is_none() {
        return Ok(format!("{chains} chains; `throughcare ledger verify` looks through them"));
    }
    let found = house.verify_ledger(|_| {}).map_err(|e| e.to_string())?;
    if let Some(words) = found.broken {
        return Err(words);
    }
    let Some(file) = seals else {
        return Ok(format!("{} chains, {} entries, all hold", found.chains, found.entries));
    };
    let kept = super::ledger::kept_seals(file).map_err(|e| e.to_string())?;
    match house.check_kept_seals(&kept).map_err(|e| e.to_string())? {
        None => Ok(format!("{} chains and {} seals kept elsewhere hold", found.chains, kept.len())),
        Some(words) => Err(words),
    }
}

/// What was told later than now was told by a clock that was ahead.
fn clock(house: &House) -> Result<String, String> {
    let demo = house.read(&Asker::system("doctor"), |cx| cx.setting("demo")).map_err(|e| e.to_string())?;
    if demo.is_some() {
        return Ok("a demo has a day of its own".to_owned());
    }
    match house.told_ahead_of_the_clock().map_err(|e| e.to_string())? {
        ahead if ahead > AHEAD => Err(format!(
            "the newest event was told {} ahead of this machine's clock: look which of the two was right, and at what was \
             recorded in between",
            if ahead > 7200 { format!("{} hours", ahead / 3600) } else { format!("{} minutes", ahead / 60) }
        )),
        _ => Ok("nothing was told later than now".to_owned()),
    }
}

/// Nobody is lost: every supervised person is on an officer's, a cover's or an unallocated list.
fn lost(house: &House) -> Result<String, String> {
    let asker = Asker::system("doctor");
    let (mut lost, mut after) = (0, None);
    loop {
        let page = house.read(&asker, |cx| caseload::lost(cx, after, 500)).map_err(|e| e.to_string())?;
        lost += page.0.len();
        after = page.1;
        if after.is_none() {
            break;
        }
    }
    if lost == 0 {
        Ok("every supervised person is on somebody's list".into())
    } else {
        Err(format!("{lost} supervised people are on no list"))
    }
}

/// `throughcare openapi`
pub(crate) fn openapi() -> Ended {
    let text =
        serde_json::to_string_pretty(&web::open_api(&rooms::routes())).map_err(|e| Failure::broken(e.to_string()))?;
    crate::telling::say!("{text}");
    Ok(End::Done)
}

/// `throughcare spread`
pub(crate) fn spread() -> Ended {
    crate::telling::part(format_args!("{}", crate::spread::steps(&rooms::tables())));
    Ok(End::Done)
}

/// `throughcare matrix`
pub(crate) fn matrix() -> Ended {
    crate::telling::part(format_args!("{}", rooms::access_matrix()));
    Ok(End::Done)
}
