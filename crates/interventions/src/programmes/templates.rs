//! The plans as rows: which version holds on a day, which service runs by which, and how a version is added. A row is added and
//! none is changed, so a group goes on by the version that it began with.

use super::plan::{Plan, check_plan};
use super::records::{ServicePlan, Template};
use crate::words::{blank, reasoned, refuse};
use kernel::{Date, Refusal, ServiceId};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Cx, Failure, Result};

/// Every plan with its versions, and which service runs by which.
#[derive(Debug, Default)]
pub struct Plans {
    /// The newest first.
    pub templates: Vec<Template>,
    services: Vec<ServicePlan>,
    plans: BTreeMap<(String, Date), Arc<Plan>>,
}

/// All of them; from memory while nothing changed.
///
/// # Errors
/// When the database fails, or a row holds no plan.
pub fn plans(cx: &mut Cx<'_>) -> Result<Arc<Plans>> {
    cx.remembered(|cx| {
        let templates = cx.list::<Template>("ORDER BY name, code, from_date DESC", &[])?;
        let services = cx.list::<ServicePlan>("ORDER BY service_id, from_date", &[])?;
        let read = |t: &Template| {
            let plan: Plan = serde_json::from_value(t.plan.clone())
                .map_err(|e| Failure::broken(format!("the plan {} of {} cannot be read: {e}", t.code, t.from_date)))?;
            Ok(((t.code.clone(), t.from_date), Arc::new(plan)))
        };
        let plans = templates.iter().map(read).collect::<Result<_>>()?;
        Ok(Plans { templates, services, plans })
    })
}

impl Plans {
    /// One version.
    #[must_use]
    pub fn version(&self, code: &str, from: Date) -> Option<(&Template, Arc<Plan>)> {
        let template = self.templates.iter().find(|t| t.code == code && t.from_date == from)?;
        Some((template, self.plans.get(&(code.to_owned(), from))?.clone()))
    }

    /// The version that holds on a day.
    #[must_use]
    pub fn on(&self, code: &str, day: Date) -> Option<(&Template, Arc<Plan>)> {
        let from = self.templates.iter().filter(|t| t.code == code && t.from_date <= day).map(|t| t.from_date).max()?;
        self.version(code, from)
    }

    /// The version of each code that holds on a day, or its first one where all are to come.
    #[must_use]
    pub fn current(&self, day: Date) -> Vec<&Template> {
        let mut out: Vec<&Template> = Vec::new();
        for template in &self.templates {
            if out.iter().all(|t| t.code != template.code) {
                out.push(self.on(&template.code, day).map_or(template, |(t, _)| t));
            }
        }
        out
    }

    /// The code of the plan by which a service is run on a day.
    #[must_use]
    pub fn of_service(&self, service: ServiceId, day: Date) -> Option<&str> {
        let rows = self.services.iter().filter(|s| s.service_id == service && s.from_date <= day);
        rows.max_by_key(|s| s.from_date)?.template.as_deref()
    }

    /// The services that are run by some plan on a day.
    #[must_use]
    pub fn services_on(&self, day: Date) -> Vec<ServiceId> {
        let mut all: Vec<ServiceId> = self.services.iter().map(|s| s.service_id).collect();
        all.dedup();
        all.retain(|s| self.of_service(*s, day).is_some());
        all
    }

    /// The services that are run by one plan on a day.
    #[must_use]
    pub fn services_by(&self, code: &str, day: Date) -> Vec<ServiceId> {
        self.services_on(day).into_iter().filter(|s| self.of_service(*s, day) == Some(code)).collect()
    }
}

/// A version to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTemplate {
    pub code: String,
    pub from: Date,
    pub name: String,
    pub summary: String,
    pub plan: Plan,
    pub ends_requirement: bool,
    pub reason: String,
}

/// Adds a programme, or a version of one that is there.
///
/// # Errors
/// A plan that cannot be worked by; a day that is not to come for a plan that is in use; a version of that day that is there.
pub fn add_template(cx: &mut Cx<'_>, new: &NewTemplate) -> Result<Template> {
    let known = plans(cx)?;
    let code = new.code.trim().to_ascii_uppercase();
    let mut wrong = check_plan(&new.plan);
    if code.is_empty() || code.len() > 16 || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        let words = "Enter a code of 1 to 16 letters, digits and hyphens";
        wrong.push(Refusal::new("code", "bad_code", words));
    }
    blank("name", &new.name, 100, "Enter the name", &mut wrong);
    blank("summary", &new.summary, 500, "Say what happens in it", &mut wrong);
    if known.templates.iter().any(|t| t.code == code && t.from_date == new.from) {
        let words = "A version from that day is there already and is not changed: enter another day";
        wrong.push(Refusal::new("from", "already_set", words));
    }
    if known.templates.iter().any(|t| t.code == code) && new.from <= cx.today() {
        // Groups that were planned by the version of a past day would no longer follow from it.
        wrong.push(Refusal::new("from", "not_ahead", "Enter a day after today: groups go on by the version they have"));
    }
    refuse(wrong)?;
    let reason = reasoned("reason", &new.reason)?;
    let author = cx.actor().name().to_owned();
    cx.describe(format!("Added a version of the programme {code} from {}", new.from), Some(&reason));
    let row = Template {
        code,
        from_date: new.from,
        name: new.name.trim().to_owned(),
        summary: new.summary.trim().to_owned(),
        plan: serde_json::to_value(&new.plan).map_err(|e| Failure::broken(e.to_string()))?,
        ends_requirement: new.ends_requirement,
        assumed: false,
        source: format!("Set by {author}: {reason}"),
        author,
        reason,
    };
    cx.insert(&row)?;
    Ok(row)
}

/// Says by which programme a service of the catalogue is run from a day on, or by none.
///
/// # Errors
/// A service or programme that is not there, and a day for which it was said already.
pub fn set_service_plan(
    cx: &mut Cx<'_>,
    service: ServiceId,
    template: Option<&str>,
    from: Date,
    why: &str,
) -> Result<()> {
    let (book, known) = (provision::book(cx)?, plans(cx)?);
    let name = book.services.get(&service).map(|s| s.name.clone()).ok_or(Failure::NotFound)?;
    let mut wrong = Vec::new();
    if template.is_some_and(|code| known.templates.iter().all(|t| t.code != code)) {
        wrong.push(Refusal::new("template", "unknown", "Select a programme"));
    }
    if known.services.iter().any(|s| s.service_id == service && s.from_date >= from) {
        let words = "It was said for that day or a later one already: enter a later day";
        wrong.push(Refusal::new("from", "already_set", words));
    }
    refuse(wrong)?;
    let reason = reasoned("reason", why)?;
    let words = template.map_or_else(|| "by no plan".to_owned(), |code| format!("by {code}"));
    cx.describe(format!("{name} is run {words} from {from}"), Some(&reason));
    let author = cx.actor().name().to_owned();
    let template = template.map(str::to_owned);
    cx.insert(&ServicePlan { service_id: service, from_date: from, template, author, reason })
}
