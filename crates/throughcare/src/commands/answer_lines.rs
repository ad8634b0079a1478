//! `throughcare tier` and `throughcare workload`: one request a line in, one answer a line out, on no database at all.
//!
//! Always true: each line in gives one line out, in order; a line that is not JSON gives its error and makes the exit
//! code 2 at the end, after the other lines are answered.

use crate::cli::{End, Ended};
use actuarial::tier::{self, TierPolicy};
use actuarial::workload::{self, PointsVersion};
use clap::Args;
use kernel::{Clock, Date};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use store::Failure;

#[derive(Args)]
pub(crate) struct AnswerArgs {
    /// Answer as on this day, YYYY-MM-DD
    #[arg(long, env = "THROUGHCARE_TODAY", value_name = "DATE")]
    today: Option<Date>,
}

impl AnswerArgs {
    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| Clock::machine().today())
    }
}

/// `throughcare tier`
pub(crate) fn tier(args: &AnswerArgs) -> Ended {
    let (policy, today) = (TierPolicy::newest().map_err(Failure::broken)?, args.today());
    on_standard_streams(|request| tier::respond(policy, request, today))
}

/// `throughcare workload`
pub(crate) fn workload(args: &AnswerArgs) -> Ended {
    let today = args.today();
    let points = PointsVersion::on(today).map_err(Failure::broken)?;
    on_standard_streams(|request| workload::respond(points, request, today))
}

fn on_standard_streams(answer: impl Fn(&Value) -> Value) -> Ended {
    let done = each_line(std::io::stdin().lock(), std::io::stdout().lock(), answer);
    match done {
        Ok(0) => Ok(End::Done),
        Ok(_) => Ok(End::Code(2)),
        // Whoever read the answers has seen enough.
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(End::Done),
        Err(e) => Err(Failure::broken(e.to_string())),
    }
}

/// Answers each line, and tells how many were not JSON.
fn each_line(input: impl BufRead, mut output: impl Write, answer: impl Fn(&Value) -> Value) -> std::io::Result<usize> {
    let mut unreadable = 0;
    for line in input.split(b'\n') {
        let answered = match serde_json::from_slice::<Value>(&line?) {
            Ok(request) => answer(&request),
            Err(e) => {
                unreadable += 1;
                json!({ "error": format!("This line is not JSON: {e}") })
            }
        };
        writeln!(output, "{answered}")?;
    }
    output.flush()?;
    Ok(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(input: &str) -> (usize, Vec<Value>) {
        let mut output = Vec::new();
        let unreadable = each_line(input.as_bytes(), &mut output, |request| json!({ "asked": request })).unwrap();
        let text = String::from_utf8(output).unwrap();
        (unreadable, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn each_line_has_its_answer_in_order_and_one_that_is_not_json_its_error() {
        let (unreadable, answers) = answered("{\"a\":1}\nnonsense\n[2]\n");
        assert_eq!((unreadable, answers.len()), (1, 3));
        assert_eq!(answers[0]["asked"]["a"], 1);
        assert!(answers[1]["error"].as_str().unwrap().contains("not JSON"));
        assert_eq!(answers[2]["asked"][0], 2, "the lines after a bad one are answered");
    }

    #[test]
    fn a_last_line_without_an_end_is_answered_and_nothing_gives_nothing() {
        assert_eq!(answered("1").1.len(), 1);
        assert_eq!(answered("").1.len(), 0);
    }
}
