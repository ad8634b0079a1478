//! Erasing what history holds of rows whose content must go, under a recorded retention decision. The hash of each image stays, and
//! the chain with it: `ledger verify` holds as before, and who changed what and when can still be read.

use super::Cx;
use crate::{Failure, Record, Value};
use kernel::ChainId;

impl Cx<'_> {
    /// Erases the images that history holds of a table's rows on a chain. What this transaction itself writes is kept: the rows
    /// are written anew without the content in the same transaction, and its description is the decision. Gives how many.
    ///
    /// # Errors
    /// When the transaction only reads, or the database fails.
    pub fn erase_images<R: Record>(&mut self, chain: ChainId) -> Result<u64, Failure> {
        self.lock(chain)?;
        let sql = "UPDATE history SET image = NULL, packed = NULL, salt = NULL \
             WHERE chain_id = $1 AND table_name = $2 AND salt IS NOT NULL";
        self.run(sql, &[Value::Id(chain.0), R::TABLE.name.into()])
    }
}
