/** The distinct screens of the lesson with what stands on them, as pictures or as a list of text. */
import { SegmentedControl } from '@mantine/core';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { useLesson } from '../lesson-context.ts';
import { useSlides } from '../lesson-data.ts';
import classes from './panels.module.css';

export function SlidesPanel() {
  const { id, seek } = useLesson();
  const { t } = useLanguage();
  const slides = useSlides(id);
  const [look, setLook] = useState('grid');
  const current = useMediaSelector<number>((state) =>
    slides.findLastIndex(({ time }) => time <= (state.mediaCurrentTime ?? 0) + 0.05),
  );
  return (
    <div className={classes.column}>
      <SegmentedControl
        className={classes.head ?? ''}
        aria-label={t('slide.look')}
        value={look}
        onChange={setLook}
        data={[
          { value: 'grid', label: t('slide.grid') },
          { value: 'list', label: t('slide.list') },
        ]}
      />
      <ol className={classes.slides} data-look={look}>
        {slides.map((slide, index) => (
          <li key={slide.time} aria-current={index === current ? 'true' : undefined}>
            <button type="button" onClick={() => seek(slide.time)}>
              <img src={slide.image} alt={slide.text.slice(0, 200)} loading="lazy" />
              <time>{clockText(slide.time)}</time>
              {look === 'list' && <p>{slide.text}</p>}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
