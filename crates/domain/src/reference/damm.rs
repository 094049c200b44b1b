//! The check character: Damm's scheme of order 32.
//!
//! H. Michael Damm, "Total anti-symmetrische Quasigruppen" (dissertation, Marburg 2004), gives for
//! orders that are powers of two the quasigroup x*y = 2x + y, reckoned in the field of that order;
//! here GF(2⁵) modulo x⁵ + x² + 1. A text fits when (…((0*a)*b)*…)*check = 0, which is to say that
//! its characters, each times another power of 2, add up to nothing. Powers of 2 repeat after 31
//! places, so any single wrong character and any swap of two different ones, neighbours or not,
//! leaves a rest. The Python package `damm32` reckons alike.

/// x⁵ + x² + 1, primitive over GF(2).
const MODULUS: u8 = 0b10_0101;

/// Twice a value, in the field.
const fn double(value: u8) -> u8 {
    let twice = value << 1;
    if twice & 32 == 0 { twice } else { twice ^ MODULUS }
}

/// What is left over of a text with its check character: nothing when it fits.
fn rest(values: impl Iterator<Item = u8>) -> u8 {
    values.fold(0, |rest, value| double(rest) ^ value)
}

/// True when the last of the values is the check of the others.
pub(super) fn fits(values: impl Iterator<Item = u8>) -> bool {
    rest(values) == 0
}

/// The value that makes a text fit when it is put behind it.
pub(super) fn check(values: impl Iterator<Item = u8>) -> u8 {
    double(rest(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::CORE_LEN;

    /// The scheme is linear: an error is found, whatever the text, when its difference is.
    fn found(difference: [u8; CORE_LEN]) -> bool {
        !fits(difference.into_iter())
    }

    #[test]
    fn every_single_wrong_character_is_found() {
        for place in 0..CORE_LEN {
            for wrong in 1..32 {
                let mut difference = [0; CORE_LEN];
                difference[place] = wrong;
                assert!(found(difference), "{difference:?}");
            }
        }
    }

    #[test]
    fn every_swap_of_two_is_found_neighbours_or_not() {
        for left in 0..CORE_LEN {
            for right in left + 1..CORE_LEN {
                for apart in 1..32 {
                    let mut difference = [0; CORE_LEN];
                    (difference[left], difference[right]) = (apart, apart);
                    assert!(found(difference), "{difference:?}");
                }
            }
        }
    }

    #[test]
    fn doubling_goes_through_the_whole_field() {
        let powers: Vec<u8> =
            std::iter::successors(Some(1), |&it| Some(double(it))).take(31).collect();
        let distinct: std::collections::BTreeSet<&u8> = powers.iter().collect();
        assert_eq!(distinct.len(), 31);
        assert_eq!(double(powers[30]), 1);
    }
}
