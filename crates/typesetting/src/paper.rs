//! The document on paper. Its dates are those of the document, so that setting it again gives the same bytes.

use crate::world::Desk;
use crate::{SetError, Source};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub(crate) fn set(source: &Source) -> Result<Vec<u8>, SetError> {
    let world = Desk::of(source)?;
    let compiled = typst::compile::<PagedDocument>(&world);
    let document = compiled.output.map_err(|errors| SetError::of(&world, &errors))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|e| SetError::of_limits(format!("PDF/UA-1 is not to be had: {}", e.message()), false))?;
    let (year, month, day) = source.day;
    let noon = Datetime::from_ymd_hms(year, month, day, 12, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {}", source.title, source.data)),
        creator: Smart::Custom(Some("Throughcare".into())),
        timestamp: noon.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| SetError::of(&world, &errors))
}
