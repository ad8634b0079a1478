//! Reading projects with their days, assessments and agreements: several at once in one statement a table.

use super::records::{Agreement, Assessment, Beneficiary, Project, ProjectDay};
use super::rules::{Fitness, unfit};
use kernel::{BeneficiaryId, Date, ProjectId, Refusal, UnitId, placeholders};
use std::collections::HashMap;
use store::{Cx, Question, Record, Result, Value, id_values, params};

/// A project with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct WholeProject {
    pub project: Project,
    /// In the order of the week.
    pub days: Vec<ProjectDay>,
    /// The newest first; withdrawn ones too.
    pub assessments: Vec<Assessment>,
    /// The newest first; ended ones too.
    pub agreements: Vec<Agreement>,
}

impl WholeProject {
    pub(crate) fn fitness(&self) -> Fitness<'_> {
        Fitness {
            project: &self.project,
            days: &self.days,
            assessments: &self.assessments,
            agreements: &self.agreements,
        }
    }

    /// Why no session may be planned there on a day; nothing when one may.
    #[must_use]
    pub fn unfit_on(&self, day: Date) -> Vec<Refusal> {
        unfit(&self.fitness(), day)
    }
}

/// A project in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectLine {
    pub project: Project,
    pub days: Vec<ProjectDay>,
    pub beneficiary: Option<String>,
}

fn among<R: Record>(ids: &[ProjectId], order: &str) -> Question {
    let values = id_values(ids);
    Question::list::<R>(&format!("WHERE project_id IN ({}) ORDER BY {order}", placeholders(1, values.len())), &values)
}

fn days_question(ids: &[ProjectId]) -> Question {
    among::<ProjectDay>(ids, "project_id, weekday, start_time, id")
}

/// What [`whole`] asks of these.
fn parts_questions(ids: &[ProjectId]) -> [Question; 3] {
    let assessments = among::<Assessment>(ids, "assessed_on DESC, id DESC");
    [days_question(ids), assessments, among::<Agreement>(ids, "signed_on DESC, id DESC")]
}

/// What [`project`] asks, for a page that asks for more with it.
pub(crate) fn project_questions(id: ProjectId) -> Vec<Question> {
    let row = Question::list::<Project>("WHERE id = $1", params![id]);
    [vec![row], parts_questions(&[id]).to_vec()].concat()
}

/// The days of some projects, in the order of the week.
///
/// # Errors
/// When the database fails.
pub fn days_of(cx: &mut Cx<'_>, ids: &[ProjectId]) -> Result<Vec<ProjectDay>> {
    if ids.is_empty() { Ok(Vec::new()) } else { cx.ask_list(&days_question(ids)) }
}

