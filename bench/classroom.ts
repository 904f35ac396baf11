/**
 * The stream all rows share: 1080p30, about 4 Mbit/s, a key frame every 2 s, AAC. Encoded once; served as FLV over HTTP
 * from memory, so that serving costs no second ffmpeg, either in real time or first as fast as the receiver takes it.
 */
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { timeFfmpeg } from './row.ts';

const clipSec = 60;
/** Encoded once per run of the bench; the folder is gone with it. */
const clips = new Map<string, Promise<string>>();

/** A work folder whose clips are kept from run to run, for what is measured often. */
export function keptClips(): string {
  const folder = path.join(tmpdir(), 'airclass-clips', 'bench');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @returns an MP4 of `seconds` (a multiple of 60) */
export async function classroomClip(work: string, seconds = clipSec): Promise<string> {
  const base = path.join(work, '..', 'classroom.mp4');
  const encoding = clips.get(base) ?? encodeClip(base);
  clips.set(base, encoding);
  await encoding;
  if (seconds === clipSec) return base;
  const longer = path.join(work, '..', `classroom-${seconds}.mp4`);
  if (!existsSync(longer)) {
    await timeFfmpeg(['-stream_loop', String(seconds / clipSec - 1), '-i', base, '-c', 'copy', longer]);
  }
  return longer;
}

async function encodeClip(output: string): Promise<string> {
  if (existsSync(output)) return output;
  // Half a clip must not be taken for one by the next run.
  const partial = output.replace(/\.mp4$/, `.${process.pid}.part.mp4`);
  const picture = `testsrc2=size=1920x1080:rate=30:duration=${clipSec},noise=alls=12:allf=t,format=yuv420p`;
  const video =
    '-c:v libx264 -preset veryfast -b:v 4M -minrate 4M -maxrate 4M -bufsize 4M -g 60 -sc_threshold 0 -bf 0';
  await timeFfmpeg([
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=440:r=48000:d=${clipSec}`],
    ...video.split(' '),
    ...['-c:a', 'aac', '-b:a', '128k', '-t', String(clipSec), partial],
  ]);
  renameSync(partial, output);
  return output;
}

type Tag = { bytes: Buffer; timeMs: number; isKeyFrame: boolean };

export type Receiver = {
  /** performance.now() at which the first key frame had been handed to the connection. */
  keyFrameAtMs: number | undefined;
  sentSec: number;
};

export type Classroom = AsyncDisposable & {
  /** A stream of its own under each name. */
  url(name: string): string;
  receiver(name: string): Receiver | undefined;
  /** Resolves when the receiver of that name has been sent so much media. */
  sent(name: string, seconds: number): Promise<void>;
};

/** @param options.burstSec so much media goes out as fast as it is taken; what follows, in real time */
export async function openClassroom(work: string, options: { burstSec?: number } = {}): Promise<Classroom> {
  const { burstSec = 0 } = options;
  const flv = path.join(work, '..', 'classroom.flv');
  if (!existsSync(flv)) {
    const clip = await classroomClip(work);
    await timeFfmpeg(['-i', clip, '-c', 'copy', '-flvflags', 'no_duration_filesize', flv]);
  }
  const { opening, tags } = readFlv(await readFile(flv));
  const receivers = new Map<string, Receiver>();
  const server = createServer((request, response) => {
    const name = request.url ?? '';
    const receiver: Receiver = { keyFrameAtMs: undefined, sentSec: 0 };
    receivers.set(name, receiver);
    void send(response, { opening, tags, burstSec }, receiver);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}.flv`,
    receiver: (name) => receivers.get(`/${name}.flv`),
    sent: async (name, seconds) => {
      while ((receivers.get(`/${name}.flv`)?.sentSec ?? 0) < seconds) await delay(100);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(
  response: ServerResponse,
  source: { opening: Buffer; tags: readonly Tag[]; burstSec: number },
  receiver: Receiver,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.on('error', () => gone.abort());
  response.writeHead(200, { 'content-type': 'video/x-flv' });
  response.write(source.opening);
  let pacedSinceMs: number | undefined;
  try {
    for (let offsetMs = 0; ; offsetMs += clipSec * 1000) {
      for (const tag of source.tags) {
        const timeMs = tag.timeMs + offsetMs;
        const overMs = timeMs - source.burstSec * 1000;
        if (overMs > 0) {
          pacedSinceMs ??= performance.now();
          const waitMs = overMs - (performance.now() - pacedSinceMs);
          if (waitMs > 2) await delay(waitMs, undefined, { signal: gone.signal });
        }
        if (!response.write(atTime(tag.bytes, timeMs))) {
          await once(response, 'drain', { signal: gone.signal });
        }
        if (tag.isKeyFrame) receiver.keyFrameAtMs ??= performance.now();
        receiver.sentSec = timeMs / 1000;
      }
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

/** FLV: a 9-byte header, then tags, each followed by its size. Configuration goes into the opening, sent once. */
function readFlv(file: Buffer): { opening: Buffer; tags: Tag[] } {
  const opening = [file.subarray(0, 13)];
  const tags: Tag[] = [];
  for (let at = 13; at + 11 < file.length;) {
    const size = 11 + file.readUIntBE(at + 1, 3) + 4;
    const bytes = file.subarray(at, at + size);
    const kind = bytes[0];
    const isConfiguration = kind === 18 || bytes[12] === 0;
    if (isConfiguration) opening.push(bytes);
    else {
      const timeMs = bytes.readUIntBE(4, 3) + (bytes[7] ?? 0) * 0x1_00_00_00;
      tags.push({ bytes, timeMs, isKeyFrame: kind === 9 && (bytes[11] ?? 0) >> 4 === 1 });
    }
    at += size;
  }
  return { opening: Buffer.concat(opening), tags };
}

function atTime(tag: Buffer, timeMs: number): Buffer {
  const copy = Buffer.from(tag);
  const whole = Math.round(timeMs);
  copy.writeUIntBE(whole & 0xff_ff_ff, 4, 3);
  copy[7] = (whole >>> 24) & 0x7f;
  return copy;
}
