//! Makes ids: UUIDv7 whose order is that of their making within this program.

use kernel::Instant;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Random for real, or drawn from a seed so that a demo repeats itself.
pub(crate) struct IdSource {
    seed: Option<u64>,
    made: AtomicU64,
}

impl IdSource {
    pub(crate) fn new(seed: Option<u64>) -> IdSource {
        IdSource { seed, made: AtomicU64::new(0) }
    }

    /// The ids of one part of a filling: with a seed, the same whatever else was made before or is made beside it.
    pub(crate) fn of_part(&self, name: &str) -> IdSource {
        let of = |seed: u64| name.bytes().fold(mixed(seed), |so_far, byte| mixed(so_far ^ u64::from(byte)));
        IdSource::new(self.seed.map(of))
    }

    /// 48 bits of milliseconds, 12 bits that count, 62 random bits.
    pub(crate) fn next(&self, now: Instant) -> Uuid {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let mut random = [0u8; 10];
        match self.seed {
            Some(seed) => {
                random[..8].copy_from_slice(&mixed(seed ^ number).to_be_bytes());
                random[8..].copy_from_slice(&mixed(!seed ^ number).to_be_bytes()[..2]);
            }
            // Should the machine have no randomness, the counter still keeps ids of one program apart.
            None => {
                let _ = getrandom::fill(&mut random);
            }
        }
        let count = (number & 0x0fff) as u16;
        random[..2].copy_from_slice(&count.to_be_bytes());
        let millis = u64::try_from(now.0 / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// The finaliser of SplitMix64: every seed and number give their own 64 bits.
fn mixed(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
