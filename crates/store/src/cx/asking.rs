//! Questions that are known beforehand, asked together. A page that reads a dozen small lists waits for a database far away
//! once and not a dozen times; what each list is stays with the room that owns it.
//!
//! Always true: an answer is the same whether its question was asked alone or with others. Asking together is a saving and
//! nothing else: a door whose question was not foreseen simply asks it.

use super::Cx;
use crate::{ColumnType, Failure, Record, Row, Table, Value};

/// A statement that has not been run: its text, its parameters, and the types that its columns have.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    sql: String,
    params: Vec<Value>,
    columns: Vec<ColumnType>,
}

fn types(table: &'static Table) -> impl Iterator<Item = ColumnType> {
    table.columns.iter().map(|c| c.ty)
}

impl Question {
    /// Rows of a table, as [`Cx::list`] gives them.
    #[must_use]
    pub fn list<R: Record>(rest: &str, params: &[Value]) -> Question {
        let sql = format!("SELECT {} FROM {} {rest}", R::TABLE.column_list(), R::TABLE.name);
        Question { sql, params: params.to_vec(), columns: types(R::TABLE).collect() }
    }

    /// Rows of one table with those of another, as [`Cx::list_with`] gives them.
    #[must_use]
    pub fn with<A: Record, B: Record>(on: &str, rest: &str, params: &[Value]) -> Question {
        let columns = |alias: &str, table: &Table| {
            table.columns.iter().map(|c| format!("{alias}.{}", c.name)).collect::<Vec<_>>().join(", ")
        };
        let (a, b) = (A::TABLE, B::TABLE);
        let sql = format!(
            "SELECT {}, {} FROM {} a LEFT JOIN {} b ON {on} {rest}",
            columns("a", a),
            columns("b", b),
            a.name,
            b.name
        );
        Question { sql, params: params.to_vec(), columns: types(a).chain(types(b)).collect() }
    }

    /// One page of a table with how many rows there are, as [`Cx::page_of`] gives it.
    #[must_use]
    pub fn page<R: Record>(condition: &str, params: &[Value], order: &str, most: i64, skipped: i64) -> Question {
        let (limit, offset) = (params.len() + 1, params.len() + 2);
        let sql = format!(
            "SELECT {}, count(*) OVER () FROM {} WHERE {condition} {order} LIMIT ${limit} OFFSET ${offset}",
            R::TABLE.column_list(),
            R::TABLE.name
        );
        let params = [params, &[Value::Int(most), Value::Int(skipped)]].concat();
        Question { sql, params, columns: types(R::TABLE).chain([ColumnType::Int]).collect() }
    }

    /// A SELECT of the room's own that gives columns of these types.
    #[must_use]
    pub fn rows(columns: &[ColumnType], sql: impl Into<String>, params: &[Value]) -> Question {
        Question { sql: sql.into(), params: params.to_vec(), columns: columns.to_vec() }
    }
}

impl Cx<'_> {
    /// The answer to a question, from what was asked together where it was among that.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask(&mut self, question: &Question) -> Result<Vec<Row>, Failure> {
        self.query(&question.sql, &question.params)
    }

    /// The same, for a question that gives the rows of a table.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask_list<R: Record>(&mut self, question: &Question) -> Result<Vec<R>, Failure> {
        self.ask(question)?.iter().map(|row| R::from_values(&row.0)).collect()
    }

    /// Asks all of these in one statement and keeps the answers for the doors that ask them; whether a code list has
    /// changed is asked with them. A writing transaction asks each when it comes to it, because what it read before may
    /// have changed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask_together(&mut self, questions: &[Question]) -> Result<(), Failure> {
        if self.writing {
            return Ok(());
        }
        let version = super::memory::version_question();
        let mut new: Vec<&Question> = Vec::new();
        for question in questions.iter().chain([&version]) {
            if !self.memory.knows(&question.sql, &question.params) && !new.contains(&question) {
                new.push(question);
            }
        }
        if let [only] = new.as_slice() {
            return self.ask(only).map(drop);
        }
        if new.is_empty() {
            return Ok(());
        }
        let one = Together::of(&new);
        self.statements += 1;
        self.house.note_statement(&one.sql);
        let rows = self.db.query(&one.sql, &one.params)?;
        for (question, rows) in new.into_iter().zip(one.parted(rows)?) {
            self.memory.hold(&question.sql, &question.params, rows);
        }
        Ok(())
    }
}

