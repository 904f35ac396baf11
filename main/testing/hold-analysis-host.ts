/** A core that gets killed: starts an analysis host, prints its pid, and stays. Run: `node … FOLDER`. */
import { createTestHost } from './test-host.ts';

const host = createTestHost(process.argv[2] ?? '');
const { pid } = await host.call('echo', { value: 1 });
process.stdout.write(`${pid}\n`);
await host.call('wait', {});
