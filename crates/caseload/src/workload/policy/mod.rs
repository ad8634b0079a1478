//! The service's own figures of workload and of the tier that drives, as dated rows.
//!
//! Always true: a row holds from its first day until a later one begins, and none is changed; what the service set itself
//! stands after what was shipped. It knows no officer.

mod rows;

pub(super) use rows::ReportDays;
pub use rows::{AbsenceShare, Before, Display, Driver, GradeRow, HighNeed, Limit, ReductionReason, TierCapacity};

use super::policy_rows::{PolicyChange, PolicyRow};
use actuarial::tier::Letter;
use jiff::civil::Date;
use rows::{ContactCounts, DriverRow, EnforcementRow};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};
use store::{Cx, Failure, Result as Answer};

#[derive(Clone, Deserialize)]
struct TierFile {
    driver: Vec<DriverRow>,
    enforcement: Vec<EnforcementRow>,
}

#[derive(Clone, Deserialize)]
struct WorkloadFile {
    grade: Vec<GradeRow>,
    reduction: Vec<ReductionReason>,
    limit: Vec<Limit>,
    display: Vec<Display>,
    high_need: Vec<HighNeed>,
    absence: Vec<AbsenceShare>,
    report: Vec<ReportDays>,
    contact_days: Vec<ReportDays>,
    contact: Vec<ContactCounts>,
    before: Vec<Before>,
}

/// Every row of every kind.
#[derive(Clone)]
pub struct Figures {
    tier: TierFile,
    workload: WorkloadFile,
    tier_capacity: Vec<TierCapacity>,
}

fn in_force<T>(rows: &[T], from: impl Fn(&T) -> Date, day: Date) -> Option<&T> {
    let began = rows.iter().filter(|row| from(row) <= day).max_by_key(|row| from(row));
    began.or_else(|| rows.iter().min_by_key(|row| from(row)))
}