/// Several questions as one statement: each is a common table expression, and their rows stand under each other, cells of
/// one type in the same columns.
struct Together {
    sql: String,
    params: Vec<Value>,
    /// For each question, in which column each of its cells stands.
    places: Vec<Vec<usize>>,
}

impl Together {
    fn of(questions: &[&Question]) -> Together {
        let mut columns: Vec<&'static str> = Vec::new();
        let places: Vec<Vec<usize>> = questions.iter().map(|q| places(&q.columns, &mut columns)).collect();
        let (mut expressions, mut selects, mut params) = (Vec::new(), Vec::new(), Vec::new());
        for (n, (question, places)) in questions.iter().zip(&places).enumerate() {
            let names: Vec<String> = (0..places.len()).map(|c| format!("c{c}")).collect();
            expressions.push(format!(
                "q{n} ({}) AS (\n{}\n)",
                names.join(", "),
                counted_on(&question.sql, params.len())
            ));
            params.extend(question.params.iter().cloned());
            let cells = columns.iter().enumerate().map(|(column, ty)| {
                let own = places.iter().position(|place| *place == column);
                own.map_or_else(|| format!("CAST(NULL AS {ty})"), |cell| format!("c{cell}"))
            });
            selects.push(format!("SELECT {n}, {} FROM q{n}", cells.collect::<Vec<_>>().join(", ")));
        }
        let sql = format!("WITH {} {}", expressions.join(", "), selects.join(" UNION ALL "));
        Together { sql, params, places }
    }

    /// Each question's own rows, in the order in which they came.
    fn parted(&self, rows: Vec<Row>) -> Result<Vec<Vec<Row>>, Failure> {
        let mut parts: Vec<Vec<Row>> = self.places.iter().map(|_| Vec::new()).collect();
        for row in rows {
            let which = usize::try_from(row.get::<i64>(0)?).unwrap_or(usize::MAX);
            let (Some(part), Some(places)) = (parts.get_mut(which), self.places.get(which)) else {
                return Err(Failure::broken("an answer belongs to no question"));
            };
            let mut cells = row.0;
            let own =
                places.iter().map(|place| cells.get_mut(place + 1).map(|cell| std::mem::replace(cell, Value::Null)));
            part.push(Row(own.map(|cell| cell.unwrap_or(Value::Null)).collect()));
        }
        Ok(parts)
    }
}

/// The columns in which cells of these types stand, among those that there are; missing ones are added.
fn places(cells: &[ColumnType], columns: &mut Vec<&'static str>) -> Vec<usize> {
    let mut taken: Vec<usize> = Vec::new();
    for cell in cells {
        let ty = cell.postgres();
        let free = columns.iter().enumerate().position(|(at, known)| *known == ty && !taken.contains(&at));
        taken.push(free.unwrap_or_else(|| {
            columns.push(ty);
            columns.len() - 1
        }));
    }
    taken
}

/// The text with its parameters counted from after the first `before`.
fn counted_on(sql: &str, before: usize) -> String {
    let mut out = String::with_capacity(sql.len() + 8);
    let mut rest = sql;
    while let Some((text, after)) = rest.split_once('$') {
        out.push_str(text);
        out.push('$');
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = after.split_at(digits);
        match number.parse::<usize>() {
            Ok(number) => out.push_str(&(number + before).to_string()),
            Err(_) => out.push_str(number),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_go_on_where_those_before_ended() {
        assert_eq!(counted_on("a = $1 AND b IN ($2, $10)", 3), "a = $4 AND b IN ($5, $13)");
        assert_eq!(counted_on("a = '$' || $1", 0), "a = '$' || $1");
    }

    #[test]
    fn cells_of_one_type_share_columns() {
        let mut columns = Vec::new();
        use ColumnType as T;
        assert_eq!(places(&[T::Id, T::Text, T::Text], &mut columns), [0, 1, 2]);
        // A day is a text in both databases; a number is not.
        assert_eq!(places(&[T::Date, T::Int, T::Id], &mut columns), [1, 3, 0]);
        assert_eq!(columns, ["uuid", "text", "text", "bigint"]);
    }
}
