//! The API's description (OpenAPI 3.1), made from what stands beside each route, so that none can be served undescribed.

use crate::{Problem, Route};
use kernel::Permission;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// A schema by name, with those it refers to.
#[derive(Clone)]
struct Shape {
    name: String,
    all: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    fn of<T: ToSchema>() -> Shape {
        let name = T::name().into_owned();
        let mut all = vec![(name.clone(), T::schema())];
        T::schemas(&mut all);
        Shape { name, all }
    }

    fn reference(&self) -> Value {
        json!({ "$ref": reference_to(&self.name) })
    }
}

const SCHEMAS: &str = "#/components/schemas/";

fn reference_to(name: &str) -> String {
    format!("{SCHEMAS}{name}")
}

/// The schemas of every room under names that are each one schema's alone: two rooms may call different things alike.
#[derive(Default)]
struct Shelf(Map<String, Value>);

impl Shelf {
    /// Puts a shape's schemas there, and tells which of them go by another name than their own.
    fn keep(&mut self, shape: &Shape) -> BTreeMap<String, String> {
        let own: Vec<(String, Value)> =
            shape.all.iter().map(|(n, schema)| (n.clone(), serde_json::to_value(schema).unwrap_or_default())).collect();
        let mut renamed = BTreeMap::new();
        // A schema that refers to a renamed one is another schema too, so this goes on until nothing moves.
        loop {
            let moved: Vec<(String, String)> = own
                .iter()
                .filter(|(name, _)| !renamed.contains_key(name))
                .filter_map(|(name, schema)| {
                    let free = self.free(name, &rewritten(schema, &renamed));
                    (free != *name).then(|| (name.clone(), free))
                })
                .collect();
            if moved.is_empty() {
                break;
            }
            renamed.extend(moved);
        }
        for (name, schema) in &own {
            let free = renamed.get(name).unwrap_or(name);
            self.0.insert(free.clone(), rewritten(schema, &renamed));
        }
        renamed
    }

    /// The name itself, or with the first number under which nothing else stands.
    fn free(&self, name: &str, schema: &Value) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|n| self.0.get(n).is_none_or(|known| known == schema)).unwrap_or_else(|| name.to_owned())
    }
}

/// The same with references to schemas that go by another name.
fn rewritten(value: &Value, renamed: &BTreeMap<String, String>) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| {
                let target = member.as_str().filter(|_| name == "$ref").and_then(|to| to.strip_prefix(SCHEMAS));
                let target = target.and_then(|old| renamed.get(old)).map(|new| Value::String(reference_to(new)));
                (name.clone(), target.unwrap_or_else(|| rewritten(member, renamed)))
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| rewritten(item, renamed)).collect(),
        other => other.clone(),
    }
}

/// What one route takes and gives.
#[derive(Clone)]
pub struct ApiDoc {
    summary: String,
    query: Vec<(String, String)>,
    body: Option<Shape>,
    body_may_be_missing: bool,
    media_type: &'static str,
    answer: Option<(u16, Shape, bool)>,
    /// The media type of an answer whose shape is not described.
    gives: Option<&'static str>,
}

impl ApiDoc {
    #[must_use]
    pub fn new(summary: impl Into<String>) -> ApiDoc {
        ApiDoc {
            summary: summary.into(),
            query: Vec::new(),
            body: None,
            body_may_be_missing: false,
            media_type: "application/json",
            answer: None,
            gives: None,
        }
    }

    /// A member of the query, with words.
    #[must_use]
    pub fn query(mut self, name: &str, words: &str) -> ApiDoc {
        self.query.push((name.to_owned(), words.to_owned()));
        self
    }

    /// The cursor and size of a list.
    #[must_use]
    pub fn paged(self) -> ApiDoc {
        self.query("after", "the `next` of the page before")
            .query("limit", "how many at most, 1 to 200, 50 when not said")
    }

    #[must_use]
    pub fn body<T: ToSchema>(mut self) -> ApiDoc {
        self.body = Some(Shape::of::<T>());
        self
    }

    /// A body that is not ours to describe, such as a court's message.
    #[must_use]
    pub fn raw_body(mut self, media_type: &'static str) -> ApiDoc {
        self.media_type = media_type;
        self.body =
            Some(Shape { name: "Anything".into(), all: vec![("Anything".into(), RefOr::T(Schema::default()))] });
        self
    }

    /// Nothing at all is taken too, because whatever comes is kept for a person.
    #[must_use]
    pub fn body_may_be_missing(mut self) -> ApiDoc {
        self.body_may_be_missing = true;
        self
    }

    #[must_use]
    pub fn answers<T: ToSchema>(mut self) -> ApiDoc {
        self.answer = Some((200, Shape::of::<T>(), false));
        self
    }

    /// An answer of a media type whose shape is not ours to describe: a paper, a set of facts that its template names.
    #[must_use]
    pub fn gives(mut self, media_type: &'static str) -> ApiDoc {
        self.gives = Some(media_type);
        self
    }

