//! Copies of an SQLite database, made while it is used, and put back. Always true: what bears the name of a backup is
//! complete, sound and on disk; a backup never takes the place of a database that is there.

use crate::cli::{BackupArgs, End, Ended};
use crate::{Opening, bring_up, open_patiently};
use std::fs::File;
use std::path::{Path, PathBuf};
use store::{Database, Failure};

/// `throughcare backup`
pub(crate) fn backup(args: BackupArgs) -> Ended {
    if args.file.exists() {
        return Err(Failure::broken(format!("{} is there already", args.file.display())));
    }
    let unfinished = beside(&args.file, ".unfinished");
    // What an earlier backup left that was killed.
    clear(&unfinished);
    let made = open_patiently(Opening::of(args.place.database)).copy_to(&unfinished).and_then(|()| {
        std::fs::rename(&unfinished, &args.file)
            .and_then(|()| settle(&args.file))
            .map_err(|e| Failure::broken(format!("{}: {e}", args.file.display())))
    });
    if let Err(failure) = made {
        clear(&unfinished);
        return Err(Failure::broken(format!("there is no new backup: {failure}")));
    }
    crate::telling::say!("{} is complete", args.file.display());
    Ok(End::Done)
}

/// `throughcare restore`: never over a database that is there.
pub(crate) fn restore(args: &BackupArgs) -> Ended {
    let Database::Sqlite(path) = &args.place.database else {
        return Err(Failure::broken("a PostgreSQL database is restored with its own tools"));
    };
    let log = beside(path, "-wal");
    for there in [path, &log] {
        if there.exists() {
            return Err(Failure::broken(format!("{} is there already: move it away first", there.display())));
        }
    }
    let copied = std::fs::copy(&args.file, path).and_then(|_| File::open(path)?.sync_all()).and_then(|()| settle(path));
    if let Err(e) = copied {
        clear(path);
        return Err(Failure::broken(format!("{} could not be copied to {}: {e}", args.file.display(), path.display())));
    }
    let house = open_patiently(Opening::of(args.place.database.clone()));
    let checked = house.look_for_damage().and_then(|()| bring_up(&house)).and_then(|_| house.verify_ledger(|_| {}));
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
            drop(house);
            clear(path);
            let file = args.file.display();
            Err(Failure::broken(match e.is_damage() {
                true => format!("{file} is damaged, or no database: take an older backup"),
                false => format!("{file} is no backup of Throughcare: {e}"),
            }))
        }
    }
}

/// The path with something after its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes a new name outlive a loss of power.
fn settle(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Takes away what was not finished, with what SQLite keeps beside it.
fn clear(path: &Path) {
    for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm"), beside(path, "-journal")] {
        if let Err(e) = std::fs::remove_file(&file)
            && e.kind() != std::io::ErrorKind::NotFound
        {
            crate::telling::warn_on_terminal!("throughcare: {} could not be taken away: {e}", file.display());
        }
    }
}
