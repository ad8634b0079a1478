//! Ids that follow from another: each kind of step of one breach has its own, the same whenever it is published.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The id of one kind of step of something.
pub(crate) fn step_id(of: Uuid, kind: &str) -> Uuid {
    let digest = Sha256::new().chain_update(of.as_bytes()).chain_update(kind.as_bytes()).finalize();
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(digest.iter()) {
        *to = *from;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_step_has_an_id_of_its_own_that_stays() {
        let of = Uuid::from_u128(7);
        assert_eq!(step_id(of, "breach_heard"), step_id(of, "breach_heard"));
        assert_ne!(step_id(of, "breach_heard"), step_id(of, "breach_ended"));
        assert_ne!(step_id(of, "breach_heard"), step_id(Uuid::from_u128(8), "breach_heard"));
    }
}
