/** What a button without words does, for those who point at it. Nothing of it is mounted until somebody does. */
import { type PointerEvent, type ReactElement, cloneElement, useEffect, useState } from 'react';
import { late } from './late.tsx';

const Tip = late(async () => (await import('./tip.tsx')).Tip);

/** As with every hint: the mouse often only passes by (ms). */
const delayMs = 400;

type Target = {
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave?: () => void;
};

/** @param props.children one element that passes the two handlers on */
export function Hint({ label, children }: { label: string; children: ReactElement<Target> }) {
  const [pointedAt, setPointedAt] = useState<HTMLElement>();
  const [target, setTarget] = useState<HTMLElement>();
  useEffect(() => {
    if (pointedAt === undefined) return undefined;
    const timer = setTimeout(() => setTarget(pointedAt), delayMs);
    return () => clearTimeout(timer);
  }, [pointedAt]);
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: ({ currentTarget, pointerType }) => {
          if (pointerType !== 'touch') setPointedAt(currentTarget);
        },
        onPointerLeave: () => setPointedAt(undefined),
      })}
      {target !== undefined && <Tip label={label} target={target} />}
    </>
  );
}
