/** Picture of a lesson. The mouse moving over it runs through the lesson, once its storyboard has been made. */
import { useQuery } from '@tanstack/react-query';
import { IconMovie } from '@tabler/icons-react';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { LessonInfo } from '../../contract/vod.ts';
import { keys } from '../api/keys.ts';
import { storyboardText, thumbnailUrl, trickplayUrl } from '../api/vod.ts';
import { clockText } from './format.ts';
import classes from './lesson-thumbnail.module.css';
import { statusMeaning } from './lesson-status.ts';
import { type Tile, parseStoryboard, tileAt } from './storyboard.ts';

/** A mouse on its way elsewhere asks for nothing (ms). */
const dwellMs = 120;
/** The picture of a lesson that runs is asked for anew this often (s). */
const livePictureSec = 30;

type Props = {
  lesson: Pick<LessonInfo, 'recording_id' | 'duration' | 'status'>;
  /** Of the picture that is asked for, px. */
  width?: number;
  /** Badges on it. */
  children?: ReactNode;
};

export function LessonThumbnail({ lesson, width = 640, children }: Props) {
  const [at, setAt] = useState<number>();
  const [isWanted, setIsWanted] = useState(false);
  const dwell = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(dwell.current), []);

  const follow = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType !== 'mouse') return;
    const { left, width: across } = event.currentTarget.getBoundingClientRect();
    setAt(Math.min(1, Math.max(0, (event.clientX - left) / across)));
  };
  return (
    <span
      className={classes.frame}
      onPointerEnter={(event) => {
        follow(event);
        dwell.current = setTimeout(() => setIsWanted(true), dwellMs);
      }}
      onPointerMove={follow}
      onPointerLeave={() => {
        clearTimeout(dwell.current);
        setAt(undefined);
        setIsWanted(false);
      }}
    >
      <Picture lesson={lesson} width={width} />
      {isWanted && at !== undefined && lesson.duration > 0 && <Scrub lesson={lesson} at={at} />}
      {children}
    </span>
  );
}

function Picture({ lesson, width }: { lesson: Props['lesson']; width: number }) {
  const { recording_id: id, status, duration } = lesson;
  // After the lesson the address stays as it is, and the picture in the browser's cache.
  const version =
    status === 'ready'
      ? ''
      : `&at=${status}-${statusMeaning[status].isActive ? Math.floor(duration / livePictureSec) : 0}`;
  const url = thumbnailUrl(id, { width }) + version;
  const [broken, setBroken] = useState<string>();
  // Nothing has come yet, or nothing came: there is no picture to ask for.
  const isBare = duration === 0 && status !== 'ready';
  if (isBare || broken === url)
    return <IconMovie className={classes.none} stroke={1.25} aria-hidden="true" />;
  return (
    <img
      className={classes.picture}
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setBroken(url)}
    />
  );
}

/** @param props.at part of the lesson, 0–1 */
function Scrub({ lesson, at }: { lesson: Props['lesson']; at: number }) {
  const { recording_id: id, duration } = lesson;
  const { data: tiles } = useQuery({
    queryKey: [...keys.trickplay(id), 'tiles'],
    queryFn: async ({ signal }) =>
      parseStoryboard(await storyboardText(id, signal), new URL(trickplayUrl(id), location.href).href),
    staleTime: Number.POSITIVE_INFINITY,
    // Not made yet: the picture stays as it is.
    retry: false,
  });
  const tile = tiles === undefined ? undefined : tileAt(tiles, at * duration);
  if (tile === undefined) return null;
  return (
    <span className={classes.scrub} aria-hidden="true" data-scrubbing>
      <TilePicture url={tile.sheet} tile={tile} />
      <span className={classes.at}>{clockText(at * duration)}</span>
      <span className={classes.line} style={{ width: `${at * 100}%` }} />
    </span>
  );
}

/** One picture of a sheet, filling the frame. */
function TilePicture({ url, tile }: { url: string; tile: Tile }) {
  const [sheet, setSheet] = useState<{ url: string; width: number; height: number }>();
  useEffect(() => {
    const image = new Image();
    image.addEventListener('load', () =>
      setSheet({ url, width: image.naturalWidth, height: image.naturalHeight }),
    );
    image.src = url;
  }, [url]);
  if (sheet === undefined) return null;
  const isWide = tile.width / tile.height >= 16 / 9;
  return (
    <span
      className={classes.tile}
      style={{
        aspectRatio: `${tile.width} / ${tile.height}`,
        ...(isWide ? { height: '100%' } : { width: '100%' }),
        backgroundImage: `url("${sheet.url}")`,
        backgroundSize: `${(sheet.width / tile.width) * 100}% ${(sheet.height / tile.height) * 100}%`,
        backgroundPosition: `${share(tile.x, sheet.width - tile.width)} ${share(tile.y, sheet.height - tile.height)}`,
      }}
    />
  );
}

function share(offset: number, room: number): string {
  return room <= 0 ? '0%' : `${(offset / room) * 100}%`;
}
