/** What the specs use of it; it has no types of its own. */
declare module 'node-media-server' {
  type Options = { bind: string; rtmp: { port: number }; store: { path: string } };
  class NodeMediaServer {
    constructor(options: Options);
    run(): Promise<void>;
  }
  export default NodeMediaServer;
}
