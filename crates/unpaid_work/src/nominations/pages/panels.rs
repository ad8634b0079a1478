//! Citizens' panels: the meetings, and what each said of nominations. Groups are named and people are not.

use super::{brief, frame, path};
use crate::desk::{LONGEST, with_day};
use crate::nominations::actions::{NewPanel, NewVote, record_panel};
use crate::nominations::records::{Nomination, NominationState as S};
use crate::nominations::store::{nominations_by_id, nominations_in, panel, panels};
use kernel::{NominationId, PanelId, UnitId};
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, html};

/// As many nominations stand on the form.
const MOST: i64 = 40;

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let rows = panels(cx, 50)?;
    let units = organisation::units(cx)?;
    let cells = rows.iter().map(|p| {
        let unit = units.iter().find(|u| u.id == p.unit_id).map_or("Unknown", |u| u.name.as_str());
        [
            ui::link(&format!("/unpaid-work/panels/{}", p.id), &ui::day(p.held_on)),
            html! { (unit) },
            html! { (p.group_names().join(", ")) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Citizens’ panels" }
        p.govuk-body { "Groups of a place say which nominations they would like to see done." }
        (ui::link_button("/unpaid-work/panels/new", "Record a panel").show())
        @if rows.is_empty() { (ui::empty("No panel has met yet.", None)) }
        @else { (ui::Table::new("Panels, the newest first, 50 at most", ["Day", "Delivery unit", "Groups"].map(column)).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(frame(req, "Citizens’ panels"), body))
}

fn votable(cx: &mut Cx<'_>) -> Result<Vec<Nomination>> {
    Ok(nominations_in(cx, &[S::New, S::Looking, S::Accepted], MOST, 0)?.0)
}

fn vote_fields(n: &Nomination, form: &Form) -> Markup {
    let name = |what: &str| format!("{what}-{}", n.id);
    html! {
        fieldset.govuk-fieldset {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (n.reference) ", " (n.place) ": " (brief(&n.what)) }
            (ui::input(&name("for"), "Votes for").plain().number().width(3).show(form))
            (ui::input(&name("against"), "Votes against").plain().number().width(3).show(form))
            (ui::input(&name("rank"), "Rank (optional)").plain().number().width(3).show(form))
            (ui::input(&name("words"), "What the panel said (optional)").plain().show(form))
        }
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (units, open, today) = (organisation::units(cx)?, votable(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "held_on", today));
    let options = units.iter().map(|u| (u.id.to_string(), u.name.clone()));
    let fields = html! {
        (ui::select("unit", "Delivery unit").option("", "Choose a delivery unit").options(options).show(&form))
        (ui::date_input("held_on", "When did it meet?").show(&form))
        (ui::input("place", "Where? (optional)").show(&form))
        (ui::textarea("groups", "Which groups sat on it?").hint("One a line, by the name of the group and not of people. Each has one vote").rows(5).show(&form))
        (ui::textarea("note", "Note (optional)").rows(3).most(LONGEST).show(&form))
        h2.govuk-heading-m { "What it said" }
        p.govuk-body { "Leave the votes of a nomination empty where the panel did not look at it." }
        @for n in &open { (vote_fields(n, &form)) }
        (ui::button("Record the panel").show())
    };
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { "Record a citizens’ panel" }
            @if open.is_empty() { (ui::empty("No nomination is open for a panel to look at.", Some(&ui::link("/unpaid-work/nominations", "See the nominations")))) }
            @else { (req.form_frame(req.path()).show(&fields)) }
        } }
    };
    Ok(Reply::page(frame(req, "Record a citizens’ panel").crumb("/unpaid-work/panels", "Citizens’ panels"), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = votable(cx)?;
    let mut form = req.form();
    let unit = form.id::<UnitId>("unit", "the delivery unit");
    let held_on = form.date("held_on", "the day");
    let place = form.optional_text("place", "the place", 200);
    let groups = form.text("groups", "the groups, one a line", LONGEST);
    let note = form.optional_text("note", "the note", LONGEST);
    let mut votes = Vec::new();
    for n in &open {
        let name = |what: &str| format!("{what}-{}", n.id);
        let votes_for = form.optional_integer(&name("for"), "the votes for", 0..=1_000);
        let votes_against = form.optional_integer(&name("against"), "the votes against", 0..=1_000);
        let rank = form.optional_integer(&name("rank"), "the rank", 1..=1_000);
        let words = form.optional_text(&name("words"), "what the panel said", 500);
        if votes_for.is_some() || votes_against.is_some() || rank.is_some() || words.is_some() {
            let (votes_for, votes_against) = (votes_for.unwrap_or(0), votes_against.unwrap_or(0));
            votes.push(NewVote { nomination: n.id, votes_for, votes_against, rank, words });
        }
    }
    let (unit, held_on, groups) = form.complete((unit, held_on, groups))?;
    let groups = groups.lines().map(str::trim).filter(|g| !g.is_empty()).map(str::to_owned).collect();
    let id = record_panel(cx, &NewPanel { unit, held_on, place, groups, note, votes })?;
    Ok(Reply::done(format!("/unpaid-work/panels/{id}"), "The panel is recorded"))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (row_of, votes) = panel(cx, req.param::<PanelId>("panel")?)?;
    let units = organisation::units(cx)?;
    let unit = units.iter().find(|u| u.id == row_of.unit_id).map_or("Unknown", |u| u.name.as_str());
    let ids: Vec<NominationId> = votes.iter().map(|v| v.nomination_id).collect();
    let about = nominations_by_id(cx, &ids)?;
    let cells = votes.iter().filter_map(|v| {
        let n = about.get(&v.nomination_id)?;
        Some([
            html! { (ui::link(&path(n.id, ""), &n.reference)) ", " (n.place) br; (brief(&n.what)) },
            html! { @match v.rank { Some(rank) => (rank), None => "–" } },
            html! { (v.votes_for) },
            html! { (v.votes_against) },
            html! { (v.words.as_deref().unwrap_or("")) },
        ])
    });
    let mut rows = vec![row("Delivery unit", unit), row("Groups", row_of.group_names().join(", "))];
    rows.extend(row_of.place.as_deref().map(|p| row("Where", p)));
    rows.extend(row_of.note.as_deref().map(|n| row("Note", n)));
    let columns = [
        column("Nomination"),
        column("Rank").numeric(),
        column("For").numeric(),
        column("Against").numeric(),
        column("Words"),
    ];
    let title = format!("Citizens’ panel of {}", ui::day(row_of.held_on));
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&rows))
        (ui::Table::new("What it said, ranked ones first", columns).rows(cells).show())
    };
    Ok(Reply::page(frame(req, &title).crumb("/unpaid-work/panels", "Citizens’ panels"), body))
}
