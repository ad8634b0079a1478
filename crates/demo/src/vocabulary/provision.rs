//! Who provides what in the demo region. Providers, addresses, services and figures are invented; rates are assumed.

use provision::{ContractKind, ForSex, Opens, ProviderKind};

pub(crate) struct ProviderWords {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: ProviderKind,
    pub(crate) address: &'static str,
}

const fn provider(code: &'static str, name: &'static str, kind: ProviderKind, address: &'static str) -> ProviderWords {
    ProviderWords { code, name, kind, address }
}

pub(crate) const PROVIDERS: &[ProviderWords] = &[
    provider("PROG", "Probation programmes unit", ProviderKind::Public, "2 Assize Court, ZA1 1PR"),
    provider("PAYBACK", "Community payback unit", ProviderKind::Public, "2 Assize Court, ZA1 1PR"),
    provider("ADLEARN", "Council adult learning", ProviderKind::Public, "College Walk, ZA1 4AL"),
    provider("KEYSTONE", "Keystone Employment Ltd", ProviderKind::Private, "Unit 6, Dyeworks Yard, ZA2 3KS"),
    provider("BRIDGE", "Bridgeway Interventions Ltd", ProviderKind::Private, "41 Tollgate, ZA2 7BW"),
    provider("STRIDE", "Stride Skills Ltd", ProviderKind::Private, "Canal Basin, ZA3 1ST"),
    provider("ORCHARD", "The Orchard Women's Centre", ProviderKind::Voluntary, "19 Orchard Street, ZA1 2OR"),
    provider("NEWLEAF", "New Leaf Mentors", ProviderKind::Voluntary, "The Old Chapel, Mill Lane, ZA1 6NL"),
    provider("STEADY", "Steady Ground Housing Advice", ProviderKind::Voluntary, "8 Market Row, ZA1 3SG"),
    provider("CLEAR", "Clear Column Money Advice", ProviderKind::Voluntary, "8 Market Row, ZA1 3CC"),
    provider("HEALTH", "Aldermere Mental Health Trust", ProviderKind::Health, "Beech House, ZA1 9MH"),
    provider("RECOVER", "Riverside Recovery Service", ProviderKind::Health, "5 Weir Road, ZA1 8RR"),
    provider("ALCOHOL", "Lantern Alcohol Service", ProviderKind::Health, "27 Lantern Hill, ZA2 5LA"),
];

#[derive(Debug)]
pub(crate) struct ServiceWords {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) summary: &'static str,
    /// Sessions, weeks, minutes, days between two sessions, days from the order to the first day.
    pub(crate) shape: [i64; 5],
    pub(crate) weekdays: &'static str,
    pub(crate) sex: ForSex,
    pub(crate) ages: (Option<i64>, Option<i64>),
    pub(crate) risks: (Option<&'static str>, Option<&'static str>),
    pub(crate) consent: bool,
    pub(crate) needs: &'static [&'static str],
    pub(crate) requirements: &'static [&'static str],
    pub(crate) before: &'static [&'static str],
    pub(crate) opens: Opens,
    /// Of each group or week.
    pub(crate) places: i64,
    /// Leaving the list in a week, missing the first session, cancelled: parts of a thousand.
    pub(crate) rates: [u16; 3],
}

const BASE: ServiceWords = ServiceWords {
    code: "",
    name: "",
    kind: "",
    summary: "",
    shape: [8, 8, 60, 0, 10],
    weekdays: "",
    sex: ForSex::Any,
    ages: (Some(18), None),
    risks: (None, None),
    consent: false,
    needs: &[],
    requirements: &["RAR"],
    before: &[],
    opens: Opens::Weekly,
    places: 2,
    rates: [15, 120, 30],
};

