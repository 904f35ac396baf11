/** Offers to leave out the quiet before the first and after the last word. */
import { Button } from '@mantine/core';
import { IconScissors } from '@tabler/icons-react';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText } from '../../../ui/format.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { useSpeech } from '../analysis/analysis-data.ts';
import { useLesson } from '../lesson-context.ts';
import classes from './clip.module.css';
import { withoutQuietEnds } from './quiet-ends.ts';

export function QuietSuggestion() {
  const { clip, durationSec } = useLesson();
  const { t } = useLanguage();
  const { notify } = useNotify();
  const speech = useSpeech();
  const { range } = clip;
  const found = withoutQuietEnds(range ?? { startSec: 0, endSec: durationSec }, speech?.spans ?? []);
  if (found === undefined) return null;
  const { startQuietSec, endQuietSec } = found;
  const ends = { start: lengthText(startQuietSec, t), end: lengthText(endQuietSec, t) };
  const words =
    Math.round(endQuietSec) < 1
      ? t('clip.quiet_start', { start: ends.start })
      : Math.round(startQuietSec) < 1
        ? t('clip.quiet_end', { end: ends.end })
        : t('clip.quiet_both', ends);
  const trim = () => {
    clip.setRange(found.range);
    notify({
      text: t('clip.trimmed', { length: lengthText(startQuietSec + endQuietSec, t) }),
      action: { label: t('common.undo'), run: () => clip.setRange(range) },
    });
  };
  return (
    <div className={classes.quiet} role="note">
      <p>{words}</p>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconScissors size="1rem" stroke={1.5} aria-hidden="true" />}
        onClick={trim}
      >
        {t('clip.trim')}
      </Button>
    </div>
  );
}
