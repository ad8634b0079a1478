//! Schema, backup, and the look whether everything is in order.

use crate::cli::{BackupArgs, DoctorArgs, End, Ended, Where};
use crate::serve::both_postgres;
use crate::{Opening, bring_up, open, open_patiently, rooms};
use std::path::Path;
use store::{Asker, Database, Failure, House};

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
    let answers = version.is_ok();
    say("database", if answers { Ok("answers".into()) } else { Err("does not answer".into()) });
    if let Some(seen) = house.standby() {
        say("standby", if seen.is_read { Ok(seen.words) } else { Err(seen.words) });
    }
    if let Ok(version) = version {
        let words = format!("at {version}, this program knows {newest}");
        say("schema", if version == newest { Ok(words) } else { Err(format!("{words}: run `throughcare migrate`")) });
        if version == newest {
            let upkeep = house.upkeep().map_err(|e| e.to_string());
            say("ledger", upkeep.clone().map(|u| format!("{} chains", u.chains)));
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

/// `throughcare backup`
pub(crate) fn backup(args: BackupArgs) -> Ended {
    if args.file.exists() {
        return Err(Failure::broken(format!("{} is there already", args.file.display())));
    }
    let unfinished = args.file.with_extension("unfinished");
    open(Opening::of(args.place.database)).copy_to(&unfinished)?;
    std::fs::rename(&unfinished, &args.file).map_err(|e| Failure::broken(e.to_string()))?;
    crate::telling::say!("{} is complete", args.file.display());
    Ok(End::Done)
}

/// `throughcare restore`: never over a database that is there.
pub(crate) fn restore(args: &BackupArgs) -> Ended {
    let Database::Sqlite(path) = &args.place.database else {
        return Err(Failure::broken("a PostgreSQL database is restored with its own tools"));
    };
    if path.exists() {
        return Err(Failure::broken(format!("{} is there already: move it away first", path.display())));
    }
    std::fs::copy(&args.file, path).map_err(|e| Failure::broken(format!("{}: {e}", args.file.display())))?;
    let house = open_patiently(Opening::of(args.place.database.clone()));
    let checked = bring_up(&house).and_then(|_| house.verify_ledger(|_| {}));
    match checked {
        Ok(found) if found.broken.is_none() => {
            crate::telling::say!("restored: {} chains, {} entries, the ledger holds", found.chains, found.entries);
            Ok(End::Done)
        }
        Ok(found) => {
            crate::telling::say!("restored, but the ledger does not hold: {}", found.broken.unwrap_or_default());
            Ok(End::Code(1))
        }
        Err(e) => {
            take_away(path);
            Err(Failure::broken(format!("{} is no backup of Throughcare: {e}", args.file.display())))
        }
    }
}

fn take_away(path: &Path) {
    if let Err(e) = std::fs::remove_file(path) {
        crate::telling::warn_on_terminal!("throughcare: {} could not be taken away: {e}", path.display());
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
