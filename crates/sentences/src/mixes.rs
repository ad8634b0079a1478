//! Which requirements orders hold together, counted for times: for pictures of what courts pass, never of a person.

use kernel::Date;
use law::Law;
use std::fmt::Write as _;
use store::{Cx, Failure, Result, Value};

/// How many orders of a time hold exactly these requirement types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderMix {
    /// The place of the time in the list that was asked.
    pub time: usize,
    /// Code of a sentence type.
    pub sentence: String,
    /// Codes of requirement types, each once, in statutory order. None for an order without a requirement.
    pub kinds: Vec<String>,
    /// There is a requirement of a type that the law does not list.
    pub others: bool,
    pub orders: i64,
}

/// Requirement types that fit into one number beside the mark for others.
const MOST: usize = 62;

/// Counts the orders that may hold requirements, by the time in which they were made and what they hold. `days` are the first
/// days of the times and the day after the last. Removed orders and requirements do not count; ended ones do.
///
/// # Errors
/// When there are fewer than two days, or the database fails.
pub fn order_mixes(cx: &mut Cx<'_>, days: &[Date]) -> Result<Vec<OrderMix>> {
    let law = cx.part::<Law>()?;
    let (Some(first), Some(last)) = (days.first(), days.last().filter(|_| days.len() > 1)) else {
        return Err(Failure::broken("orders are counted between two days or more"));
    };
    let kinds: Vec<&str> = law.requirements().iter().take(MOST).map(|kind| kind.code.as_str()).collect();
    let mut params: Vec<Value> = vec![Value::from(*first), Value::from(*last)];
    let mut place = |value: Value| {
        params.push(value);
        params.len()
    };
    let mut time = String::from("CASE");
    for (number, day) in days.iter().enumerate().skip(1) {
        let _ = write!(time, " WHEN o.made_on < ${} THEN {}", place(Value::from(*day)), number - 1);
    }
    time.push_str(" END");
    let mut bit = String::from("CASE WHEN r.kind IS NULL THEN 0");
    for (number, code) in kinds.iter().enumerate() {
        let _ = write!(bit, " WHEN r.kind = ${} THEN {}", place(Value::from(*code)), 1_i64 << number);
    }
    let _ = write!(bit, " ELSE {} END", 1_i64 << MOST);
    let holds: Vec<&str> =
        law.sentences().iter().filter(|s| !s.requirements.is_empty()).map(|s| s.code.as_str()).collect();
    let among: Vec<String> = holds.iter().map(|code| format!("${}", place(Value::from(*code)))).collect();
    let sql = format!(
        "SELECT m.time, m.sentence, m.mask, count(*) FROM ( \
         SELECT b.time, b.sentence, CAST(SUM(b.bit) AS BIGINT) AS mask FROM ( \
         SELECT DISTINCT o.person_id, o.id, o.sentence, {time} AS time, {bit} AS bit FROM sentence_order o \
         LEFT JOIN sentence_requirement r ON r.person_id = o.person_id AND r.order_id = o.id AND r.removed IS NULL \
         WHERE o.removed IS NULL AND o.made_on >= $1 AND o.made_on < $2 AND o.sentence IN ({}) \
         ) b GROUP BY b.person_id, b.id, b.sentence, b.time) m GROUP BY m.time, m.sentence, m.mask",
        among.join(", ")
    );
    let mut found = Vec::new();
    for row in cx.query(&sql, &params)? {
        let (time, mask): (i64, i64) = (row.get(0)?, row.get(2)?);
        let held = kinds.iter().enumerate().filter(|(number, _)| mask & (1 << number) != 0);
        found.push(OrderMix {
            time: usize::try_from(time).map_err(|_| Failure::broken("a time before the first"))?,
            sentence: row.get(1)?,
            kinds: held.map(|(_, code)| (*code).to_owned()).collect(),
            others: mask & (1 << MOST) != 0,
            orders: row.get(3)?,
        });
    }
    Ok(found)
}
