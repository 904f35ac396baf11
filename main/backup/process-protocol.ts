/** What the core and its backup process say to each other. */
import type { ErrorSummary } from '../../contract/errors.ts';
import type { S3Access } from './s3-store.ts';

export type BackupTask = {
  what: 'backup' | 'check';
  dataDir: string;
  place: string;
  passphrase?: string;
  s3?: S3Access;
  media: boolean;
  keep: number;
  beginAnew: boolean;
  version: string;
};

export type ToBackupProcess =
  | { kind: 'task'; task: BackupTask }
  /** Whether something more important goes on. */
  | { kind: 'rest'; isResting: boolean }
  | { kind: 'cancel' };

export type FromBackupProcess =
  | { kind: 'ready' }
  | { kind: 'progress'; fraction: number }
  | { kind: 'finished' }
  | { kind: 'failed'; error: ErrorSummary };
