/**
 * A person who reviews lessons: where they are, what they do next and how long they look at it. What a screen of the page
 * asks for when it opens is asked for here, with the same addresses.
 */
import type { SearchReply } from '../../contract/search.ts';
import { Browser } from './browser.ts';
import { exponential, pick, pickPopular, pickWeighted } from './chance.ts';
import type { Figures } from './figures.ts';
import { pause } from './pause.ts';
import { type Watch, readStream, watch } from './player.ts';
import { type LoadLesson, type LoadSchool, renditionsSession } from './school.ts';
import { typedPrefixes } from './typing.ts';

export type Action =
  'browse' | 'scroll' | 'filter' | 'search' | 'open' | 'play' | 'chapters' | 'review' | 'chat' | 'status';

/** Weights of what somebody does next, by where they are. */
const atLibrary: Partial<Record<Action, number>> = {
  ...{ browse: 2, scroll: 1, filter: 2, search: 3, open: 8, status: 0.6, chat: 0.3 },
};
const atLesson: Partial<Record<Action, number>> = {
  ...{ play: 6, chapters: 2, review: 0.8, browse: 4, chat: 0.3, status: 0.4 },
};
/** As in renderer/api/event-bridge.tsx. */
const chatEveryMs = 2000;
/** How long they look at what came, on average (s). */
const thinkSec: Record<Action, number> = {
  ...{
    browse: 6,
    scroll: 5,
    filter: 5,
    search: 5,
    open: 3,
    play: 4,
    chapters: 8,
    review: 20,
    chat: 8,
    status: 10,
  },
};

/** With every action a first look needs to have been had: nobody plays what is not open. */
export function nextAction(random: () => number, place: 'library' | 'lesson'): Action {
  return pickWeighted(random, place === 'library' ? atLibrary : atLesson);
}

export function thinkMs(random: () => number, after: Action): number {
  return Math.min(exponential(random, thinkSec[after]), thinkSec[after] * 6) * 1000;
}

export type UserOptions = {
  url: string;
  cookie: string;
  school: LoadSchool;
  figures: Figures;
  random: () => number;
  /** Speed of the connection (bit/s): decides which rendition is watched. */
  bitsPerSecond: number;
  /** Ends waiting and playing. */
  signal: AbortSignal;
  /** Mean length of a look into a lesson (s). */
  watchSec: number;
};

/** What a page of hits says, read once however many people got the same: what reading costs them is not asked here. */
const foundByText = new Map<string, SearchReply>();
const mostFound = 1000;

function parsedOnce(text: string): SearchReply {
  const found = foundByText.get(text) ?? (JSON.parse(text) as SearchReply);
  if (foundByText.size >= mostFound) foundByText.clear();
  foundByText.set(text, found);
  return found;
}

export class User {
  readonly #options: UserOptions;
  readonly #browser: Browser;
  readonly #playable: ReadonlySet<string>;
  #found: SearchReply | undefined;
  /** What that is the answer to: a later question may have been refused. */
  #foundBy = '';
  #query = new URLSearchParams({ sort: '-session_date' });
  #lesson: (LoadLesson & { watch: Watch | undefined }) | undefined;
  #messages = 0;
  #isRereading = false;
  #hasChanged = false;
  #isRereadingChat = false;
  readonly #name: string;

  constructor(name: string, from: string, options: UserOptions, playable: ReadonlySet<string>) {
    this.#name = name;
    this.#options = options;
    this.#playable = playable;
    this.#browser = new Browser({ ...options, from });
  }

  get place(): 'library' | 'lesson' {
    return this.#lesson === undefined ? 'library' : 'lesson';
  }
  /** Told to come back later: until then (performance.now()). */
  get retryAfterMs(): number {
    return this.#browser.retryAfterMs;
  }

  /** @param intendedMs when it should begin (performance.now()) */
  async act(action: Action, intendedMs: number): Promise<void> {
    switch (action) {
      case 'browse':
        this.#lesson = undefined;
        this.#query = new URLSearchParams({ sort: '-session_date' });
        return this.#readLibrary(intendedMs);
      case 'scroll':
        return this.#scroll(intendedMs);
      case 'filter':
        return this.#filter(intendedMs);
      case 'search':
        return this.#search(intendedMs);
      case 'open':
        return this.#open(intendedMs);
      case 'play':
        return this.#play(intendedMs);
      case 'chapters':
        return this.#readChapters(intendedMs);
      case 'review':
        return this.#review(intendedMs);
      case 'chat':
        return this.#chat(intendedMs);
      case 'status':
        return this.#status(intendedMs);
      default:
        action satisfies never;
    }
  }

