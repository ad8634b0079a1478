//! The service's own figures of workload: what a grade may hold, how many of a tier, from when an officer is full, and what
//! need without risk adds; with every row there has been, and setting one from a day on.

use super::LONGEST_NOTE;
use crate::workload::{Figures, PolicyChange, percent, set_policy};
use actuarial::tier::{LETTERS, Letter};
use kernel::{Date, Permission};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// What a form can set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    GradeFit,
    TierCapacity,
    Thresholds,
    Need,
}

impl What {
    fn read(code: &str) -> Option<What> {
        [What::GradeFit, What::TierCapacity, What::Thresholds, What::Need].into_iter().find(|w| w.code() == code)
    }

    fn code(self) -> &'static str {
        match self {
            What::GradeFit => "grade-fit",
            What::TierCapacity => "tier-capacity",
            What::Thresholds => "thresholds",
            What::Need => "need",
        }
    }

    fn title(self) -> &'static str {
        match self {
            What::GradeFit => "Set what a grade may hold",
            What::TierCapacity => "Set how many of a tier a grade holds",
            What::Thresholds => "Set when an officer is full",
            What::Need => "Set what need without risk adds",
        }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (figures, today) = (Figures::now(cx)?, cx.today());
    let may = cx.may(Permission::Administer);
    let body = html! {
        h1.govuk-heading-l { "Figures of workload" }
        p.govuk-body { "A new row holds from its day on. What was decided before stays explained by the row of that day, and every row stays on this page." }
        h2.govuk-heading-m { "What a grade may hold" }
        (grade_table(&figures, today))
        (set(may, What::GradeFit))
        h2.govuk-heading-m { "How many of a tier" }
        (capacity_table(&figures, today))
        (set(may, What::TierCapacity))
        h2.govuk-heading-m { "When an officer is full" }
        (threshold_table(&figures, today))
        (set(may, What::Thresholds))
        h2.govuk-heading-m { "Need without risk, and absences" }
        (need_rows(&figures, today))
        (set(may, What::Need))
        @if let Some(before) = figures.before(kernel::date(2021, 6, 25)) {
            h2.govuk-heading-m { "Before this policy" }
            p.govuk-body { (before.words) }
            p.govuk-hint { (ui::day(before.from)) " to " (ui::day(before.until)) ". Source: " (before.source) "." }
        }
    };
    Ok(Reply::page(req.frame().titled("Figures of workload").within("/team").crumb("/team", "Team"), body))
}

fn set(may: bool, what: What) -> Markup {
    html! { @if may { p.govuk-body { (ui::link(&format!("/policy/workload/{}/new", what.code()), what.title())) } } }
}

/// Whether a row holds today, is to come, or has been replaced.
fn state(holds: bool, from: Date, today: Date) -> Markup {
    if holds {
        ui::tag(ui::Colour::Green, "Holds")
    } else if from > today {
        ui::tag(ui::Colour::Purple, "To come")
    } else {
        ui::tag(ui::Colour::Grey, "Replaced")
    }
}

fn source(words: &str, assumed: bool) -> Markup {
    let words = words.strip_prefix("assumed: ").unwrap_or(words);
    html! { (words) @if assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } }
}

fn grade_table(figures: &Figures, today: Date) -> Markup {
    let columns = ["Grade", "Highest tier", "Highest two-part tier", "From", "Now", "Source"].map(ui::column);
    let rows = figures.grade_rows().iter().rev().map(|r| {
        let holds = figures.grade(&r.code, today).is_some_and(|now| std::ptr::eq(now, r));
        vec![
            html! { (r.code) },
            html! { (r.highest_letter.code()) },
            html! { (r.highest_two_part.code()) },
            html! { (ui::short_day(r.from)) },
            state(holds, r.from, today),
            source(&r.source, r.assumed),
        ]
    });
    ui::Table::new("What each grade may hold, the newest first", columns).unseen_caption().rows(rows).show()
}

