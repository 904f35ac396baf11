/** A lesson as a video file: its slides drawn as pictures, shown one after another, with a soft tone for a voice. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { runFfmpeg } from '../support/clips.ts';
import type { SchoolLesson, SlideText } from './school.ts';

const looks = {
  board: { ground: '#1f3d2f', title: '#f4f1e4', text: '#cfe8d6', accent: '#e8c76a' },
  paper: { ground: '#f6f1e7', title: '#3b2f24', text: '#5f5142', accent: '#b4552d' },
  night: { ground: '#171a2b', title: '#f2f4ff', text: '#aab3de', accent: '#7fd1c7' },
  sky: { ground: '#eaf3fb', title: '#163a5c', text: '#3f5f7d', accent: '#2f7fc4' },
  leaf: { ground: '#eef6ea', title: '#1e4620', text: '#46684a', accent: '#5a9e3c' },
} as const;

function words(x: number, y: number, size: number, fill: string, content: string, weight = 400): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" xml:space="preserve">${escaped(content)}</text>`;
}

/** Slide and subject as an SVG of 1280 × 720. */
function slideSvg(lesson: SchoolLesson, { title, lines }: SlideText, number: number): string {
  const look = looks[lesson.look];
  const curve = Array.from({ length: 40 }, (_, step) => {
    const x = step / 39;
    const y = number % 2 === 0 ? Math.log1p(x * 9) / Math.log(10) : x * x;
    return `${820 + x * 340},${600 - y * 230}`;
  }).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" font-family="Noto Sans CJK KR, Noto Sans KR, sans-serif">
    <rect width="1280" height="720" fill="${look.ground}"/>
    <rect x="80" y="92" width="10" height="84" rx="5" fill="${look.accent}"/>
    ${words(116, 156, 64, look.title, title, 700)}
    ${lines.map((line, index) => words(116, 270 + index * 76, 40, look.text, line)).join('')}
    <g stroke="${look.text}" stroke-width="3" opacity="0.6"><path d="M820 600H1180M820 600V350"/></g>
    <polyline points="${curve}" fill="none" stroke="${look.accent}" stroke-width="6" stroke-linecap="round"/>
    ${words(116, 660, 26, look.text, `${lesson.subject} · ${lesson.className}`)}
    ${words(1150, 660, 26, look.text, String(number + 1))}
  </svg>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** @returns path of an MP4 of `seconds`, 1280 × 720 */
export async function lessonVideo(lesson: SchoolLesson, seconds: number, folder: string): Promise<string> {
  const share = seconds / lesson.slides.length;
  const list: string[] = [];
  for (const [number, slide] of lesson.slides.entries()) {
    const file = path.join(folder, `${lesson.session}-${number}.png`);
    await sharp(Buffer.from(slideSvg(lesson, slide, number)))
      .png()
      .toFile(file);
    list.push(`file '${file}'`, `duration ${share}`);
  }
  // The concat demuxer takes the last duration only when another entry follows.
  list.push(list[list.length - 2] ?? '');
  const script = path.join(folder, `${lesson.session}.txt`);
  await writeFile(script, list.join('\n'));
  const video = path.join(folder, `${lesson.session}.mp4`);
  // Loud and quiet stretches, so that the waveform has something to show.
  const voice = `0.4*sin(2*PI*220*t)*abs(sin(0.9*t)*sin(0.23*t+1))*gt(sin(0.11*t),-0.7)`;
  await runFfmpeg([
    ...['-f', 'concat', '-safe', '0', '-i', script, '-f', 'lavfi', '-i', `aevalsrc='${voice}':s=48000`],
    ...'-vf fps=6 -c:v libx264 -preset ultrafast -tune stillimage -crf 23 -pix_fmt yuv420p -g 12'.split(' '),
    ...['-c:a', 'aac', '-b:a', '64k', '-ac', '1', '-t', String(seconds), video],
  ]);
  return video;
}
