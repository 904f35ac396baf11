/** The files of resources/monitoring as tests need them: read, and brought to run against a core of the test. */
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../base/package-info.ts';

export const monitoringDir = path.join(packageRoot, 'resources', 'monitoring');
const prometheusDir = path.join(monitoringDir, 'prometheus');

/** Linux has them by the set-up of the tests; elsewhere they are tried where somebody has installed them. */
export const hasPrometheus = process.platform === 'linux' || existsSync('/usr/local/bin/prometheus');

type Config = {
  global: { scrape_interval: string; scrape_timeout: string; evaluation_interval: string };
  scrape_configs: { static_configs: { targets: string[] }[] }[];
};

/**
 * Copies Prometheus' files to a folder, with a token.
 * @param changes where the core is, and how often it is scraped; as the files say when it is left out
 * @returns path of the configuration
 */
export function copyPrometheusFiles(
  folder: string,
  token: string,
  changes?: { target: string; interval: string },
): string {
  cpSync(prometheusDir, folder, { recursive: true });
  writeFileSync(path.join(folder, 'airclass.token'), token, { mode: 0o600 });
  const file = path.join(folder, 'prometheus.yml');
  if (changes === undefined) return file;
  const config = parse(readFileSync(file, 'utf8')) as Config;
  const { target, interval } = changes;
  config.global = { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval };
  for (const scrape of config.scrape_configs) scrape.static_configs = [{ targets: [target] }];
  writeFileSync(file, stringify(config));
  return file;
}

export type Rule = {
  record?: string;
  alert?: string;
  expr: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};

export function readRules(): Rule[] {
  return ymlFiles(path.join(prometheusDir, 'rules')).flatMap((file) => {
    const { groups } = parse(readFileSync(file, 'utf8')) as { groups: { rules: Rule[] }[] };
    return groups.flatMap(({ rules }) => rules);
  });
}

export function ruleFiles(folder = prometheusDir): { rules: string[]; tests: string[] } {
  return { rules: ymlFiles(path.join(folder, 'rules')), tests: ymlFiles(path.join(folder, 'tests')) };
}

type Panel = { title: string; type: string; targets?: { expr: string }[] };
export type Dashboard = { uid: string; title: string; panels: Panel[] };

export function readDashboards(): Dashboard[] {
  const folder = path.join(monitoringDir, 'grafana', 'dashboards');
  return readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Dashboard,
  );
}

function ymlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => path.join(folder, name));
}
