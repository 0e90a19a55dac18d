//! The console's entry: starts it on its own page.

fn main() {
    vitrine::embed::start_standalone();
}
