/**
 * A core that gets killed: starts an analysis host, gives it something to do, prints its pid when it is at it, and
 * stays. Run: `node … FOLDER wait|hang`, after what the host is to do meanwhile.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createTestHost } from './test-host.ts';
import { waitFor } from './wait-for.ts';

const [dataDir = '', work] = process.argv.slice(2);
const host = createTestHost(dataDir);
const { pid } = await host.call('echo', { value: 1 });
let doing: Promise<unknown>;
if (work === 'hang') {
  const begunFile = path.join(dataDir, 'hang-begun');
  doing = host.call('hang', { begunFile });
  // A host that is orphaned before it hangs would hear so and end by itself.
  await waitFor('the host to hang', () => existsSync(begunFile));
} else {
  doing = host.call('wait', {});
}
process.stdout.write(`${pid}\n`);
await doing;
