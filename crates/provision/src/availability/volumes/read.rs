//! Counts the lists by offer and quarter in one statement, and brings the offers of one contract and service together.

use super::rules::{Figures, commissioned};
use crate::availability::quarter::{Quarter, days};
use crate::{Contract, ContractService, Offer, Provider, Service};
use kernel::{ContractId, OfferId, ServiceId};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use store::{Cx, Result, Value};

/// One contract and service with its quarters, in the order asked.
pub(super) struct Line {
    pub(super) contract: Contract,
    pub(super) provider: String,
    /// None where the contract names one volume for all its services.
    pub(super) service: Option<(String, String)>,
    pub(super) quarters: Vec<Figures>,
}

/// Reference rows, remembered until one changes.
struct Reference {
    contracts: HashMap<ContractId, Contract>,
    providers: HashMap<kernel::ProviderId, Provider>,
    services: HashMap<ServiceId, Service>,
    commissions: Vec<ContractService>,
    offers: HashMap<OfferId, Offer>,
}

impl Reference {
    fn read(cx: &mut Cx<'_>) -> Result<Reference> {
        Ok(Reference {
            contracts: cx.list::<Contract>("", &[])?.into_iter().map(|c| (c.id, c)).collect(),
            providers: cx.list::<Provider>("", &[])?.into_iter().map(|p| (p.id, p)).collect(),
            services: cx.list::<Service>("", &[])?.into_iter().map(|s| (s.id, s)).collect(),
            commissions: cx.list("ORDER BY contract_id, service_id", &[])?,
            offers: cx.list::<Offer>("", &[])?.into_iter().map(|o| (o.id, o)).collect(),
        })
    }
}

impl Reference {
    /// Each yearly volume: by service where the contract names one for each, else for all its services together.
    fn volumes(&self) -> Vec<(&Contract, Option<ServiceId>, i64)> {
        let by_service = self
            .commissions
            .iter()
            .filter_map(|row| Some((self.contracts.get(&row.contract_id)?, Some(row.service_id), row.yearly_volume)));
        let whole = self.contracts.values().filter(|contract| {
            contract.yearly_volume > 0 && !self.commissions.iter().any(|row| row.contract_id == contract.id)
        });
        by_service.chain(whole.map(|contract| (contract, None, contract.yearly_volume))).collect()
    }
}

/// Whose volume it is: a contract's for one service, or for all together.
type Whose = (ContractId, Option<ServiceId>);

/// Every contract and service that had a volume or a person in these quarters.
pub(super) fn lines(cx: &mut Cx<'_>, quarters: &[Quarter]) -> Result<Vec<Line>> {
    let reference = cx.remembered(Reference::read)?;
    let mut all: BTreeMap<Whose, Vec<Figures>> = BTreeMap::new();
    let blank = || vec![Figures::default(); quarters.len()];
    for (contract, service, yearly) in reference.volumes() {
        let slot = all.entry((contract.id, service)).or_insert_with(blank);
        for (figures, quarter) in slot.iter_mut().zip(quarters) {
            figures.commissioned += commissioned(yearly, contract.start_date, contract.end_date, *quarter);
        }
    }
    for (offer, counted) in counts(cx, quarters)? {
        let Some(offer) = reference.offers.get(&offer) else { continue };
        let slot = all.entry((offer.contract_id, Some(offer.service_id))).or_insert_with(blank);
        for (figures, more) in slot.iter_mut().zip(counted) {
            *figures += more;
        }
    }
    let mut lines: Vec<Line> = all
        .into_iter()
        .filter(|(_, figures)| figures.iter().any(|f| *f != Figures::default()))
        .filter_map(|(whose, figures)| line(&reference, whose, figures))
        .collect();
    lines.sort_by(|a, b| {
        (&a.provider, &a.contract.reference, &a.service).cmp(&(&b.provider, &b.contract.reference, &b.service))
    });
    Ok(lines)
}

fn line(reference: &Reference, (contract, service): Whose, quarters: Vec<Figures>) -> Option<Line> {
    let contract = reference.contracts.get(&contract)?.clone();
    let service = match service {
        Some(id) => Some(reference.services.get(&id).map(|s| (s.code.clone(), s.name.clone()))?),
        None => None,
    };
    let provider = reference.providers.get(&contract.provider_id).map_or_else(String::new, |p| p.name.clone());
    Some(Line { provider, service, contract, quarters })
}

/// Five sums a quarter, by offer. Somebody who joined again is in both lists and ordered once.
fn counts(cx: &mut Cx<'_>, quarters: &[Quarter]) -> Result<Vec<(OfferId, Vec<Figures>)>> {
    let mut params: Vec<Value> = Vec::new();
    let mut sums = String::new();
    let bounds = days(quarters);
    for day in &bounds {
        params.push(Value::from(*day));
    }
    let ordered = "w.requirement_id IS NOT NULL AND w.earlier_id IS NULL";
    for from in 1..bounds.len() {
        let before = from + 1;
        let within = |day: &str| format!("{day} >= ${from} AND {day} < ${before}");
        let conditions = [
            format!("{ordered} AND {}", within("w.joined_on")),
            format!("w.requirement_id IS NULL AND {}", within("w.joined_on")),
            within("w.begun_on"),
            format!("d.completed AND w.begun_on IS NOT NULL AND {}", within("d.ended_on")),
            format!(
                "w.joined_on < ${before} AND (w.begun_on IS NULL OR w.begun_on >= ${before}) \
                 AND (w.left_on IS NULL OR w.left_on >= ${before})"
            ),
        ];
        for condition in conditions {
            let _ = write!(sums, ", SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)");
        }
    }
    let sql = format!(
        "SELECT w.offer_id{sums} FROM waiting_entry w \
         LEFT JOIN view_delivery_end d ON d.requirement_id = w.requirement_id GROUP BY w.offer_id"
    );
    let mut found = Vec::new();
    for row in cx.query(&sql, &params)? {
        let mut figures = Vec::with_capacity(quarters.len());
        for place in 0..quarters.len() {
            let at = 1 + place * 5;
            figures.push(Figures {
                commissioned: 0,
                ordered: row.get(at)?,
                agreed: row.get(at + 1)?,
                begun: row.get(at + 2)?,
                completed: row.get(at + 3)?,
                backlog: row.get(at + 4)?,
            });
        }
        found.push((row.get(0)?, figures));
    }
    Ok(found)
}
