//! Writes messages into a folder: for tests, and for services with a print room of their own. A file is named by our
//! reference, so that a repeat writes the same file again.

use super::{Handed, Handing, Port, Report, Trouble, Words};
use std::path::{Path, PathBuf};

/// A folder that messages are written to.
#[derive(Clone, Debug)]
pub struct File {
    folder: PathBuf,
}

impl File {
    /// The folder must be there.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> File {
        File { folder: folder.into() }
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes beside and renames, so that whoever collects the files never meets half of one.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let half = self.folder.join(format!(".{name}.half"));
        let written = std::fs::write(&half, bytes).and_then(|()| std::fs::rename(&half, self.folder.join(name)));
        written.map_err(|why| Trouble::Later(format!("the folder of messages cannot be written to: {why}")))
    }

    fn words(&self, kind: &str, to: &str, words: &Words, handing: Handing) -> Result<Handed, Trouble> {
        let reference = handing.reference.to_string();
        let message =
            serde_json::json!({ "to": to, "subject": words.subject, "body": words.body, "reference": reference });
        self.write(&format!("{reference}.{kind}.json"), message.to_string().as_bytes())?;
        Ok(Handed::Over { provider_id: None })
    }
}

impl Port for File {
    fn name(&self) -> &'static str {
        "A folder of this installation"
    }

    fn stays_here(&self) -> bool {
        true
    }

    fn text(&self, number: &str, words: &Words, handing: Handing) -> Result<Handed, Trouble> {
        self.words("text", number, words, handing)
    }

    fn email(&self, address: &str, words: &Words, pdf: Option<&[u8]>, handing: Handing) -> Result<Handed, Trouble> {
        if let Some(pdf) = pdf {
            self.write(&format!("{}.email.pdf", handing.reference), pdf)?;
        }
        self.words("email", address, words, handing)
    }

    fn post(&self, address: &str, pdf: &[u8], handing: Handing) -> Result<Handed, Trouble> {
        let reference = handing.reference.to_string();
        self.write(&format!("{reference}.letter.pdf"), pdf)?;
        let about = serde_json::json!({ "to": address, "reference": reference });
        self.write(&format!("{reference}.letter.json"), about.to_string().as_bytes())?;
        Ok(Handed::Over { provider_id: None })
    }

    fn ask(&self, _: &str) -> Result<Report, Trouble> {
        Ok(Report::OnItsWay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SendingId;
    use uuid::Uuid;

    #[test]
    fn a_repeat_is_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let port = File::in_folder(folder.path());
        let handing = Handing { reference: SendingId(Uuid::from_u128(7)), again: false };
        let words = Words { subject: None, body: "Come at ten.".into() };
        port.text("07700900123", &words, handing).unwrap();
        port.text("07700900123", &words, Handing { again: true, ..handing }).unwrap();
        port.post("1 High Street", b"%PDF", handing).unwrap();
        port.email("a@example.com", &words, Some(b"%PDF"), handing).unwrap();
        let mut names: Vec<String> =
            std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let reference = handing.reference;
        let expected = ["email.json", "email.pdf", "letter.json", "letter.pdf", "text.json"]
            .map(|kind| format!("{reference}.{kind}"));
        assert_eq!(names, expected);
    }

    #[test]
    fn a_folder_that_went_is_tried_again_later() {
        let folder = tempfile::tempdir().unwrap();
        let port = File::in_folder(folder.path().join("gone"));
        let handing = Handing { reference: SendingId(Uuid::from_u128(7)), again: false };
        let no = port.email("a@example.com", &Words { subject: None, body: "x".into() }, None, handing).unwrap_err();
        assert!(matches!(no, Trouble::Later(_)), "{no:?}");
    }
}
