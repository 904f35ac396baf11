/** A round button of the player with its name and key on hover. */
import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './player.module.css';

export function ControlButton(props: {
  label: string;
  /** Key that does the same. */
  hint?: string;
  isPressed?: boolean;
  size?: 'lg' | 'xl';
  isDisabled?: boolean;
  /** Something has come up in its place. */
  hasNoTooltip?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  const {
    label,
    hint,
    isPressed,
    size = 'lg',
    isDisabled = false,
    hasNoTooltip = false,
    onClick,
    children,
  } = props;
  return (
    // In full screen nothing outside of the player can be seen.
    <Tooltip
      label={hint === undefined ? label : `${label} (${hint})`}
      withinPortal={false}
      openDelay={500}
      disabled={hasNoTooltip}
    >
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes.button ?? ''}
        size={size}
        aria-label={label}
        aria-pressed={isPressed}
        disabled={isDisabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
