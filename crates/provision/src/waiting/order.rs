//! Places in a list as text of digits, compared as text: between any two there is always room for another, so a move
//! writes one row and nobody else's. Pure.

/// The place of somebody who joins the end now, after the last who is there.
pub(crate) fn at_end(micros: i64, last: Option<&str>) -> String {
    // The 5 keeps a key from ending in nought, which would leave no room before it.
    let now = format!("{:017}5", micros.max(0));
    match last {
        Some(last) if now.as_str() <= last => between(last, None),
        _ => now,
    }
}

/// A place after `before` and before `after`. An empty `before` means the head, no `after` the end.
pub(crate) fn between(before: &str, after: Option<&str>) -> String {
    let mut out = String::new();
    let (mut low, mut high) = (digits(before), after.map(digits));
    loop {
        let one = low.next().unwrap_or(0);
        // Without a limit above, ten lies after every digit.
        let other = high.as_mut().map_or(10, |h| h.next().unwrap_or(0));
        if one == other {
            out.push(char::from(b'0' + one));
            continue;
        }
        if other - one > 1 {
            out.push(char::from(b'0' + one.midpoint(other)));
            return out;
        }
        // Neighbours: the upper digit alone is enough when more follows it; else go deeper below it.
        if high.as_mut().is_some_and(|h| h.next().is_some()) {
            out.push(char::from(b'0' + other));
            return out;
        }
        out.push(char::from(b'0' + one));
        high = None;
    }
}

fn digits(text: &str) -> std::vec::IntoIter<u8> {
    text.bytes().map(|b| b.saturating_sub(b'0').min(9)).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn there_is_room_between_neighbours_and_before_the_first() {
        for (before, after) in
            [("1", Some("2")), ("15", Some("2")), ("1", Some("11")), ("", Some("00001")), ("9", None)]
        {
            let new = between(before, after);
            assert!(before < new.as_str() && after.is_none_or(|a| new.as_str() < a), "{before} {new} {after:?}");
        }
    }

    #[test]
    fn whoever_joins_later_stands_later_even_when_a_clock_runs_behind() {
        let first = at_end(1_763_800_000_000_000, None);
        let second = at_end(1_763_800_000_000_000, Some(&first));
        let third = at_end(1_763_700_000_000_000, Some(&second));
        assert!(first < second && second < third);
    }

    proptest! {
        #[test]
        fn any_sequence_of_moves_keeps_places_apart(moves in prop::collection::vec(0_usize..64, 1..200)) {
            let mut list: Vec<String> = Vec::new();
            for (n, at) in moves.into_iter().enumerate() {
                let at = at.min(list.len());
                let before = at.checked_sub(1).and_then(|b| list.get(b)).cloned().unwrap_or_default();
                let new = if n % 3 == 0 && at == list.len() {
                    at_end(1_763_800_000_000_000 + n as i64, list.last().map(String::as_str))
                } else {
                    between(&before, list.get(at).map(String::as_str))
                };
                list.insert(at, new);
                prop_assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
                prop_assert!(list.iter().all(|key| !key.ends_with('0')), "{list:?}");
            }
        }
    }
}
