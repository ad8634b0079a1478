//! Reading the ledger back: what a record said on a past day, whether the chains hold, and the signed seal of all heads.

use crate::ledger::{cell_of_json, entry_hash, image_hash};
use crate::tables::{History, LedgerEntry, LedgerHead, LedgerSeal};
use crate::{Asker, Cx, Failure, House, Record, Value};
use ed25519_dalek::{Signer, SigningKey, Verifier, VerifyingKey};
use kernel::{ChainId, Instant, PersonKeys};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Chains checked in one transaction.
const CHUNK: i64 = 500;

/// What a check of the whole ledger found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub chains: u64,
    pub entries: u64,
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
        let lines = self.lines(
            "WHERE chain_id = $1 AND table_name = $2 AND recorded_at <= $3 ORDER BY seq, line",
            &[Value::Id(chain.0), R::TABLE.name.into(), Value::Int(at.0)],
        )?;
        let mut newest: BTreeMap<String, History> = BTreeMap::new();
        for line in lines {
            newest.insert(line.row_key.clone(), line);
        }
        let standing = newest.into_values().filter(|line| line.change != "remove");
        standing.filter_map(|line| line.image).map(|image| row_of_image::<R>(&image)).collect()
    }

    /// Every row of a chain as it stood at an instant, newest change of each row, in the order of tables.
    ///
    /// # Errors
    /// When the database fails.
    pub fn standing_at(&mut self, chain: ChainId, at: Instant) -> Result<Vec<History>, Failure> {
        let lines = self.lines(
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
        self.lines("WHERE chain_id = $1 AND table_name = $2 ORDER BY seq, line", &[Value::Id(chain.0), table.into()])
    }

    fn lines(&mut self, rest: &str, params: &[Value]) -> Result<Vec<History>, Failure> {
        self.list::<History>(rest, params)?.into_iter().map(History::unpacked).collect()
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
        own.filter_map(|line| line.image.as_deref()).map(row_of_image::<R>).collect()
    }
}

fn row_of_image<R: Record>(image: &str) -> Result<R, Failure> {
    let image: serde_json::Value = serde_json::from_str(image).map_err(|e| Failure::broken(e.to_string()))?;
    let values: Vec<Value> = R::TABLE
        .columns
        .iter()
        // A column that came after the image was taken held nothing then.
        .map(|c| image.get(c.name).map_or(Value::Null, |json| cell_of_json(c.ty, json)))
        .collect();
    R::from_values(&values)
}