  /** As the page does: what is shown is read again when the core says that it changed. @returns ends it */
  followEvents(): () => void {
    return this.#browser.listen((name, data) => {
      if (name === 'library.changed') void this.#reread(data);
      if (name === 'session.changed') void this.#rereadChat(data);
    });
  }

  close(): void {
    this.#browser.close();
  }

  async #reread(data: string): Promise<void> {
    // One answer is on its way: what changed since is asked for once more when it is there.
    this.#hasChanged = true;
    if (this.#isRereading) return;
    this.#isRereading = true;
    try {
      while (this.#hasChanged && !this.#options.signal.aborted) {
        this.#hasChanged = false;
        const { recording_id: id } = JSON.parse(data) as { recording_id: string | null };
        const lesson = this.#lesson;
        if (lesson === undefined) await this.#askSearch(performance.now());
        else if (id === null || id === lesson.recordingId) await this.#readTexts(lesson, performance.now());
      }
    } finally {
      this.#isRereading = false;
    }
  }

  /** The chat beside the open lesson, and no more often than the page asks. */
  async #rereadChat(data: string): Promise<void> {
    const { session_id: sessionId } = JSON.parse(data) as { session_id: string };
    const lesson = this.#lesson;
    if (lesson?.sessionId !== sessionId || this.#isRereadingChat) return;
    this.#isRereadingChat = true;
    const path = `/api/vod/${lesson.recordingId}/chat?limit=200`;
    await this.#get('/api/vod/:id/chat', path, performance.now());
    await this.#until(performance.now() + chatEveryMs);
    this.#isRereadingChat = false;
  }

  async #get(route: string, path: string, intendedMs: number): Promise<string | undefined> {
    const reply = await this.#browser.ask(path, { route: `GET ${route}`, intendedMs });
    return reply?.text;
  }

  async #askSearch(intendedMs: number): Promise<void> {
    const query = this.#query.toString();
    const text = await this.#get('/api/search', `/api/search?${query}&limit=60`, intendedMs);
    if (text === undefined || text === '') return;
    this.#found = parsedOnce(text);
    this.#foundBy = query;
  }

  async #readLibrary(intendedMs: number): Promise<void> {
    await this.#askSearch(intendedMs);
    await this.#showPictures();
  }

  /** Of the cards in view; only some lessons have files here. */
  async #showPictures(): Promise<void> {
    const shown = (this.#found?.items ?? []).slice(0, 12);
    await Promise.all(
      shown
        .filter(({ recording_id: id }) => this.#playable.has(id))
        .map(({ recording_id: id }) =>
          this.#get('/api/vod/:id/thumbnail', `/api/vod/${id}/thumbnail?width=640`, performance.now()),
        ),
    );
  }

  async #scroll(intendedMs: number): Promise<void> {
    const cursor = this.#found?.next_cursor;
    if (cursor === undefined || cursor === null) return this.#readLibrary(intendedMs);
    const path = `/api/search?${this.#foundBy}&limit=200&cursor=${encodeURIComponent(cursor)}`;
    await this.#get('/api/search (further page)', path, intendedMs);
  }

  async #filter(intendedMs: number): Promise<void> {
    const { random } = this.#options;
    const facets = this.#found?.facets;
    const kind = pickWeighted(random, { class_name: 3, subject: 2, teacher: 2 });
    const value = pickPopular(random, facets?.[kind] ?? [])?.value;
    if (value === undefined) this.#query = new URLSearchParams({ sort: '-session_date' });
    else this.#query.set(kind, value);
    await this.#readLibrary(intendedMs);
  }

  /** Each key changes what is asked for; a quick hand does not wait for the answer. */
  async #search(intendedMs: number): Promise<void> {
    const { random, school } = this.#options;
    const word = pick(random, school.words) ?? '수학';
    const prefixes = typedPrefixes(word).slice(0, 14);
    let atMs = intendedMs;
    const asked: Promise<void>[] = [];
    for (const prefix of prefixes) {
      await this.#until(atMs);
      if (this.#options.signal.aborted) break;
      this.#query = new URLSearchParams({ q: prefix });
      asked.push(this.#askSearch(atMs));
      atMs += 80 + exponential(random, 90);
    }
    await Promise.all(asked);
    await this.#showPictures();
  }

  async #open(intendedMs: number): Promise<void> {
    const { random, school } = this.#options;
    const items = this.#found?.items.filter((item) => item.session_id !== renditionsSession) ?? [];
    const found = pickPopular(random, items);
    const chosen =
      found !== undefined && (random() < 0.15 || this.#playable.has(found.recording_id))
        ? { recordingId: found.recording_id, sessionId: found.session_id }
        : pickPopular(random, school.lessons);
    if (chosen === undefined) return;
    const lesson = { ...chosen, watch: undefined as Watch | undefined };
    this.#lesson = lesson;
    const path = `/api/vod/${lesson.recordingId}`;
    const texts = this.#readTexts(lesson, intendedMs);
    if (!this.#playable.has(lesson.recordingId)) return texts;
    const [stream] = await Promise.all([
      readStream(this.#browser, path, intendedMs, this.#options.bitsPerSecond),
      texts,
      this.#get('/api/vod/:id/waveform.json', `${path}/waveform.json`, intendedMs),
      this.#get('/api/vod/:id/trickplay.vtt', `${path}/trickplay.vtt`, intendedMs),
      this.#get('/api/vod/:id/thumbnail', `${path}/thumbnail?width=1280`, intendedMs),
      this.#get('/api/vod/:id/slides/:file', `${path}/slides/0.jpg?width=480`, intendedMs),
      this.#get('/api/vod/:id/slides/:file', `${path}/slides/1.jpg?width=480`, intendedMs),
    ]);
    lesson.watch = stream;
  }

  async #readTexts({ recordingId }: LoadLesson, intendedMs: number): Promise<void> {
    const path = `/api/vod/${recordingId}`;
    await Promise.all([
      this.#get('/api/vod/:id/info', `${path}/info`, intendedMs),
      this.#get('/api/recording/:id/status', `/api/recording/${recordingId}/status`, intendedMs),
      this.#get('/api/vod/:id/chapters', `${path}/chapters`, intendedMs),
      this.#get('/api/vod/:id/slides', `${path}/slides`, intendedMs),
      this.#get('/api/vod/:id/notes', `${path}/notes`, intendedMs),
      this.#get('/api/vod/:id/chat', `${path}/chat?limit=200`, intendedMs),
      this.#get('/api/vod/:id/analysis', `${path}/analysis`, intendedMs),
    ]);
  }

  async #play(intendedMs: number): Promise<void> {
    const lesson = this.#lesson;
    if (lesson?.watch === undefined) return this.#open(intendedMs);
    const { random, watchSec, signal } = this.#options;
    const seconds = Math.min(exponential(random, watchSec), watchSec * 5);
    await watch(this.#browser, lesson.watch, { intendedMs, seconds, random, signal });
  }

  async #readChapters(intendedMs: number): Promise<void> {
    const lesson = this.#lesson;
    if (lesson === undefined) return this.#open(intendedMs);
    const path = `/api/vod/${lesson.recordingId}`;
    await Promise.all([
      this.#get('/api/vod/:id/chapters', `${path}/chapters`, intendedMs),
      this.#get('/api/vod/:id/slides', `${path}/slides`, intendedMs),
    ]);
  }

  /** The class review of a lesson; what was never asked for is worked out first, by a job. */
  async #review(intendedMs: number): Promise<void> {
    const lesson = this.#lesson;
    if (lesson === undefined) return this.#status(intendedMs);
    const { sessionId } = lesson;
    await this.#get('/api/sessions/:id', `/api/sessions/${sessionId}`, intendedMs);
    const path = `/api/ai/analyze-session/${sessionId}?wait=0`;
    const route = 'POST /api/ai/analyze-session/:id';
    for (let look = 1; look <= 10; look += 1) {
      const reply = await this.#browser.ask(path, { route, method: 'POST', body: {} });
      if (reply === undefined) return;
      if (reply.status === 200) break;
      await this.#until(performance.now() + 1000);
      if (this.#options.signal.aborted) return;
    }
    const asked = performance.now();
    await Promise.all([
      this.#get('/api/ai/teacher-feedback/:id', `/api/ai/teacher-feedback/${sessionId}?wait=0`, asked),
      this.#get('/api/ai/struggling-students/:id', `/api/ai/struggling-students/${sessionId}?wait=0`, asked),
      this.#get(
        '/api/sessions/:id/chat-readings',
        `/api/sessions/${sessionId}/chat-readings?limit=100`,
        asked,
      ),
    ]);
  }

  async #chat(intendedMs: number): Promise<void> {
    const { random, school } = this.#options;
    const held = pick(random, school.classes);
    if (held === undefined) return;
    this.#messages += 1;
    const message = {
      message_id: `load-${this.#name}-${this.#messages}`,
      sender_id: pick(random, held.studentIds) ?? 'p-live-1',
      sender_role: 'student',
      text: `${pick(random, school.words) ?? '수학'} 질문이요`,
      sent_at: new Date().toISOString(),
    };
    await this.#browser.ask(`/api/sessions/${held.sessionId}/chat`, {
      ...{ route: 'POST /api/sessions/:id/chat', method: 'POST', body: [message], intendedMs },
    });
  }

  async #status(intendedMs: number): Promise<void> {
    const { recordingId, sessionId } = this.#options.school.live;
    await Promise.all([
      this.#get('/api/recording/:id/status', `/api/recording/${recordingId}/status`, intendedMs),
      this.#get('/api/recording/session/:id', `/api/recording/session/${sessionId}`, intendedMs),
      this.#get('/api/recording', '/api/recording?status=recording', intendedMs),
      this.#get('/api/system', '/api/system', intendedMs),
    ]);
  }

  async #until(atMs: number): Promise<void> {
    await pause(atMs - performance.now(), this.#options.signal);
  }
}
