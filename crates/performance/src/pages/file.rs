//! The figures of a measure as a file: every time and break-down of one place, hidden ones as hidden.

use super::Asked;
use crate::figures::{Sheet, Shown};
use crate::groups::{Grouping, Groups};
use std::fmt::Write as _;
use store::Cx;
use web::{Answer, Reply, Request};

const HEAD: &str = "place,measure,from,until,break_down,group,numerator,denominator,percent,low,high,shown\n";

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = Asked::read(cx, req)?;
    let measure = asked.measure(req)?;
    let sheet = Sheet::of_measures(cx, asked.place.id, [measure, measure])?;
    let groups = Groups::of(asked.policy);
    let mut text = String::from(HEAD);
    for period in &asked.periods {
        for grouping in Grouping::ALL {
            for (_, group) in groups.of_grouping(grouping) {
                let cell = sheet.cell(asked.place.id, &measure.code, &period.code(), (grouping, &group.code));
                let figures = match Shown::of(cell, asked.limits) {
                    Shown::Nothing => continue,
                    Shown::Hidden => ",,,,,hidden".to_owned(),
                    Shown::Few { numerator, denominator } => {
                        format!("{numerator},{denominator},,,,too few for a share")
                    }
                    Shown::Share { numerator, denominator, interval } => format!(
                        "{numerator},{denominator},{:.1},{:.1},{:.1},yes",
                        interval.share * 100.0,
                        interval.low * 100.0,
                        interval.high * 100.0
                    ),
                };
                let words = group.words.replace('"', "'");
                let _ = writeln!(
                    text,
                    "{},{},{},{},{},\"{words}\",{figures}",
                    asked.place.code,
                    measure.code,
                    period.first,
                    period.after(),
                    grouping.code()
                );
            }
        }
    }
    let name = format!("{}-{}-{}.csv", measure.code, asked.place.code, asked.today);
    Ok(Reply::file(name, "text/csv; charset=utf-8", text.into_bytes()))
}
