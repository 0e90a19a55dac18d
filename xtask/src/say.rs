//! Lines for the person. Unlike `println!`, a terminal that has gone away is
//! no reason to panic: what runs must still be stopped in good order.

use std::fmt::Arguments;
use std::io::{self, Write};

/// One line to standard output.
#[macro_export]
macro_rules! say {
    ($($part:tt)*) => { $crate::say::out(format_args!($($part)*)) };
}

/// One line to standard error.
#[macro_export]
macro_rules! complain {
    ($($part:tt)*) => { $crate::say::err(format_args!($($part)*)) };
}

pub fn out(line: Arguments<'_>) {
    // Nobody is left to read: see the module's first lines.
    let _ = writeln!(io::stdout(), "{line}");
}

pub fn err(line: Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}
