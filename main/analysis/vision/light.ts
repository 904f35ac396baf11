/** How bright a picture is. Pure. */
import type { Light } from './scene.ts';

/** @param rgb bytes of a small version of the picture */
export function lightOf(rgb: Uint8Array): Light {
  const pixels = Math.max(1, Math.floor(rgb.length / 3));
  const values = Float64Array.from({ length: pixels }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(pixel * 3, pixel * 3 + 3);
    // Luma of ITU-R BT.709, the colour space of sRGB.
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  }).toSorted();
  const mean = values.reduce((sum, value) => sum + value, 0) / pixels;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels;
  return { mean, spread: Math.sqrt(variance), bright: values[Math.floor((pixels - 1) * 0.99)] ?? 0 };
}
