/** A style attribute may set variables of the style sheets. */
import 'react';

declare module 'react' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merges with React's own
  interface CSSProperties {
    [variable: `--${string}`]: string | number | undefined;
  }
}
