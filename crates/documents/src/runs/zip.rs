//! Several files in one, as a ZIP archive without compression: what is in it is compressed already. Pure.

/// CRC-32 as ZIP wants it.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

/// The archive; none when it would be too large for the plain format.
pub(super) fn archive(files: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::new();
    let mut directory: Vec<u8> = Vec::new();
    for (name, bytes) in files {
        let at = u32::try_from(out.len()).ok()?;
        let size = u32::try_from(bytes.len()).ok()?;
        let length = u16::try_from(name.len()).ok()?;
        // Version, names in UTF-8, stored, midnight of 1 January 1980: the same files give the same archive.
        let mut about: Vec<u8> = Vec::new();
        for word in [20u16, 0x0800, 0, 0, 0x21] {
            about.extend(word.to_le_bytes());
        }
        for number in [crc(bytes), size, size] {
            about.extend(number.to_le_bytes());
        }
        about.extend(length.to_le_bytes());
        about.extend(0u16.to_le_bytes());
        out.extend(0x0403_4B50u32.to_le_bytes());
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(bytes);
        directory.extend(0x0201_4B50u32.to_le_bytes());
        directory.extend(20u16.to_le_bytes());
        directory.extend(&about);
        directory.extend([0u8; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size) = (u32::try_from(out.len()).ok()?, u32::try_from(directory.len()).ok()?);
    let count = u16::try_from(files.len()).ok()?;
    out.extend(directory);
    out.extend(0x0605_4B50u32.to_le_bytes());
    out.extend([0u8; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0u16.to_le_bytes());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_published_one() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn an_archive_names_every_file_twice_and_ends_with_its_directory() {
        let files = [("ŵ.pdf".to_owned(), b"one".to_vec()), ("b.pdf".to_owned(), b"two".to_vec())];
        let made = archive(&files).unwrap();
        assert!(made.starts_with(b"PK\x03\x04"));
        assert_eq!(made.windows(5).filter(|w| *w == b"b.pdf").count(), 2);
        assert_eq!(made.get(made.len() - 22..made.len() - 18), Some(&b"PK\x05\x06"[..]));
        assert_eq!(made.get(made.len() - 12..made.len() - 10), Some(&2u16.to_le_bytes()[..]));
    }
}
