//! The frame of every page: title, skip link, header with search and account, navigation, the way back, banners, footer.
//! Titles read "Overview - Mr A B - Throughcare", with "Error: " before them when a form was refused.
//! The header is our own and carries no crown, crest or GDS Transport.

use super::search::IN_HEADER;
use super::{Assets, Example, Notice, csrf_field, notice, search_box};
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;

/// What a deployment may call itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub product: String,
    /// Who runs the service, for the footer.
    pub organisation: Option<String>,
}

impl Default for Theme {
    fn default() -> Theme {
        Theme { product: "Throughcare".into(), organisation: None }
    }
}

/// One entry of the main navigation, which the signed-in person is allowed to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavLink {
    pub href: String,
    pub words: String,
    pub current: bool,
    /// Under which words it is found by a reader who may open more than fits into one row.
    pub group: Option<&'static str>,
}

/// Entries that fit into one row of a page; more are gathered by their groups.
const IN_A_ROW: usize = 9;

impl NavLink {
    pub fn new(href: impl Into<String>, words: impl Into<String>) -> NavLink {
        NavLink { href: href.into(), words: words.into(), current: false, group: None }
    }

    #[must_use]
    pub fn grouped(mut self, group: Option<&'static str>) -> NavLink {
        self.group = group;
        self
    }
}

/// Where the reader came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WayBack {
    #[default]
    None,
    /// One page back, in a journey of several pages.
    Back(String),
    /// Address and words, the highest first.
    Crumbs(Vec<(String, String)>),
}

/// All that stands around the body of a page. The web glue fills what the request knows (who, navigation, token, notice,
/// demo); a page sets its title and where it belongs, then calls [`layout`].
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub theme: Theme,
    pub assets: Arc<Assets>,
    /// What the page is, such as "Overview".
    pub title: String,
    /// Whom or what it is about, such as "Mr A B".
    pub about: Option<String>,
    /// `en` or `cy`; `en` when empty.
    pub lang: String,
    /// A form on the page was refused.
    pub refused: bool,
    /// The name of whoever is signed in.
    pub signed_in: Option<String>,
    /// The session's token, for the button that signs out.
    pub csrf: String,
    pub navigation: Vec<NavLink>,
    /// What stands in the search box; none when the reader may not search.
    pub search: Option<String>,
    /// In a demo: the words of the banner, such as the day it plays on.
    pub demo: Option<String>,
    pub way_back: WayBack,
    pub notice: Option<Notice>,
    /// The person's banner, and the tabs below it.
    pub person: Option<Markup>,
    pub tabs: Option<Markup>,
}

impl Frame {
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Frame {
        self.title = title.into();
        self
    }

    #[must_use]
    pub fn about(mut self, whom: impl Into<String>) -> Frame {
        self.about = Some(whom.into());
        self
    }

    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Frame {
        self.way_back = WayBack::Back(href.into());
        self
    }

    #[must_use]
    pub fn crumb(mut self, href: impl Into<String>, words: impl Into<String>) -> Frame {
        let mut crumbs = if let WayBack::Crumbs(crumbs) = self.way_back { crumbs } else { Vec::new() };
        crumbs.push((href.into(), words.into()));
        self.way_back = WayBack::Crumbs(crumbs);
        self
    }

    /// Marks the entry of the navigation that the page belongs to.
    #[must_use]
    pub fn within(mut self, href: &str) -> Frame {
        for link in &mut self.navigation {
            link.current = link.href == href;
        }
        self
    }

    #[must_use]
    pub fn refused(mut self, refused: bool) -> Frame {
        self.refused = refused;
        self
    }

    #[must_use]
    pub fn person(mut self, banner: Markup, tabs: Markup) -> Frame {
        self.person = Some(banner);
        self.tabs = Some(tabs);
        self
    }

    fn full_title(&self) -> String {
        let parts = [Some(self.title.as_str()), self.about.as_deref(), Some(self.theme.product.as_str())];
        let words: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let error = self.said("Error: ", "Gwall: ");
        format!("{}{}", if self.refused { error } else { "" }, words.join(" - "))
    }

    /// The words of the frame itself, in the language of the page.
    fn said(&self, english: &'static str, welsh: &'static str) -> &'static str {
        if self.lang == "cy" { welsh } else { english }
    }
}

