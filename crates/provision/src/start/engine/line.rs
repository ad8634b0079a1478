//! The line before the one who asks, as chances: how many ready people are ahead, or how many places wait for somebody.
//!
//! Always true: the chances of a line add up to what they did before each step, but for what it gives out; no step needs
//! more than counts, because people ahead are alike in everything that the engine asks of them. It knows no dates.

use super::Opening;

/// Below this a chance is no longer followed.
pub(super) const NEGLIGIBLE: f64 = 1e-12;

/// Either somebody ready is ahead and no place is left, or nobody is and places of open groups are left.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// `waiting[n]`: the chance that n ready people are ahead and no place is left.
    waiting: Vec<f64>,
    /// `left[s]`: the chance that nobody ready is ahead and s + 1 places are left in open groups.
    left: Vec<f64>,
}

impl Line {
    pub(super) fn empty_with(chance: f64) -> Line {
        Line { waiting: vec![chance], left: Vec::new() }
    }

    pub(super) fn chance(&self) -> f64 {
        self.waiting.iter().sum::<f64>() + self.left.iter().sum::<f64>()
    }

    /// There may be places left in open groups.
    pub(super) fn has_left(&self) -> bool {
        !self.left.is_empty()
    }

    /// How many are expected ahead, times the chance of the line.
    pub(super) fn ahead(&self) -> f64 {
        self.waiting.iter().enumerate().map(|(n, p)| count(n) * p).sum()
    }

    /// Takes a share of the line away, as a line of its own.
    pub(super) fn part(&mut self, share: f64) -> Line {
        let split = |chances: &mut Vec<f64>| -> Vec<f64> {
            let taken = chances.iter().map(|p| p * share).collect();
            chances.iter_mut().for_each(|p| *p *= 1.0 - share);
            taken
        };
        Line { waiting: split(&mut self.waiting), left: split(&mut self.left) }
    }

    pub(super) fn add(&mut self, other: &Line) {
        add_all(&mut self.waiting, 0, &other.waiting);
        add_all(&mut self.left, 0, &other.left);
    }

    /// Each of the people ahead stays with this chance.
    pub(super) fn thin(&mut self, stay: f64) {
        if stay < 1.0 {
            self.waiting = thin(&self.waiting, stay);
        }
    }

    /// Places left in open groups are gone: the last of them has closed.
    pub(super) fn close(&mut self) {
        let gone: f64 = self.left.drain(..).sum();
        add_all(&mut self.waiting, 0, &[gone]);
    }

    /// So many more people are ready, `more[k]` being the chance of k; they take places that are left.
    pub(super) fn join(&mut self, more: &[f64]) {
        let mut waiting = convolve(&self.waiting, more);
        let mut left = vec![0.0; self.left.len()];
        for (s, places) in self.left.iter().enumerate() {
            for (k, chance) in more.iter().enumerate() {
                if k <= s {
                    add_at(&mut left, s - k, places * chance);
                } else {
                    add_at(&mut waiting, k - s - 1, places * chance);
                }
            }
        }
        self.waiting = waiting;
        self.left = left;
        self.trim();
    }

    /// Gives out the places of a group that begins that day and takes nobody later; returns the chance that the one who
    /// asks begins, given that they are `ready`. Who misses the first session waits for the next opening, at the head.
    pub(super) fn serve(&mut self, opening: &Opening, ready: bool, missed: f64) -> f64 {
        let runs = 1.0 - opening.cancelled;
        let places = usize::try_from(opening.places).unwrap_or(usize::MAX);
        let mut reached = 0.0;
        if places > 0 && runs > 0.0 {
            let at = places.min(self.waiting.len());
            let (few, many) = self.waiting.split_at(at);
            reached = if ready { few.iter().sum::<f64>() * runs } else { 0.0 };
            let still = if ready { runs * missed } else { runs };
            let mut after: Vec<f64> = self.waiting.iter().map(|p| p * opening.cancelled).collect();
            add_scaled(&mut after, &thin(few, missed), still);
            if !many.is_empty() {
                add_scaled(&mut after, &convolve(many, &binomial(opening.places, missed)), runs);
            }
            self.waiting = after;
        }
        let begins = reached * (1.0 - missed) + if ready { self.take_left(missed) } else { 0.0 };
        self.trim();
        begins
    }

