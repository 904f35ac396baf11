/** `npm run policy:template`: writes the template for Group Policy after a setting has changed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { policyTemplate } from './template.ts';

const folder = path.join(import.meta.dirname, '..', '..', 'packaging', 'windows', 'policies');
for (const [name, text] of Object.entries(policyTemplate())) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
