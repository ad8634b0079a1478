//! Whatever a program asks of the formulas: every model of both generations, tier and workload answer any JSON, and answer
//! it alike twice. Shared by the fuzz target and by the room's test, which replays what was found.

use actuarial::tier::{self, TierPolicy};
use actuarial::workload::{self, PointsVersion};
use actuarial::{Asked, Generation, models, score};
use jiff::civil::{Date, date};
use serde_json::Value;

const TODAY: Date = date(2026, 11, 23);

/// The first byte says whom the JSON after it is for.
pub(crate) fn look(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let Ok(request) = serde_json::from_slice::<Value>(rest) else { return };
    let generation = if kind % 2 == 0 { Generation::Second } else { Generation::First };
    let choice = usize::from(kind / 4);
    let known = models(generation);
    match known.get(choice).copied() {
        Some(model) => {
            let asked = Asked { model, generation, today: TODAY, explained: kind & 2 == 2 };
            let first = score(&asked, &request);
            assert_eq!(first, score(&asked, &request), "{model} answers the same request in two ways");
            if let Ok(answer) = first {
                assert!(answer.is_object(), "{model} answers {answer}");
            }
        }
        None if choice % 3 == 0 => {
            let asked = Asked { model: "all", generation, today: TODAY, explained: true };
            let _ = score(&asked, &request);
        }
        None if choice % 3 == 1 => {
            if let Ok(policy) = TierPolicy::newest() {
                let _ = tier::respond(policy, &request, TODAY);
            }
        }
        None => {
            if let Ok(points) = PointsVersion::on(TODAY) {
                let _ = workload::respond(points, &request, TODAY);
            }
        }
    }
}
