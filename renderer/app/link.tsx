import type { MouseEvent, ReactNode } from 'react';
import { type Route, navigate, pathOf } from './route.ts';

/** A real link (new tab, copy address), that stays in the page when clicked plainly. */
export function Link(props: {
  to: Route;
  className?: string;
  label?: string;
  isCurrent?: boolean;
  children: ReactNode;
}) {
  const { to, className, label, isCurrent, children } = props;
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a
      href={pathOf(to)}
      className={className}
      aria-label={label}
      aria-current={isCurrent === true ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
