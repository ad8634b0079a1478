//! An old month as a file: lines of JSON, compressed, whose digest stands in the ledger. The first line names the month and the
//! digest of the file before, so that a file that is missing is missed.

use super::TABLE;
use super::months::{Month, detach};
use crate::ledger::image_json;
use crate::tables::{AccessLog, LogArchive};
use crate::{Asker, Cx, Database, Failure, House, Record, Value};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use kernel::Instant;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Rows read, or taken away, in one transaction.
const CHUNK: i64 = 5_000;

/// What became of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    pub month: Month,
    pub entries: i64,
    pub file: PathBuf,
    pub digest: Vec<u8>,
    /// The table that stands alone now, with the rows; nothing where they were taken away.
    pub stands_alone: Option<String>,
}

/// What was found of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is what the ledger says, with so many entries.
    Holds { month: String, entries: i64 },
    /// Why not, in words.
    Broken(String),
}

fn trouble(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |e| Failure::broken(format!("{}: {e}", path.display()))
}

/// Writes on, and keeps the digest of what it wrote.
struct Digesting<W> {
    inner: W,
    digest: Sha256,
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl House {
    /// The months before one that the log still holds rows of, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn log_months_before(&self, before: Month) -> Result<Vec<Month>, Failure> {
        let asker = Asker::system("access archive");
        let mut months = Vec::new();
        let mut from = Instant(i64::MIN);
        loop {
            let next: Option<AccessLog> = self.read(&asker, |cx| {
                let range = [from.into(), before.begins().into()];
                cx.first("WHERE read_at >= $1 AND read_at < $2 ORDER BY read_at, id", &range)
            })?;
            let Some(row) = next else { return Ok(months) };
            let month = Month::of(row.read_at);
            months.push(month);
            from = month.ends();
        }
    }

    /// Hands a month over to a file in a folder: the file first, then its digest into the ledger, then the rows go. One that
    /// was interrupted after the ledger has it is brought to its end without another file.
    ///
    /// # Errors
    /// When the month is not over, when there is such a file already, or when file or database fail.
    pub fn archive_log_month(&self, month: Month, folder: &Path) -> Result<Archived, Failure> {
        let asker = Asker::system("access archive");
        if month.ends() > self.clock().now() {
            return Err(Failure::refused("before", "not-over", format!("{month} is not over yet")));
        }
        let known = self.read(&asker, |cx| archive_of(cx, month))?;
        let (kept, file, stands_alone) = match known {
            Some(kept) => {
                let file = folder.join(&kept.file_name);
                if !file.exists() {
                    let words =
                        format!("{month} was archived as {}, which is not in {}", kept.file_name, folder.display());
                    return Err(Failure::refused("to", "missing", words));
                }
                (kept, file, None)
            }
            None => self.newly_archived(&asker, month, folder)?,
        };
        let left = self.take_away(&asker, month)?;
        if left > kept.entries {
            return Err(Failure::broken(format!("{month} had {left} rows, its archive has {}", kept.entries)));
        }
        Ok(Archived { month, entries: kept.entries, file, digest: kept.digest, stands_alone })
    }

    fn newly_archived(
        &self,
        asker: &Asker,
        month: Month,
        folder: &Path,
    ) -> Result<(LogArchive, PathBuf, Option<String>), Failure> {
        let file_name = format!("{TABLE}-{month}.jsonl.gz");
        let file = folder.join(&file_name);
        let unfinished = folder.join(format!("{file_name}.unfinished"));
        if file.exists() {
            return Err(Failure::refused("to", "exists", format!("{} is there already", file.display())));
        }
        std::fs::create_dir_all(folder).map_err(trouble(folder))?;
        let previous = self.read(asker, latest)?;
        let (entries, digest) = self.write_month(asker, month, previous.as_ref(), &unfinished)?;
        std::fs::rename(&unfinished, &file).map_err(trouble(&file))?;
        // The name is on the disk when its folder is.
        File::open(folder).and_then(|f| f.sync_all()).map_err(trouble(folder))?;
        let is_postgres = matches!(self.database(), Database::Postgres(_));
        let (kept, detached) = self.write(asker, |cx| {
            cx.describe(format!("Archived who read what in {month}: {entries} entries in {file_name}"), None);
            let kept = LogArchive {
                table_name: TABLE.into(),
                month: month.to_string(),
                entries,
                file_name: file_name.clone(),
                digest: digest.clone(),
                archived_at: cx.now(),
            };
            cx.insert(&kept)?;
            Ok((kept, is_postgres && detach(cx, month)?))
        })?;
        Ok((kept, file, detached.then(|| month.partition())))
    }

