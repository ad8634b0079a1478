//! What the record says that a referral needs: the person's delivery unit, needs, requirements, what they are referred to,
//! what the provider would be sent. Read once for a page, whatever the number of offers.
//!
//! Always true: the risks told are those that an assessment decided for the community, children first; nobody's name but the
//! person's is among them.

use super::records::{Complexity, NeedAsked, Referral, ReferralState, RiskTold, Sent};
use super::store::{referrals_of, referrals_question};
use super::suitability::{Doubt, Known, Wanted, doubts};
use super::words::Words;
use crate::holding::holder_question;
use assessment::{Setting, Severity};
use kernel::{Date, OfferId, RequirementId, ServiceId, UnitId};
use people::OpenPerson;
use provision::{About, Book, Offer, Service};
use sentences::{OrderWithParts, Requirement};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Cx, Failure, Result};

/// A need that an assessment found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundNeed {
    pub(crate) code: String,
    pub(crate) severe: bool,
    pub(crate) why: String,
}

/// What is known of the person.
pub(crate) struct Facts {
    pub(crate) book: Arc<Book>,
    pub(crate) unit: Option<UnitId>,
    /// None where nothing is assessed.
    pub(crate) needs: Option<Vec<FoundNeed>>,
    pub(crate) orders: Vec<OrderWithParts>,
    pub(crate) referrals: Vec<Referral>,
    risks: Vec<RiskTold>,
    known: Known,
    pub(crate) today: Date,
}

/// A requirement of an open order, with the last day of the order.
pub(crate) struct OpenRequirement<'a> {
    pub(crate) requirement: &'a Requirement,
    pub(crate) order: &'a sentences::Order,
    pub(crate) left: Option<u32>,
}

fn found_needs(needs: Vec<assessment::Need>) -> Vec<FoundNeed> {
    let found = needs.into_iter().filter(|need| need.severity.is_some_and(|s| s > Severity::None));
    let mut found: Vec<FoundNeed> = found
        .map(|need| FoundNeed {
            severe: need.severity == Some(Severity::Severe),
            why: need.reason(),
            code: need.section,
        })
        .collect();
    found.sort_by_key(|need| (!need.severe, need.code.clone()));
    found
}

fn told(standing: assessment::HarmStanding) -> Vec<RiskTold> {
    let community = standing.levels.into_iter().filter(|level| level.setting == Setting::Community);
    let mut all: Vec<_> = community.collect();
    all.sort_by_key(|level| level.who);
    let told = all.into_iter().map(|level| RiskTold {
        who: level.who.words().to_owned(),
        level: level.level.words().to_owned(),
        nature: level.evidence,
        on: level.decided_on,
    });
    told.collect()
}

