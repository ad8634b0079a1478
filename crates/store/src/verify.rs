//! Reading the ledger back: what a record said on a past day, and whether the chains hold.

use crate::ledger::{cell_of_json, entry_hash, image_hash};
use crate::standing::{Standing, without_a_chain};
use crate::tables::{History, LedgerEntry, LedgerHead};
use crate::{Asker, Cx, Failure, House, Migration, Record, Table, Value};
use kernel::{ChainId, Instant, PersonKeys};
use std::collections::BTreeMap;

/// Chains checked in one transaction.
const CHUNK: i64 = 100;

/// What a check of the whole ledger found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub chains: u64,
    pub entries: u64,
    /// Rows that say what the newest image of each says.
    pub rows: u64,
    pub seals: u64,
    /// The first thing that does not hold, in words, with the chain and entry.
    pub broken: Option<String>,
}

impl Cx<'_> {
    /// The rows of a table on one chain as they stood at an instant, by the time of recording. Images whose content was
    /// erased under a retention decision are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn as_at<R: Record>(&mut self, chain: ChainId, at: Instant) -> Result<Vec<R>, Failure> {
        let lines = self.list::<History>(
            "WHERE chain_id = $1 AND table_name = $2 AND recorded_at <= $3 ORDER BY seq, line",
            &[Value::Id(chain.0), R::TABLE.name.into(), Value::Int(at.0)],
        )?;
        let mut newest: BTreeMap<String, History> = BTreeMap::new();
        for line in lines {
            newest.insert(line.row_key.clone(), line);
        }
        let standing = newest.into_values().filter(|line| line.change != "remove");
        standing.filter_map(|line| row_of::<R>(&line).transpose()).collect()
    }

    /// Every row of a chain as it stood at an instant, newest change of each row, in the order of tables.
    ///
    /// # Errors
    /// When the database fails.
    pub fn standing_at(&mut self, chain: ChainId, at: Instant) -> Result<Vec<History>, Failure> {
        let lines = self.list::<History>(
            "WHERE chain_id = $1 AND recorded_at <= $2 ORDER BY seq, line",
            &[Value::Id(chain.0), Value::Int(at.0)],
        )?;
        let mut newest: BTreeMap<(String, String), History> = BTreeMap::new();
        for line in lines {
            newest.insert((line.table_name.clone(), line.row_key.clone()), line);
        }
        Ok(newest.into_values().filter(|line| line.change != "remove").collect())
    }

    /// A person's record as it stood at an instant, absorbed records with it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stood(&mut self, keys: &PersonKeys, at: Instant) -> Result<Stood, Failure> {
        let mut all = Vec::new();
        for person in keys.all() {
            all.extend(self.standing_at(ChainId::from(person), at)?);
        }
        Ok(Stood(all))
    }

    /// The newest entries of a chain, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ledger_of(&mut self, chain: ChainId, most: i64) -> Result<Vec<LedgerEntry>, Failure> {
        self.list("WHERE chain_id = $1 ORDER BY seq DESC LIMIT $2", &[Value::Id(chain.0), Value::Int(most)])
    }

    /// The entries that changed rows of these tables whose primary key has `part` in it, latest first, at most two hundred:
    /// the history of one code among many on the house's chain.
    ///
    /// # Errors
    /// When the database fails.
    pub fn changes_of(&mut self, chain: ChainId, tables: &[&str], part: &str) -> Result<Vec<LedgerEntry>, Failure> {
        let in_key = format!("%{}%", kernel::escape_like(&serde_json::Value::from(part).to_string()));
        let mut values = vec![Value::Id(chain.0), Value::Text(in_key)];
        values.extend(tables.iter().map(|table| Value::from(*table)));
        let rest = format!(
            "WHERE chain_id = $1 AND seq IN (SELECT h.seq FROM history h WHERE h.chain_id = $1 \
             AND h.row_key LIKE $2 ESCAPE '\\' AND h.table_name IN ({})) ORDER BY seq DESC LIMIT 200",
            kernel::placeholders(3, tables.len())
        );
        self.list(&rest, &values)
    }

    /// Every change of one table's rows on a chain, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn history_of(&mut self, chain: ChainId, table: &str) -> Result<Vec<History>, Failure> {
        self.list("WHERE chain_id = $1 AND table_name = $2 ORDER BY seq, line", &[Value::Id(chain.0), table.into()])
    }
}

/// A record as it stood at an instant, table by table.
#[derive(Debug, Default)]
pub struct Stood(Vec<History>);

impl Stood {
    /// The rows of a table. Images whose content was erased under a retention decision are left out.
    ///
    /// # Errors
    /// When an image cannot be read.
    pub fn rows<R: Record>(&self) -> Result<Vec<R>, Failure> {
        let own = self.0.iter().filter(|line| line.table_name == R::TABLE.name);
        own.filter_map(|line| row_of::<R>(line).transpose()).collect()
    }
}

/// None when the image was erased.
fn row_of<R: Record>(line: &History) -> Result<Option<R>, Failure> {
    let Some(image) = line.image()? else { return Ok(None) };
    let image: serde_json::Value = serde_json::from_str(&image).map_err(|e| Failure::broken(e.to_string()))?;
    let values: Vec<Value> = R::TABLE
        .columns
        .iter()
        // A column that came after the image was taken held nothing then.
        .map(|c| image.get(c.name).map_or(Value::Null, |json| cell_of_json(c.ty, json)))
        .collect();
    R::from_values(&values).map(Some)
}

