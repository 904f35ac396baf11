/** The smaller build of hls.js (no subtitles, no DRM, no alternate audio) has the same interface but no types. */
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
