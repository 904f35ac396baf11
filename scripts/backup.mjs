/** `npm run backup`, `backups`, `restore`, `move`: copies of lessons and library, back from them, and to another disk. */
import { build, isBuildStale } from './build.mjs';
import { requireNode } from './setup.mjs';

requireNode();
if (isBuildStale()) build();
await import('../dist/main/cli.js');
