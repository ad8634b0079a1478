//! Handlers called by hand, past router and gate: what a page says, where a form leads, and what it is refused with.

use store::{Asker, Failure, House};
use web::{Act, Answer, Ask, Method, Reply, Request, Route};

/// Named values: of a path, or of a form.
type Pairs<'p> = &'p [(&'p str, &'p str)];

/// Whoever calls the handlers of some routes.
pub struct ByHand<'h> {
    house: &'h House,
    routes: Vec<Route>,
    asker: Asker,
}

impl<'h> ByHand<'h> {
    pub fn of(house: &'h House, routes: Vec<Route>) -> ByHand<'h> {
        ByHand { house, routes, asker: Asker::system("trial") }
    }

    /// The same for somebody else.
    pub fn as_asker(self, asker: &Asker) -> ByHand<'h> {
        ByHand { asker: asker.clone(), ..self }
    }

    /// Whatever the handler of this route answers.
    ///
    /// # Errors
    /// What the handler refuses.
    #[track_caller]
    pub fn call(&self, method: Method, route: &str, params: Pairs<'_>, pairs: Pairs<'_>) -> Answer {
        let found = self.routes.iter().find(|r| r.method == method && r.path == route);
        let found = found.unwrap_or_else(|| panic!("no {route}"));
        let req = Request::to(route, params, pairs);
        match found.act {
            Act::Read(read) => self.house.read(&self.asker, |cx| read(cx, &req)),
            Act::Write(write) => self.house.write(&self.asker, |cx| write(cx, &req)),
            Act::Steps(steps) => steps(&Ask { house: self.house, asker: &self.asker, request: &req }),
        }
    }

    /// The page, or the JSON as text.
    #[track_caller]
    pub fn get(&self, route: &str, params: Pairs<'_>) -> String {
        match self.call(Method::Get, route, params, &[]) {
            Ok(Reply::Page { html, .. }) => html,
            Ok(Reply::Json { value, .. }) => value.to_string(),
            other => panic!("{route}: {other:?}"),
        }
    }

    /// Where a form leads once it is accepted.
    #[track_caller]
    pub fn post(&self, route: &str, params: Pairs<'_>, pairs: Pairs<'_>) -> String {
        match self.call(Method::Post, route, params, pairs) {
            Ok(Reply::SeeOther { to, .. }) => to,
            other => panic!("{route}: {other:?}"),
        }
    }

    /// What a form is refused with, as "field: words".
    #[track_caller]
    pub fn refused(&self, route: &str, params: Pairs<'_>, pairs: Pairs<'_>) -> Vec<String> {
        match self.call(Method::Post, route, params, pairs) {
            Err(Failure::Refused(no)) => no.0.into_iter().map(|r| format!("{}: {}", r.field, r.words)).collect(),
            other => panic!("{route}: {other:?}"),
        }
    }
}
