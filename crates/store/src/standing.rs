//! Rows held against the newest image of each: whoever changes a row past the ledger leaves it saying something else than the
//! ledger does.

use crate::ledger::{cell_of_json, json_cell, row_key};
use crate::tables::History;
use crate::{ColumnType, Cx, Failure, Kind, Row, Table, Value};
use kernel::ChainId;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Keys asked for in one statement; of tables with whole messages in them fewer, because all their rows are in memory at once.
const KEYS: usize = 400;
const HEAVY_KEYS: usize = 10;

/// What the ledger says of a row.
struct Said {
    /// Where its newest image stands, for the words.
    chain: ChainId,
    seq: i64,
    is_removed: bool,
    /// None when the image was erased under a retention decision: then nothing is known of the row.
    image: Option<String>,
}

/// What the ledger says of the rows of some whole chains: by table, then by key.
#[derive(Default)]
pub(crate) struct Standing {
    chains: Vec<ChainId>,
    tables: BTreeMap<String, BTreeMap<String, Said>>,
}

impl Standing {
    /// Another chain, of which every line will come.
    pub(crate) fn begin(&mut self, chain: ChainId) {
        self.chains.push(chain);
    }

    /// A line of a chain, after those before it, with its image.
    pub(crate) fn take(&mut self, line: &History, image: Option<String>) {
        let said = Said { chain: line.chain_id, seq: line.seq, is_removed: line.change == "remove", image };
        match self.tables.get_mut(&line.table_name) {
            Some(rows) => drop(rows.insert(line.row_key.clone(), said)),
            None => drop(self.tables.insert(line.table_name.clone(), BTreeMap::from([(line.row_key.clone(), said)]))),
        }
    }

    /// Holds the rows against it. Gives how many were held, or the first thing that is otherwise, in words.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn check(mut self, cx: &mut Cx<'_>, tables: &[&'static Table]) -> Result<Result<u64, String>, Failure> {
        let mut held = 0;
        for table in tables {
            let mut said = self.tables.remove(table.name).unwrap_or_default();
            for row in rows_of(cx, table, &self.chains, &said)? {
                let key = row_key(table, &row.0);
                let wrong = match said.remove(&key) {
                    // Rows of the lists that every node holds were brought by migrations too, which no entry tells of.
                    None => {
                        is_on_chain_by_key(table).then(|| "is there, and no entry says that it was made".to_owned())
                    }
                    Some(said) => said.wrong_with(table, &row.0)?,
                };
                if let Some(wrong) = wrong {
                    return Ok(Err(format!("{} {key} {wrong}", table.name)));
                }
                held += 1;
            }
            let gone = said.iter().find(|(_, said)| !said.is_removed && said.image.is_some());
            if let Some((key, said)) = gone {
                return Ok(Err(format!("{} {key} is not there, and {} says what it holds", table.name, said.place())));
            }
        }
        Ok(Ok(held))
    }
}

impl Said {
    fn place(&self) -> String {
        format!("entry {} of chain {}", self.seq, self.chain)
    }

    /// What is otherwise in the row, in words that tell columns and no contents.
    fn wrong_with(&self, table: &Table, values: &[Value]) -> Result<Option<String>, Failure> {
        if self.is_removed {
            return Ok(Some(format!("is there, and {} says that it was taken away", self.place())));
        }
        let Some(image) = &self.image else { return Ok(None) };
        let image: Json = serde_json::from_str(image).map_err(|e| Failure::broken(e.to_string()))?;
        let cells = table.columns.iter().zip(values);
        let other = cells.filter(|(column, value)| match image.get(column.name) {
            Some(said) => !is_same(column.ty, said, &json_cell(column.ty, value)),
            // Left out of the image because it held nothing; or a later migration made it, with something in each row.
            None => column.nullable && **value != Value::Null,
        });
        let other: Vec<&str> = other.map(|(column, _)| column.name).collect();
        let words = || format!("is not as {} says: {}", self.place(), other.join(", "));
        Ok((!other.is_empty()).then(words))
    }
}

/// Whether all rows of a chain can be asked for by its id.
fn is_on_chain_by_key(table: &Table) -> bool {
    matches!(table.kind, Kind::Person | Kind::Subject)
}

