/** How the recorder is, for the page and for a report to take away. */
import type { HealthReport, SystemHealth } from '../../contract/health.ts';
import type { HealthLanguage } from '../../contract/say-health.ts';
import { localTime } from '../recording/watch-window.ts';
import { type HealthParts, createHealthLook } from './look.ts';
import { type ReportParts, makeReport } from './report.ts';
import { reportPage } from './report-page.ts';
import { reportWords } from './report-words.ts';

export type ReportFile = { body: string; contentType: string; filename: string };

export type Health = {
  check(): Promise<SystemHealth>;
  report(wanted: { lang?: HealthLanguage | undefined; format: 'html' | 'json' }): Promise<ReportFile>;
};

export function createHealth(parts: HealthParts & ReportParts): Health {
  const look = createHealthLook(parts);
  return {
    check: look,
    report: async ({ lang = parts.settings().language, format }) => {
      const report = await makeReport(parts, await look());
      return format === 'json'
        ? { ...named(report, lang, 'json'), body: JSON.stringify(report, undefined, 2) }
        : { ...named(report, lang, 'html'), body: reportPage(report, lang) };
    },
  };
}

function named({ made_at: madeAt, machine }: HealthReport, lang: HealthLanguage, format: 'html' | 'json') {
  const { date, clock } = localTime(Date.parse(madeAt), machine.time_zone);
  return {
    contentType: format === 'json' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    filename: `${reportWords(lang).file(`${date} ${clock.replace(':', '')}`)}.${format}`,
  };
}
