/**
 * Renders a kustomization as `kubectl kustomize` does, for what ours use: resources, components, JSON patches, images,
 * ConfigMaps of files. Anything else, a file that is not there, and a patch or image that meets nothing is an error.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

export type KubernetesObject = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
};

const operationsSchema = z.array(
  z.strictObject({ op: z.enum(['add', 'replace']), path: z.string().startsWith('/'), value: z.unknown() }),
);
const kustomizationSchema = z.strictObject({
  apiVersion: z.string().startsWith('kustomize.config.k8s.io/'),
  kind: z.enum(['Kustomization', 'Component']),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
  patches: z
    .array(
      z.strictObject({ target: z.strictObject({ kind: z.string(), name: z.string() }), patch: z.string() }),
    )
    .default([]),
  configMapGenerator: z
    .array(z.strictObject({ name: z.string(), namespace: z.string(), files: z.array(z.string()) }))
    .default([]),
  generatorOptions: z.strictObject({ disableNameSuffixHash: z.literal(true) }).optional(),
});

/**
 * @param folder with kustomization.yaml
 * @param before what a component is applied to
 */
export function renderKustomization(
  folder: string,
  before: readonly KubernetesObject[] = [],
): KubernetesObject[] {
  const file = path.join(folder, 'kustomization.yaml');
  const plan = kustomizationSchema.parse(parse(readFileSync(file, 'utf8')));
  let objects: KubernetesObject[] = [...before];
  for (const resource of plan.resources) objects.push(...loadResource(path.join(folder, resource)));
  for (const { name, namespace, files } of plan.configMapGenerator) {
    const data = Object.fromEntries(
      files.map((each) => [path.basename(each), readFileSync(path.join(folder, each), 'utf8')]),
    );
    objects.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
  }
  for (const component of plan.components) {
    objects = renderKustomization(path.join(folder, component), objects);
  }
  for (const { target, patch } of plan.patches) {
    const met = objects.filter(({ kind, metadata }) => kind === target.kind && metadata.name === target.name);
    if (met.length === 0)
      throw new Error(`${file}: the patch for ${target.kind} ${target.name} meets nothing`);
    for (const object of met) {
      for (const { op, path: pointer, value } of operationsSchema.parse(parse(patch)))
        applyOperation(object, op, pointer, value, file);
    }
  }
  for (const { name, newName, newTag } of plan.images) {
    const met = containersOf(objects).filter(({ image }) => image.startsWith(`${name}:`));
    if (met.length === 0) throw new Error(`${file}: no container has the image ${name}`);
    for (const container of met) container.image = `${newName}:${newTag}`;
  }
  return objects;
}

function loadResource(name: string): KubernetesObject[] {
  if (statSync(name).isDirectory()) return renderKustomization(name);
  return parseAllDocuments(readFileSync(name, 'utf8'), { uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw new Error(`${name}: ${document.errors.join('; ')}`);
    return document.toJS() as KubernetesObject;
  });
}

/** RFC 6902; adding below what does not exist and replacing what is not there are errors. */
function applyOperation(
  object: object,
  op: 'add' | 'replace',
  pointer: string,
  value: unknown,
  file: string,
): void {
  const keys = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop() ?? '';
  let parent: unknown = object;
  for (const key of keys) parent = isContainer(parent) ? Reflect.get(parent, key) : undefined;
  if (!isContainer(parent)) throw new Error(`${file}: ${pointer} lies below nothing`);
  if (op === 'add' && Array.isArray(parent) && last === '-') {
    parent.push(value);
    return;
  }
  if (op === 'replace' && !(last in parent))
    throw new Error(`${file}: ${pointer} is not there to be replaced`);
  if (op === 'add' && Array.isArray(parent)) throw new Error(`${file}: ${pointer}: only - is used for lists`);
  Reflect.set(parent, last, value);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export type PodContainer = { name: string; image: string; [field: string]: unknown };
export type PodSpec = { containers: PodContainer[]; [field: string]: unknown };
export type Pod = { owner: string; labels: Record<string, string>; spec: PodSpec };

/** Every pod that the objects lead to. */
export function podsOf(objects: readonly KubernetesObject[]): Pod[] {
  return objects.flatMap((object) => {
    const template = findTemplate(object['spec']);
    if (template === undefined) return [];
    return [{ owner: `${object.kind} ${object.metadata.name}`, ...template }];
  });
}

function findTemplate(spec: unknown): Omit<Pod, 'owner'> | undefined {
  if (!isContainer(spec)) return undefined;
  const { template, jobTemplate } = spec as {
    template?: { metadata: { labels: Record<string, string> }; spec: PodSpec };
    jobTemplate?: { spec: unknown };
  };
  if (jobTemplate !== undefined) return findTemplate(jobTemplate.spec);
  return template === undefined ? undefined : { labels: template.metadata.labels, spec: template.spec };
}

function containersOf(objects: readonly KubernetesObject[]): PodContainer[] {
  return podsOf(objects).flatMap(({ spec }) => spec.containers);
}
