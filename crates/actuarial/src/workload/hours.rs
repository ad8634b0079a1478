//! Hours and the points that they make available, by the real-time rules and by those of the nightly batch.
//!
//! Always true: hours are exact decimals, so that 37 less 1.8 is 35.2; points are cut, never rounded up. It knows no case.

use super::points::PointsVersion;

/// Hours a week, exact to nine decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours(i64);

const SCALE: i64 = 1_000_000_000;
/// Nobody has more hours in a week.
pub const LONGEST_WEEK: f64 = 168.0;

impl Hours {
    /// Reads a number of hours. Nothing when it has more than nine decimals, is below 0 or above a week.
    #[must_use]
    pub fn read(hours: f64) -> Option<Hours> {
        if !(0.0..=LONGEST_WEEK).contains(&hours) {
            return None;
        }
        let text = format!("{hours}");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        if part.len() > 9 {
            return None;
        }
        let part = format!("{part:0<9}");
        Some(Hours(whole.parse::<i64>().ok()? * SCALE + part.parse::<i64>().ok()?))
    }

    /// From hundredths of an hour, as records keep them.
    #[must_use]
    pub fn hundredths(hundredths: i64) -> Hours {
        Hours(hundredths.saturating_mul(SCALE / 100))
    }

    /// None at all.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.0 <= 0
    }

    #[expect(clippy::cast_precision_loss, reason = "hours of a week have few digits")]
    fn as_f64(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }
}

impl std::ops::Sub for Hours {
    type Output = Hours;
    fn sub(self, other: Hours) -> Hours {
        Hours(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Hours {
    fn sum<I: Iterator<Item = Hours>>(each: I) -> Hours {
        each.fold(Hours(0), |all, h| Hours(all.0.saturating_add(h.0)))
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, part) = (size / SCALE.unsigned_abs(), size % SCALE.unsigned_abs());
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:09}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

/// The grade of an officer, as far as hours and points ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// Probation officer.
    Po,
    /// In training to be one.
    Trainee,
    /// Probation service officer.
    Pso,
    /// Senior probation officer.
    Spo,
    /// Anything else: the real-time rules take it as senior, the batch as without capacity.
    Other,
}

impl Grade {
    /// Reads the name of a grade or the code of an extract.
    #[must_use]
    pub fn read(name: &str) -> Grade {
        match name.trim().to_ascii_uppercase().as_str() {
            "PO" => Grade::Po,
            "PQIP" => Grade::Trainee,
            "PSO" => Grade::Pso,
            "SPO" => Grade::Spo,
            _ => Grade::Other,
        }
    }

    /// Reads the grade's code of a national extract, such as PSQ for a probation service officer.
    #[must_use]
    pub fn of_extract(code: &str) -> Grade {
        const PO: &str = "M E D O J H N G F CRCM CRCO CRCN NPSM NPSO NPSN PSM PSO PSN";
        const SPO: &str = "C NPSC PSC CRCB CRCA NPSB PSB PSA B A";
        const TRAINEE: &str = "P L K CRCP NPSP PSP CPQF";
        const PSO: &str = "Q Z Y CRCQ NPSQ PSQ CRC1 CRC2 CRCC PS4";
        let code = code.trim().to_ascii_uppercase();
        let among = |codes: &str| codes.split(' ').any(|c| c == code);
        if among(PO) {
            Grade::Po
        } else if among(SPO) {
            Grade::Spo
        } else if among(TRAINEE) || code.ends_with("PQF") {
            Grade::Trainee
        } else if among(PSO) {
            Grade::Pso
        } else {
            Grade::Other
        }
    }

    fn hours_slot(self) -> &'static str {
        match self {
            Grade::Po | Grade::Trainee => "PO",
            Grade::Pso => "PSO",
            Grade::Spo | Grade::Other => "SPO",
        }
    }
}

/// How many points an officer has to give, with its working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Available {
    pub points: i64,
    /// What the grade has at full hours.
    pub target: i64,
    pub default_hours: Hours,
    /// Contracted, or the grade's default.
    pub hours: Hours,
    pub reductions: Hours,
}

/// The hours of a grade at full time.
#[must_use]
pub fn default_hours(version: &PointsVersion, grade: Grade) -> Hours {
    Hours::read(version.default_hours(grade.hours_slot())).unwrap_or_default()
}

/// Available points by the real-time rules: the share of full hours, to fifteen decimals, of the grade's target, cut.
#[must_use]
pub fn available(version: &PointsVersion, grade: Grade, contracted: Option<Hours>, reductions: Hours) -> Available {
    let default_hours = default_hours(version, grade);
    let target = version.target(if grade == Grade::Spo { "SPO" } else { "PO" });
    let hours = contracted.unwrap_or(default_hours);
    let left = hours - reductions;
    let points = if left.is_none() || default_hours.is_none() {
        0
    } else {
        // Both below 200 billion, times 10^15: far inside 128 bits.
        let (left, full) = (i128::from(left.0), i128::from(default_hours.0));
        let share = (2 * left * UNIT + full) / (2 * full);
        i64::try_from(i128::from(target) * share / UNIT).unwrap_or(i64::MAX)
    };
    Available { points, target, default_hours, hours, reductions }
}

const UNIT: i128 = 1_000_000_000_000_000;

/// Available points by the rules of the nightly batch; more reductions than hours give points below 0, as there.
#[must_use]
pub fn available_in_batch(
    version: &PointsVersion,
    grade: Grade,
    contracted: Option<Hours>,
    reductions: Hours,
) -> Available {
    // In the batch the column of the senior target is the one for probation service officers.
    let target = version.target(if grade == Grade::Pso { "SPO" } else { "PO" });
    let default_hours = default_hours(version, if grade == Grade::Other { Grade::Po } else { grade });
    let base = contracted.unwrap_or(default_hours);
    let (full, hours) = (default_hours.as_f64(), base.as_f64());
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "cut, as the batch does")]
    let points = if grade == Grade::Other || hours == 0.0 || full == 0.0 {
        0
    } else {
        (target as f64 * (hours / full) * ((hours - reductions.as_f64()) / hours)).trunc() as i64
    };
    Available { points, target, default_hours, hours: base, reductions }
}
