//! The pages of performance: choosing a place and a time, which live in the address; the overview, a measure, and the list
//! behind a figure.

mod behind;
mod file;
mod measure;
mod overview;

use crate::count::{Counting, last_counting};
use crate::periods::{Period, Sort, counted};
use crate::places::{Place, PlaceKind, Places, WHOLE};
use crate::policy::{Measure, Policy, SmallNumbers};
use jiff::ToSpan;
use kernel::{Date, Permission, TeamId};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

pub(crate) fn routes() -> Vec<Route> {
    use Permission::{Oversee, ReadPeople, ReadPerformance};
    vec![
        Route::get("/performance", ReadPerformance, overview::show),
        Route::get("/performance/{measure}", ReadPerformance, measure::show),
        Route::get("/performance/{measure}/figures.csv", ReadPerformance, file::show),
        // Figures are for many; the people behind them for those who work with them.
        Route::get("/performance/{measure}/people", ReadPeople, behind::show),
        Route::post("/performance/count", Oversee, count_again),
    ]
}

/// What an address asks for.
pub(crate) struct Asked {
    pub(crate) policy: &'static Policy,
    pub(crate) limits: &'static SmallNumbers,
    pub(crate) places: Places,
    pub(crate) place: Place,
    pub(crate) periods: Vec<Period>,
    pub(crate) period: Period,
    pub(crate) today: Date,
    /// Nothing was counted yet without it.
    pub(crate) counting: Option<Counting>,
    pub(crate) own: Vec<TeamId>,
}

impl Asked {
    /// Reads place and time from the address. Without them: the reader's own team, or the whole; the last quarter that is
    /// over.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a place or time that there is not.
    pub(crate) fn read(cx: &mut Cx<'_>, req: &Request) -> Result<Asked> {
        let (policy, today) = (Policy::shipped()?, cx.today());
        let (places, own) = (Places::now(cx)?, access::my_teams(cx)?);
        let place = match req.query("place").filter(|code| !code.is_empty()) {
            Some(code) => places.by_code(code).cloned().ok_or(Failure::NotFound)?,
            None => home(&places, &own).cloned().ok_or(Failure::NotFound)?,
        };
        let counting = last_counting(cx)?;
        // Figures are of the day on which they were counted.
        let as_of = counting.as_ref().map_or(today, |c| c.today);
        let periods = counted(as_of, policy.kept(as_of)?);
        let period = match req.query("period").filter(|code| !code.is_empty()) {
            Some(code) => periods.iter().copied().find(|p| p.code() == code).ok_or(Failure::NotFound)?,
            None => Period::quarter(Period::quarter(as_of).first.saturating_sub(1.day())),
        };
        let limits = policy.small_numbers(as_of)?;
        Ok(Asked { policy, limits, places, place, periods, period, today: as_of, counting, own })
    }

    /// The measure that the address names.
    pub(crate) fn measure(&self, req: &Request) -> Result<&'static Measure> {
        let code: String = req.param("measure")?;
        self.policy.measures_on(self.today).find(|m| m.code == code).ok_or(Failure::NotFound)
    }

    pub(crate) fn beside(&self, measure: &Measure) -> Result<&'static Measure> {
        self.policy.measure(&measure.beside).ok_or(Failure::NotFound)
    }

    /// The times of the trend that the chosen one stands in, the oldest first.
    pub(crate) fn trend(&self) -> Vec<Period> {
        let sort = if self.period.sort == Sort::Year { Sort::Quarter } else { self.period.sort };
        self.periods.iter().copied().filter(|p| p.sort == sort).collect()
    }

    /// The time before the chosen one.
    pub(crate) fn before(&self) -> Option<Period> {
        let at = self.periods.iter().position(|p| *p == self.period)?;
        let before = at.checked_sub(1).and_then(|n| self.periods.get(n))?;
        (before.sort == self.period.sort).then_some(*before)
    }

    /// The address of a page with this place and time.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/performance{rest}?place={}&period={}", self.place.code, self.period.code())
    }

    /// Teams of the place that are the reader's own.
    pub(crate) fn own_here(&self) -> Vec<TeamId> {
        self.places.teams(&self.place).into_iter().filter(|team| self.own.contains(team)).collect()
    }

    fn time_words(&self) -> String {
        let so_far = if self.period.is_over(self.today) { "" } else { ", so far" };
        format!("{}{so_far}", self.period.words())
    }

    fn as_at(&self) -> Markup {
        html! {
            @match &self.counting {
                Some(counting) => p.govuk-body {
                    "As at " (ui::instant(counting.at())) ". " (crate::figures::thousands(counting.people)) " people's records were counted."
                    @if counting.unplaced > 0 {
                        " " (ui::count(counting.unplaced, "entry stands", "entries stand")) " under no team, because nobody held the person then, and count nowhere."
                    }
                },
                None => (ui::empty("Nothing is counted yet. Figures are counted each night; the first are there within minutes of the start.", None)),
            }
        }
    }

    fn filter(&self, req: &Request) -> Markup {
        let chosen = [("place".to_owned(), self.place.code.clone()), ("period".to_owned(), self.period.code())];
        let form = Form::of(chosen.to_vec());
        let indent = |place: &Place| match place.kind {
            PlaceKind::Whole => place.name.clone(),
            PlaceKind::Region => format!("Region: {}", place.name),
            PlaceKind::Unit => format!("Delivery unit: {}", place.name),
            PlaceKind::Team => format!("Team: {}", place.name),
        };
        let times = Sort::ALL.iter().flat_map(|sort| self.periods.iter().rev().filter(move |p| p.sort == *sort));
        let times = times
            .map(|p| (p.code(), format!("{}{}", words_of(*p), if p.is_over(self.today) { "" } else { " (so far)" })));
        let fields = html! {
            (ui::select("place", "Whose work").options(self.places.0.iter().map(|p| (p.code.clone(), indent(p)))).show(&form))
            (ui::select("period", "When").options(times).show(&form))
        };
        let mut on = Vec::new();
        if req.query("place").is_some() {
            on.push(("place", self.place.code.clone(), indent(&self.place)));
        }
        if req.query("period").is_some() {
            on.push(("period", self.period.code(), words_of(self.period)));
        }
        ui::FilterPanel { list: req.address(), names: vec!["place", "period"], on, fields }.show()
    }

    fn small_numbers(&self) -> Markup {
        html! {
            p.govuk-body { "A figure about fewer than " (self.limits.people) " people, or with fewer than " (self.limits.people) " people on one side of it, is not shown, and neither is another from which it could be worked out. No share is worked out of fewer than " (self.limits.base) ". " (self.limits.source) @if self.limits.sure == law::Sureness::Assumed { " (assumed)" } "." }
        }
    }
}

fn words_of(period: Period) -> String {
    match period.sort {
        Sort::Year => format!("Twelve months: {}", period.words()),
        _ => period.words(),
    }
}

/// The place of whoever works in one team, or all of whose teams are in one unit or region.
fn home<'p>(places: &'p Places, own: &[TeamId]) -> Option<&'p Place> {
    let mut at = own.first().and_then(|team| places.by_id(team.0));
    while let Some(place) = at {
        let teams = places.teams(place);
        if own.iter().all(|team| teams.contains(team)) {
            return Some(place);
        }
        at = places.above(place);
    }
    places.by_code(WHOLE)
}

fn count_again(cx: &mut Cx<'_>, _: &Request) -> Answer {
    cx.describe("Asked for the figures of performance to be counted again", None);
    crate::night::ask_for_counting(cx)?;
    Ok(Reply::done("/performance", "The figures are being counted again; look again in a minute"))
}
