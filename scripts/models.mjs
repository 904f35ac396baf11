/** `npm run models`: list, install and remove the models of the analysis. */
import process from 'node:process';
import { build, isBuildStale } from './build.mjs';
import { requireNode } from './setup.mjs';

requireNode();
if (isBuildStale()) build();
process.argv.splice(2, 0, 'models');
await import('../dist/main/cli.js');
