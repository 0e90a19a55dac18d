//! Where the program is to be taken apart, the linker keeps the relocations by
//! which that is done.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_set = |name| std::env::var_os(name).is_some();
    let is_wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && is_set("CARGO_FEATURE_SPLIT") {
        println!("cargo::rustc-link-arg-bin=vitrine=--emit-relocs");
    }
}
