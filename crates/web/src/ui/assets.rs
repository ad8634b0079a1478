//! The addresses of the style sheet and scripts, whose names change with their content so that browsers keep them for ever.

use std::collections::BTreeMap;

/// From the plain name of an asset to its hashed name.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<String, String>);

impl Assets {
    /// Reads `manifest.json` of the asset build: an object of plain name to hashed name.
    ///
    /// # Errors
    /// When it is not such an object.
    pub fn read(manifest: &[u8]) -> Result<Assets, serde_json::Error> {
        serde_json::from_slice(manifest).map(Assets)
    }

    /// `/assets/` and the hashed name; the plain name when the asset was not built.
    #[must_use]
    pub fn address(&self, plain: &str) -> String {
        format!("/assets/{}", self.0.get(plain).map_or(plain, String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::Assets;

    #[test]
    fn an_asset_is_addressed_by_its_hashed_name() {
        let assets = Assets::read(br#"{"throughcare.css":"throughcare-0a1b.css"}"#).unwrap();
        assert_eq!(assets.address("throughcare.css"), "/assets/throughcare-0a1b.css");
        assert_eq!(assets.address("favicon.svg"), "/assets/favicon.svg");
    }
}
