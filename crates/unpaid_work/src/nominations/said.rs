//! The words of the public pages in both languages. Whoever changes one changes the other.

use super::records::{Language, NominationState};
use kernel::Date;

/// The pages' own words.
pub(super) struct Said {
    pub(super) lang: &'static str,
    /// The other language, and its own name.
    pub(super) other: (&'static str, &'static str),
    pub(super) title: &'static str,
    pub(super) intro: &'static str,
    pub(super) what_it_is: &'static str,
    pub(super) good: &'static str,
    pub(super) good_list: [&'static str; 5],
    pub(super) about_work: &'static str,
    pub(super) about_you: &'static str,
    pub(super) what: (&'static str, &'static str),
    pub(super) place: (&'static str, &'static str),
    pub(super) postcode: (&'static str, &'static str),
    pub(super) unit: (&'static str, &'static str),
    pub(super) unit_unknown: &'static str,
    pub(super) for_whom: (&'static str, &'static str),
    pub(super) why: (&'static str, &'static str),
    pub(super) nominator: (&'static str, &'static str),
    pub(super) organisation: (&'static str, &'static str),
    pub(super) email: (&'static str, &'static str),
    pub(super) telephone: (&'static str, &'static str),
    pub(super) privacy: &'static str,
    pub(super) may_write: (&'static str, &'static str),
    pub(super) may_write_yes: &'static str,
    pub(super) no_address: &'static str,
    pub(super) emails: &'static str,
    pub(super) emails_go: &'static str,
    pub(super) emails_none: &'static str,
    pub(super) emails_stopped: &'static str,
    pub(super) stop: &'static str,
    pub(super) your_name: &'static str,
    pub(super) mail_subject: &'static str,
    pub(super) mail_end: &'static str,
    pub(super) send: &'static str,
    pub(super) empty_field: &'static str,
    /// What is said of each field that is missing.
    pub(super) missing: [(&'static str, &'static str); 6],
    pub(super) too_long: &'static str,
    pub(super) bad_email: &'static str,
    pub(super) bad_unit: &'static str,
    pub(super) by_program: &'static str,
    pub(super) too_quick: &'static str,
    pub(super) too_many_here: &'static str,
    pub(super) too_many_today: &'static str,
    pub(super) open_again: &'static str,
    pub(super) thanks: &'static str,
    pub(super) keep: &'static str,
    pub(super) reference: &'static str,
    pub(super) secret: &'static str,
    pub(super) keep_why: &'static str,
    pub(super) next: &'static str,
    pub(super) next_list: [&'static str; 4],
    pub(super) follow_title: &'static str,
    pub(super) follow_intro: &'static str,
    pub(super) look_up: &'static str,
    pub(super) not_found: &'static str,
    pub(super) too_many_looks: &'static str,
    pub(super) stands: &'static str,
    pub(super) nominated_on: &'static str,
    pub(super) decided_on: &'static str,
    pub(super) reason: &'static str,
    pub(super) told: &'static str,
    pub(super) done: &'static str,
    pub(super) of_work: &'static str,
    pub(super) your_words: &'static str,
    pub(super) another: &'static str,
    pub(super) near_title: &'static str,
    pub(super) near_intro: &'static str,
    pub(super) near_none: &'static str,
    pub(super) near_newest: &'static str,
    pub(super) near_columns: [&'static str; 3],
    pub(super) area_title: &'static str,
    pub(super) area_columns: [&'static str; 3],
    pub(super) area_hidden: &'static str,
    pub(super) area_note: &'static str,
    pub(super) fewer: &'static str,
    pub(super) place_unknown: &'static str,
}

pub(super) const ENGLISH: Said = Said {
    lang: "en",
    other: ("cy", "Cymraeg"),
    title: "Nominate a Community Payback project",
    intro: "Tell us about work that your community would benefit from. People who are ordered by a court to do unpaid work may be able to do it.",
    what_it_is: "This is called Community Payback. Everybody who works is supervised.",
    good: "A good project",
    good_list: [
        "benefits the community, not one person’s home",
        "takes no paid work from anybody, and makes nobody a profit",
        "can be done safely",
        "has somebody who agrees to it, such as whoever owns the place",
        "gives several people work for a day or more",
    ],
    about_work: "The work",
    about_you: "About you",
    what: ("What should be done?", "For example, clear the path along the canal and paint the railings"),
    place: ("Where is it?", "The place and the town, as you would tell a visitor"),
    postcode: ("Postcode (optional)", "If you know it"),
    unit: ("Which area is it in?", "If you are not sure, leave it"),
    unit_unknown: "I am not sure",
    for_whom: ("Who would it help?", "A group, a charity, a school, or everybody who uses the place"),
    why: ("Why does it matter?", "What is the matter now, and what would be better"),
    nominator: ("Your name", "So that we know whom to answer"),
    organisation: ("Your group or organisation (optional)", ""),
    email: ("Email address (optional)", "We write to it only about this nomination"),
    telephone: ("Telephone number (optional)", "We ring it only about this nomination"),
    privacy: "Do not name people who do unpaid work, and nothing about anybody’s health or offences. What you write here is read by the probation service. Your name and how to reach you are never published.",
    may_write: ("May we write to you by email?", "When it is decided, and when the work is done. About nothing else."),
    may_write_yes: "Yes, write to the address above about this nomination",
    no_address: "Enter the email address to which we may write",
    emails: "Emails",
    emails_go: "We write to the address that you left when it is decided and when the work is done.",
    emails_none: "We do not write to you: look here for the answer.",
    emails_stopped: "You asked us not to write to you any more, on",
    stop: "Do not write to me any more",
    your_name: "Your name and address",
    mail_subject: "Your nomination",
    mail_end: "You can look this up at any time, with your reference and secret word, on the page “What became of my nomination”. There you can also ask us not to write to you any more. Nobody reads answers to this email.",
    send: "Send the nomination",
    empty_field: "Leave this field empty",
    missing: [
        ("what", "Enter what should be done"),
        ("place", "Enter where it is"),
        ("for_whom", "Enter who it would help"),
        ("why", "Enter why it matters"),
        ("nominator", "Enter your name"),
        ("reference", "Enter the reference and the secret word"),
    ],
    too_long: "Use fewer characters here: the most is ",
    bad_email: "Enter an email address in the correct format, like name@example.com",
    bad_unit: "Choose the area from the list, or that you are not sure",
    by_program: "This looked as if a program had filled it in, so it was not sent. If you are a person, leave the hidden field empty and send it again",
    too_quick: "That was sent very quickly, so it was not taken. Look over what you wrote, wait a moment, and send it again",
    too_many_here: "Several nominations have come from your network today, so this one was not taken. Send it again tomorrow, or ring your local probation office",
    too_many_today: "More nominations have come today than we can take, so this one was not taken. Send it again tomorrow",
    open_again: "This page was open for too long. Look over what you wrote and send it again",
    thanks: "Nomination sent",
    keep: "Write both of these down, or print this page",
    reference: "Reference",
    secret: "Secret word",
    keep_why: "With both you can look up what becomes of your nomination. We cannot send them to you again.",
    next: "What happens next",
    next_list: [
        "We look whether somebody nominated the same before.",
        "We visit the place and look at health and safety.",
        "We may ask others, such as the council, the police and crime commissioner, and local groups.",
        "We decide, and tell you why. Your answer is on this site; if you agreed to it, we also send it by email.",
    ],
    follow_title: "What became of my nomination",
    follow_intro: "Enter the reference and the secret word that you were given when you sent it.",
    look_up: "Look it up",
    not_found: "There is no nomination with this reference and secret word. Look at both again",
    too_many_looks: "There were too many wrong tries from your network today. Try again tomorrow, or ring your local probation office",
    stands: "How it stands",
    nominated_on: "Nominated on",
    decided_on: "Decided on",
    reason: "Why",
    told: "What we told you",
    done: "What was done",
    of_work: "of work",
    your_words: "What you nominated",
    another: "Nominate another project",
    near_title: "Community Payback near you",
    near_intro: "Work that people under a court order did for their communities. No person is named here.",
    near_none: "No finished project is shown yet.",
    near_newest: "The newest are shown, at most",
    near_columns: ["What was done", "Where", "Hours"],
    area_title: "Hours of unpaid work by area",
    area_columns: ["Area", "Projects", "Hours"],
    area_hidden: "Not shown",
    area_note: "A figure about very few people or projects is not shown.",
    fewer: "fewer than",
    place_unknown: "Not said",
};

pub(super) const WELSH: Said = Said {
    lang: "cy",
    other: ("en", "English"),
    title: "Enwebu prosiect Ad-dalu Cymunedol",
    intro: "Dywedwch wrthym am waith a fyddai o fudd i’ch cymuned. Efallai y gall pobl y mae llys wedi gorchymyn iddynt wneud gwaith di-dâl ei wneud.",
    what_it_is: "Ad-dalu Cymunedol yw’r enw ar hyn. Mae pawb sy’n gweithio yn cael eu goruchwylio.",
    good: "Mae prosiect da",
    good_list: [
        "o fudd i’r gymuned, nid i gartref un person",
        "yn peidio â chymryd gwaith cyflogedig oddi ar neb, na gwneud elw i neb",
        "yn gallu cael ei wneud yn ddiogel",
        "yn cael cytundeb rhywun, fel perchennog y lle",
        "yn rhoi gwaith i nifer o bobl am ddiwrnod neu fwy",
    ],
    about_work: "Y gwaith",
    about_you: "Amdanoch chi",
    what: ("Beth ddylid ei wneud?", "Er enghraifft, clirio’r llwybr ar hyd y gamlas a phaentio’r rheiliau"),
    place: ("Ble mae’r lle?", "Y lle a’r dref, fel y byddech yn dweud wrth ymwelydd"),
    postcode: ("Cod post (dewisol)", "Os ydych yn ei wybod"),
    unit: ("Ym mha ardal y mae?", "Os nad ydych yn siŵr, gadewch hwn"),
    unit_unknown: "Nid wyf yn siŵr",
    for_whom: ("Pwy fyddai’n elwa?", "Grŵp, elusen, ysgol, neu bawb sy’n defnyddio’r lle"),
    why: ("Pam y mae’n bwysig?", "Beth sydd o’i le nawr, a beth fyddai’n well"),
    nominator: ("Eich enw", "Er mwyn i ni wybod pwy i’w ateb"),
    organisation: ("Eich grŵp neu’ch sefydliad (dewisol)", ""),
    email: ("Cyfeiriad e-bost (dewisol)", "Byddwn yn ysgrifennu ato ynghylch yr enwebiad hwn yn unig"),
    telephone: ("Rhif ffôn (dewisol)", "Byddwn yn ei ffonio ynghylch yr enwebiad hwn yn unig"),
    privacy: "Peidiwch ag enwi pobl sy’n gwneud gwaith di-dâl, na dweud dim am iechyd na throseddau neb. Y gwasanaeth prawf sy’n darllen yr hyn a ysgrifennwch yma. Ni chaiff eich enw na’ch manylion cyswllt eu cyhoeddi byth.",
    may_write: (
        "A gawn ni ysgrifennu atoch drwy e-bost?",
        "Pan fydd penderfyniad, a phan fydd y gwaith wedi’i wneud. Dim byd arall.",
    ),
    may_write_yes: "Cewch, ysgrifennwch i’r cyfeiriad uchod ynghylch yr enwebiad hwn",
    no_address: "Rhowch y cyfeiriad e-bost y cawn ysgrifennu ato",
    emails: "E-byst",
    emails_go: "Byddwn yn ysgrifennu i’r cyfeiriad a adawoch pan fydd penderfyniad a phan fydd y gwaith wedi’i wneud.",
    emails_none: "Nid ydym yn ysgrifennu atoch: edrychwch yma am yr ateb.",
    emails_stopped: "Gofynasoch i ni beidio ag ysgrifennu atoch mwyach, ar",
    stop: "Peidiwch ag ysgrifennu ataf mwyach",
    your_name: "Eich enw a’ch cyfeiriad",
    mail_subject: "Eich enwebiad",
    mail_end: "Gallwch edrych ar hyn unrhyw bryd, gyda’ch cyfeirnod a’ch gair cyfrinachol, ar y dudalen “Beth a ddaeth o’m henwebiad”. Yno gallwch hefyd ofyn i ni beidio ag ysgrifennu atoch mwyach. Nid oes neb yn darllen atebion i’r e-bost hwn.",
    send: "Anfon yr enwebiad",
    empty_field: "Gadewch y maes hwn yn wag",
    missing: [
        ("what", "Rhowch beth ddylid ei wneud"),
        ("place", "Rhowch ble mae’r lle"),
        ("for_whom", "Rhowch pwy fyddai’n elwa"),
        ("why", "Rhowch pam y mae’n bwysig"),
        ("nominator", "Rhowch eich enw"),
        ("reference", "Rhowch y cyfeirnod a’r gair cyfrinachol"),
    ],
    too_long: "Defnyddiwch lai o nodau yma: y mwyaf yw ",
    bad_email: "Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@example.com",
    bad_unit: "Dewiswch yr ardal o’r rhestr, neu nad ydych yn siŵr",
    by_program: "Roedd hwn yn edrych fel petai rhaglen wedi’i lenwi, felly ni chafodd ei anfon. Os ydych yn berson, gadewch y maes cudd yn wag a’i anfon eto",
    too_quick: "Anfonwyd hwn yn gyflym iawn, felly ni chafodd ei dderbyn. Darllenwch yr hyn a ysgrifennoch, arhoswch ennyd, a’i anfon eto",
    too_many_here: "Daeth sawl enwebiad o’ch rhwydwaith heddiw, felly ni chafodd hwn ei dderbyn. Anfonwch ef eto yfory, neu ffoniwch eich swyddfa brawf leol",
    too_many_today: "Daeth mwy o enwebiadau heddiw nag y gallwn eu derbyn, felly ni chafodd hwn ei dderbyn. Anfonwch ef eto yfory",
    open_again: "Bu’r dudalen hon ar agor yn rhy hir. Darllenwch yr hyn a ysgrifennoch a’i anfon eto",
    thanks: "Anfonwyd yr enwebiad",
    keep: "Ysgrifennwch y ddau hyn, neu argraffwch y dudalen hon",
    reference: "Cyfeirnod",
    secret: "Gair cyfrinachol",
    keep_why: "Gyda’r ddau gallwch weld beth a ddaw o’ch enwebiad. Ni allwn eu hanfon atoch eto.",
    next: "Beth sy’n digwydd nesaf",
    next_list: [
        "Byddwn yn edrych a oes rhywun wedi enwebu’r un peth o’r blaen.",
        "Byddwn yn ymweld â’r lle ac yn edrych ar iechyd a diogelwch.",
        "Efallai y byddwn yn gofyn i eraill, fel y cyngor, y comisiynydd heddlu a throseddu, a grwpiau lleol.",
        "Byddwn yn penderfynu, ac yn dweud wrthych pam. Mae’ch ateb ar y safle hwn; os cytunoch i hynny, byddwn hefyd yn ei anfon drwy e-bost.",
    ],
    follow_title: "Beth a ddaeth o’m henwebiad",
    follow_intro: "Rhowch y cyfeirnod a’r gair cyfrinachol a gawsoch pan anfonoch ef.",
    look_up: "Chwilio",
    not_found: "Nid oes enwebiad gyda’r cyfeirnod a’r gair cyfrinachol hwn. Edrychwch ar y ddau eto",
    too_many_looks: "Bu gormod o gynigion anghywir o’ch rhwydwaith heddiw. Rhowch gynnig arall arni yfory, neu ffoniwch eich swyddfa brawf leol",
    stands: "Sut y mae’n sefyll",
    nominated_on: "Enwebwyd ar",
    decided_on: "Penderfynwyd ar",
    reason: "Pam",
    told: "Yr hyn a ddywedom wrthych",
    done: "Yr hyn a wnaed",
    of_work: "o waith",
    your_words: "Yr hyn a enweboch",
    another: "Enwebu prosiect arall",
    near_title: "Ad-dalu Cymunedol yn eich ardal",
    near_intro: "Gwaith a wnaeth pobl dan orchymyn llys dros eu cymunedau. Nid oes neb yn cael ei enwi yma.",
    near_none: "Nid oes prosiect gorffenedig yn cael ei ddangos eto.",
    near_newest: "Dangosir y rhai diweddaraf, hyd at",
    near_columns: ["Yr hyn a wnaed", "Ble", "Oriau"],
    area_title: "Oriau o waith di-dâl fesul ardal",
    area_columns: ["Ardal", "Prosiectau", "Oriau"],
    area_hidden: "Heb ei ddangos",
    area_note: "Ni ddangosir ffigur am ychydig iawn o bobl neu brosiectau.",
    fewer: "llai na",
    place_unknown: "Heb ei ddweud",
};

impl Said {
    pub(super) fn of(language: Language) -> &'static Said {
        match language {
            Language::English => &ENGLISH,
            Language::Welsh => &WELSH,
        }
    }

    pub(super) fn is_welsh(&self) -> bool {
        self.lang == "cy"
    }

    /// What is said when a field is missing.
    pub(super) fn missing(&self, field: &str) -> &'static str {
        self.missing.iter().find(|(name, _)| *name == field).map_or(self.open_again, |(_, words)| words)
    }

    /// A day in words.
    pub(super) fn day(&self, day: Date) -> String {
        if self.is_welsh() { kernel::welsh::day(day) } else { kernel::words::day(day) }
    }

    /// For how long name and address are kept.
    pub(super) fn kept_for(&self, months: i64) -> String {
        if self.is_welsh() {
            return format!("Caiff eich enw a’ch manylion cyswllt eu dileu {months} mis ar ôl i’r mater orffen.");
        }
        let months = kernel::words::count(months, "month", "months");
        format!("Your name and how to reach you are removed {months} after the matter is finished.")
    }

    /// On which day name and address will be removed.
    pub(super) fn removed_by(&self, day: Date) -> String {
        let day = self.day(day);
        if self.is_welsh() { format!("Cânt eu dileu ar {day}") } else { format!("They will be removed on {day}") }
    }

    /// That name and address were removed.
    pub(super) fn removed(&self, day: Date) -> String {
        let day = self.day(day);
        if self.is_welsh() {
            return format!("Cawsant eu dileu ar {day}. Mae’r enwebiad a’r penderfyniad yn aros.");
        }
        format!("They were removed on {day}. The nomination and what was decided stay.")
    }

    /// Minutes of work.
    pub(super) fn hours(&self, minutes: i64) -> String {
        let length = if self.is_welsh() { kernel::welsh::hours(minutes) } else { kernel::words::hours(minutes) };
        format!("{length} {}", self.of_work)
    }

    /// How a nomination stands, for whoever made it.
    pub(super) fn state(&self, state: NominationState) -> &'static str {
        use NominationState as S;
        match (state, self.is_welsh()) {
            (S::New, false) => "We have it, and will look at it",
            (S::New, true) => "Mae gennym ni, a byddwn yn edrych arno",
            (S::Looking, false) => "We are looking at it",
            (S::Looking, true) => "Rydym yn edrych arno",
            (S::Accepted, false) => "Accepted: we are preparing it",
            (S::Accepted, true) => "Derbyniwyd: rydym yn ei baratoi",
            (S::Declined, false) => "We are not taking it on",
            (S::Declined, true) => "Nid ydym yn ei gymryd ymlaen",
            (S::Project, false) => "It is a project: people work on it",
            (S::Project, true) => "Mae’n brosiect: mae pobl yn gweithio arno",
            (S::Done, false) => "The work is done",
            (S::Done, true) => "Mae’r gwaith wedi’i wneud",
        }
    }
}
