//! A merchant's colour, made readable.
//!
//! Merchants choose any colour, yellow and near black included. The page's policy forbids inline
//! style, so the colour comes as a tiny stylesheet of its own, and every pair in it that carries
//! text has a contrast of at least 4.5 to 1, on light and on dark pages.

/// A colour of eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

const WHITE: Color = Color([255, 255, 255]);
const BLACK: Color = Color([0, 0, 0]);

/// Where the colour appears as text on light pages: page and surface of `app.css`.
const LIGHT: [Color; 2] = [Color([0xf3, 0xf4, 0xf6]), WHITE];
/// The same on dark pages.
const DARK: [Color; 3] =
    [Color([0x0f, 0x13, 0x18]), Color([0x18, 0x1e, 0x26]), Color([0x20, 0x28, 0x32])];

/// The contrast that text needs.
const READABLE: f64 = 4.5;

impl Color {
    /// From `#rrggbb`, with or without the `#`.
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').unwrap_or(hex);
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// Six lower-case digits, as in the stylesheet's address.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("{red:02x}{green:02x}{blue:02x}")
    }

    /// The relative luminance of WCAG 2.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast of two colours, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour moved `step` 64ths of the way to another.
    fn towards(self, other: Self, step: u16) -> Self {
        let mut out = self.0;
        for (channel, goal) in out.iter_mut().zip(other.0) {
            let mixed = (u16::from(*channel) * (64 - step) + u16::from(goal) * step) / 64;
            *channel = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        Self(out)
    }

    /// The nearest shade towards `goal` that is readable on every one of the backgrounds.
    fn readable_on(self, backgrounds: &[Self], goal: Self) -> Self {
        (0..=64)
            .map(|step| self.towards(goal, step))
            .find(|shade| backgrounds.iter().all(|under| shade.contrast(*under) >= READABLE))
            .unwrap_or(goal)
    }

    /// White where it is readable, else black; one of the two always is.
    fn text_on(self) -> Self {
        if self.contrast(WHITE) >= READABLE { WHITE } else { BLACK }
    }
}

/// The stylesheet for a brand colour; for text that is no colour, the page's own colour stays.
///
/// `--brand` fills, `--on-brand` is text on it, `--brand-ink` is the colour as text and as the edge
/// of what it fills, darker or lighter than the merchant's where that is needed to be seen.
pub fn brand_css(hex: &str) -> String {
    let Some(brand) = Color::parse(hex) else { return String::new() };
    format!(
        ":root{{--brand:#{};--on-brand:#{};--brand-ink:#{}}}\n\
         @media (prefers-color-scheme:dark){{:root{{--brand-ink:#{}}}}}\n",
        brand.hex(),
        brand.text_on().hex(),
        brand.readable_on(&LIGHT, BLACK).hex(),
        brand.readable_on(&DARK, WHITE).hex(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colors() -> impl Iterator<Item = Color> {
        let steps = || (0..=255_u8).step_by(15);
        steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| Color([r, g, b]))))
    }

    #[test]
    fn every_pair_is_readable_for_every_colour() {
        for brand in colors() {
            assert!(brand.contrast(brand.text_on()) >= READABLE, "{brand:?}");
            let light = brand.readable_on(&LIGHT, BLACK);
            let dark = brand.readable_on(&DARK, WHITE);
            assert!(LIGHT.iter().all(|under| light.contrast(*under) >= READABLE), "{brand:?}");
            assert!(DARK.iter().all(|under| dark.contrast(*under) >= READABLE), "{brand:?}");
        }
    }

    #[test]
    fn the_backgrounds_are_those_of_the_stylesheet() {
        let css = include_str!("../assets/web/app.css");
        for color in LIGHT.into_iter().chain(DARK) {
            assert!(css.contains(&format!("#{}", color.hex())), "{color:?}");
        }
    }

    #[test]
    fn a_colour_that_reads_well_is_left_alone() {
        assert!(
            brand_css("#14532d").contains("--brand:#14532d;--on-brand:#ffffff;--brand-ink:#14532d")
        );
        assert!(brand_css("FFD400").contains("--on-brand:#000000"));
        assert_eq!(brand_css("red;}body{display:none"), "");
        assert_eq!(brand_css("#12345é"), "");
    }
}
