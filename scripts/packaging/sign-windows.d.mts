export function signArguments(options: {
  path: string;
  signed: string;
  hash: string;
  site?: string | null;
  pinFile: string;
  env: Readonly<Record<string, string | undefined>>;
}): string[];
