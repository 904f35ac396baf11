/** Filling the screen: by one line, or by many lines in a minute. Laughing is not flooding until it is a wall. */
import type { ChatContext } from '../../../contract/chat-analysis.ts';

/** From this length (signs) a line that repeats itself fills more than a row of the chat. */
const wallLength = 40;
const laughWallLength = 45;
/** A line is one piece again and again when this share of it can be left out. */
const repeatedShare = 0.8;
/** Messages a minute: a quick pupil writes up to ten in the busiest minute of the lessons we know. */
const busyRate = 15;
const repeatingRate = 5;

/** @param clean by `cleanText` */
export function isFlood(clean: string, context: ChatContext | undefined): boolean {
  if (isWall(clean)) return true;
  const rate = context?.senderRatePerMin ?? 0;
  return rate > busyRate || (context?.repeated === true && rate >= repeatingRate);
}

function isWall(clean: string): boolean {
  // Nearly every line.
  if (clean.length < wallLength) return false;
  const bare = clean.replaceAll(/\s/gu, '');
  const isLaughter = /^[ㅋㅎㅠㅜhalo하호]+$/iu.test(bare);
  if (bare.length < (isLaughter ? laughWallLength : wallLength)) return false;
  const folded = bare.replaceAll(/(.{1,12}?)\1{2,}/gsu, '$1');
  return folded.length <= bare.length * (1 - repeatedShare);
}