/// Some projects with everything that belongs to them, in the order of the rows given.
///
/// # Errors
/// When the database fails.
pub fn whole(cx: &mut Cx<'_>, projects: Vec<Project>) -> Result<Vec<WholeProject>> {
    let ids: Vec<ProjectId> = projects.iter().map(|p| p.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let questions = parts_questions(&ids);
    cx.ask_together(&questions)?;
    let [days, assessments, agreements] = &questions;
    let mut days = cx.ask_list::<ProjectDay>(days)?;
    let mut assessments = cx.ask_list::<Assessment>(assessments)?;
    let mut agreements = cx.ask_list::<Agreement>(agreements)?;
    let one = |project: Project| WholeProject {
        days: days.extract_if(.., |d| d.project_id == project.id).collect(),
        assessments: assessments.extract_if(.., |a| a.project_id == project.id).collect(),
        agreements: agreements.extract_if(.., |a| a.project_id == project.id).collect(),
        project,
    };
    Ok(projects.into_iter().map(one).collect())
}

/// One project.
///
/// # Errors
/// When there is none.
pub fn project(cx: &mut Cx<'_>, id: ProjectId) -> Result<WholeProject> {
    let row = cx.need::<Project>(params![id])?;
    whole(cx, vec![row])?.into_iter().next().ok_or(store::Failure::NotFound)
}

/// The projects of a delivery unit that have not ended on a day, by name.
///
/// # Errors
/// When the database fails.
pub fn projects_of_unit(cx: &mut Cx<'_>, unit: UnitId, day: Date) -> Result<Vec<Project>> {
    let rest = "WHERE unit_id = $1 AND (end_date IS NULL OR end_date >= $2) ORDER BY name, id";
    cx.list(rest, params![unit, day])
}

/// Every project that has not ended on a day, by name.
///
/// # Errors
/// When the database fails.
pub fn projects_running(cx: &mut Cx<'_>, day: Date) -> Result<Vec<Project>> {
    cx.list("WHERE end_date IS NULL OR end_date >= $1 ORDER BY name, id", params![day])
}

/// Every project that has not ended on a day with its days, assessments and agreements, asked in one statement.
///
/// # Errors
/// When the database fails.
pub fn whole_running(cx: &mut Cx<'_>, day: Date) -> Result<Vec<WholeProject>> {
    cx.ask_together(&running_questions(day))?;
    let [projects, days, assessments, agreements] = &running_questions(day);
    let projects = cx.ask_list::<Project>(projects)?;
    let mut days = cx.ask_list::<ProjectDay>(days)?;
    let mut assessments = cx.ask_list::<Assessment>(assessments)?;
    let mut agreements = cx.ask_list::<Agreement>(agreements)?;
    let one = |project: Project| WholeProject {
        days: days.extract_if(.., |d| d.project_id == project.id).collect(),
        assessments: assessments.extract_if(.., |a| a.project_id == project.id).collect(),
        agreements: agreements.extract_if(.., |a| a.project_id == project.id).collect(),
        project,
    };
    Ok(projects.into_iter().map(one).collect())
}

fn running_questions(day: Date) -> [Question; 4] {
    let running = "end_date IS NULL OR end_date >= $1";
    let of = format!("WHERE project_id IN (SELECT id FROM work_project WHERE {running})");
    let day = params![day];
    [
        Question::list::<Project>(&format!("WHERE {running} ORDER BY name, id"), day),
        Question::list::<ProjectDay>(&format!("{of} ORDER BY project_id, weekday, start_time, id"), day),
        Question::list::<Assessment>(&format!("{of} ORDER BY assessed_on DESC, id DESC"), day),
        Question::list::<Agreement>(&format!("{of} ORDER BY signed_on DESC, id DESC"), day),
    ]
}

/// Projects as lines of a list, by id.
///
/// # Errors
/// When the database fails.
pub fn project_lines(cx: &mut Cx<'_>, ids: &[ProjectId]) -> Result<HashMap<ProjectId, ProjectLine>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let values = id_values(ids);
    let rows = cx.list::<Project>(&format!("WHERE id IN ({})", placeholders(1, values.len())), &values)?;
    let lines = with_beneficiaries(cx, rows)?;
    Ok(lines.into_iter().map(|line| (line.project.id, line)).collect())
}

/// Projects with their days and for whom they are, in the order given.
pub(crate) fn with_beneficiaries(cx: &mut Cx<'_>, rows: Vec<Project>) -> Result<Vec<ProjectLine>> {
    let ids: Vec<ProjectId> = rows.iter().map(|p| p.id).collect();
    let mut days = days_of(cx, &ids)?;
    let names = beneficiary_names(cx, &rows.iter().filter_map(|p| p.beneficiary_id).collect::<Vec<_>>())?;
    let line = |project: Project| ProjectLine {
        days: days.extract_if(.., |d| d.project_id == project.id).collect(),
        beneficiary: project.beneficiary_id.and_then(|id| names.get(&id).cloned()),
        project,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The names of some beneficiaries.
pub(crate) fn beneficiary_names(cx: &mut Cx<'_>, ids: &[BeneficiaryId]) -> Result<HashMap<BeneficiaryId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let values: Vec<Value> = id_values(ids);
    let rows = cx.list::<Beneficiary>(&format!("WHERE id IN ({})", placeholders(1, values.len())), &values)?;
    Ok(rows.into_iter().map(|b| (b.id, b.name)).collect())
}

/// Why no session may be planned at a project on a day: it does not run then, no assessment is in force, its partner has no
/// agreement or insurance. Nothing when one may.
///
/// # Errors
/// When there is no such project.
pub fn fit_on(cx: &mut Cx<'_>, id: ProjectId, day: Date) -> Result<Vec<Refusal>> {
    Ok(project(cx, id)?.unfit_on(day))
}
