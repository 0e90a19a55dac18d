//! Files to measure with: made once, of bytes that nothing can compress or
//! skip, each with its SHA-512 beside it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::MIB;
use crate::failure::{Doing, Result, because};
use crate::{process, say, stop};

#[derive(Clone)]
pub struct TestFile {
    pub path: PathBuf,
    pub bytes: u64,
    pub sha512: String,
}

impl TestFile {
    /// The file of that many bytes (whole MiB); its pages are in memory afterwards.
    pub fn ensure(directory: &Path, bytes: u64) -> Result<Self> {
        fs::create_dir_all(directory).at("create", directory)?;
        let path = directory.join(format!("{}-MiB.raw", bytes / MIB));
        let record = path.with_extension("sha512");
        let is_whole = fs::metadata(&path).is_ok_and(|found| found.len() == bytes);
        if !is_whole || !record.is_file() {
            say!("bench: making {}", path.display());
            write_noise(&path, bytes)?;
            fs::write(&record, sha512sum(&path)?).at("write", &record)?;
        }
        let sha512 = fs::read_to_string(&record).at("read", &record)?;
        Ok(Self {
            path,
            bytes,
            sha512: sha512.trim().to_owned(),
        })
    }
}

fn write_noise(path: &Path, bytes: u64) -> Result {
    let mut file = File::create(path).at("create", path)?;
    let mut noise = Noise(bytes | 1);
    let mut piece = vec![0; MIB as usize];
    for _ in 0..bytes / MIB {
        stop::check()?;
        noise.fill(&mut piece);
        file.write_all(&piece).at("write", path)?;
    }
    // What is written to the disk later would disturb what is measured.
    file.sync_all().at("write", path)
}

fn sha512sum(path: &Path) -> Result<String> {
    let words = process::output("sha512sum", process::command("sha512sum").arg(path))?;
    match words.split_whitespace().next() {
        Some(digest) if digest.len() == 128 => Ok(digest.to_owned()),
        _ => because(format!("sha512sum said \"{words}\"")),
    }
}

/// Marsaglia's xorshift: the same bytes each time, faster than any disk.
struct Noise(u64);

impl Noise {
    fn fill(&mut self, piece: &mut [u8]) {
        for eight in piece.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            eight.copy_from_slice(&self.0.to_le_bytes()[..eight.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Noise;

    #[test]
    fn noise_is_repeatable_and_not_periodic_soon() {
        let fill = || {
            let mut piece = vec![0; 4099];
            Noise(1).fill(&mut piece);
            piece
        };
        let piece = fill();
        assert_eq!(piece, fill());
        assert_ne!(piece[..2048], piece[2048..4096]);
    }
}
