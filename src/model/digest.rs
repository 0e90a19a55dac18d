//! Which digest proves an image's bytes. SHA-512 in practice (`os_hash_algo`);
//! the MD5 of `checksum` where a cloud gives nothing better.

use serde::{Deserialize, Serialize};

/// A digest that this console can compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DigestAlgorithm {
    Sha512,
    Sha384,
    Sha256,
    Md5,
}

impl DigestAlgorithm {
    /// From the service's `os_hash_algo` (a `hashlib` name); `None` for one we can't compute.
    #[must_use]
    pub fn from_os_hash_algo(name: &str) -> Option<Self> {
        match name {
            "sha512" => Some(Self::Sha512),
            "sha384" => Some(Self::Sha384),
            "sha256" => Some(Self::Sha256),
            "md5" => Some(Self::Md5),
            _ => None,
        }
    }

    /// The name as people write it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sha512 => "SHA-512",
            Self::Sha384 => "SHA-384",
            Self::Sha256 => "SHA-256",
            Self::Md5 => "MD5",
        }
    }
}

/// What the service says the bytes hash to: the best proof an image record offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    pub algorithm: DigestAlgorithm,
    /// Lower-case hexadecimal.
    pub hex: String,
}
