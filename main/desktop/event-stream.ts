/** Reads the core's event stream (server-sent events). Pure. */
import { type EventName, type EventPayload, eventSchemas } from '../../contract/events.ts';

export type CoreAnnouncement =
  | { [N in EventName]: { name: N; payload: EventPayload<N> } }[EventName]
  /** Connected, or events were missed: read everything anew. */
  | { name: 'hello' | 'reset' };

export type ParsedEvents = { events: CoreAnnouncement[]; lastId: string | undefined; rest: string };

/** @param text what has come and was not used yet; `rest` begins with an event that is not complete */
export function parseEvents(text: string): ParsedEvents {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  let lastId: string | undefined;
  const events: CoreAnnouncement[] = [];
  for (const block of blocks) {
    const fields = new Map(
      block.split('\n').map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
      }),
    );
    lastId = fields.get('id') ?? lastId;
    const event = announcement(fields.get('event'), fields.get('data'));
    if (event !== undefined) events.push(event);
  }
  return { events, lastId, rest };
}

function announcement(name: string | undefined, data: string | undefined): CoreAnnouncement | undefined {
  if (name === 'hello' || name === 'reset') return { name };
  if (name === undefined || data === undefined || !isEventName(name)) return undefined;
  const parsed = eventSchemas[name].safeParse(JSON.parse(data));
  return parsed.success ? ({ name, payload: parsed.data } as CoreAnnouncement) : undefined;
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventSchemas, name);
}
