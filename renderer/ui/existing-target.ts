/** Where the component kit wants an element of its own to place something beside: stands for one that is there already. */
import { type Ref, useImperativeHandle } from 'react';

export function ExistingTarget({ element, ref }: { element: HTMLElement; ref?: Ref<HTMLElement> }) {
  useImperativeHandle(ref, () => element, [element]);
  return null;
}
