/** One screen: a click goes there, its text can be selected or copied. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconPhoto } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { Slide } from '../../../../contract/vod.ts';
import { slidePictureUrl } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { Highlighted } from '../../../ui/highlighted.tsx';
import { matchRanges } from '../panels/search-words.ts';
import classes from './slides.module.css';

export const SlideItem = memo(function SlideItem(props: {
  slide: Slide;
  /** What is looked for, to be marked. */
  query: string;
  isList: boolean;
  isCurrent: boolean;
  onSeek: () => void;
  onCopy: () => void;
}) {
  const { slide, query, isList, isCurrent, onSeek, onCopy } = props;
  const { t } = useLanguage();
  const time = clockText(slide.time);
  const words = slide.heading === '' ? (slide.text.split('\n', 1)[0] ?? '') : slide.heading;
  const name = words === '' ? t('slide.number', { number: slide.seq }) : words;
  return (
    <li className={classes.slide} aria-current={isCurrent ? 'true' : undefined}>
      <button
        type="button"
        className={classes.go}
        data-slide={slide.seq}
        // Beside its text the picture needs a name; among pictures what stands below it is one.
        aria-label={isList ? t('slide.go', { time, name }) : undefined}
        onClick={onSeek}
      >
        <SlidePicture slide={slide} />
        <time>{time}</time> {!isList && <span className={classes.heading}>{name}</span>}
      </button>
      {isList && (
        <div className={classes.words}>
          <p className={classes.heading}>
            <Highlighted text={name} ranges={matchRanges(name, query)} />
          </p>
          <p className={classes.text}>
            {slide.is_read ? (
              <Highlighted text={withoutHeading(slide)} ranges={matchRanges(withoutHeading(slide), query)} />
            ) : (
              t('slide.not_read')
            )}
          </p>
        </div>
      )}
      {slide.text !== '' && (
        <Tooltip label={t('slide.copy')}>
          <ActionIcon
            variant="default"
            size="md"
            className={classes.copy ?? ''}
            aria-label={t('slide.copy_of', { name })}
            onClick={onCopy}
          >
            <IconCopy size="1rem" stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
});

/** The picture, or a sign where it is gone. */
function SlidePicture({ slide }: { slide: Slide }) {
  const [isMissing, setIsMissing] = useState(false);
  const ratio = slide.width > 0 && slide.height > 0 ? slide.width / slide.height : 16 / 9;
  return (
    <span className={classes.picture} style={{ aspectRatio: ratio.toFixed(3) }}>
      {isMissing ? (
        <IconPhoto stroke={1.25} aria-hidden="true" />
      ) : (
        <img
          src={slidePictureUrl(slide, 480)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setIsMissing(true)}
        />
      )}
    </span>
  );
}

/** The heading stands above the text already. */
function withoutHeading({ heading, text }: Slide): string {
  return heading !== '' && text.startsWith(heading) ? text.slice(heading.length).trimStart() : text;
}