/// The whole page.
#[must_use]
pub fn layout(frame: &Frame, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html.govuk-template lang=(if frame.lang.is_empty() { "en" } else { &frame.lang }) {
            head {
                meta charset="utf-8";
                title { (frame.full_title()) }
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="theme-color" content="#1d70b8";
                meta name="referrer" content="same-origin";
                link rel="icon" href=(frame.assets.address("favicon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(frame.assets.address("throughcare.css"));
                link rel="modulepreload" href=(frame.assets.address("govuk-frontend.js"));
            }
            body.govuk-template__body {
                // First, and waiting, so that the page is laid out once: what opens by script starts closed.
                script src=(frame.assets.address("supported.js")) {}
                a.govuk-skip-link href="#main-content" data-module="govuk-skip-link" {
                    (frame.said("Skip to main content", "Neidio i’r prif gynnwys"))
                }
                (header(frame))
                div.govuk-width-container {
                    (way_back(&frame.way_back))
                    @if let Some(person) = &frame.person { (person) }
                    @if let Some(tabs) = &frame.tabs { (tabs) }
                    main.govuk-main-wrapper id="main-content" {
                        @if let Some(words) = &frame.notice { (notice(words)) }
                        (body)
                    }
                }
                (footer(frame))
                script type="module" src=(frame.assets.address("throughcare.js")) {}
            }
        }
    }
}

fn header(frame: &Frame) -> Markup {
    html! {
        header.govuk-template__header {
            div.govuk-generic-header {
                div.govuk-generic-header__container.govuk-width-container.tc-header {
                    div.govuk-generic-header__logo {
                        a href="/" class="govuk-generic-header__homepage-link" { (frame.theme.product) }
                    }
                    @if let Some(typed) = &frame.search {
                        (search_box(IN_HEADER, "/search", "Name, CRN, PNC or date of birth", typed))
                    }
                    @if let Some(name) = &frame.signed_in { (account(name, &frame.csrf)) }
                }
            }
            @if !frame.navigation.is_empty() { (navigation(&frame.navigation)) }
            @if let Some(words) = &frame.demo { (demo(words)) }
        }
    }
}

fn account(name: &str, csrf: &str) -> Markup {
    html! {
        div.tc-account {
            a.tc-account__link href="/account" { span.govuk-visually-hidden { "Your account: " } (name) }
            form method="post" action="/sign-out" {
                (csrf_field(csrf))
                button.tc-account__button type="submit" { "Sign out" }
            }
        }
    }
}

pub(crate) fn navigation(links: &[NavLink]) -> Markup {
    html! {
        div.govuk-service-navigation data-module="govuk-service-navigation" {
            div.govuk-width-container {
                div.govuk-service-navigation__container {
                    nav aria-label="Menu" class="govuk-service-navigation__wrapper" {
                        button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
                            aria-controls="navigation" hidden aria-hidden="true" { "Menu" }
                        ul.govuk-service-navigation__list id="navigation" {
                            @for part in parts(links) {
                                @match part {
                                    Part::One(link) => (entry(link)),
                                    Part::Group(words, links) => li.govuk-service-navigation__item.govuk-service-navigation__item--active[links.iter().any(|l| l.current)] {
                                        details.tc-more {
                                            summary.tc-more__words { (words) }
                                            ul.tc-more__list { @for link in links { (entry(link)) } }
                                        }
                                    },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn entry(link: &NavLink) -> Markup {
    html! {
        li.govuk-service-navigation__item.govuk-service-navigation__item--active[link.current] {
            a.govuk-service-navigation__link href=(link.href) aria-current=[link.current.then_some("true")] {
                @if link.current { strong.govuk-service-navigation__active-fallback { (link.words) } }
                @else { (link.words) }
            }
        }
    }
}

/// What stands in the row: an entry, or a group of them.
enum Part<'a> {
    One(&'a NavLink),
    Group(&'static str, Vec<&'a NavLink>),
}

/// The row: every entry for itself where they fit, and gathered by their groups where there are more.
fn parts(links: &[NavLink]) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for link in links {
        let group = link.group.filter(|_| links.len() > IN_A_ROW);
        match (group, parts.last_mut()) {
            (Some(words), Some(Part::Group(last, gathered))) if *last == words => gathered.push(link),
            (Some(words), _) => parts.push(Part::Group(words, vec![link])),
            (None, _) => parts.push(Part::One(link)),
        }
    }
    // A group of one is no group.
    let alone = |part| match part {
        Part::Group(words, gathered) => match gathered[..] {
            [only] => Part::One(only),
            _ => Part::Group(words, gathered),
        },
        one => one,
    };
    parts.into_iter().map(alone).collect()
}

fn demo(words: &str) -> Markup {
    html! {
        div.govuk-phase-banner.govuk-width-container {
            p.govuk-phase-banner__content {
                strong.govuk-tag.govuk-tag--purple.govuk-phase-banner__content__tag { "Demo" }
                span.govuk-phase-banner__text { (words) }
            }
        }
    }
}

pub(crate) fn way_back(way: &WayBack) -> Markup {
    html! {
        @match way {
            WayBack::None => {},
            WayBack::Back(href) => nav aria-label="Back" { a href=(href) class="govuk-back-link" { "Back" } },
            WayBack::Crumbs(crumbs) => nav.govuk-breadcrumbs aria-label="Breadcrumb" {
                ol.govuk-breadcrumbs__list {
                    @for (href, words) in crumbs {
                        li.govuk-breadcrumbs__list-item { a.govuk-breadcrumbs__link href=(href) { (words) } }
                    }
                }
            },
        }
    }
}

fn footer(frame: &Frame) -> Markup {
    html! {
        footer.govuk-template__footer {
            div.govuk-footer {
                div.govuk-width-container {
                    div.govuk-footer__meta {
                        div.govuk-footer__meta-item.govuk-footer__meta-item--grow {
                            h2.govuk-visually-hidden { (frame.said("Support links", "Dolenni cymorth")) }
                            ul.govuk-footer__inline-list {
                                @for (href, words) in [
                                    ("/help", frame.said("Help", "Cymorth")),
                                    ("/help/accessibility", frame.said("Accessibility", "Hygyrchedd")),
                                    ("/help/privacy", frame.said("Privacy", "Preifatrwydd")),
                                ] {
                                    li.govuk-footer__inline-list-item { a.govuk-footer__link href=(href) { (words) } }
                                }
                            }
                            @if let Some(organisation) = &frame.theme.organisation {
                                div.govuk-footer__meta-custom { (frame.theme.product) " is run by " (organisation) }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let frame = Frame {
        signed_in: Some("Ann Bell".into()),
        navigation: vec![NavLink::new("/", "My work"), NavLink::new("/cases", "Cases")],
        search: Some(String::new()),
        demo: Some("Invented people only. It is 22 November 2026.".into()),
        notice: Some(Notice::done("Saved")),
        ..Frame::default()
    };
    let full = frame
        .titled("Overview")
        .about("Ffion <O’Neil>")
        .within("/cases")
        .crumb("/", "My work")
        .crumb("/cases", "Cases");
    let nobody = Frame::default().titled("Sign in").refused(true).back("/");
    let words = ["My work", "Cases", "Court inbox", "Team", "Gaps", "Decisions", "Reviews"];
    let services = ["Provision", "Referrals", "Programmes", "Unpaid work"].map(|words| NavLink::new("/s", words));
    let mut many: Vec<NavLink> = words.map(|words| NavLink::new("/", words)).to_vec();
    many.extend(services.map(|link| link.grouped(Some("Services"))));
    vec![
        ("navigation of many", navigation(&many)),
        ("page", layout(&full, &html! { h1.govuk-heading-l { "Overview" } })),
        ("page for nobody yet", layout(&nobody, &html! { h1.govuk-heading-l { "Sign in" } })),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_about_whom_and_where() {
        let frame = Frame::default().titled("Overview").about("Mr A B");
        assert_eq!(frame.full_title(), "Overview - Mr A B - Throughcare");
        assert_eq!(frame.refused(true).full_title(), "Error: Overview - Mr A B - Throughcare");
    }

    #[test]
    fn no_page_carries_a_crown_or_crest() {
        for (name, page) in examples() {
            let page = page.into_string().to_lowercase();
            assert!(!page.contains("crown") && !page.contains("crest"), "{name}");
        }
    }
}
