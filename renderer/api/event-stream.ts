/**
 * What the core announces, read once for all tabs of this browser. A browser keeps no more than six connections to one
 * host (HTTP/1.1); with a stream for each tab the seventh would never load. The tab that holds a lock reads the stream
 * and passes on what it hears; when it is closed, or sleeps, another takes over.
 */
import type { EventName } from '../../contract/events.ts';

export type Connection = 'connecting' | 'open' | 'lost';

export type StreamMessage =
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'event'; readonly name: EventName | 'reset'; readonly data: string };

type Hear = (message: StreamMessage) => void;

/** Spelled out so that the page does not carry the contract's schemas; a missing name does not compile. */
const eventNames: Record<EventName, true> = {
  'recording.changed': true,
  'recording.level': true,
  'recording.alarm': true,
  'job.progress': true,
  'library.changed': true,
  'session.changed': true,
  'models.changed': true,
  'disk.low': true,
  'backup.changed': true,
  'settings.changed': true,
};
const retryMs = 1500;
/** Name of the lock and of the channel. */
const shareName = 'airclass.core-events';
/** How long the tab that reads may take to answer one that has come to the front (ms); it may be asleep. */
const readerAnswersMs = 2000;
const newcomer = 'newcomer';

/** Begins to read what the core announces, for as long as the page lives. */
export function startEventStream(hear: Hear): void {
  // A page without a secure address (a school server without TLS) has no locks.
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) readCore(hear);
  else shareReader(hear);
}

/** @returns stops it. A stream the browser gave up on (the core was restarted) is opened anew until it stands again. */
function readCore(hear: Hear): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource('/api/events');
    source.addEventListener('open', () => hear({ kind: 'connection', connection: 'open' }));
    source.addEventListener('error', () => {
      hear({ kind: 'connection', connection: 'lost' });
      // The browser retries a broken stream itself, but not one that was answered with an error.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, retryMs);
    });
    for (const name of ['reset', ...(Object.keys(eventNames) as EventName[])] as const) {
      source.addEventListener(name, (event) => hear({ kind: 'event', name, data: String(event.data) }));
    }
  };
  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}

function shareReader(hear: Hear): void {
  const channel = new BroadcastChannel(shareName);
  let reader: { readonly stop: () => void } | undefined;
  let connection: Connection = 'connecting';
  let readerIsSilent: ReturnType<typeof setTimeout> | undefined;

  const tellOthers = (message: StreamMessage | typeof newcomer) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
    channel.postMessage(message);
  };
  const pass = (message: StreamMessage) => {
    if (message.kind === 'connection') connection = message.connection;
    tellOthers(message);
    hear(message);
  };
  const read = () => {
    clearTimeout(readerIsSilent);
    // Said anew by each reader, so that its `open` is news: something may have been missed in between.
    pass({ kind: 'connection', connection: 'connecting' });
    reader = { stop: readCore(pass) };
    return new Promise<never>(() => undefined);
  };
  const stopReading = () => {
    reader?.stop();
    reader = undefined;
  };
  /** The lock is kept until the page is gone or another tab takes it. */
  const waitForTurn = (): void => {
    navigator.locks.request(shareName, read).catch((error: unknown) => {
      stopReading();
      if (error instanceof DOMException && error.name === 'AbortError') waitForTurn();
      // The browser gives this page no locks.
      else readCore(hear);
    });
  };
  const takeTurn = () => {
    navigator.locks.request(shareName, { steal: true }, read).catch(stopReading);
  };
  const lookForReader = () => {
    if (reader !== undefined || document.visibilityState === 'hidden') return;
    tellOthers(newcomer);
    clearTimeout(readerIsSilent);
    readerIsSilent = setTimeout(takeTurn, readerAnswersMs);
  };

  channel.addEventListener('message', ({ data }: MessageEvent<StreamMessage | typeof newcomer>) => {
    if (data === newcomer) {
      if (reader !== undefined) tellOthers({ kind: 'connection', connection });
      return;
    }
    clearTimeout(readerIsSilent);
    if (reader === undefined) hear(data);
  });
  document.addEventListener('visibilitychange', lookForReader);
  waitForTurn();
  lookForReader();
}
