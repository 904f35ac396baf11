/**
 * The health report as one page that opens anywhere without a network and prints on paper: no script, no font, nothing
 * from elsewhere. Every text is escaped. Pure.
 */
import type { HealthPart, HealthReport } from '../../contract/health.ts';
import { type HealthLanguage, healthWords, sayPart } from '../../contract/say-health.ts';
import { sizeWords } from '../../contract/health-words.ts';
import { reportWords } from './report-words.ts';

/** Text that is already HTML; everything else is escaped when it is put in. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | readonly Html[];

function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const put = (piece: Piece | undefined): string => {
    if (piece === undefined) return '';
    if (piece instanceof Html) return piece.text;
    if (typeof piece === 'string' || typeof piece === 'number') return escape(String(piece));
    return piece.map(({ text }) => text).join('');
  };
  return new Html(strings.map((string, index) => string + put(pieces[index])).join(''));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);
}

export function reportPage(report: HealthReport, language: HealthLanguage): string {
  const words = reportWords(language);
  const health = healthWords(language);
  const time = timeText(language, report.machine.time_zone);
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>AIRClass Recorder · ${words.title} · ${time(report.made_at)}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <p>AIRClass Recorder ${report.version}</p>
            <h1>${words.title}</h1>
            <p class="overall" data-state="${report.health.overall}">
              ${health.overall[report.health.overall]}
            </p>
            <p class="faint">${words.made}: ${time(report.made_at)} · ${words.private}</p>
          </header>
          <h2>${words.parts}</h2>
          ${table([words.part, words.state, words.meaning, words.facts], partRows(report, language))}
          <h2>${words.machine}</h2>
          ${facts(machineFacts(report, language))}
          <h2>${words.library}</h2>
          ${libraryFacts(report, language)}
          <h2>${words.jobs}</h2>
          ${table(
            [words.work, words.state, words.count],
            report.jobs.map((job) => [job.kind, job.state, words.times(job.count)]),
            words.empty,
          )}
          <h2>${words.failures}</h2>
          <p class="faint">${words.failuresHint}</p>
          ${table(
            [words.where, words.code, words.count, words.last],
            failureRows(report, words).map(({ where, code, count, last_at }) => [
              where,
              html`<code>${code}</code>`,
              words.times(count),
              time(last_at),
            ]),
            words.empty,
          )}
          <h2>${words.settings}</h2>
          <p class="faint">${words.settingsHint}</p>
          ${table(
            [words.setting, words.value],
            report.settings.map(({ name, value }) => [html`<code>${name}</code>`, JSON.stringify(value)]),
            words.empty,
          )}
          <h2>${words.models}</h2>
          ${table(
            [words.model, words.version, words.task, words.state],
            report.models.map((model) => [
              model.name,
              model.version,
              model.task,
              model.is_used ? `${model.state} · ${words.used_now}` : model.state,
            ]),
            words.empty,
          )}
        </main>
      </body>
    </html> `;
  return page.text;
}

type Words = ReturnType<typeof reportWords>;
type Cell = string | number | Html;

function partRows({ health: { parts } }: HealthReport, language: HealthLanguage): Cell[][] {
  const { parts: names, states } = healthWords(language);
  return parts.map((part) => {
    const { text, advice } = sayPart(part, language);
    return [
      names[part.part],
      html`<span class="state" data-state="${part.state}">${states[part.state]}</span>`,
      html`${text}${advice === undefined ? '' : html` <strong>${advice}</strong>`}`,
      html`<code>${factsText(part)}</code>`,
    ];
  });
}

function factsText({ code, facts: known }: HealthPart): string {
  const values = Object.entries(known).flatMap(([name, value]: [string, string | number | null]) =>
    value === null ? [] : [`${name} ${value}`],
  );
  return [code, ...values].join(' · ');
}

function machineFacts({ version, machine, ffmpeg }: HealthReport, language: HealthLanguage) {
  const words = reportWords(language);
  return [
    [words.version, `AIRClass Recorder ${version} · Node ${machine.node_version}`],
    [words.system, `${machine.platform} ${machine.release} · ${machine.arch}`],
    [words.processor, `× ${machine.cores}`],
    [words.memory, sizeWords(machine.memory_bytes)],
    [words.mode, machine.is_desktop ? words.desktop : words.server],
    [words.display, machine.has_display ? words.yes : words.no],
    [words.timeZone, machine.time_zone],
    ['ffmpeg', ffmpeg === null ? words.none : `${ffmpeg.version} (${ffmpeg.origin})`],
    [
      words.encoders,
      ffmpeg === null
        ? words.none
        : `H.264 ${ffmpeg.h264_encoder ?? words.none} · AAC ${ffmpeg.aac_encoder ?? words.none}`,
    ],
  ] as const;
}

function libraryFacts({ library }: HealthReport, language: HealthLanguage): Html {
  const words = reportWords(language);
  if (library === null)
    return html`<p>
      ${healthWords(language).say.database.database_unreadable({ size_bytes: 0, wal_bytes: 0, pending_bytes: 0 }).text}
    </p>`;
  return facts([
    [words.lessons, library.lessons],
    [words.trash, library.trash],
    [words.recorded, healthWords(language).length(library.recorded_seconds)],
    [words.used, sizeWords(library.recordings_bytes)],
    ...library.by_status.map(({ status, count }) => [status, count] as const),
  ]);
}

function failureRows({ failures }: HealthReport, words: Words) {
  return [
    ...failures.recordings.map(({ code, count, last_at }) => ({
      where: words.recording,
      code,
      count,
      last_at,
    })),
    ...failures.jobs.map(({ kind, code, count, last_at }) => ({ where: kind, code, count, last_at })),
    ...failures.log.map(({ code, count, last_at }) => ({ where: words.log, code, count, last_at })),
  ];
}

function table(head: readonly string[], rows: readonly (readonly Cell[])[], empty = ''): Html {
  if (rows.length === 0) return html`<p class="faint">${empty}</p>`;
  return html`<table>
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first = '', ...rest]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${rest.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function facts(pairs: readonly (readonly [string, string | number])[]): Html {
  return html`<dl>
    ${pairs.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function timeText(language: HealthLanguage, timeZone: string): (time: string) => string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return (time) => format.format(new Date(time));
}

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.5rem; }
body { margin: 0; color: #1b1e25; background: #fff;
  font: 0.875rem/1.5 'Pretendard Variable', Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', system-ui, sans-serif;
  word-break: keep-all; overflow-wrap: anywhere; }
h1 { margin: 0.125rem 0 0.5rem; font-size: 1.5rem; line-height: 1.3; }
h2 { margin: 2rem 0 0.5rem; font-size: 1rem; break-after: avoid; }
p { margin: 0 0 0.5rem; }
.faint, header > p:first-child { color: #5c6370; }
.overall { font-size: 1rem; font-weight: 600; }
.overall::before, .state::before { content: ''; display: inline-block; width: 0.5rem; height: 0.5rem; margin-right: 0.375rem;
  border-radius: 50%; background: currentColor; vertical-align: 0.0625rem; print-color-adjust: exact; }
[data-state='ok'] { color: #13704a; }
[data-state='attention'] { color: #8a5300; }
[data-state='trouble'] { color: #8a5300; font-weight: 600; }
[data-state='off'] { color: #5c6370; }
.state { white-space: nowrap; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid #d0d5de; text-align: left; vertical-align: top; }
thead th { color: #5c6370; font-weight: 400; }
tbody th { font-weight: 600; white-space: nowrap; }
tr { break-inside: avoid; }
td strong { font-weight: 600; }
code { color: #434a57; font: 0.75rem/1.5 ui-monospace, Consolas, monospace; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 0 1.5rem; margin: 0; }
dl > div { display: flex; gap: 0.75rem; padding: 0.25rem 0; border-bottom: 1px solid #d0d5de; break-inside: avoid; }
dt { flex: 0 0 8rem; color: #5c6370; }
dd { margin: 0; min-width: 0; font-variant-numeric: tabular-nums; }
@page { size: A4; margin: 14mm; }
@media print { main { max-width: none; padding: 0; font-size: 8.5pt; } h2 { margin-top: 1rem; } }
`;
