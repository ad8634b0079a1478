//! The cards of a person: all at once, and one entry added, changed or withdrawn.

use super::bodies::{DetailsOut, EntryIn, EntryOut, ReasonIn};
use super::{json, opened};
use crate::cards::{CARDS, Detail, ForCard, each, entries};
use crate::open::OpenPerson;
use crate::pages::keep;
use kernel::{DetailId, Refusal};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Reply, Request};

pub(super) fn details(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut cards = BTreeMap::new();
    for card in CARDS {
        if let Some(list) = each(card.slug, Tell { cx, open: &open }) {
            cards.insert(card.slug.to_owned(), list?);
        }
    }
    json(200, &DetailsOut { crn: open.crn.to_string(), cards })
}

struct Tell<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
}

impl ForCard for Tell<'_, '_> {
    type Out = Result<Vec<EntryOut>>;

    fn run<R: Detail>(self) -> Self::Out {
        Ok(entries::<R>(self.cx, &self.open.keys)?.iter().map(entry_out).collect())
    }
}

pub(super) fn entry_out<R: Detail>(row: &R) -> EntryOut {
    let values = row.values();
    let cell = |column: &str| R::TABLE.index_of(column).and_then(|i| values.get(i));
    let fields = R::CARD.fields.iter().map(|f| (f.column.to_owned(), crate::cards::text_of(cell(f.column))));
    EntryOut {
        id: row.id().map(|id| id.to_string()),
        version: row.version(),
        fields: fields.filter(|(_, text)| !text.is_empty()).collect(),
    }
}

struct Write<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    id: Option<DetailId>,
    fields: BTreeMap<String, String>,
    version: Option<i64>,
}

impl ForCard for Write<'_, '_> {
    type Out = Result<EntryOut>;

    fn run<R: Detail>(self) -> Result<EntryOut> {
        if R::CARD.many == self.version.is_some() && self.id.is_none() {
            return Err(Failure::NotFound);
        }
        if let Some(unknown) = self.fields.keys().find(|name| !R::CARD.fields.iter().any(|f| f.column == name.as_str()))
        {
            return Err(Refusal::new(unknown, "unknown_field", format!("This card has no field {unknown}")).into());
        }
        let form = Form::of(self.fields);
        Ok(entry_out(&keep::<R>(self.cx, self.open, self.id, form, self.version.unwrap_or(0))?))
    }
}

pub(super) fn add_entry(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: EntryIn = req.json()?;
    let slug: String = req.param("card")?;
    let write = Write { cx, open: &open, id: None, fields: body.fields, version: None };
    let made = each(&slug, write).ok_or(Failure::NotFound)??;
    let location = format!("/api/v1/people/{}/details/{slug}/{}", open.crn, made.id.clone().unwrap_or_default());
    Ok(Reply::created(location, serde_json::to_value(made).map_err(|e| Failure::broken(e.to_string()))?))
}

pub(super) fn put_entry(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: EntryIn = req.json()?;
    let slug: String = req.param("card")?;
    let missing =
        || Refusal::new("If-Match", "missing", "Send If-Match with the version that you saw; 0 when there was none");
    let version = Some(req.if_match().ok_or_else(missing)?);
    let write = Write { cx, open: &open, id: crate::pages::entry_id(req)?, fields: body.fields, version };
    json(200, &each(&slug, write).ok_or(Failure::NotFound)??)
}

struct Strike<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    id: DetailId,
    reason: String,
}

impl ForCard for Strike<'_, '_> {
    type Out = Result<()>;

    fn run<R: Detail>(self) -> Result<()> {
        let (row, _) = crate::cards::current::<R>(self.cx, &self.open.keys, Some(self.id))?;
        crate::cards::withdraw(self.cx, row, &self.reason)
    }
}

pub(super) fn withdraw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: ReasonIn = req.json()?;
    let slug: String = req.param("card")?;
    each(&slug, Strike { cx, open: &open, id: req.param("id")?, reason: body.reason }).ok_or(Failure::NotFound)??;
    Ok(Reply::no_content())
}
