/** What core and analysis host say to each other. Messages are structured clones. */
import type { ErrorSummary } from '../../../contract/errors.ts';

export type ToHost =
  | { kind: 'call'; id: number; name: string; args: unknown }
  /** Nobody waits for the answer any more. */
  | { kind: 'abandon'; id: number };

export type FromHost =
  /** All is loaded; calls may come. */
  | { kind: 'ready' }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'failure'; id: number; error: ErrorSummary };

/** Arguments of the host's command line, in order. */
export type HostArguments = {
  /** Address (`file:`) of the module whose `operations` it offers. */
  operations: string;
  builtInDir: string;
  packDir: string;
};
