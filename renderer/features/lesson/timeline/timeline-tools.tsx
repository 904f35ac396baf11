/** What can be done at the playhead, and how much of the lesson the timeline shows. */
import { Button } from '@mantine/core';
import {
  IconBookmarkPlus,
  IconNote,
  IconScissors,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { clipFrom } from '../clip/clip-range.ts';
import { useLesson } from '../lesson-context.ts';
import { useAddChapter } from '../panels/use-add-chapter.ts';
import { ControlButton } from '../player/control-button.tsx';
import classes from './timeline.module.css';

export function TimelineTools(props: {
  isWhole: boolean;
  onZoom: (factor: number) => void;
  onWhole: () => void;
  /** What explains the lines. */
  legend: ReactNode;
}) {
  const { isWhole, onZoom, onWhole, legend } = props;
  const { t } = useLanguage();
  const { nowSec, durationSec, clip, openPanel, startNote } = useLesson();
  const addChapter = useAddChapter();
  const look = { variant: 'subtle', color: 'gray', size: 'compact-sm' } as const;
  return (
    <div className={classes.tools}>
      <Button
        {...look}
        leftSection={<IconBookmarkPlus aria-hidden="true" />}
        title={t('timeline.with_key', { what: t('keys.add_chapter'), key: 'C' })}
        onClick={() => void addChapter()}
      >
        {t('timeline.chapter')}
      </Button>
      <Button
        {...look}
        leftSection={<IconNote aria-hidden="true" />}
        title={t('timeline.with_key', { what: t('keys.add_note'), key: 'N' })}
        onClick={() => {
          startNote(nowSec());
          openPanel('notes');
        }}
      >
        {t('timeline.note')}
      </Button>
      <Button
        {...look}
        leftSection={<IconScissors aria-hidden="true" />}
        title={t('timeline.with_key', { what: t('keys.clip_start'), key: '[ ]' })}
        onClick={() => {
          if (clip.range === undefined) clip.setRange(clipFrom(nowSec(), durationSec));
          openPanel('clip');
        }}
      >
        {t('timeline.clip')}
      </Button>
      <span className={classes.zoom}>
        {legend}
        <ControlButton label={t('timeline.zoom_out')} isDisabled={isWhole} onClick={() => onZoom(0.5)}>
          <IconZoomOut />
        </ControlButton>
        <ControlButton label={t('timeline.zoom_all')} isDisabled={isWhole} onClick={onWhole}>
          <IconZoomReset />
        </ControlButton>
        <ControlButton label={t('timeline.zoom_in')} onClick={() => onZoom(2)}>
          <IconZoomIn />
        </ControlButton>
      </span>
    </div>
  );
}
