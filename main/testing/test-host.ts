/** An analysis host with operations that misbehave on request, for integration tests. */
import path from 'node:path';
import { type AnalysisHost, type HostLimits, createAnalysisHost } from '../analysis/host/analysis-host.ts';
import { modelFolders } from '../analysis/models/model-files.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import type { operations } from './host-operations.ts';

export type TestHost = AnalysisHost<typeof operations>;

/** @param dataDir for the ledger of processes and installed models */
export function createTestHost(dataDir: string, limits: Partial<HostLimits> = {}): TestHost {
  return createAnalysisHost<typeof operations>({
    runner: createProcessRunner({
      ledgerDir: path.join(dataDir, 'processes'),
      log: silentLogger,
      clock: systemClock,
    }),
    log: silentLogger,
    folders: modelFolders(dataDir),
    operations: new URL('./host-operations.ts', import.meta.url),
    limits: { firstBackoffMs: 20, ...limits },
  });
}
