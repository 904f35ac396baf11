/** What a slide of a generated lesson consists of. Its text in reading order is what recognition is measured against. */

import { assertNever } from '../../base/app-error.ts';

export const looks = {
  paper: { ground: '#ffffff', heading: '#1f2933', text: '#33404d', accent: '#2f7fc4', panel: '#eef3f8' },
  cream: { ground: '#f6f1e7', heading: '#3b2f24', text: '#4f4236', accent: '#b4552d', panel: '#ebe2d2' },
  sky: { ground: '#dcecf9', heading: '#12385a', text: '#2b4c6b', accent: '#1864ab', panel: '#c6def2' },
  night: { ground: '#171a2b', heading: '#f2f4ff', text: '#c8cff0', accent: '#7fd1c7', panel: '#262b45' },
  board: { ground: '#1f3d2f', heading: '#f4f1e4', text: '#d9eddf', accent: '#e8c76a', panel: '#2a4d3c' },
  black: { ground: '#000000', heading: '#ffffff', text: '#e2e2e2', accent: '#ffb454', panel: '#1d1d1d' },
  plum: { ground: '#4a235a', heading: '#ffffff', text: '#f3e6f8', accent: '#f4d03f', panel: '#5e3370' },
} as const;

export type Look = keyof typeof looks;

type Common = {
  language: 'ko' | 'en' | 'mixed';
  look: Look;
  heading: string;
  /** Small line at the foot, as templates have it. */
  footer?: string;
};

export type Slide = Common &
  (
    | { layout: 'title'; subtitle: string }
    /** One line per point; builds show them one after another. */
    | { layout: 'bullets'; points: readonly string[] }
    | { layout: 'picture'; points: readonly string[] }
    | { layout: 'columns'; left: readonly string[]; right: readonly string[] }
    | { layout: 'table'; rows: readonly (readonly string[])[] }
    | { layout: 'formulas'; formulas: readonly string[]; note: string }
    | { layout: 'code'; code: readonly string[] }
    /** Small print: full sentences. */
    | { layout: 'dense'; paragraphs: readonly string[] }
    | { layout: 'quote'; quote: string; source: string }
    /** Room for a film: see `clipPlace`. */
    | { layout: 'film'; points: readonly string[] }
  );

/** Where a film plays on a `film` slide, shares of the picture. */
export const clipPlace = { x: 0.53, y: 0.28, width: 0.42, height: 0.5 } as const;

/** Lines in reading order; cells of a table's row stand in one line. */
export function linesOf(slide: Slide): string[] {
  const lines = [slide.heading, ...bodyOf(slide)];
  return slide.footer === undefined ? lines : [...lines, slide.footer];
}

function bodyOf(slide: Slide): readonly string[] {
  switch (slide.layout) {
    case 'title':
      return [slide.subtitle];
    case 'bullets':
    case 'picture':
    case 'film':
      return slide.points;
    case 'columns':
      return [...slide.left, ...slide.right];
    case 'table':
      return slide.rows.map((row) => row.join(' '));
    case 'formulas':
      return [...slide.formulas, slide.note];
    case 'code':
      return slide.code.map((line) => line.trim());
    case 'dense':
      return slide.paragraphs;
    case 'quote':
      return [slide.quote, slide.source];
    default:
      return assertNever(slide);
  }
}

