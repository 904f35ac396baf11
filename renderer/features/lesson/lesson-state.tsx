/** What goes on with the lesson now: it is being recorded, or something of it is still being made. */
import { Progress } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import { useLesson } from './lesson-context.ts';
import { useLessonJobs } from './lesson-data.ts';
import classes from './lesson-page.module.css';

export function LessonState() {
  const { id, isLive, recording } = useLesson();
  const { t } = useLanguage();
  const jobs = useLessonJobs(id, isLive).filter(({ kind }) => kind !== 'export');
  const running = jobs.find(({ state }) => state === 'running') ?? jobs[0];
  return (
    <div className={classes.states}>
      {isLive && <p role="status">{t('lesson.live')}</p>}
      {!isLive && recording?.error !== undefined && (
        <p className={classes.attention}>{t(`error.${recording.error.code}`)}</p>
      )}
      {!isLive && running !== undefined && (
        <div className={classes.making}>
          <span role="status">{t(`making.${making[running.kind]}`)}</span>
          <Progress
            value={running.progress * 100}
            aria-label={t(`making.${making[running.kind]}`)}
            className={classes.makingBar ?? ''}
          />
          <span>
            {running.eta_seconds === null
              ? ''
              : t('clip.time_left', { length: lengthText(running.eta_seconds, t) })}
          </span>
        </div>
      )}
    </div>
  );
}

const making = {
  renditions: 'renditions',
  thumbnail: 'pictures',
  trickplay: 'pictures',
  waveform: 'waveform',
  slides: 'slides',
  slide_text: 'slide_text',
  speech: 'speech',
  chapters: 'chapters',
  signals: 'signals',
  session_analysis: 'other',
  model_install: 'other',
  chat_fit: 'other',
  import: 'import',
  purge_trash: 'other',
  backup: 'other',
  backup_check: 'other',
  export: 'other',
} as const;
