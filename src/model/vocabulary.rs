//! The service's fixed words as enums that keep a word they don't know:
//! services grow, and an unknown status must not cost a person the whole list.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A word newer than this console, or one a site added; kept as it came.
            Other(String),
        }

        impl $name {
            /// Every word known here, in the order in which a form offers them.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The word as the service writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self::from(String::deserialize(deserializer)?.as_str()))
            }
        }
    };
}

vocabulary! {
    /// `status` of an image (Image API v2, "Image statuses").
    ImageStatus {
        Queued = "queued",
        Saving = "saving",
        Uploading = "uploading",
        Importing = "importing",
        Active = "active",
        Deactivated = "deactivated",
        PendingDelete = "pending_delete",
        Deleted = "deleted",
        Killed = "killed",
    }
}

vocabulary! {
    /// `visibility` of an image; `shared` and `community` since API 2.5.
    Visibility {
        Shared = "shared",
        Private = "private",
        Community = "community",
        Public = "public",
    }
}

vocabulary! {
    /// `disk_format`: how the bytes are laid out. The shipped set of Glance;
    /// a site's own set is in `/v2/schemas/image`.
    DiskFormat {
        Qcow2 = "qcow2",
        Raw = "raw",
        Iso = "iso",
        Vmdk = "vmdk",
        Vhd = "vhd",
        Vhdx = "vhdx",
        Vdi = "vdi",
        Ploop = "ploop",
        Ami = "ami",
        Aki = "aki",
        Ari = "ari",
    }
}

vocabulary! {
    /// `container_format`: what, if anything, wraps the disk image.
    ContainerFormat {
        Bare = "bare",
        Ovf = "ovf",
        Ova = "ova",
        Docker = "docker",
        Compressed = "compressed",
        Ami = "ami",
        Aki = "aki",
        Ari = "ari",
    }
}

vocabulary! {
    /// `status` of a member: what a project answered to an image shared with it.
    MemberStatus {
        Pending = "pending",
        Accepted = "accepted",
        Rejected = "rejected",
    }
}

vocabulary! {
    /// How data can come into an image by `POST …/import` (`/v2/info/import`).
    ImportMethod {
        GlanceDirect = "glance-direct",
        WebDownload = "web-download",
        CopyImage = "copy-image",
        GlanceDownload = "glance-download",
    }
}

vocabulary! {
    /// `status` of a task.
    TaskStatus {
        Pending = "pending",
        Processing = "processing",
        Success = "success",
        Failure = "failure",
    }
}

vocabulary! {
    /// `visibility` of a metadata definition namespace.
    NamespaceVisibility {
        Public = "public",
        Private = "private",
    }
}

impl DiskFormat {
    /// The usual ending of a file in this format, without the dot.
    #[must_use]
    pub fn extension(&self) -> &str {
        match self {
            // "img" would do as well; "raw" says what it is.
            Self::Raw => "raw",
            Self::Ploop => "hdd",
            other => other.as_str(),
        }
    }
}

impl ImageStatus {
    /// Whether the service is at work on the image, so that a look a little
    /// later will show something else. A `queued` image waits for a person.
    #[must_use]
    pub fn is_in_transition(&self) -> bool {
        matches!(
            self,
            Self::Saving | Self::Uploading | Self::Importing | Self::PendingDelete
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_survives_the_round_trip() {
        let status: ImageStatus = serde_json::from_str("\"thawing\"").expect("a string decodes");
        assert_eq!(status, ImageStatus::Other("thawing".to_owned()));
        assert_eq!(
            serde_json::to_string(&status).expect("encodes"),
            "\"thawing\""
        );
    }

    #[test]
    fn every_known_word_reads_back_as_itself() {
        for format in DiskFormat::KNOWN {
            assert_eq!(&DiskFormat::from(format.as_str()), format);
        }
        assert_eq!(Visibility::from("community"), Visibility::Community);
    }

    #[test]
    fn case_matters_as_it_does_to_the_service() {
        assert_eq!(DiskFormat::from("RAW"), DiskFormat::Other("RAW".to_owned()));
    }
}
