/** Mean brightness of a small picture (0–255) and its size in pixels. */
const across = 16;
const down = 9;

/** @throws when the picture cannot be read */
export async function brightnessOf(
  address: string,
): Promise<{ brightness: number; width: number; height: number }> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = across;
  canvas.height = down;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.drawImage(picture, 0, 0, across, down);
  const { data } = context.getImageData(0, 0, across, down);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) {
    // Rec. 601 luma, as JPEG has it.
    sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return { brightness: sum / (across * down), width: picture.naturalWidth, height: picture.naturalHeight };
}
