//! Random tokens and the hashes under which they are kept, and passwords by argon2id. It knows no table.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{Error, Result as Hashed};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};
use store::Failure;

/// 32 random bytes as hexadecimal: a session's token or a client's secret. Shown once, never stored.
pub(crate) fn token() -> Result<String, Failure> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(hex::encode(bytes))
}

/// What is stored in place of a token, and of a login that was typed at sign-in. A token has 256 random bits, so a plain
/// hash is enough.
pub(crate) fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// The token that forms carry against forged requests: bound to the session, and of no use to find the session's own.
pub(crate) fn csrf_of(session_token: &str) -> String {
    hex::encode(Sha256::digest(format!("csrf of {session_token}").as_bytes()))
}

/// A password of 16 characters without look-alikes, for handing over once.
pub(crate) fn password() -> Result<String, Failure> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(bytes.iter().filter_map(|b| LETTERS.get(usize::from(b % 32))).map(|b| char::from(*b)).collect())
}

/// argon2id with the memory and passes that its authors and OWASP advise (19 MiB, 2 passes, 1 lane).
pub(crate) fn hash_password(password: &str) -> Result<String, Failure> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|e| Failure::broken(e.to_string()))?;
    let hashed = || {
        let (params, salt) = (Params::default(), Salt::new(&salt)?);
        Hashed::Ok(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params)?,
            hash: Some(output(password, &salt, Argon2::new(Algorithm::Argon2id, Version::V0x13, params))?),
            salt: Some(salt),
        })
    };
    hashed().map(|hash| hash.to_string()).map_err(|e| Failure::broken(format!("a password could not be hashed: {e}")))
}

/// True when the password is the one that was hashed.
pub(crate) fn password_fits(password: &str, stored: &str) -> bool {
    let fits = || {
        let stored = PasswordHash::new(stored)?;
        let version = stored.version.map_or(Ok(Version::default()), Version::try_from)?;
        let argon2 = Argon2::new(Algorithm::try_from(stored.algorithm.as_str())?, version, Params::try_from(&stored)?);
        let (salt, hash) = stored.salt.zip(stored.hash).ok_or(Error::PasswordInvalid)?;
        // Outputs are compared in a time that does not depend on where they differ.
        Hashed::Ok(output(password, &salt, argon2)? == hash)
    };
    fits().unwrap_or(false)
}

/// What argon2 makes of a password, in one of as many rooms as half the processors. A room is the memory that it works in, kept for
/// whoever comes next: taken anew each time, a rush at the door would take 19 MiB for each who comes, the allocator would keep
/// most of it, and those who are inside already would wait for a processor.
fn output(password: &str, salt: &[u8], argon2: Argon2<'_>) -> Hashed<Output> {
    static ROOMS: LazyLock<Vec<Mutex<Vec<Block>>>> = LazyLock::new(|| {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        (0..processors.div_ceil(2)).map(|_| Mutex::default()).collect()
    });
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let room = ROOMS.get(TURN.fetch_add(1, Ordering::Relaxed) % ROOMS.len()).ok_or(Error::Internal)?;
    let mut blocks = room.lock().unwrap_or_else(PoisonError::into_inner);
    let needed = argon2.params().block_count().max(blocks.len());
    blocks.resize(needed, Block::default());
    let mut bytes = [0_u8; Output::MAX_LENGTH];
    let length = argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let out = bytes.get_mut(..length).ok_or(Error::OutputSize)?;
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, blocks.as_mut_slice())?;
    Ok(Output::new(out)?)
}

/// Takes as long as [`password_fits`], so that a login that nobody has cannot be told by the time taken. The answer is no.
pub(crate) fn pretend_to_check(password: &str) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let stored = NOBODY.get_or_init(|| hash_password("a password that nobody has").unwrap_or_default());
    std::hint::black_box(password_fits(password, stored));
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_alone() {
        let stored = hash_password("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(password_fits("correct horse", &stored));
        assert!(!password_fits("correct horse ", &stored));
        assert!(!password_fits("correct horse", "not a hash"));
        assert_ne!(stored, hash_password("correct horse").unwrap());
        assert!(!pretend_to_check("a password that nobody has"));
    }

    #[test]
    fn hashes_are_what_argon2_alone_makes_of_them_whatever_its_figures() {
        use argon2::password_hash::{PasswordHasher, PasswordVerifier};
        let own = hash_password("correct horse").unwrap();
        assert!(Argon2::default().verify_password(b"correct horse", own.as_str()).is_ok());
        for (memory, length) in [(64, 16), (40_000, 32), (19_456, 48)] {
            let params = Params::new(memory, 3, 1, Some(length)).unwrap();
            let hash = Argon2::new(Algorithm::Argon2i, Version::V0x10, params).hash_password(b"correct horse").unwrap();
            assert!(password_fits("correct horse", &hash.to_string()), "{hash}");
            assert!(!password_fits("Correct horse", &hash.to_string()), "{hash}");
        }
    }

    #[test]
    fn whoever_asks_at_the_same_time_is_answered_about_their_own() {
        let stored = &hash_password("0").unwrap();
        std::thread::scope(|scope| {
            for n in 0..12 {
                scope.spawn(move || assert_eq!(password_fits(&n.to_string(), stored), n == 0));
            }
        });
    }

    #[test]
    fn tokens_differ_and_are_long() {
        assert_ne!(token().unwrap(), token().unwrap());
        assert_eq!(token().unwrap().len(), 64);
        assert_eq!(password().unwrap().len(), 16);
        assert_ne!(csrf_of("a"), csrf_of("b"));
    }
}
