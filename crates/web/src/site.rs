//! All that the glue needs to serve: the house, the routes, the gate, and what stands on every page.

use crate::ui::{Assets, Frame, NavLink, Theme};
use crate::{Admitted, Gate, Route};
use kernel::Permission;
use std::sync::Arc;
use store::House;

/// An entry of the main navigation, shown to those who may open it.
#[derive(Clone, Copy, Debug)]
pub struct NavEntry {
    pub href: &'static str,
    pub words: &'static str,
    pub permission: Permission,
    /// Under which words it stands for a reader who may open many.
    pub group: Option<&'static str>,
}

/// What is served.
pub struct Site {
    pub house: House,
    pub routes: Vec<Route>,
    pub gate: Box<dyn Gate>,
    pub theme: Theme,
    pub navigation: Vec<NavEntry>,
    /// The words of the banner of a demo.
    pub demo: Option<String>,
    /// Cookies only over TLS, and the header that says so.
    pub secure: bool,
    pub assets: Arc<Assets>,
}

impl Site {
    /// The frame of a page for whoever asks.
    #[must_use]
    pub(crate) fn frame(&self, admitted: Option<&Admitted>, csrf: &str, path: &str) -> Frame {
        let may = |p| admitted.is_some_and(|a| !a.expired && a.asker.permissions.contains(&p));
        let navigation = self
            .navigation
            .iter()
            .filter(|entry| may(entry.permission))
            .map(|entry| {
                let mut link = NavLink::new(entry.href, entry.words).grouped(entry.group);
                link.current =
                    entry.href == path || (entry.href != "/" && path.starts_with(&format!("{}/", entry.href)));
                link
            })
            .collect();
        Frame {
            theme: self.theme.clone(),
            assets: Arc::clone(&self.assets),
            lang: "en".into(),
            signed_in: admitted.filter(|a| !a.expired).map(|a| a.name.clone()),
            csrf: csrf.to_owned(),
            navigation,
            search: may(Permission::ReadPeople).then(String::new),
            demo: self.demo.clone(),
            ..Frame::default()
        }
    }
}
