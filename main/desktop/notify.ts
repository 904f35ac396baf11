/** Notifications of the operating system. */
import { Notification } from 'electron';

const shown = new Set<Notification>();

/** @param onClick what a click on it does */
export function notify(text: { title: string; body: string }, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification(text);
  // Without a reference it is collected, and its click with it.
  shown.add(notification);
  notification.on('click', onClick);
  notification.on('close', () => shown.delete(notification));
  notification.show();
}