pub(crate) const SERVICES: &[ServiceWords] = &[
    ServiceWords {
        code: "BC-M",
        name: "Building on strengths, moderate",
        kind: "accredited-programme",
        summary: "A group programme on managing oneself, problems and people, with one-to-one sessions between.",
        shape: [20, 13, 120, 0, 28],
        weekdays: "24",
        needs: &["thinking", "attitudes", "lifestyle"],
        requirements: &["PRG"],
        opens: Opens::Groups,
        places: 8,
        rates: [20, 180, 60],
        ..BASE
    },
    ServiceWords {
        code: "BC-H",
        name: "Building on strengths, high",
        kind: "accredited-programme",
        summary: "The longer form of the programme, for those with more to change.",
        shape: [26, 17, 120, 0, 35],
        weekdays: "13",
        risks: (Some("medium"), None),
        needs: &["thinking", "attitudes", "relationships"],
        requirements: &["PRG"],
        opens: Opens::Groups,
        places: 8,
        rates: [20, 200, 60],
        ..BASE
    },
    ServiceWords {
        code: "TSX",
        name: "Safer futures",
        kind: "sex-offence-programme",
        summary: "A programme for people convicted of sexual offences, led by two trained facilitators.",
        shape: [26, 26, 150, 3, 42],
        weekdays: "2",
        risks: (Some("medium"), None),
        needs: &["relationships", "thinking"],
        requirements: &["PRG"],
        before: &["PREP"],
        opens: Opens::Groups,
        places: 7,
        rates: [8, 80, 40],
        ..BASE
    },
    ServiceWords {
        code: "VIO",
        name: "Stopping violence",
        kind: "violence-programme",
        summary: "What leads up to violence, and what to do instead; with a session for a partner where that is safe.",
        shape: [18, 18, 120, 3, 28],
        weekdays: "4",
        risks: (Some("medium"), None),
        needs: &["thinking", "relationships"],
        requirements: &["PRG"],
        opens: Opens::Groups,
        places: 8,
        rates: [22, 200, 70],
        ..BASE
    },
    ServiceWords {
        code: "DAB",
        name: "Respect at home",
        kind: "violence-programme",
        summary: "For men who have been abusive to a partner; the partner's own support runs beside it.",
        shape: [24, 24, 120, 3, 28],
        weekdays: "3",
        sex: ForSex::Men,
        needs: &["relationships", "attitudes"],
        requirements: &["PRG"],
        opens: Opens::Groups,
        places: 8,
        rates: [25, 210, 60],
        ..BASE
    },
    ServiceWords {
        code: "PREP",
        name: "Ready to begin",
        kind: "structured-intervention",
        summary: "Three meetings that prepare for a programme: what it asks, what stands in the way.",
        shape: [3, 3, 60, 3, 7],
        needs: &["thinking"],
        requirements: &["RAR", "PRG"],
        places: 3,
        ..BASE
    },
    ServiceWords {
        code: "EMO",
        name: "Handling feelings",
        kind: "structured-intervention",
        summary: "Six small-group sessions on anger, worry and setbacks.",
        shape: [6, 6, 90, 3, 14],
        weekdays: "2",
        needs: &["emotional", "thinking"],
        opens: Opens::Groups,
        places: 10,
        ..BASE
    },
    ServiceWords {
        code: "DRV",
        name: "Driving and the law",
        kind: "structured-intervention",
        summary: "For people convicted of driving offences: consequences, planning, the way back to a licence.",
        shape: [5, 5, 90, 3, 14],
        weekdays: "1",
        needs: &["lifestyle", "attitudes"],
        opens: Opens::Groups,
        places: 10,
        ..BASE
    },
    ServiceWords {
        code: "YNG",
        name: "Choices at 18 to 25",
        kind: "structured-intervention",
        summary: "For young adults: maturity, friends, and what comes next.",
        shape: [8, 8, 90, 3, 14],
        weekdays: "3",
        ages: (Some(18), Some(25)),
        needs: &["lifestyle", "thinking"],
        opens: Opens::Groups,
        places: 8,
        ..BASE
    },
    ServiceWords {
        code: "WOM",
        name: "Orchard women's programme",
        kind: "womens-service",
        summary: "A women-only programme at the centre, with a creche: trust, safety, money, children.",
        shape: [12, 12, 120, 3, 14],
        weekdays: "3",
        sex: ForSex::Women,
        needs: &["relationships", "emotional", "financial"],
        requirements: &["RAR", "PRG"],
        opens: Opens::Groups,
        places: 8,
        rates: [10, 120, 20],
        ..BASE
    },
    ServiceWords {
        code: "WOM1",
        name: "Orchard key worker",
        kind: "womens-service",
        summary: "One-to-one support for women, at the centre or on an outreach visit.",
        shape: [10, 20, 60, 6, 7],
        sex: ForSex::Women,
        needs: &["emotional", "accommodation", "relationships"],
        ..BASE
    },
    ServiceWords {
        code: "MHT",
        name: "Community mental health treatment",
        kind: "mental-health-treatment",
        summary: "Treatment by a psychologist under a mental health treatment requirement.",
        shape: [12, 24, 60, 6, 21],
        consent: true,
        needs: &["emotional"],
        requirements: &["MHT"],
        places: 1,
        rates: [18, 150, 80],
        ..BASE
    },
    ServiceWords {
        code: "PCMHT",
        name: "Primary care mental health treatment",
        kind: "mental-health-treatment",
        summary: "Twelve shorter sessions with a mental health practitioner.",
        shape: [12, 12, 45, 6, 14],
        consent: true,
        needs: &["emotional"],
        requirements: &["MHT"],
        places: 1,
        rates: [15, 150, 50],
        ..BASE
    },
    ServiceWords {
        code: "DRR",
        name: "Drug rehabilitation, structured",
        kind: "drug-treatment",
        summary: "Prescribing, testing and key work, reviewed by the court.",
        shape: [26, 26, 60, 6, 7],
        consent: true,
        needs: &["drugs"],
        requirements: &["DRR"],
        places: 2,
        rates: [30, 220, 30],
        ..BASE
    },
    ServiceWords {
        code: "DRUG",
        name: "Drug support group",
        kind: "drug-treatment",
        summary: "A weekly group for those who use drugs and want less harm from it.",
        shape: [10, 10, 90, 3, 7],
        weekdays: "5",
        consent: true,
        needs: &["drugs"],
        requirements: &["RAR", "DRR"],
        opens: Opens::Groups,
        places: 12,
        rates: [30, 240, 30],
        ..BASE
    },
    ServiceWords {
        code: "ATR",
        name: "Alcohol treatment",
        kind: "alcohol-treatment",
        summary: "Assessment, key work and, where needed, a planned detoxification.",
        shape: [12, 24, 60, 6, 10],
        consent: true,
        needs: &["alcohol"],
        requirements: &["ATR"],
        places: 1,
        rates: [22, 180, 30],
        ..BASE
    },
    ServiceWords {
        code: "ALC",
        name: "Alcohol and me",
        kind: "alcohol-treatment",
        summary: "Four short sessions on drinking and offending.",
        shape: [4, 4, 60, 3, 7],
        needs: &["alcohol"],
        requirements: &["RAR"],
        ..BASE
    },
    ServiceWords {
        code: "JOB",
        name: "Into work",
        kind: "employment",
        summary: "A job coach: a plan, disclosure, applications, the first weeks in work.",
        shape: [10, 20, 45, 6, 7],
        needs: &["employment"],
        places: 3,
        ..BASE
    },
    ServiceWords {
        code: "CSCS",
        name: "Site safety card",
        kind: "training",
        summary: "Three days of training and the test for work on building sites.",
        shape: [3, 1, 360, 0, 10],
        weekdays: "123",
        needs: &["employment"],
        requirements: &["RAR", "UPW"],
        opens: Opens::Groups,
        places: 12,
        ..BASE
    },
    ServiceWords {
        code: "LIT",
        name: "Reading and numbers",
        kind: "education",
        summary: "Reading, writing and numbers in a small class, from any level.",
        shape: [20, 10, 120, 0, 10],
        weekdays: "24",
        needs: &["employment"],
        opens: Opens::Groups,
        places: 10,
        ..BASE
    },
    ServiceWords {
        code: "DEBT",
        name: "Money and debt advice",
        kind: "debt",
        summary: "An adviser looks at debts, benefits and a budget, and writes to creditors.",
        shape: [4, 6, 60, 6, 5],
        needs: &["financial"],
        places: 3,
        ..BASE
    },
    ServiceWords {
        code: "HOUSE",
        name: "Housing advice",
        kind: "housing",
        summary: "Keeping a tenancy, applying for one, and what to do without one.",
        shape: [6, 8, 45, 6, 5],
        needs: &["accommodation"],
        places: 3,
        ..BASE
    },
    ServiceWords {
        code: "MENT",
        name: "New Leaf mentoring",
        kind: "mentoring",
        summary: "A trained volunteer, weekly for half a year; some have been on probation themselves.",
        shape: [24, 26, 60, 6, 14],
        consent: true,
        needs: &["lifestyle", "emotional"],
        ..BASE
    },
    ServiceWords {
        code: "UPW-G",
        name: "Unpaid work, groups",
        kind: "unpaid-work",
        summary: "A supervised group on projects that the community has asked for.",
        shape: [20, 20, 420, 6, 7],
        weekdays: "3",
        requirements: &["UPW"],
        places: 5,
        rates: [12, 200, 60],
        ..BASE
    },
    ServiceWords {
        code: "UPW-I",
        name: "Unpaid work, single placements",
        kind: "unpaid-work",
        summary: "A placement with a charity shop or kitchen, for those who can work without a supervisor.",
        shape: [20, 20, 300, 6, 14],
        requirements: &["UPW"],
        risks: (None, Some("medium")),
        places: 2,
        rates: [10, 120, 30],
        ..BASE
    },
];

