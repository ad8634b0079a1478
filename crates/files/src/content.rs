//! What a file is, by its first bytes and not by what its sender calls it; and what it may be named. A small list of kinds
//! that offices use; whatever else somebody sends is refused with the list, never stored as "unknown".

use kernel::{Refusal, Refusals};

/// The largest file, in bytes.
pub const LARGEST: usize = 25 * 1024 * 1024;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;

/// A kind of file that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    pub media_type: &'static str,
    /// The ends of names that go with it; the first is the usual one.
    pub ends: &'static [&'static str],
    /// As people call it.
    pub words: &'static str,
}

const PDF: FileKind = FileKind { media_type: "application/pdf", ends: &["pdf"], words: "PDF" };
const DOCX: FileKind = FileKind {
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ends: &["docx"],
    words: "Word document",
};
const XLSX: FileKind = FileKind {
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ends: &["xlsx"],
    words: "Excel sheet",
};
const ODT: FileKind =
    FileKind { media_type: "application/vnd.oasis.opendocument.text", ends: &["odt"], words: "OpenDocument text" };
const OLE: FileKind = FileKind {
    media_type: "application/x-ole-storage",
    ends: &["doc", "xls", "msg"],
    words: "older Word, Excel or Outlook file",
};
const RTF: FileKind = FileKind { media_type: "application/rtf", ends: &["rtf"], words: "rich text" };
const JPEG: FileKind = FileKind { media_type: "image/jpeg", ends: &["jpg", "jpeg"], words: "JPEG picture" };
const PNG: FileKind = FileKind { media_type: "image/png", ends: &["png"], words: "PNG picture" };
const TEXT: FileKind =
    FileKind { media_type: "text/plain; charset=utf-8", ends: &["txt", "csv", "eml", "md"], words: "plain text" };

/// Every kind that is kept.
pub const KINDS: &[FileKind] = &[PDF, DOCX, XLSX, ODT, OLE, RTF, JPEG, PNG, TEXT];

/// What the file chooser of a form offers: `.pdf,.docx,...`.
#[must_use]
pub fn accepted() -> String {
    KINDS.iter().flat_map(|k| k.ends).map(|end| format!(".{end}")).collect::<Vec<_>>().join(",")
}

/// A file that may be kept: its kind, and its name without folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    pub name: String,
    pub kind: FileKind,
}

/// May this be kept? `field` is the form field for the refusal.
///
/// # Errors
/// It is empty, too large, of no kind on the list, or named as something that it is not.
pub fn fit(field: &str, name: &str, bytes: &[u8]) -> Result<Fit, Refusals> {
    let no = |code, words: String| Err(Refusals::from(Refusal::new(field, code, words)));
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if bytes.is_empty() {
        return no("file_empty", "The file is empty. Choose another file".into());
    }
    if bytes.len() > LARGEST {
        return Err(too_large(field, bytes.len() as u64));
    }
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return no("file_name", format!("The file needs a name of at most {LONGEST_NAME} characters"));
    }
    if name.chars().any(|c| c.is_control() || turns_text_round(c)) {
        return no("file_name", "The file's name has hidden characters. Rename the file and try again".into());
    }
    let Some(kind) = kind_of(bytes) else {
        let list: Vec<&str> = KINDS.iter().map(|k| k.words).collect();
        return no("file_kind", format!("This kind of file is not kept. Choose one of these: {}", list.join(", ")));
    };
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    if !kind.ends.contains(&end.as_str()) {
        let words = format!("The file is a {} but its name does not end in .{}", kind.words, kind.ends.join(" or ."));
        return no("file_name_differs", words);
    }
    Ok(Fit { name: name.to_owned(), kind })
}

/// The refusal of a file that is too large, also for whoever stops reading before its end.
#[must_use]
pub fn too_large(field: &str, size: u64) -> Refusals {
    let words = format!("The file has {} MB. The largest that is kept is 25 MB", size.div_ceil(1024 * 1024));
    Refusal::new(field, "file_too_large", words).into()
}

