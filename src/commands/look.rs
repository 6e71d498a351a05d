//! How the pictures of a run look, from flags and winwin.toml.

use std::path::Path;
use std::sync::Arc;

use crate::chart::logo::{Logo, LogoError, MOST_BYTES, MOST_SIDE};
use crate::chart::look::{Charts, Look};
use crate::chart::theme::palette::{Palette, Rgb, contrast, darkened, distance};
use crate::chart::theme::{CONTRAST, SCALE};
use crate::cli::pictures::{FormatChoice, Pictures, ThemeChoice};
use crate::commands::input::Loaded;
use crate::error::{Error, Fault, LookFault, Message, Place, Problem, Severity};
use crate::read::config::brand::Placed;
use crate::read::files;

/// Least contrast with white of a colour that carries no text: that of marks.
const MARKS: f64 = 3.0;
/// Least distance of the two colours.
const APART: f64 = 0.12;

/// The look that flags ask for, else winwin.toml. What is wrong with a brand goes to the problems of the tables.
///
/// # Errors
/// A scale that cannot be painted.
pub(super) fn of(flags: &Pictures, loaded: &mut Loaded) -> Result<Look, Error> {
    let config = &loaded.config;
    let format = flags.painting.format.or_else(|| config.format.as_deref().and_then(FormatChoice::named));
    let theme = flags.painting.theme.or_else(|| config.theme.as_deref().and_then(ThemeChoice::named));
    let office = flags.office || config.office.unwrap_or(false);
    let charts = flags.charts()?.or_else(|| config.charts.as_deref().and_then(Charts::named));
    let scale = flags.painting.scale()?.or(config.scale).unwrap_or(SCALE);
    let (palette, logo) = brand(loaded);
    let palette = if theme == Some(ThemeChoice::PrintGrey) { Palette::print_grey() } else { palette };
    let format = format.map(FormatChoice::chosen).unwrap_or_default();
    Ok(Look { format, scale, palette, logo, office, charts: charts.unwrap_or_default() })
}

/// The brand's colours and logo, as far as they can be used.
fn brand(loaded: &mut Loaded) -> (Palette, Option<Arc<Logo>>) {
    let brand = loaded.config.brand.clone();
    let file = loaded.config_path.clone().unwrap_or_default();
    let mut problems = Vec::new();
    let mut refuse = |value: String, line: Option<u64>, fault: LookFault| {
        let place = Place { line, ..Place::file(&files::shown(&file)) };
        problems.push(Problem { severity: Severity::Error, place, value: Some(value), fault: Fault::Look(fault) });
    };
    // What helps also carries text, white on it and in it on white.
    for (colour, least) in [(&brand.helps, CONTRAST), (&brand.hurts, MARKS)] {
        if let Some(Placed { value, line }) = colour {
            let found = contrast(*value, (255, 255, 255));
            if found < least {
                let instead = hex(darkened(*value, least));
                refuse(hex(*value), *line, LookFault::Pale { contrast: found, least, instead });
            }
        }
    }
    let usual = Palette::branded(brand.helps.as_ref().map(|h| h.value), None);
    if let Some(Placed { value, line }) = &brand.hurts {
        let helps = usual.rgb(crate::chart::theme::Color::Help);
        if distance(*value, helps) < APART {
            refuse(hex(*value), *line, LookFault::Alike { other: hex(helps) });
        }
    }
    let mut logo = None;
    if let Some(Placed { value, line }) = &brand.logo {
        let path = file.parent().unwrap_or_else(|| Path::new("")).join(value);
        match read(&path) {
            Ok(found) => logo = Some(Arc::new(found)),
            Err(fault) => refuse(value.clone(), *line, fault),
        }
    }
    loaded.problems.extend(problems);
    (Palette::branded(brand.helps.map(|h| h.value), brand.hurts.map(|h| h.value)), logo)
}

fn read(path: &Path) -> Result<Logo, LookFault> {
    let bytes = files::bytes_up_to(path, MOST_BYTES).map_err(|m| match m {
        Message::CannotRead { reason, .. } => LookFault::LogoUnread { reason },
        other => LookFault::LogoUnread { reason: format!("{other:?}").into() },
    })?;
    let bytes = bytes.ok_or(LookFault::LogoBytes { most: MOST_BYTES >> 20 })?;
    Logo::read(&bytes).map_err(|e| match e {
        LogoError::NotPng(reason) => LookFault::LogoNotPng { reason },
        LogoError::TooLarge(width, height) => LookFault::LogoPixels { width, height, most: MOST_SIDE },
    })
}

fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}
