/** A picture with boxes drawn on what was seen in it. */
import { useState } from 'react';
import type { Box } from '../../contract/analysis.ts';
import classes from './boxed-picture.module.css';

export type DrawnBox = { id: string; box: Box; kind: 'object' | 'text' | 'signal'; label?: string };

/**
 * @param props.size of the picture that the boxes are meant in, px; undefined: its own
 * @param props.lit id of the box to stand out
 */
export function BoxedPicture(props: {
  src: string;
  alt: string;
  size?: { width: number; height: number };
  boxes: readonly DrawnBox[];
  lit?: string | undefined;
  isLazy?: boolean;
}) {
  const { src, alt, boxes, lit, isLazy = false } = props;
  const [own, setOwn] = useState<{ width: number; height: number }>();
  const [isMissing, setIsMissing] = useState(false);
  const size = props.size ?? own;
  return (
    <span
      className={classes.frame}
      data-is-missing={isMissing}
      style={size === undefined ? undefined : { aspectRatio: `${size.width} / ${size.height}` }}
    >
      <img
        src={src}
        alt={alt}
        loading={isLazy ? 'lazy' : 'eager'}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
          setOwn({ width, height })
        }
        onError={() => setIsMissing(true)}
      />
      {size !== undefined && boxes.length > 0 && (
        <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" aria-hidden="true">
          {boxes.map(({ id, box, kind }) => (
            <g key={id} data-kind={kind} data-is-lit={id === lit}>
              <rect className={classes.under} {...box} rx={3} vectorEffect="non-scaling-stroke" />
              <rect className={classes.line} {...box} rx={3} vectorEffect="non-scaling-stroke" />
            </g>
          ))}
        </svg>
      )}
      {size !== undefined &&
        boxes.map(
          ({ id, box, kind, label }) =>
            label !== undefined && (
              <span
                key={id}
                className={classes.label}
                data-kind={kind}
                data-is-lit={id === lit}
                style={{
                  left: `${Math.max(0, (box.x / size.width) * 100)}%`,
                  top: `${Math.max(0, (box.y / size.height) * 100)}%`,
                }}
                aria-hidden="true"
              >
                {label}
              </span>
            ),
        )}
    </span>
  );
}
