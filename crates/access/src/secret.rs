//! Random tokens and the hashes under which they are kept, and passwords by argon2id. It knows no table.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;
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
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| Failure::broken(format!("a password could not be hashed: {e}")))
}

/// True when the password is the one that was hashed.
pub(crate) fn password_fits(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
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
    fn tokens_differ_and_are_long() {
        assert_ne!(token().unwrap(), token().unwrap());
        assert_eq!(token().unwrap().len(), 64);
        assert_eq!(password().unwrap().len(), 16);
        assert_ne!(csrf_of("a"), csrf_of("b"));
    }
}
