//! The bench's tables, as Markdown.

use super::{Line, Run};
use std::fmt::Write;

/// One table for each database and size.
pub(crate) fn of_runs(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let _ = writeln!(out, "\n## {} with {} people\n", run.database, grouped(run.people));
        let _ = writeln!(
            out,
            "Filled in {} s, of which the program took {:.0} s of processor time and at most {} MiB; {} KB a person. First \
             answer {} ms after the start; at most {} MiB of memory while serving.\n",
            run.filled.lasted.as_secs(),
            run.filled.processor.own / 1000.0,
            run.filled.memory,
            run.bytes_a_person / 1000,
            run.first_answer.as_millis(),
            run.memory
        );
        out.push_str("| task | median ms | p95 ms | a second | bare median ms | bare a second | median ÷ bare | throughput ÷ bare | processor ms | bare processor ms | processor ÷ bare | statements |\n");
        out.push_str("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for line in &run.lines {
            row(&mut out, line);
        }
    }
    out
}

fn row(out: &mut String, line: &Line) {
    let (page, bare) = (&line.page, &line.bare);
    let (processor, bare_processor) = (line.processor.all(), line.bare_processor.all());
    let _ = writeln!(
        out,
        "| {} | {:.1} | {:.1} | {:.0} | {:.1} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {} |{}",
        line.task,
        page.median,
        page.p95,
        page.per_second,
        bare.median,
        bare.per_second,
        page.median / bare.median.max(0.001),
        page.per_second / bare.per_second.max(0.001),
        processor,
        bare_processor,
        processor / bare_processor.max(0.001),
        line.statements,
        if page.failed + bare.failed == 0 { String::new() } else { format!(" {} failed", page.failed + bare.failed) }
    );
}

/// How much slower the largest size is than the smallest, by the median and by the processor time of a page.
pub(crate) fn growth(runs: &[Run]) -> String {
    let mut out = String::from(
        "\n## Growth\n\nMedian, and processor time of a page, at the larger size divided by those at the smaller.\n\n| task | database | median | processor |\n|---|---|---|---|\n",
    );
    for large in runs {
        let smallest =
            runs.iter().filter(|r| r.database == large.database && r.people < large.people).min_by_key(|r| r.people);
        let Some(small) = smallest else { continue };
        for line in &large.lines {
            if let Some(before) = small.lines.iter().find(|l| l.task == line.task) {
                let ratio = line.page.median / before.page.median;
                let processor = line.processor.all() / before.processor.all().max(0.001);
                let _ = writeln!(
                    out,
                    "| {} | {}, {} to {} | {ratio:.2} | {processor:.2} |",
                    line.task,
                    large.database,
                    grouped(small.people),
                    grouped(large.people)
                );
            }
        }
    }
    out
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    if head.is_empty() { tail.to_owned() } else { format!("{head},{tail}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::Spent;
    use crate::bench::kept::Filled;
    use crate::bench::load::Measured;
    use std::time::Duration;

    fn run(people: usize, median: f64) -> Run {
        let measured = |median| Measured { median, p95: median, per_second: 100.0, failed: 0, done: 100 };
        let spent = |own| Spent { own, database: 0.0 };
        let line = Line {
            task: "cases".to_owned(),
            page: measured(median),
            bare: measured(1.0),
            statements: 3,
            processor: spent(median),
            bare_processor: spent(1.0),
        };
        let (filled, first_answer) = (Filled::default(), Duration::from_millis(90));
        Run { database: "SQLite", people, filled, first_answer, memory: 50, bytes_a_person: 90_000, lines: vec![line] }
    }

    #[test]
    fn growth_compares_one_database_with_itself() {
        let runs = [run(2_400, 2.0), run(24_000, 3.0)];
        assert!(growth(&runs).contains("| cases | SQLite, 2,400 to 24,000 | 1.50 | 1.50 |"), "{}", growth(&runs));
        assert!(of_runs(&runs).contains("SQLite with 24,000 people"));
    }
}
