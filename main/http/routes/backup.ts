/** Backups: how they stand, what is there, and a new one. */
import {
  backupJobReplySchema,
  backupListReplySchema,
  backupPassphraseSchema,
  backupStateReplySchema,
  runBackupSchema,
} from '../../../contract/backup.ts';
import { type RouteScope, problems } from '../route-schemas.ts';
import type { BackupService } from '../services.ts';

const tags = ['Backup'];
const placeProblems = [
  'backup_target_missing',
  'backup_target_invalid',
  'backup_denied',
  'backup_unreachable',
  'backup_passphrase_needed',
  'backup_passphrase_wrong',
  'backup_damaged',
] as const;

export function addBackupRoutes(app: RouteScope, backup: BackupService): void {
  app.get(
    '/api/system/backup',
    {
      schema: {
        summary: 'Where backups go, the last one that was opened and checked, and what is under way',
        tags,
        response: { 200: backupStateReplySchema, ...problems() },
      },
    },
    () => backup.state(),
  );

  app.get(
    '/api/system/backup/snapshots',
    {
      schema: {
        summary: 'Backups in the place that is set, newest first',
        tags,
        response: { 200: backupListReplySchema, ...problems(...placeProblems) },
      },
    },
    () => backup.list(),
  );

  app.post(
    '/api/system/backup/run',
    {
      schema: {
        summary: 'Makes a backup now, as a job; it rests while a lesson is recorded',
        tags,
        body: runBackupSchema,
        response: {
          202: backupJobReplySchema,
          ...problems('backup_target_missing', 'backup_passphrase_needed'),
        },
      },
    },
    async (request, reply) => {
      const accepted = await backup.run(request.body);
      return reply.code(202).header('location', `/api/jobs/${accepted.job_id}`).send(accepted);
    },
  );

  app.post(
    '/api/system/backup/check',
    {
      schema: {
        summary: 'Reads the newest backup whole, as a job',
        tags,
        response: {
          202: backupJobReplySchema,
          ...problems('backup_target_missing', 'backup_passphrase_needed'),
        },
      },
    },
    async (_request, reply) => {
      const accepted = await backup.check();
      return reply.code(202).header('location', `/api/jobs/${accepted.job_id}`).send(accepted);
    },
  );

  app.put(
    '/api/system/backup/passphrase',
    {
      schema: {
        summary: 'Keeps the passphrase of encrypted backups, sealed, or forgets it; it is never told again',
        tags,
        body: backupPassphraseSchema,
        response: { 200: backupStateReplySchema, ...problems() },
      },
    },
    (request) => backup.setPassphrase(request.body.passphrase),
  );
}
