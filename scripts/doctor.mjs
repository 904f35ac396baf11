/** `npm run doctor`: what is there, what is missing, and how to get it. */
import process from 'node:process';
import { build, isBuildStale } from './build.mjs';
import { requireNode } from './setup.mjs';

requireNode();
if (isBuildStale()) build();
process.argv.splice(2, 0, 'doctor');
await import('../dist/main/cli.js');
