/** Passing over silence: what it saves, switching it, and the jumping itself. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText } from '../../../ui/format.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { useSpeech } from '../analysis/analysis-data.ts';
import { useLesson } from '../lesson-context.ts';
import { type Skip, savedSec, skipAt, skipsOf } from './skip-silence.ts';
import { setSkipSilence, useSkipSilenceChoice } from './skip-silence-choice.ts';
import { usePosition } from './use-position.ts';

const nothing: Skip[] = [];

export function useSkipSilence() {
  const speech = useSpeech();
  const isOn = useSkipSilenceChoice();
  const { t } = useLanguage();
  const { notify } = useNotify();
  const skips = useMemo(() => (speech === undefined ? nothing : skipsOf(speech)), [speech]);
  const isKnown = speech !== undefined;
  const toggle = useCallback(() => {
    if (skips.length === 0) {
      notify({ text: t(isKnown ? 'player.skip_nothing' : 'player.skip_unknown') });
      return;
    }
    setSkipSilence(!isOn);
    const length = lengthText(savedSec(skips), t);
    notify({
      text: isOn ? t('player.skip_off') : t('player.skip_on', { count: skips.length, length }),
    });
  }, [isKnown, isOn, notify, skips, t]);
  return {
    /** By time; empty where nothing is known. */
    skips,
    /** Chosen, and there is something to pass over. */
    isOn: isOn && skips.length > 0,
    saved: lengthText(savedSec(skips), t),
    toggle,
  };
}

/** Jumps when playing runs into silence. Who seeks into a quiet stretch wants to see it: it is played this once. */
export function useSilenceJumps(): void {
  const { video, seek } = useLesson();
  const { skips, isOn } = useSkipSilence();
  const wanted = useRef<Skip>(undefined);
  const isOwn = useRef(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const sought = () => {
      wanted.current = isOwn.current ? undefined : skipAt(skips, element.currentTime);
      isOwn.current = false;
    };
    element.addEventListener('seeking', sought);
    return () => element.removeEventListener('seeking', sought);
  }, [skips, video]);
  usePosition(video, (atSec, isPlaying) => {
    if (!isOn || !isPlaying || video.current?.seeking === true) return;
    const skip = skipAt(skips, atSec);
    if (skip === undefined) wanted.current = undefined;
    if (skip === undefined || skip === wanted.current) return;
    isOwn.current = true;
    seek(skip.toSec);
  });
}
