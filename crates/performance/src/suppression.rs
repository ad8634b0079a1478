//! What may not be shown because it would tell of a few people: small cells, and those from which a small one could be worked
//! out by taking shown figures from a shown total. Pure; it knows no table and no page.
//!
//! Always true: after [`suppress`], no sum has exactly one hidden figure among its total and parts, and where a total is shown
//! its hidden parts together are about enough people. It does not guard against what somebody knows already.

use std::collections::VecDeque;

/// A figure as hiding sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) people: i64,
    pub(crate) people_in: i64,
    pub(crate) people_out: i64,
}

impl Figure {
    /// Fewer people than that stand behind it, or behind one side of it. Nobody at all is not few.
    pub(crate) fn is_small(self, least: i64) -> bool {
        [self.people, self.people_in, self.people_out].iter().any(|people| (1..least).contains(people))
    }
}

/// What adds up to what. Figures and sums are numbers from nothing on.
pub(crate) trait Adding {
    /// How many sums there are; one without parts says nothing.
    fn sums(&self) -> usize;

    /// The total of a sum, and its parts.
    fn sum(&self, sum: usize) -> (usize, impl Iterator<Item = usize>);

    /// The sums of which a figure is the total or a part, the first first.
    fn of_figure(&self, figure: usize) -> Vec<usize>;
}

/// Which of so many figures are hidden: those that are small, and as many others as it takes.
pub(crate) fn suppress(count: usize, figure: impl Fn(usize) -> Figure, adding: &impl Adding, least: i64) -> Vec<bool> {
    let mut hidden: Vec<bool> = (0..count).map(|at| figure(at).is_small(least)).collect();
    let people = |at: usize| figure(at).people;
    let mut again: VecDeque<usize> = VecDeque::new();
    let mut first = 0..adding.sums();
    while let Some(sum) = first.next().or_else(|| again.pop_front()) {
        let Some(next) = to_hide(people, &hidden, adding.sum(sum), least) else { continue };
        if let Some(mark) = hidden.get_mut(next) {
            *mark = true;
        }
        again.extend(adding.of_figure(next));
    }
    hidden
}

