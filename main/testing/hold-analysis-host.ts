/**
 * A core that gets killed: starts an analysis host, prints its pid, and stays. Run: `node … FOLDER wait|hang`, after
 * what the host is to do meanwhile.
 */
import { createTestHost } from './test-host.ts';

const host = createTestHost(process.argv[2] ?? '');
const { pid } = await host.call('echo', { value: 1 });
process.stdout.write(`${pid}\n`);
await host.call(process.argv[3] === 'hang' ? 'hang' : 'wait', {});
