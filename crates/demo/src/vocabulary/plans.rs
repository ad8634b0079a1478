//! What invented people's registrations, enquiries and plans say. All of it is made up.

use assessment::plans::Who;

/// A goal with the actions towards it: what, who, and the name of who is neither the person nor the officer.
pub(crate) struct GoalWords {
    pub(crate) need: &'static str,
    pub(crate) aim: &'static str,
    pub(crate) measure: &'static str,
    pub(crate) strength: &'static str,
    pub(crate) actions: &'static [(&'static str, Who, &'static str)],
}

/// Parts in a thousand, the type, and the note.
pub(crate) const FLAGS: &[(u32, &str, &str)] = &[
    (90, "ADVP", "Two call-outs to the home last year; the police record names this person"),
    (40, "RCPR", "A child of the household is on a child protection plan"),
    (50, "ALSH", "Says that bad weeks bring thoughts of self-harm; the doctor knows"),
    (70, "RMDO", "Under the community mental health team"),
    (40, "WEAP", "A knife was carried in the index offence"),
    (30, "IIOM", "On the local integrated offender management list"),
    (50, "RVLN", "Others have taken over the home before"),
    (10, "SPO", "Repeated messages to a former partner after being asked to stop"),
];

/// Parts in a thousand, the kind, the question, the answer, and what it means.
pub(crate) const ENQUIRIES: &[(u32, &str, &str, &str, &str)] = &[
    (
        550,
        "police-domestic-abuse",
        "Any call-outs to the home address, or reports that name this person, in the last two years?",
        "One call-out eleven months ago, a verbal argument. No injury, no arrest. Nothing since.",
        "It fits what was said in interview. No change to the level; home visits stay in the plan.",
    ),
    (
        300,
        "childrens-services",
        "Is any child of the household or in contact with this person known to you?",
        "Two children known. An assessment closed in the spring with no further action.",
        "Contact with the children is supervised by their grandmother. The social worker has our number.",
    ),
];

/// Goals, each with its actions in sequence.
pub(crate) const GOALS: &[GoalWords] = &[
    GoalWords {
        need: "accommodation",
        aim: "A room of my own with a proper tenancy",
        measure: "A tenancy in my name for three months",
        strength: "Kept a flat for four years before",
        actions: &[
            ("Register for housing and bring the letter", Who::Person, ""),
            ("Write to the housing team in support", Who::Officer, ""),
            ("Look at two rooms", Who::Partner, "Zedbury Housing Link"),
        ],
    },
    GoalWords {
        need: "alcohol",
        aim: "Not drink when I am angry",
        measure: "Eight weeks without a night of heavy drinking",
        strength: "Stopped for a year when my daughter was born",
        actions: &[
            ("Keep a drink diary and bring it each time", Who::Person, ""),
            ("First appointment with the alcohol worker", Who::Partner, "Zedshire Recovery"),
        ],
    },
    GoalWords {
        need: "employment",
        aim: "Work three days a week",
        measure: "A job or a course that I have kept for two months",
        strength: "A forklift licence and good references",
        actions: &[
            ("Finish the site safety card", Who::Person, ""),
            ("Introduce to the employment adviser", Who::Officer, ""),
        ],
    },
    GoalWords {
        need: "thinking",
        aim: "Stop and think before I answer",
        measure: "Three situations that I handled another way, talked through together",
        strength: "Patient with my younger brother",
        actions: &[
            ("Two sessions on thinking before acting", Who::Officer, ""),
            ("Write down one situation a week", Who::Person, ""),
        ],
    },
    GoalWords {
        need: "relationships",
        aim: "See my children every week",
        measure: "Contact agreed with their mother and kept for two months",
        strength: "My sister helps with the children",
        actions: &[
            ("Ask my sister to be there on Saturdays", Who::Family, "Sister"),
            ("Speak with the social worker about contact", Who::Officer, ""),
        ],
    },
    GoalWords {
        need: "drugs",
        aim: "Stay off cannabis in the week",
        measure: "Six clean tests in a row",
        strength: "Football training twice a week",
        actions: &[("Go to the drop-in on Tuesdays", Who::Partner, "Zedshire Recovery")],
    },
];