/// The figure of a sum that must be hidden too, if one must: the smallest part that is shown, else the total.
fn to_hide(
    people: impl Fn(usize) -> i64,
    hidden: &[bool],
    (total, parts): (usize, impl Iterator<Item = usize>),
    least: i64,
) -> Option<usize> {
    let is_hidden = |at: usize| hidden.get(at).copied().unwrap_or(false);
    let (mut covered, mut together, mut smallest) = (0, 0, None);
    for part in parts {
        if is_hidden(part) {
            (covered, together) = (covered + 1, together + people(part));
            continue;
        }
        // A part about nobody hides nothing.
        let shown = Some((people(part), part)).filter(|(people, _)| *people > 0);
        smallest = smallest.into_iter().chain(shown).min();
    }
    let total_hidden = is_hidden(total);
    let unknown = covered + usize::from(total_hidden);
    if unknown == 0 || (unknown > 1 && (total_hidden || together >= least)) {
        return None;
    }
    smallest.map(|(_, part)| part).or_else(|| (!total_hidden).then_some(total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LEAST: i64 = 5;

    /// Parts that add up to a total, by their places in the list of figures.
    #[derive(Clone, Debug)]
    struct Sum {
        total: usize,
        parts: Vec<usize>,
    }

    impl Adding for &[Sum] {
        fn sums(&self) -> usize {
            self.len()
        }

        fn sum(&self, sum: usize) -> (usize, impl Iterator<Item = usize>) {
            (self[sum].total, self[sum].parts.iter().copied())
        }

        fn of_figure(&self, figure: usize) -> Vec<usize> {
            let holds = |sum: &Sum| sum.total == figure || sum.parts.contains(&figure);
            (0..self.len()).filter(|sum| holds(&self[*sum])).collect()
        }
    }

    fn suppressed(figures: &[Figure], sums: &[Sum]) -> Vec<bool> {
        suppress(figures.len(), |at| figures[at], &sums, LEAST)
    }

    fn of(people: i64) -> Figure {
        Figure { people, people_in: people, people_out: 0 }
    }

    #[test]
    fn one_small_group_takes_the_next_smallest_with_it() {
        let figures = [of(100), of(90), of(7), of(3)];
        let sum = Sum { total: 0, parts: vec![1, 2, 3] };
        assert_eq!(suppressed(&figures, &[sum]), [false, false, true, true]);
    }

    #[test]
    fn few_on_either_side_of_a_share_are_few() {
        assert!(Figure { people: 40, people_in: 37, people_out: 4 }.is_small(LEAST));
        assert!(Figure { people: 40, people_in: 4, people_out: 39 }.is_small(LEAST));
        assert!(!Figure { people: 40, people_in: 40, people_out: 0 }.is_small(LEAST));
        assert!(!of(5).is_small(LEAST) && of(4).is_small(LEAST) && !of(0).is_small(LEAST));
    }

    #[test]
    fn two_small_ones_that_are_still_few_together_take_a_third() {
        let figures = [of(100), of(98), of(1), of(1)];
        let sum = Sum { total: 0, parts: vec![1, 2, 3] };
        assert_eq!(suppressed(&figures, &[sum]), [false, true, true, true]);
    }

    #[test]
    fn a_group_that_is_the_whole_hides_the_whole() {
        let sum = Sum { total: 0, parts: vec![1] };
        assert_eq!(suppressed(&[of(3), of(3)], std::slice::from_ref(&sum)), [true, true]);
        // Two sides of one sum; nothing of it is shown.
        let few = Figure { people: 9, people_in: 2, people_out: 9 };
        assert_eq!(suppressed(&[of(9), few], &[sum]), [true, true]);
    }

    /// A table of rows and columns with its margins, the corner last; and its sums.
    fn table(rows: usize, columns: usize, cells: &[i64]) -> (Vec<Figure>, Vec<i64>, Vec<Sum>) {
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        let mut numbers = vec![0; (rows + 1) * (columns + 1)];
        for row in 0..rows {
            for column in 0..columns {
                let number = cells[row * columns + column];
                for place in [at(row, column), at(row, columns), at(rows, column), at(rows, columns)] {
                    numbers[place] += number;
                }
            }
        }
        let mut sums = Vec::new();
        for row in 0..=rows {
            sums.push(Sum { total: at(row, columns), parts: (0..columns).map(|c| at(row, c)).collect() });
        }
        for column in 0..=columns {
            sums.push(Sum { total: at(rows, column), parts: (0..rows).map(|r| at(r, column)).collect() });
        }
        (numbers.iter().map(|n| of(*n)).collect(), numbers, sums)
    }

    /// Whoever reads the shown figures and subtracts for as long as something follows.
    fn worked_out(hidden: &[bool], sums: &[Sum]) -> Vec<usize> {
        let mut known: Vec<bool> = hidden.iter().map(|h| !h).collect();
        let mut found = Vec::new();
        loop {
            let mut more = None;
            for sum in sums {
                let unknown: Vec<usize> =
                    sum.parts.iter().chain([&sum.total]).copied().filter(|at| !known[*at]).collect();
                if let [only] = unknown.as_slice() {
                    more = Some(*only);
                }
            }
            match more {
                Some(at) => {
                    known[at] = true;
                    found.push(at);
                }
                None => return found,
            }
        }
    }

    fn a_table() -> impl Strategy<Value = (usize, usize, Vec<i64>)> {
        (1usize..5, 1usize..6).prop_flat_map(|(rows, columns)| {
            let number = prop_oneof![Just(0i64), 1i64..5, 5i64..12, 12i64..200];
            (Just(rows), Just(columns), proptest::collection::vec(number, rows * columns))
        })
    }

    proptest! {
        #[test]
        fn nothing_hidden_can_be_worked_out_by_subtraction((rows, columns, cells) in a_table()) {
            let (figures, _, sums) = table(rows, columns, &cells);
            let hidden = suppressed(&figures, &sums);
            prop_assert_eq!(worked_out(&hidden, &sums), Vec::<usize>::new());
        }

        #[test]
        fn every_small_figure_is_hidden_and_a_table_without_one_is_shown_whole((rows, columns, cells) in a_table()) {
            let (figures, _, sums) = table(rows, columns, &cells);
            let hidden = suppressed(&figures, &sums);
            for (figure, hidden) in figures.iter().zip(&hidden) {
                prop_assert!(*hidden || !figure.is_small(LEAST));
            }
            if figures.iter().all(|figure| !figure.is_small(LEAST)) {
                prop_assert!(hidden.iter().all(|hidden| !hidden));
            }
        }

        #[test]
        fn what_is_hidden_under_a_shown_total_is_about_enough_people((rows, columns, cells) in a_table()) {
            let (figures, numbers, sums) = table(rows, columns, &cells);
            let hidden = suppressed(&figures, &sums);
            for sum in sums.iter().filter(|sum| !hidden[sum.total]) {
                let parts: Vec<i64> = sum.parts.iter().filter(|at| hidden[**at]).map(|at| numbers[*at]).collect();
                prop_assert!(parts.is_empty() || parts.iter().sum::<i64>() >= LEAST, "{:?}", parts);
            }
        }
    }
}
