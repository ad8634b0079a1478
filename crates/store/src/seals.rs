//! The signed seal of all heads, and seals that were kept elsewhere held against the ledger. A seal covers the entries that its
//! rows of `ledger_sealed_head` name, chain by chain, so that neither a slow transaction nor a clock that was set back makes
//! a ledger look tampered with. Whoever can write the database can take a seal away with the entries under it: only a seal that
//! is kept elsewhere shows that.

use crate::tables::{LedgerHead, LedgerSeal};
use crate::{Asker, Cx, Failure, House, Value, Verified};
use ed25519_dalek::{Signer, SigningKey, Verifier, VerifyingKey};
use kernel::{ChainId, Instant};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Chains looked at in one transaction.
const CHUNK: i64 = 2_000;
/// What [`LedgerSeal::covers`] says of a seal with rows in `ledger_sealed_head`.
const HEADS: &str = "heads";

/// A seal as it is kept outside the database: one JSON object a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seal {
    /// For people; the signature covers `micros`.
    pub sealed_at: String,
    /// UTC microseconds.
    pub micros: i64,
    pub chains: i64,
    pub root: String,
    pub public_key: String,
    pub signature: String,
}

impl From<&LedgerSeal> for Seal {
    fn from(seal: &LedgerSeal) -> Seal {
        Seal {
            sealed_at: seal.sealed_at.to_string(),
            micros: seal.sealed_at.0,
            chains: seal.heads,
            root: hex::encode(&seal.root),
            public_key: hex::encode(&seal.public_key),
            signature: hex::encode(&seal.signature),
        }
    }
}

/// Hashes the newest entries of chains, in the order of the chains.
#[derive(Default)]
struct Root {
    hasher: Sha256,
    heads: i64,
}

impl Root {
    fn take(&mut self, chain: ChainId, hash: &[u8]) {
        self.hasher.update(chain.0.as_bytes());
        self.hasher.update(hash);
        self.heads += 1;
    }

    fn end(self) -> (i64, Vec<u8>) {
        (self.heads, self.hasher.finalize().to_vec())
    }
}

impl House {
    /// Signs the heads of all chains as they stand now. The key is kept outside the database.
    ///
    /// # Errors
    /// When the database fails. What was begun is part of the next seal then.
    pub fn seal_ledger(&self, key: &[u8; 32]) -> Result<LedgerSeal, Failure> {
        let asker = Asker::system("ledger seal");
        let key = SigningKey::from_bytes(key);
        let newest = self.read(&asker, |cx| cx.first::<LedgerSeal>("ORDER BY sealed_at DESC", &[]))?;
        // A seal lies after the one before it, whatever the clock says.
        let now = self.clock().now();
        let sealed_at = newest.map_or(now, |seal| now.max(Instant(seal.sealed_at.0 + 1)));
        self.in_chunks(&asker, |from, to| self.write(&asker, |cx| note_heads(cx, sealed_at, from, to)))?;
        let (heads, root) = self.root_of(&asker, sealed_at)?;
        let signature = key.sign(&signed_bytes(sealed_at, heads, &root)).to_bytes().to_vec();
        let public_key = key.verifying_key().to_bytes().to_vec();
        let seal = LedgerSeal { sealed_at, heads, root, public_key, signature, covers: Some(HEADS.to_owned()) };
        self.write(&asker, |cx| cx.save(&seal))?;
        Ok(seal)
    }

