/** Alarms and levels of real recordings: the sampler reads what ffmpeg writes while it writes it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '../../contract/events.ts';
import { type ClipOptions, makeClip } from '../testing/clip.ts';
import { LiveSource } from '../testing/live-source.ts';
import { type RecorderHarness, startRecorder } from '../testing/recorder-harness.ts';
import { waitFor } from '../testing/wait-for.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const impatient = {
  recording: {
    alarms: { sample_seconds: 0.5, black_after_seconds: 1, frozen_after_seconds: 1, silent_after_seconds: 1 },
  },
};

async function recordingOf(
  clip: ClipOptions,
  settings = impatient,
): Promise<RecorderHarness & { id: string }> {
  const harness = await startRecorder({ settings });
  cleanups.push(() => harness.close());
  const live = await LiveSource.start(await makeClip(clip));
  cleanups.push(() => live.close());
  const { recording_id: id } = await harness.manager.startRecording({
    session_id: 's',
    stream_url: live.url,
  });
  return { ...harness, id };
}

function levels(harness: RecorderHarness): EventPayload<'recording.level'>[] {
  return harness.events
    .filter((event) => event.name === 'recording.level')
    .map(({ payload }) => payload as EventPayload<'recording.level'>);
}

describe('what a running recording looks and sounds like', () => {
  it('raises black_picture and silent for a dead camera and a muted microphone', async () => {
    const harness = await recordingOf({ picture: 'color=black:size=320x240:rate=25', audio: 'silent' });
    const alarms = await waitFor('both alarms', async () => {
      const { alarms: active } = await harness.status(harness.id);
      return active.length >= 2 && active;
    });
    expect(alarms.toSorted()).toEqual(['black_picture', 'silent']);
  });

  it('sees by the sizes of frames that the picture has gone black, long before it would look', async () => {
    const harness = await recordingOf(
      { filter: "drawbox=color=black:thickness=fill:enable='gte(t,5)'", seconds: 60 },
      { recording: { alarms: { ...impatient.recording.alarms, sample_seconds: 300 } } },
    );
    await waitFor('levels', () => levels(harness)[0]);
    expect((await harness.status(harness.id)).alarms).toEqual([]);
    const isBlack = async () => (await harness.status(harness.id)).alarms.includes('black_picture');
    await waitFor('alarm', isBlack, 60_000);
  });

  it('raises frozen_picture for a picture that does not change at all', async () => {
    const harness = await recordingOf({ picture: 'smptebars=size=320x240:rate=25' });
    await waitFor('alarm', async () => (await harness.status(harness.id)).alarms.includes('frozen_picture'));
  });

  it('tells the level of the sound and is content with a lively picture', async () => {
    const harness = await recordingOf({});
    const level = await waitFor('levels', () => levels(harness)[3]);
    // lavfi's sine has an amplitude of 1/8: −18 dBFS at its peak −21 on average.
    expect(level.peak_db).toBeGreaterThan(-19);
    expect(level.rms_db).toBeCloseTo(-21, 0);
    expect((await harness.status(harness.id)).alarms).toEqual([]);
  });
});
