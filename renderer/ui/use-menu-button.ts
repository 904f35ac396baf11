/** A button that opens a menu, or another small window below it, of which nothing is mounted until it is opened. */
import { type MouseEvent, useId, useState } from 'react';

export type OpenMenu = {
  /** The button it belongs to: it is placed below it and gives the focus back to it. */
  button: HTMLElement;
  close: () => void;
};

export function useMenuButton(popup: 'menu' | 'dialog') {
  const id = useId();
  const [button, setButton] = useState<HTMLElement>();
  const menu: OpenMenu | undefined =
    button === undefined ? undefined : { button, close: () => setButton(undefined) };
  return {
    menu,
    /** For the button. */
    buttonProps: {
      id,
      'aria-haspopup': popup,
      'aria-expanded': menu !== undefined,
      onClick: ({ currentTarget }: MouseEvent<HTMLElement>) =>
        setButton((open) => (open === undefined ? currentTarget : undefined)),
    },
  };
}
