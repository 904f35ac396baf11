/** `npm run docs:tables`: writes the tables in docs/ that are made of the program, after a setting has changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { guides, withSettingsTable } from './settings-table.ts';

for (const [file, language] of Object.entries(guides)) {
  const place = path.join(import.meta.dirname, '..', '..', file);
  writeFileSync(place, await withSettingsTable(readFileSync(place, 'utf8'), language));
}
