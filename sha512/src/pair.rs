//! Two words side by side: a SIMD register where there is one.

pub use lanes::{Pair, add, as_words, big_endian, middle, of, sigma_0, sigma_1};

#[cfg(target_arch = "wasm32")]
mod lanes {
    use core::arch::wasm32::{
        i8x16_shuffle, i64x2_add, u64x2, u64x2_extract_lane, u64x2_shl, u64x2_shr, u64x2_shuffle,
        v128, v128_or, v128_xor,
    };

    pub type Pair = v128;

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn of(words: [u64; 2]) -> Pair {
        u64x2(words[0], words[1])
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn as_words(pair: Pair) -> [u64; 2] {
        [u64x2_extract_lane::<0>(pair), u64x2_extract_lane::<1>(pair)]
    }

    /// WebAssembly has no instruction that turns the bytes of a word around.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn big_endian(bytes: &[u8; 16]) -> Pair {
        let (words, _) = bytes.as_chunks::<8>();
        let pair = of([u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1])]);
        i8x16_shuffle::<7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8>(pair, pair)
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn add(a: Pair, b: Pair) -> Pair {
        i64x2_add(a, b)
    }

    /// The last word of the one and the first of the other.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn middle(a: Pair, b: Pair) -> Pair {
        u64x2_shuffle::<1, 2>(a, b)
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    fn rotated(pair: Pair, right: u32) -> Pair {
        v128_or(u64x2_shr(pair, right), u64x2_shl(pair, 64 - right))
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn sigma_0(pair: Pair) -> Pair {
        v128_xor(
            v128_xor(rotated(pair, 1), rotated(pair, 8)),
            u64x2_shr(pair, 7),
        )
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn sigma_1(pair: Pair) -> Pair {
        v128_xor(
            v128_xor(rotated(pair, 19), rotated(pair, 61)),
            u64x2_shr(pair, 6),
        )
    }
}

/// Without SIMD: for tests of all else on this machine.
#[cfg(not(target_arch = "wasm32"))]
mod lanes {
    pub type Pair = [u64; 2];

    pub fn of(words: [u64; 2]) -> Pair {
        words
    }

    pub fn as_words(pair: Pair) -> [u64; 2] {
        pair
    }

    pub fn big_endian(bytes: &[u8; 16]) -> Pair {
        let (words, _) = bytes.as_chunks::<8>();
        [u64::from_be_bytes(words[0]), u64::from_be_bytes(words[1])]
    }

    pub fn add(a: Pair, b: Pair) -> Pair {
        [a[0].wrapping_add(b[0]), a[1].wrapping_add(b[1])]
    }

    pub fn middle(a: Pair, b: Pair) -> Pair {
        [a[1], b[0]]
    }

    pub fn sigma_0(pair: Pair) -> Pair {
        pair.map(|word| word.rotate_right(1) ^ word.rotate_right(8) ^ (word >> 7))
    }

    pub fn sigma_1(pair: Pair) -> Pair {
        pair.map(|word| word.rotate_right(19) ^ word.rotate_right(61) ^ (word >> 6))
    }
}
