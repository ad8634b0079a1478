//! The style sheet and scripts are built by `node assets/build.mjs` into `assets/dist`, which is embedded. Without it the
//! program builds and works, unstyled, and says so.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dist");
    if !dist.join("manifest.json").exists() {
        std::fs::create_dir_all(&dist)?;
        println!(
            "cargo::warning=assets/dist is empty: pages will have no style. Run: npm ci --prefix assets && node assets/build.mjs"
        );
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    Ok(())
}
