/** Chapters: a click goes there, names are changed where they stand, the one that plays is marked and kept in sight. */
import { Button, Skeleton } from '@mantine/core';
import { IconBookmarkPlus, IconSparkles } from '@tabler/icons-react';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { useEffect, useRef } from 'react';
import { useKeptEdits } from '../../../api/kept-edits.ts';
import { chapterRoute } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useAnalysis, useAnalyze } from '../analysis/analysis-data.ts';
import { currentIndex } from '../chapter-list.ts';
import { useChapters } from '../lesson-data.ts';
import { useLesson } from '../lesson-context.ts';
import { useChapterEdits } from '../lesson-edits.ts';
import { ChapterRow } from './chapter-row.tsx';
import classes from './panels.module.css';
import { useAddChapter } from './use-add-chapter.ts';

export function ChaptersPanel() {
  const { id, durationSec, renaming, doneRenaming, seek, nowSec } = useLesson();
  const { t } = useLanguage();
  const { chapters, isPending, error, refetch } = useChapters(id);
  const edits = useChapterEdits(id, durationSec);
  const addChapter = useAddChapter();
  const kept = useKeptEdits();
  const current = useMediaSelector<number>((state) => currentIndex(chapters, state.mediaCurrentTime ?? 0));
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Whoever points at the list is reading it.
    if (list.current?.matches(':hover, :focus-within') === true) return;
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div className={classes.column}>
      <div className={classes.scroll}>
        {isPending && <PanelSkeleton />}
        {error !== null && <FailureText failure={error} onRetry={() => void refetch()} />}
        {!isPending && error === null && chapters.length === 0 && (
          <p className={classes.nothing}>{t('lesson.no_chapters')}</p>
        )}
        <ol ref={list} className={classes.list} aria-label={t('lesson.chapters')}>
          {chapters.map((chapter, index) => (
            <ChapterRow
              key={chapter.chapter_id}
              chapter={chapter}
              isCurrent={index === current}
              isUnsaved={kept.has(chapterRoute(id, chapter.chapter_id))}
              isRenaming={chapter.chapter_id === renaming}
              onRenamed={doneRenaming}
              onSeek={() => seek(chapter.start_time)}
              onChange={(wish) => void edits.change(chapter, wish)}
              onMoveHere={() =>
                void edits.change(chapter, { start_time: Math.round(nowSec() * 1000) / 1000 })
              }
              onDelete={() => void edits.remove(chapter)}
            />
          ))}
        </ol>
      </div>
      <div className={classes.foot}>
        <Suggestions hasAutomatic={chapters.some(({ origin }) => origin === 'automatic')} />
        <Button
          variant="default"
          fullWidth
          leftSection={<IconBookmarkPlus size="1.125rem" stroke={1.5} aria-hidden="true" />}
          onClick={() => void addChapter()}
        >
          {t('chapter.add_here')}
        </Button>
      </div>
    </div>
  );
}

/** Having chapters suggested, or suggested again; what the teacher made is never touched. */
function Suggestions({ hasAutomatic }: { hasAutomatic: boolean }) {
  const { isLive } = useLesson();
  const { t } = useLanguage();
  const { stage } = useAnalysis();
  const analyze = useAnalyze();
  const chapters = stage('chapters');
  if (isLive || chapters === undefined || chapters.state === 'off') return null;
  if (chapters.state === 'running' || chapters.state === 'queued') {
    return (
      <p className={classes.suggestion} role="status">
        {t(chapters.state === 'running' ? 'making.chapters' : 'chapter.suggestion_waits')}
      </p>
    );
  }
  return (
    <div className={classes.suggestion}>
      <Button
        size="compact-sm"
        variant="subtle"
        loading={analyze.isPending}
        leftSection={<IconSparkles size="1rem" stroke={1.5} aria-hidden="true" />}
        onClick={() => analyze.mutate(['chapters'])}
      >
        {t(hasAutomatic ? 'chapter.suggest_again' : 'chapter.suggest')}
      </Button>
      <p>{t(hasAutomatic ? 'chapter.suggest_again_hint' : 'chapter.suggest_hint')}</p>
      {chapters.state === 'failed' && (
        <p role="alert">{t(`error.${chapters.error?.code ?? 'analysis_failed'}`)}</p>
      )}
    </div>
  );
}

export function PanelSkeleton() {
  const { t } = useLanguage();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('common.loading')}>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height="2.25rem" radius="md" />
      ))}
    </div>
  );
}
