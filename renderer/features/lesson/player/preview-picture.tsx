/** One small picture, cut out of its sheet. */
import classes from './seek-bar.module.css';
import type { Tile } from '../../../ui/storyboard.ts';

export function PreviewPicture({ tile }: { tile: Tile }) {
  const { sheet, x, y, width, height } = tile;
  return (
    <div
      className={classes.picture}
      style={{ width, height, backgroundImage: `url(${sheet})`, backgroundPosition: `-${x}px -${y}px` }}
    />
  );
}
