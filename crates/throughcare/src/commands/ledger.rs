//! Checking and sealing the ledger.

use crate::cli::{End, Ended, Where};
use crate::{Opening, open_patiently};
use clap::{Args, Subcommand};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use store::{Failure, Seal};

#[derive(Subcommand)]
pub(crate) enum LedgerCommand {
    /// Check every chain, entry, image and seal, and every row against its newest image; exit code 1 and the first thing that does not hold
    Verify(VerifyArgs),
    /// Sign the heads of all chains; the seal is also printed, one line to be kept elsewhere
    Seal(SealArgs),
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    place: Where,
    /// A file of seals that was kept elsewhere: shows also what was taken out together with its seal
    #[arg(long, env = "THROUGHCARE_SEALS", value_name = "FILE")]
    seals: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct SealArgs {
    #[command(flatten)]
    place: Where,
    /// The file with the signing key; made when it is not there. Keep it off the database's machine.
    #[arg(long, env = "THROUGHCARE_SEAL_KEY", value_name = "FILE")]
    key: PathBuf,
}

/// `throughcare ledger`
pub(crate) fn ledger(command: LedgerCommand) -> Ended {
    match command {
        LedgerCommand::Verify(args) => verify(args),
        LedgerCommand::Seal(args) => seal(args),
    }
}

fn verify(args: VerifyArgs) -> Ended {
    let house = open_patiently(Opening::of(args.place.database));
    let kept = args.seals.as_deref().map(kept_seals).transpose()?;
    let seen = std::io::stderr().is_terminal();
    let found = house.verify_ledger(|so_far| {
        if seen {
            crate::telling::aside(format_args!("\r{} chains, {} entries", so_far.chains, so_far.entries));
            let _ = std::io::stderr().flush();
        }
    })?;
    if seen {
        crate::telling::warn_on_terminal!();
    }
    let broken = match (found.broken, &kept) {
        (None, Some(kept)) => house.check_kept_seals(kept)?,
        (broken, _) => broken,
    };
    match broken {
        None => {
            crate::telling::say!(
                "the ledger holds: {} chains, {} entries, {} seals",
                found.chains,
                found.entries,
                found.seals
            );
            match found.rows {
                0 => crate::telling::say!(
                    "rows were not held against it: the database is of another schema than this program"
                ),
                rows => crate::telling::say!("{rows} rows are as they were recorded last"),
            }
            if let Some(kept) = kept {
                crate::telling::say!("the {} seals that were kept elsewhere hold", kept.len());
            }
            Ok(End::Done)
        }
        Some(words) => {
            crate::telling::say!("broken: {words}");
            Ok(End::Code(1))
        }
    }
}

fn seal(args: SealArgs) -> Ended {
    let key = key_from(&args.key)?;
    let seal = open_patiently(Opening::of(args.place.database)).seal_ledger(&key)?;
    let line = serde_json::to_string(&Seal::from(&seal)).map_err(|e| Failure::broken(e.to_string()))?;
    crate::telling::say!("{line}");
    Ok(End::Done)
}

/// The seals of a file, one a line, as [`seal`] printed them.
pub(crate) fn kept_seals(file: &Path) -> Result<Vec<Seal>, Failure> {
    let trouble = |what: String| Failure::broken(format!("{}: {what}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|e| trouble(e.to_string()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| serde_json::from_str(line).map_err(|e| trouble(format!("line {} is no seal: {e}", n + 1))))
        .collect()
}

fn key_from(file: &Path) -> Result<[u8; 32], Failure> {
    let trouble = |e: std::io::Error| Failure::broken(format!("{}: {e}", file.display()));
    if !file.exists() {
        let mut key = [0u8; 32];
        getrandom::fill(&mut key).map_err(|e| Failure::broken(e.to_string()))?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(file).and_then(|mut f| f.write_all(hex::encode(key).as_bytes())).map_err(trouble)?;
        return Ok(key);
    }
    let text = std::fs::read_to_string(file).map_err(trouble)?;
    let bytes = hex::decode(text.trim()).ok().and_then(|b| b.try_into().ok());
    bytes.ok_or_else(|| Failure::broken(format!("{} holds no signing key", file.display())))
}
