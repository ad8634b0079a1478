//! Which port an installation uses, by its settings. A demo keeps everything here, whatever its settings say.

use super::{File, Kept, Notify, NotifySettings, Outlet};
use std::path::Path;

/// Why no port could be chosen, in words for whoever starts the server.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotChosen(String);

impl Outlet {
    /// The outlet that `setting` names: `kept`, `file:DIR` or `notify`. `variable` reads the environment, from where alone
    /// secrets come.
    ///
    /// # Errors
    /// When the setting is none of these, misses something, or is one that a demo must not have.
    pub fn chosen(setting: &str, variable: &dyn Fn(&str) -> Option<String>, demo: bool) -> Result<Outlet, NotChosen> {
        if setting == "kept" {
            return Ok(Outlet::of(Kept));
        }
        if let Some(folder) = setting.strip_prefix("file:") {
            return Ok(Outlet::of(file(Path::new(folder), demo)?));
        }
        if setting != "notify" {
            return Err(NotChosen(format!("messages go to kept, file:FOLDER or notify, not to {setting:?}")));
        }
        if demo {
            return Err(NotChosen("a demo sends nothing: choose kept, or file: with a temporary folder".into()));
        }
        let settings = NotifySettings::read(variable).map_err(NotChosen)?;
        Ok(Outlet::of(Notify::of(settings)))
    }

    /// True when a demo may use it: nothing can leave.
    pub(crate) fn suits_a_demo(&self) -> bool {
        self.port().stays_here()
    }
}

fn file(folder: &Path, demo: bool) -> Result<File, NotChosen> {
    let refused = |why: &dyn std::fmt::Display| NotChosen(format!("{} cannot take messages: {why}", folder.display()));
    std::fs::create_dir_all(folder).map_err(|e| refused(&e))?;
    // Links are followed first: a link in a temporary folder may lead out of it.
    let real = folder.canonicalize().map_err(|e| refused(&e))?;
    let temporary = std::env::temp_dir().canonicalize().map_err(|e| refused(&e))?;
    if demo && !real.starts_with(&temporary) {
        return Err(refused(&format!("a demo writes messages within {} alone", temporary.display())));
    }
    Ok(File::in_folder(real))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    fn everything(name: &str) -> Option<String> {
        Some(match name {
            "THROUGHCARE_NOTIFY_KEY" => {
                "trial-11111111-2222-4333-8444-555555555555-66666666-7777-4888-8999-aaaaaaaaaaaa".into()
            }
            "THROUGHCARE_NOTIFY_ADDRESS" => return None,
            _ => "00000000-1111-4222-8333-444444444444".into(),
        })
    }

    #[test]
    fn a_demo_refuses_whatever_could_leave() {
        assert!(Outlet::chosen("notify", &everything, false).is_ok());
        let no = Outlet::chosen("notify", &everything, true).unwrap_err();
        assert!(no.to_string().contains("a demo sends nothing"), "{no}");
        let temporary = tempfile::tempdir().unwrap();
        let setting = format!("file:{}", temporary.path().display());
        assert!(Outlet::chosen(&setting, &nothing, true).unwrap().suits_a_demo());
        let elsewhere = "file:/usr";
        assert!(Outlet::chosen(elsewhere, &nothing, false).is_ok());
        assert!(Outlet::chosen(elsewhere, &nothing, true).is_err());
    }

    #[test]
    fn a_link_out_of_the_temporary_folder_is_followed_before_it_is_believed() {
        let temporary = tempfile::tempdir().unwrap();
        let link = temporary.path().join("out");
        std::os::unix::fs::symlink("/usr", &link).unwrap();
        assert!(Outlet::chosen(&format!("file:{}", link.display()), &nothing, true).is_err());
    }

    #[test]
    fn a_setting_that_is_none_says_which_there_are() {
        let no = Outlet::chosen("smtp://mail", &nothing, false).unwrap_err();
        assert_eq!(no.to_string(), r#"messages go to kept, file:FOLDER or notify, not to "smtp://mail""#);
        assert!(Outlet::chosen("kept", &nothing, true).is_ok());
        assert!(Outlet::chosen("notify", &nothing, false).is_err());
    }
}
