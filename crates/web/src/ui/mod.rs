//! The page frame and the components that every room builds its pages from: ordinary functions that return `Markup`, in the
//! HTML of GOV.UK Frontend. Every text is escaped by maud. No component carries an inline script or style, because pages are
//! served with `script-src 'self'; style-src 'self'`. Each file ends with its examples, which are also its tests.
//! It knows no room, no route and no user: whoever calls says what is allowed.

mod address;
mod assets;
mod banner;
mod bar;
mod button;
mod check_answers;
mod disclosure;
mod empty;
mod error_summary;
mod field;
mod filter;
mod form_frame;
mod link;
mod page;
mod pagination;
mod panel;
mod person_banner;
mod progress;
mod search;
mod stat;
mod summary_list;
mod table;
mod tabs;
mod tag;
mod task_list;
mod timeline;

pub use address::Address;
pub use assets::Assets;
pub use banner::{Notice, notice};
pub use bar::{Bar, bars};
pub use button::{Button, button, button_group, link_button};
pub use check_answers::check_answers;
pub use disclosure::{details, inset, warning};
pub use empty::empty;
pub use error_summary::error_summary;
pub use field::{
    Choices, DateInput, FileUpload, Item, Select, TextArea, TextInput, checkboxes, date_input, file_upload, input,
    item, radios, select, textarea, yes_no,
};
pub use filter::FilterPanel;
pub use form_frame::{FormFrame, csrf_field, form};
pub use kernel::words::{age, count, day, day_time, instant, short_day, short_month, time, weekday};
pub use link::{external, link, link_about};
pub use page::{Frame, NavLink, Theme, WayBack, layout};
pub use pagination::{pages, pagination};
pub use panel::panel;
pub use person_banner::PersonBanner;
pub use progress::{meter, progress, running, running_answer};
pub use search::search_box;
pub use stat::{Stat, stats};
pub use summary_list::{Row, SummaryCard, row, summary_list};
pub use table::{Cell, Column, Table, column};
pub use tabs::{Tab, sub_navigation};
pub use tag::{Colour, tag};
pub use task_list::{Task, task, task_list};
pub use timeline::{Moment, timeline};

/// A name and what it looks like.
pub type Example = (&'static str, maud::Markup);

/// Every component once or more, for the design page and for the tests.
#[must_use]
pub fn examples() -> Vec<Example> {
    [
        banner::examples(),
        bar::examples(),
        button::examples(),
        check_answers::examples(),
        disclosure::examples(),
        empty::examples(),
        error_summary::examples(),
        field::examples(),
        filter::examples(),
        form_frame::examples(),
        link::examples(),
        page::examples(),
        pagination::examples(),
        panel::examples(),
        person_banner::examples(),
        progress::examples(),
        search::examples(),
        stat::examples(),
        summary_list::examples(),
        table::examples(),
        tabs::examples(),
        tag::examples(),
        task_list::examples(),
        timeline::examples(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::examples;

    #[test]
    fn every_example_renders_without_inline_script_or_style() {
        let all = examples();
        assert!(all.len() > 50, "{} examples", all.len());
        for (name, markup) in all {
            let html = markup.into_string();
            assert!(html.len() > 20, "{name} is empty");
            for banned in [" style=", " onclick=", " onchange=", "<style", "javascript:"] {
                assert!(!html.contains(banned), "{name} holds {banned}");
            }
            assert!(!html.contains("<script>"), "{name} holds an inline script");
        }
    }

    #[test]
    fn what_people_typed_never_becomes_html() {
        for (name, markup) in examples() {
            let html = markup.into_string();
            assert!(!html.contains("<b>work</b>") && !html.contains("<O’Neil>"), "{name}");
        }
    }

    #[test]
    fn the_names_of_the_examples_differ() {
        let mut names: Vec<&str> = examples().into_iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        let every = names.len();
        names.dedup();
        assert_eq!(names.len(), every);
    }
}