pub(crate) struct ContractWords {
    pub(crate) provider: &'static str,
    pub(crate) kind: ContractKind,
    pub(crate) reference: &'static str,
    /// First and last day, counted from today.
    pub(crate) days: (i32, Option<i32>),
    pub(crate) price_pence: Option<i64>,
    pub(crate) sum_pence: Option<i64>,
    /// Services and starts of each in a year for a delivery unit.
    pub(crate) services: &'static [(&'static str, i64)],
    /// Services that are not delivered in every delivery unit: the service, and the place of the unit in its region.
    pub(crate) not_in: &'static [(&'static str, usize)],
}

const fn contract(
    provider: &'static str,
    reference: &'static str,
    services: &'static [(&'static str, i64)],
    price_pence: i64,
) -> ContractWords {
    ContractWords {
        provider,
        kind: ContractKind::Contract,
        reference,
        days: (-720, Some(740)),
        price_pence: Some(price_pence),
        sum_pence: None,
        services,
        not_in: &[],
    }
}

const fn grant(
    provider: &'static str,
    reference: &'static str,
    services: &'static [(&'static str, i64)],
    (sum_pence, ends): (i64, i32),
) -> ContractWords {
    ContractWords {
        kind: ContractKind::Grant,
        days: (-420, Some(ends)),
        price_pence: None,
        sum_pence: Some(sum_pence),
        ..contract(provider, reference, services, 0)
    }
}

