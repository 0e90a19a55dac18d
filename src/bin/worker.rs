//! The worker's entry: waits for a job to read, write and digest.

fn main() {
    vitrine::transfer::worker::run();
}
