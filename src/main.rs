//! placeholder while the dependencies build
fn main() {}