    /// Opens a group whose places can be taken later too.
    pub(super) fn open(&mut self, opening: &Opening, ready: bool, missed: f64) -> f64 {
        let runs = 1.0 - opening.cancelled;
        let places = usize::try_from(opening.places).unwrap_or(usize::MAX);
        let mut after = Line::default();
        for (n, p) in self.waiting.iter().enumerate() {
            add_at(&mut after.waiting, n, p * opening.cancelled);
            if n < places {
                add_at(&mut after.left, places - n - 1, p * runs);
            } else {
                add_at(&mut after.waiting, n - places, p * runs);
            }
        }
        for (s, p) in self.left.iter().enumerate() {
            add_at(&mut after.left, s, p * opening.cancelled);
            add_at(&mut after.left, s + places, p * runs);
        }
        *self = after;
        let begins = if ready { self.take_left(missed) } else { 0.0 };
        self.trim();
        begins
    }

    /// Where a place is left the one who asks begins, but for those who miss the day, whose place stays.
    fn take_left(&mut self, missed: f64) -> f64 {
        let reached: f64 = self.left.iter().sum();
        self.left.iter_mut().for_each(|p| *p *= missed);
        reached * (1.0 - missed)
    }

    fn trim(&mut self) {
        for chances in [&mut self.waiting, &mut self.left] {
            while chances.last().is_some_and(|p| *p < NEGLIGIBLE * NEGLIGIBLE) {
                chances.pop();
            }
        }
        if self.waiting.is_empty() {
            self.waiting.push(0.0);
        }
    }
}

/// How many of some people stay.
pub(super) fn binomial(people: u32, stay: f64) -> Vec<f64> {
    let size = usize::try_from(people).unwrap_or(usize::MAX);
    if stay <= 0.0 {
        return vec![1.0];
    }
    let mut all = vec![0.0; size.saturating_add(1)];
    if let Some(last) = all.last_mut() {
        *last = 1.0;
    }
    thin(&all, stay)
}

/// Each of the people counted stays with this chance. Horner's scheme on the generating function: p(x) becomes
/// p(1 - stay + stay x).
fn thin(counts: &[f64], stay: f64) -> Vec<f64> {
    if stay >= 1.0 {
        return counts.to_vec();
    }
    if stay <= 0.0 {
        return vec![counts.iter().sum()];
    }
    let mut thinned: Vec<f64> = Vec::with_capacity(counts.len());
    for p in counts.iter().rev() {
        let mut carried = 0.0;
        for slot in &mut thinned {
            let held = *slot;
            *slot = held * (1.0 - stay) + carried * stay;
            carried = held;
        }
        if carried * stay > NEGLIGIBLE * NEGLIGIBLE || (thinned.is_empty() && *p > 0.0) {
            thinned.push(carried * stay);
        }
        if let Some(first) = thinned.first_mut() {
            *first += p;
        }
    }
    thinned
}

/// Two independent counts added.
fn convolve(left: &[f64], right: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; (left.len() + right.len()).saturating_sub(1).max(1)];
    for (i, a) in left.iter().enumerate() {
        if *a > 0.0 {
            for (slot, b) in sum.iter_mut().skip(i).zip(right) {
                *slot += a * b;
            }
        }
    }
    sum
}

fn add_at(chances: &mut Vec<f64>, at: usize, chance: f64) {
    if chance == 0.0 {
        return;
    }
    if chances.len() <= at {
        chances.resize(at + 1, 0.0);
    }
    if let Some(slot) = chances.get_mut(at) {
        *slot += chance;
    }
}

fn add_all(chances: &mut Vec<f64>, from: usize, more: &[f64]) {
    for (n, p) in more.iter().enumerate() {
        add_at(chances, from + n, *p);
    }
}

fn add_scaled(chances: &mut Vec<f64>, more: &[f64], by: f64) {
    for (n, p) in more.iter().enumerate() {
        add_at(chances, n, p * by);
    }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
