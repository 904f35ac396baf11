import { Notifications } from '@mantine/notifications';

/** Where `notify` shows its words; what it was told before this is there is shown then. */
export function Notices() {
  return <Notifications position="bottom-center" limit={3} />;
}
