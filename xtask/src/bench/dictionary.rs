//! `cargo xtask bench --dictionary DATABASE FILE`: learns a dictionary for the images of history from a filled SQLite
//! database, and tells what it saves. A dictionary that shipped is never written over: the new one gets the next number.

use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

/// Bytes. With half as many an image takes a tenth more.
const LENGTH: usize = 64 << 10;
/// Lines that it is learnt from; as many others tell what it saves.
const LINES: usize = 40_000;

pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let [database, file] = words else {
        return Err(
            "usage: cargo xtask bench --dictionary DATABASE FILE, where DATABASE is a filled SQLite file".to_owned()
        );
    };
    if std::path::Path::new(file).exists() {
        return Err(format!("{file} is there: a dictionary that images were packed with is never changed"));
    }
    let mut images = read(database).map_err(|e| format!("{database}: {e}"))?;
    if images.len() < 2 * LINES {
        return Err(format!("{database} has {} images, and {} are wanted", images.len(), 2 * LINES));
    }
    // Of one person one line here and one there: every kind of row comes as often as it does in a service.
    let others = images.split_off(LINES);
    let dictionary = zstd::dict::from_samples(&images, LENGTH).map_err(|e| e.to_string())?;
    let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary).map_err(|e| e.to_string())?;
    let (mut before, mut after) = (0, 0);
    for image in &others {
        before += image.len();
        after += compressor.compress(image.as_bytes()).map_err(|e| e.to_string())?.len();
    }
    std::fs::write(file, &dictionary).map_err(|e| format!("{file}: {e}"))?;
    println!("{} bytes; {} other images of {} bytes take {}", dictionary.len(), others.len(), before, after);
    Ok(())
}

fn read(database: &str) -> rusqlite::Result<Vec<String>> {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let every: usize =
        db.query_row("SELECT count(*) FROM history", [], |row| row.get::<_, i64>(0))? as usize / (2 * LINES);
    let mut lines = db.prepare("SELECT chain_id, row_key, image, packed FROM history")?;
    let mut rows = lines.query([])?;
    let (mut images, mut n) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        n += 1;
        if n % every.max(1) != 0 || images.len() == 2 * LINES {
            continue;
        }
        let (chain, key): (Vec<u8>, String) = (row.get(0)?, row.get(1)?);
        let chain = Uuid::from_slice(&chain).unwrap_or_default();
        let packed: Option<Vec<u8>> = row.get(3)?;
        let image = match packed {
            Some(packed) => store::images::unpack(chain, &key, &packed),
            None => row.get(2)?,
        };
        images.extend(image.map(|image| store::images::shortened(chain, &key, &image)));
    }
    // Lines stand person by person: every second one goes to either half.
    let (learnt, told): (Vec<_>, Vec<_>) = images.into_iter().enumerate().partition(|(n, _)| n % 2 == 0);
    Ok(learnt.into_iter().chain(told).map(|(_, image)| image).collect())
}