/// The rows that belong to these chains; of registries and code lists those of which the ledger says something, and perhaps others.
fn rows_of(
    cx: &mut Cx<'_>,
    table: &Table,
    chains: &[ChainId],
    said: &BTreeMap<String, Said>,
) -> Result<Vec<Row>, Failure> {
    let on_chain = is_on_chain_by_key(table);
    if said.is_empty() && !on_chain {
        return Ok(Vec::new());
    }
    let all = format!("SELECT {} FROM {}", table.column_list(), table.name);
    let [first, others @ ..] = table.key else { return Ok(Vec::new()) };
    if !on_chain && (table.kind == Kind::Reference || !others.is_empty()) {
        return Ok(cx.db().query(&all, &[])?);
    }
    let keys: Vec<Value> = if on_chain {
        chains.iter().map(|chain| Value::Id(chain.0)).collect()
    } else {
        let ty = table.columns.iter().find(|c| c.name == *first).map_or(ColumnType::Text, |c| c.ty);
        said.keys().map(|key| only_cell(ty, key)).collect::<Result<_, Failure>>()?
    };
    let is_heavy = table.columns.iter().any(|c| c.ty == ColumnType::Bytes);
    let mut rows = Vec::new();
    for keys in keys.chunks(if is_heavy { HEAVY_KEYS } else { KEYS }) {
        let some = format!("{all} WHERE {first} IN ({})", kernel::placeholders(1, keys.len()));
        // Not by way of what the transaction remembers: nothing here is asked twice.
        rows.extend(cx.db().query(&some, keys)?);
    }
    Ok(rows)
}

/// Rows whose chain does not exist, in words: they came past the ledger altogether.
///
/// # Errors
/// When the database fails.
pub(crate) fn without_a_chain(cx: &mut Cx<'_>, tables: &[&'static Table]) -> Result<Option<String>, Failure> {
    for table in tables.iter().filter(|table| is_on_chain_by_key(table)) {
        let Some(first) = table.key.first() else { continue };
        let sql = format!(
            "SELECT t.{first} FROM {} t LEFT JOIN ledger_head h ON h.chain_id = t.{first} WHERE h.chain_id IS NULL LIMIT 1",
            table.name
        );
        if let Some(row) = cx.query(&sql, &[])?.first() {
            return Ok(Some(format!(
                "{}: rows of {}, of which the ledger says nothing",
                table.name,
                row.get::<ChainId>(0)?
            )));
        }
    }
    Ok(None)
}

/// The cell of a key with one column.
fn only_cell(ty: ColumnType, key: &str) -> Result<Value, Failure> {
    let cells: Json = serde_json::from_str(key).map_err(|e| Failure::broken(format!("{key}: {e}")))?;
    Ok(cell_of_json(ty, &cells[0]))
}

/// Whether an image's cell and the row's say the same: numbers by what they are worth, JSON by what it means.
fn is_same(ty: ColumnType, said: &Json, present: &Json) -> bool {
    let parsed = |cell: &Json| cell.as_str().and_then(|text| serde_json::from_str::<Json>(text).ok());
    match ty {
        ColumnType::Real => said.as_f64() == present.as_f64(),
        ColumnType::Json => said == present || parsed(said).is_some_and(|meant| Some(meant) == parsed(present)),
        _ => said == present,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Column;

    const fn column(name: &'static str, ty: ColumnType, nullable: bool) -> Column {
        Column { name, ty, nullable }
    }

    const TABLE: Table = Table {
        name: "trial",
        kind: Kind::Person,
        owner: "store",
        key: &["person_id"],
        columns: &[
            column("person_id", ColumnType::Id, false),
            column("hours", ColumnType::Real, false),
            column("plan", ColumnType::Json, true),
            column("urgent", ColumnType::Bool, false),
            column("note", ColumnType::Text, true),
        ],
    };

    fn wrong(image: &str, plan: &str, note: Value) -> Option<String> {
        let said = Said { chain: ChainId::HOUSE, seq: 3, is_removed: false, image: Some(image.to_owned()) };
        // As SQLite gives them: ids are bytes, and yes is one.
        let id = Value::Bytes(uuid::Uuid::from_u128(7).as_bytes().to_vec());
        let row = [id, Value::Real(2.0), plan.into(), Value::Int(1), note];
        said.wrong_with(&TABLE, &row).expect("an image")
    }

    #[test]
    fn cells_are_compared_by_what_they_mean() {
        let id = uuid::Uuid::from_u128(7);
        let image =
            format!(r#"{{"person_id":"{id}","hours":2,"plan":"{{\"a\":1,\"b\":2}}","urgent":true,"gone":"x"}}"#);
        assert_eq!(wrong(&image, r#"{"b": 2, "a": 1}"#, Value::Null), None);
        let told = wrong(&image, r#"{"b": 2, "a": 2}"#, "planted".into()).expect("something is otherwise");
        assert_eq!(told, format!("is not as entry 3 of chain {} says: plan, note", ChainId::HOUSE));
    }

    #[test]
    fn a_column_that_came_after_the_image_is_not_held_against_it() {
        let image = format!(r#"{{"person_id":"{}","hours":2.0,"plan":"[]"}}"#, uuid::Uuid::from_u128(7));
        assert_eq!(wrong(&image, "[]", Value::Null), None);
    }
}
