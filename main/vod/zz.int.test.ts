import { it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { makeClip, makeTake, temporaryFolder, ffmpeg } from '../testing/media-clips.ts';
import { openVodHarness } from '../testing/vod-harness.ts';
import { indexFile } from '../media/fmp4-index.ts';
it('x', async () => {
  await using clips = await temporaryFolder();
  await using h = await openVodHarness();
  h.settings.processing.ladder = [360];
  for (const d of [0.5, -0.5]) for (const b of [0, 2]) {
    const t = await makeTake(await makeClip(clips.file(`c${d}${b}.mp4`), { size: '640x480', rate: 10, gop: 20, seconds: 4, soundDelaySec: d, bFrames: b }), clips.file(`t${d}${b}.mp4`));
    const id = await h.addLesson([t]);
    await h.jobs.enqueue('renditions', { recording_id: id });
    await h.jobs.start();
    await h.jobs.whenIdle();
    for (const f of [t, h.store.localPath(`lessons/${id}/renditions/360p/take-001.mp4`)]) {
      const i = await indexFile(f);
      const p = execFileSync('ffprobe', ['-v','error','-show_entries','stream=codec_type,start_time,duration','-of','csv=p=0',f]).toString().trim().replaceAll('\n',' | ');
      console.log(d, b, i?.durationSec, i?.firstPictureSec, i?.originSec, p);
    }
  }
  await ffmpeg(...'-loglevel error -f lavfi -i testsrc2=s=1280x720:r=30:d=120 -f lavfi -i sine=440:d=120 -c:v libx264 -preset ultrafast -g 60'.split(' '), clips.file('l.mp4'));
  const l = await makeTake(clips.file('l.mp4'), clips.file('lt.mp4'));
  const id = await h.addLesson([l]);
  for (const kind of ['thumbnail', 'trickplay', 'waveform', 'renditions'] as const) {
    const t0 = performance.now();
    await h.jobs.enqueue(kind, { recording_id: id });
    await h.jobs.whenIdle();
    console.log(kind, Math.round(performance.now() - t0));
  }
  let t0 = performance.now();
  await ffmpeg('-loglevel','error','-i', l, '-map','0:v','-f','null','-');
  console.log('decode all', Math.round(performance.now() - t0));
  t0 = performance.now(); await h.vod.stream(id, { format: 'hls', resolution: 'source' }); console.log('playlist', performance.now() - t0);
  t0 = performance.now(); await h.vod.thumbnail(id, { time: 100, width: 320, accept: '' }); console.log('frame', performance.now() - t0);
  t0 = performance.now(); for (let i=0;i<500;i++) await h.vod.getVideoInfo(id); console.log('info', (performance.now() - t0)/500);
});
