//! Writes every component to one page, `target/design.html`, for looking at: `cargo run -p web --example design`. The
//! assets must have been built (`node assets/build.mjs`).

use maud::{PreEscaped, html};
use std::path::Path;
use web::ui::{self, Frame, NavLink, layout};

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let body = html! {
        h1.govuk-heading-xl { "Components" }
        @for (name, markup) in ui::examples().into_iter().filter(|(name, _)| !name.starts_with("page")) {
            h2.govuk-heading-s { (name) }
            (markup)
            hr.govuk-section-break.govuk-section-break--m.govuk-section-break--visible;
        }
    };
    let navigation =
        ["My work", "Cases", "Court inbox", "Team", "Administration"].map(|words| NavLink::new("/", words));
    let frame = Frame {
        signed_in: Some("Priya Shah".into()),
        navigation: navigation.into(),
        search: Some(String::new()),
        demo: Some("Invented people only.".into()),
        assets: web::embedded_assets().into(),
        ..Frame::default()
    };
    let page = layout(&frame.titled("Components"), &PreEscaped(body.into_string())).into_string();
    let file = root.join("target/design.html");
    std::fs::create_dir_all(root.join("target"))?;
    std::fs::write(&file, page.replace("\"/assets/", &format!("\"{}/assets/dist/", root.display())))?;
    println!("{}", file.display());
    Ok(())
}
