/** On every other screen: that a lesson is being recorded, that it is safe, and the two things one may want at once. */
import { useLocation } from 'wouter';
import type { RecordingListItem } from '../../api/recording.ts';
import { paths } from '../../app/paths.ts';
import { late } from '../../ui/late.tsx';
import classes from './recording-strip.module.css';
import { useCoreNews } from './use-core-news.ts';
import { useEndNotices } from './use-end-notices.ts';

// Mostly nothing is recorded while a library is opened; the question in it brings much of the kit.
const ActiveStrip = late(
  async () => (await import('./active-strip.tsx')).ActiveStrip,
  // Its room, so that nothing below it moves.
  <div className={classes.strip} />,
);

export function RecordingStrip({ active }: { active: RecordingListItem[] }) {
  const [location] = useLocation();
  useEndNotices(active);
  useCoreNews();
  const [first] = active;
  if (first === undefined || location.startsWith(paths.record)) return null;
  return <ActiveStrip key={first.recording_id} recording={first} active={active} />;
}
