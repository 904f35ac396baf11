/** The Kubernetes resources: whole, of the right shape, and as careful as they claim to be. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { helpText } from './env.ts';
import { makeFolders } from './testing/backup-folder.ts';
import { type KubernetesObject, type Pod, podsOf, renderKustomization } from './testing/kustomize.ts';

const root = path.join(import.meta.dirname, '..');
const kubernetes = path.join(root, 'resources', 'kubernetes');
const overlays = ['school', 'cloud'].map((name) => {
  const folder = path.join(kubernetes, 'overlays', name);
  return { name, folder, objects: renderKustomization(folder) };
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-kubernetes-'));
  folders.push(folder);
  return folder;
}

const label = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.name}`;
const byLabel = (a: KubernetesObject, b: KubernetesObject): number => label(a).localeCompare(label(b));

function one(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.filter((each) => each.kind === kind && each.metadata.name === name);
  if (found.length !== 1) throw new Error(`${kind} ${name}: there are ${found.length} of it`);
  return found[0]!;
}

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

describe.each(overlays)('the overlay $name', ({ folder, objects }) => {
  it.skipIf(!hasKubectl)('is what kubectl makes of it', () => {
    const text = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    const rendered = parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
    // kubectl leaves empty annotations out.
    const ours = JSON.parse(
      JSON.stringify(objects).replaceAll('"annotations":{},', ''),
    ) as KubernetesObject[];
    expect(rendered.toSorted(byLabel)).toEqual(ours.toSorted(byLabel));
  });

  it('has the shape of its schemas', async () => {
    expect(objects.length).toBeGreaterThan(10);
    for (const object of objects) {
      const { [object.kind]: Model } = (await import(moduleOf(object))) as Record<
        string,
        new (data: object) => { validate(): void }
      >;
      if (Model === undefined) throw new Error(`${label(object)}: its package has no such kind`);
      // Throws with what is wrong.
      new Model(object).validate();
    }
  });

  it('names no field that Kubernetes does not know', () => {
    expect(typeErrors(objects)).toBe('');
  });

  it('lies in one namespace whose pods must be restricted, and hands out no secret', () => {
    const elsewhere = objects.filter(
      ({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace) !== 'airclass',
    );
    expect(elsewhere.map(label)).toEqual([]);
    expect(one(objects, 'Namespace', 'airclass')).toMatchObject({
      metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(JSON.stringify(objects)).not.toContain('hostPath');
  });

  it.each(podsOf(objects))('runs the pod of $owner as nobody in particular', ({ spec }) => {
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) expect(spec[field]).toBeUndefined();
    for (const container of spec.containers) {
      expect(container['securityContext']).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      for (const kind of ['requests', 'limits'])
        expect(container['resources']).toHaveProperty(kind, {
          cpu: expect.stringMatching(/^\d+m?$/),
          memory: expect.stringMatching(/^\d+[MG]i$/),
        });
      expect(container.image).toMatch(/^[a-z0-9./-]+:(?!latest$)\d+\.\d+\.\d+/);
    }
  });

  it('watches over the recorder, and gives it time to finish lessons', () => {
    const { spec } = pod(objects, 'StatefulSet recorder');
    expect(spec.containers[0]).toMatchObject({
      startupProbe: { httpGet: { path: '/healthz' } },
      livenessProbe: { httpGet: { path: '/healthz' } },
      readinessProbe: { httpGet: { path: '/readyz' } },
    });
    // The desktop app ends a core by force after 60 s.
    expect(spec['terminationGracePeriodSeconds']).toBeGreaterThan(60);
    expect(one(objects, 'StatefulSet', 'recorder')).toMatchObject({ spec: { replicas: 1 } });
  });

  it('fits together: what one object names, another one is', () => {
    const { spec, labels } = pod(objects, 'StatefulSet recorder');
    const recorder = one(objects, 'StatefulSet', 'recorder') as unknown as {
      spec: { serviceName: string; volumeClaimTemplates: { metadata: { name: string } }[] };
    };
    const service = one(objects, 'Service', recorder.spec.serviceName) as unknown as {
      spec: { selector: object; ports: { name: string; targetPort: string }[] };
    };
    expect(labels).toMatchObject(service.spec.selector);
    const ports = (spec.containers[0]!['ports'] as { name: string }[]).map(({ name }) => name);
    expect(ports).toContain(service.spec.ports[0]?.targetPort);
    const settings = (one(objects, 'ConfigMap', 'recorder') as unknown as { data: Record<string, string> })
      .data;
    for (const name of Object.keys(settings)) expect(helpText).toContain(name);

    const { tls, rules } = (
      one(objects, 'Ingress', 'recorder') as unknown as {
        spec: { tls: { hosts: string[] }[]; rules: { host: string; http: unknown }[] };
      }
    ).spec;
    expect(tls.flatMap(({ hosts }) => hosts)).toEqual(rules.map(({ host }) => host));
    expect(JSON.stringify(rules)).toContain('"service":{"name":"recorder","port":{"name":"http"}}');
    const allowed = settings['AIRCLASS_ALLOWED_HOSTS']?.split(',');
    expect(allowed).toEqual([rules[0]?.host, 'recorder.airclass.svc']);

    for (const [kind, name] of [
      ['PodDisruptionBudget', 'recorder'],
      ['NetworkPolicy', 'recorder'],
    ] as const) {
      const { selector, podSelector } = (
        one(objects, kind, name) as unknown as { spec: Record<string, { matchLabels: object }> }
      ).spec;
      expect(labels).toMatchObject((selector ?? podSelector)!.matchLabels);
    }
    const backup = pod(objects, 'CronJob recorder-backup').spec;
    const claims = JSON.stringify(backup['volumes']);
    expect(claims).toContain(
      `"claimName":"${recorder.spec.volumeClaimTemplates[0]?.metadata.name}-recorder-0"`,
    );
    one(objects, 'PersistentVolumeClaim', 'recorder-backup');
  });

  it('lets nothing through the network but what is named', () => {
    expect(one(objects, 'NetworkPolicy', 'nothing-else')).toMatchObject({
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    const { spec } = one(objects, 'NetworkPolicy', 'recorder') as unknown as {
      spec: { ingress: { from: object[] }[]; egress: object[] };
    };
    expect(spec.ingress.every(({ from }) => from.length > 0)).toBe(true);
    const toEverywhere = spec.egress
      .map((rule) => JSON.stringify(rule))
      .filter((rule) => rule.includes('0.0.0.0/0'));
    expect(toEverywhere.filter((rule) => !rule.includes('"except":["169.254.0.0/16"]'))).toEqual([]);
  });
});

it('monitoring asks for the metrics with the token of the Secret', () => {
  expect(one(overlays[1]!.objects, 'ServiceMonitor', 'recorder')).toMatchObject({
    spec: {
      endpoints: [
        {
          port: 'http',
          path: '/metrics',
          authorization: { credentials: { name: 'recorder', key: 'token' } },
        },
      ],
    },
  });
});

it('the image’s user is the pods’ user', () => {
  expect(readFileSync(path.join(root, 'Dockerfile'), 'utf8')).toMatch(/^USER 10001:10001$/m);
});

describe('the checks themselves', () => {
  it('see a wrong field, a value of the wrong kind, and a patch that meets nothing', () => {
    const service = structuredClone(one(overlays[0]!.objects, 'Service', 'recorder'));
    Object.assign(service['spec'] as object, { selectors: {}, publishNotReadyAddresses: 'yes' });
    expect(typeErrors([service])).toMatch(/selectors[^]*publishNotReadyAddresses|'string' is not assignable/);

    const folder = temporary();
    writeFileSync(
      path.join(folder, 'kustomization.yaml'),
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n  - target: { kind: Service, name: other }\n    patch: "[]"\n',
    );
    expect(() => renderKustomization(folder)).toThrow(/Service other meets nothing/);
  });
});

/** What the pod runs, on other folders and from the sources. */
const backUp = (from: string, to: string) => {
  const [container] = pod(overlays[0]!.objects, 'CronJob recorder-backup').spec['containers'] as unknown as {
    command: string[];
    args: string[];
  }[];
  const places: Record<string, string> = { '/data': from, '/backup': to };
  const words = [...container!.command, ...container!.args].map((word) => places[word] ?? word);
  const at = words.indexOf('/app/dist/main/cli.js');
  return new Promise<{ code: number; text: string }>((resolve) => {
    const args = [path.join(root, 'main', 'cli.ts'), ...words.slice(at + 1)];
    execFile(process.execPath, args, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, text: stdout + stderr }),
    );
  });
};