fn capacity_table(figures: &Figures, today: Date) -> Markup {
    if figures.tier_capacities().is_empty() {
        return html! { p.govuk-body { "No limit is set: capacity in points alone decides how many." } };
    }
    let columns = ["Grade", "Tier", "At most", "From", "Now", "Source"].map(ui::column);
    let rows = figures.tier_capacities().iter().rev().map(|r| {
        let same = |o: &&crate::workload::TierCapacity| o.grade == r.grade && o.tier == r.tier && o.from <= today;
        let now = figures.tier_capacities().iter().filter(same).max_by_key(|o| o.from);
        vec![
            html! { (r.grade) },
            html! { (r.tier.code()) },
            html! { (ui::count(r.most, "person", "people")) },
            html! { (ui::short_day(r.from)) },
            state(now.is_some_and(|now| std::ptr::eq(now, r)), r.from, today),
            source(&r.source, false),
        ]
    });
    ui::Table::new("How many of a tier each grade holds, the newest first", columns).unseen_caption().rows(rows).show()
}

fn threshold_table(figures: &Figures, today: Date) -> Markup {
    let columns =
        [ui::column("From"), ui::column("Full above").numeric(), ui::column("Over above").numeric(), ui::column("Now")];
    let now = figures.displays().iter().filter(|o| o.from <= today).max_by_key(|o| o.from);
    let rows = figures.displays().iter().rev().map(|r| {
        vec![
            html! { (ui::short_day(r.from)) },
            html! { (percent(r.full_tenths)) },
            html! { (percent(r.over_tenths)) },
            state(now.is_some_and(|now| std::ptr::eq(now, r)), r.from, today),
        ]
    });
    ui::Table::new("When an officer is full, the newest first", columns).unseen_caption().rows(rows).show()
}

fn need_rows(figures: &Figures, today: Date) -> Markup {
    let mut rows = Vec::new();
    if let Some(need) = figures.high_need(today) {
        let tiers = format!(
            "{} or lower, and {} or lower by the two-part tier",
            need.highest_letter.code(),
            need.highest_two_part.code()
        );
        rows.push(ui::row("Tiers that count as lower", tiers));
        rows.push(ui::row("From how many points of needs", need.need_points.to_string()));
        rows.push(ui::row(
            "Each adds",
            format!("{} points, {} where the person is a woman", need.allowance, need.allowance_women),
        ));
        rows.push(ui::row("Since", html! { (ui::day(need.from)) ": " (source(&need.source, need.assumed)) }));
    }
    if let Some(absence) = figures.absence(today) {
        let words =
            html! { (absence.percent) "% of their contracted hours: " (source(&absence.source, absence.assumed)) };
        rows.push(ui::row("An absence takes, each day", words));
    }
    ui::summary_list(&rows)
}

fn what(req: &Request) -> Result<What> {
    What::read(&req.param::<String>("kind")?).ok_or(Failure::NotFound)
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let what = what(req)?;
    let (figures, today) = (Figures::now(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| opening(what, &figures, today));
    let mut grades: Vec<&str> = figures.grade_rows().iter().map(|r| r.code.as_str()).collect();
    grades.sort_unstable();
    grades.dedup();
    let grade = ui::select("grade", "Grade").option("", "Select a grade").options(grades.iter().map(|g| (*g, *g)));
    let letters = || LETTERS.iter().map(|l| (l.code(), l.code()));
    let fields = match what {
        What::GradeFit => html! {
            (grade.show(&form))
            (ui::select("highest_letter", "The highest tier that they may hold").options(letters()).show(&form))
            (ui::select("highest_two_part", "The highest letter of the two-part tier").options(letters().take(4)).show(&form))
        },
        What::TierCapacity => html! {
            (grade.show(&form))
            (ui::select("tier", "Tier").options(letters()).show(&form))
            (ui::input("most", "How many people of this tier at most?").number().width(4).show(&form))
        },
        What::Thresholds => html! {
            (ui::input("full", "Full above").hint("Per cent of the points that their hours make available").number().width(4).suffix("%").show(&form))
            (ui::input("over", "Over above").number().width(4).suffix("%").show(&form))
        },
        What::Need => html! {
            (ui::select("highest_letter", "The highest tier that counts as lower").options(letters()).show(&form))
            (ui::select("highest_two_part", "The highest letter of the two-part tier that counts as lower").options(letters().take(4)).show(&form))
            (ui::input("need_points", "From how many points of needs?").number().width(4).show(&form))
            (ui::input("allowance", "Points that such a case adds").number().width(4).show(&form))
            (ui::input("women", "Points where the person is a woman").number().width(4).show(&form))
        },
    };
    let title = what.title();
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&format!("/policy/workload/{}/new", what.code())).show(&html! {
            (fields)
            (ui::date_input("from", "From").hint("A day after today").show(&form))
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back("/policy/workload"), body))
}

