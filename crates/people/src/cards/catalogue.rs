//! The list of cards and their fields: what is asked, in which words, and in which order they stand on the page.

use super::{
    Address, Adjustment, Alias, Asks, Card, CardField, Circumstance, Detail, Disability, Equality, Identifier,
    Language, Person, Reach, Relation,
};

const fn text(column: &'static str, label: &'static str, what: &'static str, most: usize) -> CardField {
    CardField::new(column, label, what, Asks::Text(most))
}

const fn code(column: &'static str, label: &'static str, what: &'static str, set: &'static str) -> CardField {
    CardField::new(column, label, what, Asks::Code(set))
}

const fn day(column: &'static str, label: &'static str, what: &'static str) -> CardField {
    CardField::new(column, label, what, Asks::Day)
}

const NOTE: CardField = CardField::new("note", "Notes", "the notes", Asks::Lines(4_000));
const STARTED: CardField = day("start_date", "Start date", "the start date").must();
const ENDED: CardField = day("end_date", "End date", "the end date").hint("Leave empty while it lasts");
const TELEPHONE: CardField = CardField::new("telephone", "Telephone", "the telephone number", Asks::Telephone);
const EMAIL: CardField = CardField::new("email", "Email address", "the email address", Asks::Email);
const TRI: &str = "yes-no-unknown";

pub(crate) const NAMES: Card = Card {
    slug: "names",
    title: "Name and birth",
    one: "name and birth",
    many: false,
    fields: &[
        text("title", "Title", "the title", 20),
        text("first_name", "First name", "the first name", 100).hint("Leave empty for somebody of one name"),
        text("middle_names", "Middle names", "the middle names", 100),
        text("last_name", "Last name", "the last name", 100).must(),
        text("preferred_name", "Preferred name", "the preferred name", 100).hint("What they like to be called"),
        text("former_last_name", "Previous last name", "the previous last name", 100),
        day("born", "Date of birth", "the date of birth"),
        code("gender", "Gender", "the gender", "gender"),
        day("died", "Date of death", "the date of death"),
    ],
};

pub(crate) const IDENTIFIERS: Card = Card {
    slug: "identifiers",
    title: "Numbers",
    one: "number",
    many: true,
    fields: &[
        code("kind", "Kind of number", "the kind of number", "identifier").must(),
        text("number", "Number", "the number", 40).must(),
        ENDED,
        NOTE,
    ],
};

pub(crate) const ALIASES: Card = Card {
    slug: "aliases",
    title: "Other names",
    one: "other name",
    many: true,
    fields: &[
        text("first_name", "First name", "the first name", 100),
        text("middle_names", "Middle names", "the middle names", 100),
        text("last_name", "Last name", "the last name", 100).must(),
        day("born", "Date of birth given with it", "the date of birth"),
        code("gender", "Gender given with it", "the gender", "gender"),
        NOTE,
    ],
};

pub(crate) const ADDRESSES: Card = Card {
    slug: "addresses",
    title: "Addresses",
    one: "address",
    many: true,
    fields: &[
        code("status", "What it is", "what the address is", "address-status")
            .must()
            .hint("A new main address ends the one before"),
        code("kind", "Kind of accommodation", "the kind of accommodation", "address-kind"),
        code("kind_verified", "Was this checked?", "whether this was checked", TRI),
        code("no_fixed_abode", "No fixed abode", "whether they have no fixed abode", TRI),
        text("building", "House or flat", "the house or flat", 100),
        text("street", "Street", "the street", 100),
        text("district", "District", "the district", 100),
        text("town", "Town or city", "the town or city", 100),
        text("county", "County", "the county", 100),
        CardField::new("postcode", "Postcode", "the postcode", Asks::Postcode),
        TELEPHONE,
        STARTED,
        ENDED,
        NOTE,
    ],
};

pub(crate) const REACH: Card = Card {
    slug: "contact-details",
    title: "Contact details",
    one: "contact details",
    many: false,
    fields: &[
        CardField::new("mobile", "Mobile", "the mobile number", Asks::Telephone),
        TELEPHONE,
        EMAIL,
        code("text_allowed", "May we send text messages?", "whether we may send text messages", TRI),
        NOTE,
    ],
};

