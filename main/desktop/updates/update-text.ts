/** What the person is told when a new version has been tried. Pure. */
import type { UpdatesState } from '../../../contract/updates.ts';
import type { Say } from '../words.ts';

export function updateText(
  say: Say,
  last: NonNullable<UpdatesState['last']>,
): { title: string; body: string } {
  const { version } = last;
  if (last.kind === 'updated') return { title: say('updatedTitle', { version }), body: say('updatedDetail') };
  const body = last.library === 'set_aside' ? 'rolledBackAside' : 'rolledBackDetail';
  return { title: say('rolledBackTitle', { version }), body: say(body, { to: last.to }) };
}
