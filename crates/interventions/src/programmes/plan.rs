//! What a programme is made of: modules in their order, their sessions, the gap after the first one-to-one sessions, and when
//! the review follows. Pure; also reads a plan as people type it, one session to a line.
//!
//! Always true: a plan that was checked has sessions, each with a length that a day can hold, and no two under one number.

use kernel::Refusal;
use serde::{Deserialize, Serialize};
use store::codes;

codes! {
    /// What a session is.
    pub enum Part {
        Group = "group",
        OneToOne = "one-to-one",
        /// In place of one that was missed.
        CatchUp = "catch-up",
        /// After the programme.
        Review = "review",
    }
}

impl Part {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Part::Group => "Group session",
            Part::OneToOne => "One-to-one session",
            Part::CatchUp => "Catch-up session",
            Part::Review => "Post-programme review",
        }
    }
}

codes! {
    /// How much of a programme somebody is to have.
    pub enum Pathway {
        Moderate = "moderate",
        High = "high",
    }
}

impl Pathway {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Pathway::Moderate => "Moderate",
            Pathway::High => "High",
        }
    }
}

/// Which session of a plan: its module and its number there. The review is (0, 0).
pub type Which = (i64, i64);

/// The post-programme review.
pub const REVIEW: Which = (0, 0);

/// A session as the plan has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPlan {
    pub number: i64,
    pub name: String,
    /// `group` or `one-to-one`.
    pub how: String,
    pub minutes: i64,
    /// Of one pathway alone; of both when not said.
    pub pathway: Option<String>,
    /// Whoever missed it may catch up.
    pub catch_up: bool,
}

impl SessionPlan {
    #[must_use]
    pub fn part(&self) -> Part {
        if self.how == Part::OneToOne.code() { Part::OneToOne } else { Part::Group }
    }
}

/// A module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    pub number: i64,
    pub name: String,
    /// It is about those who were harmed.
    pub victim: bool,
    pub sessions: Vec<SessionPlan>,
}

/// The whole plan of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Days between the one-to-one sessions at the beginning and what follows.
    pub first_gap_days: i64,
    /// Days from the last session to the review; none where there is no review.
    pub review_days: Option<i64>,
    pub modules: Vec<Module>,
}

/// One session of a pathway, with its module.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned<'p> {
    pub module: &'p Module,
    pub session: &'p SessionPlan,
}

impl Planned<'_> {
    #[must_use]
    pub fn which(&self) -> Which {
        (self.module.number, self.session.number)
    }
}

impl Plan {
    /// The sessions of a pathway, in their order.
    pub fn sessions(&self, pathway: Pathway) -> impl Iterator<Item = Planned<'_>> {
        let all =
            self.modules.iter().flat_map(|module| module.sessions.iter().map(move |s| Planned { module, session: s }));
        all.filter(move |p| p.session.pathway.as_deref().is_none_or(|only| only == pathway.code()))
    }

    /// The session of that number.
    #[must_use]
    pub fn session(&self, (module, number): Which) -> Option<Planned<'_>> {
        let module = self.modules.iter().find(|m| m.number == module)?;
        let session = module.sessions.iter().find(|s| s.number == number)?;
        Some(Planned { module, session })
    }

    /// The name of a module; the review has one too.
    #[must_use]
    pub fn module_name(&self, number: i64) -> &str {
        self.modules.iter().find(|m| m.number == number).map_or("Post-programme review", |m| m.name.as_str())
    }
}

/// More than any programme has.
const MOST_SESSIONS: usize = 120;
const LONGEST_MINUTES: i64 = 480;
const LONGEST_NAME: usize = 100;
const LONGEST_GAP: i64 = 366;

/// Whether a plan can be worked by.
#[must_use]
pub fn check_plan(plan: &Plan) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let mut say = |field: String, code, words: String| wrong.push(Refusal::new(field, code, words));
    let many: usize = plan.modules.iter().map(|m| m.sessions.len()).sum();
    if many == 0 || plan.sessions(Pathway::Moderate).next().is_none() && plan.sessions(Pathway::High).next().is_none() {
        say("module-1".into(), "no_sessions", "A programme has at least one session: enter one".into());
    }
    if many > MOST_SESSIONS {
        say("module-1".into(), "too_many", format!("Enter at most {MOST_SESSIONS} sessions"));
    }
    for gap in [Some(("first_gap_days", plan.first_gap_days)), plan.review_days.map(|d| ("review_days", d))] {
        if let Some((field, days)) = gap.filter(|(_, days)| !(0..=LONGEST_GAP).contains(days)) {
            say(field.into(), "out_of_range", format!("Enter between 0 and {LONGEST_GAP} days: {days} is not"));
        }
    }
    for module in &plan.modules {
        let field = format!("module-{}", module.number);
        if module.name.trim().is_empty() || module.name.chars().count() > LONGEST_NAME {
            say(
                field.clone(),
                "no_name",
                format!("Enter a name of at most {LONGEST_NAME} characters for module {}", module.number),
            );
        }
        for (n, session) in module.sessions.iter().enumerate() {
            let name = format!("Session {} of module {}", session.number, module.number);
            if module.sessions.iter().take(n).any(|s| s.number == session.number) {
                say(field.clone(), "number_twice", format!("{name} is there twice: number them one after the other"));
            }
            if !(1..=LONGEST_MINUTES).contains(&session.minutes) {
                say(field.clone(), "out_of_range", format!("{name}: enter between 1 and {LONGEST_MINUTES} minutes"));
            }
            if session.name.trim().is_empty() || session.name.chars().count() > LONGEST_NAME {
                say(field.clone(), "no_name", format!("{name}: enter a name of at most {LONGEST_NAME} characters"));
            }
        }
    }
    wrong
}