/// The kind that the bytes themselves show.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<FileKind> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"%PDF-") {
        Some(PDF)
    } else if begins(b"PK\x03\x04") {
        packed(bytes)
    } else if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        Some(OLE)
    } else if begins(b"{\\rtf") {
        Some(RTF)
    } else if begins(b"\xFF\xD8\xFF") {
        Some(JPEG)
    } else if begins(b"\x89PNG\r\n\x1A\n") {
        Some(PNG)
    } else {
        is_plain_text(bytes).then_some(TEXT)
    }
}

/// Office files are zip archives and say what they are by the names of their parts. One with macros is not kept.
fn packed(bytes: &[u8]) -> Option<FileKind> {
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    if holds(b"vbaProject.bin") {
        None
    } else if bytes.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.text")) {
        Some(ODT)
    } else if holds(b"word/document.xml") {
        Some(DOCX)
    } else if holds(b"xl/workbook.xml") {
        Some(XLSX)
    } else {
        None
    }
}

fn is_plain_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes)
        .is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')))
}

/// Marks that show a name in another order than it has, so that `exe.txt` reads as `txt.exe`.
fn turns_text_round(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, bytes: &[u8]) -> &'static str {
        fit("file", name, bytes).err().map_or("kept", |no| no.0[0].code)
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(kind_of(b"%PDF-1.7\n..."), Some(PDF));
        assert_eq!(kind_of(b"\x89PNG\r\n\x1A\n...."), Some(PNG));
        assert_eq!(kind_of("Cofnod: ŵyth\n".as_bytes()), Some(TEXT));
        assert_eq!(kind_of(b"PK\x03\x04 ... word/document.xml ..."), Some(DOCX));
        assert_eq!(kind_of(b"MZ\x90\x00\x03"), None);
        assert_eq!(kind_of(b"PK\x03\x04 any zip"), None);
    }

    #[test]
    fn a_document_with_macros_is_not_kept() {
        assert_eq!(kind_of(b"PK\x03\x04 word/document.xml word/vbaProject.bin"), None);
    }

    #[test]
    fn a_web_page_or_program_is_not_kept_under_any_name() {
        assert_eq!(code("page.html", b"<script>alert(1)</script>"), "file_name_differs");
        assert_eq!(code("letter.pdf", b"MZ\x90\x00\x03"), "file_kind");
        assert_eq!(code("letter.pdf", b"only text"), "file_name_differs");
    }

    #[test]
    fn only_the_name_is_kept_and_never_a_folder() {
        assert_eq!(fit("file", "C:\\people\\..\\note.txt", b"x").unwrap().name, "note.txt");
        assert_eq!(fit("file", "../../etc/Nodyn ŵ.TXT", b"x").unwrap().name, "Nodyn ŵ.TXT");
        assert_eq!(code("a\u{202e}txt.exe", b"x"), "file_name");
        assert_eq!(code("folder/", b"x"), "file_name");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_sent_what_is_kept_is_of_a_kind_on_the_list_under_a_name_without_a_folder(
            name in ".{0,40}",
            end in proptest::sample::select(KINDS.iter().flat_map(|k| k.ends).copied().chain(["exe", "html", "svg", ""]).collect::<Vec<_>>()),
            head in proptest::sample::select(vec![&b"%PDF-"[..], b"PK\x03\x04", b"\xFF\xD8\xFF", b"{\\rtf", b"<svg ", b"MZ", b""]),
            rest in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
        ) {
            let bytes = [head, &rest[..]].concat();
            if let Ok(kept) = fit("file", &format!("{name}.{end}"), &bytes) {
                assert!(KINDS.contains(&kept.kind) && kind_of(&bytes) == Some(kept.kind));
                let plain = |c: char| !c.is_control() && !matches!(c, '/' | '\\') && !turns_text_round(c);
                assert!(!kept.name.is_empty() && kept.name.chars().all(plain), "{:?}", kept.name);
                assert!(kept.kind.ends.iter().any(|e| kept.name.to_lowercase().ends_with(&format!(".{e}"))));
            }
        }
    }

    #[test]
    fn an_empty_and_a_large_file_are_refused_with_the_limit() {
        assert_eq!(code("note.txt", b""), "file_empty");
        let large = vec![b'x'; 50 * 1024 * 1024];
        let no = fit("file", "note.txt", &large).unwrap_err();
        assert_eq!(no.0[0].code, "file_too_large");
        assert_eq!(no.to_string(), "The file has 50 MB. The largest that is kept is 25 MB");
    }
}