pub(crate) const EQUALITY: Card = Card {
    slug: "equality",
    title: "Equality",
    one: "equality",
    many: false,
    fields: &[
        code("ethnicity", "Ethnicity", "the ethnicity", "ethnicity"),
        code("nationality", "Nationality", "the nationality", "nationality"),
        code("second_nationality", "Second nationality", "the second nationality", "nationality"),
        code("immigration_status", "Immigration status", "the immigration status", "immigration"),
        code("religion", "Religion", "the religion", "religion"),
        code("sexual_orientation", "Sexual orientation", "the sexual orientation", "orientation"),
        code("gender_identity", "Gender identity", "the gender identity", "gender-identity"),
    ],
};

pub(crate) const LANGUAGE: Card = Card {
    slug: "language",
    title: "Language",
    one: "language",
    many: false,
    fields: &[
        code("spoken", "Preferred language", "the preferred language", "language"),
        code("letters", "Language of letters", "the language of letters", "letters"),
        code("interpreter", "Interpreter needed", "whether an interpreter is needed", TRI),
        code("interpreter_language", "Interpreter's language", "the interpreter's language", "language"),
        NOTE,
    ],
};

pub(crate) const CIRCUMSTANCES: Card = Card {
    slug: "circumstances",
    title: "Personal circumstances",
    one: "circumstance",
    many: true,
    fields: &[
        code("kind", "Circumstance", "the circumstance", "circumstance").must(),
        text("detail", "Details", "the details", 200).hint("Such as the employer, or the course"),
        code("evidenced", "Has evidence been seen?", "whether evidence has been seen", TRI),
        STARTED,
        ENDED,
        NOTE,
    ],
};

pub(crate) const RELATIONS: Card = Card {
    slug: "family",
    title: "Family, dependants and other people",
    one: "family member or other person",
    many: true,
    fields: &[
        text("name", "Name", "the name", 200).must(),
        code("kind", "Who they are", "who they are", "relation").must(),
        text("relationship", "Relationship in words", "the relationship", 100).hint("Such as stepdaughter, aunt"),
        day("born", "Date of birth", "the date of birth"),
        code("next_of_kin", "Next of kin", "whether they are next of kin", TRI),
        code("emergency", "Emergency contact", "whether to call them in an emergency", TRI),
        code("dependant", "Depends on the person", "whether they depend on the person", TRI),
        TELEPHONE,
        EMAIL,
        CardField::new("address", "Address", "the address", Asks::Lines(400)),
        day("start_date", "Start date", "the start date"),
        ENDED,
        NOTE,
    ],
};

pub(crate) const DISABILITIES: Card = Card {
    slug: "disabilities",
    title: "Disabilities and conditions",
    one: "disability or condition",
    many: true,
    fields: &[
        code("kind", "Disability", "the disability", "disability").must(),
        text("condition", "Condition", "the condition", 200),
        STARTED,
        ENDED,
        NOTE,
    ],
};

pub(crate) const ADJUSTMENTS: Card = Card {
    slug: "adjustments",
    title: "Adjustments",
    one: "adjustment",
    many: true,
    fields: &[code("kind", "Adjustment", "the adjustment", "adjustment").must(), STARTED, ENDED, NOTE],
};

/// Every card in the order of the page.
pub const CARDS: &[&Card] = &[
    &NAMES,
    &IDENTIFIERS,
    &ALIASES,
    &ADDRESSES,
    &REACH,
    &LANGUAGE,
    &ADJUSTMENTS,
    &DISABILITIES,
    &CIRCUMSTANCES,
    &RELATIONS,
    &EQUALITY,
];

/// Something done alike for the card named by a slug.
pub(crate) trait ForCard {
    type Out;

    fn run<R: Detail>(self) -> Self::Out;
}

/// Does it for the card; `None` when there is no such card.
pub(crate) fn each<W: ForCard>(slug: &str, work: W) -> Option<W::Out> {
    Some(match slug {
        "names" => work.run::<Person>(),
        "identifiers" => work.run::<Identifier>(),
        "aliases" => work.run::<Alias>(),
        "addresses" => work.run::<Address>(),
        "contact-details" => work.run::<Reach>(),
        "equality" => work.run::<Equality>(),
        "language" => work.run::<Language>(),
        "circumstances" => work.run::<Circumstance>(),
        "family" => work.run::<Relation>(),
        "disabilities" => work.run::<Disability>(),
        "adjustments" => work.run::<Adjustment>(),
        _ => return None,
    })
}
