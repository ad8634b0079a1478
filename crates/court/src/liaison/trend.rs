//! The share of sentencers who answered well, by question and year. Pure.

use super::records::Feedback;

/// One question in one year, over all courts asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub year: i64,
    pub question: String,
    /// Who answered well or very well, and everybody who answered.
    pub well: i64,
    pub answered: i64,
}

impl Point {
    /// In whole per cent; none when nobody answered.
    #[must_use]
    pub(crate) fn percent(&self) -> Option<i64> {
        (self.answered > 0).then(|| (self.well * 100 + self.answered / 2) / self.answered)
    }
}

/// Adds courts up, by question in the order given and by year.
#[must_use]
pub(crate) fn favourable(rows: &[Feedback], questions: &[String]) -> Vec<Point> {
    let mut years: Vec<i64> = rows.iter().map(|r| r.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut points = Vec::new();
    for question in questions {
        for year in &years {
            let of: Vec<&Feedback> = rows.iter().filter(|r| r.year == *year && r.question == *question).collect();
            if of.is_empty() {
                continue;
            }
            let well = of.iter().map(|r| r.very_good + r.good).sum();
            let answered = of.iter().map(|r| r.very_good + r.good + r.poor + r.very_poor).sum();
            points.push(Point { year: *year, question: question.clone(), well, answered });
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{CourtId, Instant};
    use uuid::Uuid;

    fn row(court: u128, year: i64, counts: [i64; 4]) -> Feedback {
        Feedback {
            court_id: CourtId(Uuid::from_u128(court)),
            year,
            question: "timely".into(),
            very_good: counts[0],
            good: counts[1],
            poor: counts[2],
            very_poor: counts[3],
            recorded_by: "me".into(),
            recorded_at: Instant(0),
            version: 1,
        }
    }

    #[test]
    fn courts_are_added_up_by_year_and_a_year_without_answers_has_no_share() {
        let rows = [row(1, 2024, [1, 1, 1, 1]), row(2, 2024, [4, 0, 0, 0]), row(1, 2025, [0, 0, 0, 0])];
        let points = favourable(&rows, &["timely".into(), "useful".into()]);
        let shown: Vec<_> = points.iter().map(|p| (p.year, p.well, p.answered, p.percent())).collect();
        assert_eq!(shown, [(2024, 6, 8, Some(75)), (2025, 0, 0, None)]);
    }
}