    fn write_month(
        &self,
        asker: &Asker,
        month: Month,
        previous: Option<&LogArchive>,
        path: &Path,
    ) -> Result<(i64, Vec<u8>), Failure> {
        let out = BufWriter::new(File::create(path).map_err(trouble(path))?);
        let mut out = GzEncoder::new(Digesting { inner: out, digest: Sha256::new() }, Compression::default());
        let previous = previous.map(|p| hex::encode(&p.digest));
        let head = serde_json::json!({ "log": TABLE, "month": month.to_string(), "previous": previous });
        writeln!(out, "{head}").map_err(trouble(path))?;
        let (mut entries, mut after) = (0, (month.begins().0 - 1, uuid::Uuid::max()));
        loop {
            let rows: Vec<AccessLog> = self.read(asker, |cx| {
                cx.list(
                    "WHERE (read_at, id) > ($1, $2) AND read_at < $3 ORDER BY read_at, id LIMIT $4",
                    &[Value::Int(after.0), Value::Id(after.1), month.ends().into(), Value::Int(CHUNK)],
                )
            })?;
            let Some(last) = rows.last() else { break };
            after = (last.read_at.0, last.id);
            for row in &rows {
                writeln!(out, "{}", image_json(AccessLog::TABLE, &row.values())).map_err(trouble(path))?;
            }
            entries += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        }
        let Digesting { inner, digest } = out.finish().map_err(trouble(path))?;
        let file = inner.into_inner().map_err(|e| trouble(path)(e.into_error()))?;
        file.sync_all().map_err(trouble(path))?;
        Ok((entries, digest.finalize().to_vec()))
    }

    /// Takes the rows of a month away, some at a time, and gives how many there were.
    fn take_away(&self, asker: &Asker, month: Month) -> Result<i64, Failure> {
        let (from, to) = (Value::from(month.begins()), Value::from(month.ends()));
        let mut gone = 0;
        loop {
            let taken = self.write(asker, |cx| {
                let nth = "SELECT read_at, id FROM access_log WHERE read_at >= $1 AND read_at < $2 \
                     ORDER BY read_at, id LIMIT 1 OFFSET $3";
                let last = cx.query(nth, &[from.clone(), to.clone(), Value::Int(CHUNK - 1)])?;
                match last.first() {
                    Some(row) => cx.execute(
                        "DELETE FROM access_log WHERE read_at >= $1 AND (read_at, id) <= ($2, $3)",
                        &[from.clone(), Value::Int(row.get(0)?), Value::Id(row.get(1)?)],
                    ),
                    None => cx.execute(
                        "DELETE FROM access_log WHERE read_at >= $1 AND read_at < $2",
                        &[from.clone(), to.clone()],
                    ),
                }
            })?;
            let taken = i64::try_from(taken).unwrap_or(i64::MAX);
            gone += taken;
            if taken < CHUNK {
                return Ok(gone);
            }
        }
    }

    /// Whether a file is what the ledger says of it.
    ///
    /// # Errors
    /// When the file cannot be read or the database fails.
    pub fn check_log_archive(&self, path: &Path) -> Result<Checked, Failure> {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let asker = Asker::system("access archive");
        let known: Option<LogArchive> =
            self.read(&asker, |cx| cx.first("WHERE file_name = $1", &[name.as_str().into()]))?;
        let Some(known) = known else {
            return Ok(Checked::Broken(format!("no archive of this name was made: {name}")));
        };
        let mut bytes = Vec::new();
        let mut digest = Sha256::new();
        let mut file = File::open(path).map_err(trouble(path))?;
        loop {
            bytes.resize(1 << 20, 0);
            let read = file.read(&mut bytes).map_err(trouble(path))?;
            if read == 0 {
                break;
            }
            digest.update(bytes.get(..read).unwrap_or_default());
        }
        if digest.finalize().as_slice() != known.digest {
            return Ok(Checked::Broken(format!("{name} is not the file that was written: its digest is another")));
        }
        let lines = BufReader::new(GzDecoder::new(File::open(path).map_err(trouble(path))?)).lines();
        let mut entries = -1;
        for line in lines {
            line.map_err(trouble(path))?;
            entries += 1;
        }
        if entries == known.entries {
            Ok(Checked::Holds { month: known.month, entries })
        } else {
            Ok(Checked::Broken(format!("{name} has {entries} entries, {} were written", known.entries)))
        }
    }
}

fn archive_of(cx: &mut Cx<'_>, month: Month) -> Result<Option<LogArchive>, Failure> {
    cx.get(&[TABLE.into(), month.to_string().into()])
}

fn latest(cx: &mut Cx<'_>) -> Result<Option<LogArchive>, Failure> {
    cx.first("WHERE table_name = $1 ORDER BY archived_at DESC, month DESC", &[TABLE.into()])
}
