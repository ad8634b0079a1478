//! The needs that goals are set for, in English and Welsh, with plain words for the person. It does not know their scores.

/// A need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub code: &'static str,
    pub en: &'static str,
    pub cy: &'static str,
    /// As the printed plan says it to the person.
    pub plain_en: &'static str,
    pub plain_cy: &'static str,
}

const fn need(
    code: &'static str,
    en: &'static str,
    cy: &'static str,
    plain_en: &'static str,
    plain_cy: &'static str,
) -> Need {
    Need { code, en, cy, plain_en, plain_cy }
}

/// In the order in which a plan shows them.
pub const NEEDS: &[Need] = &[
    need("accommodation", "Accommodation", "Llety", "Where I live", "Ble rwy’n byw"),
    need(
        "employment",
        "Education, training and employment",
        "Addysg, hyfforddiant a chyflogaeth",
        "Work and learning",
        "Gwaith a dysgu",
    ),
    need("financial", "Money", "Arian", "My money", "Fy arian"),
    need("relationships", "Relationships", "Perthnasoedd", "Family and relationships", "Teulu a pherthnasoedd"),
    need(
        "lifestyle",
        "Lifestyle and associates",
        "Ffordd o fyw a chyfeillion",
        "How I spend my time, and who with",
        "Sut rwy’n treulio fy amser, a gyda phwy",
    ),
    need("drugs", "Drug misuse", "Camddefnyddio cyffuriau", "Drugs", "Cyffuriau"),
    need("alcohol", "Alcohol misuse", "Camddefnyddio alcohol", "Drinking", "Yfed"),
    need("emotional", "Emotional well-being", "Lles emosiynol", "How I feel", "Sut rwy’n teimlo"),
    need(
        "thinking",
        "Thinking and behaviour",
        "Meddwl ac ymddygiad",
        "How I think and act",
        "Sut rwy’n meddwl ac yn ymddwyn",
    ),
    need("attitudes", "Attitudes", "Agweddau", "How I see things", "Sut rwy’n gweld pethau"),
    need("other", "Something else", "Rhywbeth arall", "Something else", "Rhywbeth arall"),
];

/// The words of a need by its code; the code itself when it is not in the list.
#[must_use]
pub(crate) fn name(code: &str) -> &str {
    NEEDS.iter().find(|n| n.code == code).map_or(code, |n| n.en)
}

/// Who does an action, as forms offer it.
pub const WHO: &[(super::Who, &str, &str)] = &[
    (super::Who::Person, "The person", "Y person"),
    (super::Who::Officer, "The responsible officer", "Y swyddog cyfrifol"),
    (super::Who::Partner, "Another service", "Gwasanaeth arall"),
    (super::Who::Family, "Family or a friend", "Teulu neu ffrind"),
];