impl Figures {
    /// What is compiled into this version, read once.
    ///
    /// # Errors
    /// What is wrong with a file, in words.
    pub fn shipped() -> Result<&'static Figures, String> {
        static SHIPPED: OnceLock<Result<Figures, String>> = OnceLock::new();
        SHIPPED.get_or_init(Figures::read).as_ref().map_err(Clone::clone)
    }

    fn read() -> Result<Figures, String> {
        let tier = toml::from_str(include_str!("../../../policy/tier.toml")).map_err(|e| e.to_string())?;
        let workload: WorkloadFile =
            toml::from_str(include_str!("../../../policy/workload.toml")).map_err(|e| e.to_string())?;
        let lacks = workload.limit.is_empty() || workload.display.is_empty() || workload.absence.is_empty();
        if lacks || workload.high_need.is_empty() || workload.report.is_empty() {
            return Err("workload.toml lacks a limit, a display, an absence, a report or a high_need row".to_owned());
        }
        Ok(Figures { tier, workload, tier_capacity: Vec::new() })
    }

    /// What was shipped, and over it what the service set itself.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub fn now(cx: &mut Cx<'_>) -> Answer<Arc<Figures>> {
        cx.remembered(|cx| {
            let mut figures = Figures::shipped().map_err(Failure::Broken)?.clone();
            for row in cx.list::<PolicyRow>("ORDER BY recorded_at, id", &[])? {
                figures.add(row.change()?, row.from_day, row.source());
            }
            Ok(figures)
        })
    }

    /// Adds a row. Of two from one day the later recorded holds.
    fn add(&mut self, change: PolicyChange, from: Date, source: String) {
        let file = &mut self.workload;
        match change {
            PolicyChange::GradeFit { grade, highest_letter, highest_two_part } => {
                let known = file.grade.iter().rev().find(|r| r.code == grade);
                let counts_as = known.map_or_else(|| grade.clone(), |r| r.counts_as.clone());
                let assumed = false;
                let code = grade;
                file.grade.push(GradeRow { code, counts_as, highest_letter, highest_two_part, from, assumed, source });
            }
            PolicyChange::TierCapacity { grade, tier, most } => {
                self.tier_capacity.push(TierCapacity { grade, tier, most, from, source });
            }
            PolicyChange::Thresholds { full_tenths, over_tenths } => {
                file.display.push(Display { full_tenths, over_tenths, from });
            }
            PolicyChange::Need { highest_letter, highest_two_part, need_points, allowance, allowance_women } => {
                let assumed = false;
                file.high_need.push(HighNeed {
                    from,
                    highest_letter,
                    highest_two_part,
                    need_points,
                    allowance,
                    allowance_women,
                    assumed,
                    source,
                });
            }
        }
    }

    /// Every row of grade fit, in the order in which they were added.
    #[must_use]
    pub fn grade_rows(&self) -> &[GradeRow] {
        &self.workload.grade
    }

    /// Every row of tier capacity.
    #[must_use]
    pub fn tier_capacities(&self) -> &[TierCapacity] {
        &self.tier_capacity
    }

    /// Every row of the thresholds.
    #[must_use]
    pub fn displays(&self) -> &[Display] {
        &self.workload.display
    }

    /// How many people of a tier somebody of this grade should hold at most; nothing where nobody set it.
    #[must_use]
    pub fn tier_capacity(&self, grade: &str, tier: Letter, day: Date) -> Option<i64> {
        let rows = self.tier_capacity.iter().filter(|r| r.grade == grade && r.tier == tier && r.from <= day);
        rows.max_by_key(|r| r.from).map(|r| r.most)
    }

    /// What an absence takes of the contracted hours.
    #[must_use]
    pub fn absence(&self, day: Date) -> Option<&AbsenceShare> {
        in_force(&self.workload.absence, |r| r.from, day)
    }

    /// For how many days a signed report counts as work.
    #[must_use]
    pub fn report_days(&self, day: Date) -> Option<&ReportDays> {
        in_force(&self.workload.report, |r| r.from, day)
    }

    /// For how many days after it a contact with somebody of another officer's list counts.
    #[must_use]
    pub fn contact_days(&self, day: Date) -> Option<&ReportDays> {
        in_force(&self.workload.contact_days, |r| r.from, day)
    }

    /// As what a contact of this type with somebody of another officer's list counts; nothing for types that do not.
    #[must_use]
    pub fn contact(&self, kind: &str, day: Date) -> Option<&ContactCounts> {
        let rows = self.workload.contact.iter().filter(|r| r.kind == kind && r.from <= day);
        rows.max_by_key(|r| r.from)
    }

    /// Every row of what contacts count as.
    #[must_use]
    pub fn contact_rows(&self) -> &[ContactCounts] {
        &self.workload.contact
    }

    /// How allocation stood on a day before this policy.
    #[must_use]
    pub fn before(&self, day: Date) -> Option<&Before> {
        self.workload.before.iter().find(|r| r.from <= day && day <= r.until)
    }

    /// Which tier drives on a day.
    #[must_use]
    pub fn driver(&self, day: Date) -> Driver {
        in_force(&self.tier.driver, |r| r.from, day).map_or(Driver::Letter, |r| r.by)
    }

    /// For how many days a breach counts.
    #[must_use]
    pub fn enforcement_days(&self, day: Date) -> i64 {
        in_force(&self.tier.enforcement, |r| r.from, day).map_or(0, |r| r.days)
    }

    /// The row of a grade on a day; nothing for a grade that holds no cases.
    #[must_use]
    pub fn grade(&self, code: &str, day: Date) -> Option<&GradeRow> {
        let rows = self.workload.grade.iter().filter(|r| r.code.eq_ignore_ascii_case(code) && r.from <= day);
        rows.max_by_key(|r| r.from)
    }

    /// Whether somebody of this grade may hold a tier: the letter in force, else the two-part tier. Nothing while neither
    /// is known, or for a grade without a row.
    #[must_use]
    pub fn grade_fits(&self, grade: &str, letter: Option<&str>, two_part: Option<&str>, day: Date) -> Option<bool> {
        let row = self.grade(grade, day)?;
        let read = |text: Option<&str>| text.and_then(|t| t.chars().next()).and_then(Letter::read);
        let by_letter = match self.driver(day) {
            Driver::Letter => row.highest_letter,
            Driver::TwoPart => row.highest_two_part,
        };
        let fits = |tier: Letter, highest: Letter| tier >= highest;
        read(letter).map(|t| fits(t, by_letter)).or_else(|| read(two_part).map(|t| fits(t, row.highest_two_part)))
    }

    /// Reasons for fewer hours, in the order of the list.
    #[must_use]
    pub fn reductions(&self) -> &[ReductionReason] {
        &self.workload.reduction
    }

    /// A reason by its code.
    #[must_use]
    pub fn reduction(&self, code: &str) -> Option<&ReductionReason> {
        self.workload.reduction.iter().find(|r| r.code == code)
    }

    #[must_use]
    pub fn limit(&self, day: Date) -> Option<Limit> {
        in_force(&self.workload.limit, |r| r.from, day).copied()
    }

    #[must_use]
    pub fn display(&self, day: Date) -> Option<Display> {
        in_force(&self.workload.display, |r| r.from, day).copied()
    }

    #[must_use]
    pub fn high_need(&self, day: Date) -> Option<&HighNeed> {
        in_force(&self.workload.high_need, |r| r.from, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn the_shipped_figures_can_be_read_and_every_grade_that_holds_cases_has_a_row() {
        let figures = Figures::shipped().unwrap();
        let day = date(2026, 11, 23);
        for code in ["PO", "PSO", "PQIP", "SPO"] {
            assert!(figures.grade(code, day).is_some(), "{code}");
        }
        assert!(figures.grade("ADM", day).is_none());
        assert!(figures.limit(day).is_some() && figures.display(day).is_some());
        assert_eq!(figures.driver(day), Driver::Letter);
    }

    #[test]
    fn a_row_of_the_service_holds_from_its_day_and_leaves_the_days_before_as_they_were() {
        let mut figures = Figures::shipped().unwrap().clone();
        let (grade, from) = ("PSO".to_owned(), date(2027, 1, 1));
        let change = PolicyChange::GradeFit { grade, highest_letter: Letter::D, highest_two_part: Letter::C };
        figures.add(change, from, "Head of operations: learners first".to_owned());
        let fits = |day| figures.grade_fits("PSO", Some("C"), None, day);
        assert_eq!((fits(date(2026, 12, 31)), fits(from)), (Some(true), Some(false)));
        let change = |most| PolicyChange::TierCapacity { grade: "PO".to_owned(), tier: Letter::A, most };
        figures.add(change(10), from, String::new());
        figures.add(change(8), from, String::new());
        assert_eq!(figures.tier_capacity("PO", Letter::A, date(2026, 12, 31)), None);
        assert_eq!(figures.tier_capacity("PO", Letter::A, from), Some(8), "the later recorded of one day");
        figures.add(PolicyChange::Thresholds { full_tenths: 950, over_tenths: 1050 }, from, String::new());
        assert_eq!(figures.display(from).map(|d| d.over_tenths), Some(1050));
        assert_eq!(figures.display(date(2026, 12, 31)).map(|d| d.over_tenths), Some(1100));
    }

    #[test]
    fn the_choice_between_two_organisations_is_told_of_its_years_alone() {
        let figures = Figures::shipped().unwrap();
        assert!(figures.before(date(2014, 5, 31)).is_none());
        assert!(figures.before(date(2014, 6, 1)).unwrap().words.contains("two organisations"));
        assert!(figures.before(date(2021, 6, 25)).is_some());
        assert!(figures.before(date(2021, 6, 26)).is_none());
    }

    #[test]
    fn a_grade_holds_its_highest_tier_and_lower_ones() {
        let figures = Figures::shipped().unwrap();
        let fits = |grade, letter| figures.grade_fits(grade, letter, None, date(2026, 11, 23));
        assert_eq!(fits("PSO", Some("C")), Some(true));
        assert_eq!(fits("PSO", Some("B")), Some(false));
        assert_eq!(fits("PQIP", Some("C")), Some(false));
        assert_eq!(fits("PO", Some("A")), Some(true));
        assert_eq!(fits("PSO", None), None);
        assert_eq!(figures.grade_fits("PSO", None, Some("B2"), date(2026, 11, 23)), Some(false));
    }

    #[test]
    fn need_without_risk_adds_points_and_more_for_women() {
        let row = Figures::shipped().unwrap().high_need(date(2026, 11, 23)).unwrap();
        let at = |letter, two_part, needs, woman| row.allowance(Some(letter), Some(two_part), needs, woman);
        assert_eq!(at(Letter::E, Letter::D, 8, true), 30);
        assert_eq!(at(Letter::E, Letter::D, 8, false), 20);
        assert_eq!(at(Letter::D, Letter::C, 8, false), 20);
        assert_eq!(at(Letter::E, Letter::D, 7, true), 0, "below the limit of needs");
        assert_eq!(at(Letter::C, Letter::D, 20, true), 0, "not a lower tier by its letter");
        assert_eq!(at(Letter::E, Letter::B, 20, true), 0, "nor by its protection");
    }
}
