/** Makes the pictures of the program in resources/icons from the drawings below: `node scripts/make-icons.mjs`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('../resources/icons', import.meta.url));
const accent = '#4f5bd5';
const red = '#d92d3a';
const amber = '#d97706';

/** A rounded tile with a play mark: the program. Drawn on 32 units, as in the page. */
const tile = `<rect width="32" height="32" rx="8" fill="${accent}"/><path d="M12 9.5v13l11-6.5z" fill="#fff"/>`;
// macOS and Windows want air around the tile.
const app = svg(`<g transform="translate(2.6 2.6) scale(.8375)">${tile}</g>`);

/** In the tray shapes tell states apart: a play mark, a disc, a triangle with a mark; not colour alone. */
const tray = {
  idle: tile,
  recording: `<rect width="32" height="32" rx="8" fill="#fff"/><rect x="1" y="1" width="30" height="30" rx="7" fill="none" stroke="${red}" stroke-width="2"/><circle cx="16" cy="16" r="9" fill="${red}"/>`,
  attention: `<path d="M16 2 31 29H1z" fill="${amber}" stroke="${amber}" stroke-width="2" stroke-linejoin="round"/><path d="M16 11v9" stroke="#fff" stroke-width="3.500" stroke-linecap="round"/><circle cx="16" cy="25" r="2" fill="#fff"/>`,
  /** macOS tints it like the rest of the menu bar. */
  'idle-mono': `<path fill-rule="evenodd" d="M8 1h16a7 7 0 0 1 7 7v16a7 7 0 0 1-7 7H8a7 7 0 0 1-7-7V8a7 7 0 0 1 7-7zm4 8.500v13l11-6.500z" fill="#000"/>`,
};

function svg(content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${content}</svg>`;
}

async function draw(content, size, name) {
  const picture = sharp(Buffer.from(content), { density: (72 * size) / 32 }).resize(size, size);
  await writeFile(
    `${folder}/${name}.png`,
    await picture.png({ compressionLevel: 9, palette: size < 64 }).toBuffer(),
  );
}

await mkdir(folder, { recursive: true });
await writeFile(`${folder}/app.svg`, `${app}\n`);
for (const size of [256, 1024]) await draw(app, size, `app-${size}`);
for (const [name, content] of Object.entries(tray)) {
  await draw(svg(content), 16, `tray-${name}`);
  await draw(svg(content), 32, `tray-${name}@2x`);
}
await draw(
  svg(`<circle cx="16" cy="16" r="14" fill="${red}" stroke="#fff" stroke-width="3"/>`),
  16,
  'overlay-recording',
);
