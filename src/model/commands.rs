//! Commands that people take to a shell: the same download by other tools, and
//! what the console itself may not do. For POSIX shells, with every word quoted
//! as it needs. Never asks for a token: it gets one, or names the variable.

use super::{DigestAlgorithm, Image, download_name};

const TOKEN_HEADER: &str = "X-Auth-Token";
/// openstackclient's own name for it.
const TOKEN_FROM_VARIABLE: &str = r#""X-Auth-Token: $OS_TOKEN""#;
/// Between parts of a command that stand on lines of their own.
const NEXT_LINE: &str = " \\\n  ";

/// Fetches an image's data from `url`. Without `token`, the shell's variable
/// `OS_TOKEN` is read.
///
/// - No `--location`: curl would carry the token to wherever a redirect leads.
/// - `--fail`: the words of a refusal aren't saved as if they were the image.
/// - No `--continue-at -`: where a store serves no ranges curl gives up, and a
///   file of the same name that is something else would be continued, too.
#[must_use]
pub fn curl_command(image: &Image, url: &str, token: Option<&str>) -> String {
    let parts = [
        "curl --fail".to_owned(),
        format!("--header {}", token_header(token)),
        format!("--output {}", quote(&file(image))),
        quote(url),
    ];
    parts.join(NEXT_LINE)
}

/// The same by wget, which follows redirects (with the token) unless it is told
/// not to.
#[must_use]
pub fn wget_command(image: &Image, url: &str, token: Option<&str>) -> String {
    let parts = [
        "wget --max-redirect=0".to_owned(),
        format!("--header={}", token_header(token)),
        format!("--output-document={}", quote(&file(image))),
        quote(url),
    ];
    parts.join(NEXT_LINE)
}

/// The same by openstackclient, which signs in by itself. `region`: where to
/// look, if its own default may be another.
#[must_use]
pub fn openstack_save_command(image: &Image, region: Option<&str>) -> String {
    let program = match region {
        Some(region) => format!("openstack --os-region-name={}", quote(region)),
        None => "openstack".to_owned(),
    };
    let parts = [
        format!("{program} image save"),
        format!("--file {}", quote(&file(image))),
        quote(&image.id),
    ];
    parts.join(NEXT_LINE)
}

/// Compares the saved file with what the service says of it; `None` where it
/// says nothing that can be compared.
#[must_use]
pub fn check_command(image: &Image) -> Option<String> {
    let expected = image.expected_digest()?;
    if !expected.hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let program = match expected.algorithm {
        DigestAlgorithm::Sha512 => "sha512sum",
        DigestAlgorithm::Sha384 => "sha384sum",
        DigestAlgorithm::Sha256 => "sha256sum",
        DigestAlgorithm::Md5 => "md5sum",
    };
    // Some shells' echo, and the check, give backslashes a meaning; the name of
    // a download holds none.
    let line = quote(&format!("{}  {}", expected.hex, file(image)));
    Some(format!("echo {line} | {program} -c"))
}

/// The name of the saved file. No tool shall take it for an option, nor for its
/// own output, which `-` means.
fn file(image: &Image) -> String {
    let name = download_name(image);
    if name.starts_with('-') {
        format!("./{name}")
    } else {
        name
    }
}

fn token_header(token: Option<&str>) -> String {
    match token {
        Some(token) => quote(&format!("{TOKEN_HEADER}: {token}")),
        None => TOKEN_FROM_VARIABLE.to_owned(),
    }
}

/// A text as one word of a POSIX shell. (A NUL can't be in any.)
#[must_use]
pub fn quote(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._/:".contains(&b);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

#[cfg(test)]
#[path = "commands_tests.rs"]
mod tests;