impl House {
    /// Checks every chain, entry and image, and every seal against the entries it covers.
    ///
    /// # Errors
    /// When the database fails; what does not hold is in the answer.
    pub fn verify_ledger(&self, mut progress: impl FnMut(&Verified)) -> Result<Verified, Failure> {
        let asker = Asker::system("ledger verify");
        let mut found = Verified::default();
        let mut after = ChainId(uuid::Uuid::nil());
        let mut first = true;
        loop {
            let heads = self.read(&asker, |cx| {
                let compare = if first { ">=" } else { ">" };
                cx.list::<LedgerHead>(
                    &format!("WHERE chain_id {compare} $1 ORDER BY chain_id LIMIT $2"),
                    &[Value::Id(after.0), Value::Int(CHUNK)],
                )
            })?;
            first = false;
            let Some(last) = heads.last() else { break };
            after = last.chain_id;
            for head in &heads {
                let checked = self.read(&asker, |cx| check_chain(cx, head))?;
                found.chains += 1;
                match checked {
                    Ok(entries) => found.entries += entries,
                    Err(words) => {
                        found.broken = Some(words);
                        return Ok(found);
                    }
                }
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
        self.check_seals(&asker, &mut found)?;
        Ok(found)
    }

    fn check_seals(&self, asker: &Asker, found: &mut Verified) -> Result<(), Failure> {
        for seal in self.read(asker, |cx| cx.list::<LedgerSeal>("ORDER BY sealed_at", &[]))? {
            let (heads, root) = self.read(asker, |cx| root_at(cx, seal.sealed_at))?;
            found.seals += 1;
            if heads != seal.heads || root != seal.root {
                found.broken =
                    Some(format!("the seal of {} covers other entries than those that are there", seal.sealed_at));
            } else if !is_signed(&seal) {
                found.broken = Some(format!("the seal of {} has a wrong signature", seal.sealed_at));
            }
            if found.broken.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Signs the heads of all chains as they stand now. The key is kept outside the database.
    ///
    /// # Errors
    /// When the database fails.
    pub fn seal_ledger(&self, key: &[u8; 32]) -> Result<LedgerSeal, Failure> {
        let asker = Asker::system("ledger seal");
        let key = SigningKey::from_bytes(key);
        self.write(&asker, |cx| {
            // One microsecond back, so that what is recorded from now on lies after the seal.
            let sealed_at = Instant(cx.now().0 - 1);
            let (heads, root) = root_at(cx, sealed_at)?;
            let signature = key.sign(&signed_bytes(sealed_at, heads, &root)).to_bytes().to_vec();
            let seal =
                LedgerSeal { sealed_at, heads, root, public_key: key.verifying_key().to_bytes().to_vec(), signature };
            cx.save(&seal)?;
            Ok(seal)
        })
    }
}

fn signed_bytes(sealed_at: Instant, heads: i64, root: &[u8]) -> Vec<u8> {
    [&sealed_at.0.to_be_bytes(), &heads.to_be_bytes(), root].concat()
}

fn is_signed(seal: &LedgerSeal) -> bool {
    let check = || {
        let key = VerifyingKey::from_bytes(seal.public_key.as_slice().try_into().ok()?).ok()?;
        let signature = ed25519_dalek::Signature::from_slice(&seal.signature).ok()?;
        key.verify(&signed_bytes(seal.sealed_at, seal.heads, &seal.root), &signature).ok()
    };
    check().is_some()
}

/// How many chains had an entry at `at`, and a hash over their newest ones.
fn root_at(cx: &mut Cx<'_>, at: Instant) -> Result<(i64, Vec<u8>), Failure> {
    let rows = cx.query(
        "SELECT e.chain_id, e.hash FROM ledger_entry e JOIN \
         (SELECT chain_id, max(seq) AS seq FROM ledger_entry WHERE recorded_at <= $1 GROUP BY chain_id) newest \
         ON newest.chain_id = e.chain_id AND newest.seq = e.seq ORDER BY e.chain_id",
        &[Value::Int(at.0)],
    )?;
    let mut hasher = Sha256::new();
    for row in &rows {
        hasher.update(row.get::<ChainId>(0)?.0.as_bytes());
        hasher.update(row.get::<Vec<u8>>(1)?);
    }
    Ok((rows.len() as i64, hasher.finalize().to_vec()))
}

/// The number of entries, or what does not hold.
fn check_chain(cx: &mut Cx<'_>, head: &LedgerHead) -> Result<Result<u64, String>, Failure> {
    let chain = head.chain_id;
    let entries = cx.list::<LedgerEntry>("WHERE chain_id = $1 ORDER BY seq", &[Value::Id(chain.0)])?;
    let lines = cx.list::<History>("WHERE chain_id = $1 ORDER BY seq, line", &[Value::Id(chain.0)])?;
    let mut by_entry: BTreeMap<i64, Vec<History>> = BTreeMap::new();
    for line in lines {
        by_entry.entry(line.seq).or_default().push(line);
    }
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
            let Some(salt) = &line.salt else { continue };
            let image = line.clone().unpacked().map(|line| line.image);
            if image.is_err() || image.is_ok_and(|i| i.is_some_and(|image| image_hash(salt, &image) != line.image_hash))
            {
                return Ok(Err(format!("{place}: the image of {} {} was changed", line.table_name, line.row_key)));
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
