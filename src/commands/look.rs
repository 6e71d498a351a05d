//! How the pictures of a run look, from flags and winwin.toml.

use crate::chart::look::Look;
use crate::cli::pictures::{FormatChoice, Pictures};
use crate::commands::input::Loaded;

/// The look that flags ask for, else winwin.toml.
pub(super) fn of(flags: &Pictures, loaded: &Loaded) -> Look {
    let format = flags.format.or_else(|| loaded.config.format.as_deref().and_then(FormatChoice::named));
    Look { format: format.map(FormatChoice::chosen).unwrap_or_default() }
}