/// Gaps are on purpose: the second unit of a region has no mental health treatment, the third neither the programme for
/// sex offences nor the women's group; two grants end within half a year.
pub(crate) const CONTRACTS: &[ContractWords] = &[
    ContractWords {
        not_in: &[("TSX", 2), ("VIO", 1)],
        days: (-1_100, None),
        ..contract(
            "PROG",
            "SLA-PROG",
            &[("BC-M", 60), ("BC-H", 40), ("TSX", 16), ("VIO", 40), ("DAB", 32), ("PREP", 90)],
            120_000,
        )
    },
    ContractWords { days: (-1_100, None), ..contract("PAYBACK", "SLA-CP", &[("UPW-G", 240), ("UPW-I", 80)], 65_000) },
    contract("ADLEARN", "CAL-2025-3", &[("LIT", 50)], 21_000),
    contract("KEYSTONE", "KE-1180", &[("JOB", 150)], 38_000),
    ContractWords {
        not_in: &[("YNG", 2)],
        ..contract("BRIDGE", "BW-77", &[("EMO", 80), ("DRV", 40), ("YNG", 40)], 29_500)
    },
    ContractWords { not_in: &[("CSCS", 1)], ..contract("STRIDE", "ST-402", &[("CSCS", 60)], 18_500) },
    ContractWords {
        not_in: &[("WOM", 2)],
        ..grant("ORCHARD", "WG-9", &[("WOM", 24), ("WOM1", 60)], (14_500_000, 118))
    },
    grant("NEWLEAF", "MG-21", &[("MENT", 60)], (6_200_000, 62)),
    grant("STEADY", "HG-14", &[("HOUSE", 130)], (9_800_000, 400)),
    grant("CLEAR", "DG-3", &[("DEBT", 120)], (5_400_000, 430)),
    ContractWords {
        not_in: &[("MHT", 1), ("PCMHT", 1)],
        ..contract("HEALTH", "MHTR-5", &[("MHT", 22), ("PCMHT", 30)], 145_000)
    },
    contract("RECOVER", "SMS-31", &[("DRR", 60), ("DRUG", 60)], 96_000),
    contract("ALCOHOL", "SMS-32", &[("ATR", 40), ("ALC", 90)], 54_000),
];

/// Whom an offer does not reach, by the place of its unit in the region.
pub(crate) const RURAL: &str = "No bus from the villages before ten or after five";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_has_a_contract_and_every_kind_of_provider_is_there_thrice() {
        for service in SERVICES {
            assert!(
                CONTRACTS.iter().any(|c| c.services.iter().any(|(code, _)| *code == service.code)),
                "{}",
                service.code
            );
            assert!(service.before.iter().all(|b| SERVICES.iter().any(|s| s.code == *b)));
        }
        for kind in ProviderKind::ALL {
            assert!(PROVIDERS.iter().filter(|p| p.kind == *kind).count() >= 3, "{kind:?}");
        }
        for contract in CONTRACTS {
            assert!(PROVIDERS.iter().any(|p| p.code == contract.provider), "{}", contract.reference);
        }
    }
}
