/** From what the models see on one picture to signals. A new signal is a file of its own and a line here. Pure. */
import type { Box, DetectedSignal } from '../../../contract/analysis.ts';
import type { Person, Scene } from '../vision/scene.ts';
import { type PersonSign, engagementScore } from './engagement.ts';
import { lookOf } from './looking-away.ts';
import { phoneInUse } from './phone-in-use.ts';
import { raisedHand } from './raised-hand.ts';
import { absent, screenOff } from './whole-picture.ts';
import { writing } from './writing.ts';

export type SceneReading = {
  peopleCount: number;
  /** Of the people first, the largest first; then of the whole picture. */
  signals: DetectedSignal[];
  /** 0–1; null when nobody is visible. */
  engagement: number | null;
};

export function readScene(scene: Scene): SceneReading {
  const people = scene.people.map((person) => signsOf(person, scene));
  const ofPicture = [
    { kind: 'absent' as const, confidence: absent(scene) },
    { kind: 'screen_off' as const, confidence: screenOff(scene.light) },
  ].filter(({ confidence }) => confidence > 0);
  return {
    peopleCount: people.length,
    signals: [
      ...people.flatMap(({ signals }) => signals),
      ...ofPicture.map(({ kind, confidence }) => ({ kind, confidence: rounded(confidence), box: null })),
    ],
    engagement: engagementScore(people.map(({ signs }) => signs)),
  };
}

function signsOf(person: Person, scene: Scene): { signals: DetectedSignal[]; signs: PersonSign[] } {
  const signals: DetectedSignal[] = [];
  const signs: PersonSign[] = [];
  const add = (kind: DetectedSignal['kind'] & PersonSign['sign'], confidence: number, box: Box): void => {
    signals.push({ kind, confidence: rounded(confidence), box });
    signs.push({ sign: kind, confidence });
  };
  const hand = person.pose === null ? 0 : raisedHand(person.pose);
  if (hand > 0) add('hand_raised', hand, person.box);
  const phone = phoneInUse(person, scene);
  if (phone !== null) add('phone_in_use', phone.confidence, phone.box);
  const look = lookOf(person.face);
  if (look !== undefined && person.face !== null) {
    if (look.away > 0) add('looking_away', look.confidence, person.face.box);
    else signs.push({ sign: 'looking_ahead', confidence: look.confidence });
  }
  const pen = hand > 0 ? null : writing(person, scene);
  if (pen !== null) add('writing', pen.confidence, pen.box);
  return { signals, signs };
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
