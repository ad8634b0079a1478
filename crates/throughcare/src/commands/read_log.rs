//! Handing old months of the log of who read what over to files, and checking such files.

use crate::cli::{End, Ended, Where};
use crate::{Opening, open_patiently};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use store::{Asker, Checked, Failure, Month};

#[derive(Subcommand)]
pub(crate) enum AccessCommand {
    /// Write the months before one to files, with their digests in the ledger, and take them out of the log
    Archive(ArchiveArgs),
    /// Check that files are what was archived; exit code 1 when one is not
    Check(CheckArgs),
}

#[derive(Args)]
pub(crate) struct ArchiveArgs {
    #[command(flatten)]
    place: Where,
    /// The first month that stays, as 2027-01
    #[arg(long, value_name = "MONTH")]
    before: Month,
    /// The folder for the files
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    place: Where,
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// `throughcare access`
pub(crate) fn access(command: AccessCommand) -> Ended {
    match command {
        AccessCommand::Archive(args) => archive(args),
        AccessCommand::Check(args) => check(args),
    }
}

fn archive(args: ArchiveArgs) -> Ended {
    let mut opening = Opening::of(args.place.database);
    opening.today = args.place.today;
    let house = open_patiently(opening);
    let keeps = house.read(&Asker::system("access archive"), |cx| Ok(::access::Policy::read(cx)?.read_log_months))?;
    let months = i32::try_from(keeps).map_err(|e| Failure::broken(e.to_string()))?;
    let first_kept = Month::of(house.clock().now()).plus(-months);
    if args.before > first_kept {
        return Err(Failure::broken(format!(
            "who read what is kept at hand for {keeps} months: months before {first_kept} may be archived, not yet those up to \
             {}. The number is set under Administration, Sign-in policy.",
            args.before.plus(-1)
        )));
    }
    let due = house.log_months_before(args.before)?;
    if due.is_empty() {
        crate::telling::say!("nothing to archive: the log holds nothing before {}", args.before);
    }
    for month in due {
        let done = house.archive_log_month(month, &args.to)?;
        let digest = hex::encode(&done.digest);
        crate::telling::say!("{month}: {} entries in {}, sha256 {digest}", done.entries, done.file.display());
        if let Some(table) = done.stands_alone {
            crate::telling::say!(
                "  its rows stand in {table}, apart from the log: once the file is kept elsewhere, DROP TABLE {table};"
            );
        }
    }
    Ok(End::Done)
}

fn check(args: CheckArgs) -> Ended {
    let house = open_patiently(Opening::of(args.place.database));
    let mut wrong = false;
    for file in &args.files {
        match house.check_log_archive(file)? {
            Checked::Holds { month, entries } => crate::telling::say!("{month} holds: {entries} entries"),
            Checked::Broken(words) => {
                wrong = true;
                crate::telling::say!("broken: {words}");
            }
        }
    }
    Ok(if wrong { End::Code(1) } else { End::Done })
}
