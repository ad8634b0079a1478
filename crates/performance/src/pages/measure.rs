//! One measure: its trend, its break-downs with intervals, the places below, and how it is counted.

use super::Asked;
use crate::chance::{Difference, difference};
use crate::figures::{Sheet, Shown, percent_of, target_of};
use crate::groups::{Grouping, Groups, UNKNOWN};
use crate::periods::Period;
use crate::picture::{Bar, Dot, dots, trend};
use crate::policy::{Better, Measure};
use jiff::ToSpan;
use kernel::Permission;
use law::{BREACH_PRESENTED, Law, Sureness};
use store::Cx;
use uuid::Uuid;
use web::{Answer, Markup, Reply, Request, html, ui};

struct Page<'a> {
    asked: &'a Asked,
    measure: &'a Measure,
    beside: &'a Measure,
    sheet: Sheet,
    below: Sheet,
    groups: Groups,
    law: std::sync::Arc<Law>,
    /// The reader may go on to the people behind the figures.
    opens: bool,
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = Asked::read(cx, req)?;
    let measure = asked.measure(req)?;
    let beside = asked.beside(measure)?;
    let sheet = Sheet::of_measures(cx, asked.place.id, [measure, beside])?;
    let places: Vec<Uuid> = asked.places.below(&asked.place).iter().map(|place| place.id).collect();
    let below = Sheet::of_places(cx, &places, &measure.code, &asked.period.code())?;
    let law = cx.part::<Law>()?;
    let opens = cx.may(Permission::ReadPeople) && !asked.own_here().is_empty();
    let page = Page { asked: &asked, measure, beside, sheet, below, groups: Groups::of(asked.policy), law, opens };
    let body = html! {
        h1.govuk-heading-l { (measure.name) }
        p class="govuk-body-l" { (asked.place.name) ", " (asked.time_words()) }
        (asked.as_at())
        p.govuk-body { (measure.says) }
        div class="govuk-!-margin-bottom-6" { (asked.filter(req)) }
        @if asked.counting.is_some() {
            (page.headline())
            p.govuk-body {
                @if opens { (ui::link(&asked.path(&format!("/{}/people", measure.code)), "See the people behind this figure")) " in your teams. " }
                (ui::link(&asked.path(&format!("/{}/figures.csv", measure.code)), "Download these figures (CSV)"))
            }
            h2.govuk-heading-m { "Trend" }
            (page.trend())
            (page.places_below())
            h2.govuk-heading-m { "Break-downs" }
            p.govuk-body { "A dot is the share of a group; its line is where the share would lie, nineteen times of twenty, for others like these. The broken line is everybody. Lines count people and not single events, because what one person does today is like what they did yesterday. Groups stand in a fixed order and are not ranked." }
            @for grouping in Grouping::ALL.into_iter().filter(|g| *g != Grouping::All) {
                (page.break_down(grouping))
            }
        }
        (page.definition())
    };
    let frame = req.frame().titled(measure.name.as_str()).within("/performance");
    Ok(Reply::page(frame.crumb(asked.path(""), "Performance"), body))
}

