/** What moves over or instead of pages: a pointer, a webcam, a film in a slide, a teacher, a classroom. */
import sharp from 'sharp';
import { clipPlace } from './slide.ts';

/** An input of ffmpeg and where it lies on the picture; `x` and `y` may depend on the time `t`. */
export type Overlay = { input: string[]; filter?: string; x: string; y: string };

const even = (value: number): number => Math.round(value / 2) * 2;

export function film(width: number, height: number, rate: number): Overlay {
  const size = `${even(clipPlace.width * width)}x${even(clipPlace.height * height)}`;
  return {
    input: ['-f', 'lavfi', '-i', `mandelbrot=size=${size}:rate=${rate}:end_scale=0.02:start_scale=2`],
    x: String(even(clipPlace.x * width)),
    y: String(even(clipPlace.y * height)),
  };
}

export function webcam(width: number, height: number, rate: number): Overlay {
  const [w, h] = [even(width * 0.17), even(height * 0.2)];
  return {
    input: ['-f', 'lavfi', '-i', `gradients=size=${w}x${h}:rate=${rate}:speed=0.04:nb_colors=4:seed=7`],
    filter: 'noise=alls=14:allf=t',
    x: String(width - w - 20),
    y: String(height - h - 20),
  };
}

export async function pointer(file: string, height: number): Promise<Overlay> {
  const size = Math.round(height / 28);
  await sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 20 20">
    <path d="M2 1l14 9-6 1 4 7-3 1-4-7-5 4z" fill="#fff" stroke="#000" stroke-width="1.5"/></svg>`),
  ).toFile(file);
  return { input: ['-i', file], x: '(0.5+0.42*sin(t*0.43))*W', y: '(0.5+0.4*sin(t*0.61+1))*H' };
}

/** A dark figure before a board, from the waist up. */
export async function teacher(file: string, width: number, height: number): Promise<Overlay> {
  const [w, h] = [Math.round(width * 0.2), Math.round(height * 0.75)];
  await sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 200 400" preserveAspectRatio="none">
    <ellipse cx="100" cy="60" rx="40" ry="52" fill="#c99f80"/><path d="M0 400V190q10-60 100-70 90 10 100 70v210z" fill="#3c3a4d"/></svg>`),
  ).toFile(file);
  return { input: ['-i', file], x: '(0.42+0.34*sin(t*0.19))*W', y: 'H-h+4*sin(t*2)' };
}

/** A room with desks; the people in it are `pupils`. */
export async function room(file: string, width: number, height: number): Promise<void> {
  const desks = Array.from({ length: 8 }, (_, desk) => {
    const [x, y] = [80 + (desk % 4) * 300, 430 + Math.floor(desk / 4) * 150];
    return `<rect x="${x}" y="${y}" width="220" height="40" fill="#a9784c"/><rect x="${x + 20}" y="${y + 40}" width="14" height="70" fill="#5d5d66"/>`;
  });
  await sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1280 720">
    <defs><linearGradient id="w" x2="1" y2="1"><stop stop-color="#d9d2c5"/><stop offset="1" stop-color="#8f8a80"/></linearGradient></defs>
    <rect width="1280" height="720" fill="url(#w)"/><rect x="60" y="60" width="260" height="220" fill="#bcd6e8"/>
    <rect x="960" y="60" width="260" height="220" fill="#bcd6e8"/><path d="M0 420H1280V720H0z" fill="#77705f"/>${desks.join('')}</svg>`),
  ).toFile(file);
}

export async function pupils(file: (name: string) => string, height: number): Promise<Overlay[]> {
  const overlays: Overlay[] = [];
  for (let pupil = 0; pupil < 6; pupil += 1) {
    const size = Math.round(height * (0.3 + (pupil % 2) * 0.08));
    const path = file(`pupil-${pupil}.png`);
    const shirt = ['#7b3f4a', '#33506e', '#4d6b45', '#8a7440', '#55417a', '#2e6b6b'][pupil] ?? '#444';
    await sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(size * 0.6)}" height="${size}" viewBox="0 0 120 200" preserveAspectRatio="none">
      <ellipse cx="60" cy="48" rx="30" ry="38" fill="#d8ae90"/><path d="M34 30q26-34 52 0v-8q-26-26-52 0z" fill="#2b211d"/>
      <path d="M8 200v-60q8-42 52-46 44 4 52 46v60z" fill="${shirt}"/></svg>`),
    ).toFile(path);
    overlays.push({
      input: ['-i', path],
      x: `(${(0.04 + pupil * 0.155).toFixed(3)}+0.025*sin(t*${(0.7 + pupil * 0.13).toFixed(2)}))*W`,
      y: `(${(0.38 + (pupil % 3) * 0.1).toFixed(2)}+0.02*sin(t*${(0.9 + pupil * 0.21).toFixed(2)}))*H`,
    });
  }
  return overlays;
}
