//! Drawing at random so that it can be repeated, comparing two answers, and counting. Pure.

use uuid::Uuid;

/// Which of `candidates` are drawn, at most `wanted`, in the order in which they are drawn.
///
/// The seed and each id give a rank; the lowest are drawn. So the same seed draws the same of the same work, whatever
/// order it comes in, and one more candidate changes at most one place.
pub(super) fn draw(seed: &str, candidates: &[Uuid], wanted: usize) -> Vec<Uuid> {
    let mut ranked: Vec<(u64, Uuid)> = candidates.iter().map(|id| (rank(seed, *id), *id)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().take(wanted).map(|(_, id)| id).collect()
}

fn rank(seed: &str, id: Uuid) -> u64 {
    // FNV-1a over seed and id, then the finishing steps of splitmix64, which spread every bit over all.
    let bytes = seed.bytes().chain([0xff]).chain(id.into_bytes());
    let folded =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mixed = (folded ^ (folded >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// How two answers to one question compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) agreed: bool,
    /// How many steps of the scale the first lies above the second, where both are on it; below nought: the first is lower.
    pub(super) distance: Option<i64>,
}

/// Compares the first answer with the second on a scale of codes; none when neither answered.
pub(super) fn compare(first: Option<&str>, second: Option<&str>, scale: &[&str]) -> Option<Compared> {
    if first.is_none() && second.is_none() {
        return None;
    }
    let at = |code: Option<&str>| scale.iter().position(|step| Some(*step) == code).and_then(|n| i64::try_from(n).ok());
    let distance = at(first).zip(at(second)).map(|(first, second)| first - second);
    Some(Compared { agreed: first == second, distance })
}

/// How many of how many agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    pub agreed: u64,
    pub of: u64,
}

impl Accuracy {
    /// In per cent; none of none is not a figure.
    #[must_use]
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.agreed as f64 / self.of as f64)
    }

    /// As it is written: "82% (41 of 50)".
    #[must_use]
    pub fn words(self) -> String {
        self.percent().map_or_else(|| "not known".to_owned(), |p| format!("{p:.0}% ({} of {})", self.agreed, self.of))
    }
}

/// How good the work was that is told to be timely or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// Nobody has sampled this work.
    NotSampled,
    Sampled(Accuracy),
}

/// How timely work was. It cannot be made without its quality, so that no page shows the one without the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeliness {
    on_time: Accuracy,
    quality: Quality,
}

impl Timeliness {
    #[must_use]
    pub fn beside(on_time: Accuracy, quality: Quality) -> Timeliness {
        Timeliness { on_time, quality }
    }

    /// How much was on time, and in the same breath how good it was.
    #[must_use]
    pub fn words(self) -> (String, String) {
        let quality = match self.quality {
            Quality::NotSampled => "quality not known: none of this work has been sampled".to_owned(),
            Quality::Sampled(accuracy) => format!("{} of answers agreed with a blind second look", accuracy.words()),
        };
        (format!("{} signed on time", self.on_time.words()), quality)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn answers_agree_only_when_they_are_the_same_and_both_given() {
        let scale = ["none", "some", "significant"];
        let compared = |a, b| compare(a, b, &scale);
        assert_eq!(compared(None, None), None);
        assert_eq!(compared(Some("some"), Some("some")), Some(Compared { agreed: true, distance: Some(0) }));
        assert_eq!(compared(Some("none"), Some("significant")), Some(Compared { agreed: false, distance: Some(-2) }));
        assert_eq!(compared(Some("some"), None), Some(Compared { agreed: false, distance: None }));
    }

    #[test]
    fn timeliness_always_tells_quality_in_the_same_breath() {
        let on_time = Accuracy { agreed: 9, of: 10 };
        let (time, quality) = Timeliness::beside(on_time, Quality::NotSampled).words();
        assert_eq!(time, "90% (9 of 10) signed on time");
        assert!(quality.contains("not known"));
        let sampled = Quality::Sampled(Accuracy { agreed: 1, of: 2 });
        assert!(Timeliness::beside(on_time, sampled).words().1.contains("50%"));
    }

    #[test]
    fn another_seed_draws_another_sample() {
        let all: Vec<Uuid> = (0..200).map(Uuid::from_u128).collect();
        assert_ne!(draw("a", &all, 10), draw("b", &all, 10));
    }

    #[test]
    fn everybody_is_drawn_about_equally_often() {
        let all: Vec<Uuid> = (0..20).map(Uuid::from_u128).collect();
        let mut times = [0_u32; 20];
        for seed in 0..2_000 {
            for id in draw(&seed.to_string(), &all, 5) {
                times[usize::try_from(id.as_u128()).unwrap()] += 1;
            }
        }
        assert!(times.iter().all(|n| (400..600).contains(n)), "{times:?}");
    }

    proptest! {
        #[test]
        fn the_same_seed_draws_the_same_whatever_the_order(
            ids in proptest::collection::vec(any::<u128>(), 0..60), seed in ".{0,12}", wanted in 0..40usize,
        ) {
            let all: Vec<Uuid> = ids.iter().copied().map(Uuid::from_u128).collect();
            let mut turned = all.clone();
            turned.reverse();
            let drawn = draw(&seed, &all, wanted);
            prop_assert_eq!(&drawn, &draw(&seed, &turned, wanted));
            prop_assert!(drawn.len() <= wanted && drawn.iter().all(|id| all.contains(id)));
            let distinct: std::collections::BTreeSet<_> = all.iter().collect();
            prop_assert_eq!(drawn.len(), wanted.min(distinct.len()));
        }
    }
}
