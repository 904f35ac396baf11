/** What is used of Lighthouse, which is installed only by who measures with it (`npm install --no-save lighthouse@13`). */
declare module 'lighthouse' {
  type Category = { score: number | null };
  type Audit = { id: string; title: string; score: number | null; scoreDisplayMode: string };
  type Result = {
    categories: Record<string, Category>;
    audits: Record<string, Audit>;
    lighthouseVersion: string;
  };
  export default function lighthouse(
    url: string,
    flags: {
      port: number;
      onlyCategories: string[];
      disableStorageReset: boolean;
      logLevel: 'error';
      locale: string;
      formFactor: 'desktop';
      screenEmulation: { disabled: boolean };
      throttlingMethod: 'provided';
    },
  ): Promise<{ lhr: Result } | undefined>;
}
