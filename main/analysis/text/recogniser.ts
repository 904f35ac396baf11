/**
 * Tesseract in its worker threads: one that reads a whole picture in Korean and English, and one per language for single
 * lines. Each is started on first use and does not keep the process alive. Nothing is downloaded: the language data lie
 * in one folder.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Worker as WorkerThread } from 'node:worker_threads';
import { type Worker, createWorker } from 'tesseract.js';
import { AppError } from '../../base/app-error.ts';
import { realFile } from '../../base/package-info.ts';
import type { GreyPicture } from './grey-picture.ts';
import type { RecognisedSymbol } from './recognised.ts';
import type { RecognisedLine, RecognisedWord } from './segments.ts';

export type Reading = 'page' | 'korean_line' | 'english_line';

/**
 * Page segmentation 4 (a column of text of several sizes) for pictures: with the default dark slides and tables are
 * lost (error rate 0.37 instead of 0.14 on generated slides before any clean-up). 7 is a single line.
 */
const settings: Record<Reading, { languages: string[]; segmentation: string }> = {
  page: { languages: ['kor', 'eng'], segmentation: '4' },
  korean_line: { languages: ['kor'], segmentation: '7' },
  english_line: { languages: ['eng'], segmentation: '7' },
};
/** LSTM_ONLY. */
const engineMode = 1;
const tesseractDir = path.dirname(createRequire(import.meta.url).resolve('tesseract.js'));
const workerPath = realFile(path.join(tesseractDir, 'worker-script', 'node', 'index.js'));

/** tesseract.js keeps its thread beside its functions, which its types do not say. */
type WorkerWithThread = Worker & { worker: Pick<WorkerThread, 'ref' | 'unref'> };

const started = new Map<string, Promise<WorkerWithThread>>();

async function workerFor(folder: string, reading: Reading): Promise<WorkerWithThread> {
  const key = `${reading} ${folder}`;
  const running = started.get(key) ?? start(folder, reading);
  started.set(key, running);
  try {
    return await running;
  } catch (error) {
    started.delete(key);
    if (error instanceof AppError) throw error;
    throw new AppError('analysis_failed', 'Text recognition did not start', { cause: error });
  }
}

async function start(folder: string, reading: Reading): Promise<WorkerWithThread> {
  const { languages, segmentation } = settings[reading];
  // tesseract.js waits for ever when language data are not there or cannot be used; only this handler hears of it.
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const errorHandler = (error: unknown): void =>
    failed.reject(new AppError('model_damaged', 'Text recognition could not use its data', { cause: error }));
  const options = { workerPath, langPath: folder, cacheMethod: 'none', gzip: true, errorHandler };
  const starting = createWorker(languages, engineMode, options) as Promise<WorkerWithThread>;
  const worker = await Promise.race([starting, failed.promise]);
  const parameters = { tessedit_pageseg_mode: segmentation, debug_file: '/dev/null' };
  await worker.setParameters(parameters as Parameters<Worker['setParameters']>[0]);
  return worker;
}

/**
 * @param folder with kor.traineddata.gz and eng.traineddata.gz
 * @param signal ends the thread that is reading; the next call starts another
 */
export async function recognise(
  folder: string,
  reading: Reading,
  picture: GreyPicture,
  signal?: AbortSignal,
): Promise<RecognisedLine[]> {
  if (signal?.aborted === true) throw new AppError('job_cancelled');
  const worker = await workerFor(folder, reading);
  const onAbort = (): void => {
    started.delete(`${reading} ${folder}`);
    void worker.terminate();
  };
  worker.worker.ref();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const reply = worker.recognize(toPgm(picture), {}, { blocks: true, text: false });
    const { data } = await (signal === undefined ? reply : Promise.race([reply, aborted(signal)]));
    const lines = (data.blocks ?? [])
      .flatMap(({ paragraphs }) => paragraphs)
      .flatMap(({ lines: found }) => found);
    return lines.map(({ words, bbox }) => ({
      words: words.map(toWord).filter(({ symbols }) => symbols.length > 0),
      box: toBox(bbox),
    }));
  } finally {
    signal?.removeEventListener('abort', onAbort);
    worker.worker.unref();
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('job_cancelled')), { once: true });
  });
}

/** The plainest picture format: nothing is compressed only to be unpacked in the thread. */
function toPgm({ width, height, data }: GreyPicture): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
}

type TesseractBox = { x0: number; y0: number; x1: number; y1: number };
type TesseractWord = {
  confidence: number;
  bbox: TesseractBox;
  symbols: { text: string; confidence: number; bbox: TesseractBox }[];
};

function toWord({ confidence, bbox, symbols }: TesseractWord): RecognisedWord {
  const found = symbols.filter(({ text }) => text.trim() !== '');
  return {
    confidence: confidence / 100,
    box: toBox(bbox),
    symbols: found.map((symbol, position): RecognisedSymbol => ({
      // The old Hangul dot stands where the middle dot is meant.
      text: symbol.text === '\u318D' ? '·' : symbol.text,
      confidence: symbol.confidence / 100,
      wordConfidence: confidence / 100,
      box: toBox(symbol.bbox),
      startsWord: position === 0,
    })),
  };
}

function toBox({ x0, y0, x1, y1 }: TesseractBox) {
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}