/// The delivery unit of whoever holds the person.
fn unit_of(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Option<UnitId>> {
    let held = cx.ask_list::<crate::holding::Holder>(&holder_question(open.keys.survivor))?;
    let team = held.into_iter().next().and_then(|holder| holder.team_id);
    team.map(|team| Ok(organisation::team(cx, team)?.unit_id)).transpose()
}

impl Facts {
    /// # Errors
    /// When the database fails.
    pub(crate) fn read(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Facts> {
        let (book, today, keys) = (provision::book(cx)?, cx.today(), &open.keys);
        let language = people::card_question::<people::cards::Language>(keys);
        let known =
            vec![holder_question(keys.survivor), referrals_question(keys), assessment::harm_question(keys), language];
        cx.ask_together(&[known, sentences::orders_questions(keys)].concat())?;
        let unit = unit_of(cx, open)?;
        let needs = assessment::needs(cx, keys)?.map(found_needs);
        let orders = sentences::orders(cx, keys)?;
        let referrals = referrals_of(cx, keys)?;
        let standing = assessment::harm_standing(cx, keys)?;
        let harm = standing.overall_where(Setting::Community).map(|level| level.code().to_owned());
        let risks = told(standing);
        let language = people::language(cx, keys)?;
        let codes = people::codes::Codes::read(cx)?;
        let interpreter = language.filter(|l| l.interpreter.as_deref() == Some("yes"));
        let interpreter = interpreter.and_then(|l| l.interpreter_language);
        let interpreter = interpreter.map(|code| codes.words("language", &code).to_owned());
        let known = Known {
            born: open.person.born,
            sex: open.person.gender.clone(),
            harm,
            needs: needs.as_ref().map(|found| found.iter().map(|need| need.code.clone()).collect()),
            interpreter,
            ..Known::default()
        };
        Ok(Facts { book, unit, needs, orders, referrals, risks, known, today })
    }

    /// What the provider would be sent, everything ticked.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn sent(&self, cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Sent> {
        use people::cards::{Address, Adjustment, Reach};
        let keys = &open.keys;
        cx.ask_together(&[
            people::card_question::<Reach>(keys),
            people::card_question::<Address>(keys),
            people::card_question::<Adjustment>(keys),
        ])?;
        let reach = people::reach(cx, keys)?;
        let address = people::main_address(cx, keys, self.today)?;
        let codes = people::codes::Codes::read(cx)?;
        let adjustments: Vec<Adjustment> = people::card(cx, keys)?;
        let lasts = |a: &&Adjustment| a.start_date <= self.today && a.end_date.is_none_or(|end| self.today < end);
        let lasting = adjustments.iter().filter(lasts);
        let mut taking_part: Vec<String> = lasting.map(|a| codes.words("adjustment", &a.kind).to_owned()).collect();
        taking_part.extend(self.known.interpreter.iter().map(|language| format!("Interpreter: {language}")));
        let officer = match people::responsible_officer(cx, keys.survivor)? {
            Some(staff) => Some(organisation::staff_line(cx, staff)?.name),
            None => None,
        };
        Ok(Sent {
            telephone: reach.as_ref().and_then(|r| r.mobile.clone().or_else(|| r.telephone.clone())),
            email: reach.and_then(|r| r.email),
            address: address.map(|a| people::address_lines(&a).join(", ")),
            taking_part,
            risks: self.risks.clone(),
            safety: None,
            agreed: None,
            officer,
        })
    }

    /// The offer and its service.
    pub(crate) fn offer(&self, id: OfferId) -> Result<(&Offer, &Service)> {
        let offer = self.book.offers.get(&id).ok_or(Failure::NotFound)?;
        Ok((offer, self.book.services.get(&offer.service_id).ok_or(Failure::NotFound)?))
    }

    /// Requirements of open orders, the order that ends first before.
    pub(crate) fn requirements(&self) -> Vec<OpenRequirement<'_>> {
        let open = self.orders.iter().filter(|o| o.order.is_open());
        let mut all: Vec<OpenRequirement<'_>> = open
            .flat_map(|o| {
                o.requirements.iter().filter(|r| r.requirement.is_open()).map(|r| OpenRequirement {
                    requirement: &r.requirement,
                    order: &o.order,
                    left: r.progress.and_then(sentences::Progress::left),
                })
            })
            .collect();
        all.sort_by_key(|r| (r.order.end().unwrap_or(Date::MAX), r.requirement.id));
        all
    }

    /// The open requirements that a service delivers.
    pub(crate) fn delivered_by(&self, service: ServiceId) -> Vec<OpenRequirement<'_>> {
        let kinds = self.book.requirements_of(service);
        self.requirements().into_iter().filter(|r| kinds.contains(&r.requirement.kind.as_str())).collect()
    }

    /// Needs that an assessment found and that a service meets.
    pub(crate) fn met_by(&self, service: ServiceId) -> Vec<&FoundNeed> {
        let meets = self.book.needs_of(service);
        self.needs.iter().flatten().filter(|need| meets.contains(&need.code.as_str())).collect()
    }

    /// Why the service may not suit the person.
    pub(crate) fn doubts(
        &self,
        service: &Service,
        requirement: Option<RequirementId>,
        starts: Option<Date>,
    ) -> Vec<Doubt> {
        let all = self.requirements();
        let asked = all.iter().find(|r| Some(r.requirement.id) == requirement);
        let last = self.orders.iter().filter(|o| o.order.is_open()).filter_map(|o| o.order.end()).max();
        let finished =
            |id: &ServiceId| self.referrals.iter().any(|r| r.service_id == *id && r.state == ReferralState::Completed);
        let unfinished = self.book.before(service.id).into_iter().filter(|id| !finished(id));
        let name = |id: ServiceId| self.book.services.get(&id).map_or_else(String::new, |s| s.name.clone());
        let known = Known {
            order_ends: asked.map_or(last, |r| r.order.end()),
            already: self.referrals.iter().any(|r| r.service_id == service.id && r.state.is_open()),
            unfinished: unfinished.map(name).collect(),
            ..self.known.clone()
        };
        let wanted = Wanted {
            service,
            needs: self.book.needs_of(service.id),
            for_requirement: asked.is_some(),
            starts,
            today: self.today,
        };
        doubts(&wanted, &known)
    }

    /// What would be asked for, as the assessment found it: severe needs are complex, and each has its first outcome.
    pub(crate) fn asked_for(&self, service: ServiceId) -> Vec<NeedAsked> {
        let words = Words::shipped();
        let asked = self.met_by(service).into_iter().map(|need| {
            let complexity = if need.severe { Complexity::High } else { Complexity::Medium };
            let outcomes = words.of_need(&need.code).take(1).map(|o| o.code.clone()).collect();
            NeedAsked { need: need.code.clone(), complexity: complexity.code().to_owned(), outcomes }
        });
        asked.collect()
    }
}

/// When the person would begin with each offer of their delivery unit, or why no day can be told.
pub(crate) fn starts(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    unit: UnitId,
) -> Result<BTreeMap<OfferId, std::result::Result<provision::start::Working, provision::start::Missing>>> {
    Ok(provision::offer_starts(cx, &About::person(open), unit)?.into_iter().collect())
}
