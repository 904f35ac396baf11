/** The pages that Chromium draws for scenes other than slides: boards that fill sign by sign, and long documents. */
import type { Board } from './scene.ts';

const grounds = {
  green: { ground: '#24513c', ink: '#f1f3e6', mark: '#ffe08a' },
  white: { ground: '#f4f5f3', ink: '#1d2b53', mark: '#b3261e' },
} as const;

/** Small numbers that look like chance and are the same in each run: a multiplicative hash. */
function noise(seed: number): number {
  return ((seed * 2_654_435_761) % 4_294_967_296) / 4_294_967_296 - 0.5;
}

/** Each sign is an element of class `s`; `reveal(n)` shows the first n. @returns the page and its number of signs */
export function boardHtml(board: Board): { html: string; signs: number } {
  const { ground, ink, mark } = grounds[board.ground];
  let signs = 0;
  const elements = board.lines.flatMap((line, row) => {
    let x = 90;
    return Array.from(line).flatMap((letter) => {
      const size = 46 + noise(signs + 3) * 6;
      const left = x;
      x += letter.charCodeAt(0) > 0x7f ? size * 0.98 : size * 0.58;
      if (letter === ' ') return [];
      signs += 1;
      const y = 110 + row * 84 + noise(signs) * 8;
      const turn = noise(signs + 7) * 9;
      return `<text class="s" x="${left.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size.toFixed(1)}" fill="${ink}"
        transform="rotate(${turn.toFixed(1)} ${left.toFixed(1)} ${y.toFixed(1)})">${letter.replace('<', '&lt;')}</text>`;
    });
  });
  const strokes = Array.from({ length: 14 }, (_, stroke) => {
    signs += 1;
    const x = 860 + (stroke % 4) * 80;
    const y = 190 + Math.floor(stroke / 4) * 110;
    return `<path class="s" d="M${x} ${y} q${30 + noise(stroke) * 30} -60 70 ${noise(stroke + 9) * 60}" fill="none"
      stroke="${stroke % 3 === 0 ? mark : ink}" stroke-width="5" stroke-linecap="round"/>`;
  });
  const html = `<!doctype html><meta charset="utf-8"><style>*{margin:0}.s{visibility:hidden}.s.on{visibility:visible}</style>
    <svg width="1280" height="720" font-family="Noto Serif CJK KR" style="display:block;background:${ground}">
    ${[...elements, ...strokes].join('')}</svg><script>
    window.reveal = (count) => document.querySelectorAll('.s').forEach((sign, index) =>
      sign.classList.toggle('on', index < count));</script>`;
  return { html, signs };
}

/** A text to scroll through, in the look of a PDF on a grey desk. */
export function documentHtml(title: string, paragraphs: readonly string[]): string {
  return `<!doctype html><meta charset="utf-8"><style>
    * { box-sizing: border-box; margin: 0; }
    body { width: 1280px; background: #7a7f85; font: 25px/1.6 'Noto Serif CJK KR', serif; word-break: keep-all; }
    main { width: 980px; margin: 0 auto; background: #fff; padding: 70px 90px; color: #222; }
    h1 { font-size: 40px; margin-bottom: 30px; } p { margin-bottom: 24px; text-indent: 1em; }
  </style><main><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</main>`;
}

/** The bar of a viewer, which stays while the document moves. */
export const viewerBarHeight = 48;
export const viewerBarSvg = (width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1280 ${viewerBarHeight}">
  <rect width="1280" height="${viewerBarHeight}" fill="#32363a"/><g stroke="#e8eaed" stroke-width="3">
  <path d="M24 16h22M24 24h22M24 32h22M1180 18l12 12 12-12"/></g></svg>`;
