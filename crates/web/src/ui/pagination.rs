//! Pages of a list: "Showing 26 to 50 of 207" and the links to the others, which live in the address as `page`.

use super::{Address, Example};
use maud::{Markup, html};

/// How many pages `total` entries fill; at least one.
#[must_use]
pub fn pages(total: u64, per_page: u64) -> u64 {
    total.div_ceil(per_page.max(1)).max(1)
}

/// The words and the links of page `page` (the first is 1). Without entries it shows nothing.
#[must_use]
pub fn pagination(list: &Address, page: u64, per_page: u64, total: u64) -> Markup {
    let last = pages(total, per_page);
    let page = page.clamp(1, last);
    let (from, to) = ((page - 1) * per_page + 1, (page * per_page).min(total));
    let href = |number: u64| list.with("page", &number.to_string());
    html! {
        @if total > 0 {
            p.govuk-body.tc-showing { "Showing " strong { (from) } " to " strong { (to) } " of " strong { (total) } }
        }
        @if last > 1 {
            nav.govuk-pagination aria-label="Pagination" {
                @if page > 1 { (previous(&href(page - 1))) }
                ul.govuk-pagination__list {
                    @for shown in numbers(page, last) {
                        @match shown {
                            None => li.govuk-pagination__item.govuk-pagination__item--ellipsis { "⋯" },
                            Some(number) => li.govuk-pagination__item.govuk-pagination__item--current[number == page] {
                                a.govuk-link.govuk-pagination__link href=(href(number)) aria-label={ "Page " (number) }
                                    aria-current=[(number == page).then_some("page")] { (number) }
                            },
                        }
                    }
                }
                @if page < last { (next(&href(page + 1))) }
            }
        }
    }
}

/// The first, the last, and two on each side of this one; a gap where numbers are left out.
fn numbers(page: u64, last: u64) -> Vec<Option<u64>> {
    let mut shown = Vec::new();
    for number in (1..=last).filter(|n| *n == 1 || *n == last || n.abs_diff(page) <= 2) {
        if shown.last().copied().flatten().is_some_and(|before: u64| before + 1 < number) {
            shown.push(None);
        }
        shown.push(Some(number));
    }
    shown
}

fn previous(href: &Address) -> Markup {
    html! {
        div.govuk-pagination__prev {
            a.govuk-link.govuk-pagination__link href=(href) rel="prev" {
                svg.govuk-pagination__icon.govuk-pagination__icon--prev xmlns="http://www.w3.org/2000/svg" height="13" width="15"
                    aria-hidden="true" focusable="false" viewBox="0 0 15 13" {
                    path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z" {}
                }
                span.govuk-pagination__link-title { "Previous" span.govuk-visually-hidden { " page" } }
            }
        }
    }
}

fn next(href: &Address) -> Markup {
    html! {
        div.govuk-pagination__next {
            a.govuk-link.govuk-pagination__link href=(href) rel="next" {
                span.govuk-pagination__link-title { "Next" span.govuk-visually-hidden { " page" } }
                svg.govuk-pagination__icon.govuk-pagination__icon--next xmlns="http://www.w3.org/2000/svg" height="13" width="15"
                    aria-hidden="true" focusable="false" viewBox="0 0 15 13" {
                    path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z" {}
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let list = Address::new("/cases", [("sort", "name")]);
    vec![
        ("pagination", pagination(&list, 2, 25, 207)),
        ("pagination, one page", pagination(&list, 1, 25, 3)),
        ("pagination, many pages", pagination(&list, 10, 25, 1000)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_shows_what_is_left() {
        let html = pagination(&Address::new("/c", [("a", "b")]), 9, 25, 207).into_string();
        assert!(html.contains("<strong>201</strong> to <strong>207</strong> of <strong>207</strong>"), "{html}");
        assert!(!html.contains("rel=\"next\""));
    }

    #[test]
    fn gaps_stand_for_the_pages_left_out() {
        assert_eq!(numbers(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(numbers(10, 40), [Some(1), None, Some(8), Some(9), Some(10), Some(11), Some(12), None, Some(40)]);
    }

    #[test]
    fn an_empty_list_shows_no_numbers() {
        assert_eq!(pagination(&Address::new("/c", [("", "")]), 1, 25, 0).into_string(), "");
    }
}
