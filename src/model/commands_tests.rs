//! What a real shell makes of the commands, whatever an image is called.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::*;

const NASTY: [&str; 16] = [
    "plain.raw",
    "two words",
    "it's",
    "'",
    "\"$HOME\" `id` $(id)",
    "a;b|c&d>e<f!g#1*?[x]{y}~",
    "~root",
    "=ls",
    "back\\slash\\n",
    "line\nbreak\ttab\r",
    "-rf",
    "--output",
    "-",
    "a\u{202e}gpj.exe\u{200f}",
    "שלום 🐧 日本",
    "",
];
const ID: &str = "8a1f7d3e-0000-4000-8000-00000000cafe";
const URL: &str = "https://[::1]:9292/a b/$x/v2/images/8a1f/file";
const TOKEN: &str = "gAAAAAB_to-ken==";
/// Each argument, ended as no argument can be.
const TELL: &str = "tell() { for word; do printf '%s\\0' \"$word\"; done; }\n";

fn image(name: &str) -> Image {
    serde_json::from_value(json!({
        "id": ID, "status": "active", "visibility": "shared", "name": name, "size": 3,
    }))
    .expect("decodes")
}

fn sh(script: &str, dir: &Path) -> String {
    let output = Command::new("sh")
        .args(["-c", script])
        .env("OS_TOKEN", "from-variable")
        .current_dir(dir)
        .output()
        .expect("sh runs");
    assert!(output.status.success(), "{script}: {output:?}");
    String::from_utf8(output.stdout).expect("is UTF-8")
}

/// The arguments that a command's program would get.
fn arguments(command: &str) -> Vec<String> {
    let (program, rest) = command.split_once(' ').expect("has arguments");
    assert!(
        ["curl", "wget", "openstack"].contains(&program),
        "{program}"
    );
    let told = sh(&format!("{TELL}tell {rest}"), Path::new("."));
    told.split_terminator('\0').map(ToOwned::to_owned).collect()
}

#[test]
fn a_shell_gets_back_what_was_quoted() {
    for text in NASTY {
        let script = format!("printf %s {}", quote(text));
        assert_eq!(sh(&script, Path::new(".")), text);
    }
    assert_eq!(quote("a\0b"), "'ab'");
}

#[test]
fn what_needs_no_quotes_has_none() {
    assert_eq!(quote("debian-12.qcow2"), "debian-12.qcow2");
    assert_eq!(quote("https://h:9292/v2"), "https://h:9292/v2");
    assert_eq!(quote("=ls"), "'=ls'");
}

#[test]
fn each_tool_gets_the_words_that_are_meant() {
    for name in NASTY {
        let image = image(name);
        let file = file(&image);
        assert!(!file.starts_with('-'), "{file}");
        assert_eq!(
            arguments(&curl_command(&image, URL, None)),
            [
                "--fail",
                "--header",
                "X-Auth-Token: from-variable",
                "--output",
                &file,
                URL
            ]
        );
        let header = "--header=X-Auth-Token: from-variable";
        let document = format!("--output-document={file}");
        assert_eq!(
            arguments(&wget_command(&image, URL, None)),
            ["--max-redirect=0", header, &document, URL]
        );
        assert_eq!(
            arguments(&openstack_save_command(&image, Some(name))),
            [
                &format!("--os-region-name={name}"),
                "image",
                "save",
                "--file",
                &file,
                ID
            ]
        );
    }
    assert!(openstack_save_command(&image("a"), None).starts_with("openstack image save"));
}

#[test]
fn the_token_is_in_a_command_only_when_it_was_given() {
    let image = image("a");
    for command in [curl_command, wget_command] {
        assert!(command(&image, URL, None).contains("$OS_TOKEN"));
        let with_token = command(&image, URL, Some(TOKEN));
        assert!(!with_token.contains("OS_TOKEN"), "{with_token}");
        let meant = format!("X-Auth-Token: {TOKEN}");
        assert!(
            arguments(&with_token)
                .iter()
                .any(|word| word.ends_with(&meant))
        );
    }
}

#[test]
fn the_check_finds_the_file_and_knows_its_bytes() {
    let dir = std::env::temp_dir().join(format!("vitrine-commands-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("can be made");
    for name in NASTY {
        let mut image = image(name);
        image.checksum = Some("900150983CD24FB0D6963F7D28E17F72".to_owned());
        let command = check_command(&image).expect("has a hash");
        let path = dir.join(file(&image));
        std::fs::write(&path, "abc").expect("can be written");
        assert!(sh(&command, &dir).ends_with(": OK\n"), "{command}");
        std::fs::write(&path, "abd").expect("can be written");
        let has_failed = sh(&format!("{command} || echo differs"), &dir);
        assert!(has_failed.ends_with("differs\n"), "{command}");
    }
    std::fs::remove_dir_all(&dir).expect("can be removed");
}

#[test]
fn the_check_is_by_the_strongest_hash_that_is_one() {
    let mut image = image("a");
    assert_eq!(check_command(&image), None);
    for (algorithm, program) in [
        ("sha512", "sha512sum"),
        ("sha384", "sha384sum"),
        ("sha256", "sha256sum"),
        ("md5", "md5sum"),
    ] {
        image.os_hash_algo = Some(algorithm.to_owned());
        image.os_hash_value = Some("7DC1".to_owned());
        let expected = format!("echo '7dc1  a' | {program} -c");
        assert_eq!(check_command(&image), Some(expected));
    }
    image.os_hash_value = Some("none; yet".to_owned());
    assert_eq!(check_command(&image), None);
}
