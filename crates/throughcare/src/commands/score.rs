//! `throughcare score`: one national request a line, one national response a line, in the same order, as they come. It
//! opens no database.

use crate::cli::{End, Ended};
use actuarial::{Asked, Generation, models, score as answer};
use clap::Args;
use kernel::{Clock, Date};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use store::Failure;

#[derive(Args)]
pub(crate) struct ScoreArgs {
    /// The model, such as allReoffendingPredictor or rsr; `all` takes an object of model to request
    model: String,
    /// 1 for OGRS3, OVP, OSP, RSR and their like; 2 for the OGRS4 suite
    #[arg(long, env = "THROUGHCARE_GENERATION", default_value_t = 2, value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    generation: u8,
    /// The day on which an assessment without a date is taken to be made, YYYY-MM-DD
    #[arg(long, env = "THROUGHCARE_TODAY", value_name = "DATE")]
    today: Option<Date>,
    /// Add to each response how it came about
    #[arg(long, env = "THROUGHCARE_EXPLAIN")]
    explain: bool,
}

/// `throughcare score`
pub(crate) fn score(args: ScoreArgs) -> Ended {
    let generation = Generation::numbered(args.generation).unwrap_or_default();
    let known = models(generation);
    if args.model != "all" && !known.contains(&args.model.as_str()) {
        eprintln!(
            "throughcare: there is no model {} in generation {}; there are all, {}",
            args.model,
            args.generation,
            known.join(", ")
        );
        return Ok(End::Code(2));
    }
    let today = args.today.unwrap_or_else(|| Clock::machine().today());
    let asked = Asked { model: &args.model, generation, today, explained: args.explain };
    lines(BufReader::new(std::io::stdin()), std::io::stdout().lock(), |line| line_for(&asked, line))
}

fn line_for(asked: &Asked<'_>, line: &[u8]) -> Result<Value, String> {
    let request: Value = serde_json::from_slice(line).map_err(|e| format!("the line is not JSON: {e}"))?;
    answer(asked, &request).map_err(|problem| problem.to_string())
}

/// One line out for each line in. A line that gets no answer says why, and makes the exit code 2; a reader that has gone
/// away ends the work without complaint.
pub(crate) fn lines(
    mut input: BufReader<impl Read>,
    output: impl Write,
    mut line_for: impl FnMut(&[u8]) -> Result<Value, String>,
) -> Ended {
    let mut output = BufWriter::new(output);
    let (mut line, mut code) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|e| Failure::broken(format!("standard input cannot be read: {e}")))? == 0 {
            break;
        }
        let answer = line_for(&line).unwrap_or_else(|problem| {
            code = 2;
            json!({ "error": problem })
        });
        // What has been answered goes out before the next line is waited for.
        let waits = input.buffer().is_empty();
        let written = writeln!(output, "{answer}").and_then(|()| if waits { output.flush() } else { Ok(()) });
        match written {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::BrokenPipe => return Ok(End::Done),
            Err(e) => return Err(Failure::broken(format!("standard output cannot be written: {e}"))),
        }
    }
    match output.flush() {
        Ok(()) => Ok(if code == 0 { End::Done } else { End::Code(code) }),
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(End::Done),
        Err(e) => Err(Failure::broken(format!("standard output cannot be written: {e}"))),
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    fn run(input: &str) -> (Vec<Value>, bool) {
        let (model, today) = ("allReoffendingPredictor", kernel::date(2026, 1, 1));
        let asked = Asked { model, generation: Generation::Second, today, explained: false };
        let mut out = Vec::new();
        let ended = lines(BufReader::new(input.as_bytes()), &mut out, |line| line_for(&asked, line)).ok().unwrap();
        let lines = String::from_utf8(out).unwrap();
        (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), matches!(ended, End::Done))
    }

    #[test]
    fn every_line_has_its_answer_in_its_place() {
        let (lines, done) = run("{\"version\":\"V1_0\"}\n{\n[]\n\n{\"gender\":\"MALE\"}");
        assert_eq!(lines.len(), 5);
        assert!(!done);
        let errors: Vec<bool> = lines.iter().map(|line| line.get("error").is_some()).collect();
        assert_eq!(errors, [false, true, true, true, false]);
    }

    #[test]
    fn a_request_that_cannot_be_scored_is_answered_and_no_failure() {
        let (lines, done) = run("{\"dateOfBirth\":\"2001-02-29\"}\n");
        assert!(done);
        assert_eq!(lines[0]["validationErrors"][0]["fields"][0], "dateOfBirth");
    }

    #[test]
    fn a_reader_that_has_gone_away_ends_the_work() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let ended = lines(BufReader::new("{}\n{}\n".as_bytes()), Gone, |_| Ok(json!({})));
        assert!(matches!(ended, Ok(End::Done)));
    }
}
