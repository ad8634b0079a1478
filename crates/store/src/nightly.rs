//! Work over everybody that is done once a night, a slice a job, each job leaving the next and the last one tomorrow's.
//!
//! Always true: a job that runs again, because its server stopped or its lease ran out, leaves what it left before and nothing
//! more. It does not know what is done to a person.

use crate::{Asker, Cx, Failure, House};
use jiff::ToSpan;
use kernel::{Date, Instant};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A kind of job that is done for everybody once a night.
#[derive(Clone, Copy, Debug)]
pub struct Nightly {
    /// The kind of its jobs, and who is named as their author.
    pub kind: &'static str,
    /// The hour at which it begins, in Europe/London.
    pub hour: i8,
}

/// What one job of it is to do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
struct Slice<P> {
    /// The night that it is of.
    night: Option<Date>,
    /// After what it goes on: mostly the last person of the slice before.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<P>,
    /// Asked for by somebody, beside the night's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<Instant>,
}

impl Slice<()> {
    fn first(night: Option<Date>, asked: Option<Instant>) -> Slice<()> {
        Slice { night, after: None, asked }
    }
}

impl Nightly {
    /// Leaves the first job where this night's is not there. A server asks for it when it starts and from time to time: the
    /// chain goes on too where a clock that was wrong planned the next night for a year that has not come.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin(&self, house: &House) -> Result<(), Failure> {
        let asker = Asker::system(self.kind);
        let first = Slice::first(Some(house.clock().today()), None);
        if house.read(&asker, |cx| cx.was_enqueued(self.kind, &json(&first)?))? {
            return Ok(());
        }
        house.write(&asker, |cx| {
            let now = cx.now();
            cx.enqueue_once(self.kind, json(&first)?, now)
        })
    }

    /// Leaves a run of its own, because somebody asks for one now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask_for_one(&self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let now = cx.now();
        cx.enqueue_once(self.kind, json(&Slice::first(None, Some(now)))?, now)
    }

    /// Runs one of its jobs. `slice` does what comes after a place, mostly a person, and gives the last that it did while
    /// there is more.
    ///
    /// # Errors
    /// When the body is not of this kind, and what `slice` gave: the job is then tried again.
    pub fn run<P: Serialize + DeserializeOwned>(
        &self,
        house: &House,
        body: &serde_json::Value,
        slice: impl FnOnce(Option<P>) -> Result<Option<P>, Failure>,
    ) -> Result<(), Failure> {
        let this: Slice<P> = serde_json::from_value(body.clone())
            .map_err(|e| Failure::broken(format!("a job of {} cannot be read: {e}", self.kind)))?;
        let (last, asked) = (slice(this.after)?, this.asked);
        house.write(&Asker::system(self.kind), |cx| {
            let (now, today) = (cx.now(), cx.today());
            let night = asked.is_none().then(|| this.night.unwrap_or(today));
            match (&last, night) {
                (Some(_), night) => {
                    cx.enqueue_once(self.kind, json(&Slice { night, after: last.as_ref(), asked })?, now)
                }
                (None, Some(night)) => {
                    let next = night.max(today).saturating_add(1.day());
                    let at = Instant::from_local(next.at(self.hour, 0, 0, 0));
                    cx.enqueue_once(self.kind, json(&Slice::first(Some(next), None))?, at)
                }
                (None, None) => Ok(()),
            }
        })
    }
}

fn json<P: Serialize>(slice: &Slice<P>) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(slice).map_err(|e| Failure::broken(e.to_string()))
}
