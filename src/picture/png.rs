//! Writes pixels as a PNG with a palette: a third of the bytes of one with a colour for each pixel.

use std::collections::HashMap;

use anyhow::Context as _;
use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use resvg::tiny_skia::Pixmap;

/// As many as an index of one byte can name.
const COLOURS: usize = 256;

type Colour = [u8; 4];

/// The flat colours of the card with their blends at edges are 200 to 400. When they are too many, neighbours that
/// nobody can tell apart become one.
pub(super) fn encode(pixels: Pixmap) -> anyhow::Result<Vec<u8>> {
    let (width, height) = (pixels.width(), pixels.height());
    let pixels = pixels.take_demultiplied();
    let (pixels, _) = pixels.as_chunks();
    let (palette, indices) = (0..7).find_map(|bits| indexed(pixels, bits)).context("cannot find few enough colours")?;
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect::<Vec<u8>>());
    encoder.set_trns(palette.iter().map(|[.., alpha]| *alpha).collect::<Vec<u8>>());
    // The level of most libraries takes twice as long for a twenty-fifth of the bytes.
    encoder.set_deflate_compression(DeflateCompression::Level(4));
    // Rows of indices repeat each other; differences between them would not.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer.finish()?;
    Ok(png)
}

/// The colours in the order met and each pixel as the index of its colour, when `bits` of every channel do not count;
/// nothing when they are still too many.
fn indexed(pixels: &[Colour], bits: u32) -> Option<(Vec<Colour>, Vec<u8>)> {
    let mut palette: Vec<Colour> = Vec::new();
    let mut known: HashMap<Colour, u8> = HashMap::new();
    let mut indices = Vec::with_capacity(pixels.len());
    let mut last: Option<(Colour, u8)> = None;
    for pixel in pixels {
        if let Some((colour, index)) = last
            && colour == *pixel
        {
            indices.push(index);
            continue;
        }
        let key = pixel.map(|channel| channel >> bits);
        let index = match known.get(&key) {
            Some(index) => *index,
            None if palette.len() == COLOURS => return None,
            None => {
                let index = u8::try_from(palette.len()).ok()?;
                // The first of its kind stands for all.
                palette.push(*pixel);
                known.insert(key, index);
                index
            }
        };
        last = Some((*pixel, index));
        indices.push(index);
    }
    Some((palette, indices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_colours_become_fewer() {
        let pixels: Vec<Colour> = (0..=255).flat_map(|level| [[level, 0, 0, 255], [0, level, 0, 255]]).collect();
        assert!(indexed(&pixels, 0).is_none());
        let (palette, indices) = indexed(&pixels, 1).unwrap();
        assert_eq!((palette.len(), indices.len()), (255, 512));
        assert_eq!(palette[0], [0, 0, 0, 255]);
    }
}
