/** The pictures of a scene in the order in which they are shown, each with its time. */
import sharp from 'sharp';
import type { PageCamera } from './page-camera.ts';
import { boardHtml, documentHtml, viewerBarHeight, viewerBarSvg } from './scene-pages.ts';
import { type Scene, pageShare, tailShare } from './scene.ts';
import { slideHtml, stepsOf } from './slide.ts';

export type Still = { file: string; seconds: number };
export type Studio = {
  camera: PageCamera;
  folder: string;
  width: number;
  height: number;
  /** Pictures per second of the video. */
  rate: number;
};

/** Between states of a build, how long a movement lasts, and between flicks of a document (s). */
const buildSec = 5;
const moveSec = 0.5;
const flickSec = 7;

type Name = (part: string) => string;

/** Stills of one scene, never longer than the scene. */
class Reel {
  readonly stills: Still[] = [];
  readonly #seconds: number;
  readonly #shoot: (file: string) => Promise<void>;
  readonly #name: Name;
  usedSec = 0;

  constructor(seconds: number, name: Name, shoot: (file: string) => Promise<void>) {
    this.#seconds = seconds;
    this.#name = name;
    this.#shoot = shoot;
  }

  get leftSec(): number {
    return this.#seconds - this.usedSec;
  }

  async take(forSec: number = this.leftSec): Promise<void> {
    const seconds = Math.min(forSec, this.leftSec);
    if (seconds <= 0) return;
    const file = this.#name(`${this.stills.length}.png`);
    await this.#shoot(file);
    this.stills.push({ file, seconds });
    this.usedSec += seconds;
  }
}

export async function slideStills(
  { camera, rate }: Studio,
  scene: Extract<Scene, { kind: 'slide' }>,
  name: Name,
): Promise<Still[]> {
  const { slide, build, enter, seconds } = scene;
  const reel = new Reel(seconds, name, async (file) => camera.picture(file));
  const moves = Math.round(moveSec * rate);
  await camera.show(slideHtml(slide));
  const style = async (selector: string, change: string): Promise<void> =>
    camera.run(`document.querySelectorAll('${selector}').forEach((e) => { ${change} })`);
  if (build !== undefined) await style('[data-step]', "e.style.visibility = 'hidden'");
  if (enter === 'fade') {
    for (let move = 1; move < moves; move += 1) {
      await style('body', `e.style.opacity = ${move / moves}`);
      await reel.take(1 / rate);
    }
    await style('body', 'e.style.opacity = 1');
  }
  const steps = build === undefined ? 0 : stepsOf(slide);
  for (let step = 1; step <= steps; step += 1) {
    await reel.take(buildSec);
    const point = `[data-step="${step}"]`;
    if (build === 'dim') await style('[data-step]', `e.style.opacity = e.matches('${point}') ? 1 : 0.45`);
    await style(point, "e.style.visibility = 'visible'");
    if (build !== 'fly') continue;
    for (let move = 1; move < moves; move += 1) {
      await style(point, `e.style.transform = 'translateX(${700 * (1 - move / moves)}px)'`);
      await reel.take(1 / rate);
    }
    await style(point, "e.style.transform = ''");
  }
  if (build === 'dim') {
    await reel.take(buildSec);
    await style('[data-step]', 'e.style.opacity = 1');
  }
  await reel.take();
  return reel.stills;
}

export async function boardStills(
  { camera }: Studio,
  scene: Extract<Scene, { kind: 'board' }>,
  name: Name,
): Promise<Still[]> {
  const reel = new Reel(scene.seconds, name, async (file) => camera.picture(file));
  const { html, signs } = boardHtml(scene.board);
  await camera.show(html);
  const writingSec = Math.floor(scene.seconds * 0.8);
  for (let second = 0; second < writingSec; second += 1) {
    await camera.run(`reveal(${Math.max(1, Math.round((signs * second) / writingSec))})`);
    await reel.take(1);
  }
  await camera.run(`reveal(${signs})`);
  await reel.take();
  return reel.stills;
}

/** @returns also when each screenful begins, s in the scene */
export async function documentStills(
  { camera, width, height, rate }: Studio,
  scene: Extract<Scene, { kind: 'document' }>,
  name: Name,
): Promise<{ stills: Still[]; starts: number[] }> {
  await camera.show(documentHtml(scene.title, scene.paragraphs));
  const whole = name('whole.png');
  await camera.picture(whole, { isWhole: true });
  const barHeight = Math.round((viewerBarHeight * height) / 720);
  const pageHeight = height - barHeight;
  const lastTop = Math.max(0, ((await sharp(whole).metadata()).height ?? height) - pageHeight);
  const bar = await sharp(Buffer.from(viewerBarSvg(width, barHeight)))
    .png()
    .toBuffer();
  const view = { top: 0, anchor: 0 };
  const reel = new Reel(scene.seconds, name, async (file) => {
    const cut = { left: 0, top: Math.round(view.top), width, height: pageHeight };
    const page = await sharp(whole).extract(cut).png().toBuffer();
    await sharp({ create: { width, height, channels: 3, background: '#000' } })
      .composite([
        { input: bar, left: 0, top: 0 },
        { input: page, left: 0, top: barHeight },
      ])
      .png()
      .toFile(file);
  });
  const starts = [0];
  let flickedSec = 0;
  const moves = Math.round(moveSec * rate);
  while (reel.leftSec > flickSec && view.top < lastTop) {
    await reel.take(flickSec);
    const from = view.top;
    const to = Math.min(lastTop, from + pageHeight / 3);
    for (let move = 1; move < moves; move += 1) {
      view.top = from + ((to - from) * move) / moves;
      await reel.take(1 / rate);
    }
    view.top = to;
    flickedSec = reel.usedSec;
    if (view.top - view.anchor < pageHeight * pageShare) continue;
    view.anchor = view.top;
    starts.push(reel.usedSec);
  }
  await reel.take();
  if (view.top - view.anchor >= pageHeight * tailShare) starts.push(flickedSec);
  return { stills: reel.stills, starts };
}
