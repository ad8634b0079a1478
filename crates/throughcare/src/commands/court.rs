//! `throughcare court ingest`: one JSON line a defendant. Bytes that are no message are kept for a person and make the
//! exit code 2; so does a file that cannot be opened. The other files are done all the same.

use crate::cli::{End, Ended, Where};
use crate::{Opening, bring_up, open};
use clap::{Args, Subcommand};
use court::IngestLine;
use serde::Serialize;
use std::io::Read;
use store::{Asker, Failure};

#[derive(Subcommand)]
pub(crate) enum CourtCommand {
    /// Take in results and cases as courts send them; `-` reads standard input
    Ingest(IngestArgs),
}

#[derive(Args)]
pub(crate) struct IngestArgs {
    #[command(flatten)]
    place: Where,
    /// Files with one message each
    #[arg(required = true)]
    files: Vec<String>,
}

/// `throughcare court`
pub(crate) fn court(command: CourtCommand) -> Ended {
    let CourtCommand::Ingest(args) = command;
    let mut opening = Opening::of(args.place.database);
    opening.today = args.place.today;
    let house = open(opening);
    bring_up(&house)?;
    let asker = Asker::system("court ingest");
    let mut code = 0;
    for file in &args.files {
        let bytes = match bytes_of(file) {
            Ok(bytes) => bytes,
            Err(e) => {
                say(&serde_json::json!({ "file": file, "error": format!("cannot be opened: {e}") }))?;
                code = 2;
                continue;
            }
        };
        for line in court::ingest(&house, &asker, file, &bytes)? {
            if was_no_message(&line) {
                code = 2;
            }
            say(&line)?;
        }
    }
    Ok(if code == 0 { End::Done } else { End::Code(code) })
}

fn bytes_of(file: &str) -> std::io::Result<Vec<u8>> {
    if file != "-" {
        return std::fs::read(file);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What could not be read has neither hearing nor defendant, and waits for a person.
fn was_no_message(line: &IngestLine) -> bool {
    line.outcome == "review" && line.hearing_id.is_none() && line.defendant_id.is_none()
}

fn say(line: &impl Serialize) -> Result<(), Failure> {
    let line = serde_json::to_string(line).map_err(|e| Failure::broken(e.to_string()))?;
    crate::telling::say!("{line}");
    Ok(())
}
