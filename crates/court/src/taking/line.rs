//! What a message came to, one line for each defendant: the shape that the command line prints and the API answers.

use crate::records::Outcome;
use serde::Serialize;
use utoipa::ToSchema;

/// What came of one defendant of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IngestLine {
    /// File name or sender.
    pub file: String,
    /// As sent; null where the message has no hearing.
    pub hearing_id: Option<String>,
    /// As sent; null where the message has no defendant.
    pub defendant_id: Option<String>,
    /// recorded, amended, unchanged, review, ignored or deleted.
    pub outcome: &'static str,
    pub crn: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
}

impl IngestLine {
    /// The line of a message that could not be read.
    pub(crate) fn unread(file: &str, reason: String) -> IngestLine {
        IngestLine {
            file: file.to_owned(),
            hearing_id: None,
            defendant_id: None,
            outcome: Outcome::Review.code(),
            crn: None,
            reason: Some(reason),
        }
    }
}
