//! FIPS 180-4, section 6.4.2: a block into the state.
//!
//! The message schedule is made two words at a time beside the rounds, which leaves the
//! processor's scalar units to them. Rounds are written out, so that no word of the
//! state is moved from one name to the next.

use core::hint::black_box;

use super::constants::ROUNDS;
use super::pair::{Pair, add, as_words, big_endian, middle, of, sigma_0, sigma_1};

pub const BLOCK_BYTES: usize = 128;

/// Pairs of words in a block, and rounds between two words of one name, in pairs.
const PAIRS: usize = BLOCK_BYTES / 16;

/// Two words of the schedule, sixteen after `at`.
#[inline]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn later(schedule: &[Pair; PAIRS], at: usize) -> Pair {
    let word = |ahead: usize| schedule[(at + ahead) % PAIRS];
    let one_on = middle(word(0), word(1));
    let nine_on = middle(word(4), word(5));
    add(
        add(word(0), nine_on),
        add(sigma_0(one_on), sigma_1(word(7))),
    )
}

/// One round. `$a_or_b` becomes `a ^ b`, which the next round needs as its `b ^ c`:
/// the majority of three is `b ^ ((a ^ b) & (b ^ c))`.
macro_rules! round {
    ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident, $b_xor_c:ident, $word:expr) => {
        let sum_1 = $e.rotate_right(14) ^ $e.rotate_right(18) ^ $e.rotate_right(41);
        let choice = $g ^ ($e & ($f ^ $g));
        let first = $h
            .wrapping_add($word)
            .wrapping_add(sum_1)
            .wrapping_add(choice);
        $d = $d.wrapping_add(first);
        let sum_0 = $a.rotate_right(28) ^ $a.rotate_right(34) ^ $a.rotate_right(39);
        let a_xor_b = $a ^ $b;
        let majority = $b ^ (a_xor_b & $b_xor_c);
        $b_xor_c = a_xor_b;
        $h = first.wrapping_add(sum_0).wrapping_add(majority);
    };
}

/// Two rounds for each pair of words, through all eight names twice.
macro_rules! sixteen_rounds {
    ($two:ident, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
        $two!(0, $a $b $c $d $e $f $g $h);
        $two!(1, $g $h $a $b $c $d $e $f);
        $two!(2, $e $f $g $h $a $b $c $d);
        $two!(3, $c $d $e $f $g $h $a $b);
        $two!(4, $a $b $c $d $e $f $g $h);
        $two!(5, $g $h $a $b $c $d $e $f);
        $two!(6, $e $f $g $h $a $b $c $d);
        $two!(7, $c $d $e $f $g $h $a $b);
    };
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub fn compress(state: &mut [u64; 8], blocks: &[[u8; BLOCK_BYTES]]) {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for block in blocks {
        let before = [a, b, c, d, e, f, g, h];
        let (bytes, _) = block.as_chunks();
        let mut schedule: [Pair; PAIRS] = [of([0; 2]); PAIRS];
        // Words of the schedule with their rounds' constants.
        let mut summed = schedule;
        for at in 0..PAIRS {
            schedule[at] = big_endian(&bytes[at]);
            summed[at] = add(schedule[at], of(ROUNDS[at]));
        }
        let mut b_xor_c = b ^ c;
        for next in 1..ROUNDS.len() / PAIRS {
            macro_rules! two {
                ($at:literal, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
                    let new = later(&schedule, $at);
                    let [first, second] = as_words(summed[$at]);
                    round!($a $b $c $d $e $f $g $h, b_xor_c, first);
                    round!($h $a $b $c $d $e $f $g, b_xor_c, second);
                    schedule[$at] = new;
                    summed[$at] = add(new, of(ROUNDS[next * PAIRS + $at]));
                };
            }
            // Through memory: to load a word is cheaper than to take it out of a register
            // of two, which a compiler left alone does.
            black_box(&mut summed);
            sixteen_rounds!(two, a b c d e f g h);
        }
        macro_rules! two {
            ($at:literal, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
                let [first, second] = as_words(summed[$at]);
                round!($a $b $c $d $e $f $g $h, b_xor_c, first);
                round!($h $a $b $c $d $e $f $g, b_xor_c, second);
            };
        }
        black_box(&mut summed);
        sixteen_rounds!(two, a b c d e f g h);
        // The last round leaves one that no round needs.
        let _ = b_xor_c;
        let after = [
            &mut a, &mut b, &mut c, &mut d, &mut e, &mut f, &mut g, &mut h,
        ];
        for (word, before) in after.into_iter().zip(before) {
            *word = word.wrapping_add(before);
        }
    }
    *state = [a, b, c, d, e, f, g, h];
}
