//! The bench's tables, as Markdown.

use super::{Line, Load, Run};
use std::fmt::Write;

/// For each database and size what it took, its tables by size, the pages and calls, and the night.
pub(crate) fn of_runs(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let _ = writeln!(out, "\n## {} with {} people\n", run.database, grouped(run.people));
        let _ = writeln!(
            out,
            "Filled in {} s, of which the program took {:.0} s of processor time and at most {} MiB; {} KB a person. First \
             answer {} ms after the start; {} MiB of memory after the first page, {} after the last, at most {}.\n",
            run.filled.lasted.as_secs(),
            run.filled.processor.own / 1000.0,
            run.filled.memory,
            run.bytes_a_person / 1000,
            run.first_answer.as_millis(),
            run.memory.after_first,
            run.memory.after_last,
            run.memory.most
        );
        out.push_str("| task | clients | median ms | p95 ms | a second | bare median ms | bare a second | median ÷ bare | throughput ÷ bare | processor ms | bare processor ms | processor ÷ bare | statements |\n");
        out.push_str("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for line in &run.lines {
            line.loads.iter().for_each(|load| row(&mut out, line, load));
        }
        out.push_str("\nKB a person by table, with its indexes: ");
        #[expect(clippy::cast_precision_loss, reason = "some hundred thousand bytes")]
        let sizes: Vec<String> =
            run.sizes.iter().map(|(name, bytes)| format!("{name} {:.1}", *bytes as f64 / 1000.0)).collect();
        let _ = writeln!(out, "{}.", sizes.join(", "));
        if !run.nights.is_empty() {
            let _ = writeln!(out, "\nWhile everybody's tier is worked out, {} clients:\n", super::load::AT_ONCE);
            out.push_str(&super::recalculation::report(&run.nights));
        }
    }
    out
}

fn row(out: &mut String, line: &Line, load: &Load) {
    let (page, bare) = (&load.page, &load.bare);
    let (processor, bare_processor) = (load.processor.all(), load.bare_processor.all());
    let _ = writeln!(
        out,
        "| {} | {} | {:.1} | {:.1} | {:.0} | {:.1} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {} |{}",
        line.task,
        load.clients,
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
        "\n## Growth\n\nMedian, and processor time of a page, at the larger size divided by those at the smallest, eight clients.\n\n| task | database | median | processor |\n|---|---|---|---|\n",
    );
    for large in runs {
        let smallest =
            runs.iter().filter(|r| r.database == large.database && r.people < large.people).min_by_key(|r| r.people);
        let Some(small) = smallest else { continue };
        for line in &large.lines {
            let at_once = |line: &Line| line.loads.iter().find(|l| l.clients == super::load::AT_ONCE).copied();
            let before = small.lines.iter().find(|l| l.task == line.task).and_then(at_once);
            if let (Some(load), Some(before)) = (at_once(line), before) {
                let ratio = load.page.median / before.page.median;
                let processor = load.processor.all() / before.processor.all().max(0.001);
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
    use crate::bench::kept::Filled;
    use crate::bench::load::Measured;
    use crate::bench::{Memory, Spent};
    use std::time::Duration;

    fn run(people: usize, median: f64) -> Run {
        let measured = |median| Measured { median, p95: median, per_second: 100.0, failed: 0, done: 100 };
        let spent = |own| Spent { own, database: 0.0 };
        let load = |clients| Load {
            clients,
            page: measured(median),
            bare: measured(1.0),
            processor: spent(median),
            bare_processor: spent(1.0),
        };
        let loads = super::super::load::CLIENTS.map(load).to_vec();
        let (filled, first_answer) = (Filled::default(), Duration::from_millis(90));
        Run {
            database: "SQLite",
            people,
            filled,
            first_answer,
            memory: Memory::default(),
            bytes_a_person: 90_000,
            sizes: vec![("history".to_owned(), 40_000)],
            lines: vec![Line { task: "cases".to_owned(), statements: 3, loads }],
            nights: vec![],
        }
    }

    #[test]
    fn growth_compares_one_database_with_itself() {
        let runs = [run(2_400, 2.0), run(24_000, 3.0)];
        assert!(growth(&runs).contains("| cases | SQLite, 2,400 to 24,000 | 1.50 | 1.50 |"), "{}", growth(&runs));
        let told = of_runs(&runs);
        assert!(told.contains("SQLite with 24,000 people") && told.contains("history 40.0."), "{told}");
        assert_eq!(told.matches("| cases |").count(), 2 * super::super::load::CLIENTS.len());
    }
}
