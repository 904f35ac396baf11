/** What a glance before class must answer: is there a picture, is there sound, is there room. Pure. */
import type { TextKey } from '../../i18n/language.tsx';
import type { Loudness } from './level.ts';

export type Check = {
  what: 'picture' | 'sound' | 'room';
  verdict: 'waiting' | 'fine' | 'attention';
  /** What to say; undefined where it is said elsewhere, or with a number. */
  text: TextKey | undefined;
};

export type Look = {
  state: 'off' | 'connecting' | 'showing' | 'over';
  hasPicture: boolean;
  isBlack: boolean;
  hasSound: boolean;
  loudness: Loudness | undefined;
  /** Seconds since the first sign of the source. */
  shownSec: number;
};

/** Sound and picture of one source begin within this; what is not there by then is missing. */
const completeAfterSec = 5;
/** A double lesson. Less room asks for a decision before class and not in it. */
const roomyMinutes = 100;

/** @param room minutes of recording that fit; undefined while unknown @param isSilentByChoice without a microphone */
export function preflight(look: Look, room: number | undefined, isSilentByChoice: boolean): Check[] {
  return [pictureCheck(look), soundCheck(look, isSilentByChoice), roomCheck(room)];
}

function pictureCheck(look: Look): Check {
  const check = (verdict: Check['verdict'], text: TextKey): Check => ({ what: 'picture', verdict, text });
  // The preview itself says why.
  if (look.state === 'over') return { what: 'picture', verdict: 'attention', text: undefined };
  if (look.state !== 'showing') return check('waiting', 'record.check_picture');
  if (look.isBlack) return check('attention', 'warning.black_picture');
  if (look.hasPicture) return check('fine', 'record.check_picture');
  return look.shownSec > completeAfterSec
    ? check('attention', 'warning.no_video')
    : check('waiting', 'record.check_picture');
}

function soundCheck(look: Look, isSilentByChoice: boolean): Check {
  const check = (verdict: Check['verdict'], text: TextKey): Check => ({ what: 'sound', verdict, text });
  if (isSilentByChoice) return check('attention', 'record.check_without_sound');
  if (look.state === 'over') return { what: 'sound', verdict: 'attention', text: undefined };
  if (look.state !== 'showing') return check('waiting', 'record.check_sound');
  if (look.hasSound) {
    if (look.loudness === undefined) return check('waiting', 'record.check_sound');
    return look.loudness === 'good'
      ? check('fine', 'record.check_sound')
      : check('attention', `record.sound_${look.loudness}_hint`);
  }
  return look.shownSec > completeAfterSec
    ? check('attention', 'warning.no_audio')
    : check('waiting', 'record.check_sound');
}

function roomCheck(room: number | undefined): Check {
  if (room === undefined) return { what: 'room', verdict: 'waiting', text: 'record.check_room' };
  return { what: 'room', verdict: room < roomyMinutes ? 'attention' : 'fine', text: undefined };
}
