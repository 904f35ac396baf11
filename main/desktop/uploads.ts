/** Files on their way into the library: they end with the program, so it asks before it does. */

export type Uploads = ReturnType<typeof createUploads>;

export function createUploads() {
  let ofPage = 0;
  let ofShell = 0;
  return {
    get count() {
      return ofPage + ofShell;
    },
    /** What the page says; none once it is gone. */
    setOfPage: (count: number) => {
      ofPage = count;
    },
    /** A file the shell itself hands to the core. */
    during: async <T>(upload: () => Promise<T>): Promise<T> => {
      ofShell += 1;
      try {
        return await upload();
      } finally {
        ofShell -= 1;
      }
    },
  };
}
