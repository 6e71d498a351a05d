//! What can be wrong with a brand's colours and logo in winwin.toml.

use crate::error::Refusal;

/// Why a value of `[brand]` cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum LookFault {
    /// A colour that is too pale on white.
    Pale {
        /// Its contrast with white, 1 to 21.
        contrast: f64,
        /// What it must be at least.
        least: f64,
        /// The nearest darker colour that would do.
        instead: String,
    },
    /// A colour that cannot be told from the one for the opposite.
    Alike {
        /// The opposite's colour.
        other: String,
    },
    /// A file that cannot be read.
    LogoUnread {
        /// The system's reason.
        reason: Refusal,
    },
    /// A file that is no PNG, or a damaged one.
    LogoNotPng {
        /// The decoder's reason.
        reason: String,
    },
    /// A file of too many bytes.
    LogoBytes {
        /// Most bytes, in MB.
        most: u64,
    },
    /// A picture of too many pixels.
    LogoPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// Most a side.
        most: u32,
    },
}
