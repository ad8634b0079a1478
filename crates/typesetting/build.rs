//! Lists the fonts that `node assets/build.mjs` put into `assets/fonts`, so that the program carries them. Without them
//! it builds and works with the typeface that Typst brings along, and says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(found) => {
            found.filter_map(|f| Some(f.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "ttf")).collect()
        }
        Err(_) => Vec::new(),
    };
    files.sort();
    if files.is_empty() {
        println!(
            "cargo::warning=assets/fonts is empty: letters will be set in another typeface, and some scripts told as code points. Run: npm ci --prefix assets && node assets/build.mjs"
        );
    }
    let mut list =
        String::from("/// The name of each font's file, and the font.\nstatic EMBEDDED: &[(&str, &[u8])] = &[");
    for file in files {
        let file = file.canonicalize()?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(list, "({name:?}, include_bytes!({file:?})),");
    }
    list.push_str("];\n");
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("fonts.rs"), list)
}
