/** Screens against the truth of generated lessons: through the import, the jobs and the API of the program. */
import path from 'node:path';
import { openAsBlob } from 'node:fs';
import type { LessonAnalysis } from '../contract/analysis.ts';
import type { Slide } from '../contract/vod.ts';
import {
  boardCameraLesson,
  fullLesson,
  mixedLesson,
  slideLesson,
} from '../main/testing/lessons/lesson-plans.ts';
import { type LessonLook, makeLesson } from '../main/testing/lessons/lesson-video.ts';
import type { Scene } from '../main/testing/lessons/scene.ts';
import { type ScreenScore, scoreScreens } from '../main/testing/lessons/score.ts';
import { type Core, childrenOf, request, residentBytes, startCore, until } from './core.ts';
import type { Row } from './row.ts';

const edgeBarSec = 2;

type Lesson = { name: string; scenes: readonly Scene[]; look?: LessonLook };

const lessons: readonly Lesson[] = [
  { name: 'slides, builds, fades, a film, 720p', scenes: slideLesson },
  { name: 'boards, a document, cameras, a webcam, 720p', scenes: mixedLesson },
  {
    name: 'the same at 1080p with key frames every 4 s',
    scenes: mixedLesson,
    look: { height: 1080, gopSec: 4 },
  },
];

export const screens: Row = {
  id: 'screens',
  what: 'distinct screens on generated lessons: slides, builds, embedded film, board writing, scrolling, cameras',
  bar: `F1 ≥ 0.95, boundary error ≤ ${edgeBarSec} s`,
  run: async (work) => {
    await using core = await startCore(path.join(work, 'data'));
    await onlyScreens(core);
    const scores: ScreenScore[] = [];
    const notes: string[] = [];
    for (const [position, { name, scenes, look }] of lessons.entries()) {
      const score = await scoreLesson(core, path.join(work, `${position}.mp4`), scenes, look);
      scores.push(score);
      notes.push(`${name}: ${told(score)}`);
    }
    const camera = await scoreLesson(core, path.join(work, 'board.mp4'), boardCameraLesson);
    notes.push(`not in the mean, somebody walks before the board: ${told(camera)}`);
    const f1 = scores.reduce((sum, score) => sum + score.f1, 0) / scores.length;
    const worst = Math.max(...scores.map(({ worstEdgeSec }) => worstEdgeSec));
    return {
      figure: `F1 ${f1.toFixed(3)}, boundary error at most ${worst.toFixed(1)} s`,
      baseline: `${lessons.length} lessons made by code`,
      isMet: f1 >= 0.95 && worst <= edgeBarSec,
      notes,
    };
  },
};

export const wholeLesson: Row = {
  id: 'whole',
  what: 'whole analysis of a 50-minute 1080p lesson with 40 slides',
  bar: '≤ 5 min, host ≤ 700 MB',
  isLinuxOnly: true,
  run: async (work) => {
    const made = await makeLesson(path.join(work, 'lesson.mp4'), fullLesson(50 * 60, 40), {
      height: 1080,
      frameRate: 15,
    });
    await using core = await startCore(path.join(work, 'data'));
    // Only the analysis is to be measured: what else is made of a lesson comes before.
    await core.api('PATCH', '/api/settings', { processing: { ladder: [] }, analysis: { enabled: false } });
    const id = await importLesson(core, made.file);
    await settled(core, id);
    const startMs = performance.now();
    await core.api('POST', `/api/vod/${id}/analyze`, { stages: ['slides', 'speech'] });
    let mostBytes = 0;
    await until(
      'the analysis',
      async () => {
        const hosts = childrenOf(core.pid).filter(({ command }) => command.includes('host-main'));
        for (const { pid } of hosts) mostBytes = Math.max(mostBytes, memoryOf(pid));
        return (await hasEnded(core, id)) || undefined;
      },
      { everyMs: 500, timeoutMs: 1_800_000 },
    );
    const minutes = (performance.now() - startMs) / 60_000;
    const { stages } = await core.api<LessonAnalysis>('GET', `/api/vod/${id}/analysis`);
    const failed = stages.filter(({ state }) => state === 'failed').map(({ stage }) => stage);
    const slides = await core.api<Slide[]>('GET', `/api/vod/${id}/slides`);
    const { f1 } = scoreScreens(made.screens, slides.map(toSpan));
    return {
      figure: `${minutes.toFixed(1)} min, host ${(mostBytes / 1e6).toFixed(0)} MB`,
      baseline: `${(made.durationSec / 60).toFixed(0)} min of 1080p, ${made.screens.length} screens`,
      isMet: minutes <= 5 && mostBytes <= 700e6 && failed.length === 0,
      notes: [
        'screens, text, speech and chapters, from the request until the last job has ended',
        `${slides.length} screens found, F1 ${f1.toFixed(3)}; ${slides.filter(({ is_read }) => is_read).length} read`,
        ...(failed.length === 0 ? [] : [`failed: ${failed.join(', ')}`]),
      ],
    };
  },
};

function memoryOf(pid: number): number {
  try {
    return residentBytes(pid);
  } catch {
    // It ended between the list and the look.
    return 0;
  }
}

async function onlyScreens(core: Core): Promise<void> {
  await core.api('PATCH', '/api/settings', { processing: { ladder: [] }, analysis: { enabled: false } });
}

async function scoreLesson(
  core: Core,
  file: string,
  scenes: readonly Scene[],
  look?: LessonLook,
): Promise<ScreenScore> {
  const made = await makeLesson(file, scenes, look);
  const id = await importLesson(core, file);
  await settled(core, id);
  await core.api('POST', `/api/vod/${id}/analyze`, { stages: ['slides'] });
  const done = async (): Promise<true | undefined> => {
    const { stages } = await core.api<LessonAnalysis>('GET', `/api/vod/${id}/analysis`);
    const slides = stages.find(({ stage }) => stage === 'slides');
    if (slides?.state === 'failed') throw new Error(`slides failed: ${JSON.stringify(slides.error)}`);
    return slides?.state === 'done' || undefined;
  };
  await until('the screens', done, { everyMs: 500, timeoutMs: 900_000 });
  const slides = await core.api<Slide[]>('GET', `/api/vod/${id}/slides`);
  return scoreScreens(made.screens, slides.map(toSpan));
}

const toSpan = ({ time, end_time }: Slide) => ({ start_time: time, end_time });

async function importLesson(core: Core, file: string): Promise<string> {
  const form = new FormData();
  form.set('session_id', 'analysis');
  form.set('file', await openAsBlob(file, { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await request(core.url, 'POST', '/api/vod/import', form);
  if (!reply.ok) throw new Error(`import: ${reply.status} ${await reply.text()}`);
  return ((await reply.json()) as { recording_id: string }).recording_id;
}

type JobRow = { state: string };

async function hasEnded(core: Core, id: string): Promise<boolean> {
  const { items } = await core.api<{ items: JobRow[] }>('GET', `/api/jobs?recording_id=${id}&limit=100`);
  return items.every(({ state }) => state !== 'queued' && state !== 'running');
}

async function settled(core: Core, id: string): Promise<void> {
  const ended = async (): Promise<true | undefined> => (await hasEnded(core, id)) || undefined;
  await until('the import', ended, { everyMs: 500, timeoutMs: 900_000 });
}

function told({ f1, precision, recall, meanEdgeSec, worstEdgeSec }: ScreenScore): string {
  const edges = `boundary error ${meanEdgeSec.toFixed(2)} s in the mean, ${worstEdgeSec.toFixed(1)} s at most`;
  return `F1 ${f1.toFixed(3)} (precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}), ${edges}`;
}