/// Sessions as they are typed, one to a line: `group, 120, Name`, `one-to-one, 60, Name`; after the name may follow
/// `[high]` or `[moderate]` for one pathway alone, and `[no catch-up]`.
///
/// # Errors
/// The first line that cannot be read, in words.
pub fn read_sessions(text: &str) -> Result<Vec<SessionPlan>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.zip(1..).map(|(line, number)| read_line(line, number)).collect()
}

fn read_line(line: &str, number: i64) -> Result<SessionPlan, String> {
    let shape = || format!("Write “{line}” as: group, 120, the name of the session");
    let mut parts = line.splitn(3, ',').map(str::trim);
    let (Some(how), Some(minutes), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(shape());
    };
    let part = match how.to_lowercase().as_str() {
        "group" => Part::Group,
        "one-to-one" | "one to one" | "1:1" => Part::OneToOne,
        _ => return Err(format!("In “{line}”, begin with group or one-to-one")),
    };
    let minutes = minutes
        .trim_end_matches("minutes")
        .trim()
        .parse()
        .map_err(|_| format!("In “{line}”, enter the minutes as a number"))?;
    let (mut name, mut pathway, mut catch_up) = (rest.to_owned(), None, true);
    for mark in ["[high]", "[moderate]", "[no catch-up]"] {
        if let Some(at) = name.find(mark) {
            name.replace_range(at..at + mark.len(), "");
            match mark {
                "[high]" => pathway = Some(Pathway::High.code().to_owned()),
                "[moderate]" => pathway = Some(Pathway::Moderate.code().to_owned()),
                _ => catch_up = false,
            }
        }
    }
    Ok(SessionPlan { number, name: name.trim().to_owned(), how: part.code().to_owned(), minutes, pathway, catch_up })
}

/// The same lines again, for the form of the next version.
#[must_use]
pub fn write_sessions(sessions: &[SessionPlan]) -> String {
    let line = |s: &SessionPlan| {
        let pathway = s.pathway.as_ref().map_or_else(String::new, |p| format!(" [{p}]"));
        let catch_up = if s.catch_up { "" } else { " [no catch-up]" };
        format!("{}, {}, {}{pathway}{catch_up}", s.how, s.minutes, s.name)
    };
    sessions.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(number: i64, text: &str) -> Module {
        Module { number, name: format!("Module {number}"), victim: false, sessions: read_sessions(text).unwrap() }
    }

    fn plan(modules: Vec<Module>) -> Plan {
        Plan { first_gap_days: 21, review_days: Some(42), modules }
    }

    fn codes(plan: &Plan) -> Vec<&'static str> {
        check_plan(plan).into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_plan_is_read_as_people_type_it_and_written_the_same() {
        let text = "group, 120, Noticing, and naming\none-to-one, 60, My aims [high] [no catch-up]";
        let sessions = read_sessions(text).unwrap();
        assert_eq!((sessions[0].part(), sessions[0].name.as_str()), (Part::Group, "Noticing, and naming"));
        assert_eq!((sessions[1].pathway.as_deref(), sessions[1].catch_up), (Some("high"), false));
        assert_eq!(write_sessions(&sessions), text);
        assert_eq!(read_sessions("1:1, 45 minutes, Begin").unwrap()[0].minutes, 45);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_in_words() {
        assert!(read_sessions("group, 120").unwrap_err().contains("name of the session"));
        assert!(read_sessions("lesson, 120, A").unwrap_err().contains("begin with group"));
        assert!(read_sessions("group, long, A").unwrap_err().contains("minutes as a number"));
    }

    #[test]
    fn a_plan_without_sessions_or_with_a_day_long_session_is_refused() {
        assert!(codes(&plan(vec![module(1, "group, 120, A")])).is_empty());
        assert_eq!(codes(&plan(vec![])), ["no_sessions"]);
        assert_eq!(codes(&plan(vec![module(1, "group, 481, A")])), ["out_of_range"]);
        assert_eq!(codes(&plan(vec![module(1, "group, 0, A")])), ["out_of_range"]);
        let mut twice = plan(vec![module(1, "group, 60, A\ngroup, 60, B")]);
        twice.modules[0].sessions[1].number = 1;
        assert_eq!(codes(&twice), ["number_twice"]);
        assert_eq!(codes(&Plan { review_days: Some(-1), ..plan(vec![module(1, "group, 60, A")]) }), ["out_of_range"]);
    }

    #[test]
    fn a_pathway_has_its_own_sessions_and_those_of_both() {
        let plan = plan(vec![module(1, "group, 60, Both\ngroup, 60, More [high]")]);
        let names = |p| plan.sessions(p).map(|s| s.session.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(Pathway::Moderate), ["Both"]);
        assert_eq!(names(Pathway::High), ["Both", "More"]);
    }
}
