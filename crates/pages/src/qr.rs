//! QR codes as drawings of two colours, small enough to stand within a page.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode, Version};

/// The largest symbol that EPC069-12 allows, and what of it no reader needs to fear.
const VERSION_MAX: i16 = 13;
/// White modules on every side (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A drawing: its side, and one path of strokes that are a module high.
pub(crate) struct Drawing {
    /// Modules from edge to edge, the quiet zone included.
    pub(crate) side: usize,
    /// The dark modules.
    pub(crate) path: String,
}

/// The code of a text, with error correction M. `None` when it is too long for version 13.
pub(crate) fn draw(text: &str) -> Option<Drawing> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let fits = matches!(code.version(), Version::Normal(version) if version <= VERSION_MAX);
    let width = code.width();
    fits.then(|| Drawing { side: width + 2 * QUIET, path: path(&code.to_colors(), width) })
}

/// Each row is one stroke from left to right, with gaps for the light modules.
fn path(modules: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (row, modules) in modules.chunks(width).enumerate() {
        let mut at = 0;
        let mut drawn = None;
        for run in modules.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                // A string takes everything that is written to it.
                let _ = match drawn {
                    None => write!(path, "M{} {}.5h{}", at + QUIET, row + QUIET, run.len()),
                    Some(end) => write!(path, "m{} 0h{}", at - end, run.len()),
                };
                drawn = Some(at + run.len());
            }
            at += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_stands_in_its_quiet_zone() {
        let drawing = draw("BCD");
        // Version 1 has 21 modules; its first row begins with the seven dark ones of the finder.
        assert_eq!(drawing.as_ref().map(|it| it.side), Some(29));
        assert!(drawing.is_some_and(|it| it.path.starts_with("M4 4.5h7m")));
    }

    #[test]
    fn what_the_standard_has_no_room_for_is_not_drawn() {
        assert!(draw(&"ä".repeat(165)).is_some());
        assert!(draw(&"ä".repeat(190)).is_none());
    }
}
