export type SbomComponent = {
  'bom-ref': string;
  type: string;
  name: string;
  version: string;
  purl?: string;
  [field: string]: unknown;
};
export type Sbom = {
  bomFormat: string;
  metadata: { component: object; [field: string]: unknown };
  components: SbomComponent[];
  dependencies: { ref: string; dependsOn?: string[] }[];
  [field: string]: unknown;
};
/** The bill of materials of the whole image; of `packages`, npm's, a new copy. */
export function imageSbom(parts: {
  packages: Sbom;
  page: readonly { name: string; version: string; licence: string }[];
  product: { name: string; version: string };
  manifest: { models: readonly { name: string; version: string; licence: string }[] };
  nodeVersion: string;
  ffmpegVersion: string;
  systemPackages: string;
}): Sbom;