describe('the nightly backup', () => {
  it('takes what the library had committed while it is written to, and only new files the second time', async () => {
    const made = await makeFolders();
    const writer = new Database(path.join(made.dataDir, 'library.sqlite'));
    writer.exec('begin immediate');
    writer.prepare("update recordings set title = 'not yet'").run();

    const first = await backUp(made.dataDir, made.place);
    writer.exec('rollback');
    writer.close();
    expect(first).toMatchObject({ code: 0, text: expect.stringContaining('2 lessons, 7 files') as string });
    const second = await backUp(made.dataDir, made.place);
    expect(second.text).toMatch(/new \d+(?:\.\d+)? kB/);
    await made.remove();
  });

  it('fails when there is no library to back up', async () => {
    expect((await backUp(temporary(), temporary())).code).toBe(1);
  });
});

function pod(objects: readonly KubernetesObject[], owner: string): Pod {
  const found = podsOf(objects).find((each) => each.owner === owner);
  if (found === undefined) throw new Error(`there is no pod of ${owner}`);
  return found;
}

/** Module with the type and the validator of an object. */
function moduleOf({ apiVersion, kind }: KubernetesObject): string {
  const packages: Record<string, string> = {
    'cert-manager.io/v1': '@kubernetes-models/cert-manager',
    'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator',
  };
  return `${packages[apiVersion] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

/** The validators overlook unknown fields; the compiler does not. @returns its words, empty when all is well */
function typeErrors(objects: readonly KubernetesObject[]): string {
  const folder = temporary();
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const lines = objects.flatMap((object, index) => [
    `import type { I${object.kind} as Type${index} } from '${moduleOf(object)}';`,
    `export const object${index}: Type${index} = ${JSON.stringify(object)};`,
  ]);
  writeFileSync(path.join(folder, 'objects.ts'), lines.join('\n'));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2024',
    types: [],
    skipLibCheck: true,
  };
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['objects.ts'] }),
  );
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' }).stdout;
}
