//! A small generator of pseudo-random numbers (xoshiro256** seeded by splitmix64), so that a seed fixes the demo on
//! every machine and in every later version. Not for secrets.

/// Numbers that look random and repeat themselves.
#[derive(Clone, Debug)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// The stream of one part of the world, such as person 17: it does not depend on what was drawn before.
    #[must_use]
    pub fn of(seed: u64, part: &str, number: u64) -> Random {
        let mut mixed = seed ^ 0x5448_524f_5547_4843;
        for byte in part.bytes() {
            mixed = splitmix(&mut (mixed ^ u64::from(byte)));
        }
        mixed ^= number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut state = [0; 4];
        for word in &mut state {
            mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            *word = splitmix(&mut mixed.clone());
        }
        Random { state }
    }

    fn word(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// From nought up to but not with `bound`; nought when `bound` is nought.
    pub fn below(&mut self, bound: u32) -> u32 {
        let scaled = ((self.word() >> 32) * u64::from(bound)) >> 32;
        u32::try_from(scaled).unwrap_or(0)
    }

    /// From `least` to `most`, both with.
    pub fn between(&mut self, least: i32, most: i32) -> i32 {
        let span = most.abs_diff(least).saturating_add(1);
        least.saturating_add_unsigned(self.below(span))
    }

    /// True `parts` times in a thousand.
    pub fn chance(&mut self, parts: u32) -> bool {
        self.below(1000) < parts
    }

    /// One of them, each as likely; `None` of nothing.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(u32::try_from(of.len()).unwrap_or(u32::MAX));
        of.get(at as usize)
    }

    /// One of them, as likely as its weight; `None` when all weigh nothing.
    pub fn weighted<'a, T>(&mut self, of: &'a [(u32, T)]) -> Option<&'a T> {
        let mut left = self.below(of.iter().map(|(weight, _)| weight).sum());
        of.iter().find_map(|(weight, value)| {
            if left < *weight {
                Some(value)
            } else {
                left -= weight;
                None
            }
        })
    }
}

fn splitmix(state: &mut u64) -> u64 {
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_number_another() {
        let draw = |number| {
            let mut random = Random::of(7, "person", number);
            [random.word(), random.word(), random.word()]
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_ne!(Random::of(7, "person", 1).word(), Random::of(8, "person", 1).word());
    }

    #[test]
    fn weights_are_kept_in_the_long_run() {
        let mut random = Random::of(1, "weights", 0);
        let rare = (0..100_000).filter(|_| random.weighted(&[(170, true), (830, false)]) == Some(&true)).count();
        assert!((16_500..17_500).contains(&rare), "{rare}");
    }

    #[test]
    fn every_value_of_a_span_comes_up() {
        let mut random = Random::of(1, "span", 0);
        let mut seen = [false; 7];
        for _ in 0..1000 {
            seen[usize::try_from(random.between(-3, 3) + 3).unwrap()] = true;
        }
        assert_eq!(seen, [true; 7]);
    }
}
