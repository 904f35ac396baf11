/** The session's time line as lanes to look at: minute by minute per recording, and what stood and was said when. Pure. */
import type { SessionLanes } from '../../../contract/session-analysis.ts';
import { isoTime } from '../../base/clock.ts';
import type { RecordingFacts } from '../../db/session-facts.ts';
import { rounded } from './robust.ts';
import { chapterEnd } from './taught.ts';
import { type SessionTimeline, isClean, isNegative, isQuestion } from './timeline.ts';

export function lanesOf(timeline: SessionTimeline): SessionLanes[] {
  return timeline.recordings.map((recording) => ({
    recording_id: recording.recordingId,
    started_at: recording.startedMs === null ? null : isoTime(recording.startedMs),
    duration: recording.durationSec,
    minutes: minutesOf(recording, timeline),
    slides: recording.slides.map(({ seq, startSec, endSec, heading }) => ({
      time: startSec,
      end_time: endSec,
      seq,
      heading,
    })),
    chapters: recording.chapters.map(({ chapterId, startSec, title }, at) => ({
      time: startSec,
      end_time: chapterEnd(recording, at),
      chapter_id: chapterId,
      title,
    })),
    pauses: (recording.speech?.pauses ?? []).map(({ start_time, end_time }) => ({
      time: start_time,
      end_time,
    })),
    gaps: recording.gaps.map(({ start_time, end_time, position }) => ({
      time: position,
      seconds: rounded(end_time - start_time),
    })),
    signals: (recording.signals?.moments ?? []).map(({ start_time, end_time, kind, confidence }) => ({
      time: start_time,
      end_time,
      kind,
      confidence,
    })),
  }));
}

function minutesOf(recording: RecordingFacts, timeline: SessionTimeline): SessionLanes['minutes'] {
  const { recordingId, durationSec, speech } = recording;
  const count = Math.max(1, Math.ceil(durationSec / 60));
  const minutes = Array.from({ length: count }, (_, at) => ({
    time: at * 60,
    ...{ messages: 0, questions: 0, positive: 0, negative: 0, answers: 0, wrong: 0 },
    speech: speech === null || speech.speech_share === null ? null : 0,
  }));
  const minuteAt = (timeSec: number) => minutes[Math.min(count - 1, Math.floor(timeSec / 60))];
  for (const message of timeline.messages) {
    if (message.place?.recordingId !== recordingId || message.role !== 'student' || !isClean(message))
      continue;
    const minute = minuteAt(message.place.timeSec);
    if (minute === undefined) continue;
    minute.messages += 1;
    if (isQuestion(message)) minute.questions += 1;
    if (isNegative(message)) minute.negative += 1;
    const { sentiment } = message.reading;
    if (sentiment.label === 'positive' && !sentiment.unsure) minute.positive += 1;
  }
  for (const response of timeline.responses) {
    if (response.place?.recordingId !== recordingId) continue;
    const minute = minuteAt(response.place.timeSec);
    if (minute === undefined) continue;
    minute.answers += 1;
    if (!response.isCorrect) minute.wrong += 1;
  }
  if (speech === null || speech.speech_share === null) return minutes;
  for (const { start_time, end_time } of speech.spans) {
    for (let at = Math.floor(start_time / 60); at < count && at * 60 < end_time; at += 1) {
      const minute = minutes[at];
      const length = Math.min(60, durationSec - at * 60);
      if (minute === undefined || minute.speech === null || length <= 0) continue;
      const spoken = Math.min(end_time, at * 60 + length) - Math.max(start_time, at * 60);
      minute.speech = rounded(Math.min(1, minute.speech + Math.max(0, spoken) / length));
    }
  }
  return minutes;
}
