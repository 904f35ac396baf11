/** Child process: an RTMP server that outlives its publishers. Usage: rtmp-server.ts PORT FOLDER */
import NodeMediaServer from 'node-media-server';

const [port = '', folder = ''] = process.argv.slice(2);
const server = new NodeMediaServer({
  bind: '127.0.0.1',
  rtmp: { port: Number(port) },
  store: { path: folder },
});
void server.run();
