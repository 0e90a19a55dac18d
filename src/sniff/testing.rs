//! Files for the tests of this room.

use super::{Finding, Sample, recognise, wanted};

/// A file of zeros, but for these bytes.
pub(super) fn with_bytes(length: usize, parts: &[(usize, &[u8])]) -> Vec<u8> {
    let mut file = vec![0; length];
    for (at, bytes) in parts {
        file[*at..at + bytes.len()].copy_from_slice(bytes);
    }
    file
}

/// What a whole file is found to be, reading only what is asked for.
pub(super) fn finding_of(file: impl AsRef<[u8]>) -> Finding {
    let file = file.as_ref();
    let mut sample = Sample::new(file.len() as u64);
    while let Some(range) = wanted(&sample) {
        let range =
            usize::try_from(range.start).expect("fits")..usize::try_from(range.end).expect("fits");
        sample.add(range.start as u64, file[range].to_vec());
    }
    recognise(&sample)
}
