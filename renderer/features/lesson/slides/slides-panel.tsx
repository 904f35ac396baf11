/** The distinct screens of the lesson with what stands on them, as pictures or as text; the one in the picture is marked. */
import { ActionIcon, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconFilter } from '@tabler/icons-react';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Slide } from '../../../../contract/vod.ts';
import { useSettings } from '../../../api/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { FailureText } from '../../../ui/failure-text.tsx';
import { clockText } from '../../../ui/format.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { useAnalysis } from '../analysis/analysis-data.ts';
import { useLesson } from '../lesson-context.ts';
import { useSlides } from '../lesson-data.ts';
import panels from '../panels/panels.module.css';
import { NoSlides, ReadingState } from './slides-state.tsx';
import { SlideItem } from './slide-item.tsx';
import { slideAt, slideTexts, slidesStanding, slidesWith } from './slide-list.ts';
import classes from './slides.module.css';

export function SlidesPanel() {
  const { id, isLive } = useLesson();
  const { slides, isSuccess, error, refetch } = useSlides(id);
  const { stage, isPending } = useAnalysis();
  const settings = useSettings();
  if (error !== null) return <FailureText failure={error} onRetry={() => void refetch()} />;
  const standing = slidesStanding({
    slides: isSuccess ? slides : undefined,
    finding: stage('slides'),
    reading: stage('slide_text'),
    isLive,
    isLoading: isPending,
    isOn: settings.data?.analysis.enabled ?? true,
  });
  if (standing.is !== 'some') return <NoSlides standing={standing} />;
  return (
    <div className={panels.column}>
      <ReadingState standing={standing} />
      <SlideList slides={slides} />
    </div>
  );
}

function SlideList({ slides }: { slides: Slide[] }) {
  const { seek } = useLesson();
  const { t } = useLanguage();
  const { notify } = useNotify();
  const [look, setLook] = useState('grid');
  const [query, setQuery] = useState('');
  const shown = useMemo(() => slidesWith(slides, query), [slides, query]);
  const current = useMediaSelector<number | undefined>(
    (state) => slideAt(slides, state.mediaCurrentTime ?? 0)?.seq,
  );
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Whoever points at the list is reading it.
    if (list.current?.matches(':hover, :focus-within') === true) return;
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    // Text and pictures have other heights.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [current, look]);
  const copy = async (text: string, words: string) => {
    await copyText(text);
    notify({ text: words });
  };
  return (
    <>
      <div className={classes.head}>
        <TextInput
          type="search"
          size="sm"
          leftSection={<IconFilter size="1rem" stroke={1.5} aria-hidden="true" />}
          aria-label={t('slide.filter')}
          placeholder={t('slide.filter_hint')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery('');
          }}
        />
        <div className={classes.tools}>
          <p className={classes.count} role="status">
            {query.trim() === ''
              ? t('slide.count', { count: slides.length })
              : t(shown.length === 0 ? 'slide.filtered_none' : 'slide.filtered', {
                  count: shown.length,
                  total: slides.length,
                })}
          </p>
          <SegmentedControl
            size="sm"
            aria-label={t('slide.look')}
            value={look}
            onChange={setLook}
            data={[
              { value: 'grid', label: t('slide.grid') },
              { value: 'list', label: t('slide.list') },
            ]}
          />
          <Tooltip label={t('slide.copy_all')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('slide.copy_all')}
              disabled={shown.every(({ text }) => text === '')}
              onClick={() =>
                void copy(slideTexts(shown, clockText), t('slide.copied_all', { count: shown.length }))
              }
            >
              <IconCopy size="1.125rem" stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <ol
        ref={list}
        className={classes.slides}
        data-look={look}
        aria-label={t('panel.slides')}
        onKeyDown={moveFocus}
      >
        {shown.map((slide) => (
          <SlideItem
            key={slide.seq}
            slide={slide}
            query={query}
            isList={look === 'list'}
            isCurrent={slide.seq === current}
            onSeek={() => seek(slide.time)}
            onCopy={() => void copy(slide.text, t('slide.copied', { time: clockText(slide.time) }))}
          />
        ))}
      </ol>
    </>
  );
}

/** Up and down go from screen to screen; Tab leads to what can be done with one. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-slide]')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
