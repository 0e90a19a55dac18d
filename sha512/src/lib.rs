//! SHA-512 and SHA-384 (FIPS 180-4), bytes in and a digest out. Knows nothing of files,
//! browsers or images, and depends on nothing.
//!
//! It is here because general libraries reach only two thirds of its speed in
//! WebAssembly, and every byte that moves goes through it.

mod block;
mod constants;
mod pair;

use self::block::{BLOCK_BYTES, compress};
use self::constants::{START_384, START_512};

/// Where the number of bits stands in the last block.
const LENGTH_AT: usize = BLOCK_BYTES - 16;

/// A digest under way.
#[derive(Clone)]
pub struct Sha512 {
    state: [u64; 8],
    /// What doesn't fill a block yet: the first [`Self::held`] bytes.
    rest: [u8; BLOCK_BYTES],
    bytes: u128,
    digest_bytes: usize,
}

impl Default for Sha512 {
    fn default() -> Self {
        Self::begin(START_512, 64)
    }
}

impl Sha512 {
    /// SHA-384: the same from another beginning, cut off at 48 bytes.
    #[must_use]
    pub fn sha384() -> Self {
        Self::begin(START_384, 48)
    }

    fn begin(state: [u64; 8], digest_bytes: usize) -> Self {
        Self {
            state,
            rest: [0; BLOCK_BYTES],
            bytes: 0,
            digest_bytes,
        }
    }

    fn held(&self) -> usize {
        #[allow(clippy::cast_possible_truncation)] // below 128
        let held = (self.bytes % BLOCK_BYTES as u128) as usize;
        held
    }

    /// Takes in the next bytes. Fastest in multiples of 128.
    pub fn update(&mut self, mut bytes: &[u8]) {
        let held = self.held();
        self.bytes += bytes.len() as u128;
        if held > 0 {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK_BYTES - held));
            self.rest[held..held + now.len()].copy_from_slice(now);
            if held + now.len() < BLOCK_BYTES {
                return;
            }
            compress(&mut self.state, &[self.rest]);
            bytes = later;
        }
        let (blocks, rest) = bytes.as_chunks();
        compress(&mut self.state, blocks);
        self.rest[..rest.len()].copy_from_slice(rest);
    }

    /// The digest: 64 bytes, of SHA-384 48.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let held = self.held();
        self.rest[held] = 0x80;
        self.rest[held + 1..].fill(0);
        if held >= LENGTH_AT {
            compress(&mut self.state, &[self.rest]);
            self.rest.fill(0);
        }
        self.rest[LENGTH_AT..].copy_from_slice(&(self.bytes * 8).to_be_bytes());
        compress(&mut self.state, &[self.rest]);
        let mut digest: Vec<u8> = self.state.into_iter().flat_map(u64::to_be_bytes).collect();
        digest.truncate(self.digest_bytes);
        digest
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Sha512;

    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

    /// Bytes without a pattern that a swapped or lost word could hide in.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let next = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_be_bytes()[0]
        });
        next.take(count).collect()
    }

    fn sha2<D: sha2::Digest>(bytes: &[u8]) -> Vec<u8> {
        D::digest(bytes).to_vec()
    }

    #[test]
    fn every_length_around_the_padding_is_as_another_library_has_it() {
        let noise = noise(1000);
        for length in (0..=400).chain([511, 512, 513, 999, 1000]) {
            let bytes = &noise[..length];
            let mut hasher = Sha512::default();
            hasher.update(bytes);
            assert_eq!(hasher.finish(), sha2::<sha2::Sha512>(bytes), "{length}");
            let mut hasher = Sha512::sha384();
            hasher.update(bytes);
            assert_eq!(hasher.finish(), sha2::<sha2::Sha384>(bytes), "{length}");
        }
    }

    #[test]
    fn it_does_not_matter_how_the_bytes_come() {
        let bytes = noise(70_000);
        let wanted = sha2::<sha2::Sha512>(&bytes);
        for size in [1, 3, 127, 128, 129, 1000, 65_536] {
            let mut hasher = Sha512::default();
            bytes.chunks(size).for_each(|chunk| hasher.update(chunk));
            assert_eq!(hasher.finish(), wanted, "in pieces of {size}");
        }
    }
}
