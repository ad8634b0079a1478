//! Two texts line by line: what went, what came, what stayed. Pure.

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Same,
    Gone,
    New,
}

/// The lines of both, in order.
pub(super) fn compared<'t>(before: &'t str, after: &'t str) -> Vec<(Change, &'t str)> {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // The longest run of lines that both have in common, from each place to the end.
    let width = b.len() + 1;
    let mut longest = vec![0u32; (a.len() + 1) * width];
    let at = |longest: &[u32], i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or(0);
    for (i, left) in a.iter().enumerate().rev() {
        for (j, right) in b.iter().enumerate().rev() {
            let value = if left == right {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (Some(left), Some(right)) if left == right => {
                out.push((Change::Same, *left));
                (i, j) = (i + 1, j + 1);
            }
            (Some(left), right) if right.is_none() || at(&longest, i + 1, j) >= at(&longest, i, j + 1) => {
                out.push((Change::Gone, *left));
                i += 1;
            }
            (_, Some(right)) => {
                out.push((Change::New, *right));
                j += 1;
            }
            _ => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Change::{Gone, New, Same};
    use super::*;

    #[test]
    fn a_changed_line_goes_and_comes_and_the_others_stay() {
        let found = compared("one\ntwo\nthree", "one\n2\nthree\nfour");
        assert_eq!(found, [(Same, "one"), (Gone, "two"), (New, "2"), (Same, "three"), (New, "four")]);
        assert_eq!(compared("", "a"), [(New, "a")]);
        assert_eq!(compared("a", ""), [(Gone, "a")]);
        assert!(compared("", "").is_empty());
    }
}
