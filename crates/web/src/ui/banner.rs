//! The notification banner: what just happened, or what matters to this page. At most one a page, so that no two landmarks
//! carry the same name.

use super::Example;
use maud::{Markup, html};

/// What a banner says.
#[derive(Clone, Debug)]
pub struct Notice {
    pub heading: String,
    /// More below the heading, such as a link to the next best thing to do.
    pub more: Option<Markup>,
    /// Something was done; otherwise it is important.
    pub success: bool,
}

impl Notice {
    /// Something was done.
    pub fn done(heading: impl Into<String>) -> Notice {
        Notice { heading: heading.into(), more: None, success: true }
    }

    /// Something to know before going on.
    pub fn important(heading: impl Into<String>) -> Notice {
        Notice { heading: heading.into(), more: None, success: false }
    }

    #[must_use]
    pub fn more(mut self, more: Markup) -> Notice {
        self.more = Some(more);
        self
    }
}

#[must_use]
pub fn notice(notice: &Notice) -> Markup {
    html! {
        div.govuk-notification-banner.govuk-notification-banner--success[notice.success]
            role=(if notice.success { "alert" } else { "region" })
            aria-labelledby="govuk-notification-banner-title" data-module="govuk-notification-banner" {
            div.govuk-notification-banner__header {
                h2.govuk-notification-banner__title id="govuk-notification-banner-title" {
                    (if notice.success { "Success" } else { "Important" })
                }
            }
            div.govuk-notification-banner__content {
                p.govuk-notification-banner__heading { (notice.heading) }
                @if let Some(more) = &notice.more { (more) }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("notification banner", notice(&Notice::important("This person has two open outcomes"))),
        (
            "notification banner, done",
            notice(&Notice::done("Appointment arranged").more(html! { p.govuk-body { "A letter waits to be sent." } })),
        ),
    ]
}
