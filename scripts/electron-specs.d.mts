/** Titles of the specs that ran, or did not, in Electron itself. */
export function electronSpecs(report: { suites?: object[] }): {
  passed: number;
  skipped: string[];
  failed: string[];
};
