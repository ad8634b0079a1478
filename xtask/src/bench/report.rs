//! The bench's tables, as Markdown.

use super::kept::Took;
use super::{Line, Load, Run};
use std::fmt::Write;

/// For each database and size what it took, its tables by size, the pages and calls, and the night.
pub(crate) fn of_runs(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let _ = writeln!(out, "\n## {} with {} people\n", run.database, grouped(run.people));
        let took = |took: &Took| {
            format!(
                "{} s, of which the program took {:.0} s of processor time and at most {} MiB",
                took.lasted.as_secs(),
                took.processor.own / 1000.0,
                took.memory
            )
        };
        let _ = writeln!(
            out,
            "Filled in {}; {} KB a person. Its first night was over after {}.\n\nFirst answer {} ms after the start; {} MiB \
             of memory after the first page, {} after the last, at most {}.\n",
            took(&run.filled),
            run.bytes_a_person / 1000,
            took(&run.first_night),
            run.first_answer.as_millis(),
            run.memory.after_first,
            run.memory.after_last,
            run.memory.most
        );
        out.push_str(HEAD);
        run.lines.iter().for_each(|line| row(&mut out, line));
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

/// One row a task; what has three figures has them for each number of clients, the fewest first.
const HEAD: &str = "Figures with strokes between them are those of 1, 8 and 64 clients.\n\n\
    | task | statements | a second | median ms | p95 ms | processor ms | a second ÷ bare | median ÷ bare | processor ÷ bare |\n\
    |---|---|---|---|---|---|---|---|---|\n";

fn row(out: &mut String, line: &Line) {
    let each = |figure: &dyn Fn(&Load) -> String| line.loads.iter().map(figure).collect::<Vec<_>>().join(" / ");
    let failed: usize = line.loads.iter().map(|load| load.page.failed + load.bare.failed).sum();
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |{}",
        line.task,
        line.statements,
        each(&|load| format!("{:.0}", load.page.per_second)),
        each(&|load| short(load.page.median)),
        each(&|load| short(load.page.p95)),
        each(&|load| short(load.processor.all())),
        each(&|load| format!("{:.2}", load.page.per_second / load.bare.per_second.max(0.001))),
        each(&|load| format!("{:.1}", load.page.median / load.bare.median.max(0.001))),
        each(&|load| format!("{:.1}", load.processor.all() / load.bare_processor.all().max(0.001))),
        if failed == 0 { String::new() } else { format!(" {failed} failed") }
    );
}

/// Two figures of a small number, none after the point of a large one.
fn short(milliseconds: f64) -> String {
    if milliseconds < 20.0 { format!("{milliseconds:.1}") } else { format!("{milliseconds:.0}") }
}

/// How much slower each size is than the smallest of the same database, by the median and by the processor time of a page.
pub(crate) fn growth(runs: &[Run]) -> String {
    let smallest =
        |of: &Run| runs.iter().filter(|r| r.database == of.database && r.people < of.people).min_by_key(|r| r.people);
    let pairs: Vec<(&Run, &Run)> =
        runs.iter().filter_map(|large| smallest(large).map(|small| (small, large))).collect();
    let Some((_, first)) = pairs.first() else { return String::new() };
    let mut out = String::from(
        "\n## Growth\n\nMedian, and processor time of a page, at the larger size divided by those at the smallest, eight clients.\n\n| task |",
    );
    for (small, large) in &pairs {
        let _ = write!(
            out,
            " {}, {} to {}: median | processor |",
            large.database,
            grouped(small.people),
            grouped(large.people)
        );
    }
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(2 * pairs.len()));
    for Line { task, .. } in &first.lines {
        let at_once = |run: &Run| {
            let line = run.lines.iter().find(|line| line.task == *task)?;
            line.loads.iter().find(|l| l.clients == super::load::AT_ONCE).copied()
        };
        let _ = write!(out, "| {task} |");
        for (small, large) in &pairs {
            let _ = match (at_once(small), at_once(large)) {
                (Some(before), Some(load)) => write!(
                    out,
                    " {:.2} | {:.2} |",
                    load.page.median / before.page.median.max(0.001),
                    load.processor.all() / before.processor.all().max(0.001)
                ),
                _ => write!(out, " not asked | |"),
            };
        }
        out.push('\n');
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
        let (filled, first_answer) = (Took::default(), Duration::from_millis(90));
        Run {
            database: "SQLite",
            people,
            filled,
            first_night: filled,
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
        let grown = growth(&runs);
        assert!(grown.contains("| task | SQLite, 2,400 to 24,000: median | processor |\n|---|---|---|\n"), "{grown}");
        assert!(grown.contains("| cases | 1.50 | 1.50 |\n"), "{grown}");
        assert_eq!(growth(&runs[..1]), "");
        let told = of_runs(&runs);
        assert!(told.contains("SQLite with 24,000 people") && told.contains("history 40.0."), "{told}");
        assert!(told.contains("| cases | 3 | 100 / 100 / 100 | 3.0 / 3.0 / 3.0 |"), "{told}");
    }
}
