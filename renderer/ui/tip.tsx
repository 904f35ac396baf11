import { Tooltip } from '@mantine/core';

/** @param props.target has been pointed at for long enough; from now on it is listened to here */
export function Tip({ label, target }: { label: string; target: HTMLElement }) {
  return <Tooltip label={label} target={target} defaultOpened />;
}