impl Page<'_> {
    fn shown(&self, measure: &Measure, period: Period, group: (Grouping, &str)) -> Shown {
        let cell = self.sheet.cell(self.asked.place.id, &measure.code, &period.code(), group);
        Shown::of(cell, self.asked.limits)
    }

    fn everybody(&self, measure: &Measure, period: Period) -> Shown {
        self.shown(measure, period, (Grouping::All, ""))
    }

    fn headline(&self) -> Markup {
        let stat = |measure: &Measure, href: Option<String>| {
            let shown = self.everybody(measure, self.asked.period);
            let beside = match shown {
                Shown::Share { .. } => Some(format!("{} {}", shown.counts(), measure.unit)),
                Shown::Hidden => Some("about too few people to be shown".into()),
                _ => Some(measure.unit.clone()),
            };
            ui::Stat { figure: shown.words(), label: measure.name.clone(), href, urgent: false, beside }
        };
        let other = self.asked.path(&format!("/{}", self.beside.code));
        html! {
            (ui::stats(&[stat(self.measure, None), stat(self.beside, Some(other))]))
        }
    }

    fn trend(&self) -> Markup {
        let (asked, measure) = (self.asked, self.measure);
        let times = asked.trend();
        let bar = |period: &Period| Bar {
            label: period.short(),
            shown: self.everybody(measure, *period),
            is_over: period.is_over(asked.today),
        };
        let bars: Vec<Bar> = times.iter().map(bar).collect();
        let last = asked.period.after().saturating_sub(1.day());
        let columns = [
            ui::column("Time"),
            ui::column("Share").numeric(),
            ui::column("Of how many").numeric(),
            ui::column("Between").numeric(),
            ui::column(&self.beside.name).numeric(),
        ];
        let rows = times.iter().rev().map(|period| {
            let shown = self.everybody(measure, *period);
            let so_far = if period.is_over(asked.today) { "" } else { " (so far)" };
            vec![
                html! { (period.short()) (so_far) },
                html! { (shown.words()) },
                html! { (shown.counts()) },
                between(shown),
                html! { (self.everybody(self.beside, *period).words()) },
            ]
        });
        let title = format!("{}, {}, the newest first", measure.name, asked.place.name);
        html! {
            (trend(&measure.name, &bars, target_of(asked.policy, &measure.code, last)))
            @if let Some(target) = asked.policy.target(&measure.code, last) {
                p.govuk-body { "The broken line is the target: " (target.percent) "% (" (target.source) ")." }
            }
            @if bars.iter().any(|bar| !bar.is_over) { p.govuk-hint { "A bar with a broken edge is of a time that is not over." } }
            (ui::Table::new(title, columns).unseen_caption().rows(rows).show())
        }
    }

    fn places_below(&self) -> Markup {
        let places = self.asked.places.below(&self.asked.place);
        if places.is_empty() {
            return html! {};
        }
        let period = self.asked.period.code();
        let shown = |id: Uuid| {
            let cell = self.below.cell(id, &self.measure.code, &period, (Grouping::All, ""));
            Shown::of(cell, self.asked.limits)
        };
        let lines: Vec<Dot> = places.iter().map(|p| Dot { label: p.name.clone(), shown: shown(p.id) }).collect();
        let whole = self.everybody(self.measure, self.asked.period).interval().map(|i| i.share);
        let columns = [
            ui::column("Place"),
            ui::column("Share").numeric(),
            ui::column("Of how many").numeric(),
            ui::column("Between").numeric(),
        ];
        let rows = places.iter().map(|place| {
            let shown = shown(place.id);
            let href = format!("/performance/{}?place={}&period={period}", self.measure.code, place.code);
            vec![ui::link(&href, &place.name), html! { (shown.words()) }, html! { (shown.counts()) }, between(shown)]
        });
        html! {
            h2.govuk-heading-m { "By place" }
            (dots(&format!("{} by place", self.measure.name), &lines, whole))
            (ui::Table::new("By place, by name", columns).unseen_caption().rows(rows).show())
        }
    }

    fn break_down(&self, grouping: Grouping) -> Markup {
        let period = self.asked.period;
        let all: Vec<(String, String, Shown)> = self
            .groups
            .of_grouping(grouping)
            .map(|(_, g)| (g.code.clone(), g.words.clone(), self.shown(self.measure, period, (grouping, &g.code))))
            .filter(|(.., shown)| *shown != Shown::Nothing)
            .collect();
        let title = format!("{}: {}", self.measure.name, grouping.words());
        if all.is_empty() {
            return html! {};
        }
        let whole = self.everybody(self.measure, period).interval().map(|i| i.share);
        let lines: Vec<Dot> = all.iter().map(|(_, words, shown)| Dot { label: words.clone(), shown: *shown }).collect();
        let columns = [
            ui::column(grouping.words()),
            ui::column("Share").numeric(),
            ui::column("Of how many").numeric(),
            ui::column("Between").numeric(),
            ui::column("Beside the others"),
        ];
        let rows = all.iter().map(|(code, words, shown)| {
            let beside = self.beside_others(grouping, code).map_or("", Difference::words);
            vec![
                self.group_words(grouping, code, words),
                html! { (shown.words()) },
                html! { (shown.counts()) },
                between(*shown),
                html! { (beside) },
            ]
        });
        let table = ui::Table::new(&title, columns).unseen_caption().rows(rows).show();
        html! {
            section class="govuk-!-margin-bottom-6" {
                h3.govuk-heading-s { (grouping.words()) }
                (dots(&title, &lines, whole))
                @if grouping.is_of_fairness() { (self.fairness(grouping, &all)) }
                (ui::details("The same figures as a table", &table))
            }
        }
    }

    /// A group's name; it leads to its people where the reader may see them.
    fn group_words(&self, grouping: Grouping, code: &str, words: &str) -> Markup {
        if !self.opens {
            return html! { (words) };
        }
        let path = self.asked.path(&format!("/{}/people", self.measure.code));
        ui::link_about(&format!("{path}&group={}:{code}", grouping.code()), words, "and the people behind it")
    }

    fn beside_others(&self, grouping: Grouping, code: &str) -> Option<Difference> {
        let period = self.asked.period.code();
        let cell = self.sheet.cell(self.asked.place.id, &self.measure.code, &period, (grouping, code))?;
        let own = Shown::of(Some(cell), self.asked.limits).interval()?;
        Some(difference(own, self.sheet.others(cell, self.asked.limits)?))
    }

    /// In words, whether differences may be chance.
    fn fairness(&self, grouping: Grouping, all: &[(String, String, Shown)]) -> Markup {
        let told: Vec<(&str, Difference)> = all
            .iter()
            .filter(|(code, ..)| code != UNKNOWN)
            .filter_map(|(code, words, _)| Some((words.as_str(), self.beside_others(grouping, code)?)))
            .collect();
        let sure: Vec<&(&str, Difference)> = told.iter().filter(|(_, d)| *d != Difference::MayBeChance).collect();
        html! {
            @if told.is_empty() {
                p.govuk-body { "There are too few people here to say whether these differences are more than chance. The last twelve months, or a larger place, tell more." }
            } @else if sure.is_empty() {
                p.govuk-body { "These differences may be chance." }
            } @else {
                ul.govuk-list.govuk-list--bullet {
                    @for (words, difference) in &sure { li { (words) ": " (difference.words()) "." } }
                }
                p.govuk-body { "Of twenty comparisons where nothing differs, one would look like this by chance. A difference is a reason to look at what happened, and no judgement of anybody." }
            }
        }
    }

    fn definition(&self) -> Markup {
        let m = self.measure;
        let better = match m.better {
            Better::High => "A higher share is better for everybody.",
            Better::Low => "A lower share is better for everybody.",
            Better::Neither => "Neither a high nor a low share is good by itself.",
        };
        html! {
            h2.govuk-heading-m id="counted" { "How this is counted" }
            (ui::summary_list(&[
                ui::row("It says", m.says.as_str()),
                ui::row("Counted", format!("{}.", capital(&m.counts_numerator))),
                ui::row("Out of", format!("{}.", capital(&m.counts_denominator))),
                ui::row("Left out", m.leaves_out.as_str()),
                ui::row("Source", m.source.as_str()),
                ui::row("Beside it", format!("{}: {}", self.beside.name, self.beside.says)),
                ui::row("How to read it", better),
                ui::row("Whose", "The team that had the person then. A person counts under the team, tier and order of the time, and not of today."),
                ui::row("Counted since", ui::day(m.from)),
            ]))
            (self.figures_of_policy())
            (self.asked.small_numbers())
        }
    }

    /// The dated figures that this measure turns on.
    fn figures_of_policy(&self) -> Markup {
        let (policy, today) = (self.asked.policy, self.asked.today);
        let sure = |sure| if sure == Sureness::Assumed { " (assumed)" } else { "" };
        let words = match self.measure.code.as_str() {
            "re-engagement" => policy
                .come_back(today)
                .ok()
                .map(|row| format!("{} days to come back. {}{}", row.days, row.source, sure(row.sure))),
            "decided" => self
                .law
                .evidence_due(today)
                .map(|clock| format!("{} for evidence. {}{}", clock.length, clock.source, sure(clock.sure))),
            "breach-time" => self.law.deadline(BREACH_PRESENTED, today).map(|row| {
                format!("{} to begin a breach. {}{}", row.unit.length(row.count), row.source, sure(row.sure))
            }),
            _ => None,
        };
        html! { @if let Some(words) = words { p.govuk-body { (words) "." } } }
    }
}

fn between(shown: Shown) -> Markup {
    html! { @if let Some(i) = shown.interval() { (percent_of(i.low)) " to " (percent_of(i.high)) } }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
