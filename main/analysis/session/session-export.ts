/** Parts of a session's analysis as files. Tables are for spreadsheets: marked as UTF-8, and no cell is a formula. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import Papa from 'papaparse';
import {
  type SessionExportFormat,
  type SessionExportPart,
  longestWaitSec,
} from '../../../contract/session-analysis.ts';
import { AppError } from '../../base/app-error.ts';
import type { Db } from '../../db/database.ts';
import { requireSession } from '../../db/sessions.ts';
import {
  type ExportRow,
  chatRows,
  exportColumns,
  helpRows,
  insightRows,
  studentRows,
  timelineRows,
  topicRows,
} from './export-rows.ts';
import { cellText, columnHead, partName } from './export-words.ts';
import type { FeedbackGenerator } from './feedback-generator.ts';
import type { Pending, SessionAnalysis } from './session-analysis.ts';
import type { Language } from './session-texts.ts';

/** Messages read and written at once: some milliseconds of the core. */
const pageRows = 1000;
/** What spreadsheets tell UTF-8 by. */
const byteOrderMark = '\uFEFF';

export class SessionExport {
  readonly #parts: {
    db: Db;
    analysis: SessionAnalysis;
    feedback: FeedbackGenerator;
    language: () => Language;
  };

  constructor(parts: {
    db: Db;
    analysis: SessionAnalysis;
    feedback: FeedbackGenerator;
    language: () => Language;
  }) {
    this.#parts = parts;
  }

  /**
   * Waits for an analysis that is not there yet.
   * @throws AppError session_not_found, analysis_not_ready when it takes longer than anybody waits; what it failed with
   */
  async exportPart(
    sessionId: string,
    part: SessionExportPart,
    options: { format: SessionExportFormat; lang?: Language | undefined },
  ): Promise<{ body: string; contentType: string; filename: string }> {
    const language = options.lang ?? this.#parts.language();
    const session = await requireSession(this.#parts.db, sessionId);
    const blocks: string[] = [];
    let withHead = true;
    for await (const rows of this.#rows(sessionId, part, language)) {
      if (options.format === 'json') blocks.push(...rows.map((row) => JSON.stringify(row)));
      else {
        blocks.push(tableText(rows, exportColumns[part], { language, withHead }));
        withHead = false;
      }
      await nextTurn();
    }
    const name = [session.title || sessionId, partName(part, language), session.session_date].join(' ');
    return options.format === 'json'
      ? {
          body: `[${blocks.join(',\n')}]\n`,
          contentType: 'application/json; charset=utf-8',
          filename: `${name}.json`,
        }
      : {
          body: `${byteOrderMark}${blocks.join('')}`,
          contentType: 'text/csv; charset=utf-8',
          filename: `${name}.csv`,
        };
  }

  async *#rows(sessionId: string, part: SessionExportPart, language: Language): AsyncGenerator<ExportRow[]> {
    const { analysis, feedback } = this.#parts;
    const query = { wait: longestWaitSec, lang: language };
    if (part === 'help') {
      yield helpRows(made(await feedback.identifyStrugglingStudents(sessionId, query)));
      return;
    }
    const all = { include_chat: true, include_screenshots: true };
    const result = made(await analysis.analyze(sessionId, all, query));
    switch (part) {
      case 'insights':
        yield insightRows(result);
        return;
      case 'students':
        yield studentRows(result);
        return;
      case 'topics':
        yield topicRows(result);
        return;
      case 'timeline':
        yield timelineRows(result);
        return;
      case 'chat': {
        let cursor: string | undefined;
        do {
          const page = await analysis.chatReadings(sessionId, { limit: pageRows, flagged: false, cursor });
          yield chatRows(page.items);
          cursor = page.next_cursor ?? undefined;
        } while (cursor !== undefined);
        return;
      }
      default:
        part satisfies never;
    }
  }
}

function made<T extends object>(result: T | Pending): T {
  if ('jobId' in result) throw new AppError('analysis_not_ready', `Still being made by job ${result.jobId}`);
  return result;
}

function tableText(
  rows: readonly ExportRow[],
  columns: readonly string[],
  options: { language: Language; withHead: boolean },
): string {
  const { language, withHead } = options;
  const head = columns.map((column) => columnHead(column, language));
  const cells = rows.map((row) => columns.map((column) => cellText(column, row[column] ?? null, language)));
  const lines = withHead ? [head, ...cells] : cells;
  // A message that begins with = or @ would be run by the spreadsheet that opens it.
  return lines.length === 0 ? '' : `${Papa.unparse(lines, { escapeFormulae: true, newline: '\r\n' })}\r\n`;
}
