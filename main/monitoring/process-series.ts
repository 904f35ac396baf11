/** The core's own process (prom-client's standard series), its build, and its children by role. */
import { Counter, Gauge, collectDefaultMetrics } from 'prom-client';
import { type ChildRole, type Usage, childRoles, roleOf } from './child-usage.ts';
import { type Collect, type SeriesOptions, setTotal } from './collector.ts';

/** Between two looks at the event loop's delay (ms): finer ones would keep an idle PC awake. */
const loopLookMs = 20;

export type ProcessSources = {
  version: string;
  children: () => Iterable<{ readonly purpose: string; readonly pid: number | undefined }>;
  /** undefined where the system does not tell: there are no series of children then. */
  readUsage: ((pid: number) => Usage | undefined) | undefined;
};

export function processSeries(options: SeriesOptions, sources: ProcessSources): Collect {
  new Gauge({
    name: 'airclass_build_info',
    help: 'Version of the recorder; always 1',
    labelNames: ['version', 'node_version', 'platform'],
    ...options,
  }).set({ version: sources.version, node_version: process.versions.node, platform: process.platform }, 1);
  const children = childSeries(options, sources);
  let isMeasuring = false;
  return () => {
    if (!isMeasuring) {
      // Measuring the event loop and the collector of garbage costs a little: it begins when somebody looks.
      isMeasuring = true;
      collectDefaultMetrics({ register: options.registers[0], eventLoopMonitoringPrecision: loopLookMs });
    }
    children();
  };
}

function childSeries(options: SeriesOptions, { children, readUsage }: ProcessSources): () => void {
  if (readUsage === undefined) return () => undefined;
  const labelNames = ['role'] as const;
  const count = new Gauge({
    name: 'airclass_child_processes',
    help: 'Processes that the core has started and that run, by what they do',
    labelNames,
    ...options,
  });
  const resident = new Gauge({
    name: 'airclass_child_process_resident_memory_bytes',
    help: 'Memory of these processes',
    labelNames,
    ...options,
  });
  const cpu = new Counter({
    name: 'airclass_child_process_cpu_seconds_total',
    help: 'Processor time of these processes as far as it was seen: the last moments before an end are not',
    labelNames,
    ...options,
  });
  const totals = new Map<ChildRole, number>(childRoles.map((role) => [role, 0]));
  const seen = new WeakMap<object, number>();

  return () => {
    count.reset();
    resident.reset();
    for (const role of childRoles) {
      count.set({ role }, 0);
      resident.set({ role }, 0);
    }
    for (const child of children()) {
      const usage = child.pid === undefined ? undefined : readUsage(child.pid);
      if (usage === undefined) continue;
      const role = roleOf(child.purpose);
      count.inc({ role });
      resident.inc({ role }, usage.residentBytes);
      totals.set(role, (totals.get(role) ?? 0) + Math.max(0, usage.cpuSeconds - (seen.get(child) ?? 0)));
      seen.set(child, usage.cpuSeconds);
    }
    setTotal(
      cpu,
      [...totals].map(([role, total]) => ({ labels: { role }, total })),
    );
  };
}