/** How many states a build has beyond the heading alone. */
export function stepsOf(slide: Slide): number {
  return slide.layout === 'bullets' || slide.layout === 'picture' ? slide.points.length : 0;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A curve and a few shapes without a letter in them. */
function drawing(look: Look, seed: number): string {
  const { accent, text } = looks[look];
  const curve = Array.from({ length: 40 }, (_, step) => {
    const x = step / 39;
    const y = seed % 2 === 0 ? x * x : Math.abs(Math.sin(x * (3 + (seed % 5))));
    return `${30 + x * 400},${300 - y * 240}`;
  }).join(' ');
  return `<svg viewBox="0 0 460 330" width="100%" height="100%">
    <path d="M30 300H440M30 300V40" stroke="${text}" stroke-width="3" fill="none"/>
    <polyline points="${curve}" fill="none" stroke="${accent}" stroke-width="6"/>
    <circle cx="${120 + (seed % 7) * 30}" cy="110" r="34" fill="${accent}" opacity="0.5"/></svg>`;
}

function points(lines: readonly string[]): string {
  const items = lines.map((line, index) => `<li data-step="${index + 1}">${escaped(line)}</li>`);
  return `<ul>${items.join('')}</ul>`;
}

function paragraphs(lines: readonly string[], tag = 'p'): string {
  return lines.map((line) => `<${tag}>${escaped(line)}</${tag}>`).join('');
}

function bodyHtml(slide: Slide): string {
  switch (slide.layout) {
    case 'title':
      return `<h2>${escaped(slide.subtitle)}</h2>`;
    case 'bullets':
      return points(slide.points);
    case 'picture':
      return `<div class="two">${points(slide.points)}<div>${drawing(slide.look, slide.heading.length)}</div></div>`;
    case 'film':
      return `<div class="two">${points(slide.points)}<div></div></div>`;
    case 'columns':
      return `<div class="two"><div>${paragraphs(slide.left)}</div><div>${paragraphs(slide.right)}</div></div>`;
    case 'table': {
      const rows = slide.rows.map((row, index) => `<tr>${paragraphs(row, index === 0 ? 'th' : 'td')}</tr>`);
      return `<table>${rows.join('')}</table>`;
    }
    case 'formulas':
      return `<div class="formulas">${paragraphs(slide.formulas)}</div><p>${escaped(slide.note)}</p>`;
    case 'code':
      return `<pre>${slide.code.map(escaped).join('\n')}</pre>`;
    case 'dense':
      return `<div class="dense">${paragraphs(slide.paragraphs)}</div>`;
    case 'quote':
      return `<blockquote>${escaped(slide.quote)}</blockquote><p class="source">${escaped(slide.source)}</p>`;
    default:
      return assertNever(slide);
  }
}

/** A page of 1280 × 720 CSS pixels. */
export function slideHtml(slide: Slide): string {
  const look = looks[slide.look];
  return `<!doctype html><meta charset="utf-8"><style>
    * { box-sizing: border-box; margin: 0; }
    body { width: 1280px; height: 720px; overflow: hidden; padding: 56px 80px; background: ${look.ground};
      color: ${look.text}; font: 32px/1.45 'Noto Sans CJK KR', sans-serif; word-break: keep-all; }
    h1 { font-size: 50px; line-height: 1.25; color: ${look.heading}; border-left: 10px solid ${look.accent}; padding-left: 24px;
      margin-bottom: 34px; }
    .title { padding-top: 220px; } .title h1 { font-size: 68px; }
    h2 { font-size: 36px; font-weight: 400; padding-left: 34px; }
    ul { padding-left: 40px; } li { margin-bottom: 18px; } li::marker { color: ${look.accent}; }
    .two { display: grid; grid-template-columns: 1fr 1fr; gap: 56px; height: 440px; }
    .two p { margin-bottom: 16px; font-size: 29px; } .two > div { border-top: 4px solid ${look.accent}; padding-top: 18px; }
    .film .two > div, .picture .two > div { border: 0; }
    table { border-collapse: collapse; width: 100%; font-size: 28px; }
    th, td { border: 2px solid ${look.accent}; padding: 10px 18px; text-align: left; } th { background: ${look.panel}; }
    .formulas { font-family: 'Noto Serif CJK KR', serif; font-size: 40px; text-align: center; background: ${look.panel};
      padding: 18px; margin-bottom: 30px; }
    pre { font: 27px/1.45 'Noto Sans Mono CJK KR', monospace; background: ${look.panel}; padding: 22px 30px; }
    .dense { font-size: 22px; } .dense p { margin-bottom: 16px; }
    blockquote { font: 42px/1.5 'Noto Serif CJK KR', serif; padding: 30px 60px; } .source { text-align: right; }
    footer { position: absolute; bottom: 26px; left: 80px; font-size: 20px; }
  </style><body class="${slide.layout}"><h1>${escaped(slide.heading)}</h1>${bodyHtml(slide)}${
    slide.footer === undefined ? '' : `<footer>${escaped(slide.footer)}</footer>`
  }</body>`;
}
