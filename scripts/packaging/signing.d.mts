export type Signing = {
  kind: 'none' | 'file' | 'azure' | 'pkcs11' | 'identity';
  /** Of electron-builder, by their path. */
  settings: Record<string, string>;
  /** What will be signed, for a person. */
  line: string;
};
/** @throws {Error} when only a part of what a way of signing needs is set */
export function signingOf(
  os: 'win' | 'mac' | 'linux',
  env: Readonly<Record<string, string | undefined>>,
): Signing;