    #[must_use]
    pub fn creates<T: ToSchema>(mut self) -> ApiDoc {
        self.answer = Some((201, Shape::of::<T>(), false));
        self
    }

    /// `{"items": [...], "next": "..."}`.
    #[must_use]
    pub fn lists<T: ToSchema>(mut self) -> ApiDoc {
        self.answer = Some((200, Shape::of::<T>(), true));
        self.paged()
    }

    fn operation(&self, route: &Route) -> Value {
        let mut parameters: Vec<Value> = path_names(route.path)
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        for (name, words) in &self.query {
            parameters
                .push(json!({ "name": name, "in": "query", "description": words, "schema": { "type": "string" } }));
        }
        if route.method != crate::Method::Get {
            parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "schema": { "type": "string" },
                "description": "the same key again has the same answer and no effect" }));
        }
        let mut operation = json!({
            "summary": self.summary,
            "description": format!("Needs the scope `{}`.", route.permission.code()),
            "parameters": parameters,
            "responses": self.responses(),
        });
        if let Some(body) = &self.body {
            let content = Map::from_iter([(self.media_type.to_owned(), json!({ "schema": body.reference() }))]);
            operation["requestBody"] = json!({ "required": !self.body_may_be_missing, "content": content });
        }
        if route.permission == Permission::Anyone {
            operation["description"] = json!("Needs no client.");
            operation["security"] = json!([]);
        }
        operation
    }

    fn responses(&self) -> Value {
        let problem = json!({ "description": "What is wrong",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
        let mut responses = Map::from_iter([("default".to_owned(), problem)]);
        match &self.answer {
            Some((status, shape, list)) => {
                let schema = if *list {
                    json!({ "type": "object", "required": ["items"], "properties": {
                        "items": { "type": "array", "items": shape.reference() }, "next": { "type": ["string", "null"] } } })
                } else {
                    shape.reference()
                };
                let answer = json!({ "description": "Done", "content": { "application/json": { "schema": schema } } });
                responses.insert(status.to_string(), answer);
            }
            None if let Some(media_type) = self.gives => {
                let content = Map::from_iter([(media_type.to_owned(), json!({}))]);
                responses.insert("200".into(), json!({ "description": "Done", "content": content }));
            }
            None => {
                responses.insert("204".into(), json!({ "description": "Done" }));
            }
        }
        Value::Object(responses)
    }
}

fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// The description of every route under `/api`.
#[must_use]
pub fn open_api(routes: &[Route]) -> Value {
    let mut paths = Map::new();
    let mut shelf = Shelf::default();
    shelf.keep(&Shape::of::<Problem>());
    for route in routes.iter().filter(|r| r.is_api()) {
        let Some(doc) = &route.doc else { continue };
        let mut operation = doc.operation(route);
        if let Some(body) = &doc.body {
            let renamed = shelf.keep(body);
            operation["requestBody"] = rewritten(&operation["requestBody"], &renamed);
        }
        if let Some((_, shape, _)) = &doc.answer {
            let renamed = shelf.keep(shape);
            operation["responses"] = rewritten(&operation["responses"], &renamed);
        }
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.name().to_ascii_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Throughcare", "version": "1",
            "description": "Callers are clients with scopes and a bearer secret. Within version 1 fields are only added." },
        "security": [{ "client": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "client": { "type": "http", "scheme": "bearer" } },
            "schemas": shelf.0,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reply;

    mod one {
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "only its description is read")]
        pub(super) struct Line {
            crn: String,
        }
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "only its description is read")]
        pub(super) struct Lines {
            lines: Vec<Line>,
        }
    }

    mod other {
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "only its description is read")]
        pub(super) struct Line {
            places: i64,
        }
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "only its description is read")]
        pub(super) struct Lines {
            lines: Vec<Line>,
        }
    }

    fn route(path: &'static str, doc: ApiDoc) -> Route {
        Route::api_get(path, Permission::ReadPeople, |_, _| Ok(Reply::no_content())).doc(doc)
    }

    #[test]
    fn two_rooms_that_call_different_things_alike_are_each_described_as_they_are() {
        let routes = [
            route("/api/v1/a", ApiDoc::new("One").answers::<one::Lines>()),
            route("/api/v1/b", ApiDoc::new("Another").answers::<other::Lines>()),
            route("/api/v1/c", ApiDoc::new("One again").answers::<one::Lines>()),
        ];
        let described = open_api(&routes);
        let answered = |path: &str| {
            let content = &described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"];
            let find = |to: &Value| {
                described.pointer(to.as_str().unwrap_or_default().trim_start_matches('#')).cloned().unwrap_or_default()
            };
            let lines = find(&content["schema"]["$ref"]);
            find(&lines["properties"]["lines"]["items"]["$ref"])["properties"].clone()
        };
        assert_eq!(answered("/api/v1/a")["crn"]["type"], "string");
        assert_eq!(answered("/api/v1/b")["places"]["type"], "integer");
        assert_eq!(answered("/api/v1/c"), answered("/api/v1/a"));
        let schemas = described["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Line", "Line2", "Lines", "Lines2", "Problem", "ProblemError"]);
    }
}
