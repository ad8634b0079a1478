//! The API's description (OpenAPI 3.1), made from what stands beside each route, so that none can be served undescribed.

use crate::{Problem, Route};
use serde_json::{Map, Value, json};
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
        json!({ "$ref": format!("#/components/schemas/{}", self.name) })
    }
}

/// What one route takes and gives.
#[derive(Clone)]
pub struct ApiDoc {
    summary: String,
    query: Vec<(String, String)>,
    body: Option<Shape>,
    media_type: &'static str,
    answer: Option<(u16, Shape, bool)>,
}

impl ApiDoc {
    #[must_use]
    pub fn new(summary: impl Into<String>) -> ApiDoc {
        ApiDoc { summary: summary.into(), query: Vec::new(), body: None, media_type: "application/json", answer: None }
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

    #[must_use]
    pub fn answers<T: ToSchema>(mut self) -> ApiDoc {
        self.answer = Some((200, Shape::of::<T>(), false));
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
            operation["requestBody"] = json!({ "required": true, "content": content });
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
                        "items": { "type": "array", "items": shape.reference() }, "next": { "type": "string" } } })
                } else {
                    shape.reference()
                };
                let answer = json!({ "description": "Done", "content": { "application/json": { "schema": schema } } });
                responses.insert(status.to_string(), answer);
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
    let mut schemas = Map::new();
    let mut keep = |shape: &Shape| {
        for (name, schema) in &shape.all {
            schemas.insert(name.clone(), serde_json::to_value(schema).unwrap_or_default());
        }
    };
    keep(&Shape::of::<Problem>());
    for route in routes.iter().filter(|r| r.is_api()) {
        let Some(doc) = &route.doc else { continue };
        if let Some(body) = &doc.body {
            keep(body);
        }
        if let Some((_, shape, _)) = &doc.answer {
            keep(shape);
        }
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.name().to_ascii_lowercase()] = doc.operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Throughcare", "version": "1",
            "description": "Callers are clients with scopes and a bearer secret. Within version 1 fields are only added." },
        "security": [{ "client": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "client": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas,
        },
    })
}