/// A form opens with what holds today.
fn opening(what: What, figures: &Figures, today: Date) -> Form {
    let form = Form::blank();
    match what {
        What::GradeFit | What::TierCapacity => form,
        What::Thresholds => figures.display(today).map_or(form, |d| {
            Form::of([("full", (d.full_tenths / 10).to_string()), ("over", (d.over_tenths / 10).to_string())])
        }),
        What::Need => figures.high_need(today).map_or(form, |n| {
            Form::of([
                ("highest_letter", n.highest_letter.code().to_owned()),
                ("highest_two_part", n.highest_two_part.code().to_owned()),
                ("need_points", n.need_points.to_string()),
                ("allowance", n.allowance.to_string()),
                ("women", n.allowance_women.to_string()),
            ])
        }),
    }
}

fn letter(form: &mut Form, name: &str, what: &str) -> Option<Letter> {
    form.choice(name, what, |text| text.chars().next().and_then(Letter::read))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let what = what(req)?;
    let mut form = req.form();
    let anything = 0..=i64::from(i32::MAX);
    let change = match what {
        What::GradeFit => {
            let grade = form.text("grade", "a grade", 10);
            let highest = letter(&mut form, "highest_letter", "the highest tier");
            let two_part = letter(&mut form, "highest_two_part", "the highest letter of the two-part tier");
            let (grade, highest_letter, highest_two_part) = form.complete((grade, highest, two_part))?;
            PolicyChange::GradeFit { grade, highest_letter, highest_two_part }
        }
        What::TierCapacity => {
            let grade = form.text("grade", "a grade", 10);
            let tier = letter(&mut form, "tier", "a tier");
            let most = form.integer("most", "how many people", anything);
            let (grade, tier, most) = form.complete((grade, tier, most))?;
            PolicyChange::TierCapacity { grade, tier, most }
        }
        What::Thresholds => {
            let full = form.integer("full", "per cent, from 0 to 300", 0..=300);
            let over = form.integer("over", "per cent, from 0 to 300", 0..=300);
            let (full, over) = form.complete((full, over))?;
            PolicyChange::Thresholds { full_tenths: full * 10, over_tenths: over * 10 }
        }
        What::Need => {
            let highest = letter(&mut form, "highest_letter", "the highest tier");
            let two_part = letter(&mut form, "highest_two_part", "the highest letter of the two-part tier");
            let points = form.integer("need_points", "points of needs", anything.clone());
            let allowance = form.integer("allowance", "points", anything.clone());
            let women = form.integer("women", "points", anything);
            let (highest_letter, highest_two_part, need_points, allowance, allowance_women) =
                form.complete((highest, two_part, points, allowance, women))?;
            PolicyChange::Need { highest_letter, highest_two_part, need_points, allowance, allowance_women }
        }
    };
    let (from, reason) = (form.date("from", "the first day"), form.text("reason", "a reason", LONGEST_NOTE));
    let (from, reason) = form.complete((from, reason))?;
    set_policy(cx, &change, from, &reason)?;
    Ok(Reply::done("/policy/workload", format!("It holds from {}", ui::day(from))))
}