    /// Holds every seal in the database against the entries that it covers.
    pub(crate) fn check_seals(&self, asker: &Asker, found: &mut Verified) -> Result<(), Failure> {
        for seal in self.read(asker, |cx| cx.list::<LedgerSeal>("ORDER BY sealed_at", &[]))? {
            found.seals += 1;
            found.broken = self.wrong_with(asker, &seal)?;
            if found.broken.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Holds seals that were kept elsewhere against the ledger. Gives the first thing that is wrong, in words.
    ///
    /// # Errors
    /// When the database fails.
    pub fn check_kept_seals(&self, kept: &[Seal]) -> Result<Option<String>, Failure> {
        let asker = Asker::system("ledger verify");
        let here = self.read(&asker, |cx| cx.list::<LedgerSeal>("ORDER BY sealed_at", &[]))?;
        for seal in kept {
            let Some(row) = here.iter().find(|row| row.sealed_at.0 == seal.micros) else {
                return Ok(Some(format!(
                    "the seal of {} was taken out of the database, and with it perhaps entries; or this is another database, \
                     or a backup that was made before it",
                    seal.sealed_at
                )));
            };
            if Seal::from(row) != *seal {
                return Ok(Some(format!("the seal of {} is another one in the database", seal.sealed_at)));
            }
            if let Some(words) = self.wrong_with(&asker, row)? {
                return Ok(Some(words));
            }
        }
        Ok(None)
    }

    fn wrong_with(&self, asker: &Asker, seal: &LedgerSeal) -> Result<Option<String>, Failure> {
        let at = seal.sealed_at;
        if !is_signed(seal) {
            return Ok(Some(format!("the seal of {at} has a wrong signature")));
        }
        let (heads, root) = match seal.covers.as_deref() {
            Some(HEADS) => self.root_of(asker, at)?,
            _ => self.read(asker, |cx| root_by_time(cx, at))?,
        };
        let holds = heads == seal.heads && root == seal.root;
        Ok((!holds).then(|| format!("the seal of {at} covers other entries than those that are there")))
    }

    /// How many chains the seal of `at` covers, and a hash over their newest entries of then.
    fn root_of(&self, asker: &Asker, at: Instant) -> Result<(i64, Vec<u8>), Failure> {
        let mut root = Root::default();
        self.in_chunks(asker, |from, to| {
            let rows = self.read(asker, |cx| sealed_entries(cx, at, from, to))?;
            rows.iter().try_for_each(|row| {
                root.take(row.get(0)?, &row.get::<Vec<u8>>(1)?);
                Ok(())
            })
        })?;
        Ok(root.end())
    }

    /// Goes through all chains in the order of their ids: those after `from`, up to and with `to`.
    fn in_chunks(
        &self,
        asker: &Asker,
        mut work: impl FnMut(ChainId, ChainId) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // The house's own chain may have the least id there is.
        let mut from = None;
        loop {
            let last = self.read(asker, |cx| last_of_chunk(cx, from))?;
            let to = last.unwrap_or(ChainId(uuid::Uuid::max()));
            work(from.unwrap_or(ChainId(uuid::Uuid::nil())), to)?;
            if last.is_none() {
                return Ok(());
            }
            from = Some(to);
        }
    }
}

/// The last chain of the next chunk; nothing when fewer are left.
fn last_of_chunk(cx: &mut Cx<'_>, after: Option<ChainId>) -> Result<Option<ChainId>, Failure> {
    let nil = ChainId(uuid::Uuid::nil());
    let rest = "WHERE chain_id > $1 ORDER BY chain_id LIMIT $2";
    let heads = cx.list::<LedgerHead>(rest, &[Value::Id(after.unwrap_or(nil).0), Value::Int(CHUNK)])?;
    let full = i64::try_from(heads.len()).unwrap_or(CHUNK) >= CHUNK;
    Ok(heads.last().map(|head| head.chain_id).filter(|_| full))
}

/// Between which chains a statement looks: the first chunk holds the least id too.
fn span(from: ChainId) -> &'static str {
    if from.0.is_nil() { ">=" } else { ">" }
}

/// Notes which entry is the newest of each chain that grew since the seal before.
fn note_heads(cx: &mut Cx<'_>, at: Instant, from: ChainId, to: ChainId) -> Result<(), Failure> {
    let sql = format!(
        "INSERT INTO ledger_sealed_head (chain_id, sealed_at, seq) \
         SELECT h.chain_id, CAST($1 AS bigint), h.seq FROM ledger_head h WHERE h.chain_id {} $2 AND h.chain_id <= $3 AND h.seq > \
         coalesce((SELECT max(s.seq) FROM ledger_sealed_head s WHERE s.chain_id = h.chain_id), 0)",
        span(from)
    );
    cx.execute(&sql, &[Value::Int(at.0), Value::Id(from.0), Value::Id(to.0)]).map(drop)
}

fn sealed_entries(cx: &mut Cx<'_>, at: Instant, from: ChainId, to: ChainId) -> Result<Vec<crate::Row>, Failure> {
    let sql = format!(
        "SELECT e.chain_id, e.hash FROM (SELECT chain_id, max(seq) AS seq FROM ledger_sealed_head \
         WHERE sealed_at <= $1 AND chain_id {} $2 AND chain_id <= $3 GROUP BY chain_id) sealed \
         JOIN ledger_entry e ON e.chain_id = sealed.chain_id AND e.seq = sealed.seq ORDER BY e.chain_id",
        span(from)
    );
    cx.query(&sql, &[Value::Int(at.0), Value::Id(from.0), Value::Id(to.0)])
}

/// What older seals cover: the newest entries recorded up to `at`.
fn root_by_time(cx: &mut Cx<'_>, at: Instant) -> Result<(i64, Vec<u8>), Failure> {
    let rows = cx.query(
        "SELECT e.chain_id, e.hash FROM ledger_entry e JOIN \
         (SELECT chain_id, max(seq) AS seq FROM ledger_entry WHERE recorded_at <= $1 GROUP BY chain_id) newest \
         ON newest.chain_id = e.chain_id AND newest.seq = e.seq ORDER BY e.chain_id",
        &[Value::Int(at.0)],
    )?;
    let mut root = Root::default();
    for row in &rows {
        root.take(row.get(0)?, &row.get::<Vec<u8>>(1)?);
    }
    Ok(root.end())
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
