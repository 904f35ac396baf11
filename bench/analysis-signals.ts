/** Rows about people on pictures: what is found on the sample photos, and how long an answer takes. */
import sharp from 'sharp';
import { createAnalysisHost } from '../main/analysis/host/analysis-host.ts';
import { readManifest } from '../main/analysis/models/manifest.ts';
import { modelFolders } from '../main/analysis/models/model-files.ts';
import { ScreenshotAnalyzer } from '../main/analysis/screenshot-analyzer.ts';
import { type SceneReading, readScene } from '../main/analysis/signals/read-scene.ts';
import { lookAtPicture } from '../main/analysis/vision/look-at-picture.ts';
import { systemClock } from '../main/base/clock.ts';
import { silentLogger } from '../main/base/logger.ts';
import { createProcessRunner } from '../main/base/process.ts';
import { openModelContext } from '../main/testing/model-context.ts';
import {
  type SamplePhoto,
  hasSamplePhotos,
  listSamplePhotos,
  readSamplePhoto,
  samplePack,
} from '../main/testing/sample-photos.ts';
import { type Outcome, type Row, list, median } from './row.ts';

type Read = SamplePhoto & { reading: SceneReading };

/** Each set of models looks once, for all rows. */
const looked = new Map<boolean, Promise<Read[]>>();

async function readPhotos(withPacks: boolean): Promise<Read[]> {
  const reading = looked.get(withPacks) ?? lookAtAll(withPacks);
  looked.set(withPacks, reading);
  return reading;
}

async function lookAtAll(withPacks: boolean): Promise<Read[]> {
  const context = openModelContext({ withPacks });
  const read: Read[] = [];
  for (const photo of listSamplePhotos()) {
    const image = readSamplePhoto(photo.file);
    const scene = await lookAtPicture(context, { image }, new AbortController().signal);
    read.push({ ...photo, reading: readScene(scene) });
  }
  return read;
}

const signals = ({ reading }: Read, kind: string): number =>
  reading.signals.filter((signal) => signal.kind === kind).length;

function hands(photos: readonly Read[]): { recall: number; precision: number; text: string } {
  const raised = photos.reduce((sum, { raisedArms }) => sum + raisedArms, 0);
  const found = photos.reduce((sum, one) => sum + Math.min(one.raisedArms, signals(one, 'hand_raised')), 0);
  const wrong = photos.reduce(
    (sum, one) => sum + Math.max(0, signals(one, 'hand_raised') - one.raisedArms),
    0,
  );
  const precision = found + wrong === 0 ? 0 : found / (found + wrong);
  const recall = found / raised;
  return {
    recall,
    precision,
    text: `recall ${recall.toFixed(2)}, precision ${precision.toFixed(2)} (${found} of ${raised}, ${wrong} wrong)`,
  };
}

/** Measures with built-in models; what packs do stands beside it where they are. */
async function onPhotos<T extends { text: string }>(
  measure: (photos: readonly Read[]) => T,
  isMet: (measured: T) => boolean,
): Promise<Outcome> {
  if (!hasSamplePhotos)
    return {
      figure: 'passed over',
      baseline: '–',
      isMet: true,
      notes: ['The sample photos are not on this machine.'],
    };
  const built = measure(await readPhotos(false));
  const hasPacks = samplePack('yolox-nano') !== undefined;
  const packs = hasPacks ? measure(await readPhotos(true)).text : 'not on this machine';
  return { figure: built.text, baseline: `with packs: ${packs}`, isMet: isMet(built), notes: [] };
}

/** Answers about a picture of 1280 × 720 by the host, once it is warm (ms). */
async function timeScreenshots(work: string, withText: boolean): Promise<number[]> {
  const log = silentLogger;
  const runner = createProcessRunner({ ledgerDir: work, log, clock: systemClock });
  const host = createAnalysisHost({ runner, log, folders: modelFolders(work) });
  const analyzer = new ScreenshotAnalyzer({
    host,
    manifest: readManifest(),
    readText: async (picture, call) => host.call('read_text', { image: picture }, call),
    language: () => 'ko',
  });
  const image = await screenshot();
  const times: number[] = [];
  try {
    for (let run = 0; run < 13; run += 1) {
      const startMs = performance.now();
      await analyzer.analyze(image, { text: withText });
      // The first ones open the models.
      if (run >= 3) times.push(performance.now() - startMs);
    }
  } finally {
    await host.stop();
  }
  return times;
}

/** Two people where there are photos, otherwise a plain page. */
async function screenshot(): Promise<Buffer> {
  const size = { width: 1280, height: 720 };
  if (hasSamplePhotos) return sharp(readSamplePhoto('zidane.jpg')).resize(size).jpeg().toBuffer();
  return sharp({ create: { ...size, channels: 3, background: '#f4f1e8' } })
    .jpeg()
    .toBuffer();
}

function timeRow(row: { id: string; what: string; barMs: number; withText: boolean }): Row {
  return {
    id: row.id,
    what: row.what,
    bar: `median ≤ ${row.barMs} ms`,
    run: async (work) => {
      const times = await timeScreenshots(work, row.withText);
      const figure = median(times);
      return {
        figure: `${figure.toFixed(0)} ms`,
        baseline: '–',
        isMet: figure <= row.barMs,
        notes: [`Single answers (ms): ${list(times)}.`],
      };
    },
  };
}

export const signalRows: readonly Row[] = [
  {
    id: 'hands',
    what: 'raised hands on the sample photos, built-in models',
    bar: 'recall ≥ 0.7 at precision ≥ 0.9',
    run: async () => onPhotos(hands, ({ recall, precision }) => recall >= 0.7 && precision >= 0.9),
  },
  {
    id: 'present',
    what: 'nobody present on the sample photos',
    bar: 'no miss',
    run: async () =>
      onPhotos(
        (photos) => {
          const missed = photos.filter((one) => (one.people === 0) !== signals(one, 'absent') > 0);
          return {
            missed: missed.length,
            text: `${photos.length - missed.length} of ${photos.length} right`,
          };
        },
        ({ missed }) => missed === 0,
      ),
  },
  {
    id: 'people',
    what: 'people counted on the sample photos',
    bar: 'reported',
    run: async () =>
      onPhotos(
        (photos) => {
          const errors = photos.map(({ people, reading }) => Math.abs(reading.peopleCount - people));
          const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
          return { text: `mean error ${mean.toFixed(2)} (single photos: ${list(errors)})` };
        },
        () => true,
      ),
  },
  timeRow({
    id: 'screenshot',
    what: 'analyze-screenshot 1280 × 720 without text, warm',
    barMs: 200,
    withText: false,
  }),
  timeRow({
    id: 'screenshot-text',
    what: 'analyze-screenshot 1280 × 720 with text, warm',
    barMs: 1200,
    withText: true,
  }),
];
