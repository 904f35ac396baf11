/** One package and the licence under which it is handed out. */
export type Licence = { name: string; version: string; licence: string; text: string };
export type Licences = {
  /** What runs in the core. */
  production: Licence[];
  /** What is built into the page. */
  bundled: Licence[];
  /** The models of the analysis, each with its card. */
  models: Licence[];
  /** Separate programs beside ours. */
  programs: Licence[];
};
/** Whether an SPDX expression can be fulfilled with the agreed licences. */
export function isAllowed(expression: string): boolean;
/** @throws {Error} that names each package whose licence is missing or not allowed */
export function collectLicences(root: string): Licences;
/** Writes the lists of `collectLicences` as JSON. */
export function writeLicences(root: string, file: string): void;
