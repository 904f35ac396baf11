/** A button that opens a menu, or another small window below it, of which nothing is mounted until it is opened. */
import { type MouseEvent, useId, useState } from 'react';

export type OpenMenu = {
  /** The button it belongs to and is placed below. */
  button: HTMLElement;
  /** Gives the focus back to the button. */
  close: () => void;
};

export function useMenuButton(popup: 'menu' | 'dialog') {
  const id = useId();
  const [button, setButton] = useState<HTMLElement>();
  const menu: OpenMenu | undefined =
    button === undefined
      ? undefined
      : {
          button,
          close: () => {
            setButton(undefined);
            button.focus({ preventScroll: true });
          },
        };
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
