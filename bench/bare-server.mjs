/**
 * Baseline of g and i: Fastify alone, answering with texts that were read from a JSON file (route → body).
 * node bench/bare-server.mjs FILE PORT
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import fastify from 'fastify';

const [file = '', port = '0'] = process.argv.slice(2);
const bodies = JSON.parse(readFileSync(file, 'utf8'));
const app = fastify();
for (const [route, body] of Object.entries(bodies)) app.get(route, async () => body);
await app.listen({ host: '127.0.0.1', port: Number(port) });
console.log(`listening on ${app.server.address().port}`);