impl House {
    /// Checks every chain, entry and image, every row against its newest image, and every seal against the entries it covers.
    /// Rows of a database that was not migrated to this program's schema are not looked at.
    ///
    /// # Errors
    /// When the database fails; what does not hold is in the answer.
    pub fn verify_ledger(&self, mut progress: impl FnMut(&Verified)) -> Result<Verified, Failure> {
        let asker = Asker::system("ledger verify");
        let mut found = Verified::default();
        let tables = self.recorded_tables(&asker)?;
        let mut after = ChainId(uuid::Uuid::nil());
        let mut first = true;
        loop {
            // Heads and their entries from one snapshot: on a server that works, a chain grows between two of them.
            let (last, checked) = self.read(&asker, |cx| {
                let compare = if first { ">=" } else { ">" };
                let heads = cx.list::<LedgerHead>(
                    &format!("WHERE chain_id {compare} $1 ORDER BY chain_id LIMIT $2"),
                    &[Value::Id(after.0), Value::Int(CHUNK)],
                )?;
                Ok((heads.last().map(|head| head.chain_id), check_chains(cx, &heads, &tables)?))
            })?;
            first = false;
            let Some(last) = last else { break };
            after = last;
            found.chains += checked.chains;
            found.entries += checked.entries;
            found.rows += checked.rows;
            if checked.broken.is_some() {
                return Ok(Verified { broken: checked.broken, ..found });
            }
            progress(&found);
        }
        let orphans = self.read(&asker, |cx| {
            cx.query(
                "SELECT e.chain_id FROM ledger_entry e LEFT JOIN ledger_head h ON h.chain_id = e.chain_id WHERE h.chain_id IS NULL LIMIT 1",
                &[],
            )
        })?;
        if let Some(row) = orphans.first() {
            found.broken = Some(format!("{}: entries without a head", row.get::<ChainId>(0)?));
            return Ok(found);
        }
        found.broken = self.read(&asker, |cx| without_a_chain(cx, &tables))?;
        if found.broken.is_none() {
            self.check_seals(&asker, &mut found)?;
        }
        Ok(found)
    }

    /// The tables whose rows have images, when the database has them as this program knows them.
    fn recorded_tables(&self, asker: &Asker) -> Result<Vec<&'static Table>, Failure> {
        let present = self.read(asker, |cx| cx.count("SELECT MAX(number) FROM schema_migration", &[]))?;
        if self.migrations().last().map(Migration::number) != Some(present) {
            return Ok(Vec::new());
        }
        let mut tables: Vec<_> = self.tables().filter(|table| table.kind.is_recorded()).collect();
        tables.sort_unstable_by_key(|table| table.name);
        Ok(tables)
    }
}

/// Some chains, and the rows that are theirs.
fn check_chains(cx: &mut Cx<'_>, heads: &[LedgerHead], tables: &[&'static Table]) -> Result<Verified, Failure> {
    let mut found = Verified::default();
    let mut standing = Standing::default();
    for head in heads {
        found.chains += 1;
        match check_chain(cx, head, &mut standing)? {
            Ok(entries) => found.entries += entries,
            Err(words) => return Ok(Verified { broken: Some(words), ..found }),
        }
    }
    match standing.check(cx, tables)? {
        Ok(rows) => found.rows = rows,
        Err(words) => found.broken = Some(words),
    }
    Ok(found)
}

/// The number of entries, or what does not hold. What the images say of rows goes to `standing`.
fn check_chain(cx: &mut Cx<'_>, head: &LedgerHead, standing: &mut Standing) -> Result<Result<u64, String>, Failure> {
    let chain = head.chain_id;
    let entries = cx.list::<LedgerEntry>("WHERE chain_id = $1 ORDER BY seq", &[Value::Id(chain.0)])?;
    let lines = cx.list::<History>("WHERE chain_id = $1 ORDER BY seq, line", &[Value::Id(chain.0)])?;
    let mut by_entry: BTreeMap<i64, Vec<History>> = BTreeMap::new();
    for line in lines {
        by_entry.entry(line.seq).or_default().push(line);
    }
    standing.begin(chain);
    let mut previous: Vec<u8> = Vec::new();
    for (expected, entry) in (1..).zip(&entries) {
        let place = format!("chain {chain}, entry {}", entry.seq);
        if entry.seq != expected {
            return Ok(Err(format!("{place}: entry {expected} is missing")));
        }
        if entry.previous_hash != previous {
            return Ok(Err(format!("{place}: does not follow the entry before it")));
        }
        let lines = by_entry.remove(&entry.seq).unwrap_or_default();
        for line in &lines {
            // An image that cannot be unpacked was changed too.
            let as_taken = |image: &Option<String>| match (&line.salt, image) {
                (Some(salt), Some(image)) => image_hash(salt, image) == line.image_hash,
                _ => true,
            };
            match line.image().ok().filter(as_taken) {
                Some(image) => standing.take(line, image),
                None => {
                    return Ok(Err(format!("{place}: the image of {} {} was changed", line.table_name, line.row_key)));
                }
            }
        }
        if entry_hash(entry, &lines) != entry.hash {
            return Ok(Err(format!("{place}: the entry was changed")));
        }
        previous.clone_from(&entry.hash);
    }
    if head.seq != entries.len() as i64 || head.hash != previous {
        return Ok(Err(format!("chain {chain}: the head says {} entries, there are {}", head.seq, entries.len())));
    }
    if let Some((seq, _)) = by_entry.first_key_value() {
        return Ok(Err(format!("chain {chain}: history for entry {seq}, which is not there")));
    }
    Ok(Ok(entries.len() as u64))
}
