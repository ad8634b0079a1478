//! Rounding, clamping and the logistic curve, as the national services do them.
//!
//! Always true: halves go away from zero, and what is rounded is the exact binary value of the double, not its shortest
//! decimal form (0.285 is stored a little above, 1.005 a little below). Nothing here allocates for up to four decimals.

/// `x` rounded half away from zero to `places` decimals (at most 16), by its exact binary value.
///
/// Infinities and NaN come back as they are.
pub fn half_up(x: f64, places: u32) -> f64 {
    let Some(scaled) = scaled_half_up(x.abs(), places) else { return x };
    let magnitude = unscaled(scaled, places);
    if x < 0.0 { -magnitude } else { magnitude }
}

/// `x` rounded half away from zero to a whole number, by its exact binary value; out of range becomes the nearest limit.
pub fn half_up_whole(x: f64) -> i64 {
    let rounded = half_up(x, 0);
    rounded as i64
}

/// A whole percentage kept inside 1 to 99, as whole-number scores are.
pub fn clamp_whole(percent: i64) -> i64 {
    percent.clamp(1, 99)
}

/// A percentage with decimals kept inside 0.00 to 99.99, as decimal scores are.
pub fn clamp_decimal(percent: f64) -> f64 {
    if percent <= 0.0 {
        0.0
    } else if percent >= 100.0 {
        99.99
    } else {
        percent
    }
}

/// `e^z / (1 + e^z)`, between 0 and 1, without overflow for any finite `z`.
pub fn logistic(z: f64) -> f64 {
    if z >= 0.0 {
        1.0 / (1.0 + (-z).exp())
    } else {
        let e = z.exp();
        e / (1.0 + e)
    }
}

/// `round(x * 10^places)` for `x >= 0`; `None` when `x` is whole already, not finite, or too large to matter.
fn scaled_half_up(x: f64, places: u32) -> Option<u128> {
    if !x.is_finite() || places > 16 {
        return None;
    }
    let bits = x.to_bits();
    let stored = (bits >> 52) & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if stored == 0 { (fraction, -1074_i32) } else { (fraction | (1 << 52), stored as i32 - 1075) };
    if exponent >= 0 {
        return None;
    }
    let product = u128::from(mantissa) * 10_u128.pow(places);
    let shift = exponent.unsigned_abs();
    if shift >= 127 {
        return Some(0);
    }
    let whole = product >> shift;
    let rest = product - (whole << shift);
    Some(whole + u128::from(rest >= 1 << (shift - 1)))
}

fn unscaled(scaled: u128, places: u32) -> f64 {
    if scaled < 1 << 53 {
        return scaled as f64 / 10_f64.powi(places as i32);
    }
    let written = format!("{scaled}e-{places}");
    written.parse().unwrap_or(scaled as f64 / 10_f64.powi(places as i32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tie_goes_where_the_stored_double_lies() {
        assert_eq!(half_up(0.125, 2), 0.13);
        assert_eq!(half_up(-0.125, 2), -0.13);
        assert_eq!(half_up(1.005, 2), 1.0);
        assert_eq!(half_up(0.285, 2), 0.28);
        assert_eq!(half_up_whole(100.0 * 0.5), 50);
        assert_eq!(half_up_whole(2.5), 3);
        assert_eq!(half_up(f64::INFINITY, 2), f64::INFINITY);
        assert_eq!(half_up(1e300, 2), 1e300);
        assert_eq!(half_up(5e-324, 16), 0.0);
    }

    #[test]
    fn scores_stay_inside_their_limits() {
        assert_eq!((clamp_whole(-3), clamp_whole(0), clamp_whole(100)), (1, 1, 99));
        assert_eq!((clamp_decimal(-0.1), clamp_decimal(100.0), clamp_decimal(42.5)), (0.0, 99.99, 42.5));
        assert_eq!((logistic(1e4), logistic(-1e4), logistic(0.0)), (1.0, 0.0, 0.5));
    }

    proptest! {
        #[test]
        fn rounding_moves_by_at_most_half_a_place(x in -1e6_f64..1e6, places in 0_u32..9) {
            let step = 10_f64.powi(-(places as i32));
            prop_assert!((half_up(x, places) - x).abs() <= step / 2.0 + 1e-9);
            prop_assert_eq!(half_up(half_up(x, places), places), half_up(x, places));
        }
    }
}
